"""The respelling of one item: its words put right, written down, and joined with people's edits."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediahub.edits import Journal, ReplaceWords
from mediahub.edits.standing import on_wording
from mediahub.transcript import Recognition, Respelling, Span, respelt

SCHEMA = 1


def respellings_to_json(
    respellings: Sequence[Respelling], names: Sequence[str], terms: Sequence[str]
) -> dict[str, Any]:
    """What was recognised beside what it became, and what was looked for, as a JSON object."""
    return {
        "schema": SCHEMA,
        "names": list(names),
        "terms": list(terms),
        "respellings": [
            {
                "first": one.first,
                "span": [one.span.start_ms, one.span.end_ms],
                "before": list(one.before),
                "after": one.after,
                "why": one.why,
                "score": one.score,
            }
            for one in respellings
        ],
    }


def respellings_from_json(data: Mapping[str, Any]) -> tuple[Respelling, ...]:
    """The respellings of a JSON object. Raises ValueError for anything else."""
    try:
        return tuple(
            Respelling(
                int(one["first"]),
                Span(*one["span"]),
                tuple(one["before"]),
                str(one["after"]),
                one["why"],
                float(one["score"]),
            )
            for one in data["respellings"]
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"these are no respellings: {error}") from error


def reworded(
    recognition: Recognition,
    respellings: Sequence[Respelling],
    journal: Journal,
    wording: str | None = None,
) -> Recognition:
    """The recognition respelt, but where people corrected it as it stood when they did.

    `wording` names the words, where the entries' places among them are known by it.
    """
    corrections = [
        placed
        for entry in journal.standing
        if isinstance(entry, ReplaceWords) and (placed := on_wording(entry, wording)) is not None
    ]
    from mediahub.speech.respelling import heeding

    return respelt(recognition, heeding(recognition, respellings, corrections))
