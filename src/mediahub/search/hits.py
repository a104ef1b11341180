"""A passage that was found as a person sees it: the moment, the speaker, the words marked."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from mediahub.search.engine import Answer, Found
from mediahub.search.marking import Beside, marked
from mediahub.search.places import LazyPlaces
from mediahub.search.values import Hit, Markers, Match, Passage
from mediahub.search.written import lead_words, word_ends, word_index

_SNIPPET = 180
"""Characters around the hit, roughly."""
_ELLIPSIS = "…"
_ORDER = (
    "word", "inflection", "compound", "derivation", "synonym", "folded", "sound", "spelling",
)  # fmt: skip


def make_hit(found: Found, markers: Markers) -> Hit:
    """The Hit that a passage makes with what answers the query's clauses in it."""
    passage = found.passage
    words = LazyPlaces(passage.text)
    moment, until = _moment(found.answers, lead_words(passage, words))
    beside = Beside(passage.text, words, passage.languages)
    marks: set[tuple[int, int]] = set()
    matches: dict[Match, None] = {}
    for answer in (one for clause in found.answers for one in clause):
        if answer.alternative is not None:
            for at in range(answer.first, answer.last + 1):
                if (place := words.get(at)) is None:
                    break
                spans, match = marked(beside, at, place, answer.alternative, at - answer.first)
                marks.update(spans)
                matches[match] = None
    first, last = words.get(moment), words.get(until)
    spoken = first.start if first else 0
    ending = last.end if last else spoken
    word = word_index(passage.text, spoken)
    joined = _joined(passage.text, marks)
    doubts = _doubts(passage)
    return Hit(
        item=passage.item, title=passage.title, kind=passage.kind, theme=passage.theme,
        series=passage.series, date=passage.date, page=passage.page,
        speaker=_speaker(passage, word), at_ms=_time(passage, word),
        start_ms=passage.start_ms, end_ms=passage.end_ms, text=passage.text,
        snippet=snippet(passage.text, joined, (spoken, ending), markers, doubts),
        score=found.score, marks=joined,
        matches=tuple(sorted(matches, key=_match_order)), doubts=doubts,
        described=passage.described, reviewed=passage.reviewed,
    )  # fmt: skip


def _match_order(match: Match) -> tuple[str, int, str]:
    return match.wanted, _ORDER.index(match.manner), match.found


def _doubts(passage: Passage) -> tuple[tuple[int, int], ...]:
    """The stretches of the passage's text that its doubtful words take."""
    if not passage.doubtful:
        return ()
    ends, said = list(word_ends(passage.text)), passage.text.split()
    return tuple((ends[at] - len(said[at]), ends[at]) for at in passage.doubtful if at < len(ends))


def _moment(clauses: Sequence[Sequence[Answer]], lead: int) -> tuple[int, int]:
    """First and last position of the place where the clauses' words stand closest together.

    A place that lies wholly in the lead belongs to the passage before and is passed over when
    there is another.
    """
    there = [clause for clause in clauses if clause]
    if not there:
        return 0, 0
    rarest = min(there, key=len)
    best: tuple[bool, int, int, int] | None = None
    for answer in rarest:
        low, high = answer.first, answer.last
        for clause in there:
            if clause is rarest:
                continue
            near = min(clause, key=lambda other: (abs(other.first - answer.first), other.first))
            low, high = min(low, near.first), max(high, near.last)
        place = (high < lead, high - low, low, high)
        if best is None or place < best:
            best = place
    assert best is not None  # noqa: S101  (a clause that is there has an answer)
    return best[2], best[3]


def _joined(text: str, marks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The marks in order; those that touch, or have only a blank or hyphen between, made one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if result and (start <= result[-1][1] or text[result[-1][1] : start] in (" ", "-")):
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def snippet(
    text: str,
    marks: Sequence[tuple[int, int]],
    around: tuple[int, int],
    markers: Markers,
    doubts: Sequence[tuple[int, int]] = (),
) -> str:
    """Some `_SNIPPET` characters of `text` round the hit, whole words, marks and doubts set out."""
    start, end = 0, len(text)
    if len(text) > _SNIPPET * 1.3:
        spare = max(60, _SNIPPET - (around[1] - around[0]))
        start = max(0, around[0] - spare * 2 // 5)
        end = min(len(text), max(around[1], start + _SNIPPET))
        end = min(end, start + 3 * _SNIPPET)
        start = max(0, min(start, end - _SNIPPET))
        start = 0 if start < 12 else _after_blank(text, start, around[0])
        end = len(text) if len(text) - end < 12 else _before_blank(text, end, around[1])
    put: list[tuple[int, int, str]] = []
    for first, last in marks:
        if last > start and first < end:
            put.append((max(first, start), 2, markers.before))
            put.append((min(last, end), 0, markers.after))
    put += [(last, 1, markers.doubt) for _, last in doubts if start < last <= end]
    pieces_, at = [_ELLIPSIS if start else ""], start
    for place, _, mark in sorted(put):
        pieces_ += [text[at:place], mark]
        at = place
    pieces_ += [text[at:end], _ELLIPSIS if end < len(text) else ""]
    return "".join(pieces_)


def _after_blank(text: str, at: int, limit: int) -> int:
    blank = text.find(" ", at, limit)
    return blank + 1 if blank >= 0 else at


def _before_blank(text: str, at: int, limit: int) -> int:
    blank = text.rfind(" ", limit, at)
    return blank if blank >= 0 else at


def _speaker(passage: Passage, word: int) -> str | None:
    if passage.turns:
        turn = bisect_right([index for index, _ in passage.turns], word) - 1
        return passage.turns[max(0, turn)][1]
    return passage.speakers[0] if passage.speakers else None


def _time(passage: Passage, word: int) -> int:
    if passage.word_times:
        return passage.word_times[min(word, len(passage.word_times) - 1)]
    return passage.start_ms
