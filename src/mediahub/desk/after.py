"""What follows a decision: the item's results brought up to date, and the feeds after them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
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
UP_TO_DATE = "Its feed is up to date."
_TO_THE_PUBLIC = (PUBLISHED, WITHDRAWN)
"""What changes which episodes there are: feeds of saved searches follow at once, too."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed from a decision: what was made of each item, what was said on the way, and what
    could not be done at once, a sentence each.
    """

    made: Mapping[str, Refreshed] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


def bring_up_to_date(
    root: Path, item_id: str, next_run: str = EDITED, *, known: Survey | None = None
) -> str:
    """Bring what was made of the item up to date; says in a sentence what became of it.

    Called when the decision is written and no lock is held any more. `next_run` is what is said
    where that has to wait for a run. `known` is the item as it was in hand, where the decision
    changed nothing of the catalogue: that is then not read again.
    """
    followed = follow(root, [item_id], known=known, searches=next_run in _TO_THE_PUBLIC)
    if followed.failures:
        more = f" ({len(followed.failures) - 1} more)" if len(followed.failures) > 1 else ""
        return f"{next_run} (It could not be done at once: {followed.failures[0]}{more})"
    (made,) = followed.made.values()
    return "\n".join([*followed.told, _done(made, next_run)])


def follow(
    root: Path,
    item_ids: Iterable[str],
    *,
    known: Survey | None = None,
    searches: bool = False,
    begun: Callable[[str], None] = lambda _item_id: None,
) -> Followed:
    """Bring what was made of some items up to date, one by one, and then the feeds.

    Called as `bring_up_to_date`; `known` is of a single item. With `searches` the feeds of saved
    searches follow too, which otherwise wait for the next run. `begun` hears each id in turn.
    """
    heard = _Heard()
    made: dict[str, Refreshed] = {}
    failures: list[str] = []
    for item_id in item_ids:
        begun(item_id)
        try:
            made[item_id] = _refreshed(root, item_id, known, heard)
        except MediahubError as error:
            failures.append(str(error))
            continue
        heard.said += [f"{item_id}: {notice}" for notice in made[item_id].notices]
        failures += [_told(failure) for failure in made[item_id].failures]
    try:
        failures += map(_told, gather_feeds(root, searches=searches))
    except MediahubError as error:
        failures.append(str(error))
    return Followed(made, tuple(heard.said), tuple(dict.fromkeys(failures)))


def _refreshed(root: Path, item_id: str, known: Survey | None, heard: "_Heard") -> Refreshed:
    if known is None:
        seen, item = survey_item(root, item_id)
    else:
        now = read_again(known, known.catalogue.item(item_id))
        seen, item = with_siblings(now, item_id)
    made = refresh(seen, item.id, heard)
    with item_lock(seen.workspace, item.id):
        # A voice that was named for somebody who did not agree is not kept from now on.
        drop_voices(read_again(seen, item), item.id, ())
    return made


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
        return UP_TO_DATE
    if not made.done:
        return next_run
    places = [
        "captions",
        *(["search"] if made.indexed else []),
        *(["page"] if made.written else []),
    ]
    named = f"{', '.join(places[:-1])} and {places[-1]}" if len(places) > 1 else places[0]
    return f"It stands in {named} now."


def _told(failure: Failure) -> str:
    return failure.message.split("; ")[0]
