"""Times in a recording as people read them."""


def clock_hms(ms: int) -> str:
    """A time as listeners read it, whole seconds, down: 0:00, 12:05, 1:02:03."""
    seconds = ms // 1000
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
