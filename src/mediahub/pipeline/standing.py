"""Where published.toml and media/ say different things of an episode; told, and left to people."""

from mediahub.catalog.moments import swedish_date
from mediahub.pipeline.survey import Survey


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
