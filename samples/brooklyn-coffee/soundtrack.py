"""The film's music: ten bars at 80 beats a minute, so that every cut can fall on a half bar."""

from studio.music import Band, Bar
from studio.sound import Sound

_BARS = (
    Bar(
        ("F3", "A3", "C4", "E4", "G4"),
        ("F2", "", "", ""),
        drums=False,
        stabs=(1.5, 2.5),
        melody=((2.0, "C5", 1), (3.0, "E5", 1)),
    ),
    Bar(
        ("E3", "G3", "B3", "D4"),
        ("E2", "", "", "B1"),
        drums=False,
        melody=((1.0, "B4", 1), (1.5, "D5", 1.5), (3.0, "G4", 1)),
    ),
    Bar(
        ("D3", "F3", "A3", "C4", "E4"),
        ("D2", "", "A2", "C2"),
        melody=((2.5, "A4", 0.5), (3.0, "C5", 1)),
    ),
    Bar(("C3", "E3", "G3", "B3", "D4"), ("C2", "G2", "E2", "G2"), stabs=(1.5, 3.0)),
    Bar(
        ("F3", "A3", "C4", "E4", "G4"),
        ("F2", "", "C2", "F2"),
        melody=((0.5, "E5", 1), (1.5, "D5", 0.5), (2.0, "C5", 2)),
    ),
    Bar(
        ("E3", "G3", "B3", "D4"),
        ("E2", "B1", "A1", "Db2"),
        stabs=(1.5,),
        melody=((2.5, "G4", 0.5), (3.0, "B4", 0.5), (3.5, "Db5", 0.5)),
    ),
    Bar(
        ("D3", "F3", "A3", "C4", "E4"),
        ("D2", "A2", "D2", "F2"),
        melody=((0.0, "D5", 1.5), (2.0, "A4", 1)),
        stabs=(1.5, 2.5),
    ),
    Bar(
        ("G3", "B3", "F3", "A3", "E4"),
        ("G2", "", "D2", "B1"),
        stabs=(1.5,),
        melody=((2.5, "E5", 0.5), (3.0, "D5", 1)),
    ),
    Bar(
        ("C3", "E3", "G3", "B3", "D4"),
        ("C2", "", "G2", ""),
        melody=((0.0, "E5", 2), (2.5, "D5", 0.5), (3.0, "G4", 1)),
    ),
    Bar(("C3", "G3", "B3", "E4", "A4", "D5"), ("C2",), drums=False, stabs=()),
)


def music() -> Sound:
    """Return thirty seconds of stereo music at -16 LUFS."""
    band = Band(30.0, beats_per_minute=80, seed=1883)
    band.play(_BARS)
    return band.mixdown(lufs=-16)
