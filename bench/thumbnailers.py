"""Programs that make two JPEG thumbnails of a picture, for `bench.thumbnails`.

All write 400 and 800 pixels wide with the quality and chroma of our profiles, use one thread and,
where they can, decode a picture once for both.
"""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import cv2
import numpy as np
import pyvips
from PIL import Image, ImageOps

from render.variants.images import make_image_variants
from render.variants.profiles import BUILT_IN, images_of

PROFILES = images_of(BUILT_IN)
WIDTHS_PX = (800, 400)
QUALITY = PROFILES[0].quality
FFMPEG_QUALITY = "5"
"""About the same error."""

Run = Callable[[Sequence[Path], Path], None]
"""Makes the thumbnails of some pictures of one format in a folder."""


def ours(sources: Sequence[Path], folder: Path) -> None:
    """Make variants as the batch does."""
    for source in sources:
        outputs = [(profile, folder / profile.name_for(source.name)) for profile in PROFILES]
        make_image_variants(source, outputs, durable=False)


def pillow_plain(sources: Sequence[Path], folder: Path) -> None:
    """Decode whole, resize with Lanczos."""
    for source in sources:
        with Image.open(source) as opened:
            picture = on_white(ImageOps.exif_transpose(opened))
            for width in WIDTHS_PX:
                size = width, round(picture.height * width / picture.width)
                save(picture.resize(size, Image.Resampling.LANCZOS), source, folder)


def pillow_draft(sources: Sequence[Path], folder: Path) -> None:
    """Read JPEG at a scale, average whole pixels, Lanczos; the smaller from the larger."""
    for source in sources:
        with Image.open(source) as opened:
            opened.draft("RGB", (2 * WIDTHS_PX[0], 1))
            picture = on_white(ImageOps.exif_transpose(opened))
            for width in WIDTHS_PX:
                size = width, round(picture.height * width / picture.width)
                picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
                save(picture, source, folder)


def opencv(sources: Sequence[Path], folder: Path) -> None:
    """Read JPEG at half its size, average by area; the smaller from the larger."""
    cv2.setNumThreads(1)
    for source in sources:
        how = cv2.IMREAD_REDUCED_COLOR_2 if source.suffix == ".jpg" else cv2.IMREAD_UNCHANGED
        pixels = cv2.imread(str(source), how)
        if pixels is None:
            raise ValueError(source)
        if pixels.shape[2] == 4:
            alpha = pixels[..., 3:].astype(np.uint16)
            pixels = ((pixels[..., :3] * alpha + 255 * (255 - alpha)) // 255).astype(np.uint8)
        for width in WIDTHS_PX:
            size = width, round(pixels.shape[0] * width / pixels.shape[1])
            pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
            options = [cv2.IMWRITE_JPEG_QUALITY, QUALITY, cv2.IMWRITE_JPEG_PROGRESSIVE, 1]
            options += [cv2.IMWRITE_JPEG_OPTIMIZE, 1]
            options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
            cv2.imwrite(str(folder / f"{source.stem}_{width}w.jpg"), pixels, options)


def libvips(sources: Sequence[Path], folder: Path) -> None:
    """Let the libvips that we bring decode and reduce, once for each size as it is made for."""
    for source in sources:
        for width in WIDTHS_PX:
            picture = pyvips.Image.thumbnail(str(source), width, height=100_000)
            if picture.hasalpha():
                picture = picture.flatten(background=[255, 255, 255])
            picture.jpegsave(
                str(folder / f"{source.stem}_{width}w.jpg"),
                Q=QUALITY,
                interlace=True,
                optimize_coding=True,
                subsample_mode="off",
                keep=0,
            )


def vipsthumbnail(sources: Sequence[Path], folder: Path) -> None:
    """Run the system's vipsthumbnail, once for each size."""
    for width in WIDTHS_PX:
        options = f"Q={QUALITY},interlace,optimize_coding,strip,subsample_mode=off,background=255"
        output = f"{folder}/%s_{width}w.jpg[{options}]"
        command = ["vipsthumbnail", *map(str, sources), "-s", f"{width}x", "-o", output]
        subprocess.run(command, check=True, env=os.environ | {"VIPS_CONCURRENCY": "1"})


def ffmpeg(sources: Sequence[Path], folder: Path) -> None:
    """Run one ffmpeg for all pictures of a kind; its JPEGs are baseline, with fixed tables."""
    _ffmpeg(sources, folder, [])


def ffmpeg_half(sources: Sequence[Path], folder: Path) -> None:
    """Do the same, and have JPEG decoded at half its size, as few know it can."""
    _ffmpeg(sources, folder, ["-lowres", "1"] if sources[0].suffix == ".jpg" else [])


def _ffmpeg(sources: Sequence[Path], folder: Path, options: list[str]) -> None:
    kinds: dict[str, list[Path]] = {}
    for source in sources:
        with Image.open(source) as picture:
            kinds.setdefault(picture.mode, []).append(source)
    for alike in kinds.values():
        _ffmpeg_for_alike(alike, folder, options)


def _ffmpeg_for_alike(sources: Sequence[Path], folder: Path, options: list[str]) -> None:
    with TemporaryDirectory() as links:
        for source in sources:
            Path(links, source.name).symlink_to(source)
        _ffmpeg_for_folder(f"{links}/*{sources[0].suffix}", folder, options)
    for number, source in enumerate(sources, 1):
        for width in WIDTHS_PX:
            (folder / f"{width}-{number}.jpg").rename(folder / f"{source.stem}_{width}w.jpg")


def _ffmpeg_for_folder(pattern: str, folder: Path, options: list[str]) -> None:
    graph = "split[a][b];" + ";".join(
        f"[{name}]scale={width}:-1:flags=lanczos,format=yuvj444p[{name}{width}]"
        for name, width in zip("ab", WIDTHS_PX, strict=True)
    )
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-threads", "1", "-filter_threads", "1"]
    command += [*options, "-pattern_type", "glob", "-i", pattern, "-filter_complex", graph]
    for name, width in zip("ab", WIDTHS_PX, strict=True):
        each = ["-fps_mode", "passthrough", "-threads", "1", "-q:v", FFMPEG_QUALITY]
        command += ["-map", f"[{name}{width}]", *each, f"{folder}/{width}-%d.jpg"]
    subprocess.run(command, check=True)


CONTENDERS: dict[str, Run] = {
    "wavemaker": ours,
    "Pillow, plain": pillow_plain,
    "Pillow, draft": pillow_draft,
    "OpenCV, area": opencv,
    "pyvips": libvips,
    "vipsthumbnail": vipsthumbnail,
    "ffmpeg": ffmpeg,
    "ffmpeg, half": ffmpeg_half,
}


def is_there(name: str) -> bool:
    """Tell whether a contender can run on this machine."""
    program = name.split(",", maxsplit=1)[0]
    return program not in {"vipsthumbnail", "ffmpeg"} or shutil.which(program) is not None


def cpu_seconds(run: Run, sources: Sequence[Path], folder: Path) -> float:
    """Return the processor time of a run, all threads and child processes together."""
    before = process_time() + _children()
    run(sources, folder)
    return process_time() + _children() - before


def on_white(picture: Image.Image) -> Image.Image:
    """Return a picture as RGB, laid on white where it is transparent."""
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    paper = Image.new("RGB", picture.size, (255, 255, 255))
    paper.paste(picture, mask=picture)
    return paper


def save(picture: Image.Image, source: Path, folder: Path) -> None:
    """Write a thumbnail with Pillow."""
    path = folder / f"{source.stem}_{picture.width}w.jpg"
    picture.save(path, quality=QUALITY, subsampling=0, progressive=True, optimize=True)


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
