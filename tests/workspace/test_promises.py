"""Promises as values: what is public, which sources are known, how a GUID is minted."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mediahub.workspace.promises import (
    Ledger,
    Promise,
    PromisedEnclosure,
    is_public,
    ledger_of,
    mint_guid,
)

A, B, C = "a" * 64, "b" * 64, "c" * 64
PODCAST = "9b024349-ccf0-5f69-a609-6b82873eab3c"
PROMISE = Promise("t-a", "g1", "podd", datetime(2020, 6, 3, 4, tzinfo=UTC), A)
PUBLIC = PromisedEnclosure("https://x.se/a.mp3", A, 1, "audio/mpeg")
PREVIEW = replace(PUBLIC, url="http://127.0.0.1:8765/a.mp3")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8765/podd/a.mp3", "http://127.9.9.9/a", "https://localhost/a",
        "http://LOCALHOST:80/a", "http://localhost.:1/a", "http://feed.localhost/a",
        "http://[::1]:8765/a", "http://[::ffff:127.0.0.1]/a", "http://0.0.0.0/a", "http://[::]/a",
        "http://[::1/a", "/a.mp3", "",
    ],
)  # fmt: skip
def test_this_machine_is_not_public(url: str) -> None:
    assert is_public(url) is False


@pytest.mark.parametrize(
    "url",
    [
        "https://lindhamn.example/feeds/a.mp3", "http://10.0.0.7/a", "http://intranet/a",
        "http://127.0.0.1.example.se/a", "https://localhost.se/a", "http://128.0.0.1/a",
        "http://[2001:db8::1]:80/a", "https://x.se/127.0.0.1/localhost",
    ],
)  # fmt: skip
def test_what_others_can_ask_for_is_public(url: str) -> None:
    assert is_public(url) is True


def test_a_promise_keeps_public_addresses_alone() -> None:
    promise = replace(PROMISE, enclosures=(PREVIEW, PUBLIC, PREVIEW, PUBLIC))
    assert promise.kept() == replace(PROMISE, enclosures=(PUBLIC,))
    assert PROMISE.kept() is PROMISE


def test_a_replaced_source_is_remembered_once() -> None:
    promise = PROMISE.with_source(B).with_source(C).with_source(A).with_source(A)
    assert (promise.source_sha256, promise.former_sources) == (A, (B, C))
    assert promise.sources == (B, C, A)
    assert PROMISE.with_source(A) is PROMISE


def test_promises_are_found_by_item_and_listed_in_order() -> None:
    other = replace(PROMISE, item="s-b", guid="g2")
    ledger = ledger_of([PROMISE, other])
    assert ledger.promise("t-a") is PROMISE
    assert ledger.promise("t-b") is None
    assert ledger.promises == (other, PROMISE)


def test_a_changed_ledger_is_another_value() -> None:
    ledger = ledger_of([PROMISE])
    changed = replace(PROMISE, title="Nytt")
    new = replace(PROMISE, item="s-b", guid="g2")
    assert ledger.with_promise(changed, new) == ledger_of([changed, new])
    assert ledger.with_promise(PROMISE) is ledger
    assert ledger.with_feed("podd", PODCAST) == ledger_of([PROMISE], {"podd": PODCAST})
    assert ledger == ledger_of([PROMISE])
    assert Ledger() == ledger_of([])


def test_a_guid_differs_for_each_podcast_item_and_source() -> None:
    minted = {
        mint_guid(podcast, item, source)
        for podcast in (PODCAST, "https://x.se")
        for item in ("a", "b")
        for source in (A, B)
    }
    assert len(minted) == 8
    assert mint_guid(PODCAST, "a", A) == "7b1b9f45-18c0-56ac-a382-ff71c42e8802"


def test_promises_are_known_by_their_series_and_by_their_guid() -> None:
    later = replace(PROMISE, item="t-c", guid="g3")
    other = replace(PROMISE, item="t-b", guid="g2", series="film")
    ledger = ledger_of([later, other, PROMISE])
    assert ledger.promises_of("podd") == (PROMISE, later)
    assert ledger.promises_of("ingen") == ()
    assert (ledger.promise_of_guid("g2"), ledger.promise_of_guid("g9")) == (other, None)
    assert ledger.with_promise(replace(other, series="podd")).promises_of("film") == ()
