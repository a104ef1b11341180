"""What reaches the feed from catalogue and results, as an app reads it."""

import hashlib
import subprocess
from base64 import b64decode
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path

from lxml import etree
from PIL import Image

from mediahub.desk.editing import name
from mediahub.edits import read_journal
from mediahub.feed.namespaces import NAMESPACES as NS
from mediahub.mediafile import probe
from mediahub.mediafile.process import binary
from mediahub.workspace.ledger import read_ledger
from mediahub.workspace.paths import Workspace
from tests.pipeline.conftest import CAPTIONS, Place
from tests.pipeline.test_publishing import ITEM, two_series

Edit = Callable[[Path, str, str], None]


def film(path: Path, shows: str = "testsrc=size=64x48:rate=10:duration=10") -> None:
    """Ten seconds of H.264 and AAC, made by the real ffmpeg."""
    command = [binary(), "-nostdin", "-v", "error", "-y", "-f", "lavfi"]
    command += ["-i", shows, "-f", "lavfi"]
    command += ["-i", "sine=frequency=440:duration=10", "-pix_fmt", "yuv420p", "-preset"]
    subprocess.run([*command, "ultrafast", f"file:{path}"], check=True)


def feed(place: Place, series: str = "podden") -> "etree._Element":
    channel = etree.fromstring(place.text(f"feeds/{series}/feed.xml").encode()).find("channel")
    assert channel is not None
    return channel


def test_people_of_a_series_take_part_in_each_episode_and_their_pictures_are_published(
    themed: Place, edit: Edit
):
    Image.new("RGB", (1400, 1400), "teal").save(themed.root / "media" / "anna.png")
    edit(themed.root / "media" / "people.toml", 'name = "Anna Lind"', 'name = "Anna Lind"\n'
         'picture = "anna.png"')  # fmt: skip
    edit(
        themed.root / "mediahub.toml",
        'id = "podden"',
        'id = "podden"\nexplicit = true\n'
        'contributors = [{ person = "anna-lind", role = "producer" }]',
    )
    assert themed.run().failures == ()
    channel = feed(themed)
    (always,) = channel.findall("podcast:person", NS)
    assert (always.text, always.get("role")) == ("Anna Lind", "producer")
    picture = always.get("img") or ""
    assert (themed.root / "feeds" / picture.partition("/feeds/")[2]).is_file()
    (item,) = channel.findall("item")
    assert ("Anna Lind", "producer") in {
        (one.text, one.get("role")) for one in item.findall("podcast:person", NS)
    }
    assert item.findtext("itunes:explicit", namespaces=NS) == "true"


def test_the_sound_of_a_film_stands_beside_it_with_its_digest(themed: Place, edit: Edit):
    theme = themed.root / "media" / "2020-06-03-tema"
    film(theme / "film.mp4")
    (theme / "film.vtt").write_text(CAPTIONS, encoding="utf-8")
    (theme / "film.toml").write_text(
        'title = "Filmen"\nseries = "podden"\npublished = 2020-06-04T07:00:00+02:00\n',
        encoding="utf-8",
    )
    assert themed.run().failures == ()
    item = next(i for i in feed(themed).findall("item") if i.findtext("title") == "Filmen")
    (other,) = item.findall("podcast:alternateEnclosure", NS)
    assert (other.get("type"), other.get("title")) == ("audio/mp4", "Bara ljudet")
    source, mark = other
    path = themed.root / "feeds" / (source.get("uri") or "").partition("/feeds/")[2]
    digest = b64decode((mark.get("value") or "").removeprefix("sha256-"))
    assert digest == hashlib.sha256(path.read_bytes()).digest()
    assert int(other.get("length") or 0) == path.stat().st_size
    assert probe(path).video is None
    before = path.stat().st_mtime_ns
    edit(theme / "film.toml", '"Filmen"', '"Filmen igen"')
    assert themed.run().failures == ()
    assert path.stat().st_mtime_ns == before
    assert themed.run().idle


def test_a_large_film_has_a_small_one_beside_it_for_phones(themed: Place, edit: Edit):
    theme = themed.root / "media" / "2020-06-03-tema"
    film(theme / "film.mp4", "testsrc2=s=1080x740:d=10:r=10")
    (theme / "film.vtt").write_text(CAPTIONS, encoding="utf-8")
    (theme / "film.toml").write_text(
        'title = "Filmen"\nseries = "podden"\npublished = 2020-06-04T07:00:00+02:00\n'
        'chapters = [{ start = "0:00", title = "Ett" }, { start = "0:05", title = "Två" }]\n',
        encoding="utf-8",
    )
    assert themed.run().failures == ()
    item = next(i for i in feed(themed).findall("item") if i.findtext("title") == "Filmen")
    small, sound_alone = item.findall("podcast:alternateEnclosure", NS)
    assert [small.get(key) for key in ("type", "title", "height")] == [
        "video/mp4", "Mindre film", "540",
    ]  # fmt: skip
    assert sound_alone.get("title") == "Bara ljudet"
    path = themed.root / "feeds" / (small[0].get("uri") or "").partition("/feeds/")[2]
    large = themed.root / "feeds" / (item.find("enclosure").get("url")).partition("/feeds/")[2]
    assert int(small.get("length") or 0) == path.stat().st_size < large.stat().st_size * 0.75
    assert int(small.get("bitrate") or 0) == round(path.stat().st_size * 8000 / 10_000)
    info, whole = probe(path), probe(large)
    assert info.video is not None
    assert (info.video.codec, info.video.width, info.video.height) == ("h264", 788, 540)
    assert abs(info.duration_ms - whole.duration_ms) <= 50
    assert [(c.span.start_ms, c.title) for c in info.chapters] == [(0, "Ett"), (5000, "Två")]
    before = path.stat().st_mtime_ns
    edit(theme / "film.toml", '"Filmen"', '"Filmen igen"')
    assert themed.run().failures == ()
    assert path.stat().st_mtime_ns == before
    assert themed.run().idle


def test_words_of_authors_captions_are_no_machines(themed: Place):
    themed.run()
    assert feed(themed).findall("item/podcast:txt", NS) == []
    assert (themed.root / "feeds" / "podden" / ITEM).is_dir()


def entries(channel: "etree._Element") -> list[bytes]:
    return [etree.tostring(i, method="c14n", with_tail=False) for i in channel.findall("item")]


def collected(place: Place, folder: str) -> "etree._Element":
    return etree.fromstring(place.text(f"feeds/samlat/{folder}/feed.xml").encode())[0]


def test_a_theme_and_everything_have_feeds_of_the_same_entries(themed: Place, edit: Edit):
    theme = two_series(themed)
    assert themed.run().failures == ()
    folder = theme.parent.name
    of_theme, everything = collected(themed, f"tema/{folder}"), collected(themed, "allt")
    assert everything.findtext("title") == "Allt från Lindhamns stad"
    own = entries(feed(themed, "pratet")) + entries(feed(themed))
    assert entries(of_theme) == entries(everything) == own
    guids = [one.findtext("podcast:guid", namespaces=NS) for one in (of_theme, everything)]
    kept = read_ledger(Workspace(themed.root)).feeds
    assert guids == [kept[f"samlat-tema-{folder}"], kept["samlat-allt"]]
    before = themed.files("feeds/samlat")
    assert themed.run().idle
    edit(themed.root / "mediahub.toml", "lindhamn.example/feeds", "hamnen.example/podd")
    themed.run()
    moved = collected(themed, "allt")
    assert moved.findtext("podcast:guid", namespaces=NS) == guids[1]
    assert themed.files("feeds/samlat") != before


def test_a_single_series_has_no_feed_of_everything(themed: Place):
    themed.run()
    assert not (themed.root / "feeds" / "samlat" / "allt").exists()


def test_a_persons_change_after_publication_is_the_feeds_last_change(themed: Place):
    themed.run()
    assert feed(themed).findtext("lastBuildDate") == "Wed, 03 Jun 2020 07:00:00 +0200"
    name(themed.root, ITEM, "Erik", "Erik Ek")
    themed.run()
    built = parsedate_to_datetime(feed(themed).findtext("lastBuildDate") or "")
    journal = themed.root / "media" / "2020-06-03-tema" / "samtal.edits.json"
    (entry,) = read_journal(journal).entries
    assert built == entry.at
    assert themed.run().idle


def test_a_themes_wide_picture_is_squared_for_apps_and_wide_on_the_page(themed: Place, edit: Edit):
    theme = themed.root / "media" / "2020-06-03-tema"
    Image.new("RGB", (1600, 900), "teal").save(theme / "bred.png")
    edit(theme / "theme.toml", "date = 2020-06-03", 'date = 2020-06-03\nimage = "bred.png"')
    assert themed.run().failures == ()
    image = feed(themed).find("item/itunes:image", NS)
    assert image is not None
    shown = themed.root / "feeds" / (image.get("href") or "").partition("/feeds/")[2]
    with Image.open(shown) as square:
        assert square.size == (1600, 1600)
    assert "tema-" in themed.text(f"feeds/podden/{ITEM}/index.html")
