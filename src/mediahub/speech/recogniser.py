"""The recogniser: a Whisper model, loaded when first used, that decodes pieces of sound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediahub.errors import MediaError
from mediahub.mediafile.audio import RATE
from mediahub.speech.lanes import Lanes
from mediahub.speech.prompt import prompt
from mediahub.speech.tongues import LEAST_MS, UNKNOWN, Spoken, likeliest
from mediahub.speech.whisper import Device, Listening, batch_size, languages_of, load
from mediahub.transcript import ModelIdentity, primary_language

Samples = NDArray[np.float32]

HOTWORD_TOKENS = 223
"""What Whisper's prompt has room for; faster-whisper drops the rest without a word."""


@dataclass(frozen=True, slots=True)
class RecogniserSettings:
    """What of the operator's choices shows in the words."""

    beam_size: int = 5


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way of decoding; none of them samples, so that the same sound gives the same words.

    `hotwords` is the text Whisper is primed with, as `prompt` words it.
    """

    beam_size: int = 5
    hotwords: str = ""
    repetition_penalty: float = 1.0
    no_repeat_ngram: int = 0


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as decoded, times in ms from the beginning of the sound that was given."""

    text: str
    start_ms: int
    end_ms: int
    probability: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What was decoded from one piece of sound: words in order, and how sure the model was."""

    words: tuple[HeardWord, ...] = ()
    mean_logprob: float = 0.0
    no_speech: float = 0.0
    spoken: Spoken = UNKNOWN
    """The language that it sounds most like, whichever it was decoded in."""


class Recogniser:
    """A Whisper model in CTranslate2 form in `folder`, loaded at the first decoding.

    Its work is meant to be done on the `lanes`: it is safe to use from all of them at once.
    """

    def __init__(
        self,
        identity: ModelIdentity,
        folder: Path,
        lanes: Lanes,
        *,
        device: Device = "auto",
        batch_size: int = 0,
        compute_type: str = "auto",
    ) -> None:
        self.identity = identity
        self._folder = folder
        self._device = device
        self._compute_type = compute_type
        self.lanes = lanes
        self._batch_size = batch_size
        self._model: Any = None
        self._loading = Lock()

    @property
    def batch_size(self) -> int:
        """How many pieces of sound are decoded together on a lane."""
        if not self._batch_size:
            gpu = self._load().model.device == "cuda"
            self._batch_size = batch_size(self._folder, self.lanes.count, gpu=gpu)
        return self._batch_size

    def speaks(self, language: str) -> bool:
        """Whether the model can be asked for this language; it knows no regions."""
        return primary_language(language) in self._load().supported_languages

    def languages(self, sound: Samples) -> Mapping[str, float]:
        """How likely each language is in a piece of sound (float32 at 16 kHz, 30 s of it heard).

        Keys are the model's codes, `sv`, `en`; values add up to 1.
        """
        model = self._load()
        least = np.pad(sound, (0, max(0, LEAST_MS * RATE // 1000 - len(sound))))
        # Whole pairs of the features' frames, which the encoder halves.
        heard = np.pad(least, (0, -len(least) % 320))[: 30 * RATE]
        features = model.feature_extractor(heard, padding=0)
        features = features[..., : features.shape[-1] // 2 * 2]
        return languages_of(model, model.encode(features))[0]

    def hotwords(self, terms: Sequence[str]) -> tuple[str, ...]:
        """The first of the terms that the prompt has room for, none of them cut."""
        tokenizer = self._load().hf_tokenizer
        kept: list[str] = []
        for term in terms:
            text = " " + prompt([*kept, term])
            if len(tokenizer.encode(text, add_special_tokens=False).ids) > HOTWORD_TOKENS:
                break
            kept.append(term)
        return tuple(kept)

    def decode(self, sounds: Sequence[Samples], language: str, attempt: Attempt) -> list[Heard]:
        """What is said in each of the sounds (float32 at 16 kHz, at most 30 s each)."""
        if not sounds:
            return []
        from faster_whisper import BatchedInferencePipeline

        listening = Listening(self._load())
        pipeline = BatchedInferencePipeline(listening)  # it keeps a state: one for each call
        # Each begins on a whole hundredth, the grid of Whisper's features.
        padded = [np.pad(sound, (0, -len(sound) % 160)) for sound in sounds]
        starts = np.cumsum([0, *(len(sound) for sound in padded)])
        clips = [
            {"start": float(start) / RATE, "end": float(start + len(sound)) / RATE}
            for start, sound in zip(starts, padded, strict=False)
        ]
        segments, _ = pipeline.transcribe(
            np.concatenate(padded),
            language=primary_language(language),
            clip_timestamps=clips,
            batch_size=self.batch_size,
            word_timestamps=True,
            without_timestamps=True,
            beam_size=attempt.beam_size,
            temperature=0.0,
            hotwords=attempt.hotwords or None,
            repetition_penalty=attempt.repetition_penalty,
            no_repeat_ngram_size=attempt.no_repeat_ngram,
        )
        heard = [Heard()] * len(sounds)
        for segment in segments:  # lazy: the work happens here
            # `seek` is the beginning in hundredths, at times rounded down to one less.
            index = int(np.searchsorted(starts, (segment.seek + 1) * 160, side="right")) - 1
            heard[index] = _heard(segment, int(starts[index]) * 1000 // RATE, heard[index])
        if len(listening.heard) == len(heard):
            heard = [
                replace(one, spoken=likeliest(languages))
                for one, languages in zip(heard, listening.heard, strict=True)
            ]
        return heard

    def _load(self) -> Any:
        with self._loading:
            if self._model is None:
                self._model = self._loaded()
            return self._model

    def _loaded(self) -> Any:
        try:
            return load(
                self._folder,
                self._device,
                self.lanes.count,
                self.lanes.threads,
                self._compute_type,
            )
        except Exception as error:
            # A damaged file shows as whatever its reader raises: CTranslate2's RuntimeError, the
            # tokenizer's bare Exception, a ValueError of the configuration.
            where = "this machine" if self._device == "auto" else self._device
            raise MediaError(
                f"the model {self.identity.name} in {self._folder} cannot be loaded on {where} "
                f"({error}); if a file of it is damaged, run "
                f"`mediahub models fetch {self.identity.name} --force`",
                swedish=f"Modellen {self.identity.name} i {self._folder} går inte att ladda på "
                f"{'den här datorn' if self._device == 'auto' else self._device} ({error}). Är "
                f"någon av dess filer skadad, kör `mediahub models fetch {self.identity.name} "
                "--force`.",
            ) from error


def _heard(segment: Any, offset_ms: int, before: Heard) -> Heard:
    words = list(before.words)
    for word in segment.words or ():
        start = max(0, round(word.start * 1000) - offset_ms)
        end = max(start, round(word.end * 1000) - offset_ms)
        text = word.word.strip()
        if not text:
            continue
        if words and not word.word.startswith(" "):
            # What has no space before it belongs to the word before: "70" and "%".
            last = words[-1]
            probability = (last.probability + float(word.probability)) / 2
            words[-1] = HeardWord(last.text + text, last.start_ms, end, probability)
        else:
            words.append(HeardWord(text, start, end, float(word.probability)))
    return Heard(tuple(words), float(segment.avg_logprob), float(segment.no_speech_prob))
