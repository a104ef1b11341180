"""What a file that no TOML names is called: what its tags or its own text say, if anything."""

import re
from collections.abc import Mapping
from dataclasses import replace

from mediahub.catalog import Item
from mediahub.catalog.naming import title_from_name
from mediahub.catalog.scan import stem_and_ending
from mediahub.workspace.state import ItemState

_EMPTY_WORDS = """
artist audio bounce clip copy dictaphone draft edit edited export exported fil file film final
finale färdig inspelning klipp kopia ljud ljudfil ljudinspelning master mastered meeting memo memos
mix mixdown mixed mono movie name namnlös namnlösa namnlöst new no ny nytt okänd okända okänt
project
projekt recording recordings redigerad render rendered röstinspelning röstmemo sans sekvens sequence
session slutlig slutversion sound spår stereo teams test testing tidslinje timeline titel title
titre
track tracks unbenannt unknown unnamed untitled utan utkast version video voice zoom
"""
"""What recorders and editing programs write into a title when nobody gave one."""
_SAYS_NOTHING = frozenset(_EMPTY_WORDS.split())
_MARK = re.compile(r"v?\d+\w?|v|nr|of|av", re.IGNORECASE)
_CAMERA = re.compile(
    r"(?:img|dsc\w?|dji|mvi|mov|vid|rec|zoom|gopr|gx|aud|trk|gmt|ste|whatsapp)[\W_]*\d{2,}.*",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\S*_\S*|.*\.(?:wav|mp3|m4a|m4v|mp4|mov|aiff?|flac|ogg|opus|mkv|avi|wma|aup3?|sesx|prproj)",
    re.IGNORECASE,
)


def titled(item: Item, state: ItemState | None) -> Item:
    """The item under the title of its file's tags, when no TOML gives one and they tell of one."""
    if not item.bare or state is None or not says_something(state.title):
        return item
    assert state.title is not None  # noqa: S101 - None says nothing
    return replace(item, title=state.title)


def called(item: Item, titles: Mapping[str, str]) -> Item:
    """A document under its own title (`titles`, by item) or its file's, where no TOML gives one."""
    if not (item.bare and item.written):
        return item
    return replace(
        item, title=titles.get(item.id) or title_from_name(stem_and_ending(item.path.name)[0])
    )


def says_something(title: str | None) -> bool:
    """Whether a title was given by a person, who writes words.

    "Spår 01", "Untitled" and "Slutmix v3" were not, nor was what is a file's name
    ("20240506_MIX", "intervju.wav", "IMG 0042").
    """
    if title is None:
        return False
    name = title.strip()
    if _FILE.fullmatch(name) or _CAMERA.fullmatch(name):
        return False
    words = re.findall(r"[^\W_]+", name.lower())
    return any(word not in _SAYS_NOTHING and not _MARK.fullmatch(word) for word in words)
