"""Everything that is wrong with a workspace, gathered before anyone is told, and what it stops."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mediahub.errors import SettingsError


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
        # One problem is one line, whatever a name holds.
        line = " ".join((f"{file}: {where}: {what}" if where else f"{file}: {what}").split())
        line = line.encode("utf-8", "replace").decode()
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
        head = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
        raise SettingsError("\n".join([f"{head} in the workspace:", *lines]))


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
    return f"; did you mean '{near}'?" if near is not None else ""


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
        hint = f"; did you mean {_listed(inside)}?" if inside else did_you_mean(given, ids)
        raise SettingsError(
            f"there is no item '{given}'{hint or '; `mediahub plan --all` lists them'}"
        )
    raise SettingsError(
        f"'{given}' begins {len(fitting)} ids: {_listed(fitting)}; write more of the one you mean"
    )


def _inside(given: str, ids: Collection[str]) -> list[str]:
    """The ids in which `given` stands as whole words; else those in which a word begins so."""
    typed = given.strip("-").lower()
    whole = [one for one in ids if typed and f"-{typed}-" in f"-{one}-"]
    return sorted(whole or [one for one in ids if typed and f"-{typed}" in f"-{one}"])


def _listed(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return ", ".join(ids[:SHOWN]) + more


def place(table: str, number: int | None = None, key: str = "") -> str:
    """Where in a TOML file: `[table]` or `[[table]] 2`, and the key."""
    parts = []
    if table:
        parts.append(f"[{table}]" if number is None else f"[[{table}]] {number}")
    if key:
        parts.append(f"key '{key}'")
    return ", ".join(parts)
