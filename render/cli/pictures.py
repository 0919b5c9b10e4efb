"""`wavemaker frame` and `wavemaker sheet`."""

from pathlib import Path

from render.cli.console import say, show_json
from render.options import RenderOptions
from render.pipeline import render_frame, render_sheet
from render.stills import check_picture_name, write_picture


def run_frame(
    composition: Path, number: int, output: Path, options: RenderOptions, *, as_json: bool
) -> None:
    """Draw one frame to a picture file."""
    check_picture_name(output)
    picture = render_frame(composition, number, options)
    write_picture(picture, output)
    height_px, width_px = picture.shape[:2]
    if as_json:
        show_json(
            {"output": str(output), "frame": number, "width_px": width_px, "height_px": height_px}
        )
    else:
        say(f"{output}: frame {number}, {width_px}x{height_px}")


def run_sheet(
    composition: Path,
    output: Path,
    options: RenderOptions,
    layout: dict[str, int | None],
    *,
    as_json: bool,
) -> None:
    """Draw a contact sheet to a picture file; `layout` holds its count, columns and width_px."""
    check_picture_name(output)
    sheet = render_sheet(composition, options, **layout)  # type: ignore[arg-type]
    write_picture(sheet.picture, output)
    if as_json:
        show_json({"output": str(output), "frames": list(sheet.frames)})
    else:
        say(f"{output}: {len(sheet.frames)} frames")
