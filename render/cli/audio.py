"""`wavemaker audio`: the sound of a composition as files and as a picture."""

from pathlib import Path

from render.cli.console import say, show_json, show_problems
from render.options import RenderOptions
from render.soundtrack import ExportedSound, export_mix, export_stems, plot_sound
from render.stills import check_picture_name, write_picture
from render.timebase import SAMPLE_RATE_HZ


def run_mix(
    composition: Path,
    output: Path,
    bits: int | None,
    bitrate_kbps: int,
    options: RenderOptions,
    *,
    as_json: bool,
) -> None:
    """Write the finished mix to a sound file."""
    written = export_mix(composition, output, options, bits=bits, bitrate_bps=bitrate_kbps * 1_000)
    _tell((written,), as_json=as_json)


def run_stems(
    composition: Path, folder: Path, bits: int | None, options: RenderOptions, *, as_json: bool
) -> None:
    """Write every track to a WAV in a folder."""
    _tell(export_stems(composition, folder, options, bits=bits), as_json=as_json)


def run_plot(
    composition: Path, output: Path, width_px: int, options: RenderOptions, *, as_json: bool
) -> None:
    """Draw the tracks to a picture file."""
    check_picture_name(output)
    picture = plot_sound(composition, options, width_px=width_px)
    write_picture(picture, output)
    height_px, width_px = picture.shape[:2]
    if as_json:
        show_json({"output": str(output), "width_px": width_px, "height_px": height_px})
    else:
        say(f"{output}: {width_px}x{height_px}")


def _tell(written: tuple[ExportedSound, ...], *, as_json: bool) -> None:
    warnings = written[0].warnings
    if as_json:
        show_json(
            {
                "files": [
                    {
                        "path": str(each.path),
                        "track": each.track,
                        "samples": each.sample_count,
                        "sample_rate_hz": SAMPLE_RATE_HZ,
                        "integrated_lufs": round(each.loudness.integrated_lufs, 2),
                        "true_peak_dbtp": round(each.loudness.true_peak_dbtp, 2),
                    }
                    for each in written
                ],
                "warnings": [
                    {"path": each.path, "code": each.code, "message": each.message}
                    for each in warnings
                ],
            }
        )
        return
    show_problems(warnings)
    for each in written:
        seconds = each.sample_count / SAMPLE_RATE_HZ
        heard = each.loudness
        say(
            f"{each.path}: {seconds:.2f} s, {heard.integrated_lufs:.1f} LUFS, "
            f"peak {heard.true_peak_dbtp:.1f} dBTP"
        )
