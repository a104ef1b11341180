"""Workspaces of tiny items with captions beside them, for measuring everything but recognition."""

import random
import subprocess
from pathlib import Path

import imageio_ffmpeg

SECONDS = 0.3
"""The length of an item's sound."""
CUES = 6
"""The captions of an item: a sentence each."""

MEDIAHUB = """\
public_url = "https://www.example.se/poddar"

[publisher]
name = "Mätningens kommun"
email = "redaktionen@example.se"

[[series]]
id = "podden"
title = "Podden"
description = "Samtal om det som händer i kommunen."
kinds = ["podcast"]
autopublish = true

[[series]]
id = "teman"
title = "Teman"
description = "Ett tema i taget."
autopublish = true
"""

_FIRST = (
    *("skol", "barn", "familje", "hem", "natt", "sommar", "samhälls", "ungdoms", "vinter", "stads"),
    *("kultur", "idrotts", "arbets", "språk", "trygghets", "musik", "miljö", "hälso", "bo", "rese"),
)
_LAST = (
    *("besök", "stöd", "möte", "arbete", "hjälp", "plats", "dag", "plan", "fråga", "samtal"),
    *("grupp", "ledare", "rum", "kurs", "tid", "vård", "väg", "bok", "kväll", "insats"),
)
_WHO = ("Läraren", "Kuratorn", "Rektorn", "En förälder", "Chefen", "Biträdet", "Grannen", "Eleven")
_DOES = ("berättar om", "frågar efter", "skriver om", "planerar", "saknar", "glömmer", "väntar på")
_WHERE = ("i skolan", "på torget", "hos oss", "under våren", "i kommunen", "varje vecka", "hemma")
_SPEAKERS = ("Talare 1", "Talare 2")


def tone(scratch: Path) -> bytes:
    """An MP3 of a short tone; `scratch` is a folder to make it in."""
    file = scratch / "tone.mp3"
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    source = f"sine=f=440:d={SECONDS}"
    command = [ffmpeg, "-v", "error", "-y", "-f", "lavfi", "-i", source, "-ac", "1", str(file)]
    subprocess.run(command, check=True)
    sound = file.read_bytes()
    file.unlink()
    return sound


def another(sound: bytes, number: int) -> bytes:
    """The same sound as another file: what stands after the last frame changes no sound."""
    return sound + f"TAG{number:0125}".encode()


def captions(number: int) -> str:
    """WebVTT of a few Swedish sentences by two voices, other ones for each number."""
    chance = random.Random(number)
    step = int(SECONDS * 1000) // CUES
    parts = ["WEBVTT"]
    for cue in range(CUES):
        what = chance.choice(_FIRST) + chance.choice(_LAST)
        sentence = f"{chance.choice(_WHO)} {chance.choice(_DOES)} {what} {chance.choice(_WHERE)}."
        start, end = (f"00:00:00.{ms:03}" for ms in (cue * step, (cue + 1) * step - 1))
        parts.append(f"{start} --> {end}\n<v {_SPEAKERS[cue % 2]}>{sentence}")
    return "\n\n".join(parts) + "\n"


def put_item(file: Path, sound: bytes, number: int) -> None:
    """One item: its sound, and its captions beside it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(another(sound, number))
    file.with_suffix(".vtt").write_text(captions(number), encoding="utf-8")


def make_workspace(folder: Path, items: int) -> None:
    """`items` items in two series: half in themes of 10 to 20, half bare; every 25th is a draft.

    The drafts are drafts by a time that is far ahead, since both series publish by themselves.
    """
    media = folder / "media"
    media.mkdir(parents=True)
    (folder / "mediahub.toml").write_text(MEDIAHUB, encoding="utf-8")
    sound = tone(folder)
    for number in range(1, items, 2):
        file = media / "podden" / f"avsnitt-{number:05}.mp3"
        put_item(file, sound, number)
        if number % 25 == 0:
            text = f'title = "Utkast {number}"\npublished = 2099-01-01T06:00:00+01:00\n'
            file.with_suffix(".toml").write_text(text, encoding="utf-8")
    themed = list(range(0, items, 2))
    theme = 0
    while themed:
        size = 10 + theme * 7 % 11
        _put_theme(media, theme, themed[:size], sound)
        themed = themed[size:]
        theme += 1


def _put_theme(media: Path, theme: int, numbers: list[int], sound: bytes) -> None:
    year, month, day = 2015 + theme // 144, 1 + theme % 12, 1 + theme * 5 % 28
    folder = media / f"{year}-{month:02}-{day:02}-tema-{theme:03}"
    lines = [f'title = "Tema {theme}"', 'introduction = "Veckans tema."']
    for number in numbers:
        name = f"del-{number:05}.mp3"
        put_item(folder / name, sound, number)
        lines += ["", "[[items]]", f'file = "{name}"', f'title = "Del {number}"']
        lines += ['series = "teman"', f'description = "Den {number}:e delen."']
        if number % 25 == 0:
            lines.append("published = 2099-01-01T06:00:00+01:00")
    (folder / "theme.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
