"""The house's own words: what the prompt finds, and what respelling mends, each with and without.

    python benchmarks/house.py [--model NAME] [--only NAME,…] [--shared DIR] [--cache DIR]

Recordings: the shared dialogues kort and lang, the shared clips (people and neural voices apart),
and a conversation that nothing was tuned on (`dialogue.py`, left out without espeak-ng and MBROLA).
For each, four ways: names and terms in the recogniser's prompt or not, near-misses respelt to them
or not. Printed are WER, the share of names and terms that is found (in all their inflections), how
many respellings were made and how many of them were wrong: each alone, they made no word right that
was not.

The conversation brings a glossary, a third of which nobody says. For the others the glossary is
taken from the truth itself by `rule`, which is as good as a glossary can be.
"""

import argparse
import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from cost import model_at_hand
from dialogue import script, speak
from words import inflected, read

from mediahub import speech
from mediahub.atomic import write_text
from mediahub.evaluate import normalise_for_scoring, read_truth, term_recall, word_errors
from mediahub.language import stem, words
from mediahub.language.forms import is_known
from mediahub.language.text import Token
from mediahub.mediafile import Audio, decode
from mediahub.models import default_store
from mediahub.pipeline.vocabulary import MOST_TERMS, is_rare
from mediahub.speech import Lanes, Recogniser, RecogniserSettings, recognise, speech_regions
from mediahub.speech.respelling import respell
from mediahub.transcript import Recognition, Respelling, respelt
from mediahub.transcript.codec import dump, recognition_to_json


@dataclass(frozen=True)
class Material:
    """Recordings with what is said in them, and the names and terms they are recognised with."""

    name: str
    recordings: tuple[tuple[Path, str], ...]
    names: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class HouseRow:
    """One way of recognising a material; rates are shares from 0 to 1, recalls None for none said.

    `prompt` is the number of terms that the prompt had room for, 0 for no prompt; `respelt` is how
    many respellings were made, None where none were asked for, and `wrong` how many of them mended
    nothing.
    """

    material: str
    model: str
    words: int
    prompt: int
    respelt: int | None
    wrong: int
    wer: float
    names: float | None
    terms: float | None


MADE_BY = (
    *("chunks", "confidence", "draft", "echo", "gate", "noise", "placing", "prompt", "recognise"),
    *("recogniser", "regions", "whisper"),
)
"""The modules of `mediahub.speech` that a recognition depends on."""
HEADER = (
    f"{'':16}{'words':>6}{'prompt':>8}{'respelt':>9}{'wrong':>7}{'WER %':>8}{'names %':>9}"
    f"{'terms %':>9}"
)


def house_words(
    material: Material, recogniser: Recogniser, cache: Path
) -> tuple[HouseRow, HouseRow, HouseRow, HouseRow]:
    """Without and with a prompt, and each without and with respelling.

    Recognitions are kept in `cache` for as long as sound, model, terms and `MADE_BY` are the same.
    """
    wanted = (*material.names, *(term for term in material.terms if is_rare(term)))[:MOST_TERMS]
    found = []
    for vocabulary in ((), wanted):
        heard = [
            (recognised(file, vocabulary, recogniser, cache), text)
            for file, text in material.recordings
        ]
        found += [_row(material, heard, respelling=respelling) for respelling in (False, True)]
    without, respelt, prompted, both = found
    return without, respelt, prompted, both


def _row(
    material: Material, heard: Sequence[tuple[Recognition, str]], *, respelling: bool
) -> HouseRow:
    made = wrong = errors = 0
    texts = []
    for recognition, text in heard:
        changes = respell(recognition, material.names, material.terms) if respelling else ()
        made += len(changes)
        wrong += sum(_is_wrong(recognition, one, text) for one in changes)
        texts.append(_text(respelt(recognition, changes)))
        errors += _errors(text, texts[-1])
    said, got = " ".join(text for _, text in heard), " ".join(texts)
    used = heard[0][0]
    return replace(
        _row_of(material, said, got, errors),
        model=used.model.name if used.model else "",
        prompt=len(used.vocabulary),
        respelt=made if respelling else None,
        wrong=wrong,
    )


def _row_of(material: Material, said: str, got: str, errors: int) -> HouseRow:
    size = sum(word_errors(text, "").reference for _, text in material.recordings)
    return HouseRow(
        material=material.name,
        model="",
        words=size,
        prompt=0,
        respelt=None,
        wrong=0,
        wer=errors / size,
        names=term_recall([part for name in material.names for part in name.split()], said, got),
        terms=term_recall(inflected(material.terms), said, got),
    )


def heard_by(material: Material, way: Callable[[Audio], str]) -> HouseRow:
    """What another way of recognising makes of a material: it knows no names and terms."""
    errors, texts = 0, []
    for file, text in material.recordings:
        with tempfile.TemporaryDirectory() as folder:
            audio = decode(file, Path(folder) / "sound.raw", time_limit_s=600)
            texts.append(way(audio))
        errors += _errors(text, texts[-1])
    said, got = " ".join(text for _, text in material.recordings), " ".join(texts)
    return _row_of(material, said, got, errors)


def _is_wrong(recognition: Recognition, one: Respelling, text: str) -> bool:
    if normalise_for_scoring(" ".join(one.before)) == normalise_for_scoring(one.after):
        return False  # capitals and hyphens, which are not counted
    return _errors(text, _text(respelt(recognition, [one]))) >= _errors(text, _text(recognition))


def _errors(text: str, heard: str) -> int:
    found = word_errors(text, heard)
    return found.substitutions + found.deletions + found.insertions


def _text(recognition: Recognition) -> str:
    return " ".join(word.text for word in recognition.words)


def recognised(
    file: Path, vocabulary: Sequence[str], recogniser: Recogniser, cache: Path
) -> Recognition:
    """A recording as the recogniser hears it, from the cache where it is there."""
    key = hashlib.sha256(file.read_bytes())
    key.update(json.dumps([recogniser.identity.revision, *vocabulary]).encode())
    for module in MADE_BY:
        key.update((Path(speech.__path__[0]) / f"{module}.py").read_bytes())
    kept = cache / f"{file.stem}-{key.hexdigest()[:16]}.json"
    if not kept.exists():
        with tempfile.TemporaryDirectory() as folder:
            audio = decode(file, Path(folder) / "sound.raw", time_limit_s=600)
            regions = speech_regions(audio)
            found = recognise(audio, regions, vocabulary, RecogniserSettings(), recogniser)
        cache.mkdir(parents=True, exist_ok=True)
        write_text(kept, dump(recognition_to_json(found)))
    return read(kept)


def materials(shared: Path, scratch: Path) -> Iterator[Material]:
    """What there is to recognise; the conversation is spoken into `scratch`."""
    for name in ("kort", "lang"):
        if (shared / f"{name}.mp3").exists():
            text = read_truth(shared / f"{name}.truth.json").text
            yield Material(name, ((shared / f"{name}.mp3", text),), *rule(text))
    if (shared / "clips" / "manifest.json").exists():
        clips = json.loads((shared / "clips" / "manifest.json").read_text(encoding="utf-8"))
        for name, kind in (("clips, people", "human"), ("clips, neural", "neural TTS")):
            own = tuple(
                (shared / "clips" / clip["file"], clip["text"])
                for clip in clips
                if clip["kind"] == kind
            )
            yield Material(name, own, *rule(" ".join(text for _, text in own)))
    if shutil.which("espeak-ng") and shutil.which("mbrola"):
        wanted = script()
        scratch.mkdir(parents=True, exist_ok=True)
        sound, truth = speak(wanted, scratch)
        recording = (sound, read_truth(truth).text)
        terms = (*wanted.terms, *wanted.unsaid)
        yield Material("samtal, held out", (recording,), wanted.names, terms)


def rule(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names and terms of a text by a rule and by nobody's choice.

    Names are two or more words with capitals that follow each other within a sentence. Terms are
    the words that `is_rare` calls so, one of each stem, as it is first written within a sentence,
    those that are said most first; as many as the program would use.
    """
    tokens = words(text)
    names: list[list[str]] = [[]]
    forms: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for before, token in pairwise((Token("", 0, 0), *tokens)):
        word, between = token.text, text[before.end : token.start].strip()
        inside = bool(before.text) and not between.endswith((".", "?", "!"))
        if between or not word[:1].isupper():
            names.append([])
        if inside and word[:1].isupper():
            names[-1].append(word)
        if is_rare(word):
            plain = word if inside or not is_known(word) else word.lower()
            forms.setdefault(stem(word), plain)
            counts[stem(word)] += 1
    full = dict.fromkeys(" ".join(name) for name in names if len(name) > 1)
    order = sorted(forms, key=lambda one: -counts[one])  # of equals the first said
    return tuple(full), tuple(forms[one] for one in order)[:MOST_TERMS]


def line(row: HouseRow) -> str:
    """A row of the printed table."""
    recalls = "".join(
        f"{share * 100:9.1f}" if share is not None else f"{'–':>9}"
        for share in (row.names, row.terms)
    )
    made = "–" if row.respelt is None else str(row.respelt)
    return (
        f"{row.material:16}{row.words:6}{row.prompt:8}{made:>9}{row.wrong:7}"
        f"{row.wer * 100:8.1f}{recalls}"
    )


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="openai/whisper-base")
    parser.add_argument("--only", help="which recordings, by the first word of their names")
    parser.add_argument("--shared", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/mediahub/benchmarks")
    parser.add_argument("--glossary", action="store_true", help="print the names and terms, too")
    arguments = parser.parse_args()
    model = model_at_hand(arguments.model)
    folder = default_store().open(model)
    recogniser = Recogniser(model.identity, folder, Lanes(), device="cpu")
    print(f"{model.name}\n{HEADER}")
    for material in materials(arguments.shared, arguments.cache / "samtal"):
        if arguments.only and material.name.split(",")[0] not in arguments.only.split(","):
            continue
        if arguments.glossary:
            print(f"    {', '.join((*material.names, *material.terms))}")
        for row in house_words(material, recogniser, arguments.cache / "recognised"):
            print(line(row), flush=True)


if __name__ == "__main__":
    main()
