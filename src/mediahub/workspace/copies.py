"""Transcripts whose captions were handed out: what an edited copy of them is held against."""

import gzip
import json
import os
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mediahub.atomic import write_bytes
from mediahub.edits import JournalVersion
from mediahub.edits.vouching import CopyOrigin
from mediahub.edits.withholding import withhold
from mediahub.transcript import Span, Transcript
from mediahub.transcript.codec import dump, transcript_from_json, transcript_to_json
from mediahub.workspace.paths import Workspace

KEPT = 20
"""How many transcripts of an item are kept, the newest; a copy is seldom older. Packed, one of an
hour takes some 100 kB."""
QUICKLY = 4
"""How hard they are packed, since each edit packs one: a twentieth larger than at the most, in a
fifth of its time."""


def keep_copy(
    workspace: Workspace,
    transcript: Transcript,
    origin: CopyOrigin,
    edits: JournalVersion | None = None,
) -> None:
    """Keep the transcript that captions of this origin are made of; old ones go.

    `edits` is the version of the journal that it was made with, None where it is not known.
    """
    value = {**transcript_to_json(transcript), "edits": list(edits) if edits else None}
    packed = gzip.compress(dump(value).encode(), QUICKLY, mtime=0)
    path = _place(workspace, origin)
    write_bytes(path, packed)
    newest = sorted(path.parent.glob("*.json.gz"), key=lambda path: path.stat().st_mtime_ns)
    for old in newest[:-KEPT]:
        old.unlink(missing_ok=True)


def copied(workspace: Workspace, origin: CopyOrigin) -> Transcript | None:
    """The transcript that captions of this origin were made of; None when it is kept no more."""
    try:
        return transcript_from_json(_read(workspace, origin))
    except (OSError, EOFError, ValueError, zlib.error):
        return None  # gone, or damaged: it was a help, and is not missed


def edits_when_copied(workspace: Workspace, origin: CopyOrigin) -> JournalVersion | None:
    """The version of the journal that went into captions of this origin.

    None when it is kept no more, or was noted by an earlier version in another way.
    """
    try:
        entries, digest = _read(workspace, origin)["edits"]
        return JournalVersion(int(entries), str(digest))
    except (OSError, EOFError, ValueError, zlib.error, KeyError, TypeError):
        return None


def withhold_from_copies(workspace: Workspace, item_id: str, spans: Sequence[Span]) -> None:
    """Take what is withheld out of every transcript that is kept of an item; a damaged one goes."""
    change_copies(workspace, item_id, lambda transcript: withhold(transcript, spans))


def change_copies(
    workspace: Workspace, item_id: str, change: Callable[[Transcript], Transcript]
) -> None:
    """Put each transcript that is kept of an item through `change`; a damaged one goes."""
    for path in workspace.copies(item_id).glob("*.json.gz"):
        kept = path.stat()
        try:
            value = json.loads(gzip.decompress(path.read_bytes()))
            transcript = transcript_from_json(value)
        except (OSError, EOFError, ValueError, zlib.error):
            path.unlink(missing_ok=True)
            continue
        left = {**transcript_to_json(change(transcript)), "edits": value.get("edits")}
        if write_bytes(path, gzip.compress(dump(left).encode(), mtime=0)):
            os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))  # which are old stays known


def _read(workspace: Workspace, origin: CopyOrigin) -> Any:
    return json.loads(gzip.decompress(_place(workspace, origin).read_bytes()))


def _place(workspace: Workspace, origin: CopyOrigin) -> Path:
    return workspace.copies(origin.item) / f"{origin.digest}.json.gz"
