"""The journal on disk: nothing a person wrote is lost."""

import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.edits import (
    AttributeWords,
    Entry,
    JoinSegments,
    Journal,
    NameSpeaker,
    NotSpeaker,
    ReplaceWords,
    SetChapters,
    SplitSegment,
    UnknownEntry,
    Withhold,
    append,
    appended,
    identified,
    journal_path,
    read_journal,
    write_journal,
)
from mediahub.edits.journal import journal_from_json, journal_to_json
from mediahub.errors import MediaError
from mediahub.transcript import Chapter, Span

GOLDEN = Path(__file__).parent / "golden" / "samtal.edits.json"

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
JOURNAL = Journal(
    (
        ReplaceWords("a1", Span(900, 1400), ("socialt",), "psykosocialt", ("om",), ("arbete.",)),
        NameSpeaker("b2", "S1", Span(0, 9000), ("Hej", "och"), "Åsa Öberg", "asa"),
        NameSpeaker("b3", "S3", Span(9, 10), ("Ja",), "Talare 2", None, (Span(5, 6), ("Nej",))),
        AttributeWords(
            "c3", Span(5, 10), ("Mm.",), "Bo", ("nu.",), ("Och",), None, (Span(20, 30), ("Tack",))
        ),
        AttributeWords("c4", Span(5, 10), ("Mm.",), "Bo"),
        SetChapters("d5", (Chapter(Span(0, 5000), "Inledning", "reviewed"),)),
        NotSpeaker("e6", "S2", Span(5, 10), ("Mm.",), "bo", by="Åsa Öberg", at=NOON),
        Withhold("f7", Span(700, 900), "gästens önskan", sound=True),
        SplitSegment("g8", Span(900, 900), ("om",), ("socialt", "arbete.")),
        JoinSegments("h9", Span(900, 950), ("om",), ("socialt", "arbete.")),
    ),
    source="samtal.mp4",
)


def test_every_type_of_entry_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "samtal.edits.json"
    assert write_journal(path, JOURNAL)
    assert path.read_text(encoding="utf-8") == GOLDEN.read_text(encoding="utf-8")
    assert read_journal(path) == JOURNAL
    assert not write_journal(path, JOURNAL)


def test_no_file_is_an_empty_journal(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "a.edits.json") == Journal()
    assert Journal().chapters == ()


def test_what_a_later_version_wrote_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.edits.json"
    entry = {"type": "replace-words", "id": "x", "span": [1, 2], "before": ["a"], "after": "b"}
    entry |= {"left": [], "right": [], "by": "Åsa", "why": {"deep": [1, None]}}
    later = {"type": "mark-laughter", "span": "whenever", "id": 7}
    document = {"schema": 1, "reviewed": True, "entries": [entry, later]}
    path.write_text(json.dumps(document), encoding="utf-8-sig")
    journal = read_journal(path)
    assert journal.entries[1] == UnknownEntry("", later)
    write_journal(path, appended(journal, [JOURNAL.entries[0]]))
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["reviewed"] is True
    assert kept["entries"][:2] == [entry, later]
    assert len(kept["entries"]) == 3


@pytest.mark.parametrize(
    "made",
    [
        {"by": 7, "at": None},
        {"by": None, "at": "i går"},
        {"at": "2026-06-03T12:00:00"},
        {"at": "2026-06-03T12:00:00Z", "by": ""},
        {"at": "2026-06-03T14:00:00.125+02:00"},
        {"at": "2026-06-03T14:00:00+02:00", "by": " Åsa "},
    ],
)
def test_who_and_when_in_any_form_are_written_back_as_they_were(made: dict[str, object]) -> None:
    entry = {"type": "set-chapters", "id": "x", "chapters": [], **made}
    document = {"schema": 1, "entries": [entry]}
    assert journal_to_json(journal_from_json(document)) == document


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1, column 1: Expecting value"),
        (b'{"schema": 1,\n "entries": [}', "line 2, column 14: Expecting value"),
        (b"\xff\xfe", "byte 0 is not UTF-8"),
        (b"[]", "journal: [] is not an object"),
        (b'{"schema": 2, "entries": []}', "schema: 2 was written by a newer mediahub"),
        (b'{"schema": 0, "entries": []}', "schema: there is no version 0"),
        (b'{"schema": 1}', "entries: missing"),
        (b'{"schema": 1, "entries": [{"id": "x"}]}', "entries[0].type: missing"),
        (
            b'{"schema": 1, "entries": [{"type": "name-speaker", "id": "x", "span": [3, 1]}]}',
            "entries[0].span: the start 3 comes after the end 1",
        ),
        (
            b'{"schema": 1, "entries": [{"type": "set-chapters", "id": "x", "chapters": [1]}]}',
            "entries[0].chapters[0]: 1 is not an object",
        ),
    ],
)
def test_a_damaged_journal_is_named_and_never_written_over(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "a.edits.json"
    path.write_bytes(content)
    for attempt in (lambda: read_journal(path), lambda: write_journal(path, JOURNAL)):
        with pytest.raises(MediaError) as raised:
            attempt()
        assert str(raised.value).startswith(f"{path}: the edits cannot be read: {message}")
    assert path.read_bytes() == content


def test_the_same_edit_has_the_same_id_whoever_makes_it() -> None:
    entry = identified(ReplaceWords("", Span(1, 2), ("a",), "b"))
    assert entry.id == identified(ReplaceWords("", Span(1, 2), ("a",), "b")).id
    assert entry.id == identified(replace(entry, by="Åsa", at=NOON)).id
    assert entry.id != identified(ReplaceWords("", Span(1, 2), ("a",), "c")).id


def test_the_last_chapters_count() -> None:
    last = SetChapters("z", (Chapter(Span(0, 9), "Allt", "reviewed"),))
    assert appended(JOURNAL, [last]).chapters == last.chapters


def test_the_journal_lies_beside_its_source_and_is_not_shared(tmp_path: Path) -> None:
    film, sound = tmp_path / "a.b.mp4", tmp_path / "a.b.mp3"
    film.touch()
    sound.touch()
    assert journal_path(film) == tmp_path / "a.b.edits.json"
    write_journal(journal_path(film), Journal(source="a.b.mp4"))
    assert journal_path(film) == tmp_path / "a.b.edits.json"
    assert journal_path(sound) == tmp_path / "a.b.mp3.edits.json"
    film.unlink()  # the journal of a file that was converted goes on with its successor
    assert journal_path(sound) == tmp_path / "a.b.edits.json"
    write_journal(tmp_path / "a.b.mp3.edits.json", Journal(source="a.b.mp3"))
    assert journal_path(sound) == tmp_path / "a.b.mp3.edits.json"


@pytest.mark.parametrize("size", range(240, 256))
@pytest.mark.parametrize("sign", ["a", "å"])
def test_a_file_name_as_long_as_it_may_be_has_edits(tmp_path: Path, size: int, sign: str) -> None:
    stem = sign * ((size - len(".mp4")) // len(sign.encode()))
    stem = "x" * (size - len(".mp4") - len(stem.encode())) + stem
    film, sound = tmp_path / f"{stem}.mp4", tmp_path / f"{stem}.mp3"
    assert len(film.name.encode()) == size
    film.touch()
    sound.touch()
    places = []
    for source in (film, sound):
        path = journal_path(source)
        append(path, [SetChapters("", ())], source=source.name)
        assert journal_path(source) == path
        assert read_journal(path).source == source.name
        assert len(path.name.encode()) <= 255
        assert path.name.startswith(source.stem[:100])
        assert path.name.endswith(".edits.json")
        places.append(path)
    assert places[0] != places[1]


def test_a_long_name_finds_its_edits_however_its_letters_are_composed(tmp_path: Path) -> None:
    for letters in (85, 100, 124):
        composed = tmp_path / f"{'å' * letters}.mp4"
        decomposed = tmp_path / unicodedata.normalize("NFD", composed.name)
        assert journal_path(decomposed) == journal_path(composed)
    # A name that has room for it keeps its own letters.
    short = tmp_path / unicodedata.normalize("NFD", "å.mp4")
    assert journal_path(short) == short.with_name(f"{short.stem}.edits.json")


@pytest.mark.parametrize("owner", ["", "annan/a.mp4", "å" * 200, "\0"])
def test_a_journal_of_what_is_no_file_name_belongs_to_whoever_is_there(
    tmp_path: Path, owner: str
) -> None:
    write_journal(tmp_path / "a.edits.json", Journal(source=owner))
    assert journal_path(tmp_path / "a.mp3") == tmp_path / "a.edits.json"


texts = st.text(max_size=8)
some = st.lists(texts, max_size=3).map(tuple)
spans = st.tuples(st.integers(0, 999), st.integers(0, 999)).map(lambda p: Span(p[0], sum(p)))
rests = st.dictionaries(texts.map("x{}".format), st.none() | st.booleans() | texts, max_size=2)
voices = st.none() | st.tuples(spans, some)
bys = st.none() | texts
ats = st.none() | st.datetimes(
    min_value=datetime(2020, 1, 1),
    timezones=st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
).map(lambda moment: moment.replace(microsecond=0))
entries = st.one_of(
    st.builds(ReplaceWords, texts, spans, some, texts, some, some, rest=rests, by=bys, at=ats),
    st.builds(
        NameSpeaker,
        texts,
        texts,
        spans,
        some,
        texts,
        st.none() | texts,
        voices,
        rest=rests,
        by=bys,
        at=ats,
    ),
    st.builds(
        AttributeWords,
        texts,
        spans,
        some,
        texts,
        some,
        some,
        st.none() | texts,
        voices,
        rest=rests,
        by=bys,
        at=ats,
    ),
    st.builds(NotSpeaker, texts, texts, spans, some, texts, rest=rests, by=bys, at=ats),
)


@given(st.lists(entries, max_size=5).map(tuple), rests)
def test_any_journal_comes_back_as_it_went_out(
    made: tuple[Entry, ...], rest: dict[str, object]
) -> None:
    journal = Journal(made, rest=rest)
    assert journal_from_json(json.loads(json.dumps(journal_to_json(journal)))) == journal
