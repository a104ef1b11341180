"""Feeds made for the preview name its usual address; served, they name the one they are asked at.

Without a public_url all addresses in feeds and pages begin with that of the preview on its usual
port. On another port, or through a tunnel, an app that followed them would find nothing.
"""

import hashlib
import re
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.feed import PREVIEW_URL, media_type

if TYPE_CHECKING:
    from starlette.responses import Response

_WITH_ADDRESSES = frozenset((".xml", ".html", ".json"))
_USUAL = re.compile(re.escape(PREVIEW_URL.encode()) + rb"(?!\d)")


def readdressed(content: bytes, host: str) -> bytes:
    """The text of a feed or page with its addresses at `host`, such as "localhost:9000"."""
    return _USUAL.sub(f"http://{host}".encode(), content)


def readdressed_file(path: Path, host: str) -> "Response | None":
    """The file as it reads at `host`, whole; None when nothing in it is otherwise there."""
    from starlette.responses import Response

    if path.suffix not in _WITH_ADDRESSES:
        return None
    stored = path.read_bytes()
    content = readdressed(stored, host)
    if content == stored:
        return None
    kind = media_type(path.name)
    headers = {
        # What is stored has the length and digest of another text: ranges would be of that one.
        "accept-ranges": "none",
        "cache-control": "no-cache",
        "etag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        "last-modified": formatdate(path.stat().st_mtime, usegmt=True),
        "content-type": kind if "json" in kind else f"{kind}; charset=utf-8",
    }
    return Response(content, headers=headers)
