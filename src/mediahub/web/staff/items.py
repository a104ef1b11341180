"""The pages of items: all there are, and one with what was said in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mediahub.desk.wording import segment_version
from mediahub.errors import MediahubError
from mediahub.transcript import Chapter, Segment, Transcript
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.looking import kind_words_of
from mediahub.web.staff.place import Place, Visit, item_address

if TYPE_CHECKING:
    from starlette.responses import Response

FILES = (
    ("transcript.vtt", "Textning (VTT)"), ("transcript.srt", "Textning (SRT)"),
    ("transcript.txt", "Avskrift (text)"), ("transcript.json", "Avskrift (JSON)"),
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
    titles = {"": "Utan tema", **themes}
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
    return place.page(
        "item.html",
        visit,
        item=found,
        kind=kind_words_of(found.kind),
        media=f"{item_address(found.id)}/ljud",
        captions=f"{item_address(found.id)}/fil/transcript.vtt",
        film=found.kind == "film",
        transcript=transcript,
        segments=shown_segments(transcript) if transcript else (),
        speakers=[speaker.name for speaker in transcript.speakers] if transcript else (),
        chapters=[
            {
                "title": one.title, "clock": clock_hms(one.span.start_ms),
                "from": one.span.start_ms / 1000, "to": one.span.end_ms / 1000,
            }
            for one in chapters
        ],
        files=[(f"{item_address(found.id)}/fil/{file}", words) for file, words in FILES],
        base=item_address(found.id),
        edits=visit.user.may("editor"),
        reviewed=transcript.reviewed_words if transcript else 0,
        words=len(transcript.words) if transcript else 0,
    )  # fmt: skip


def shown_segments(transcript: Transcript) -> tuple[ShownSegment, ...]:
    """All segments of a transcript as the page has them."""
    doubtful = frozenset(transcript.doubtful)
    names = {one.label: one.name for one in transcript.speakers}
    shown, at, before = [], 0, None
    for segment in transcript.segments:
        shown.append(_segment(segment, transcript, names, doubtful, at, before))
        at += len(segment.words)
        before = segment.speaker
    return tuple(shown)


def _segment(
    segment: Segment, transcript: Transcript, names: dict[str, str], doubtful: frozenset[int],
    at: int, before: str | None,
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
        all(
            any(word.span.middle_ms in one for one in transcript.reviewed) for word in segment.words
        ),
    )
