"""The account of a run: whose words the transcripts are, what to look for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mediahub.errors import MediahubError
from mediahub.models import known
from mediahub.pipeline.survey import Survey
from mediahub.workspace.results import read_chapters, read_transcript

SHORTEST_WORD = 6
"""Letters of a word worth searching for; shorter ones are found everywhere."""


@dataclass(frozen=True, slots=True)
class ModelUse:
    """A recogniser, whether it is a Swedish one, and how many items have their words from it."""

    name: str
    swedish: bool
    items: int


def models_used(survey: Survey) -> tuple[ModelUse, ...]:
    """The recognisers behind the transcripts, most used first; authors' captions have none."""
    counts: dict[str, list[str]] = {}
    for item in survey.media_items:
        model = _input(survey, item.id, "recognise", "model")
        if model is not None:
            counts.setdefault(model["name"], []).append(item.id)
    uses = [
        ModelUse(name, _swedish(survey, name, ids[0]), len(ids)) for name, ids in counts.items()
    ]
    return tuple(sorted(uses, key=lambda use: (-use.items, use.name)))


def voices_not_told_apart(survey: Survey) -> int:
    """How many recognised items have one speaker for want of a speaker model."""
    return sum(
        _input(survey, item.id, "recognise", "model") is not None
        and "diarise" in survey.state(item.id).stages
        and _input(survey, item.id, "diarise", "model") is None
        for item in survey.media_items
    )


def word_to_try(survey: Survey, items: list[str]) -> str | None:
    """A word from the items' chapter titles that the index finds; None when there is none."""
    from mediahub.search import SearchIndex, SearchServerError

    try:
        index = SearchIndex.open(survey.workspace.index, survey.catalogue.settings.search)
        if not index.newest():
            return None
        for word in _title_words(survey, items):
            if index.search(word, limit=1).total:
                return word
    except SearchServerError:
        return None  # that it cannot be asked is told as a failure
    return None


def _title_words(survey: Survey, items: list[str]) -> Iterator[str]:
    """The words of the titles that say something: chapters before items, the longest first."""
    chapters: list[str] = []
    titles: list[str] = []
    for item_id in items[:5]:
        try:
            found = read_chapters(survey.workspace.item(item_id))
        except MediahubError:
            continue
        # The first chapter is mostly called "Inledning", which nobody says.
        chapters.extend(chapter.title for chapter in found[1:])
        titles.append(survey.catalogue.item(item_id).title)
    own = _own_words(survey)
    for group in (chapters, titles):
        yield from sorted(_telling(group, own), key=len, reverse=True)


def _own_words(survey: Survey) -> set[str]:
    """The words of the glossaries and the names of people.toml, in lower case."""
    from mediahub.language import words

    catalogue = survey.catalogue
    terms = [term for theme in catalogue.themes for term in theme.glossary]
    written = [text for term in terms for text in (term.term, *term.aliases)]
    written.extend(person.name for person in catalogue.people)
    return {token.text.lower() for text in written for token in words(text)}


def _telling(titles: list[str], own: Collection[str]) -> list[str]:
    """Words that a person would search for: a misheard one looks like a compound of real ones."""
    from mediahub.language import in_dictionary, is_stop_word, words

    found = [token.text.lower() for title in titles for token in words(title)]
    return [
        word
        for word in dict.fromkeys(found)
        if word.isalpha()
        and len(word) >= SHORTEST_WORD
        and not is_stop_word(word)
        and (word in own or in_dictionary(word))
    ]


def _input(survey: Survey, item_id: str, stage: str, key: str) -> dict[str, str] | None:
    record = survey.state(item_id).stages.get(stage)
    value: dict[str, str] | None = record.inputs.get(key) if record is not None else None
    return value


def _swedish(survey: Survey, name: str, item_id: str) -> bool:
    model = known(name)
    if model is not None:
        return model.swedish
    # The operator's own model: its transcripts say what it was taken for.
    try:
        used = read_transcript(survey.workspace.item(item_id)).model
    except MediahubError:
        return False
    return used is not None and used.swedish
