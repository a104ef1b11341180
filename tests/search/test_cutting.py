"""Transcripts, pages and glossaries as passages."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mediahub.catalog import Term
from mediahub.search import (
    Passage,
    PassageSource,
    passages,
    passages_of_document,
    passages_of_glossary,
    passages_of_questions,
)
from mediahub.transcript import Segment, Span, Speaker, Transcript, Word

ORIGIN = PassageSource(item="a", title="Titel", kind="podcast", theme="t", series="s")


def transcript(*segments: tuple[str, int, str]) -> Transcript:
    """Segments of (speaker, start in ms, text), each word half a second long."""
    return Transcript(
        language="sv",
        duration_ms=10_000_000,
        segments=tuple(
            Segment(
                speaker,
                tuple(
                    Word(word, Span(start + 500 * n, start + 500 * n + 500), 0.5)
                    for n, word in enumerate(text.split())
                ),
            )
            for speaker, start, text in segments
        ),
        speakers=(Speaker("S1", "Anna Lind"), Speaker("S2", "Bo Ek")),
    )


def test_segments_within_a_minute_are_one_passage_across_speakers() -> None:
    value = transcript(("S1", 1000, "Hur går det?"), ("S2", 3000, "Det går bra."))
    assert passages(value, ORIGIN) == (
        Passage(
            item="a", start_ms=1000, end_ms=4500, text="Hur går det? Det går bra.",
            speakers=("Anna Lind", "Bo Ek"), word_times=(1000, 1500, 2000, 3000, 3500, 4000),
            turns=((0, "Anna Lind"), (3, "Bo Ek")), title="Titel", kind="podcast", theme="t",
            series="s", confidence=0.5, reviewed="no",
        ),
    )  # fmt: skip


def test_a_passage_tells_how_much_of_its_own_words_is_reviewed() -> None:
    long = " ".join(f"ord{n}" for n in range(100))
    value = transcript(("S1", 0, long), ("S1", 60_000, long), ("S1", 120_000, long))

    def reviewed(*spans: Span) -> list[str | None]:
        return [one.reviewed for one in passages(replace(value, reviewed=spans), ORIGIN)]

    assert reviewed() == ["no", "no", "no"]
    assert reviewed(Span(0, 50_000), Span(60_000, 70_000)) == ["yes", "partly", "no"]
    assert reviewed(Span(0, 170_001)) == ["yes", "yes", "yes"]


def test_doubtful_words_are_known_by_their_place_in_the_passage() -> None:
    long = " ".join(f"ord{n}" for n in range(100))
    value = transcript(("S1", 0, long), ("S2", 50_500, "Kort svar."), ("S1", 52_000, long))
    _, second, _ = passages(replace(value, doubtful=(0, 101, 102)), ORIGIN)
    assert [second.text.split()[index] for index in second.doubtful] == ["svar.", "ord0"]
    blank = Segment("S1", (Word("två ord", Span(0, 500)), Word("tre", Span(500, 900))))
    (only,) = passages(replace(value, segments=(blank,), doubtful=(1,)), ORIGIN)
    assert only.doubtful == (2,)


def test_a_passage_begins_with_the_words_before_it_but_not_across_a_long_pause() -> None:
    long = " ".join(f"ord{n}" for n in range(100))
    first, second = passages(
        transcript(("S1", 0, long), ("S2", 50_500, "Kort svar."), ("S1", 58_000, long)), ORIGIN
    )
    assert (first.lead, first.text) == (0, long + " Kort svar.")
    assert (second.lead, second.text) == (0, long)  # after 6.5 s of silence
    _, second, third = passages(
        transcript(("S1", 0, long), ("S2", 50_500, "Kort svar."), ("S1", 52_000, long)), ORIGIN
    )
    assert second.text.startswith("ord82 ord83")
    assert second.text.split()[second.lead - 1 : second.lead + 1] == ["svar.", "ord0"]
    assert third.text.split()[: third.lead] == second.text.split()[-third.lead :]


def test_silence_has_no_passages() -> None:
    assert passages(transcript(), ORIGIN) == ()


@given(
    st.lists(
        st.tuples(st.integers(1, 200), st.integers(0, 8_000), st.sampled_from(["S1", "S2"])),
        max_size=12,
    )
)
def test_every_word_is_in_one_core_and_no_passage_is_longer_than_a_minute(
    shape: list[tuple[int, int, str]],
) -> None:
    at, segments, number = 0, [], 0
    for count, pause, speaker in shape:
        at += pause
        words = [f"w{number + n}" for n in range(count)]
        segments.append((speaker, at, " ".join(words)))
        at, number = at + 500 * count, number + count
    found = passages(transcript(*segments), ORIGIN)
    cores = [word for one in found for word in one.text.split()[one.lead :]]
    assert cores == [f"w{n}" for n in range(number)]
    for one in found:
        assert one.end_ms - one.start_ms <= 60_000
        assert len(one.word_times) == len(one.text.split())
        assert one.start_ms == one.word_times[0]


def test_pages_keep_their_number_and_are_cut_when_long() -> None:
    long = " ".join(f"ord{n}" for n in range(400))
    found = passages_of_document([(1, "Rubrik", "Kort."), (3, None, long)], ORIGIN)
    assert [(one.page, one.lead) for one in found] == [(1, 0), (3, 0), (3, 20), (3, 20)]
    assert found[0].text == "Rubrik: Kort."
    assert " ".join(" ".join(one.text.split()[one.lead :]) for one in found[1:]) == long


def test_glossary_and_questions() -> None:
    terms = [Term("prevention", "Att förebygga.", ("förebyggande",)), Term("soc", "Socialtjänst.")]
    assert [one.text for one in passages_of_glossary(terms, ORIGIN)] == [
        "prevention (förebyggande): Att förebygga.",
        "soc: Socialtjänst.",
    ]
    assert [(one.page, one.text) for one in passages_of_questions(["Vad?", "Hur?"], ORIGIN)] == [
        (1, "Vad?"),
        (2, "Hur?"),
    ]


def test_what_is_written_about_a_document_is_a_passage_before_its_pages() -> None:
    source = PassageSource("rapport", "Rapporten", "article")
    found = passages_of_document([(1, None, "Om gårdar.")], source, "Medverkande: Bo Alm.")
    assert [(passage.page, passage.text) for passage in found] == [
        (None, "Medverkande: Bo Alm."), (1, "Om gårdar."),
    ]  # fmt: skip


def test_no_passage_reaches_over_what_is_withheld() -> None:
    value = transcript(("S1", 0, "Hon heter"), ("S1", 3000, "och bor här."))
    parted = passages(replace(value, withheld=(Span(1000, 3000),)), ORIGIN)
    assert [one.text for one in parted] == ["Hon heter", "och bor här."]
    assert [one.text for one in passages(value, ORIGIN)] == ["Hon heter och bor här."]
