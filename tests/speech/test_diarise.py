"""Diarisation with fake models: changes, overlaps, short pieces and turns."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from mediahub.mediafile.audio import Audio
from mediahub.models import DIARISER
from mediahub.speech.diarise import diarise
from mediahub.speech.lanes import Lanes
from mediahub.speech.voices import (
    Window,
    changes,
    clearest,
    features,
    frame_of,
    ms_of,
    pieces,
    together,
)
from mediahub.transcript import Diarisation, Span, Turn

door = import_module("mediahub.speech.diarise")  # the package's own name is the function

EMBEDDER, SEGMENTING = Path("embedder"), Path("embedder with segmentation")


class FakeModels:
    """Voices by loudness: a stretch whose features are high is one voice, a low one another."""

    def __init__(self, folder: Path, **_) -> None:
        self.has_segmentation = folder == SEGMENTING

    def embed(self, stretches):
        kept = list(stretches)
        found = np.zeros((len(kept), 256), np.float32)
        for row, stretch in enumerate(kept):
            found[row, int(stretch.mean() > 21)] = 1.0
        return found

    def segment(self, windows):
        """Voice 0 is loud, voice 1 is soft, and both are heard where it is very loud."""
        frames = windows[:, : 589 * 270].reshape(len(windows), 589, 270)
        level = np.abs(frames).max(axis=2)
        both = level > 0.8
        loud, soft = (level > 0.2) | both, ((level > 0.01) & (level <= 0.2)) | both
        return np.stack([loud, soft, np.zeros_like(loud)], axis=2).astype(np.float32)


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "VoiceModels", FakeModels)


def sound(*parts: tuple[float, float]) -> Audio:
    """Noise in parts of (seconds, loudness 0–1)."""
    rng = np.random.default_rng(5)
    levels = np.repeat([level for _, level in parts], [int(s * 16_000) for s, _ in parts])
    signs = rng.choice([-1.0, 1.0], levels.shape) * rng.uniform(0.9, 1.0, levels.shape)
    return Audio((levels * signs * 32_000).astype(np.int16))


LOUD, SOFT, VERY = 0.5, 0.05, 0.95


def test_two_voices_take_turns() -> None:
    audio = sound((3, LOUD), (0.6, 0), (3, SOFT), (0.6, 0), (3, LOUD))
    regions = (Span(0, 3000), Span(3600, 6600), Span(7200, 10_200))
    found = diarise(audio, regions, EMBEDDER)
    assert found.turns == (
        Turn(regions[0], "S1"),
        Turn(regions[1], "S2"),
        Turn(regions[2], "S1"),
    )
    assert found.speakers == ("S1", "S2")
    assert found.voices["S1"][:2] == (0.0, 1.0)
    assert len(found.voices["S2"]) == 256
    assert found.model == DIARISER.identity


def test_a_speakers_short_pause_is_part_of_the_turn() -> None:
    audio = sound((3, LOUD), (0.4, 0), (3, LOUD))
    found = diarise(audio, (Span(0, 3000), Span(3400, 6400)), EMBEDDER)
    assert found.turns == (Turn(Span(0, 6400), "S1"),)


def test_a_change_without_a_pause_is_heard_by_the_segmentation() -> None:
    audio = sound((4, LOUD), (5, SOFT))
    found = diarise(audio, (Span(0, 9000),), SEGMENTING)
    assert [turn.speaker for turn in found.turns] == ["S1", "S2"]
    assert abs(found.turns[0].span.end_ms - 4000) <= 40
    assert found.turns[0].span.end_ms == found.turns[1].span.start_ms


def test_two_at_once_are_two_turns_that_overlap() -> None:
    audio = sound((4, LOUD), (0.8, VERY), (5, SOFT))
    found = diarise(audio, (Span(0, 9800),), SEGMENTING)
    first = [turn.span for turn in found.turns if turn.speaker == "S1"]
    second = [turn.span for turn in found.turns if turn.speaker == "S2"]
    shared = sum(one.overlap_ms(two) for one in first for two in second)
    assert abs(shared - 800) <= 60


def test_a_word_too_short_to_tell_stays_with_its_neighbour() -> None:
    audio = sound((3, LOUD), (0.35, 0), (0.3, SOFT), (1, 0), (3, SOFT))
    regions = (Span(0, 3000), Span(3350, 3650), Span(4650, 7650))
    found = diarise(audio, regions, EMBEDDER)
    assert found.turns == (Turn(Span(0, 3650), "S1"), Turn(regions[2], "S2"))


def test_captions_that_overlap_hide_no_change() -> None:
    audio = sound((13, LOUD), (11, SOFT))
    found = diarise(audio, (Span(0, 24_000), Span(1000, 2000)), SEGMENTING)
    assert found == diarise(audio, (Span(0, 24_000),), SEGMENTING)
    assert abs(found.turns[0].span.end_ms - 13_000) <= 40


def test_a_hint_of_one_speaker_is_followed() -> None:
    audio = sound((3, LOUD), (0.6, 0), (3, SOFT))
    found = diarise(audio, (Span(0, 3000), Span(3600, 6600)), EMBEDDER, speakers=(1, 1))
    assert found.speakers == ("S1",)


def test_without_an_embedder_everyone_is_one_speaker() -> None:
    found = diarise(sound((5, LOUD)), (Span(0, 2000), Span(2300, 5000)), None)
    assert found == Diarisation((Turn(Span(0, 5000), "S1"),))


def test_nothing_said_is_nobodys_turn() -> None:
    assert diarise(sound((1, 0)), (), EMBEDDER) == Diarisation((), model=DIARISER.identity)
    assert diarise(sound((1, 0)), (), None) == Diarisation(())


def test_a_sigh_is_somebodys_turn() -> None:
    found = diarise(sound((1, LOUD)), (Span(0, 200),), EMBEDDER)
    assert found.turns == (Turn(Span(0, 200), "S1"),)


def test_changes_lie_where_another_voice_goes_on() -> None:
    active = np.zeros((589, 3), bool)
    active[10:200, 0] = True
    active[210:215, 2] = True  # too short to be a voice
    active[230:400, 1] = True
    assert changes([Window(0, 0, 589, active)]) == (ms_of(215),)
    assert changes([Window(0, 300, 589, active)]) == ()  # the neighbour's to tell


def test_the_grid_goes_both_ways() -> None:
    assert [frame_of(ms_of(frame + 0.5)) for frame in (0, 1, 100, 99_999)] == [0, 1, 100, 99_999]


def test_pieces_cover_the_regions() -> None:
    regions = (Span(0, 7000), Span(7100, 8000), Span(9000, 9500))
    found = list(pieces(regions, (2000,)))
    assert found == [
        Span(0, 2000),
        Span(2000, 5000),
        Span(5000, 8000),
        Span(9000, 9500),
    ]
    audio = sound((10, LOUD))
    assert [len(features(audio, piece)) for piece in found] == [150, 150, 150, 48]


def test_the_turns_are_the_same_on_any_number_of_lanes() -> None:
    parts = [(2.5, LOUD if number % 2 else SOFT) for number in range(60)]
    audio = sound(*parts)
    regions = tuple(Span(start, start + 2500) for start in range(0, 150_000, 2500))
    alone = diarise(audio, regions, SEGMENTING)
    assert len(alone.turns) == 60
    assert diarise(audio, regions, SEGMENTING, lanes=Lanes(1)) == alone
    assert diarise(audio, regions, SEGMENTING, lanes=Lanes(3)) == alone


def test_the_clearest_part_of_a_piece_lies_outside_the_overlaps() -> None:
    spans = [Span(0, 3000), Span(3000, 6000), Span(6000, 9000), Span(10_000, 11_000)]
    overlaps = (Span(500, 1000), Span(2500, 4000), Span(8900, 9200), Span(9900, 12_000))
    found = clearest(spans, overlaps)
    assert found[:3] == [Span(1000, 2500), Span(4000, 6000), Span(6000, 8900)]
    assert found[3].duration_ms == 0
    assert clearest(spans, ()) == spans


def test_a_voice_is_heard_where_it_speaks_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[float] = []

    class Listening(FakeModels):
        def embed(self, stretches):
            kept = list(stretches)
            heard.extend(round(float(stretch.mean() - kept[0].mean()), 1) for stretch in kept)
            return super().embed(kept)

    monkeypatch.setattr(door, "VoiceModels", Listening)
    # The overlap lies in the middle of the second piece, where it would be embedded.
    audio = sound((2.9, LOUD), (0.6, 0), (2, LOUD), (0.6, VERY), (0.3, LOUD))
    diarise(audio, (Span(0, 2900), Span(3500, 6400)), SEGMENTING)
    assert heard == [0.0, 0.0]


def test_stretches_of_two_voices_are_joined_over_windows() -> None:
    first, second = np.zeros((589, 3), np.bool_), np.zeros((589, 3), np.bool_)
    first[430:589, :2] = True
    second[:160, 1:] = True
    second[300:320, 0] = True
    heard = [Window(0, 0, 442, first), Window(296, 146, 589, second)]
    assert together(heard) == (Span(ms_of(430), ms_of(456)),)


def test_windows_that_were_heard_before_are_not_heard_again(monkeypatch):
    audio, regions = sound((3, LOUD), (0.6, 0), (3, SOFT)), (Span(0, 2900), Span(3500, 6400))
    known: dict[int, object] = {}
    first = diarise(audio, regions, SEGMENTING, segmented=known)
    assert list(known) == [0]
    monkeypatch.delattr(FakeModels, "segment")
    assert diarise(audio, regions, SEGMENTING, segmented=known) == first
