"""Where the ledger and media/ say different things of an episode: the notes of a survey."""

from collections.abc import Collection

from mediahub.catalog.moments import stockholm
from mediahub.pipeline.survey import Survey, kept_promise
from mediahub.site import notices
from mediahub.tongues import Said, Words

HELD_NAMED = 5
"""So many of the items that wait are named."""
_NOT_PUBLISHED = Words("not published: {told}", "publiceras inte: {told}")
_NO_FEED = Words("no feed is made: {told}", "inget flöde görs: {told}")


def damaged(survey: Survey) -> list[str]:
    """What was promised and cannot be read, each with what to do about it."""
    ledger = survey.ledger
    return [
        *(_NOT_PUBLISHED.said(told=told) for _, told in sorted(ledger.damaged.items())),
        *(_NO_FEED.said(told=told) for _, told in sorted(ledger.damaged_feeds.items())),
    ]


def put_back(survey: Survey) -> list[str]:
    """The withdrawn episodes whose file is in media/ again, each with how it returns."""
    there = (item for item in survey.media_items if not item.missing)
    promises = (survey.ledger.promise(item.id) for item in there)
    notes = (notices.put_back(promise) for promise in promises if promise is not None)
    return [note for note in notes if note is not None]


def still_published(survey: Survey, *, series: Collection[str] | None = None) -> list[str]:
    """The note on the episodes that nobody publishes any more; `series` narrows it."""
    kept = [
        item.id
        for item in survey.media_items
        if kept_promise(survey.ledger, survey.catalogue, item) is not None
        and (series is None or item.series in series)
    ]
    note = notices.still_published(kept)
    return [] if note is None else [note]


def held(survey: Survey) -> list[str]:
    """The note on the items that are published when a person has reviewed their words."""
    waiting = [i for i, one in survey.publicity.standings.items() if one.kind == "held"]
    if not waiting:
        return []
    names = ", ".join(waiting[:HELD_NAMED]) + (", …" if len(waiting) > HELD_NAMED else "")
    return [
        Said(
            f"not published until a person has reviewed the words: {names}; `mediahub review "
            f"{waiting[0]}` says that they are right, and the next run publishes",
            f"publiceras först när någon har granskat orden: {names}. `mediahub review "
            f"{waiting[0]}` säger att de är rätt, och nästa körning publicerar.",
        )
    ]


def drafts(survey: Survey) -> tuple[str, ...]:
    """The transcribed items that nobody has published."""
    standings = survey.publicity.standings
    return tuple(i for i, one in standings.items() if one.kind == "draft" and _heard(survey, i))


def scheduled(survey: Survey) -> tuple[tuple[str, str], ...]:
    """The transcribed items whose publication time is to come, each with it (Swedish, ISO 8601)."""
    return tuple(
        (item_id, one.moment.astimezone(stockholm()).isoformat())
        for item_id, one in survey.publicity.standings.items()
        if one.kind == "scheduled" and one.moment is not None and _heard(survey, item_id)
    )


def _heard(survey: Survey, item_id: str) -> bool:
    return "chapter" in survey.state(item_id).stages
