"""Recognition with a fake recogniser: groups, doubt, gaps, and work that goes on after a kill."""

import json
import sys
from dataclasses import replace

import numpy as np
import pytest

from mediahub.errors import MediaError
from mediahub.mediafile.audio import Audio
from mediahub.speech import Lanes, RecogniserSettings, recognise
from mediahub.speech.recogniser import Heard, HeardWord
from mediahub.transcript import ModelIdentity, Span

LONG = (Span(0, 25_000), Span(27_000, 50_000), Span(52_000, 70_000))
"""Three chunks, since two never fit into 30 s."""


class Fake:
    """Says `texts` chunk by chunk, "word" for a stretch decoded again; notes what was asked."""

    identity = ModelIdentity("test/fake", "1")
    batch_size = 2
    lanes = None

    def __init__(self, *texts: str, again: tuple[str, ...] = (), probability: float = 0.9) -> None:
        self.texts, self.again = list(texts), list(again)
        self.probability = probability
        self.asked: list[tuple[int, str, str]] = []

    def speaks(self, language: str) -> bool:
        return language in ("sv", "en")

    def languages(self, _sound):
        return {"sv": 1.0}

    def hotwords(self, terms):
        return tuple(terms[:2])

    def decode(self, sounds, language, attempt):
        if not sounds:
            return []
        self.asked.append((len(sounds), language, attempt.hotwords))
        short = [len(sound) < 16_000 * 15 for sound in sounds]
        return [heard(self.again.pop(0) if alone else self.texts.pop(0)) for alone in short]


def heard(text: str) -> Heard:
    """A word every 500 ms from the first second on; "~" before a word makes it improbable."""
    return Heard(
        tuple(
            HeardWord(
                word.lstrip("~"),
                1000 + index * 500,
                1500 + index * 500,
                0.1 if word.startswith("~") else 0.9,
            )
            for index, word in enumerate(text.split())
        )
    )


def audio(seconds: int = 70) -> Audio:
    return Audio(np.zeros(seconds * 16_000, np.int16))


def full(first: str) -> str:
    """`first` and as many words as fill a chunk of speech, so that none of it is unheard."""
    return f"{first}. " + " ".join(f"ord{number}{'.' * (number % 9 == 8)}" for number in range(44))


def texts(recognition) -> list[str]:
    return [word.text.rstrip(".") for word in recognition.words if not word.text.startswith("ord")]


def run(fake: Fake, regions=LONG, vocabulary=(), **rest):
    return recognise(audio(), regions, vocabulary, RecogniserSettings(), fake, **rest)


def test_chunks_are_decoded_in_groups_and_come_in_order() -> None:
    fake = Fake(full("ett"), full("två"), full("tre"))
    recognition = run(fake, vocabulary=("hembesök", "insats", "för", "mycket"))
    assert texts(recognition) == ["ett", "två", "tre"]
    assert fake.asked == [(1, "sv", "Hembesök, insats."), (2, "sv", "Hembesök, insats.")]
    assert recognition.vocabulary == ("hembesök", "insats")
    assert recognition.model == fake.identity
    assert recognition.regions == LONG
    assert recognition.duration_ms == 70_000
    starts = [word.span.start_ms for word in recognition.words]
    assert starts == sorted(starts)


def test_on_lanes_the_words_are_the_same() -> None:
    said = [full("ett"), full("två"), full("tre")]
    on_lanes = Fake(*said)
    on_lanes.lanes = Lanes(1)
    assert run(on_lanes) == run(Fake(*said))


def test_nothing_to_hear_is_a_result() -> None:
    recognition = run(Fake(), regions=())
    assert (recognition.words, recognition.gaps, recognition.duration_ms) == ((), (), 70_000)


def test_an_unknown_language_is_the_editors_to_mend() -> None:
    with pytest.raises(MediaError, match='does not know the language "xx"'):
        run(Fake(), language="xx")


def test_a_doubtful_stretch_is_decoded_again_without_hotwords() -> None:
    fake = Fake("~fel ~ord ~här", again=("rätt ord här",))
    recognition = run(fake, regions=(Span(0, 3000),), vocabulary=("hembesök",))
    # A chunk of 3 s is short too, so `again` answers first and `texts` is not asked.
    assert fake.asked[0] == (1, "sv", "Hembesök.")
    assert [word.text for word in recognition.words] == ["rätt", "ord", "här"]


SHORT = (Span(0, 3500),)


class Primed(Fake):
    """Says its first text with hotwords, and the second for the same words without them."""

    def __init__(self, first: str, *again: str) -> None:
        super().__init__(again=(first, *again))

    def decode(self, sounds, language, attempt):
        found = super().decode(sounds, language, attempt)
        # A stretch decoded again begins 300 ms before its first word, and not 1000.
        return [one if attempt.hotwords else earlier(one, 700) for one in found]


def earlier(one: Heard, by_ms: int) -> Heard:
    return Heard(
        tuple(
            HeardWord(word.text, word.start_ms - by_ms, word.end_ms - by_ms, word.probability)
            for word in one.words
        )
    )


def test_a_seeded_term_that_vanishes_without_hotwords_is_dropped() -> None:
    fake = Primed("vi ~hembesök talar om", "vi två talar om")
    recognition = run(fake, regions=SHORT, vocabulary=("hembesök",))
    assert [hotwords for _, _, hotwords in fake.asked] == ["Hembesök.", ""]
    assert texts(recognition) == ["vi", "två", "talar", "om"]
    assert recognition.gaps == ()


def test_an_echo_goes_even_if_what_is_heard_without_it_is_less_probable() -> None:
    fake = Primed("vi talar ~Ahlgren om det", "~vi talar nu om det")
    recognition = run(fake, regions=SHORT, vocabulary=("Karin Ahlgren",))
    assert texts(recognition) == ["vi", "talar", "nu", "om", "det"]


def test_an_echo_leaves_a_gap_when_what_is_heard_without_hotwords_is_no_good() -> None:
    fake = Primed("vi talar ~hembesök om det", "~vad ~det ~nu ~var")
    recognition = run(fake, regions=SHORT, vocabulary=("hembesök",))
    assert texts(recognition) == ["vi", "talar", "om", "det"]
    assert recognition.gaps == (Span(2000, 2500),)


def test_where_nothing_but_an_echo_was_is_a_gap() -> None:
    fake = Primed("~hembesök", "", "")
    recognition = run(fake, regions=(Span(0, 1600),), vocabulary=("hembesök",))
    assert (recognition.words, recognition.gaps) == ((), (Span(1000, 1500),))


@pytest.mark.parametrize("by_ear", ["Ahlgren", "Algren", "All gren"])
def test_a_seeded_spelling_stays_when_the_like_is_heard_without_hotwords(by_ear: str) -> None:
    fake = Primed("Karin ~Ahlgren kommer", f"Karin {by_ear} kommer")
    recognition = run(fake, regions=SHORT, vocabulary=("Karin Ahlgren",))
    assert texts(recognition) == ["Karin", "Ahlgren", "kommer"]
    assert recognition.gaps == ()


def test_where_one_word_was_an_echo_the_others_keep_their_spelling() -> None:
    fake = Primed("~hembesök Karin Ahlgren kommer", "nu Karin Algren kommer")
    recognition = run(fake, regions=SHORT, vocabulary=("Karin Ahlgren", "hembesök"))
    assert texts(recognition) == ["nu", "Karin", "Ahlgren", "kommer"]


def test_better_words_take_over_the_seeded_spelling() -> None:
    fake = Primed("~i ~da ~Ahlgren ~kom", "i dag kommer Algren.")
    recognition = run(fake, regions=SHORT, vocabulary=("Karin Ahlgren",))
    assert texts(recognition) == ["i", "dag", "kommer", "Ahlgren"]
    assert recognition.words[-1].text == "Ahlgren."


def test_what_may_echo_and_is_not_decoded_again_is_left_out(monkeypatch) -> None:
    monkeypatch.setattr(sys.modules[recognise.__module__], "MOST_AGAIN", 0)
    fake = Primed("vi talar ~hembesök om det")
    recognition = run(fake, regions=SHORT, vocabulary=("hembesök",))
    assert texts(recognition) == ["vi", "talar", "om", "det"]
    assert recognition.gaps == (Span(2000, 2500),)


@pytest.mark.parametrize("together", [2, 3])
def test_how_many_chunks_are_decoded_together_does_not_show_in_the_words(together: int) -> None:
    class Unsure(Primed):
        """Sure of every second sentence of a chunk, and of the others when they come alone."""

        batch_size = 1

        def decode(self, sounds, language, attempt):
            said = " ".join(f"~Vi ~kommer ~snart. Vi är {count}." for count in range(7))
            self.texts = [said] * len(sounds)
            self.again = ["Vi kommer nu."] * len(sounds)
            return super().decode(sounds, language, attempt)

    alone, grouped = Unsure(""), Unsure("")
    grouped.batch_size = together
    recognition = run(alone)
    assert texts(recognition).count("nu") == 3 * 6
    assert run(grouped) == recognition


def test_a_chunk_that_lost_its_full_stops_is_decoded_without_hotwords() -> None:
    lost = " ".join(f"ord{number}" for number in range(45))
    fake = Fake(lost, full("två"), full("ett"))
    recognition = run(fake, regions=LONG[:2], vocabulary=("hembesök",))
    assert [asked[2] for asked in fake.asked] == ["Hembesök.", ""]
    assert texts(recognition) == ["ett", "två"]


def test_what_without_hotwords_has_no_full_stops_either_is_kept_with_them() -> None:
    lost = " ".join(f"ord{number}" for number in range(45))
    fake = Fake(f"här {lost}", f"då {lost}")
    recognition = run(fake, regions=LONG[:1], vocabulary=("hembesök",))
    assert len(fake.asked) == 2
    assert texts(recognition) == ["här"]


def test_without_hotwords_style_is_no_doubt() -> None:
    fake = Fake(" ".join(f"ord{number}" for number in range(45)))
    assert len(run(fake, regions=LONG[:1]).words) == 45
    assert len(fake.asked) == 1


def test_what_stays_bad_is_a_gap_not_text() -> None:
    bad = "~vad ~det ~nu ~var"
    fake = Fake(again=(bad, bad, bad))
    recognition = run(fake, regions=(Span(0, 3500),))
    assert [hotwords for _, _, hotwords in fake.asked] == ["", "", ""]
    assert recognition.words == ()
    assert recognition.gaps == (Span(1000, 3000),)


def test_speech_that_was_skipped_is_decoded_alone_and_else_a_gap() -> None:
    fake = Fake(again=("ett två", "", ""))
    recognition = run(fake, regions=(Span(0, 6000),))
    assert [word.text for word in recognition.words] == ["ett", "två"]
    assert recognition.gaps == (Span(2000, 6000),)


def test_a_loop_is_decoded_alone_and_so_is_what_was_skipped_after_it() -> None:
    regions = tuple(Span(start, start + 1900) for start in range(0, 16_000, 2000))
    looped = "Nu är det så. Vi har alltid två. Vi har alltid två. Vi har alltid två."
    fake = Fake(looped, again=("vi har alltid två och sedan det som kom efter det",))
    recognition = run(fake, regions=regions)
    assert texts(recognition) == [
        *("Nu", "är", "det", "så"),
        *("vi", "har", "alltid", "två", "och", "sedan", "det", "som", "kom", "efter", "det"),
    ]


def test_a_sentence_that_is_heard_over_and_over_again_stands() -> None:
    said = "Vi har alltid två. Vi har alltid två. Vi har alltid två."
    recognition = run(Fake(again=(said, said)), regions=(Span(800, 7200),))
    assert texts(recognition) == said.replace(".", "").split()


def test_a_region_longer_than_a_chunk_is_not_unheard_where_the_next_chunk_hears_it() -> None:
    # In silence a region is cut as early as may be: after 14.6 s, the rest is the second chunk.
    fake = Fake(full("två"), again=(" ".join(f"ord{number}" for number in range(27)),))
    recognition = run(fake, regions=(Span(0, 40_000),))
    assert texts(recognition) == ["två"]
    assert sum(count for count, _, _ in fake.asked) == 2
    assert recognition.gaps == ()


def test_what_the_recogniser_itself_hears_no_speech_in_is_a_gap() -> None:
    class Doubting(Fake):
        def decode(self, sounds, language, attempt):
            found = super().decode(sounds, language, attempt)
            return [Heard(one.words, mean_logprob=-0.8, no_speech=0.7) for one in found]

    fake = Doubting(again=("ja ja", "ja ja", "ja ja"))
    recognition = run(fake, regions=(Span(0, 3000),))
    assert (recognition.words, recognition.gaps) == ((), (Span(1000, 2000),))
    assert len(fake.asked) == 3


def test_a_subtitlers_credit_is_never_text() -> None:
    credit = "Textning: Stina Hedin"
    recognition = run(Fake(again=(credit, credit, credit)), regions=(Span(0, 3000),))
    assert recognition.words == ()
    assert recognition.gaps == (Span(1000, 2500),)


def test_words_in_silence_are_dropped_without_a_gap() -> None:
    fake = Fake(again=("ett två tre fyra fem",))
    recognition = run(fake, regions=(Span(0, 1100),))
    assert len(fake.asked) == 1
    assert (recognition.words, recognition.gaps) == ((), ())


def test_in_noise_a_word_that_cannot_be_trusted_is_a_gap() -> None:
    text = "det ~var ~så bra då i går"
    quiet, noisy = Fake(again=(text,)), Fake(again=(text,))
    assert texts(run(quiet, regions=SHORT)) == ["det", "var", "så", "bra", "då", "i", "går"]
    noise = np.random.default_rng(0).normal(0, 3000, 70 * 16_000)
    found = recognise(Audio(noise.astype(np.int16)), SHORT, (), RecogniserSettings(), noisy)
    assert texts(found) == ["det", "bra", "då", "i", "går"]
    assert found.gaps == (Span(1500, 2500),)


def test_every_finished_chunk_is_handed_over_at_once() -> None:
    class KilledError(Exception):
        pass

    kept: dict[str, object] = {}

    def keep(name: str, value: object) -> None:
        if len(kept) == 2:
            raise KilledError
        kept[name] = json.loads(json.dumps(value))

    with pytest.raises(KilledError):
        run(Fake(full("ett"), full("två"), full("tre")), on_chunk=keep)
    assert len(kept) == 2
    fake = Fake(full("tre"))
    progress: list[int] = []
    before: list[int] = []
    recognition = run(fake, done=kept, on_progress=progress.append, on_resume=before.append)
    assert texts(recognition) == ["ett", "två", "tre"]
    assert fake.asked == [(1, "sv", "")]
    assert (before, progress) == ([51_800], [70_000])


def test_a_run_that_goes_on_ends_like_one_that_was_not_stopped() -> None:
    kept: dict[str, object] = {}
    said = (full("ett"), full("två"), full("tre"))
    whole = run(Fake(*said), on_chunk=kept.__setitem__)
    first, _, third = kept
    assert run(Fake(said[1]), done={first: kept[first], third: kept[third]}) == whole


def test_a_chunk_that_cannot_be_read_is_done_anew() -> None:
    kept: dict[str, object] = {}
    run(Fake(full("ett"), full("två"), full("tre")), on_chunk=kept.__setitem__)
    first = next(iter(kept))
    for damaged in ({"words": [["x"]], "gaps": []}, {"words": []}, None, "text"):
        fake = Fake(full("nytt"))
        assert texts(run(fake, done={**kept, first: damaged}))[0] == "nytt"


def test_a_chunk_that_whisper_holds_for_no_speech_is_kept_for_its_many_words() -> None:
    class Telephone(Fake):
        def decode(self, sounds, language, attempt):
            found = super().decode(sounds, language, attempt)
            return [Heard(one.words, mean_logprob=-0.6, no_speech=0.65) for one in found]

    said = (
        "Linjen är dålig i dag. Jag sitter i bilen utanför skolan. Kan du ringa mig senare? "
        "Annars kommer vi upp till er på torsdag. Hälsa dem det så gärna."
    )
    recognition = run(Telephone(said), regions=(Span(0, 16_000),))
    assert " ".join(word.text for word in recognition.words) == said
    assert recognition.gaps == ()


def test_without_noise_less_probable_words_are_kept_than_under_it() -> None:
    class Unsure(Fake):
        def decode(self, sounds, language, attempt):
            found = super().decode(sounds, language, attempt)
            words = [replace(word, probability=0.35) for one in found for word in one.words]
            return [Heard(tuple(words))] * len(sounds)

    said = ("vi kommer snart",) * 3
    noise = np.random.default_rng(1).normal(0, 300, 16_000 * 3).astype(np.int16)
    for sound, kept in ((Audio(np.zeros_like(noise)), 3), (Audio(noise), 0)):
        recognition = recognise(sound, (sound.span,), (), RecogniserSettings(), Unsure(again=said))
        assert len(recognition.words) == kept
