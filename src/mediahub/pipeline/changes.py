"""The words for what has changed, and the two tables that most stages begin with."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mediahub.pipeline.stage import Change
from mediahub.tongues import Said, Words, joined

UNKNOWN = Said("unknown", "okänt")


def plain(english: str, swedish: str) -> Callable[[Any, Any], Said]:
    """The same words whatever the change."""
    return lambda _old, _new: Said(english, swedish)


def came_or_went(english: str, swedish: str) -> Callable[[Any, Any], Said]:
    """For a file that may be absent (in the plural): new, gone or changed."""
    what = Said(english, swedish)

    def words(old: Any, new: Any) -> Said:
        if old is None:
            return Words("{what} are new", "{what} är nya").said(what=what)
        if new is None:
            return Words("{what} are gone", "{what} är borta").said(what=what)
        return Words("{what} changed", "{what} är ändrade").said(what=what)

    return words


def terms(english: str, swedish: str) -> Callable[[Any, Any], Said]:
    """For a list of terms: how many were added and removed."""
    what = Said(english, swedish)

    def words(old: Sequence[str] | None, new: Sequence[str] | None) -> Said:
        before, now = set(old or ()), set(new or ())
        verbs = (
            (len(now - before), Words("added", "till")),
            (len(before - now), Words("removed", "färre")),
        )
        parts = joined(
            ", ",
            (
                Said(
                    f"{count} term{'s' if count > 1 else ''} {verb.english}",
                    f"{count} ord {verb.swedish}",
                )
                for count, verb in verbs
                if count
            ),
        )
        told = parts or Said("in another order", "i en annan ordning")
        return Words("{what}: {told}", "{what}: {told}").said(what=what, told=told)

    return words


def setting(english: str, swedish: str) -> Callable[[Any, Any], Said]:
    """For a single value: what it was and what it is. The Swedish name is in the definite form."""

    def words(old: Any, new: Any) -> Said:
        if old is None:
            return Said(f"the {english} is new", f"{swedish} har kommit till")
        if new is None:
            return Said(f"the {english} is gone", f"{swedish} finns inte längre")
        return Said(f"{english} {old} → {new}", f"{swedish}: {old} → {new}")

    return words


def bounds(old: Sequence[int] | None, new: Sequence[int] | None) -> Said:
    """For the number of speakers."""
    words = Words("number of speakers {old} → {new}", "antalet talare: {old} → {new}")
    return words.said(old=_bounds(old), new=_bounds(new))


def _bounds(value: Sequence[int] | None) -> str:
    if not value:
        return UNKNOWN
    return str(value[0]) if value[0] == value[1] else f"{value[0]}–{value[1]}"


def model(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Said:
    """For a model: a better one, or another one that a person named."""
    before, after = (one["name"] if one else Said("none", "ingen") for one in (old, new))
    better = old is None or (new is not None and 0 < old["rank"] < new["rank"])
    words = (
        Words("a better model is at hand: {old} → {new}", "en bättre modell finns: {old} → {new}")
        if better
        else Words("another model is at hand: {old} → {new}", "en annan modell: {old} → {new}")
    )
    return words.said(old=before, new=after)


_LOST = plain("the note of what it was made from is lost", "anteckningen om källan är borta")
CHEAP: Mapping[str, Change] = {
    "version": Change("stale", setting("stage version", "stegets version")),
    "record": Change("stale", _LOST),
}
"""Every stage whose result costs little is simply made again."""

NEW_TRANSCRIPT = Change("stale", plain("the transcript is new", "avskriften är ny"))
OTHER_MEDIA = Change(
    "stale", plain("what was found in the file changed", "det som står i filen är ändrat")
)

DEAR: Mapping[str, Change] = {
    "version": Change("renewable", setting("stage version", "stegets version"), renew="version"),
    "record": Change("renewable", _LOST, renew="record"),
    "model": Change("renewable", model, renew="model"),
}
"""Work of hours is never thrown away unasked: only another source makes it wrong."""
