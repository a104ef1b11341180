"""The real models on the demo theme's own recordings; `make test` fetches them beforehand."""

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from mediahub.errors import MediaError
from mediahub.evaluate import der, read_truth, word_errors
from mediahub.mediafile import decode
from mediahub.mediafile.audio import RATE, Audio
from mediahub.models import (
    DIARISER,
    WHISPER_BASE,
    Model,
    default_store,
    local_recogniser,
)
from mediahub.speech import (
    Lanes,
    Recogniser,
    RecogniserSettings,
    diarise,
    recognise,
    speech_regions,
)
from mediahub.speech.embedding import VoiceModels
from mediahub.speech.prompt import prompt
from mediahub.speech.recogniser import HOTWORD_TOKENS, Attempt
from mediahub.speech.regions import regions_of, speech_probabilities
from mediahub.transcript import Span, covered_ms

ROOT = Path(__file__).parents[2]
THEME = ROOT / "media" / "2020-06-03-tidiga-insatser"
SHARED = ROOT.parent / "shared" / "speech"

pytestmark = pytest.mark.speech


def folder_of(model: Model) -> Path:
    """The model's folder in the user's store."""
    store = default_store()
    if not store.at_hand(model):
        pytest.fail(
            f"{model.name} is not on this machine: run `mediahub models fetch {model.name}`"
        )
    return store.open(model)


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(WHISPER_BASE.identity, folder_of(WHISPER_BASE), Lanes())


def sound_of(source: Path, folder: Path) -> Audio:
    if not source.exists():
        pytest.skip(f"{source} is not here")
    return decode(source, folder / "sound.raw", time_limit_s=120)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Audio:
    return sound_of(THEME / "temafilm.mp4", tmp_path_factory.mktemp("film"))


def test_a_film_is_recognised(recogniser: Recogniser, film: Audio) -> None:
    regions = speech_regions(film)
    recognition = recognise(film, regions, (), RecogniserSettings(), recogniser)
    truth = read_truth(THEME / "temafilm.truth.json")
    errors = word_errors(truth.text, " ".join(word.text for word in recognition.words))
    assert errors.rate < 0.45  # a model that is not Swedish, on synthetic voices
    spans = [word.span for word in recognition.words]
    assert spans == sorted(spans)
    assert all(20 <= span.duration_ms <= 2000 for span in spans)
    assert all(one.end_ms <= two.start_ms for one, two in pairwise(spans))
    wide = [region.widen(150, film.span) for region in regions]
    assert all(covered_ms(span, wide) for span in spans)
    assert recognition.model == WHISPER_BASE.identity
    # Each true sentence has its words where it was said: most of them, since some are not heard.
    heard = [sum(span.middle_ms in segment.span for span in spans) for segment in truth.segments]
    wanted = [len(segment.text.split()) for segment in truth.segments]
    assert sum(min(pair) for pair in zip(heard, wanted, strict=True)) >= 0.8 * sum(wanted)


def test_the_same_sound_gives_the_same_words(recogniser: Recogniser, film: Audio) -> None:
    sounds = [film.slice(Span(0, 6000))]
    first = recogniser.decode(sounds, "sv", Attempt())
    assert first == recogniser.decode(sounds, "sv", Attempt())
    assert first[0].words


def test_hotwords_are_cut_by_whole_terms(recogniser: Recogniser) -> None:
    terms = [f"förebyggandeinsats{number}" for number in range(100)]
    kept = recogniser.hotwords(terms)
    assert 5 < len(kept) < 100
    assert list(kept) == terms[: len(kept)]
    from faster_whisper.tokenizer import Tokenizer

    tokenizer = Tokenizer(recogniser._load().hf_tokenizer, True, task="transcribe", language="sv")
    assert len(tokenizer.encode(" " + prompt(kept))) <= HOTWORD_TOKENS
    assert len(tokenizer.encode(" " + prompt(terms[: len(kept) + 1]))) > HOTWORD_TOKENS


def test_languages_are_known_by_their_codes(recogniser: Recogniser) -> None:
    assert [recogniser.speaks(language) for language in ("sv", "fi", "xx")] == [True, True, False]


def test_a_language_of_a_region_is_decoded_as_the_language(
    recogniser: Recogniser, film: Audio
) -> None:
    assert recogniser.speaks("sv-FI")
    sounds = [film.slice(Span(0, 6000))]
    found = recogniser.decode(sounds, "sv-FI", Attempt())
    assert found == recogniser.decode(sounds, "sv", Attempt())


def speechless() -> dict[str, Audio]:
    """Ten seconds each of silence, noise, hum and two notes that follow each other."""
    rng = np.random.default_rng(1)
    time = np.arange(RATE * 10) / RATE
    pitch = np.where(time * 2 % 2 < 1, 220, 330)
    sounds = {
        "silence": np.zeros(RATE * 10),
        "noise": rng.normal(0, 1500, RATE * 10),
        "hum": np.sin(time * 2 * np.pi * 50) * 4000,
        "music": sum(np.sin(time * 2 * np.pi * pitch * part) * 2500 / part for part in (1, 2, 3)),
    }
    return {name: Audio(sound.astype(np.int16)) for name, sound in sounds.items()}


@pytest.mark.parametrize("vocabulary", [(), ("Karin Ahlgren", "hembesök")])
def test_where_nobody_speaks_nothing_is_said_even_without_the_detector(
    recogniser: Recogniser, vocabulary: tuple[str, ...]
) -> None:
    said = {
        name: [word.text for word in found.words]
        for name, audio in speechless().items()
        for found in [recognise(audio, (audio.span,), vocabulary, RecogniserSettings(), recogniser)]
    }
    assert said == {name: [] for name in said}


@pytest.mark.parametrize("with_voices", [False, True])
def test_the_detector_hears_no_speech_where_nobody_speaks(with_voices: bool) -> None:
    models = folder_of(DIARISER) if with_voices else None
    assert [speech_regions(audio, models) for audio in speechless().values()] == [()] * 4


def far(sound: np.ndarray, level_db: float) -> np.ndarray:
    """A voice as at the far end of a hall: soft, dull, and in echoes that die in 0.8 s."""
    rng = np.random.default_rng(4)
    time = np.arange(round(RATE * 0.8)) / RATE
    echoes = rng.normal(0, 1, len(time)) * 10 ** (-3 * time / 0.8)
    echoes[0] = 20.0
    count = len(sound) + len(time)
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    spectrum = np.fft.rfft(sound, count) * np.fft.rfft(echoes, count) / (1 + (hertz / 4000) ** 2)
    heard = np.fft.irfft(spectrum, count)[: len(sound)]
    return heard * np.sqrt((sound**2).mean() / (heard**2).mean()) * 10 ** (level_db / 20)


def ventilation(count: int) -> np.ndarray:
    """Noise of RMS 1, most of it low."""
    spectrum = np.fft.rfft(np.random.default_rng(6).normal(size=count))
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    noise = np.fft.irfft(spectrum / np.sqrt(1 + (hertz / 100) ** 2), count)
    return noise / np.sqrt((noise**2).mean())


@pytest.mark.parametrize("level_db", [-12, -18, -25])
def test_questions_from_the_floor_are_heard_after_a_near_voice(
    film: Audio, level_db: float
) -> None:
    span = Span(0, 20_000)
    near = film.slice(span).astype(np.float64)
    quiet = np.sqrt((near**2).mean()) * 10 ** ((level_db - 10) / 20)
    sound = np.concatenate([near, far(near, level_db), near])
    sound += ventilation(len(sound)) * quiet
    audio = Audio((sound * 32_767).astype(np.int16))
    said = speech_regions(Audio(film.samples[: 20 * RATE]))
    heard = speech_regions(audio)
    for start in (0, 20_000, 40_000):
        there = [Span(one.start_ms + start, one.end_ms + start) for one in said]
        whole = sum(one.duration_ms for one in there)
        assert sum(covered_ms(one, heard) for one in there) >= 0.95 * whole


@pytest.mark.parametrize("level_db", [-30, -45, -60])
def test_ventilation_after_a_near_voice_is_no_speech(film: Audio, level_db: float) -> None:
    near = film.slice(Span(0, 6000)).astype(np.float64)
    sound = np.concatenate([near, np.zeros(30 * RATE)])
    sound += ventilation(len(sound)) * 10 ** (level_db / 20)
    heard = speech_regions(Audio((sound * 32_767).astype(np.int16)), folder_of(DIARISER))
    assert covered_ms(Span(7000, 36_000), heard) == 0


@pytest.mark.parametrize("louder_db", [6, 12, 18])
def test_speech_is_heard_as_well_when_it_is_clipped(film: Audio, louder_db: float) -> None:
    as_it_is = Audio(film.samples[: 60 * RATE])
    clipped = np.clip(as_it_is.samples * 10 ** (louder_db / 20), -32_768, 32_767)
    said = speech_regions(as_it_is)
    heard = speech_regions(Audio(clipped.astype(np.int16)))
    whole = sum(one.duration_ms for one in said)
    assert sum(covered_ms(one, heard) for one in said) >= 0.95 * whole


def test_near_voices_without_noise_have_the_same_regions_as_before(film: Audio) -> None:
    probabilities = np.concatenate(list(speech_probabilities(film)))
    near = regions_of(probabilities, film.duration_ms)
    assert speech_regions(film) == near
    assert speech_regions(film, folder_of(DIARISER)) == near


def test_a_podcasts_speakers_are_told_apart(tmp_path: Path) -> None:
    audio = sound_of(THEME / "podden-avsnitt-1.mp3", tmp_path)
    assert_speakers(audio, THEME / "podden-avsnitt-1.truth.json", 3)


def test_the_short_dialogues_speakers_are_told_apart(tmp_path: Path) -> None:
    assert_speakers(sound_of(SHARED / "kort.mp3", tmp_path), SHARED / "kort.truth.json", 3)


def assert_speakers(audio: Audio, truth_file: Path, count: int) -> None:
    found = diarise(audio, speech_regions(audio), folder_of(DIARISER))
    truth = read_truth(truth_file)
    assert len(found.speakers) == count
    assert der(truth.turns, found.turns, collar_ms=250).rate <= 0.03


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json", "config.json"])
def test_a_damaged_model_says_so(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "whisper-base"
    folder.mkdir()
    for file in folder_of(WHISPER_BASE).iterdir():
        if file.name == name:
            (folder / name).write_bytes(file.read_bytes()[:1000])
        else:
            shutil.copyfile(file, folder / file.name)
    damaged = local_recogniser(folder)
    with pytest.raises(MediaError, match=r"local/whisper-base .* cannot be loaded on cpu"):
        Recogniser(damaged.identity, folder, Lanes(1), device="cpu").speaks("sv")


def test_the_embedding_laid_out_for_this_machine_is_that_of_the_file():
    import onnxruntime

    file = folder_of(DIARISER) / "embedding.ort"
    stretch = np.random.default_rng(2).normal(20, 3, (150, 80)).astype(np.float32)
    plain = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    fed = {
        "fbank": (stretch - stretch.mean(axis=0))[None],
        "weights": np.ones((1, 150), np.float32),
    }
    (expected,) = plain.run(None, fed)[0]
    (made,) = VoiceModels(file.parent).embed([stretch])
    assert np.abs(made - expected / np.linalg.norm(expected)).max() < 1e-5
