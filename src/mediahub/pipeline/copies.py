"""Transcripts whose captions were handed out: what an edited copy of them is held against."""

from hashlib import sha256

from mediahub.atomic import write_text
from mediahub.errors import MediaError
from mediahub.pipeline.results import read_json
from mediahub.pipeline.workspace import Workspace
from mediahub.transcript import Transcript
from mediahub.transcript.codec import dump, transcript_from_json, transcript_to_json
from mediahub.transcript.formats import to_vtt
from mediahub.transcript.vouching import Origin

KEPT = 20
"""How many transcripts of an item are kept, the newest; a copy is seldom older."""


def origin_for(item_id: str, transcript: Transcript) -> Origin:
    """What the captions of an item's transcript call themselves."""
    return Origin(item_id, sha256(to_vtt(transcript).encode()).hexdigest()[:12])


def keep_copy(workspace: Workspace, transcript: Transcript, origin: Origin) -> None:
    """Keep the transcript that captions of this origin are made of; old ones go."""
    folder = workspace.copies(origin.item)
    write_text(folder / f"{origin.digest}.json", dump(transcript_to_json(transcript)))
    newest = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    for old in newest[:-KEPT]:
        old.unlink(missing_ok=True)


def copied(workspace: Workspace, origin: Origin) -> Transcript | None:
    """The transcript that captions of this origin were made of; None when it is kept no more."""
    path = workspace.copies(origin.item) / f"{origin.digest}.json"
    try:
        return read_json(path, transcript_from_json)
    except MediaError:
        return None
