"""Journals that several change: nothing is lost, nothing is said twice, and no one is overruled."""

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.edits import (
    AttributeWords,
    Conflict,
    Difference,
    Entry,
    Journal,
    JournalVersion,
    NameSpeaker,
    NotSpeaker,
    ReplaceWords,
    SetChapters,
    UnknownEntry,
    append,
    appended,
    apply,
    identified,
    read_journal,
    version_of,
)
from mediahub.errors import MediaError
from mediahub.transcript import Chapter, Diarisation, Recognition, Span
from tests.transcript.examples import line_of

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


def words(start_ms: int, end_ms: int, before: str, after: str) -> ReplaceWords:
    return ReplaceWords("", Span(start_ms, end_ms), tuple(before.split()), after)


def named(label: str, start_ms: int, name: str, person: str | None = None) -> NameSpeaker:
    return NameSpeaker("", label, Span(start_ms, start_ms + 900), ("Hej",), name, person)


def said_by(start_ms: int, end_ms: int, name: str) -> AttributeWords:
    return AttributeWords("", Span(start_ms, end_ms), ("Mm.",), name)


def refused(label: str, start_ms: int, person: str) -> NotSpeaker:
    return NotSpeaker("", label, Span(start_ms, start_ms + 900), ("Hej",), person)


def chapters(*titles: str) -> SetChapters:
    return SetChapters(
        "",
        tuple(
            Chapter(Span(n * 1000, n * 1000 + 1000), t, "reviewed") for n, t in enumerate(titles)
        ),
    )


EMPTY = version_of(Journal())
MENDED = words(900, 1200, "hembesok", "hembesök")


def both(theirs: Entry, mine: Entry) -> list[Entry]:
    """What the journal decides after one added `theirs`, and another `mine` on the empty one."""
    journal = appended(Journal(), [theirs], by="Åsa")
    return [
        replace(entry, id="", by=None, at=None)
        for entry in appended(journal, [mine], EMPTY, by="Bo").entries
        if not isinstance(entry, UnknownEntry)
    ]


def test_an_entry_says_who_and_when_in_utc_and_whole_seconds() -> None:
    at = datetime(2026, 6, 3, 14, 0, 0, 999, tzinfo=timezone(timedelta(hours=2)))
    (entry,) = appended(Journal(), [MENDED], by=" Åsa  Öberg ", at=at).entries
    assert entry == replace(identified(MENDED), by="Åsa Öberg", at=NOON)
    (nobody,) = appended(Journal(), [MENDED], by=" ").entries
    assert nobody == identified(MENDED)


def test_who_and_when_an_entry_says_itself_are_kept() -> None:
    made = replace(MENDED, by="Åsa", at=NOON)
    (entry,) = appended(Journal(), [made], by="Bo", at=NOON + timedelta(days=1)).entries
    assert entry == identified(made)


def test_a_time_without_an_offset_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="2026-06-03 12:00:00: a time without an offset"):
        appended(Journal(), [MENDED], at=NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (MENDED, words(1200, 1500, "hoss", "hos")),
        (words(1200, 1500, "hoss", "hos"), MENDED),
        # Put in before, and after, the word that they changed.
        (MENDED, words(900, 900, "", "litet")),
        (MENDED, words(1199, 1199, "", "nu")),
        (words(300, 300, "", "nog"), words(600, 600, "", "nog")),
        (MENDED, named("S1", 900, "Åsa")),
        (named("S1", 0, "Åsa"), named("S2", 900, "Bo")),
        (named("S1", 0, "Bo", "bo"), refused("S1", 0, "asa")),
        (refused("S1", 0, "asa"), refused("S1", 0, "bo")),
        (said_by(0, 300, "Åsa"), said_by(300, 600, "Bo")),
        (said_by(0, 300, "Åsa"), said_by(0, 900, "Åsa")),
        (named("S1", 0, "Åsa"), said_by(0, 300, "Bo")),
        (named("S1", 0, "Åsa"), named("S1", 0, "Åsa", "asa")),
        (chapters("Hela"), MENDED),
    ],
)
def test_two_who_change_different_places_both_succeed(theirs: Entry, mine: Entry) -> None:
    assert both(theirs, mine) == [theirs, mine]


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (MENDED, MENDED),
        (MENDED, replace(MENDED, left=("det", "nya"), right=("hos",))),
        (named("S1", 0, "Åsa", "asa"), named("S1", 0, "Åsa", "asa")),
        (named("S1", 0, "Åsa", "asa"), named("S1", 9000, "Åsa")),
        (said_by(0, 900, "Åsa"), said_by(0, 300, "Åsa")),
        (refused("S1", 0, "asa"), refused("S1", 0, "asa")),
        (chapters("Början", "Slutet"), chapters("Början", "Slutet")),
        (words(300, 300, "", "nog"), words(300, 300, "", "nog")),
    ],
)
def test_the_same_result_twice_is_one_entry(theirs: Entry, mine: Entry) -> None:
    assert both(theirs, mine) == [theirs]


@pytest.mark.parametrize(
    ("theirs", "mine", "told"),
    [
        (
            MENDED,
            words(900, 1200, "hembesok", "besök"),
            '0:00 "hembesok" reads "hembesök" (by Åsa); yours: "hembesok" reads "besök"',
        ),
        (
            MENDED,
            words(600, 1500, "ett hembesok hos", ""),
            '0:00 "hembesok" reads "hembesök" (by Åsa); yours: "ett hembesok hos" taken out',
        ),
        (
            words(600, 1500, "ett hembesok hos", "besök"),
            words(900, 900, "", "litet"),
            '0:00 "ett hembesok hos" reads "besök" (by Åsa); yours: "litet" put in',
        ),
        (
            words(300, 300, "", "nog"),
            words(299, 299, "", "ju"),
            '0:00 "nog" put in (by Åsa); yours: "ju" put in',
        ),
        (
            MENDED,
            words(900, 1200, "hembesok", "hembesok"),
            '0:00 "hembesok" reads "hembesök" (by Åsa); yours: "hembesok" is right',
        ),
        (
            named("S1", 65_000, "Åsa"),
            named("S1", 0, "Bo"),
            "0:00 S1 is Åsa (by Åsa); yours: S1 is Bo",
        ),
        (
            named("S1", 0, "Anna", "anna-a"),
            named("S7", 600, "Anna", "anna-b"),
            "0:00 S1 is Anna (by Åsa); yours: S7 is Anna",
        ),
        (
            named("S1", 0, "Åsa", "asa"),
            refused("S1", 0, "asa"),
            "0:00 S1 is Åsa (by Åsa); yours: S1 is not asa",
        ),
        (
            said_by(0, 900, "Åsa"),
            said_by(600, 1200, "Bo"),
            '0:00 "Mm." said by Åsa (by Åsa); yours: "Mm." said by Bo',
        ),
        (
            chapters("Allt"),
            chapters(),
            "chapters 0:00 Allt (by Åsa); yours: no chapters",
        ),
    ],
)
def test_one_place_changed_to_two_things_is_a_conflict(
    theirs: Entry, mine: Entry, told: str
) -> None:
    with pytest.raises(Conflict) as raised:
        both(theirs, mine)
    assert str(raised.value) == (
        "the edits: changed since you looked, to something else than you want\n"
        f"- {told}\n"
        "Nothing of yours was written. Look at what stands there now, and make the changes again "
        "that are still wanted"
    )


def test_a_conflict_names_both_versions_in_its_fields_and_what_stands_there_now() -> None:
    journal = appended(Journal(), [MENDED], by="Åsa", at=NOON)
    mine = words(900, 1200, "hembesok", "besök")
    fine = words(3000, 3300, "nått", "något")
    with pytest.raises(Conflict) as raised:
        appended(journal, [fine, mine], EMPTY, by="Bo", at=NOON + timedelta(hours=1))
    assert raised.value.differences == (
        Difference(
            replace(identified(MENDED), by="Åsa", at=NOON),
            replace(identified(mine), by="Bo", at=NOON + timedelta(hours=1)),
        ),
    )
    assert (raised.value.base, raised.value.now) == (EMPTY, version_of(journal))
    assert "(by Åsa, 2026-06-03 12:00 UTC); yours:" in str(raised.value)
    again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301 - a worker's goes this way
    assert (str(again), again.differences) == (str(raised.value), raised.value.differences)
    # Who has looked says it again.
    assert len(appended(journal, [fine, mine], raised.value.now).entries) == 3


def test_many_differences_are_counted_in_the_message_and_all_in_the_fields() -> None:
    theirs = [words(n * 1000, n * 1000 + 300, "a", "b") for n in range(8)]
    mine = [words(n * 1000, n * 1000 + 300, "a", "c") for n in range(8)]
    journal = appended(Journal(), theirs)
    with pytest.raises(Conflict) as raised:
        appended(journal, mine, EMPTY)
    assert len(raised.value.differences) == 8
    assert '- 0:04 "a" reads "b"; yours: "a" reads "c"\n- and 3 more\n' in str(raised.value)


def test_the_last_of_several_changes_of_a_place_counts() -> None:
    other, back = words(900, 1200, "hembesok", "besök"), words(900, 1200, "besök", "hembesök")
    journal = appended(Journal(), [other], by="Åsa")
    journal = appended(journal, [back], by="Åsa")
    with pytest.raises(Conflict) as raised:
        appended(journal, [MENDED], EMPTY, by="Bo")
    assert raised.value.differences[0].theirs == journal.entries[1]


def test_what_was_seen_is_no_conflict() -> None:
    journal = appended(Journal(), [MENDED])
    after = words(900, 1200, "hembesök", "besök")
    assert len(appended(journal, [after], version_of(journal)).entries) == 2
    assert len(appended(journal, [after]).entries) == 2


def test_the_same_request_twice_is_one_entry() -> None:
    entries = [MENDED, words(1500, 1800, "allla", "alla"), named("S1", 0, "Åsa"), chapters("Allt")]
    once = appended(Journal(), entries, by="Åsa", at=NOON)
    later = NOON + timedelta(minutes=1)
    assert appended(once, entries, EMPTY, by="Åsa", at=later) is once
    assert appended(once, entries, version_of(once), by="Åsa", at=later) is once
    assert appended(once, entries, by="Åsa", at=later) is once
    assert appended(once, [MENDED, MENDED]) is once
    assert appended(Journal(), [MENDED, MENDED]).entries == (identified(MENDED),)


def test_the_same_request_is_known_again_when_others_went_on_from_it() -> None:
    journal = appended(Journal(), [MENDED], by="Åsa")
    journal = appended(journal, [words(900, 1200, "hembesök", "besök")], by="Bo")
    assert appended(journal, [MENDED], EMPTY, by="Åsa") is journal
    with pytest.raises(Conflict):
        appended(journal, [MENDED], EMPTY, by="Cia")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (MENDED, words(900, 1200, "hembesök", "hembesok")),
        # What was put in lies before its place, in time that the word before lent.
        (words(299, 299, "", "nog"), words(200, 300, "nog", "")),
        (words(300, 600, "det", ""), words(300, 300, "", "det")),
        (named("S1", 0, "Åsa"), named("S1", 0, "Bo")),
        # The two voices have become one, and bear the later name.
        (named("S1", 0, "Åsa"), named("S2", 9000, "Bo")),
        (said_by(0, 300, "Åsa"), said_by(0, 300, "Bo")),
        (chapters("Ett"), chapters("Två")),
    ],
)
def test_what_was_changed_back_can_be_changed_once_more(first: Entry, then: Entry) -> None:
    journal = appended(appended(Journal(), [first]), [then])
    again = appended(journal, [first], version_of(journal))
    ids = [entry.id for entry in again.entries]
    assert ids == [identified(first).id, identified(then).id, f"{ids[0]}-2"]
    assert appended(again, [first], version_of(journal)) is again
    assert appended(again, [first]) is again


def test_an_id_that_another_entry_has_gets_a_number() -> None:
    mine, other = replace(MENDED, id="x"), replace(words(5000, 5300, "a", "b"), id="x")
    journal = appended(Journal(), [mine, other, replace(other, after="c", id="x-2")])
    assert [entry.id for entry in journal.entries] == ["x", "x-2", "x-2-2"]


def test_a_version_that_never_was_knows_nothing() -> None:
    journal = appended(Journal(), [MENDED])
    for base in (JournalVersion(1, "0" * 12), JournalVersion(7, version_of(journal).digest)):
        assert len(appended(journal, [words(5000, 5300, "a", "b")], base).entries) == 2
        with pytest.raises(Conflict):
            appended(journal, [words(900, 1200, "hembesök", "besök")], base)


def test_a_version_is_of_what_is_decided() -> None:
    assert JournalVersion(0, "e3b0c44298fc") == EMPTY
    journal = appended(Journal(), [MENDED])
    assert version_of(replace(journal, source="a.mp4", rest={"x": 1})) == version_of(journal)
    assert version_of(Journal((replace(MENDED, id="z"),))) != version_of(journal)


def test_entries_of_a_type_that_is_not_known_contradict_nothing() -> None:
    later = UnknownEntry("q", {"type": "mark-laughter", "id": "q"})
    journal = appended(Journal((later,)), [MENDED, later], EMPTY, by="Åsa")
    assert journal.entries == (later, replace(identified(MENDED), by="Åsa"))


def test_a_journal_file_is_written_with_its_source(tmp_path: Path) -> None:
    path = tmp_path / "a.edits.json"
    journal = append(path, [MENDED], by="Åsa", at=NOON, source="a.mp4")
    assert journal == Journal((replace(identified(MENDED), by="Åsa", at=NOON),), "a.mp4")
    assert read_journal(path) == journal
    assert append(path, [chapters("Allt")], source="b.mp4").source == "a.mp4"


def test_a_journal_file_is_not_touched_when_nothing_is_new(tmp_path: Path) -> None:
    path = tmp_path / "a.edits.json"
    assert append(path, [], source="a.mp4") == Journal()
    assert not path.exists()
    document = {"entries": [{"id": "x", "type": "set-chapters", "chapters": []}], "schema": 1}
    path.write_text(json.dumps(document), encoding="utf-8")
    before = path.read_bytes()
    append(path, [SetChapters("y", ())], by="Åsa", source="a.mp4")
    assert path.read_bytes() == before


def test_a_conflict_names_the_file_and_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "a.edits.json"
    append(path, [MENDED], by="Åsa")
    before = path.read_bytes()
    with pytest.raises(Conflict) as raised:
        append(path, [words(900, 1200, "hembesok", "besök")], base=EMPTY)
    assert raised.value.where == str(path)
    assert str(raised.value).startswith(f"{path}: changed since you looked")
    assert path.read_bytes() == before


def test_a_damaged_journal_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.edits.json"
    path.write_bytes(b"{")
    with pytest.raises(MediaError, match="the edits cannot be read"):
        append(path, [MENDED])
    assert path.read_bytes() == b"{"


def test_a_journal_without_who_and_when_goes_on_without_loss(tmp_path: Path) -> None:
    path = tmp_path / "a.edits.json"
    old = {
        "schema": 1,
        "source": "a.mp4",
        "x": [1],
        "entries": [
            {"type": "mark-laughter", "when": "now"},
            {"type": "set-chapters", "id": "c", "chapters": [], "why": None},
        ],
    }
    path.write_text(json.dumps(old), encoding="utf-8")
    append(path, [MENDED], by="Åsa", at=NOON)
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept == {**old, "entries": [*old["entries"], kept["entries"][2]]}  # type: ignore[misc]
    assert (kept["entries"][2]["by"], kept["entries"][2]["at"]) == (
        "Åsa",
        "2026-06-03T12:00:00+00:00",
    )


def test_the_transcript_does_not_depend_on_who_and_when() -> None:
    recognition = Recognition("sv", 60_000, line_of("Hej på dig hembesok hos alla"))
    made = appended(Journal(), [MENDED, chapters("Allt"), named("S1", 0, "Bo")], by="Åsa", at=NOON)
    plain = Journal(tuple(map(without_maker, made.entries)))
    applied = apply(recognition, Diarisation(()), made)
    assert applied == apply(recognition, Diarisation(()), plain)
    assert (applied.transcript.words[3].text, applied.unplaced) == ("hembesök", ())


def without_maker(entry: Entry) -> Entry:
    return entry if isinstance(entry, UnknownEntry) else replace(entry, by=None, at=None)


stretches = st.tuples(st.integers(0, 9), st.integers(1, 3)).map(lambda p: (p[0], p[0] + p[1]))
replaced = st.builds(
    lambda at, after: words(at[0] * 300, at[1] * 300, " ".join("abc"[: at[1] - at[0]]), after),
    stretches,
    st.sampled_from(["x", "y", ""]),
)
calls = st.builds(
    named, st.sampled_from(["S1", "S2"]), st.just(0) | st.just(9000), st.sampled_from(["Å", "B"])
)
decisions = st.one_of(replaced, calls, st.sampled_from([chapters("A"), chapters("B")]))


@given(st.lists(decisions, max_size=4), st.lists(decisions, max_size=3), st.booleans())
def test_nothing_is_lost_and_a_second_time_changes_nothing(
    theirs: list[Entry], mine: list[Entry], known: bool
) -> None:
    journal = appended(Journal(), theirs, by="Åsa")
    base = version_of(journal) if known else EMPTY
    make: Callable[[Journal], Journal] = lambda before: appended(before, mine, base, by="Bo")  # noqa: E731
    try:
        result = make(journal)
    except Conflict as conflict:
        assert not known
        assert all(one.theirs in journal.entries for one in conflict.differences)
        return
    assert result.entries[: len(journal.entries)] == journal.entries
    assert len({entry.id for entry in result.entries}) == len(result.entries)
    assert make(result) == result
