"""Edits applied: to the recognition they were made on, and to one that has changed since."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.captions.formats import to_vtt
from mediahub.edits import (
    Applied,
    AttributeWords,
    Entry,
    Journal,
    NameSpeaker,
    ReplaceWords,
    SetChapters,
    UnknownEntry,
    apply,
)
from mediahub.transcript import Chapter, Diarisation, Recognition, Span, Turn, Word
from tests.transcript.examples import KB_SMALL, WESPEAKER, conversation, line_of

NOBODY = Diarisation(())


def recognised(text: str, *, start_ms: int = 0) -> Recognition:
    return Recognition("sv", 60_000, line_of(text, start_ms=start_ms), model=KB_SMALL)


def applied(text: str, *entries: Entry, start_ms: int = 0) -> Applied:
    return apply(recognised(text, start_ms=start_ms), NOBODY, Journal(entries))


def text_of(value: Applied) -> str:
    return " ".join(word.text for word in value.transcript.words)


# "Vi gör ett hembesok hos alla": each word lasts 300 ms.
MENDED = ReplaceWords(
    "m", Span(900, 1200), ("hembesok",), "hembesök", ("Vi", "gör", "ett"), ("hos", "alla")
)


def test_a_word_is_replaced_at_its_time_with_full_confidence() -> None:
    result = applied("Vi gör ett hembesok hos alla", MENDED)
    assert result.transcript.words[3] == Word("hembesök", Span(900, 1200), 1.0)
    assert result.applied == ("m",)
    assert result.unplaced == ()


def test_case_and_punctuation_do_not_matter_to_the_place() -> None:
    assert (
        text_of(applied("vi gör ett Hembesok, hos alla", MENDED)) == "vi gör ett hembesök hos alla"
    )


def test_two_words_for_one_share_its_time() -> None:
    result = applied("Vi gör ett hembesok hos alla", replace(MENDED, after="litet besök", id="two"))
    assert result.transcript.words[3:5] == (
        Word("litet", Span(900, 1050), 1.0),
        Word("besök", Span(1050, 1200), 1.0),
    )


@pytest.mark.parametrize("moved", [0, 1900])
def test_an_entry_is_placed_within_two_seconds(moved: int) -> None:
    result = applied("Vi gör ett hembesok hos alla", MENDED, start_ms=moved)
    assert text_of(result) == "Vi gör ett hembesök hos alla"


def test_an_entry_too_far_from_its_time_is_kept_and_told() -> None:
    result = applied("Vi gör ett hembesok hos alla", MENDED, start_ms=2300)
    assert text_of(result) == "Vi gör ett hembesok hos alla"
    ((entry, reason),) = result.unplaced
    assert entry is MENDED
    assert reason == '"hembesok" no longer stands at 0:00; wanted: "hembesök"'


def test_a_better_recognition_that_has_it_already_counts_as_applied() -> None:
    result = applied("Vi gör ett hembesök hos alla.", MENDED)
    assert text_of(result) == "Vi gör ett hembesök hos alla."
    assert (result.applied, result.unplaced) == (("m",), ())
    assert result.transcript.words[3].probability == 1.0


def test_of_several_the_one_with_the_right_neighbours_is_meant() -> None:
    entry = ReplaceWords("n", Span(0, 300), ("ja",), "nej", ("sa",), ("till",))
    assert text_of(applied("ja hon sa ja till ja", entry)) == "ja hon sa nej till ja"


def test_a_common_word_in_a_strange_place_is_not_taken() -> None:
    entry = ReplaceWords("n", Span(0, 300), ("och",), "att", ("vet", "jag", "ju"), ("det", "blir"))
    result = applied("hon kom hit igen och åkte sedan hem", entry)
    assert len(result.unplaced) == 1
    already = applied("vet jag ju att det blir bra och roligt", entry)
    assert (text_of(already), already.unplaced) == ("vet jag ju att det blir bra och roligt", ())


def test_an_insertion_and_whether_it_is_there_already() -> None:
    entry = ReplaceWords("i", Span(299, 299), (), "mycket", ("är",), ("mycket", "bra"))
    assert text_of(applied("är mycket bra", entry)) == "är mycket mycket bra"
    assert text_of(applied("är mycket mycket bra", entry)) == "är mycket mycket bra"


def test_a_deletion_and_whether_it_is_gone_already() -> None:
    entry = ReplaceWords("d", Span(300, 600), ("det",), "", ("att",), ("det", "är"))
    assert text_of(applied("att det det är så", entry)) == "att det är så"
    gone = applied("att det är så", entry)
    assert (text_of(gone), gone.applied) == ("att det är så", ("d",))


def test_inserted_words_have_time_of_their_own() -> None:
    entry = ReplaceWords("i", Span(299, 299), (), "nog", ("är",), ("bra",))
    result = applied("är bra", entry)
    assert [word.span for word in result.transcript.words] == [
        Span(0, 200),
        Span(200, 300),
        Span(300, 600),
    ]


def test_later_entries_win() -> None:
    later = ReplaceWords("l", Span(900, 1200), ("hembesök",), "besök", ("ett",), ("hos",))
    assert text_of(applied("Vi gör ett hembesok hos alla", MENDED, later)) == (
        "Vi gör ett besök hos alla"
    )
    named = (
        NameSpeaker("1", "S1", Span(0, 900), ("Vi", "gör"), "Åsa"),
        NameSpeaker("2", "S1", Span(0, 900), ("Vi", "gör"), "Bo"),
    )
    assert applied("Vi gör så.", *named).transcript.speakers[0].name == "Bo"


TALK = (
    (0, 3000, "X", "Hej och välkomna hit till oss."),
    (3200, 6000, "Y", "Tack så mycket för det."),
    (6100, 9000, "X", "Då börjar vi med en fråga."),
)


def test_a_name_follows_the_voice_when_the_numbers_change() -> None:
    entry = NameSpeaker("n", "S2", Span(3200, 6000), ("Tack", "så", "mycket"), "Bo Ek", "bo")
    recognition, diarisation = conversation(*TALK)
    result = apply(recognition, diarisation, Journal((entry,)), people={"bo": "Bo Ek"})
    assert [s.name for s in result.transcript.speakers] == ["Talare 1", "Bo Ek"]
    swapped = Diarisation(
        (Turn(Span(0, 3000), "S2"), Turn(Span(3100, 9000), "S1")), model=WESPEAKER
    )
    result = apply(recognition, swapped, Journal((entry,)), people={"bo": "Bo Ek"})
    assert [(s.label, s.name, s.voice) for s in result.transcript.speakers] == [
        ("S1", "Talare 1", "S2"),
        ("S2", "Bo Ek", "S1"),
    ]


def test_a_name_is_placed_by_time_when_most_of_its_words_changed() -> None:
    entry = NameSpeaker("n", "S2", Span(3200, 6000), ("Tack", "sa", "mycke", "för"), "Bo Ek")
    result = apply(*conversation(*TALK), Journal((entry,)))
    assert result.transcript.speakers[1].name == "Bo Ek"


def test_a_name_whose_words_are_gone_is_kept_and_told() -> None:
    entry = NameSpeaker("n", "S2", Span(3200, 6000), ("Något", "helt", "annat"), "Bo Ek")
    result = apply(*conversation(*TALK), Journal((entry,)))
    ((_, reason),) = result.unplaced
    assert reason == '"Något helt annat" is no longer heard at 0:03; wanted: "Bo Ek"'


ASA = NameSpeaker("a", "S1", Span(0, 3000), ("Hej", "och"), "Åsa")
BO = NameSpeaker("b", "S2", Span(3200, 6000), ("Tack", "så", "mycket"), "Bo Ek")


def test_two_names_on_voices_that_became_one_are_told() -> None:
    recognition, _ = conversation(*TALK)
    one = Diarisation((Turn(Span(0, 9000), "S1"),), model=WESPEAKER)
    result = apply(recognition, one, Journal((ASA, BO)))
    assert [speaker.name for speaker in result.transcript.speakers] == ["Bo Ek"]
    assert result.applied == ("b",)
    ((entry, reason),) = result.unplaced
    assert entry == ASA
    assert reason == 'the voice at 0:00 is one with Bo Ek\'s now; wanted: "Åsa"'


def test_a_name_given_anew_takes_the_place_of_the_old_and_nothing_is_told() -> None:
    anew = replace(BO, id="anew", name="Åke", span=Span(5000, 6000), words=("det.",))
    renumbered = replace(BO, id="renumbered", label="S1", name="Åke")
    for later in (anew, renumbered):
        result = apply(*conversation(*TALK), Journal((BO, later)))
        assert [s.name for s in result.transcript.speakers] == ["Talare 1", "Åke"]
        assert result.unplaced == ()


def test_a_person_who_left_the_registry_keeps_the_name_that_was_written() -> None:
    entry = NameSpeaker("n", "S1", Span(0, 3000), ("Hej", "och"), "Åsa Öberg", "asa")
    speaker = apply(*conversation(*TALK), Journal((entry,))).transcript.speakers[0]
    assert (speaker.name, speaker.person) == ("Åsa Öberg", None)


def test_a_name_taken_back() -> None:
    entries = (
        NameSpeaker("1", "S1", Span(0, 3000), ("Hej", "och"), "Åsa"),
        NameSpeaker("2", "S1", Span(0, 3000), ("Hej", "och"), "Talare 1"),
    )
    result = apply(*conversation(*TALK), Journal(entries))
    assert [s.name for s in result.transcript.speakers] == ["Talare 1", "Talare 2"]


def test_a_sentence_given_to_another_after_the_numbers_changed() -> None:
    entry = AttributeWords(
        "a",
        Span(6100, 9000),
        ("Då", "börjar", "vi", "med", "en", "fråga."),
        "Talare 2",
        voice=(Span(3200, 6000), ("Tack", "så", "mycket")),
    )
    result = apply(*conversation(*TALK), Journal((entry,)))
    assert [segment.speaker for segment in result.transcript.segments] == ["S1", "S2", "S2"]


def test_chapters_that_people_set() -> None:
    chapters = (Chapter(Span(0, 9500), "Samtalet", "reviewed"),)
    result = apply(*conversation(*TALK), Journal((SetChapters("c", chapters),)))
    assert (result.chapters, result.applied) == (chapters, ("c",))
    assert apply(*conversation(*TALK), Journal()).chapters is None


def test_chapters_past_the_end_are_kept_and_told() -> None:
    chapters = (Chapter(Span(0, 70_000), "Ett"), Chapter(Span(70_000, 80_000), "Två"))
    result = apply(*conversation(*TALK), Journal((SetChapters("c", chapters),)))
    ((_, reason),) = result.unplaced
    assert reason == "chapter 'Två' begins at 1:10, but the recording ends at 0:09"
    assert result.chapters is None


def test_an_entry_of_a_later_version_is_told() -> None:
    result = apply(*conversation(*TALK), Journal((UnknownEntry("u", {"type": "x"}),)))
    ((_, reason),) = result.unplaced
    assert reason == "this version of mediahub does not know entries of type 'x'"


def test_words_put_into_an_authors_captions_keep_their_cues() -> None:
    recognition = replace(
        recognised("Hej på er. Nu börjar vi."),
        origin="author",
        breaks=(0, 3),
        voices=("Åsa", "Bo"),
    )
    entries = (
        ReplaceWords("1", Span(899, 899), (), "alla.", ("på", "er."), ("Nu", "börjar")),
        ReplaceWords("2", Span(900, 900), (), "Ja!", ("er.", "alla."), ("Nu", "börjar")),
    )
    result = apply(recognition, NOBODY, Journal(entries))
    assert [(s.speaker, s.text) for s in result.transcript.segments] == [
        ("S1", "Hej på er. alla."),
        ("S2", "Ja! Nu börjar vi."),
    ]


def test_a_cue_that_loses_its_words_is_gone() -> None:
    recognition = replace(
        recognised("Hej på er. Nu."), origin="author", breaks=(0, 3), voices=("Åsa", "Bo")
    )
    entry = ReplaceWords("1", Span(0, 900), ("Hej", "på", "er."), "", (), ("Nu.",))
    result = apply(recognition, NOBODY, Journal((entry,)))
    assert [(s.speaker, s.text) for s in result.transcript.segments] == [("S1", "Nu.")]
    assert result.transcript.speakers[0].name == "Bo"


texts = st.sampled_from(["ja", "nej", "Vi", "gör", "hembesök,", "så.", "–"])
several = st.lists(texts, max_size=3).map(tuple)
spans = st.tuples(st.integers(0, 9000), st.integers(0, 2000)).map(lambda p: Span(p[0], sum(p)))
entries = st.one_of(
    st.builds(ReplaceWords, texts, spans, several, several.map(" ".join), several, several),
    st.builds(NameSpeaker, texts, texts, spans, several, texts, st.none() | texts),
    st.builds(AttributeWords, texts, spans, several, texts, several, several),
)


@settings(max_examples=150)
@given(
    st.lists(st.builds(Word, texts, spans), max_size=30).map(
        lambda words: tuple(sorted(words, key=lambda word: word.span))
    ),
    st.lists(entries, max_size=6).map(tuple),
    st.booleans(),
)
def test_any_journal_applies_to_any_recognition(
    words: tuple[Word, ...], made: tuple[Entry, ...], authored: bool
) -> None:
    recognition = Recognition("sv", 12_000, words, gaps=(Span(500, 900),))
    if authored and words:
        breaks = tuple(range(0, len(words), 3))
        names = tuple(f"Röst {at % 2}" for at in breaks)
        recognition = replace(recognition, origin="author", breaks=breaks, voices=names)
    diarisation = Diarisation(
        (Turn(Span(0, 5000), "A"), Turn(Span(5000, 9000), "B")), model=WESPEAKER
    )
    result = apply(recognition, diarisation, Journal(made))
    assert len(result.applied) + len(result.unplaced) == len(made)
    assert all(word.text and word.span.end_ms <= 12_000 for word in result.transcript.words)
    assert {segment.speaker for segment in result.transcript.segments} == {
        speaker.label for speaker in result.transcript.speakers
    }
    assert to_vtt(result.transcript).startswith("WEBVTT")
