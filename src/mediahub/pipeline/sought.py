"""One thing that is found on the public pages, and where what was made of it is kept."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from mediahub.feed import ascii_name
from mediahub.findable import TakesPart
from mediahub.pipeline.indexables import Indexed
from mediahub.search.analysis import VERSION as ANALYSIS
from mediahub.workspace.digests import sha256_of_value
from mediahub.workspace.paths import Workspace

FINDABLE_VERSION = 5
"""Grows when the same words would give other files."""
GLOSSARY = "Ordlista"
"""The label of what a theme explains."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing that may be found: where its page is, what it is called, and its passages."""

    indexed: Indexed
    address: str
    title: str
    label: str
    detail: str
    people: tuple[TakesPart, ...] = ()
    titled: bool = True
    """Whether its page is the one that a search for the title means."""

    @property
    def folder(self) -> str:
        """Its name among the index's files."""
        return ascii_name(self.indexed.id)

    @property
    def mark(self) -> tuple[str, str]:
        """Its folder, and a digest of all that its part of the index is made of."""
        parts = [FINDABLE_VERSION, ANALYSIS, self.indexed.fingerprint, self.address]
        people = [[one.name, one.listed] for one in self.people]
        of_all = [*parts, self.title, self.label, self.detail, people]
        return self.folder, sha256_of_value(of_all)


def kept_folder(workspace: Workspace) -> Path:
    """Where the parts are kept; they may be deleted."""
    return workspace.private / "findable"


def forget_parts(workspace: Workspace) -> None:
    """Have every part made anew, whatever it was made of."""
    shutil.rmtree(kept_folder(workspace), ignore_errors=True)
