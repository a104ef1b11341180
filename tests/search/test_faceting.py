"""Counting the values of a label among passages."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mediahub.search.engines.postings.faceting import facet_of

SIZE = 12
HELD = st.dictionaries(
    st.sampled_from(["anna", "bo", "cia", "dan"]), st.frozensets(st.integers(0, SIZE - 1))
)


@given(HELD, st.frozensets(st.integers(0, SIZE - 1)))
def test_each_value_is_counted_as_often_as_it_is_carried(
    held: dict[str, frozenset[int]], found: frozenset[int]
) -> None:
    arrays = {value: np.array(sorted(own), dtype=np.int64) for value, own in held.items()}
    counts = facet_of(arrays, SIZE).counts(np.array(sorted(found), dtype=np.int64))
    assert counts == {value: len(own & found) for value, own in held.items() if own & found}
    assert list(counts.items()) == sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
