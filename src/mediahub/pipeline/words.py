"""All that was heard in an item, what is withheld included: to know it where it must not return."""

from mediahub.catalog import Item
from mediahub.edits import Journal, apply
from mediahub.edits.fits import wording_digest
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.wording import recognised
from mediahub.transcript import Word
from mediahub.transcript.codec import diarisation_from_json
from mediahub.workspace.results import read_json


def words_heard(state: Survey, item: Item, journal: Journal) -> tuple[Word, ...]:
    """The words of a transcribed item with its corrections, before anything is withheld.

    Raises MediaError when its results are absent or damaged.
    """
    folder = state.workspace.item(item.id)
    found = recognised(folder, state.catalogue.settings.fillers)
    wording = wording_digest(found.worded().words)
    diarisation = read_json(folder / "turns.json", diarisation_from_json)
    said = found.worded(journal, wording)
    return apply(said, diarisation, journal, wording=wording).transcript.words
