"""From words and turns to sentences with speakers."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.transcript import Diarisation, Recognition, Span, Speaker, Transcript, Turn, Word
from mediahub.transcript.assemble import rename_speakers
from mediahub.transcript.sentences import ends_sentence

from .examples import WESPEAKER, assemble, conversation, line_of

NOBODY = Diarisation(())


def recognised(words: tuple[Word, ...]) -> Recognition:
    return Recognition("sv", 600_000, words)


def turns(*parts: tuple[int, int, str]) -> Diarisation:
    return Diarisation(
        tuple(Turn(Span(start, end), voice) for start, end, voice in parts), model=WESPEAKER
    )


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(segment.speaker, segment.text) for segment in transcript.segments]


def sentences(text: str, word_ms: int = 300) -> list[str]:
    return [s.text for s in assemble(recognised(line_of(text, word_ms=word_ms)), NOBODY).segments]


@pytest.mark.parametrize(
    "text",
    [
        "Vi ses kl. 14 hos Anna.",
        "Det gäller t.ex. Barn och bl.a. Unga.",
        "Den 3. maj börjar det.",
        "Det är ca. 40 barn, dvs. Många.",
        "Vi har lek, sång m.m. för barnen.",
        "Jag menar… alltså så här.",
        "Det sa S. Öberg i går.",
    ],
)
def test_what_does_not_end_a_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ja. Nej! Varför? Därför…", ["Ja.", "Nej!", "Varför?", "Därför…"]),
        ("Det var 2020. Sedan kom mer.", ["Det var 2020.", "Sedan kom mer."]),
        ("Lek, sång m.m. Sedan åt vi.", ["Lek, sång m.m.", "Sedan åt vi."]),
        ("Hon sa ”ja.” Och gick.", ["Hon sa ”ja.”", "Och gick."]),
        ("Den är min. Inte din.", ["Den är min.", "Inte din."]),
    ],
)
def test_what_ends_a_sentence(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_hesitation_at_the_end_of_what_is_said_ends_nothing_twice() -> None:
    assert ends_sentence("vet…", "Sen", paused=False)
    assert not ends_sentence("vet…", "sen", paused=False)
    assert ends_sentence("vet…", "sen", paused=True)


def test_a_word_goes_to_the_voice_that_holds_most_of_it() -> None:
    words = line_of("hej hej. Nej nej", word_ms=1000)
    assert said(assemble(recognised(words), turns((0, 2400, "X"), (2300, 4000, "Y")))) == [
        ("S1", "hej hej."),
        ("S2", "Nej nej"),
    ]


def test_a_word_outside_every_turn_goes_to_the_nearest() -> None:
    words = (*line_of("Ja just det."), *line_of("Nej inte alls.", start_ms=9000))
    assert said(assemble(recognised(words), turns((200, 700, "X"), (9800, 9900, "Y")))) == [
        ("S1", "Ja just det."),
        ("S2", "Nej inte alls."),
    ]


def test_one_word_flips_no_turn() -> None:
    words = line_of("Vi har arbetat med det här länge nu.")
    assert said(
        assemble(recognised(words), turns((0, 900, "X"), (900, 1200, "Y"), (1200, 9000, "X")))
    ) == [("S1", "Vi har arbetat med det här länge nu.")]


def test_a_short_answer_stays_with_its_speaker() -> None:
    words = line_of("Vi var där. Mm. Och sedan åkte vi.")
    assert said(
        assemble(recognised(words), turns((0, 900, "X"), (900, 1200, "Y"), (1200, 9000, "X")))
    ) == [("S1", "Vi var där."), ("S2", "Mm."), ("S1", "Och sedan åkte vi.")]


def test_what_is_said_in_passing_does_not_cut_a_sentence() -> None:
    words = line_of("Vi har ja precis arbetat med det här länge.")
    passing = turns((0, 600, "X"), (600, 1200, "Y"), (1200, 9000, "X"))
    assert said(assemble(recognised(words), passing)) == [
        ("S1", "Vi har ja precis arbetat med det här länge.")
    ]
    longer = turns((0, 600, "X"), (600, 1500, "Y"), (1500, 9000, "X"))
    assert [one for one, _ in said(assemble(recognised(words), longer))] == ["S1", "S2", "S1"]


def test_where_two_speak_at_once_each_sentence_keeps_its_speaker() -> None:
    words = line_of("Det var allt. Men jag undrar en sak till som ni sa om det här nyss.")
    # X still holds the sound for 2.1 s after Y has begun.
    both = turns((0, 3000, "X"), (900, 9000, "Y"))
    assert said(assemble(recognised(words), both)) == [
        ("S1", "Det var allt."),
        ("S2", "Men jag undrar en sak till som ni sa om det här nyss."),
    ]


def test_one_who_speaks_alone_past_a_sentences_end_keeps_the_words() -> None:
    words = line_of("Det var allt. Men jag undrar en sak till som ni sa om det här nyss.")
    alone = turns((0, 3000, "X"), (3000, 9000, "Y"))
    assert said(assemble(recognised(words), alone)) == [
        ("S1", "Det var allt."),
        ("S1", "Men jag undrar en sak till som"),
        ("S2", "ni sa om det här nyss."),
    ]


def test_a_change_in_mid_sentence_moves_to_the_sentences_border() -> None:
    words = line_of("Hur går det till i praktiken? Vi ringer först och sedan åker vi dit.")
    early, late = turns((0, 1400, "X"), (1400, 9000, "Y")), turns((0, 2300, "X"), (2300, 9000, "Y"))
    expected = [
        ("S1", "Hur går det till i praktiken?"),
        ("S2", "Vi ringer först och sedan åker vi dit."),
    ]
    assert said(assemble(recognised(words), early)) == expected
    assert said(assemble(recognised(words), late)) == expected


def test_a_change_far_from_any_border_or_at_a_pause_stays() -> None:
    words = line_of("Jag tänkte fråga om ni kunde berätta lite mer om det.")
    assert len(said(assemble(recognised(words), turns((0, 1500, "X"), (1500, 9000, "Y"))))) == 2
    paused = (*line_of("Och då"), *line_of("Ja. Precis så var det.", start_ms=1200))
    assert said(assemble(recognised(paused), turns((0, 800, "X"), (1200, 9000, "Y")))) == [
        ("S1", "Och då"),
        ("S2", "Ja."),
        ("S2", "Precis så var det."),
    ]


def test_a_long_pause_ends_a_segment() -> None:
    words = (*line_of("Då är det"), *line_of("så att vi", start_ms=2200))
    assert [s.text for s in assemble(recognised(words), NOBODY).segments] == [
        "Då är det",
        "så att vi",
    ]


def test_an_endless_sentence_is_cut_at_its_commas() -> None:
    text = " ".join(["ord och mer"] * 9 + ["slut,"] + ["ord och mer"] * 30)
    parts = assemble(recognised(line_of(text)), NOBODY).segments
    assert parts[0].text.endswith("slut,")
    assert " ".join(part.text for part in parts) == text
    assert all(len(part.words) <= 60 and part.span.duration_ms <= 30_000 for part in parts)


def test_a_paragraph_begins_with_a_speaker_a_pause_and_after_five_sentences() -> None:
    words = (
        *line_of("A b. A b. A b. A b. A b. Sex sju."),
        *line_of("Paus här.", start_ms=6000),
        *line_of("Ny röst.", start_ms=6600),
    )
    transcript = assemble(recognised(words), turns((0, 6600, "X"), (6600, 9000, "Y")))
    assert [s.text for s in transcript.segments if s.paragraph] == [
        "A b.",
        "Sex sju.",
        "Paus här.",
        "Ny röst.",
    ]


def test_speakers_are_numbered_as_they_appear() -> None:
    transcript = assemble(*conversation((0, 900, "S7", "Hej på er."), (1000, 2000, "S2", "Hej.")))
    assert transcript.speakers == (
        Speaker("S1", "Talare 1", voice="S7"),
        Speaker("S2", "Talare 2", voice="S2"),
    )


def test_a_lone_speaker_has_no_number() -> None:
    alone = assemble(*conversation((0, 900, "S1", "Hej på er.")))
    assert [speaker.name for speaker in alone.speakers] == ["Talare"]


def test_everyone_is_one_speaker_without_a_model() -> None:
    recognition, diarisation = conversation((0, 900, "A", "Hej på er."), (1000, 2000, "B", "Hej."))
    transcript = assemble(recognition, replace(diarisation, model=None))
    assert [speaker.name for speaker in transcript.speakers] == ["Talare"]


def captions(*cues: tuple[str, str]) -> Recognition:
    words: list[Word] = []
    breaks = []
    for at, (_, text) in enumerate(cues):
        breaks.append(len(words))
        words += line_of(text, start_ms=at * 2000)
    return Recognition(
        "sv",
        60_000,
        tuple(words),
        origin="author",
        breaks=tuple(breaks),
        voices=tuple(voice for voice, _ in cues),
    )


def test_an_authors_captions_keep_cues_and_names() -> None:
    transcript = assemble(
        captions(
            ("Åsa", "Hej och"), ("", "välkomna. Nu börjar vi."), ("Bo", "Tack."), ("Åsa", "Ja.")
        ),
        NOBODY,
    )
    assert said(transcript) == [
        ("S1", "Hej och"),
        ("S2", "välkomna. Nu börjar vi."),
        ("S3", "Tack."),
        ("S1", "Ja."),
    ]
    assert [speaker.name for speaker in transcript.speakers] == ["Åsa", "Okänd", "Bo"]


def test_an_authors_captions_without_names_are_told_apart_by_their_turns() -> None:
    transcript = assemble(
        captions(("", "Hej på er."), ("", "Tack tack.")), turns((0, 1500, "X"), (1900, 5000, "Y"))
    )
    assert said(transcript) == [("S1", "Hej på er."), ("S2", "Tack tack.")]


def test_renaming_takes_name_and_person() -> None:
    transcript = assemble(*conversation((0, 900, "A", "Hej på er."), (1000, 2000, "B", "Hej.")))
    renamed = rename_speakers(transcript, {"S2": Speaker("?", "Bo Ek", "bo")})
    assert renamed.speakers == (
        Speaker("S1", "Talare 1", voice="A"),
        Speaker("S2", "Bo Ek", "bo", voice="B"),
    )


spans = st.tuples(st.integers(0, 60_000), st.integers(0, 3000)).map(lambda p: Span(p[0], sum(p)))
texts = st.sampled_from(["ja", "Ja.", "och,", "kl.", "3.", "så…", "”Nej!”"])


@settings(max_examples=150)
@given(
    st.lists(st.builds(Word, texts, spans), max_size=80).map(
        lambda words: tuple(sorted(words, key=lambda word: word.span))
    ),
    st.lists(st.builds(Turn, spans, st.sampled_from(["A", "B", "C"])), max_size=8).map(tuple),
    st.booleans(),
)
def test_every_word_is_said_once_and_in_order(
    words: tuple[Word, ...], turned: tuple[Turn, ...], with_model: bool
) -> None:
    diarisation = Diarisation(turned, model=WESPEAKER if with_model else None)
    transcript = assemble(recognised(words), diarisation)
    assert transcript.words == words
    assert {segment.speaker for segment in transcript.segments} == {
        speaker.label for speaker in transcript.speakers
    }
    assert all(1 <= len(segment.words) <= 60 for segment in transcript.segments)
    if words:
        assert transcript.segments[0].paragraph
        assert transcript.segments[0].speaker == "S1"
