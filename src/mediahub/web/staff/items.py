"""The pages of items: all there are, and one with what was said in it."""

from typing import TYPE_CHECKING, Any

from mediahub.errors import MediahubError
from mediahub.transcript import Chapter, Transcript
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.looking import kind_words_of
from mediahub.web.staff.picturing import covers
from mediahub.web.staff.place import Place, Visit, item_address
from mediahub.web.staff.shown import shown_segments
from mediahub.web.staff.tongue import marked, say
from mediahub.web.staff.waves import Wave, wave

if TYPE_CHECKING:
    from starlette.responses import Response

TOGETHER = 40
"""Segments that the browser draws, or passes over, as one: with each of thousands looked at for
itself, every key cost 25 ms."""
DOCUMENT = "transcript.docx"
"""Made when it is asked for."""
FILES = (
    ("transcript.vtt", marked("Textning (VTT)")), ("transcript.srt", marked("Textning (SRT)")),
    ("transcript.txt", marked("Avskrift (text)")), ("transcript.json", marked("Avskrift (JSON)")),
    (DOCUMENT, marked("Avskrift (Word)")),
)  # fmt: skip


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
    editor = visit.user.may("editor")
    return place.page("listing.html", visit, themes=shown, covers=covers(place) if editor else [])


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
        together=TOGETHER,
        mark=place.listings.sent(segments).mark,
        speakers=[speaker.name for speaker in transcript.speakers] if transcript else (),
        named={one.label: one.name for one in transcript.speakers} if transcript else {},
        voices=list(dict.fromkeys(one.speaker for one in segments if one.speaker)),
        terms=[(number, term) for number, term in enumerate(terms) if number in used],
        definitions={number: term.definition for number, term in enumerate(terms)},
        chapters=[shown_chapter(one) for one in chapters],
        wave=_wave(place, found.id) if transcript else None,
        files=[(f"{item_address(found.id)}/fil/{file}", say(words)) for file, words in FILES],
        base=item_address(found.id),
        late=place.late(found.id),
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
