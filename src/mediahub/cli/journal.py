"""`mediahub edits` and `review`: what was decided of an item, what is asked, and what is right."""

from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli.edits import By, ItemId
from mediahub.cli.help import examples
from mediahub.cli.shared import count, print_json, root, say, say_all
from mediahub.cli.withholding import From, To, time_of
from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words, joined

if TYPE_CHECKING:
    from mediahub.desk.journal import Listed

NOTHING_ASKED = Words("{item}: nothing is asked.", "{item}: inget väntar på svar.")
NOTHING_DECIDED = Words(
    "{item}: nothing was decided by people.", "{item}: ingen har bestämt något."
)
STATES = {
    "asked": Said("  asked", "  en fråga väntar"),
    "proposed": Said("  proposed", "  förslag"),
    "replaced": Said("  replaced", "  ersatt senare"),
    "taken back": Said("  taken back", "  taget tillbaka"),
}
EDITS_EXAMPLES = examples(
    ("mediahub edits avsnitt-4 --pending", "what there is to answer"),
    ("mediahub edits avsnitt-4 --answer 3fa9c1d2 keep", "the correction is right"),
    ("mediahub edits avsnitt-4 --answer 3fa9c1d2 new", "the new words are"),
    ('mediahub edits avsnitt-4 --answer 3fa9c1d2 "Bo Alm"', "neither is"),
    ("mediahub edits avsnitt-4 --undo 3fa9c1d2", "take it back"),
)
REVIEW_EXAMPLES = examples(
    ("mediahub review avsnitt-4", "all of it is right"),
    ("mediahub review avsnitt-4 --from 12:05 --to 14:30", "this much"),
)


def edits(
    context: typer.Context,
    item: ItemId,
    pending: Annotated[
        bool, typer.Option("--pending", help="Only what there is to answer.")
    ] = False,
    answer: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--answer", metavar="ID ANSWER", help="keep, new, or what the words should be."
        ),
    ] = None,
    undo: Annotated[
        str | None, typer.Option("--undo", metavar="ID", help="Take this decision back.")
    ] = None,
    by: By = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """List what was decided of an item, and answer what is asked.

    After a better model, a correction whose place is in doubt stands where it probably belongs,
    and asks; where a reviewed text differs, the new words are proposed.
    """
    from mediahub.desk import journal

    folder = root(context)
    if answer is not None and undo is not None:
        raise SettingsError(
            "--answer and --undo at once; give one of them",
            swedish="--answer och --undo på samma gång. Ange en av dem.",
        )
    if answer is not None:
        say_all(journal.answer(folder, item, *answer, by=by))
        return
    if undo is not None:
        say_all(journal.undo(folder, item, undo, by=by))
        return
    item_id, found = journal.entries_of(folder, item)
    shown = [one for one in found if one.pending or not pending]
    if as_json:
        print_json({"schema": 1, "item": item_id, "edits": [_as_json(one) for one in shown]})
        return
    for one in shown:
        for line in _lines(one):
            say(line)
    asked = sum(one.pending for one in found)
    if not shown:
        say((NOTHING_ASKED if pending else NOTHING_DECIDED).said(item=item_id))
    elif asked:
        words = Words(
            "{questions}. Listen at the place, then for instance:",
            "{questions}. Lyssna på stället, och skriv sedan till exempel:",
        )
        say(words.said(questions=count(asked, "question")))
        first = next(one for one in found if one.pending)
        say(f"  mediahub edits {item_id} --answer {first.id} keep")


def review(
    context: typer.Context, item: ItemId, begins: From = None, ends: To = None, by: By = None
) -> None:
    """Say that a text is right as it stands.

    All of it, or a stretch. A better model then only proposes what it hears otherwise.
    """
    from mediahub.desk.journal import review as review_item
    from mediahub.transcript import Span

    if (begins is None) != (ends is None):
        raise SettingsError(
            "--from and --to go together; without them all of it is reviewed",
            swedish="--from och --to hör ihop. Utan dem granskas allt.",
        )
    span = None
    if begins is not None and ends is not None:
        start, end = time_of("--from", begins), time_of("--to", ends)
        if end <= start:
            raise SettingsError(
                f"--to {ends} is not later than --from {begins}",
                swedish=f"--to {ends} är inte senare än --from {begins}",
            )
        span = Span(start, end)
    say_all(review_item(root(context), item, span, by=by))


def _lines(one: "Listed") -> list[str]:
    from mediahub.transcript.clock import clock_hms

    place = clock_hms(one.start_ms) if one.start_ms is not None else "-"
    who = " ".join([*([one.by] if one.by else []), *([f"{one.at:%Y-%m-%d}"] if one.at else [])])
    state = STATES.get(one.state, "")
    line = joined("", (f"{one.id}  {place}  ", one.told, f" ({who})" if who else "", state))
    if one.heard is None:
        return [line]
    heard = Words('"{heard}"', "”{heard}”").said(heard=one.heard)
    nothing = Said("nothing", "ingenting")
    sure = f"{one.sure:.2f}" if one.sure is not None else ""
    swedish = sure.replace(".", ",")
    words = Words("    the new words: {heard}{sure}", "    de nya orden: {heard}{sure}")
    surely = Said(f", {sure}", f"; {swedish}") if sure else ""
    return [line, words.said(heard=heard if one.heard else nothing, sure=surely)]


def _as_json(one: "Listed") -> dict[str, object]:
    return {
        "id": one.id,
        "told": one.told,
        "state": one.state,
        "start_ms": one.start_ms,
        "by": one.by,
        "at": one.at.isoformat() if one.at else None,
        "heard": one.heard,
        "sure": one.sure,
    }
