"""The lexicon of the installed dictionary: made once on a machine and kept in the user's cache."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from mediahub.language.lexicon_table import Lexicon, load, save
from mediahub.tongues import Said

VERSION = 3
"""Raise when the same dictionary would give another lexicon."""


def word_list(name: str, *, by_line: bool = False) -> tuple[str, ...]:
    """The words (or lines) of the file `name` in this room's data, those behind # left out."""
    from importlib import resources

    text = resources.files("mediahub.language").joinpath("data", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(lines) if by_line else tuple(word for line in lines for word in line.split())


@cache
def lexicon() -> Lexicon:
    """The lexicon of the installed dictionary, from the user's cache folder.

    The first call on a machine makes it (see `prepare`). `MEDIAHUB_CACHE` names another folder.
    """
    path = _path()
    try:
        return load(path)
    except (OSError, ValueError):
        return _make(path)


def prepare(say: Callable[[str], None]) -> None:
    """Make the lexicon if this machine has none yet, after one sentence to `say` about it.

    Quick when it is there. Of two processes that ask at once one makes it and the other waits.
    """
    path = _path()
    if path.exists():
        return
    say(
        Said(
            "The table of Swedish words (32 MB) is made once on this machine, which takes "
            "about half a "
            f"minute, and kept in {path.parent}.",
            "Tabellen med svenska ord (32 MB) görs en gång på den här datorn, vilket tar "
            f"ungefär en halv minut, och sparas i {path.parent}.",
        )
    )
    lexicon()


def _path() -> Path:
    return _cache_folder() / f"lexicon-{identity()}.bin"


def _make(path: Path) -> Lexicon:
    """Build the lexicon and keep it at `path`, in place of those of other versions."""
    from filelock import FileLock

    made = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name("lexicon.lock")):
            try:
                return load(path)  # made while this process waited
            except (OSError, ValueError):
                made = _build()
            save(made, path)
            for old in path.parent.glob("lexicon-*.bin"):
                if old != path:
                    with suppress(OSError):  # in use, on a system that minds
                        old.unlink()
        return load(path)
    except OSError:
        # A folder that cannot be written costs time at each start, no more.
        return _build() if made is None else made


@cache
def identity() -> str:
    """What the lexicon depends on, as a short text: it changes when stems and parts may."""
    from importlib import metadata

    versions = (metadata.version(name) for name in ("hunspell-sv", "simplemma"))
    return "-".join((str(VERSION), *versions))


def _cache_folder() -> Path:
    if folder := os.environ.get("MEDIAHUB_CACHE"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("mediahub", appauthor=False)


def _build() -> Lexicon:
    # All of this is for the one time that a machine makes the lexicon.
    from simplemma.strategies.dictionaries.dictionary_factory import (
        DefaultDictionaryFactory,
    )

    from mediahub.language.hunspell import Dictionary
    from mediahub.language.lexicon_build import build
    from mediahub.language.lexicon_forms import Lemmas

    dictionary = Dictionary(_dictionary_file("sv_SE.dic"), _dictionary_file("sv_SE.aff"))
    return build(
        dictionary,
        Lemmas(DefaultDictionaryFactory().get_dictionary("sv").items()),
        never_first=frozenset(word_list("never_first.txt")),
        never_last=frozenset(word_list("never_last.txt")),
    )


def _dictionary_file(name: str) -> Path:
    # The distribution holds no module, only files below the environment's share folder.
    from importlib import metadata

    for file in metadata.files("hunspell-sv") or ():
        if file.name == name:
            return Path(str(file.locate())).resolve()
    raise FileNotFoundError(f"the package hunspell-sv holds no {name}")
