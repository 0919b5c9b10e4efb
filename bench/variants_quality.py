"""How large film variants are and how good: `python -m bench.variants_quality [FILM...]`.

Makes `_web.mp4` and `_preview.mp4` of films, and has libvmaf (in imageio-ffmpeg's program) compare
each with its original; a smaller picture is first brought up to the original's size with a bicubic
filter, as a player does. `--sweep` goes through presets and rate factors instead of the built-in
profiles; `--threads 1 2` makes both in one pass with so many threads and tells the time it takes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import imageio_ffmpeg

from render.assets.probe import probe
from render.variants.film_plan import plan_timing
from render.variants.profiles import BUILT_IN, VideoProfile, videos_of
from render.variants.result import VariantResult
from render.variants.videos import make_video_variants

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
FILMS = (
    SAMPLES / "brooklyn-coffee/assets/clips/beans.mp4",
    SAMPLES / "brooklyn-coffee/assets/clips/espresso.mp4",
    SAMPLES / "brooklyn-coffee/assets/clips/shopfront.mp4",
    SAMPLES / "subway-espresso-vertical/assets/express.mp4",
)
"""What is measured when no films are named, besides the benchmark's grainy camera clip."""

WEB, PREVIEW = videos_of(BUILT_IN)


@dataclass(frozen=True)
class Row:
    """One variant of one film.

    Attributes:
        film, variant: Their names.
        size: Width and height.
        kilobytes: Of the file.
        kilobits_a_second: Over its length.
        vmaf: Mean of libvmaf's default model, 0 to 100.
        vmaf_lowest: Of the worst frame.
        cpu_ms_a_frame: User and system time for this variant alone, decoding included.
    """

    film: str
    variant: str
    size: str
    kilobytes: int
    kilobits_a_second: int
    vmaf: float
    vmaf_lowest: float
    cpu_ms_a_frame: float


def measure(film: Path, profiles: Iterable[tuple[str, VideoProfile]]) -> Iterator[Row]:
    """Make variants of a film, one at a time, and compare each with the original."""
    facts = probe(film.name, film.absolute()).video
    if facts is None:
        sys.exit(f"{film} is no film")
    # Paying for what is made once only, before the clock runs.
    make_timed(film, replace(PREVIEW, short_side_px=64))
    for name, profile in profiles:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "variant.mp4"
            seconds, result = make_timed(film, profile, output)
            step = plan_timing(facts, profile).step
            mean, lowest = vmaf(output, film, (facts.width_px, facts.height_px), step)
            yield Row(
                film=film.name,
                variant=name,
                size=f"{result.width_px}x{result.height_px}",
                kilobytes=round(result.size_bytes / 1000),
                kilobits_a_second=round(result.size_bytes * 8 / facts.duration_seconds / 1000),
                vmaf=mean,
                vmaf_lowest=lowest,
                cpu_ms_a_frame=seconds / facts.frame_count * 1000,
            )


def make_timed(
    film: Path, profile: VideoProfile, output: Path | None = None
) -> tuple[float, VariantResult]:
    """Make one variant and return the CPU seconds it took and what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        (result,) = make_video_variants(film, [(profile, output or Path(folder) / "variant.mp4")])
        return time.process_time() - started, result


def vmaf(variant: Path, film: Path, size: tuple[int, int], step: int) -> tuple[float, float]:
    """Return the mean and the lowest VMAF of a variant that shows each step-th frame of a film."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "vmaf.json"
        same = f"settb=AVTB,setpts=N,scale={size[0]}:{size[1]}:flags=bicubic,format=yuv420p"
        graph = f"[0:v]{same}[a];[1:v]select='not(mod(n,{step}))',{same}[b];"
        graph += f"[a][b]libvmaf=log_fmt=json:log_path={log}:n_threads={os.cpu_count()}"
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin"]
        command += ["-i", str(variant), "-i", str(film), "-lavfi", graph, "-f", "null", "-"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"FFmpeg could not compare {film.name}: {done.stderr[-500:]}")
        scores = json.loads(log.read_text(encoding="utf-8"))["pooled_metrics"]["vmaf"]
        return scores["mean"], scores["min"]


def sweep() -> Iterator[tuple[str, VideoProfile]]:
    """Yield what the built-in profiles were chosen from."""
    for preset in ("veryfast", "faster", "fast", "medium"):
        for crf in (21, 23, 25):
            yield f"web {preset} {crf}", replace(WEB, preset=preset, crf=crf)
    for codec_profile, preset in (
        ("baseline", "medium"),
        ("main", "faster"),
        ("main", "medium"),
        ("high", "medium"),
    ):
        for crf in (24, 26, 28):
            changed = replace(PREVIEW, codec_profile=codec_profile, preset=preset, crf=crf)
            yield f"preview {codec_profile} {preset} {crf}", changed


def with_threads(film: Path, counts: Iterable[int]) -> Iterator[str]:
    """Yield the lines of a table: both variants from one pass, by the number of threads."""
    facts = probe(film.name, film.absolute()).video
    frames = facts.frame_count if facts is not None else sys.exit(f"{film} is no film")
    for threads in counts:
        with tempfile.TemporaryDirectory() as folder:
            orders = [(p, Path(folder) / p.name_for("film.mp4")) for p in (WEB, PREVIEW)]
            wall, cpu = time.perf_counter(), time.process_time()
            make_video_variants(film, orders, threads=threads)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        yield f"| {film.name} | {threads} | {wall / frames * 1e3:.0f} | {cpu / frames * 1e3:.0f} |"


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| film | variant | size | kB | kbit/s | VMAF | worst frame | CPU ms a frame |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        yield (
            f"| {row.film} | {row.variant} | {row.size} | {row.kilobytes} | "
            f"{row.kilobits_a_second} | {row.vmaf:.1f} | {row.vmaf_lowest:.1f} | "
            f"{row.cpu_ms_a_frame:.0f} |"
        )


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.variants_quality", description=__doc__)
    parser.add_argument("films", type=Path, nargs="*", help="the samples' clips when none is named")
    parser.add_argument("--sweep", action="store_true", help="presets and rate factors")
    parser.add_argument("--threads", type=int, nargs="+", metavar="N", help="time, not quality")
    parser.add_argument("--json", action="store_true", help="print JSON lines")
    arguments = parser.parse_args()
    films = arguments.films
    if not films:
        from bench.media import make_media  # noqa: PLC0415 - draws for minutes the first time

        films = [*FILMS, make_media(ROOT / "out" / "bench" / "media") / "clip-30.mp4"]
    if arguments.threads:
        print("| film | threads | wall ms a frame | CPU ms a frame |\n|---|---|---|---|")
        for film in films:
            for line in with_threads(film, arguments.threads):
                print(line, flush=True)
        return 0
    profiles = list(sweep()) if arguments.sweep else [("web", WEB), ("preview", PREVIEW)]
    rows = (row for film in films for row in measure(film, profiles))
    lines = (json.dumps(asdict(row)) for row in rows) if arguments.json else table(rows)
    for line in lines:
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
