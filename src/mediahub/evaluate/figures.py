"""Every figure of one recording against its truth, and what changed between two measurements."""

from collections.abc import Iterable, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any, Literal

from mediahub.evaluate.borders import boundary_f1, pk, window_diff
from mediahub.evaluate.speakers import Der, der, words_to_wrong_speaker
from mediahub.evaluate.text import cer, term_recall, word_errors
from mediahub.evaluate.truth import Truth
from mediahub.tongues import Said, decimal, swedish
from mediahub.transcript import Chapter, Diarisation, Span, Transcript, covered_ms, union

SILENCE_MARGIN_MS = 500
"""A word is in a speech-free stretch when all of it is further than this from any true sentence:
recognisers' word times are off by a few tenths of a second."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a transcript, its speakers and its chapters are worth against a truth file.

    Rates are 0 to 1. A figure is None where the truth says nothing of it (no topics, no terms) or
    the result was not given (no diarisation, no chapters). `der` has the 0.25 s collar and
    `der_strict` none.
    """

    wer: float
    cer: float
    words: int
    substitutions: int
    deletions: int
    insertions: int
    words_in_silence: int
    speakers: int
    speakers_found: int
    wrong_speaker: float
    term_recall: float | None = None
    der: float | None = None
    der_strict: float | None = None
    der_missed: float | None = None
    der_false_alarm: float | None = None
    der_confusion: float | None = None
    chapters: int | None = None
    chapters_found: int | None = None
    chapter_f1: float | None = None
    pk: float | None = None
    window_diff: float | None = None

    def table(self) -> Said:
        """The figures for people: plain text, a row a figure, those that are None left out."""
        rows: list[tuple[str, ...]] = [
            (label, _written(value, kind))
            for name, label, kind, _ in _ROWS
            if (value := getattr(self, name)) is not None
        ]
        return _columns(rows)

    def to_json(self) -> dict[str, Any]:
        """The figures for machines, schema 1; those that are None are null."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"schema": 1} | {name: _as_kept(value) for name, value in values.items()}


def figures_from_json(data: object) -> Figures:
    """The figures in what `to_json` gave; figures it does not have are None, unknown ones left out.

    Raises ValueError that names what is wrong.
    """
    if not isinstance(data, dict) or data.get("schema") != 1:
        raise ValueError("these are no figures of schema 1")
    values: dict[str, Any] = {field.name: data.get(field.name) for field in fields(Figures)}
    for field in fields(Figures):
        value = values[field.name]
        if isinstance(value, bool) or not isinstance(value, int | float | None):
            raise ValueError(f"{field.name}: {value!r} is no figure")
        if value is None and field.default is MISSING:
            raise ValueError(f"{field.name} is missing")
    return Figures(**values)


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and after; `better` is None when it is the same or is only a fact."""

    name: str
    before: float | None
    after: float | None
    better: bool | None


def evaluate(
    truth: Truth,
    transcript: Transcript,
    diarisation: Diarisation | None = None,
    chapters: Sequence[Chapter] | None = None,
    *,
    terms: Iterable[str] = (),
) -> Figures:
    """Measure a transcript, its diarisation and its chapters; `terms` are added to the truth's."""
    text = " ".join(segment.text for segment in transcript.segments)
    errors = word_errors(truth.text, text)
    topics: dict[str, Any] = {}
    if truth.topics and chapters is not None:
        borders = [chapter.span.start_ms for chapter in chapters[1:]]
        topics = {
            "chapters": len(truth.topics),
            "chapters_found": len(chapters),
            "chapter_f1": boundary_f1(truth.borders_ms, borders),
            "pk": pk(truth.borders_ms, borders, truth.duration_ms),
            "window_diff": window_diff(truth.borders_ms, borders, truth.duration_ms),
        }
    return Figures(
        wer=errors.rate,
        cer=cer(truth.text, text),
        words=errors.reference,
        substitutions=errors.substitutions,
        deletions=errors.deletions,
        insertions=errors.insertions,
        words_in_silence=words_in_silence(truth, transcript),
        speakers=len(truth.speakers),
        speakers_found=len(_voices(transcript, diarisation)),
        wrong_speaker=words_to_wrong_speaker(truth.turns, transcript.segments).rate,
        term_recall=term_recall((*truth.terms, *terms), truth.text, text),
        **(_der_figures(truth, diarisation) if diarisation is not None else {}),
        **topics,
    )


def words_in_silence(truth: Truth, transcript: Transcript) -> int:
    """How many words were invented where nobody speaks: not a millisecond within half a second of a
    true sentence.
    """
    whole = Span(0, max(truth.duration_ms, transcript.duration_ms))
    speech = union(segment.span.widen(SILENCE_MARGIN_MS, whole) for segment in truth.segments)
    return sum(
        not covered_ms(Span(word.span.start_ms, word.span.end_ms + 1), speech)
        for word in transcript.words
    )


def compare(before: Figures, after: Figures) -> tuple[Change, ...]:
    """What became of each figure, in the table's order; figures that neither has are left out."""
    changes = []
    for name, _, _, wanted in _ROWS:
        old, new = getattr(before, name), getattr(after, name)
        if old is None and new is None:
            continue
        # Kept figures are rounded, and measured ones are not.
        same = old is None or new is None or _as_kept(old) == _as_kept(new) or wanted == "fact"
        changes.append(Change(name, old, new, None if same else (new < old) == (wanted == "low")))
    return tuple(changes)


def _as_kept(value: float | None) -> float | None:
    return round(value, 6) if isinstance(value, float) else value


def comparison_table(changes: Iterable[Change]) -> Said:
    """The changes for people: a row a figure with before, after and whether it is better."""
    rows: list[tuple[str, ...]] = [("", Said("before", "före"), Said("after", "efter"), "")]
    kinds = {name: (label, kind) for name, label, kind, _ in _ROWS}
    verdicts = {True: Said("better", "bättre"), False: Said("worse", "sämre"), None: ""}
    for change in changes:
        label, kind = kinds[change.name]
        rows.append(
            (
                label,
                _written(change.before, kind),
                _written(change.after, kind),
                verdicts[change.better],
            )
        )
    return _columns(rows)


def _der_figures(truth: Truth, diarisation: Diarisation) -> dict[str, Any]:
    with_collar = der(truth.turns, diarisation.turns)
    parts = {
        "der_missed": with_collar.missed_ms,
        "der_false_alarm": with_collar.false_alarm_ms,
        "der_confusion": with_collar.confusion_ms,
    }
    return {
        "der": with_collar.rate,
        "der_strict": der(truth.turns, diarisation.turns, collar_ms=0).rate,
    } | {
        name: Der(ms, 0, 0, with_collar.total_ms).rate  # each part as a share of the time judged
        for name, ms in parts.items()
    }


def _voices(transcript: Transcript, diarisation: Diarisation | None) -> set[str]:
    if diarisation is not None:
        return set(diarisation.speakers)
    return {segment.speaker for segment in transcript.segments}


_Kind = Literal["percent", "number", "share"]
_Wanted = Literal["low", "high", "fact"]
# Figure, the row's label, how it is written, and which way is better.
_ROWS: tuple[tuple[str, str, _Kind, _Wanted], ...] = (
    ("wer", "WER", "percent", "low"),
    ("cer", "CER", "percent", "low"),
    ("words", Said("Words said", "Sagda ord"), "number", "fact"),
    ("substitutions", Said("  replaced", "  utbytta"), "number", "low"),
    ("deletions", Said("  lost", "  tappade"), "number", "low"),
    ("insertions", Said("  added", "  tillagda"), "number", "low"),
    (
        "words_in_silence",
        Said("Words in speech-free stretches", "Ord där ingen talar"),
        "number",
        "low",
    ),
    ("term_recall", Said("Term recall", "Termer som hittas"), "percent", "high"),
    ("der", Said("DER (0.25 s collar)", "DER (0,25 s marginal)"), "percent", "low"),
    ("der_missed", Said("  missed", "  missat tal"), "percent", "low"),
    ("der_false_alarm", Said("  false alarm", "  tal som inte är tal"), "percent", "low"),
    ("der_confusion", Said("  confusion", "  fel röst"), "percent", "low"),
    ("der_strict", Said("DER (no collar)", "DER (utan marginal)"), "percent", "low"),
    ("wrong_speaker", Said("Words to the wrong speaker", "Ord hos fel talare"), "percent", "low"),
    ("speakers", Said("Speakers", "Talare"), "number", "fact"),
    ("speakers_found", Said("Speakers found", "Funna talare"), "number", "fact"),
    ("chapters", Said("Topics", "Ämnen"), "number", "fact"),
    ("chapters_found", Said("Chapters found", "Funna kapitel"), "number", "fact"),
    ("chapter_f1", Said("Chapter F1 (±10 s)", "Kapitel, F1 (±10 s)"), "share", "high"),
    ("pk", "Pk", "share", "low"),
    ("window_diff", "WindowDiff", "share", "low"),
)


def _written(value: float | None, kind: _Kind) -> str:
    if value is None:
        return "–"
    if kind == "percent":
        return decimal(f"{100 * value:.1f} %")
    return decimal(f"{value:.3f}") if kind == "share" else f"{value:d}"


def _columns(rows: Sequence[tuple[str, ...]]) -> Said:
    """Labels to the left, values to the right, no space at the end of a line."""
    return Said(_laid(rows), _laid([tuple(map(swedish, row)) for row in rows]))


def _laid(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for first, *rest in rows:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
