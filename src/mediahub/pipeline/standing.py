"""Where the ledger and media/ say different things of an episode: the notes of a survey."""

from collections.abc import Collection

from mediahub.pipeline.survey import Survey, kept_promise
from mediahub.site import notices


def damaged(survey: Survey) -> list[str]:
    """What was promised and cannot be read, each with what to do about it."""
    ledger = survey.ledger
    return [
        *(f"not published: {told}" for _, told in sorted(ledger.damaged.items())),
        *(f"no feed is made: {told}" for _, told in sorted(ledger.damaged_feeds.items())),
    ]


def put_back(survey: Survey) -> list[str]:
    """The withdrawn episodes whose file is in media/ again, each with how it returns."""
    promises = (survey.ledger.promise(item.id) for item in survey.media_items)
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
