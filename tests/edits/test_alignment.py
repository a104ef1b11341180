"""Alignment of two long texts: what it finds is equal, in order, and enough."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.edits.alignment import Block, Timed, equal_blocks

keys = st.lists(st.sampled_from("abcde"), max_size=300)


def timed(words: list[str], *, every_ms: int = 300) -> Timed:
    return Timed(words, [at * every_ms for at in range(len(words))])


@settings(max_examples=200)
@given(keys, keys)
def test_blocks_are_equal_and_in_order(a: list[str], b: list[str]) -> None:
    at_a = at_b = 0
    for block in equal_blocks(timed(a), timed(b)):
        assert block.a >= at_a
        assert block.b >= at_b
        assert block.size > 0
        at_a, at_b = block.a + block.size, block.b + block.size
        assert a[block.a : at_a] == b[block.b : at_b]


def test_the_same_text_is_one_block() -> None:
    words = [str(number % 97) for number in range(5000)]
    assert list(equal_blocks(timed(words), timed(words))) == [Block(0, 0, 5000)]


def test_a_long_passage_that_was_cut_out_is_leapt_over() -> None:
    words = [str(number * number % 9973) for number in range(20_000)]
    times = [at * 300 for at in range(len(words))]
    cut = slice(3000, 15_000)
    left = Timed(words[: cut.start] + words[cut.stop :], times[: cut.start] + times[cut.stop :])
    assert list(equal_blocks(Timed(words, times), left)) == [
        Block(0, 0, 3000),
        Block(15_000, 3000, 5000),
    ]


def test_one_changed_word_is_all_that_differs() -> None:
    words = [str(number) for number in range(1000)]
    changed = [*words[:400], "x", *words[401:]]
    equal = [
        (block.a + step, block.b + step)
        for block in equal_blocks(timed(words), timed(changed))
        for step in range(block.size)
    ]
    assert equal == [(at, at) for at in range(1000) if at != 400]
