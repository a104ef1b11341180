"""The weights of a title's signs, fitted anew to the stretches of titles.py that are tuned on.

    python benchmarks/title_weights.py [--articles GIT] [--ridge 1.0]

Each stretch is a choice among its nouns; the weights are those under which the right ones are
likeliest together (a softmax over the nouns), held to the present ones by a ridge, since eighty
stretches are few for as many signs. What comes out is for mediahub.topics.subjects.WEIGHTS, by
hand: a sign whose weight has the wrong sense is a sign of too few stretches. Stretches as worsened
by titles.py and the articles count 0.4 each. Needs SciPy.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from titles import Cut, Talk, articles, cut, spoken_scripts, worsened

from mediahub.evaluate import title_right
from mediahub.topics import titles as naming
from mediahub.topics.citing import cited
from mediahub.topics.subjects import WEIGHTS, Subject, candidates

Choice = tuple[NDArray[np.float64], NDArray[np.bool_], float]
"""The signs of a stretch's nouns, which of them are right, and what the stretch counts."""


def main() -> None:
    """Print the fitted weights beside the present ones."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--ridge", type=float, default=1.0)
    options = parser.parse_args()
    scripts = [talk for talk in spoken_scripts() if not talk.held_out]
    texts = (
        [talk for talk in articles(options.articles) if not talk.held_out]
        if options.articles
        else []
    )
    wanted = [(talk, cut(talk), 1.0) for talk in scripts]
    wanted += [(talk, worsened(cut(talk), 0.15), 0.4) for talk in scripts]
    wanted += [(talk, cut(talk), 0.4) for talk in texts]
    names = sorted(WEIGHTS)
    choices = [choice for talk, made, counts in wanted for choice in of(talk, made, counts, names)]
    present = np.array([WEIGHTS[name] for name in names])

    def cost(weights: NDArray[np.float64]) -> float:
        lost = sum(counts * (logsumexp(signs @ weights) - logsumexp((signs @ weights)[right]))
                   for signs, right, counts in choices)  # fmt: skip
        return float(lost + options.ridge * ((weights - present) ** 2).sum())

    fitted = minimize(cost, present, method="L-BFGS-B").x
    for name, before, after in sorted(
        zip(names, present, fitted, strict=True), key=lambda w: -w[2]
    ):
        print(f"{name:20}{before:6.1f}{after:6.1f}")


def of(talk: Talk, made: Cut, counts: float, names: Sequence[str]) -> Iterator[Choice]:
    """The choices of a talk; stretches none of whose nouns is right teach nothing."""
    seen: list[list[tuple[str, Mapping[str, float], bool]]] = []
    titled = iter(talk.stretches)

    def noting(found, *rest):  # type: ignore[no-untyped-def]
        wanted = next(titled).title
        nouns = list(candidates(found, *rest))
        seen.append(
            [(key, signs, title_right(cited(key, found[key]), wanted)) for key, signs in nouns]
        )
        return [Subject(key, 0.0, found[key]) for key, _ in nouns]

    usual, naming.subjects = naming.subjects, noting
    try:
        naming.titles(made[1], made[0])
    finally:
        naming.subjects = usual
    for nouns in seen:
        if any(right for *_, right in nouns):
            signs = np.array([[each.get(name, 0.0) for name in names] for _, each, _ in nouns])
            yield signs, np.array([right for *_, right in nouns]), counts


if __name__ == "__main__":
    main()
