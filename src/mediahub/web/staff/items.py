"""The pages of items: all there are, and one with what was said in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mediahub.catalog import Term
from mediahub.desk.wording import segment_version
from mediahub.errors import MediahubError
from mediahub.transcript import Chapter, Segment, Transcript
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.explaining import Mention, mentions
from mediahub.web.staff.looking import kind_words_of
from mediahub.web.staff.place import Place, Visit, item_address
from mediahub.web.staff.tongue import marked, say
from mediahub.web.staff.waves import Wave, wave

if TYPE_CHECKING:
    from starlette.responses import Response

DOCUMENT = "transcript.docx"
"""Made when it is asked for."""
FILES = (
    ("transcript.vtt", marked("Textning (VTT)")), ("transcript.srt", marked("Textning (SRT)")),
    ("transcript.txt", marked("Avskrift (text)")), ("transcript.json", marked("Avskrift (JSON)")),
    (DOCUMENT, marked("Avskrift (Word)")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """A segment as the page has it: its times (ms), its words with whether each is doubtful."""

    at_ms: int
    end_ms: int
    clock: str
    label: str
    speaker: str
    changed: bool
    words: tuple[tuple[str, bool, int], ...]
    version: str
    reviewed: bool
    mentions: tuple[Mention, ...] = ()

    @property
    def pieces(self) -> tuple[tuple[str, bool, int | None], ...]:
        """The words as they are shown: a text, whether it is doubtful, and the term that it is."""
        terms = {one.first: one for one in self.mentions}
        pieces, at = [], 0
        while at < len(self.words):
            term = terms.get(at)
            end = term.end if term is not None else at + 1
            part = self.words[at:end]
            pieces.append(
                (" ".join(one[0] for one in part), any(one[1] for one in part),
                 term.term if term is not None else None)
            )  # fmt: skip
            at = end
        return tuple(pieces)

    def to_json(self) -> dict[str, Any]:
        """As the editor's script is answered."""
        return {
            "at": self.at_ms,
            "end": self.end_ms,
            "clock": self.clock,
            "speaker": self.speaker,
            "version": self.version,
            "reviewed": self.reviewed,
            "text": " ".join(text for text, _, _ in self.words),
            "words": [[text, doubt, at] for text, doubt, at in self.words],
        }


def listing(place: Place, visit: Visit) -> "Response":
    """All items by theme, newest first, with how far each has come."""
    from mediahub.pipeline.survey import survey

    state = survey(place.root)
    themes = {theme.id: theme.title for theme in state.catalogue.themes}
    rows: dict[str, list[dict[str, object]]] = {}
    for item in sorted(
        state.catalogue.items, key=lambda one: (str(one.date or ""), one.id), reverse=True
    ):
        made = state.state(item.id).stages if not item.written else {}
        rows.setdefault(item.theme or "", []).append(
            {
                "title": item.title,
                "address": item_address(item.id),
                "kind": kind_words_of(item.kind),
                "date": str(item.date or ""),
                "said": "transcribe" in made,
                "published": "page" in made,
                "written": item.written,
            }
        )
    titles = {"": say("Utan tema"), **themes}
    empty = [one for one in themes if one not in rows]  # somebody has just begun them
    shown = [(theme, titles.get(theme, theme), rows.get(theme, [])) for theme in [*empty, *rows]]
    return place.page("listing.html", visit, themes=shown)


def item(place: Place, visit: Visit) -> "Response":
    """One item: the player, chapters, and the transcript, which an editor may change in place."""
    name = visit.request.path_params["item"]
    found = place.library.item(name)
    transcript: Transcript | None = None
    chapters: tuple[Chapter, ...] = ()
    if not found.written:
        try:
            transcript = place.library.transcript(found.id)
            chapters = place.library.chapters(found.id)
        except MediahubError:
            transcript = None
    terms = place.library.glossary(found.id) if transcript else ()
    segments = shown_segments(transcript, terms, chapters) if transcript else ()
    used = {one.term for segment in segments for one in segment.mentions}
    return place.page(
        "item.html",
        visit,
        item=found,
        kind=kind_words_of(found.kind),
        media=f"{item_address(found.id)}/ljud",
        captions=f"{item_address(found.id)}/fil/transcript.vtt",
        film=found.kind == "film",
        transcript=transcript,
        segments=segments,
        speakers=[speaker.name for speaker in transcript.speakers] if transcript else (),
        named={one.label: one.name for one in transcript.speakers} if transcript else {},
        voices=list(dict.fromkeys(one.speaker for one in segments if one.speaker)),
        terms=[(number, term) for number, term in enumerate(terms) if number in used],
        definitions={number: term.definition for number, term in enumerate(terms)},
        chapters=[shown_chapter(one) for one in chapters],
        wave=_wave(place, found.id) if transcript else None,
        files=[(f"{item_address(found.id)}/fil/{file}", say(words)) for file, words in FILES],
        base=item_address(found.id),
        edits=visit.user.may("editor"),
        reviewed=transcript.reviewed_words if transcript else 0,
        words=len(transcript.words) if transcript else 0,
    )  # fmt: skip


def shown_chapter(chapter: Chapter) -> dict[str, Any]:
    """A chapter as the page and its scripts have it; times in seconds."""
    return {
        "title": chapter.title,
        "clock": clock_hms(chapter.span.start_ms),
        "from": chapter.span.start_ms / 1000,
        "to": chapter.span.end_ms / 1000,
    }


def _wave(place: Place, item: str) -> Wave | None:
    try:
        return wave(place.library.peaks(item))
    except MediahubError:
        return None  # made before there were peaks; the next run draws it


def shown_segments(
    transcript: Transcript, terms: Sequence[Term] = (), chapters: Iterable[Chapter] = ()
) -> tuple[ShownSegment, ...]:
    """All segments of a transcript as the page has them; the terms are those to be explained."""
    doubtful = frozenset(transcript.doubtful)
    names = {one.label: one.name for one in transcript.speakers}
    shown, at, before = [], 0, None
    said = mentions(transcript.segments, terms, chapters)
    for segment, here in zip(transcript.segments, said, strict=True):
        shown.append(_segment(segment, transcript, names, doubtful, at, before, here))
        at += len(segment.words)
        before = segment.speaker
    return tuple(shown)


def _segment(
    segment: Segment, transcript: Transcript, names: dict[str, str], doubtful: frozenset[int],
    at: int, before: str | None, said: tuple[Mention, ...],
) -> ShownSegment:  # fmt: skip
    span = segment.span
    return ShownSegment(
        span.start_ms,
        span.end_ms,
        clock_hms(span.start_ms),
        segment.speaker,
        names.get(segment.speaker, segment.speaker),
        segment.speaker != before,
        tuple(
            (word.text, at + number in doubtful, word.span.start_ms)
            for number, word in enumerate(segment.words)
        ),
        segment_version(segment),
        all(map(transcript.is_reviewed, segment.words)),
        said,
    )
