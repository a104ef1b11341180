"""`mediahub backup` and `restore`: what nothing can remake, in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from mediahub.cli.help import examples
from mediahub.cli.shared import count, root, say
from mediahub.tongues import Said, Words, decimal

BACKUP_EXAMPLES = examples(
    ("mediahub backup /mnt/usb/podd.tar.gz", "all but the recordings"),
    ("mediahub backup /mnt/usb/podd.tar.gz --media --force", "these too, over the last one"),
)
RESTORE_EXAMPLES = examples(
    ("mediahub -C ~/podd restore /mnt/usb/podd.tar.gz", "into an empty folder"),
    ("mediahub -C ~/podd run", "makes all else again"),
)
_SHOWN = 5
HOLDS = Words("{file} holds {files}, {size} MB.", "{file} har {files}, {size} MB.")
LACKS = Words("It does not hold {what}.", "Den har inte {what}.")
LEFT_OUT = Words(
    "It does not hold {recordings} ({size} GB): keep a copy of them elsewhere, or say --media.",
    "Den har inte {recordings} ({size} GB): ha en kopia någon annanstans, eller skriv --media.",
)
BACK = Words(
    "{folder} has {files} back, as they were on {made}.",
    "{folder} har fått tillbaka {files}, så som det var {made}.",
)
REPLACED = Words(
    "{files} that read otherwise lie in {folder}.",
    "{files} med annat innehåll ligger i {folder}.",
)
BY_HAND = Words(
    "{recordings} must be put back by hand before a run:",
    "{recordings} måste läggas tillbaka för hand före en körning:",
)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write (.tar.gz).")],
    media: Annotated[bool, typer.Option("--media", help="Take the recordings, too.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Put what nothing can remake into one file.

    That is mediahub.toml, published/, private/ and what people wrote in media/.
    """
    from mediahub.workspace.audit import Audit
    from mediahub.workspace.backup import back_up

    folder = root(context)
    made = back_up(folder, file, media=media, force=force)
    if (folder / "private").is_dir():
        Audit(folder).note("backup", "mediahub", file=file.name)
    size = decimal(f"{made.bytes / 1e6:.1f}")
    say(HOLDS.said(file=file, files=count(made.files, "file"), size=size))
    for line in made.passed_over:
        say(LACKS.said(what=line))
    if made.left_out:
        size = decimal(f"{sum(made.left_out.values()) / 1e9:.1f}")
        say(LEFT_OUT.said(recordings=count(len(made.left_out), "recording"), size=size))


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `mediahub backup` wrote.")],
    force: Annotated[
        bool, typer.Option("--force", help="Into a folder that holds something already.")
    ] = False,
) -> None:
    """Put a backup back; each file is held against its digest first."""
    from mediahub.workspace.audit import Audit
    from mediahub.workspace.backup import restore as put_back

    folder: Path = context.obj.absolute()
    done = put_back(file, folder, force=force)
    Audit(folder).note("restore", "mediahub", file=file.name)
    say(BACK.said(folder=folder, files=count(done.files, "file"), made=done.made))
    if done.kept_in is not None:
        say(REPLACED.said(files=count(done.replaced, "file"), folder=done.kept_in))
    if done.absent:
        say(BY_HAND.said(recordings=count(len(done.absent), "recording")))
        for name in done.absent[:_SHOWN]:
            say(f"  {name}")
        if len(done.absent) > _SHOWN:
            say(
                Said(
                    f"  and {len(done.absent) - _SHOWN} more",
                    f"  och {len(done.absent) - _SHOWN} till",
                )
            )
    say(Said("`mediahub run` makes all else again.", "`mediahub run` gör allt annat på nytt."))
