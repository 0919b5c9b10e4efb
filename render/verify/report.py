"""What was found out about a film."""

from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from render.verify.pictures import PictureFacts
from render.verify.sound import SoundFacts

if TYPE_CHECKING:
    from render.verify.findings import Finding


@dataclass(frozen=True)
class Header:
    """What a film's headers and packets say, nothing decoded.

    Attributes:
        frame_count: Frames in the index.
        fps: Frames a second.
        duration_seconds: Of the picture.
        width_px, height_px: As shown.
        codec, pixel_format: Of the picture, in FFmpeg's words.
        color: primaries, transfer, matrix and range, in FFmpeg's words.
        faststart: Whether the index lies before the media; None where it is no MP4.
        sound: codec, sample rate, channels, start and length of the sound, or None.
        size_bytes: Of the file.
        title: As tagged.
    """

    frame_count: int
    fps: Fraction
    duration_seconds: Fraction
    width_px: int
    height_px: int
    codec: str
    pixel_format: str
    color: dict[str, str]
    faststart: bool | None
    sound: dict[str, object] | None
    size_bytes: int
    title: str = ""


@dataclass(frozen=True)
class FilmReport:
    """A film, measured.

    Attributes:
        path: The film.
        composition: Title or id of what it was compared with, or None.
        header: What its headers say.
        pictures: What its frames show.
        sound: What is heard, or None.
        findings: Defects first.
    """

    path: Path
    composition: str | None
    header: Header
    pictures: PictureFacts
    sound: SoundFacts | None
    findings: "tuple[Finding, ...]" = field(default=())

    @property
    def defects(self) -> "tuple[Finding, ...]":
        """The findings that make it a bad film."""
        return tuple(one for one in self.findings if one.severity == "defect")

    def as_json(self) -> dict[str, object]:
        """Return the report as plain JSON values, pictures and curves left out."""
        header = asdict(self.header)
        header["fps"] = str(self.header.fps)
        header["duration_seconds"] = round(float(self.header.duration_seconds), 6)
        loudness = self.sound.loudness if self.sound else None
        return {
            "film": str(self.path),
            "composition": self.composition,
            "ok": not self.defects,
            "header": header,
            "frames_decoded": self.pictures.frame_count,
            "deviation_levels": self.pictures.deviation_levels,
            "integrated_lufs": loudness and round(loudness.integrated_lufs, 2),
            "true_peak_dbtp": loudness and round(loudness.true_peak_dbtp, 2),
            "sound_late_seconds": self.sound.late_seconds if self.sound else None,
            "findings": [
                {
                    "id": one.id,
                    "severity": one.severity,
                    "message": one.message,
                    "hint": one.hint,
                    "frames": one.frames,
                    "seconds": one.seconds,
                }
                for one in self.findings
            ],
        }
