"""What is said of a TOML that cannot be read: what was meant, rather than what was expected."""

import pytest

from mediahub.catalog.tomlfile import parse

QUOTE = "is not TOML's quote sign; write the straight"
AROUND = "before and after the text"


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("title = ”Temat”", f'line 1, column 9: ” {QUOTE} " {AROUND}'),
        ("a = 1\ntitle = “Temat”\n", f'line 2, column 9: “ {QUOTE} " {AROUND}'),
        ("title = »Temat«", f'line 1, column 9: » {QUOTE} " {AROUND}'),
        ("title = ‘Temat’", f"line 1, column 9: ‘ {QUOTE} ' {AROUND}"),
        ('list = ["a", ”b”]', f'line 1, column 14: ” {QUOTE} " {AROUND}'),
        ("t = { a = ”b” }", f'line 1, column 11: ” {QUOTE} " {AROUND}'),
        ('”title” = "a"', f'line 1, column 1: ” {QUOTE} " {AROUND}'),
        (
            'title = "Temat”\n',
            f'line 1, column 16: the text begins with " and ends with ”; ” {QUOTE} " {AROUND}',
        ),
        (
            'title = "Temat\n',
            'line 1, column 15: the text is not closed; write " after it, or """ round many lines',
        ),
        (
            'title = "Säg "hej" nu"',
            'line 1, column 15: more stands after the text; a " inside a text in quotes is '
            'written \\"',
        ),
        (
            "title =\N{NO-BREAK SPACE}1",
            "line 1, column 8: an unseen character stands here (U+00A0, no-break space); take it "
            "out",
        ),
        ("title: 1", "line 1, column 6: write = between a key and its value, not :"),
        ("a = True", "line 1, column 5: write true, in small letters"),
        ("a = 3,5", "line 1, column 6: write 3.5: TOML's decimal sign is a full stop"),
        ("a = 1 // ett", "line 1, column 7: a comment begins with #, not with //"),
        (
            'a = "\\d"',
            "line 1, column 8: a \\ in a text means more to come; write \\\\ for one, or single "
            "quotes round the text",
        ),
    ],
)
def test_what_was_meant_is_told(toml: str, told: str) -> None:
    with pytest.raises(ValueError, match="line") as caught:
        parse(toml.encode())
    assert str(caught.value) == told


@pytest.mark.parametrize("quotes", ["””", "“”", "»«", "’’"])
def test_printed_quotes_inside_a_text_are_letters_like_others(quotes: str) -> None:
    said = f"Säg {quotes[0]}hej{quotes[1]}"
    assert parse(f'title = "{said}" # {quotes}'.encode()) == {"title": said}
