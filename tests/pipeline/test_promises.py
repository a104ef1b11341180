"""What a run promises, keeps and refuses: published/ as the pipeline uses it."""

import io
import shutil
from dataclasses import replace
from pathlib import Path

import mutagen
import pytest
from PIL import Image

from mediahub.desk.clean import clean, leftovers
from mediahub.mediafile import USUAL
from mediahub.mediafile.loudness import loudness_of
from mediahub.pipeline.overview import overview
from mediahub.workspace.ledger import Ledger, read_ledger, read_promise
from mediahub.workspace.paths import Workspace
from mediahub.workspace.state import read_state, write_state
from tests.pipeline.conftest import Edit, Place, sound

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


def levels(place: Place) -> list[int]:
    """How loud each enclosure in the site is (LUFS)."""
    return [
        round(loudness_of(path, USUAL, "anull", time_limit_s=60).integrated)
        for path in sorted((place.root / "feeds").rglob("*.mp3"))
    ]


def wanted(place: Place, loudness: str) -> None:
    """Write the loudness that is wanted into mediahub.toml."""
    path = place.root / "mediahub.toml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    text = text.partition("[media]")[0] + f"[media]\nloudness = {loudness}\n"
    path.write_text(text, encoding="utf-8")


def test_what_is_published_is_as_loud_as_podcasts_are(themed: Place):
    themed.run()
    assert levels(themed) == [-16]
    assert themed.run().idle


def test_what_listeners_have_stays_whatever_loudness_is_wanted(themed: Place):
    themed.run()
    before = themed.files("feeds", "published")
    for loudness in ("-20", '"off"', "-16"):
        wanted(themed, loudness)
        assert themed.run().idle
    wanted(themed, "-20")
    shutil.rmtree(themed.root / "feeds")
    shutil.rmtree(themed.root / "transcripts")
    themed.run()
    assert themed.files("feeds", "published") == before
    sound(themed.root / "media" / "2020-06-03-tema" / "samtal.mp3", frequency=660)
    themed.run()
    assert -20 in levels(themed)  # another cut is a new file
    assert themed.run().idle


def test_a_file_from_before_there_was_a_loudness_stays_the_file_it_is(themed: Place):
    wanted(themed, '"off"')
    themed.run()
    workspace = Workspace(themed.root)
    note, files = workspace.item(ITEM) / "state.json", themed.files("feeds")
    promised = themed.root / "published" / "items" / f"{ITEM}.toml"
    for path in (promised, themed.root / "transcripts" / ITEM / "rendition.json"):
        path.write_text(path.read_text(encoding="utf-8").replace('/off"', '"'), encoding="utf-8")
    shutil.rmtree(themed.root / "transcripts" / ITEM)
    themed.run()  # makes the results as a version would that knew no loudness
    state = read_state(note, ITEM)
    now = state.stages["render"].inputs
    older = {key: now[key] for key in now if key not in ("loudness", "level")}
    stages = {**state.stages, "render": replace(state.stages["render"], inputs=older)}
    write_state(note, replace(state, stages=stages))
    wanted(themed, "-16")
    assert themed.run().idle
    assert '/off"' not in promised.read_text(encoding="utf-8")
    shutil.rmtree(themed.root / "feeds")
    themed.run()
    assert themed.files("feeds") == files


def test_what_only_the_preview_has_follows_the_loudness_that_is_wanted(bare: Place):
    bare.run()
    assert levels(bare) == [-16, -16]
    wanted(bare, "-20")
    assert not bare.run().idle
    assert -20 in levels(bare)
    assert bare.run().idle


def test_a_new_sound_file_carries_the_episodes_own_picture_small_and_telling_nothing(
    themed: Place, edit: Edit
):
    theme = themed.root / "media" / "2020-06-03-tema"
    exif = Image.Exif()
    exif[0x010F] = "Kameran"
    Image.effect_noise((1500, 1500), 90).convert("RGB").save(
        theme / "bild.jpg", quality=95, exif=exif
    )
    edit(theme / "theme.toml", 'title = "Ett samtal"', 'title = "Ett samtal"\nimage = "bild.jpg"')
    assert themed.run().failures == ()
    (path,) = (themed.root / "feeds").rglob("*.mp3")
    (picture,) = mutagen.File(path).tags.getall("APIC")
    assert (picture.mime, picture.type) == ("image/jpeg", 3)
    assert 1000 < len(picture.data) <= 100_000
    assert b"Kameran" not in path.read_bytes()
    shown = Image.open(io.BytesIO(picture.data))
    assert shown.width == shown.height
    # Another picture is no reason for everybody to download the episode again.
    before = path.stat().st_mtime_ns
    Image.new("RGB", (1500, 1500), "teal").save(theme / "bild.jpg")
    assert themed.run().failures == ()
    assert list((themed.root / "feeds").rglob("*.mp3")) == [path]
    assert path.stat().st_mtime_ns == before
    assert themed.run().idle
