"""The ASCII names of published files and their media types; a changed file gets a new name."""

import hashlib
import re
import unicodedata

_PLAIN = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_SPELLED = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l"})

FEED = "feed.xml"
PAGE = "index.html"
NOT_FOUND = "404.html"
SITEMAP = "sitemap.xml"
CAPTIONS = "transcript.vtt"
SUBTITLES = "transcript.srt"
TRANSCRIPT_JSON = "transcript.json"
TRANSCRIPT_HTML = "transcript.html"
CHAPTERS = "chapters.json"
EMBED = "spelare.html"
OEMBED = "oembed.json"

MEDIA_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".m4v": "video/x-m4v",
    ".mov": "video/quicktime",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".xml": "application/rss+xml",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
CHAPTERS_TYPE = "application/json+chapters"


def media_type(name: str) -> str:
    """The media type a published file is served with, by its name; octet-stream when unknown."""
    if name == SITEMAP or name.endswith("/" + SITEMAP):
        return "application/xml"
    if name == CHAPTERS or name.endswith("." + CHAPTERS):
        return CHAPTERS_TYPE
    dot = name.rfind(".")
    return MEDIA_TYPES.get(name[dot:].lower() if dot >= 0 else "", "application/octet-stream")


def ascii_name(name: str) -> str:
    """The id as a name of a-z, 0-9, `-`, `_` and `.`; two different ids never give the same one.

    An id that is such a name already is left as it is. Any other is folded to ASCII and gets six
    hexadecimal digits of its own, so that `Åsa` and `asa` stay apart.
    """
    if _PLAIN.fullmatch(name):
        return name
    decomposed = unicodedata.normalize("NFKD", name.lower().translate(_SPELLED))
    folded = re.sub(r"[^a-z0-9]+", "-", decomposed.encode("ascii", "ignore").decode()).strip("-")
    canonical = unicodedata.normalize("NFC", name)
    mark = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{folded}-{mark}" if folded else mark


def enclosure_name(item_id: str, content_hash: str, suffix: str) -> str:
    """`ITEM-HASH.mp3`: a media file's name, new when its content is.

    `content_hash` is hexadecimal, at least 8 digits, of which the first 8 are used; `suffix` is
    `.mp3` or the like. Raises ValueError when either is not.
    """
    if not re.fullmatch(r"[0-9a-f]{8,}", content_hash):
        raise ValueError(f"not a hexadecimal digest: {content_hash!r}")
    if not re.fullmatch(r"\.[a-z0-9]+", suffix):
        raise ValueError(f"not a file suffix: {suffix!r}")
    return f"{ascii_name(item_id)}-{content_hash[:8]}{suffix}"


def image_name(stem: str, data: bytes) -> str:
    """`STEM-HASH.jpg` or `.png` by what the bytes are; raises ValueError for anything else.

    Directories fetch art again only when its address changes.
    """
    if data.startswith(b"\xff\xd8\xff"):
        suffix = ".jpg"
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        suffix = ".png"
    else:
        raise ValueError("neither a JPEG nor a PNG image")
    return enclosure_name(stem, hashlib.sha256(data).hexdigest(), suffix)
