"""`mediahub user token`: what programs show instead of logging in."""

import time
from datetime import datetime
from typing import Annotated

import typer

from mediahub.catalog.moments import stockholm
from mediahub.catalog.problems import did_you_mean
from mediahub.cli.help import Command, Group
from mediahub.cli.shared import root, say
from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words, joined, swedish

USER_GONE = Said("; its user is gone", "; användaren finns inte längre")
TIME_OVER = Said("; its time is over", "; tiden har gått ut")
UNTIL = Words("until {day}", "till {day}")

token = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Let programs do for a user what is told, and nothing else.",
)


@token.command("add", cls=Command)
def add(
    context: typer.Context,
    user: Annotated[str, typer.Argument(metavar="USER", help="Whose it is.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is used for.")],
    actions: Annotated[
        list[str],
        typer.Argument(metavar="ACTION...", help="What it may do, such as search:read."),
    ],
    days: Annotated[
        int, typer.Option(metavar="N", min=1, max=366, help="For how long it is good.")
    ] = 90,
) -> None:
    """Make a token; it is printed this once, on a line of its own."""
    from mediahub.web.staff.accounts import Accounts
    from mediahub.web.staff.tokens import Tokens

    accounts = Accounts(root(context))
    owner = accounts.user(user)
    if owner is None:
        names = [one.name for one in accounts.users()]
        raise SettingsError(
            f"there is no user {user!r}{did_you_mean(user, names)}",
            swedish=f"Det finns ingen användare ”{user}”{swedish(did_you_mean(user, names))}",
        )
    made, secret = Tokens(root(context), time.time).add(owner, name, actions, days)
    typer.echo(secret)
    say(
        Said(
            f"That is {made.id} ({made.name}), good until {_day(made.expires)} for "
            f"{', '.join(made.actions)}. It is kept nowhere: put it where the program reads it.",
            f"Det är {made.id} ({made.name}), som gäller till {_day(made.expires)} för "
            f"{', '.join(made.actions)}. Den sparas ingenstans: lägg den där programmet "
            "läser den.",
        )
    )


@token.command("list", cls=Command)
def listed(context: typer.Context) -> None:
    """Say which tokens there are, whose, for what and until when."""
    from mediahub.web.staff.accounts import Accounts
    from mediahub.web.staff.tokens import Tokens

    users = {one.name: one for one in Accounts(root(context)).users()}
    found = Tokens(root(context), time.time).of()
    for one in found:
        owner = users.get(one.owner)
        dead = "" if owner is not None and owner.id == one.owner_id else USER_GONE
        over = TIME_OVER if one.expires <= time.time() else ""
        row = f"{one.id}  {one.owner}  {one.name}  {', '.join(one.actions)}  "
        say(joined("", (row, UNTIL.said(day=_day(one.expires)), over, dead)))
    if not found:
        say(
            Said(
                "there are no tokens; `mediahub user token add USER NAME ACTION` makes one",
                "det finns inga nycklar; `mediahub user token add ANVÄNDARE NAMN RÄTTIGHET` "
                "skapar en",
            )
        )


@token.command("remove", cls=Command)
def remove(
    context: typer.Context,
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `list` says it.")],
) -> None:
    """Take a token back, from now on."""
    from mediahub.web.staff.tokens import Tokens

    gone = Tokens(root(context), time.time).remove(token_id)
    say(
        Said(
            f"{gone.id} ({gone.name}, of {gone.owner}) is good for nothing any more.",
            f"{gone.id} ({gone.name}, för {gone.owner}) gäller inte längre.",
        )
    )


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, stockholm()).date().isoformat()
