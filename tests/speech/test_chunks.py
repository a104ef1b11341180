"""Chunks: regions packed for a recogniser that hears 30 s at once."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.mediafile.audio import Audio
from mediahub.speech.chunks import Chunk, groups, pack
from mediahub.transcript import Span, covered_ms


def silent(seconds: float) -> Audio:
    return Audio(np.zeros(int(seconds * 16_000), np.int16))


def test_short_regions_share_a_chunk_with_their_pauses() -> None:
    chunks = pack((Span(1000, 3000), Span(3400, 5000)), silent(10))
    assert chunks == (Chunk((Span(800, 5200),)),)


def test_a_long_pause_is_shortened() -> None:
    (chunk,) = pack((Span(1000, 3000), Span(8000, 9000)), silent(10))
    assert chunk.pieces == (Span(800, 3200), Span(7800, 9200))
    assert chunk.duration_ms == 3800


def test_in_a_telephones_sound_more_is_kept_around_regions_and_between_them() -> None:
    regions = (Span(1000, 3000), Span(5700, 6500), Span(12_000, 13_000))
    (chunk,) = pack(regions, silent(20), narrow=(Span(0, 20_000),))
    assert chunk.pieces == (Span(600, 6900), Span(11_600, 13_400))


def test_in_a_programme_only_the_call_is_packed_as_a_telephones_sound() -> None:
    regions = (Span(1000, 3000), Span(5000, 6000), Span(12_000, 13_000), Span(14_000, 15_000))
    (chunk,) = pack(regions, silent(20), narrow=(Span(10_000, 20_000),))
    assert chunk.pieces == (Span(800, 3200), Span(4800, 6200), Span(11_600, 15_400))


def test_a_chunk_is_closed_at_the_longest_pause_near_its_end() -> None:
    regions = [Span(0, 10_000), Span(10_300, 22_000), Span(23_500, 27_000), Span(27_400, 40_000)]
    first, second = pack(regions, silent(40))
    assert first.pieces == (Span(0, 22_200),)
    assert second.pieces == (Span(23_300, 40_000),)


def test_a_region_too_long_is_cut_at_its_quietest_moment() -> None:
    rng = np.random.default_rng(1)
    samples = rng.normal(0, 3000, 16_000 * 50)
    samples[16_000 * 21 : 16_000 * 21 + 1600] *= 0.01
    first, second = pack((Span(0, 50_000),), Audio(samples.astype(np.int16)))
    assert 21_000 <= first.span.end_ms <= 21_100
    assert second.span == Span(first.span.end_ms, 50_000)


def test_instants_are_found_again_in_the_recording() -> None:
    chunk = Chunk((Span(1000, 2000), Span(5000, 7000)))
    assert [chunk.at(ms) for ms in (0, 999, 1000, 2500, 9999)] == [1000, 1999, 5000, 6500, 7000]
    assert chunk.at(1000, end=True) == 2000


def test_the_sound_of_a_chunk_is_its_pieces() -> None:
    audio = Audio(np.arange(16_000, dtype=np.int16))
    chunk = Chunk((Span(0, 10), Span(500, 510)))
    samples = chunk.samples(audio) * 32768
    assert samples.tolist() == [*range(160), *range(8000, 8160)]


def test_groups_keep_order() -> None:
    chunks = [Chunk((Span(start, start + 1),)) for start in range(5)]
    assert sorted(len(group) for group in groups(chunks, 2)) == [1, 2, 2]
    assert [chunk for group in groups(chunks, 2) for chunk in group] == chunks
    assert groups([], 2) == []


@given(st.integers(0, 200), st.integers(1, 16), st.integers(1, 4))
def test_groups_keep_every_lane_evenly_busy(count: int, size: int, lanes: int) -> None:
    chunks = [Chunk((Span(start, start + 1),)) for start in range(count)]
    found = groups(chunks, size, lanes)
    assert [chunk for group in found for chunk in group] == chunks
    sizes = [len(group) for group in found]
    assert all(1 <= length <= size for length in sizes)
    assert max(sizes, default=0) - min(sizes, default=0) <= 1
    assert len(found) == count or len(found) % lanes == 0


lengths = st.lists(
    st.tuples(st.integers(10, 4000), st.integers(100, 70_000)), min_size=1, max_size=12
)


@settings(max_examples=60)
@given(lengths, st.integers(0, 100_000), st.integers(0, 400_000))
def test_every_region_is_in_a_chunk_and_no_chunk_is_too_long(
    parts: list[tuple[int, int]], narrow_from: int, narrow_ms: int
) -> None:
    regions, at = [], 0
    for pause, length in parts:
        regions.append(Span(at + pause, at + pause + length))
        at = regions[-1].end_ms
    narrow = (Span(narrow_from, narrow_from + narrow_ms),)
    chunks = pack(regions, silent(at / 1000 + 1), narrow=narrow)
    pieces = [piece for chunk in chunks for piece in chunk.pieces]
    assert all(chunk.duration_ms <= 30_000 for chunk in chunks)
    assert all(one.end_ms <= two.start_ms for one, two in pairwise(pieces))
    assert all(covered_ms(region, pieces) == region.duration_ms for region in regions)
