"""Identify: a conversation and who may be heard in it; who each voice is, and by what words."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from mediahub.identify.deciding import decide
from mediahub.identify.evidence import Heard, gather
from mediahub.identify.hearing import Run, runs
from mediahub.identify.values import Candidate, Identity
from mediahub.transcript import Transcript, is_swedish

FEWEST_WORDS = 12
"""A voice with fewer words in an item is hardly one: it is named only if it says its own name."""


def identify(
    transcript: Transcript,
    cast: Sequence[Candidate],
    *,
    voices: Collection[str],
    taken: Mapping[str, str] = MappingProxyType({}),
    refused: Collection[tuple[str, str]] = (),
) -> tuple[Identity, ...]:
    """Who the voices of a transcript are, as far as its words tell, in the order of `voices`.

    `cast` is everybody who may be heard: nobody else is named. `voices` are the labels of the
    speakers without a name; `taken` are the people whom other speakers are already (person to
    label), `refused` pairs of label and person that somebody said are not one. Other languages than
    Swedish, and an empty cast, give nothing.
    """
    if not cast or not voices or not is_swedish(transcript.language):
        return ()
    said = runs(transcript, cast)
    heard = gather(said, cast)
    return decide(heard, _speaking(said, heard, voices), cast, taken, refused)


def _speaking(said: Sequence[Run], heard: Heard, voices: Collection[str]) -> list[str]:
    """The voices that say enough to be somebody, in order of first appearance."""
    introduced = {one.voice for one in heard.evidence if one.kind == "self-introduction"}
    length: dict[str, int] = {}
    for run in said:
        length[run.voice] = length.get(run.voice, 0) + run.length
    return [
        voice
        for voice, words in length.items()
        if voice in voices and (words >= FEWEST_WORDS or voice in introduced)
    ]
