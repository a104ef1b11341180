"""Markdown in what people write: as HTML, as plain text, and never as anything else."""
# ruff: noqa: E501  (a text and its HTML are a line here)

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.feed.prose import literal, to_html, to_inline_html, to_plain

ALLOWED = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote"}


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("Ett\nsamtal.\n\nOch mer.", "<p>Ett<br>samtal.</p><p>Och mer.</p>", "Ett\nsamtal.\n\nOch mer."),
        ("Läs **detta** *först*.", "<p>Läs <strong>detta</strong> <em>först</em>.</p>", "Läs detta först."),
        ("__Läs__ _detta_ a_b_c", "<p><strong>Läs</strong> <em>detta</em> a_b_c</p>", "Läs detta a_b_c"),
        (
            "Se [sidan](https://ex.example/a_b_) nu.",
            '<p>Se <a href="https://ex.example/a_b_">sidan</a> nu.</p>',
            "Se sidan (https://ex.example/a_b_) nu.",
        ),
        (
            "Se **https://ex.example/_a_/5*3*2**.",
            '<p>Se <strong><a href="https://ex.example/_a_/5*3*2">https://ex.example/_a_/5*3*2</a></strong>.</p>',
            "Se https://ex.example/_a_/5*3*2.",
        ),
        (
            "[skriv](mailto:red@ex.example) eller red@ex.example.",
            '<p><a href="mailto:red@ex.example">skriv</a> eller <a href="mailto:red@ex.example">red@ex.example</a>.</p>',
            "skriv (red@ex.example) eller red@ex.example.",
        ),
        ("- ett *två*\n- tre", "<ul><li>ett <em>två</em></li><li>tre</li></ul>", "• ett två\n• tre"),
        ("1. ett\n2. två", "<ol><li>ett</li><li>två</li></ol>", "1. ett\n2. två"),
        ("1914. Kriget kom.", "<p>1914. Kriget kom.</p>", "1914. Kriget kom."),
        ("    Indragen rad.", "<p>Indragen rad.</p>", "Indragen rad."),
        ("# Rubrik\nText", "<p><strong>Rubrik</strong></p><p>Text</p>", "Rubrik\n\nText"),
        ("> Sagt.", "<blockquote><p>Sagt.</p></blockquote>", "Sagt."),
        ("`kod` ![bild](https://x.example) 2*3*4 \\*", "<p>kod bild 2*3*4 *</p>", "kod bild 2*3*4 *"),
        ("<b>fet</b> & <script>", "<p>&lt;b&gt;fet&lt;/b&gt; &amp; &lt;script&gt;</p>", "<b>fet</b> & <script>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>", "[x](javascript:alert(1))"),
        ("**bara början", "<p>**bara början</p>", "**bara början"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_what_people_mark_is_shown_and_its_signs_are_not(text: str, html: str, plain: str) -> None:
    assert (to_html(text), to_plain(text)) == (html, plain)


def test_where_there_is_no_room_for_addresses_they_are_left_out() -> None:
    assert to_plain("Se [sidan](https://ex.example).", addresses=False) == "Se sidan."


@pytest.mark.parametrize(
    ("line", "html"),
    [
        (
            "Föreningen, info@soc.example, 031-000 00 00",
            'Föreningen, <a href="mailto:info@soc.example">info@soc.example</a>, '
            '<a href="tel:0310000000">031-000 00 00</a>',
        ),
        ("(info@soc.example).", '(<a href="mailto:info@soc.example">info@soc.example</a>).'),
        ("a@b.se;c@d.se", '<a href="mailto:a@b.se">a@b.se</a>;<a href="mailto:c@d.se">c@d.se</a>'),
        ("+46 (0)8-12 34 56", '<a href="tel:+468123456">+46 (0)8-12 34 56</a>'),
        ("2020-06-03, rum 012", "2020-06-03, rum 012"),
    ],
)
def test_a_contact_line_leads_to_people_and_to_no_comma(line: str, html: str) -> None:
    assert to_inline_html(line, phones=True) == html


@pytest.mark.parametrize("text", ["*a **b " * 99 + "b** a*" * 99, "> " * 90 + "x", "- " * 90 + "x"])
def test_what_is_nested_beyond_reason_is_shown_as_it_is_written(text: str) -> None:
    assert to_plain(text) == text


class Tags(HTMLParser):
    """Reads HTML and keeps its elements, its text, and what is closed wrongly."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        href = dict(attrs).get("href") or ""
        if attrs and (tag != "a" or not re.match(r"(?i)https?://|mailto:|tel:", href)):
            self.faults.append(f"{tag} {attrs}")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


MARKDOWN = st.text(st.sampled_from("ab1 \n*_[]()<>#-+.`!\\&:/@\"'å\u00a0"), max_size=60) | st.text()


@given(MARKDOWN)
def test_any_text_gives_sound_html_of_few_elements(text: str) -> None:
    for html in (to_html(text), to_inline_html(text, phones=True)):
        tags = Tags()
        tags.feed(html)
        tags.close()
        assert (tags.open, tags.faults, tags.seen - ALLOWED) == ([], [], set())
    to_plain(text)


LINE = st.text(st.sampled_from("ab1 *_[]()<>#-+.`!\\&:/@\"'å"), max_size=40)


@given(LINE)
def test_what_is_meant_literally_is_read_as_it_stands(line: str) -> None:
    words = " ".join(line.split())
    if "@" not in words:
        assert to_plain(literal(words)) == words
