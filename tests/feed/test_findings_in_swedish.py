"""What the gate finds is told in Swedish, too: what is wrong, its own words, and what to do."""

import re
from pathlib import Path

import mediahub
from mediahub.feed.faults import Fault
from mediahub.feed.findingwords import SWEDISH

SOURCE = Path(mediahub.__file__).parent
RULE = re.compile(
    r'(?:Finding|Fault)\(\s*"([a-z-]+)"|\brule(?:, protocol)? = "([a-z-]+)"'
    r'|_named\([^"]*"[^"]*", "([a-z-]+)"'
)


def test_every_rule_of_the_gate_has_its_swedish_and_what_to_do() -> None:
    rules = {
        next(filter(None, found.groups()))
        for room in ("feed", "site")
        for path in (SOURCE / room).rglob("*.py")
        for found in RULE.finditer(path.read_text(encoding="utf-8"))
    }
    assert len(rules) > 70
    assert rules - SWEDISH.keys() == set()


def test_a_fault_is_told_in_both_languages() -> None:
    one = Fault("guid-space", "its guid has space before or after it", "a", "Om barn")
    assert (one.said, one.said.swedish) == (
        "episode “Om barn”: its guid has space before or after it",
        "avsnittet ”Om barn”: avsnittets GUID har blanksteg runt sig (“its guid has space before "
        "or after it”). Felet är programmets: tala om det för den som sköter mediahub.",
    )


def test_a_rule_that_nobody_put_into_words_is_told_all_the_same() -> None:
    assert Fault("new-rule", "it is odd").said.swedish == (
        "något i flödet är fel (“it is odd”). Felet är programmets: tala om det för den som sköter "
        "mediahub."
    )
