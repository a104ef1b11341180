"""Rules: what the law on accessible digital public services (2018:1937) asks of a recording.

As DIGG explains it, by the criteria of WCAG 2.1 that EN 301 549 takes over (clauses 9.1.2.1,
9.1.2.2 and 9.1.2.5): recorded sound needs a text version, recorded film captions with the sounds
that mean something, and audio description where the picture tells what the sound does not. What a
machine wrote counts when a person has looked it through.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from mediahub.notices import Words

Verdict = Literal["met", "missing", "open", "exempt"]
"""`open`: nobody has said what would tell."""
AudioDescription = Literal["said", "described", "none"]

BEGAN = dt.date(2020, 9, 23)
"""Recordings published before this day are exempt."""
TEXT, CAPTIONS, DESCRIPTION = "1.2.1", "1.2.2", "1.2.5"
NAMES = {
    TEXT: Words("text version", "textversion"),
    CAPTIONS: Words("captions", "undertexter"),
    DESCRIPTION: Words("audio description", "syntolkning"),
}


@dataclass(frozen=True, slots=True)
class Recording:
    """A published film or sound recording, as far as the law asks about it.

    `published` is the Swedish day of its first publication. `described` says that a version with
    audio description is published beside it.
    """

    item: str
    title: str
    kind: Literal["film", "podcast"]
    published: dt.date
    words: bool
    reviewed: bool
    sounds: bool = False
    """Whether any sound is written out: [applåder]."""
    audio_description: AudioDescription | None = None
    described: bool = False
    media_alternative: bool = False
    live: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """How a recording stands against one criterion; "" where it is about all of them.

    `code` names the reason, the same for all recordings that it holds for.
    """

    criterion: str
    verdict: Verdict
    code: str
    why: Words


def findings(recording: Recording) -> tuple[Finding, ...]:
    """How a recording stands against each criterion that holds for it."""
    if recording.published < BEGAN:
        why = Words("published before 23 September 2020", "publicerad före den 23 september 2020")
        return (Finding("", "exempt", "before", why),)
    if recording.media_alternative:
        why = Words(
            "a media alternative: it says what a text beside it says",
            "ett mediealternativ: den säger det som redan står i text",
        )
        return (Finding("", "exempt", "alternative", why),)
    if recording.kind == "podcast":
        return (_written(recording, TEXT),)
    return (_written(recording, CAPTIONS), _description(recording))


def _written(recording: Recording, criterion: str) -> Finding:
    """Captions, or a text version: whether they are there and a person has looked at them."""
    name = NAMES[criterion]
    live = recording.live
    if not recording.words:
        why = Words(f"there are no words of it, so no {name.english}", f"{name.swedish} saknas")
        return Finding(criterion, "missing", "none", _without_delay(why, live=live))
    if not recording.reviewed:
        why = Words(
            "made by a machine, or by nobody knows whom, and no person has said that it is right",
            "ingen har granskat den text som en dator, eller någon okänd, har skrivit",
        )
        return Finding(criterion, "missing", "unreviewed", _without_delay(why, live=live))
    if criterion == CAPTIONS and not recording.sounds:
        why = Words(
            "reviewed; no sound is written out in them: [applåder] where one means something",
            "granskade; inga ljud är utskrivna i dem: [applåder] där ett ljud betyder något",
        )
        return Finding(criterion, "met", "reviewed", why)
    return Finding(criterion, "met", "reviewed", Words("reviewed", "granskad"))


def _without_delay(why: Words, *, live: bool) -> Words:
    """What is said of a recording of something sent live, which may need a moment."""
    if not live:
        return why
    return Words(
        f"{why.english}; what was sent live must have it without undue delay",
        f"{why.swedish}; det som har sänts direkt ska få det utan onödigt dröjsmål",
    )


def _description(recording: Recording) -> Finding:
    told = recording.audio_description
    if told == "said":
        why = Words("not needed: what is seen is said", "behövs inte: det som syns sägs också")
        return Finding(DESCRIPTION, "met", "said", why)
    if told == "described" or recording.described:
        return Finding(DESCRIPTION, "met", "described", Words("described", "filmen är syntolkad"))
    if told == "none":
        why = Words("there is none", "syntolkning saknas")
        return Finding(DESCRIPTION, "missing", "none", why)
    why = Words(
        "nobody has said whether what is seen is said: write audio_description in its TOML",
        "ingen har angett om det som syns i bild också sägs",
    )
    return Finding(DESCRIPTION, "open", "undeclared", why)
