"""Times in a recording as people read them."""


def clock_hms(ms: int) -> str:
    """A time as listeners read it, whole seconds, down: 0:00, 12:05, 1:02:03."""
    seconds = ms // 1000
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def clock_exact(ms: int) -> str:
    """A time to the millisecond, as people write it: 0:03, 12:05.25, 1:02:03.5."""
    part = f"{ms % 1000:03}".rstrip("0")
    return clock_hms(ms) + (f".{part}" if part else "")
