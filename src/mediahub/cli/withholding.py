"""`mediahub withhold`: a passage out of all that is read, and what still holds it."""

from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli.edits import By, ItemId
from mediahub.cli.help import examples
from mediahub.cli.shared import fail, root, say
from mediahub.errors import SettingsError

if TYPE_CHECKING:
    from mediahub.desk.withholding import Withheld

EXAMPLES = examples(
    ('mediahub withhold avsnitt-4 --from 12:05 --to 12:31.5 --why "gästen bad"', ""),
    ("mediahub withhold avsnitt-4  # what is withheld of it", ""),
)
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
            raise SettingsError("say which passage: --from TIME --to TIME")
        _list(context, item)
        return
    if begins is None or ends is None or why is None:
        missing = [
            name
            for name, value in (("--from TIME", begins), ("--to TIME", ends), ("--why TEXT", why))
            if value is None
        ]
        raise SettingsError(f"{' and '.join(missing)} is missing; nothing was changed")
    from mediahub.desk.withholding import withhold_passage
    from mediahub.transcript import Span

    start, end = time_of("--from", begins), time_of("--to", ends)
    span = Span(min(start, end), end)
    done = withhold_passage(root(context), item, span, why, sound=sound, by=by)
    for line in _told(done):
        say(line)
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
        raise SettingsError(f"{option} {text}: {error}") from None


def _list(context: typer.Context, item: str) -> None:
    from mediahub.desk.withholding import withholdings_of
    from mediahub.transcript.clock import clock_exact

    item_id, found = withholdings_of(root(context), item)
    if not found:
        say(f"{item_id}: nothing is withheld.")
    for one in found:
        place = f"{clock_exact(one.span.start_ms)}–{clock_exact(one.span.end_ms)}"
        who = "".join([f", {one.by}" if one.by else "", f" {one.at:%Y-%m-%d}" if one.at else ""])
        sound = ", silent in the sound" if one.sound else ""
        say(f"{one.id}  {place}{sound}: {one.why}{who}")


def _told(done: "Withheld") -> list[str]:
    from mediahub.transcript.clock import clock_exact

    place = f"{clock_exact(done.span.start_ms)}–{clock_exact(done.span.end_ms)}"
    if done.journal is None:
        return [f"{done.item}: {place} is withheld already, and nothing was changed."]
    lines = [f"{done.item}: {place} is withheld (kept in {done.journal})."]
    if done.words:
        said = f"{' '.join(done.before)} [{' '.join(done.words)}] {' '.join(done.after)}".strip()
        lines.append(f"  Taken out in brackets: {said}")
    else:
        lines.append("  No word stands there now.")
    lines += done.followed.told
    lines += [
        f'The chapter "{title}", which begins in it, was written by a person: look whether its '
        "title tells what was said."
        for title in done.chapters
    ]
    if done.followed.here:
        lines.append(
            "It could not be done everywhere at once, and may still stand in public: "
            f"{'; '.join(done.followed.here)}. Mend that, then: `mediahub run`"
        )
    else:
        lines.append("It is out of captions, search, quotes and pages now.")
        lines.append(_of_sound(done))
        if done.followed.sent is not None:
            lines.append(done.followed.sent.told)
        elif done.published and done.followed.unsent is None:
            lines.append(
                "Copy feeds/ to your web server now, and delete there what feeds/ has no more."
            )
    lines.append(
        "What still holds it: apps and people who have the episode already, backups, and on this "
        f"computer the recording itself, transcripts/{done.item}/recognition.json and "
        ".mediahub/bases."
    )
    lines.append(f"To take this back: `mediahub edits {done.item} --undo {done.id}`")
    return lines


def _of_sound(done: "Withheld") -> str:
    if not done.sound:
        return "It is heard as before; with --sound it is silent in what is published too."
    if not done.published:
        return "It will be silent in what is published."
    picture = " The picture is as it was." if done.film else ""
    return f"It is silent in the published file, and the old file is gone from feeds/.{picture}"
