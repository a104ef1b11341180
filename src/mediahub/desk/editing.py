"""What a person changes by command of a transcript: names and words, kept beside the source."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mediahub.captions.formats import read_captions, to_editors_vtt
from mediahub.captions.reading import CaptionCue
from mediahub.catalog import Item, Person
from mediahub.catalog.problems import did_you_mean, nearest
from mediahub.desk.after import THE_WORDS, Follows, at_once, bring_up_to_date
from mediahub.desk.item import add_entries, item_in_hand, transcribed
from mediahub.edits import (
    AttributeWords,
    Entry,
    Journal,
    JournalVersion,
    NameSpeaker,
    ReplaceWords,
    corrections,
    is_label,
    name_speaker,
    read_journal,
)
from mediahub.edits.entries import Anchored
from mediahub.edits.oldcopies import beside_withheld, without_withheld
from mediahub.edits.vouching import CopyOrigin, origin_for, origin_of, vouched
from mediahub.edits.withholding import withheld
from mediahub.errors import MediahubError, SettingsError, system_reason
from mediahub.notices import Notice
from mediahub.pipeline.anchoring import carried_from
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.wording import recognised
from mediahub.pipeline.words import words_heard
from mediahub.textfile import ReadText, read_text
from mediahub.tongues import Said, Words, enumerated, joined, swedish
from mediahub.transcript import Recognition, Transcript
from mediahub.workspace.copies import copied, edits_when_copied

FEW_WORDS = 20
"""An item with fewer words may well be corrected in most of them."""
NAMED = Words(
    "{item}: {speaker} is {shown} (kept in {journal}){doubt}.",
    "{item}: {speaker} heter {shown} (sparat i {journal}){doubt}.",
)
HEARD_ELSEWHERE = Said(
    "`mediahub people proposals` says where else the voice is heard.",
    "`mediahub people proposals` visar var rösten hörs i övrigt.",
)
DOUBT = Words(
    ". Did you mean {name} ({id})? Then name the speaker again",
    ". Menades {name} ({id})? Namnge då talaren en gång till",
)
OLD_COPY = Words(
    "{file} is a copy of an older transcript that is not kept any more: what differs from today's "
    "counts as corrected",
    "{file} är en kopia av en äldre avskrift som inte finns kvar: det som skiljer från dagens "
    "räknas som rättat",
)
LEFT_OUT = Words(
    "{file}: words that are withheld, or stand where something is, were left out; to correct "
    "there, change a copy of today's captions",
    "{file}: ord som är undanhållna, eller som står där något är det, togs inte med. Rätta där i "
    "en kopia av dagens textning",
)
KEPT_ALREADY = Words(
    "{item}: all that {file} corrects is in {journal} already",
    "{item}: allt som {file} rättar står redan i {journal}",
)
UNCHANGED = Words("{item}: nothing was changed in {file}", "{item}: ingenting är ändrat i {file}")
LABEL = Words(
    "it is not known what {file} was copied from: its {name!r} takes no name back; if that is "
    'meant, say `mediahub name {item} "{shown}" Talare`',
    "det är okänt vad {file} är en kopia av: ”{name}” i den tar inte tillbaka något namn. Är det "
    'meningen, skriv `mediahub name {item} "{shown}" Talare`',
)


class NameChangedError(MediahubError):
    """The voice bears another name than when it was looked at: `now`, None when it is gone.

    `label` is the voice's, and `wanted` the name that was to be given.
    """

    def __init__(self, item: str, label: str, now: str | None, wanted: str) -> None:
        self.label, self.now, self.wanted = label, now, wanted
        told = (
            Said("is gone", "är borta")
            if now is None
            else Said(f"is {now!r} now", f"heter nu ”{now}”")
        )
        super().__init__(
            f"{item}: the voice {label!r} {told}: somebody has named it meanwhile, and nothing was "
            "written; look at it again",
            swedish=f"{item}: rösten ”{label}” {told.swedish}: någon har namngett den under tiden, "
            "och inget är skrivet. Lyssna på den igen.",
        )


def name(
    root: Path,
    item_id: str,
    speaker: str,
    person: str,
    *,
    by: str | None = None,
    base: JournalVersion | None = None,
    seen: str | None = None,
    follows: Follows = at_once,
) -> str:
    """Put a speaker's name into the item's edits; says what was written, and where it leads.

    `speaker` is the label or the name shown now, `person` an id or a name of people.toml, or any
    other name. `by` and `base` are as in `add_entries`; `seen` is the name that whoever decided saw
    the speaker bear. `follows` is what comes after. Raises NameChangedError when that is another
    one now; SettingsError when there is no such item, or when `person` has no space in it and is
    near an id; MediaError when there is no such speaker; Conflict when somebody else gave another
    name since `base`.
    """
    with item_in_hand(root, item_id) as (state, item):
        transcript = transcribed(state, item)
        if seen is not None:
            _require_seen(item.id, transcript, speaker, seen, person)
        who, doubt = person_of(state.catalogue.people, person)
        shown = who.name if who is not None else " ".join(person.split())
        entry = name_speaker(transcript, speaker, shown, person=who.id if who else None)
        journal = add_entries(state, item, (entry,), by, base)
    values = {"speaker": speaker, "shown": shown, "journal": journal, "doubt": doubt}
    told = [NAMED.said(item=item.id, **values)]
    if who is not None and who.voice_consent:
        told.append(HEARD_ELSEWHERE)
    return joined("\n", [*told, follows(root, item.id, state, THE_WORDS).told])


def _require_seen(
    item_id: str, transcript: Transcript, speaker: str, seen: str, wanted: str
) -> None:
    found = next((one for one in transcript.speakers if speaker in (one.label, one.name)), None)
    if found is None or found.name != seen:
        label = speaker if found is None else found.label
        raise NameChangedError(item_id, label, None if found is None else found.name, wanted)


def person_of(people: tuple[Person, ...], wanted: str) -> tuple[Person | None, str]:
    """The registered person that an id, a name or an alias stands for, and a doubt worth telling.

    A name that nobody in the registry bears is as good, but a misspelt id is not a name.
    """
    said = " ".join(wanted.split())
    if not said:
        raise SettingsError(
            "the name is empty; write an id of media/people.toml, or a name",
            swedish="Namnet är tomt. Skriv ett namn, eller ett id ur media/people.toml.",
        )
    names = {name.casefold(): one for one in people for name in (*one.aliases, one.name)}
    found = {one.id: one for one in people}.get(said) or names.get(said.casefold())
    if found is not None:
        return found, ""
    hint = did_you_mean(said, [one.id for one in people])
    if hint and " " not in said:
        raise SettingsError(
            f"there is no person {said!r} in media/people.toml{hint} "
            "A name without an id has a space in it",
            swedish=f"Det finns ingen person ”{said}” bland personerna{swedish(hint)} "
            "Skriv både för- och efternamn för den som inte finns där.",
        )
    near = nearest(said, names)
    if near is not None:
        person = names[near]
        return None, DOUBT.said(name=person.name, id=person.id)
    return None, ""


def correct(
    root: Path,
    item_id: str,
    captions: Path,
    *,
    everything: bool = False,
    by: str | None = None,
) -> list[str]:
    """Put what was changed in edited captions into the item's edits; a line for each kind.

    They are held against the captions that they are a copy of, as far as the copy says which.
    Raises SettingsError when there is no such item or file, and unless `everything` is meant when
    the file is another item's or a part; MediaError when the captions cannot be read; Conflict when
    somebody else has changed the same words otherwise since the copy was made.
    """
    read = _read(captions)
    lines: list[str] = [] if read.notice is None else [_said(read.notice)]
    with item_in_hand(root, item_id) as (state, item):
        transcript = transcribed(state, item)
        origin = origin_of(read.text)
        if origin is not None and origin.item != item.id and not everything:
            raise SettingsError(
                f"{captions.name} is a copy of {origin.item}'s captions, not of {item.id}'s; name "
                "that item, or say --all to have it all the same",
                swedish=f"{captions.name} är en kopia av textningen till {origin.item}, inte till "
                f"{item.id}. Ange det avsnittet, eller skriv --all för att ta in den ändå.",
            )
        base, known = _base(state, item, transcript, origin)
        if not known and origin is not None and origin.item == item.id:
            lines.append(OLD_COPY.said(file=captions.name))
        names = [speaker.name for speaker in base.speakers]
        told = read_captions(read.text, captions.suffix, name=captions.name, names=names)
        if not told.cues:
            raise SettingsError(
                f"{captions.name} holds no captions, and nothing was changed",
                swedish=f"{captions.name} har ingen textning, och inget är ändrat",
            )
        lines.extend(map(_said, told.notices))
        people = {one.id: one.name for one in state.catalogue.people}
        cues, left_out = _allowed(state, item, told.cues)
        found = corrections(base, cues, people=people)
        beside = [entry for entry in found if beside_withheld(base, entry)]
        found = tuple(entry for entry in found if entry not in beside)
        if left_out or beside:
            lines.append(LEFT_OUT.said(file=captions.name))
        if not everything:
            _require_most(base, found, f"{captions.name}, for {item.id}")
        if known:
            found += vouched(base, read.text, found)
        else:
            found, labels = _without_labels(found, base, item, captions.name)
            lines += labels
        differs = bool(found)
        if base != transcript:
            found = _new(found, state, item)
        if differs and not found:
            kept = state.workspace.relative(state.edits(item))
            already = KEPT_ALREADY.said(item=item.id, file=captions.name, journal=kept)
            return [*lines, already]
        if not found:
            return [*lines, UNCHANGED.said(item=item.id, file=captions.name)]
        seen = _version_seen(state, origin) if known else None
        found = _on_todays_words(found, base, transcript, state, item)
        journal = add_entries(state, item, found, by, seen, wording=base.wording or "")
    words = Words("{item}: {what} kept in {journal}", "{item}: sparade {what} i {journal}")
    lines.append(words.said(item=item.id, what=_told(found), journal=journal))
    return [*lines, bring_up_to_date(root, item.id, known=state)]


def _allowed(
    state: Survey, item: Item, cues: tuple[CaptionCue, ...]
) -> tuple[tuple[CaptionCue, ...], int]:
    """The captions without what is withheld, and of how many passages something stood in them."""
    journal = read_journal(state.edits(item))
    holes = withheld(journal)
    if not holes:
        return cues, 0
    return without_withheld(cues, words_heard(state, item, journal), holes)


def _read(captions: Path) -> ReadText:
    if not captions.is_file():
        raise SettingsError(
            f"{captions} is not there; name the edited VTT or SRT file",
            swedish=f"{captions} finns inte. Ange den ändrade VTT- eller SRT-filen.",
        )
    try:
        return read_text(captions)
    except OSError as error:
        raise SettingsError(
            f"{captions} cannot be read ({error.strerror}); check that it may be read",
            swedish=f"{captions} går inte att läsa ({system_reason(error).swedish}). Se efter att "
            "den får läsas.",
        ) from error


def _base(
    state: Survey, item: Item, transcript: Transcript, origin: CopyOrigin | None
) -> tuple[Transcript, bool]:
    """What a copy is held against, and whether that is the very transcript it was made of."""
    if origin is None or origin.item != item.id:
        return transcript, False
    if origin == origin_for(item.id, to_editors_vtt(transcript)):
        return transcript, True
    base = copied(state.workspace, origin)
    return (base, True) if base is not None else (transcript, False)


def _version_seen(state: Survey, origin: CopyOrigin | None) -> JournalVersion | None:
    """The edits that whoever made the copy saw in it; None when that is not known."""
    return edits_when_copied(state.workspace, origin) if origin is not None else None


def _on_todays_words(
    found: tuple[Entry, ...], base: Transcript, now: Transcript, state: Survey, item: Item
) -> tuple[Entry, ...]:
    """What was decided on other words than those of now, with its place among these."""
    if base.wording is None or now.wording is None or base.wording == now.wording:
        return found
    words = recognised(state.workspace.item(item.id), state.catalogue.settings.fillers).worded()
    seen = Recognition(base.language, base.duration_ms, base.words)
    journal = Journal(
        tuple(replace(one, wording=base.wording) for one in found if isinstance(one, Anchored))
    )
    return carried_from(seen, base.wording, journal, words, now.wording).entries


def _without_labels(
    found: tuple[Entry, ...], base: Transcript, item: Item, file: str
) -> tuple[tuple[Entry, ...], list[str]]:
    """The entries that give nobody a label such as "Talare 1", and what to tell of the others.

    Such a label in captions of unknown age more likely stood there before somebody gave the name
    than it was written to take the name back.
    """
    labelled = [
        entry
        for entry in found
        if isinstance(entry, NameSpeaker | AttributeWords)
        and is_label(entry.name)
        and entry.voice is None
    ]
    shown = {speaker.label: speaker.name for speaker in base.speakers}
    told: list[str] = [
        LABEL.said(file=file, name=entry.name, item=item.id, shown=shown[entry.label])
        for entry in labelled
        if isinstance(entry, NameSpeaker)
    ]
    return tuple(entry for entry in found if entry not in labelled), told


def _new(found: tuple[Entry, ...], state: Survey, item: Item) -> tuple[Entry, ...]:
    """What an older copy tells that it has not told before: it may be handed in once more."""
    known = {entry.id for entry in read_journal(state.edits(item)).entries}
    return tuple(entry for entry in found if entry.id not in known)


def _require_most(base: Transcript, found: Sequence[Entry], what: str) -> None:
    """Raise SettingsError when most of a transcript would go: that is seldom meant."""
    words = len(base.words)
    gone = sum(len(entry.before) for entry in found if isinstance(entry, ReplaceWords))
    if words >= FEW_WORDS and gone > words / 2:
        raise SettingsError(
            f"{what}: {gone} of {words} words would go or be others; it looks like a part, or like "
            "another item's captions. Nothing was changed; say --all if it is meant",
            swedish=f"{what}: {gone} av {words} ord skulle försvinna eller bli andra. Det ser ut "
            "som en del, eller som ett annat avsnitts textning. Inget är ändrat. Skriv "
            "--all om det är meningen.",
        )


def _said(notice: Notice) -> Said:
    return Said(str(notice), notice.told(swedish=True))


def _told(found: Sequence[Entry]) -> Said:
    """How many of each kind, in words."""
    named = sum(isinstance(entry, NameSpeaker) for entry in found)
    right = sum(
        isinstance(entry, ReplaceWords) and " ".join(entry.before) == entry.after for entry in found
    )
    counted = (
        (
            len(found) - named - right,
            Words("correction", "rättelse"),
            Words("corrections", "rättelser"),
        ),
        (named, Words("name", "namn"), Words("names", "namn")),
        (
            right,
            Words("word found right", "ord som är rätt"),
            Words("words found right", "ord som är rätt"),
        ),
    )
    return enumerated(
        Said(*(f"{number} {words}" for words in (one if number == 1 else many)))
        for number, one, many in counted
        if number
    )
