"""The XML of a feed, read without believing it, its names made short and the same."""

import re
from xml.etree.ElementTree import Element, ParseError

from mediahub.errors import MediaError
from mediahub.tongues import Said

_SPACES = (
    (re.compile(r"https?://www\.itunes\.com/dtds/podcast-1\.0\.dtd", re.I), "itunes_"),
    (re.compile(r"https?://(podcastindex\.org/namespace/1\.0|.*podcast-namespace.*)", re.I),
     "podcast_"),
    (re.compile(r"https?://www\.w3\.org/2005/Atom/?", re.I), "atom_"),
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/content/", re.I), "content_"),
    (re.compile(r"https?://podlove\.org/simple-chapters/?", re.I), "psc_"),
    (re.compile(r"https?://purl\.org/dc/elements/1\.1/", re.I), "dc_"),
)  # fmt: skip


def channel_of(data: bytes, name: str) -> Element:
    """The `<channel>` of an RSS feed; names are `itunes_author`, `podcast_person`, `title`.

    Raises MediaError for what is no RSS, and for XML that defines entities, or would have others
    fetched.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(
            data.lstrip(b" \t\r\n"), forbid_entities=True, forbid_external=True
        )
    except DefusedXmlException as error:
        raise MediaError(
            f"{name}: it defines entities of its own, as no feed needs and attackers do; it was "
            "not read",
            swedish=f"{name}: den definierar egna entiteter, vilket inget flöde behöver men "
            "angripare gör. Den är inte läst.",
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        what = (
            Said("a web page, not a feed", "en webbsida, inget flöde")
            if _is_page(data)
            else Said(f"no sound XML ({error})", f"ingen hel XML ({error})")
        )
        raise MediaError(
            f"{name}: it is {what}; give the address of the RSS feed",
            swedish=f"{name}: det är {what.swedish}. Ange adressen till RSS-flödet.",
        ) from error
    for element in root.iter():
        element.tag = _short(str(element.tag))
    channel = root.find("channel")
    if root.tag == "atom_feed":
        raise MediaError(
            f"{name}: it is an Atom feed; give the address of the podcast's RSS feed",
            swedish=f"{name}: det är ett Atom-flöde. Ange adressen till poddens RSS-flöde.",
        )
    if root.tag != "rss" or channel is None:
        raise MediaError(
            f"{name}: it is <{root.tag}>, not RSS; give the address of the RSS feed",
            swedish=f"{name}: det är <{root.tag}>, inte RSS. Ange adressen till RSS-flödet.",
        )
    return channel


def text(parent: Element, *names: str) -> str:
    """The stripped text of the first of these children that says something; "" when none does."""
    for name in names:
        for child in parent.findall(name):
            said = "".join(child.itertext()).strip()
            if said:
                return said
    return ""


def attribute(parent: Element, child: str, key: str) -> str:
    """The stripped attribute of the first such child that has it; "" when none does."""
    found = (one.get(key, "").strip() for one in parent.findall(child))
    return next(filter(None, found), "")


def _short(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    if not space:
        return local
    for pattern, prefix in _SPACES:
        if pattern.fullmatch(space[1:]):
            return prefix + local
    return tag


def _is_page(data: bytes) -> bool:
    return re.match(rb"\s*<(!doctype html|html)", data[:300], re.I) is not None
