"""Words in their place."""

from mediahub.speech.chunks import Chunk
from mediahub.speech.placing import place
from mediahub.speech.recogniser import HeardWord
from mediahub.transcript import Span

CHUNK = Chunk((Span(10_000, 20_000),))
EVERYWHERE = (Span(10_000, 20_000),)


def spans(heard, chunk=CHUNK, regions=EVERYWHERE) -> list[Span]:
    words = [HeardWord(f"w{index}", *times, 0.9) for index, times in enumerate(heard)]
    return [word.span for word in place(words, chunk, regions)]


def test_times_are_those_of_the_recording() -> None:
    assert spans([(0, 300), (300, 700)]) == [Span(10_000, 10_300), Span(10_300, 10_700)]


def test_a_left_out_pause_is_put_back() -> None:
    chunk = Chunk((Span(1000, 2000), Span(9000, 10_000)))
    regions = (Span(1000, 2000), Span(9000, 10_000))
    assert spans([(500, 1000), (1000, 1400)], chunk, regions) == [
        Span(1500, 2000),
        Span(9000, 9400),
    ]


def test_no_word_is_drawn_over_a_pause() -> None:
    regions = (Span(10_000, 11_000), Span(14_000, 20_000))
    assert spans([(500, 4200), (4200, 4500)], regions=regions) == [
        Span(10_500, 11_120),
        Span(14_200, 14_500),
    ]


def test_no_word_takes_longer_than_two_seconds() -> None:
    assert spans([(0, 5000)]) == [Span(10_000, 12_000)]


def test_words_come_one_after_the_other() -> None:
    assert spans([(0, 500), (300, 400), (350, 900)]) == [
        Span(10_000, 10_500),
        Span(10_500, 10_520),
        Span(10_520, 10_900),
    ]
