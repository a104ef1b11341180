"""What follows a decision: the item's results brought up to date, and the feeds after them."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from mediahub.catalog import Item
from mediahub.catalog.workspace import load_for_reading
from mediahub.desk.turns import Turns
from mediahub.errors import MediahubError
from mediahub.pipeline.consent import drop_voices
from mediahub.pipeline.refreshing import (
    CHAPTER_LIST,
    WORDS,
    Refreshed,
    gather_feeds,
    refresh,
    refresh_part,
)
from mediahub.pipeline.report import Silent
from mediahub.pipeline.sending import Sending, send
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.survey_item import read_again, survey_item, with_siblings
from mediahub.tongues import Said, Words, enumerated, joined, swedish
from mediahub.workspace.ledger import read_ledger
from mediahub.workspace.locks import PATIENCE_S, BusyError, item_lock, refreshing_lock
from mediahub.workspace.paths import Workspace

EDITED = Said(
    "The next `mediahub run` brings it into captions, index and feed.",
    "Nästa `mediahub run` för in det i textning, sökregister och flöde.",
)
CHAPTERS = Said(
    "The next `mediahub run` brings them into page, feed and the file to download.",
    "Nästa `mediahub run` för in dem på sidan, i flödet och i filen att ladda ned.",
)
PUBLISHED = Said(
    "The next `mediahub run` puts it into its feed.", "Nästa `mediahub run` lägger det i flödet."
)
WITHDRAWN = Said(
    "The next `mediahub run` takes it out of its feed.", "Nästa `mediahub run` tar det ur flödet."
)
UP_TO_DATE = Said("Its feed is up to date.", "Flödet är uppdaterat.")
LATE = Said(
    "Readers do not have it yet; the next run brings it in.",
    "Läsarna har det inte än; nästa körning för in det.",
)
WORDS_NOW = Said(
    "It stands in captions now, and soon in search and page.",
    "Det står nu i textningen, och strax i sökningen och på sidan.",
)
CHAPTERS_NOW = Said(
    "They stand here now, and soon in page, feed and the file to download.",
    "De står nu här, och strax på sidan, i flödet och i filen att ladda ned.",
)
_TO_THE_PUBLIC = (PUBLISHED, WITHDRAWN)
"""What changes which episodes there are: feeds of saved searches follow at once, too."""


UNSENT = Words(
    "{target} could not be brought up to date, and has still what was taken away here ({why}). "
    "Mend that, and then at once: `mediahub send`",
    "{target} gick inte att nå och har kvar det som togs bort här ({why}). Avhjälp det, och kör "
    "sedan genast `mediahub send`.",
)
WAITS = Words(
    "{target} has it with the next run; `mediahub send` sends it now.",
    "{target} får det med nästa körning; `mediahub send` skickar det nu.",
)


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a decision, in sentences; `late` says, in the same words for all of them, what
    could not be done at once: what was decided is kept, but readers have what they had.
    """

    told: str
    late: str = ""


@dataclass(frozen=True, slots=True)
class Touched:
    """What of an item a decision changes: the stages by which it can be read here, what is said
    where these are done and the rest comes soon, and where all has to wait for a run.
    """

    stages: frozenset[str]
    now: Said
    next_run: Said


THE_WORDS = Touched(WORDS, WORDS_NOW, EDITED)
THE_CHAPTERS = Touched(CHAPTER_LIST, CHAPTERS_NOW, CHAPTERS)

Follows = Callable[[Path, str, Survey, Touched], Became]
"""What follows a decision on an item that was in hand: `at_once`, or a server's (`following`)."""

_turns = Turns()
"""Of this process: threads that wait for the same of one item share what is made of it."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed from a decision: what was made of each item, what was said on the way, and what
    could not be done at once, a sentence each.

    `sent` is what the target was sent, where it had to have it at once; `unsent` says why it could
    not be, and is among the failures. `waits` says that the target has it later.
    """

    made: Mapping[str, Refreshed] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    sent: Sending | None = None
    unsent: str | None = None
    waits: str | None = None

    @property
    def here(self) -> tuple[str, ...]:
        """What could not be done at once in the workspace itself."""
        return tuple(one for one in self.failures if one != self.unsent)


def bring_up_to_date(
    root: Path, item_id: str, next_run: str = EDITED, *, known: Survey | None = None
) -> str:
    """Bring what was made of the item up to date; says in a sentence what became of it.

    Called when the decision is written and no lock is held any more. `next_run` is what is said
    where that has to wait for a run. `known` is the item as it was in hand, where the decision
    changed nothing of the catalogue: that is then not read again. Those who decide on an item in
    hand while another decision is followed share what comes after it.
    """

    def followed() -> str:
        done = follow(root, [item_id], known=known, searches=next_run in _TO_THE_PUBLIC)
        return told_of(done, next_run)

    if known is None:
        return followed()
    return _turns.share((root.resolve(), item_id, next_run), followed)


def at_once(root: Path, item_id: str, known: Survey, touched: Touched = THE_WORDS) -> Became:
    """As `bring_up_to_date`, of what was changed of an item in hand."""

    def followed() -> Became:
        return became(follow(root, [item_id], known=known), touched)

    return _turns.share((root.resolve(), item_id, touched), followed)


def became(followed: Followed, touched: Touched = THE_WORDS) -> Became:
    """What became of what was changed in one item."""
    return Became(told_of(followed, touched.next_run), late_of(followed))


def late_of(followed: Followed) -> str:
    """What readers do not have yet of the items that were followed, and why; "" where they do."""
    return told_of(followed, LATE) if followed.here else ""


def part_at_once(root: Path, item_id: str, known: Survey, touched: Touched = THE_WORDS) -> Became:
    """Bring up to date by which what was changed can be read here, and no more.

    That is the item's transcript and captions, or its chapters. Called as `bring_up_to_date`, by
    who sees to it that `follow` comes after it.
    """

    def followed() -> Became:
        heard = _Heard()
        try:
            with _in_turn(root, item_id, known) as (seen, item):
                failure = refresh_part(seen, item.id, heard, touched.stages)
        except BusyError as error:
            return became(Followed(failures=(error.said,)), touched)
        if failure is not None:
            return became(Followed(failures=(_told(failure),)), touched)
        return Became(joined("\n", [*heard.said, touched.now]))

    return _turns.share((root.resolve(), item_id, touched, "part"), followed)


def told_of(followed: Followed, next_run: str) -> str:
    """What became of one item, in sentences; `next_run` as in `bring_up_to_date`."""
    failures = followed.here
    if failures:
        more = Words(" ({number} more)", " (och {number} till)").said(number=len(failures) - 1)
        words = Words(
            "{next_run} (It could not be done at once: {why}{more})",
            "{next_run} (Det gick inte genast: {why}{more})",
        )
        more = more if len(failures) > 1 else Said("", "")
        return words.said(next_run=next_run, why=failures[0], more=more)
    (made,) = followed.made.values()
    sent = [followed.sent.told] if followed.sent is not None else []
    waits = [followed.waits] if followed.waits is not None else []
    return joined("\n", [*followed.told, _done(made, next_run), *sent, *waits])


def follow(
    root: Path,
    item_ids: Iterable[str],
    *,
    known: Survey | None = None,
    searches: bool = False,
    to_target: bool = False,
    begun: Callable[[str], None] = lambda _item_id: None,
) -> Followed:
    """Bring what was made of some items up to date, one by one, and then the feeds.

    Called as `bring_up_to_date`; `known` is of a single item. With `searches` the feeds of saved
    searches follow too, which otherwise wait for the next run; with `to_target` the target is sent
    what stands in `feeds/` then, and loses what does not. `begun` hears each id in turn.
    """
    heard = _Heard()
    made: dict[str, Refreshed] = {}
    failures: list[str] = []
    for item_id in item_ids:
        begun(item_id)
        try:
            made[item_id] = _refreshed(root, item_id, known, heard)
        except MediahubError as error:
            failures.append(error.said)
            continue
        heard.said += [
            joined(": ", (item_id, Said(str(one), one.told(swedish=True))))
            for one in made[item_id].notices
        ]
        failures += [_told(failure) for failure in made[item_id].failures]
    try:
        failures += map(_told, gather_feeds(root, searches=searches))
    except MediahubError as error:
        failures.append(error.said)
    followed = Followed(made, tuple(heard.said), tuple(dict.fromkeys(failures)))
    if to_target:
        return sent_to_target(root, followed)
    public = searches or not made or any(one.written for one in made.values())
    return replace(followed, waits=_waits(root) if public else None)


def sent_to_target(root: Path, followed: Followed = Followed()) -> Followed:
    """Bring the target up to date, where mediahub.toml names one, and add what came of it.

    For what has to leave the web at once: what could not be sent is a failure that says so.
    """
    catalogue, workspace = load_for_reading(root), Workspace(root.resolve())
    settings = catalogue.settings.publish
    if settings is None:
        return followed
    try:
        ledger = read_ledger(workspace)
        sent = send(workspace, catalogue, ledger, os.environ, urgent=True, patience_s=PATIENCE_S)
    except (MediahubError, OSError) as error:
        why = error.said if isinstance(error, MediahubError) else str(error)
        unsent = UNSENT.said(target=settings.target, why=why)
        return replace(followed, failures=(*followed.failures, unsent), unsent=unsent)
    return replace(followed, sent=sent)


def _waits(root: Path) -> str | None:
    settings = load_for_reading(root).settings.publish
    if settings is None:
        return None
    return WAITS.said(target=settings.target)


def _refreshed(root: Path, item_id: str, known: Survey | None, heard: "_Heard") -> Refreshed:
    with _in_turn(root, item_id, known) as (seen, item):
        made = refresh(seen, item.id, heard)
        with item_lock(seen.workspace, item.id):
            # A voice that was named for somebody who did not agree is not kept from now on.
            drop_voices(read_again(seen, item), item.id, ())
    return made


@contextmanager
def _in_turn(root: Path, item_id: str, known: Survey | None) -> Iterator[tuple[Survey, Item]]:
    """An item and all that is needed of the rest, in hand of nobody else in the block.

    What is known of the catalogue is from before a wait, if there was one: it is read again then.
    """
    workspace = Workspace(root.resolve())
    with ExitStack() as held:
        try:
            held.enter_context(refreshing_lock(workspace, item_id, timeout_s=0))
        except BusyError:
            held.enter_context(refreshing_lock(workspace, item_id))
            known = None
        if known is None:
            yield survey_item(root, item_id)
        else:
            yield with_siblings(read_again(known, known.catalogue.item(item_id)), item_id)


class _Heard(Silent):
    """Keeps what is said on the way, for the person who decided."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        """A sentence that is told at the end."""
        self.said.append(text)


def _done(made: Refreshed, next_run: str) -> str:
    if next_run is CHAPTERS and made.done:
        if made.written:
            return Said(
                "They stand in page, feed and the file to download now.",
                "De står nu på sidan, i flödet och i filen att ladda ned.",
            )
        return Said("They stand in its results now.", "De står nu i det som är gjort av avsnittet.")
    if next_run not in (EDITED, CHAPTERS):
        return UP_TO_DATE
    if not made.done:
        return next_run
    places = [
        Said("captions", "i textningen"),
        *([Said("search", "i sökningen")] if made.indexed else []),
        *([Said("page", "på sidan")] if made.written else []),
    ]
    words = Words("It stands in {places} now.", "Det står nu {places}.")
    return words.said(places=enumerated(places))


def _told(failure: Failure) -> str:
    return Said(failure.message.split("; ")[0], swedish(failure.message))
