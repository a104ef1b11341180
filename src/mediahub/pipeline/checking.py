"""Checking: what is published held against the law and the craft of captions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mediahub.captions.craft import Craft, craft
from mediahub.captions.shown import srt_cues, vtt_cues
from mediahub.captions.sounds import is_sound
from mediahub.catalog import Item
from mediahub.catalog.moments import swedish_date
from mediahub.catalog.problems import resolve_id
from mediahub.compliance.rules import Finding, Recording, findings
from mediahub.errors import MediaError, SettingsError
from mediahub.pipeline.survey import Survey, survey
from mediahub.site.episodefile import read_episode
from mediahub.tongues import Said
from mediahub.transcript import Transcript
from mediahub.transcript.codec import transcript_from_json
from mediahub.workspace.ledger import Promise
from mediahub.workspace.results import read_json


@dataclass(frozen=True, slots=True)
class Captions:
    """How one form of an item's captions keeps the craft; `starts` (ms) are its cues'."""

    form: str
    craft: Craft
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A published item: how it stands before the law, and how its captions can be read.

    `authored` says that the cues are a person's, whose times and lines are not changed. `problem`
    says why it, or its results, cannot be used.
    """

    recording: Recording
    findings: tuple[Finding, ...]
    captions: tuple[Captions, ...]
    authored: bool
    problem: str = ""

    @property
    def lacks(self) -> bool:
        """Whether the law asks for something that is missing, or that nobody has told."""
        return any(one.verdict in ("missing", "open") for one in self.findings)


def check(root: Path, only: Iterable[str] = ()) -> tuple[Checked, ...]:
    """Every published item, or those asked for, in the catalogue's order; then those that are
    public though their files are gone.

    Raises SettingsError when the workspace is wrong, or one that is asked for is not published.
    """
    state = survey(root)
    standings = state.publicity.standings
    due = {name for name, one in standings.items() if one.kind == "due"}
    kept = {one.item: one for one in state.ledger.promises if one.item in state.orphaned}
    kept = {name: one for name, one in kept.items() if one.withdrawn is None}
    ids = [*(item.id for item in state.catalogue.items), *kept]
    asked = [resolve_id(name, ids) for name in only]
    for name in asked:
        if name in standings and standings[name].kind == "held":
            raise SettingsError(
                f"{name} waits until a person has reviewed it: `mediahub review`",
                swedish=f"{name} väntar på att någon granskar det: `mediahub review`",
            )
        if name not in due and name not in kept:
            raise SettingsError(
                f"{name} is not published; `mediahub publish {name}` does that",
                swedish=f"{name} är inte publicerat. Det gör `mediahub publish {name}`.",
            )
    chosen = set(asked) or {*due, *kept}
    found = [_of_item(state, item, due) for item in state.catalogue.items if item.id in chosen]
    return (*found, *(_of_promise(state, one) for name, one in kept.items() if name in chosen))


def _of_item(state: Survey, item: Item, due: set[str]) -> Checked:
    transcript, problem = _transcript(state, item.id)
    recording = _recording(state, item, transcript, due)
    return _checked(recording, transcript, item.problem or problem)


def _of_promise(state: Survey, promise: Promise) -> Checked:
    """An episode that is public though its source is gone, and with it what was declared of it."""
    transcript, problem = _transcript(state, promise.item)
    episode = read_episode(state.workspace.item(promise.item) / "episode.json")
    film = bool(promise.enclosures) and promise.enclosures[-1].type.startswith("video/")
    recording = Recording(
        item=promise.item,
        title=episode.title if episode is not None else promise.item,
        kind="film" if film else "podcast",
        published=swedish_date(promise.published),
        words=transcript is not None and bool(transcript.segments),
        reviewed=transcript is not None and transcript.all_reviewed,
        sounds=transcript is not None and _has_sounds(transcript),
    )
    gone = Said(
        "its file is gone from media/, and it is public still",
        "filen är borta ur media/, och avsnittet är fortfarande publikt",
    )
    return _checked(recording, transcript, problem or gone)


def _transcript(state: Survey, item_id: str) -> tuple[Transcript | None, str]:
    """An item's transcript, or why there is none."""
    path = state.workspace.item(item_id) / "transcript.json"
    if not path.exists():
        return None, Said(
            "not transcribed yet; `mediahub run` does that",
            "inte utskrivet än; det gör `mediahub run`",
        )
    try:
        return read_json(path, transcript_from_json), ""
    except MediaError as error:
        return None, error.said


def _checked(recording: Recording, transcript: Transcript | None, problem: str) -> Checked:
    captions = () if transcript is None or not transcript.segments else _captions(transcript)
    authored = transcript is not None and bool(transcript.cues)
    return Checked(recording, findings(recording), captions, authored, problem)


def _captions(transcript: Transcript) -> tuple[Captions, ...]:
    forms = (("WebVTT", vtt_cues(transcript)), ("SRT", srt_cues(transcript)))
    return tuple(
        Captions(form, craft(shown), tuple(cue.span.start_ms for cue in shown))
        for form, shown in forms
    )


def _recording(
    state: Survey, item: Item, transcript: Transcript | None, due: set[str]
) -> Recording:
    return Recording(
        item=item.id,
        title=item.title,
        kind="film" if item.kind == "film" else "podcast",
        published=_published(state, item),
        words=transcript is not None and bool(transcript.segments),
        reviewed=transcript is not None and transcript.all_reviewed,
        sounds=transcript is not None and _has_sounds(transcript),
        audio_description=item.audio_description,
        described=_is_described(state, item, due),
        media_alternative=item.media_alternative,
        live=item.live,
    )


def _published(state: Survey, item: Item) -> date:
    promise = state.ledger.promise(item.id)
    moment = promise.published if promise is not None else None
    moment = moment or state.publicity.standings[item.id].moment or state.publicity.now
    return swedish_date(moment)


def _has_sounds(transcript: Transcript) -> bool:
    return any(
        part.piece is None and not part.gap and is_sound(" ".join(part.lines))
        for cue in transcript.cues
        for part in cue.parts
    )


def _is_described(state: Survey, item: Item, due: set[str]) -> bool:
    """Whether a version with audio description is in public: elsewhere, or an item of ours."""
    if item.described is None or isinstance(item.described, str):
        return item.described is not None
    return any(
        one.path == item.described
        and one.id in due
        and (state.workspace.item(one.id) / "rendition.json").exists()
        for one in state.catalogue.items
    )
