"""What can be found: an item with its passages."""

from dataclasses import dataclass

from mediahub.search import Passage

FOLDER = "hitta"
"""The folder of the index in the site."""


@dataclass(frozen=True, slots=True)
class TakesPart:
    """Somebody who takes part in an item, and whether they agreed to be listed."""

    name: str
    listed: bool


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One thing that can be found: its page's address in the site, its title, and its passages.

    `label` says what it is in words ("Film"), `detail` what else is shown under the title (a date,
    a theme). `folder` is a name of a-z, 0-9, `-`, `_` and `.`, its own. `people` take part in it.
    """

    folder: str
    address: str
    title: str
    label: str
    detail: str
    passages: tuple[Passage, ...]
    people: tuple[TakesPart, ...] = ()
