"""What follows a decision: the item's results brought up to date, or who will do it."""

from pathlib import Path

EDITED = "The next `mediahub run` brings it into captions, index and feed."
PUBLISHED = "The next `mediahub run` puts it into its feed."
WITHDRAWN = "The next `mediahub run` takes it out of its feed."


def bring_up_to_date(root: Path, item_id: str, next_run: str = EDITED) -> str:  # noqa: ARG001
    """Bring what was made of the item up to date; says in a sentence what became of it.

    Called when the decision is written and no lock is held any more. Today that is the next run's
    work, and `next_run` says so.
    """
    return next_run
