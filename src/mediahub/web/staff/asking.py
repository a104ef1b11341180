"""Where a theme's page sends a question to the experts: one address, for everybody, that keeps it.

It knows no session and sets none. Only a page of the public site may send to it, which browsers
tell by Origin. Of who asks, nothing is kept but what they wrote.
"""

import asyncio
import ipaddress
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from mediahub.catalog import Catalogue, QuestionSettings, Theme, load
from mediahub.errors import SettingsError
from mediahub.feed.addresses import url_under
from mediahub.library.written import KeptCatalogue
from mediahub.pages.askform import (
    LONGEST_NAME,
    LONGEST_QUESTION,
    THANKS,
    TRAP,
    origin_of,
    usual_consent,
)
from mediahub.pages.environment import render_from
from mediahub.pipeline.publicity import theme_address
from mediahub.web.staff.limits import Limit
from mediahub.workspace.audit import Audit
from mediahub.workspace.questions import FullError, Questions

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/fraga"
LARGEST = 64 << 10
"""Bytes of a request."""
PATIENCE_S = 20.0
"""How long somebody may take to send it."""
MOST, MOST_IN_ALL, WITHIN_S = 5, 200, 3600.0
"""Questions that are taken in an hour: from one address, and from all."""
HEADERS = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
_KEPT_SIGNS = "\n\u200c\u200d"
"""A line's end, and what joins letters and emoji."""
BY_ITSELF = "mediahub"
"""Who did it, where no person did."""


class _RefusedError(Exception):
    """A request that is no question: a status, and why, in Swedish."""

    def __init__(self, status: int, words: str, text: str = "") -> None:
        self.status, self.words, self.text = status, words, text
        super().__init__(words)


@dataclass
class Asking:
    """What takes questions in for a workspace. `now` is a clock in seconds."""

    root: Path
    now: Callable[[], float]
    questions: Questions = field(init=False)
    written: KeptCatalogue = field(init=False)
    _one: Limit = field(init=False)
    _all: Limit = field(init=False)
    _sent: dict[tuple[str, ...], tuple[float, str]] = field(default_factory=dict)
    """What was sent lately, and when: the question that it is kept as. At most MOST_IN_ALL."""
    _sending: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.questions = Questions(self.root)
        self.written = KeptCatalogue(self.root)
        self._one = Limit(self.now, MOST, WITHIN_S)
        self._all = Limit(self.now, MOST_IN_ALL, WITHIN_S)

    def taken(self, given: dict[str, str], sender: str) -> str:
        """Keep a question; the address of the page that says thank you. Raises _RefusedError."""
        catalogue = self.written.now().catalogue
        theme = _theme(catalogue, given.get("tema", ""))
        text, name = clean(given.get("fraga", "")), " ".join(clean(given.get("namn", "")).split())
        if not text:
            raise _RefusedError(422, "Frågan är tom.")
        if len(text) > LONGEST_QUESTION:
            raise _RefusedError(422, f"Frågan får ha högst {LONGEST_QUESTION} tecken.", text)
        if len(name) > LONGEST_NAME:
            raise _RefusedError(422, f"Namnet får ha högst {LONGEST_NAME} tecken.", text)
        if self._one.take(sender) or self._all.take(""):
            words = "Det har kommit många frågor på kort tid. Försök igen om en timme."
            raise _RefusedError(429, words, text)
        if not given.get(TRAP, "").strip():
            settings = catalogue.questions
            consent = (settings and settings.consent) or usual_consent(_settings(catalogue).keep)
            try:
                self._put_once(theme.id, text, name, consent, sender)
            except FullError:
                words = "Just nu tas inga fler frågor emot. Försök igen en annan dag."
                raise _RefusedError(503, words, text) from None
        folder = theme_address(theme.id).rpartition("/")[0]
        return url_under(catalogue.public_url or "", *folder.split("/"), "experterna", THANKS)

    def _put_once(self, theme: str, text: str, name: str, consent: str, sender: str) -> None:
        """Keep a question, but not a second time where a button was pressed twice, or a page sent
        again: what the same sender sends anew while it is still kept is that question.
        """
        key, now = (sender, theme, text, name), self.now()
        with self._sending:  # the second press comes before the first is kept
            self._sent = {k: one for k, one in self._sent.items() if now - one[0] < WITHIN_S}
            before = self._sent.get(key)
            if before is None or not self.questions.there(before[1]):
                asked = datetime.fromtimestamp(now, UTC)
                kept = self.questions.put(theme, text, name, consent, asked)
                self._sent[key] = now, kept.id

    def erase(self) -> int:
        """Erase what has been kept long enough, and note that; how many went.

        Raises SettingsError when nobody can tell how long that is.
        """
        keep = _settings(load(self.root)).keep
        gone = self.questions.erase(keep, datetime.fromtimestamp(self.now(), UTC))
        for one in gone:
            Audit(self.root).note("question-erased", BY_ITSELF, question=one)
        return len(gone)

    def comes_from_the_site(self, origins: list[str]) -> bool:
        """Whether a browser says that a page of the public site sends this."""
        public = self.written.now().catalogue.public_url
        return public is not None and origins == [origin_of(public)]


def make_asking_app(asking: Asking) -> "Starlette":
    """The application that takes questions in, and does nothing else."""
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def ask(request: "Request") -> "Response":
        return await _answered(asking, request)

    async def none(_request: "Request", error: Exception) -> "Response":
        status = getattr(error, "status_code", 404)
        headers = {**HEADERS, **(getattr(error, "headers", None) or {})}
        return PlainTextResponse("Not here\n", status, headers)

    app = Starlette(
        routes=[Route(PATH, ask, methods=["POST"])], exception_handlers={404: none, 405: none}
    )
    app.router.redirect_slashes = False
    return app


class AskingDoor:
    """Leads what is sent to `PATH` to the application for questions, all else to the site's."""

    def __init__(self, app: "ASGIApp", asking: "ASGIApp") -> None:
        self._app, self._asking = app, asking

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        asked = scope["type"] == "http" and scope["path"] == PATH
        await (self._asking if asked else self._app)(scope, receive, send)


def clean(text: str) -> str:
    """Text without signs that are not shown, its lines' ends all alike and its letters composed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (s for s in lines if s in _KEPT_SIGNS or _is_shown(s))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _is_shown(sign: str) -> bool:
    """Whether a sign is for the eye. What Python does not know yet is: a telephone has emoji that
    are younger; what will never be a sign (U+FFFF and its like) is not.
    """
    if unicodedata.category(sign) == "Cn":
        return ord(sign) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(sign) <= 0xFDEF
    return unicodedata.category(sign)[0] != "C"


async def _answered(asking: Asking, request: "Request") -> "Response":
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import HTMLResponse, RedirectResponse

    try:
        origins = request.headers.getlist("origin")
        if not await run_in_threadpool(asking.comes_from_the_site, origins):
            raise _RefusedError(403, "Frågor ställs på webbplatsens egna sidor.")
        given = await _given(request)
        to = await run_in_threadpool(asking.taken, given, _sender(request))
    except _RefusedError as error:
        page = render_from(
            "mediahub.web.staff", "not-asked.html", words=error.words, text=error.text
        )
        return HTMLResponse(page, error.status, HEADERS)
    return RedirectResponse(to, 303, HEADERS)


async def _given(request: "Request") -> dict[str, str]:
    """The fields of the form. Raises _RefusedError for what is none, or takes too long."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != (
        "application/x-www-form-urlencoded"
    ):
        raise _RefusedError(415, "Det där var inget formulär.")
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise _RefusedError(411, "Begäran säger inte hur lång den är.")
    if len(length.lstrip("0")) > 12 or int(length) > LARGEST:
        raise _RefusedError(413, "Frågan är för lång.")
    try:
        async with asyncio.timeout(PATIENCE_S):
            body = await request.body()
        pairs = parse_qsl(body.decode("utf-8", "replace"), max_num_fields=20)
    except TimeoutError:
        raise _RefusedError(408, "Det tog för lång tid. Försök igen.") from None
    except ValueError:
        raise _RefusedError(422, "Formuläret har för många fält.") from None
    return dict(pairs)


def _theme(catalogue: Catalogue, name: str) -> Theme:
    for theme in catalogue.themes:
        if theme.id == name and theme.takes_questions and catalogue.questions is not None:
            return theme
    raise _RefusedError(404, "Temat tar inte emot några frågor.")


def _settings(catalogue: Catalogue) -> QuestionSettings:
    return catalogue.questions or QuestionSettings("")


def _sender(request: "Request") -> str:
    """Who is counted as one: an address, or the network that a household has of the newer ones."""
    host = request.client.host if request.client else ""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host
    if found.version == 6:
        return str(ipaddress.ip_network(f"{found}/64", strict=False))
    return str(found)


def settings_to_ask(root: Path) -> QuestionSettings:
    """How questions are taken in. Raises SettingsError where the workspace takes none."""
    catalogue = load(root)
    if catalogue.questions is None or catalogue.public_url is None:
        missing = "public_url" if catalogue.questions else "[questions] address"
        raise SettingsError(
            f"no page has a form for questions: mediahub.toml has no {missing}",
            swedish=f"Ingen sida har något formulär för frågor: mediahub.toml saknar {missing}.",
        )
    return catalogue.questions
