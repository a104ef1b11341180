"""Make src/mediahub/topics/data/background.npz: what words mean, and how paragraphs begin.

    python tools/topic_background.py INTERPELLATIONS GOVERNMENT

Both are bare clones of public documents in Swedish:

    git clone --bare https://github.com/swerik-project/riksdagen-interpellations
    git clone --bare --single-branch --branch data https://github.com/civictechsweden/g0vse

The file that ships was made from the commits named below; others give other vectors. Documents that
benchmarks/sections.tsv measures on are left out. It takes about five minutes and 3 GB of memory.

Meaning: latent semantic analysis (truncated SVD) of stems and compound parts in blocks of about 80
words, log term frequency times inverse document frequency. Beginnings: logistic regression of
whether a sentence is the first of its paragraph, over `beginnings.signs`.
"""

import math
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from lxml import etree
from scipy.optimize import minimize
from scipy.sparse.linalg import svds

from mediahub.language import words
from mediahub.topics.background import keys
from mediahub.topics.beginnings import signs

HERE = Path(__file__).parents[1]
TARGET = HERE / "src/mediahub/topics/data/background.npz"
INTERPELLATIONS = "b656ba9d3253906de04c84a2f88d279811a509c6"
GOVERNMENT = "b9e34cec61a3e35d81bde27a417a269945487a37"
PROSE = ("artiklar", "debattartiklar", "faktapromemoria", "pressmeddelanden", "tal")
"""What of the government's documents is written in paragraphs, and what else has words."""
OTHERS = ("informationsmaterial", "rapporter", "rattsliga-dokument", "regeringsuppdrag")
BLOCK, SHORTEST, DIMENSIONS, PART = 80, 30, 64, 0.7
RAREST, COMMONEST, SENTENCES, RAREST_SIGN = 8, 0.1, 260_000, 150
PULL = 3.0

Document = tuple[str, list[str]]
"""The path and the paragraphs."""


def main() -> None:
    """Write the table."""
    interpellations, government = map(Path, sys.argv[1:])
    rows = (HERE / "benchmarks/sections.tsv").read_text(encoding="utf-8").splitlines()
    measured = {row.split("\t")[-1] for row in rows}
    documents = [*parliament(interpellations), *cabinet(government)]
    documents = [one for one in documents if one[0] not in measured]
    stems, rarity, vectors = meanings(documents)
    steps = np.abs(vectors).max(axis=0) / 127
    names, weights = beginnings([one for one in documents if not one[0].startswith(OTHERS)])
    TARGET.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        TARGET,
        stems=np.frombuffer("\n".join(stems).encode(), dtype=np.uint8),
        rarity=rarity.astype(np.float16),
        vectors=np.round(vectors / steps).astype(np.int8),
        steps=steps.astype(np.float32),
        signs=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        weights=weights.astype(np.float16),
    )
    print(f"{len(stems)} stems, {len(names)} signs, {TARGET.stat().st_size / 1e6:.1f} MB")


def parliament(clone: Path) -> Iterator[Document]:
    """The interpellations, without what names them."""
    for path, data in files(clone, INTERPELLATIONS, ("data",), ".xml"):
        body = etree.fromstring(data).find(".//{*}body")
        if body is not None:
            told = ("".join(one.itertext()) for one in body.iter() if len(one) == 0)
            paragraphs = [" ".join(text.split()) for text in told]
            yield path, [one for one in paragraphs if len(one.split()) > 4]


def cabinet(clone: Path) -> Iterator[Document]:
    """The government's texts, without headings, lists and links."""
    for path, data in files(clone, GOVERNMENT, (*PROSE, *OTHERS), ".md"):
        if "internationella-overenskommelser" in path:
            continue
        blocks = re.split(r"\n\s*\n", data.decode("utf-8", "replace"))
        plain = (re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", one) for one in blocks
                 if not re.match(r"\s*[#*|\-]", one))  # fmt: skip
        paragraphs = [" ".join(re.sub("[*\\\\\xad]", "", one).split()) for one in plain]
        yield path, [one for one in paragraphs if len(one.split()) > 4]


def files(
    clone: Path, commit: str, folders: tuple[str, ...], ending: str
) -> Iterator[tuple[str, bytes]]:
    """Each file of the commit in those folders, by path."""
    git = ["git", "-c", "core.quotePath=false", "-C", str(clone)]
    listed = subprocess.run([*git, "ls-tree", "-r", commit], check=True, capture_output=True)
    rows = (line.split("\t") for line in listed.stdout.decode().splitlines())
    wanted = [(about.split()[2], path) for about, path in rows
              if path.endswith(ending) and path.split("/")[0] in folders]  # fmt: skip
    asked = "\n".join(blob for blob, _ in wanted).encode()
    read = subprocess.run(
        [*git, "cat-file", "--batch"], check=True, input=asked, capture_output=True
    )
    at = 0
    for _, path in wanted:
        head = read.stdout.index(b"\n", at)
        size = int(read.stdout[at:head].split()[2])
        yield path, read.stdout[head + 1 : head + 1 + size]
        at = head + 2 + size


def meanings(documents: list[Document]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The stems, their rarities and their vectors."""
    bags = [bag(block) for block in blocks(documents)]
    spread = Counter(key for one in bags for key in one)
    stems = sorted(key for key, n in spread.items() if RAREST <= n <= COMMONEST * len(bags))
    column = {key: i for i, key in enumerate(stems)}
    rarity = np.array([math.log(len(bags) / spread[key]) for key in stems])
    entries = [
        (row, column[key], math.log1p(n) * rarity[column[key]])
        for row, one in enumerate(bags)
        for key, n in sorted(one.items())
        if key in column
    ]
    rows, columns, values = zip(*entries, strict=True)
    shape = (len(bags), len(stems))
    matrix = sp.csr_matrix((np.array(values, dtype=np.float32), (rows, columns)), shape=shape)
    length = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
    matrix = sp.diags((1 / np.maximum(length, 1e-6)).astype(np.float32)) @ matrix
    start = np.random.default_rng(1).normal(size=min(shape)).astype(np.float32)
    _, strengths, right = svds(matrix, k=DIMENSIONS, v0=start, return_singular_vectors="vh")
    # Strong directions count more than weak ones, and frequent words not much more than rare ones.
    vectors = right.T * np.sqrt(strengths)
    return stems, rarity, vectors / np.sqrt(np.linalg.norm(vectors, axis=1, keepdims=True))


def bag(said: list[str]) -> Counter[str]:
    """The stems in a block, parts of compounds at less."""
    found: Counter[str] = Counter()
    for word in said:
        for place, key in enumerate(keys(word)):
            found[key] += PART if place else 1.0  # type: ignore[assignment]
    return found


def blocks(documents: list[Document]) -> Iterator[list[str]]:
    """Whole paragraphs, about 80 words at a time; what stands in several documents once."""
    seen = set[str]()
    for _, paragraphs in documents:
        block: list[str] = []
        for paragraph in paragraphs:
            if paragraph in seen:
                continue
            seen.add(paragraph)
            block += [token.text for token in words(paragraph.lower())]
            if len(block) >= BLOCK:
                yield block
                block = []
        if len(block) >= SHORTEST:
            yield block


def beginnings(documents: list[Document]) -> tuple[list[str], np.ndarray]:
    """The signs that a sentence begins a paragraph, and the weight of each."""
    documents = [one for one in documents if len(one[1]) > 2]
    random.Random(3).shuffle(documents)
    found: list[set[str]] = []
    begins: list[bool] = []
    for _, paragraphs in documents:
        before = ""
        for paragraph in paragraphs:
            if paragraph.startswith(("–", "-", "Interpellation")):
                before = ""
                continue
            for place, sentence in enumerate(sentences(paragraph)):
                if before and len(sentence.split()) > 2:
                    found.append(signs(sentence, before))
                    begins.append(place == 0)
                before = sentence
        if len(found) > SENTENCES:
            break
    return regression(found, np.array(begins, dtype=np.float64))


def regression(found: list[set[str]], begins: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Logistic regression with a ridge; signs that are seldom seen are left out."""
    often = Counter(sign for one in found for sign in one)
    names = sorted(sign for sign, n in often.items() if n >= RAREST_SIGN)
    column = {sign: i for i, sign in enumerate(names)}
    places = [
        (i, column[sign]) for i, one in enumerate(found) for sign in sorted(one) if sign in column
    ]
    rows, columns = zip(*places, strict=True)
    matrix = sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(found), len(names)))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = matrix @ weights
        chance = 1 / (1 + np.exp(-odds))
        cost = np.sum(np.logaddexp(0, odds) - begins * odds) + PULL / 2 * weights @ weights
        return float(cost), matrix.T @ (chance - begins) + PULL * weights

    made = minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 60}
    )
    order = np.argsort(made.x)
    print("speaks against:", *(names[i] for i in order[:25]), sep=", ")
    print("speaks for:", *(names[i] for i in order[-25:]), sep=", ")
    return names, made.x


def sentences(text: str) -> list[str]:
    """The text cut after a full stop, question or exclamation mark before a capital."""
    parts = re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ–\"”])", text.strip())
    return [part for part in parts if part.split()]


if __name__ == "__main__":
    main()
