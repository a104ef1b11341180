"""`mediahub replace`: one word for another wherever it is said, seen before it is written."""

import shutil
from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli.edits import By
from mediahub.cli.help import examples
from mediahub.cli.run import Only, Where, expression
from mediahub.cli.shared import count, root, say

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
        say(f"not looked through: {line}")
    if not found.places:
        say(f'"{found.old}" stands in no transcript.')
        _show_written(found.written, found.old)
        return
    _show(found)
    chosen = found.places if yes else _chosen(found)
    if not chosen:
        say("nothing was changed")
        return
    items = dict.fromkeys(place.item for place in chosen)
    total, number = len(items), 0

    def begun(item_id: str) -> None:
        nonlocal number
        number += 1
        if total > 1:
            say(f"bringing up to date {number} of {total}: {item_id}")

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
    places = f"{count(len(found.places), 'place')} in {count(len(items), 'item')}"
    say(f'"{found.old}" → "{found.new}": {places}')
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
        return found.places if typer.confirm("Replace it?") else ()
    answer = ""
    while answer not in ("a", "o", "n"):
        asked = typer.prompt("Replace all of them, one by one, or none? [a/o/n]")
        answer = str(asked).strip().lower()[:1]
    if answer != "o":
        return found.places if answer == "a" else ()
    chosen = []
    for number, place in enumerate(found.places, start=1):
        say(_line(number, place))
        if typer.confirm("Replace it?"):
            chosen.append(place)
    return tuple(chosen)


def _tell(done: "Replaced") -> None:
    for item_id, (number, journal) in done.kept.items():
        say(f"{item_id}: {count(number, 'correction')} kept in {journal}")
    for line in (*done.left, *done.followed.told):
        say(line)
    if done.followed.failures:
        told = "; ".join(done.followed.failures)
        say(f"The next `mediahub run` brings them in. (It could not be done at once: {told})")
    elif done.kept:
        say("They stand in captions, search and pages now.")
    if done.followed.waits is not None:
        say(done.followed.waits)


def _show_written(written: "tuple[WrittenPlace, ...]", old: str) -> None:
    if not written:
        return
    say(f'"{old}" is written in these lines too, which are yours to change:')
    for place in written[:MOST_WRITTEN]:
        say(f"  {place.file}, line {place.line}: {place.text}")
    if len(written) > MOST_WRITTEN:
        say(f"  and {count(len(written) - MOST_WRITTEN, 'line')} more")


def _offer(folder: "Path", found: "Found", items: tuple[str, ...], *, ask: bool) -> None:
    """Offer to make the word known, so that it is right in items to come."""
    from mediahub.desk.known import make_known, offer_for

    offer = offer_for(folder, found.old, found.new, items)
    if offer is None:
        return
    where, question = _asked(offer)
    if not ask:
        say(f"So that it is right in items to come, put it into {where}.")
        return
    definition = ""
    say(question)
    if offer.theme is not None:
        definition = str(typer.prompt("What it means, for readers", default="", show_default=False))
        if not definition.strip():
            say(f"{where} is as it was")
            return
    elif not typer.confirm("Write it?"):
        return
    file = make_known(folder, offer, definition.strip())
    say(f"kept in {file.relative_to(folder)}; the next `mediahub run` goes by it")


def _asked(offer: "Offer") -> tuple[str, str]:
    """Where a word is offered to, and the question."""
    if offer.theme is not None:
        where = f"the glossary of {offer.theme.id}"
        return where, (
            f'So that "{offer.word}" is right in items to come it can stand in {where}, which its '
            "pages show. Without a meaning nothing is written."
        )
    where = "media/people.toml"
    if offer.person is not None:
        return where, (
            f'"{offer.spelling}" can be kept in {where} as another spelling of '
            f"{offer.person.name} ({offer.person.id}), so that a search for either finds both."
        )
    return where, (
        f'{offer.word} can be put into {where}, with "{offer.spelling}" as another spelling, so '
        "that the name is right in items to come."
    )


def _where(where: str | None) -> "Callable[[Survey], Collection[str]] | None":
    """What chooses the items that an expression selects; None without one."""
    asked = expression(where)
    if asked is None:
        return None
    from mediahub.pipeline.selection.choosing import choose

    return lambda state: choose(state, where=asked).ids
