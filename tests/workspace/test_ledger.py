"""published.toml: promises are read, added to, and never forgotten."""
# ruff: noqa: E501  (a line of an error is a line here)

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.errors import SettingsError
from mediahub.workspace.ledger import (
    Ledger,
    Promise,
    PromisedEnclosure,
    mint_guid,
    podcast_guid,
    read_ledger,
    write_ledger,
)

A, B = "a" * 64, "b" * 64
PODCAST = "9b024349-ccf0-5f69-a609-6b82873eab3c"
FIRST = PromisedEnclosure("https://x.se/a-1.mp3", A, 100, "audio/mpeg")
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
LEDGER = Ledger((PROMISE,), {"podd": PODCAST})
WRITTEN = f"""\
# What mediahub has promised to the world: the GUIDs by which podcast apps know the episodes, when
# each was first published, and the addresses it was given. Written at publication. Keep this file
# for ever (and in your backup): without it every subscriber gets every episode anew.

[feeds]
podd = "{PODCAST}"

[[promises]]
item = "t-a"
title = "Om \\"våld\\""
guid = "g1"
series = "podd"
published = 2020-06-03T06:00:00+02:00
source_sha256 = "{A}"
[[promises.enclosures]]
url = "https://x.se/a-1.mp3"
sha256 = "{A}"
length = 100
type = "audio/mpeg"
"""
COMMENTED = f"""\
# Vår egen anteckning.
version = 7

[feeds] # flöden
podd = "{PODCAST}" # gammal

# Första avsnittet
[[promises]]
guid = "g1" # rör ej
item = "t-a"
note = "sparas"
series = "podd"
title = 'Om "våld"'
published = 2020-06-03T06:00:00+02:00
source_sha256 = "{A}"

[[promises.enclosures]]
url = "https://x.se/a-1.mp3"
sha256 = "{A}"
length = 100
type = "audio/mpeg"
# slut
"""


def test_a_missing_file_is_an_empty_ledger(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "published.toml") == Ledger()


def test_a_first_ledger_is_written_for_people_to_read(tmp_path: Path) -> None:
    path = tmp_path / "published.toml"
    assert write_ledger(path, LEDGER) is True
    assert path.read_text() == WRITTEN
    assert read_ledger(path) == LEDGER


def test_writing_what_is_there_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "published.toml"
    path.write_text(COMMENTED)
    before = path.stat()
    assert read_ledger(path) == LEDGER
    assert write_ledger(path, LEDGER) is False
    assert path.read_text() == COMMENTED
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_an_empty_ledger_makes_no_file(tmp_path: Path) -> None:
    assert write_ledger(tmp_path / "published.toml", Ledger()) is False
    assert list(tmp_path.iterdir()) == []


def test_a_change_keeps_comments_order_and_unknown_keys(tmp_path: Path) -> None:
    path = tmp_path / "published.toml"
    path.write_text(COMMENTED)
    changed = replace(
        PROMISE, title="Nytt namn", withdrawn=datetime(2021, 1, 1, 12, tzinfo=UTC),
        enclosures=(FIRST, SECOND),
    )  # fmt: skip
    assert write_ledger(path, Ledger((changed,), LEDGER.feeds)) is True
    assert path.read_text() == COMMENTED.replace(
        "title = 'Om \"våld\"'", 'title = "Nytt namn"'
    ).replace(
        f'source_sha256 = "{A}"\n',
        f'source_sha256 = "{A}"\nwithdrawn = 2021-01-01T13:00:00+01:00\n',
    ) + (
        f'[[promises.enclosures]]\nurl = "https://x.se/a-2.mp3"\nsha256 = "{B}"\n'
        'length = 200\ntype = "audio/mpeg"\n'
    )


def test_a_new_promise_is_put_last_and_the_rest_is_untouched(tmp_path: Path) -> None:
    path = tmp_path / "published.toml"
    path.write_text(COMMENTED)
    new = replace(PROMISE, item="t-b", guid="g2", enclosures=())
    assert write_ledger(path, Ledger((PROMISE, new), {"podd": PODCAST, "film": PODCAST}))
    assert path.read_text().startswith(COMMENTED[: COMMENTED.index("# Första")].rstrip())
    assert COMMENTED[COMMENTED.index("# Första") :] in path.read_text()
    assert read_ledger(path) == Ledger((PROMISE, new), {"podd": PODCAST, "film": PODCAST})


def test_a_promise_left_out_is_not_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "published.toml"
    write_ledger(path, LEDGER)
    new = replace(PROMISE, item="t-b", guid="g2")
    write_ledger(path, Ledger((new,)))
    assert read_ledger(path) == Ledger((PROMISE, new), {"podd": PODCAST})


def test_a_withdrawal_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "published.toml"
    withdrawn = replace(PROMISE, withdrawn=datetime(2021, 1, 1, tzinfo=UTC))
    write_ledger(path, Ledger((withdrawn,)))
    write_ledger(path, LEDGER)
    assert read_ledger(path) == LEDGER


def test_promises_in_an_inline_array_are_added_to(tmp_path: Path) -> None:
    path = tmp_path / "published.toml"
    path.write_text(
        f'promises = [{{ item = "t-a", guid = "g1", series = "podd", source_sha256 = "{A}", '
        "published = 2020-06-03T06:00:00+02:00 }]\n"
    )
    (first,) = read_ledger(path).promises
    new = replace(PROMISE, item="t-b", guid="g2", enclosures=(FIRST, SECOND))
    write_ledger(path, Ledger((replace(first, enclosures=(FIRST,)), new)))
    assert read_ledger(path).promises == (replace(first, enclosures=(FIRST,)), new)


def test_feeds_may_come_after_the_promises(tmp_path: Path) -> None:
    path = tmp_path / "published.toml"
    write_ledger(path, Ledger((PROMISE,)))
    write_ledger(path, LEDGER)
    new = replace(PROMISE, item="t-b", guid="g2")
    write_ledger(path, Ledger((replace(PROMISE, title="Nytt"), new), LEDGER.feeds))
    assert read_ledger(path) == Ledger((replace(PROMISE, title="Nytt"), new), LEDGER.feeds)


def test_windows_line_ends_and_a_bom_stay(tmp_path: Path) -> None:
    path = tmp_path / "published.toml"
    path.write_bytes(("\ufeff" + COMMENTED).replace("\n", "\r\n").encode())
    write_ledger(path, Ledger((replace(PROMISE, title="Nytt"),)))
    data = path.read_bytes()
    assert data.startswith("\ufeff# Vår".encode())
    assert data.count(b"\n") == data.count(b"\r\n") == COMMENTED.count("\n")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (COMMENTED.replace('guid = "g1"', "guid = 1"), "[[promises]] 1, key 'guid': should be text in quotes, is 1"),
        (COMMENTED.replace('item = "t-a"\n', ""), "[[promises]] 1, key 'item': is missing"),
        (COMMENTED.replace("06:00:00+02:00", "06:00:00"), "[[promises]] 1, key 'published': 2020-06-03T06:00:00 lacks its offset, such as +02:00"),
        (COMMENTED.replace("length = 100", "length = -1"), "[[promises]] 1, [[enclosures]] 1, key 'length': -1 will not do: it should be greater than or equal to 0"),
        (COMMENTED + COMMENTED[COMMENTED.index("[[promises]]") :].replace("g1", "g2"), "[[promises]] 2, key 'item': 't-a' stands in [[promises]] 1 too"),
        (COMMENTED[:-20] + "=", "line 21, column 8: Invalid value"),
    ],
)  # fmt: skip
def test_damage_is_told_and_never_written_over(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "published.toml"
    path.write_text(text)
    for use in (read_ledger, lambda path: write_ledger(path, LEDGER)):
        with pytest.raises(SettingsError) as error:
            use(path)
        assert f"published.toml: {what}" in str(error.value).split("\n")
    assert path.read_text() == text


def test_promises_are_found_by_item_and_by_source() -> None:
    assert LEDGER.promise("t-a") == PROMISE
    assert LEDGER.promise("t-b") is None
    assert LEDGER.of_source(A) == (PROMISE,)
    assert LEDGER.of_source(B) == ()


TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
IDS = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
TIMES = st.datetimes(
    datetime(1990, 1, 1), datetime(2100, 1, 1),
    timezones=st.sampled_from([UTC]),
).map(lambda when: when.replace(microsecond=0))  # fmt: skip
ENCLOSURES = st.builds(
    PromisedEnclosure, IDS.map("https://x.se/{}.mp3".format), st.just(A), st.integers(0, 2**40),
    st.sampled_from(["audio/mpeg", "video/mp4"]),
)  # fmt: skip
PROMISES = st.builds(
    Promise, item=IDS, guid=IDS, series=IDS, published=TIMES, source_sha256=st.just(B), title=TEXT,
    enclosures=st.lists(ENCLOSURES, max_size=3).map(tuple), withdrawn=st.none() | TIMES,
)  # fmt: skip
LEDGERS = st.builds(
    Ledger,
    st.lists(PROMISES, max_size=4, unique_by=(lambda one: one.item, lambda one: one.guid)).map(
        tuple
    ),
    st.dictionaries(IDS, st.just(PODCAST), max_size=3),
)


@settings(max_examples=60)
@given(ledger=LEDGERS)
def test_what_is_written_is_read_again(tmp_path_factory, ledger: Ledger) -> None:
    path = tmp_path_factory.mktemp("ledger") / "published.toml"
    write_ledger(path, ledger)
    assert read_ledger(path) == ledger
    assert write_ledger(path, ledger) is False


@settings(max_examples=60)
@given(ledger=LEDGERS, titles=st.lists(TEXT, min_size=4, max_size=4), enclosure=ENCLOSURES)
def test_any_change_of_a_promise_is_read_again(tmp_path_factory, ledger, titles, enclosure) -> None:
    path = tmp_path_factory.mktemp("ledger") / "published.toml"
    write_ledger(path, ledger)
    changed = tuple(
        replace(
            promise,
            title=title,
            published=promise.published + timedelta(days=1),
            enclosures=(*promise.enclosures[number % 2 :], enclosure),
            withdrawn=None,
        )
        for number, (promise, title) in enumerate(zip(ledger.promises, titles, strict=False))
    )
    write_ledger(path, Ledger(changed, ledger.feeds))
    assert read_ledger(path) == Ledger(changed, ledger.feeds)


@pytest.mark.parametrize(
    "url", ["podnews.net/rss", "https://podnews.net/rss", "http://podnews.net/rss//"]
)
def test_a_podcast_guid_is_that_of_the_specification(url: str) -> None:
    assert podcast_guid(url) == PODCAST


def test_a_guid_differs_for_each_podcast_item_and_source() -> None:
    minted = {
        mint_guid(podcast, item, source)
        for podcast in (PODCAST, "https://x.se")
        for item in ("a", "b")
        for source in (A, B)
    }
    assert len(minted) == 8
    assert mint_guid(PODCAST, "a", A) == "7b1b9f45-18c0-56ac-a382-ff71c42e8802"
