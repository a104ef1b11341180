"""A podcast moves in: what is written, what is promised, and that it can be done again."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.catalog import load
from mediahub.catalog.ids import is_id
from mediahub.errors import MediaError, SettingsError
from mediahub.feed import podcast_guid
from mediahub.moving.moving import LockedError, Moved, Moving, move_in
from mediahub.moving.reading import distinct
from mediahub.moving.settling import settle
from mediahub.moving.values import OldEnclosure, OldEpisode, OldFeed
from mediahub.workspace.ledger import UNSEEN, Ledger, Promise, PromisedEnclosure, read_ledger
from mediahub.workspace.paths import Workspace
from tests.moving.conftest import Host, item, rss

SUMMER = timezone(timedelta(hours=2))
HEAD = '<title>Soppan</title><atom:link rel="self" href="https://old.example/rss"/>'
JPEG = b"\xff\xd8\xff small"


def saved(tmp_path: Path, *items: str, head: str = HEAD) -> str:
    path = tmp_path / "rss.xml"
    path.write_bytes(rss(*items, head=head))
    return str(path)


def sha(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("media", "published", "mediahub.toml")
        for path in ([root / folder] if (root / folder).is_file() else (root / folder).rglob("*"))
        if path.is_file()
    }


def test_a_feed_becomes_series_items_and_promises(root: Path, tmp_path: Path):
    more = "<description>Om soppa.</description><itunes:season>1</itunes:season>"
    moved = move_in(
        root, Moving(saved(tmp_path, item("Ärtor &amp; fläsk", "tag:x/1 2", more=more)))
    )
    guid = podcast_guid("https://old.example/rss")
    assert moved == Moved(
        "soppan", 1, 1, ("soppan-2020-06-03-artor-flask",), (), ("soppan-2020-06-03-artor-flask",),
        guid=guid,
    )  # fmt: skip
    assert (root / "media/soppan/theme.toml").read_text(encoding="utf-8") == (
        'title = "Soppan"\n\n[[items]]\nfile = "2020-06-03-artor-flask.mp3"\n'
        'id = "soppan-2020-06-03-artor-flask"\ntitle = "Ärtor & fläsk"\nseries = "soppan"\n'
        'published = 2020-06-03T07:00:00+02:00\ndate = 2020-06-03\ndescription = "Om soppa."\n'
        "season = 1\n"
    )
    assert (root / "mediahub.toml").read_text(encoding="utf-8").startswith("# Våra inställningar.")
    ledger = read_ledger(Workspace(root))
    assert ledger.feeds == {"soppan": guid}
    assert ledger.promises == (
        Promise(
            "soppan-2020-06-03-artor-flask",
            "tag:x/1 2",
            "soppan",
            datetime(2020, 6, 3, 7, tzinfo=SUMMER),
            UNSEEN,
            (PromisedEnclosure("https://old.example/1.mp3", UNSEEN, 11, "audio/mpeg"),),
            title="Ärtor & fläsk",
        ),
    )


def test_what_waits_for_its_recording_is_in_the_catalogue_and_told(root: Path, tmp_path: Path):
    move_in(root, Moving(saved(tmp_path, item())))
    catalogue = load(root)
    (one,) = catalogue.items
    assert (one.missing, one.series, one.title) == (True, "soppan", "Ett")
    assert catalogue.serie("soppan").guid == podcast_guid("https://old.example/rss")


def test_moving_in_again_changes_nothing(root: Path, tmp_path: Path):
    source = saved(tmp_path, item("B", "b"), item("A", "a"))
    move_in(root, Moving(source))
    before = files(root)
    again = move_in(root, Moving(source))
    assert (again.new, len(again.waiting)) == ((), 2)
    assert files(root) == before


def test_what_people_wrote_stays_and_new_episodes_are_added(root: Path, tmp_path: Path):
    move_in(root, Moving(saved(tmp_path, item("A", "a"))))
    theme = root / "media/soppan/theme.toml"
    theme.write_text(
        theme.read_text(encoding="utf-8").replace('title = "A"', 'title = "Rättat"  # av Lisa'),
        encoding="utf-8",
    )
    late = item("B", "b", "https://old.example/2.mp3", "Thu, 04 Jun 2020 07:00:00 +0200")
    moved = move_in(root, Moving(saved(tmp_path, late, item("A nytt", "a"))))
    assert moved.new == ("soppan-2020-06-04-b",)
    text = theme.read_text(encoding="utf-8")
    assert 'title = "Rättat"  # av Lisa' in text
    assert text.count("[[items]]") == 2


def test_a_stop_after_the_promises_is_gone_on_with(root: Path, tmp_path: Path):
    source = saved(tmp_path, item("A", "a"), item("B", "b"))
    first = move_in(root, Moving(source))
    (root / "media/soppan/theme.toml").unlink()
    again = move_in(root, Moving(source))
    assert again.new == first.new
    assert {one.guid for one in read_ledger(Workspace(root)).promises} == {"a", "b"}


def test_episodes_of_one_day_and_title_have_names_of_their_own(root: Path, tmp_path: Path):
    rows = [item("Samma", f"g{n}", f"https://old.example/{n}.mp3") for n in range(3)]
    moved = move_in(root, Moving(saved(tmp_path, *rows)))
    assert sorted(moved.new) == [f"soppan-2020-06-03-samma{end}" for end in ("", "-2", "-3")]


def test_recordings_are_fetched_and_their_digests_promised(root: Path, host: Host):
    sound = b"ID3" + b"x" * 5000
    url = host.put("/1.mp3", sound, "audio/mpeg")
    host.breaks["/1.mp3"] = [2000]
    source = host.put("/rss", rss(item("A", "a", url)))
    moved = move_in(root, Moving(source, media=True, private=True))
    assert (moved.fetched, moved.waiting, moved.failed) == (moved.new, (), ())
    assert (root / "media/soppan/2020-06-03-a.mp3").read_bytes() == sound
    (promise,) = read_ledger(Workspace(root)).promises
    assert promise.source_sha256 == sha(sound)
    assert not list((root / ".mediahub/moving").rglob("*.part*"))


def test_the_address_in_the_promise_stays_the_old_one(root: Path, tmp_path: Path, host: Host):
    sound = b"ID3" + b"x" * 5000
    move_in(root, Moving(saved(tmp_path, item("A", "a", f"{host.address}/1.mp3"))))
    host.put("/1.mp3", sound, "audio/mpeg")
    moved = move_in(root, Moving(str(tmp_path / "rss.xml"), media=True, private=True))
    assert (moved.new, moved.fetched) == ((), ("soppan-2020-06-03-a",))
    (promise,) = read_ledger(Workspace(root)).promises
    assert promise.source_sha256 == sha(sound)


def test_a_recording_that_does_not_come_is_told_and_the_others_do(root: Path, host: Host):
    good = host.put("/1.mp3", b"ID3 good", "audio/mpeg")
    rows = (item("A", "a", f"{host.address}/gone.mp3"), item("B", "b", good))
    source = host.put("/rss", rss(*rows))
    moved = move_in(root, Moving(source, media=True, private=True))
    assert (moved.fetched, moved.waiting) == (("soppan-2020-06-03-b",), ("soppan-2020-06-03-a",))
    assert moved.failed == (("soppan-2020-06-03-a", f"{host.address}/gone.mp3 answers 404"),)


def test_pages_are_followed_to_the_end_and_not_in_a_circle(root: Path, host: Host):
    def page(number: int, then: str) -> str:
        head = f'<title>Soppan</title><atom:link rel="next" href="{host.address}{then}"/>'
        return host.put(f"/{number}", rss(item(f"N{number}", f"g{number}"), head=head))

    page(2, "/3")
    page(3, "/1")
    moved = move_in(root, Moving(page(1, "/2"), private=True))
    assert (moved.episodes, moved.pages) == (3, 3)


def test_a_feed_that_may_be_cut_is_told(root: Path, tmp_path: Path):
    rows = [item(f"N{n}", f"g{n}") for n in range(10)]
    moved = move_in(root, Moving(saved(tmp_path, *rows)))
    assert [one.code for one in moved.notices] == ["feed-may-hold-more"]


def test_people_pictures_captions_and_chapters_come_along(root: Path, host: Host):
    cover = host.put("/c.jpg", JPEG, "image/jpeg")
    own = host.put("/1.png", b"\x89PNG\r\n\x1a\n small", "image/png")
    captions = host.put("/1.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHej.\n", "text/vtt")
    marks = [
        {"startTime": 0, "title": "Inledning"},
        {"startTime": 61.5, "title": "Frågor", "url": "https://f.example/"},
        {"startTime": 70, "title": "Dold", "toc": False},
    ]
    chapters = host.put("/1.json", json.dumps({"version": "1.2.0", "chapters": marks}).encode())
    more = (
        f'<itunes:image href="{own}"/><podcast:transcript url="{captions}" type="text/vtt"/>'
        f'<podcast:chapters url="{chapters}" type="application/json+chapters"/>'
        '<podcast:person role="guest" href="https://rut.example/">Rut Alm</podcast:person>'
    )
    head = f'<title>Soppan</title><itunes:image href="{cover}"/>'
    source = host.put("/rss", rss(item("A", "a", more=more), head=head))
    (root / "media/people.toml").write_text('[[people]]\nid = "rut"\nname = "Rut Alm"\n')
    moved = move_in(root, Moving(source, private=True))
    assert moved.notices == ()
    folder = root / "media/soppan"
    assert sorted(path.name for path in folder.iterdir()) == [
        "2020-06-03-a.png", "2020-06-03-a.vtt", "omslag.jpg", "theme.toml",
    ]  # fmt: skip
    (one,) = load(root).items
    assert [(c.person.id, c.role) for c in one.contributors] == [("rut", "guest")]
    assert [(c.start_ms, c.title, c.link) for c in one.chapters] == [
        (0, "Inledning", None), (61_500, "Frågor", "https://f.example/"),
    ]  # fmt: skip
    assert one.image == folder / "2020-06-03-a.png"


def test_what_does_not_come_along_is_told(root: Path, host: Host):
    page = host.put("/1.html", b"<p>x</p>", "text/html")
    more = (
        f'<itunes:image href="{page}"/><podcast:transcript url="{page}" type="text/html"/>'
        f'<podcast:chapters url="{page}" type="application/json+chapters"/>'
    )
    source = host.put("/rss", rss(item("A", "a", more=more)))
    moved = move_in(root, Moving(source, private=True))
    assert sorted(one.code for one in moved.notices) == [
        "feed-not-fetched", "feed-not-fetched", "feed-transcript-not-taken",
    ]  # fmt: skip
    assert moved.new == ("soppan-2020-06-03-a",)


def test_a_locked_feed_is_asked_about(root: Path, tmp_path: Path):
    head = f'{HEAD}<podcast:locked owner="a@b.example">yes</podcast:locked>'
    source = saved(tmp_path, item(), head=head)
    with pytest.raises(LockedError, match=r"a@b\.example"):
        move_in(root, Moving(source))
    assert not (root / "published").exists()
    assert move_in(root, Moving(source, locked=True)).new


def test_another_podcast_does_not_move_into_the_same_series(root: Path, tmp_path: Path):
    move_in(root, Moving(saved(tmp_path, item())))
    other = saved(tmp_path, item("X", "x"), head=HEAD.replace("old.example/rss", "b.example/rss"))
    before = files(root)
    with pytest.raises(SettingsError, match="--series"):
        move_in(root, Moving(other))
    assert files(root) == before
    assert move_in(root, Moving(other, series="soppan-b")).new == ("soppan-b-2020-06-03-x",)


def test_a_file_that_does_not_say_where_it_stood_gives_no_guid(root: Path, tmp_path: Path):
    moved = move_in(root, Moving(saved(tmp_path, item(), head="<title>Soppan</title>")))
    assert moved.guid is None
    assert read_ledger(Workspace(root)).feeds == {}


def test_only_a_workspace_takes_a_podcast_in(tmp_path: Path):
    with pytest.raises(SettingsError, match="mediahub init"):
        move_in(tmp_path, Moving(saved(tmp_path, item())))


def test_a_feed_without_episodes_or_a_file_that_is_gone_is_refused(root: Path, tmp_path: Path):
    with pytest.raises(MediaError, match="no episodes"):
        move_in(root, Moving(saved(tmp_path)))
    with pytest.raises(MediaError, match="cannot be read"):
        move_in(root, Moving(str(tmp_path / "nej.xml")))
    assert list((root / "media").iterdir()) == []


def test_a_podcast_that_is_here_does_not_move_in_a_second_time(root: Path, tmp_path: Path):
    source = saved(tmp_path, item(), head="<title>Soppan</title>")
    move_in(root, Moving(source))
    before = files(root)
    with pytest.raises(SettingsError, match="--series soppan"):
        move_in(root, Moving(source, series="annan"))
    assert files(root) == before


def test_a_value_that_no_toml_takes_is_left_out_and_told(root: Path, tmp_path: Path):
    head = (
        f"{HEAD}<language>svenska språket</language><itunes:owner><itunes:email>nej</itunes:email>"
        "</itunes:owner>"
    )
    moved = move_in(root, Moving(saved(tmp_path, item(), head=head)))
    assert [(one.code, one.place) for one in moved.notices] == [
        ("feed-value-left-out", "mediahub.toml, soppan"),
        ("feed-value-left-out", "mediahub.toml, publisher"),
    ]
    assert load(root).serie("soppan").language == "sv"


def test_beside_other_series_it_takes_none_of_their_files(root: Path, tmp_path: Path):
    with (root / "mediahub.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[series]]\nid = "podd"\ntitle = "Vår"\n')
    move_in(root, Moving(saved(tmp_path, item())))
    assert [(one.id, one.kinds) for one in load(root).series] == [
        ("podd", ("podcast",)), ("soppan", ()),
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(st.text(max_size=8), st.sampled_from(["a", "b", " ", ""]), st.integers(1, 3)),
        max_size=6,
    )
)
def test_whatever_a_feed_holds_each_item_has_its_own_guid_file_and_id(
    rows: list[tuple[str, str, int]],
):
    feed = OldFeed(
        "Soppan",
        episodes=tuple(
            OldEpisode(
                n, guid or f"u{url}", title, OldEnclosure(f"https://o.example/{url}.mp3", ""),
                datetime(2020, 6, 3, tzinfo=SUMMER),
            )
            for n, (title, guid, url) in enumerate(rows, 1)
        ),
    )  # fmt: skip
    alone, _ = distinct(feed, "f")
    placed = settle(alone, "soppan", Ledger(), {}, ())
    for values in (
        [one.episode.guid for one in placed],
        [one.item for one in placed],
        [one.stem for one in placed],
    ):
        assert len(set(values)) == len(values)
    assert all(is_id(one.item) for one in placed)
