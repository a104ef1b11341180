"""Files and themes before their values are read: the file, its id, the table that tells of it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediahub.catalog.problems import place
from mediahub.catalog.scan import Folder
from mediahub.tongues import joined


@dataclass(slots=True)
class Document:
    """A TOML file: where it stands, how messages name it, and what it says.

    `raw` is None when it could not be read; what it might have said is not held against others.
    """

    path: Path
    label: str
    raw: dict[str, Any] | None


@dataclass(slots=True, eq=False)
class FoundTheme:
    """A folder with a theme.toml."""

    id: str
    folder: Folder
    document: Document
    listed: dict[int, "FoundFile"] = field(default_factory=dict)
    """The file that each of its [[items]] names, counted from 0."""
    problems: tuple[str, ...] = ()
    """What is wrong with the theme itself; it stops all its items."""
    faulty: frozenset[str] = frozenset()
    """The keys of its own whose values name what cannot be used."""


@dataclass(slots=True, eq=False)
class FoundFile:
    """An item: its file, the theme it belongs to, and the table that describes it, if any."""

    folder: Folder
    """Where the file stands; a stand-in with no files for a folder that is not in media/."""
    name: str
    path: str
    theme: FoundTheme | None = None
    document: Document | None = None
    table: dict[str, Any] | None = None
    number: int | None = None
    """Which of its theme's [[items]] it is, counted from 0; None for a file of its own."""
    id: str = ""
    captions: str | None = None
    problem: str | None = None
    """Why the file itself cannot be used."""
    missing: bool = False
    """Whether only a TOML speaks of it: there is no such file."""
    problems: tuple[str, ...] = ()
    """What is wrong with what is written of it, and with its id."""
    faulty: frozenset[str] = frozenset()
    """The keys of its table whose values name what cannot be used."""

    @property
    def label(self) -> str:
        """The file as messages name it."""
        return f"{self.folder.label}/{self.name}" if self.folder.parts else self.name

    def where(self, key: str = "") -> str:
        """The table in its document, and the key, as messages name them."""
        if self.number is None:
            return place("", key=key)
        return place("items", self.number + 1, key)

    @property
    def why(self) -> str | None:
        """Everything that stops the item, a line each; None for a sound one."""
        of_theme = self.theme.problems if self.theme else ()
        if self.problem is None and not of_theme and not self.problems:
            return None
        lines = [*filter(None, [self.problem]), *of_theme, *self.problems]
        return joined("\n", dict.fromkeys(lines))

    @property
    def told_in(self) -> str:
        """The document and table that describe it, as messages name them; else the file."""
        if self.document is None:
            return self.label
        return joined(", ", filter(None, [self.document.label, self.where()]))
