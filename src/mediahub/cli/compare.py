"""`mediahub compare`: another model on a part of an item, before anyone commits to all of it."""

import shlex
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediahub.cli import completing
from mediahub.cli.console import duration
from mediahub.cli.help import examples
from mediahub.cli.shared import count, print_json, root, say
from mediahub.cli.stopping import stops_on_signals
from mediahub.errors import SettingsError
from mediahub.stopping import Stop
from mediahub.tongues import Said, Words, decimal, enumerated, joined, swedish
from mediahub.transcript.clock import clock_hms

if TYPE_CHECKING:
    from mediahub.pipeline.comparing import Comparison, Side
    from mediahub.pipeline.differing import Difference
    from mediahub.transcript import Word

EXAMPLES = examples(
    ("mediahub compare avsnitt-4 --model KBLab/kb-whisper-small", ""),
    ("mediahub compare avsnitt-4 --model KBLab/kb-whisper-large --from 10:00", ""),
)

NOW, NEW = Said("now", "nu"), Said("new", "ny")
WER = Words("WER ({words} words)", "WER ({words} ord)")
SPEED = Words(
    "It recognises {times} × real time on this machine.",
    "Den hör {times} × realtid på den här datorn.",
)
DONE_ALREADY = Words("{number} with words by it already", "{number} som redan har ord av den")
CAPTIONED = Words("{number} with captions", "{number} med textning")
WITHOUT = Words(" (without {what})", " (utan {what})")
NOTHING = Said("There is nothing for it to do.", "Där finns inget för den att göra.")
NOTHING_LEFT = Words("Nothing is left for it{but}.", "Det finns inget kvar för den{but}.")
COST = Words(
    "For {scope} {items} ({sound} of sound){but} it takes about {time}. To do it:",
    "För {scope} {items} ({sound} ljud){but} tar det ungefär {time}. Så görs det:",
)
SHOWN = 20
"""So many differences are listed, unless all are asked for."""
ROOM = 79 - 7 - 2 - 3 - 2 - 2 - 4
"""The characters left for words beside the time, the side's name and the confidence."""


def compare(
    context: typer.Context,
    item: Annotated[
        str,
        typer.Argument(metavar="ITEM", autocompletion=completing.transcribed, show_default=False),
    ],
    model: Annotated[
        str,
        typer.Option(
            "--model",
            metavar="NAME",
            help="The model to try; see `mediahub models`.",
            autocompletion=completing.models,
            show_default=False,
        ),
    ],
    minutes: Annotated[
        float, typer.Option(min=0.2, max=60, metavar="N", help="So much of it.")
    ] = 5,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="TIME", help="From here (10:00); without it the middle."),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option("--where", metavar="EXPR", help="Tell the cost for these; see `run --help`."),
    ] = None,
    all_of_them: Annotated[bool, typer.Option("--all", help="List every difference.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Try another model on a part of an item.

    It shows the words that differ from those there are, what both are worth where there is a truth
    file, and what the model would cost for all. No result is changed.
    """
    from mediahub.cli.console import TerminalReporter
    from mediahub.pipeline.comparing import Asked, compare_models
    from mediahub.pipeline.selection import parse

    asked = Asked(
        item,
        model,
        round(minutes * 60_000),
        _moment(start) if start is not None else None,
        parse(where) if where is not None else None,
    )
    with (
        stops_on_signals(Stop(), Said("stopped; nothing was changed", "avbruten; inget är ändrat")),
        TerminalReporter() as reporter,
    ):
        found = compare_models(root(context), asked, reporter)
    if as_json:
        print_json(comparison_json(found))
        return
    for line in comparison_lines(found, model, where, all_of_them=all_of_them):
        say(line)


def _moment(text: str) -> int:
    from mediahub.catalog.moments import offset_ms

    try:
        return offset_ms(text)
    except ValueError as error:
        raise SettingsError(joined(": ", ("--from", error.args[0]))) from error


def comparison_lines(
    found: "Comparison", model: str, where: str | None, *, all_of_them: bool = False
) -> list[str]:
    """The comparison for a terminal of 80 columns."""
    part = f"{clock_hms(found.part.start_ms)}–{clock_hms(found.part.end_ms)}"
    head = Words("{item}, {part} of {whole}", "{item}, {part} av {whole}")
    whole = clock_hms(found.duration_ms)
    lines: list[str] = [head.said(item=found.item, part=part, whole=whole), ""]
    shown = found.differences if all_of_them else found.differences[:SHOWN]
    for one in shown:
        lines.extend(_difference_lines(one, authored=found.now.model is None))
    if len(shown) < len(found.differences):
        more = _number(len(found.differences) - len(shown))
        words = Words("and {more} more: --all lists them", "och {more} till: --all visar dem")
        lines.append(words.said(more=more))
    if shown:
        lines.append("")
    lines.extend(_table(found))
    return [*lines, "", *_cost_lines(found, model, where)]


def _difference_lines(one: "Difference", *, authored: bool) -> Iterator[Said]:
    """Two lines: what is there now and what is new, with both confidences at the end."""
    now, new = (" ".join(word.text for word in words) or "–" for words in (one.before, one.after))
    left, right = _context(one, max(len(now), len(new)) + 2)
    for place, name, text, words in (
        (clock_hms(one.start_ms), NOW, now, one.before),
        ("", NEW, new, one.after),
    ):
        mean = sum(word.probability for word in words) / len(words) if words else None
        sure = decimal("" if mean is None or (authored and name is NOW) else f"{mean:.2f}")
        marked = f"[{text}]" if len(text) + 2 <= ROOM else f"[{text[: ROOM - 3]}…]"
        line = " ".join([*left, marked, *right])
        both = ((name, sure), (name.swedish, sure.swedish))
        yield Said(*(f"{place:>7}  {n:<3}  {line:<{ROOM}}  {c}".rstrip() for n, c in both))


def _context(one: "Difference", taken: int) -> tuple[list[str], list[str]]:
    """As many words on both sides as there is room for beside what differs."""
    left, right = list(one.left), list(one.right)
    while (left or right) and taken + sum(len(word) + 1 for word in (*left, *right)) > ROOM:
        if len(" ".join(left)) > len(" ".join(right)):
            left.pop(0)
        else:
            right.pop()
    return left, right


def _table(found: "Comparison") -> list[str]:
    """What both sides are worth, a figure a row."""
    now, new = found.now, found.new
    rows: list[tuple[str, str, str]] = [
        ("", NOW, NEW),
        (Said("words", "ord"), _number(len(now.words)), _number(len(new.words))),
    ]
    if new.confidence is not None or now.confidence is not None:
        sure = Said("mean confidence", "säkerhet i snitt")
        rows.append((sure, _share(now.confidence), _share(new.confidence)))
    if found.truth_words is not None:
        label = WER.said(words=_number(found.truth_words))
        rows.append((label, _percent(now.wer), _percent(new.wer)))
    if found.terms_said is not None:
        label = Said("terms found", "termer som hittas")
        rows.append((label, _of(now.terms, found.terms_said), _of(new.terms, found.terms_said)))
    elif now.terms or new.terms:
        label = Said("house terms heard", "husets termer hörda")
        rows.append((label, f"{now.terms}", f"{new.terms}"))
    if found.corrections:
        of = found.corrections
        label = Said("corrections it has", "rättelser den har")
        rows.append((label, _of(now.corrected, of), _of(new.corrected, of)))
    model = joined("  ", (NOW, now.model or Said("captions", "textning")))
    lines: list[str] = [model, Said(f"new  {new.model}", f"ny  {new.model}"), ""]
    differing = Said("words that differ", "ord som skiljer")
    return [*lines, *map(_row, [*rows, (differing, "", _percent(found.differing))])]


def _row(cells: tuple[str, str, str]) -> Said:
    told = (cells, tuple(map(swedish, cells)))
    return Said(*(f"{label:<22}{one:>12}{other:>12}" for label, one, other in told))


def _of(part: int | None, whole: int) -> str:
    words = Words("{part} of {whole}", "{part} av {whole}")
    return words.said(part=part, whole=whole) if whole else f"{part}"


def _number(number: int) -> Said:
    return Said(f"{number:,}", f"{number:,}".replace(",", "\N{NO-BREAK SPACE}"))


def _share(value: float | None) -> Said:
    return decimal("" if value is None else f"{value:.2f}")


def _percent(value: float | None) -> Said:
    shown = "" if value is None else f"{value:.1%}"
    return Said(shown, shown.replace(".", ",").replace("%", " %"))


def _cost_lines(found: "Comparison", model: str, where: str | None) -> Iterator[str]:
    cost = found.cost
    yield SPEED.said(times=decimal(f"{1 / max(found.speed, 1e-6):.1f}"))
    left_out = []
    if cost.done:
        left_out.append(DONE_ALREADY.said(number=_number(cost.done)))
    if cost.captioned:
        left_out.append(CAPTIONED.said(number=_number(cost.captioned)))
    but = WITHOUT.said(what=enumerated(left_out)) if left_out else ""
    if cost.told is not None:
        yield joined("", (cost.told, but, "."))
    if not cost.items:
        yield NOTHING if cost.told else NOTHING_LEFT.said(but=but)
        return
    few = Said("this", "detta") if cost.items == 1 else Said("these", "dessa")
    scope = few if cost.told is not None or cost.items == 1 else Said("all", "alla")
    yield COST.said(
        scope=scope,
        items=count(cost.items, "item"),
        sound=clock_hms(cost.sound_ms),
        but="" if cost.told else but,
        time=duration(cost.seconds),
    )
    narrowed = f" --where {shlex.quote(where)}" if where is not None else ""
    renew = ",".join(cost.renew)
    yield f"  mediahub run --renew {renew} --model {shlex.quote(model)}{narrowed}"


def comparison_json(found: "Comparison") -> dict[str, Any]:
    """The comparison as a JSON value; times in ms, rates 0 to 1."""
    return {
        "schema": 1,
        "item": found.item,
        "part": [found.part.start_ms, found.part.end_ms],
        "duration_ms": found.duration_ms,
        "now": _side_json(found.now),
        "new": _side_json(found.new),
        "differing": round(found.differing, 6),
        "differences": [
            {
                "start_ms": one.start_ms,
                "left": list(one.left),
                "now": _words_json(one.before),
                "new": _words_json(one.after),
                "right": list(one.right),
            }
            for one in found.differences
        ],
        "truth_words": found.truth_words,
        "terms_said": found.terms_said,
        "corrections": found.corrections,
        "seconds_per_second": round(found.speed, 4),
        "cost": {
            "items": found.cost.items,
            "sound_ms": found.cost.sound_ms,
            "seconds": round(found.cost.seconds),
            "with_captions": found.cost.captioned,
            "with_this_model": found.cost.done,
        },
    }


def _side_json(side: "Side") -> dict[str, Any]:
    return {
        "model": side.model,
        "words": len(side.words),
        "confidence": None if side.confidence is None else round(side.confidence, 4),
        "wer": None if side.wer is None else round(side.wer, 6),
        "terms": side.terms,
        "corrections": side.corrected,
    }


def _words_json(words: "Iterable[Word]") -> list[dict[str, Any]]:
    return [
        {
            "text": word.text,
            "start_ms": word.span.start_ms,
            "probability": round(word.probability, 3),
        }
        for word in words
    ]
