"""Decisions about an item as a list: what is asked, answering, taking back, reviewing."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from mediahub.catalog import Item
from mediahub.catalog.problems import did_you_mean
from mediahub.desk.after import THE_WORDS, Follows, at_once
from mediahub.desk.item import add_entries, item_in_hand, transcribed
from mediahub.edits import Entry, Journal, ReplaceWords, UnknownEntry, identified, read_journal
from mediahub.edits.anchors import CONTEXT
from mediahub.edits.conflicts import told
from mediahub.edits.entries import Anchored, Keep, Review, Undo, Withhold
from mediahub.edits.fits import Fit
from mediahub.edits.reviewing import review_of
from mediahub.edits.standing import differences, fit_on, questions, undone
from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words, swedish
from mediahub.transcript import Span, Transcript
from mediahub.transcript.clock import clock_hms

REVIEWED = Words('reviewed as "{after}"', "granskat som ”{after}”")
REVIEWED_SILENT = Said("reviewed as nothing said", "granskat som tyst")


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision, or a question about one: what, where, by whom and when, and how it stands.

    `state` is "stands", "asked", "proposed" (the new words differ from a reviewed text), "replaced"
    (by later decisions) or "taken back". `heard` is what the new words say in its place, `sure` the
    probability that the model gave them. `decision` is what was decided, for who words it
    otherwise; of a reviewed text `kept` is what that says in the place.
    """

    id: str
    told: str
    state: str
    start_ms: int | None = None
    by: str | None = None
    at: datetime | None = None
    heard: str | None = None
    sure: float | None = None
    decision: Entry | None = field(default=None, compare=False, repr=False)
    kept: str | None = field(default=None, compare=False)

    @property
    def pending(self) -> bool:
        """Whether a person should look at it."""
        return self.state in ("asked", "proposed")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question in the words of now: about an entry, or where a reviewed text differs."""

    id: str
    entry: ReplaceWords | Review
    fit: Fit


def entries_of(root: Path, item_id: str) -> tuple[str, tuple[Listed, ...]]:
    """The id of the item, and all that was decided of it in the order decided, questions after."""
    with item_in_hand(root, item_id) as (state, item):
        journal = read_journal(state.edits(item))
        wording = transcribed(state, item).wording if journal.entries else None
    return item.id, tuple(_listed(journal, wording))


def answer(
    root: Path,
    item_id: str,
    question: str,
    said: str,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> list[str]:
    """Answer a question: "keep" what was written, take the "new" words, or say the right ones.

    `follows` is what comes after. Raises SettingsError when nothing of that id is asked.
    """
    wanted = " ".join(said.split())
    if not wanted:
        raise SettingsError(
            "the answer is empty; say keep, new, or what the words should be",
            swedish="Svaret är tomt. Behåll det som står, ta det nya, eller skriv andra ord.",
        )
    with item_in_hand(root, item_id) as (state, item):
        transcript = transcribed(state, item)
        journal = read_journal(state.edits(item))
        asked = {one.id: one for one in _asked(journal, transcript.wording)}
        one = asked.get(question)
        if one is None:
            raise SettingsError(
                _nothing_asked(item, question, asked),
                swedish=f"{item.id} frågar inget med id ”{question}”, eller inte längre. "
                f"`mediahub edits {item.id} --pending` visar vad som väntar på svar.",
            )
        assert transcript.wording is not None  # noqa: S101 - a fit is in a wording
        entries = _answered(one, wanted, transcript.wording)
        kept = add_entries(state, item, entries, by)
    shown = {
        "keep": Said("what stands there is right", "det som står är rätt"),
        "new": Said("the new words are right", "de nya orden är rätt"),
    }
    other = Words("it reads “{words}” now", "det lyder ”{words}” nu").said(words=wanted)
    words = Words(
        "{item}: {question}: {shown} (kept in {kept}).",
        "{item}: {question}: {shown} (sparat i {kept}).",
    )
    what = shown.get(wanted, other)
    told = words.said(item=item.id, question=question, shown=what, kept=kept)
    return [told, follows(root, item.id, state, THE_WORDS).told]


def undo(
    root: Path, item_id: str, entry_id: str, *, by: str | None = None, follows: Follows = at_once
) -> list[str]:
    """Take a decision back, or an undoing; says what. `follows` is what comes after.

    Raises SettingsError for an unknown id.
    """
    with item_in_hand(root, item_id) as (state, item):
        journal = read_journal(state.edits(item))
        known = {entry.id: entry for entry in journal.entries}
        entry = known.get(entry_id)
        if entry is None:
            hint = did_you_mean(entry_id, list(known))
            raise SettingsError(
                f"{item.id} has no edit {entry_id!r}{hint}; `mediahub edits {item.id}` lists them",
                swedish=f"{item.id} har ingen ändring ”{entry_id}”{swedish(hint) or '.'} `mediahub "
                f"edits {item.id}` visar de som finns.",
            )
        if entry_id in undone(journal.entries):
            words = Words(
                "{item}: {entry} was taken back already, and nothing was changed.",
                "{item}: {entry} är redan taget tillbaka, och inget är ändrat.",
            )
            return [words.said(item=item.id, entry=entry_id)]
        kept = add_entries(state, item, (identified(Undo("", entry_id)),), by)
    what = entry_id if isinstance(entry, UnknownEntry) else told(entry)
    words = Words(
        "{item}: taken back: {what} (kept in {kept}).",
        "{item}: taget tillbaka: {what} (sparat i {kept}).",
    )
    line = words.said(item=item.id, what=what, kept=kept)
    if _withholds(entry, known):
        follows = at_once  # nothing of what is to be read nowhere waits for a pause
    return [line, follows(root, item.id, state, THE_WORDS).told]


def review(
    root: Path,
    item_id: str,
    wanted: Span | None = None,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> list[str]:
    """Say that a stretch of an item's text, or all of it, is right as it stands.

    What is asked about in it is answered by that; `follows` is what comes after. Raises
    SettingsError when nothing is said there.
    """
    with item_in_hand(root, item_id) as (state, item):
        transcript = transcribed(state, item)
        span = wanted or Span(0, max(transcript.duration_ms, _end_ms(transcript)) + 1)
        entry = review_of(transcript, span)
        if entry is None:
            raise SettingsError(
                f"{item.id}: nothing is said from {clock_hms(span.start_ms)} to "
                f"{clock_hms(span.end_ms)}, so there is nothing to review",
                swedish=f"Inget sägs från {clock_hms(span.start_ms)} till "
                f"{clock_hms(span.end_ms)}, så det finns inget att granska.",
            )
        journal = read_journal(state.edits(item))
        entries: list[Entry] = [entry]
        if transcript.wording is not None:
            entries += [
                identified(Keep("", one.id, transcript.wording))
                for one in _asked(journal, transcript.wording)
                if one.fit.span.start_ms in entry.span
            ]
        kept = add_entries(state, item, entries, by)
    number = len(entry.text.split(" "))
    if number == len(transcript.words):
        stretch = Said("all of it", "hela avskriften")
    else:
        start, end = clock_hms(entry.span.start_ms), clock_hms(entry.span.end_ms)
        stretch = Said(f"{start} to {end}", f"{start} till {end}")
    words = Words(
        "{item}: reviewed {stretch}, {number} words (kept in {kept}).",
        "{item}: granskat: {stretch}, {number} ord (sparat i {kept}).",
    )
    lines = [words.said(item=item.id, stretch=stretch, number=number, kept=kept)]
    if len(entries) > 1:
        words = Words(
            "That answers {number} of its questions.", "Det besvarar {number} av frågorna om det."
        )
        lines.append(words.said(number=len(entries) - 1))
    return [*lines, follows(root, item.id, state, THE_WORDS).told]


def _withholds(entry: Entry, known: Mapping[str, Entry]) -> bool:
    """Whether it withholds a passage, or takes such a decision back, or that, and so on."""
    found: Entry | None = entry
    while isinstance(found, Undo):
        found = known.get(found.of)
    return isinstance(found, Withhold)


def _end_ms(transcript: Transcript) -> int:
    return max((segment.span.end_ms for segment in transcript.segments), default=0)


def _listed(journal: Journal, wording: str | None) -> Iterator[Listed]:
    gone = undone(journal.entries)
    asked = {one.id: one for one in _asked(journal, wording)}
    for entry in journal.entries:
        if isinstance(entry, UnknownEntry):
            kind = entry.raw.get("type")
            words = Words(
                "{kind}, which this version does not know",
                "{kind}, som den här versionen inte känner till",
            )
            yield Listed(entry.id, words.said(kind=kind), "stands")
            continue
        state = "taken back" if entry.id in gone else "stands"
        fit = fit_on(entry, wording) if isinstance(entry, Anchored) else None
        span = fit.span if fit is not None else getattr(entry, "span", None)
        if fit is not None and fit.state == "superseded" and state == "stands":
            state = "replaced"
        one = asked.pop(entry.id, None)
        yield Listed(
            entry.id,
            # What is told of its end is of where it stands in these words.
            told(replace(entry, span=fit.span) if fit and isinstance(entry, Review) else entry),
            "asked" if one is not None else state,
            span.start_ms if span is not None else None,
            entry.by,
            entry.at,
            " ".join(one.fit.words) if one is not None else None,
            decision=entry,
        )
    for one in asked.values():
        yield Listed(
            one.id,
            REVIEWED.said(after=one.fit.after) if one.fit.after else REVIEWED_SILENT,
            "proposed",
            one.fit.span.start_ms,
            heard=" ".join(one.fit.words),
            sure=one.fit.sure,
            decision=one.entry,
            kept=one.fit.after or "",
        )


def _asked(journal: Journal, wording: str | None) -> Iterator[_Asked]:
    for entry in questions(journal.entries, wording):
        fit = fit_on(entry, wording)
        assert fit is not None  # noqa: S101 - a question is asked by a fit
        yield _Asked(entry.id, entry, fit)
    kept = {one.of for one in journal.standing if isinstance(one, Keep)}
    for review_entry in journal.standing:
        if isinstance(review_entry, Review):
            found = differences(review_entry, wording)
            for fit in sorted(found, key=lambda fit: fit.span):
                name = _proposal(review_entry, fit)
                if fit.state == "question" and name not in kept:
                    yield _Asked(name, review_entry, fit)


def _proposal(entry: Review, fit: Fit) -> str:
    place = f"{fit.span.start_ms} {fit.after} {' '.join(fit.words)}"
    return f"{entry.id}.{hashlib.sha256(place.encode()).hexdigest()[:5]}"


def _answered(one: _Asked, wanted: str, wording: str) -> Sequence[Entry]:
    keep = identified(Keep("", one.id, wording))
    if wanted == "keep":
        return (keep,)
    fit = one.fit
    heard = " ".join(fit.words)
    after = heard if wanted == "new" else wanted
    proposed = isinstance(one.entry, Review)
    stands = tuple((fit.after or "").split()) if proposed else fit.words
    first = keep if proposed else identified(Undo("", one.id))
    if not stands and not after:
        return (first,)
    right = identified(
        ReplaceWords("", fit.span, stands, after, fit.left, fit.right[:CONTEXT], wording=wording)
    )
    return (first, right)


def _nothing_asked(item: Item, question: str, asked: dict[str, _Asked]) -> str:
    hint = did_you_mean(question, list(asked))
    if asked:
        return (
            f"{item.id} asks nothing of the name {question!r}{hint}; "
            f"`mediahub edits {item.id} --pending` lists what it asks"
        )
    return f"{item.id} asks nothing about its edits; nothing was changed"
