"""Another model on a part of an item: what differs, what it is worth, what it would cost."""

import json
from pathlib import Path

import numpy as np
import pytest

import mediahub.speech
from mediahub.edits import Journal, ReplaceWords, identified, journal_path, write_journal
from mediahub.errors import SettingsError
from mediahub.mediafile import Audio
from mediahub.pipeline import comparing
from mediahub.pipeline.comparing import Asked, choose_part, compare_models
from mediahub.pipeline.report import Silent
from mediahub.pipeline.selection import parse
from mediahub.pipeline.stages import recognise
from mediahub.speech.recogniser import Heard, HeardWord
from mediahub.transcript import ModelIdentity, Recognition, Span, Word
from tests.pipeline.conftest import Place, sound
from tests.pipeline.test_renewing import model_folder

SECONDS = 12
REGIONS = tuple(Span(2_000 * at + 200, 2_000 * at + 1_700) for at in range(6))


class Reader:
    """Says the words of its model's file, one in each stretch of 2 s that it is given."""

    batch_size = 1
    lanes = None

    def __init__(self, identity: ModelIdentity, folder: Path, _lanes: object, **_: object) -> None:
        self.identity = identity
        self._words = (folder / "model.bin").read_text(encoding="utf-8").split()

    def speaks(self, _language: str) -> bool:
        return True

    def languages(self, _sound):
        return {}

    def hotwords(self, terms):
        return tuple(terms)

    def decode(self, sounds, _language, _attempt):
        # The tone of each stretch of 2 s is its number.
        return [Heard(tuple(self._said(one))) for one in sounds]

    def _said(self, samples):
        level = np.round(samples * 32768 / 100).astype(int)
        for number in sorted(set(level[level > 0].tolist())):
            at = int(np.argmax(level == number)) * 1000 // 16_000
            yield HeardWord(self._words[number - 1], at, at + 900, 0.6 + number / 100)


def sounding(audio: Audio, _models: object = None, **_: object) -> tuple[Span, ...]:
    """The stretches that are not silent."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], audio.samples > 0, [0]))))
    return tuple(
        Span(int(start) // 16, int(end) // 16)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    )


@pytest.fixture
def film(empty: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A film of six words by one model, with a truth; another model lies at hand."""
    media = empty.root / "media"
    sound(media / "film.mp3", seconds=SECONDS)
    (media / "film.toml").write_text('title = "Film"\ntruth = "film.truth.json"\n', "utf-8")
    said = ["vi", "gör", "hembesök", "hos", "alla", "familjer"]
    segments = [
        {"start": 2 * at + 0.2, "end": 2 * at + 1.7, "speaker": "Anna", "text": word}
        for at, word in enumerate(said)
    ]
    truth = {"duration": SECONDS, "segments": segments, "terms": ["hembesök"]}
    (media / "film.truth.json").write_text(json.dumps(truth), encoding="utf-8")
    steps = np.zeros(SECONDS * 16_000, np.int16)
    for at, region in enumerate(REGIONS):
        steps[region.start_ms * 16 : region.end_ms * 16] = 100 * (at + 1)
    monkeypatch.setattr(mediahub.speech, "Recogniser", Reader)
    monkeypatch.setattr(mediahub.speech, "speech_regions", sounding)
    monkeypatch.setattr(recognise, "decoded", lambda *_: Audio(steps))
    monkeypatch.setattr(comparing, "decode", lambda *_, **__: Audio(steps))
    model_folder(tmp_path / "whisper-base", "Vi gör pesök hos alla familjer.")
    model_folder(tmp_path / "bättre", "Vi gör hembesök hos alla familier.")
    (empty.root / "mediahub.toml").write_text(
        f'[speech]\nmodel = "{tmp_path / "whisper-base"}"\n', encoding="utf-8"
    )
    assert empty.run().failures == ()
    return empty


def compared(place: Place, **asked: object) -> comparing.Comparison:
    wanted = Asked("film", str(place.root.parent / "bättre"), **asked)  # type: ignore[arg-type]
    return compare_models(place.root, wanted, Silent(), store=place.store)


def texts(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


def test_the_whole_of_a_short_film(film: Place):
    found = compared(film)
    assert (found.item, found.part, found.duration_ms) == ("film", Span(0, 12_000), 12_000)
    assert [(one.start_ms, texts(one.before), texts(one.after)) for one in found.differences] == [
        (4_200, "pesök", "hembesök"),
        (10_200, "familjer.", "familier."),
    ]
    assert (found.now.model, found.new.model) == ("local/whisper-base", "local/bättre")
    assert (found.now.wer, found.new.wer) == (pytest.approx(1 / 6), pytest.approx(1 / 6))
    assert (found.truth_words, found.terms_said) == (6, 1)
    assert (found.now.terms, found.new.terms) == (0, 1)
    assert found.differing == pytest.approx(2 / 6)
    assert found.new.confidence == pytest.approx(0.635)


def test_a_part_is_measured_by_itself_and_on_the_recordings_clock(film: Place):
    found = compared(film, start_ms=4_100, length_ms=4_000)
    assert found.part == Span(4_200, 7_700)
    assert [(one.start_ms, texts(one.after)) for one in found.differences] == [(4_200, "hembesök")]
    assert (found.now.wer, found.new.wer, found.truth_words) == (0.5, 0.0, 2)


def test_nothing_is_changed_but_the_speed_that_is_remembered(film: Place):
    before = film.files(".")
    found = compared(film)
    after = film.files(".")
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {".mediahub/speeds.json"}
    assert "recognise local/bättre" in film.text(".mediahub/speeds.json")
    assert found.speed > 0


def test_the_cost_is_that_of_what_is_selected(film: Place):
    found = compared(film)
    assert (found.cost.items, found.cost.sound_ms, found.cost.told) == (1, 12_000, None)
    assert found.cost.seconds == pytest.approx(12 * found.speed)
    cost = compared(film, where=parse("minutes > 1 h")).cost
    assert (cost.items, cost.seconds) == (0, 0)
    assert cost.told == "--where selects none of the 1 item"


def test_what_has_captions_or_is_by_the_model_already_costs_nothing(film: Place, bare: Place):
    assert film.root == bare.root  # the film stands beside two episodes with captions
    film.run()
    cost = compared(film).cost
    assert (cost.items, cost.captioned, cost.done) == (1, 2, 0)
    film.run(model=str(film.root.parent / "bättre"), renew=frozenset({"model"}))
    cost = compared(film).cost
    assert (cost.items, cost.captioned, cost.done) == (0, 2, 1)


def test_other_settings_of_the_same_model_are_compared_and_reckoned(film: Place):
    base = film.root.parent / "whisper-base"
    asked = Asked("film", str(base))
    assert compare_models(film.root, asked, Silent(), store=film.store).cost.done == 1
    (film.root / "mediahub.toml").write_text(
        f'[speech]\nmodel = "{base}"\nbeam_size = 2\n', encoding="utf-8"
    )
    cost = compare_models(film.root, asked, Silent(), store=film.store).cost
    assert (cost.items, cost.done, cost.renew) == (1, 0, ("settings",))


def test_captions_can_be_compared_and_have_no_confidence(film: Place, bare: Place):
    film.run()
    asked = Asked("podden-avsnitt-1", str(film.root.parent / "bättre"))
    found = compare_models(film.root, asked, Silent(), store=film.store)
    assert (found.now.model, found.now.confidence, found.now.wer) == (None, None, None)
    assert texts(found.differences[0].before).startswith("Välkomna till ett samtal")


def test_it_tells_which_corrections_a_model_makes_needless(film: Place):
    entry = ReplaceWords("", Span(4_200, 5_100), ("pesök",), "hembesök", ("gör",), ("hos",))
    journal = journal_path(film.root / "media" / "film.mp3")
    write_journal(journal, Journal((identified(entry),)))
    found = compared(film)
    assert (found.corrections, found.now.corrected, found.new.corrected) == (1, 0, 1)


def test_what_cannot_be_compared_is_told(film: Place, tmp_path: Path):
    with pytest.raises(SettingsError, match="there is no item 'filmen'; did you mean 'film'"):
        compare_models(film.root, Asked("filmen", "auto"), Silent(), store=film.store)
    with pytest.raises(SettingsError, match=r"--from lies after the end of the recording"):
        compared(film, start_ms=60_000)
    with pytest.raises(SettingsError, match="--model openai/whisper-tiny is no recogniser"):
        compare_models(film.root, Asked("film", "openai/whisper-tiny"), Silent(), store=film.store)
    sound(film.root / "media" / "ny.mp3", seconds=1)
    with pytest.raises(SettingsError, match="ny has no words yet; run `mediahub run --only ny`"):
        compare_models(film.root, Asked("ny", str(tmp_path / "bättre")), Silent(), store=film.store)


def part(start_ms: int | None, length_ms: int, *regions: tuple[int, int]) -> tuple[int, int]:
    heard = Recognition("sv", 100_000, (), regions=tuple(Span(*one) for one in regions))
    found = choose_part(heard, start_ms, length_ms)
    return found.start_ms, found.end_ms


def test_a_part_begins_and_ends_between_stretches_of_speech():
    assert part(None, 40_000) == (30_000, 70_000)
    assert part(None, 40_000, (25_000, 33_000), (34_000, 60_000), (61_000, 75_000)) == (
        34_000,
        60_000,
    )
    assert part(90_000, 40_000, (91_000, 99_000)) == (91_000, 100_000)
    assert part(0, 40_000, (1_000, 39_000), (39_500, 45_000)) == (0, 39_000)
    assert part(None, 500_000, (1_000, 99_000)) == (0, 100_000)
    # One stretch without a pause is cut where it was asked for.
    assert part(30_000, 10_000, (0, 100_000)) == (30_000, 40_000)
