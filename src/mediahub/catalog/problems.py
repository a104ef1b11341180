"""Everything that is wrong with a workspace, gathered before anyone is told, and what it stops."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mediahub.catalog.ids import slug
from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words, joined, swedish


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in what people wrote, or a file of theirs that is gone, and what it stops.

    One that names neither items nor a theme concerns the whole workspace.
    """

    file: str
    """The file it is written in, as seen from the workspace."""
    line: str
    """The file, the table and key, what is wrong and what to do, in one line."""
    items: tuple[str, ...] = ()
    """The ids of the items that it stops."""
    theme: str | None = None
    """The id of the theme in whose theme.toml it stands."""


class Stopped(Protocol):
    """What a fault can stop: a file that was found, or a theme."""

    problems: tuple[str, ...]


@dataclass(slots=True)
class Fault:
    """A problem while others are still looked for; `stops` is None when it stops everything."""

    file: str
    line: str
    stops: list[Stopped] | None


@dataclass(slots=True)
class Problems:
    """A list that each check adds its lines to, in the order they are found."""

    found: dict[tuple[str, str], Fault] = field(default_factory=dict)

    def add(
        self, file: str, where: str, what: str, *, stops: Sequence[Stopped] | None = None
    ) -> None:
        """One problem: the file (from the workspace), the table and key ("" for none), what.

        It stops what `stops` holds, which is told there too; without it, the whole workspace.
        """
        line = _line(": ".join(filter(None, (file, where, what))))
        # One that nobody has put into Swedish is as it was.
        line = Said(line, _line(": ".join(filter(None, (file, swedish(where), swedish(what))))))
        fault = Fault(file, line, None if stops is None else [])
        same = self.found.setdefault((file, line), fault)
        for one in stops or ():
            if same.stops is not None:
                same.stops.append(one)
            if line not in one.problems:
                one.problems += (line,)

    def in_order(self) -> list[Fault]:
        """Within a file in the order found; mediahub.toml, on which the others lean, first."""
        return sorted(self.found.values(), key=lambda one: ("/" in one.file, one.file))

    def raise_if_any(self) -> None:
        """Raise one SettingsError with every line, file by file, when one stops everything."""
        if all(fault.stops is not None for fault in self.found.values()):
            return
        lines = [fault.line for fault in self.in_order()]
        head = (
            Said("1 problem in the workspace:", "1 fel i arbetsytan:")
            if len(lines) == 1
            else Said(f"{len(lines)} problems in the workspace:", f"{len(lines)} fel i arbetsytan:")
        )
        raise SettingsError(joined("\n", [head, *lines]))


def _line(text: str) -> str:
    """One problem is one line, whatever a name holds."""
    return " ".join(text.split()).encode("utf-8", "replace").decode()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None when none is near.

    One that begins with what was typed (the shortest) goes before one that differs in few letters;
    capitals do not count.
    """
    import difflib

    by_lower = {name.lower(): name for name in known}
    typed = word.lower()[:80]
    longer = [name for name in by_lower if typed and name.startswith(typed)]
    if longer:
        return by_lower[min(longer, key=lambda name: (len(name), name))]
    near = difflib.get_close_matches(typed, by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ "; did you mean 'x'?" with the nearest known word, or "" when none is near."""
    near = nearest(word, known)
    if near is None:
        return ""
    return Said(f"; did you mean '{near}'?", f". Menades ”{near}”?")


SHOWN = 5
"""So many ids are named where a beginning fits several."""


def resolve_id(given: str, ids: Collection[str]) -> str:
    """The id that is meant: `given` itself, or the only one of `ids` that begins with it.

    Raises SettingsError, with what was probably meant, when there is none or several.
    """
    if given in ids:
        return given
    fitting = sorted({one for one in ids if one.startswith(given)}) if given else []
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        inside = _inside(given, ids)
        words = Words("; did you mean {ids}?", ". Menades {ids}?")
        hint = words.said(ids=_listed(inside)) if inside else did_you_mean(given, ids)
        hint = hint or Said("; `mediahub plan --all` lists them", ".")
        words = Words("there is no item '{given}'{hint}", "Det finns inget avsnitt ”{given}”{hint}")
        raise SettingsError(words.said(given=given, hint=hint))
    words = Words(
        "'{given}' begins {number} ids: {ids}; write more of the one you mean",
        "{number} id börjar med ”{given}”: {ids}. Skriv mer av det som menas.",
    )
    raise SettingsError(words.said(given=given, number=len(fitting), ids=_listed(fitting)))


def _inside(given: str, ids: Collection[str]) -> list[str]:
    """The ids in which `given` stands as whole words; else those in which a word begins so.

    A title counts, too, and a path as it is dropped on a terminal: quoted, or as an address.
    """
    for typed in dict.fromkeys((given.strip("-").lower(), *_as_slugs(given))):
        whole = [one for one in ids if typed and f"-{typed}-" in f"-{one}-"]
        found = whole or [one for one in ids if typed and f"-{typed}" in f"-{one}"]
        if found:
            return sorted(found)
    return []


def _as_slugs(given: str) -> tuple[str, ...]:
    """What the id of a title, or of a file at a path, may end with: the longest first."""
    from urllib.parse import unquote  # only where no id was given

    path = unquote(given.strip(" \t\"'”’").removeprefix("file://").replace("\\ ", " "))
    names = [name for name in re.split(r"[/\\]", path) if name]
    if not names:
        return ()
    stem = re.sub(r"\.\w{2,5}$", "", names[-1])
    return tuple(slug(one) for one in (" ".join((*names[-2:-1], stem)), stem, names[-1]))


def _listed(ids: Sequence[str]) -> str:
    told, more = ", ".join(ids[:SHOWN]), len(ids) - SHOWN
    return Said(f"{told} and {more} more", f"{told} och {more} till") if more > 0 else told


def place(table: str, number: int | None = None, key: str = "") -> str:
    """Where in a TOML file: `[table]` or `[[table]] 2`, and the key."""
    parts = []
    if table:
        parts.append(f"[{table}]" if number is None else f"[[{table}]] {number}")
    if key:
        parts.append(key_named(key))
    return joined(", ", parts)


def key_named(key: str) -> Said:
    """A key as messages name it."""
    return Said(f"key '{key}'", f"nyckeln ”{key}”")
