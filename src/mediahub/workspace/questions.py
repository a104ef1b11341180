"""Questions that readers put to the experts, a file each, until they are erased.

A file holds the question, what whoever asked was told of it, and what is answered. It is made by
whatever takes questions in, and changed by the staff site; both may be at work at once.
"""

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from mediahub import atomic
from mediahub.errors import SettingsError
from mediahub.workspace.locks import private_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.private import PRIVATE, QUESTIONS, private_folder

SCHEMA = 1
MOST = 5000
"""Questions that are kept at once: strangers must not fill the disk."""
QuestionState = Literal["new", "answered", "published"]
_NAME = re.compile(r"[0-9a-f]{16}")


class QuestionChangedError(SettingsError):
    """Somebody else has changed the question since it was read."""


class FullError(SettingsError):
    """So many questions are kept that no more are taken."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered: `text` is Markdown; it is heard at `at_ms` in the item `item`, if there.

    `person` is the id of who answers, and `wording` the question as it is to be published.
    """

    wording: str = ""
    text: str = ""
    person: str | None = None
    item: str | None = None
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ReaderQuestion:
    """A question as it was put, and how far it has come; `asked` is a moment in UTC.

    `consent` is what whoever asked was told. `version` tells one state of its file from another.
    """

    id: str
    theme: str
    asked: datetime
    text: str
    name: str = ""
    consent: str = ""
    state: QuestionState = "new"
    reply: Reply = Reply()
    by: str = ""
    """Who answered, or changed the answer last."""
    version: str = ""

    def erased_at(self, keep: timedelta) -> datetime:
        """When it is erased."""
        return self.asked + keep


class Questions:
    """The questions of a workspace, in `private/questions/`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._workspace = Workspace(root)
        self._folder = root / PRIVATE / QUESTIONS

    def put(
        self, theme: str, text: str, name: str, consent: str, asked: datetime
    ) -> ReaderQuestion:
        """Keep a new question. Raises FullError when no more are taken, OSError without room."""
        if sum(1 for _ in self._names()) >= MOST:
            raise FullError(
                f"{MOST} questions are kept already; answer or delete some",
                swedish=f"Det ligger redan {MOST} frågor här. Besvara eller ta bort några.",
            )
        private_folder(self._root)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        one = ReaderQuestion(secrets.token_hex(8), theme, asked, text, name, consent)
        return self._write(one)

    def every(self) -> tuple[tuple[ReaderQuestion, ...], tuple[str, ...]]:
        """All questions, the newest first, and the names of files that cannot be read."""
        found, damaged = [], []
        for name in self._names():
            try:
                found.append(self.question(name))
            except SettingsError:
                if self._path(name).exists():
                    damaged.append(f"{PRIVATE}/{QUESTIONS}/{name}.json")
        newest = sorted(found, key=lambda one: (one.asked, one.id), reverse=True)
        return tuple(newest), tuple(sorted(damaged))

    def question(self, name: str) -> ReaderQuestion:
        """The question of this id. Raises SettingsError for none, or one that cannot be read."""
        if not _NAME.fullmatch(name):
            raise SettingsError(
                f"there is no question {name!r}", swedish=f"Det finns ingen fråga ”{name}”."
            )
        try:
            data = self._path(name).read_bytes()
        except FileNotFoundError:
            raise SettingsError(
                f"there is no question {name!r}", swedish=f"Det finns ingen fråga ”{name}”."
            ) from None
        try:
            return _read(name, data)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SettingsError(
                f"{self._path(name)} cannot be read ({error}); restore it from a backup",
                swedish=f"Frågan går inte att läsa (“{error}”). Lägg tillbaka den från en "
                "säkerhetskopia.",
            ) from error

    def there(self, name: str) -> bool:
        """Whether a question of this id is kept."""
        return _NAME.fullmatch(name) is not None and self._path(name).exists()

    def change(
        self, name: str, version: str, state: QuestionState, reply: Reply, by: str
    ) -> ReaderQuestion:
        """Write an answer, if the question is still as it was read.

        Raises QuestionChangedError when it is not, SettingsError when there is none.
        """
        with private_lock(self._workspace):
            now = self.question(name)
            if now.version != version:
                raise QuestionChangedError(
                    f"somebody else has changed the question {name}",
                    swedish="Någon annan har ändrat frågan.",
                )
            return self._write(replace(now, state=state, reply=reply, by=by))

    def delete(self, name: str) -> bool:
        """Erase a question for good; False when there is none."""
        if not _NAME.fullmatch(name):
            return False
        with private_lock(self._workspace):  # or whoever answers it now would write it anew
            if not self._path(name).exists():
                return False
            self._path(name).unlink()
        return True

    def erase(self, keep: timedelta, now: datetime) -> tuple[str, ...]:
        """Erase what was put longer ago than `keep`; the ids of what went.

        What cannot be read is as old as its file.
        """
        gone = []
        for name in sorted(self._names()):
            try:
                asked = self.question(name).asked
            except SettingsError:
                try:
                    asked = datetime.fromtimestamp(self._path(name).stat().st_mtime, UTC)
                except FileNotFoundError:
                    continue
            if asked + keep <= now and self.delete(name):
                gone.append(name)
        return tuple(gone)

    def _names(self) -> Iterator[str]:
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.suffix == ".json" and _NAME.fullmatch(path.stem):
                    yield path.stem

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _write(self, one: ReaderQuestion) -> ReaderQuestion:
        value = {key: kept for key, kept in asdict(one).items() if key not in ("id", "version")}
        value["asked"] = one.asked.astimezone(UTC).isoformat(timespec="seconds")
        atomic.write_json(self._path(one.id), {"schema": SCHEMA, **value})
        self._path(one.id).chmod(0o600)
        return self.question(one.id)


def _read(name: str, data: bytes) -> ReaderQuestion:
    value: dict[str, Any] = json.loads(data)
    if value.pop("schema") != SCHEMA:
        raise ValueError("of another version")
    asked = datetime.fromisoformat(value.pop("asked"))
    reply = Reply(**value.pop("reply"))
    one = ReaderQuestion(
        name, asked=asked, reply=reply, version=sha256(data).hexdigest()[:16], **value
    )
    if one.state not in get_args(QuestionState) or asked.tzinfo is None:
        raise ValueError("of no known state or time")
    return one
