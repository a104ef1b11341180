"""What was said as sound: a quotation cut out of the recording, and when each word is said."""

from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from mediahub.mediafile import USUAL, sound_from_json
from mediahub.mediafile.clipping import LONGEST_CLIP_MS, clip
from mediahub.transcript import Span
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.media import recording
from mediahub.web.staff.place import Place, RefusedError, Visit
from mediahub.web.staff.segmenting import word_named
from mediahub.web.staff.tongue import say
from mediahub.workspace.results import read_json

if TYPE_CHECKING:
    from starlette.responses import Response

AT_ONCE = 2
"""So many are cut at once: a run wants the cores, too."""
PATIENCE_S = 20
TIME_LIMIT_S = 60
BEFORE_MS, AFTER_MS = 100, 200
"""What is heard round the words: their times are a recogniser's, and end a little early."""
_cutting = BoundedSemaphore(AT_ONCE)


def cut(place: Place, visit: Visit) -> "Response":
    """What is heard from one word to another as MP3; words are named as in a quotation."""
    from starlette.responses import Response

    item = place.library.item(visit.request.path_params["item"])
    transcript = place.library.transcript(item.id)
    given = visit.request.query_params
    first, last = (word_named(transcript, given.get(one, "")) for one in ("fran", "till"))
    if first > last:
        raise RefusedError(422, say("Det markerade är tomt."))
    words = transcript.words
    span = Span(max(0, words[first].span.start_ms - BEFORE_MS), words[last].span.end_ms + AFTER_MS)
    if any(span & hole for hole in transcript.withheld):
        raise RefusedError(
            422, say("I det markerade är något undanhållet. Markera före eller efter.")
        )
    if span.duration_ms > LONGEST_CLIP_MS:
        minutes = LONGEST_CLIP_MS // 60_000
        raise RefusedError(
            422, say("Ett klipp är högst {minutes} minuter. Markera mindre.", minutes=minutes)
        )
    source = recording(place, item)
    note = place.root / "transcripts" / item.id / "sound.json"
    sound = read_json(note, sound_from_json) if note.is_file() else USUAL
    if not _cutting.acquire(timeout=PATIENCE_S):
        raise RefusedError(503, say("Många klipp görs just nu. Försök igen om en stund."))
    try:
        data = clip(source, span, time_limit_s=TIME_LIMIT_S, sound=sound)
    finally:
        _cutting.release()
    name = f"{item.id}-{clock_hms(words[first].span.start_ms).replace(':', '.')}.mp3"
    headers = {
        "content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store",
    }  # fmt: skip
    return Response(data, media_type="audio/mpeg", headers=headers)


def times(place: Place, visit: Visit) -> "Response":
    """When each word of each segment begins (ms), by where the segment begins."""
    from starlette.responses import JSONResponse

    item = place.library.item(visit.request.path_params["item"])
    transcript = place.library.transcript(item.id)
    found = {
        str(segment.span.start_ms): [word.span.start_ms for word in segment.words]
        for segment in transcript.segments
    }
    return JSONResponse({"tider": found}, headers={"cache-control": "no-store"})
