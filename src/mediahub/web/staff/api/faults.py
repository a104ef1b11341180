"""What is wrong with one value of a request, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mediahub.tongues import Words

if TYPE_CHECKING:
    from pydantic import ValidationError

SWEDISH: Mapping[str, str] = {
    "missing": "Det saknas.",
    "extra_forbidden": "Det finns inget sådant värde.",
    "string_type": "Det ska vara text.",
    "string_unicode": "Det ska vara text i UTF-8.",
    "string_too_long": "Det ska ha högst {max_length} tecken.",
    "string_too_short": "Det ska ha minst {min_length} tecken.",
    "string_pattern_mismatch": "Det är inte skrivet på rätt sätt: {pattern}",
    "too_long": "Det ska vara högst {max_length}.",
    "too_short": "Det ska vara minst {min_length}.",
    "int_type": "Det ska vara ett heltal.",
    "int_parsing": "Det ska vara ett heltal.",
    "int_from_float": "Det ska vara ett heltal.",
    "int_parsing_size": "Talet är för stort.",
    "bool_type": "Det ska vara true eller false.",
    "greater_than_equal": "Det ska vara minst {ge}.",
    "less_than_equal": "Det ska vara högst {le}.",
    "greater_than": "Det ska vara mer än {gt}.",
    "less_than": "Det ska vara mindre än {lt}.",
    "literal_error": "Det ska vara ett av: {expected}",
    "list_type": "Det ska vara en lista.",
    "tuple_type": "Det ska vara en lista.",
    "model_type": "Det ska vara ett objekt.",
    "json_invalid": "Det är ingen JSON: {error}",
    "json_type": "Det ska vara JSON.",
}
"""By what pydantic calls the fault; the names in it are those of the fault's own values."""

NO_SUCH_VALUE = Words("There is no such value.", "Det finns inget sådant värde.")
NOT_READ = Words(
    "It is not UTF-8, or has too many values.", "Det är inte UTF-8, eller har för många värden."
)
TWICE = Words("A value is given twice.", "Ett värde är angivet två gånger.")
PLACED = Words("{reason} (character {number})", "{reason} (tecken {number})")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where it stands, such as query.limit or body.text."""

    where: str
    what: Words


def faults_of(place: str, error: "ValidationError") -> list[Fault]:
    """Each fault in what stands at a place of a request: `path`, `query` or `body`."""
    return [
        Fault(".".join([place, *map(str, fault["loc"])]), _words(fault))
        for fault in error.errors(include_url=False, include_input=False)
    ]


def _words(fault: Mapping[str, Any]) -> Words:
    swedish = SWEDISH.get(fault["type"])
    if swedish is None:
        return Words(fault["msg"], f"Värdet går inte att använda ({fault['msg']}).")
    values = dict(fault.get("ctx", {}))
    if "expected" in values:
        values["expected"] = str(values["expected"]).replace(" or ", " eller ")
    return Words(fault["msg"], swedish.format_map(values))
