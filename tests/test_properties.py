"""The one profile of the property tests: no deadlines, and in CI the same examples each time."""

import os
import re
from pathlib import Path

from hypothesis import settings


def test_property_tests_have_no_deadline() -> None:
    assert settings().deadline is None


def test_no_property_test_sets_a_deadline_of_its_own() -> None:
    tests = Path(__file__).parent
    timed = re.compile(r"settings\([^)]*\bdeadline\b")
    assert [
        path.relative_to(tests).as_posix()
        for path in sorted(tests.rglob("test_*.py"))
        if timed.search(path.read_text(encoding="utf-8"))
    ] == []


def test_examples_are_the_same_each_time_in_ci_alone() -> None:
    assert settings().derandomize == (os.environ.get("CI") == "true")
