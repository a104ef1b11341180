"""Where there is speech: the voice activity detector's word, shared by all who need it.

It hears a recording twice, as it is, and levelled for what is far from the microphone; where it is
in doubt, the segmentation of voices is asked as well.
"""

from collections.abc import Iterator, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediahub.mediafile.audio import RATE, Audio
from mediahub.speech.faint import with_faint
from mediahub.speech.lanes import Lanes, each
from mediahub.speech.levelling import HOT_DB, TARGET_DB, levelled, loudness_db
from mediahub.speech.paging import release
from mediahub.speech.voices import Active
from mediahub.transcript import Span, union

WINDOW = 512
"""Samples that the detector judges at once (32 ms)."""
CONTEXT = 64
"""Samples of the window before that it also sees."""
BLOCK = 8125
"""Windows taken at once (4.3 minutes, 13 stretches): 20 MB, however long the recording."""

ON, OFF = 0.5, 0.35
"""Speech begins at the first threshold and ends below the second (Silero's own defaults)."""
MIN_SPEECH_MS = 100
MIN_PAUSE_MS = 160
PAD_MS = 80
"""The detector is late by about two windows at a soft beginning, and early at a soft end."""

STRETCH_S = 20
"""What a recording's level is judged by, and how often levelled sound is heard with a fresh state:
near voices make the detector deaf to far ones that follow, for minutes. 10 s let some noise pass
for speech."""
WARMING_S = 4
"""Sound before a stretch that its fresh state hears first."""
AROUND_S = 5
"""Sound taken along on both sides of a stretch, for its noise to be known."""
FAR_OFF = 0.15
"""Below it far speech ends; in echoes it is often as doubtful for a moment."""
FAR_LEAST_MS = 600
"""Shorter stretches of far speech, padding included, are not taken: they are mostly the fading of
what was near, and hold no word that could be understood."""
FAR_JOIN_MS = 300
"""Pauses of far speech that part nothing, since echoes hide what is in them."""


def speech_regions(
    audio: Audio,
    models: Path | None = None,
    *,
    lanes: Lanes | None = None,
    segmented: MutableMapping[int, Active] | None = None,
) -> tuple[Span, ...]:
    """The stretches of speech in a recording, in order and apart from each other.

    Pauses under 0.16 s don't part a region. Where the recording as it is has none, speech that is
    only heard in levelled sound counts as well: far voices, quiet ones. So does, with the folder of
    the voice `models`, what the detector half hears where they hear a voice; what they heard is
    added to `segmented` (see `voices.windows`). The work is done on the `lanes`, without them in
    the calling thread. Memory does not grow with the recording's length.
    """
    none = np.zeros(0, np.float32)
    (probabilities,) = each(
        lanes, lambda sound: np.concatenate([none, *speech_probabilities(sound)]), [audio]
    )
    near = regions_of(probabilities, audio.duration_ms)
    levelled_ones = np.concatenate([none, *far_probabilities(audio, lanes)])
    regions = with_far(near, levelled_ones, audio.duration_ms)
    if models is None:
        return regions
    louder = np.maximum(probabilities, levelled_ones)
    return with_faint(audio, regions, louder, models, lanes=lanes, segmented=segmented)


def with_far(
    near: Sequence[Span], probabilities: NDArray[np.float32], end_ms: int
) -> tuple[Span, ...]:
    """The regions, and those that the windows' probabilities in levelled sound make beside them.

    The regions themselves are widened only by what is long enough to be far speech by itself.
    """
    window_ms = WINDOW * 1000 // RATE
    apart = np.array(probabilities, np.float32)
    for region in near:
        apart[region.start_ms // window_ms : -(-region.end_ms // window_ms)] = 0.0
    far = union(regions_of(apart, end_ms, off=FAR_OFF), join_ms=FAR_JOIN_MS)
    return union([*near, *(one for one in far if one.duration_ms >= FAR_LEAST_MS)])


def far_probabilities(audio: Audio, lanes: Lanes | None = None) -> Iterator[NDArray[np.float32]]:
    """How likely each window of the levelled sound is speech, stretch by stretch, as above."""
    from faster_whisper.vad import get_vad_model

    session = get_vad_model().session
    stretch, warming, around = (
        seconds * RATE // WINDOW for seconds in (STRETCH_S, WARMING_S, AROUND_S)
    )
    count = -(-len(audio.samples) // WINDOW)

    def heard_in(start: int) -> NDArray[np.float32]:
        low = max(0, start - around)
        samples = audio.samples[low * WINDOW : (start + stretch + around) * WINDOW]
        sound = levelled(samples.astype(np.float32) / np.float32(32768.0))
        first = max(0, start - warming)
        heard, _, _ = _heard(
            session,
            sound[(first - low) * WINDOW : (start + stretch - low) * WINDOW],
            (np.zeros((1, 1, 128), np.float32), np.zeros((1, 1, 128), np.float32)),
            np.zeros(CONTEXT, np.float32),
        )
        release(audio)
        return heard[start - first :]

    return iter(each(lanes, heard_in, range(0, count, stretch)))


def speech_probabilities(audio: Audio) -> Iterator[NDArray[np.float32]]:
    """How likely each window of 32 ms is speech: float32 [windows], block by block.

    The detector's state goes on from block to block, so the blocks don't show in the result. What
    is hot it hears softer.
    """
    from faster_whisper.vad import get_vad_model

    session = get_vad_model().session
    states = np.zeros((1, 1, 128), np.float32), np.zeros((1, 1, 128), np.float32)
    before = np.zeros(CONTEXT, np.float32)
    for start in range(0, len(audio.samples), BLOCK * WINDOW):
        sound = audio.samples[start : start + BLOCK * WINDOW].astype(np.float32) / 32768.0
        for first in range(0, len(sound), STRETCH_S * RATE):
            cool(sound[first : first + STRETCH_S * RATE])
        heard, states, before = _heard(session, sound, states, before)
        release(audio)
        yield heard


def cool(stretch: NDArray[np.float32]) -> None:
    """Bring a hot stretch of sound down, in place, to the level of near speech.

    The detector is deaf to much of what is very loud: of three dialogues that were clipped it heard
    87 to 96 %, and 99 % so; of the same through a telephone 71 to 79 %, and 88 to 92 %.
    """
    loud_db = loudness_db(stretch)
    if loud_db > HOT_DB:
        stretch *= np.float32(10 ** ((TARGET_DB - loud_db) / 20))


_States = tuple[NDArray[np.float32], NDArray[np.float32]]


def _heard(
    session: Any, sound: NDArray[np.float32], states: _States, before: NDArray[np.float32]
) -> tuple[NDArray[np.float32], _States, NDArray[np.float32]]:
    """The probabilities of a sound's windows, the states after it and its last CONTEXT samples."""
    windows = np.pad(sound, (0, -len(sound) % WINDOW)).reshape(-1, WINDOW)
    contexts = np.vstack([before, windows[:-1, -CONTEXT:]])
    state, cell = states
    output, state, cell = session.run(
        None, {"input": np.hstack([contexts, windows]), "h": state, "c": cell}
    )
    return output.reshape(-1).astype(np.float32), (state, cell), windows[-1, -CONTEXT:]


def regions_of(
    probabilities: Sequence[float] | NDArray[np.float32], end_ms: int, *, off: float = OFF
) -> tuple[Span, ...]:
    """The regions that the windows' probabilities make, cut at the recording's end.

    A region begins at ON and ends where `off` is undercut for MIN_PAUSE_MS; it is padded by PAD_MS,
    at most to the middle of a pause.
    """
    window_ms = WINDOW * 1000 // RATE
    found: list[tuple[int, int]] = []
    start = quiet = None
    for index, probability in enumerate(probabilities):
        at = index * window_ms
        if probability >= ON:
            quiet = None
            if start is None:
                start = at
        elif probability < off and start is not None:
            quiet = at if quiet is None else quiet
            if at - quiet >= MIN_PAUSE_MS:
                found.append((start, quiet))
                start = quiet = None
    if start is not None:
        found.append((start, end_ms if quiet is None else quiet))
    kept = [(a, min(b, end_ms)) for a, b in found if min(b, end_ms) - a >= MIN_SPEECH_MS]
    return _padded(kept, end_ms)


def _padded(found: Sequence[tuple[int, int]], end_ms: int) -> tuple[Span, ...]:
    spans = []
    for index, (start, end) in enumerate(found):
        room_before = start - found[index - 1][1] if index else 2 * start
        room_after = found[index + 1][0] - end if index + 1 < len(found) else 2 * (end_ms - end)
        spans.append(
            Span(start - min(PAD_MS, room_before // 2), end + min(PAD_MS, room_after // 2))
        )
    return tuple(spans)
