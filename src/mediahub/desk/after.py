"""What follows a decision: the item's results brought up to date, and the feeds after them."""

from pathlib import Path

from mediahub.errors import MediahubError
from mediahub.pipeline.consent import drop_voices
from mediahub.pipeline.refreshing import Refreshed, gather_feeds, refresh
from mediahub.pipeline.report import Silent
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.survey_item import read_again, survey_item, with_siblings
from mediahub.workspace.locks import item_lock

EDITED = "The next `mediahub run` brings it into captions, index and feed."
CHAPTERS = "The next `mediahub run` brings them into page, feed and the file to download."
PUBLISHED = "The next `mediahub run` puts it into its feed."
WITHDRAWN = "The next `mediahub run` takes it out of its feed."


def bring_up_to_date(
    root: Path, item_id: str, next_run: str = EDITED, *, known: Survey | None = None
) -> str:
    """Bring what was made of the item up to date; says in a sentence what became of it.

    Called when the decision is written and no lock is held any more. `next_run` is what is said
    where that has to wait for a run. `known` is the item as it was in hand, where the decision
    changed nothing of the catalogue: that is then not read again.
    """
    heard = _Heard()
    try:
        if known is None:
            seen, item = survey_item(root, item_id)
        else:
            now = read_again(known, known.catalogue.item(item_id))
            seen, item = with_siblings(now, item_id)
        made = refresh(seen, item.id, heard)
        with item_lock(seen.workspace, item.id):
            # A voice that was named for somebody who did not agree is not kept from now on.
            drop_voices(read_again(seen, item), item.id, ())
        failures = [*made.failures, *gather_feeds(root)]
    except MediahubError as error:
        return f"{next_run} (It could not be done at once: {error})"
    if failures:
        return f"{next_run} (It could not be done at once: {_told(failures)})"
    told = [f"{item.id}: {notice}" for notice in made.notices]
    return "\n".join([*heard.said, *told, _done(made, next_run)])


class _Heard(Silent):
    """Keeps what is said on the way, for the person who decided."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        """A sentence that is told at the end."""
        self.said.append(text)


def _done(made: Refreshed, next_run: str) -> str:
    if next_run is CHAPTERS and made.done:
        where = "page, feed and the file to download now" if made.written else "its results now"
        return f"They stand in {where}."
    if next_run not in (EDITED, CHAPTERS):
        return "Its feed is up to date."
    if not made.done:
        return next_run
    places = [
        "captions",
        *(["search"] if made.indexed else []),
        *(["page"] if made.written else []),
    ]
    named = f"{', '.join(places[:-1])} and {places[-1]}" if len(places) > 1 else places[0]
    return f"It stands in {named} now."


def _told(failures: list[Failure]) -> str:
    more = f" ({len(failures) - 1} more)" if len(failures) > 1 else ""
    return f"{failures[0].message.split('; ')[0]}{more}"
