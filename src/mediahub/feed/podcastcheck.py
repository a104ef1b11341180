"""The gate for the values of the Podcasting 2.0 elements, in a channel and in an item alike.

Rules as podcast-namespace's `docs/tags` states them.
"""

import binascii
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from mediahub.feed.faults import Finding
from mediahub.feed.namespaces import NAMESPACES
from mediahub.feed.rules import address_problems, date_problems
from mediahub.feed.taxonomy import is_medium, is_part
from mediahub.feed.values import KNOWN_LICENSES

if TYPE_CHECKING:
    from lxml.etree import _Element

ONCE = frozenset(
    [
        *("guid", "locked", "license", "medium", "season", "episode", "chapters"),
        *("updateFrequency", "podping", "chat"),
    ]
)
"""Elements that a channel or an item may hold once."""
_PREFIX = f"{{{NAMESPACES['podcast']}}}"
_NUMBER = re.compile(r"\d+(\.\d+)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_GEO = re.compile(r"geo:-?\d+(\.\d+)?,-?\d+(\.\d+)?(,-?\d+(\.\d+)?)?(;.*)?")
_OSM = re.compile(r"[NWR]\d+(#\d+)?")
_RULE = re.compile(r"([A-Z]+=[A-Z0-9+,:-]+)(;[A-Z]+=[A-Z0-9+,:-]+)*")
_DIGESTS = {"sha256": 32, "sha384": 48, "sha512": 64}
_LONGEST_NAME, _LONGEST_TXT, _LONGEST_TITLE = 128, 4000, 32


def podcast_problems(parent: "_Element", duration_s: int | None = None) -> Iterator[Finding]:
    """What is wrong with the podcast: elements of a channel or an item that lasts `duration_s`."""
    counted: Counter[str] = Counter()
    for element in parent.iterchildren(f"{_PREFIX}*"):
        name = str(element.tag).removeprefix(_PREFIX)
        counted[name] += 1
        check = _CHECKS.get(name)
        if check is not None:
            yield from check(element)
        if name == "soundbite":
            yield from _soundbite(element, duration_s)
    for name, times in counted.items():
        if times > 1 and name in ONCE:
            yield Finding("repeated", f"it has {times} podcast:{name}; one is the most")


def _text(element: "_Element") -> str:
    return (element.text or "").strip()


def _named(
    element: "_Element", what: str, rule: str, limit: int = _LONGEST_NAME
) -> Iterator[Finding]:
    text = _text(element)
    if not text or len(text) > limit:
        yield Finding(rule, f"{what} has {len(text)} characters; it must have 1 to {limit}")


def _guid(element: "_Element") -> Iterator[Finding]:
    try:
        UUID(_text(element))
    except ValueError:
        yield Finding("podcast-guid", f"podcast:guid is {_text(element)!r}, no UUID")


def _locked(element: "_Element") -> Iterator[Finding]:
    if _text(element) not in {"yes", "no"}:
        yield Finding("podcast-locked", f"podcast:locked is {_text(element)!r}, not yes or no")
    owner = element.get("owner")
    if owner is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+", owner):
        yield Finding(
            "podcast-locked", f"podcast:locked has the owner {owner!r}, no e-mail address"
        )


def _medium(element: "_Element") -> Iterator[Finding]:
    if not is_medium(_text(element)):
        yield Finding("podcast-medium", f"podcast:medium is {_text(element)!r}, which no app knows")


def _license(element: "_Element") -> Iterator[Finding]:
    url = element.get("url")
    yield from _named(element, "podcast:license", "podcast-license")
    if url is not None:
        yield from address_problems(url, "the licence's address")
    elif _text(element) not in KNOWN_LICENSES:
        says = f"podcast:license is {_text(element)!r}, which needs its address (url)"
        yield Finding("podcast-license", says)


def _funding(element: "_Element") -> Iterator[Finding]:
    yield from address_problems(element.get("url"), "podcast:funding's address")
    yield from _named(element, "podcast:funding", "podcast-funding")


def _person(element: "_Element") -> Iterator[Finding]:
    yield from _named(element, "podcast:person", "podcast-person")
    group, role = element.get("group", "cast"), element.get("role", "host")
    if not is_part(group, role):
        says = f"podcast:person has the role {role!r} in {group!r}, which the taxonomy lacks"
        yield Finding("podcast-person", says)
    for name in ("img", "href"):
        if element.get(name) is not None:
            yield from address_problems(element.get(name), f"podcast:person's {name}")


def _location(element: "_Element") -> Iterator[Finding]:
    yield from _named(element, "podcast:location", "podcast-location")
    geo, osm, country = element.get("geo"), element.get("osm"), element.get("country")
    if geo is not None and not _GEO.fullmatch(geo):
        yield Finding("podcast-location", f"podcast:location's geo is {geo!r}; write geo:59.3,18.1")
    if osm is not None and not _OSM.fullmatch(osm):
        yield Finding("podcast-location", f"podcast:location's osm is {osm!r}; write R398021")
    if country is not None and not re.fullmatch(r"[A-Z]{2}", country):
        yield Finding("podcast-location", f"podcast:location's country is {country!r}; write SE")
    if element.get("rel", "subject") not in {"subject", "creator"}:
        says = f"podcast:location's rel is {element.get('rel')!r}, not subject or creator"
        yield Finding("podcast-location", says)


def _txt(element: "_Element") -> Iterator[Finding]:
    yield from _named(element, "podcast:txt", "podcast-txt", _LONGEST_TXT)
    if element.get("purpose") == "ai-content" and _text(element) not in {"true", "false"}:
        says = f"podcast:txt for ai-content is {_text(element)!r}, not true or false"
        yield Finding("podcast-txt", says)


def _soundbite(element: "_Element", duration_s: int | None) -> Iterator[Finding]:
    start, length = element.get("startTime", ""), element.get("duration", "")
    if not _NUMBER.fullmatch(start) or not _NUMBER.fullmatch(length) or float(length) <= 0:
        says = f"podcast:soundbite begins at {start!r} and lasts {length!r}, which is no time"
        yield Finding("podcast-soundbite", says)
    elif duration_s is not None and float(start) + float(length) > duration_s + 1:
        yield Finding("podcast-soundbite", "podcast:soundbite ends past the end")


def _trailer(element: "_Element") -> Iterator[Finding]:
    yield from address_problems(element.get("url"), "podcast:trailer's address")
    yield from date_problems(element.get("pubdate", ""), "podcast:trailer's pubdate")
    yield from _named(element, "podcast:trailer", "podcast-trailer")


def _season(element: "_Element") -> Iterator[Finding]:
    if not re.fullmatch(r"[1-9]\d*", _text(element)):
        yield Finding("podcast-season", f"podcast:season is {_text(element)!r}; it counts from 1")
    if len(element.get("name", "")) > _LONGEST_NAME:
        yield Finding(
            "podcast-season", f"podcast:season's name has over {_LONGEST_NAME} characters"
        )


def _episode(element: "_Element") -> Iterator[Finding]:
    if not _NUMBER.fullmatch(_text(element)):
        yield Finding("podcast-episode", f"podcast:episode is {_text(element)!r}, no number")
    if len(element.get("display", "")) > _LONGEST_TITLE:
        says = f"podcast:episode's display has over {_LONGEST_TITLE} characters"
        yield Finding("podcast-episode", says)


def _frequency(element: "_Element") -> Iterator[Finding]:
    yield from _named(element, "podcast:updateFrequency", "podcast-frequency")
    rule, start = element.get("rrule"), element.get("dtstart")
    if rule is not None and not (_RULE.fullmatch(rule) and "FREQ=" in rule):
        says = f"podcast:updateFrequency's rrule is {rule!r}; write FREQ=WEEKLY;BYDAY=TH"
        yield Finding("podcast-frequency", says)
    if element.get("complete", "false") not in {"true", "false"}:
        says = f"podcast:updateFrequency's complete is {element.get('complete')!r}"
        yield Finding("podcast-frequency", says)
    if start is not None:
        try:
            datetime.fromisoformat(start)
        except ValueError:
            says = f"podcast:updateFrequency's dtstart is {start!r}, no date of ISO 8601"
            yield Finding("podcast-frequency", says)


def _alternate(element: "_Element") -> Iterator[Finding]:
    rule = "podcast-alternate"
    if not re.fullmatch(r"(audio|video|application)/\S+", element.get("type", "")):
        yield Finding(rule, f"podcast:alternateEnclosure's type is {element.get('type')!r}")
    for name in ("length", "bitrate", "height"):
        value = element.get(name)
        if value is not None and (not _NUMBER.fullmatch(value) or float(value) <= 0):
            yield Finding(rule, f"podcast:alternateEnclosure's {name} is {value!r}, no number")
    if len(element.get("title", "")) > _LONGEST_TITLE:
        yield Finding(
            rule, f"podcast:alternateEnclosure's title has over {_LONGEST_TITLE} characters"
        )
    sources = element.findall(f"{_PREFIX}source")
    if not sources:
        yield Finding(rule, "podcast:alternateEnclosure has no podcast:source")
    for source in sources:
        yield from address_problems(source.get("uri"), "podcast:source's address")
    marks = element.findall(f"{_PREFIX}integrity")
    if len(marks) > 1:
        yield Finding(
            "podcast-integrity", f"it has {len(marks)} podcast:integrity; one is the most"
        )
    for mark in marks:
        yield from _integrity(mark)


def _integrity(element: "_Element") -> Iterator[Finding]:
    kind, value = element.get("type"), element.get("value", "")
    if kind not in {"sri", "pgp-signature"}:
        yield Finding("podcast-integrity", f"podcast:integrity is of type {kind!r}")
    if kind == "sri" and sri_digest(value) is None:
        yield Finding("podcast-integrity", f"podcast:integrity is {value!r}; write sha384-…")


def sri_digest(value: str) -> tuple[str, bytes] | None:
    """The algorithm and the digest of `sha384-BASE64`; None for anything else."""
    name, _, encoded = value.partition("-")
    try:
        digest = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    return (name, digest) if len(digest) == _DIGESTS.get(name) else None


def _transcript(element: "_Element") -> Iterator[Finding]:
    language, rel = element.get("language"), element.get("rel")
    if language is not None and not _LANGUAGE.fullmatch(language):
        yield Finding("transcript-language", f"a transcript's language is {language!r}; write sv")
    if rel is not None and rel != "captions":
        yield Finding("transcript-rel", f"a transcript's rel is {rel!r}; only captions is known")


def _image(element: "_Element") -> Iterator[Finding]:
    yield from address_problems(element.get("href"), "podcast:image's address")


def _link(element: "_Element") -> Iterator[Finding]:
    yield from address_problems(element.get("href"), "podcast:contentLink's address")


def _social(element: "_Element") -> Iterator[Finding]:
    rule, protocol = "podcast-social", element.get("protocol", "")
    if not protocol:
        yield Finding(rule, "podcast:socialInteract names no protocol")
    elif protocol != "disabled":
        yield from address_problems(element.get("uri"), "podcast:socialInteract's address")


def _chat(element: "_Element") -> Iterator[Finding]:
    for name in ("server", "protocol"):
        if not element.get(name):
            yield Finding("podcast-chat", f"podcast:chat names no {name}")


def _podping(element: "_Element") -> Iterator[Finding]:
    if element.get("usesPodping") not in {"true", "false"}:
        yield Finding("podcast-podping", "podcast:podping says neither true nor false")


def _block(element: "_Element") -> Iterator[Finding]:
    if _text(element) not in {"yes", "no"}:
        yield Finding("podcast-block", f"podcast:block is {_text(element)!r}, not yes or no")


_CHECKS: dict[str, Callable[["_Element"], Iterator[Finding]]] = {
    "guid": _guid,
    "locked": _locked,
    "medium": _medium,
    "license": _license,
    "funding": _funding,
    "person": _person,
    "location": _location,
    "txt": _txt,
    "trailer": _trailer,
    "season": _season,
    "episode": _episode,
    "updateFrequency": _frequency,
    "alternateEnclosure": _alternate,
    "transcript": _transcript,
    "image": _image,
    "contentLink": _link,
    "podping": _podping,
    "socialInteract": _social,
    "chat": _chat,
    "block": _block,
}
