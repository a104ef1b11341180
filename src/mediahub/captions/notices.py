"""What an editor should look at in a caption file although it could be read."""

from mediahub.notices import NoticeKind, Words

AS_WRITTEN = "00:00:01.000 --> 00:00:04.000"
"""A time line, for messages."""

TURNED = NoticeKind(
    "captions-turned",
    Words(
        "“{text}” ends before it begins, and the cue is shown at its beginning.",
        "Tiden ”{text}” slutar innan den börjar; repliken visas vid sin början.",
    ),
    Words("Correct the time.", "Rätta tiden."),
)
NO_TIME = NoticeKind(
    "captions-no-time",
    Words(
        "“{text}” is no whole time, and the cue is shown where it seems to belong.",
        "”{text}” är ingen hel tid; repliken visas där den verkar höra hemma.",
    ),
    Words(f"Write {AS_WRITTEN}.", f"Skriv {AS_WRITTEN}."),
)
FRAMES = NoticeKind(
    "captions-frames",
    Words(
        "“{text}” counts frames, and the cue is shown where it seems to belong.",
        "”{text}” räknar bildrutor; repliken visas där den verkar höra hemma.",
    ),
    Words(
        f"Save the file with milliseconds instead of frames: {AS_WRITTEN}.",
        f"Spara filen med millisekunder i stället för bildrutor: {AS_WRITTEN}.",
    ),
)
BEFORE = NoticeKind(
    "captions-before-first",
    Words(
        "“{text}” stands before the first time, and is left out.",
        "”{text}” står före den första tiden och är inte med.",
    ),
    Words(
        "If it is said, write it under a time.",
        "Om det sägs: skriv det under en tid.",
    ),
)
COMMENT = NoticeKind(
    "captions-comment",
    Words(
        "“{text}” follows a cue without text, and is taken as a comment.",
        "”{text}” följer efter en tom replik och tas som en kommentar.",
    ),
    Words(
        "If it is said, write it right under the time.",
        "Om det sägs: skriv det direkt under tiden.",
    ),
)
NUMBER = NoticeKind(
    "captions-number",
    Words(
        "“{text}” is taken as the number of a cue.",
        "”{text}” tas som en repliks nummer.",
    ),
    Words(
        "If it is said, write it right under the time.",
        "Om det sägs: skriv det direkt under tiden.",
    ),
)
EMPTY = NoticeKind(
    "captions-empty",
    Words(
        "There is no cue with text in this caption file.",
        "Det finns ingen replik med text i den här textningsfilen.",
    ),
    Words(
        "Save the captions anew, or remove the file.",
        "Spara textningen på nytt eller ta bort filen.",
    ),
)
ROLLED = NoticeKind(
    "captions-rolled",
    Words(
        "{count} of {all} cues show lines of the cue before once more (rolling captions). Each "
        "line is taken once, at the time it is first shown.",
        "{count} av {all} repliker visar rader ur repliken före en gång till (rullande text). "
        "Varje rad är med en gång, vid den tid då den först visas.",
    ),
)
SHIFTED = NoticeKind(
    "captions-shifted",
    Words(
        "The clock of the captions begins at {first}. They were moved {by} earlier, and then fit "
        "the recording.",
        "Textningens klocka börjar på {first}. Den flyttades {by} tidigare och passar då "
        "inspelningen.",
    ),
    Words("Listen to whether the times are right.", "Lyssna efter om tiderna stämmer."),
)
OUTSIDE = NoticeKind(
    "captions-outside",
    Words(
        "Cues outside the recording, which is {length} long, are not published. Their number: "
        "{count}; their times: {first}–{last}.",
        "Repliker utanför inspelningen, som är {length} lång, publiceras inte. Antal: {count}; "
        "tider: {first}–{last}.",
    ),
    Words(
        "Check that these are the captions of this recording.",
        "Kontrollera att textningen hör till den här inspelningen.",
    ),
)
LANGUAGES = NoticeKind(
    "captions-languages",
    Words(
        "The file holds captions in several languages. Those in {chosen} are taken, those in "
        "{others} are left out.",
        "Filen innehåller textning på flera språk. Den på {chosen} används, inte den på {others}.",
    ),
)


def place(name: str, line: int) -> str:
    """Where a line of a caption file is."""
    return f"{name}, line {line}" if name else f"line {line}"


def quoted(text: str) -> str:
    """What stands in the file, as much of it as a message has room for."""
    return text.strip()[:60]
