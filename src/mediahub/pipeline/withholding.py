"""What is withheld of a recording that has been replaced since: its times may mean other words."""

from mediahub.edits import Journal
from mediahub.edits.withholding import withholdings
from mediahub.notices import Notice, NoticeKind, Words

RECORDING = "recording"
"""The key under which an entry keeps which recording its times are of: its SHA-256, shortened."""
OTHER_RECORDING = NoticeKind(
    "withheld-of-another-recording",
    Words(
        "{passages} withheld of another recording than the one that lies here now; the times may "
        "be other words'.",
        "{stycken} borttaget ur en annan inspelning än den som ligger här nu; tiderna kan gälla "
        "andra ord.",
    ),
    Words(
        "Look at `mediahub withhold ITEM`, and withhold anew what is at another place now.",
        "Titta på `mediahub withhold ITEM` och ta bort på nytt det som ligger på en annan plats.",
    ),
)


def mark_of(sha256: str) -> str:
    """How an entry names a recording."""
    return sha256[:12]


def misplaced(journal: Journal, sha256: str) -> Notice | None:
    """A notice when passages were withheld of another recording than the one with this digest."""
    marks = [entry.rest.get(RECORDING) for entry in withholdings(journal)]
    others = sum(mark not in (None, mark_of(sha256)) for mark in marks)
    if not others:
        return None
    return OTHER_RECORDING.at(
        "",
        passages="one passage was" if others == 1 else f"{others} passages were",
        stycken="ett stycke är" if others == 1 else f"{others} stycken är",
    )
