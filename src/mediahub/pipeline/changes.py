"""The words for what has changed, and the two tables that most stages begin with."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mediahub.pipeline.stage import Change


def plain(sentence: str) -> Callable[[Any, Any], str]:
    """The same words whatever the change."""
    return lambda _old, _new: sentence


def came_or_went(what: str) -> Callable[[Any, Any], str]:
    """For a file that may be absent (`what` in the plural): new, gone or changed."""

    def words(old: Any, new: Any) -> str:
        if old is None:
            return f"{what} are new"
        return f"{what} are gone" if new is None else f"{what} changed"

    return words


def terms(what: str) -> Callable[[Any, Any], str]:
    """For a list of terms: how many were added and removed."""

    def words(old: Sequence[str] | None, new: Sequence[str] | None) -> str:
        before, now = set(old or ()), set(new or ())
        parts = [
            f"{count} term{'s' if count > 1 else ''} {verb}"
            for count, verb in ((len(now - before), "added"), (len(before - now), "removed"))
            if count
        ]
        return f"{what}: " + (", ".join(parts) or "in another order")

    return words


def setting(name: str) -> Callable[[Any, Any], str]:
    """For a single value: what it was and what it is."""

    def words(old: Any, new: Any) -> str:
        if old is None or new is None:
            return f"the {name} is {'new' if old is None else 'gone'}"
        return f"{name} {old} → {new}"

    return words


def bounds(old: Sequence[int] | None, new: Sequence[int] | None) -> str:
    """For the number of speakers."""
    return f"number of speakers {_bounds(old)} → {_bounds(new)}"


def _bounds(value: Sequence[int] | None) -> str:
    if not value:
        return "unknown"
    return str(value[0]) if value[0] == value[1] else f"{value[0]}–{value[1]}"


def model(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> str:
    """For a model: a better one, or another one that a person named."""
    before, after = (one["name"] if one else "none" for one in (old, new))
    better = old is None or (new is not None and 0 < old["rank"] < new["rank"])
    return f"{'a better' if better else 'another'} model is at hand: {before} → {after}"


CHEAP: Mapping[str, Change] = {
    "version": Change("stale", setting("stage version")),
    "record": Change("stale", plain("the note of what it was made from is lost")),
}
"""Every stage whose result costs little is simply made again."""

DEAR: Mapping[str, Change] = {
    "version": Change("renewable", setting("stage version"), renew="version"),
    "record": Change(
        "renewable", plain("the note of what it was made from is lost"), renew="record"
    ),
    "model": Change("renewable", model, renew="model"),
}
"""Work of hours is never thrown away unasked: only another source makes it wrong."""
