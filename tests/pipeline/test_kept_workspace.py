"""A workspace of version 0.1.0 is read without loss, for ever."""

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import feedparser
import pytest

from mediahub.edits import read_journal
from mediahub.library import Library
from mediahub.models import Store
from mediahub.pipeline.overview import overview
from mediahub.pipeline.summary import Summary
from tests.pipeline.conftest import Place

KEPT = Path(__file__).parents[1] / "workspaces" / "v1"
ITEM = "2020-06-03-tidiga-insatser-samtal"
RESULTS = (
    *("respelling.json", "turns.json", "captions.json"),
    *("transcript.txt", "transcript.html", "chapters.json"),
)


@pytest.fixture
def kept(tmp_path: Path) -> Place:
    """A copy of the kept workspace."""
    shutil.copytree(KEPT, tmp_path / "ws")
    return Place(tmp_path / "ws", Store(tmp_path / "models", pip_options=["--no-index"]))


@pytest.fixture
def before() -> Place:
    """The kept workspace itself, only to be read."""
    return Place(KEPT, Store(KEPT / "absent"))


def promises(place: Place) -> dict[str, Any]:
    """What the world was promised, by item."""
    found = (place.root / "published" / "items").glob("*.toml")
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in found}


def subscribed(place: Place) -> list[dict[str, Any]]:
    """What subscribers have of each episode, whatever else is told of it by now."""
    feed = feedparser.parse(place.text("feeds/podden/feed.xml"))
    assert not feed.bozo
    return [
        {
            "id": entry.id,
            "title": entry.title,
            "published": entry.published,
            "files": [(one.href, one.length, one.type) for one in entry.enclosures],
            "about": re.sub("<[^>]+>", "", entry.summary),
        }
        for entry in feed.entries
    ]


def run(place: Place) -> Summary:
    summary = place.run()
    assert summary.failures == ()
    return summary


def test_nothing_dear_is_made_again_and_what_was_decided_stands(kept: Place, before: Place):
    summary = run(kept)
    # Its words are captions, which are read anew, and say the same.
    assert summary.done == {
        ITEM: (
            "probe",
            "recognise",
            "respell",
            "diarise",
            "transcribe",
            "chapter",
            "render",
            "page",
        ),
        "utkast": ("probe", "recognise", "respell", "diarise", "transcribe", "chapter"),
    }
    for item in (ITEM, "utkast"):
        for name in RESULTS:
            path = f"transcripts/{item}/{name}"
            assert (kept.root / path).read_bytes() == (before.root / path).read_bytes(), path
    transcript = kept.text(f"transcripts/{ITEM}/transcript.txt")
    assert "Anna Lind [0:04]\nVi gör hembesök hos nyblivna föräldrar i Lindhamn." in transcript
    assert "Bo Alm [0:08]\nTack för att du kom hit." in transcript
    chapters = json.loads(kept.text(f"feeds/podden/{ITEM}/chapters.json"))["chapters"]
    assert [one["title"] for one in chapters] == ["Inledning", "Hembesöken"]
    assert kept.run().idle


def test_not_a_byte_of_what_people_wrote_changes(kept: Place, before: Place):
    run(kept)
    assert kept.files("media") == before.files("media")
    assert kept.text("mediahub.toml") == before.text("mediahub.toml")


def test_what_is_made_anew_of_it_says_the_same(kept: Place, before: Place):
    run(kept)
    shutil.rmtree(kept.root / "transcripts")
    run(kept)
    for name in ("transcript.txt", "transcript.html", "chapters.json"):
        path = f"transcripts/{ITEM}/{name}"
        assert (kept.root / path).read_bytes() == (before.root / path).read_bytes(), path
    assert subscribed(kept) == subscribed(before)


def test_its_journal_is_added_to_and_nothing_of_it_goes(kept: Place):
    from mediahub.desk.editing import name

    path = kept.root / "media" / "2020-06-03-tidiga-insatser" / "samtal.edits.json"
    entries = json.loads(path.read_text(encoding="utf-8"))["entries"]
    run(kept)
    name(kept.root, ITEM, "Talare 1", "Cecilia Berg")
    now = json.loads(path.read_text(encoding="utf-8"))["entries"]
    assert now[: len(entries)] == entries
    assert len(now) == len(entries) + 1
    assert [entry.id for entry in read_journal(path).entries][:3] == [
        one["id"] for one in entries[:3]
    ]
    run(kept)
    text = kept.text(f"transcripts/{ITEM}/transcript.txt")
    assert text.startswith("Cecilia Berg [0:00]\nVälkommen")
    assert "Bo Alm [0:08]\nTack" in text


def test_the_feed_is_the_one_that_subscribers_have(kept: Place, before: Place):
    run(kept)
    assert subscribed(kept) == subscribed(before)


def test_every_promise_is_kept_and_loopback_addresses_are_none(kept: Place, before: Place):
    old = tomllib.loads(before.text("published.toml"))
    run(kept)
    expected = {}
    for promise in old["promises"]:
        enclosures = promise.pop("enclosures")
        public = [one for one in enclosures if "://127.0.0.1" not in one["url"]]
        assert len(public) < len(enclosures) or promise["item"] == "avsnitt-3"
        expected[promise["item"]] = promise | ({"enclosures": public} if public else {})
    assert promises(kept) == expected
    assert tomllib.loads(kept.text("published/series/podden.toml")) == {
        "series": "podden",
        "guid": old["feeds"]["podden"],
    }
    assert kept.text("published/taken-over.toml") == before.text("published.toml")
    assert not (kept.root / "published.toml").exists()


def test_the_draft_is_a_draft_and_can_be_found(kept: Place):
    assert run(kept).drafts == ("utkast",)
    assert "utkast" not in promises(kept)
    assert not (kept.root / "feeds" / "podden" / "utkast").exists()
    assert [hit.item for hit in Library.open(kept.root).search("skolan").hits] == ["utkast"]
    assert [hit.item for hit in Library.open(kept.root).search("Lindhamn").hits] == [ITEM]


def test_what_was_withdrawn_does_not_come_back_with_its_file(kept: Place):
    media = kept.root / "media"
    for suffix in (".mp3", ".vtt"):
        shutil.copy(media / f"utkast{suffix}", media / f"avsnitt-3{suffix}")
    (media / "avsnitt-3.mp3").write_bytes((media / "utkast.mp3").read_bytes() + b"TAG")
    (media / "avsnitt-3.toml").write_text(
        'series = "podden"\npublished = 2020-06-10T07:00:00+02:00\n', encoding="utf-8"
    )
    guid = promises_of_old("avsnitt-3")["guid"]
    summary = run(kept)
    assert "avsnitt-3" in summary.done
    assert guid not in kept.text("feeds/podden/feed.xml")
    assert "avsnitt-3" not in kept.text("feeds/podden/feed.xml")
    assert promises(kept)["avsnitt-3"]["withdrawn"] == promises_of_old("avsnitt-3")["withdrawn"]
    assert promises(kept)["avsnitt-3"]["guid"] == guid


def promises_of_old(item: str) -> dict[str, Any]:
    old = tomllib.loads((KEPT / "published.toml").read_text(encoding="utf-8"))
    (promise,) = [one for one in old["promises"] if one["item"] == item]
    found: dict[str, Any] = promise
    return found


def test_the_plan_reads_it_without_touching_it(kept: Place, before: Place):
    view = overview(kept.root, store=kept.store)
    assert {one.condition for one in view.statuses if one.stage == "recognise"} == {"stale"}
    untouched = kept.files(".")
    untouched.pop(".mediahub/digests.json", None)
    assert untouched == before.files(".")
