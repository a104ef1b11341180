"""The list of all pages, by which search engines find them (sitemaps.org, protocol 0.9)."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from mediahub.feed.addresses import ascii_url

MOST = 50_000
"""So many addresses a sitemap may hold."""


def sitemap(urls: Iterable[str]) -> bytes:
    """The sitemap of these addresses, each once, in their order."""
    each = list(dict.fromkeys(ascii_url(url) for url in urls))[:MOST]
    lines = "".join(f"<url><loc>{escape(url)}</loc></url>\n" for url in each)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{lines}</urlset>\n"
    ).encode()
