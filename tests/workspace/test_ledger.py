"""published/: promises are read, added to, and never forgotten."""
# ruff: noqa: E501  (a line of an error is a line here)

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.errors import SettingsError
from mediahub.workspace import ledger as doors
from mediahub.workspace.ledger import (
    Ledger,
    Promise,
    PromisedChapters,
    PromisedEnclosure,
    ledger_of,
    read_ledger,
    read_promise,
    series_guid,
    write_changed,
    write_promise,
    write_series_guid,
)
from mediahub.workspace.paths import Workspace

A, B, C = "a" * 64, "b" * 64, "c" * 64
PODCAST = "9b024349-ccf0-5f69-a609-6b82873eab3c"
OTHER = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
FIRST = PromisedEnclosure(
    "https://x.se/a-1.mp3", A, 100, "audio/mpeg", "k1", ((0, "Start"), (1500, "Slut")),
    (("title", 'Om "våld"'),),
)  # fmt: skip
SECOND = PromisedEnclosure("https://x.se/a-2.mp3", B, 200, "audio/mpeg")
PROMISE = Promise(
    item="t-a",
    guid="g1",
    series="podd",
    published=datetime(2020, 6, 3, 4, tzinfo=UTC),
    source_sha256=A,
    enclosures=(FIRST,),
    title='Om "våld"',
)
NEXT = replace(PROMISE, item="t-b", guid="g2", enclosures=())
LEDGER = ledger_of([PROMISE], {"podd": PODCAST})
WRITTEN = f"""\
# What mediahub has promised to the world of this item: the GUID by which podcast apps know it, when
# it was first published, and the addresses it was given. Written at publication. Keep this file for
# ever (and in your backup): without it every subscriber gets the episode anew.

item = "t-a"
title = "Om \\"våld\\""
guid = "g1"
series = "podd"
published = 2020-06-03T06:00:00+02:00
source_sha256 = "{A}"

[[enclosures]]
url = "https://x.se/a-1.mp3"
sha256 = "{A}"
length = 100
type = "audio/mpeg"
key = "k1"
tags = {{title = "Om \\"våld\\""}}
chapters = [
    {{start_ms = 0, title = "Start"}},
    {{start_ms = 1500, title = "Slut"}},
]
"""
SERIES = f"""\
# The GUID by which podcast apps know this podcast, also when its feed moves. Keep this file for
# ever (and in your backup).

series = "podd"
guid = "{PODCAST}"
"""
COMMENTED = f"""\
# Vår egen anteckning.
version = 7
guid = "g1" # rör ej
item = "t-a"
note = "sparas"
series = "podd"
title = 'Om "våld"'
published = 2020-06-03T06:00:00+02:00
source_sha256 = "{A}"

[[enclosures]]
url = "https://x.se/a-1.mp3" # på webben
sha256 = "{A}"
length = 100
type = "audio/mpeg"
key = "k1"
bitrate = 128
tags = {{title = 'Om "våld"'}}
chapters = [{{start_ms = 0, title = "Start"}}, {{start_ms = 1500, title = "Slut"}}]
# slut
"""


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def put(place: Workspace, name: str, text: str) -> Path:
    path = place.published / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def published(place: Workspace) -> dict[str, bytes]:
    """Every file of published/ with its bytes."""
    return {
        path.relative_to(place.published).as_posix(): path.read_bytes()
        for path in sorted(place.published.rglob("*"))
        if path.is_file()
    }


def test_nothing_promised_is_an_empty_ledger_and_makes_no_file(place: Workspace) -> None:
    assert read_ledger(place) == Ledger()
    assert read_promise(place, "t-a") is None
    assert series_guid(place, "podd") is None
    assert write_changed(place, Ledger(), Ledger()) is False
    assert list(place.root.iterdir()) == []


def test_a_first_ledger_is_written_for_people_to_read(place: Workspace) -> None:
    assert write_changed(place, Ledger(), LEDGER) is True
    assert published(place) == {
        "items/t-a.toml": WRITTEN.encode(),
        "series/podd.toml": SERIES.encode(),
    }
    assert read_ledger(place) == LEDGER
    assert read_promise(place, "t-a") == PROMISE
    assert series_guid(place, "podd") == PODCAST


def test_writing_what_is_there_touches_nothing(place: Workspace) -> None:
    path = put(place, "items/t-a.toml", COMMENTED)
    put(place, "series/podd.toml", SERIES)
    before = path.stat()
    assert read_ledger(place) == LEDGER
    assert write_promise(place, PROMISE) is False
    assert write_series_guid(place, "podd", PODCAST) is False
    assert path.read_text(encoding="utf-8") == COMMENTED
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_a_change_keeps_comments_order_and_unknown_keys(place: Workspace) -> None:
    path = put(place, "items/t-a.toml", COMMENTED)
    changed = replace(
        PROMISE, title="Nytt namn", withdrawn=datetime(2021, 1, 1, 12, tzinfo=UTC),
        why="Gästen ångrade sig", enclosures=(FIRST, SECOND),
    ).with_source(C)  # fmt: skip
    assert write_promise(place, changed) is True
    assert path.read_text(encoding="utf-8") == COMMENTED.replace(
        "title = 'Om \"våld\"'\npub", 'title = "Nytt namn"\npub'
    ).replace(
        f'source_sha256 = "{A}"\n',
        f'source_sha256 = "{C}"\nformer_sources = ["{A}"]\n'
        'withdrawn = 2021-01-01T13:00:00+01:00\nwhy = "Gästen ångrade sig"\n',
    ) + (
        f'[[enclosures]]\nurl = "https://x.se/a-2.mp3"\nsha256 = "{B}"\n'
        'length = 200\ntype = "audio/mpeg"\n'
    )
    assert read_promise(place, "t-a") == changed


def test_a_series_guid_is_changed_in_its_place(place: Workspace) -> None:
    path = put(place, "series/podd.toml", SERIES + '# egen\nnote = "kvar"\n')
    assert write_series_guid(place, "podd", OTHER) is True
    assert path.read_text() == SERIES.replace(PODCAST, OTHER) + '# egen\nnote = "kvar"\n'


def test_a_promise_left_out_is_not_forgotten_and_its_file_not_touched(place: Workspace) -> None:
    write_changed(place, Ledger(), LEDGER)
    before = published(place)
    write_changed(place, Ledger(), ledger_of([NEXT]))
    assert read_ledger(place) == ledger_of([PROMISE, NEXT], {"podd": PODCAST})
    assert published(place).items() > before.items()


def test_a_withdrawal_can_be_taken_back(place: Workspace) -> None:
    write_promise(place, replace(PROMISE, withdrawn=datetime(2021, 1, 1, tzinfo=UTC), why="fel"))
    assert write_promise(place, PROMISE) is True
    assert published(place) == {"items/t-a.toml": WRITTEN.encode()}


def test_enclosures_in_an_inline_array_are_added_to(place: Workspace) -> None:
    put(
        place, "items/t-a.toml",
        f'item = "t-a"\nguid = "g1"\nseries = "podd"\nsource_sha256 = "{A}"\n'
        f'enclosures = [{{ url = "{SECOND.url}", sha256 = "{B}", length = 200, type = "audio/mpeg" }}]\n'
        "published = 2020-06-03T06:00:00+02:00\n",
    )  # fmt: skip
    there = read_promise(place, "t-a")
    assert there == replace(PROMISE, enclosures=(SECOND,), title="")
    wanted = replace(there, title="Nytt", enclosures=(SECOND, FIRST))
    write_promise(place, wanted)
    assert read_promise(place, "t-a") == wanted


def test_windows_line_ends_and_a_bom_stay(place: Workspace) -> None:
    path = put(place, "items/t-a.toml", "")
    path.write_bytes(("\ufeff" + COMMENTED).replace("\n", "\r\n").encode())
    write_promise(place, replace(PROMISE, title="Nytt"))
    data = path.read_bytes()
    assert data.startswith("\ufeff# Vår".encode())
    assert data.count(b"\n") == data.count(b"\r\n") == COMMENTED.count("\n")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (COMMENTED.replace('guid = "g1"', "guid = 1"), "key 'guid': should be text in quotes, is 1"),
        (COMMENTED.replace('series = "podd"\n', ""), "key 'series': is missing"),
        (COMMENTED.replace("06:00:00+02:00", "06:00:00"), "key 'published': 2020-06-03T06:00:00 lacks its offset, such as +02:00"),
        (COMMENTED.replace("length = 100", "length = -1"), "[[enclosures]] 1, key 'length': -1 will not do: it should be greater than or equal to 0"),
        (COMMENTED.replace('item = "t-a"', 'item = "t-c"'), "key 'item': 't-c' is not what the file is called; it is the promise of 't-a'"),
        (COMMENTED + "=", "line 21, column 1: Invalid statement"),
        ("", "key 'item': is missing"),
    ],
)  # fmt: skip
def test_damage_stops_one_item_is_told_and_never_written_over(
    place: Workspace, text: str, what: str
) -> None:
    write_promise(place, NEXT)
    path = put(place, "items/t-a.toml", text)
    ledger = read_ledger(place)
    assert ledger.promises == (NEXT,)
    assert list(ledger.damaged) == ["t-a"]
    assert f"published/items/t-a.toml: {what}" in ledger.damaged["t-a"]
    assert ledger.damaged["t-a"].endswith(
        "; mend it or restore it from a backup; what it holds cannot be remade"
    )
    for use in (lambda: read_promise(place, "t-a"), lambda: write_promise(place, PROMISE)):
        with pytest.raises(SettingsError) as error:
            use()
        assert f"published/items/t-a.toml: {what}" in str(error.value).split("\n")
    assert path.read_text(encoding="utf-8") == text


def test_a_damaged_series_stops_that_series(place: Workspace) -> None:
    path = put(place, "series/podd.toml", SERIES.replace(PODCAST, "nej"))
    ledger = read_ledger(place)
    assert (ledger.feeds, list(ledger.damaged_feeds)) == ({}, ["podd"])
    told = "published/series/podd.toml: key 'guid': \"nej\" is not a GUID (8-4-4-4-12 hex digits)"
    assert told in ledger.damaged_feeds["podd"]
    for use in (
        lambda: series_guid(place, "podd"),
        lambda: write_series_guid(place, "podd", OTHER),
    ):
        with pytest.raises(SettingsError, match="is not a GUID"):
            use()
    assert "nej" in path.read_text()


def test_a_link_to_nothing_is_damage_too(place: Workspace) -> None:
    put(place, "items/x", "")
    place.promise("t-a").symlink_to("borta.toml")
    assert "cannot be read" in read_ledger(place).damaged["t-a"]
    with pytest.raises(SettingsError, match="cannot be read"):
        read_promise(place, "t-a")


def test_what_cannot_be_looked_into_is_refused(place: Workspace) -> None:
    put(place, "items", "")
    with pytest.raises(SettingsError, match=r"published/items cannot be looked into"):
        read_ledger(place)


def test_a_copied_file_stops_both_items_until_one_is_taken_away(place: Workspace) -> None:
    for promise in (PROMISE, replace(NEXT, guid="g1"), replace(NEXT, item="t-c", guid="g3")):
        write_promise(place, promise)
    ledger = read_ledger(place)
    assert list(ledger.by_item) == ["t-c"]
    assert ledger.damaged == {
        "t-a": "published/items/t-a.toml: key 'guid': 'g1' is also that of t-b; take away the file that is a copy",
        "t-b": "published/items/t-b.toml: key 'guid': 'g1' is also that of t-a; take away the file that is a copy",
    }


def test_a_guid_is_never_changed(place: Workspace) -> None:
    write_promise(place, PROMISE)
    with pytest.raises(SettingsError, match="is 'g1' and would become 'g9'; a GUID never changes"):
        write_promise(place, replace(PROMISE, guid="g9"))
    assert read_promise(place, "t-a") == PROMISE


def test_what_others_wrote_meanwhile_stays(place: Workspace) -> None:
    write_changed(place, Ledger(), ledger_of([PROMISE, NEXT]))
    before = read_ledger(place)
    after = before.with_promise(replace(PROMISE, title="Av körningen", enclosures=(FIRST, SECOND)))
    withdrawn = datetime(2021, 1, 1, tzinfo=UTC)
    write_promise(place, replace(PROMISE, withdrawn=withdrawn, why="fel"))
    write_promise(place, replace(NEXT, title="Av någon annan"))
    assert write_changed(place, before, after) is True
    assert read_ledger(place) == ledger_of(
        [
            replace(after.promises[0], withdrawn=withdrawn, why="fel"),
            replace(NEXT, title="Av någon annan"),
        ]
    )


def test_enclosures_of_two_writers_are_both_kept(place: Workspace) -> None:
    write_promise(place, PROMISE)
    before = read_ledger(place)
    third = replace(SECOND, url="https://x.se/a-3.mp3")
    write_promise(place, replace(PROMISE, enclosures=(FIRST, SECOND)))
    write_changed(place, before, ledger_of([replace(PROMISE, enclosures=(FIRST, third))]))
    assert read_promise(place, "t-a") == replace(PROMISE, enclosures=(FIRST, SECOND, third))


def test_two_who_publish_the_same_item_at_once_give_one_promise(place: Workspace) -> None:
    write_promise(place, PROMISE)
    later = replace(PROMISE, published=PROMISE.published + timedelta(days=1), enclosures=(SECOND,))
    write_changed(place, Ledger(), ledger_of([later]))
    assert read_promise(place, "t-a") == replace(PROMISE, enclosures=(FIRST, SECOND))


def test_addresses_on_this_machine_are_not_written(place: Workspace) -> None:
    preview = replace(FIRST, url="http://127.0.0.1:8765/podd/a-1.mp3")
    write_promise(place, replace(PROMISE, enclosures=(preview, SECOND, preview, SECOND)))
    assert read_promise(place, "t-a") == replace(PROMISE, enclosures=(SECOND,))


def test_times_are_kept_in_swedish_time_to_the_second(place: Workspace) -> None:
    write_promise(place, replace(NEXT, published=datetime(2020, 1, 1, 11, 0, 0, 999, tzinfo=UTC)))
    assert b"published = 2020-01-01T12:00:00+01:00\n" in published(place)["items/t-b.toml"]


@pytest.fixture
def many(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Four promises, of which more than a few were read: they are remembered."""
    monkeypatch.setattr(doors, "FEW", 2)
    place.private.mkdir()
    for number in range(4):
        write_promise(place, replace(PROMISE, item=f"i{number}", guid=f"g{number}"))
    return place


def parsed(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> tuple[Ledger, list[str]]:
    """The ledger, and which files were parsed for it."""
    names: list[str] = []
    real = doors.read_promise_file
    with monkeypatch.context() as patch:
        patch.setattr(
            doors, "read_promise_file",
            lambda path, item, problems: names.append(item) or real(path, item, problems),
        )  # fmt: skip
        return read_ledger(place), names


def test_what_did_not_change_is_not_parsed_again(
    many: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, names = parsed(many, monkeypatch)
    assert names == ["i0", "i1", "i2", "i3"]
    assert parsed(many, monkeypatch) == (first, [])
    changed = replace(first.promises[1], title="Nytt", why="så", former_sources=(B, C))
    write_promise(many, changed)
    many.promise("i3").unlink()
    again, names = parsed(many, monkeypatch)
    assert names == ["i1"]
    assert again == ledger_of([first.promises[0], changed, first.promises[2]])


def test_what_was_written_by_the_hundred_is_remembered_at_once(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "FEW", 2)
    ledger = ledger_of(
        replace(
            PROMISE, item=f"i{number}", guid=f"g{number}", enclosures=(FIRST, SECOND),
            withdrawn=datetime(2021, 1, 1, 0, 0, 0, 5, tzinfo=UTC),
        )
        for number in range(4)
    )  # fmt: skip
    write_changed(place, Ledger(), ledger)
    remembered, names = parsed(place, monkeypatch)
    assert names == []
    (place.private / doors.CACHE).unlink()
    assert remembered == read_ledger(place)


@pytest.mark.parametrize(
    "change", [lambda data: data[:-9], lambda data: data.replace(b"g1", b"g7")]
)
def test_a_damaged_cache_is_an_empty_one(
    many: Workspace, monkeypatch: pytest.MonkeyPatch, change
) -> None:
    first = read_ledger(many)
    cache = many.private / doors.CACHE
    cache.write_bytes(change(cache.read_bytes()))
    assert parsed(many, monkeypatch) == (first, ["i0", "i1", "i2", "i3"])


def test_damage_is_told_each_time(many: Workspace) -> None:
    read_ledger(many)
    many.promise("i1").write_text("x")
    for _ in range(2):
        assert list(read_ledger(many).damaged) == ["i1"]


def test_files_of_editors_and_of_killed_programs_are_passed_over(place: Workspace) -> None:
    write_promise(place, PROMISE)
    for name in (".t-a-x1.toml", "t-a.toml~", "README.md"):
        put(place, f"items/{name}", "?")
    assert read_ledger(place) == ledger_of([PROMISE])


def test_it_is_read_where_nothing_can_be_written(many: Workspace) -> None:
    (many.private / doors.CACHE).mkdir()  # stands in the way
    assert len(read_ledger(many).promises) == 4


TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
IDS = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
TIMES = st.datetimes(
    datetime(1990, 1, 1), datetime(2100, 1, 1),
    timezones=st.sampled_from([UTC]),
).map(lambda when: when.replace(microsecond=0))  # fmt: skip
ENCLOSURES = st.builds(
    PromisedEnclosure, IDS.map("https://x.se/{}.mp3".format), st.just(A), st.integers(0, 2**40),
    st.sampled_from(["audio/mpeg", "video/mp4"]),
    chapters=st.lists(st.tuples(st.integers(0, 10**7), TEXT), max_size=2).map(tuple),
    tags=st.dictionaries(st.sampled_from(["title", "artist"]), TEXT).map(lambda tags: tuple(tags.items())),
)  # fmt: skip
SHAS = st.sampled_from([A, B, C])
PROMISES = st.builds(
    Promise, item=IDS, guid=IDS, series=IDS, published=TIMES, source_sha256=SHAS, title=TEXT,
    enclosures=st.lists(ENCLOSURES, max_size=3, unique=True).map(tuple), withdrawn=st.none() | TIMES,
    why=st.none() | TEXT.filter(str.strip), former_sources=st.lists(SHAS, max_size=2).map(tuple),
)  # fmt: skip
LEDGERS = st.builds(
    ledger_of,
    st.lists(PROMISES, max_size=4, unique_by=(lambda one: one.item, lambda one: one.guid)),
    st.dictionaries(IDS, st.just(PODCAST), max_size=3),
)


@settings(max_examples=60)
@given(ledger=LEDGERS)
def test_what_is_written_is_read_again(tmp_path_factory, ledger: Ledger) -> None:
    place = Workspace(tmp_path_factory.mktemp("ledger"))
    write_changed(place, Ledger(), ledger)
    assert read_ledger(place) == ledger
    assert write_changed(place, Ledger(), ledger) is False
    assert [read_promise(place, one.item) for one in ledger.promises] == list(ledger.promises)


@settings(max_examples=60)
@given(ledger=LEDGERS, changes=st.lists(st.tuples(st.integers(0, 3), PROMISES), max_size=5))
def test_any_sequence_of_writes_changes_the_files_meant_and_keeps_what_is_unknown(
    tmp_path_factory, ledger: Ledger, changes: list[tuple[int, Promise]]
) -> None:
    place = Workspace(tmp_path_factory.mktemp("ledger"))
    write_changed(place, Ledger(), ledger)
    for path in place.promises.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        path.write_text('# egen\nunknown = "kvar"\n' + text, encoding="utf-8", newline="\n")
    for number, wanted in changes:
        if number >= len(ledger.promises):
            continue
        old = ledger.promises[number]
        ledger = ledger.with_promise(replace(wanted, item=old.item, guid=old.guid))
        others = published(place)
        del others[f"items/{old.item}.toml"]
        write_promise(place, ledger.by_item[old.item])
        assert published(place).items() >= others.items()
    assert read_ledger(place) == ledger
    for promise in ledger.promises:
        text = place.promise(promise.item).read_text(encoding="utf-8")
        assert text.startswith('# egen\nunknown = "kvar"\n')


def test_a_promise_is_written_without_reading_the_others(place: Workspace) -> None:
    other = put(place, "items/t-x.toml", "?")
    assert write_promise(place, PROMISE) is True
    assert read_promise(place, "t-a") == PROMISE
    assert other.read_text() == "?"


def test_a_chapter_list_is_put_in_changed_and_taken_out_beside_what_people_wrote(
    place: Workspace,
) -> None:
    path = put(place, "items/t-a.toml", COMMENTED)
    listed = PromisedChapters("k1", ((0, 1500, 'Om "våld"'), (1500, 9000, "Slut")))
    for chapters in (listed, PromisedChapters("k2"), listed, None):
        promise = replace(PROMISE, chapters=chapters)
        assert write_promise(place, promise) is True
        assert (read_promise(place, "t-a"), read_ledger(place)) == (promise, ledger_of([promise]))
        for line in COMMENTED.splitlines():
            assert line in path.read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8") == COMMENTED


def test_a_chapter_list_is_written_for_people_to_read(place: Workspace) -> None:
    write_promise(place, replace(PROMISE, chapters=PromisedChapters("k1", ((0, 9, "Start"),))))
    assert published(place)["items/t-a.toml"].decode() == WRITTEN.replace(
        "\n\n[[enclosures]]",
        '\nchapters_key = "k1"\nchapters = [\n'
        '    {start_ms = 0, end_ms = 9, title = "Start"},\n]\n\n[[enclosures]]',
    )
