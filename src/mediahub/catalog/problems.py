"""Everything that is wrong with a workspace, gathered before anyone is told."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mediahub.errors import SettingsError


@dataclass(slots=True)
class Problems:
    """A list that each check adds its lines to, in the order they are found."""

    found: list[tuple[str, str]] = field(default_factory=list)
    """The file (as seen from the workspace) and the line that tells of the problem."""

    def add(self, file: str, where: str, what: str) -> None:
        """One problem: the file (from the workspace), the table and key ("" for none), what."""
        # One problem is one line, whatever a name holds.
        line = " ".join((f"{file}: {where}: {what}" if where else f"{file}: {what}").split())
        line = line.encode("utf-8", "replace").decode()
        if (file, line) not in self.found:
            self.found.append((file, line))

    def raise_if_any(self) -> None:
        """Raise one SettingsError with every line, file by file, when there is any."""
        if not self.found:
            return
        # Within a file in the order found; mediahub.toml, on which the others lean, first.
        lines = [line for _, line in sorted(self.found, key=lambda one: ("/" in one[0], one[0]))]
        head = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
        raise SettingsError("\n".join([f"{head} in the workspace:", *lines]))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ "; did you mean 'x'?" with the nearest known word, or "" when none is near."""
    import difflib

    by_lower = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower()[:80], by_lower, n=1, cutoff=0.6)
    return f"; did you mean '{by_lower[near[0]]}'?" if near else ""


def place(table: str, number: int | None = None, key: str = "") -> str:
    """Where in a TOML file: `[table]` or `[[table]] 2`, and the key."""
    parts = []
    if table:
        parts.append(f"[{table}]" if number is None else f"[[{table}]] {number}")
    if key:
        parts.append(f"key '{key}'")
    return ", ".join(parts)
