"""The fields of forms: what a table's value looks like in one, and what is typed as a value."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from mediahub.catalog.languages import CODES, language_in_name
from mediahub.catalog.moments import publication_time, stockholm, swedish_second
from mediahub.desk.sheets import Sheet
from mediahub.web.staff.tongue import marked, say

Kind = Literal[
    "line", "prose", "lines", "commas", "day", "moment", "number", "choice", "answer", "check",
    "languages", "parts",
]  # fmt: skip
LONGEST = 20_000
"""Characters of one field."""
_WRONG: dict[Kind, str] = {
    "day": marked("Skriv datumet som 2026-01-31."),
    "moment": marked("Skriv dag och klockslag som 2026-01-31 06:00."),
    "number": marked("Skriv ett heltal, 1 eller mer."),
    "languages": marked("Skriv språken med komma emellan, som sv eller sv, en."),
    "choice": marked("Det valet finns inte längre. Välj något annat."),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: the table's key, its words, and how it is filled in.

    `wrong` is what is said when the model refuses the value. `choices` are values and words.
    """

    key: str
    label: str
    kind: Kind = "line"
    help: str = ""
    wrong: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The table's keys that it is about."""
        both = self.kind == "languages"
        return frozenset(("language", "languages")) if both else frozenset((self.key,))

    @property
    def told(self) -> str:
        """What is wrong with a value that the model refuses."""
        if self.required and not self.wrong:
            return say("Det här behöver fyllas i.")
        return say(self.wrong or _WRONG.get(self.kind, marked("Det går inte att använda.")))


def shown(field: Field, table: Mapping[str, Any]) -> str:
    """What the form has in the field."""
    if field.kind == "languages":
        several = table.get("languages")
        return ", ".join(several) if isinstance(several, list) else str(table.get("language", ""))
    value = table.get(field.key)
    if value is None:
        return ""
    show = _SHOWN.get(field.kind)
    return show(value) if show is not None else str(value).strip("\n")


def read(field: Field, text: str) -> dict[str, object]:
    """What is typed, as values by key; None takes a key away. Raises ValueError, in Swedish."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise ValueError(say("Det är för långt."))
    if not text and field.required:
        raise ValueError(field.told)
    if field.kind == "languages":
        return _languages(text)
    if field.kind == "choice" and text and text not in dict(field.choices):
        raise ValueError(field.told)
    if not text:
        return {field.key: None}
    try:
        return {field.key: _READ.get(field.kind, _line)(text)}
    except ValueError:
        raise ValueError(field.told) from None


def _languages(text: str) -> dict[str, object]:
    given = _parted(text, ",")
    codes = [
        one if one in CODES else language_in_name(one.lower(), after_dot=True) or one
        for one in given
    ]
    if len(codes) > 1:
        return {"languages": codes, "language": None}
    return {"language": codes[0] if codes else None, "languages": None}


def _line(text: str) -> str:
    return " ".join(text.split())


def _parted(text: str, signs: str) -> list[str]:
    return [one.strip() for one in re.split(f"[{signs}]", text) if one.strip()]


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(text)
    return int(text)


def _parts(text: str) -> list[dict[str, str]]:
    parts = (line.partition(" ") for line in text.split("\n"))
    return [{"person": person, "role": role} for role, _, person in parts]


def _shown_parts(value: Any) -> str:
    parts = value if isinstance(value, list) else []
    return "\n".join(f"{one.get('role', '')} {one.get('person', '')}" for one in parts)


def _shown_list(value: Any, between: str) -> str:
    return between.join(str(one) for one in value) if isinstance(value, list) else str(value)


def _shown_moment(value: Any) -> str:
    try:
        return f"{publication_time(value).astimezone(stockholm()):%Y-%m-%dT%H:%M}"
    except ValueError:
        return str(value)


_SHOWN: Mapping[Kind, Callable[[Any], str]] = {
    "lines": lambda value: _shown_list(value, "\n"),
    "commas": lambda value: _shown_list(value, ", "),
    "moment": _shown_moment,
    "answer": lambda value: "ja" if value else "nej",
    "check": lambda value: "ja" if value else "",
    "parts": _shown_parts,
}
_READ: Mapping[Kind, Callable[[str], object]] = {
    "prose": str,
    "lines": lambda text: _parted(text, "\n"),
    "commas": lambda text: _parted(text, ",\n"),
    "day": date.fromisoformat,
    "moment": lambda text: swedish_second(datetime.fromisoformat(text)),
    "number": _number,
    "answer": lambda text: text == "ja",
    "check": lambda text: True if text == "ja" else None,
    "parts": _parts,
}


class TypedError(Exception):
    """What was typed cannot be saved as it is.

    `wrong` says why, by key; `theirs` is what somebody else has written meanwhile in the same
    field. `sheet` is what stands there now, `values` what of the rest could be read.
    """

    def __init__(
        self,
        sheet: Sheet,
        wrong: Mapping[str, str],
        theirs: Mapping[str, str],
        values: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__("the form cannot be saved as it is")
        self.sheet, self.wrong, self.theirs = sheet, dict(wrong), dict(theirs)
        self.values = dict(values or {})


def merged(
    fields: tuple[Field, ...],
    sheet: Sheet,
    typed: Mapping[str, str],
    base: Mapping[str, str],
    version: str,
    wrong: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """The values that are to be written: what was typed where it differs from what stands there.

    `base` is what the form showed when it was opened, of the sheet's `version`. What another has
    written since in other fields stays. Raises TypedError for fields that both changed otherwise,
    and for what is no value; `wrong` is what is known to be none.
    """
    wrong = dict(wrong or {})
    theirs: dict[str, str] = {}
    values: dict[str, object] = {}
    for field in fields:
        now = shown(field, sheet.table)
        mine = typed.get(field.key, "").replace("\r\n", "\n").strip("\n")
        same = version == sheet.version
        if field.required and not mine.strip():
            wrong[field.key] = field.told
        if mine == now or (not same and mine == base.get(field.key)):
            continue
        if not same and base.get(field.key) != now:
            theirs[field.key] = now
        try:
            values |= read(field, mine)
        except ValueError as error:
            wrong.setdefault(field.key, str(error))
    if wrong or theirs:
        raise TypedError(sheet, wrong, theirs, values)
    return values
