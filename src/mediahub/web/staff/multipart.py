"""A form with a file in it, as a browser sends it without a script (RFC 7578)."""

from dataclasses import dataclass
from email.message import Message

from mediahub.web.staff.place import RefusedError, require_text
from mediahub.web.staff.tongue import say

KIND = "multipart/form-data"
MOST_PARTS = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the form: what was given, and for a file what it is called."""

    data: bytes
    called: str | None = None


def parts_of(content_type: str, body: bytes) -> dict[str, Part]:
    """The fields by name; of those of one name the last. Raises RefusedError for no such form."""
    head = Message()
    head["content-type"] = content_type
    boundary = head.get_boundary()
    if head.get_content_type() != KIND or not boundary or not boundary.isascii():
        raise _unreadable()
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode(), MOST_PARTS + 2)
    if len(pieces) > MOST_PARTS + 2 or pieces[0] or not pieces[-1].startswith(b"--"):
        raise _unreadable()
    return dict(map(_part, pieces[1:-1]))


def text_of(parts: dict[str, Part], name: str) -> str:
    """What was typed in a field, "" where there is none. Raises RefusedError for no text."""
    part = parts.get(name)
    try:
        text = "" if part is None else part.data.decode("utf-8")
    except UnicodeDecodeError:
        raise _unreadable() from None
    require_text(text)
    return text


def _part(piece: bytes) -> tuple[str, Part]:
    head, found, data = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not found or not piece.startswith(b"\r\n"):
        raise _unreadable()
    told = Message()
    try:
        for line in head.decode("utf-8").split("\r\n"):
            name, _, value = line.partition(":")
            if name.strip().lower() == "content-disposition":
                told["content-disposition"] = value.strip()
    except (UnicodeDecodeError, ValueError):
        raise _unreadable() from None
    field, called = (
        told.get_param(one, header="content-disposition") for one in ("name", "filename")
    )
    if not isinstance(field, str) or not isinstance(called, str | None):
        raise _unreadable()
    return field, Part(data, called)


def _unreadable() -> RefusedError:
    return RefusedError(422, say("Formuläret går inte att läsa, eller så är för mycket valt."))
