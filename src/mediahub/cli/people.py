"""`mediahub people`: who may be known again by voice, who probably speaks where, and forgetting."""

from itertools import count as count_from
from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli import completing
from mediahub.cli.edits import By, ItemId
from mediahub.cli.help import Command, Group, examples
from mediahub.cli.replacing import BRINGING
from mediahub.cli.shared import NOTHING_CHANGED, agreed, count, fail, print_json, root, say, say_all
from mediahub.cli.withholding import NOT_EVERYWHERE
from mediahub.tongues import Said, Words, enumerated, joined, swedish
from mediahub.transcript.clock import clock_hms

if TYPE_CHECKING:
    from mediahub.desk.forgetting import NameForgotten, NameUse

Speaker = Annotated[
    str,
    typer.Argument(
        metavar="SPEAKER",
        help='As shown in the transcript: "Talare 1".',
        autocompletion=completing.speakers,
    ),
]
FORGET_EXAMPLES = examples(
    ("mediahub people forget lisa-ek", "the voice"),
    ("mediahub people forget lisa-ek --name", "the name as well"),
)
VOICE_STAYS = Said(
    "the name, as words (--name takes it too), backups and version control of this folder, and the "
    "recordings themselves",
    "namnet, som ord (--name tar även det), mappens säkerhetskopior och versionshantering, och "
    "själva inspelningarna",
)
NOBODY = Said(
    "There is nobody in media/people.toml yet.", "Det finns ingen i media/people.toml än."
)
PROFILE = Words("profile from {items} ({seconds} s)", "röstprofil ur {items} ({seconds} s)")
NO_PROFILE = Said("no profile yet", "ingen röstprofil än")
NO_CONSENT = Said("no voice consent", "inget samtycke till röstprofil")
HEAR_AGAIN = Said(
    "Named before they agreed, so that the voice was not kept. To hear it again:",
    "Namngivna innan de samtyckte, så att rösten inte sparades. Så hörs den igen:",
)
CONTRIBUTOR = Said("  contributor", "  medverkande")
CONSENT = Words(
    "{who}: the consent is withdrawn, and the voice erased from every result.",
    "{who}: samtycket tas tillbaka, och rösten raderas ur alla resultat.",
)
TAGS = Said(
    "The published sound may name them in its tags, which stay until it is rendered anew.",
    "Det publicerade ljudet kan ha namnet i sina taggar, som är kvar tills det görs på nytt.",
)
CONTRIBUTES = Said(
    "A TOML lists them among contributors: take them out there, then forget them once more.",
    "En TOML nämner personen bland medverkande: ta bort den där, och glöm den sedan en gång till.",
)
BEYOND = Said(
    "Nobody can take it from backups, from version control, from apps and people who have an "
    "episode or its text, nor from the sound where it is said: that is `mediahub withhold "
    "--sound`.",
    "Ingen kan ta det ur säkerhetskopior eller versionshantering, från appar och människor som har "
    "ett avsnitt eller dess text, eller ur ljudet där det sägs: det gör `mediahub withhold "
    "--sound`.",
)
AsJson = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]

MOST_SHOWN = 3
"""How much of what was heard is shown of one proposal."""
HEARD = {
    "self-introduction": Said("it says:", "säger:"),
    "introduced": Said("it comes after:", "kommer efter:"),
    "question": Said("it answers:", "svarar på:"),
    "thanks": Said("it spoke before:", "talade före:"),
    "reply": Said("it spoke before:", "talade före:"),
    "leads": Said("it leads:", "leder:"),
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
        say(NOBODY)
    width = max((len(one.person.id) for one in found), default=0)
    names = max((len(one.person.name) for one in found), default=0)
    for one in found:
        profile = (
            PROFILE.said(
                items=count(one.profile_items, "item"), seconds=f"{one.profile_seconds:.0f}"
            )
            if one.profile_items
            else NO_PROFILE
        )
        told = profile if one.consents else NO_CONSENT
        say(joined("", (f"{one.person.id:<{width}}  {one.person.name:<{names}}  ", told)))
    again = sorted({item for one in found for item in one.unkept})
    if again:
        only = " ".join(f"--only {item}" for item in again)
        say(HEAR_AGAIN)
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
        say(Said("No name is proposed.", "Inget namn föreslås."))
        return
    rows = [(one.item, one.speaker, f"{one.person.name} ({one.person.id})") for one in found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for one, row in zip(found, rows, strict=True):
        cells = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        listed = CONTRIBUTOR if one.listed else ""
        say(joined("", (f"{cells}  {one.confidence:>4.0%}", listed)))
        for heard in one.evidence[:MOST_SHOWN]:
            quote = heard.quote if len(heard.quote) <= 44 else f"{heard.quote[:43]}…"
            words = Words('    {at:>7}  {what} "{quote}"', "    {at:>7}  {what} ”{quote}”")
            say(words.said(at=clock_hms(heard.at_ms), what=HEARD[heard.kind], quote=quote))
    first = found[0]
    say(Said("Listen, then say yes or no:", "Lyssna, och säg sedan ja eller nej:"))
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

    say_all([confirm_proposal(root(context), item, speaker, person, by=by)])


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

    say_all([reject_proposal(root(context), item, speaker, person, by=by)])


@people.command("forget", cls=Command, epilog=FORGET_EXAMPLES)
def forget(
    context: typer.Context,
    person: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An id of people.toml.", autocompletion=completing.people
        ),
    ],
    name: Annotated[
        bool, typer.Option("--name", help="The name as well, wherever it stands.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
    by: By = None,
) -> None:
    """Withdraw a consent and erase the voice.

    Writes `voice_consent = false` into media/people.toml and erases what any result holds of the
    voice. With --name the name goes too: from edits, transcripts, old copies, pages and search. It
    says what will be changed and asks, and says in the end what still holds it.
    """
    from mediahub.desk.forgetting import forget_name, name_use
    from mediahub.desk.people import forget as forget_voice

    folder = root(context)
    use = name_use(folder, person)
    say_all(_to_be_forgotten(use, name=name))
    if not yes and not agreed(Said("Forget it?", "Glömma det?")):
        say(NOTHING_CHANGED)
        return
    say_all(forget_voice(folder, person))
    if not name:
        say(Words("Still there: {what}.", "Kvar finns {what}.").said(what=VOICE_STAYS))
        return
    number, total = count_from(1), len(use.items)

    def begun(item: str) -> None:
        say(BRINGING.said(number=next(number), total=total, item=item))

    done = forget_name(folder, use, by=by, begun=begun)
    say_all(_forgotten(use, done))
    if done.followed.unsent is not None:
        fail(done.followed.unsent, 1)
    if done.failures or done.followed.failures:
        raise typer.Exit(1)


def _to_be_forgotten(use: "NameUse", *, name: bool) -> list[str]:
    from mediahub.transcript.clock import clock_hms

    who = f"{use.person.name} ({use.person.id})"
    lines: list[str] = [CONSENT.said(who=who)]
    if not name:
        return lines
    if use.speaker_in:
        lines.append(
            Said("They are called N.N. where they speak:", "Personen heter N.N. där den talar:")
        )
        lines += [f"  {item}" for item in use.speaker_in]
    if use.said:
        lines.append(
            Said(
                "Where their name is said it is withheld in text:",
                "Där namnet sägs undanhålls det i text:",
            )
        )
        lines += [f"  {item}, {clock_hms(span.start_ms)}" for item, span in use.said]
    others = [item for item in use.journals if item not in use.speaker_in]
    if others:
        words = Words(
            "The edits of these hold the name too, and lose it: {items}",
            "Ändringarna i dessa har också namnet, och förlorar det: {items}",
        )
        lines.append(words.said(items=", ".join(others)))
    return lines


def _holding(files: tuple[str, ...]) -> list[str]:
    """What to tell of the files that hold a name still."""
    lines: list[str] = []
    yours = [
        file for file in files if not file.startswith(("transcripts/", "feeds/", "published/"))
    ]
    if yours:
        lines.append(
            Said(
                "These files that people wrote hold it still:",
                "Dessa filer, som människor har skrivit, har det kvar:",
            )
        )
        lines += [f"  {file}" for file in yours]
    others = len(files) - len(yours)
    if others:
        follow = Said("follow when these are changed", "följer med när de ändras")
        hold = Said("hold it still", "har det kvar")
        words = Words(
            "{files} of transcripts/, feeds/ and published/ {what}.",
            "{files} i transcripts/, feeds/ och published/ {what}.",
        )
        lines.append(words.said(files=count(others, "file"), what=follow if yours else hold))
    if any(file.startswith("published/") or file.endswith("rendition.json") for file in files):
        lines.append(TAGS)
    return lines


def _forgotten(use: "NameUse", done: "NameForgotten") -> list[str]:
    lines: list[str] = [*done.followed.told, *done.failures]
    if done.followed.sent is not None:
        lines.append(done.followed.sent.told)
    if done.followed.here:
        lines.append(NOT_EVERYWHERE.said(why=joined("; ", done.followed.here)))
    if done.changed:
        words = Words("The name is gone from {items}.", "Namnet är borta ur {items}.")
        lines.append(words.said(items=count(len(done.changed), "item")))
    if done.unregistered:
        words = Words(
            "{id} is taken out of media/people.toml.", "{id} är borttagen ur media/people.toml."
        )
        lines.append(words.said(id=use.person.id))
    else:
        lines.append(CONTRIBUTES)
    lines += _holding(done.holding)
    names = (use.person.name, *use.person.aliases)
    quoted = [Said(f'"{one}"', f"”{one}”") for one in names]
    words = Words(
        "Only {names} was looked for, not a first name alone.",
        "Bara {names} eftersöktes, inte enbart ett förnamn.",
    )
    looked = Said(" and ".join(quoted), swedish(enumerated(quoted)))
    return [*lines, words.said(names=looked), BEYOND]
