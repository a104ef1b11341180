"""The gate for a feed's channel: what directories ask of the podcast itself."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mediahub.feed.categories import category_problem
from mediahub.feed.faults import Finding
from mediahub.feed.namespaces import NAMESPACES
from mediahub.feed.podcastcheck import podcast_problems
from mediahub.feed.rules import (
    Files,
    address_problems,
    date_problems,
    description_problems,
    explicit_problems,
    image_file,
    image_problems,
    markup_problems,
    repeated_problems,
    text_of,
    value_problems,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

SINGLE = (
    "title",
    "link",
    "description",
    "language",
    "lastBuildDate",
    "image",
    "itunes:author",
    "itunes:explicit",
    "itunes:image",
    "itunes:new-feed-url",
    "itunes:owner",
    "itunes:type",
)
"""What a channel may hold once."""


def channel_problems(channel: "_Element", files: Files | None) -> Iterator[Finding]:
    """What is wrong with the channel itself, and with its cover among `files`."""
    for name in ("title", "description", "link", "language"):
        if not text_of(channel, name):
            yield Finding("channel-value", f"the channel has no {name}")
    yield from description_problems(channel)
    yield from markup_problems(channel)
    yield from repeated_problems(channel, SINGLE)
    yield from _words(channel)
    yield from _links(channel)
    yield from _picture(channel)
    yield from podcast_problems(channel)
    if not text_of(channel, "podcast:guid"):
        yield Finding("podcast-guid", "the channel has no podcast:guid")
    yield from value_problems(channel, ("title", "itunes:author", "copyright"))
    yield from address_problems(text_of(channel, "link"), "the channel's link")
    language = text_of(channel, "language")
    if language and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        yield Finding(
            "language", f"the channel's language {language!r} is not an ISO 639 code such as sv"
        )
    self_link = channel.find("atom:link[@rel='self']", NAMESPACES)
    if self_link is None or not self_link.get("href"):
        yield Finding(
            "self-link", "the channel has no atom:link rel=self with the feed's own address"
        )
    else:
        yield from address_problems(self_link.get("href"), "the feed's own address")
        if self_link.get("href") == text_of(channel, "link"):
            yield Finding("channel-link", "the channel's link is the feed itself, not a web page")
    image = channel.find("itunes:image", NAMESPACES)
    if image is None:
        yield Finding("cover-missing", "the channel has no itunes:image")
    else:
        yield from _cover(image.get("href", ""), files)
    yield from _category(channel)
    yield from explicit_problems(channel, "the channel's ")
    built = text_of(channel, "lastBuildDate")
    if built:
        yield from date_problems(built, "lastBuildDate")


def _cover(url: str, files: Files | None) -> Iterator[Finding]:
    yield from image_problems(url, "the channel's image")
    if files is not None:
        named = image_file(url, "the channel's image")
        yield from filter(None, (file.problem(files) for file in named))


def _category(channel: "_Element") -> Iterator[Finding]:
    category = channel.find("itunes:category", NAMESPACES)
    if category is None:
        yield Finding("category", "the channel has no itunes:category")
        return
    sub = category.find("itunes:category", NAMESPACES)
    names = [category.get("text", ""), *([sub.get("text", "")] if sub is not None else [])]
    problem = category_problem(names)
    if problem:
        yield Finding("category", f"itunes:category: {problem}")


def _words(channel: "_Element") -> Iterator[Finding]:
    """Values that are one of a few words, or an address."""
    kind = text_of(channel, "itunes:type")
    if kind and kind not in {"episodic", "serial"}:
        yield Finding("type", f"itunes:type is {kind!r}, not episodic or serial")
    for name in ("block", "complete"):
        word = text_of(channel, f"itunes:{name}")
        if word and word != "Yes":
            yield Finding(name, f"itunes:{name} is {word!r}; only Yes acts")
    moved = text_of(channel, "itunes:new-feed-url")
    if moved:
        yield from address_problems(moved, "itunes:new-feed-url")
    if not text_of(channel, "itunes:author"):
        yield Finding("channel-value", "the channel has no itunes:author")
    owner = channel.find("itunes:owner", NAMESPACES)
    if owner is not None and "@" not in text_of(owner, "itunes:email"):
        yield Finding("owner", "itunes:owner has no e-mail address")
    editor = text_of(channel, "managingEditor") or text_of(channel, "webMaster")
    if editor and "@" not in editor:
        yield Finding("author", f"{editor!r} is no e-mail address, which RSS wants there")


def _links(channel: "_Element") -> Iterator[Finding]:
    own = channel.findall("atom:link[@rel='self']", NAMESPACES)
    if len(own) > 1:
        yield Finding(
            "self-link", f"the channel has {len(own)} atom:link rel=self; one is the most"
        )
    if own and own[0].get("type") != "application/rss+xml":
        yield Finding("self-link", "atom:link rel=self must be of type application/rss+xml")
    for link in channel.findall("atom:link", NAMESPACES):
        if link.get("rel") != "self":
            yield from address_problems(link.get("href"), f"atom:link rel={link.get('rel')}")


def _picture(channel: "_Element") -> Iterator[Finding]:
    """RSS's own image, which must say what the channel says."""
    image = channel.find("image")
    if image is None:
        return
    for name in ("title", "link"):
        if text_of(image, name) != text_of(channel, name):
            yield Finding("channel-image", f"the image's {name} is not the channel's")
    yield from image_problems(text_of(image, "url"), "RSS's image")
