"""When an item is published: what is written, what is promised, and a clock that may be wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mediahub.catalog import Item, Series
from mediahub.site.schedule import (
    Clock,
    DueItem,
    Standing,
    mint,
    series_guid,
    standing,
    trusted_clock,
)
from mediahub.workspace.ledger import Ledger, Promise, PromisedEnclosure

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
YEAR = timedelta(days=365)
DAY = timedelta(days=1)
ITEM = Item("a", "Ett samtal", "podcast", Path("a.mp3"), series="podden")
BY_HAND = Series("podden", "Podden")
BY_ITSELF = replace(BY_HAND, autopublish=True)
PROMISE = Promise("a", "guid", "podden", NOW - DAY, "0" * 64)
ENCLOSURE = PromisedEnclosure("https://x.example/a.mp3", "1" * 64, 5, "audio/mpeg")
IN_FEED = replace(PROMISE, enclosures=(ENCLOSURE,))


def right(now: datetime = NOW) -> Clock:
    """A clock that nothing speaks against."""
    return trusted_clock(now, seen=now, promised=())


def test_draft_and_scheduled_are_two_things():
    assert standing(ITEM, BY_HAND, None, right()) == Standing("draft")
    later = replace(ITEM, published=NOW + DAY)
    for series in (BY_HAND, BY_ITSELF):
        assert standing(later, series, None, right()) == Standing("scheduled", NOW + DAY)
    assert standing(later, BY_HAND, None, right(NOW + DAY)) == Standing("due", NOW + DAY)


def test_a_series_that_publishes_by_itself_gives_noon_of_the_day_or_the_present():
    assert standing(ITEM, BY_ITSELF, None, right()) == Standing("due", NOW)
    dated = replace(ITEM, date=date(2026, 5, 1))
    noon = datetime.fromisoformat("2026-05-01T12:00:00+02:00")
    assert standing(dated, BY_ITSELF, None, right()) == Standing("due", noon)
    today = replace(ITEM, date=date(2026, 5, 4))
    assert standing(today, BY_ITSELF, None, right()) == Standing("due", NOW)


def test_what_is_promised_is_due_whatever_the_clock_says():
    for now in (NOW, NOW - 10 * YEAR):
        assert standing(ITEM, BY_HAND, IN_FEED, right(now)) == Standing("due", NOW - DAY)
    # Also where no address was ever public: a run by a wrong clock made the promise.
    ahead = replace(PROMISE, published=NOW + YEAR)
    assert standing(ITEM, BY_ITSELF, ahead, right()) == Standing("due", NOW + YEAR)


def test_an_episode_that_subscribers_have_does_not_leave_for_a_later_time():
    later = replace(ITEM, published=NOW + YEAR)
    found = standing(later, BY_HAND, IN_FEED, right())
    assert (found.kind, found.moment) == ("due", NOW - DAY)
    assert found.note == (
        "a is published since 2026-05-03, and subscribers have it: its new time, 2027-05-04, has "
        "not come and is not taken; to take it back, withdraw it"
    )
    # What nobody has yet can still be scheduled.
    assert standing(later, BY_HAND, PROMISE, right()) == Standing("scheduled", NOW + YEAR)


def test_another_first_date_may_be_written():
    earlier = replace(ITEM, published=NOW - 2 * DAY)
    assert standing(earlier, BY_HAND, IN_FEED, right()) == Standing("due", NOW - 2 * DAY)


def test_what_is_withdrawn_is_neither_due_nor_a_draft():
    gone = replace(IN_FEED, withdrawn=NOW)
    for item in (ITEM, replace(ITEM, published=NOW - DAY)):
        assert standing(item, BY_ITSELF, gone, right()) == Standing("withdrawn", NOW)


def test_a_clock_a_year_ahead_promises_what_the_workspace_bears_out():
    ahead = trusted_clock(NOW + YEAR, seen=NOW, promised=[NOW - DAY])
    assert (ahead.promise, ahead.now) == (NOW, NOW + YEAR)
    assert ahead.note == (
        "this machine's clock says 2027-05-04, and nothing here is newer than 2026-05-04: what is "
        "published at once gets that day. Set the clock right, or, if it is, write `published = …`"
    )
    assert standing(ITEM, BY_ITSELF, None, ahead) == Standing("due", NOW)
    dated = replace(ITEM, date=date(2027, 1, 1))
    assert standing(dated, BY_ITSELF, None, ahead) == Standing("due", NOW)


def test_what_was_scheduled_is_published_by_a_clock_that_is_doubted_and_told():
    ahead = trusted_clock(NOW + YEAR, seen=NOW, promised=())
    found = standing(replace(ITEM, published=NOW + DAY), BY_HAND, None, ahead)
    assert (found.kind, found.moment) == ("due", NOW + DAY)
    assert found.note == (
        "a was to be published on 2026-05-05, and is now: by this machine's clock that day has "
        "come, though nothing else here is newer than 2026-05-04"
    )


def test_a_workspace_that_rested_for_some_weeks_is_no_sign_of_a_wrong_clock():
    assert trusted_clock(NOW, seen=NOW - 30 * DAY, promised=[NOW - 30 * DAY]) == Clock(NOW, NOW)
    assert trusted_clock(NOW, seen=None, promised=()) == Clock(NOW, NOW)


def test_a_new_episode_is_not_promised_a_time_before_the_newest_without_a_word():
    behind = trusted_clock(NOW - 2 * DAY, seen=NOW, promised=[NOW, NOW - DAY])
    assert behind.promise == NOW
    assert behind.note == (
        "this machine's clock says 2026-05-02, and an episode was published on 2026-05-04: what is "
        "published at once gets that time. Set the clock right"
    )


def test_one_episode_promised_a_year_ahead_takes_no_others_with_it():
    after = trusted_clock(NOW, seen=NOW, promised=[NOW + YEAR])
    assert after.promise == NOW
    assert after.note == (
        "this machine's clock says 2026-05-04, and an episode was published on 2027-05-04: the "
        "clock was wrong then, or is now. What is published at once gets the clock's day; "
        "`published = …` says another"
    )


def test_a_guid_is_minted_once():
    due = DueItem("a", "podden", "Ett samtal", "0" * 64, NOW)
    ledger = mint(Ledger(), [due], "https://x.example")
    (promise,) = ledger.promises
    assert promise == Promise("a", promise.guid, "podden", NOW, "0" * 64, title="Ett samtal")
    again = replace(due, title="Annat", source_sha256="1" * 64, moment=NOW - DAY)
    (later,) = mint(ledger, [again], "https://other.example").promises
    assert later == replace(
        promise,
        title="Annat",
        source_sha256="1" * 64,
        former_sources=("0" * 64,),
        published=NOW - DAY,
    )
    assert mint(ledger, [due], "https://x.example") == ledger


def test_a_podcast_keeps_the_guid_it_brought_along():
    brought = replace(BY_HAND, guid="brought")
    assert series_guid(Ledger(), BY_HAND, "minted") == ("minted", None)
    assert series_guid(Ledger(), brought, "minted") == ("brought", None)
    ledger = Ledger(feeds={"podden": "promised"})
    assert series_guid(ledger, BY_HAND, "minted") == ("promised", None)
    assert series_guid(Ledger(feeds={"podden": "brought"}), brought, "x") == ("brought", None)
    guid, note = series_guid(ledger, brought, "minted")
    assert (guid, note) == (
        "promised",
        'series podden: mediahub.toml says guid = "brought", but the feed was published with '
        "promised, by which apps and directories know it: that stays",
    )
