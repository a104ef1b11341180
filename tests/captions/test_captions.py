"""Captions read back: what hand-made files look like, and what cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.captions.formats import (
    CaptionCue,
    parse_captions,
    recognition_from_captions,
    to_editors_vtt,
    to_srt,
    to_vtt,
)
from mediahub.captions.shown import srt_cues, vtt_cues
from mediahub.errors import MediaError
from mediahub.transcript import Recognition, Span, Word
from mediahub.transcript.values import AuthoredCue, CuePart, Diarisation
from tests.transcript.examples import assemble, conversation, example


def said(cues: list[CaptionCue]) -> list[tuple[Span, str, str]]:
    """When, by whom, and what."""
    return [(cue.span, cue.voice, cue.text) for cue in cues]


def test_a_webvtt_file_with_everything_in_it() -> None:
    text = (
        "\ufeffWEBVTT - Möte\r\nKind: captions\r\n\r\n"
        "STYLE\r\n::cue { color: white }\r\n\r\n"
        "NOTE En anteckning\r\nsom är lång\r\n\r\n"
        "REGION\r\nid:fred\r\n\r\n"
        "1\r\n00:01.000 --> 00:03.500 align:start position:10%\r\n"
        "<v.loud Åsa Öberg>Hej <i>på</i> er &amp;\r\n<00:00:02.000>alla</v>\r\n\r\n"
        "intro\r\n01:00:04.000 --> 01:00:05.000\r\n1 &lt; 2&nbsp;här\r\n"
    )
    assert said(parse_captions(text, ".vtt")) == [
        (Span(1000, 3500), "Åsa Öberg", "Hej på er & alla"),
        (Span(3_604_000, 3_605_000), "", "1 < 2 här"),
    ]


def test_an_srt_file_with_tags_and_missing_blank_lines() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color='red'>Hej</font>\npå er.\n"
        "2\n00:00:02,500 --> 00:00:04,000\nTack.\n\n\n3\n00:00:05.000 --> 00:00:06.000\n\n"
    )
    assert said(parse_captions(text, ".srt")) == [
        (Span(1000, 2000), "", "Hej på er."),
        (Span(2500, 4000), "", "Tack."),
    ]


def test_two_voices_in_one_cue_are_two_cues() -> None:
    text = "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Åsa>Kommer du?\n<v Bo>Ja, kanske.\n"
    assert said(parse_captions(text, ".vtt")) == [
        (Span(0, 1904), "Åsa", "Kommer du?"),
        (Span(1904, 4000), "Bo", "Ja, kanske."),
    ]


def test_cues_come_in_order_of_time() -> None:
    text = "WEBVTT\n\n00:05.000 --> 00:06.000\nSedan\n\n00:01.000 --> 00:02.000\nFörst\n"
    assert [cue.text for cue in parse_captions(text, ".vtt")] == ["Först", "Sedan"]


def test_a_name_in_srt_may_occur_once_where_others_are_names() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nÅsa: Hej.\n\n2\n00:00:02,000 --> 00:00:03,000\n"
        "Så här: vi börjar.\n\n3\n00:00:03,000 --> 00:00:04,000\nÅsa: Nu.\n\n"
        "4\n00:00:04,000 --> 00:00:05,000\nBo: Ja.\n"
    )
    voices = [(cue.voice, cue.text) for cue in parse_captions(text, ".srt")]
    assert voices == [("Åsa", "Hej."), ("", "Så här: vi börjar."), ("Åsa", "Nu."), ("Bo", "Ja.")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("WEBVTT\n\nnågot helt annat\n", "a.vtt, line 3: 'något helt annat' stands where a time"),
        ("WEBVTT\n\n00:01 -> 00:02\nHej\n", "a.vtt, line 3: '00:01 -> 00:02 Hej' stands where"),
        ("WEBVTT\n\n1\nxx --> 00:02.000\nHej\n", "a.vtt, line 4: 'xx --> 00:02.000' is no time"),
        ("WEBVTT\n\n00:03.000 --> 00:02.000\nHej\n", "a.vtt, line 3: the cue ends before it beg"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(text: str, message: str) -> None:
    with pytest.raises(MediaError) as raised:
        parse_captions(text, ".vtt", name="a.vtt")
    assert str(raised.value).startswith(message)


def test_our_own_captions_are_read_back() -> None:
    transcript = example()
    spoken = " ".join(word.text for word in transcript.words)
    for text, suffix in ((to_vtt(transcript), ".vtt"), (to_srt(transcript), ".srt")):
        names = [speaker.name for speaker in transcript.speakers]
        cues = parse_captions(text, suffix, names=names)
        if suffix == ".vtt":
            assert " ".join(cue.text for cue in cues if cue.text != "[ohörbart]") == spoken
        assert [cue.voice for cue in cues if cue.voice][-1] == "Talare 3"


def test_captions_as_a_recognition() -> None:
    cues = [
        CaptionCue(Span(0, 900), "Åsa", "Hej du"),
        CaptionCue(Span(900, 2000), "", "[ohörbart]", cue=1),
        CaptionCue(Span(2000, 9000), "Bo", "Tack.", cue=2),
    ]
    recognition = recognition_from_captions(cues, 5000, "sv")
    assert recognition == Recognition(
        "sv",
        5000,
        (
            Word("Hej", Span(0, 540)),
            Word("du", Span(540, 900)),
            Word("Tack.", Span(2000, 5000)),
        ),
        regions=(Span(0, 900), Span(2000, 5000)),
        gaps=(Span(900, 2000),),
        origin="author",
        breaks=(0, 2),
        voices=("Åsa", "Bo"),
        cues=(
            AuthoredCue(Span(0, 900), (CuePart(("Hej du",), 0),)),
            AuthoredCue(Span(900, 2000), (CuePart(("[ohörbart]",), gap=True),)),
            AuthoredCue(Span(2000, 5000), (CuePart(("Tack.",), 1),)),
        ),
    )
    transcript = assemble(recognition, Diarisation(()))
    assert [speaker.name for speaker in transcript.speakers] == ["Åsa", "Bo"]
    assert "<v Åsa>Hej du</v>" in to_vtt(transcript)


sentences = st.lists(
    st.sampled_from(
        ["ja", "nej", "hembesöket", "så.", "Vi", "familjer,", "70", "t.ex.", "varför?"]
    ),
    min_size=1,
    max_size=12,
)


@given(st.lists(st.tuples(sentences, st.sampled_from(["A", "B"])), min_size=1, max_size=8))
def test_our_own_cues_come_back_with_their_times_and_lines(
    talk: list[tuple[list[str], str]],
) -> None:
    lines = [
        (number * 4000, number * 4000 + 3900, voice, " ".join(words))
        for number, (words, voice) in enumerate(talk)
    ]
    transcript = assemble(*conversation(*lines))
    names = [speaker.name for speaker in transcript.speakers]
    shown = [
        (cue.span, part.lines, part.name) for cue in vtt_cues(transcript) for part in cue.parts
    ]
    for text in (to_vtt(transcript), to_editors_vtt(transcript)):
        read = parse_captions(text, ".vtt")
        assert [(cue.shown or cue.span, cue.lines, cue.voice) for cue in read] == shown
    read = parse_captions(to_srt(transcript), ".srt", names=names)
    assert list(dict.fromkeys(cue.shown or cue.span for cue in read)) == [
        cue.span for cue in srt_cues(transcript)
    ]
    assert [word for cue in read for word in cue.text.split()] == [
        word for _, text, _ in shown for word in " ".join(text).split()
    ]


def test_words_that_come_again_in_the_next_cue_are_said_twice() -> None:
    lines = ((0, 3900, "A", "Vi ska ut."), (4000, 7900, "A", "Vi ska ut. Vi ska ut i skogen."))
    transcript = assemble(*conversation(*lines))
    read = parse_captions(to_vtt(transcript), ".vtt")
    assert [cue.text for cue in read] == ["Vi ska ut.", "Vi ska ut. Vi ska ut i skogen."]


@given(st.text(max_size=200), st.sampled_from([".vtt", ".srt", ".sbv", ".ttml"]))
def test_any_text_is_read_or_refused_with_a_line(text: str, suffix: str) -> None:
    try:
        cues = parse_captions(text, suffix)
    except MediaError as error:
        assert "line " in str(error)
    else:
        assert all(cue.text for cue in cues)


@given(
    st.lists(
        st.sampled_from(
            [
                "WEBVTT",
                "",
                "1",
                "00:01.000 --> 00:02.000",
                "00:00:03,5 --> 00:00:04,000",
                "<v A>Hej",
                "-->",
                "NOTE",
                "text <",
                "</v>",
                "STYLE --> x",
                "A: b",
            ]
        ),
        max_size=14,
    ),
    st.sampled_from([".vtt", ".srt"]),
)
def test_any_lines_are_read_or_refused(lines: list[str], suffix: str) -> None:
    test = "\n".join(lines)
    try:
        cues = parse_captions(test, suffix)
    except MediaError as error:
        assert "line " in str(error)
    else:
        assert all(cue.text and cue.span.end_ms <= 4000 for cue in cues)
