"""A large file over a line that breaks: what came is kept, and gone on from, also days later.

The hub's own library begins each file anew in each process (its releases from 2.0 on), which on a
slow line may never bring three gigabytes home.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from mediahub.models.values import human_size
from mediahub.models.wheels import BLOCK, PlaceError
from mediahub.tongues import Said, Words, joined

PAUSES_S = (1.0, 5.0)
"""How long is waited before each further try, after one that brought nothing."""
ANSWER_TIMEOUT_S = 30.0
TOLD_BYTES = 50_000_000
"""Of a file this large every tenth is told."""
PARTIAL_CONTENT = 206


class _BrokenError(Exception):
    """The line broke while a file came; its message says how."""


def download(
    url: str,
    headers: Mapping[str, str],
    part: Path,
    size: int | None,
    name: str,
    say: Callable[[str], None],
) -> None:
    """Put what `url` holds into `part`, of which the bytes that are there are not fetched again.

    `size` is the length in bytes, `name` what the file is called in what is said. Raises PlaceError
    when the server refuses, or when the line breaks and further tries bring nothing; OSError when
    `part` cannot be written.
    """
    pauses = list(PAUSES_S)
    while size is None or _length(part) < size:
        before = _length(part)
        try:
            _go_on(url, headers, part, size, name, say)
        except _BrokenError as error:
            came = _length(part)
            if came > before:
                pauses = list(PAUSES_S)
            if not pauses:
                raise PlaceError(
                    f"the hub broke off at {name} ({error})",
                    swedish=f"hubben avbröt vid {name} ({error})",
                ) from error
            say(
                Said(
                    f"the line broke at {_of(came, size)} of {name}; it is gone on with from there",
                    f"förbindelsen bröts vid {_of(came, size).swedish} av {name}; det fortsätter "
                    "därifrån",
                )
            )
            if came == before:
                time.sleep(pauses.pop(0))
        else:
            return


def _go_on(
    url: str,
    headers: Mapping[str, str],
    part: Path,
    size: int | None,
    name: str,
    say: Callable[[str], None],
) -> None:
    from huggingface_hub import get_session, hf_raise_for_status
    from huggingface_hub.errors import HfHubHTTPError

    there = _length(part)
    asked = {**headers, "Accept-Encoding": "identity"}
    if there:
        asked["Range"] = f"bytes={there}-"
    try:
        with get_session().stream(
            "GET", url, headers=asked, follow_redirects=True, timeout=ANSWER_TIMEOUT_S
        ) as response:
            hf_raise_for_status(response)
            # Whoever does not know of ranges sends all of it.
            goes_on = response.status_code == PARTIAL_CONTENT
            with part.open("ab" if goes_on else "wb") as sink:
                _write(response.iter_bytes(BLOCK), sink, size, name, say)
    except HfHubHTTPError as error:  # which is an OSError too
        raise PlaceError(
            f"the hub broke off at {name} ({first_line(error)})",
            swedish=f"hubben avbröt vid {name} ({first_line(error)})",
        ) from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of the disk: the HTTP client, which differs by version, has errors of its own
        raise _BrokenError(first_line(error)) from error


def _write(
    blocks: Iterable[bytes], sink: BinaryIO, size: int | None, name: str, say: Callable[[str], None]
) -> None:
    told = 0 if not size else 10 * sink.tell() // size
    for block in blocks:
        sink.write(block)
        if size and size >= TOLD_BYTES and told < (tenth := 10 * sink.tell() // size) < 10:
            told = tenth
            say(joined(": ", (name, _of(sink.tell(), size))))


def _of(came: int, size: int | None) -> Said:
    if not size:
        return Said(human_size(came), human_size(came))
    return Words("{came} of {size}", "{came} av {size}").said(
        came=human_size(came), size=human_size(size)
    )


def _length(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def first_line(error: Exception) -> str:
    """What an error says of itself, in one line."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
