"""An article in Markdown keeps its form: tables, notes, links and lists, and no raw marks."""
# ruff: noqa: E501  (a text and its HTML are a line here)

import pytest

from mediahub.feed.prose import to_sections


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "Läs **detta**.\n\n| Ort | Antal |\n|---|--:|\n| *Åre* | 7 |\n",
            '<p>Läs <strong>detta</strong>.</p>\n<div class="table"><table><tr><th scope="col">Ort</th><th scope="col">Antal</th></tr><tr><td><em>Åre</em></td><td>7</td></tr></table></div>',
        ),
        (
            "Två[^b] noter[^a].\n\n[^a]: Den *ena*.\n[^b]: Den andra,\n    på två rader.\n\nSlut.",
            '<p>Två<sup><a href="#not-1">1</a></sup> noter<sup><a href="#not-2">2</a></sup>.</p>\n<p>Slut.</p>\n<ol class="notes"><li id="not-1">Den andra,<br>på två rader.</li><li id="not-2">Den <em>ena</em>.</li></ol>',
        ),
        (
            "Utan not[^x].\n\n[^y]: Ingen kallar.",
            '<p>Utan not[^x].</p>\n<ol class="notes"><li id="not-1">Ingen kallar.</li></ol>',
        ),
        (
            "![Två barn](bilder/barn.png) och [en annan text](annan.md) [j](javascript:x)",
            "<p>Två barn och en annan text j</p>",
        ),
        ("~~Struket~~ <red@ex.example>", '<p><s>Struket</s> <a href="mailto:red@ex.example">red@ex.example</a></p>'),
        ("```\nen <tagg>\n```", "<pre>en &lt;tagg&gt;</pre>"),
    ],
)  # fmt: skip
def test_what_an_article_has_is_shown_in_its_form(text: str, html: str) -> None:
    assert to_sections(text) == ((0, "", html),)


def test_notes_stand_at_the_end_and_headings_have_no_marks() -> None:
    assert to_sections("# Ett[^1]\nText.\n\n[^1]: Noten.\n\nTvå\n===\nMer.") == (
        (0, "", ""),
        (2, "Ett", "<p>Text.</p>"),
        (2, "Två", '<p>Mer.</p>\n<ol class="notes"><li id="not-1">Noten.</li></ol>'),
    )
