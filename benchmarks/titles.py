"""Are chapters called what an editor would call them? Titles on stretches whose borders are given.

    python benchmarks/titles.py [--articles GIT] [--heard FOLDER] [--errors 0.15] [--show]
    python benchmarks/titles.py --speak FOLDER

A title is right when its head is a word of the editor's title, or stands for one in a compound
(`mediahub.evaluate.title_right`). Measured on
  - the spoken scripts of titles.toml, written for this, with their true words;
  - the same as recognised (`--heard`): `--speak` has them spoken by espeak-ng with MBROLA's sw1 and
    sw2 (see dialogue.py) and recognised by the best model at hand, which takes a while;
  - the same with a share of the words worsened as a small model mishears them (`--errors`):
    letters changed, compounds cut in two, endings lost;
  - the headings of government articles, which are not ours and therefore kept as digests:
    titles.tsv lists them, `--articles` is a bare clone of the repository that it names:
    `git clone --bare --filter=blob:none --single-branch --branch data ADDRESS`.
Of each, a part is kept aside: nothing was tuned on it.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import tomllib
import wave
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

import dialogue
import numpy as np

from mediahub.evaluate import title_right
from mediahub.language import is_stop_word, split_compound
from mediahub.topics.titles import titles
from mediahub.transcript import Diarisation, Segment, Span, Speaker, Transcript, Turn, Word
from mediahub.transcript.assemble import compose, voices_of
from mediahub.transcript.codec import dump, recognition_from_json, recognition_to_json
from topics import MS_A_LETTER, segment, sentences

HERE = Path(__file__).parent
VOICES = (("mb-sw2", 128), ("mb-sw1", 122), ("mb-sw1", 140))
PAUSE_MS, TOPIC_PAUSE_MS = 400, 1_500


@dataclass(frozen=True)
class Stretch:
    """What an editor called it, and each sentence with who says it."""

    title: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Talk:
    """Stretches that follow each other in one recording."""

    name: str
    held_out: bool
    stretches: tuple[Stretch, ...]


Part = tuple[Segment, ...]
Cut = tuple[Transcript, list[Part]]
"""A transcript and its segments by stretch."""


def main() -> None:
    """Print one table, and each title beside the editor's if asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=Path, help="a bare clone to read the articles from")
    parser.add_argument("--heard", type=Path, help="what --speak wrote")
    parser.add_argument("--speak", type=Path, help="speak and recognise the scripts into a folder")
    parser.add_argument("--errors", type=float, default=0.15, help="share of words worsened")
    parser.add_argument("--show", choices=("tuned", "aside"), help="print each title as well")
    options = parser.parse_args()
    scripts = list(spoken_scripts())
    if options.speak:
        for talk in scripts:
            hear(talk, options.speak)
        return
    sets = {"scripts, true words": [(talk, cut(talk)) for talk in scripts]}
    if options.heard:
        sets["scripts, as recognised"] = [(talk, heard(talk, options.heard)) for talk in scripts]
    worse = f"scripts, {options.errors:.0%} of words worse"
    sets[worse] = [(talk, worsened(cut(talk), options.errors)) for talk in scripts]
    if options.articles:
        texts = list(articles(options.articles))
        sets["articles, true words"] = [(talk, cut(talk)) for talk in texts]
    print(f"{'':32}{'tuned on':>20}{'kept aside':>20}")
    for name, talks in sets.items():
        print(f"{name:32}", end="")
        for held_out in (False, True):
            pairs = [pair for talk, made in talks if talk.held_out == held_out
                     for pair in named(talk, made)]  # fmt: skip
            right = sum(title_right(found, wanted) for found, wanted in pairs)
            print(f"{f'{right} of {len(pairs)}  {right / len(pairs):5.0%}':>20}", end="")
        print()
    for name, talks in sets.items() if options.show else ():
        print(f"\n{name}")
        for talk, made in talks:
            if talk.held_out == (options.show == "aside"):
                for found, wanted in named(talk, made):
                    print(f"  {'' if title_right(found, wanted) else 'x':2}{found:40} {wanted}")


def named(talk: Talk, made: Cut) -> Iterator[tuple[str, str]]:
    """Our title and the editor's, stretch by stretch."""
    transcript, parts = made
    wanted = (stretch.title for stretch in talk.stretches)
    return zip(titles(parts, transcript), wanted, strict=True)


def spoken_scripts() -> Iterator[Talk]:
    """The talks of titles.toml."""
    for talk in tomllib.loads((HERE / "titles.toml").read_text(encoding="utf-8"))["talks"]:
        stretches = []
        for part in talk["parts"]:
            turns = (line.split(": ", 1) for line in part["text"].strip().splitlines())
            said = tuple((who, one) for who, text in turns for one in sentences(text))
            stretches.append(Stretch(part["title"], said))
        yield Talk(talk["name"], talk["held_out"], tuple(stretches))


def articles(clone: Path) -> Iterator[Talk]:
    """The articles of titles.tsv, each a talk by one voice, its marks and lists left out."""
    for line in (HERE / "titles.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        held_out, blob, numbers, path = line.split("\t")
        text = subprocess.run(
            ["git", "-C", str(clone), "cat-file", "blob", blob],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        _, *rest = re.split(r"^#{2,4} +(.*)$", text, flags=re.MULTILINE)
        sections = list(zip(rest[::2], rest[1::2], strict=True))
        chosen = (sections[int(number)] for number in numbers.split(","))
        stretches = tuple(
            Stretch(title.strip(" *"), tuple(("V", one) for one in sentences(plain(body))))
            for title, body in chosen
        )
        yield Talk(path, held_out == "yes", stretches)


def plain(markdown: str) -> str:
    """The running text of a section: no lists, links or references to other pages."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", markdown)
    dropped = re.compile(r"\s*(?:[*\-#|>]|\d+\.|Pressmeddelande|Läs mer|Relaterat)")
    lines = (line for line in text.splitlines() if line.strip() and not dropped.match(line))
    return " ".join(lines).replace("*", "").replace("\\", "")


def cut(talk: Talk) -> Cut:
    """The talk with its true words, at 150 words a minute."""
    at, parts = 500, []
    for stretch in talk.stretches:
        part = []
        for who, sentence in stretch.said:
            part.append(segment(who, sentence.split(), at, MS_A_LETTER))
            at = part[-1].span.end_ms + PAUSE_MS
        parts.append(tuple(part))
        at += TOPIC_PAUSE_MS
    everyone = dict.fromkeys(one.speaker for part in parts for one in part)
    speakers = tuple(Speaker(one, f"Talare {number}") for number, one in enumerate(everyone, 1))
    return Transcript("sv", at, tuple(one for part in parts for one in part), speakers), parts


def worsened(made: Cut, share: float) -> Cut:
    """The same with a share of the words misheard, and beliefs that hint at which."""
    transcript, parts = made
    choice = random.Random(1)
    worse = [
        tuple(
            replace(
                one, words=tuple(w for word in one.words for w in misheard(word, share, choice))
            )
            for one in part
        )
        for part in parts
    ]
    return replace(transcript, segments=tuple(one for part in worse for one in part)), worse


def misheard(word: Word, share: float, choice: random.Random) -> list[Word]:
    """The word as a small model may hear it, small words half as often wrong as others."""
    head = re.match(r"\w*", word.text)
    bare = head[0] if head else ""
    wrong = choice.random() < share * (0.5 if is_stop_word(bare) else 1.25)
    if not wrong or len(bare) < 3:
        return [replace(word, probability=choice.uniform(0.55, 0.99))]
    probability = choice.uniform(0.15, 0.75)
    parts = split_compound(bare)
    if len(parts) > 1 and choice.random() < 0.5:
        middle = word.span.start_ms + word.span.duration_ms // 2
        first = Word("".join(parts[:-1]), Span(word.span.start_ms, middle), probability)
        rest = parts[-1] + word.text[len(bare) :]
        return [first, Word(rest, Span(middle, word.span.end_ms), probability)]
    if choice.random() < 0.3:
        heard = bare[: -choice.choice((1, 2))]
    else:
        at = choice.randrange(len(bare))
        kind = "aeiouyåäö" if bare[at].lower() in "aeiouyåäö" else "bdfgklmnprstv"
        heard = bare[:at] + choice.choice(kind) + bare[at + 1 :]
    return [replace(word, text=heard + word.text[len(bare) :], probability=probability)]


def hear(talk: Talk, folder: Path) -> None:
    """Speak a talk and write what was recognised, with the true turns and borders, as JSON."""
    from mediahub.mediafile import decode
    from mediahub.models import default_store, recogniser_for
    from mediahub.speech import Lanes, Recogniser, RecogniserSettings, recognise, speech_regions

    target = folder / f"{talk.name}.json"
    if target.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    samples, turns, borders = spoken(talk)
    model = recogniser_for("auto", default_store())
    if model is None:
        sys.exit("no recogniser is at hand: run `mediahub models fetch`")
    with tempfile.TemporaryDirectory() as scratch:
        sound = Path(scratch) / "talk.wav"
        with wave.open(str(sound), "wb") as file:
            file.setparams((1, 2, dialogue.RATE, 0, "NONE", ""))
            file.writeframes((samples * 32_767).astype("<i2").tobytes())
        audio = decode(sound, Path(scratch) / "talk.raw", time_limit_s=600)
        recogniser = Recogniser(model.identity, default_store().open(model), Lanes(), device="cpu")
        regions = speech_regions(audio)
        got = recognise(audio, regions, (), RecogniserSettings(), recogniser, language="sv")
    spans = [[turn.span.start_ms, turn.span.end_ms, turn.speaker] for turn in turns]
    kept = {"recognition": recognition_to_json(got), "turns": spans, "borders": borders}
    target.write_text(dump(kept), encoding="utf-8")


def spoken(talk: Talk) -> "tuple[dialogue.NDArray[np.float64], list[Turn], list[int]]":
    """The sound, the true turns, and where each stretch begins."""
    voices = dict(zip(dict.fromkeys(w for s in talk.stretches for w, _ in s.said), cycle(VOICES),
                      strict=False))  # fmt: skip
    parts, turns, borders, at = [], [], [], 0
    for stretch in talk.stretches:
        borders.append(1_000 * at // dialogue.RATE)
        for number, (who, sentence) in enumerate(stretch.said):
            pause_ms = PAUSE_MS if number else TOPIC_PAUSE_MS
            sound = dialogue.say(sentence, *voices[who], {})
            start = at + dialogue.RATE * pause_ms // 1_000
            parts += [np.zeros(start - at), sound]
            at = start + len(sound)
            times = Span(1_000 * start // dialogue.RATE, 1_000 * at // dialogue.RATE)
            turns.append(Turn(times, who))
    return np.concatenate([*parts, np.zeros(dialogue.RATE)]), turns, borders


def heard(talk: Talk, folder: Path) -> Cut:
    """The talk as recognised, cut where its stretches truly begin."""
    kept = json.loads((folder / f"{talk.name}.json").read_text(encoding="utf-8"))
    turns = tuple(Turn(Span(start, end), who) for start, end, who in kept["turns"])
    recognition, diarisation = recognition_from_json(kept["recognition"]), Diarisation(turns)
    transcript = compose(recognition, diarisation, voices_of(recognition, diarisation))
    ends = [*kept["borders"][1:], transcript.duration_ms + 1]
    parts = [
        tuple(one for one in transcript.segments if start <= one.span.middle_ms < end)
        for start, end in zip(kept["borders"], ends, strict=True)
    ]
    return transcript, parts


if __name__ == "__main__":
    main()
