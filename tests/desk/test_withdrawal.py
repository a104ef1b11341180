"""Withdrawing by command: a tombstone, and what follows from it."""

import feedparser
import pytest

from mediahub.desk.clean import clean, leftovers
from mediahub.desk.publication import publish_item
from mediahub.desk.withdrawal import withdraw
from mediahub.errors import SettingsError
from mediahub.workspace.ledger import Promise, read_promise
from mediahub.workspace.paths import Workspace
from tests.desk.conftest import Place

FIRST, SECOND = "podden-avsnitt-1", "podden-avsnitt-2"


def promise(place: Place, item: str = FIRST) -> Promise:
    found = read_promise(Workspace(place.root), item)
    assert found is not None
    return found


def in_feed(place: Place) -> dict[str, str]:
    """The GUIDs of the feed by title."""
    found = feedparser.parse(str(place.root / "feeds" / "media" / "feed.xml"))
    return {entry.title: entry.id for entry in found.entries}


def test_a_withdrawn_episode_leaves_its_feed_and_keeps_all_else(bare: Place):
    bare.run()
    before, kept = in_feed(bare), promise(bare)
    done = withdraw(bare.root, FIRST, " gästen\nbad om det ")
    assert done.next == "Its feed is up to date."
    assert done.file == bare.root.resolve() / "published" / "items" / f"{FIRST}.toml"
    assert (promise(bare).guid, promise(bare).why) == (kept.guid, "gästen bad om det")
    summary = bare.run()
    assert in_feed(bare) == {"Avsnitt 2": before["Avsnitt 2"]}
    assert not (bare.root / "feeds" / "media" / FIRST).exists()
    assert (bare.root / "media" / "podden" / "avsnitt-1.mp3").exists()
    assert (bare.root / "transcripts" / FIRST / "transcript.json").exists()
    assert [note for note in summary.notes if FIRST in note] == []  # it was meant
    assert bare.run().idle
    publish_item(bare.root, FIRST, None)
    bare.run()
    assert in_feed(bare) == before
    assert (promise(bare).withdrawn, promise(bare).why) == (None, None)


def test_a_time_that_publish_wrote_does_not_stand_against_it(bare: Place):
    bare.run()
    publish_item(bare.root, FIRST, None)
    bare.run()
    assert "published" in bare.text("media/podden/avsnitt-1.toml")
    withdraw(bare.root, FIRST, "gästen bad om det")
    bare.run()
    assert list(in_feed(bare)) == ["Avsnitt 2"]


def test_a_file_that_is_moved_away_after_publish_is_withdrawn_by_clean(bare: Place):
    bare.run()
    publish_item(bare.root, FIRST, None)
    bare.run()
    for suffix in (".mp3", ".vtt"):
        (bare.root / "media" / "podden" / f"avsnitt-1{suffix}").unlink()
    (leftover,) = leftovers(bare.root)
    assert leftover.meaning.endswith(
        "media/podden/avsnitt-1.toml speaks of it still: take it out there"
    )
    clean(bare.root)
    assert promise(bare).withdrawn is not None
    bare.run()
    assert list(in_feed(bare)) == ["Avsnitt 2"]
    assert leftovers(bare.root) == []


def test_an_episode_whose_source_is_gone_can_be_withdrawn(bare: Place):
    bare.run()
    for suffix in (".mp3", ".vtt"):
        (bare.root / "media" / "podden" / f"avsnitt-1{suffix}").unlink()
    withdraw(bare.root, FIRST, "inspelningen är borta")
    bare.run()
    assert list(in_feed(bare)) == ["Avsnitt 2"]


def test_a_moved_file_is_withdrawn_by_the_id_it_keeps(bare: Place):
    bare.run()
    folder = bare.root / "media" / "podden"
    for suffix in (".mp3", ".vtt"):
        (folder / f"avsnitt-1{suffix}").rename(folder / f"premiär{suffix}")
    withdraw(bare.root, FIRST, "gästen bad om det")
    assert promise(bare).withdrawn is not None


def test_what_was_never_published_cannot_be_withdrawn(bare: Place):
    with pytest.raises(SettingsError, match="was never published, and there is nothing to with"):
        withdraw(bare.root, FIRST, "nej")
    bare.run()
    with pytest.raises(SettingsError, match="--why is empty"):
        withdraw(bare.root, FIRST, " ")
    with pytest.raises(SettingsError, match="there is no item 'podden-avsnitt-9'"):
        withdraw(bare.root, "podden-avsnitt-9", "nej")
    assert promise(bare).withdrawn is None
    withdraw(bare.root, FIRST, "ja")
    with pytest.raises(SettingsError, match=r"is withdrawn since 2\d{3}-\d\d-\d\d \(ja\); noth"):
        withdraw(bare.root, FIRST, "en gång till")
    assert promise(bare).why == "ja"


def test_what_withdrawing_cannot_take_away_at_once_the_next_run_does(
    bare: Place, monkeypatch: pytest.MonkeyPatch
):
    bare.run()
    before = bare.files("feeds", "transcripts", "media")

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("mediahub.desk.withdrawal.follow", killed)
        with pytest.raises(KeyboardInterrupt):
            withdraw(bare.root, FIRST, "gästen bad om det")
    assert bare.files("feeds", "transcripts", "media") == before
    assert promise(bare).withdrawn is not None
    bare.run()
    assert list(in_feed(bare)) == ["Avsnitt 2"]


def test_the_last_episode_leaves_an_empty_feed(bare: Place):
    bare.run()
    withdraw(bare.root, FIRST, "ja")
    withdraw(bare.root, SECOND, "ja")
    left = {name.rpartition("/")[2].partition("-")[0] for name in bare.files("feeds/media")}
    assert (left, in_feed(bare)) == ({"feed.xml", "index.html", "omslag"}, {})
    assert bare.run().idle
    publish_item(bare.root, FIRST, None)
    assert list(in_feed(bare)) == ["Avsnitt 1"]
