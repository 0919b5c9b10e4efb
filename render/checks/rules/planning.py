"""What the planning of a film finds, when the media are looked at."""

from render.checks.registry import Check, register

register(
    Check(
        "asset-missing",
        "error",
        "There is no file for a key.",
        bad='{"type": "image", "asset": "assets/phto.png"}',
        good='{"type": "image", "asset": "assets/photo.png"}',
        binding=True,
    ),
    Check(
        "asset-unreadable",
        "error",
        "A file cannot be decoded, or is not what is needed there.",
        bad='{"audio": {"soundEffects": [{"key": "assets/noise.bin"}]}}',
        good='{"audio": {"soundEffects": [{"key": "assets/voice.wav"}]}}',
        binding=True,
    ),
    Check(
        "media-note",
        "warning",
        "There is something odd about a file: it is cut short, or had to be guessed at.",
        bad='{"type": "image", "asset": "assets/odd.png"}',
        good='{"type": "image", "asset": "assets/photo.png"}',
    ),
    Check(
        "missing-glyph",
        "error",
        "A text has a character that no font has.",
        bad='{"type": "text", "text": "\\u1000d\\uf8ff"}',
        good='{"type": "text", "text": "Slow mornings"}',
        binding=True,
    ),
    Check(
        "fallback-glyph",
        "off",
        "A character is drawn with another font than the text's own.",
        why="Other fonts stand in for scripts and emoji that a family lacks; look for yourself.",
        bad='{"type": "text", "fontFamily": "Poppins", "text": "Утро"}',
        good='{"type": "text", "fontFamily": "Open Sans", "text": "Утро"}',
    ),
    Check(
        "text-overflow",
        "warning",
        "A text does not fit into its box and is cut.",
        bad='{"type": "text", "text": "Slow mornings taste better in Brooklyn", "fontSize": 120,'
        ' "size": {"width": 400, "height": 140}, "overflow": "ellipsis"}',
        good='{"type": "text", "text": "Slow mornings", "fontSize": 60,'
        ' "size": {"width": 800, "height": 140}, "overflow": "ellipsis"}',
    ),
    Check(
        "no-captions",
        "warning",
        "Captions have nothing to say.",
        bad='{"captions": {"source": "voiceover"}}',
        good='{"captions": {"source": [{"text": "Slow mornings", "startFrame": 0,'
        ' "endFrame": 60}]}}',
    ),
    Check(
        "estimated-word-times",
        "off",
        "Nobody said when the words of the captions are spoken, so it is estimated.",
        bad='{"captions": {"source": "voiceover", "style": "highlight"}, "audio": {"voiceover":'
        ' {"key": "assets/voice.wav", "text": "Slow mornings"}}}',
        good='{"captions": {"source": [{"text": "Slow mornings", "startFrame": 0,'
        ' "endFrame": 60}]}}',
    ),
    Check(
        "mask-loop",
        "warning",
        "Layers are masks of one another, in a circle.",
        bad='{"durationFrames": 90, "layers": [{"type": "shape", "id": "a", "mask":'
        ' {"layer": "b"}}, {"type": "shape", "id": "b", "mask": {"layer": "a"}},'
        ' {"type": "shape", "mask": {"layer": "a"}}]}',
        good='{"durationFrames": 90, "layers": [{"type": "shape", "id": "a", "mask":'
        ' {"layer": "b"}}, {"type": "shape", "id": "b"}]}',
    ),
    Check(
        "not-drawn-yet",
        "warning",
        "The format has something that is not drawn yet.",
        bad="",
        good='{"type": "shape"}',
    ),
    Check(
        "note",
        "warning",
        "Planning the film noticed something else.",
        bad="",
        good='{"type": "shape"}',
    ),
    Check(
        "no-effect",
        "warning",
        "Something is said that does nothing here.",
        bad='[{"id": "a", "durationFrames": 60}, {"id": "b", "durationFrames": 60,'
        ' "transition": {"type": "crossfade", "durationFrames": 20, "direction": "left"}}]',
        good='[{"id": "a", "durationFrames": 60}, {"id": "b", "durationFrames": 60,'
        ' "transition": {"type": "wipe", "durationFrames": 20, "direction": "left"}}]',
    ),
    needs="assets",
)
