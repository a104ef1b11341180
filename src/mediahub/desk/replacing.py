"""Replacing everywhere by command: one correction a place, in whatever items it is said."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mediahub.catalog import Item
from mediahub.catalog.problems import resolve_id
from mediahub.desk.after import Followed, follow
from mediahub.desk.item import add_entries, item_in_hand, transcribed
from mediahub.edits import JournalVersion, ReplaceWords, identified, read_journal, version_of
from mediahub.edits.entries import Undo
from mediahub.edits.replacing import matches, replacements
from mediahub.edits.standing import undone
from mediahub.errors import MediahubError, SettingsError
from mediahub.pipeline.survey import Survey, survey
from mediahub.textfile import read_text
from mediahub.tongues import Said, joined
from mediahub.transcript import Span, Transcript

LINE = 56
"""Characters of a line of a TOML file that are shown."""
CONTEXT = 10
"""How many words on either side are kept to be shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place where it is said: the words there, those around, and what they are to read."""

    item: str
    span: Span
    left: str
    before: str
    after: str
    right: str


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """A line of a TOML file in which it is written; these are a person's, and stay."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where `old` is said, in order of items and times, and where it is written.

    `unread` are items whose results cannot be read, each with why. `bases` are the edits that each
    item had.
    """

    old: str
    new: str
    places: tuple[Place, ...]
    written: tuple[WrittenPlace, ...] = ()
    unread: tuple[str, ...] = ()
    bases: Mapping[str, JournalVersion] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replaced:
    """How many places of each item were kept, and where; and what was left, a sentence each.

    `entries` are the ids of the corrections in each item's edits, by which `take_back` undoes them.
    """

    kept: Mapping[str, tuple[int, str]]
    left: tuple[str, ...]
    followed: Followed
    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def find_places(
    root: Path,
    old: str,
    new: str,
    *,
    only: Collection[str] = (),
    where: Callable[[Survey], Collection[str]] | None = None,
) -> Found:
    """Where `old` is said in the workspace's transcripts and `new` is to stand; nothing is written.

    `only` are ids of items, `where` chooses among all. Raises SettingsError for an unknown id, when
    `old` is empty, and when both say the same.
    """
    old, new = " ".join(old.split()), " ".join(new.split())
    if not old:
        raise SettingsError(
            "there is nothing to replace: the first word is empty",
            swedish="Skriv vad som ska ersättas.",
        )
    if old == new:
        raise SettingsError(
            f'"{old}" is what it says already; nothing was changed', swedish="Det står så redan."
        )
    state = survey(root)
    known = [item.id for item in state.catalogue.items]
    wanted = {resolve_id(one, known) for one in only} or set(known)
    if where is not None:
        wanted &= set(where(state))
    places: list[Place] = []
    unread: list[str] = []
    bases: dict[str, JournalVersion] = {}
    for item in state.media_items:
        if item.id not in wanted or not _may_say(state, item, old):
            continue
        try:
            transcript = transcribed(state, item)
            bases[item.id] = version_of(read_journal(state.edits(item)))
        except MediahubError as error:
            unread.append(joined(": ", (item.id, error.said)))
            continue
        places.extend(_places(item.id, transcript, old, new))
    written = tuple(_written(state, old))
    return Found(old, new, tuple(places), written, tuple(unread), bases)


def replace_places(
    root: Path,
    found: Found,
    chosen: Iterable[Place],
    *,
    by: str | None = None,
    begun: Callable[[str], None] = lambda _item_id: None,
) -> Replaced:
    """Keep one correction for each place chosen, item by item, and bring all up to date after.

    A place that is not as it was found is left and told, and so are the places of an item in which
    somebody else has decided otherwise meanwhile. `begun` hears each item as it is brought up.
    """
    by_item: dict[str, set[tuple[Span, str]]] = {}
    for place in chosen:
        by_item.setdefault(place.item, set()).add((place.span, place.before))
    kept: dict[str, tuple[int, str]] = {}
    ids: dict[str, tuple[str, ...]] = {}
    left: list[str] = []
    for item_id, wanted in by_item.items():
        try:
            with item_in_hand(root, item_id) as (state, item):
                entries, said = _entries(transcribed(state, item), found, wanted)
                if entries:
                    before = {one.id for one in read_journal(state.edits(item)).entries}
                    journal = add_entries(state, item, entries, by, found.bases.get(item_id))
                    kept[item.id] = (len(entries), journal)
                    now = read_journal(state.edits(item)).entries
                    ids[item.id] = tuple(one.id for one in now if one.id not in before)
        except MediahubError as error:
            left.append(joined(": ", (item_id, error.said)))
            continue
        if said < len(wanted):
            more = len(wanted) - said
            were = "1 place was" if more == 1 else f"{more} places were"
            fick = "1 ställe hade" if more == 1 else f"{more} ställen hade"
            left.append(
                Said(
                    f"{item_id}: {were} changed meanwhile and left; look there again",
                    f"{item_id}: {fick} ändrats under tiden och fick vara. Se efter där igen.",
                )
            )
    followed = follow(root, kept, searches=True, begun=begun) if kept else Followed()
    return Replaced(kept, tuple(left), followed, ids)


def take_back(
    root: Path, entries: Mapping[str, Collection[str]], *, by: str | None = None
) -> tuple[Mapping[str, int], tuple[str, ...], Followed]:
    """Take back decisions of several items, by their ids, and bring all up to date after.

    How many of each item were taken back, what could not be, a sentence each, and what followed.
    What was taken back already stays so.
    """
    done: dict[str, int] = {}
    left: list[str] = []
    for item_id, wanted in entries.items():
        try:
            with item_in_hand(root, item_id) as (state, item):
                journal = read_journal(state.edits(item))
                known, gone = {one.id for one in journal.entries}, undone(journal.entries)
                undos = [
                    identified(Undo("", one)) for one in wanted if one in known and one not in gone
                ]
                if undos:
                    add_entries(state, item, undos, by)
                    done[item.id] = len(undos)
        except MediahubError as error:
            left.append(joined(": ", (item_id, error.said)))
    followed = follow(root, done, searches=True) if done else Followed()
    return done, tuple(left), followed


def _entries(
    transcript: Transcript, found: Found, wanted: Collection[tuple[Span, str]]
) -> tuple[tuple[ReplaceWords, ...], int]:
    """The entries of the places that are wanted, and how many of them are still said."""
    there = matches(transcript, found.old, found.new)
    chosen = [
        match
        for match, place in zip(there, _places("", transcript, found.old, found.new), strict=True)
        if (place.span, place.before) in wanted
    ]
    return replacements(transcript, chosen), len(chosen)


def _places(item_id: str, transcript: Transcript, old: str, new: str) -> Iterator[Place]:
    texts = [word.text for word in transcript.words]
    found = matches(transcript, old, new)
    for (first, end, after), entry in zip(found, replacements(transcript, found), strict=True):
        yield Place(
            item_id,
            entry.span,
            " ".join(texts[max(0, first - CONTEXT) : first]),
            " ".join(entry.before),
            after,
            " ".join(texts[end : end + CONTEXT]),
        )


def _may_say(state: Survey, item: Item, old: str) -> bool:
    """Whether an item has a transcript whose file holds the longest of the words at all."""
    if "transcribe" not in state.state(item.id).stages:
        return False
    longest = max(old.split(), key=len)[1:]  # without its first letter, which may be a capital
    try:
        text = (state.workspace.item(item.id) / "transcript.json").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return True  # told when it is read
    return longest in text


def _written(state: Survey, old: str) -> Iterator[WrittenPlace]:
    """The lines of the TOML files in which it stands as whole words."""
    root = state.workspace.root
    wanted = re.compile(rf"(?<!\w){re.escape(old)}(?:s|[:’']s)?(?!\w)", re.IGNORECASE)
    files: Sequence[Path] = [root / "mediahub.toml", *sorted((root / "media").rglob("*.toml"))]
    for path in files:
        try:
            text = read_text(path).text
        except (MediahubError, OSError):
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            alias = line.lstrip().startswith(("aliases", "#"))
            match = wanted.search(line)
            if match is not None and not alias:
                yield WrittenPlace(state.workspace.relative(path), number, _around(line, match))


def _around(line: str, match: re.Match[str]) -> str:
    """What stands in a line around a match, on one line, cut where it is long."""
    start = max(0, match.start() - LINE // 2)
    end = max(start + LINE, match.end())
    before, after = "…" * (start > 0), "…" * (end < len(line))
    return f"{before}{' '.join(line[start:end].split())}{after}"
