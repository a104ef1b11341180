"""Notices: what a person should look at although the work went on, in Swedish and English.

A room that notices something makes the value where it is noticed; it is kept with the result that
it is about, and shown wherever that result is. Silence is for what is right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mediahub.tongues import Words

__all__ = ["NOTHING", "Notice", "NoticeKind", "Words", "notice_from_json", "notice_to_json"]


NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to look at: what kind it is, where, what was found, and what to do about it.

    `place` is a file in the workspace (forward slashes) and, after a comma, a place in it; "" for
    what is about an item as a whole. `said` and `advice` are whole sentences; there need not be
    any advice.
    """

    code: str
    place: str
    said: Words
    advice: Words = NOTHING

    def __str__(self) -> str:
        return self.told()

    def told(self, *, swedish: bool = False) -> str:
        """The notice on one line: place, what was found, what to do."""
        at = 1 if swedish else 0
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.said[at]} {self.advice[at]}".strip()


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice: its code (lower case, words joined by hyphens) and its words.

    In the words `{name}` stands for a value.
    """

    code: str
    said: Words
    advice: Words = NOTHING

    def at(self, place: str, **values: object) -> Notice:
        """The notice of this kind at `place`. Raises KeyError for a value that is not given."""
        return Notice(self.code, place, self.said.filled(values), self.advice.filled(values))


def notice_to_json(notice: Notice) -> dict[str, Any]:
    """The notice as a JSON value."""
    value: dict[str, Any] = {
        "code": notice.code,
        "place": notice.place,
        "english": notice.said.english,
        "swedish": notice.said.swedish,
    }
    if notice.advice != NOTHING:
        value |= {"do": notice.advice.english, "do_swedish": notice.advice.swedish}
    return value


def notice_from_json(value: Mapping[str, Any]) -> Notice:
    """The notice that `notice_to_json` wrote. Raises KeyError when a part is missing."""
    return Notice(
        value["code"],
        value["place"],
        Words(value["english"], value["swedish"]),
        Words(value.get("do", ""), value.get("do_swedish", "")),
    )
