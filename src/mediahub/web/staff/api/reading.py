"""The API's answers to those who search and read."""

from datetime import date
from typing import Any

from mediahub.catalog import Item
from mediahub.desk.wording import segment_version
from mediahub.errors import MediahubError
from mediahub.notices import Words
from mediahub.search.values import Filters, Hit
from mediahub.transcript import Segment, Transcript
from mediahub.web.staff.api import answer_models as answers
from mediahub.web.staff.api import asked_models as asked
from mediahub.web.staff.api.at import At
from mediahub.web.staff.api.problems import ProblemError
from mediahub.web.staff.api.sent import Sent
from mediahub.web.staff.looking import OF_A_THEME
from mediahub.web.staff.media import file_of
from mediahub.web.staff.place import RefusedError
from mediahub.web.staff.quoting import quotation


def search(at: At, query: asked.SearchQuery) -> answers.SearchAnswer:
    """What answers a query, as on the page of searching."""
    year = query.year
    results = at.place.library.search(
        query.q,
        limit=query.limit,
        offset=query.offset,
        filters=Filters(
            speaker=query.speaker or None,
            theme=query.theme or None,
            series=query.series or None,
            kind=query.kind,
            date_from=date(year, 1, 1) if year else None,
            date_to=date(year, 12, 31) if year else None,
            reviewed=query.reviewed,
        ),
        sort=query.sort,
    )
    return answers.SearchAnswer(
        query=results.query,
        total=results.total,
        relaxed=results.relaxed,
        suggestion=results.suggestion,
        hits=tuple(_hit(at, one) for one in results.hits),
        facets={name: dict(counts) for name, counts in results.facets.items()},
    )


def items(at: At, query: asked.ItemsQuery) -> answers.ItemsAnswer:
    """The items of a workspace, narrowed, by id."""
    found = sorted(
        (
            one.id for one in at.place.library.items()
            if query.kind in (None, one.kind)
            and query.theme in (None, one.theme)
            and query.series in (None, one.series)
        ),
    )  # fmt: skip
    shown = found[query.offset : query.offset + query.limit]
    return answers.ItemsAnswer(
        total=len(found),
        items=tuple(answers.ItemLine(**_line(at, at.item(one))) for one in shown),
    )


def item(at: At, path: asked.OfItem) -> answers.ItemAnswer:
    """One item, as it is titled where it is published."""
    found = at.item(path.item)
    try:
        chapters = () if found.written else at.place.library.chapters(found.id)
    except MediahubError:
        chapters = ()  # none were made yet
    made = at.place.root / "transcripts" / found.id / "transcript.json"
    return answers.ItemAnswer(
        **_line(at, found),
        description=found.description,
        contributors=tuple(
            answers.Taking(name=one.person.name, role=one.role) for one in found.contributors
        ),
        published=None if found.published is None else found.published.isoformat(),
        transcript=not found.written and made.is_file(),
        chapters=tuple(
            answers.ChapterAnswer(
                start_ms=one.span.start_ms, end_ms=one.span.end_ms, title=one.title, link=one.link
            )
            for one in chapters
        ),
    )


def file(at: At, path: asked.OfFile) -> Sent:
    """A transcript as a file, in the form that its name says."""
    found = at.item(path.item)
    at.transcript(found)
    try:
        return Sent(*file_of(at.place, found, path.file), path.file)
    except RefusedError as error:
        words = Words(f"{found.id} has no {path.file}.", error.words)
        raise ProblemError(error.status, words) from None


def transcript(
    at: At, path: asked.OfItem, query: asked.TranscriptQuery
) -> answers.TranscriptAnswer:
    """What was said, or that of a stretch, with the version of each segment."""
    found = at.transcript(at.item(path.item))
    shown = _segments(found, words=query.words)
    first, last = query.from_ms, query.to_ms
    return answers.TranscriptAnswer(
        item=path.item,
        language=found.language,
        duration_ms=found.duration_ms,
        speakers=tuple(
            answers.SpeakerAnswer(
                label=one.label, name=one.name, person=one.person, automatic=one.automatic
            )
            for one in found.speakers
        ),
        segments=tuple(
            one for one in shown
            if (first is None or one.end_ms > first) and (last is None or one.at_ms < last)
        ),
        withheld=tuple((one.start_ms, one.end_ms) for one in found.withheld),
    )  # fmt: skip


def moment(at: At, path: asked.OfItem, query: asked.MomentQuery) -> answers.MomentAnswer:
    """The whole words between two times, who says them, and an address that plays them."""
    found = at.item(path.item)
    said = at.transcript(found)
    first = query.from_ms
    last = first if query.to_ms is None else max(first, query.to_ms)
    names = {one.label: one.name for one in said.speakers}
    there = [
        (number, names.get(segment.speaker, segment.speaker), word)
        for number, (segment, word) in enumerate(
            (segment, word) for segment in said.segments for word in segment.words
        )
        if word.span.start_ms <= last and word.span.end_ms > first
    ]
    start = there[0][2].span.start_ms if there else first
    address = at.address(found.id, start)
    made = quotation(
        said, there[0][0], there[-1][0], title=found.title, kind=found.kind, date=found.date,
        publisher=at.place.title,
        address=at.place.library.public_moment(found.id, start) or address,
    ) if there else None  # fmt: skip
    return answers.MomentAnswer(
        item=found.id,
        title=found.title,
        start_ms=start,
        end_ms=max(word.span.end_ms for _, _, word in there) if there else last,
        address=address,
        speakers=tuple(dict.fromkeys(who for _, who, _ in there)),
        text=" ".join(word.text for _, _, word in there),
        quotation=None
        if made is None
        else answers.QuotationAnswer(text=made.text, html=made.html, apa=made.apa),
    )


def shown_segment(transcript: Transcript, at_ms: int) -> answers.SegmentAnswer | None:
    """The segment that begins at a time, with its words; None for none."""
    found = (one for one in _segments(transcript, words=True) if one.at_ms == at_ms)
    return next(found, None)


def _segments(transcript: Transcript, *, words: bool) -> tuple[answers.SegmentAnswer, ...]:
    names = {one.label: one.name for one in transcript.speakers}
    doubtful = frozenset(transcript.doubtful) if words else frozenset()
    shown, before = [], 0
    for segment in transcript.segments:
        shown.append(
            answers.SegmentAnswer(
                at_ms=segment.span.start_ms,
                end_ms=segment.span.end_ms,
                speaker=names.get(segment.speaker, segment.speaker),
                text=segment.text,
                version=segment_version(segment),
                reviewed=all(map(transcript.is_reviewed, segment.words)),
                words=_words(segment, before, doubtful) if words else None,
            )
        )
        before += len(segment.words)
    return tuple(shown)


def _words(
    segment: Segment, before: int, doubtful: frozenset[int]
) -> tuple[answers.WordAnswer, ...]:
    return tuple(
        answers.WordAnswer(
            text=word.text,
            start_ms=word.span.start_ms,
            end_ms=word.span.end_ms,
            doubtful=before + number in doubtful,
        )
        for number, word in enumerate(segment.words)
    )


def _line(at: At, one: Item) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "kind": one.kind,
        "theme": one.theme,
        "series": one.series,
        "date": None if one.date is None else one.date.isoformat(),
        "language": one.language,
        "address": at.address(one.id),
    }


def _hit(at: At, one: Hit) -> answers.Hit:
    heard = one.kind in ("film", "podcast") and not one.described
    return answers.Hit(
        item=one.item,
        title=one.title,
        kind=one.kind,
        theme=one.theme,
        series=one.series,
        date=None if one.date is None else one.date.isoformat(),
        page=one.page,
        speaker=one.speaker,
        at_ms=one.at_ms,
        start_ms=one.start_ms,
        end_ms=one.end_ms,
        text=one.text,
        marks=one.marks,
        reviewed=one.reviewed,
        address=None
        if OF_A_THEME in one.item
        else at.address(one.item, one.at_ms if heard else None),
    )
