"""published.toml of earlier versions: read at once, and taken over without a GUID or date changing."""
# ruff: noqa: E501  (a line of an error is a line here)

import threading
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.errors import SettingsError
from mediahub.workspace import former_ledger
from mediahub.workspace.former_ledger import take_over
from mediahub.workspace.ledger import (
    Ledger,
    Promise,
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

A, B = "a" * 64, "b" * 64
PODCAST = "9b024349-ccf0-5f69-a609-6b82873eab3c"
OLD = f"""\
# What mediahub has promised to the world: the GUIDs by which podcast apps know the episodes, when
# each was first published, and the addresses it was given. Written at publication. Keep this file
# for ever (and in your backup): without it every subscriber gets every episode anew.

# Vår egen anteckning.
version = 7

[feeds] # flöden
podd = "{PODCAST}" # gammal

# Första avsnittet
[[promises]]
item = "t-a"
title = "Om \\"våld\\""
guid = "g1" # rör ej
series = "podd"
published = 2020-06-03T07:00:00+02:00
source_sha256 = "{A}"
note = "sparas"
[[promises.enclosures]]
url = "http://127.0.0.1:8765/podd/t-a/t-a-d80f6e6f.mp3"
sha256 = "{A}"
length = 100
type = "audio/mpeg"
key = "k1"
[[promises.enclosures]]
url = "https://x.se/podd/t-a/t-a-d80f6e6f.mp3"
sha256 = "{A}"
length = 100
type = "audio/mpeg"
key = "k1"
bitrate = 128
tags = {{title = "Om \\"våld\\"", artist = "Karin Ahlgren, Johan Ekberg"}}
chapters = [
    {{start_ms = 0, title = "Tidiga insatser"}},
    {{start_ms = 20470, title = "Hembesöken"}},
]

[[promises]]
item = "t-b"
title = "Film"
guid = "g2"
series = "film"
published = 2020-12-03T07:00:00+01:00
source_sha256 = "{B}"
withdrawn = 2021-01-01T12:00:00+01:00
[[promises.enclosures]]
url = "http://localhost:9000/film/t-b/t-b-9486821d.mp4"
sha256 = "{B}"
length = 200
type = "video/mp4"
"""
ENCLOSURE = PromisedEnclosure(
    "https://x.se/podd/t-a/t-a-d80f6e6f.mp3", A, 100, "audio/mpeg", "k1",
    ((0, "Tidiga insatser"), (20470, "Hembesöken")),
    (("title", 'Om "våld"'), ("artist", "Karin Ahlgren, Johan Ekberg")),
)  # fmt: skip
FIRST = Promise(
    "t-a", "g1", "podd", datetime(2020, 6, 3, 5, tzinfo=UTC), A, (ENCLOSURE,), title='Om "våld"'
)
SECOND = Promise(
    "t-b", "g2", "film", datetime(2020, 12, 3, 6, tzinfo=UTC), B,
    withdrawn=datetime(2021, 1, 1, 11, tzinfo=UTC), title="Film",
)  # fmt: skip
LEDGER = ledger_of([FIRST, SECOND], {"podd": PODCAST})


@pytest.fixture
def old(tmp_path: Path) -> Workspace:
    """A workspace of before, with promises at public addresses and on this machine."""
    (tmp_path / "published.toml").write_text(OLD, encoding="utf-8")
    return Workspace(tmp_path)


def files(place: Workspace) -> dict[str, str]:
    found = (path for path in sorted(place.root.rglob("*")) if path.is_file())
    texts = {path.relative_to(place.root).as_posix(): path for path in found}
    return {name: path.read_text("utf-8") for name, path in texts.items() if name[0] != "."}


def test_its_promises_are_seen_at_once_and_nothing_is_touched(old: Workspace) -> None:
    assert read_ledger(old) == LEDGER
    assert read_promise(old, "t-a") == FIRST
    assert read_promise(old, "t-c") is None
    assert series_guid(old, "podd") == PODCAST
    assert files(old) == {"published.toml": OLD}


def test_the_first_write_gives_each_promise_its_file_and_keeps_the_old_one(old: Workspace) -> None:
    assert write_promise(old, replace(SECOND, title="Nytt")) is True
    assert sorted(files(old)) == [
        "published/items/t-a.toml",
        "published/items/t-b.toml",
        "published/series/podd.toml",
        "published/taken-over.toml",
    ]
    assert files(old)["published/taken-over.toml"] == OLD
    assert read_ledger(old) == LEDGER.with_promise(replace(SECOND, title="Nytt"))


@pytest.mark.parametrize(
    "write",
    [
        take_over,
        lambda place: write_promise(place, FIRST),
        lambda place: write_series_guid(place, "podd", PODCAST),
        lambda place: write_changed(place, Ledger(), LEDGER),
    ],
)
def test_whoever_writes_takes_it_over(old: Workspace, write) -> None:
    write(old)
    assert not old.former_ledger.exists()
    assert read_ledger(old) == LEDGER
    assert take_over(old) is False


def test_what_is_not_understood_goes_along(old: Workspace) -> None:
    take_over(old)
    file = tomllib.loads(old.promise("t-a").read_text("utf-8"))
    assert file["note"] == "sparas"
    assert [(one["url"], one["bitrate"]) for one in file["enclosures"]] == [(ENCLOSURE.url, 128)]


def test_what_was_made_for_the_preview_is_no_promise(old: Workspace) -> None:
    take_over(old)
    assert "127.0.0.1" not in old.promise("t-a").read_text("utf-8")
    assert "localhost" not in old.promise("t-b").read_text("utf-8")


class Killed(BaseException):
    """The program ends here."""


@pytest.mark.parametrize("after", range(4))
def test_a_killed_take_over_is_gone_on_with(
    old: Workspace, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    calls = iter(range(10))

    def until_killed(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: object) -> Any:
            if next(calls) >= after:
                raise Killed
            return real(*args)

        return call

    with monkeypatch.context() as patch:  # three files are written, and then a name is sought
        for name in ("write_text", "_free_name"):
            patch.setattr(former_ledger, name, until_killed(getattr(former_ledger, name)))
        with pytest.raises(Killed):
            take_over(old)
    assert files(old)["published.toml"] == OLD
    assert len(files(old)) == 1 + after
    assert read_ledger(old) == LEDGER
    # Meanwhile nobody else is stopped, and what was written since is the newer.
    write_promise(old, replace(FIRST, title="Nytt"))
    assert read_ledger(old) == LEDGER.with_promise(replace(FIRST, title="Nytt"))
    assert files(old)["published/taken-over.toml"] == OLD


def test_several_who_write_at_once_take_it_over_once(old: Workspace) -> None:
    wanted = [
        replace(
            promise, item=f"{promise.item}{suffix}", guid=f"{promise.guid}{suffix}", title="Nytt"
        )
        for promise in (FIRST, SECOND)
        for suffix in ("", "x", "y")
    ]
    threads = [threading.Thread(target=write_promise, args=(old, one)) for one in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read_ledger(old) == ledger_of(wanted, LEDGER.feeds)
    assert [path.name for path in old.published.glob("*.toml")] == ["taken-over.toml"]


def test_one_that_comes_back_is_taken_over_again(old: Workspace) -> None:
    take_over(old)
    write_promise(old, replace(FIRST, title="Nytt"))
    first = OLD[OLD.index("[[promises]]") : OLD.index('[[promises]]\nitem = "t-b"')]
    third = OLD + first.replace('"t-a"', '"t-c"').replace('"g1"', '"g3"')
    old.former_ledger.write_text(third, "utf-8")
    assert read_promise(old, "t-a") == replace(FIRST, title="Nytt")
    take_over(old)
    assert sorted(read_ledger(old).by_item) == ["t-a", "t-b", "t-c"]
    assert read_promise(old, "t-a") == replace(FIRST, title="Nytt")
    assert files(old)["published/taken-over.toml"] == OLD
    assert files(old)["published/taken-over-2.toml"] == third


def test_two_guids_for_one_item_stop_it_and_nothing_is_moved(old: Workspace) -> None:
    take_over(old)
    old.former_ledger.write_text(OLD.replace('"g1"', '"g9"'), "utf-8")
    told = "published.toml has 'g9' for t-a, and this file 'g1'; a GUID never changes"
    ledger = read_ledger(old)
    assert list(ledger.by_item) == ["t-b"]
    assert told in ledger.damaged["t-a"]
    before = files(old)
    with pytest.raises(SettingsError, match=f"published/items/t-a.toml: key 'guid': {told}"):
        take_over(old)
    assert files(old) == before


def test_a_damaged_file_of_its_own_is_not_replaced_by_the_old_one(old: Workspace) -> None:
    old.promises.mkdir(parents=True)
    old.promise("t-a").write_text("?")
    assert list(read_ledger(old).damaged) == ["t-a"]
    take_over(old)
    assert old.promise("t-a").read_text() == "?"
    assert read_ledger(old).by_item == {"t-b": SECOND}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (OLD.replace('guid = "g1"', "guid = 1"), "[[promises]] 1, key 'guid': should be text in quotes, is 1"),
        (OLD.replace('item = "t-a"\n', ""), "[[promises]] 1, key 'item': is missing"),
        (OLD.replace("06-03T07:00:00+02:00", "06-03T07:00:00"), "[[promises]] 1, key 'published': 2020-06-03T07:00:00 lacks its offset, such as +02:00"),
        (OLD.replace("length = 200", "length = -1"), "[[promises]] 2, [[enclosures]] 1, key 'length': -1 will not do: it should be greater than or equal to 0"),
        (OLD.replace('"t-b"', '"t-a"'), "[[promises]] 2, key 'item': 't-a' stands in [[promises]] 1 too"),
        (OLD + "=", "line 52, column 1: Invalid statement"),
    ],
)  # fmt: skip
def test_damage_is_told_and_never_written_over(tmp_path: Path, text: str, what: str) -> None:
    place = Workspace(tmp_path)
    place.former_ledger.write_text(text, "utf-8")
    for use in (
        lambda: read_ledger(place), lambda: take_over(place), lambda: read_promise(place, "t-a"),
        lambda: write_promise(place, FIRST), lambda: write_changed(place, Ledger(), LEDGER),
    ):  # fmt: skip
        with pytest.raises(SettingsError) as error:
            use()
        assert f"published.toml: {what}" in str(error.value).split("\n")
        assert (
            "published.toml: mend it or restore it from a backup; what it holds cannot be remade"
            in str(error.value)
        )
    assert files(place) == {"published.toml": text}


def test_promises_in_an_inline_array_are_taken_over(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    place.former_ledger.write_text(
        f'promises = [{{ item = "t-a", guid = "g1", series = "podd", source_sha256 = "{A}", '
        "published = 2020-06-03T07:00:00+02:00 }]\n"
    )
    take_over(place)
    assert read_ledger(place) == ledger_of([replace(FIRST, title="", enclosures=())])


def test_an_empty_one_is_moved_aside(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    place.former_ledger.touch()
    assert read_ledger(place) == Ledger()
    assert take_over(place) is True
    assert files(place) == {"published/taken-over.toml": ""}


@settings(max_examples=30)
@given(
    titles=st.lists(st.text(st.characters(codec="utf-8"), max_size=10), min_size=1, max_size=4),
    when=st.integers(0, 4),
)
def test_writes_and_a_take_over_in_any_order_give_the_same_ledger(
    tmp_path_factory, titles: list[str], when: int
) -> None:
    place = Workspace(tmp_path_factory.mktemp("ledger"))
    ledger = LEDGER
    write_changed(place, Ledger(), ledger)
    for number, title in enumerate(titles):
        if number == when:
            place.former_ledger.write_text(OLD, "utf-8")
        ledger = ledger.with_promise(replace(ledger.promises[number % 2], title=title))
        write_promise(place, ledger.promises[number % 2])
    assert read_ledger(place) == ledger
