"""Episodes that outlive their source: kept beside their transcripts, made of what is in public."""

from dataclasses import replace

from mediahub.feed import FeedPerson
from mediahub.site.build import episode_site
from mediahub.site.episodefile import episode_json, read_episode
from mediahub.site.episodes import moved
from mediahub.site.kept import kept_episode, kept_pictures
from mediahub.site.values import Content
from mediahub.workspace.digests import sha256_of
from tests.site.conftest import BASE, JPEG, Ground


def test_an_episode_is_read_back_as_it_was_written(ground: Ground):
    path = ground.root / "episode.json"
    episode = ground.episode("podden", "a", 1).feed
    path.write_bytes(episode_json(episode))
    assert read_episode(path) == episode
    path.write_text("{", encoding="utf-8")
    assert read_episode(path) is None
    assert read_episode(ground.root / "none.json") is None


def test_a_kept_episode_has_the_files_that_its_feed_names(ground: Ground):
    whole = ground.episode("podden", "a", 1)
    ground.target.sync(episode_site(BASE, "podden", whole))
    captions = Content.of_bytes("transcript.vtt", b"WEBVTT\n")
    kept = kept_episode(
        "a",
        whole.feed,
        base=BASE,
        series="podden",
        folder=ground.feeds / "podden" / "a",
        files={"transcript.vtt": captions, "not-named.txt": captions},
        digest=sha256_of,
    )
    assert kept.page is not None
    assert kept.page.file == ground.feeds / "podden" / "a" / "index.html"
    assert replace(kept, page=whole.page) == whole


def test_a_file_that_is_nowhere_is_left_to_the_gate(ground: Ground):
    whole = ground.episode("podden", "a", 1)
    (ground.feeds / "podden" / "a" / "a-736f756e.mp3").unlink()
    kept = kept_episode(
        "a",
        whole.feed,
        base=BASE,
        series="podden",
        folder=ground.feeds / "podden" / "a",
        files={},
        digest=sha256_of,
    )
    assert (kept.files, kept.page) == ({}, None)


def test_a_site_that_moves_takes_its_kept_episodes_along(ground: Ground):
    episode = replace(
        ground.episode("podden", "a", 1).feed,
        link="https://own.example/a",
        image_url=f"{BASE}/podden/a/bild.jpg",
        people=(FeedPerson("Anna", img=f"{BASE}/personer/anna.jpg"),),
    )
    new = "https://tema.example"
    there = moved(episode, BASE, new)
    assert [
        there.enclosure.url,
        there.link,
        there.image_url,
        there.chapters_url,
        there.transcripts[0].url,
        there.people[0].img,
    ] == [
        f"{new}/podden/a/a-736f756e.mp3",
        "https://own.example/a",
        f"{new}/podden/a/bild.jpg",
        None,
        f"{new}/podden/a/transcript.vtt",
        f"{new}/personer/anna.jpg",
    ]
    assert moved(episode, new, BASE) == episode


def test_a_kept_episode_names_the_pictures_that_are_still_there(ground: Ground):
    here, lost = f"{BASE}/personer/anna.jpg", f"{BASE}/personer/erik.jpg"
    elsewhere = "https://own.example/eva.jpg"
    people = tuple(FeedPerson("A", img=url) for url in (here, lost, elsewhere, None))
    (ground.feeds / "personer").mkdir(parents=True)
    (ground.feeds / "personer" / "anna.jpg").write_bytes(JPEG)
    episode = replace(ground.episode("podden", "a", 1).feed, people=people)
    kept, found = kept_pictures(episode, base=BASE, root=ground.feeds, digest=sha256_of)
    assert [person.img for person in kept.people] == [here, None, elsewhere, None]
    assert [(address, one.length) for address, one in found.items()] == [
        ("personer/anna.jpg", len(JPEG))
    ]
