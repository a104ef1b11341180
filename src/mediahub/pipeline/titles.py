"""What a file that no TOML names is called: what its tags say, where they say anything."""

import re
from dataclasses import replace

from mediahub.catalog import Item
from mediahub.workspace.state import ItemState

_SAYS_NOTHING = re.compile(
    r"""\s*
    (?: untitled | unknown | unbenannt | namnlös[at]? | okänd[at]? | utan\ titel | no\ title | title
      | titel | test | new\ recording | ny\ inspelning | inspelning | recording | audio | ljud
      | track | spår | file | fil | clip | klipp | video | film | movie | zoom | voice | memo
      | röstmemo | voice\ memo | ny\ röstinspelning | okänd\ artist | unknown\ artist
    )?
    [\s\d._:#()-]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What recorders and editors write into a title when nobody gave one: a word, a number, or both."""


def titled(item: Item, state: ItemState | None) -> Item:
    """The item under the title of its file's tags, when no TOML gives one and they tell of one."""
    if not item.bare or state is None or not says_something(state.title):
        return item
    assert state.title is not None  # noqa: S101 - None says nothing
    return replace(item, title=state.title)


def says_something(title: str | None) -> bool:
    """Whether a title was given by a person: "Spår 01" and "Untitled" were not."""
    return title is not None and _SAYS_NOTHING.fullmatch(title) is None
