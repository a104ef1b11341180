"""The XML namespaces of a feed, under the prefixes that feeds are known to use."""

from functools import cache

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}


@cache
def tag(name: str) -> str:
    """`{…}image` for `itunes:image`; a path of such names for a path, a name without prefix as is.

    lxml finds these several times faster than a name with a table of prefixes.
    """
    parts = [part.rpartition(":") for part in name.split("/")]
    return "/".join(f"{{{NAMESPACES[prefix]}}}{of}" if prefix else of for prefix, _, of in parts)
