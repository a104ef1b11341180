"""A person, or a word of a glossary, taken away: where it is used is told first; it can come back.

What is taken out of a TOML is kept in `private/` for thirty days, with its comments, and then
erased: of a person nothing stays that nobody needs.
"""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from mediahub import atomic
from mediahub.catalog import load, tomledit
from mediahub.catalog.rewriting import rewritten
from mediahub.catalog.tomlfile import parse
from mediahub.desk.after import Followed, follow
from mediahub.desk.people import forget
from mediahub.desk.sheets import Sheet, person_sheet, term_sheet
from mediahub.edits import AttributeWords, NameSpeaker, journal_path, read_journal
from mediahub.errors import MediahubError, SettingsError
from mediahub.tongues import swedish
from mediahub.workspace.locks import registry_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.private import PRIVATE, private_folder

FOLDER = "taken-away"
KEPT = timedelta(days=30)
_ID = re.compile(r"[0-9a-f]{16}")


class InUseError(MediahubError):
    """What is to be taken away is named elsewhere, and would be missing there."""


class ChangedSinceError(MediahubError):
    """It says something else than when it was looked at; nothing was written."""


@dataclass(frozen=True, slots=True)
class PersonUses:
    """Where a person is named: the items, series and themes whose TOML names them, which stand in
    the way, and the items in which a voice bears their name, which it keeps.
    """

    items: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()

    @property
    def free(self) -> bool:
        """Whether no TOML names them."""
        return not (self.items or self.series or self.themes)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken away: of which list of which file (as seen from the workspace), its text."""

    id: str
    file: str
    key: str
    name: str
    text: str
    """As it was written, comments and all."""
    table: str
    """What it says, as TOML of its own."""
    at: int
    after: str
    """The digest of what the file said afterwards: while it does, the text goes where it was."""
    by: str
    when: datetime


def uses_of_person(root: Path, person_id: str) -> PersonUses:
    """Where a person of the registry is named. Raises SettingsError when the workspace is wrong."""
    catalogue = load(root)
    voices = []
    for item in catalogue.items:
        path = journal_path(item.path)
        if item.written or not path.exists():
            continue
        with suppress(MediahubError):  # a damaged one is told by its item
            entries = read_journal(path).standing
            named = (one for one in entries if isinstance(one, NameSpeaker | AttributeWords))
            if any(one.person == person_id for one in named):
                voices.append(item.id)
    return PersonUses(
        tuple(
            one.id
            for one in catalogue.items
            if any(part.person.id == person_id for part in one.contributors)
        ),
        tuple(
            one.id
            for one in catalogue.series
            if any(part.person.id == person_id for part in one.contributors)
        ),
        tuple(
            one.id
            for one in catalogue.themes
            if any(said.person and said.person.id == person_id for said in one.answers)
        ),
        tuple(voices),
    )


def take_person(root: Path, person_id: str, version: str, by: str) -> tuple[Taken, Followed]:
    """Take a person out of the registry; what is kept of a voice is erased, and stays so.

    Raises SettingsError for nobody, ChangedSinceError, InUseError where a TOML names them.
    """
    sheet = person_sheet(root, person_id)
    _require_version(sheet, version)
    if not uses_of_person(root, person_id).free:
        raise _in_use(str(sheet.table.get("name", person_id)))
    if sheet.table.get("voice_consent") is True:
        forget(root, person_id)
        version = person_sheet(root, person_id).version
    return _take(root, lambda: person_sheet(root, person_id), "name", version, by)


def take_term(
    root: Path, theme_id: str, term: str, version: str, by: str
) -> tuple[Taken, Followed]:
    """Take a word out of a theme's glossary. Raises SettingsError for none, ChangedSinceError."""
    return _take(root, lambda: term_sheet(root, theme_id, term), "term", version, by)


def taken_away(
    root: Path, key: str, file: Path | None = None, now: datetime | None = None
) -> list[Taken]:
    """What can be put back into the lists of this key, of one file where it is given; newest first.

    What was taken longer ago is erased.
    """
    moment = now or datetime.now(UTC)
    found = []
    for path in (root / PRIVATE / FOLDER).glob("*.json"):
        with suppress(OSError, ValueError, KeyError):
            one = _read(path)
            if moment - one.when > KEPT:
                path.unlink(missing_ok=True)
            elif one.key == key and (file is None or root / one.file == file):
                found.append(one)
    return sorted(found, key=lambda one: (one.when, one.id), reverse=True)


def put_back(root: Path, taken_id: str) -> tuple[Taken, Followed]:
    """Put what was taken away back, where it stood if the file has not changed since.

    Raises SettingsError where it is kept no more, or where something of its name stands there now.
    """
    path = root / PRIVATE / FOLDER / f"{taken_id}.json"
    with registry_lock(Workspace(root)):
        try:
            one = _read(path) if _ID.fullmatch(taken_id) else None
        except (OSError, ValueError, KeyError):
            one = None
        if one is None:
            raise SettingsError(
                "it is kept no more", swedish="Det finns inte kvar, eller är redan tillbakalagt."
            )
        file = root / one.file
        before = tomledit.read_text(file) if file.exists() else ""
        _write_sound(root, file, before, _with(before, file, one))
        path.unlink(missing_ok=True)
    return one, follow(root, [])


def _take(
    root: Path, find: Callable[[], Sheet], called: str, version: str, by: str
) -> tuple[Taken, Followed]:
    with registry_lock(Workspace(root)):
        sheet = find()
        _require_version(sheet, version)
        before = tomledit.read_text(sheet.file)
        assert sheet.spot  # noqa: S101 - a person and a word are one of a list
        key, number = sheet.spot
        after = _without(before, key, number, sheet.file)
        at = _place(before, after, key)
        one = Taken(
            secrets.token_hex(8),
            Workspace(root).relative(sheet.file),
            key,
            str(sheet.table.get(called, "")),
            before[at : at + len(before) - len(after)],
            _alone(key, sheet.table),
            at,
            _digest(after),
            by,
            datetime.now(UTC).replace(microsecond=0),
        )
        kept = root / PRIVATE / FOLDER / f"{one.id}.json"
        _keep(root, kept, one)
        try:
            _write_sound(root, sheet.file, before, after)
        except BaseException:
            kept.unlink(missing_ok=True)
            raise
    return one, follow(root, [])


def _require_version(sheet: Sheet, version: str) -> None:
    if sheet.version != version:
        raise ChangedSinceError(
            "it was changed meanwhile, and nothing was written; look at it again",
            swedish="Någon annan har ändrat här medan du läste. Inget är borttaget. Se efter igen.",
        )


def _in_use(name: str) -> InUseError:
    return InUseError(
        f"{name} is named in items, series or answers; take them out there first",
        swedish=f"{name} är namngiven bland medverkande eller svarande. Ändra där först.",
    )


def _without(text: str, key: str, number: int, file: Path) -> str:
    """The text without one of a list's tables, however the list is written."""
    from tomlkit.items import AoT

    document = tomledit.document(text, file)
    if isinstance(document[key], AoT):
        return tomledit.without_table(text, key, number, file)
    del document[key][number]
    return str(document.as_string())


def _place(before: str, after: str, key: str) -> int:
    """Where the text begins that is gone: at its header, where it has one."""
    length = len(before) - len(after)
    for head in re.finditer(rf"^[ \t]*\[\[\s*{re.escape(key)}\s*\]\]", before, re.MULTILINE):
        at = head.start()
        if before[:at] == after[:at] and before[at + length :] == after[at:]:
            return at
    pairs = enumerate(zip(before, after, strict=False))
    return next((at for at, (one, other) in pairs if one != other), len(after))


def _alone(key: str, table: Mapping[str, Any]) -> str:
    import tomlkit

    return str(tomlkit.dumps({key: [dict(table)]}))


def _with(text: str, file: Path, one: Taken) -> str:
    """The text with what was taken away: where it stood, else after the others of its list."""
    if _digest(text) == one.after:
        return text[: one.at] + one.text + text[one.at :]
    there = parse(text.encode()).get(one.key, [])
    (table,) = parse(one.table.encode())[one.key]
    if one.text.lstrip().startswith("[[") and (not there or f"[[{one.key}]]" in text):
        return f"{text.rstrip()}\n\n{one.text.strip()}\n".lstrip()
    return rewritten(text, file, (one.key, len(there)), table)


def _write_sound(root: Path, file: Path, before: str, after: str) -> None:
    """Write a file's text, and take it back where that makes a fault that was not there."""
    known = {one.line for one in load(root).problems}
    tomledit.write_text(file, after)
    try:
        new = [one.line for one in load(root).problems if one.line not in known]
        if not new:
            return
        wrong: MediahubError = SettingsError(new[0], swedish=swedish(new[0]))
    except SettingsError as error:
        wrong = error
    tomledit.write_text(file, before)
    raise wrong


def _keep(root: Path, path: Path, one: Taken) -> None:
    (private_folder(root) / FOLDER).mkdir(mode=0o700, exist_ok=True)
    atomic.write_json(path, {**asdict(one), "when": one.when.isoformat()})
    path.chmod(0o600)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _read(path: Path) -> Taken:
    value = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(value, dict):
        raise ValueError(f"{path} is no object")
    fields = {name: value[name] for name in Taken.__dataclass_fields__}
    return Taken(**{**fields, "when": datetime.fromisoformat(fields["when"])})
