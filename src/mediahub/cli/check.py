"""`mediahub check`: is what is published accessible, as the law asks, and can it be read?"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediahub.cli.help import examples
from mediahub.cli.shared import count, print_json, root, say
from mediahub.tongues import Said, Words, joined
from mediahub.transcript.clock import clock_hms

if TYPE_CHECKING:
    from mediahub.captions.craft import Craft
    from mediahub.compliance.rules import Finding
    from mediahub.pipeline.checking import Captions, Checked

EXAMPLES = examples(
    ("mediahub check", "every published item"),
    ("mediahub check avsnitt-4", "one of them"),
    ("mediahub check --statement", "a paragraph for the tillgänglighetsredogörelse"),
)
_MOST_PLACES = 5
_BROKEN = {
    "width": Said("with a line longer than 42 characters", "med en rad på mer än 42 tecken"),
    "lines": Said("of more than two lines", "på mer än två rader"),
    "time": Said(
        "shown for less than 1 s or more than 7 s", "som visas kortare än 1 s eller längre än 7 s"
    ),
    "speed": Said("faster than 17 characters a second", "snabbare än 17 tecken i sekunden"),
    "gap": Said("less than 80 ms before the next", "mindre än 80 ms före nästa"),
}
VERDICTS = {
    "met": Said("met", "uppfyllt"),
    "missing": Said("missing", "saknas"),
    "open": Said("open", "oklart"),
    "exempt": Said("exempt", "undantag"),
}
"""The verdicts of the rules; the Swedish ones, too, take eight places."""
KINDS = {"film": Said("film", "film"), "podcast": Said("podcast", "podd")}
NOTHING = Said("Nothing is published.", "Inget är publicerat.")
READABLE = Words(
    "readable {form}: {cues}, all as the craft asks",
    "läsbart  {form}: {cues}, alla efter konstens regler",
)
LOOK = Words("look     {form}: {cues}{whose}", "se efter {form}: {cues}{whose}")
AUTHORED = Said(
    "; the cues are a person's and stay as they are",
    "; replikerna är en människas och får vara som de är",
)
BROKEN = Words(
    "         {number} {what} ({share} % are not): {at}{more}",
    "         {number} {what} ({share} % klarar det): {at}{more}",
)
SUM = Words(
    "{items}: {met} as the law asks, {exempt} exempt, {lacking} where something is missing.",
    "{items}: {met} som lagen kräver, {exempt} undantas, {lacking} där något saknas.",
)


def check(
    context: typer.Context,
    items: Annotated[
        list[str] | None, typer.Argument(metavar="[ITEM]...", show_default=False)
    ] = None,
    statement: Annotated[
        bool,
        typer.Option("--statement", help="Write the paragraph for an accessibility statement."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Hold what is published against the law on accessibility.

    Exit code 1 when the law asks for something that is missing.
    """
    from mediahub.compliance.statement import statement as written
    from mediahub.pipeline.checking import check as checked

    found = checked(root(context), items or ())
    text = written([(one.recording, one.findings) for one in found]) if statement else None
    if as_json:
        print_json({"schema": 1, "items": [_json(one) for one in found], "statement": text})
    elif text is not None:
        for line in text.splitlines():
            say(line)
        return
    else:
        for one in found:
            for line in item_lines(one):
                say(line)
        say(_sum(found))
    if any(one.lacks for one in found):
        raise typer.Exit(1)


def item_lines(checked: "Checked") -> Iterator[str]:
    """What is said of one item: what the law asks, and how its captions can be read."""
    recording = checked.recording
    words = Words("{item}: {title} ({kind}, {day})", "{item}: {title} ({kind}, {day})")
    kind, day = KINDS[recording.kind], recording.published
    yield words.said(item=recording.item, title=recording.title, kind=kind, day=day)
    lines = [checked.problem] if checked.problem else []
    lines += [_finding(finding) for finding in checked.findings]
    for form in checked.captions:
        lines += _craft(form, authored=checked.authored)
    for line in lines:
        yield joined("", ("  ", line))


def _finding(finding: "Finding") -> Said:
    from mediahub.compliance.rules import NAMES

    verdict = VERDICTS[finding.verdict]
    parts = [Said(f"{verdict:<8} ", f"{verdict.swedish:<8} ")]
    if finding.criterion:
        name = NAMES[finding.criterion]
        parts += [Said(name.english, name.swedish), Said(*(f" (WCAG {finding.criterion}): ",) * 2)]
    return joined("", (*parts, Said(finding.why.english, finding.why.swedish)))


def _craft(form: "Captions", *, authored: bool) -> Iterator[str]:
    """How one form keeps the craft, with the places where it does not."""
    from mediahub.captions.craft import RULES

    found = form.craft
    cues = count(found.cues, "cue")
    if not any(found.broken):
        yield READABLE.said(form=form.form, cues=cues)
        return
    yield LOOK.said(form=form.form, cues=cues, whose=AUTHORED if authored else "")
    for rule, places in zip(RULES, found.broken, strict=True):
        if places:
            share = f"{100 * found.share(rule):.1f}"
            at = ", ".join(clock_hms(form.starts[one]) for one in places[:_MOST_PLACES])
            left = len(places) - _MOST_PLACES
            more = Said(f" and {left} more", f" och {left} till") if left > 0 else ""
            yield BROKEN.said(
                number=len(places),
                what=_BROKEN[rule],
                share=Said(share, share.replace(".", ",")),
                at=at,
                more=more,
            )


def _sum(found: Sequence["Checked"]) -> Said:
    if not found:
        return NOTHING
    exempt = sum(any(f.verdict == "exempt" for f in one.findings) for one in found)
    lacking = sum(one.lacks for one in found)
    return SUM.said(
        items=count(len(found), "published item"),
        met=len(found) - exempt - lacking,
        exempt=exempt,
        lacking=lacking,
    )


def _json(checked: "Checked") -> dict[str, Any]:
    recording = checked.recording
    return {
        "item": recording.item,
        "title": recording.title,
        "kind": recording.kind,
        "published": recording.published.isoformat(),
        "lacks": checked.lacks,
        "problem": checked.problem or None,
        "findings": [
            {
                "criterion": one.criterion or None,
                "verdict": one.verdict,
                "code": one.code,
                "en": one.why.english,
                "sv": one.why.swedish,
            }
            for one in checked.findings
        ],
        "captions": {form.form: _shares(form.craft) for form in checked.captions},
    }


def _shares(found: "Craft") -> dict[str, Any]:
    """The share of cues that keeps each rule, 0 to 1."""
    from mediahub.captions.craft import RULES

    return {"cues": found.cues, **{rule: round(found.share(rule), 4) for rule in RULES}}
