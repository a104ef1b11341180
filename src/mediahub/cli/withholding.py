"""`mediahub withhold`: a passage out of all that is read, and what still holds it."""

from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli.edits import By, ItemId
from mediahub.cli.help import examples
from mediahub.cli.shared import fail, root, say, say_all
from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words, joined

if TYPE_CHECKING:
    from mediahub.desk.withholding import Withheld

EXAMPLES = examples(
    ('mediahub withhold avsnitt-4 --from 12:05 --to 12:31.5 --why "gästen bad"', ""),
    ("mediahub withhold avsnitt-4  # what is withheld of it", ""),
)
ALREADY = Words(
    "{item}: {place} is withheld already, and nothing was changed.",
    "{item}: {place} är redan undanhållet, och inget är ändrat.",
)
WITHHELD = Words(
    "{item}: {place} is withheld (kept in {journal}).",
    "{item}: {place} är undanhållet (sparat i {journal}).",
)
CHAPTER = Words(
    'The chapter "{title}", which begins in it, was written by a person: look whether its title '
    "tells what was said.",
    "Kapitlet ”{title}”, som börjar där, är skrivet av en människa: se efter om rubriken avslöjar "
    "vad som sades.",
)
NOT_EVERYWHERE = Words(
    "It could not be done everywhere at once, and may still stand in public: {why}. Mend that, "
    "then: `mediahub run`",
    "Det gick inte genast överallt, och kan ännu finnas ute: {why}. Avhjälp det, och kör sedan "
    "`mediahub run`",
)
OUT = Said(
    "It is out of captions, search, quotes and pages now.",
    "Det är nu borta ur textning, sökning, citat och sidor.",
)
COPY_FEEDS = Said(
    "Copy feeds/ to your web server now, and delete there what feeds/ has no more.",
    "Kopiera feeds/ till webbservern nu, och ta bort det där som inte längre finns i feeds/.",
)
STILL_HOLD = Words(
    "What still holds it: apps and people who have the episode already, backups, and on this "
    "computer the recording itself, transcripts/{item}/recognition.json and .mediahub/bases.",
    "Det finns kvar hos appar och människor som redan har avsnittet, i säkerhetskopior, och på den "
    "här datorn i själva inspelningen, transcripts/{item}/recognition.json och .mediahub/bases.",
)
HEARD = Said(
    "It is heard as before; with --sound it is silent in what is published too.",
    "Det hörs som förut; med --sound blir det tyst också i det som publiceras.",
)
WILL_BE_SILENT = Said(
    "It will be silent in what is published.", "Det kommer att vara tyst i det som publiceras."
)
SILENT = Said(
    "It is silent in the published file, and the old file is gone from feeds/.",
    "Det är tyst i den publicerade filen, och den gamla filen är borta ur feeds/.",
)
PICTURE = Said("The picture is as it was.", "Bilden är som den var.")
From = Annotated[
    str | None,
    typer.Option("--from", metavar="TIME", show_default=False, help="Where it begins: 12:05."),
]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="TIME", show_default=False, help="Where it ends: 12:31.5."),
]
Why = Annotated[
    str | None,
    typer.Option(
        "--why", metavar="TEXT", show_default=False, help="Why; kept, and never published."
    ),
]


def withhold(
    context: typer.Context,
    item: ItemId,
    begins: From = None,
    ends: To = None,
    why: Why = None,
    sound: Annotated[
        bool, typer.Option("--sound", help="Out of the published sound as well.")
    ] = False,
    by: By = None,
) -> None:
    """Take a passage out of all that is read.

    Out of text, captions, search, quotes and pages at once, whatever a better model hears there
    later. Words that the times touch go whole. Without times: what is withheld of the item.
    """
    if begins is None and ends is None:
        if why is not None or sound:
            raise SettingsError(
                "say which passage: --from TIME --to TIME",
                swedish="Ange vilken passage: --from TID --to TID.",
            )
        _list(context, item)
        return
    if begins is None or ends is None or why is None:
        missing = [
            name
            for name, value in (("--from TIME", begins), ("--to TIME", ends), ("--why TEXT", why))
            if value is None
        ]
        raise SettingsError(
            f"{' and '.join(missing)} is missing; nothing was changed",
            swedish=f"{' och '.join(missing)} saknas. Inget är ändrat.",
        )
    from mediahub.desk.withholding import withhold_passage
    from mediahub.transcript import Span

    start, end = time_of("--from", begins), time_of("--to", ends)
    span = Span(min(start, end), end)
    done = withhold_passage(root(context), item, span, why, sound=sound, by=by)
    say_all(_told(done))
    if done.followed.unsent is not None:
        fail(done.followed.unsent, 1)
    if done.followed.failures:
        raise typer.Exit(1)


def time_of(option: str, text: str) -> int:
    """A time in a recording, in ms, as a person writes it. Raises SettingsError for no time."""
    from mediahub.catalog.moments import offset_ms

    try:
        return offset_ms(text.replace(",", "."))
    except ValueError as error:
        raise SettingsError(joined(": ", (f"{option} {text}", error.args[0]))) from None


def _list(context: typer.Context, item: str) -> None:
    from mediahub.desk.withholding import withholdings_of
    from mediahub.transcript.clock import clock_exact

    item_id, found = withholdings_of(root(context), item)
    if not found:
        say(
            Words("{item}: nothing is withheld.", "{item}: inget är undanhållet.").said(
                item=item_id
            )
        )
    for one in found:
        place = f"{clock_exact(one.span.start_ms)}–{clock_exact(one.span.end_ms)}"
        who = "".join([f", {one.by}" if one.by else "", f" {one.at:%Y-%m-%d}" if one.at else ""])
        sound = Said(", silent in the sound", ", tyst i ljudet") if one.sound else ""
        say(joined("", (f"{one.id}  {place}", sound, f": {one.why}{who}")))


def _told(done: "Withheld") -> list[str]:
    from mediahub.transcript.clock import clock_exact

    place = f"{clock_exact(done.span.start_ms)}–{clock_exact(done.span.end_ms)}"
    if done.journal is None:
        return [ALREADY.said(item=done.item, place=place)]
    lines: list[str] = [WITHHELD.said(item=done.item, place=place, journal=done.journal)]
    if done.words:
        said = f"{' '.join(done.before)} [{' '.join(done.words)}] {' '.join(done.after)}".strip()
        words = Words("  Taken out in brackets: {said}", "  Borttaget inom klamrar: {said}")
        lines.append(words.said(said=said))
    else:
        lines.append(Said("  No word stands there now.", "  Inget ord står där nu."))
    lines += done.followed.told
    lines += [CHAPTER.said(title=title) for title in done.chapters]
    if done.followed.here:
        lines.append(NOT_EVERYWHERE.said(why=joined("; ", done.followed.here)))
    else:
        lines += [OUT, _of_sound(done)]
        if done.followed.sent is not None:
            lines.append(done.followed.sent.told)
        elif done.published and done.followed.unsent is None:
            lines.append(COPY_FEEDS)
    lines.append(STILL_HOLD.said(item=done.item))
    words = Words("To take this back: `{command}`", "Så tas det tillbaka: `{command}`")
    lines.append(words.said(command=f"mediahub edits {done.item} --undo {done.id}"))
    return lines


def _of_sound(done: "Withheld") -> Said:
    if not done.sound:
        return HEARD
    if not done.published:
        return WILL_BE_SILENT
    return joined(" ", (SILENT, PICTURE)) if done.film else SILENT
