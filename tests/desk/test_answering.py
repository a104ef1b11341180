"""An expert's answer: into theme.toml with every comment kept, and onto the theme's page."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.catalog import load
from mediahub.desk.answering import Heard, PublishedAnswer, heard_in, publish_answer
from mediahub.errors import SettingsError
from mediahub.workspace.questions import Reply
from tests.pipeline.conftest import Place, edit, empty, themed

__all__ = ["edit", "empty", "themed"]
THEME, PAGE = "media/2020-06-03-tema/theme.toml", "feeds/tema/2020-06-03-tema/experterna/index.html"
SAMTAL = "2020-06-03-tema-samtal"


@pytest.fixture
def asked(themed: Place, edit: Callable[[Path, str, str], None]) -> Place:
    edit(themed.root / THEME, "date = ", '# Vår egen rad.\nask = "Fråga oss."\ndate = ')
    edit(
        themed.root / "mediahub.toml", "[publisher]",
        '[questions]\naddress = "https://fragor.example/fraga"\n\n[publisher]',
    )  # fmt: skip
    assert themed.run().failures == ()
    return themed


def test_an_answer_stands_on_the_page_at_once_and_in_the_toml(asked: Place) -> None:
    before = asked.text(THEME)
    reply = Reply("Hur *gör*\nman <b>?", "Så.\n\n- ett\n- två", "anna-lind", SAMTAL, 3200)
    told = publish_answer(asked.root, "2020-06-03-tema", reply)
    assert told == PublishedAnswer(THEME)
    assert "# Vår egen rad." in asked.text(THEME)
    assert asked.text(THEME).startswith(before.rstrip())
    page = asked.text(PAGE)
    assert "<h3>Hur *gör* man &lt;b&gt;?</h3>" in page
    assert "<li>ett</li>" in page
    assert "Anna Lind" in page
    assert 'index.html#t=3.2">Ett samtal' in page
    assert asked.run().idle
    # The same answer again is the same answer.
    publish_answer(asked.root, "2020-06-03-tema", reply)
    assert len(load(asked.root).themes[0].answers) == 1


def test_an_answer_points_only_where_the_theme_lists_something(asked: Place) -> None:
    catalogue = load(asked.root)
    assert heard_in(catalogue, catalogue.themes[0]) == (Heard(SAMTAL, "Ett samtal", "samtal.mp3"),)


@pytest.mark.parametrize(
    ("theme", "reply", "told"),
    [
        ("borta", Reply("Hur?", "Så."), "there is no theme 'borta'"),
        ("2020-06-03-tema", Reply("Hur?", "Så.", "ingen"), "there is no person 'ingen'"),
        ("2020-06-03-tema", Reply("Hur?", "Så.", None, "annat"), "annat is not listed"),
        ("2020-06-03-tema", Reply("Hur?", " "), "write the question, and an answer"),
        ("2020-06-03-tema", Reply("", "Så."), "write the question, and an answer"),
    ],
)
def test_what_cannot_be_published_changes_nothing(
    asked: Place, theme: str, reply: Reply, told: str
) -> None:
    before = asked.text(THEME)
    with pytest.raises(SettingsError, match=told):
        publish_answer(asked.root, theme, reply)
    assert asked.text(THEME) == before
