"""Respell: near-misses of names and terms put right; what was recognised stays beside it."""

from dataclasses import dataclass
from typing import Any

from mediahub.language import identity
from mediahub.pipeline.changes import CHEAP, plain, terms
from mediahub.pipeline.stage import Change, Handle, Scratch, Stage, View
from mediahub.pipeline.vocabulary import respelling_words
from mediahub.transcript.codec import dump, recognition_from_json
from mediahub.workspace.results import read_json


@dataclass(frozen=True, slots=True)
class RespellJob:
    """The recognition, and the names and terms to look for."""

    recognition: Handle
    names: tuple[str, ...]
    terms: tuple[str, ...]


def _wants(view: View) -> dict[str, Any]:
    # An author's words are not respelt: new terms must not make them look undone.
    names, wanted = respelling_words(view.catalogue, view.item)
    authored = view.sources.captions is not None
    return {
        "recognition": view.state.output("recognise", "recognition.json"),
        "names": [] if authored else list(names),
        "terms": [] if authored else list(wanted),
        "lexicon": identity(),
    }


def _job(view: View) -> RespellJob:
    return RespellJob(
        view.made("recognise", "recognition.json"), *respelling_words(view.catalogue, view.item)
    )


def _run(job: RespellJob, scratch: Scratch) -> None:
    from mediahub.pipeline.respelling import respellings_to_json
    from mediahub.speech.respelling import respell

    recognition = read_json(scratch.path(job.recognition), recognition_from_json)
    found = respell(recognition, job.names, job.terms)
    text = dump(respellings_to_json(found, job.names, job.terms))
    scratch.out("respelling.json").write_text(text, encoding="utf-8")


STAGE = Stage(
    name="respell",
    version=3,
    outputs=("respelling.json",),
    after=("recognise",),
    wants=_wants,
    changes={
        **CHEAP,
        "recognition": Change("stale", plain("the recognition is new", "det som hördes är nytt")),
        "names": Change("stale", plain("names changed", "namn är ändrade")),
        "terms": Change("stale", terms("glossary", "ordlistan")),
        "lexicon": Change(
            "stale", plain("the Swedish dictionary is new", "den svenska ordboken är ny")
        ),
    },
    job=_job,
    run=_run,
)
