"""Where published/ and media/ say different things of an episode; told, and left to people."""

from collections.abc import Collection

from mediahub.catalog.moments import swedish_date
from mediahub.pipeline.survey import Survey, kept_promise

SHOWN = 3


def damaged(survey: Survey) -> list[str]:
    """What was promised and cannot be read, each with what to do about it."""
    ledger = survey.ledger
    return [
        *(f"not published: {told}" for _, told in sorted(ledger.damaged.items())),
        *(f"no feed is made: {told}" for _, told in sorted(ledger.damaged_feeds.items())),
    ]


def put_back(survey: Survey) -> list[str]:
    """The withdrawn episodes whose file is in media/ again, each with how it returns."""
    notes = []
    for item in survey.media_items:
        promise = survey.ledger.promise(item.id)
        if promise is not None and promise.withdrawn is not None:
            day = swedish_date(promise.withdrawn).isoformat()
            notes.append(
                f"{item.id} was withdrawn on {day} and stays out of its feed, though its file is "
                f"back; `mediahub publish {item.id}` puts it in again"
            )
    return notes


def still_published(survey: Survey, *, series: Collection[str] | None = None) -> list[str]:
    """One note on the episodes that nobody publishes any more and that stay in their feeds.

    A promise is kept: subscribers have the episode, and a key that was taken away by mistake must
    not take it from them. `series` narrows it to some feeds.
    """
    kept = [
        item.id
        for item in survey.media_items
        if kept_promise(survey.ledger, survey.catalogue, item) is not None
        and (series is None or item.series in series)
    ]
    if not kept:
        return []
    more = f" and {len(kept) - SHOWN} more" if len(kept) > SHOWN else ""
    stays, them, one = ("it stays", "it", "it") if len(kept) == 1 else ("they stay", "them", "one")
    return [
        f"{', '.join(kept[:SHOWN])}{more}: no `published` is written for {them}, but {stays} in "
        f"the feed, since subscribers have {them}; to withdraw {one}, move its file out of media/ "
        "and run `mediahub clean`"
    ]
