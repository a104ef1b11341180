"""The grammar of an expression: a text read into a value, or refused with a caret at the place.

some    = every ("or" every)*
every   = one ("and" one)*
one     = "not" one | "(" some ")" | FIELD [comparison]
comparison = ("==" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "contains") VALUE
           | ["not"] "in" "[" VALUE ("," VALUE)* "]" | "not" "contains" VALUE
"""

import unicodedata

from mediahub.catalog.problems import nearest
from mediahub.errors import SettingsError
from mediahub.pipeline.selection.expression import (
    Bare,
    Compare,
    Days,
    Every,
    Expression,
    Node,
    Not,
    Operator,
    Some,
    Written,
    days,
    same,
)
from mediahub.pipeline.selection.fields import BARE, BY_NAME, FIELDS, ORDERED, Field
from mediahub.pipeline.selection.tokens import Token, fault, meant, tokens
from mediahub.tongues import Said, Words

DEEPEST = 60
"""So many brackets and `not` may stand in each other."""
_ORDER: dict[str, Operator] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
_EQUAL: dict[str, Operator] = {"==": "==", "!=": "!="}
_AMONG = ("in", "contains", "~")
_WORDS = ("and", "or", "not", "in", "contains", "true", "false", "none")
_MINUTES = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1 / 60),
    **dict.fromkeys(("m", "min", "minute", "minutes"), 1.0),
    **dict.fromkeys(("h", "hour", "hours"), 60.0),
}


def parse(text: str) -> Expression:
    """The expression in a text. Raises SettingsError that shows the place with a caret."""
    composed = unicodedata.normalize("NFC", text)
    parser = _Parser(composed)
    if parser.through:
        names = ", ".join(field.name for field in FIELDS)
        raise fault(
            composed or " ",
            0,
            1,
            _fields(Said("there is nothing to go by", "det står inget att välja efter"), names),
        )
    node = parser.some()
    if not parser.through:
        raise parser.refused(
            Said("here `and` or `or` should stand", "här ska `and` eller `or` stå")
        )
    return Expression(composed, node)


class _Parser:
    """One reading of a text, from its first token to its last."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._at = 0
        self._depth = 0

    @property
    def now(self) -> Token:
        """The token to be read."""
        return self._tokens[self._at]

    @property
    def through(self) -> bool:
        """Whether everything is read."""
        return self.now.kind == "end"

    def refused(self, what: str, token: Token | None = None) -> SettingsError:
        """The fault at a token, the present one if none is given."""
        at = token or self.now
        return fault(self._text, at.start, at.end, what)

    def some(self) -> Node:
        """Parts with `or` between."""
        parts = [self._every()]
        while self._take("or"):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _every(self) -> Node:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _one(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.refused(
                Said("too much stands in each other", "för mycket står inuti vartannat")
            )
        node = self._inner()
        self._depth -= 1
        return node

    def _inner(self) -> Node:
        opening = self.now
        if self._take("not"):
            return Not(self._one())
        if self._take("("):
            node = self.some()
            if not self._take(")"):
                if self.now.kind == "end":
                    raise self.refused(
                        Said("this bracket is not closed", "parentesen är inte avslutad"), opening
                    )
                raise self.refused(
                    Said("here `and`, `or` or ) should stand", "här ska `and`, `or` eller ) stå")
                )
            return node
        return self._comparison(self._field())

    def _field(self) -> Field:
        token = self.now
        if token.kind == "end":
            raise self.refused(Said("something is missing at the end", "något fattas i slutet"))
        field = BY_NAME.get(token.value.lower()) if token.kind == "word" else None
        if field is not None:
            self._at += 1
            return field
        if token.kind not in ("word", "sign") or token.value.lower() in _WORDS:
            raise self.refused(
                Said(
                    "here a field should stand: the field comes first, then what it should be",
                    "här ska ett fält stå: fältet kommer först, sedan vad det ska vara",
                )
            )
        if token.kind == "word":
            near = nearest(token.value, BY_NAME)
            words = Words("there is no field '{name}'{hint}", "det finns inget fält ”{name}”{hint}")
            if near is not None:
                raise self.refused(words.said(name=token.value, hint=meant(near)))
            told = words.said(name=token.value, hint="")
            raise self.refused(_fields(told, ", ".join(BY_NAME)))
        raise self.refused(Said("here a field should stand", "här ska ett fält stå"))

    def _comparison(self, field: Field) -> Node:
        token = self.now
        operator = _EQUAL.get(token.value) if token.kind == "sign" else None
        order = _ORDER.get(token.value) if token.kind == "sign" else None
        if operator is not None:
            self._at += 1
            return Compare(field, operator, (self._value(field),))
        if order is not None:
            if field.kind not in ORDERED:
                raise self.refused(
                    Said(
                        f"{field.name} is neither more nor less: write == or !=",
                        f"{field.name} är varken mer eller mindre: skriv == eller !=",
                    )
                )
            self._at += 1
            value = self._value(field)
            if value.value is None or isinstance(value.value, bool):
                raise fault(
                    self._text,
                    value.start,
                    value.end,
                    Said(
                        "nothing is more or less than this",
                        "ingenting är mer eller mindre än detta",
                    ),
                )
            return Compare(field, order, (value,))
        following = self._tokens[min(self._at + 1, len(self._tokens) - 1)].value
        if token.value.lower() == "not" and following.lower() in _AMONG:
            self._at += 1
            return self._among(field, otherwise=True)
        if token.kind != "text" and token.value.lower() in _AMONG:
            return self._among(field)
        return self._alone(field, token)

    def _among(self, field: Field, *, otherwise: bool = False) -> Node:
        token = self.now
        self._at += 1
        if token.value.lower() == "in":
            return Compare(field, "not in" if otherwise else "in", self._list(field))
        if field.kind != "text":
            raise self.refused(
                Said(
                    f"{field.name} is no text that could contain anything",
                    f"{field.name} är ingen text som kan innehålla något",
                ),
                token,
            )
        value = self._value(field, whole=False)
        if not value.value:
            raise fault(
                self._text,
                value.start,
                value.end,
                Said("here a text should stand", "här ska en text stå"),
            )
        return Compare(field, "not contains" if otherwise else "contains", (value,))

    def _alone(self, field: Field, token: Token) -> Node:
        if token.kind != "end" and token.value.lower() not in ("and", "or", ")"):
            raise self.refused(
                Said(
                    f"here a comparison should stand, such as {_example(field)}",
                    f"här ska en jämförelse stå, som {_example(field)}",
                )
            )
        if field.kind not in BARE:
            before = self._tokens[self._at - 1]
            raise self.refused(
                Said(
                    f"say what {field.name} should be, such as {_example(field)}",
                    f"säg vad {field.name} ska vara, som {_example(field)}",
                ),
                before,
            )
        return Bare(field)

    def _list(self, field: Field) -> tuple[Written, ...]:
        opening = self.now
        if not self._take("["):
            raise self.refused(
                Said(
                    'after `in` comes a list: [1, 2] or ["one", "two"]',
                    'efter `in` kommer en lista: [1, 2] eller ["ett", "två"]',
                )
            )
        values = [self._value(field)]
        while self._take(","):
            values.append(self._value(field))
        if not self._take("]"):
            if self.now.kind == "end":
                raise self.refused(
                    Said("this list is not closed", "listan är inte avslutad"), opening
                )
            raise self.refused(
                Said("here a comma or ] should stand", "här ska ett komma eller ] stå")
            )
        return tuple(values)

    def _value(self, field: Field, *, whole: bool = True) -> Written:
        token = self.now
        if token.kind == "end":
            raise self.refused(Said("a value is missing at the end", "ett värde fattas i slutet"))
        self._at += 1
        if token.kind == "word" and token.value.lower() == "none":
            if field.kind == "flag":
                raise self.refused(
                    Said(f"{field.name} is true or false", f"{field.name} är true eller false"),
                    token,
                )
            return Written(None, token.start, token.end)
        if field.kind == "text":
            value: str | float | bool | Days = self._text_of(field, token, whole=whole)
        elif field.kind == "flag":
            value = self._yes_or_no(field, token)
        elif field.kind in ("date", "moment"):
            value = self._days_of(field, token)
        else:
            value = self._number(field, token)
        return Written(value, token.start, self._tokens[self._at - 1].end)

    def _text_of(self, field: Field, token: Token, *, whole: bool) -> str:
        if token.kind != "text":
            if token.kind == "word":
                raise self.refused(
                    Said(
                        f'a text stands in quotes: "{token.value}"',
                        f'en text står inom citattecken: "{token.value}"',
                    ),
                    token,
                )
            raise self.refused(
                Said(
                    f"here a text should stand, such as {_example(field)}",
                    f"här ska en text stå, som {_example(field)}",
                ),
                token,
            )
        if whole and field.values and same(token.value) not in field.values:
            raise self.refused(
                Said(
                    f"{field.name} is {' or '.join(field.values)}",
                    f"{field.name} är {' eller '.join(field.values)}",
                ),
                token,
            )
        return token.value

    def _yes_or_no(self, field: Field, token: Token) -> bool:
        if token.kind == "word" and token.value.lower() in ("true", "false"):
            return token.value.lower() == "true"
        raise self.refused(
            Said(f"{field.name} is true or false", f"{field.name} är true eller false"), token
        )

    def _days_of(self, field: Field, token: Token) -> Days | bool:
        if field.kind == "moment" and token.value.lower() in ("true", "false"):
            return token.value.lower() == "true"
        found = days(token.value) if token.kind in ("text", "day", "number") else None
        if found is None:
            raise self.refused(
                Said(
                    "here a day should stand: 2020-06-03, or 2020-06 or 2020",
                    "här ska en dag stå: 2020-06-03, eller 2020-06 eller 2020",
                ),
                token,
            )
        return found

    def _number(self, field: Field, token: Token) -> float:
        if token.kind == "clock" and field.kind == "minutes":
            parts = [int(part) for part in token.value.split(":")]
            if any(part >= 60 for part in parts[1:]):
                raise self.refused(
                    Said(
                        "a minute has 60 seconds, and an hour 60 minutes",
                        "en minut har 60 sekunder, och en timme 60 minuter",
                    ),
                    token,
                )
            hours = parts[0] if len(parts) == 3 else 0
            return 60 * hours + parts[-2] + parts[-1] / 60
        if token.kind != "number":
            raise self.refused(
                Said(
                    f"here a number should stand, such as {_example(field)}",
                    f"här ska ett tal stå, som {_example(field)}",
                ),
                token,
            )
        number, after = float(token.value), self.now
        if after.value == "," and self._tokens[self._at + 1].start == after.end:
            following = self._tokens[self._at + 1]
            if following.kind == "number" and after.start == token.end and not self._in_list():
                whole = f"{token.value}.{following.value}"
                raise fault(
                    self._text,
                    token.start,
                    following.end,
                    Said(f"write {whole} with a point", f"skriv {whole} med punkt"),
                )
        if field.kind == "share":
            return self._share(field, token, number)
        if field.kind == "minutes" and after.kind == "word" and after.value.lower() in _MINUTES:
            self._at += 1
            return number * _MINUTES[after.value.lower()]
        if field.kind == "minutes" and after.kind == "word" and after.value not in _WORDS:
            raise self.refused(
                Said("a length is in s, min or h", "en längd är i s, min eller h"), after
            )
        return number

    def _share(self, field: Field, token: Token, number: float) -> float:
        if self._take("%"):
            return number / 100
        if number > 1:
            percent = f"{number / 100:g} or {number:g} %"
            raise self.refused(
                Said(
                    f"{field.name} is a share from 0 to 1: write {percent}",
                    f"{field.name} är en andel från 0 till 1: skriv {percent}",
                ),
                token,
            )
        return number

    def _in_list(self) -> bool:
        """Whether an opened list is not closed yet where the parser stands."""
        signs = [one.value for one in self._tokens[: self._at] if one.kind == "sign"]
        return signs.count("[") > signs.count("]")

    def _take(self, value: str) -> bool:
        token = self.now
        if token.kind == "word" and token.value.lower() == value:
            self._at += 1
            return True
        if token.kind == "sign" and token.value == value:
            self._at += 1
            return True
        return False


def _example(field: Field) -> str:
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


def _fields(told: Said, names: str) -> Said:
    return Words("{told}; the fields are {names}", "{told}; fälten är {names}").said(
        told=told, names=names
    )
