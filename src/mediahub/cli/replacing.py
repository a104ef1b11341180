"""`mediahub replace`: one word for another wherever it is said, seen before it is written."""

import shutil
from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli.edits import By
from mediahub.cli.help import examples
from mediahub.cli.run import Only, Where, expression
from mediahub.cli.shared import NOTHING_CHANGED, agreed, count, root, say, say_all, told
from mediahub.tongues import Said, Words, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from mediahub.desk.known import Offer
    from mediahub.desk.replacing import Found, Place, Replaced, WrittenPlace
    from mediahub.pipeline.survey import Survey

EXAMPLES = examples(
    ('mediahub replace "Margaretha Vinberg" "Margareta Winberg"', ""),
    ("mediahub replace måtagning mottagning --only avsnitt-4", ""),
)
REPLACE = Said("Replace it?", "Ersätta det?")
REPLACE_ALL = Said(
    "Replace all of them, one by one, or none? [a/o/n]",
    "Ersätta alla (a), ett och ett (o) eller inget (n)? [a/o/n]",
)
BRINGING = Words(
    "bringing up to date {number} of {total}: {item}", "uppdaterar {number} av {total}: {item}"
)
STAND = Said(
    "They stand in captions, search and pages now.",
    "De står nu i textningen, i sökningen och på sidorna.",
)
PUT_INTO = Words(
    "So that it is right in items to come, put it into {where}.",
    "För att det ska bli rätt i kommande avsnitt, skriv in det i {where}.",
)
MEANING = Said("What it means, for readers", "Vad det betyder, för läsare")
IN_GLOSSARY = Words(
    'So that "{word}" is right in items to come it can stand in {where}, which its pages show. '
    "Without a meaning nothing is written.",
    "För att ”{word}” ska bli rätt i kommande avsnitt kan det stå i {where}, som visas på sidorna. "
    "Utan betydelse skrivs inget in.",
)
ANOTHER_SPELLING = Words(
    '"{spelling}" can be kept in {where} as another spelling of {name}, so that a search for '
    "either finds both.",
    "”{spelling}” kan sparas i {where} som en annan stavning av {name}, så att en sökning på den "
    "ena hittar båda.",
)
NEW_NAME = Words(
    '{word} can be put into {where}, with "{spelling}" as another spelling, so that the name is '
    "right in items to come.",
    "{word} kan skrivas in i {where}, med ”{spelling}” som en annan stavning, så att namnet blir "
    "rätt i kommande avsnitt.",
)
MOST_WRITTEN = 10
"""Lines of TOML files that are shown; more say no more."""


def replace(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The word or words as they stand.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help='What they are to read; "" for none.')],
    only: Only = None,
    where: Where = None,
    yes: Annotated[bool, typer.Option("--yes", help="All places, without asking.")] = False,
    by: By = None,
) -> None:
    """Replace a word wherever it is said.

    Shows every place and asks. Whole words count, as they are written; a capital that begins a
    sentence and a Swedish genitive s follow. Each place is one correction in its item's edits.
    """
    from mediahub.desk.replacing import find_places, replace_places

    folder = root(context)
    found = find_places(folder, old, new, only=only or (), where=_where(where))
    for line in found.unread:
        say(Words("not looked through: {why}", "inte genomsökt: {why}").said(why=line))
    if not found.places:
        words = Words('"{old}" stands in no transcript.', "”{old}” står inte i någon avskrift.")
        say(words.said(old=found.old))
        _show_written(found.written, found.old)
        return
    _show(found)
    chosen = found.places if yes else _chosen(found)
    if not chosen:
        say(NOTHING_CHANGED)
        return
    items = dict.fromkeys(place.item for place in chosen)
    total, number = len(items), 0

    def begun(item_id: str) -> None:
        nonlocal number
        number += 1
        if total > 1:
            say(BRINGING.said(number=number, total=total, item=item_id))

    done = replace_places(folder, found, chosen, by=by, begun=begun)
    _tell(done)
    _show_written(found.written, found.old)
    if done.kept:
        try:
            _offer(folder, found, tuple(done.kept), ask=not yes)
        except typer.Abort:
            say("")  # no answer: what was asked for is done
    if done.left or done.followed.failures:
        raise typer.Exit(1)


def _show(found: "Found") -> None:
    items = {place.item for place in found.places}
    words = Words('"{old}" → "{new}": {places} in {items}', "”{old}” → ”{new}”: {places} i {items}")
    places, of = count(len(found.places), "place"), count(len(items), "item")
    say(words.said(old=found.old, new=found.new, places=places, items=of))
    before = ""
    for number, place in enumerate(found.places, start=1):
        if place.item != before:
            say(place.item)
            before = place.item
        say(_line(number, place))


def _line(number: int, place: "Place") -> str:
    """A place with what stands around it, on one line of the terminal."""
    from mediahub.transcript.clock import clock_hms

    head = f"{number:>3}  {clock_hms(place.span.start_ms):>7}  "
    middle = f"[{place.before} → {place.after}]"
    room = max(10, (shutil.get_terminal_size().columns - 1 - len(head) - len(middle) - 2) // 2)
    left = place.left if len(place.left) <= room else "…" + place.left[-(room - 1) :].lstrip()
    right = place.right if len(place.right) <= room else place.right[: room - 1].rstrip() + "…"
    return f"{head}{left} {middle} {right}".rstrip()


def _chosen(found: "Found") -> "tuple[Place, ...]":
    if len(found.places) == 1:
        return found.places if agreed(REPLACE) else ()
    answer = ""
    while answer not in ("a", "o", "n"):
        asked = typer.prompt(told(REPLACE_ALL))
        answer = str(asked).strip().lower()[:1]
    if answer != "o":
        return found.places if answer == "a" else ()
    chosen = []
    for number, place in enumerate(found.places, start=1):
        say(_line(number, place))
        if agreed(REPLACE):
            chosen.append(place)
    return tuple(chosen)


def _tell(done: "Replaced") -> None:
    for item_id, (number, journal) in done.kept.items():
        words = Words(
            "{item}: {corrections} kept in {journal}", "{item}: sparade {corrections} i {journal}"
        )
        say(words.said(item=item_id, corrections=count(number, "correction"), journal=journal))
    say_all((*done.left, *done.followed.told))
    if done.followed.failures:
        words = Words(
            "The next `mediahub run` brings them in. (It could not be done at once: {why})",
            "Nästa `mediahub run` för in dem. (Det gick inte genast: {why})",
        )
        say(words.said(why=joined("; ", done.followed.failures)))
    elif done.kept:
        say(STAND)
    if done.followed.waits is not None:
        say(done.followed.waits)


def _show_written(written: "tuple[WrittenPlace, ...]", old: str) -> None:
    if not written:
        return
    words = Words(
        '"{old}" is written in these lines too, which are yours to change:',
        "”{old}” står också på dessa rader, som du själv får ändra:",
    )
    say(words.said(old=old))
    for place in written[:MOST_WRITTEN]:
        words = Words("  {file}, line {line}: {text}", "  {file}, rad {line}: {text}")
        say(words.said(file=place.file, line=place.line, text=place.text))
    if len(written) > MOST_WRITTEN:
        words = Words("  and {lines} more", "  och {lines} till")
        say(words.said(lines=count(len(written) - MOST_WRITTEN, "line")))


def _offer(folder: "Path", found: "Found", items: tuple[str, ...], *, ask: bool) -> None:
    """Offer to make the word known, so that it is right in items to come."""
    from mediahub.desk.known import make_known, offer_for

    offer = offer_for(folder, found.old, found.new, items)
    if offer is None:
        return
    where, question = _asked(offer)
    if not ask:
        say(PUT_INTO.said(where=where))
        return
    definition = ""
    say(question)
    if offer.theme is not None:
        definition = str(typer.prompt(told(MEANING), default="", show_default=False))
        if not definition.strip():
            say(Words("{where} is as it was", "{where} är som förut").said(where=where))
            return
    elif not agreed(Said("Write it?", "Skriva in det?")):
        return
    file = make_known(folder, offer, definition.strip())
    words = Words(
        "kept in {file}; the next `mediahub run` goes by it",
        "sparat i {file}; nästa `mediahub run` rättar sig efter det",
    )
    say(words.said(file=file.relative_to(folder)))


def _asked(offer: "Offer") -> tuple[str, Said]:
    """Where a word is offered to, and the question."""
    if offer.theme is not None:
        place = Words("the glossary of {theme}", "ordlistan i {theme}").said(theme=offer.theme.id)
        return place, IN_GLOSSARY.said(word=offer.word, where=place)
    where = "media/people.toml"
    if offer.person is not None:
        name = f"{offer.person.name} ({offer.person.id})"
        return where, ANOTHER_SPELLING.said(spelling=offer.spelling, where=where, name=name)
    return where, NEW_NAME.said(word=offer.word, where=where, spelling=offer.spelling)


def _where(where: str | None) -> "Callable[[Survey], Collection[str]] | None":
    """What chooses the items that an expression selects; None without one."""
    asked = expression(where)
    if asked is None:
        return None
    from mediahub.pipeline.selection.choosing import choose

    return lambda state: choose(state, where=asked).ids
