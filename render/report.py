"""What a render has to say when it is done."""

from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

from render.errors import Problem


@dataclass(frozen=True)
class RenderReport:
    """The result of a render.

    Attributes:
        output: The finished file.
        frames: How many it has.
        fps: Frames a second.
        width_px, height_px: Of the picture.
        duration_seconds: Frames by rate.
        samples: Of the sound at 48 kHz; None for a silent film.
        segments: How many the picture was cut into.
        segments_reused: How many of them were there already.
        sound_reused: Whether the sound was there already.
        wall_seconds: From the first stage to the last.
        cpu_seconds: User and system time of this process and its workers.
        peak_memory_bytes: The most memory any one process held.
        sha256: Of the output's bytes.
        warnings: What the user should know.
    """

    output: Path
    frames: int
    fps: Fraction
    width_px: int
    height_px: int
    duration_seconds: Fraction
    samples: int | None
    segments: int
    segments_reused: int
    sound_reused: bool
    wall_seconds: float
    cpu_seconds: float
    peak_memory_bytes: int
    sha256: str
    warnings: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the report as plain JSON values; rates are exact as text, seconds are numbers."""
        fields = asdict(self)
        fields["output"] = str(self.output)
        fields["fps"] = str(self.fps)
        fields["duration_seconds"] = round(float(self.duration_seconds), 6)
        fields["wall_seconds"] = round(self.wall_seconds, 3)
        fields["cpu_seconds"] = round(self.cpu_seconds, 3)
        fields["warnings"] = [asdict(warning) for warning in self.warnings]
        return fields
