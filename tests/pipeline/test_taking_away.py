"""What is taken out goes everywhere at once, and no feed names what is not there."""

import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest

from mediahub.desk.clean import clean
from mediahub.desk.publication import publish_item
from mediahub.desk.withdrawal import withdraw
from mediahub.pipeline.stage import Scratch
from tests.pipeline.conftest import CAPTIONS, Place, sound

BASE = "https://lindhamn.example/feeds"
ETT, TVA, TRE = "tema-ett", "tema-tva", "tema-tre"
Edit = Callable[[Path, str, str], None]

SETTINGS = f"""public_url = "{BASE}"

[publisher]
name = "Lindhamns stad"
email = "tema@lindhamn.example"

[[series]]
id = "podden"
title = "Podden"
description = "Samtal."

[[series]]
id = "annan"
title = "Annan"
description = "Andra samtal."

[[searches]]
name = "hem"
query = "hembesök"
"""
THEME = """title = "Tidiga insatser"

[[items]]
file = "ett.mp3"
title = "Ett"
description = "Om hembesök."
published = 2020-06-03T07:00:00+02:00

[[items]]
file = "tva.mp3"
title = "Två"
description = "Om mer."
published = 2020-06-04T07:00:00+02:00

[[items]]
file = "tre.mp3"
title = "Tre"
series = "annan"
description = "Om annat."
published = 2020-06-05T07:00:00+02:00
"""


@pytest.fixture
def three(empty: Place) -> Place:
    """Two episodes in one series and one in another, published."""
    theme = empty.root / "media" / "tema"
    for name, frequency in (("ett", 440), ("tva", 550), ("tre", 660)):
        sound(theme / f"{name}.mp3", frequency=frequency)
        (theme / f"{name}.vtt").write_text(CAPTIONS, encoding="utf-8")
    (theme / "theme.toml").write_text(THEME, encoding="utf-8")
    (empty.root / "mediahub.toml").write_text(SETTINGS, encoding="utf-8")
    assert empty.run().exit_code == 0
    return empty


def public(place: Place, base: str = BASE) -> dict[str, list[str]]:
    """The titles in each feed, once it is sure that whatever a feed or a page names is there."""
    files = {name.removeprefix("feeds/"): data for name, data in place.files("feeds").items()}
    for name, data in files.items():
        folder, text = Path(name).parent, data.decode("utf-8", errors="ignore")
        named = []
        if name.endswith(".xml"):
            urls = re.findall(rf'{re.escape(base)}/([^"<#\s]*)', text)
            named = [unquote(url) + ("" if url and url[-1] != "/" else "index.html")
                     for url in urls]  # fmt: skip
        if name.endswith(".html") and name != "404.html":  # whose addresses are the server's
            links = re.findall(r'(?:href|src)="([^":#?]+)["#?]', text)
            paths = [(place.root / "feeds" / folder / unquote(link)).resolve() for link in links]
            root = (place.root / "feeds").resolve()
            named = [path.relative_to(root).as_posix() for path in paths]
        assert {name: sorted(set(named) - files.keys())} == {name: []}
    return {
        name.removesuffix("/feed.xml"): [
            entry.title for entry in feedparser.parse(files[name]).entries
        ]
        for name in files
        if name.endswith("/feed.xml")
    }


def folders(place: Place) -> set[str]:
    """The folders of episodes that hold anything."""
    return {Path(name).parent.relative_to("feeds").as_posix() for name in place.files("feeds")
            if Path(name).parent.name.startswith("tema-") and "/hitta/" not in name}  # fmt: skip


def test_a_withdrawn_episode_leaves_every_feed_at_once(three: Place):
    withdraw(three.root, ETT, "gästen bad om det")
    found = public(three)
    searched = found.pop("sok/hem")
    assert found == {
        "podden": ["Två"],
        "annan": ["Tre"],
        "samlat/allt": ["Tre", "Två"],
        "samlat/tema/tema": ["Tre", "Två"],
    }
    assert len(searched) == 2
    assert folders(three) == {f"podden/{TVA}", f"annan/{TRE}"}
    assert three.run().idle


def test_a_gathered_feed_is_divided_as_its_series_are(three: Place, edit: Edit):
    settings = three.root / "mediahub.toml"
    edit(settings, 'title = "Podden"\n', 'title = "Podden"\nepisodes_per_page = 1\n')
    three.run()
    for folder in ("samlat/allt", "samlat/tema/tema"):
        documents = ["feed.xml", "feed-2.xml", "feed-1.xml"]
        found = [feedparser.parse(three.text(f"feeds/{folder}/{name}")) for name in documents]
        assert [[entry.title for entry in one.entries] for one in found] == [
            ["Tre"],
            ["Två"],
            ["Ett"],
        ]
        links = {link.rel: link.href for link in found[1].feed.links if link.rel != "alternate"}
        assert links == {
            "self": f"{BASE}/{folder}/feed-2.xml",
            "first": f"{BASE}/{folder}/feed.xml",
            "previous": f"{BASE}/{folder}/feed.xml",
            "next": f"{BASE}/{folder}/feed-1.xml",
            "last": f"{BASE}/{folder}/feed-1.xml",
        }
        assert len({one.feed.podcast_guid for one in found}) == 1
    assert public(three)["annan"] == ["Tre"]
    assert three.run().idle
    withdraw(three.root, ETT, "gästen bad om det")
    allt = {path.name for path in (three.root / "feeds/samlat/allt").iterdir()}
    assert allt == {"feed.xml", "feed-1.xml"}  # the third document went with its episode
    edit(settings, "episodes_per_page = 1\n", "")
    three.run()
    assert [path.name for path in (three.root / "feeds/samlat/allt").iterdir()] == ["feed.xml"]
    assert public(three)["samlat/allt"] == ["Tre", "Två"]


def test_after_the_last_a_feed_stays_and_is_empty(three: Place):
    before = three.text("feeds/annan/feed.xml")
    guid = re.search("<podcast:guid>.*</podcast:guid>", before)
    withdraw(three.root, TRE, "gästen bad om det")
    found = public(three)
    assert (found["annan"], found["samlat/allt"]) == ([], ["Två", "Ett"])
    after = three.text("feeds/annan/feed.xml")
    assert guid is not None
    assert guid.group() in after
    assert "annan" not in three.text("feeds/index.html")
    assert three.run().idle
    publish_item(three.root, TRE, None, at_once=True)
    assert public(three)["annan"] == ["Tre"]


def test_with_all_withdrawn_nothing_names_what_is_gone(three: Place):
    for item in (ETT, TVA, TRE):
        withdraw(three.root, item, "gästen bad om det")
    empty = ("podden", "annan", "samlat/allt", "samlat/tema/tema", "sok/hem")
    assert public(three) == {name: [] for name in empty}
    assert folders(three) == set()
    assert three.run().idle


def test_a_lost_empty_feed_comes_back_byte_for_byte(three: Place):
    withdraw(three.root, TRE, "gästen bad om det")
    before = three.files("feeds/annan")
    for name in before:
        (three.root / name).unlink()
    three.run()
    assert three.files("feeds/annan") == before


def test_clean_takes_an_episode_out_of_the_feeds_before_its_files_go(three: Place):
    (three.root / "media" / "tema" / "tre.mp3").unlink()
    three.run()
    assert public(three)["annan"] == ["Tre"]
    clean(three.root)
    assert public(three)["annan"] == []
    assert public(three)["samlat/tema/tema"] == ["Två", "Ett"]


def test_a_time_to_come_of_what_subscribers_have_is_told_and_not_taken(three: Place, edit: Edit):
    edit(three.root / "media" / "tema" / "theme.toml", "2020-06-04T07", "2099-06-04T07")
    told = (
        f"{TVA} is published since 2020-06-04, and subscribers have it: its new time, 2099-06-04, "
        "has not come and is not taken; to take it back, withdraw it"
    )
    assert told in three.run().notes
    assert public(three)["podden"] == ["Två", "Ett"]


def test_an_episode_that_changes_its_series_is_in_one_feed_alone(three: Place, edit: Edit):
    edit(three.root / "media" / "tema" / "theme.toml", 'series = "annan"', 'series = "podden"')
    summary = three.run()
    assert summary.notes[0].startswith("feed annan: no episode is left in it; it stays, empty")
    found = public(three)
    assert (found["annan"], found["podden"]) == ([], ["Tre", "Två", "Ett"])
    assert three.run().idle


def test_another_public_address_changes_addresses_and_nothing_else(three: Place, edit: Edit):
    before = three.text("feeds/podden/feed.xml")
    edit(three.root / "mediahub.toml", BASE, "https://ny.example/pod")
    assert three.run().exit_code == 0
    public(three, "https://ny.example/pod")
    after = three.text("feeds/podden/feed.xml")
    assert BASE not in after
    guids = [re.findall("<guid.*</guid>", text) for text in (before, after)]
    assert guids[0] == guids[1]
    assert f"{BASE}/podden/{ETT}/" in three.text(f"published/items/{ETT}.toml")


def test_what_was_replaced_stays_a_day_and_then_goes_by_itself(
    three: Place, monkeypatch: pytest.MonkeyPatch
):
    (before,) = (three.root / "feeds" / "podden" / ETT).glob("*.mp3")
    sound(three.root / "media" / "tema" / "ett.mp3", seconds=9.8, frequency=700)
    three.run()
    (after,) = {*before.parent.glob("*.mp3")} - {before}
    assert three.run().idle

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + timedelta(hours=25)

    for module in ("run", "survey"):
        monkeypatch.setattr(f"mediahub.pipeline.{module}.datetime", Tomorrow)
    three.run()
    assert list(before.parent.glob("*.mp3")) == [after]
    public(three)


def test_how_long_what_was_replaced_stays_can_be_said(three: Place, edit: Edit):
    (before,) = (three.root / "feeds" / "podden" / ETT).glob("*.mp3")
    edit(three.root / "mediahub.toml", "[[series]]\nid = \"podden\"",
         "[publish]\nkeep_replaced = \"0 days\"\n\n[[series]]\nid = \"podden\"")  # fmt: skip
    sound(three.root / "media" / "tema" / "ett.mp3", seconds=9.8, frequency=700)
    three.run()
    assert not before.exists()


def test_what_is_withdrawn_while_a_run_renders_it_leaves_nothing(three: Place, instead):
    def meanwhile(job: Any, scratch: Scratch) -> None:
        if job.item == ETT:
            withdraw(three.root, ETT, "gästen bad om det")
        real(job, scratch)

    real = instead("render", meanwhile)
    sound(three.root / "media" / "tema" / "ett.mp3", seconds=9.8, frequency=700)
    three.run()
    assert public(three)["podden"] == ["Två"]
    assert folders(three) == {f"podden/{TVA}", f"annan/{TRE}"}
    assert three.run().idle


def test_an_episode_that_was_only_previewed_goes_when_its_time_is_to_come(three: Place, edit: Edit):
    settings, theme = three.root / "mediahub.toml", three.root / "media" / "tema" / "theme.toml"
    for folder in ("published", "feeds", ".mediahub"):
        shutil.rmtree(three.root / folder)
    edit(settings, f'public_url = "{BASE}"\n', "")
    three.run()
    edit(theme, "2020-06-04T07", "2099-06-04T07")
    edit(theme, "2020-06-05T07", "2099-06-05T07")
    three.run()
    found = public(three, "http://127.0.0.1:8765")
    assert (found["podden"], found["annan"], found["samlat/tema/tema"]) == (["Ett"], [], ["Ett"])
    assert folders(three) == {f"podden/{ETT}"}
    assert three.run().idle


ANNAN = """[[series]]
id = "annan"
title = "Annan"
description = "Andra samtal."

"""


def test_a_series_that_is_written_no_more_keeps_its_feed_and_is_told(three: Place, edit: Edit):
    before = three.files("feeds/annan")
    edit(three.root / "mediahub.toml", ANNAN, "")
    summary = three.run()
    assert summary.notes[0].startswith("feed annan: mediahub.toml has no such series any more.")
    assert [(one.item, one.stage) for one in summary.failures] == [(TRE, "probe")]
    assert (public(three)["podden"], three.files("feeds/annan")) == (["Två", "Ett"], before)


def test_what_leaves_a_series_that_is_written_no_more_leaves_its_feed(three: Place, edit: Edit):
    edit(three.root / "mediahub.toml", ANNAN, "")
    edit(three.root / "media" / "tema" / "theme.toml", 'series = "annan"\n', "")
    three.run()
    found = public(three)
    assert (found["annan"], found["podden"]) == ([], ["Tre", "Två", "Ett"])
    assert three.run().idle


def test_a_series_and_its_file_taken_out_and_cleaned_leave_an_empty_feed(three: Place, edit: Edit):
    edit(three.root / "mediahub.toml", ANNAN, "")
    theme = three.root / "media" / "tema" / "theme.toml"
    theme.write_text(THEME[: THEME.rindex("[[items]]")], encoding="utf-8")
    for path in theme.parent.glob("tre.*"):
        path.unlink()
    three.run()
    clean(three.root)
    found = public(three)
    assert (found["annan"], found["podden"]) == ([], ["Två", "Ett"])
    assert folders(three) == {f"podden/{ETT}", f"podden/{TVA}"}
    assert three.run().idle


def test_an_episode_that_no_toml_speaks_of_any_more_stays_in_its_feed(three: Place):
    theme = three.root / "media" / "tema" / "theme.toml"
    theme.write_text(THEME[: THEME.rindex("[[items]]")], encoding="utf-8")
    summary = three.run()
    assert any(f"{TRE}: no `published` is written for it" in note for note in summary.notes)
    found = public(three)
    assert (found["annan"], found["podden"]) == (["Tre"], ["Två", "Ett"])
