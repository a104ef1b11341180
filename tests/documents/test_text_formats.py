"""Markdown, plain text and web pages as pages."""

from pathlib import Path

import pytest

from mediahub.documents import About, Document, Page, read_document
from mediahub.documents.notices import FRONT_MATTER, NO_TEXT
from mediahub.errors import MediaError


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_markdown_sections_are_pages(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "kartläggning.md",
        "# Tidiga insatser\n\nEn *inledning* om [stöd](https://example.org).\n\n"
        "## Hembesök\n\n- första\n- andra\n\n| år | antal |\n|---|---|\n| 2019 | 12 |\n\n"
        "#### Not\nSlut.\n",
    )
    assert read_document(path) == Document(
        "Tidiga insatser",
        (
            Page(1, "Tidiga insatser", "En inledning om stöd."),
            Page(2, "Hembesök", "första\nandra\når\nantal\n2019\n12\nNot\nSlut."),
        ),
    )


def test_front_matter_gives_the_title_and_is_not_text(tmp_path: Path) -> None:
    path = written(tmp_path, "a.md", '\ufeff---\ntitle: "Om barn"\nauthor: A\n---\nText här.\r\n')
    assert read_document(path) == Document("Om barn", (Page(1, None, "Text här."),))


def test_plain_text_is_one_page_with_a_line_for_each_paragraph(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "Ett\ntvå.\r\n\r\nTre.\n")
    assert read_document(path) == Document(None, (Page(1, None, "Ett två.\nTre."),))


def test_a_web_page_gives_its_own_text_and_not_its_menus(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "sida.html",
        "<html><head><title>Sajt – Sida</title><style>p{}</style></head><body>"
        "<nav><a href='/'>Hem</a></nav><main><h1>Fattiga barn</h1><p>Många <b>barn</b> i "
        "Malmö&nbsp;lever så.</p><script>alert('x')</script><h2>Vad görs?</h2><ul><li>Hembesök"
        "<li>Stöd</ul><div hidden>dold</div></main><footer>Kakor</footer></body></html>",
    )
    assert read_document(path) == Document(
        "Fattiga barn",
        (
            Page(1, "Fattiga barn", "Många barn i Malmö lever så."),
            Page(2, "Vad görs?", "Hembesök\nStöd"),
        ),
    )


def test_a_web_page_in_latin_1_is_read_as_it_declares(tmp_path: Path) -> None:
    page = "<html><head><meta charset='iso-8859-1'><title>Å</title></head><body><p>Räksmörgås</p>"
    path = written(tmp_path, "gammal.htm", page.encode("latin-1"))
    assert read_document(path) == Document("Å", (Page(1, None, "Räksmörgås"),))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("tom.md", b"", "empty"),
        ("tom.html", b" \n", "empty"),
        ("bild.md", b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        ("noll.txt", b"a\x00b", "no text file"),
        ("tyst.html", b"<html><body><script>1</script></body></html>", "no text"),
        ("film.mp4", b"x", "cannot be read as text"),
    ],
)
def test_what_cannot_be_read_is_a_media_error_that_names_the_file(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(MediaError, match=says) as raised:
        read_document(path)
    assert str(path) in str(raised.value)


def test_a_missing_file_is_a_media_error(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read"):
        read_document(tmp_path / "saknas.md")


def test_a_page_nested_past_reason_is_refused_and_one_within_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "djup.html", "<div>" * 5000 + "djupt" + "</div>" * 5000)
    with pytest.raises(MediaError, match="lies deeper"):
        read_document(path)
    path = written(tmp_path, "lagom.html", "<div>" * 1000 + "djupt" + "</div>" * 1000)
    assert read_document(path).pages == (Page(1, None, "djupt"),)


def text_of(path: Path) -> str:
    return "\n".join(
        line for page in read_document(path).pages for line in (page.heading, page.text) if line
    )


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<form><div><h1>Rubrik</h1><p>I formuläret.</p></div></form>", "Rubrik\nI formuläret."),
        ("<aside>Fakta</aside><article>Text<footer>Av Anna</footer></article><footer>Ej</footer>",
         "Fakta\nText\nAv Anna"),
        ("<nav>meny</nav><div role='navigation'>meny</div><p>text</p>", "text"),
        ("<main>ett</main><p>utanför</p><div role='main'>två</div>", "ett\ntvå"),
        ("barn<br>och<hr>unga för<wbr>skola om&shy;sorg", "barn och\nunga förskola omsorg"),
        ("<h2>Om<br>barn</h2>text<sup>1</sup> på 5 m<sup>2</sup>", "Om barn\ntext 1 på 5 m2"),
        ("<details><summary>Fråga?</summary>Svar.</details>", "Fråga?\nSvar."),
        ("<h3><button>Fråga?</button></h3><button>Skicka</button>Svar.", "Fråga?\nSvar."),
        ("<p hidden>a</p><p style='color:red; display : none'>b</p><p style=visibility:hidden>c</p>"
         "<p hidden=until-found>d</p>", "d"),
        ("<style>.x, p.y{display:none} @media print{.z{display:none}} #w{visibility:hidden}"
         ".a .b{display:none}</style>"
         "<i class='x o'>a</i><p class=y>b</p><i class=y>c</i><i class=z>d</i><i id=w>e</i>"
         "<i class=b>f</i>", "cdf"),
        ("<table><tr><th>år<td>2019</table><dl><dt>ord<dd>mening</dl>", "år\n2019\nord\nmening"),
        ("<svg><title>a</title><text>ett</text><text>två</text></svg>", "ett\ntvå"),
        ("<ruby>ord<rt>uttal</rt></ruby><dialog>a</dialog><dialog open>b</dialog>", "ord\nb"),
        ("<select><option>a</select><textarea>b</textarea><template>c</template>d", "d"),
        ("a<!-- nej -->b", "ab"),
        ("<style>.app{display:none}</style><div class=app>visas av ett skript</div>",
         "visas av ett skript"),
        ("<custom-box><p>eget</p></custom-box>", "eget"),
    ],
)  # fmt: skip
def test_a_web_page_says_what_a_browser_shows(tmp_path: Path, body: str, shown: str) -> None:
    path = written(tmp_path, "a.html", f"<html><body>{body}</body></html>")
    assert text_of(path) == shown


@pytest.mark.parametrize("ending", ["html", "htm", "xhtml", "HTML"])
def test_a_page_with_a_title_and_no_text_is_told(tmp_path: Path, ending: str) -> None:
    page = "<html><head><title>Intranätet</title></head><body><script>1</script></body></html>"
    path = written(tmp_path, f"a.{ending}", page)
    told = (NO_TEXT.at("media/a.html"),)
    assert read_document(path, "media/a.html") == Document("Intranätet", (), told)


@pytest.mark.parametrize("title", ["Untitled Document", "Namnlös", "index.html", "New Page 1", " "])
def test_a_title_that_a_program_wrote_is_none(tmp_path: Path, title: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><h2>Lek</h2>Text.</body></html>"
    assert read_document(written(tmp_path, "a.html", page)).title == "Lek"


@pytest.mark.parametrize(
    ("head", "encoding", "notices"),
    [
        ("", "utf-8", 0),
        ("<meta charset=utf-8>", "cp1252", 1),
        ("<meta charset='utf-8'>", "utf-16", 0),
        ("<meta charset='iso-8859-1'>", "utf-8", 0),
        ("<meta charset='iso-8859-1'>", "cp1252", 0),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252", 0),
        ("<meta charset='macintosh'>", "mac_roman", 0),
        ("", "cp1252", 1),
        ("", "mac_roman", 1),
    ],
)
def test_a_web_page_is_read_in_the_encoding_that_it_is_in(
    tmp_path: Path, head: str, encoding: str, notices: int
) -> None:
    page = f"<html><head>{head}</head><body><p>Åtgärder för ”äldre” – här</p></body></html>"
    document = read_document(written(tmp_path, "a.html", page.encode(encoding)))
    assert document.pages == (Page(1, None, "Åtgärder för ”äldre” – här"),)
    assert len(document.notices) == notices


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.markdown"])
def test_text_in_another_encoding_is_read_and_told(tmp_path: Path, name: str) -> None:
    for encoding, notices in (("cp1252", 1), ("utf-16", 0), ("utf-8-sig", 0)):
        document = read_document(written(tmp_path, name, "Om äldre på ön.".encode(encoding)))
        assert document.pages == (Page(1, None, "Om äldre på ön."),)
        assert len(document.notices) == notices


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('---\ntitle: "Om \\"lek\\" & barn"\n---\nText.\n', 'Om "lek" & barn'),
        ("---\ntitle: Barn: en rapport\n---\nText.\n", "Barn: en rapport"),
        ("---\ntitle: >\n  Om barn\n  och unga\nauthor: A\n---\nText.\n", "Om barn och unga"),
        ("---\r\nTitle: Barn\r\n...\r\nText.\r\n", "Barn"),
        ("---\ntitle: 2020\n---\nText.\n", "2020"),
        ("---\ntags: [a]\n---\nText.\n", None),
        ("---\n---\nText.\n", None),
        ("+++\ntitle = 'Barn'\ndate = 2020-06-03\n[extra]\nx = 1\n+++\nText.\n", "Barn"),
        ('+++\ntitle = "Barn"\ndate = fel\n+++\nText.\n', "Barn"),
    ],
)
def test_front_matter_in_yaml_and_toml(tmp_path: Path, text: str, title: str | None) -> None:
    document = read_document(written(tmp_path, "a.md", text))
    assert (document.title, document.pages) == (title, (Page(1, None, "Text."),))


def test_text_between_two_rules_is_text(tmp_path: Path) -> None:
    path = written(tmp_path, "a.md", "---\nMellan strecken.\n\n---\nText.\n")
    assert text_of(path) == "Mellan strecken.\nText."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('<div class="ruta">\nI rutan.\n</div>\n', "I rutan."),
        ("<details>\n<summary>Mer</summary>\n\nInre *text*.\n\n</details>", "Mer\nInre text."),
        ("Ett <span>ord</span><br>här<!-- nej -->.", "Ett ord här."),
        ("Text[^1] här.\n\n[^1]: Ensamt\n", "Text här.\nEnsamt"),
        ("~~struket~~ kvar", "struket kvar"),
        ("![Bild av park](x.png) och ```kod```", "Bild av park\noch kod"),
        ("Rad ett\nrad två  \nrad tre", "Rad ett rad två rad tre"),
        ("> citat\n\n    kod\n    mer", "citat\nkod mer"),
    ],
)
def test_markdown_says_what_is_shown(tmp_path: Path, text: str, shown: str) -> None:
    assert text_of(written(tmp_path, "a.md", text)) == shown


def test_line_ends_of_every_kind_end_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "Ett\rtvå\r\rTre\u2028fyra")
    assert text_of(path) == "Ett två\nTre fyra"


@pytest.mark.parametrize(
    ("block", "about"),
    [
        ("author: Rut Alm", About(("Rut Alm",))),
        ("Författare: Rut Alm och Ola Björk", About(("Rut Alm", "Ola Björk"))),
        ("authors: [Rut Alm, {name: Ola Björk}]", About(("Rut Alm", "Ola Björk"))),
        ("author: Alm, Rut", About(("Alm, Rut",))),
        ("author: Rut Alm, Ola Björk", About(("Rut Alm", "Ola Björk"))),
        ("author:\n  - Rut Alm\n  - Rut Alm", About(("Rut Alm",))),
        ("title: Barn: en rapport\nauthor: Rut Alm", About(("Rut Alm",))),
        ("summary: >\n  Om barn\n  och unga\nlang: en-GB\ndate: 2020-06-03",
         About((), "Om barn och unga", "en-GB", "2020-06-03")),
        ("author:\ndescription: []\ntitle: A", About()),
    ],
)  # fmt: skip
def test_front_matter_says_who_wrote_it_and_what_it_is_about(
    tmp_path: Path, block: str, about: About
) -> None:
    document = read_document(written(tmp_path, "a.md", f"---\n{block}\n---\nText.\n"))
    assert (document.about, document.notices) == (about, ())


def test_what_does_nothing_in_front_matter_is_told_once(tmp_path: Path) -> None:
    block = "layout: post\ndraft: true\nTags: [a]\npublish_date: 2020-01-01\ndate: i våras"
    path = written(tmp_path, "a.md", f"---\n{block}\n---\nText.\n")
    told = FRONT_MATTER.at("a.md", keys="draft, tags, publish_date, date")
    assert read_document(path, "a.md").notices == (told,)
