"""The forms that write TOML: what is typed stands there, and nothing that anybody wrote is lost."""

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Place

from mediahub.catalog import load
from mediahub.web.staff.app import make_staff_app, open_place

WORDS = "en lång hemlighet"
HERE = {"origin": "http://127.0.0.1"}
THEME = """\
# Veckans tema
title = "Tidigt"   # rubriken
date = 2026-01-31

# Podden först
[[items]]
file = "podd.mp3"
label = "Podden" # etiketten
contributors = [
    { person = "anna-lind", role = "host" }, # värden
]

[[glossary]]
term = "räcke" # ordet
definition = "Ett skydd."
"""
PEOPLE = """\
# Registret
[[people]]
id = "anna-lind"
name = "Anna Lind"

[[people]]
id = "bo-alm"
name = "Bo Alm"
voice_consent = true # muntligt
voice_consent_date = 2026-01-31
"""


@pytest.fixture
def root(empty: Place) -> Path:
    media = empty.root / "media"
    (empty.root / "mediahub.toml").write_text(
        '[publisher]\nname = "Lindhamn"\n[[series]]\nid = "podd"\ntitle = "Podden"\n'
        'kinds = ["podcast"]\n[[series]]\nid = "extra"\ntitle = "Extra"\n',
        encoding="utf-8",
    )
    (media / "tidigt").mkdir()
    (media / "tidigt" / "theme.toml").write_text(THEME, encoding="utf-8")
    (media / "podden").mkdir()
    for name in ("tidigt/podd.mp3", "podden/avsnitt-1.mp3"):  # nothing listens to them here
        (media / name).touch()
    (media / "people.toml").write_text(PEOPLE, encoding="utf-8")
    return empty.root


@pytest.fixture
def client(root: Path) -> TestClient:
    place = open_place(root)
    place.accounts.add("anna", "editor", WORDS)
    made = TestClient(make_staff_app(place), "http://127.0.0.1", follow_redirects=False)
    made.post("/logga-in", data={"namn": "anna", "losen": WORDS, "till": "/"}, headers=HERE)
    return made


def form(page: str) -> dict[str, str]:
    """The fields of a page's form as a browser would send them."""
    inner = re.search(r'<form class="sheet".*?</form>', page, re.DOTALL)
    assert inner is not None
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", inner[0]):
        values = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if values.get("type") != "checkbox" or " checked" in tag:
            found[values["name"]] = html.unescape(values.get("value", ""))
    for name, text in re.findall(
        r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', inner[0], re.DOTALL
    ):
        found[name] = html.unescape(text)
    for name, options in re.findall(
        r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', inner[0], re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def opened(client: TestClient, address: str) -> dict[str, str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return form(answer.text)


def sent(client: TestClient, address: str, given: dict[str, str]) -> tuple[int, str]:
    answer = client.post(address, data=given, headers=HERE)
    return answer.status_code, answer.headers.get("location", answer.text)


def theme_text(root: Path) -> str:
    return (root / "media/tidigt/theme.toml").read_text(encoding="utf-8")


ITEM = "/item/tidigt-podd/beskriv"


def test_an_item_is_described_where_its_theme_lists_it(client: TestClient, root: Path) -> None:
    given = opened(client, ITEM)
    assert (given["label"], given["person-0"], given["roll-0"]) == ("Podden", "Anna Lind", "host")
    given |= {
        "title": "Vid köksbordet", "description": "Två rader\r\nom.", "languages": "svenska, en",
        "published": "2026-02-01T06:00", "explicit": "nej", "formats": "Podd, samtal",
        "person-1": "bo alm", "roll-1": "guest", "series": "extra", "episode": "3",
    }  # fmt: skip
    assert sent(client, ITEM, given) == (303, f"{ITEM}?sparat=nasta")
    assert theme_text(root) == THEME.replace(
        '    { person = "anna-lind", role = "host" }, # värden\n]\n',
        '    { person = "anna-lind", role = "host" }, # värden\n'
        '    {person = "bo-alm", role = "guest"},\n]\n'
        'title = "Vid köksbordet"\ndescription = """Två rader\nom."""\n'
        'published = 2026-02-01T06:00:00+01:00\nseries = "extra"\nepisode = 3\n'
        'explicit = false\nformats = ["Podd", "samtal"]\nlanguages = ["sv", "en"]\n',
    )
    assert "Sparat. Nästa körning" in client.get(f"{ITEM}?sparat=nasta").text
    again = opened(client, ITEM)
    assert (again["published"], again["explicit"]) == ("2026-02-01T06:00", "nej")
    assert sent(client, ITEM, again) == (303, f"{ITEM}?sparat=lika")


def test_a_bare_file_gets_a_toml_of_its_own(client: TestClient, root: Path) -> None:
    address = "/item/podden-avsnitt-1/beskriv"
    given = opened(client, address)
    assert sent(client, address, {**given, "title": "Ett"})[0] == 303
    assert (root / "media/podden/avsnitt-1.toml").read_text(encoding="utf-8") == 'title = "Ett"\n'


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client: TestClient, root: Path
) -> None:
    given = opened(client, ITEM) | {
        "title": 'Ett "långt" <namn>', "link": "www.exempel.se", "date": "31 jan", "episode": "0",
        "languages": "klingon", "person-1": "Cia Ny", "roll-1": "writer",
    }  # fmt: skip
    status, page = sent(client, ITEM, given)
    assert status == 422
    for words in (
        "Skriv datumet som 2026-01-31.", "Skriv ett heltal, 1 eller mer.",
        "Cia Ny finns inte bland personerna.", "Skriv en webbadress som börjar med https://.",
        "Skriv språken med komma",
    ):  # fmt: skip
        assert words in page
    typed = form(page)
    assert {key: typed[key] for key in given} == given
    assert theme_text(root) == THEME


def test_a_name_that_nobody_has_becomes_a_person_when_that_is_meant(
    client: TestClient, root: Path
) -> None:
    given = opened(client, ITEM) | {"person-1": "Cia Ny", "roll-1": "guest", "nya": "ja"}
    assert sent(client, ITEM, given)[0] == 303
    assert [(one.person.id, one.role) for one in load(root).item("tidigt-podd").contributors] == [
        ("anna-lind", "host"), ("cia-ny", "guest"),
    ]  # fmt: skip


def test_two_of_one_name_are_told_apart(client: TestClient, root: Path) -> None:
    other = '\n[[people]]\nid = "anna-lind-2"\nname = "Anna Lind"\n'
    (root / "media/people.toml").write_text(PEOPLE + other, encoding="utf-8")
    given = opened(client, ITEM)
    assert given["person-0"] == "Anna Lind (anna-lind)"
    assert sent(client, ITEM, given | {"person-1": "Anna Lind (anna-lind-2)"})[0] == 303
    assert [one.person.id for one in load(root).item("tidigt-podd").contributors] == [
        "anna-lind", "anna-lind-2",
    ]  # fmt: skip


def test_of_two_who_write_in_one_field_the_second_sees_both(client: TestClient, root: Path) -> None:
    first = opened(client, ITEM)
    second = dict(first)
    assert sent(client, ITEM, first | {"title": "Den enas", "label": "Ny"})[0] == 303
    status, page = sent(client, ITEM, second | {"title": "Den andras", "description": "D"})
    assert status == 412
    assert '<p class="theirs">Den enas</p>' in page
    again = form(page)
    assert (again["title"], again["label"], again["description"]) == ("Den andras", "Ny", "D")
    assert sent(client, ITEM, again)[0] == 303
    item = load(root).item("tidigt-podd")
    assert (item.title, item.label, item.description) == ("Den andras", "Ny", "D")


def test_two_in_different_fields_never_meet(client: TestClient, root: Path) -> None:
    first = opened(client, ITEM)
    assert sent(client, ITEM, first | {"title": "Titeln"})[0] == 303
    assert sent(client, ITEM, first | {"label": "Etiketten"})[0] == 303
    item = load(root).item("tidigt-podd")
    assert (item.title, item.label) == ("Titeln", "Etiketten")


def test_a_theme_is_made_and_then_described(client: TestClient, root: Path) -> None:
    given = opened(client, "/nytt-tema")
    assert "Det här behöver fyllas i." in sent(client, "/nytt-tema", given)[1]
    given |= {
        "title": "Trygg i skolan",
        "date": "2026-03-01",
        "introduction": "En rad.\r\n\r\nEn till.",
    }
    status, address = sent(client, "/nytt-tema", given)
    assert (status, address) == (303, "/tema/2026-03-01-trygg-i-skolan?sparat=nasta")
    theme = load(root).theme("2026-03-01-trygg-i-skolan")
    assert (theme.title, theme.introduction) == ("Trygg i skolan", "En rad.\n\nEn till.")
    text = (theme.path / "theme.toml").read_text(encoding="utf-8")
    assert "# Files that stand here" in text
    status, page = sent(client, "/nytt-tema", given)
    assert (status, "Det finns redan en mapp" in page) == (422, True)
    assert form(page)["title"] == "Trygg i skolan"
    shown = opened(client, "/tema/2026-03-01-trygg-i-skolan")
    shown |= {"questions": "Hur?\r\nVarför?", "ask_address": "fel"}
    status, page = sent(client, "/tema/2026-03-01-trygg-i-skolan", shown)
    assert "Skriv en e-postadress eller en webbadress" in page
    shown["ask_address"] = "tema@lindhamn.example"
    assert sent(client, "/tema/2026-03-01-trygg-i-skolan", shown)[0] == 303
    assert load(root).theme("2026-03-01-trygg-i-skolan").questions == ("Hur?", "Varför?")
    assert "Trygg i skolan" in client.get("/innehall").text


def test_a_theme_is_changed_and_its_items_are_left_alone(client: TestClient, root: Path) -> None:
    given = opened(client, "/tema/tidigt")
    assert sent(client, "/tema/tidigt", given | {"title": "Tidiga insatser"})[0] == 303
    assert theme_text(root) == THEME.replace('"Tidigt"', '"Tidiga insatser"')


def test_a_word_is_put_into_the_glossary_and_changed(client: TestClient, root: Path) -> None:
    given = opened(client, "/tema/tidigt/ord")
    new = {"term": "torg", "definition": "En mötesplats.", "aliases": "plats, torget"}
    assert sent(client, "/tema/tidigt/ord", given | new)[0] == 303
    address = "/tema/tidigt/ord?ord=r%C3%A4cke"
    assert f'action="{address}"' in client.get(f"{address}&sparat=nu").text
    given = opened(client, "/tema/tidigt/ord?ord=räcke")
    changed = given | {"definition": "Ett staket."}
    assert sent(client, "/tema/tidigt/ord?ord=räcke", changed)[0] == 303
    assert theme_text(root).startswith(THEME.replace("Ett skydd.", "Ett staket."))
    assert [one.term for one in load(root).theme("tidigt").glossary] == ["räcke", "torg"]
    status, page = sent(client, "/tema/tidigt/ord", opened(client, "/tema/tidigt/ord"))
    assert (status, page.count("Det här behöver fyllas i.")) == (422, 4)


def test_a_person_is_put_into_the_registry(client: TestClient, root: Path) -> None:
    given = opened(client, "/ny-person")
    given |= {"name": "Åsa  Öberg", "role": "lärare", "voice_consent": "ja"}
    status, page = sent(client, "/ny-person", given)
    assert (status, "Skriv vilken dag samtycket gavs" in page) == (422, True)
    given["voice_consent_date"] = "2026-02-02"
    assert sent(client, "/ny-person", given) == (303, "/person/asa-oberg?sparat=nasta")
    person = load(root).person("asa-oberg")
    assert (person.name, person.voice_consent, person.listed) == ("Åsa Öberg", True, False)
    people = (root / "media/people.toml").read_text(encoding="utf-8")
    assert people.startswith(PEOPLE)
    assert "Åsa Öberg" in client.get("/personer").text


def test_a_voice_consent_that_is_taken_back_keeps_its_comment(
    client: TestClient, root: Path
) -> None:
    given = opened(client, "/person/bo-alm")
    assert given.pop("voice_consent") == "ja"
    assert sent(client, "/person/bo-alm", given)[0] == 303
    assert not load(root).person("bo-alm").voice_consent


def test_what_is_not_there_is_told(client: TestClient) -> None:
    for address in ("/item/finns-inte/beskriv", "/tema/finns-inte", "/tema/tidigt/ord?ord=x"):
        assert client.get(address).status_code in (404, 422)
    assert client.get("/person/x").status_code == 422


def test_what_people_type_is_text_on_the_page_and_in_the_file(
    client: TestClient, root: Path
) -> None:
    nasty = '"""\n[[items]]\nfile = "x" </textarea><script>alert(1)</script> \\u0041 {{ 7*7 }}'
    given = opened(client, ITEM) | {"description": nasty, "title": "]]\\"}
    assert sent(client, ITEM, given)[0] == 303
    item = load(root).item("tidigt-podd")
    assert (item.description, item.title) == (nasty, "]]\\")
    page = client.get(ITEM).text
    assert "<script>alert" not in page
    assert form(page)["description"] == nasty
