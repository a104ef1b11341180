"""A large file fetched so that a broken line is gone on with, by this command or the next."""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mediahub.atomic import write_text
from mediahub.moving.web import Answer, Web, WebError

MOST = 16 << 30
"""No episode is as large as this (16 GB)."""
TRIES = 4


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that is here: where, its SHA-256 and length, and the type that the server said."""

    path: Path
    sha256: str
    length: int
    type: str


def fetch(web: Web, url: str, part: Path, *, most: int = MOST, tries: int = TRIES) -> Fetched:
    """Fetch the file into `part`, going on where an earlier try ended.

    The rest is asked for only if the file there is still the same. Raises WebError where it
    cannot be had: what came stays for the next time.
    """
    part.parent.mkdir(parents=True, exist_ok=True)
    for left in reversed(range(tries)):
        before = _size(part)
        try:
            kind = _gone_on(web, url, part, most)
        except WebError:
            # Another try where this one brought something; a server that is away is away.
            if not left or _size(part) <= before:
                raise
            continue
        with part.open("rb") as file:
            head = file.read(512)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        _note(part).unlink(missing_ok=True)
        if head.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
            part.unlink()
            raise WebError(
                f"{url} gives a web page in place of a recording",
                swedish=f"{url} ger en webbsida i stället för en inspelning",
            )
        return Fetched(part, digest, _size(part), kind)
    raise WebError(f"{url} could not be fetched", swedish=f"{url} gick inte att hämta")


def _gone_on(web: Web, url: str, part: Path, most: int) -> str:
    there, mark = _size(part), _mark(part)
    if not mark:
        there = 0
    asked = {"Range": f"bytes={there}-", "If-Range": mark} if there else {}
    with web.open(url, asked) as answer:
        if answer.status == 416:
            part.unlink(missing_ok=True)
            _note(part).unlink(missing_ok=True)
            if there:  # it is shorter now, or was here as a whole
                return _gone_on(web, url, part, most)
            raise WebError(f"{url} answers 416", swedish=f"{url} svarar 416")
        begins = _begins(answer) if answer.status == 206 else 0
        if begins != (there if answer.status == 206 else 0):
            raise WebError(
                f"{url} sends another part than was asked for",
                swedish=f"{url} skickar en annan del än den som efterfrågades",
            )
        whole = _whole(answer, begins)
        if whole is not None and whole > most:
            raise WebError(
                f"{url} has {whole >> 20} MB, more than {most >> 20}; not fetched",
                swedish=f"{url} har {whole >> 20} MB, mer än {most >> 20}, och är inte hämtad",
            )
        write_text(_note(part), json.dumps({"mark": _strong(answer)}))
        has = begins
        with part.open("r+b" if begins else "wb") as file:
            file.seek(begins)
            file.truncate()
            for piece in answer.pieces():
                has += len(piece)
                if has > most:
                    raise WebError(
                        f"{url} gives more than {most >> 20} MB; not fetched",
                        swedish=f"{url} ger mer än {most >> 20} MB, och är inte hämtad",
                    )
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if whole is not None and has != whole:
            raise WebError(
                f"{url}: the line broke after {has} of {whole} bytes",
                swedish=f"{url}: förbindelsen bröts efter {has} av {whole} byte",
            )
        if not has:
            raise WebError(f"{url} is empty", swedish=f"{url} är tom")
        return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def _begins(answer: Answer) -> int:
    unit, _, rest = answer.headers.get("content-range", "").partition(" ")
    first = rest.partition("-")[0]
    return int(first) if unit.lower() == "bytes" and first.isdigit() else -1


def _whole(answer: Answer, begins: int) -> int | None:
    total = answer.headers.get("content-range", "").rpartition("/")[2]
    if answer.status == 206 and total.isdigit():
        return int(total)
    said = answer.headers.get("content-length", "")
    return begins + int(said) if said.isdigit() else None


def _strong(answer: Answer) -> str:
    """What tells this very file from any other at its address; "" where nothing is told."""
    mark = answer.headers.get("etag", "")
    if mark and not mark.startswith("W/"):
        return mark
    return answer.headers.get("last-modified", "")


def _mark(part: Path) -> str:
    try:
        return str(json.loads(_note(part).read_text(encoding="utf-8"))["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _size(part: Path) -> int:
    with suppress(OSError):
        return part.stat().st_size
    return 0
