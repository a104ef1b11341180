"""In which language the site speaks: Swedish, in which it is written, or English beside it.

A sentence is written in Swedish where it is said, inside `say`, `marked`, `say_number` or, where
one Swedish word is several English ones, `say_as`; the English is looked up in the catalogue
`locale/en`, which `make words` brings up to date. What the rooms below say knows both (`told`).
"""

import gettext as catalogues
import re
from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.pages.environment import Catalogue, escaped, in_language
from mediahub.tongues import Said

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

LANGUAGES = {"sv": "Svenska", "en": "English"}
"""By its code, each as it calls itself; the first is the one that all is written in."""
WRITTEN = "sv"
COOKIE = "mediahub-sprak"
LOCALE, DOMAIN = Path(__file__).parent / "locale", "staff"
_ENGLISH = re.compile("“([^”]*)”")
_language: ContextVar[str] = ContextVar("language", default=WRITTEN)


def language() -> str:
    """The code of the language in which the present request is answered."""
    return _language.get()


def say(words: str, /, **values: object) -> str:
    """The words in the language of the request; `{name}` in them stands for a value."""
    said = _catalogue().gettext(words)
    return said.format(**values) if values else said


def say_number(one: str, several: str, number: int, /, **values: object) -> str:
    """As `say`, in the form that goes with the number, which may stand in them as `{number}`."""
    return _catalogue().ngettext(one, several, number).format(number=number, **values)


def say_as(context: str, words: str) -> str:
    """As `say`, for words whose English depends on where they stand."""
    return _catalogue().pgettext(context, words)


def marked(words: str) -> str:
    """The words as they are: they are in the catalogue, and `say` is asked when they are shown."""
    return words


def with_quotations(text: str) -> str:
    """What is told, for a page: what others said in English, “so”, is marked as being in it."""
    return escaped(text) if language() != WRITTEN else in_language("en", _ENGLISH, text)


def told(text: str) -> str:
    """What a room below says, in the language of the request as far as it is put in both."""
    swedish = isinstance(text, Said) and language() == WRITTEN
    return text.swedish if swedish else str(text)  # type: ignore[attr-defined]


def decimal(number: str) -> str:
    """A number, written with a decimal point, as it is written in the language of the request."""
    return number.replace(".", ",") if language() == WRITTEN else number


@cache
def _english() -> catalogues.NullTranslations:
    return catalogues.translation(DOMAIN, LOCALE, ["en"])


_SWEDISH = catalogues.NullTranslations()


def _catalogue() -> catalogues.NullTranslations:
    return _SWEDISH if language() == WRITTEN else _english()


CATALOGUE = Catalogue(
    lambda words: _catalogue().gettext(words),
    lambda one, several, number: _catalogue().ngettext(one, several, number),
    say_as,
    lambda context, one, several, number: _catalogue().npgettext(context, one, several, number),
)
"""What the templates ask: the same catalogues, as the request is answered."""


class Tongues:
    """Answers each request in the language that who asks chose, else in one that they read."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "http":
            headers = [(name, value.decode("latin-1")) for name, value in scope["headers"]]
            _language.set(
                chosen(
                    [value for name, value in headers if name == b"cookie"],
                    [value for name, value in headers if name == b"accept-language"],
                )
            )
        await self._app(scope, receive, send)


def chosen(cookies: Iterable[str], accepted: Iterable[str]) -> str:
    """The language that a cookie names, else the one of ours that a browser ranks highest.

    Of two that are as welcome it is the one named first; Swedish where none of ours is.
    """
    for pair in ";".join(cookies).split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE and value in LANGUAGES:
            return value
    ranked: list[tuple[float, str]] = []
    for part in ",".join(accepted).split(","):
        name, _, rest = part.strip().partition(";")
        code = name.strip().lower().partition("-")[0]
        if code in LANGUAGES or code == "*":
            ranked.append((_quality(rest), WRITTEN if code == "*" else code))
    best = max(ranked, key=lambda one: one[0], default=(0.0, WRITTEN))
    return best[1] if best[0] > 0 else WRITTEN


def _quality(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
