"""The stages of a media item: what each is made from, what it writes, and its version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediahub.catalog import Catalogue, Item
from mediahub.language import identity
from mediahub.models import Model
from mediahub.pipeline.vocabulary import respelling_words, vocabulary
from mediahub.workspace.state import Inputs, ItemState


@dataclass(frozen=True, slots=True)
class Stage:
    """A step on an item's way; its version grows when its results would come out differently."""

    name: str
    version: int
    files: tuple[str, ...]
    after: tuple[str, ...] = ()


PROBE = Stage("probe", 1, ("media.json",))
RECOGNISE = Stage("recognise", 2, ("recognition.json",), after=("probe",))
RESPELL = Stage("respell", 2, ("respelling.json",), after=("recognise",))
DIARISE = Stage("diarise", 2, ("turns.json",), after=("recognise",))
TRANSCRIBE = Stage(
    "transcribe",
    2,
    (
        "transcript.json",
        "transcript.vtt",
        "transcript.srt",
        "transcript.txt",
        "transcript.html",
        "captions.json",
    ),
    after=("recognise", "respell", "diarise"),
)
CHAPTER = Stage("chapter", 2, ("chapters.json",), after=("transcribe",))

ITEM_STAGES = (PROBE, RECOGNISE, RESPELL, DIARISE, TRANSCRIBE, CHAPTER)
"""In the order they are done; rendition, index and feed belong to the whole workspace."""

STAGE_NAMES = (*(stage.name for stage in ITEM_STAGES), "index", "feed")

INDEX_VERSION = 2
RENDER_VERSION = 1
FEED_VERSION = 3


@dataclass(frozen=True, slots=True)
class Models:
    """The models a run works with; None where none is at hand."""

    recogniser: Model | None = None
    embedder: Model | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """The digests of the files an item is made from; None for a file that is not there."""

    media: str
    captions: str | None = None
    edits: str | None = None
    edits_path: Path | None = None
    corrected: tuple[str, ...] = ()
    """Rare words that people put into the item's siblings."""


def model_key(model: Model | None) -> dict[str, Any] | None:
    """A model as it stands among a stage's inputs."""
    if model is None:
        return None
    return {"name": model.name, "revision": model.revision, "rank": model.rank}


def wanted_inputs(
    catalogue: Catalogue, item: Item, state: ItemState, sources: Sources, models: Models
) -> Mapping[str, Inputs]:
    """What each stage would be made from now; upstream results are named by their digests.

    A stage whose upstream is not made yet gets None for that digest.
    """
    builders: dict[str, Callable[[], dict[str, Any]]] = {
        PROBE.name: lambda: {"source": sources.media},
        RECOGNISE.name: lambda: _recognise(catalogue, item, sources, models),
        RESPELL.name: lambda: _respell(catalogue, item, state, sources),
        DIARISE.name: lambda: _diarise(item, state, sources, models),
        TRANSCRIBE.name: lambda: _transcribe(catalogue, item, state, sources),
        CHAPTER.name: lambda: _chapter(catalogue, item, state, sources),
    }
    return {
        stage.name: {"version": stage.version, **builders[stage.name]()} for stage in ITEM_STAGES
    }


def _recognise(
    catalogue: Catalogue, item: Item, sources: Sources, models: Models
) -> dict[str, Any]:
    if sources.captions is not None:
        return {"source": sources.media, "captions": sources.captions, "language": item.language}
    return {
        "source": sources.media,
        "language": item.language,
        "beam_size": catalogue.settings.beam_size,
        "model": model_key(models.recogniser),
        "vocabulary": list(vocabulary(catalogue, item, sources.corrected)),
    }


def _respell(
    catalogue: Catalogue, item: Item, state: ItemState, sources: Sources
) -> dict[str, Any]:
    # An author's words are not respelt: new terms must not make them look undone.
    names, terms = respelling_words(catalogue, item)
    authored = sources.captions is not None
    return {
        "recognition": state.output(RECOGNISE.name, "recognition.json"),
        "names": [] if authored else list(names),
        "terms": [] if authored else list(terms),
        "lexicon": identity(),
    }


def _diarise(item: Item, state: ItemState, sources: Sources, models: Models) -> dict[str, Any]:
    # The speech regions come from the source alone, so new words do not mean new turns.
    base: dict[str, Any] = {"source": sources.media, "captions": sources.captions}
    if sources.captions is not None:
        base["recognition"] = state.output(RECOGNISE.name, "recognition.json")
    return {
        **base,
        "speakers": list(item.speakers) if item.speakers else None,
        "model": model_key(models.embedder),
    }


def _transcribe(
    catalogue: Catalogue, item: Item, state: ItemState, sources: Sources
) -> dict[str, Any]:
    return {
        "recognition": state.output(RECOGNISE.name, "recognition.json"),
        "respelling": state.output(RESPELL.name, "respelling.json"),
        "turns": state.output(DIARISE.name, "turns.json"),
        "fillers": catalogue.settings.fillers,
        "edits": sources.edits,
        "title": item.title if not item.bare else None,
        "people": [
            [contributor.person.id, contributor.person.name, contributor.role]
            for contributor in item.contributors
        ],
        # A name corrected in people.toml must reach every transcript where the person was named.
        "registry": {person.id: person.name for person in catalogue.people}
        if sources.edits is not None
        else {},
    }


def _chapter(
    catalogue: Catalogue, item: Item, state: ItemState, sources: Sources
) -> dict[str, Any]:
    names, terms = respelling_words(catalogue, item)
    return {
        "names": list(names),
        "terms": list(terms),
        "transcript": state.output(TRANSCRIBE.name, "transcript.json"),
        "edits": sources.edits,
        "lexicon": identity(),
        "author": [[mark.start_ms, mark.title, mark.link] for mark in item.chapters],
    }
