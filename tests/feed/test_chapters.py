"""Chapters in each form, and the list they all come from."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mediahub.feed import chapters_json, chapters_to_publish
from mediahub.feed.chapters import chapter_lines, line_time, play_time
from mediahub.transcript import Chapter, Span


def chapter(start, end, title):
    return Chapter(Span(start, end), title)


def test_the_json_document_is_the_golden_file(series, newer, same_as_golden):
    document = chapters_json(
        newer.chapters, title=newer.title, podcast_name=series.title, author=series.author
    )
    made = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    same_as_golden("chapters.json", made.encode())


def test_a_first_chapter_near_the_start_is_moved_to_it():
    assert chapters_to_publish(
        [chapter(2_000, 9_000, "A"), chapter(9_000, 20_000, "B")], 20_000
    ) == (
        chapter(0, 9_000, "A"),
        chapter(9_000, 20_000, "B"),
    )


def test_a_late_first_chapter_gets_an_introduction_before_it():
    assert chapters_to_publish([chapter(30_000, 60_000, "A")], 60_000) == (
        chapter(0, 30_000, "Inledning"),
        chapter(30_000, 60_000, "A"),
    )


def test_chapters_past_the_end_and_doubles_are_left_out():
    made = chapters_to_publish(
        [
            chapter(50, 90, "sist"),
            chapter(0, 50, "A"),
            chapter(0, 40, "dubbel"),
            chapter(100, 120, "utanför"),
        ],
        100,
    )
    assert made == (chapter(0, 50, "A"), chapter(50, 100, "sist"))


def test_a_chapter_without_a_title_is_numbered():
    made = chapters_to_publish([chapter(0, 10, " \x00 "), chapter(10, 20, "B")], 20)
    assert [one.title for one in made] == ["Kapitel 1", "B"]


def test_a_single_automatic_chapter_is_no_list_and_a_persons_is():
    assert chapters_to_publish([chapter(0, 10, "A")], 10) == ()
    own = Chapter(Span(0, 10), "A", "author")
    assert chapters_to_publish([own], 10) == (own,)


@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**6), st.text(max_size=9))),
    st.integers(0, 10**7),
)
def test_published_chapters_always_begin_at_zero_rise_and_touch(raw, duration):
    chapters = [chapter(start, start + length, title) for start, length, title in raw]
    made = chapters_to_publish(chapters, duration)
    if made:
        assert made[0].span.start_ms == 0
        assert made[-1].span.end_ms >= duration
    for one, other in pairwise(made):
        assert one.span.end_ms == other.span.start_ms > one.span.start_ms
    assert all(c.title == c.title.strip() and c.title for c in made)
    assert chapters_to_publish(made, duration) == made


def test_lines_need_three_chapters():
    three = [chapter(0, 1_999, "A"), chapter(61_999, 62_000, "B"), chapter(600_000, 700_000, "C")]
    assert chapter_lines(three) == ("00:00 A", "01:01 B", "10:00 C")
    assert chapter_lines(three[:2]) == ()


def test_lines_of_a_long_recording_all_show_hours():
    long = [chapter(0, 1, "A"), chapter(60_000, 60_001, "B"), chapter(3_600_000, 3_600_001, "C")]
    assert chapter_lines(long) == ("0:00:00 A", "0:01:00 B", "1:00:00 C")


def test_the_time_at_the_head_of_a_line():
    assert (line_time(0), line_time(59_999), line_time(3_600_000)) == ("00:00", "00:59", "1:00:00")
    assert play_time(3_723_045) == "01:02:03.045"
