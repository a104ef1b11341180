"""Which of an item's languages is spoken where."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.speech.test_recognise import Fake, audio, run

from mediahub.errors import MediaError
from mediahub.speech.chunks import pack
from mediahub.speech.notices import other_languages
from mediahub.speech.recogniser import Heard, HeardWord
from mediahub.speech.tongues import (
    Spoken,
    others_told,
    plainly_other,
    stretches,
    tongues,
    unsure,
)
from mediahub.transcript import Span, Stretch, Word

BOTH = ("sv", "en")
SWEDISH, ENGLISH = {"sv": 0.9, "en": 0.01}, {"sv": 0.001, "en": 0.95}
NEITHER = {"sv": 0.01, "en": 0.03, "la": 0.9}


def regions(*seconds: float) -> tuple[Span, ...]:
    """Regions of these lengths, a second apart."""
    found, at = [], 1000
    for length in seconds:
        found.append(Span(at, at + int(length * 1000)))
        at = found[-1].end_ms + 1000
    return tuple(found)


def test_a_guest_and_an_interpreter_sentence_by_sentence_are_told_apart():
    heard = [SWEDISH, ENGLISH, SWEDISH, ENGLISH, ENGLISH, SWEDISH]
    spoken = ("sv", "en", "sv", "en", "en", "sv")
    assert tongues(heard, regions(3, 3, 3, 3, 3, 3), BOTH) == spoken


def test_an_english_title_between_swedish_sentences_stays_where_it_is():
    doubtful = {"sv": 0.2, "en": 0.7}
    assert tongues([SWEDISH, doubtful, SWEDISH], regions(3, 0.6, 3), BOTH) == ("sv", "sv", "sv")


def test_what_sounds_like_neither_is_no_english_and_follows_its_neighbours():
    assert tongues([NEITHER] * 3, regions(3, 3, 3), BOTH) == ("sv", "sv", "sv")
    short = regions(3, 0.3, 3)
    assert tongues([ENGLISH, {"sv": 0.3, "en": 0.3}, ENGLISH], short, BOTH) == ("en", "en", "en")


def test_where_nothing_tells_it_is_the_first():
    assert tongues([{}, {}], regions(2, 2), ("fi", "so")) == ("fi", "fi")
    assert tongues([], (), BOTH) == ()


def test_regions_of_a_language_do_not_count():
    assert tongues([ENGLISH], regions(3), ("sv-SE", "en-GB")) == ("en-GB",)


@given(
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.floats(0, 1),
            st.floats(0.1, 20),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_region_is_in_one_of_the_languages_and_in_the_only_one_that_all_speak_for(drawn):
    heard = [{"sv": a * (1 - b), "en": a * b} for a, b, _ in drawn]
    found = tongues(heard, regions(*(length for _, _, length in drawn)), BOTH)
    assert len(found) == len(drawn)
    assert {*found} <= {*BOTH}
    if all(one["en"] < 0.4 for one in heard):
        assert {*found} == {"sv"}


def test_a_stretch_reaches_to_the_middle_of_the_pauses_around_it():
    spans = (Span(0, 1000), Span(2000, 3000), Span(3400, 4000), Span(5000, 6000))
    assert stretches(spans, ("sv", "en", "en", "sv"), "sv", 8000) == (
        Stretch(Span(1500, 4500), "en"),
    )
    assert stretches(spans, ("en", "en", "en", "en"), "sv", 8000) == (Stretch(Span(0, 8000), "en"),)
    assert stretches(spans, ("sv",) * 4, "sv", 8000) == ()
    assert stretches((), (), "sv", 8000) == ()


def test_no_chunk_reaches_into_what_others_say():
    own, others = (Span(0, 2000), Span(5000, 7000)), (Span(2100, 4900),)
    (chunk,) = pack(own, audio(8), others=others)
    assert chunk.pieces == (Span(0, 2050), Span(4950, 7200))


class Bilingual(Fake):
    """Hears regions whose sound is loud as English, and says which language it was asked for."""

    def languages(self, sound):
        return ENGLISH if np.abs(sound).max() > 0.5 else SWEDISH

    def decode(self, sounds, language, attempt):
        if not sounds:
            return []
        self.asked.append((len(sounds), language, attempt.hotwords))
        text = "we" if language == "en" else "vi"
        return [
            Heard(
                tuple(
                    HeardWord(f"{text}{at}", at * 500, at * 500 + 400, 0.9)
                    for at in range(len(sound) // 8000)
                )
            )
            for sound in sounds
        ]


def loud(*spans: Span, seconds: int = 30):
    sound = audio(seconds)
    for span in spans:
        sound.samples[span.start_ms * 16 : span.end_ms * 16] = 20_000
    return sound


GUEST = (Span(1000, 4000), Span(5000, 8000), Span(9000, 12_000))


def spoken(monkeypatch: pytest.MonkeyPatch, *english: Span, **more):
    monkeypatch.setattr("tests.speech.test_recognise.audio", lambda: loud(*english))
    fake = Bilingual()
    return fake, run(fake, GUEST, ("hembesök",), language="sv", languages=BOTH, **more)


def test_each_stretch_is_recognised_in_its_language_and_only_the_first_is_primed(monkeypatch):
    fake, found = spoken(monkeypatch, GUEST[1])
    assert sorted(fake.asked) == [(1, "en", ""), (1, "sv", "Hembesök.")]
    assert found.stretches == (Stretch(Span(4500, 8500), "en"),)
    told = {(word.text[:2], found.language_of(word)) for word in found.words}
    assert told == {("we", "en"), ("vi", "sv")}
    starts = [word.span.start_ms for word in found.words]
    assert starts == sorted(starts)


def test_all_in_the_first_language_is_recognised_as_that_alone(monkeypatch):
    fake, found = spoken(monkeypatch)
    alone = Bilingual()
    assert found == run(alone, GUEST, ("hembesök",), language="sv")
    assert fake.asked == alone.asked


def test_what_was_listened_to_is_kept_for_a_run_that_goes_on(monkeypatch):
    kept: dict[str, object] = {}
    _, found = spoken(monkeypatch, GUEST[1], on_chunk=kept.__setitem__)
    assert kept["languages"] == ["sv", "en", "sv"]
    monkeypatch.setattr(Bilingual, "languages", None)
    fake, again = spoken(monkeypatch, GUEST[1], done=kept)
    assert (again, fake.asked) == (found, [])


def test_a_language_that_the_model_does_not_know_is_the_editors_to_mend():
    with pytest.raises(MediaError, match='does not know the language "xx"'):
        run(Bilingual(), GUEST, language="sv", languages=("sv", "xx"))


@pytest.mark.parametrize(
    ("heard", "asked", "plainly"),
    [
        (Spoken("en", 0.9), "sv", True),
        (Spoken("en", 0.7), "sv", False),
        (Spoken("sv", 0.9), "sv-SE", False),
        (Spoken("da", 0.95), "sv", False),
        (Spoken("fi", 0.95), "en", True),
        (Spoken(), "sv", False),
    ],
)
def test_what_is_plainly_another_language(heard: Spoken, asked: str, plainly: bool):
    assert plainly_other(heard, asked) == plainly


def test_a_clip_in_another_language_is_not_told():
    english, finnish = Stretch(Span(0, 9000), "en"), Stretch(Span(9000, 12_000), "fi")
    later, goes_on = Stretch(Span(30_000, 40_000), "en"), Stretch(Span(41_000, 45_000), "en")
    assert others_told([english, finnish, later, goes_on]) == (
        english,
        Stretch(Span(30_000, 45_000), "en"),
    )
    assert others_told([english]) == ()


def test_only_the_most_improbable_regions_are_listened_to():
    spans = regions(3, 3, 3, 3, 0.5)
    sure = (0.9, 0.5, 0.2, 0.4, 0.1)
    words = [Word("ord", span, value) for span, value in zip(spans, sure, strict=True)]
    assert unsure(words, spans) == [spans[2], spans[3]]
    assert unsure([], spans[:1]) == [spans[0]]


class English(Fake):
    """Hears English whatever it is asked for."""

    def decode(self, sounds, language, attempt):
        return [
            Heard(one.words, spoken=Spoken("en", 0.97))
            for one in super().decode(sounds, language, attempt)
        ]


class Interpreted(Bilingual):
    """Is asked for Swedish, and unsure of whatever it hears."""

    def decode(self, sounds, language, attempt):
        return [
            Heard(tuple(replace(word, probability=0.5) for word in one.words))
            for one in super().decode(sounds, language, attempt)
        ]


def test_sentences_in_another_language_among_swedish_ones_are_told(monkeypatch):
    sentences = tuple(Span(1000 + at * 4000, 4000 + at * 4000) for at in range(14))
    english = sentences[1::2]
    monkeypatch.setattr("tests.speech.test_recognise.audio", lambda: loud(*english, seconds=60))
    told: list[Stretch] = []
    run(Interpreted(), sentences, on_other=told.extend)
    assert told == [Stretch(span, "en") for span in english]


LONG_TEXT = " ".join(f"ord{number}{'.' * (number % 9 == 8)}" for number in range(46))


def test_speech_that_is_plainly_in_another_language_is_told_also_after_a_kill():
    told: list[Stretch] = []
    kept: dict[str, object] = {}
    region = (Span(0, 25_000),)
    run(English(LONG_TEXT), region, on_other=told.extend, on_chunk=kept.__setitem__)
    assert [one.language for one in told] == ["en"]
    again: list[Stretch] = []
    run(English(), region, on_other=again.extend, done=kept)
    assert again == told


def test_the_notice_says_when_what_and_what_to_write():
    pieces = [Stretch(Span(18_000, 48_000), "en"), Stretch(Span(60_000, 65_000), "en")]
    (notice,) = other_languages("media/a.mp3", pieces, ("sv",))
    assert (notice.code, notice.place) == ("other-language", "media/a.mp3")
    assert "English is spoken at 0:18–0:48, 1:00–1:05" in notice.said.english
    assert "det talas engelska vid 0:18–0:48, 1:00–1:05" in notice.said.swedish
    assert 'languages = ["sv", "en"]' in notice.advice.english
    assert 'languages = ["sv", "en"]' in notice.advice.swedish
