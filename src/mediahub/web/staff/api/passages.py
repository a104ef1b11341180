"""Passages that are withheld, and released again, by programs."""

from mediahub.desk.journal import undo
from mediahub.desk.withholding import withhold_passage, withholdings_of
from mediahub.notices import Words
from mediahub.transcript import Span
from mediahub.web.staff.api import answer_models as answers
from mediahub.web.staff.api import asked_models as asked
from mediahub.web.staff.api.at import At
from mediahub.web.staff.api.faults import Fault
from mediahub.web.staff.api.problems import ProblemError


def withheld(at: At, path: asked.OfItem) -> answers.WithholdingsAnswer:
    """What is withheld of an item now, with who decided it and why."""
    item = at.item(path.item)
    at.transcript(item)
    _, found = withholdings_of(at.place.root, item.id)
    return answers.WithholdingsAnswer(
        item=item.id,
        withholdings=tuple(
            answers.WithholdingAnswer(
                id=one.id,
                start_ms=one.span.start_ms,
                end_ms=one.span.end_ms,
                sound=one.sound,
                why=one.why,
                by=one.by,
                at=None if one.at is None else one.at.isoformat(),
            )
            for one in found
        ),
    )


def withhold(at: At, path: asked.OfItem, body: asked.WithholdBody) -> answers.WithheldAnswer:
    """Take a passage out of transcript, captions, search and pages, and keep why."""
    item = at.item(path.item)
    at.transcript(item)
    if body.end_ms <= body.start_ms:
        what = Words("The end is not after the beginning.", "Slutet är inte efter början.")
        raise ProblemError(422, what, errors=(Fault("body.end_ms", what),))
    done = withhold_passage(
        at.place.root, item.id, Span(body.start_ms, body.end_ms), body.why,
        sound=body.sound, by=at.user.name,
    )  # fmt: skip
    return answers.WithheldAnswer(
        item=item.id,
        id=done.id or None,
        start_ms=done.span.start_ms,
        end_ms=done.span.end_ms,
        sound=done.sound,
        words=len(done.words),
        chapters=done.chapters,
        published=done.published,
        failures=done.followed.failures,
    )


def release(at: At, path: asked.OfEdit) -> answers.DoneAnswer:
    """Let a withheld passage be read again; only one that is withheld now."""
    item = at.item(path.item)
    at.transcript(item)
    _, found = withholdings_of(at.place.root, item.id)
    if path.edit not in {one.id for one in found}:
        raise ProblemError(
            404,
            Words(
                f"Nothing of {item.id} is withheld by {path.edit!r}.",
                f"Inget i {item.id} är undanhållet genom {path.edit!r}.",
            ),
        )
    told = undo(
        at.place.root, item.id, path.edit, by=at.user.name, follows=at.place.follower.follows
    )
    return answers.DoneAnswer(item=item.id, told=tuple(told), late=at.late(item.id))
