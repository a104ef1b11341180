"""Publishing by command: drafts, and what is scheduled."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from mediahub.desk.publication import ScheduledError, publish_item
from mediahub.desk.withdrawal import withdraw
from mediahub.errors import SettingsError
from mediahub.pipeline.overview import overview
from tests.desk.conftest import Place

ITEM = "2020-06-03-tema-samtal"
Edit = Callable[[Path, str, str], None]


@pytest.fixture
def scheduled(themed: Place, edit: Edit) -> Place:
    """An episode whose time is far off."""
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, "published = 2020-06-03T07:00:00+02:00", "published = 2131-01-01T06:00:00+01:00")
    return themed


def test_what_is_scheduled_is_no_draft(scheduled: Place):
    summary = scheduled.run()
    assert (summary.drafts, summary.scheduled) == ((), ((ITEM, "2131-01-01T06:00:00+01:00"),))
    view = overview(scheduled.root, store=scheduled.store)
    assert (view.drafts, view.scheduled) == (summary.drafts, summary.scheduled)


def test_a_time_to_come_is_not_given_up_unasked(scheduled: Place):
    scheduled.run()
    before = scheduled.text("media/2020-06-03-tema/theme.toml")
    with pytest.raises(ScheduledError, match=r"is scheduled for 2131-01-01 06:00; say `mediahub"):
        publish_item(scheduled.root, ITEM, None)
    assert scheduled.text("media/2020-06-03-tema/theme.toml") == before


def test_it_is_published_at_once_when_that_is_meant(scheduled: Place):
    scheduled.run()
    publish_item(scheduled.root, ITEM, None, at_once=True)
    assert scheduled.run().scheduled == ()
    assert ITEM in scheduled.text("feeds/podden/feed.xml")


def test_another_time_is_as_good(scheduled: Place):
    scheduled.run()
    publish_item(scheduled.root, ITEM, datetime.fromisoformat("2130-06-01T06:00"))
    assert scheduled.run().scheduled == ((ITEM, "2130-06-01T06:00:00+02:00"),)


def test_what_is_in_its_feed_keeps_the_time_that_was_written(themed: Place):
    themed.run()
    before = themed.files("media", "feeds", "published")
    with pytest.raises(SettingsError, match="is in its feed since 2020-06-03 07:00, and nothing"):
        publish_item(themed.root, ITEM, None)
    assert themed.files("media", "feeds", "published") == before
    publish_item(themed.root, ITEM, datetime.fromisoformat("2020-06-04T06:00"))
    assert "Thu, 04 Jun 2020 06:00:00 +0200" in themed.text("feeds/podden/feed.xml")


def test_of_a_text_it_is_said_what_publishes_it(themed: Place):
    (themed.root / "media" / "pm.md").write_text("# Pm\n\nText.\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"in its TOML gives it a page on the site"):
        publish_item(themed.root, "pm", None)


def test_no_time_to_come_is_given_to_what_subscribers_have_or_had(themed: Place):
    themed.run()
    later = datetime.fromisoformat("2131-01-01T06:00")
    before = themed.files("media", "feeds", "published")
    with pytest.raises(SettingsError, match="subscribers have it: a time to come is not taken"):
        publish_item(themed.root, ITEM, later)
    assert themed.files("media", "feeds", "published") == before
    withdraw(themed.root, ITEM, "fel fil")
    before = themed.files("media", "feeds", "published")
    with pytest.raises(SettingsError, match="is withdrawn, and returns at once when it is publis"):
        publish_item(themed.root, ITEM, later)
    assert themed.files("media", "feeds", "published") == before
