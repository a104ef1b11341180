"""Addresses of the web, as RFC 3986 writes them, and the identity a feed takes from its own."""

import re
import uuid
from urllib.parse import quote, urlsplit, urlunsplit

# The characters of RFC 3986.
_ADDRESS = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]*")
_PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


def ascii_url(url: str) -> str:
    """The address in ASCII: the host in IDNA, the rest percent-encoded; an ASCII one unchanged.

    Raises ValueError when the host cannot be written so.
    """
    if _ADDRESS.fullmatch(url):
        return url
    parts = urlsplit(url)
    host = parts.netloc
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    # An address has no lone surrogates; what is percent-encoded already stays so.
    path, query, fragment = (
        quote(part, safe="/?:@!$&'()*+,;=~%", errors="ignore")
        for part in (parts.path, parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme, host, path, query, fragment))


def web_url(url: str | None) -> str | None:
    """The address in ASCII when it is one of the web, else None: no `javascript:` on a page."""
    try:
        address = ascii_url((url or "").strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    fine = parts.scheme in {"http", "https"} and parts.netloc and _ADDRESS.fullmatch(address)
    return address if fine else None


def without_scheme(url: str) -> str:
    """The address as people write it: without `https://`, `www.` and a final slash."""
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")


def url_under(base: str, *names: str) -> str:
    """The address of a file under `base`: `url_under("https://x.se/f", "podden", "feed.xml")`.

    An empty last name gives the folder itself, with its final slash.
    """
    return ascii_url("/".join([base.rstrip("/"), *(quote(name, safe="") for name in names)]))


def podcast_guid(feed_url: str) -> str:
    """The feed's `podcast:guid`: UUIDv5 of its address without scheme and final slashes.

    It is minted once and kept when the address changes (podcast-namespace, docs/tags/guid.md).
    """
    without_scheme = feed_url.split("://", 1)[-1]
    return str(uuid.uuid5(_PODCAST_NAMESPACE, without_scheme.rstrip("/")))
