"""How well chapters' borders stand where the topics change: F1, Pk and WindowDiff over time."""

from bisect import bisect_right
from collections.abc import Sequence

STEP_MS = 1_000


def boundary_f1(
    reference_ms: Sequence[int], hypothesis_ms: Sequence[int], tolerance_ms: int = 10_000
) -> float:
    """F1 of inner borders, each found one matching at most one true one within the tolerance.

    The start of the first chapter is no border: it is right by definition and would flatter every
    result. Give the starts of the chapters after the first; instants at 0 or below are ignored.
    1.0 when there is no border to find and none was found; 0.0 when only one side has some.
    """
    wanted = sorted(ms for ms in reference_ms if ms > 0)
    got = sorted(ms for ms in hypothesis_ms if ms > 0)
    if not wanted and not got:
        return 1.0
    # Taking the earliest that fits is a largest matching, since every window is equally wide.
    hits = i = j = 0
    while i < len(wanted) and j < len(got):
        if abs(wanted[i] - got[j]) <= tolerance_ms:
            hits, i, j = hits + 1, i + 1, j + 1
        elif wanted[i] < got[j]:
            i += 1
        else:
            j += 1
    return 2 * hits / (len(wanted) + len(got))


def pk(
    reference_ms: Sequence[int],
    hypothesis_ms: Sequence[int],
    duration_ms: int,
    *,
    step_ms: int = STEP_MS,
) -> float:
    """Pk (Beeferman, Berger and Lafferty 1999): how often two instants k apart are wrongly said to
    share a chapter or not.

    Over time in steps of `step_ms`, 1 s unless told; k is half the mean length of the reference's
    chapters. 0.0 is perfect; never a border gives about 0.5 or less.
    """
    pairs = _windows(reference_ms, hypothesis_ms, duration_ms, step_ms)
    return sum((a > 0) != (b > 0) for a, b in pairs) / len(pairs) if pairs else 0.0


def window_diff(
    reference_ms: Sequence[int],
    hypothesis_ms: Sequence[int],
    duration_ms: int,
    *,
    step_ms: int = STEP_MS,
) -> float:
    """WindowDiff (Pevzner and Hearst 2002): how often a window of k holds another number of borders
    than the reference; steps and k as in `pk`.
    """
    pairs = _windows(reference_ms, hypothesis_ms, duration_ms, step_ms)
    return sum(a != b for a, b in pairs) / len(pairs) if pairs else 0.0


def _windows(
    reference_ms: Sequence[int], hypothesis_ms: Sequence[int], duration_ms: int, step_ms: int
) -> list[tuple[int, int]]:
    """For each window, how many borders lie inside it: (reference, hypothesis)."""
    inner = [sorted(ms for ms in side if ms > 0) for side in (reference_ms, hypothesis_ms)]
    k_ms = max(1, round(duration_ms / (len(inner[0]) + 1) / 2 / step_ms)) * step_ms
    return [
        (
            bisect_right(inner[0], start + k_ms) - bisect_right(inner[0], start),
            bisect_right(inner[1], start + k_ms) - bisect_right(inner[1], start),
        )
        for start in range(0, duration_ms - k_ms + 1, step_ms)
    ]
