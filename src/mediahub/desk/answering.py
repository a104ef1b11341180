"""The experts' answers to readers' questions: put where the theme's page has its answers."""

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediahub.catalog import Catalogue, Item, Theme, load
from mediahub.catalog.additions import add_answer, remove_answer
from mediahub.catalog.scan import THEME, nfc
from mediahub.catalog.tomledit import read_text
from mediahub.desk.after import Followed, follow
from mediahub.errors import MediahubError, SettingsError
from mediahub.pipeline.refreshing import gather_feeds
from mediahub.transcript.clock import clock_hms
from mediahub.workspace.locks import registry_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.questions import Reply

_MARKUP = re.compile(r"[\\`*_\[\]<>#]")


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording in which a question may be answered, and how its theme.toml names its file."""

    item: str
    title: str
    file: str


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """The TOML that an answer stands in, as seen from the workspace, and why it is not on the page
    yet: the next run puts it there. "" where it is.
    """

    file: str
    waits: str = ""


def heard_in(catalogue: Catalogue, theme: Theme) -> tuple[Heard, ...]:
    """The recordings that an answer may point into: those that the theme's [[items]] list.

    Raises SettingsError when theme.toml cannot be read.
    """
    path = theme.path / THEME
    try:
        listed = tomllib.loads(read_text(path)).get("items", [])
        named = {_place(theme, str(one["file"])): str(one["file"]) for one in listed}
    except (OSError, tomllib.TOMLDecodeError, TypeError, KeyError, AttributeError) as error:
        raise SettingsError(
            f"{path} cannot be read: {error}", swedish=f"{path.name} går inte att läsa (“{error}”)."
        ) from error
    items: list[Item] = [catalogue.item(one) for one in theme.items]
    return tuple(
        Heard(item.id, item.title, file)
        for item in items
        if not item.written and (file := named.get(nfc(str(item.path)))) is not None
    )


def publish_answer(root: Path, theme_id: str, reply: Reply) -> PublishedAnswer:
    """Write an answer into the theme's theme.toml, with its comments kept, and onto its page.

    The question is plain text: what Markdown would make of it is
    written so that it makes nothing of it. Raises SettingsError for an unknown theme, person or
    recording, and for an answer of neither words nor moment.
    """
    catalogue = load(root)
    try:
        theme = catalogue.theme(theme_id)
    except KeyError:
        raise SettingsError(
            f"there is no theme {theme_id!r} any more", swedish="Temat finns inte längre."
        ) from None
    if reply.person is not None and reply.person not in {one.id for one in catalogue.people}:
        raise SettingsError(
            f"there is no person {reply.person!r} in media/people.toml",
            swedish="Den som svarar finns inte längre bland personerna.",
        )
    question = plain(reply.wording)
    if not question or not (reply.text.strip() or reply.item):
        raise SettingsError(
            "write the question, and an answer or where it is heard",
            swedish="Skriv frågan, och ett svar eller var det hörs.",
        )
    values: dict[str, Any] = {"question": question}
    if reply.text.strip():
        values["answer"] = reply.text.strip()
    if reply.person is not None:
        values["person"] = reply.person
    if reply.item is not None:
        values["file"] = _file(catalogue, theme, reply.item)
        if reply.at_ms is not None:
            values["at"] = _at(reply.at_ms)
    workspace = Workspace(catalogue.root)
    with registry_lock(workspace):
        path = add_answer(theme.path / THEME, values)
    file = workspace.relative(path)
    try:
        failures = gather_feeds(root)
    except MediahubError as error:
        return PublishedAnswer(file, str(error))
    return PublishedAnswer(file, failures[0].message if failures else "")


def withdraw_answer(root: Path, theme_id: str, reply: Reply) -> Followed:
    """Take an answer that was published out of the theme's theme.toml, off its page and the target.

    Raises SettingsError for an unknown theme, and where the answer does not stand there: somebody
    has changed both its question and its words.
    """
    try:
        theme = load(root).theme(theme_id)
    except KeyError:
        raise SettingsError(
            f"there is no theme {theme_id!r} any more", swedish="Temat finns inte längre."
        ) from None
    with registry_lock(Workspace(root)):
        gone = remove_answer(theme.path / THEME, plain(reply.wording), reply.text.strip())
    if not gone:
        raise SettingsError(
            f"the answer is not in {theme.path / THEME}, where it may have been changed: remove "
            "it there",
            swedish=f"Svaret står inte så i temats {THEME}. Har det ändrats där tas det bort där.",
        )
    return follow(root, [], to_target=True)


def plain(text: str) -> str:
    """Text in one line that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def _file(catalogue: Catalogue, theme: Theme, item: str) -> str:
    for one in heard_in(catalogue, theme):
        if one.item == item:
            return one.file
    raise SettingsError(
        f"{item} is not listed in the [[items]] of {theme.path / THEME}",
        swedish=f"{item} står inte under [[items]] i temats {THEME}.",
    )


def _at(ms: int) -> str | float:
    """A moment as people write it in a TOML."""
    return clock_hms(ms) if ms % 1000 == 0 else ms / 1000


def _place(theme: Theme, file: str) -> str:
    return nfc(os.path.normpath(os.path.join(theme.path, file)))  # noqa: PTH118 - as edit does
