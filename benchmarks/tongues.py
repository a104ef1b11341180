"""Is each stretch of a recording in two languages written in the one that it is in?

    python benchmarks/tongues.py FOLDER MODEL [--only NAME] [--show]

It has `tongues.toml` spoken by espeak-ng and MBROLA: an English guest with a Swedish host, the same
guest with a Swedish accent, an interpreter sentence by sentence, and Swedish with English titles
and quotations in it. `dialogue.py` gives Swedish alone, and `mixing.py` real English voices, which
stand between the dialogue's sentences. On Debian with `contrib` and `non-free` it needs
`apt-get install espeak-ng mbrola mbrola-sw1 mbrola-sw2 mbrola-us1`.

For each recording, recognised with Swedish alone and with `languages = ["sv", "en"]`: wrong words
in Swedish and in English sentences (%, Levenshtein over words, both written small), how much of
each language's time was taken for the other (%), and what is told of languages that nobody named.
"""

import argparse
import re
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, groupby
from pathlib import Path

import numpy as np
from dialogue import PAUSES_S, say, script
from mixing import council
from numpy.typing import NDArray
from rapidfuzz.distance.Levenshtein import distance

from mediahub.mediafile.audio import RATE, Audio
from mediahub.speech import Lanes, Recogniser, RecogniserSettings, recognise, speech_regions
from mediahub.transcript import ModelIdentity, Recognition, Span, language_at

SCRIPT = Path(__file__).with_name("tongues.toml")
VOICES = {
    ("Gunilla", "sv"): ("mb-sw2", 128),
    ("Mikael", "sv"): ("mb-sw1", 122),
    ("Mikael", "en"): ("mb-sw1-en", 122),
    ("Helen", "en"): ("mb-us1", 140),
    ("accent", "en"): ("mb-sw2-en", 125),
}


@dataclass(frozen=True)
class Said:
    """A sentence: where, in which language, and its words ("" where nobody wrote them down)."""

    span: Span
    language: str
    text: str


@dataclass(frozen=True)
class Recording:
    """A sound and what is said in it."""

    name: str
    audio: Audio
    said: tuple[Said, ...]


def recordings(cache: Path) -> Iterator[Recording]:
    """All that is measured; the same at every call."""
    scripts = tomllib.loads(SCRIPT.read_text(encoding="utf-8"))
    yield _spoken("guest", scripts["guest"])
    yield _spoken("guest, accent", scripts["guest"].replace("Helen en", "accent en"))
    yield _spoken("interpreter", scripts["interpreter"])
    yield _spoken("quoted", scripts["quoted"])
    swedish = [(say(text, *VOICES[who, "sv"], script().pronounced), "sv", text)
               for _, who, text in script().lines[:40]]  # fmt: skip
    yield _joined("Swedish alone", swedish)
    clips = [clip for who in sorted(council(cache)[0].items()) for clip in who[1][:2]]
    english = [(_level(clip[: 25 * RATE]), "en", "") for clip in clips]
    mixed = []
    for index, clip in enumerate(english[:8]):
        mixed += [*swedish[index * 4 : index * 4 + 4], clip]
    yield _joined("council", mixed)


def _spoken(name: str, text: str) -> Recording:
    parts = []
    for line in filter(None, text.splitlines()):
        head, sentences = line.split(": ", 1)
        who, language = head.split()
        for sentence in re.split(r"(?<=[.?!]) ", sentences):
            pieces = []
            for piece in re.split(r"(\{.*?\})", sentence):
                if any(map(str.isalnum, piece)):
                    own = "en" if piece[0] == "{" else language
                    pieces.append(say(piece.strip("{} "), *VOICES[who, own], {}))
                    pieces.append(np.zeros(RATE // 12))
            parts.append((np.concatenate(pieces[:-1]), language, re.sub("[{}]", "", sentence)))
    return _joined(name, parts)


def _joined(name: str, parts: Sequence[tuple[NDArray[np.float64], str, str]]) -> Recording:
    sounds: list[NDArray[np.float64]] = []
    said = []
    at = 0
    for pause, (sound, language, text) in zip(cycle(PAUSES_S), parts, strict=False):
        sounds += [np.zeros(int(pause * RATE)), sound]
        start = at + int(pause * RATE)
        at = start + len(sound)
        said.append(Said(Span(start * 1000 // RATE, at * 1000 // RATE), language, text))
    samples = np.concatenate([*sounds, np.zeros(RATE)])
    return Recording(name, Audio((samples * 32_767).clip(-32_768, 32_767).astype(np.int16)),
                     tuple(said))  # fmt: skip


def _level(samples: NDArray[np.int16]) -> NDArray[np.float64]:
    sound = samples / 32_768
    return np.asarray(sound * (0.1 / np.sqrt(np.mean(sound**2))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where what is fetched is kept")
    parser.add_argument("model", type=Path, help="a Whisper model's folder (CTranslate2)")
    parser.add_argument("--only", default="", help="recordings whose name begins so")
    parser.add_argument("--show", action="store_true", help="print the words")
    options = parser.parse_args()
    lanes = Lanes()
    recogniser = Recogniser(ModelIdentity("openai/whisper-base", ""), options.model, lanes)
    row = "{:16} {:>7} {:>9} {:>9} {:>9} {:>9} {:>7}  {}".format
    print(
        row("recording", "asked", "wrong sv", "wrong en", "sv as en", "en as sv", "CPU s", "told")
    )
    for recording in recordings(options.folder):
        if not recording.name.startswith(options.only):
            continue
        regions = speech_regions(recording.audio)
        for languages in (("sv",), ("sv", "en")):
            told: list[str] = []
            began = time.process_time()
            found = recognise(
                recording.audio,
                regions,
                (),
                RecogniserSettings(),
                recogniser,
                languages=languages,
                on_other=lambda stretches, told=told: told.extend(  # type: ignore[misc]
                    f"{one.language} {one.span.start_ms // 1000}-{one.span.end_ms // 1000}"
                    for one in stretches
                ),
            )
            cost = time.process_time() - began
            asked = "+".join(languages)
            figures = (
                f"{one:.1f}" if one is not None else "" for one in _figures(recording, found)
            )
            print(row(recording.name, asked, *figures, f"{cost:.1f}", ", ".join(told)), flush=True)
            if options.show:
                for word_language, text in _shown(found):
                    print(f"    {word_language}: {text}")


def _figures(recording: Recording, found: Recognition) -> Iterator[float | None]:
    for language in ("sv", "en"):
        known = [one for one in recording.said if one.language == language]
        if not known or not all(one.text for one in known):
            yield None
            continue
        # Both as one text: a word that is heard at a sentence's edge is no error.
        wrong = sum(_wrong(one, found) for one in known)
        yield 100 * wrong / sum(len(_bare(one.text)) for one in known)
    for language, other in (("sv", "en"), ("en", "sv")):
        own = [one for one in recording.said if one.language == language]
        as_other = sum(
            language_at(found.stretches, ms, found.language) == other
            for one in own
            for ms in range(one.span.start_ms, one.span.end_ms, 100)
        )
        sampled = sum(-(-one.span.duration_ms // 100) for one in own)
        yield 100 * as_other / sampled if own else None


def _wrong(said: Said, found: Recognition) -> int:
    """The words of a sentence that are wrong, missing or too many."""
    near = said.span.widen(150, Span(0, found.duration_ms))
    heard = [word.text for word in found.words if word.span.middle_ms in near]
    return distance(_bare(said.text), _bare(" ".join(heard)))


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _shown(found: Recognition) -> Iterator[tuple[str, str]]:
    for language, words in groupby(found.words, key=found.language_of):
        yield language, " ".join(word.text for word in words)


if __name__ == "__main__":
    main()
