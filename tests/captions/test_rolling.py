"""Rolling captions are said once; what a speaker says twice stays twice."""

from hypothesis import given
from hypothesis import strategies as st

from mediahub.captions.notices import ROLLED
from mediahub.captions.reading import ReadCaptions, read_captions
from mediahub.transcript import Span
from tests.captions.written import read, srt


def said(captions: ReadCaptions) -> list[tuple[int, int, str]]:
    return [(cue.span.start_ms, cue.span.end_ms, cue.text) for cue in captions.cues]


def cue(start: str, end: str, *lines: str) -> str:
    return f"00:{start} --> 00:{end}\n" + "\n".join(lines) + "\n\n"


ROLLS = (
    "WEBVTT\n\n"
    + cue("01.000", "03.000", " ", "vi<00:00:01.500><c> ska</c><00:00:02.000><c> ut</c>")
    + cue("03.000", "03.010", "vi ska ut", " ")
    + cue("03.010", "05.000", "vi ska ut", "i<00:00:04.000><c> skogen</c>")
    + cue("05.000", "05.010", "i skogen", " ")
    + cue("05.010", "07.000", "i skogen", "i<00:00:06.000><c> skogen</c>")
)


def test_lines_with_times_are_said_at_them() -> None:
    captions = read_captions(ROLLS, ".vtt", name="a.vtt")
    assert said(captions) == [
        (1000, 3000, "vi ska ut"),
        (3010, 5000, "i skogen"),
        (5010, 7000, "i skogen"),
    ]
    assert [(word.text, word.span) for word in captions.cues[0].words] == [
        ("vi", Span(1000, 1500)),
        ("ska", Span(1500, 2000)),
        ("ut", Span(2000, 3000)),
    ]
    assert captions.notices == (ROLLED.at("a.vtt", count=4, all=5),)


def test_two_lines_roll_in_srt() -> None:
    text = srt("vi ska ut", "vi ska ut\ni den stora skogen", "i den stora skogen\nnu")
    captions = read_captions(text, ".srt")
    assert said(captions) == [
        (1000, 3000, "vi ska ut"),
        (3000, 5000, "i den stora skogen"),
        (5000, 7000, "nu"),
    ]


def test_three_lines_roll() -> None:
    lines = ["ett två tre", "fyra fem", "sex", "sju åtta nio", "tio"]
    windows = ["\n".join(lines[max(0, at - 2) : at + 1]) for at in range(len(lines))]
    captions = read_captions(srt(*windows), ".srt")
    assert [cue.text for cue in captions.cues] == lines
    assert [cue.span.start_ms for cue in captions.cues] == [1000, 3000, 5000, 7000, 9000]


def test_a_line_that_grows_is_one_cue_whose_words_have_times() -> None:
    captions = read_captions(
        srt("Vi", "Vi ska", "Vi ska ut, nu", "Ja", "Vi ska ut", "Vi ska ut i dag"), ".srt"
    )
    assert said(captions) == [
        (1000, 7000, "Vi ska ut, nu"),
        (7000, 9000, "Ja"),
        (9000, 13000, "Vi ska ut i dag"),
    ]
    assert [word.span.start_ms for word in captions.cues[0].words] == [1000, 3000, 5000, 6200]
    assert captions.notices == (ROLLED.at("", count=3, all=6),)


def test_what_is_said_twice_stays() -> None:
    texts = [
        "Ja.",
        "Ja.",
        "Vem kan segla\nförutan vind?",
        "Vem kan segla\nförutan vind?",
        "Ja. Ja.",
    ]
    assert [cue.text for cue in read(srt(*texts)).cues] == [" ".join(one.split()) for one in texts]
    begun = ["Vi ska göra mer.", "Vi ska göra mer. Vi ska göra det nu.", "Det är bra.", "Nej."]
    assert [cue.text for cue in read(srt(*begun)).cues] == begun


def test_a_line_that_comes_again_under_itself_is_said_again() -> None:
    text = srt(
        "vi går nu",
        "vi går nu\nvi kommer igen",
        "vi kommer igen\nja ja",
        "ja ja\nja ja",
        "ja ja\nja ja",
    )
    assert [cue.text for cue in read_captions(text, ".srt").cues][2:] == ["ja ja", "ja ja", "ja ja"]


def test_a_part_of_a_file_may_roll() -> None:
    calm = [f"Mening {number} om något." for number in range(20)]
    rolls = ["a b c", "a b c\nd e f", "d e f\ng h i", "g h i\nj k l", "j k l\nm n o"]
    captions = read_captions(srt(*calm, *rolls), ".srt")
    assert [cue.text for cue in captions.cues] == [
        *calm,
        "a b c",
        "d e f",
        "g h i",
        "j k l",
        "m n o",
    ]


def test_a_cue_that_is_there_twice_is_said_once() -> None:
    twice = f"{cue('01.000', '03.000', 'Hej.')}WEBVTT\n\n{cue('01.000', '03.000', 'Hej.')}"
    assert said(read_captions(f"WEBVTT\n\n{twice}", ".vtt")) == [(1000, 3000, "Hej.")]


words = st.lists(st.sampled_from("abcdefgh"), min_size=3, max_size=6).map(" ".join)


@given(st.lists(words, min_size=4, max_size=12, unique=True), st.integers(2, 4))
def test_whatever_rolls_is_said_once_and_in_order(lines: list[str], window: int) -> None:
    shown = ["\n".join(lines[max(0, at - window + 1) : at + 1]) for at in range(len(lines))]
    captions = read_captions(srt(*shown), ".srt")
    assert [cue.text for cue in captions.cues] == lines
