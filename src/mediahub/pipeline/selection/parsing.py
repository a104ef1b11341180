"""The grammar of an expression: a text read into a value, or refused with a caret at the place.

some    = every ("or" every)*
every   = one ("and" one)*
one     = "not" one | "(" some ")" | FIELD [comparison]
comparison = ("==" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "contains") VALUE
           | ["not"] "in" "[" VALUE ("," VALUE)* "]" | "not" "contains" VALUE
"""

import unicodedata

from mediahub.catalog.problems import nearest
from mediahub.pipeline.selection.cursor import Cursor
from mediahub.pipeline.selection.expression import (
    Bare,
    Compare,
    Every,
    Expression,
    Node,
    Not,
    Operator,
    Some,
    Written,
)
from mediahub.pipeline.selection.fields import BARE, BY_NAME, FIELDS, ORDERED, Field
from mediahub.pipeline.selection.tokens import Token, fault, meant
from mediahub.pipeline.selection.valuing import WORDS, example, read_value
from mediahub.tongues import Said, Words

DEEPEST = 60
"""So many brackets and `not` may stand in each other."""
_ORDER: dict[str, Operator] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
_EQUAL: dict[str, Operator] = {"==": "==", "!=": "!="}
_AMONG = ("in", "contains", "~")


def parse(text: str) -> Expression:
    """The expression in a text. Raises SettingsError that shows the place with a caret."""
    composed = unicodedata.normalize("NFC", text)
    cursor = Cursor(composed)
    if cursor.through:
        names = ", ".join(field.name for field in FIELDS)
        raise fault(
            composed or " ",
            0,
            1,
            _fields(Said("there is nothing to go by", "det står inget att välja efter"), names),
        )
    node = _Parser(cursor).some()
    if not cursor.through:
        raise cursor.refused(
            Said("here `and` or `or` should stand", "här ska `and` eller `or` stå")
        )
    return Expression(composed, node)


class _Parser:
    """The grammar's rules, each of which reads on from where the cursor stands."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._depth = 0

    def some(self) -> Node:
        """Parts with `or` between."""
        parts = [self._every()]
        while self._cursor.take("or"):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _every(self) -> Node:
        parts = [self._one()]
        while self._cursor.take("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _one(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._cursor.refused(
                Said("too much stands in each other", "för mycket står inuti vartannat")
            )
        node = self._inner()
        self._depth -= 1
        return node

    def _inner(self) -> Node:
        opening = self._cursor.now
        if self._cursor.take("not"):
            return Not(self._one())
        if self._cursor.take("("):
            node = self.some()
            if not self._cursor.take(")"):
                if self._cursor.now.kind == "end":
                    raise self._cursor.refused(
                        Said("this bracket is not closed", "parentesen är inte avslutad"), opening
                    )
                raise self._cursor.refused(
                    Said("here `and`, `or` or ) should stand", "här ska `and`, `or` eller ) stå")
                )
            return node
        return self._comparison(self._field())

    def _field(self) -> Field:
        token = self._cursor.now
        if token.kind == "end":
            raise self._cursor.refused(
                Said("something is missing at the end", "något fattas i slutet")
            )
        field = BY_NAME.get(token.value.lower()) if token.kind == "word" else None
        if field is not None:
            self._cursor.next()
            return field
        if token.kind not in ("word", "sign") or token.value.lower() in WORDS:
            raise self._cursor.refused(
                Said(
                    "here a field should stand: the field comes first, then what it should be",
                    "här ska ett fält stå: fältet kommer först, sedan vad det ska vara",
                )
            )
        if token.kind == "word":
            near = nearest(token.value, BY_NAME)
            words = Words("there is no field '{name}'{hint}", "det finns inget fält ”{name}”{hint}")
            if near is not None:
                raise self._cursor.refused(words.said(name=token.value, hint=meant(near)))
            told = words.said(name=token.value, hint="")
            raise self._cursor.refused(_fields(told, ", ".join(BY_NAME)))
        raise self._cursor.refused(Said("here a field should stand", "här ska ett fält stå"))

    def _comparison(self, field: Field) -> Node:
        token = self._cursor.now
        operator = _EQUAL.get(token.value) if token.kind == "sign" else None
        order = _ORDER.get(token.value) if token.kind == "sign" else None
        if operator is not None:
            self._cursor.next()
            return Compare(field, operator, (read_value(self._cursor, field),))
        if order is not None:
            if field.kind not in ORDERED:
                raise self._cursor.refused(
                    Said(
                        f"{field.name} is neither more nor less: write == or !=",
                        f"{field.name} är varken mer eller mindre: skriv == eller !=",
                    )
                )
            self._cursor.next()
            one = read_value(self._cursor, field)
            if one.value is None or isinstance(one.value, bool):
                raise self._cursor.refused_from(
                    one.start,
                    one.end,
                    Said(
                        "nothing is more or less than this",
                        "ingenting är mer eller mindre än detta",
                    ),
                )
            return Compare(field, order, (one,))
        following = self._cursor.following.value
        if token.value.lower() == "not" and following.lower() in _AMONG:
            self._cursor.next()
            return self._among(field, otherwise=True)
        if token.kind != "text" and token.value.lower() in _AMONG:
            return self._among(field)
        return self._alone(field, token)

    def _among(self, field: Field, *, otherwise: bool = False) -> Node:
        token = self._cursor.now
        self._cursor.next()
        if token.value.lower() == "in":
            return Compare(field, "not in" if otherwise else "in", self._list(field))
        if field.kind != "text":
            raise self._cursor.refused(
                Said(
                    f"{field.name} is no text that could contain anything",
                    f"{field.name} är ingen text som kan innehålla något",
                ),
                token,
            )
        one = read_value(self._cursor, field, whole=False)
        if not one.value:
            raise self._cursor.refused_from(
                one.start,
                one.end,
                Said("here a text should stand", "här ska en text stå"),
            )
        return Compare(field, "not contains" if otherwise else "contains", (one,))

    def _alone(self, field: Field, token: Token) -> Node:
        if token.kind != "end" and token.value.lower() not in ("and", "or", ")"):
            raise self._cursor.refused(
                Said(
                    f"here a comparison should stand, such as {example(field)}",
                    f"här ska en jämförelse stå, som {example(field)}",
                )
            )
        if field.kind not in BARE:
            before = self._cursor.before
            raise self._cursor.refused(
                Said(
                    f"say what {field.name} should be, such as {example(field)}",
                    f"säg vad {field.name} ska vara, som {example(field)}",
                ),
                before,
            )
        return Bare(field)

    def _list(self, field: Field) -> tuple[Written, ...]:
        opening = self._cursor.now
        if not self._cursor.take("["):
            raise self._cursor.refused(
                Said(
                    'after `in` comes a list: [1, 2] or ["one", "two"]',
                    'efter `in` kommer en lista: [1, 2] eller ["ett", "två"]',
                )
            )
        values = [read_value(self._cursor, field)]
        while self._cursor.take(","):
            values.append(read_value(self._cursor, field))
        if not self._cursor.take("]"):
            if self._cursor.now.kind == "end":
                raise self._cursor.refused(
                    Said("this list is not closed", "listan är inte avslutad"), opening
                )
            raise self._cursor.refused(
                Said("here a comma or ] should stand", "här ska ett komma eller ] stå")
            )
        return tuple(values)


def _fields(told: Said, names: str) -> Said:
    return Words("{told}; the fields are {names}", "{told}; fälten är {names}").said(
        told=told, names=names
    )
