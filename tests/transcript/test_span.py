"""The algebra of spans."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.transcript import Span, covered_ms, union

spans = st.tuples(st.integers(0, 500), st.integers(0, 200)).map(lambda p: Span(p[0], sum(p)))
some = st.lists(spans, max_size=8)


def instants(*parts: Span) -> set[int]:
    return {ms for part in parts for ms in range(part.start_ms, part.end_ms)}


@pytest.mark.parametrize("ends", [(-1, 3), (4, 3)])
def test_what_is_no_span_is_refused(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(*ends)


@given(spans, spans)
def test_and_is_what_both_hold(a: Span, b: Span) -> None:
    common = a & b
    assert instants(*([common] if common else [])) == instants(a) & instants(b)
    assert a.overlap_ms(b) == len(instants(a) & instants(b))
    assert (a & b) == (b & a)


@given(spans, spans)
def test_or_is_the_smallest_that_holds_both(a: Span, b: Span) -> None:
    both = a | b
    assert both == b | a
    assert both.start_ms in (a.start_ms, b.start_ms)
    assert both.end_ms in (a.end_ms, b.end_ms)
    assert instants(a, b) <= instants(both)


@given(spans, spans)
def test_a_gap_is_what_parts_two_spans(a: Span, b: Span) -> None:
    assert a.gap_ms(b) == b.gap_ms(a)
    assert (a | b).duration_ms <= a.duration_ms + b.duration_ms + a.gap_ms(b)
    assert a.gap_ms(b) == 0 or (a & b) is None


@given(spans, st.integers(0, 300))
def test_widening_stays_within(a: Span, by: int) -> None:
    whole = Span(0, 700)
    wide = a.widen(by, whole)
    assert instants(a) <= instants(wide) <= instants(whole)
    assert wide.duration_ms <= a.duration_ms + 2 * by


@given(some)
def test_a_union_holds_the_same_instants_apart_and_in_order(parts: list[Span]) -> None:
    joined = union(parts)
    assert instants(*joined) == instants(*parts)
    assert all(a.end_ms < b.start_ms for a, b in pairwise(joined))
    assert union(joined) == joined


@given(some, st.integers(0, 50))
def test_a_union_joins_what_lies_near(parts: list[Span], near: int) -> None:
    joined = union(parts, join_ms=near)
    assert all(a.gap_ms(b) > near for a, b in pairwise(joined))


@given(spans, some)
def test_covered_is_what_disjoint_spans_hold_of_it(a: Span, parts: list[Span]) -> None:
    assert covered_ms(a, union(parts)) == len(instants(a) & instants(*parts))
