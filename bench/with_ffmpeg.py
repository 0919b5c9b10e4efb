"""The reference composition as one FFmpeg filter graph, written by hand.

`zoompan` moves in whole pixels of what it is given, so a slow zoom shakes. There are two readings,
and both are measured (RMS acceleration of a point under the zoom of scene 1; the renderer: 0.006):

    plain    the still as it is                             1.61 px/frame²
    steady   the still enlarged to 8000 px first, the       0.31 px/frame²
             usual remedy, at 18 ms more for each frame

Wherever else there are two readings FFmpeg is given the fast one: stills are enlarged and converted
to the output's colours once, the logo is decoded once, text is drawn only while it is shown.
"""

import imageio_ffmpeg

from bench.reference import (
    CAPTION_CENTRE_Y_PX,
    CAPTION_SIZE_PX,
    CRF,
    FONT_PATH,
    FPS,
    HEADING_CENTRE_Y_PX,
    HEADING_FADE_FRAMES,
    HEADING_SIZE_PX,
    HEIGHT_PX,
    LOGO_MARGIN_PX,
    MUSIC_VOLUME,
    PAN,
    PRESET,
    SCENE_ASSETS,
    STILL_SIZE_PX,
    STROKE_WIDTH_PX,
    WIDTH_PX,
    ZOOM,
    Reference,
    TextCue,
)

CROP_HEIGHT_PX = 1688
CROP_TOP_PX = (STILL_SIZE_PX[1] - CROP_HEIGHT_PX) // 2
"""The still's middle in the canvas's shape: `zoompan` keeps the shape of what it is given."""

TO_BT709 = "scale=in_range=full:out_range=tv:out_color_matrix=bt709,format=yuv420p"


STEADY_WIDTH_PX = 8000
"""Width that stills are enlarged to for the steady reading."""


def _still(reference: Reference, scene: int, *, zoom: str, x: str, y: str, steady: bool) -> str:
    frames = reference.scene_frames(scene)
    crop = f"crop={STILL_SIZE_PX[0]}:{CROP_HEIGHT_PX}:0:{CROP_TOP_PX}"
    if steady:
        crop += f",scale={STEADY_WIDTH_PX}:-2"
    size = f"{WIDTH_PX}x{HEIGHT_PX}"
    pan = f"zoompan=z='{zoom}':x='{x}':y='{y}':d={frames}:s={size}:fps={FPS}"
    return f"[{scene}:v]{crop},{TO_BT709},{pan},setsar=1[s{scene}]"


def _text(cue: TextCue, size_px: int, centre_y_px: int, *, fade_frames: int = 0) -> str:
    alpha = f":alpha='clip((n-{cue.start_frame})/{fade_frames},0,1)'" if fade_frames else ""
    return (
        f"drawtext=fontfile='{FONT_PATH}':text='{cue.text}':fontsize={size_px}:fontcolor=white"
        f":borderw={STROKE_WIDTH_PX}:bordercolor=black:x=(w-text_w)/2"
        f":y_align=font:y={centre_y_px}-(font_a+abs(font_d))/2"
        f":enable='between(n,{cue.start_frame},{cue.end_frame - 1})'{alpha}"
    )


def filter_graph(reference: Reference, *, steady: bool) -> str:
    """Return the whole graph: inputs 0 to 6 in, `[v]` and `[a]` out."""
    last = {scene: reference.scene_frames(scene) - 1 for scene in (0, 2)}
    start, end = ZOOM[0].width, ZOOM[1].width
    pan_y = (PAN[0].y * STILL_SIZE_PX[1] - CROP_TOP_PX) / CROP_HEIGHT_PX
    parts = [
        _still(
            reference,
            0,
            zoom=f"1/({start}-{start - end:.6f}*on/{last[0]})",
            x="iw/2-iw/zoom/2",
            y="ih/2-ih/zoom/2",
            steady=steady,
        ),
        _still(
            reference,
            2,
            zoom=f"{1 / PAN[0].width}",
            x=f"iw*({PAN[0].x}+{PAN[1].x - PAN[0].x:.6f}*on/{last[2]})",
            y=f"ih*{pan_y:.6f}",
            steady=steady,
        ),
    ]
    parts += [
        f"[{scene}:v]fps={FPS}:round=up,trim=end_frame={reference.scene_frames(scene)},"
        f"setpts=PTS-STARTPTS,setsar=1,format=yuv420p[s{scene}]"
        for scene in (1, 3)
    ]
    before = "s0"
    for scene in (1, 2, 3):
        parts.append(
            f"[{before}][s{scene}]xfade=transition=fade"
            f":duration={reference.fade_frames / FPS}:offset={reference.scene_start(scene) / FPS}"
            f"[x{scene}]"
        )
        before = f"x{scene}"
    texts = [
        _text(cue, HEADING_SIZE_PX, HEADING_CENTRE_Y_PX, fade_frames=HEADING_FADE_FRAMES)
        for cue in reference.headings
    ]
    texts += [_text(cue, CAPTION_SIZE_PX, CAPTION_CENTRE_Y_PX) for cue in reference.captions]
    parts.append(f"[{before}]{','.join(texts)}[t]")
    parts.append(f"[t][4:v]overlay=x=W-w-{LOGO_MARGIN_PX}:y={LOGO_MARGIN_PX}[v]")
    fade_seconds = reference.music_fade_out_frames / FPS
    parts.append(
        f"[5:a]volume={MUSIC_VOLUME},"
        f"afade=t=out:st={reference.duration_seconds - fade_seconds}:d={fade_seconds}[m]"
    )
    delay_ms = reference.voice_start_frame * 1000 // FPS
    parts.append(f"[6:a]adelay={delay_ms}:all=1[o]")
    parts.append(f"[m][o]amix=inputs=2:normalize=0:duration=longest,aresample={48_000}[a]")
    return ";".join(parts)


def command(reference: Reference, output: str, *, steady: bool) -> list[str]:
    """Return the command that renders the reference to `output`.

    Args:
        reference: What to render.
        output: The MP4 to write.
        steady: Whether stills are enlarged before `zoompan` moves over them.
    """
    names = (*SCENE_ASSETS, "logo.png")
    inputs = [
        word
        for name in (*names, "music.mp3", "voice.wav")
        for word in ("-i", str(reference.media(name)))
    ]
    return [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *inputs),
        *("-filter_complex", filter_graph(reference, steady=steady), "-map", "[v]", "-map", "[a]"),
        *("-frames:v", str(reference.frame_count), "-t", str(reference.duration_seconds)),
        *("-c:v", "libx264", "-preset", PRESET, "-crf", str(CRF), "-pix_fmt", "yuv420p"),
        *("-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"),
        *("-color_range", "tv", "-c:a", "aac", "-b:a", "192k"),
        *("-movflags", "+faststart", output),
    ]
