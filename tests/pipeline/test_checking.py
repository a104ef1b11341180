"""What is published held against the law, in a workspace with a film and an episode."""

import subprocess
from pathlib import Path

import pytest

from mediahub.desk.journal import review
from mediahub.errors import SettingsError
from mediahub.mediafile.process import binary
from mediahub.pipeline.checking import Checked, check
from tests.pipeline.conftest import CAPTIONS, Edit, Place, sound

ITEM = "2020-06-03-tema-samtal"
TOML = "published = 2026-01-02T06:00:00\n"


def film(path: Path) -> None:
    """A film of ten seconds that shows one colour."""
    sources = ["color=c=teal:s=64x64:d=10:r=5", "sine=frequency=330:duration=10"]
    inputs = [part for source in sources for part in ("-f", "lavfi", "-i", source)]
    command = [binary(), "-nostdin", "-v", "error", "-y", *inputs, "-shortest", f"file:{path}"]
    subprocess.run(command, check=True)


@pytest.fixture
def shown(empty: Place) -> Place:
    """A film and an episode, published, with captions of nobody knows whom."""
    media = empty.root / "media"
    film(media / "filmen.mp4")
    sound(media / "avsnitt.mp3")
    for name in ("filmen", "avsnitt"):
        (media / f"{name}.vtt").write_text(CAPTIONS, encoding="utf-8")
        (media / f"{name}.toml").write_text(TOML, encoding="utf-8")
    assert empty.run().failures == ()
    return empty


def write(place: Place, name: str, *keys: str) -> None:
    text = "\n".join([TOML, *keys, ""])
    (place.root / "media" / f"{name}.toml").write_text(text, encoding="utf-8")


def told(place: Place, item: str) -> list[tuple[str, str]]:
    (found,) = check(place.root, [item])
    return [(one.verdict, one.code) for one in found.findings]


def test_each_key_is_seen(shown: Place) -> None:
    assert told(shown, "filmen") == [("missing", "unreviewed"), ("open", "undeclared")]
    assert told(shown, "avsnitt") == [("missing", "unreviewed")]
    write(shown, "filmen", 'captions = "reviewed"', 'audio_description = "said"')
    write(shown, "avsnitt", "media_alternative = true")
    assert shown.run().failures == ()
    assert told(shown, "filmen") == [("met", "reviewed"), ("met", "said")]
    assert told(shown, "avsnitt") == [("exempt", "alternative")]
    write(shown, "avsnitt", "live = true")
    (episode,) = check(shown.root, ["avsnitt"])
    assert "without undue delay" in episode.findings[0].why.english


def test_a_described_version_counts_when_it_is_published(shown: Place) -> None:
    film(shown.root / "media" / "syntolkad.mp4")
    (shown.root / "media" / "syntolkad.vtt").write_text(CAPTIONS, encoding="utf-8")
    write(shown, "filmen", 'described = "syntolkad.mp4"')
    assert told(shown, "filmen")[1] == ("open", "undeclared")
    assert shown.run().failures == ()
    assert told(shown, "filmen")[1] == ("met", "described")
    write(shown, "filmen", 'described = "https://film.example/syntolkad"')
    assert told(shown, "filmen")[1] == ("met", "described")
    write(shown, "filmen", 'described = "borta.mp4"')
    assert "borta.mp4" in check(shown.root, ["filmen"])[0].problem


def test_captions_are_held_against_the_craft(shown: Place) -> None:
    found: tuple[Checked, ...] = check(shown.root)
    assert [one.recording.item for one in found] == ["avsnitt", "filmen"]
    assert found[1].authored
    assert [(form.form, form.craft.cues, form.craft.broken) for form in found[1].captions] == [
        ("WebVTT", 3, ((1,), (), (), (1,), ())),
        ("SRT", 3, ((1,), (), (), (1,), ())),
    ]


def test_what_is_not_published_yet_is_not_checked(shown: Place) -> None:
    sound(shown.root / "media" / "utkast.mp3", frequency=660)
    later = shown.root / "media" / "utkast.toml"
    later.write_text("published = 2199-01-01T06:00:00\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="not published"):
        check(shown.root, ["utkast"])


def test_a_series_may_hold_what_nobody_reviewed(themed: Place, edit: Edit) -> None:
    settings = themed.root / "mediahub.toml"
    edit(settings, 'id = "podden"\n', 'id = "podden"\nunreviewed = "hold"\n')
    page = themed.root / "feeds" / "podden" / ITEM / "index.html"
    summary = themed.run()
    assert summary.failures == ()
    assert [note for note in summary.notes if ITEM in note] == [
        f"not published until a person has reviewed the words: {ITEM}; `mediahub review {ITEM}` "
        "says that they are right, and the next run publishes"
    ]
    assert not page.exists()
    with pytest.raises(SettingsError, match="waits"):
        check(themed.root, [ITEM])
    review(themed.root, ITEM)
    themed.run()
    assert page.exists()
    assert told(themed, ITEM) == [("exempt", "before")]
    edit(settings, 'unreviewed = "hold"', 'unreviewed = "publish"')
    assert ITEM in themed.text("feeds/podden/feed.xml")


def test_captions_that_a_person_vouches_for_are_not_held(themed: Place, edit: Edit) -> None:
    edit(themed.root / "mediahub.toml", 'id = "podden"\n', 'id = "podden"\nunreviewed = "hold"\n')
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, 'title = "Ett samtal"\n', 'title = "Ett samtal"\ncaptions = "reviewed"\n')
    themed.run()
    assert (themed.root / "feeds" / "podden" / ITEM / "index.html").exists()


def test_an_episode_whose_file_is_gone_is_checked_as_long_as_it_is_public(themed: Place) -> None:
    themed.run()
    theme = themed.root / "media" / "2020-06-03-tema"
    for path in theme.iterdir():
        path.unlink()
    themed.run()
    (found,) = check(themed.root)
    assert (found.recording.title, found.recording.kind) == ("Ett samtal", "podcast")
    assert found.problem == "its file is gone from media/, and it is public still"
    assert [form.craft.cues for form in found.captions] == [3, 3]
