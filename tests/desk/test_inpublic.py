"""How an item stands in public, and the times that a form gives it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from mediahub.desk.inpublic import bring_back, give_time, in_public, make_draft
from mediahub.desk.withdrawal import withdraw
from mediahub.errors import SettingsError
from tests.desk.conftest import Place

ITEM = "2020-06-03-tema-samtal"
TOML = "media/2020-06-03-tema/theme.toml"
Edit = Callable[[Path, str, str], None]


def told(place: Place) -> tuple[str, bool, bool, str | None]:
    found = in_public(place.root, ITEM)
    return found.kind, found.page, found.promised, found.address


def test_a_time_is_given_taken_and_come_again(themed: Place, edit: Edit):
    before = themed.text(TOML)
    edit(themed.root / TOML, "published = 2020-06-03T07:00:00+02:00\n", "")
    themed.run()
    assert told(themed) == ("draft", False, False, None)
    give_time(themed.root, ITEM, datetime.fromisoformat("2131-01-31T06:00"))
    assert told(themed) == ("scheduled", False, False, None)
    assert "published = 2131-01-31T06:00:00+01:00\n" in themed.text(TOML)
    assert make_draft(themed.root, ITEM)
    assert told(themed) == ("draft", False, False, None)
    assert themed.text(TOML) == before.replace("published = 2020-06-03T07:00:00+02:00\n", "")
    assert give_time(themed.root, ITEM, None)
    address = f"https://lindhamn.example/feeds/podden/{ITEM}/"
    assert told(themed) == ("due", True, True, address)
    assert f"<link>{address}" in themed.text("feeds/podden/feed.xml")


def test_what_is_published_is_taken_back_by_a_withdrawal_alone(themed: Place):
    themed.run()
    feed = themed.text("feeds/podden/feed.xml")
    for change in (
        lambda: give_time(themed.root, ITEM, None),
        lambda: make_draft(themed.root, ITEM),
    ):
        with pytest.raises(SettingsError, match="withdraw it"):
            change()
    with pytest.raises(SettingsError, match="is not withdrawn"):
        bring_back(themed.root, ITEM)
    withdraw(themed.root, ITEM, "gästen bad om det")
    assert (told(themed), in_public(themed.root, ITEM).why) == (
        ("withdrawn", False, False, None), "gästen bad om det",
    )  # fmt: skip
    assert bring_back(themed.root, ITEM)
    assert themed.text("feeds/podden/feed.xml") == feed
