"""What a run promises, keeps and refuses: published/ as the pipeline uses it."""

import shutil
from pathlib import Path

import pytest

from mediahub.desk.clean import clean, leftovers
from mediahub.pipeline.overview import overview
from mediahub.workspace.ledger import Ledger, read_ledger, read_promise
from mediahub.workspace.paths import Workspace
from tests.pipeline.conftest import Place, sound

ITEM = "2020-06-03-tema-samtal"
EPISODE = "podden-avsnitt-1"
ADDRESS = 'public_url = "https://lindhamn.example/feeds"\n'


def addresses(place: Place, item: str) -> list[str]:
    promise = read_promise(Workspace(place.root), item)
    assert promise is not None
    return [enclosure.url for enclosure in promise.enclosures]


def test_a_preview_is_no_promise_and_not_made_again(bare: Place):
    bare.run()
    ledger = read_ledger(Workspace(bare.root))
    assert [(one.item, one.enclosures) for one in ledger.promises] == [
        ("podden-avsnitt-1", ()), ("podden-avsnitt-2", ()),
    ]  # fmt: skip
    assert "http://127.0.0.1:8765/media/podden-avsnitt-1/" in bare.text("feeds/media/feed.xml")
    assert bare.run().idle


def test_with_a_public_address_the_same_files_are_promised_once(bare: Place):
    bare.run()
    before = bare.files("feeds")
    settings = bare.root / "mediahub.toml"
    for _ in range(2):  # there, back, and there again
        settings.write_text(ADDRESS, encoding="utf-8")
        bare.run()
        (url,) = addresses(bare, EPISODE)
        name = url.removeprefix("https://lindhamn.example/feeds/")
        assert before[f"feeds/{name}"] == bare.files("feeds")[f"feeds/{name}"]
        assert bare.run().idle
        settings.write_text("", encoding="utf-8")
        bare.run()
        assert addresses(bare, EPISODE) == [url]
        assert f'url="http://127.0.0.1:8765/{name}"' in bare.text("feeds/media/feed.xml")
        assert bare.run().idle


def test_a_run_takes_an_old_ledger_over_and_has_nothing_else_to_do(themed: Place):
    themed.run()
    before = themed.files("feeds", "published")
    tables = before[f"published/items/{ITEM}.toml"].decode().replace("[[enc", "[[promises.enc")
    feeds = read_ledger(Workspace(themed.root)).feeds.items()
    guids = "".join(f'{name} = "{guid}"\n' for name, guid in feeds)
    old = f"[feeds]\n{guids}\n[[promises]]\n{tables}"
    shutil.rmtree(themed.root / "published")
    (themed.root / "published.toml").write_text(old, encoding="utf-8")
    assert themed.run().idle
    after = themed.files("feeds", "published")
    assert after.pop("published/taken-over.toml").decode() == old
    assert after == before


def test_a_damaged_promise_stops_its_feed_and_nothing_is_promised_anew(themed: Place):
    themed.run()
    before = themed.files("feeds", "published")
    path = themed.root / "published" / "items" / f"{ITEM}.toml"
    path.write_text("?", encoding="utf-8")
    summary = themed.run(force=True)
    told = {failure.item: failure.message for failure in summary.failures}
    assert told[ITEM].startswith(f"published/items/{ITEM}.toml: line 1, column 1: ")
    assert "subscribers may have it already; the feed stays as it was" in told["podden"]
    assert summary.exit_code == 1
    assert path.read_text(encoding="utf-8") == "?"
    assert themed.files("feeds") == {
        name: data for name, data in before.items() if name.startswith("feeds/")
    }
    (notice,) = overview(themed.root, store=themed.store).notes
    assert notice.startswith(f"not published: published/items/{ITEM}.toml: line 1")
    path.write_bytes(before[f"published/items/{ITEM}.toml"])
    assert themed.run().failures == ()
    assert themed.files("feeds", "published") == before


def test_a_damaged_promise_stops_no_other_feed(themed: Place):
    themed.run()
    (themed.root / "published" / "items" / "annat.toml").write_text("?", encoding="utf-8")
    (failure,) = themed.run().failures
    assert failure.item == "annat"
    assert (themed.root / "feeds" / "podden" / "feed.xml").exists()


def test_what_a_damaged_promise_is_about_is_not_cleaned_away(themed: Place):
    themed.run()
    (themed.root / "media" / "2020-06-03-tema" / "theme.toml").unlink()
    (themed.root / "media" / "2020-06-03-tema" / "samtal.mp3").unlink()
    path = themed.root / "published" / "items" / f"{ITEM}.toml"
    kept = path.read_bytes()
    path.write_text("?", encoding="utf-8")
    assert [leftover.item for leftover in leftovers(themed.root)] == []
    path.write_bytes(kept)
    assert [leftover.item for leftover in leftovers(themed.root)] == [ITEM]


def test_a_podcast_whose_guid_cannot_be_read_gets_no_other(themed: Place):
    themed.run()
    path = themed.root / "published" / "series" / "podden.toml"
    path.write_text("?", encoding="utf-8")
    feed = themed.text("feeds/podden/feed.xml")
    (failure,) = themed.run(force=True).failures
    assert "published/series/podden.toml: line 1" in failure.message
    assert (path.read_text(), themed.text("feeds/podden/feed.xml")) == ("?", feed)


def test_a_replaced_source_is_known_again_by_any_of_its_digests(bare: Place):
    bare.run()
    episode = bare.root / "media" / "podden" / "avsnitt-1.mp3"
    first = episode.read_bytes()
    former = read_promise(Workspace(bare.root), EPISODE)
    sound(episode, frequency=660)
    bare.run()
    promise = read_promise(Workspace(bare.root), EPISODE)
    assert former is not None
    assert promise is not None
    assert (promise.guid, promise.former_sources) == (former.guid, (former.source_sha256,))
    # Back to the first cut, elsewhere, and with no results left to know it by.
    episode.unlink()
    (bare.root / "media" / "arkiv.mp3").write_bytes(first)
    episode.with_suffix(".vtt").rename(bare.root / "media" / "arkiv.vtt")
    shutil.rmtree(bare.root / "transcripts")
    bare.run()
    ledger = read_ledger(Workspace(bare.root))
    assert sorted(ledger.by_item) == ["podden-avsnitt-1", "podden-avsnitt-2"]
    assert ledger.by_item[EPISODE].guid == former.guid


def test_a_withdrawal_is_written_down_before_anything_goes(themed: Place, monkeypatch):
    themed.run()
    (themed.root / "media" / "2020-06-03-tema" / "theme.toml").unlink()
    (themed.root / "media" / "2020-06-03-tema" / "samtal.mp3").unlink()

    def killed(path: Path, **_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            clean(themed.root)
    promise = read_promise(Workspace(themed.root), ITEM)
    assert promise is not None
    assert promise.withdrawn is not None
    assert (themed.root / "transcripts" / ITEM).exists()


def test_nothing_promised_leaves_no_folder(empty: Place):
    empty.run()
    assert read_ledger(Workspace(empty.root)) == Ledger()
    assert not (empty.root / "published").exists()
