"""`mediahub check`: is what is published accessible, as the law asks, and can it be read?"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediahub.cli.help import examples
from mediahub.cli.shared import count, print_json, root, say
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
    "width": "with a line longer than 42 characters",
    "lines": "of more than two lines",
    "time": "shown for less than 1 s or more than 7 s",
    "speed": "faster than 17 characters a second",
    "gap": "less than 80 ms before the next",
}


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
    yield f"{recording.item}: {recording.title} ({recording.kind}, {recording.published})"
    if checked.problem:
        yield f"  {checked.problem}"
    for finding in checked.findings:
        yield f"  {_finding(finding)}"
    for form in checked.captions:
        for line in _craft(form, authored=checked.authored):
            yield f"  {line}"


def _finding(finding: "Finding") -> str:
    from mediahub.compliance.rules import NAMES

    about = ""
    if finding.criterion:
        about = f"{NAMES[finding.criterion].english} (WCAG {finding.criterion}): "
    return f"{finding.verdict:<8} {about}{finding.why.english}"


def _craft(form: "Captions", *, authored: bool) -> Iterator[str]:
    """How one form keeps the craft, with the places where it does not."""
    from mediahub.captions.craft import RULES

    found = form.craft
    head = f"{form.form}: {count(found.cues, 'cue')}"
    if not any(found.broken):
        yield f"readable {head}, all as the craft asks"
        return
    whose = "; the cues are a person's and stay as they are" if authored else ""
    yield f"look     {head}{whose}"
    for rule, places in zip(RULES, found.broken, strict=True):
        if places:
            share = 100 * found.share(rule)
            at = ", ".join(clock_hms(form.starts[one]) for one in places[:_MOST_PLACES])
            more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
            yield f"         {len(places)} {_BROKEN[rule]} ({share:.1f} % are not): {at}{more}"


def _sum(found: Sequence["Checked"]) -> str:
    if not found:
        return "Nothing is published."
    exempt = sum(any(f.verdict == "exempt" for f in one.findings) for one in found)
    lacking = sum(one.lacks for one in found)
    return (
        f"{count(len(found), 'published item')}: {len(found) - exempt - lacking} as the law asks, "
        f"{exempt} exempt, {lacking} where something is missing."
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
