"""All that was heard in an item, what is withheld included: to know it where it must not return."""

from dataclasses import replace

from mediahub.catalog import Item
from mediahub.edits import Journal, apply
from mediahub.pipeline.respelling import respellings_from_json, reworded
from mediahub.pipeline.survey import Survey
from mediahub.transcript import Word, is_swedish
from mediahub.transcript.codec import diarisation_from_json, recognition_from_json
from mediahub.workspace.results import read_json


def words_heard(state: Survey, item: Item, journal: Journal) -> tuple[Word, ...]:
    """The words of a transcribed item with its corrections, before anything is withheld.

    Raises MediaError when its results are absent or damaged.
    """
    from mediahub.language.writing import readable

    folder = state.workspace.item(item.id)
    recognition = read_json(folder / "recognition.json", recognition_from_json)
    if recognition.origin != "author" and is_swedish(recognition.language):
        respellings = read_json(folder / "respelling.json", respellings_from_json)
        recognition = reworded(recognition, respellings, journal)
        fillers = state.catalogue.settings.fillers
        recognition = replace(recognition, words=readable(recognition.words, fillers=fillers))
    diarisation = read_json(folder / "turns.json", diarisation_from_json)
    return apply(recognition, diarisation, journal).transcript.words
