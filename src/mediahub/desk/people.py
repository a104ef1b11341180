"""Names across episodes: who has a voice profile, who an unnamed voice probably is, and forgetting.

Profiles are kept nowhere: each time they are made of the voices that people named in items and that
turns.json still holds, so that what is erased there is erased everywhere.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mediahub.catalog import Item, Person
from mediahub.catalog.edit import withdraw_voice_consent
from mediahub.catalog.problems import resolve_id
from mediahub.desk.after import THE_WORDS, Follows, at_once
from mediahub.desk.from_words import likely
from mediahub.desk.item import add_entries, item_in_hand, lock_of, registered, transcribed
from mediahub.edits import NotSpeaker, identified, name_speaker, read_journal
from mediahub.errors import SettingsError
from mediahub.identify import Evidence
from mediahub.pipeline.consent import drop_voices
from mediahub.pipeline.heard import heard, heard_in_all, journal_of, transcript_now
from mediahub.pipeline.survey import Survey, survey
from mediahub.pipeline.survey_item import read_again
from mediahub.pipeline.voices import Heard, consenting, refusals
from mediahub.tongues import Said, Words, joined
from mediahub.transcript import Speaker, Transcript
from mediahub.transcript.codec import diarisation_from_json
from mediahub.workspace.locks import registry_lock
from mediahub.workspace.results import read_json

if TYPE_CHECKING:
    from mediahub.speech.profiles import Match, Profile, Voice


IT_IS = Words(
    "{item}: it is {name} (kept in {journal}).", "{item}: det är {name} (sparat i {journal})."
)
CONFIRMED = Words(
    "{item}: {speaker} is {name} (kept in {journal}).",
    "{item}: {speaker} är {name} (sparat i {journal}).",
)
KNOWN_NOT = Words(
    "{item}: that {speaker} is not {name} is kept already.",
    "{item}: att {speaker} inte är {name} är redan sparat.",
)
NOT_NAMED = Words(
    "{item}: the voice is not {name}, and is not named so again ({journal}).",
    "{item}: rösten är inte {name}, och får inte det namnet igen ({journal}).",
)
REJECTED = Words(
    "{item}: {speaker} is not {name}, and will not be proposed again ({journal}).",
    "{item}: {speaker} är inte {name}, och föreslås inte igen ({journal}).",
)
WITHDRAWN = Words(
    "{name}: voice_consent = false in {file}", "{name}: voice_consent = false i {file}"
)
ERASED = Words("erased the voice from {item}", "raderade rösten ur {item}")
NO_PROFILE = Said(
    "No profile is left, and nobody is proposed to be them.",
    "Ingen röstprofil finns kvar, och ingen föreslås vara den personen.",
)


@dataclass(frozen=True, slots=True)
class Registered:
    """A person of the registry: in how many items they are named, and what their profile is of.

    `profile_items` is 0 for who has none. `unkept` counts the items where a person who agreed is
    named but the voice is not kept (any more): telling the speakers apart again brings it back.
    """

    person: Person
    consents: bool
    named_in: int
    profile_items: int = 0
    profile_seconds: float = 0.0
    unkept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A voice without a name that is probably a person's, `confidence` 0 to 1.

    `source` says by what: the voice's `likeness` to the person's elsewhere, or the words in the
    item, of which `evidence` is what speaks for it. `listed` says whether the item's TOML names the
    person among its contributors.
    """

    item: str
    speaker: str
    person: Person
    confidence: float
    likeness: float
    seconds: float
    listed: bool = False
    source: Literal["voice", "words"] = "voice"
    evidence: tuple[Evidence, ...] = ()


def people(root: Path) -> list[Registered]:
    """The person registry, each with consent and profile, in the order written."""
    state = survey(root)
    voices = list(heard_in_all(state))
    agreed = consenting(state.catalogue)
    profiles = {}
    for made in sorted(_profiles(state, voices), key=lambda one: one.seconds):
        profiles[made.person] = made
    found = []
    for person in state.catalogue.people:
        named = {voice.item: voice for voice in voices if voice.speaker.person == person.id}
        profile = profiles.get(person.id)
        consents = person.id in agreed
        unkept = [voice.item for voice in named.values() if voice.confirmed and not voice.numbers]
        found.append(
            Registered(
                person,
                consents,
                len(named),
                len(profile.items) if profile else 0,
                profile.seconds if profile else 0.0,
                tuple(unkept) if consents else (),
            )
        )
    return found


def proposals(root: Path) -> list[Proposal]:
    """Whom the unnamed voices of the workspace probably are, surest first; nothing is written."""
    return _proposals(survey(root))


def confirm(
    root: Path,
    item_id: str,
    speaker: str,
    person: str | None = None,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> str:
    """Name the speaker as proposed, in the item's edits; says what was written.

    `follows` is what comes after. Raises SettingsError when that is not proposed, or when
    the voice was named or told apart anew while the others' were listened to.
    """
    state = survey(root)  # of all items: whom a voice resembles
    known = [one.id for one in state.catalogue.items]
    item = state.catalogue.item(resolve_id(item_id, known))
    transcript = _spoken(state, item)
    label = _label(transcript, speaker)
    shown = transcript.speaker(label)
    who = _offered(state, item, shown, person)
    then = heard(state, item)
    with item_in_hand(root, item.id) as (now, same):
        if heard(now, same) != then:
            raise SettingsError(
                f"the voices of {item.id} were changed meanwhile, and nothing was written; look at "
                "`mediahub people proposals` again",
                swedish=f"Rösterna i {item.id} har ändrats under tiden, och inget är skrivet. Se "
                "efter bland förslagen igen (`mediahub people proposals`).",
            )
        entry = name_speaker(_spoken(now, same), label, who.name, person=who.id)
        journal = add_entries(now, same, (entry,), by)
    told = (IT_IS if shown.automatic else CONFIRMED).said(
        item=item.id, speaker=shown.name, name=who.name, journal=journal
    )
    return joined("\n", (told, follows(root, item.id, now, THE_WORDS).told))


def reject(
    root: Path,
    item_id: str,
    speaker: str,
    person: str,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> str:
    """Keep in the item's edits that the speaker is not the person; says so in a sentence.

    `follows` is what comes after. Raises SettingsError for what is not there, and when the
    speaker bears the person's name.
    """
    with item_in_hand(root, item_id) as (state, item):
        transcript = _spoken(state, item)
        who = registered(state, person)
        label = _label(transcript, speaker)
        bearer = transcript.speaker(label)
        shown, automatic = bearer.name, bearer.automatic and bearer.person == who.id
        if bearer.person == who.id and not automatic:
            raise SettingsError(
                f"{shown} of {item.id} is named {who.name}; take the name back with "
                f'`mediahub name {item.id} "{shown}" Talare`',
                swedish=f"{shown} i {item.id} heter {who.name}. Ta tillbaka namnet först.",
            )
        if who.id in refusals(transcript, read_journal(state.edits(item))).get(label, ()):
            return KNOWN_NOT.said(item=item.id, speaker=shown, name=who.name)
        anchor = name_speaker(transcript, label, who.name)
        entry = identified(NotSpeaker("", label, anchor.span, anchor.words, who.id))
        journal = add_entries(state, item, (entry,), by)
    if automatic:
        told = NOT_NAMED.said(item=item.id, name=who.name, journal=journal)
        return joined("\n", (told, follows(root, item.id, state, THE_WORDS).told))
    return REJECTED.said(item=item.id, speaker=shown, name=who.name, journal=journal)


def forget(root: Path, person: str) -> list[str]:
    """Withdraw a person's consent and erase their voice from every result; a line for each place.

    Erased are the embeddings of the voices that bear their name, in whatever item, and of those
    that were proposed to be theirs. Names, which are words, stay (`forgetting.forget_name`). Raises
    SettingsError for an unknown id.
    """
    state = survey(root)
    who = registered(state, person)
    suspected: dict[str, set[str]] = {}
    voices = list(heard_in_all(state))
    for match in _matches(state, voices):
        if match.person == who.id:
            suspected.setdefault(match.voice.item, set()).add(match.voice.label)
    for voice in voices:
        if voice.speaker.person == who.id:
            suspected.setdefault(voice.item, set()).add(voice.label)
    # First the consent: should this be stopped half-way, the next run erases the rest.
    with registry_lock(state.workspace):
        written = withdraw_voice_consent(state.workspace.root, who.id)
    state = survey(root)
    erased = [
        item_id
        for item_id in sorted(state.states)
        if _erased(state, item_id, suspected.get(item_id, set()))
    ]
    file = state.workspace.relative(written)
    lines: list[str] = [WITHDRAWN.said(name=who.name, file=file)]
    lines.extend(ERASED.said(item=item_id) for item_id in erased)
    return [*lines, NO_PROFILE]


def _erased(state: Survey, item_id: str, labels: Collection[str]) -> bool:
    """Whether anything of an item's voices had to go; they are looked at inside its lock."""
    with lock_of(state.workspace, item_id):
        if item_id in state.orphans:
            return drop_voices(state, item_id, labels)
        item = state.catalogue.item(item_id)
        return drop_voices(read_again(state, item), item_id, labels)


def _profiles(state: Survey, voices: Iterable[Heard]) -> "list[Profile]":
    from mediahub.speech.profiles import profiles_of

    agreed = consenting(state.catalogue)
    confirmed: dict[str, list[Voice]] = {}
    for one in voices:
        person = one.speaker.person
        if person in agreed and person is not None and one.confirmed and one.numbers:
            confirmed.setdefault(person, []).append(_voice(one))
    return [p for person in sorted(confirmed) for p in profiles_of(person, confirmed[person])]


def _matches(state: Survey, voices: Collection[Heard]) -> "list[Match]":
    """The unnamed voices that are probably people's who agreed, and are not named there already."""
    from mediahub.speech.profiles import matches

    present: dict[str, set[str]] = {}
    for one in voices:
        if one.speaker.person is not None:
            present.setdefault(one.item, set()).add(one.speaker.person)
    unnamed = [one for one in voices if not one.named and one.numbers]
    refused = {
        (one.item, one.label): one.known_not | present.get(one.item, set()) for one in unnamed
    }
    return matches(_profiles(state, voices), [_voice(one) for one in unnamed], refused)


def _voice(one: Heard) -> "Voice":
    from mediahub.speech.profiles import Voice

    return Voice(one.item, one.label, one.numbers, one.seconds, one.model)


def _offered(state: Survey, item: Item, shown: Speaker, person: str | None) -> Person:
    """Whom a speaker is proposed to be, or is named automatically: `person`, where it is given.

    Raises SettingsError when that is nobody, or may be several.
    """
    if shown.automatic and shown.person is not None:
        offers = [state.catalogue.person(shown.person)]
    else:
        found = [
            one for one in _proposals(state) if (one.item, one.speaker) == (item.id, shown.name)
        ]
        offers = [one.person for one in found]
    wanted = [one for one in offers if person in (None, one.id)]
    if len(wanted) == 1:
        return wanted[0]
    ids = " or ".join(one.id for one in offers) or "nobody"
    eller = " eller ".join(one.id for one in offers) or "ingen"
    if wanted:
        raise SettingsError(
            f"{ids} is proposed for {shown.name} of {item.id}; say which of them",
            swedish=f"{eller} är förslagna för {shown.name} i {item.id}. Säg vem av dem.",
        )
    raise SettingsError(
        f"{ids} is proposed for {shown.name} of {item.id}; name anybody you know with "
        f'`mediahub name {item.id} "{shown.name}" PERSON`',
        swedish=f"För {shown.name} i {item.id} är {eller} förslaget. Namnge rösten själv, på "
        f'avsnittets sida eller med `mediahub name {item.id} "{shown.name}" NAMN`.',
    )


def _proposals(state: Survey) -> list[Proposal]:
    found = {(one.item, one.speaker, one.person.id): one for one in _by_voice(state)}
    for item, speaker, identity, seconds in likely(state):
        key = (item.id, speaker, identity.person)
        person = state.catalogue.person(identity.person)
        made = Proposal(
            item.id, speaker, person, identity.confidence, 0.0, seconds, listed=True, source="words"
        )
        one = found.get(key, made)
        confidence = max(one.confidence, identity.confidence)
        found[key] = replace(one, confidence=confidence, evidence=identity.evidence)
    return sorted(found.values(), key=lambda one: -one.confidence)


def _by_voice(state: Survey) -> list[Proposal]:
    if not consenting(state.catalogue):
        return []  # nothing is compared, nor even read
    found = []
    voices = list(heard_in_all(state))
    names = {(one.item, one.label): one.speaker.name for one in voices}
    for match in _matches(state, voices):
        item = state.catalogue.item(match.voice.item)
        found.append(
            Proposal(
                item=item.id,
                speaker=names[item.id, match.voice.label],
                person=state.catalogue.person(match.person),
                confidence=match.confidence,
                likeness=match.likeness,
                seconds=match.voice.seconds,
                listed=any(one.person.id == match.person for one in item.contributors),
            )
        )
    return found


def _spoken(state: Survey, item: Item) -> Transcript:
    """An item's transcript with the names given since the last run."""
    transcript = transcribed(state, item)
    journal = journal_of(state, item.id)
    if not journal.entries:
        return transcript
    turns = read_json(state.workspace.item(item.id) / "turns.json", diarisation_from_json)
    return transcript_now(state, item, turns, journal)


def _label(transcript: Transcript, speaker: str) -> str:
    """The label of a speaker given by label or name. Raises MediaError that lists them."""
    return name_speaker(transcript, speaker, "Talare").label
