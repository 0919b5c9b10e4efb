"""Draw the gallery: `python -m gallery [SECTION ...]`, all of it without names.

Strips go to docs/gallery/, the page to docs/gallery.md. The same compositions give the same bytes.
"""

import argparse
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from gallery.drawing import draw_section
from gallery.entries import ORDER, sections
from gallery.page import PAGE, PICTURES, page, picture_name


def main() -> None:
    """Draw what is asked for, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--pictures", type=Path, default=PICTURES, help="where the strips go")
    asked = parser.parse_args()
    if unknown := set(asked.sections) - set(ORDER):
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(ORDER)}")
    asked.pictures.mkdir(parents=True, exist_ok=True)
    spawned = multiprocessing.get_context("spawn")
    total = 0
    with ProcessPoolExecutor(asked.jobs, spawned) as pool:
        names = asked.sections or ORDER
        running = [pool.submit(draw_section, name, asked.pictures) for name in names]
        for number, finished in enumerate(as_completed(running), 1):
            name, count, size_bytes = finished.result()
            total += size_bytes
            print(f"{number}/{len(names)} {name}: {count} strips, {size_bytes / 1000:.0f} kB")
    all_sections = sections()
    if not asked.sections:
        wanted = {picture_name(e) for section in all_sections for e in section.entries}
        for path in asked.pictures.glob("*.webp"):
            if path.name not in wanted:
                path.unlink()
        print(f"{len(wanted)} strips, {total / 1e6:.2f} MB")
    PAGE.write_text(page(all_sections), encoding="utf-8")


if __name__ == "__main__":
    main()
