"""`mediahub import` up to the feed that subscribers go on with."""

from pathlib import Path

import feedparser

from mediahub.workspace.ledger import UNSEEN
from tests.cli.conftest import CAPTIONS, Mediahub, Place, sound
from tests.moving.conftest import Host, host, item, rss

__all__ = ["host"]

GUIDS = ["tag:gammal,2010:avsnitt/2 b", "https://old.example/?p=1"]
HEAD = "<title>Soppan</title><description>Om mat.</description><itunes:author>K</itunes:author>"


def old_host(host: Host, tmp_path: Path) -> str:
    """A feed of two episodes with captions, so that nothing need be recognised."""
    rows = []
    for number, guid in enumerate(reversed(GUIDS), 1):
        media = sound(tmp_path / f"{number}.mp3", frequency=400 + number * 10).read_bytes()
        url = host.put(f"/{number}.mp3", media, "audio/mpeg")
        captions = host.put(f"/{number}.vtt", CAPTIONS.encode(), "text/vtt")
        more = f'<podcast:transcript url="{captions}" type="text/vtt"/>'
        date = f"Wed, 0{number} Jan 2020 07:00:00 GMT"
        rows.insert(0, item(f"Avsnitt {number}", guid, url, date, more))
    return host.put("/rss", rss(*rows, head=HEAD))


def test_a_podcast_that_moved_in_is_the_same_to_its_subscribers(
    empty: Place, mediahub: Mediahub, host: Host, tmp_path: Path
):
    source, ws = old_host(host, tmp_path), str(empty.root)
    (empty.root / "mediahub.toml").write_text('public_url = "https://ny.example/f"\n')
    assert mediahub("-C", ws, "import", source, "--private", "--media").code == 0
    assert mediahub("-C", ws, "run").code == 0
    feed = feedparser.parse(empty.text("feeds/soppan/feed.xml"))
    assert [(one.id, one.published) for one in feed.entries] == [
        (GUIDS[0], "Thu, 02 Jan 2020 08:00:00 +0100"),
        (GUIDS[1], "Wed, 01 Jan 2020 08:00:00 +0100"),
    ]
    first = empty.files("feeds", "published")
    assert mediahub("-C", ws, "import", source, "--private", "--media").code == 0
    assert mediahub("-C", ws, "run").code == 0
    assert empty.files("feeds", "published") == first


def test_a_feed_is_not_published_with_less_than_subscribers_have(
    empty: Place, mediahub: Mediahub, host: Host, tmp_path: Path
):
    source = old_host(host, tmp_path)
    # The old host's address is a public one in what was promised.
    text = host.files["/rss"][1].replace(
        f'url="{host.address}/1.mp3'.encode(), b'url="https://o.example/1.mp3'
    )
    host.files["/rss"] = ("application/xml", text)
    ws = str(empty.root)
    (empty.root / "mediahub.toml").write_text('public_url = "https://ny.example/f"\n')
    told = mediahub("-C", ws, "import", source, "--private")
    assert (told.code, "2 recordings to come" in told.out) == (0, True)
    folder = empty.root / "media/soppan"
    (folder / "2020-01-02-avsnitt-2.mp3").write_bytes(host.files["/2.mp3"][1])
    told = mediahub("-C", ws, "run")
    assert told.code == 1
    assert not (empty.root / "feeds/soppan/feed.xml").exists()
    (folder / "2020-01-01-avsnitt-1.mp3").write_bytes(host.files["/1.mp3"][1])
    assert mediahub("-C", ws, "run").code == 0
    feed = feedparser.parse(empty.text("feeds/soppan/feed.xml"))
    assert [one.id for one in feed.entries] == GUIDS
    assert (
        UNSEEN
        not in empty.text("published/items/soppan-2020-01-02-avsnitt-2.toml").split(
            "[[enclosures]]", 1
        )[0]
    )


def test_a_locked_feed_is_refused_where_nobody_can_be_asked(
    empty: Place, mediahub: Mediahub, tmp_path: Path
):
    (empty.root / "mediahub.toml").write_text("")
    path = tmp_path / "rss.xml"
    path.write_bytes(rss(item(), head=f"{HEAD}<podcast:locked>yes</podcast:locked>"))
    told = mediahub("-C", str(empty.root), "import", str(path))
    assert (told.code, "--locked" in told.err) == (2, True)
    assert mediahub("-C", str(empty.root), "import", str(path), "--locked").code == 0
