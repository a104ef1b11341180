"""English beside Swedish: which is chosen, and that no word of the site lacks it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from starlette.testclient import TestClient
from tests.web.conftest import log_in

from mediahub.feed.roles import ROLE_WORDS
from mediahub.pages.wording import kind_words
from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.forms import ROLES
from mediahub.web.staff.looking import KINDS
from mediahub.web.staff.tongue import chosen

REPOSITORY = Path(__file__).parent.parent.parent
STAFF = REPOSITORY / "src" / "mediahub" / "web" / "staff"
HERE = {"origin": "http://127.0.0.1"}
ENGLISH = {"accept-language": "en"}
PUBLIC = ("not-asked.html", "asking.py")
QUOTED = "quoting.py"
"""A quotation is in Swedish, as what it quotes is."""
SHOWN = ("title", "aria-label", "placeholder", "alt", "label", "data-words")


@pytest.fixture
def admin(copied: Path) -> TestClient:
    client = TestClient(make_staff_app(open_place(copied)), "http://127.0.0.1")
    client.follow_redirects = False
    log_in(client, "admin", "en lång hemlighet")
    return client


# ---- Which language ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("", "", "sv"),
        ("", "de, fr;q=0.8", "sv"),
        ("", "en-GB,en;q=0.9,sv;q=0.8", "en"),
        ("", "sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("", "de, en;q=0.3, sv;q=0.7", "sv"),
        ("", "en;q=0, *;q=0.1", "sv"),
        ("", "en;q=nonsense, sv;q=0.1", "sv"),
        ("a=b; mediahub-sprak=en", "sv", "en"),
        ("mediahub-sprak=sv", "en", "sv"),
        ("mediahub-sprak=xx", "en", "en"),
    ],
)
def test_a_choice_goes_before_the_browsers_order_and_that_before_swedish(
    cookie: str, accepted: str, language: str
) -> None:
    assert chosen([cookie], [accepted]) == language


def test_whoever_reads_english_is_met_in_it_and_others_in_swedish(admin: TestClient) -> None:
    swedish, english = admin.get("/"), admin.get("/", headers=ENGLISH)
    assert ('<html lang="sv">' in swedish.text, "Vad sades?" in swedish.text) == (True, True)
    assert ('<html lang="en">' in english.text, "What was said?" in english.text) == (True, True)
    assert ("words-en.js" in swedish.text, "words-en.js" in english.text) == (False, True)


def test_what_is_not_in_the_pages_language_says_in_which_it_is(admin: TestClient) -> None:
    item = admin.get("/item/podden-avsnitt-1", headers=ENGLISH).text
    assert '<p class="said" lang="sv">' in item
    assert '<div class="transcript" data-base' in item  # its controls are in English
    found = admin.get("/?q=hembesök", headers=ENGLISH).text
    assert re.search(r'<h2><a lang="sv" href="/item/.*\n.*\n(?:.*\n)*?<p lang="sv">', found)


def test_why_a_search_is_not_understood_is_told_in_both_languages(admin: TestClient) -> None:
    for query, swedish, english in (
        ('"hem', "Citattecknet har ingen motsvarighet", "This quotation mark has no partner"),
        ("a" * 10_000, "längre än 1000 tecken", "longer than 1000 characters"),
    ):
        assert swedish in admin.get("/", params={"q": query}).text
        assert english in admin.get("/", params={"q": query}, headers=ENGLISH).text


def test_a_choice_in_the_frame_is_kept_in_the_browser_and_leads_back(admin: TestClient) -> None:
    asked = {"sprak": "en", "till": "/innehall?a=1"}
    answer = admin.post("/sprak", data=asked, headers=HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/innehall?a=1")
    assert "Published" in admin.get("/innehall").text
    elsewhere = {"sprak": "xx", "till": "https://exempel.se/"}
    assert admin.post("/sprak", data=elsewhere, headers=HERE).headers["location"] == "/"
    assert "Published" in admin.get("/innehall").text
    assert admin.post("/sprak", data=asked, headers={"origin": "http://a.se"}).status_code == 403


def test_numbers_are_told_in_the_form_that_goes_with_them(admin: TestClient) -> None:
    found = {
        language: re.sub(r"\s+", " ", admin.get("/?q=hembesök", headers=headers).text)
        for language, headers in (("sv", {}), ("en", ENGLISH))
    }
    assert re.search(r"\d+ träff(ar)?\.", found["sv"])
    assert re.search(r"1 hit\.|\d+ hits\.", found["en"])


# ---- What the rooms below say --------------------------------------------------------------------


def test_the_plan_says_why_in_the_readers_language(copied: Path, admin: TestClient) -> None:
    (copied / "transcripts" / "podden-avsnitt-1" / "transcript.json").unlink()
    assert "transcript.json är borta" in admin.get("/korning").text
    assert "transcript.json is gone" in admin.get("/korning", headers=ENGLISH).text


def test_a_fault_in_a_toml_is_told_in_swedish_with_its_file_and_key(
    copied: Path, admin: TestClient
) -> None:
    (copied / "mediahub.toml").write_text('publisher = 3\nfoo = "x"\n', encoding="utf-8")
    told = admin.get("/personer")
    assert told.status_code == 422
    assert "2 fel i arbetsytan" in told.text
    assert "mediahub.toml: nyckeln ”foo”: okänd nyckel" in told.text
    assert "unknown key" in admin.get("/personer", headers=ENGLISH).text


def test_a_condition_that_is_not_understood_is_told_in_swedish(admin: TestClient) -> None:
    assert "det finns inget fält ”tema”" in admin.get("/korning?dar=tema == 1").text


def test_an_item_that_there_is_not_is_told_in_swedish_with_what_was_meant(
    admin: TestClient,
) -> None:
    told = admin.get("/item/podden-avsnit-1")
    assert "Det finns inget avsnitt ”podden-avsnit-1”. Menades ”podden-avsnitt-1”?" in told.text


# ---- That nothing lacks its English --------------------------------------------------------------


def test_every_word_has_its_english_and_what_is_compiled_of_it_is_new() -> None:
    told = subprocess.run(
        [sys.executable, REPOSITORY / "tools" / "words.py", "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.stdout == "Every word has its English.\n", told.stdout + told.stderr


def test_what_other_rooms_call_things_is_in_the_tables_of_the_site() -> None:
    assert ROLES == ROLE_WORDS
    for kind in ("film", "podcast", "article", "slides"):
        assert KINDS[kind] == kind_words(kind)  # type: ignore[arg-type]


class _Bare(HTMLParser):
    """The texts and attributes of a page that people read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within.append(tag)
        self.found += [text for name, text in attrs if text and name in SHOWN]

    def handle_endtag(self, tag: str) -> None:
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"code", "kbd", "pre", "script"} & set(self.within):
            self.found.append(data)


def _template(source: str) -> Iterator[str]:
    """What a template says without asking for its English."""
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - nothing is made
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    page, asked = _Bare(), set[int]()
    for output in environment.parse(source).find_all(nodes.Output):
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                page.feed(part.data)
                continue
            page.feed("\0")
            for call in (
                *part.find_all(nodes.Call),
                *([part] if isinstance(part, nodes.Call) else ()),
            ):
                if getattr(call.node, "name", "") in ("_", "gettext", "ngettext", "pgettext"):
                    asked |= {id(one) for one in call.find_all(nodes.Const)}
            consts = (
                *part.find_all(nodes.Const),
                *([part] if isinstance(part, nodes.Const) else ()),
            )
            page.found += [
                one.value
                for one in consts
                if isinstance(one.value, str) and id(one) not in asked
                and re.search(r"[åäöÅÄÖ]|^[A-Z][a-z]|[a-z]{2} [a-z]", one.value)
            ]  # fmt: skip
    for text in page.found:
        if re.search(r"[^\W\d_]{2}", text) and not re.search(r'= ?"', text):  # no code of a page
            yield " ".join(text.split())


def test_a_word_in_a_template_that_is_not_marked_is_found() -> None:
    assert list(_template('<p title="Så">{{ _("ja") }} Hej {{ "Nej" if a else _("x") }}</p>')) == [
        "Så",
        "Hej",
        "Nej",
    ]


@pytest.mark.parametrize(
    "path", sorted((STAFF / "templates").glob("*.html")), ids=lambda path: path.stem
)
def test_no_template_says_a_word_that_has_no_english(path: Path) -> None:
    if path.name not in PUBLIC:
        assert list(_template(path.read_text("utf-8"))) == []


def _python(source: str) -> Iterator[str]:
    """The Swedish in a module that is not asked for its English."""
    tree, asked = ast.parse(source), set[int]()
    for one in ast.walk(tree):
        if isinstance(one, ast.Call) and getattr(one.func, "id", "") in (
            "say", "marked", "say_number", "say_as",
        ):  # fmt: skip
            asked |= {id(argument) for argument in one.args}
        if isinstance(one, ast.keyword) and one.arg == "swedish":  # its English stands beside it
            asked |= {id(part) for part in ast.walk(one.value)}
        if isinstance(one, ast.Call) and getattr(one.func, "id", "") in ("Said", "Words"):
            asked |= {id(part) for part in ast.walk(one)}
        if isinstance(one, ast.Expr):
            asked.add(id(one.value))
    for one in ast.walk(tree):
        text = one.value if isinstance(one, ast.Constant) else None
        if isinstance(text, str) and id(one) not in asked and re.search("[åäöÅÄÖ]", text):
            yield text


def test_no_module_says_a_swedish_word_that_has_no_english() -> None:
    left = {
        path.name: found
        for path in sorted(STAFF.glob("*.py"))
        if path.name not in PUBLIC and (found := list(_python(path.read_text("utf-8"))))
    }
    left[QUOTED] = [one for one in left.get(QUOTED, []) if one not in ("u.å.",)]
    assert left == {"saving.py": [" år:"], QUOTED: []}


@pytest.mark.parametrize("path", sorted((STAFF / "assets").glob("*.js")), ids=lambda p: p.stem)
def test_no_script_says_a_swedish_word_that_has_no_english(path: Path) -> None:
    if path.name == "words-en.js":
        return
    code = re.sub(r"(?m)//.*$", "", path.read_text("utf-8"))
    code = re.sub(r'say\("(?:[^"\\]|\\.)*"', "", code)
    assert re.findall(r'["`][^"`\n]*[åäöÅÄÖ][^"`\n]*["`]', code) == []
