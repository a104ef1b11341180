"""An item's chapters for programs: whose they are, a whole list set, and a person's given up."""

from collections.abc import Callable

from mediahub.desk import chapterlist
from mediahub.desk import chapters as desk
from mediahub.desk.chapterlines import Mark
from mediahub.notices import Words
from mediahub.web.staff.api import answer_models as answers
from mediahub.web.staff.api import asked_models as asked
from mediahub.web.staff.api.at import At
from mediahub.web.staff.api.problems import ProblemError


def chapters(at: At, path: asked.OfItem) -> answers.ChaptersAnswer:
    """The chapters as they stand, with the version that a change of them asks for."""
    return _listed(at, chapterlist.chapters(at.place.root, _transcribed(at, path)))


def set_chapters(
    at: At, path: asked.OfItem, body: asked.ChaptersBody
) -> answers.ChaptersAnswer:  # fmt: skip
    """Put a whole list in place of the one of If-Match; it is a person's then, and no run's."""
    item = _transcribed(at, path)
    marks = [Mark(one.start_ms, one.title, one.link) for one in body.chapters]
    return _changed(
        at,
        item,
        lambda: desk.replace_chapters(
            at.place.root,
            item,
            marks,
            at.version,
            by=at.user.name,
            follows=at.place.follower.follows,
        ),
    )


def reset(at: At, path: asked.OfItem) -> answers.ChaptersAnswer:
    """Give a person's list up, if it is that of If-Match: the file's own or a run's stands then."""
    item = _transcribed(at, path)
    return _changed(
        at,
        item,
        lambda: desk.reset(
            at.place.root, item, version=at.version, by=at.user.name,
            follows=at.place.follower.follows,
        ),
    )  # fmt: skip


def _transcribed(at: At, path: asked.OfItem) -> str:
    """The item's id. Raises ProblemError (404) for one that has no transcript, and so no list."""
    item = at.item(path.item)
    at.transcript(item)
    return item.id


def _changed(at: At, item: str, change: Callable[[], object]) -> answers.ChaptersAnswer:
    now = chapterlist.chapters(at.place.root, item)
    if now.origin == "author":
        raise ProblemError(
            409,
            Words(
                f"The chapters are written in {now.written_in}, which goes first.",
                f"Kapitlen står i {now.written_in}, som går först. Ändra dem där.",
            ),
        )
    try:
        change()
    except chapterlist.ChaptersChangedError as error:
        shown = _listed(at, error.now)
        text = "\n".join(f"{one.start_ms} {one.title}" for one in shown.chapters)
        raise ProblemError(412, now=answers.Now(text=text, version=shown.version)) from None
    return _listed(at, chapterlist.chapters(at.place.root, item))


def _listed(at: At, now: chapterlist.ChapterList) -> answers.ChaptersAnswer:
    return answers.ChaptersAnswer(
        item=now.item,
        origin=now.origin,
        written_in=now.written_in,
        published=now.published,
        version=chapterlist.chapters_version(now),
        chapters=tuple(
            answers.ChapterAnswer(
                start_ms=one.span.start_ms, end_ms=one.span.end_ms, title=one.title, link=one.link
            )
            for one in now.chapters
        ),
        late=at.late(now.item),
    )
