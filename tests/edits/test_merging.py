"""The merge: corrections, reviewed text and names in the words of another model."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.edits import (
    Applied,
    AttributeWords,
    Entry,
    Journal,
    NameSpeaker,
    ReplaceWords,
    apply,
)
from mediahub.edits.entries import JoinSegments, Review, Undo
from mediahub.edits.fits import wording_digest
from mediahub.edits.merging import merged
from mediahub.edits.reviewing import review_of
from mediahub.edits.standing import fit_on, questions
from mediahub.transcript import Diarisation, Recognition, Span, Turn, Word
from tests.transcript.examples import line_of

NOBODY = Diarisation(())


def recognised(text: str) -> Recognition:
    return Recognition("sv", 600_000, line_of(text))


def named(recognition: Recognition) -> str:
    return wording_digest(recognition.words)


def applied(recognition: Recognition, *entries: Entry, turns: Diarisation = NOBODY) -> Applied:
    return apply(recognition, turns, Journal(entries), wording=named(recognition))


def text_of(value: Applied) -> str:
    return " ".join(word.text for word in value.transcript.words)


def correction(recognition: Recognition, first: int, end: int, after: str) -> ReplaceWords:
    """Words [first, end) of a recognition read otherwise."""
    words = recognition.words
    if first < end:
        span = Span(words[first].span.start_ms, words[end - 1].span.end_ms)
    else:
        at = words[first - 1].span.end_ms
        span = Span(at, at)
    return ReplaceWords(
        f"{first}-{end}-{after}",
        span,
        tuple(word.text for word in words[first:end]),
        after,
        tuple(word.text for word in words[max(0, first - 3) : first]),
        tuple(word.text for word in words[end : end + 3]),
        wording=named(recognition),
    )


def moved(old: str, new: str, *wanted: tuple[int, int, str]) -> tuple[str, list[str]]:
    """The new words with the corrections of the old ones, and what became of each."""
    before, after = recognised(old), recognised(new)
    entries = [correction(before, *one) for one in wanted]
    made = merged(before, named(before), entries, after, named(after))
    states = []
    for entry in made:
        assert isinstance(entry, ReplaceWords)
        fit = fit_on(entry, named(after))
        assert fit is not None
        states.append(fit.state)
    return text_of(applied(after, *made)), states


OLD = "i dag har vi besok av en hemvist i kommunen som heter Vinberga"


def test_a_word_that_the_better_model_hears_otherwise_wrong_is_put_right() -> None:
    assert moved(OLD, OLD.replace("besok", "bysåk"), (4, 5, "besök")) == (
        OLD.replace("besok", "besök"),
        ["moved"],
    )


def test_what_the_better_model_says_itself_is_settled_as_the_person_wrote_it() -> None:
    assert moved(OLD, OLD.replace("besok", "Besök"), (4, 5, "besök")) == (
        OLD.replace("besok", "besök"),
        ["settled"],
    )


def test_spaces_do_not_part_what_is_said_alike() -> None:
    old = "de satt runt vidbordet hela kvällen och talade"
    new = "de satt runt vid bordet hela kvällen och talade"
    assert moved(old, new, (3, 4, "vid bordet")) == (new, ["settled"])
    assert moved(new, old, (3, 5, "vid bordet")) == (new, ["settled"])


def test_words_put_in_and_taken_out_follow_their_neighbours() -> None:
    new = OLD.replace("hemvist", "hemtjänst")
    assert moved(OLD, new, (2, 2, "nu"), (6, 7, "")) == (
        "i dag nu har vi besok av hemtjänst i kommunen som heter Vinberga",
        ["moved", "moved"],
    )


def test_a_neighbour_that_is_heard_as_one_with_the_word_is_not_lost() -> None:
    old = "det här är ju mest tassfält och inget annat"
    new = "det här är ju mestassfält och inget annat"
    assert moved(old, new, (5, 6, "asfalt")) == (
        "det här är ju mest asfalt och inget annat",
        ["moved"],
    )


def test_where_the_neighbours_are_gone_too_the_persons_word_stands_and_is_asked_about() -> None:
    old = "och sedan sa hon att det var Vinberg som kom hit i går kväll"
    new = "och sedan sa hon att åter kring ol i går kväll"
    text, states = moved(old, new, (7, 8, "Winberg"))
    assert "Winberg" in text.split()
    assert states == ["question"]


def test_a_question_is_asked_once_and_not_of_what_was_taken_back() -> None:
    old = recognised("och sedan sa hon att det var Vinberg som kom hit i går kväll")
    new = recognised("och sedan sa hon att åter kring ol i går kväll")
    entry = correction(old, 7, 8, "Winberg")
    (made,) = merged(old, named(old), (entry,), new, named(new))
    assert [one.id for one in questions((made,), named(new))] == [entry.id]
    assert questions((made, Undo("u", entry.id)), named(new)) == ()
    assert questions((made,), named(old)) == ()


def test_a_word_corrected_twice_follows_with_its_last_reading() -> None:
    old = recognised(OLD)
    first = correction(old, 4, 5, "besöken")
    second = replace(first, id="senare", before=("besöken",), after="besök")
    new = recognised(OLD.replace("besok", "bysåk"))
    made = merged(old, named(old), (first, second), new, named(new))
    assert text_of(applied(new, *made)) == OLD.replace("besok", "besök")


def test_going_back_finds_every_place_as_it_was() -> None:
    old, new = recognised(OLD), recognised(OLD.replace("besok", "bysåk i"))
    entry = correction(old, 4, 5, "besök")
    there = merged(old, named(old), (entry,), new, named(new))
    back = merged(new, named(new), there, old, named(old))
    assert back == there
    assert text_of(applied(old, *back)) == text_of(applied(old, entry))


def test_a_decision_made_on_the_new_words_is_found_in_the_old() -> None:
    old, new = recognised(OLD), recognised(OLD.replace("hemvist", "hemtjänst"))
    entry = correction(new, 7, 8, "hemtjänsten")
    (made,) = merged(new, named(new), (entry,), old, named(old))
    assert text_of(applied(old, made)) == OLD.replace("hemvist", "hemtjänsten")


def test_two_who_say_the_same_word_at_once_are_not_guessed_between() -> None:
    old = "ja ja det var så ja"
    text, _ = moved(old, "ja det var så ja", (1, 2, "jaha"))
    assert text.split().count("jaha") == 1


def test_reviewed_text_stands_and_what_is_heard_otherwise_is_proposed() -> None:
    old = recognised(OLD)
    review = review_of(applied(old).transcript, Span(0, 600_000))
    assert review is not None
    new = recognised(OLD.replace("besok", "besök").replace("Vinberga", "ja Vinberga"))
    (made,) = merged(old, named(old), (review,), new, named(new))
    shown = applied(new, made)
    assert text_of(shown) == OLD
    assert shown.transcript.all_reviewed
    assert isinstance(made, Review)
    assert [(one.words, one.after) for one in made.fits if one.state == "question"] == [
        (("besök",), "besok"),
        (("ja",), ""),
    ]


def test_a_review_of_a_part_leaves_the_rest_to_the_new_words() -> None:
    old = recognised(OLD)
    review = review_of(applied(old).transcript, Span(0, old.words[5].span.start_ms))
    assert review is not None
    new = recognised(OLD.replace("besok", "besök").replace("hemvist", "hemtjänst"))
    (made,) = merged(old, named(old), (review,), new, named(new))
    assert text_of(applied(new, made)) == OLD.replace("hemvist", "hemtjänst")


def test_a_correction_in_a_reviewed_text_is_put_in_once() -> None:
    old = recognised(OLD)
    entry = correction(old, 4, 5, "besök")
    review = review_of(applied(old, entry).transcript, Span(0, 600_000))
    assert review is not None
    right = OLD.replace("besok", "besök")
    for heard in (OLD, right, OLD.replace("besok", "bysåk"), OLD.replace("besok av", "bisak ab")):
        new = Recognition("sv", 600_000, line_of(heard, start_ms=40))
        made = merged(old, named(old), (entry, review), new, named(new))
        assert text_of(applied(new, *made)) == right
        back = Recognition("sv", 600_000, line_of(OLD, start_ms=20))
        again = merged(new, named(new), made, back, named(back))
        assert text_of(applied(back, *again)) == right


def test_reviewed_words_are_certain() -> None:
    old = Recognition("sv", 600_000, tuple(replace(w, probability=0.3) for w in line_of(OLD)))
    review = review_of(applied(old).transcript, Span(0, old.words[2].span.start_ms))
    assert review is not None
    shown = applied(old, review).transcript.words
    assert [word.probability for word in shown[:3]] == [1.0, 1.0, 0.3]


def test_names_and_attributions_follow_the_words() -> None:
    old = recognised(OLD)
    half = old.words[6].span.start_ms
    turns = Diarisation((Turn(Span(0, half), "A"), Turn(Span(half, 600_000), "B")))
    name = NameSpeaker("n", "S1", Span(0, half), ("i", "dag"), "Anna Ek", wording=named(old))
    last = old.words[-1]
    given = AttributeWords(
        "a", last.span, (last.text,), "Bo Alm", ("som", "heter"), (), wording=named(old)
    )
    new = recognised("idag hava vi besök utav en hemtjänst inne i kommunen som het Winberja")
    made = merged(old, named(old), (name, given), new, named(new))
    shown = applied(new, *made, turns=turns).transcript
    assert shown.speakers[0].name == "Anna Ek"
    assert [word.text for one in shown.segments if shown.speaker(one.speaker).name == "Bo Alm"
            for word in one.words] == ["Winberja"]  # fmt: skip


def test_a_border_between_segments_follows_its_words() -> None:
    old = recognised("Det var så. Sedan gick de hem.")
    joined = JoinSegments(
        "j",
        Span(old.words[2].span.end_ms, old.words[3].span.start_ms),
        ("Det", "var", "så."),
        ("Sedan", "gick", "de"),
        wording=named(old),
    )
    new = recognised("Det va så. Sen gick de hem.")
    (made,) = merged(old, named(old), (joined,), new, named(new))
    assert len(applied(new, made).transcript.segments) == 1


WORDS = st.lists(
    st.sampled_from("det var en dag i maj när barnen gick till skolan och ja nej".split()),  # noqa: SIM905
    min_size=4,
    max_size=30,
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Recognition, list[ReplaceWords]]:
    """Words and corrections of them that do not touch each other."""
    recognition = Recognition("sv", 600_000, line_of(" ".join(draw(WORDS))))
    entries, at = [], 1
    while at + 1 < len(recognition.words):
        end = draw(st.integers(at, min(at + 2, len(recognition.words) - 1)))
        after = " ".join(draw(st.lists(st.sampled_from(["Karin", "Ahlgren,", "hembesök"]))))
        if after or end > at:
            entries.append(correction(recognition, at, end, after))
        at = end + draw(st.integers(3, 8))
    return recognition, entries


@settings(max_examples=200)
@given(edited())
def test_the_same_words_again_change_nothing(
    value: tuple[Recognition, list[ReplaceWords]],
) -> None:
    recognition, entries = value
    # Another name for the same words: as if nothing were known of the places in them.
    made = merged(recognition, named(recognition), entries, recognition, "again")
    again = apply(recognition, NOBODY, Journal(made), wording="again")
    assert again.transcript.words == applied(recognition, *entries).transcript.words


DISTINCT = [
    "barnen",
    "gick",
    "till",
    "skolan",
    "varje",
    "morgon",
    "innan",
    "solen",
    "hade",
    "kommit",
    "över",
    "taket",
    "men",
    "läraren",
    "väntade",
    "redan",
    "vid",
    "grinden",
    "och",
    "tänkte",
    "på",
    "vad",
    "kommunen",
    "skulle",
    "besluta",
    "nästa",
    "vecka",
    "om",
    "deras",
    "bibliotek",
]


@settings(max_examples=200)
@given(st.data(), st.permutations(DISTINCT))
def test_corrections_apart_from_each_other_commute(data: st.DataObject, said: list[str]) -> None:
    old = recognised(" ".join(said))
    entries = [
        correction(
            old,
            at,
            at + data.draw(st.integers(0, 2)),
            data.draw(st.sampled_from(["Karin", "Bo Alm", "hembesök i"])),
        )
        for at in range(2, len(said) - 2, 6)
    ]
    heard = [data.draw(st.sampled_from([word, word, word, word + "s", "brus"])) for word in said]
    new = recognised(" ".join(heard))
    texts = []
    for order in (entries, data.draw(st.permutations(entries))):
        made = merged(old, named(old), order, new, named(new))
        texts.append(text_of(applied(new, *made)))
    assert texts[0] == texts[1]


@settings(max_examples=200)
@given(edited(), WORDS)
def test_no_correction_is_lost_whatever_is_heard(
    value: tuple[Recognition, list[ReplaceWords]], other: list[str]
) -> None:
    recognition, entries = value
    new = Recognition(
        "sv", 600_000, tuple(Word(w.text, w.span, 0.5) for w in line_of(" ".join(other)))
    )
    made = merged(recognition, named(recognition), entries, new, named(new))
    shown = applied(new, *made)
    assert shown.unplaced == ()
    said = [word.text for word in shown.transcript.words]
    for entry in entries:
        for word in entry.after.split():
            assert word in said
