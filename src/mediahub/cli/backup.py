"""`mediahub backup` and `restore`: what nothing can remake, in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from mediahub.cli.help import examples
from mediahub.cli.shared import count, root, say

BACKUP_EXAMPLES = examples(
    ("mediahub backup /mnt/usb/podd.tar.gz", "all but the recordings"),
    ("mediahub backup /mnt/usb/podd.tar.gz --media --force", "these too, over the last one"),
)
RESTORE_EXAMPLES = examples(
    ("mediahub -C ~/podd restore /mnt/usb/podd.tar.gz", "into an empty folder"),
    ("mediahub -C ~/podd run", "makes all else again"),
)
_SHOWN = 5


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
    say(f"{file} holds {count(made.files, 'file')}, {made.bytes / 1e6:.1f} MB.")
    for line in made.passed_over:
        say(f"It does not hold {line}.")
    if made.left_out:
        size = sum(made.left_out.values()) / 1e9
        say(
            f"It does not hold {count(len(made.left_out), 'recording')} ({size:.1f} GB): keep a "
            "copy of them elsewhere, or say --media."
        )


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
    say(f"{folder} has {count(done.files, 'file')} back, as they were on {done.made}.")
    if done.kept_in is not None:
        say(f"{count(done.replaced, 'file')} that read otherwise lie in {done.kept_in}.")
    if done.absent:
        say(f"{count(len(done.absent), 'recording')} must be put back by hand before a run:")
        for name in done.absent[:_SHOWN]:
            say(f"  {name}")
        if len(done.absent) > _SHOWN:
            say(f"  and {len(done.absent) - _SHOWN} more")
    say("`mediahub run` makes all else again.")
