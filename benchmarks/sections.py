"""How well neighbouring sub-topics without any announcement are told apart: F1 at ±15 s and Pk.

    python benchmarks/sections.py CLONES [--errors 0.35] [--set tuning|held-out] [--before]
    python benchmarks/sections.py CLONES --list > benchmarks/sections.tsv

A talk is four to nine neighbouring sections of one Swedish document, each of 112 to 450 words
(45 s to 3 min), headings removed, read by one voice at 150 words a minute with even pauses: only
the words tell. With `--errors` each talk has another share of its words, from none up to that,
taken for others that sound alike. The texts are not ours and not part of the repository:
sections.tsv names each talk by source, git blob, number and SHA-256 of its text. CLONES holds bare
clones with the commits named in SOURCES, called OWNER+NAME:

    git clone --bare https://github.com/OWNER/NAME CLONES/OWNER+NAME

Talks are split by document into those tuned on and those held out; the parties' by party.
"""

import argparse
import hashlib
import random
import re
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mediahub.evaluate import boundary_f1, pk
from mediahub.language import is_known, is_stop_word, phonetic, split_compound
from mediahub.topics import ChapterSettings, find_chapters
from mediahub.transcript import Segment, Speaker, Transcript, Word
from topics import PAUSE_MS, segment, sentences

LIST = Path(__file__).with_name("sections.tsv")
SHORTEST, LONGEST, FEWEST, MOST = 112, 450, 4, 9
TOLERANCE_MS, WORDS_A_MINUTE = 15_000, 150
Section = tuple[str, ...]
"""Its sentences."""


@dataclass(frozen=True)
class Source:
    """A repository at a commit, and the files of it to read."""

    name: str
    repository: str
    commit: str
    files: str


SOURCES = (
    Source("health", "Fyris-AI/1177", "e5cf5f067628ac5fb41fba7b17ccd97510e2ae7a",
           r"backend/data/invanare/.*\.md"),
    Source("government", "civictechsweden/g0vse", "b9e34cec61a3e35d81bde27a417a269945487a37",
           r"(?:pressmeddelanden|regeringsuppdrag|artiklar|tal|debattartiklar|informationsmaterial"
           r"|regeringens-politik|rapporter)/.*\.md"),
    Source("parties", "mooracle/airiksdagen", "162f573c5dc8a82be52cef355df35eb3e86a9cdd",
           r"data/corpus/.*\.txt"),
)  # fmt: skip
TUNED_PARTIES = frozenset(("c", "v", "kd", "sd"))
TEMPLATE = re.compile(
    r"Påverka och delta|Så påverkar du|Vad betyder|Vill du|Relaterat|Läs mer|Mer om|Kontakt|Stäng"
    r"|Hitta|Referens|Presskontakt|Genvägar|Ring 1177", re.IGNORECASE,
)  # fmt: skip
"""Headings of what stands on every page."""


@dataclass(frozen=True)
class Talk:
    """Sections that follow each other in one document."""

    source: Source
    blob: str
    path: str
    number: int
    sections: tuple[Section, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the text, a sentence a line and an empty line between sections."""
        text = "\n\n".join("\n".join(section) for section in self.sections)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def held_out(self) -> bool:
        """Whether nothing may be tuned on it."""
        if party := re.match(r"data/corpus/(?:valmanifest-2022|\w+)-([a-z]+)", self.path):
            return party[1] not in TUNED_PARTIES
        return hashlib.sha1(self.path.encode()).digest()[0] % 2 == 0

    @property
    def row(self) -> str:
        """Its line in sections.tsv."""
        part = "held-out" if self.held_out else "tuning"
        return f"{part}\t{self.source.name}\t{self.blob}\t{self.number}\t{self.digest}\t{self.path}"


def main() -> None:
    """Print one table, or the list of talks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", type=Path)
    parser.add_argument("--errors", type=float, default=0.35, help="the greatest share of words")
    parser.add_argument("--set", choices=("tuning", "held-out"), default="tuning")
    parser.add_argument("--before", action="store_true", help="without meaning and beginnings")
    parser.add_argument("--list", action="store_true", help="print what sections.tsv should hold")
    options = parser.parse_args()
    talks = [talk for source in SOURCES for talk in read(source, options.clones)]
    if options.list:
        print("# Talks for sections.py: part, source, git blob, number, digest of the text, path.")
        print(*(talk.row for talk in talks), sep="\n")
        return
    known = set(LIST.read_text(encoding="utf-8").splitlines())
    chosen = [talk for talk in talks if talk.row in known and talk.row.startswith(options.set)]
    missing = sum(row.startswith(options.set) for row in known) - len(chosen)
    if missing:
        print(f"{missing} talks of sections.tsv could not be read as they were.", file=sys.stderr)
    settings = ChapterSettings()
    if options.before:
        settings = ChapterSettings(
            cohesion=1,
            meaning=0,
            beginning=0,
            taken_up=0,
            unannounced=0,
            border=3.2,
            length=0.8,
            usual_ms=60_000,
        )
    print(
        f"{options.set:34}{'talks':>6}{'borders':>9}{'precision':>11}{'recall':>8}{'F1':>7}{'Pk':>7}"
    )
    for errors in (0.0, options.errors):
        rows = []
        for source in (*SOURCES, None):
            mine = [talk for talk in chosen if source in {None, talk.source}]
            label = f"{source.name if source else 'all'}, {errors:.0%} wrong at most"
            scored = [score(talk, errors, settings) for talk in mine]
            rows.append((label, len(mine), *total(scored)))
        for label, many, *figures in rows:
            print("{:34}{:6}{:9}{:11.3f}{:8.3f}{:7.3f}{:7.3f}".format(label, many, *figures))


Scored = tuple[int, int, int, float, float]
"""Borders there are, borders found, those that are right; F1 and Pk."""


@cache
def score(talk: Talk, errors: float, settings: ChapterSettings) -> Scored:
    """How the talk is cut."""
    choice = random.Random(talk.digest)
    said, borders = spoken(talk, errors * choice.random(), choice)
    found = [chapter.span.start_ms for chapter in find_chapters(said, settings)[1:]]
    f1 = boundary_f1(borders, found, TOLERANCE_MS)
    right = round(f1 * (len(borders) + len(found)) / 2)
    return len(borders), len(found), right, f1, pk(borders, found, said.duration_ms)


def total(scored: Sequence[Scored]) -> tuple[int, float, float, float, float]:
    """Borders; precision and recall of all of them; the talks' mean F1 and Pk."""
    wanted, found, right = (sum(one[i] for one in scored) for i in range(3))
    f1, errors = (statistics.mean(one[i] for one in scored) for i in (3, 4))
    return wanted, right / max(1, found), right / max(1, wanted), f1, errors


def spoken(talk: Talk, errors: float, choice: random.Random) -> tuple[Transcript, list[int]]:
    """The talk as a transcript, a share of its words wrong, and its true borders in ms."""
    written = [[sentence.split() for sentence in section] for section in talk.sections]
    every = [word for section in written for sentence in section for word in sentence]
    pauses = PAUSE_MS * sum(map(len, written))
    letter_ms = (len(every) / WORDS_A_MINUTE * 60_000 - pauses) / sum(len(w) + 1 for w in every)
    at, segments, borders = 500, list[Segment](), list[int]()
    for number, section in enumerate(written):
        if number:
            borders.append(at)
        for sentence in section:
            said = segment("S1", sentence, at, letter_ms)
            at = said.span.end_ms + PAUSE_MS
            segments.append(misheard(said, errors, choice) if errors else said)
    return Transcript("sv", at, tuple(segments), (Speaker("S1", "Talare 1"),)), borders


def misheard(said: Segment, share: float, choice: random.Random) -> Segment:
    """The sentence with a share of its words taken for others, small words seldomer than others,
    and beliefs that hint at which."""
    heard = []
    for word in said.words:
        bare = re.match(r"\w*", word.text)[0]  # type: ignore[index]
        if len(bare) > 1 and choice.random() < share * (0.6 if is_stop_word(bare) else 1.2):
            text = alike(bare, choice) + word.text[len(bare) :]
            heard.append(Word(text, word.span, choice.uniform(0.15, 0.8)))
        else:
            heard.append(Word(word.text, word.span, choice.uniform(0.55, 0.99)))
    return Segment(said.speaker, tuple(heard))


def alike(word: str, choice: random.Random) -> str:
    """Another word, or two, that sounds like it; where there is none, what is left of it."""
    key = sound(word)
    for near in (key, key[:-1], key + "n", key + "r", key + "a", key[1:]):
        if others := [other for other in known_words().get(near, ()) if other != word.lower()]:
            other = choice.choice(others[:8])
            return other.capitalize() if word[0].isupper() else other
    parts = split_compound(word)
    if len(parts) > 1:
        return " ".join(alike(part, choice) for part in parts).replace(" ", "")
    return word[:-1]


def sound(word: str) -> str:
    """What a word sounds like from afar: one vowel for all, and no b, d, g, v or m."""
    key = re.sub("[aeiouyåäö]", "a", phonetic(word))
    return key.translate(str.maketrans("bdgvm", "ptkfn"))


@cache
def known_words() -> Mapping[str, list[str]]:
    """Swedish words by how they sound: the stems that mediahub knows the meaning of."""
    from mediahub.topics.background import background

    found: defaultdict[str, list[str]] = defaultdict(list)
    for stem in sorted(background().rows):
        if is_known(stem):
            found[sound(stem)].append(stem)
    return found


def read(source: Source, clones: Path) -> Iterator[Talk]:
    """The talks of a source; none, with a word about it, where its clone is absent."""
    clone = clones / source.repository.replace("/", "+")
    clone = clone / "repo" if (clone / "repo").is_dir() else clone
    if not clone.is_dir():
        print(f"{clone} is not there: see the head of this file.", file=sys.stderr)
        return
    git = ["git", "-c", "core.quotePath=false", "-C", str(clone)]
    listed = subprocess.run([*git, "ls-tree", "-r", source.commit], check=True, capture_output=True)
    rows = (line.split("\t") for line in listed.stdout.decode().splitlines())
    for about, path in rows:
        if re.fullmatch(source.files, path):
            blob = about.split()[2]
            got = subprocess.run([*git, "cat-file", "blob", blob], check=True, capture_output=True)
            parts = {"health": pages, "government": markdown, "parties": lines_as_headings}
            for number, chosen in enumerate(runs(parts[source.name](got.stdout.decode()))):
                yield Talk(source, blob, path, number, tuple(chosen))


def runs(sections: Sequence[Section]) -> Iterator[Sequence[Section]]:
    """The sections of the right length, cut into talks of four to nine."""
    fit = [one for one in sections if SHORTEST <= size(one) <= LONGEST]
    while len(fit) >= FEWEST:
        many = (
            len(fit) if len(fit) <= MOST else MOST if len(fit) - MOST >= FEWEST else len(fit) // 2
        )
        yield fit[:many]
        fit = fit[many:]


def size(section: Section) -> int:
    """Its words."""
    return sum(len(sentence.split()) for sentence in section)


def markdown(text: str) -> list[Section]:
    """The sections under ## headings and deeper ones."""
    _, *rest = re.split(r"^#{2,4} +(.*)$", text, flags=re.MULTILINE)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return [prose(body.splitlines()) for title, body in pairs if not TEMPLATE.match(plain(title))]


def pages(text: str) -> list[Section]:
    """The sections under underlined headings; those that are too long by the headings in them."""
    # Each heading stands twice.
    title = r"^(.+)\n-{4,} *\n(?:\s*\1\n-{4,} *\n)?"
    _, *rest = re.split(title, re.sub(r" +$", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
    found = []
    for heading, body in zip(rest[::2], rest[1::2], strict=True):
        if TEMPLATE.match(heading):
            continue
        # A date is followed by who wrote the page.
        told = re.split(r"^\d{4}-\d\d-\d\d$", body, flags=re.MULTILINE)[0]
        whole = prose(told.splitlines())
        parts = [part.splitlines() for part in re.split(r"^### ", told, flags=re.MULTILINE)]
        fine = [prose(parts[0]), *(prose(part[1:]) for part in parts[1:])]
        found += [whole] if size(whole) <= LONGEST else fine
    return found


def lines_as_headings(text: str) -> list[Section]:
    """The sections under short lines without a full stop, in text that lost its layout."""
    text = re.sub(r"(?<=[a-zåäö])\n(?=[a-zåäö])", "", text)
    lines = re.sub(r"(?<=\d)\n(?=[a-zåäö])", " ", text).splitlines()
    found, body = [], list[str]()
    for before, line, after in zip([".", *lines], lines, [*lines[1:], ""], strict=False):
        alone = re.match("[A-ZÅÄÖ]", line) and not re.search(r"[.:;,!?\d–-]\s*$", line)
        ended = not before.strip() or before.strip()[-1] in ".?!"
        follows = re.match("[A-ZÅÄÖ]", after.strip()) and len(after.split()) > 9
        if line.strip() and len(line.split()) <= 9 and alone and ended and follows:
            found.append(prose(body))
            body = []
        else:
            body += [line, ""]
    return found


def prose(lines: Sequence[str]) -> Section:
    """What one would read aloud: paragraphs and longer points, no headings, pictures or links."""
    dropped = re.compile(r"#|Image|!\[|Bild|Filename|Title|URL|Läs mer|Relaterat|Pressmeddelande")
    paragraphs = [""]
    for line in map(str.strip, lines):
        if not line:
            paragraphs.append("")
        elif point := re.match(r"(?:[*\-•]|\d+\.)\s+(.*)", line):
            paragraphs += [point[1] if len(point[1].split()) > 3 else "", ""]
        elif not dropped.match(line):
            paragraphs[-1] += f" {line}"
    whole = (" ".join(plain(one).split()) for one in paragraphs)
    return tuple(said for one in whole if len(one.split()) > 3 for said in sentences(one))


def plain(text: str) -> str:
    """The text without Markdown's marks, links as their words."""
    return re.sub("[*\\\\\xad]", "", re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", text))


if __name__ == "__main__":
    main()
