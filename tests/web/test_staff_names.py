"""What a control is called when it is read out holds the words that stand on it, in that order.

Who speaks to the computer says what is seen (WCAG 2.1, 2.5.3).
"""

import gettext
import re
from pathlib import Path

import pytest

import mediahub.web.staff
from mediahub.web.staff.tongue import DOMAIN, LANGUAGES, LOCALE

TEMPLATES = Path(mediahub.web.staff.__file__).parent / "templates"
NAMED = re.compile(
    r"<(a|button)\b[^<]*? aria-label=\"\{\{ _\(\"([^\"]*)\"[^<]*?\}\}\"[^<]*?>"
    r"(?:<[^<>]*>)*\{\{ _\(\"([^\"]*)\"\) \}\}(?:<[^<>]*>)*</\1>"
)


def controls() -> list[tuple[str, str, str]]:
    """The template, the name that is read out and the words that are seen, in Swedish."""
    return [
        (path.name, label, seen)
        for path in sorted(TEMPLATES.glob("*.html"))
        for _, label, seen in NAMED.findall(path.read_text("utf-8"))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_out_of_a_control_holds_what_is_seen_on_it(language: str) -> None:
    said = gettext.translation(DOMAIN, LOCALE, [language], fallback=True).gettext
    every = controls()
    assert len(every) > 15
    assert [
        (template, said(label), said(seen))
        for template, label, seen in every
        if said(seen).casefold() not in said(label).casefold()
    ] == []
