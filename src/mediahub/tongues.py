"""The same words in English, which logs and files have, and in Swedish, which editors read."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """The same sentences in both languages."""

    english: str
    swedish: str

    def filled(self, values: Mapping[str, object]) -> "Words":
        """The words with `{name}` in them replaced. Raises KeyError for a name without a value.

        A value that is `Said` stands in each language's words in that language.
        """
        swedes = {
            name: one.swedish if isinstance(one, Said) else one for name, one in values.items()
        }
        return Words(self.english.format_map(values), self.swedish.format_map(swedes))

    def said(self, **values: object) -> "Said":
        """The words, with values in them, as a text. Raises KeyError as `filled` does."""
        return Said(*self.filled(values))


class Said(str):
    """An English text that also knows its Swedish: a `str` to whoever asks for no more.

    What `str` makes of it (a slice, a join, an f-string) is English alone; `Words.said` and
    `joined` keep both.
    """

    __slots__ = ("swedish",)
    swedish: str

    def __new__(cls, english: str, swedish: str) -> "Said":
        made = super().__new__(cls, english)
        made.swedish = swedish
        return made

    def __reduce__(self) -> tuple[type["Said"], tuple[str, str]]:  # it crosses to workers and back
        return Said, (str(self), self.swedish)


def swedish(value: object) -> str:
    """A text in Swedish, as far as anybody has put it so; of other values what `str` gives."""
    return value.swedish if isinstance(value, Said) else str(value)


def decimal(number: str) -> Said:
    """A number that is written with a decimal point, which is a comma in Swedish."""
    return Said(number, number.replace(".", ","))


def joined(between: str, parts: Iterable[str]) -> Said:
    """As `str.join`, in both languages."""
    kept = tuple(parts)
    return Said(between.join(kept), between.join(map(swedish, kept)))


def enumerated(parts: Iterable[str]) -> Said:
    """The parts as a sentence names them: "a, b and c", "a, b och c"; "" of none."""
    kept = tuple(parts)
    if len(kept) < 2:
        return joined("", kept)
    words = Words("{first} and {last}", "{first} och {last}")
    return words.said(first=joined(", ", kept[:-1]), last=kept[-1])
