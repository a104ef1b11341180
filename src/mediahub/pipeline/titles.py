"""What a file that no TOML names is called: what its tags or its own text say, if anything."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from typing import Any

from mediahub.catalog import Contributor, Item, Person
from mediahub.catalog.ids import slug
from mediahub.catalog.naming import title_from_name
from mediahub.catalog.scan import stem_and_ending
from mediahub.documents import About
from mediahub.workspace.state import ItemState

_LANGUAGE = "sv"
"""What an item is in when nothing says otherwise."""

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


def described(item: Item, about: About | None, people: Sequence[Person]) -> Item:
    """A text with what it says of itself, where no TOML says it: who wrote it, what it is about,
    its language and its day.

    `people` are the registry; who is not in it is known by name alone.
    """
    if not item.written:
        return item
    item = _undescribed(item)
    if about is None:
        return item
    said: dict[str, Any] = {}
    if about.authors and not any(one.role == "writer" for one in item.contributors):
        writers = (Contributor(_person(name, people), "writer") for name in about.authors)
        said["contributors"] = (*item.contributors, *writers)
    if about.summary and not item.description.strip():
        said["description"] = about.summary
    if about.language and item.language == _LANGUAGE:
        said["language"] = about.language
    if about.date and item.date is None:
        said["date"] = dt.date.fromisoformat(about.date)
    return replace(item, **said, said_by_file=tuple(said))


def _undescribed(item: Item) -> Item:
    """The item as its TOML alone has it."""
    nothing: dict[str, Any] = {
        "contributors": tuple(one for one in item.contributors if one.role != "writer"),
        "description": "",
        "language": _LANGUAGE,
        "date": None,
    }
    return replace(item, **{name: nothing[name] for name in item.said_by_file}, said_by_file=())


def _person(name: str, people: Sequence[Person]) -> Person:
    wanted = name.casefold().split()
    for one in people:
        if wanted in [known.casefold().split() for known in (one.name, *one.aliases)]:
            return one
    taken = {one.id for one in people}
    own = slug(name) or "skribent"
    return Person(own if own not in taken else f"{own}-i-texten", name)


def about_to_json(about: About | None) -> list[Any] | None:
    """A JSON value of what a text says of itself, None when it says nothing."""
    return None if about is None or about == About() else [*astuple(about)]


def about_of(value: Any) -> About | None:
    """What a text says of itself, from the JSON value that was kept of it; None for nothing."""
    try:
        authors, *others = value
        return About(tuple(authors), *others)
    except (TypeError, ValueError):
        return None


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
