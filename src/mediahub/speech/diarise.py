"""Who spoke when: pieces of one voice, their embeddings, clusters of them, and turns."""

from collections.abc import Iterable, MutableMapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediahub.mediafile.audio import Audio
from mediahub.models import DIARISER
from mediahub.speech.clustering import Vectors, centroids, cluster, nearest
from mediahub.speech.embedding import VoiceModels
from mediahub.speech.lanes import Lanes, each
from mediahub.speech.paging import release
from mediahub.speech.voices import (
    Active,
    Window,
    changes,
    clearest,
    features,
    frame_of,
    pieces,
    stretches,
    together,
    windows,
)
from mediahub.transcript import Diarisation, ModelIdentity, Span, Turn, union

LEAST_FRAMES = 40
"""Features (0.4 s) under which an embedding says nothing; such a piece goes with its neighbour."""
SURE_FRAMES = 100
"""Features from which a piece takes part in the clustering; shorter ones are only assigned."""
CLEAR_MS = 650
"""A piece without this much of one voice alone is embedded as it is, and only assigned.

Not tuned: two in three of the features from which a piece is sure.
"""
NEIGHBOUR_BONUS = 0.1
"""How much nearer (cosine) another speaker must be before a short piece leaves its neighbour's."""
NEAR_MS = 500
"""Pieces within this pause are neighbours, and a speaker's own pauses are part of the turn."""
OVERLAP_MS = 300
"""Shorter overlaps are the segmentation's blur at a change of speaker."""
EMBED_AT_ONCE = 64


def diarise(
    audio: Audio,
    regions: Sequence[Span],
    embedder: Path | None,
    *,
    speakers: tuple[int, int] | None = None,
    lanes: Lanes | None = None,
    segmented: MutableMapping[int, Active] | None = None,
    identity: ModelIdentity = DIARISER.identity,
) -> Diarisation:
    """The turns in a recording's regions of speech, speakers labelled S1, S2 … as they appear.

    `embedder` is the model's folder in the store. `speakers` bounds the speakers' number (lowest,
    highest). Where the model has a segmentation a change inside a region is heard, and turns of two
    who speak at once overlap. Without an embedder everything said is one speaker's. The models work
    on the `lanes`, without them in the calling thread; `segmented` as for `voices.windows`. Memory
    grows by about 2 MB an hour.
    """
    if embedder is None:
        return _one_speaker(regions, None)
    if not regions:
        return Diarisation((), model=identity)
    regions = union(regions)  # an author's captions may overlap
    models = VoiceModels(embedder, threads=lanes.threads if lanes is not None else 1)
    heard = (
        list(windows(audio, regions, models, lanes, segmented)) if models.has_segmentation else []
    )
    spans = list(pieces(regions, changes(heard)))
    alone = clearest(spans, together(heard))
    clear = np.array([part.duration_ms >= CLEAR_MS for part in alone])
    chosen = [part if ok else span for part, ok, span in zip(alone, clear, spans, strict=True)]
    vectors, lengths = _embedded(audio, chosen, models, lanes)
    if not (lengths >= LEAST_FRAMES).any():
        return _one_speaker(regions, identity)
    lengths = np.where(clear, lengths, np.minimum(lengths, SURE_FRAMES - 1))
    labels, means = _label(spans, vectors, lengths, speakers)
    turns = _turns(zip(spans, labels.tolist(), strict=True))
    turns = sorted([*turns, *_overlaps(turns, heard, regions)])
    return _diarisation(turns, means, identity)


def _embedded(
    audio: Audio, spans: Sequence[Span], models: VoiceModels, lanes: Lanes | None
) -> tuple[Vectors, NDArray[np.int64]]:
    """The spans' vectors, of unit length (0 where too short), and how many features each has."""

    def work(block: Sequence[Span]) -> tuple[Vectors, list[int]]:
        heard = [features(audio, span) for span in block]
        told = [index for index, one in enumerate(heard) if len(one) >= LEAST_FRAMES]
        made = np.zeros((len(block), 256), np.float32)
        made[told] = models.embed([heard[index] for index in told])
        return made, [len(one) for one in heard]

    vectors = [np.zeros((0, 256), np.float32)]
    lengths: list[int] = []
    blocks = [spans[first : first + EMBED_AT_ONCE] for first in range(0, len(spans), EMBED_AT_ONCE)]
    for made, counts in each(lanes, work, blocks):
        release(audio)
        vectors.append(made)
        lengths.extend(counts)
    return np.concatenate(vectors), np.array(lengths, np.int64)


def _label(
    spans: Sequence[Span],
    vectors: Vectors,
    lengths: NDArray[np.int64],
    speakers: tuple[int, int] | None,
) -> tuple[NDArray[np.intp], Vectors]:
    """The speaker of each piece, and each speaker's mean vector."""
    sure = lengths >= SURE_FRAMES
    if sure.sum() < 2:
        sure = lengths >= LEAST_FRAMES
    seconds = np.array([span.duration_ms / 1000 for span in spans])
    found = cluster(vectors[sure], seconds[sure].tolist(), speakers)
    means = centroids(vectors[sure], seconds[sure], found)
    labels = nearest(vectors, means)
    labels[sure] = found
    likeness = vectors @ means.T
    for index in np.flatnonzero(~sure).tolist():
        around = [
            near
            for near in (index - 1, index + 1)
            if 0 <= near < len(spans) and spans[near].gap_ms(spans[index]) <= NEAR_MS
        ]
        around.sort(key=lambda near: spans[near].gap_ms(spans[index]))
        if not around and lengths[index] < LEAST_FRAMES:
            around = [max(0, index - 1)] if index else [min(1, len(spans) - 1)]
        likeness[index, [labels[near] for near in around]] += NEIGHBOUR_BONUS
        labels[index] = likeness[index].argmax()
    return labels, means


def _turns(labelled: Iterable[tuple[Span, int]]) -> list[tuple[Span, int]]:
    """Pieces of the same speaker made one turn where no long pause and nobody else is between."""
    turns: list[tuple[Span, int]] = []
    for span, speaker in labelled:
        if turns and turns[-1][1] == speaker and turns[-1][0].gap_ms(span) <= NEAR_MS:
            turns[-1] = (turns[-1][0] | span, speaker)
        else:
            turns.append((span, speaker))
    return turns


def _overlaps(
    turns: Sequence[tuple[Span, int]], heard: Sequence[Window], regions: Sequence[Span]
) -> list[tuple[Span, int]]:
    """The turns of second voices: where the segmentation hears two, whom does it hear?

    A window's voices are named by the turns in which each is heard alone.
    """
    found: list[tuple[Span, int]] = []
    for window in heard:
        active = window.active
        both = active.sum(axis=1) > 1
        if not both[window.low : window.high].any():
            continue
        owner = _owners(turns, window)
        names = [_name(owner, active[:, voice] & ~both) for voice in range(active.shape[1])]
        for voice, name in enumerate(names):
            if name is None:
                continue
            second = both & active[:, voice] & (owner != name)
            second[: window.low] = second[window.high :] = False
            found += [
                (span, name)
                for span in stretches(second, window.start)
                if span.duration_ms >= OVERLAP_MS
            ]
    inside = [
        (common, name)
        for span, name in found
        for region in regions
        if (common := span & region) is not None
    ]
    speakers = {name for _, name in inside}
    return [
        (span, name)
        for name in sorted(speakers)
        for span in union((span for span, who in inside if who == name), join_ms=OVERLAP_MS)
    ]


def _owners(turns: Sequence[tuple[Span, int]], window: Window) -> NDArray[np.intp]:
    """Whose turn each frame of a window lies in; -1 for nobody's."""
    owner = np.full(len(window.active), -1, np.intp)
    for span, speaker in turns:
        low, high = frame_of(span.start_ms) - window.start, frame_of(span.end_ms) - window.start
        if high > 0 and low < len(owner):
            owner[max(0, low) : high] = speaker
    return owner


def _name(owner: NDArray[np.intp], alone: NDArray[np.bool_]) -> int | None:
    counts = np.bincount(owner[alone & (owner >= 0)])
    return int(counts.argmax()) if len(counts) and counts.max() >= 6 else None


def _one_speaker(regions: Sequence[Span], identity: ModelIdentity | None) -> Diarisation:
    return Diarisation(
        turns=tuple(Turn(span, "S1") for span in union(regions, join_ms=NEAR_MS)),
        model=identity,
    )


def _diarisation(
    turns: Sequence[tuple[Span, int]], means: Vectors, identity: ModelIdentity
) -> Diarisation:
    order = list(dict.fromkeys(speaker for _, speaker in turns))
    names = {speaker: f"S{number}" for number, speaker in enumerate(order, start=1)}
    return Diarisation(
        turns=tuple(Turn(span, names[speaker]) for span, speaker in turns),
        voices={
            names[speaker]: tuple(round(float(part), 5) for part in means[speaker])
            for speaker in order
        },
        model=identity,
    )
