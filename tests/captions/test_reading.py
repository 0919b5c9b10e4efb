"""Files of captions: every format says the same, in any encoding, and faults are named."""

import json
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from render.assets.sniffing import guess_kind
from render.assets.texts import caption_format, decode_text
from render.captions.reading import read_bytes, read_file
from render.captions.spoken import passages_of
from render.errors import AssetUnreadable, RenderError
from render.limits import MAX_CAPTION_BYTES, MAX_CAPTION_CUES

FPS = Fraction(30)
SRT = """1
00:00:01,000 --> 00:00:02,500
Slow <i>mornings</i>
{\\an8}taste better

2
00:00:02,500 --> 00:00:04,000
42
"""
VTT = """WEBVTT - a title

STYLE
::cue { color: red }

NOTE nothing

intro
00:01.000 --> 00:02.500 align:start position:10%
Slow <00:01.500>mor<00:01.700>nings <c.loud><00:02.000>taste &amp;</c>
"""
ASS = r"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,not shown
Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\k50}Slow {\k20\1c&HFF&}mor{\kf30}nings,{\k20} {\K30}yes
Dialogue: 1,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\k50}Slow {\k20}mor{\kf30}nings,{\k20} {\K30}yes
Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\p1}m 0 0 l 10 10{\p0}one\Ntwo\hthree
"""  # noqa: E501 - a line is an event


def read(text, key="a"):
    return read_bytes(text if isinstance(text, bytes) else text.encode(), key)


def words(text, fps=FPS):
    return [
        (word.text, word.start_frame, word.end_frame)
        for passage in passages_of(read(text), fps)
        for word in passage.words
    ]


def test_srt_has_lines_and_times_without_tags():
    first, second = read(SRT).cues
    assert first.lines == ("Slow mornings", "taste better")
    assert (first.start, first.end) == (1, Fraction(5, 2))
    assert second.lines == ("42",), "a line of digits is text where a number stands before the time"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_and_line_ends_make_no_difference(encoding, ends):
    text = SRT.replace("Slow", "Žluť 朝").replace("\n", ends)
    found = read(text.encode(encoding))
    assert found.cues[0].lines[0] == "Žluť 朝 mornings"
    assert found.notes == ()


def test_what_is_no_utf_8_is_read_as_windows_1252_and_said():
    found = read(SRT.replace("Slow", "Café").encode("cp1252"))
    assert found.cues[0].lines[0] == "Café mornings"
    (note,) = found.notes
    assert "Windows-1252" in note


def test_srt_is_read_as_it_is_found_in_the_wild():
    found = read(
        "00:01,5 --> 00:00:02.000\nno number, no hours\n\n\n3\n0:0:3,00 --> 0:0:4,00:\nlast"
    )
    assert [(cue.start, cue.end) for cue in found.cues] == [(Fraction(3, 2), 2), (3, 4)]


def test_webvtt_times_words_and_joins_what_a_time_stands_inside_of():
    assert words(VTT) == [("Slow", 30, 45), ("mornings", 45, 60), ("taste", 60, 71), ("&", 71, 75)]


def test_captions_that_roll_up_say_everything_once():
    rolling = """WEBVTT
Kind: captions

00:00:00.000 --> 00:00:02.000 align:start
 
what's<00:00:00.700><c> up</c>

00:00:02.000 --> 00:00:02.010 align:start
what's up
 

00:00:02.010 --> 00:00:04.000 align:start
what's up
here<00:00:03.000><c> we</c><00:00:03.500><c> go</c>
"""  # noqa: W293 - as they are written
    assert [text for text, *_ in words(rolling)] == ["what's", "up", "here", "we", "go"]


def test_ass_counts_syllables_and_leaves_out_drawings_and_doubles():
    assert words(ASS)[:3] == [("Slow", 30, 45), ("mornings,", 45, 60), ("yes", 66, 75)]
    cue = read(ASS).cues[1]
    assert cue.lines == ("one", "two three")


WHISPERS = {
    "openai": {"text": " Hi you", "segments": [{"id": 0, "start": 0, "end": 2, "text": " Hi you",
               "words": [{"word": " Hi", "start": 0.5, "end": 0.9, "probability": 0.9},
                         {"word": " you", "start": 1.0, "end": 1.5}]}]},
    "the api": {"segments": [{"start": 0.0, "end": 2.0, "text": "Hi you"}],
                "words": [{"word": "Hi", "start": 0.5, "end": 0.9},
                          {"word": "you", "start": 1.0, "end": 1.5}]},
    "whisper.cpp": {"systeminfo": "x", "transcription": [{
        "timestamps": {"from": "00:00:00,000", "to": "00:00:02,000"},
        "offsets": {"from": 0, "to": 2000}, "text": " Hi you",
        "tokens": [{"text": "[_BEG_]", "offsets": {"from": 0, "to": 0}},
                   {"text": " H", "offsets": {"from": 500, "to": 700}},
                   {"text": "i", "offsets": {"from": 700, "to": 900}},
                   {"text": " you", "offsets": {"from": 1000, "to": 1500}}]}]},
    "whisperx": {"segments": [{"start": 0.5, "end": 1.5, "text": "Hi you", "words": [
        {"word": "Hi", "start": 0.5, "end": 0.9}, {"word": "you", "start": 1.0, "end": 1.5}]}],
        "word_segments": []},
    "transformers": {"text": "Hi you", "chunks": [{"text": " Hi", "timestamp": [0.5, 0.9]},
                                                  {"text": " you", "timestamp": [1.0, 1.5]}]},
    "milliseconds": [{"text": "Hi", "startMs": 500, "endMs": 900, "timestampMs": None},
                     {"text": " you", "startMs": 1000, "endMs": 1500}],
    "a list of words": [{"word": "Hi", "start": 0.5, "end": 0.9},
                        {"word": "you", "start": 1, "end": 1.5}],
}  # fmt: skip


@pytest.mark.parametrize("tool", WHISPERS)
def test_every_json_of_words_says_the_same(tool):
    assert words(json.dumps(WHISPERS[tool])) == [("Hi", 15, 27), ("you", 30, 45)]


def test_a_word_nobody_could_time_lies_between_its_neighbours():
    timed = [{"word": "in", "start": 0.0, "end": 0.4}, {"word": "2026"},
             {"word": "we", "start": 2.0, "end": 2.5}]  # fmt: skip
    found = words(json.dumps({"segments": [{"start": 0, "end": 3, "text": "x", "words": timed}]}))
    assert [text for text, *_ in found] == ["in", "2026", "we"]
    assert found[0][1] < found[1][1] < found[2][1]


def test_segments_without_words_are_spread_and_say_so():
    segments = [{"start": 0.0, "end": 2.0, "text": "one two three"}]
    (passage,) = passages_of(read(json.dumps({"segments": segments})), FPS)
    assert passage.estimated
    assert len(passage.words) == 3


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("1\n00:00:01,000 --> soon\nx", "k (line 2)", "no timing"),
        (SRT + "3\n00:00:09,000 --> 00:00:08,000\nx", "k (line 10)", "ends before it starts"),
        ("WEBVTT\n\n00:01.000 -> 2\n\n1 --> 2\nx", "k (line 5)", "no timing"),
        (ASS + "Dialogue: 0,later,0:00:01.00,Default,,0,0,0,,x", "k (line 14)", "no start"),
        ('{"segments": [{"text": "x",\n "start" 1}]}', "k (line 2)", "no JSON"),
        ('{"segments": [{"text": "x", "start": "1"}]}', "k (segments[0])", "no number"),
        ('{"segments": [{"text": "x", "start": 1e9, "end": 2}]}', "k (segments[0])", "range"),
        ('{"segments": [{"text": "x", "start": NaN, "end": 2}]}', "k", "NaN"),
        ('{"segments": [7]}', "k (segments[0])", "object"),
        ('{"text": "just a text"}', "k", "no words"),
        ("Dear reader", "k", "no captions"),
    ],
)
def test_what_cannot_be_read_is_named_with_key_and_line(text, where, said):
    with pytest.raises(AssetUnreadable) as caught:
        read(text, "k")
    assert caught.value.where == where
    assert said in caught.value.message


def test_sizes_and_counts_are_bounded(tmp_path):
    many = "".join(f"00:00:01,000 --> 00:00:02,000\n{n}\n\n" for n in range(MAX_CAPTION_CUES + 1))
    with pytest.raises(AssetUnreadable, match="more than 20,000 cues"):
        read(many)
    path = tmp_path / "large.srt"
    with path.open("wb") as file:
        file.truncate(MAX_CAPTION_BYTES + 1)
    with pytest.raises(AssetUnreadable, match="larger than 8 MB"):
        read_file(path, "large.srt")
    deep = '{"segments": ' + "[" * 100_000
    with pytest.raises(AssetUnreadable):
        read(deep)


PIECES = st.sampled_from([
    "1\n", "00:00:01,000 --> 00:00:02,500\n", "00:01.000 --> 00:99.000 align:x\n", "WEBVTT\n\n",
    "<00:00:01.500>", "<c>", "</c>", "<v Bob>", "{\\k20}", "{\\kf", "}", "\\N", "[Events]\n",
    "[Script Info]\n", "Format: Start, End, Text\n", "Dialogue: 0:00:01.00,0:00:02.00,a b\n",
    "Dialogue: ", ",", "-->", "\n", "\n\n", " ", "word", "朝の", "مرحبا", "กาแฟ", "😀", "\0",
    "&amp;", "NOTE", '{"segments":[', '{"words":', '{"text":"a"', ',"start":1', ',"end":2.5', "]}",
    '"chunks":[{"text":" a","timestamp":[1,null]}]', "1e999", "-5", "99:99:99,999",
])  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join), st.integers(1, 240))
@example("WEBVTT\n\n00:00.000 --> 00:00.000\n<00:00.000>", 30)
def test_nothing_but_our_errors_comes_of_any_text(text, fps):
    passages = ()
    with suppress(RenderError):
        passages = passages_of(read(text), Fraction(fps))
    for passage in passages:
        assert passage.words
        assert all(word.text.strip() == word.text and word.text for word in passage.words)
        starts = [word.start_frame for word in passage.words]
        assert starts == sorted(starts)
        assert all(word.end_frame >= word.start_frame for word in passage.words)


@given(st.binary(max_size=200))
def test_nothing_but_our_errors_comes_of_any_bytes(data):
    decode_text(data)
    for start in (b"WEBVTT\n\n", b"1\n00:00:01,000 --> 00:00:02,000\n", b'{"text":'):
        with suppress(RenderError):
            passages_of(read(start + data), FPS)


@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["segments", "words", "text", "word", "start", "end", "tokens", "chunks",
                         "timestamp", "offsets", "from", "to", "startMs", "endMs", "transcription",
                         "format", "pages", "fps", "lines"]), inner, max_size=5),
    max_leaves=20))  # fmt: skip
@example({"format": "wavemaker-captions", "fps": "30", "pages": [{"lines": 3}]})
@example({"format": "wavemaker-captions", "fps": "1/0", "pages": []})
def test_nothing_but_our_errors_comes_of_any_json(value):
    for text in ('{"text": 1, "segments": ' + json.dumps(value) + "}", json.dumps(value)):
        with suppress(RenderError):
            passages_of(read(text), FPS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [(SRT, "srt"), (VTT, "vtt"), (ASS, "ass"), (json.dumps(WHISPERS["openai"]), "json"),
     ("\n\n" + SRT, "srt"), ("WEBVTTX", None), ("[a]", None), ('{"a": 1}', None)],
)  # fmt: skip
def test_content_says_what_a_file_is(text, kind):
    assert caption_format(text) == kind
    guess = guess_kind(text.encode())
    assert (guess.kind == "captions") == (kind is not None)
    if kind is not None:
        assert guess_kind(text.encode("utf-16")).kind == "captions"
