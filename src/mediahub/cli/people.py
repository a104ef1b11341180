"""`mediahub people`: who may be known again by voice, who probably speaks where, and forgetting."""

from typing import Annotated

import typer

from mediahub.cli import completing
from mediahub.cli.edits import By, ItemId
from mediahub.cli.help import Command, Group, examples
from mediahub.cli.shared import count, print_json, root, say
from mediahub.transcript.clock import clock_hms

Speaker = Annotated[
    str,
    typer.Argument(
        metavar="SPEAKER",
        help='As shown in the transcript: "Talare 1".',
        autocompletion=completing.speakers,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]

MOST_SHOWN = 3
"""How much of what was heard is shown of one proposal."""
HEARD = {
    "self-introduction": "it says:",
    "introduced": "it comes after:",
    "question": "it answers:",
    "thanks": "it spoke before:",
    "reply": "it spoke before:",
    "leads": "it leads:",
}

people = typer.Typer(
    cls=Group,
    help="Names of voices, by voice and by what is said.",
    epilog=examples(
        ("mediahub people", "consents and profiles"),
        ("mediahub people proposals", "who probably speaks where"),
        ('mediahub people confirm avsnitt-4 "Talare 2"', "yes, it is"),
        ('mediahub people reject avsnitt-4 "Talare 2" lisa-ek', "no, never again"),
        ("mediahub people forget lisa-ek", "erase the voice"),
    ),
    invoke_without_command=True,
    rich_markup_mode=None,
)


@people.callback()
def list_people(context: typer.Context, as_json: AsJson = False) -> None:
    """Names of voices, by voice and by what is said.

    Without a command: the person registry, and of how many items each profile is made. Only who has
    `voice_consent = true` and a `voice_consent_date` in media/people.toml has one.
    """
    if context.invoked_subcommand is not None:
        return
    from mediahub.desk.people import people as entries

    found = entries(root(context))
    if as_json:
        print_json(
            {
                "schema": 1,
                "people": [
                    {
                        "id": one.person.id,
                        "name": one.person.name,
                        "consent": one.consents,
                        "named_in": one.named_in,
                        "profile_items": one.profile_items,
                        "profile_seconds": round(one.profile_seconds, 1),
                        "voice_not_kept_in": list(one.unkept),
                    }
                    for one in found
                ],
            }
        )
        return
    if not found:
        say("There is nobody in media/people.toml yet.")
    width = max((len(one.person.id) for one in found), default=0)
    names = max((len(one.person.name) for one in found), default=0)
    for one in found:
        profile = (
            f"profile from {count(one.profile_items, 'item')} ({one.profile_seconds:.0f} s)"
            if one.profile_items
            else "no profile yet"
        )
        told = profile if one.consents else "no voice consent"
        say(f"{one.person.id:<{width}}  {one.person.name:<{names}}  {told}")
    again = sorted({item for one in found for item in one.unkept})
    if again:
        only = " ".join(f"--only {item}" for item in again)
        say("Named before they agreed, so that the voice was not kept. To hear it again:")
        say(f"  mediahub run --force --stage diarise --stage transcribe {only}")


@people.command("proposals", cls=Command)
def proposals(context: typer.Context, as_json: AsJson = False) -> None:
    """Whom the unnamed voices probably are.

    By their sound and by what is said. Nothing of it is published until it is confirmed. Who is
    beyond doubt by what is said is named without asking, and is confirmed and rejected likewise.
    """
    from mediahub.desk.people import proposals as offers

    found = offers(root(context))
    if as_json:
        print_json(
            {
                "schema": 1,
                "proposals": [
                    {
                        "item": one.item,
                        "speaker": one.speaker,
                        "person": one.person.id,
                        "name": one.person.name,
                        "confidence": round(one.confidence, 3),
                        "likeness": round(one.likeness, 3),
                        "seconds": round(one.seconds, 1),
                        "contributor": one.listed,
                        "source": one.source,
                        "heard": [
                            {"kind": heard.kind, "at_ms": heard.at_ms, "quote": heard.quote}
                            for heard in one.evidence
                        ],
                    }
                    for one in found
                ],
            }
        )
        return
    if not found:
        say("No name is proposed.")
        return
    rows = [(one.item, one.speaker, f"{one.person.name} ({one.person.id})") for one in found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for one, row in zip(found, rows, strict=True):
        cells = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        say(f"{cells}  {one.confidence:>4.0%}" + ("  contributor" if one.listed else ""))
        for heard in one.evidence[:MOST_SHOWN]:
            quote = heard.quote if len(heard.quote) <= 44 else f"{heard.quote[:43]}…"
            say(f'    {clock_hms(heard.at_ms):>7}  {HEARD[heard.kind]} "{quote}"')
    first = found[0]
    say("Listen, then say yes or no:")
    say(f'  mediahub people confirm {first.item} "{first.speaker}"')
    say(f'  mediahub people reject {first.item} "{first.speaker}" {first.person.id}')


@people.command("confirm", cls=Command)
def confirm(
    context: typer.Context,
    item: ItemId,
    speaker: Speaker,
    person: Annotated[
        str | None,
        typer.Argument(
            metavar="[PERSON]", help="The id proposed.", autocompletion=completing.people
        ),
    ] = None,
    by: By = None,
) -> None:
    """Name a speaker as proposed."""
    from mediahub.desk.people import confirm as confirm_proposal

    for line in confirm_proposal(root(context), item, speaker, person, by=by).splitlines():
        say(line)


@people.command("reject", cls=Command)
def reject(
    context: typer.Context,
    item: ItemId,
    speaker: Speaker,
    person: Annotated[
        str,
        typer.Argument(
            metavar="PERSON", help="An id of people.toml.", autocompletion=completing.people
        ),
    ],
    by: By = None,
) -> None:
    """Say that a speaker is not the person, for good."""
    from mediahub.desk.people import reject as reject_proposal

    say(reject_proposal(root(context), item, speaker, person, by=by))


@people.command("forget", cls=Command)
def forget(
    context: typer.Context,
    person: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An id of people.toml.", autocompletion=completing.people
        ),
    ],
) -> None:
    """Withdraw a consent and erase the voice.

    Writes `voice_consent = false` into media/people.toml and erases what any result holds of the
    voice. Names in transcripts are words, and stay.
    """
    from mediahub.desk.people import forget as forget_person

    for line in forget_person(root(context), person):
        say(line)
