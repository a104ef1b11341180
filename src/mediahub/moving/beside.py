"""The small files that belong to an episode: picture, captions, chapters."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mediahub import atomic
from mediahub.feed.addresses import web_url
from mediahub.moving import notices as told
from mediahub.moving.settling import Settled, chapter_tables
from mediahub.moving.values import OldChapter, OldTranscript
from mediahub.moving.web import Web, WebError
from mediahub.notices import Notice

PICTURE_MOST = 20 << 20
TEXT_MOST = 10 << 20
_CAPTIONS = {
    "text/vtt": "vtt", "application/x-subrip": "srt", "application/srt": "srt", "text/srt": "srt",
    "application/x-srt": "srt",
}  # fmt: skip


def fetch_beside(
    web: Web, one: Settled, folder: Path, cover: str | None, notices: list[Notice]
) -> dict[str, Any]:
    """Fetch them into `folder`; the keys of the item's table that name them.

    What cannot be had is noticed, and left out. A picture that is the podcast's cover is not
    fetched again.
    """
    keys: dict[str, Any] = {}
    image = one.episode.image
    if image is not None and image != cover:
        name = fetch_picture(web, image, folder, one.stem, notices)
        if name is not None:
            keys["image"] = name
    _fetch_captions(web, one, folder, notices)
    chapters = _chapters(web, one, notices)
    if chapters:
        keys["chapters"] = chapters
    return keys


def fetch_picture(web: Web, url: str, folder: Path, stem: str, notices: list[Notice]) -> str | None:
    """Fetch a picture as STEM.jpg or STEM.png; its name, or None, noticed, where it is none."""
    try:
        data = web.read(url, PICTURE_MOST).data
        if data.startswith(b"\xff\xd8\xff"):
            name = f"{stem}.jpg"
        elif data.startswith(b"\x89PNG\r\n\x1a\n"):
            name = f"{stem}.png"
        else:
            raise WebError(
                f"{url} is neither JPEG nor PNG", swedish=f"{url} är varken JPEG eller PNG"
            )
    except WebError as error:
        notices.append(told.NOT_FETCHED.at(folder.name, what=f"{stem}.jpg", why=error))
        return None
    if not (folder / name).exists():
        atomic.write_bytes(folder / name, data)
    return name


def _fetch_captions(web: Web, one: Settled, folder: Path, notices: list[Notice]) -> None:
    """Captions that bear the recording's name are found by it: no key names them."""
    transcripts = one.episode.transcripts
    best = min(
        (found for found in transcripts if _ending(found)),
        key=lambda found: _ending(found) != "vtt",
        default=None,
    )
    if best is None:
        if transcripts:
            kinds = ", ".join(sorted({found.type or "?" for found in transcripts}))
            notices.append(
                told.NOT_A_TRANSCRIPT.at(folder.name, title=one.episode.title, type=kinds)
            )
        return
    path = folder / f"{one.stem}.{_ending(best)}"
    if path.exists():
        return
    try:
        atomic.write_bytes(path, web.read(best.url, TEXT_MOST).data)
    except WebError as error:
        notices.append(told.NOT_FETCHED.at(folder.name, what=path.name, why=error))


def _chapters(web: Web, one: Settled, notices: list[Notice]) -> list[dict[str, Any]]:
    episode = one.episode
    if episode.chapters_url is not None and not episode.chapters:
        try:
            found = _read_chapters(web.read(episode.chapters_url, TEXT_MOST).data)
            episode = replace(episode, chapters=found)
        except (WebError, ValueError, KeyError, TypeError, AttributeError) as error:
            what = f"chapters of {one.file}"
            notices.append(told.NOT_FETCHED.at("", what=what, why=error))
    return chapter_tables(episode)


def _read_chapters(data: bytes) -> tuple[OldChapter, ...]:
    """The chapters of a Podcasting 2.0 file; those that apps do not list are left out."""
    return tuple(
        OldChapter(
            round(float(one["startTime"]) * 1000),
            " ".join(one["title"].split()),
            web_url(one.get("url")),
        )
        for one in json.loads(data)["chapters"]
        if one.get("toc", True) is not False
        and str(one.get("title", "")).strip()
        and 0 <= float(one["startTime"]) < 1e6
    )


def _ending(found: OldTranscript) -> str:
    by_type = _CAPTIONS.get(found.type.partition(";")[0].strip(), "")
    ending = urlsplit(found.url).path.rpartition(".")[2].lower()
    return by_type or (ending if ending in ("vtt", "srt") else "")
