"""The values of an expression: what may stand beside a field, read or refused at its place."""

from mediahub.pipeline.selection.cursor import Cursor
from mediahub.pipeline.selection.expression import Days, Written, days, same
from mediahub.pipeline.selection.fields import Field
from mediahub.pipeline.selection.tokens import Token
from mediahub.tongues import Said

WORDS = ("and", "or", "not", "in", "contains", "true", "false", "none")
"""What is part of the grammar, and so no name of a field and no unit."""
_MINUTES = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1 / 60),
    **dict.fromkeys(("m", "min", "minute", "minutes"), 1.0),
    **dict.fromkeys(("h", "hour", "hours"), 60.0),
}


def read_value(cursor: Cursor, field: Field, *, whole: bool = True) -> Written:
    """The value that stands here for a field; `whole` is for a text that must be one of its values.

    Raises SettingsError that shows the place where none of its kind stands.
    """
    token = cursor.now
    if token.kind == "end":
        raise cursor.refused(Said("a value is missing at the end", "ett värde fattas i slutet"))
    cursor.next()
    if token.kind == "word" and token.value.lower() == "none":
        if field.kind == "flag":
            raise cursor.refused(
                Said(f"{field.name} is true or false", f"{field.name} är true eller false"),
                token,
            )
        return Written(None, token.start, token.end)
    if field.kind == "text":
        value: str | float | bool | Days = _text_of(cursor, field, token, whole=whole)
    elif field.kind == "flag":
        value = _yes_or_no(cursor, field, token)
    elif field.kind in ("date", "moment"):
        value = _days_of(cursor, field, token)
    else:
        value = _number(cursor, field, token)
    return Written(value, token.start, cursor.before.end)


def _text_of(cursor: Cursor, field: Field, token: Token, *, whole: bool) -> str:
    if token.kind != "text":
        if token.kind == "word":
            raise cursor.refused(
                Said(
                    f'a text stands in quotes: "{token.value}"',
                    f'en text står inom citattecken: "{token.value}"',
                ),
                token,
            )
        raise cursor.refused(
            Said(
                f"here a text should stand, such as {example(field)}",
                f"här ska en text stå, som {example(field)}",
            ),
            token,
        )
    if whole and field.values and same(token.value) not in field.values:
        raise cursor.refused(
            Said(
                f"{field.name} is {' or '.join(field.values)}",
                f"{field.name} är {' eller '.join(field.values)}",
            ),
            token,
        )
    return token.value


def _yes_or_no(cursor: Cursor, field: Field, token: Token) -> bool:
    if token.kind == "word" and token.value.lower() in ("true", "false"):
        return token.value.lower() == "true"
    raise cursor.refused(
        Said(f"{field.name} is true or false", f"{field.name} är true eller false"), token
    )


def _days_of(cursor: Cursor, field: Field, token: Token) -> Days | bool:
    if field.kind == "moment" and token.value.lower() in ("true", "false"):
        return token.value.lower() == "true"
    found = days(token.value) if token.kind in ("text", "day", "number") else None
    if found is None:
        raise cursor.refused(
            Said(
                "here a day should stand: 2020-06-03, or 2020-06 or 2020",
                "här ska en dag stå: 2020-06-03, eller 2020-06 eller 2020",
            ),
            token,
        )
    return found


def _number(cursor: Cursor, field: Field, token: Token) -> float:
    if token.kind == "clock" and field.kind == "minutes":
        parts = [int(part) for part in token.value.split(":")]
        if any(part >= 60 for part in parts[1:]):
            raise cursor.refused(
                Said(
                    "a minute has 60 seconds, and an hour 60 minutes",
                    "en minut har 60 sekunder, och en timme 60 minuter",
                ),
                token,
            )
        hours = parts[0] if len(parts) == 3 else 0
        return 60 * hours + parts[-2] + parts[-1] / 60
    if token.kind != "number":
        raise cursor.refused(
            Said(
                f"here a number should stand, such as {example(field)}",
                f"här ska ett tal stå, som {example(field)}",
            ),
            token,
        )
    number, after = float(token.value), cursor.now
    if after.value == "," and cursor.following.start == after.end:
        following = cursor.following
        if following.kind == "number" and after.start == token.end and not cursor.in_list:
            whole = f"{token.value}.{following.value}"
            raise cursor.refused_from(
                token.start,
                following.end,
                Said(f"write {whole} with a point", f"skriv {whole} med punkt"),
            )
    if field.kind == "share":
        return _share(cursor, field, token, number)
    if field.kind == "minutes" and after.kind == "word" and after.value.lower() in _MINUTES:
        cursor.next()
        return number * _MINUTES[after.value.lower()]
    if field.kind == "minutes" and after.kind == "word" and after.value not in WORDS:
        raise cursor.refused(
            Said("a length is in s, min or h", "en längd är i s, min eller h"), after
        )
    return number


def _share(cursor: Cursor, field: Field, token: Token, number: float) -> float:
    if cursor.take("%"):
        return number / 100
    if number > 1:
        percent = f"{number / 100:g} or {number:g} %"
        raise cursor.refused(
            Said(
                f"{field.name} is a share from 0 to 1: write {percent}",
                f"{field.name} är en andel från 0 till 1: skriv {percent}",
            ),
            token,
        )
    return number


def example(field: Field) -> str:
    """A comparison that can be written with a field."""
    values = {
        "text": f'== "{field.values[0] if field.values else "…"}"',
        "count": "> 2",
        "share": "< 0.8",
        "minutes": "< 30",
        "date": ">= 2020-06-03",
        "moment": ">= 2020-06-03",
        "flag": "== true",
    }
    return f"`{field.name} {values[field.kind]}`"
