"""One MP4 in the making: frames and sound go in, a file that starts playing at once comes out."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from fractions import Fraction
from math import ceil, lcm
from pathlib import Path
from typing import TYPE_CHECKING, Final

import av
import av.error
from av.container import Flags
from av.video.frame import PictureType

from render.audio.encode import AacTrack
from render.closing import Writing
from render.encode.mux import MAX_MOVIE_CLOCK_HZ
from render.encode.video import SAME_EVERYWHERE, tag_bt709
from render.errors import RenderError
from render.storage.atomic import output_error
from render.timebase import SAMPLE_RATE_HZ
from render.variants.film_plan import Shape, Timing
from render.variants.profiles import VideoProfile

if TYPE_CHECKING:
    from av.packet import Packet

    from render.audio.samples import Samples

LONGEST_HELD_SECONDS: Final = 10
"""Where a frame is shown longer, the rate is left free: x264's buffer model breaks down and spoils
the frames before (an hour between two frames cost 20 levels). Such films are slide shows."""

MAX_THREADS: Final = 16
"""More only cost memory: x264 holds frames a thread."""


class FilmWriter(Writing):
    """An MP4 file in the making; use it in a `with` block, which closes it.

    Nothing of the original but picture and sound gets into the file: no titles, no places where it
    was taken, no dates.

    Args:
        path: The file to write. It is written in place: whole-or-not-at-all is the caller's care.
        profile: How the encoders work.
        shape: Its size counts.
        timing: When each frame is shown.
        has_sound: Whether there will be sound.
        threads: Of the picture's encoder. Each number of them makes other bytes of equal worth.

    Raises:
        OutputError: The file cannot be created.
        RenderError: The encoder does not take these settings.
    """

    def __init__(
        self,
        path: Path,
        profile: VideoProfile,
        shape: Shape,
        timing: Timing,
        *,
        has_sound: bool,
        threads: int = 1,
    ) -> None:
        self._path = path
        self._timing = timing
        self._written = 0
        self._durations: dict[int, int] = {}
        self._keyframe_ticks = ceil(profile.keyframe_seconds / timing.time_base)
        self._last_forced = 0
        clock_hz = lcm(timing.time_base.denominator, SAMPLE_RATE_HZ)
        options = {
            "movflags": "+faststart",
            # In the default clock of milliseconds the edit lists would cut a little of both ends.
            "movie_timescale": str(clock_hz if clock_hz <= MAX_MOVIE_CLOCK_HZ else SAMPLE_RATE_HZ),
        }
        with self._translating():
            self._container = av.open(str(path.absolute()), "w", format="mp4", options=options)
        try:
            with self._translating():
                self._container.flags |= Flags.bitexact.value
                self._open_picture(profile, shape, min(threads, MAX_THREADS))
                self._sound = (
                    AacTrack(self._container, profile.audio_bitrate_bps) if has_sound else None
                )
        except RenderError:
            self.abandon()
            raise

    def write_frame(self, frame: av.VideoFrame) -> None:
        """Encode the next frame: 4:2:0 of the variant's size, its own to change.

        Raises:
            OutputError: The disk is full, or the like.
        """
        number, timing = self._written, self._timing
        frame.pts, frame.time_base = int(timing.ticks[number]), timing.time_base
        frame.pict_type = PictureType.NONE
        if not timing.is_regular and frame.pts - self._last_forced >= self._keyframe_ticks:
            # x264 counts frames between keyframes; where these last unevenly, time is what counts.
            frame.pict_type = PictureType.I
            self._last_forced = frame.pts
        self._durations[frame.pts] = timing.duration_ticks(number)
        self._written += 1
        with self._translating():
            self._mux(self._picture.encode(frame))

    def write_sound(self, block: "Samples") -> None:
        """Encode the next samples.

        Raises:
            OutputError: The disk is full, or the like.
        """
        if self._sound is None:
            raise ValueError("this film has no sound")
        with self._translating():
            self._sound.write(block)

    def close(self) -> None:
        """Write what the encoders still hold and finish the file.

        Raises:
            OutputError: The disk is full, or the like.
        """
        try:
            with self._translating():
                self._mux(self._picture.encode(None))
                if self._sound is not None:
                    self._sound.finish()
                self._container.close()
        except RenderError:
            self.abandon()
            raise

    def _open_picture(self, profile: VideoProfile, shape: Shape, threads: int) -> None:
        timing = self._timing
        options = {
            "preset": profile.preset,
            "crf": str(profile.crf),
            "profile": profile.codec_profile,
            "g": str(max(1, int(profile.keyframe_seconds * timing.rate))),
            "forced-idr": "1",
            "a53cc": "0",
            "x264-params": f"open-gop=0:threads={threads}:sliced-threads=0:{SAME_EVERYWHERE}",
        }
        if profile.max_rate_bps is not None and timing.longest_seconds <= LONGEST_HELD_SECONDS:
            # A buffer of a second: no second may have more.
            options |= dict.fromkeys(("maxrate", "bufsize"), str(profile.max_rate_bps))
        stream = self._container.add_stream("libx264", rate=timing.rate, options=options)
        stream.width, stream.height = shape.width_px, shape.height_px
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = timing.time_base
        context.thread_count = threads
        context.sample_aspect_ratio = Fraction(1)
        tag_bt709(context)
        self._picture = stream

    def _mux(self, packets: "list[Packet]") -> None:
        for packet in packets:
            if packet.pts is not None:
                packet.duration = self._durations.pop(packet.pts, packet.duration)
            self._container.mux(packet)

    def abandon(self) -> None:
        """Close the file as it is: its content no longer matters."""
        with suppress(Exception):
            self._container.close()

    @contextmanager
    def _translating(self) -> Generator[None]:
        """Turn whatever the bindings raise into our errors."""
        try:
            yield
        except OSError as error:
            if isinstance(error, av.error.ArgumentError):
                raise self._failed(error) from error
            raise output_error(self._path, error) from error
        except (RuntimeError, ValueError, TypeError, OverflowError, av.error.FFmpegError) as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> RenderError:
        return RenderError(f"the encoder failed: {error}", where=str(self._path))
