"""Sizes and times as people read them."""


def size_text(size_bytes: int) -> str:
    """Return a size for people, with three digits and a decimal unit."""
    size, units = float(size_bytes), iter(("kB", "MB", "GB", "TB", "PB", "EB"))
    unit = "B"
    while size >= 999.5:  # noqa: PLR2004 - would be written as 1000
        size, unit = size / 1000, next(units)
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.3g} {unit}"


def time_left_text(seconds: float) -> str:
    """Return how long something will still take: `1:05 left`, `2:00:00 left`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"{clock} left"
