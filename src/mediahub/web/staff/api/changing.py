"""What a program may change of an item: words, names, what is found right; and taking it back."""

from collections.abc import Callable

from mediahub.desk import editing as desk
from mediahub.desk.journal import Listed, entries_of, review, undo
from mediahub.desk.segments import join_with_next, split_at_word
from mediahub.desk.wording import (
    Changed,
    SegmentChangedError,
    correct_segment,
    give_segment,
    segment_of_version,
)
from mediahub.edits.entries import Undo, Withhold
from mediahub.notices import Words
from mediahub.transcript import Span
from mediahub.web.staff.api import answer_models as answers
from mediahub.web.staff.api import asked_models as asked
from mediahub.web.staff.api.at import At
from mediahub.web.staff.api.faults import Fault
from mediahub.web.staff.api.problems import ProblemError
from mediahub.web.staff.api.reading import shown_segment


def segment(at: At, path: asked.OfSegment) -> answers.SegmentAnswer:
    """A segment with its words; its version is its ETag, too."""
    found = shown_segment(at.transcript(at.item(path.item)), path.at_ms)
    if found is None:
        raise _no_segment(path)
    return found


def correct(at: At, path: asked.OfSegment, body: asked.TextBody) -> answers.TranscriptPart:
    """Have a segment say something else, if it is still that of If-Match.

    What stands in its stretch then is answered: one segment, several or none.
    """
    return _changed(
        at,
        path,
        lambda item: correct_segment(
            at.place.root,
            item,
            path.at_ms,
            at.version,
            body.text,
            by=at.user.name,
            follows=at.place.follower.follows,
        ),
    )


def split(at: At, path: asked.OfSegment, body: asked.SplitBody) -> answers.TranscriptPart:
    """Have a new segment begin at a word of the one of If-Match."""
    return _changed(
        at,
        path,
        lambda item: split_at_word(
            at.place.root,
            item,
            path.at_ms,
            at.version,
            body.word,
            by=at.user.name,
            follows=at.place.follower.follows,
        ),
    )


def join(at: At, path: asked.OfSegment) -> answers.TranscriptPart:
    """Make one segment of the one of If-Match and the next, if one speaker says both."""
    return _changed(
        at,
        path,
        lambda item: join_with_next(
            at.place.root,
            item,
            path.at_ms,
            at.version,
            by=at.user.name,
            follows=at.place.follower.follows,
        ),
    )


def give(at: At, path: asked.OfSegment, body: asked.SpeakerBody) -> answers.TranscriptPart:
    """Say who says the segment of If-Match: it alone, it and what follows, or the whole voice.

    What stands in its own stretch then is answered; the rest is in the transcript.
    """

    def given(item: str) -> Changed:
        if body.reach != "everywhere":
            return give_segment(
                at.place.root, item, path.at_ms, at.version, body.name,
                reach=body.reach, by=at.user.name, follows=at.place.follower.follows,
            )  # fmt: skip
        said = at.place.library.transcript(item)
        voice = said.segments[segment_of_version(said, item, path.at_ms, at.version)].speaker
        told = desk.name(
            at.place.root, item, voice, body.name, by=at.user.name,
            follows=at.place.follower.follows,
        )  # fmt: skip
        return Changed(at.place.library.transcript(item), told)

    return _changed(at, path, given)


def _changed(
    at: At, path: asked.OfSegment, change: Callable[[str], Changed]
) -> answers.TranscriptPart:
    """What stands in a segment's stretch after a change. Raises ProblemError (404, 412)."""
    item = at.item(path.item)
    before = shown_segment(at.transcript(item), path.at_ms)
    if before is None:
        raise _no_segment(path)
    try:
        done = change(item.id)
    except SegmentChangedError as error:
        there = error.now and shown_segment(at.transcript(item), error.now.span.start_ms)
        now = there and answers.Now(text=there.text, version=there.version)
        raise ProblemError(412, now=now or None) from None
    shown = (
        shown_segment(done.transcript, one.span.start_ms)
        for one in done.transcript.segments
        if one.span.start_ms < before.end_ms and one.span.end_ms > before.at_ms
    )
    return answers.TranscriptPart(
        item=item.id,
        segments=tuple(one for one in shown if one is not None),
        told=done.told,
        late=at.late(item.id),
    )


def edits(at: At, path: asked.OfItem) -> answers.EditsAnswer:
    """All that was decided of an item, and what is asked of it."""
    item = at.item(path.item)
    at.transcript(item)
    _, entries = entries_of(at.place.root, item.id)
    return answers.EditsAnswer(item=item.id, edits=tuple(map(_edit, entries)))


def name(at: At, path: asked.OfItem, body: asked.NameBody) -> answers.DoneAnswer:
    """Say who a voice is, everywhere in the item."""
    item = at.item(path.item)
    at.transcript(item)
    try:
        told = desk.name(
            at.place.root, item.id, body.speaker, body.name, by=at.user.name, seen=body.shown,
            follows=at.place.follower.follows,
        )  # fmt: skip
    except desk.NameChangedError as error:
        now = error.now or "–"
        raise ProblemError(
            412, Words(f"The voice is called {now} now.", f"Rösten heter {now} nu.")
        ) from None
    return answers.DoneAnswer(item=item.id, told=tuple(told.splitlines()), late=at.late(item.id))


def reviewed(at: At, path: asked.OfItem, body: asked.ReviewBody) -> answers.DoneAnswer:
    """Say that a stretch, or all of it, is right as it stands."""
    item = at.item(path.item)
    said = at.transcript(item)
    span = None
    if "start_ms" in body.model_fields_set or body.end_ms is not None:
        last = said.duration_ms + 1 if body.end_ms is None else body.end_ms
        if last <= body.start_ms:
            what = Words("The end is not after the beginning.", "Slutet är inte efter början.")
            raise ProblemError(422, what, errors=(Fault("body.end_ms", what),))
        span = Span(body.start_ms, last)
    told = review(at.place.root, item.id, span, by=at.user.name, follows=at.place.follower.follows)
    return answers.DoneAnswer(item=item.id, told=tuple(told), late=at.late(item.id))


def undone(at: At, path: asked.OfEdit) -> answers.DoneAnswer:
    """Take a decision back; one that was taken back already stays so."""
    item = at.item(path.item)
    at.transcript(item)
    _, entries = entries_of(at.place.root, item.id)
    if path.edit not in {one.id for one in entries if one.state != "proposed"}:
        raise ProblemError(
            404,
            Words(
                f"{item.id} has no edit {path.edit!r}.",
                f"{item.id} har ingen ändring {path.edit!r}.",
            ),
        )
    decided = {one.id: one.decision for one in entries if one.decision is not None}
    one = decided.get(path.edit)
    while isinstance(one, Undo):
        one = decided.get(one.of)
    if isinstance(one, Withhold):
        at.require("edits:withhold")
    told = undo(
        at.place.root, item.id, path.edit, by=at.user.name, follows=at.place.follower.follows
    )
    return answers.DoneAnswer(item=item.id, told=tuple(told), late=at.late(item.id))


def _no_segment(path: asked.OfSegment) -> ProblemError:
    return ProblemError(
        404,
        Words(
            f"No segment of {path.item} begins at {path.at_ms} ms.",
            f"Inget stycke i {path.item} börjar vid {path.at_ms} ms.",
        ),
    )


def _edit(one: Listed) -> answers.EditAnswer:
    return answers.EditAnswer.model_validate(
        {
            "id": one.id,
            "told": one.told,
            "state": one.state,
            "at_ms": one.start_ms,
            "by": one.by,
            "at": None if one.at is None else one.at.isoformat(),
            "heard": one.heard,
        }
    )
