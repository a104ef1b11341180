"""Asking: what a person should look at among the edits when the words around them are new."""

from collections.abc import Iterator

from mediahub.edits import Journal
from mediahub.edits.entries import Review
from mediahub.edits.standing import differences, fit_on, questions
from mediahub.notices import Notice, NoticeKind, Words
from mediahub.transcript.clock import clock_hms

QUESTION = NoticeKind(
    "correction-question",
    Words(
        'a correction\'s place is in doubt at {at}: "{wanted}" stands there now, where the new '
        'words say "{heard}".',
        "en rättelse kanske står på fel ställe vid {at}: där står nu ”{wanted}”, medan den nya "
        "texten säger ”{heard}”.",
    ),
    Words(
        "Listen, then say `mediahub edits {item} --answer {id} keep`, or new, or the right words.",
        "Lyssna, och svara med `mediahub edits {item} --answer {id} keep`, new eller rätt ord.",
    ),
)
PROPOSALS = NoticeKind(
    "review-differs",
    Words(
        "the new words differ from the reviewed text in {places}; the reviewed text stands.",
        "den nya texten skiljer sig från den granskade på {stallen}; den granskade står kvar.",
    ),
    Words(
        "`mediahub edits {item} --pending` lists them.",
        "`mediahub edits {item} --pending` visar dem.",
    ),
)


def asked(item: str, journal: Journal, wording: str | None) -> Iterator[Notice]:
    """What there is to answer about an item, by its id, in the words of now."""
    for entry in questions(journal.entries, wording):
        fit = fit_on(entry, wording)
        assert fit is not None  # noqa: S101 - a question is asked by a fit
        yield QUESTION.at(
            "",
            at=clock_hms(fit.span.start_ms),
            wanted=entry.after,
            heard=" ".join(fit.words),
            id=entry.id,
            item=item,
        )
    count = sum(
        fit.state == "question"
        for entry in journal.standing
        if isinstance(entry, Review)
        for fit in differences(entry, wording)
    )
    if count:
        yield PROPOSALS.at(
            "",
            places=f"{count} places" if count > 1 else "one place",
            item=item,
            stallen=f"{count} ställen" if count > 1 else "ett ställe",
        )
