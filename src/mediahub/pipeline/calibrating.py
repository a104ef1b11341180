"""Calibrating: what people reviewed tells how far a recogniser that nobody measured is right.

A word of the recogniser's is right where the reviewed text has it. The table of a model is fitted
when there is enough reviewed text, and again only when that has grown by half: each time, what is
marked as doubtful changes in every transcript of that model.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mediahub.catalog import Item
from mediahub.edits.pairing import pairs, timed
from mediahub.errors import MediahubError
from mediahub.pipeline.calibrations import Calibration, write_calibrations
from mediahub.pipeline.selection.facts import Facts
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.vocabulary import house_words
from mediahub.pipeline.wording import recognised
from mediahub.tongues import Said
from mediahub.transcript import Span, Transcript, Word, is_swedish
from mediahub.workspace.results import read_transcript

if TYPE_CHECKING:
    from mediahub.speech.calibration import Seen

ENOUGH_WORDS = 2000
ENOUGH_ITEMS = 2
"""One voice in one room tells little of the next."""
GROWTH = 1.5


def calibrate(state: Survey) -> list[str]:
    """Fit and keep the tables of the models for which it is due; a sentence for each of them."""
    kept = dict(state.calibrations)
    notes: list[str] = []
    for model, reviewed in sorted(_by_model(state).items()):
        words = sum(reviewed.values())
        if not is_due(kept.get(model), words, len(reviewed)):
            continue
        seen = [one for item_id in reviewed for one in _seen_in(state, item_id)]
        if len(seen) < ENOUGH_WORDS:
            continue  # some results cannot be read: the run that comes upon them says what to do
        from mediahub.speech.calibration import fit

        kept[model] = Calibration(fit(seen), words, len(reviewed))
        notes.append(
            Said(
                f"how far {model} can be believed is now judged by {words:,} words that people "
                f"reviewed in {len(reviewed)} items: the next run marks the doubtful ones anew",
                f"hur säker {model} är bedöms nu efter {words} ord som granskats i "
                f"{len(reviewed)} avsnitt: nästa körning märker ut de osäkra orden på nytt",
            )
        )
    if notes:
        write_calibrations(state.workspace, kept)
    return notes


def is_due(before: Calibration | None, words: int, items: int) -> bool:
    """Whether a table should be fitted to so many reviewed words in so many items."""
    enough = words >= ENOUGH_WORDS and items >= ENOUGH_ITEMS
    return enough and (before is None or words >= GROWTH * before.words)


def seen_in(words: Sequence[Word], transcript: Transcript, own: set[str]) -> list["Seen"]:
    """The recogniser's words in what was reviewed, each held against the transcript.

    `own` are words of the house, in lower case. What is withheld is not looked at, nor what is
    in another language, and words of signs alone count for nothing.
    """
    from mediahub.speech.calibration import Seen
    from mediahub.speech.confidence import knows

    right = {
        at
        for pair in pairs(timed(words), timed(transcript.words))
        if pair.equal
        for at in range(pair.a, pair.a_end)
    }
    return [
        Seen(word.probability, knows(word.text, own), at in right)
        for at, word in enumerate(words)
        if _within(word, transcript.reviewed)
        and not _within(word, transcript.withheld)
        and any(letter.isalnum() for letter in word.text)
        and is_swedish(transcript.language_of(word))
    ]


def _by_model(state: Survey) -> Mapping[str, dict[str, int]]:
    """For each model that nobody measured its items with reviewed words, and how many these are."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    facts: Facts | None = None  # to read what is kept of thousands of items takes its time
    for item in state.media_items:
        model = _unmeasured(state, item)
        if model is None:
            continue
        facts = facts or Facts(state)
        words = facts.of_result(item, "reviewed_words")
        if isinstance(words, int) and words:
            found[model][item.id] = words
    if facts is not None:
        facts.save()
    return found


def _unmeasured(state: Survey, item: Item) -> str | None:
    """The model that nobody measured and whose words the item's transcript is made of."""
    sources, made = state.sources.get(item.id), state.state(item.id)
    if (
        sources is None
        or sources.edits is None
        or not {"recognise", "transcribe"} <= {*made.stages}
    ):
        return None  # only an entry says that something was reviewed
    if not is_swedish(item.language):
        return None  # no dictionary tells which of its words people know
    made_of = made.stages["transcribe"].inputs.get("recognition")
    model = made.stages["recognise"].inputs.get("model")
    if not model or made_of != made.output("recognise", "recognition.json"):
        return None
    from mediahub.speech.confidence import is_measured

    return None if is_measured(model["name"]) else str(model["name"])


def _seen_in(state: Survey, item_id: str) -> list["Seen"]:
    from mediahub.speech.confidence import parts_of

    folder, catalogue = state.workspace.item(item_id), state.catalogue
    try:
        transcript = read_transcript(folder)
        words = recognised(folder, catalogue.settings.fillers).worded().words
    except MediahubError:
        return []
    return seen_in(words, transcript, parts_of(house_words(catalogue, catalogue.item(item_id))))


def _within(word: Word, spans: Sequence[Span]) -> bool:
    return any(word.span.middle_ms in span for span in spans)
