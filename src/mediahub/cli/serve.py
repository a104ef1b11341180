"""`mediahub serve` and `mediahub user`: the staff site, and who may come in."""

import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mediahub.cli.help import Command, Group, examples
from mediahub.cli.shared import root, say, told
from mediahub.cli.tokens import token
from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words, joined

if TYPE_CHECKING:
    from mediahub.web.staff.admitting import Admitting

PORT = 8766
WAITS = Said("  (has a link to choose a password by)", "  (har en länk för att välja ett lösenord)")
EXAMPLES = examples(
    ("mediahub serve", "on this computer only"),
    ("mediahub serve --host 0.0.0.0 --name media.example.se", "behind a proxy with TLS"),
    ("mediahub serve --questions-only --port 8767", "readers' questions to the experts"),
)

user = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Say who may come into the staff site, and as what.",
)
user.add_typer(token, name="token")


def serve(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=1, max=65535, metavar="N", help="The port to listen on.")
    ] = PORT,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="Another name that the site answers to."),
    ] = None,
    questions_only: Annotated[
        bool,
        typer.Option("--questions-only", help="Take readers' questions in, and nothing else."),
    ] = False,
) -> None:
    """Open the staff site: search, listen, correct, rerun."""
    from mediahub.web.staff.serving import QuestionsServer, StaffServer

    if questions_only:
        asked = QuestionsServer(root(context), host, port)
        say(
            Said(
                f"Questions are taken in at {asked.url}, and nothing else is. Stop with Ctrl-C.",
                f"Frågor tas emot på {asked.url}, och inget annat. Avsluta med Ctrl-C.",
            )
        )
        asked.run()
        return

    server = StaffServer(root(context), host, port, frozenset(name or ()))
    say(
        Said(
            f"The staff site is on {server.url}. Stop with Ctrl-C.",
            f"Redaktionens webbplats finns på {server.url}. Avsluta med Ctrl-C.",
        )
    )
    if host not in ("127.0.0.1", "localhost", "::1"):
        say(
            Said(
                f"It listens on {host}, which others can reach: put a server with TLS before "
                "it, since "
                "passwords go in the clear otherwise.",
                f"Den svarar på {host}, som andra kan nå. Sätt en server med TLS framför den, "
                "annars går lösenorden okrypterade.",
            )
        )
    if server.welcome is not None:
        say(
            Said(
                f"Nobody may come in yet. Make the first administrator, once: {server.welcome}",
                "Ingen får komma in än. Den första administratören skapas, en gång, på "
                f"{server.welcome}",
            )
        )
    server.run()


@user.command("add", cls=Command)
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the user is called.")],
    role: Annotated[str, typer.Option(metavar="ROLE", help="reader, editor or admin.")] = "reader",
    without_password: Annotated[
        bool,
        typer.Option("--without-password", help="Lets them in by a proxy or OpenID Connect alone."),
    ] = False,
) -> None:
    """Let somebody into the staff site; the password is asked for."""
    from mediahub.web.staff.accounts import ROLES

    if role not in ROLES:
        raise SettingsError(
            f"there is no role {role!r}; choose one of {', '.join(ROLES)}",
            swedish=f"Det finns ingen roll ”{role}”. Välj en av {', '.join(ROLES)}.",
        )
    made = _desk(context).add(name, role, None if without_password else _password())
    say(
        Said(
            f"{made.name} may come in, as {made.role}.",
            f"{made.name} får komma in, som {made.role}.",
        )
    )


@user.command("passwd", cls=Command)
def passwd(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The user.")],
) -> None:
    """Give a user a new password."""
    _desk(context).set_password(name, _password())
    say(Said(f"{name} has a new password.", f"{name} har ett nytt lösenord."))


@user.command("role", cls=Command)
def role(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The user.")],
    wanted: Annotated[str, typer.Argument(metavar="ROLE", help="reader, editor or admin.")],
) -> None:
    """Give a user another role, at once."""
    from mediahub.web.staff.accounts import ROLES

    if wanted not in ROLES:
        raise SettingsError(
            f"there is no role {wanted!r}; choose one of {', '.join(ROLES)}",
            swedish=f"Det finns ingen roll ”{wanted}”. Välj en av {', '.join(ROLES)}.",
        )
    _desk(context).set_role(name, wanted)
    say(Said(f"{name} is {wanted} now.", f"{name} är nu {wanted}."))


@user.command("remove", cls=Command)
def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The user.")],
) -> None:
    """Let a user in no more, from now on."""
    gone = _desk(context).remove(name)
    words = Words(
        "{name} may not come in any more.{tokens}", "{name} får inte komma in längre.{tokens}"
    )
    say(words.said(name=name, tokens=_taken_back(gone)))


@user.command("logout", cls=Command)
def logout(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The user.")],
    tokens: Annotated[bool, typer.Option("--tokens", help="Take back their tokens, too.")] = False,
) -> None:
    """Log a user out everywhere; they may log in again."""
    gone = _desk(context).log_out(name, tokens=tokens)
    words = Words(
        "{name} is logged out everywhere.{tokens}", "{name} är utloggad överallt.{tokens}"
    )
    say(words.said(name=name, tokens=_taken_back(gone)))


@user.command("list", cls=Command)
def listed(context: typer.Context) -> None:
    """Say who may come in, and as what."""
    from mediahub.web.staff.accounts import Accounts

    users = Accounts(root(context)).users()
    for one in users:
        waits = WAITS if one.invited is not None else ""
        say(joined("", (f"{one.name}  {one.role}", waits)))
    if not users:
        say(
            Said(
                "nobody may come in yet; `mediahub user add NAME --role admin` lets the first "
                "one in",
                "ingen får komma in än; `mediahub user add NAMN --role admin` släpper in den "
                "första",
            )
        )


def _taken_back(tokens: int) -> Said:
    words = Words(" Tokens taken back: {number}.", " Återkallade nycklar: {number}.")
    return words.said(number=tokens) if tokens else Said("", "")


def _desk(context: typer.Context) -> "Admitting":
    """Who may come in, in the hands of whoever gave the command."""
    from mediahub.desk.item import user as system_user
    from mediahub.web.staff.admitting import Admitting

    return Admitting.at(root(context), system_user() or "mediahub")


def _password() -> str:
    """A password from the keyboard, twice, or a line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    given = getpass.getpass(told(Said("Password: ", "Lösenord: ")))
    if getpass.getpass(told(Said("The same again: ", "En gång till: "))) != given:
        raise SettingsError(
            "the two passwords differ; nothing was changed",
            swedish="De två lösenorden är olika. Inget är ändrat.",
        )
    return given
