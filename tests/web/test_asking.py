"""Questions to the experts: what is taken in and from where, answered by staff, erased in time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import log_in

from mediahub.catalog import load
from mediahub.errors import SettingsError
from mediahub.pages.askform import TRAP, ask_form, origin_of
from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.asking import Asking, clean, make_asking_app, settings_to_ask
from mediahub.workspace.audit import Audit
from mediahub.workspace.questions import Questions, Reply

SETTINGS = """public_url = "https://Media.Exempel.se:443/feeds"

[publisher]
name = "Lindhamns stad"

[questions]
address = "https://fragor.exempel.se/fraga"
keep = "3 days"
"""
THEME = 'title = "Tidiga insatser"\nask = "Fråga oss."\n'
SITE = {"origin": "https://media.exempel.se"}
GIVEN = {"tema": "tidiga", "fraga": "Hur gör man?", "namn": "Eva"}
THANKS = "https://Media.Exempel.se:443/feeds/tema/tidiga/experterna/tack.html"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
WORDS = "en lång hemlighet"


class Clock:
    def __init__(self) -> None:
        self.at = NOON.timestamp()

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "media" / "tidiga").mkdir(parents=True)
    (tmp_path / "mediahub.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "media" / "tidiga" / "theme.toml").write_text(THEME, encoding="utf-8")
    return tmp_path


@pytest.fixture
def clock() -> Clock:
    return Clock()


Ask = Callable[..., tuple[int, str]]


@pytest.fixture
def ask(root: Path, clock: Clock) -> Ask:
    """`ask(fraga=…, origin=…)` sends a form; the status, and where it leads or what is told."""
    app = make_asking_app(Asking(root, clock))

    def send(origin: str | None = SITE["origin"], sender: str = "192.0.2.1", **given: str):
        client = TestClient(app, client=(sender, 1), follow_redirects=False)
        headers = {} if origin is None else {"origin": origin}
        answer = client.post("/fraga", data={**GIVEN, **given}, headers=headers)
        assert "set-cookie" not in answer.headers
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        return answer.status_code, answer.headers.get("location", answer.text)

    return send


def kept(root: Path) -> list[tuple[str, str]]:
    return [(one.text, one.name) for one in Questions(root).every()[0]]


def test_a_question_is_kept_and_answered_with_the_sites_own_page(ask: Ask, root: Path) -> None:
    assert ask(fraga=" Hur\r\ngo\u0308r\u202e man\x07? ") == (303, THANKS)
    (one,) = Questions(root).every()[0]
    assert (one.theme, one.text, one.name, one.asked) == ("tidiga", "Hur\ngör man?", "Eva", NOON)
    assert one.consent.startswith("Redaktionen läser din fråga.")
    assert "192.0.2.1" not in (root / "private/questions" / f"{one.id}.json").read_text("utf-8")


@pytest.mark.parametrize(
    "origin",
    [None, "null", "https://media.exempel.se.evil.example", "http://media.exempel.se",
     "https://media.exempel.se:444", "https://fragor.exempel.se", "https://MEDIA.exempel.se", ""],
)  # fmt: skip
def test_only_a_page_of_the_public_site_may_ask(ask: Ask, root: Path, origin: str | None) -> None:
    assert ask(origin=origin)[0] == 403
    assert kept(root) == []


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({"fraga": " \n\u200b"}, 422, "Frågan är tom."),
        ({"fraga": "å" * 2001}, 422, "högst 2000 tecken"),
        ({"namn": "å" * 101}, 422, "Hur gör man?"),
        ({"tema": "annat"}, 404, "Temat tar inte emot"),
        ({"fraga": "å" * 40_000}, 413, "för lång"),
    ],
)
def test_what_is_no_question_is_told_with_what_was_written(
    ask: Ask, root: Path, given: dict[str, str], status: int, told: str
) -> None:
    answered, page = ask(**given)
    assert answered == status
    assert told in page
    assert kept(root) == []


def test_what_is_asked_is_text_wherever_it_is_shown(ask: Ask, root: Path) -> None:
    page = ask(fraga="<script>alert(1)</script>", namn="x" * 101)[1]
    assert "<script>" not in page
    assert ask(fraga="å" * 2000)[0] == 303


def test_a_machine_that_fills_everything_in_is_thanked_and_forgotten(ask: Ask, root: Path) -> None:
    assert ask(**{TRAP: "https://evil.example"}) == (303, THANKS)
    assert kept(root) == []


def test_what_is_sent_twice_is_one_question_as_long_as_it_is_kept(
    ask: Ask, clock: Clock, root: Path
) -> None:
    assert [ask(), ask()] == [(303, THANKS)] * 2
    assert kept(root) == [("Hur gör man?", "Eva")]
    assert ask(sender="192.0.2.2")[0] == 303  # who asks the same as another
    assert len(kept(root)) == 2
    for one in Questions(root).every()[0]:
        Questions(root).delete(one.id)
    assert ask()[0] == 303
    assert len(kept(root)) == 1


def test_emoji_that_are_younger_than_the_program_are_kept(ask: Ask, root: Path) -> None:
    assert ask(fraga="Tack \U0001fa77 \U0001faea \uffff\ufdd0\ue000!", namn="")[0] == 303
    assert kept(root) == [("Tack \U0001fa77 \U0001faea !", "")]


def test_one_sender_may_ask_five_in_an_hour_and_others_go_on(
    ask: Ask, clock: Clock, root: Path
) -> None:
    asked = [ask(sender=f"2001:db8::{n}", fraga=f"Nr {n}?")[0] for n in range(6)]
    assert asked == [303] * 5 + [429]
    assert ask(sender="2001:db8:0:1::1")[0] == 303
    clock.at += 3601
    assert ask(sender="2001:db8::1")[0] == 303
    assert len(kept(root)) == 7


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/fraga", 405), ("GET", "/", 404), ("POST", "/logga-in", 404),
     ("GET", "/stil/staff.css", 404), ("POST", "/fraga/", 404)],
)  # fmt: skip
def test_what_takes_questions_in_does_nothing_else(
    root: Path, clock: Clock, method: str, path: str, status: int
) -> None:
    client = TestClient(make_asking_app(Asking(root, clock)), follow_redirects=False)
    assert client.request(method, path, headers=SITE).status_code == status


def test_only_a_form_of_known_length_is_read(root: Path, clock: Clock) -> None:
    client = TestClient(make_asking_app(Asking(root, clock)), follow_redirects=False)
    form = "application/x-www-form-urlencoded"
    for content, kind, status in (
        (b"{}", "application/json", 415),
        (iter([b"fraga=x"]), form, 411),
        (b"&".join([b"a=b"] * 30), form, 422),
        (b"tema=tidiga&fraga=%ff%00", form, 303),
    ):
        answer = client.post("/fraga", content=content, headers={**SITE, "content-type": kind})
        assert answer.status_code == status


def test_questions_are_erased_in_time_and_that_is_noted(ask: Ask, root: Path, clock: Clock) -> None:
    ask()
    (one,) = Questions(root).every()[0]
    asking = Asking(root, clock)
    clock.at += timedelta(days=3).total_seconds() - 1
    assert asking.erase() == 0
    clock.at += 1
    assert asking.erase() == 1
    assert kept(root) == []
    (line,) = Audit(root).changes()
    assert (line.what, line.by, line.more) == ("question-erased", "mediahub", {"question": one.id})


def test_nothing_is_erased_while_nobody_can_tell_when(ask: Ask, root: Path, clock: Clock) -> None:
    ask()
    (root / "mediahub.toml").write_text("[questions\n", encoding="utf-8")
    clock.at += 1e9
    with pytest.raises(SettingsError):
        Asking(root, clock).erase()
    assert len(kept(root)) == 1


def test_a_workspace_without_a_form_takes_no_questions(root: Path) -> None:
    assert settings_to_ask(root).keep == timedelta(days=3)
    text = SETTINGS.partition("\n")[2]
    (root / "mediahub.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="no public_url"):
        settings_to_ask(root)
    assert "questions-without-address" in {one.code for one in load(root).notices}


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Media.example/f", "https://media.example"),
        ("https://media.example:443/", "https://media.example"),
        ("http://localhost:8765/x", "http://localhost:8765"),
        ("https://åmål.example/f", "https://xn--ml-xiab.example"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(address: str, origin: str) -> None:
    assert origin_of(address) == origin


def test_the_form_says_how_long_a_question_is_kept() -> None:
    said = [ask_form("https://f.example", timedelta(hours=h)).consent for h in (1, 24, 72, 14 * 24)]
    assert [one.partition("raderas efter ")[2].partition(".")[0] for one in said] == [
        "en timme", "24 timmar", "3 dagar", "2 veckor",
    ]  # fmt: skip
    assert clean("a\tb\u200d\u0000") == "a b\u200d"


@pytest.fixture
def editor(root: Path, clock: Clock) -> TestClient:
    place = open_place(root)
    place.now = place.asking.now = clock
    for role in ("reader", "editor"):
        place.accounts.add(role, role, WORDS)  # type: ignore[arg-type]
    client = TestClient(make_staff_app(place), "http://127.0.0.1", follow_redirects=False)
    log_in(client, "editor", WORDS)
    return client


HERE = {"origin": "http://127.0.0.1"}


def test_the_staff_site_takes_questions_by_the_same_door(editor: TestClient, root: Path) -> None:
    answer = editor.post("/fraga", data=GIVEN, headers=SITE)
    assert (answer.status_code, answer.headers["location"]) == (303, THANKS)
    assert editor.post("/fraga", data=GIVEN, headers=HERE).status_code == 403
    page = editor.get("/experter").text
    assert "Hur gör man?" in page
    assert "raderas om 3 dagar" in page or "raderas om 2 dagar" in page


def test_an_answer_is_kept_and_of_two_the_second_sees_both(editor: TestClient, root: Path) -> None:
    one = Questions(root).put("tidiga", "Hur\ngör man?", "Eva", "", NOON)
    address = f"/experter/{one.id}"
    assert ">Hur gör man?</textarea>" in editor.get(address).text
    given = {"version": one.version, "fraga": "Hur?", "svar": "Så **här**.", "vad": "spara"}
    assert editor.post(address, data=given, headers=HERE).status_code == 303
    assert Questions(root).question(one.id).reply == Reply("Hur?", "Så **här**.")
    second = editor.post(address, data={**given, "svar": "Annorlunda."}, headers=HERE)
    assert second.status_code == 409
    assert "Så **här**." in second.text
    assert "Annorlunda.</textarea>" in second.text
    odd = editor.post(address, data={**given, "tid": "1:05"}, headers=HERE)
    assert "Välj också i vilket avsnitt" in odd.text


def test_an_answer_is_published_into_the_theme(editor: TestClient, root: Path) -> None:
    one = Questions(root).put("tidiga", "Hur gör man?", "Eva", "", NOON)
    given = {"version": one.version, "fraga": "Hur?", "svar": "Så.", "vad": "publicera"}
    answer = editor.post(f"/experter/{one.id}", data=given, headers=HERE)
    assert answer.status_code == 303
    assert Questions(root).question(one.id).state == "published"
    assert [(a.question, a.answer) for a in load(root).themes[0].answers] == [("Hur?", "Så.")]
    empty = editor.post(f"/experter/{one.id}", data={**given, "svar": ""}, headers=HERE)
    assert "Skriv ett svar" in empty.text


def test_a_published_answer_is_taken_off_the_page_and_kept_here(
    editor: TestClient, root: Path
) -> None:
    theme = root / "media" / load(root).themes[0].path.name / "theme.toml"
    before = theme.read_text("utf-8")
    one = Questions(root).put("tidiga", "Hur [gör] man?", "Eva", "", NOON)
    address = f"/experter/{one.id}"
    given = {"version": one.version, "fraga": "Hur [gör] man?", "svar": "Så.\n\nOch så."}
    editor.post(address, data={**given, "vad": "publicera"}, headers=HERE)
    there = Questions(root).question(one.id)
    assert (there.state, len(load(root).themes[0].answers)) == ("published", 1)
    late = editor.post(address, data={**given, "vad": "dra-tillbaka"}, headers=HERE)
    assert (late.status_code, "Någon annan har ändrat" in late.text) == (409, True)
    away = {"version": there.version, "vad": "dra-tillbaka"}
    answer = editor.post(address, data=away, headers=HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{address}?gjort=borta")
    assert "står inte längre på temats sida" in editor.get(answer.headers["location"]).text
    now = Questions(root).question(one.id)
    assert (now.state, now.reply.text) == ("answered", "Så.\n\nOch så.")
    assert load(root).themes[0].answers == ()
    assert theme.read_text("utf-8").rstrip() == before.rstrip()


def test_an_answer_that_was_changed_by_hand_is_told_where_it_stands(
    editor: TestClient, root: Path
) -> None:
    one = Questions(root).put("tidiga", "Hur gör man?", "Eva", "", NOON)
    address = f"/experter/{one.id}"
    given = {"version": one.version, "fraga": "Hur?", "svar": "Så.", "vad": "publicera"}
    editor.post(address, data=given, headers=HERE)
    theme = load(root).themes[0].path / "theme.toml"
    theme.write_text(
        theme.read_text("utf-8").replace('"Hur?"', '"Hur då?"').replace('"Så."', '"Så här."'),
        "utf-8",
    )
    away = {"version": Questions(root).question(one.id).version, "vad": "dra-tillbaka"}
    answer = editor.post(address, data=away, headers=HERE)
    assert (answer.status_code, "tas det bort där" in answer.text) == (422, True)
    assert Questions(root).question(one.id).state == "published"


def test_a_question_is_deleted_for_good_and_readers_see_none(
    editor: TestClient, root: Path
) -> None:
    one = Questions(root).put("tidiga", "Hur gör man?", "Eva", "", NOON)
    answer = editor.post(f"/experter/{one.id}", data={"vad": "radera"}, headers=HERE)
    assert (answer.status_code, kept(root)) == (303, [])
    assert editor.get(f"/experter/{one.id}").status_code == 404
    editor.cookies.clear()
    log_in(editor, "reader", WORDS)
    assert editor.get("/experter").status_code == 403
