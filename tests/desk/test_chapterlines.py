"""Chapter lists as hands and programs write them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.desk.chapterlines import Mark, WrittenChapters, heading, parse_chapters, time_of
from mediahub.edits import JournalVersion
from mediahub.errors import SettingsError
from mediahub.transcript.clock import clock_hms


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("0:00", 0), ("12:00", 720_000), ("1:02:03", 3_723_000), ("75.5", 75_500),
        ("1:02:03,25", 3_723_250), ("00:01:15.500", 75_500), ("90:00", 5_400_000), (" 7 ", 7000),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(text: str, ms: int):
    assert time_of(text) == ms


@pytest.mark.parametrize("text", ["", "kl 12", "1:75", "1:2:3", "-5", "inf", "12:00:00:00"])
def test_what_is_no_time_is_told_with_how_one_is_written(text: str):
    with pytest.raises(SettingsError, match="is not a time in a recording; write"):
        time_of(text)


@pytest.mark.parametrize(
    "line",
    [
        "12:30 Frågor och svar", "12:30\tFrågor och  svar", "- 12:30 Frågor och svar",
        "(12:30) Frågor och svar", "[00:12:30.000] Frågor och svar", "12:30 - Frågor och svar",
        "12:30–Frågor och svar", "750 — Frågor och svar", "  12:30  Frågor och svar  ",
    ],
)  # fmt: skip
def test_a_line_is_a_time_and_a_title(line: str):
    text = f"\ufeff# kapitel\n\n0:00 Inledning\r\n{line}\n"
    marks = (Mark(0, "Inledning"), Mark(750_000, "Frågor och svar"))
    assert parse_chapters(text, "k.txt") == WrittenChapters(marks)


def test_a_title_may_begin_with_a_number_and_hold_a_dash():
    marks = (Mark(0, "2020 – ett år"), Mark(60_000, "1:a klass"))
    assert parse_chapters("0:00 2020 – ett år\n1:00 1:a klass", "k.txt").marks == marks


def test_a_podcasts_json_is_as_good():
    rows = [
        {"startTime": 0, "title": "Inledning", "img": "x"},
        {"startTime": 75.5, "title": "Frågor", "url": "https://x.example"},
    ]
    text = json.dumps({"version": "1.2.0", "chapters": rows, "item": "ett", "edits": "3-ab12"})
    assert parse_chapters(text, "k.json") == WrittenChapters(
        (Mark(0, "Inledning"), Mark(75_500, "Frågor", "https://x.example")),
        "ett", JournalVersion(3, "ab12"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "k holds no chapters; write a time and a title a line"),
        ("# bara en rad", "k holds no chapters"),
        ("0:00 Ett\nInledning", 'k, line 2: "Inledning" is no chapter; write a time and a title'),
        ("0:00", 'k, line 1: "0:00" is no chapter'),
        ("0:00 Ett\n\n1:75 Två", 'k, line 3: "1:75" is not a time in a recording'),
        ("2:00 Två\n1:00 Ett", "k, line 2: 1:00 does not come after 2:00; put the chapters in"),
        ("1:00 Ett\n1:00 Ett", "k, line 2: 1:00 does not come after 1:00"),
        (f"0:00 {'a' * 300}", "k, line 1: the title is longer than 255 signs"),
        ("{", "k is no chapters file: "),
        ('{"chapters": 5}', "k is no chapters file: chapters: 5 is not a list"),
        ('{"chapters": [{"title": "x"}]}', r"chapters\[0\].startTime: missing"),
        ('{"chapters": [{"startTime": -1, "title": "x"}]}', r"chapters\[0\]: \"-1.0\" is not a"),
        ('{"chapters": [{"startTime": 0, "title": " "}]}', r"chapters\[0\]: the title is empty"),
    ],
)
def test_what_is_no_list_is_told_with_its_line(text: str, message: str):
    with pytest.raises(SettingsError, match=message):
        parse_chapters(text, "k")


TITLES = st.from_regex(r"[a-zåäö][a-zåäö0-9:]{0,9}( [a-zåäö–()#-]{1,9}){0,3}", fullmatch=True)


@given(st.dictionaries(st.integers(0, 40_000), TITLES, min_size=1, max_size=8))
def test_a_list_that_is_printed_is_read_back(chapters: dict[int, str]):
    marks = tuple(Mark(s * 1000, " ".join(t.split())) for s, t in sorted(chapters.items()))
    seen = JournalVersion(2, "0123456789ab")
    lines = [heading("avsnitt-4", "set by a person", seen)]
    lines += [f"{clock_hms(mark.start_ms):>7}  {mark.title}" for mark in marks]
    assert parse_chapters("\n".join(lines), "k") == WrittenChapters(marks, "avsnitt-4", seen)
