"""What is done with one segment as a whole: split, joined, found right, withheld; and quoting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mediahub.desk.journal import review
from mediahub.desk.segments import join_with_next, split_at_word
from mediahub.desk.withholding import withhold_passage
from mediahub.desk.wording import Changed, segment_of_version
from mediahub.errors import MediaError
from mediahub.transcript import Segment, Span, Transcript
from mediahub.transcript.clock import clock_hms
from mediahub.transcript.values import spoken
from mediahub.web.staff.editing import changed, json_of, named, require_gone, version_of
from mediahub.web.staff.place import Place, RefusedError, Visit, item_address
from mediahub.web.staff.quoting import quotation
from mediahub.web.staff.tongue import say

if TYPE_CHECKING:
    from starlette.responses import Response

Act = Callable[["_Chosen"], Changed]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The segment that something is done with, as whoever asks has seen it, and by whom."""

    place: Place
    item: str
    at_ms: int
    version: str
    given: Mapping[str, Any]
    by: str

    @property
    def segment(self) -> Segment:
        """It, as it is now. Raises SegmentChangedError where it is another."""
        transcript = self.place.library.transcript(self.item)
        at = segment_of_version(transcript, self.item, self.at_ms, self.version)
        return transcript.segments[at]

    def changed(self) -> Changed:
        """The transcript after something was done."""
        return Changed(self.place.library.transcript(self.item), "")


async def act(place: Place, visit: Visit) -> "Response":
    """Do something with a segment, if it is still that of If-Match; all segments as they are then.

    `vad` says what: dela (at the word whose number `ord` is), slahop (with the next), granska,
    undanhall (with `varfor`, and `ljud` for the sound too).
    """
    item, at = named(place, visit)
    version, given = version_of(visit), await json_of(visit)
    do = ACTS.get(str(given.get("vad")))
    if do is None:
        raise RefusedError(422, say("Okänd åtgärd."))
    wanted: Act = do
    visit.noted.update(moment=clock_hms(at), vad=str(given["vad"]))
    chosen = _Chosen(place, item, at, version, given, visit.user.name)
    return await changed(place, visit, item, lambda: wanted(chosen))


async def reviewed(place: Place, visit: Visit) -> "Response":
    """Say that what was marked, from one word to another, is right as it stands."""
    item = place.library.item(visit.request.path_params["item"]).id
    given = await json_of(visit)

    def done() -> Changed:
        transcript = place.library.transcript(item)
        first, last = (word_named(transcript, str(given.get(one, ""))) for one in ("fran", "till"))
        if first > last:
            raise RefusedError(422, say("Det markerade är tomt."))
        words = transcript.words[first : last + 1]
        review(place.root, item, spoken(words), by=visit.user.name, follows=place.follower.follows)
        return Changed(place.library.transcript(item), "")

    return await changed(place, visit, item, done)


def quote(place: Place, visit: Visit) -> "Response":
    """What was said from one word to another, ready to be quoted; `fran` and `till` are words.

    A word is written as its segment's beginning (ms) and its number in it: 3200.4.
    """
    from starlette.responses import JSONResponse

    item = place.library.item(visit.request.path_params["item"])
    transcript = place.library.transcript(item.id)
    given = visit.request.query_params
    first, last = (word_named(transcript, given.get(one, "")) for one in ("fran", "till"))
    if first > last:
        raise RefusedError(422, say("Det markerade är tomt."))
    at_ms = transcript.words[first].span.start_ms
    here = str(visit.request.base_url).rstrip("/") + item_address(item.id, at_ms)
    made = quotation(
        transcript, first, last, title=item.title, kind=item.kind, date=item.date,
        publisher=place.title, address=place.library.public_moment(item.id, at_ms) or here,
    )  # fmt: skip
    return JSONResponse({"text": made.text, "html": made.html, "apa": made.apa})


def _split(one: _Chosen) -> Changed:
    number = one.given.get("ord")
    if not isinstance(number, int) or not 0 < number < len(one.segment.words):
        raise RefusedError(422, say("Säg vid vilket ord stycket ska delas."))
    return split_at_word(
        one.place.root, one.item, one.at_ms, one.version, number, by=one.by,
        follows=one.place.follower.follows,
    )  # fmt: skip


def _join(one: _Chosen) -> Changed:
    try:
        return join_with_next(
            one.place.root, one.item, one.at_ms, one.version, by=one.by,
            follows=one.place.follower.follows,
        )  # fmt: skip
    except MediaError as error:
        if "another caption begins" in str(error):
            words = say("De två styckena är var sin text i en textningsfil, och stannar som de är.")
            raise RefusedError(422, words) from None
        if "another speaker begins" in str(error):
            words = say("En annan talare tar vid där. Byt talare på det ena stycket först.")
            raise RefusedError(422, words) from None
        raise


def _review(one: _Chosen) -> Changed:
    review(
        one.place.root, one.item, one.segment.span, by=one.by, follows=one.place.follower.follows
    )
    return one.changed()


def _withhold(one: _Chosen) -> Changed:
    why = one.given.get("varfor")
    if not isinstance(why, str) or not why.strip() or len(why) > 500:
        raise RefusedError(422, say("Skriv i några ord varför stycket undanhålls."))
    words = one.segment.words
    span = Span(words[0].span.start_ms, words[-1].span.end_ms)
    sound = bool(one.given.get("ljud"))
    done = withhold_passage(one.place.root, one.item, span, why, sound=sound, by=one.by)
    require_gone(done.followed)
    return one.changed()


ACTS: dict[str, Act] = {
    "dela": _split, "slahop": _join, "granska": _review, "undanhall": _withhold,
}  # fmt: skip


def word_named(transcript: Transcript, name: str) -> int:
    """The number in the transcript of a word that is named by its segment and place there.

    Raises RefusedError for one that is not there.
    """
    at, _, number = name.partition(".")
    before = 0
    for segment in transcript.segments:
        if at == str(segment.span.start_ms):
            if number.isdecimal() and int(number) < len(segment.words):
                return before + int(number)
            break
        before += len(segment.words)
    raise RefusedError(404, say("Orden har ändrats. Ladda om sidan och markera igen."))
