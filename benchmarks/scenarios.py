"""The small workspace of `trials.py`, and commands that have something to do there."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
from tiny import another, captions, put_item, tone

CORRECTED = "Zackrisborgen"
"""A word that nobody says before it is corrected into one."""

MEDIAHUB = """\
public_url = "https://www.example.se/poddar"

[publisher]
name = "Prövningens kommun"
email = "redaktionen@example.se"

[[series]]
id = "podden"
title = "Podden"
description = "Samtal om det som händer i kommunen."
autopublish = true

[[series]]
id = "teman"
title = "Teman"
description = "Ett tema i taget."
"""
THEME = """\
title = "Tidiga insatser"
introduction = "Veckans tema."

[[items]]
file = "del-1.mp3"
title = "Del ett"
series = "teman"
published = 2020-06-03T07:00:00+02:00

[[items]]
file = "del-2.mp3"
title = "Del två"
series = "teman"

[[items]]
file = "text.md"
title = "En text"
"""
PEOPLE = """\
[[people]]
id = "anna-lind"
name = "Anna Lind"
"""


@dataclass(frozen=True)
class Scenario:
    """A command with something to do: `prepare` brings a settled workspace there, or an empty one
    where it is the first run that is meant.
    """

    name: str
    words: tuple[str, ...]
    prepare: Callable[[Path], None]
    settled: bool = True


def make_workspace(folder: Path) -> None:
    """The small workspace, before its first run."""
    media = folder / "media"
    media.mkdir(parents=True)
    (folder / "mediahub.toml").write_text(MEDIAHUB, encoding="utf-8")
    (media / "people.toml").write_text(PEOPLE, encoding="utf-8")
    sound = tone(folder)
    for number in (1, 2, 3):
        put_item(media / "podden" / f"avsnitt-{number}.mp3", sound, number)
    _give_title(media / "podden" / "avsnitt-3.mp3", "Titeln i filen")
    put_item(media / "extra.mp3", sound, 4)  # a bare draft
    (media / "extra.toml").write_text('title = "Extra"\nseries = "teman"\n', encoding="utf-8")
    theme = media / "2020-06-03-tidiga-insatser"
    for number in (1, 2):
        put_item(theme / f"del-{number}.mp3", sound, 10 + number)
    (theme / "text.md").write_text("# En text\n\nOm skolan i kommunen.\n", encoding="utf-8")
    (theme / "theme.toml").write_text(THEME, encoding="utf-8")


def _give_title(file: Path, title: str) -> None:
    tagged = file.with_name("tagged.mp3")
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    command = [ffmpeg, "-v", "error", "-y", "-i", str(file), "-c", "copy"]
    subprocess.run([*command, "-metadata", f"title={title}", str(tagged)], check=True)
    tagged.replace(file)


def cut_anew(file: Path, number: int) -> None:
    """Another recording under the same name."""
    file.write_bytes(another(file.read_bytes(), number))


def _as_it_is(_folder: Path) -> None:
    pass


def _new_and_changed(folder: Path) -> None:
    media = folder / "media"
    bare = media / "podden"
    put_item(bare / "avsnitt-5.mp3", (bare / "avsnitt-2.mp3").read_bytes(), 5)
    (bare / "avsnitt-2.vtt").write_text(captions(99), encoding="utf-8")
    theme = media / "2020-06-03-tidiga-insatser"
    cut_anew(theme / "del-1.mp3", 98)
    text = (theme / "theme.toml").read_text(encoding="utf-8")
    text = text.replace('"Del två"', '"Del två"\npublished = 2020-06-04T07:00:00+02:00')
    (theme / "theme.toml").write_text(text, encoding="utf-8")
    (theme / "text.md").write_text("# En text\n\nOm kommunen.\n", encoding="utf-8")


def _sources_gone(folder: Path) -> None:
    for name in ("podden/avsnitt-2.mp3", "podden/avsnitt-2.vtt", "extra.mp3", "extra.vtt"):
        (folder / "media" / name).unlink()
    (folder / "media" / "extra.toml").unlink()


def _copy_corrected(folder: Path) -> None:
    text = (folder / "transcripts/podden-avsnitt-1/transcript.vtt").read_text(encoding="utf-8")
    changed, found = re.subn(r"(-->.*\n(?:<[^>]*>)?)\w+", rf"\g<1>{CORRECTED}", text, count=1)
    assert found
    (folder / "ny.vtt").write_text(changed, encoding="utf-8")


DRAFT = "2020-06-03-tidiga-insatser-del-2"
SCENARIOS = (
    Scenario("run", ("run",), _as_it_is, settled=False),
    Scenario("clean", ("clean", "--yes"), _sources_gone),
    Scenario("publish", ("publish", DRAFT), _as_it_is),
    Scenario("withdraw", ("withdraw", "podden-avsnitt-2", "--why", "Fel fil", "--yes"), _as_it_is),
    Scenario("correct", ("correct", "podden-avsnitt-1", "ny.vtt"), _copy_corrected),
    Scenario("name", ("name", "podden-avsnitt-1", "Talare 1", "anna-lind"), _as_it_is),
    Scenario("run on changes", ("run",), _new_and_changed),
)
