"""Captions that are not quite as they should be: nothing is lost, and what was doubtful is told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.captions.notices import BEFORE, COMMENT, EMPTY, NUMBER
from mediahub.captions.reading import (
    CaptionCue,
    ReadCaptions,
    comments,
    read_captions,
)
from mediahub.errors import MediaError
from mediahub.transcript import Span

FIRST = "00:00:01,000 --> 00:00:02,000"
SECOND = "00:00:03,000 --> 00:00:04,000"
THIRD = "00:00:05,000 --> 00:00:06,000"


def read(text: str, suffix: str = ".srt") -> list[tuple[int, int, str]]:
    """Start, end and text of each cue, where nothing is to be told."""
    captions = read_captions(text, suffix)
    assert captions.notices == ()
    return [(cue.span.start_ms, cue.span.end_ms, cue.text) for cue in captions.cues]


def test_what_is_said_may_look_like_a_comment_or_a_number() -> None:
    text = (
        f"WEBVTT\n\nNOTE av oss\n\n{FIRST}\n\nHej.\n\n{SECOND}\n\nNOTE att vi börjar.\n\n"
        f"{THIRD}\n\n2024\n\n00:07.000 --> 00:08.000\n\nvar bra.\n"
    )
    assert read(text, ".vtt") == [
        (1000, 2000, "Hej."),
        (3000, 4000, "NOTE att vi börjar."),
        (5000, 6000, "2024"),
        (7000, 8000, "var bra."),
    ]


def test_a_comment_after_a_cue_without_text_is_told() -> None:
    text = f"WEBVTT\n\n{FIRST}\n\nNOTE bra\natt veta\n\n{SECOND}\nHej.\n"
    assert read_captions(text, ".vtt") == ReadCaptions(
        (CaptionCue(Span(3000, 4000), "", "Hej.", ("Hej.",)),),
        (COMMENT.at("line 5", text="NOTE bra att veta"),),
    )
    assert str(read_captions(text, ".vtt").notices[0]) == (
        "line 5: “NOTE bra att veta” follows a cue without text, and is taken as a comment. "
        "If it is said, write it right under the time."
    )


def test_our_own_comments_are_never_said() -> None:
    emptied = f"WEBVTT\n\n{FIRST}\n\nNOTE troligen felhört: hus\n\n{SECOND}\n\nNOTE mediahub a 0f\n"
    assert read_captions(emptied, ".vtt", name="a.vtt") == ReadCaptions((), (EMPTY.at("a.vtt"),))
    assert comments(emptied) == [(3000, "troligen felhört: hus"), (0, "mediahub a 0f")]


def test_numbers_between_blank_lines() -> None:
    spaced = f"1\n\n{FIRST}\n\nHej\n\n2024\n\n2\n\n{SECOND}\n\nTack.\n\n7\n\n{THIRD}\n\nJa.\n"
    assert read(spaced) == [(1000, 2000, "Hej 2024"), (3000, 4000, "Tack."), (5000, 6000, "Ja.")]
    inside = f"1\n{FIRST}\nÅret var\n\n2024\n\n2\n{SECOND}\nTack.\n"
    assert read(inside) == [(1000, 2000, "Året var 2024"), (3000, 4000, "Tack.")]


def test_a_number_between_blank_lines_is_said_where_cues_have_no_numbers() -> None:
    text = f"{FIRST}\n\n2024\n\n{SECOND}\nord\n"
    assert read(text) == [(1000, 2000, "2024"), (3000, 4000, "ord")]


def test_a_number_that_a_lost_cue_left_behind_is_told() -> None:
    captions = read_captions(f"1\n{FIRST}\nHej.\n\n2\n\n3\n{SECOND}\nTack.\n", ".srt")
    assert [cue.text for cue in captions.cues] == ["Hej.", "Tack."]
    assert captions.notices == (NUMBER.at("line 5", text="2"),)


@pytest.mark.parametrize("between", ["\n\n", "\n", "\n\n\ufeff"])
def test_a_header_of_a_file_that_was_joined_is_no_speech(between: str) -> None:
    header = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000"
    text = f"{header}\n\n{FIRST}\nEtt.{between}{header}\n\n{SECOND}\nWEBVTT är ett format.\n"
    assert read(text, ".vtt") == [(1000, 2000, "Ett."), (3000, 4000, "WEBVTT är ett format.")]


def test_webvtt_is_known_by_its_header_too() -> None:
    text = f"\ufeffWEBVTT\n\nNOTE av oss\n\nSTYLE\n::cue {{ }}\n\nintro\n{FIRST}\n<v Rut>Hej.</v>\n"
    assert read_captions(text, ".srt").cues == (
        CaptionCue(Span(1000, 2000), "Rut", "Hej.", ("Hej.",)),
    )


@pytest.mark.parametrize(
    ("line", "span"),
    [
        ("00:00:04,0000 --> 00:00:06,5000", (4000, 6500)),
        ("0:00:04.1234567 --> 0:00:06", (4123, 6000)),
        ("00:00:04,000-->00:00:06,500  X1:100 X2:600", (4000, 6500)),
        ("00:00:04,000 —> 00:00:06,500", (4000, 6500)),
        ("00:00:04,000 –> 00:00:06,500", (4000, 6500)),
        ("00:00:04,000 → 00:00:06,500", (4000, 6500)),
        ("00:00:04,000 -> 00:00:06,500", (4000, 6500)),
    ],
)
def test_times_as_people_and_programs_write_them(line: str, span: tuple[int, int]) -> None:
    assert read(f"1\n{FIRST}\nEtt.\n2\n{line}\nTvå.\n") == [(1000, 2000, "Ett."), (*span, "Två.")]


def test_arrows_in_what_is_said_are_said() -> None:
    text = f"1\n{FIRST}\nOro --> anmälan\n\n2\n{SECOND}\nså är vägen.\n\nFörst --> sedan.\n"
    assert read(text) == [
        (1000, 2000, "Oro --> anmälan"),
        (3000, 4000, "så är vägen. Först --> sedan."),
    ]


@pytest.mark.parametrize(
    ("line", "kind", "span"),
    [
        ("00:00:03,320 --> 00:00:03,300", "turned", (3320, 3437)),
        # A span ends where the next cue begins.
        ("00:00:04,990 --> 00:00:01,000", "turned", (4990, 5000)),
        ("00:00:03,500 --> snart", "no-time", (3500, 3617)),
        ("00:00:03:12 --> 00:00:04:00", "frames", (2000, 2117)),
        ("xx --> 00:00:04,000", "no-time", (2000, 2117)),
    ],
)
def test_one_bad_cue_among_good_ones_is_kept_and_told(
    line: str, kind: str, span: tuple[int, int]
) -> None:
    captions = read_captions(f"1\n{FIRST}\nEtt.\n\n2\n{line}\nja\n\n3\n{THIRD}\nTre.\n", ".srt")
    assert [(cue.span, cue.text) for cue in captions.cues] == [
        (Span(1000, 2000), "Ett."),
        (Span(*span), "ja"),
        (Span(5000, 6000), "Tre."),
    ]
    (notice,) = captions.notices
    assert (notice.code, notice.place) == (f"captions-{kind}", "line 6")
    assert f"“{line}”" in notice.said.english


def test_more_bad_cues_than_good_ones_are_another_format() -> None:
    frames = "1\n00:00:01:12 --> 00:00:03:00\nEtt.\n\n2\n00:00:04:12 --> 00:00:05:00\nTvå.\n\n"
    with pytest.raises(MediaError) as raised:
        read_captions(f"{frames}3\n{THIRD}\nTre.\n", ".srt", name="a.srt")
    assert str(raised.value) == (
        "a.srt, line 2: '00:00:01:12 --> 00:00:03:00' counts frames; "
        "save the file with milliseconds, as in 00:00:01.000 --> 00:00:04.000"
    )


def test_text_before_the_first_time_is_told() -> None:
    text = f"Undertexter av Bo\n\nEn rad\ntill\n1\n{FIRST}\nHej.\n"
    captions = read_captions(text, ".srt")
    assert [cue.text for cue in captions.cues] == ["Hej."]
    assert captions.notices == (
        BEFORE.at("line 1", text="Undertexter av Bo"),
        BEFORE.at("line 3", text="En rad till"),
    )


def test_text_above_a_time_that_a_blank_line_is_missing_to_belongs_to_the_cue_before() -> None:
    text = f"1\n{FIRST}\nHej\n\npå er.\n2\n{SECOND}\nTack.\n"
    assert read(text) == [(1000, 2000, "Hej på er."), (3000, 4000, "Tack.")]


said = st.lists(
    st.sampled_from(["ord", "2024", "NOTE så", "NOTE", "A --> b", "WEBVTT-fil", "STYLE x", "1"]),
    min_size=1,
    max_size=3,
)
times = st.sampled_from(["{} --> {}", "{}->{}", "{} —> {} line:1", "{} --> nyss", "{1} --> {0}"])


@given(
    st.lists(st.tuples(said, times, st.booleans()), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([(".vtt", "WEBVTT\n\n"), (".srt", "")]),
    st.booleans(),
)
def test_every_word_is_in_a_cue_or_told(
    cues: list[tuple[list[str], str, bool]], ending: str, form: tuple[str, str], numbered: bool
) -> None:
    suffix, text = form
    for number, (lines, time, blank) in enumerate(cues, start=1):
        text += f"{number}\n" if numbered else ""
        text += time.format(f"00:{number:02}:01.000", f"00:{number:02}:05.000") + "\n"
        text += ("\n" if blank else "") + "\n".join(lines) + "\n\n"
    try:
        captions = read_captions(text.replace("\n", ending), suffix)
    except MediaError:
        good = [time for _, time, _ in cues if "nyss" not in time and "{1}" not in time]
        assert 2 * len(good) < len(cues) or not any("-->" in time for time in good)
        return
    kept = " ".join(
        [cue.text for cue in captions.cues] + [one.said.english for one in captions.notices]
    )
    for lines, _, _ in cues:
        for word in " ".join(lines).split():
            assert word in kept
    wanted = [word for lines, _, _ in cues for word in " ".join(lines).split() if word == "ord"]
    assert re.findall(r"\w+", kept).count("ord") == len(wanted)
    starts = [cue.span.start_ms for cue in captions.cues]
    assert starts == sorted(starts)


def test_a_file_is_what_it_holds_whatever_it_is_called() -> None:
    sbv = "0:00:01.000,0:00:03.000\nHej[br]du.\n\n0:00:03.500,0:00:05.000\nTack.\n"
    for suffix in (".sbv", ".srt", ".vtt"):
        assert read(sbv, suffix) == [(1000, 3000, "Hej du."), (3500, 5000, "Tack.")]
    for suffix in (".sbv", ".ttml", ".vtt"):
        assert read(f"1\n{FIRST}\nHej.\n", suffix) == [(1000, 2000, "Hej.")]


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("", ".vtt"),
        ("WEBVTT\n\n", ".srt"),
        ("WEBVTT\n\nNOTE bara så\n", ".vtt"),
        (f"1\n{FIRST}\n\n", ".srt"),
    ],
)
def test_captions_without_a_cue_are_told(text: str, suffix: str) -> None:
    assert read_captions(text, suffix, name="a") == ReadCaptions((), (EMPTY.at("a"),))


@pytest.mark.parametrize("arrow", ["—>", " -> ", " -- > ", " --&gt; ", "-->", " ==> "])
def test_a_whole_file_may_have_other_arrows(arrow: str) -> None:
    text = (
        f"1\n00:00:01,000{arrow}00:00:02,000\nHej.\n\n"
        f"2\n00: 00: 03, 000{arrow}00: 00: 04, 000\nDu.\n"
    )
    assert read(text) == [(1000, 2000, "Hej."), (3000, 4000, "Du.")]


def test_pieces_of_a_stream_are_put_together_by_its_clock() -> None:
    header = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:{},LOCAL:00:00:{:02}.000\n\n"
    times = [(900_000, 0), (1_440_000, 0), (1_440_000, 6)]
    text = "".join(
        f"{header.format(*time)}00:07.000 --> 00:08.000\nDel {number}.\n\n"
        for number, time in enumerate(times)
    )
    assert read(text, ".vtt") == [
        (7000, 8000, "Del 0."),
        (7000, 8000, "Del 2."),
        (13_000, 14_000, "Del 1."),
    ]


def test_signs_that_nobody_sees_are_no_text() -> None:
    text = (
        f"1\n\u200e{FIRST}\nsam\u00adtal\u200bet\u200f \u202ahär\u202c\\Nrad\\htvå\n\n"
        f"2\n{SECOND}\nfo\u0308rsta &shy;&#8203;👩\u200d👧\n"
    )
    captions = read_captions(text, ".srt")
    assert [cue.lines for cue in captions.cues] == [
        ("samtalet här", "rad två"),
        ("första 👩\u200d👧",),
    ]


def test_tags_that_are_none_are_text() -> None:
    text = f"1\n{FIRST}\n<i>Är</i> 3 < 5 <ungefär> {{y:i}}ja{{y}}<br>{{\\an8}}nej\n"
    assert read(text) == [(1000, 2000, "Är 3 < 5 <ungefär> ja nej")]


def test_headers_of_joined_files_may_have_titles() -> None:
    text = (
        f"WEBVTT - del 1\nKind: captions\n\n{FIRST}\nEtt.\n\nWEBVTT del 2\nLanguage: sv\n\n"
        f"{SECOND}\nTvå.\n\nWEBVTT - del 3\n\n{THIRD}\nTre.\n\nWEBVTT är ett format.\n"
    )
    assert [text for _, _, text in read(text, ".vtt")] == [
        "Ett.",
        "Två.",
        "Tre. WEBVTT är ett format.",
    ]


def test_identifiers_are_no_text_where_blank_lines_are_missing() -> None:
    identifier = "3f2a8c1e-77b0-4d5e-9c11-0a1b2c3d4e5f/12-{}"
    text = (
        f"WEBVTT\n\n{identifier.format(0)}\n{FIRST}\nEtt.\n{identifier.format(1)}\n{SECOND}\nTvå.\n"
    )
    assert [text for _, _, text in read(text, ".vtt")] == ["Ett.", "Två."]


def test_a_time_whose_end_is_gone_is_never_said() -> None:
    text = f"1\n{FIRST}\nEtt.\n\n2\n00:00:03,000\nTvå.\n\n3\n{THIRD}\nTre.\n"
    captions = read_captions(text, ".srt")
    assert [(cue.span.start_ms, cue.text) for cue in captions.cues] == [
        (1000, "Ett."),
        (3000, "Två."),
        (5000, "Tre."),
    ]
    assert [(notice.code, notice.place) for notice in captions.notices] == [
        ("captions-no-time", "line 6")
    ]


def test_double_spaced_files() -> None:
    srt = f"1\n\n{FIRST}\n\nHej och\n\nvälkomna.\n\n\n\n2\n\n{SECOND}\n\nTack.\n"
    for text, suffix in ((srt, ".srt"), (f"WEBVTT\n\n\n\n{srt}", ".vtt")):
        assert read(text, suffix) == [(1000, 2000, "Hej och välkomna."), (3000, 4000, "Tack.")]
