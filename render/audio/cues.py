"""What the mix is made from: cues on a line of samples. Data only; it can be written as JSON.

Sample positions count from the composition's first sample, at 48 kHz, in half-open ranges.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from render.assets.media import NOT_IN_KEY, Media
from render.errors import Problem

Role = Literal["voice", "music", "effect", "clip"]


@dataclass(frozen=True)
class SoundCue:
    """One stretch of one file's sound on the timeline.

    Attributes:
        role: What it is to the listener. "music" is what ducks.
        media: The file; one without sound must not become a cue.
        start_sample: Where it begins, at least 0.
        length_samples: How long it may sound, at least 1; it is cut there, and silent once the file
            ends.
        media_start_seconds: Media time heard at `start_sample`: counted from the first shown
            picture of a video, from the sound's own start in a sound file.
        gain: Linear, 1 leaves it as it is.
        gain_points: `(sample, linear gain)` ascending, a volume that moves; multiplies `gain`, runs
            straight between the points and stays level outside them.
        fade_in_samples, fade_out_samples: Lengths of the fades at the cue's beginning and at its
            end (`length_samples`), 0 for none.
        loop: Begin again at `media_start_seconds`: when `pass_seconds` have passed, or, without
            those, seamlessly at the end of the sound.
        pass_seconds: Timeline seconds a pass of the loop takes, above 0. Clips have it, so that
            their sound begins again when their picture does.
        skipped_samples: Of a loop: how much of it lies unheard before the cue's start.
        playback_rate: 2 is twice as fast, at the same pitch.
        ducked: Whether the plan's duck pulls it down.
        speech: Of a voice: `(start_sample, end_sample)` where words are spoken, ascending, on the
            timeline; None when nobody said, and the sound itself is listened to.
    """

    role: Role
    media: Media
    start_sample: int
    length_samples: int
    media_start_seconds: Fraction = Fraction(0)
    gain: float = 1.0
    gain_points: tuple[tuple[int, float], ...] = ()
    fade_in_samples: int = 0
    fade_out_samples: int = 0
    loop: bool = False
    pass_seconds: Fraction | None = None
    skipped_samples: int = 0
    playback_rate: Fraction = Fraction(1)
    ducked: bool = False
    speech: tuple[tuple[int, int], ...] | None = None

    @property
    def end_sample(self) -> int:
        """Exclusive."""
        return self.start_sample + self.length_samples


@dataclass(frozen=True)
class Duck:
    """How the music makes room for the voice.

    Attributes:
        amount_db: Change of level under speech, at most 0.
        attack_samples: The way down.
        release_samples: The way up; it starts where the speech ends.
        lookahead_samples: The way down starts so long before the speech.
        clearance_db: Speech stays at least so far above the music: under quiet speech or loud music
            it goes down further than the amount. None: the amount and no more.
        voice_band_only: Only the frequencies go down in which a voice lives.
    """

    amount_db: float
    attack_samples: int
    release_samples: int
    lookahead_samples: int
    clearance_db: float | None = None
    voice_band_only: bool = False


@dataclass(frozen=True)
class Dip:
    """One time the music goes down.

    Attributes:
        start_sample: Where it is down.
        end_sample: Where it begins to rise.
        depth_db: How far down, at most 0.
    """

    start_sample: int
    end_sample: int
    depth_db: float


@dataclass(frozen=True)
class LoudnessTarget:
    """Loudness of the finished mix, as EBU R128 measures it."""

    integrated_lufs: float
    true_peak_dbtp: float


@dataclass(frozen=True)
class AudioPlan:
    """All sound of a composition.

    Attributes:
        total_samples: Length of the mix; exactly this many samples are made.
        cues: Ascending by `start_sample`.
        duck: None when nothing ducks.
        loudness: None leaves the level as mixed.
        warnings: What was left out or changed, for the user.
    """

    total_samples: int
    cues: tuple[SoundCue, ...] = ()
    duck: Duck | None = None
    loudness: LoudnessTarget | None = None
    warnings: tuple[Problem, ...] = field(default=(), metadata=NOT_IN_KEY)

    @property
    def is_silent(self) -> bool:
        """Whether nothing sounds at all."""
        return not self.cues
