"""Speech regions: the detector block by block, and the regions its probabilities make."""

import numpy as np
import pytest

from mediahub.mediafile.audio import Audio
from mediahub.speech import regions
from mediahub.speech.levelling import HOT_DB, TARGET_DB
from mediahub.speech.regions import (
    cool,
    far_probabilities,
    regions_of,
    speech_probabilities,
    speech_regions,
    with_far,
)
from mediahub.transcript import Span


def windows(text: str) -> list[float]:
    """Probabilities of 32 ms windows: S speech, - silence, ~ in between (0.4)."""
    return [{"S": 0.9, "-": 0.1, "~": 0.4}[letter] for letter in text]


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("", ()),
        ("----------", ()),
        ("-----SSSSSSSSSS----------", (Span(80, 560),)),
        ("SSSSSSSSSS", (Span(0, 320),)),
        # A pause of 4 windows (128 ms) parts nothing; one of 8 (256 ms) does.
        ("-----SSSSS----SSSSS-----", (Span(80, 688),)),
        ("-----SSSSS--------SSSSS-----", (Span(80, 400), Span(496, 816))),
        # Once speech has begun, 0.4 goes on; it does not begin any.
        ("~~~~~SSSSS~~~~~~~~~~", (Span(80, 640),)),
        ("-----SS----------", ()),  # 64 ms is a click
    ],
)
def test_regions_follow_the_probabilities(heard: str, expected: tuple[Span, ...]) -> None:
    assert regions_of(windows(heard), len(heard) * 32) == expected


def test_blocks_do_not_show_in_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    tone = np.sin(np.arange(16_000 * 8) / 16_000 * 2 * np.pi * 150)
    noise = rng.normal(0, 0.2, tone.shape)
    audio = Audio(((tone + noise) * 8000).astype(np.int16))
    whole = np.concatenate(list(speech_probabilities(audio)))
    monkeypatch.setattr(regions, "BLOCK", 37)
    blocks = list(speech_probabilities(audio))
    assert len(blocks) > 3
    assert np.allclose(np.concatenate(blocks), whole, atol=1e-5)


@pytest.mark.parametrize(
    ("level_db", "heard_db"),
    [(HOT_DB + 1, TARGET_DB), (-1.0, TARGET_DB), (HOT_DB - 1, HOT_DB - 1), (-40.0, -40.0)],
)
def test_only_a_very_loud_stretch_is_brought_down(level_db: float, heard_db: float) -> None:
    stretch = np.tile(np.array([1, -1], np.float32), 8000) * np.float32(10 ** (level_db / 20))
    cool(stretch)
    assert 10 * np.log10((stretch**2).mean()) == pytest.approx(heard_db, abs=0.01)


@pytest.mark.parametrize("count", [0, 1, 511])
def test_a_stretch_too_short_to_have_a_level_is_as_it_is(count: int) -> None:
    stretch = np.ones(count, np.float32)
    cool(stretch)
    assert stretch.tolist() == [1.0] * count


def test_the_detector_is_the_one_of_faster_whisper() -> None:
    from faster_whisper.vad import get_vad_model

    rng = np.random.default_rng(3)
    samples = (rng.normal(0, 3000, 512 * 50)).astype(np.int16)
    ours = np.concatenate(list(speech_probabilities(Audio(samples))))
    theirs = get_vad_model()(samples.astype(np.float32) / 32768.0).reshape(-1)
    # Its last window is left out: faster-whisper zeroes the end of it.
    assert np.allclose(ours[:-1], theirs[:-1], atol=1e-5)


@pytest.mark.parametrize("samples", [0, 1, 3200, 16_000 * 60])
def test_silence_of_any_length_has_no_speech(samples: int) -> None:
    assert speech_regions(Audio(np.zeros(samples, np.int16))) == ()


def test_speech_in_levelled_sound_counts_where_the_plain_sound_has_none() -> None:
    near = (Span(0, 1000),)
    # The near speech and its fading, then a far voice with a pause in it, and a short noise.
    far = windows("S" * 30 + "~" * 10 + "-" * 30 + "S" * 20 + "-" * 10 + "S" * 20 + "-" * 30)
    far += windows("S" * 6 + "-" * 20)
    spans = with_far(near, np.array(far, np.float32), len(far) * 32)
    assert spans == (Span(0, 1000), Span(2160, 3920))


def test_what_is_near_is_not_widened_by_levelled_sound() -> None:
    near = (Span(480, 2000), Span(2300, 3000))
    far = np.array(windows("-" * 12 + "S" * 90 + "-" * 20), np.float32)
    assert with_far(near, far, len(far) * 32) == near


def test_each_window_of_levelled_sound_has_one_probability() -> None:
    rng = np.random.default_rng(5)
    for count in (0, 1, 16_000, 16_000 * 47 + 3):
        audio = Audio(rng.normal(0, 300, count).astype(np.int16))
        heard = [len(one) for one in far_probabilities(audio)]
        assert sum(heard) == -(-count // regions.WINDOW)
