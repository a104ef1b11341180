"""When a chapter's title is right."""

import pytest

from mediahub.evaluate import Topic, title_right, titles_right
from mediahub.evaluate.titles import heads
from mediahub.transcript import Chapter, Span


@pytest.mark.parametrize(
    ("found", "truth"),
    [
        ("Skolskjutsen", "Skolskjuts på landsbygden"),
        ("Skjutsen", "Skolskjuts på landsbygden"),
        ("Rådgivningen", "Budget- och skuldrådgivning"),
        ("Problematisk skolfrånvaro", "Skolfrånvaro"),
        ("Den digitala socialtjänsten", "Digital socialtjänst"),
        ("Hur chatten går till", "Chatt för tonåringar"),
        ("Pengar och möbler", "Återbruk av möbler"),
    ],
)
def test_a_title_that_shares_its_head_with_the_editor_s_is_right(found: str, truth: str) -> None:
    assert title_right(found, truth)


@pytest.mark.parametrize(
    ("found", "truth"),
    [
        ("Barn", "Skolskjuts"),
        ("Skolan", "Skolskjuts på landsbygden"),
        ("Landsbygdens vägar", "Skolskjuts på landsbygden"),
        ("Hembesök", "Hemspråk"),
        ("Vägar på landsbygden", "Skolskjuts på landsbygden"),
        ("Del 2", "Skolskjuts"),
    ],
)
def test_a_title_that_turns_on_something_else_is_wrong(found: str, truth: str) -> None:
    assert not title_right(found, truth)


def test_the_head_is_the_last_word_before_a_preposition() -> None:
    assert heads("Nya hem och stora torg i stan") == ("hem", "torg")
    assert heads("Samhällsorientering") == ("Samhällsorientering",)
    assert heads("") == ()


def test_each_topic_is_judged_by_the_chapter_that_shares_most_time_with_it() -> None:
    topics = (Topic(Span(0, 100), "Läxhjälp"), Topic(Span(100, 200), "Skolskjuts"))
    chapters = (Chapter(Span(0, 120), "Läxhjälpen"), Chapter(Span(120, 200), "Bussen"))
    assert titles_right(topics, chapters) == 0.5
    assert titles_right(topics, ()) == 0.0
    assert titles_right((), chapters) is None
