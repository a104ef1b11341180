"""Another model tried on a part of an item, beside the words that are there; nothing is changed.

What it would cost for hundreds of hours is reckoned from the speed that it has here.
"""

import tempfile
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mediahub.catalog import Item
from mediahub.catalog.problems import resolve_id
from mediahub.edits import ReplaceWords, read_journal
from mediahub.errors import SettingsError
from mediahub.evaluate import (
    Truth,
    normalise_for_scoring,
    read_truth,
    terms_found,
    word_errors,
)
from mediahub.mediafile import USUAL, Audio, decode, sound_from_json
from mediahub.mediafile.audio import RATE
from mediahub.models import Model, Store, default_store
from mediahub.pipeline.differing import Difference, differences
from mediahub.pipeline.estimates import Speeds
from mediahub.pipeline.measuring import house_terms
from mediahub.pipeline.report import Expected, Reporter
from mediahub.pipeline.selection import Expression
from mediahub.pipeline.selection.choosing import choose
from mediahub.pipeline.selection.facts import Facts
from mediahub.pipeline.sound import SOUND, time_limit_s
from mediahub.pipeline.survey import Survey, survey
from mediahub.pipeline.tools import Tools
from mediahub.pipeline.vocabulary import respelling_words, vocabulary
from mediahub.tongues import swedish
from mediahub.transcript import Recognition, Span, Word, is_swedish, respelt
from mediahub.transcript.codec import recognition_from_json
from mediahub.workspace.results import read_json

STAGE = "recognise"
RENEWED = ("model", "settings")
"""What of a recognition a comparison is about, as `--renew` calls it."""
NEAR_MS = 1_500
"""How far from a correction's place another model may put its words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be compared: an item, by which model, how much of it (ms) and from where.

    Without `start_ms` it is the middle of the recording. `where` narrows the items for which the
    cost is told.
    """

    item: str
    model: str
    length_ms: int = 300_000
    start_ms: int | None = None
    where: Expression | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one side, and what they are worth.

    `model` is None for an author's captions. `confidence` is the mean probability of recognised
    words. Of a truth there are the word error rate and the house's terms found, else `terms` counts
    how often these are heard. `corrected` counts the corrections of people that stand so in it.
    """

    model: str | None
    words: tuple[Word, ...]
    confidence: float | None = None
    wer: float | None = None
    terms: int = 0
    corrected: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What the model would cost for all that is selected: items, their sound (ms), and seconds.

    `told` says how they were selected, `captioned` how many are left out for having captions, and
    `done` how many for having their words from this very model, with these settings. `renew` holds
    the words by which `--renew` asks for the others.
    """

    items: int
    sound_ms: int
    seconds: float
    told: str | None = None
    captioned: int = 0
    done: int = 0
    renew: tuple[str, ...] = ("model",)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a model makes of a part of an item, beside what is there.

    `differing` is the share of the words that differ. `truth_words` counts the words of the truth
    in the part and `terms_said` the house's terms among them, both None where there is no truth.
    `corrections` counts what people corrected in the part. `speed` is in s for a s of sound.
    """

    item: str
    part: Span
    duration_ms: int
    now: Side
    new: Side
    differences: tuple[Difference, ...]
    differing: float
    speed: float
    cost: Cost
    corrections: int = 0
    truth_words: int | None = None
    terms_said: int | None = None


def compare_models(
    root: Path, asked: Asked, reporter: Reporter, *, store: Store | None = None
) -> Comparison:
    """Recognise a part of an item with another model, and hold it against the words there are.

    Only scratch files are written, and the speed remembered. Raises SettingsError when the
    workspace is wrong, the item has no words yet, or the model is not at hand; MediaError when the
    sound cannot be read.
    """
    state = survey(root, model=asked.model, store=store or default_store())
    media = [item.id for item in state.media_items]
    item = state.catalogue.item(resolve_id(asked.item, media))
    model = state.models.recogniser
    if model is None:
        raise SettingsError(
            "there is no model on this machine; run `mediahub models fetch` first",
            swedish="Det finns ingen modell på den här datorn. Kör `mediahub models fetch` först.",
        )
    now = _recognised(state, item)
    part = choose_part(now, asked.start_ms, asked.length_ms)
    choose(state, (), asked.where)  # a slip in the expression is told before the work begins
    words, speed = _listen(state, item, model, part, reporter)
    new = replace(now, words=words, origin="recogniser", model=model.identity)
    return _held_together(state, item, part, now, new, speed, asked.where)


def choose_part(recognition: Recognition, start_ms: int | None, length_ms: int) -> Span:
    """The part to be heard: about as long as asked for, cut in no word where that can be helped.

    Raises SettingsError when it begins after the recording's end.
    """
    whole = recognition.duration_ms
    if start_ms is not None and start_ms >= whole:
        raise SettingsError(
            f"--from lies after the end of the recording ({whole / 60_000:.1f} min)",
            swedish="--from ligger efter inspelningens slut "
            f"({f'{whole / 60_000:.1f}'.replace('.', ',')} min)",
        )
    length = min(length_ms, whole)
    start = max(0, (whole - length) // 2) if start_ms is None else start_ms
    wanted = Span(start, min(whole, start + length))
    length = wanted.duration_ms
    spoken = recognition.regions or tuple(word.span for word in recognition.words)
    inside = [one for one in spoken if wanted.start_ms <= one.start_ms < wanted.end_ms]
    if start and inside and inside[0].start_ms - start < length // 2:
        start = inside[0].start_ms
    ends = [one.end_ms for one in inside if one.end_ms <= wanted.end_ms]
    end = ends[-1] if ends and wanted.end_ms < whole else wanted.end_ms
    return Span(start, end) if end - start >= length // 2 else wanted


def _recognised(state: Survey, item: Item) -> Recognition:
    if item.id in state.unreadable:
        raise SettingsError(
            f"{item.id} cannot be used: {state.unreadable[item.id]}",
            swedish=f"{item.id} går inte att använda: {swedish(state.unreadable[item.id])}",
        )
    if STAGE not in state.state(item.id).stages:
        raise SettingsError(
            f"{item.id} has no words yet; run `mediahub run --only {item.id}` first",
            swedish=f"{item.id} har inga ord än. Kör `mediahub run --only {item.id}` först.",
        )
    return read_json(state.workspace.item(item.id) / "recognition.json", recognition_from_json)


def _listen(
    state: Survey, item: Item, model: Model, part: Span, reporter: Reporter
) -> tuple[tuple[Word, ...], float]:
    """The words that the model hears in the part, on the recording's clock; and its speed here."""
    from mediahub.speech import RecogniserSettings, recognise, speech_regions
    from mediahub.speech.whisper import require_machine

    settings = state.catalogue.settings
    require_machine(settings.device, settings.compute_type)
    sources = state.sources[item.id]
    terms = vocabulary(state.catalogue, item, sources.corrected)
    speeds = Speeds(state.workspace.private / "speeds.json")
    audio = _sound_of(state, item, part)
    with Tools(state.store, state.models, settings) as tools:
        recogniser = tools.recogniser(model.identity)
        embedder = state.models.embedder
        voices = tools.embedder(embedder.identity if embedder is not None else None)
        recogniser.speaks(item.language)  # loads the model, which is not to be counted
        known = speeds.of(STAGE, model.name)
        seconds = None if known is None else known * part.duration_ms / 1000
        reporter.expect([Expected(item.id, STAGE, part.duration_ms, seconds)])
        reporter.begin(item.id, STAGE, part.duration_ms)
        began = time.perf_counter()
        regions = speech_regions(audio, voices, lanes=tools.lanes)
        found = recognise(
            audio,
            regions,
            terms,
            RecogniserSettings(beam_size=settings.beam_size),
            recogniser,
            language=item.language,
            languages=item.languages,
            on_progress=lambda ms: reporter.advance(item.id, STAGE, ms),
        )
        took = time.perf_counter() - began
        reporter.end(item.id, STAGE)
    speeds.add(STAGE, model.name, part.duration_ms, took)
    speeds.save()
    return _moved(found.words, part.start_ms), took * 1000 / max(1, part.duration_ms)


def _sound_of(state: Survey, item: Item, part: Span) -> Audio:
    """The sound of the part alone, in memory: the decoded whole is gone before it is heard."""
    note = state.workspace.item(item.id) / SOUND
    sound = read_json(note, sound_from_json) if note.exists() else USUAL
    factor = state.catalogue.settings.time_limit_factor
    limit_s = time_limit_s(state.state(item.id).duration_ms, factor)
    private = state.workspace.private
    private.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="compare-", dir=private) as scratch:
        whole = decode(item.path, Path(scratch) / "sound.s16", time_limit_s=limit_s, sound=sound)
        first, last = part.start_ms * RATE // 1000, part.end_ms * RATE // 1000
        return Audio(whole.samples[first:last].copy())


def _moved(words: Iterable[Word], by_ms: int) -> tuple[Word, ...]:
    return tuple(
        replace(word, span=Span(word.span.start_ms + by_ms, word.span.end_ms + by_ms))
        for word in words
    )


def _held_together(
    state: Survey,
    item: Item,
    part: Span,
    now: Recognition,
    new: Recognition,
    speed: float,
    where: Expression | None,
) -> Comparison:
    before, after = (_shown(state, item, one, part) for one in (now, new))
    apart = differences(before, after)
    truth = _truth_of(item, part)
    corrections = _corrections(state, item, part)
    said = terms_found(_terms(state, item, truth), truth.text, truth.text).said if truth else None
    return Comparison(
        item=item.id,
        part=part,
        duration_ms=now.duration_ms,
        now=_side(state, item, now, before, truth, corrections),
        new=_side(state, item, new, after, truth, corrections),
        differences=apart,
        differing=word_errors(_text(before), _text(after)).rate,
        speed=speed,
        cost=_cost(state, speed, where),
        corrections=len(corrections),
        truth_words=len(normalise_for_scoring(truth.text).split()) if truth else None,
        terms_said=said,
    )


def _shown(state: Survey, item: Item, recognition: Recognition, part: Span) -> tuple[Word, ...]:
    """The words of the part as a transcript would have them, without what people corrected."""
    from mediahub.language.writing import readable
    from mediahub.speech.respelling import respell

    words = tuple(word for word in recognition.words if word.span.middle_ms in part)
    if recognition.origin == "author" or not is_swedish(recognition.language):
        return words
    heard = replace(recognition, words=words, breaks=(), voices=(), cues=(), pieces=())
    names, terms = respelling_words(state.catalogue, item)
    worded = respelt(heard, respell(heard, names, terms))
    return readable(worded.words, fillers=state.catalogue.settings.fillers)


def _truth_of(item: Item, part: Span) -> Truth | None:
    """What is really said in the sentences that lie in the part as a whole."""
    if item.truth is None:
        return None
    truth = read_truth(item.truth)
    inside = tuple(
        one
        for one in truth.segments
        if part.start_ms <= one.span.start_ms and one.span.end_ms <= part.end_ms
    )
    return replace(truth, segments=inside) if inside else None


def _terms(state: Survey, item: Item, truth: Truth | None) -> tuple[str, ...]:
    return (*house_terms(state.catalogue, item), *(truth.terms if truth is not None else ()))


def _side(
    state: Survey,
    item: Item,
    recognition: Recognition,
    words: Sequence[Word],
    truth: Truth | None,
    corrections: Sequence[ReplaceWords],
) -> Side:
    judged = _text(words)
    reference = judged
    if truth is not None:
        said = Span(truth.segments[0].span.start_ms, truth.segments[-1].span.end_ms)
        judged = _text([word for word in words if word.span.middle_ms in said])
        reference = truth.text
    recognised = recognition.origin == "recogniser" and words
    return Side(
        model=recognition.model.name if recognition.model is not None else None,
        words=tuple(words),
        confidence=sum(one.probability for one in words) / len(words) if recognised else None,
        wer=word_errors(truth.text, judged).rate if truth is not None else None,
        terms=terms_found(_terms(state, item, truth), reference, judged).found,
        corrected=sum(_stands(entry, words) for entry in corrections),
    )


def _corrections(state: Survey, item: Item, part: Span) -> tuple[ReplaceWords, ...]:
    """What people corrected of the words in the part, to other words."""
    edits = state.sources[item.id].edits
    if edits is None:
        return ()
    return tuple(
        entry
        for entry in read_journal(state.workspace.root / edits.path).entries
        if isinstance(entry, ReplaceWords)
        and entry.span.middle_ms in part
        and normalise_for_scoring(entry.after)
    )


def _stands(entry: ReplaceWords, words: Iterable[Word]) -> bool:
    """Whether the words say at a correction's place what it says."""
    start, end = max(0, entry.span.start_ms - NEAR_MS), entry.span.end_ms + NEAR_MS
    near = [word for word in words if word.span.middle_ms in Span(start, end)]
    return f" {normalise_for_scoring(entry.after)} " in f" {normalise_for_scoring(_text(near))} "


def _text(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def _cost(state: Survey, speed: float, where: Expression | None) -> Cost:
    """The model's time for all that is selected: without an expression, all that it could hear."""
    chosen = choose(state, (), where)
    heard: list[Item] = []
    words: dict[str, None] = {}
    captioned = done = 0
    for item_id in chosen.ids:
        item = state.catalogue.item(item_id)
        if item.captions is not None:
            captioned += 1
        elif item_id in state.sources:
            (status,) = [one for one in state.plan(item) if one.stage == STAGE]
            asked = [word for word in status.changed if word in RENEWED]
            words |= dict.fromkeys(asked)
            if asked or status.condition in ("missing", "stale"):
                heard.append(item)
            else:
                done += 1
    sound_ms = _sound_ms(Facts(state), heard)
    seconds = sound_ms / 1000 * speed
    renew = tuple(words) or ("model",)
    return Cost(len(heard), sound_ms, seconds, chosen.told, captioned, done, renew)


def _sound_ms(facts: Facts, items: Collection[Item]) -> int:
    return round(sum(60_000 * (facts.minutes(item) or 0) for item in items))
