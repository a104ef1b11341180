"""What may be odd about a recording that can be used all the same."""

from mediahub.notices import NoticeKind, Words

LENGTH = NoticeKind(
    "length-in-header",
    Words(
        "The file says that it is {said} long, but {found} of it can be heard; that is what counts "
        "here and in the feed.",
        "Filen uppger att den är {said} lång, men {found} går att höra. Det är den längden som "
        "gäller här och i flödet.",
    ),
)
BROKEN_OFF = NoticeKind(
    "broken-off",
    Words(
        "The recording is broken off: of {said} there are {found}.",
        "Inspelningen är avbruten: av {said} finns {found}.",
    ),
    Words(
        "If this is a copy or a download, copy it again from the original.",
        "Är det en kopia eller en nedladdning, så hämta den på nytt från originalet.",
    ),
)
CUT_END = NoticeKind(
    "broken-off",
    Words(
        "The file is broken off at its end, after {found}.",
        "Filen är avbruten i slutet, efter {found}.",
    ),
    BROKEN_OFF.advice,
)
STALE_HEADER = NoticeKind(
    "length-in-header",
    Words(
        "The file's header tells of less sound than there is, as when a recorder lost its power; "
        "all {found} were read.",
        "Filens huvud uppger mindre ljud än det finns, som när en inspelare har tappat strömmen. "
        "Alla {found} har lästs.",
    ),
)
DAMAGED_AT = NoticeKind(
    "damaged-sound",
    Words(
        "The sound is damaged at {times}; what cannot be read there is silent.",
        "Ljudet är skadat vid {times}. Det som inte går att läsa där är tyst.",
    ),
    Words(
        "Copy the file again from the original.",
        "Kopiera filen på nytt från originalet.",
    ),
)
DAMAGED = NoticeKind(
    "damaged-sound",
    Words(
        "The sound is damaged in {number} places.",
        "Ljudet är skadat på {number} ställen.",
    ),
    DAMAGED_AT.advice,
)
HOLES = NoticeKind(
    "hole-in-time",
    Words(
        "The recording has a gap at {times}, as when it was paused; there is silence there.",
        "Inspelningen har ett hål vid {times}, som när den har pausats. Där är det tyst.",
    ),
)
TRACKS = NoticeKind(
    "several-tracks",
    Words(
        "The file has {number} sound tracks; number {taken} was taken ({why}).",
        "Filen har {number} ljudspår. Nummer {taken} används ({why_swedish}).",
    ),
    Words(
        "If another one is meant, write `track = {other}` in the item's TOML.",
        "Är det ett annat som gäller, så skriv `track = {other}` i objektets TOML-fil.",
    ),
)
OPPOSITE = NoticeKind(
    "opposite-phase",
    Words(
        "The two channels are in opposite phase, so that speech would vanish on one loudspeaker; "
        "it was put right.",
        "De två kanalerna ligger i motfas, så att talet skulle försvinna i en ensam högtalare. "
        "Det har rättats.",
    ),
)
SILENT = NoticeKind(
    "silent-sound",
    Words("There is no sound to be heard.", "Det finns inget ljud att höra."),
    Words(
        "Look whether the right file and the right sound track were exported.",
        "Se efter om rätt fil och rätt ljudspår har exporterats.",
    ),
)
NO_SPEECH = NoticeKind(
    "no-speech",
    Words(
        "There is sound, but no speech was found in it.",
        "Det finns ljud, men inget tal hittades.",
    ),
    Words(
        "If somebody speaks, look at the item's language.",
        "Om någon talar, så se över objektets språk.",
    ),
)
NO_SPEECH_IN_TRACK = NoticeKind(
    "no-speech",
    Words(
        "There is sound in track {taken}, but no speech was found in it; the file has {number} "
        "sound tracks.",
        "Det finns ljud i spår {taken}, men inget tal hittades. Filen har {number} ljudspår.",
    ),
    TRACKS.advice,
)
NO_SPEECH_LEFT = NoticeKind(
    "no-speech",
    Words(
        "No speech was found, and the two channels partly cancel each other out.",
        "Inget tal hittades, och de två kanalerna släcker delvis ut varandra.",
    ),
    Words(
        "Export the recording again, with one of the microphones turned round in phase.",
        "Exportera inspelningen på nytt, med en av mikrofonerna fasvänd.",
    ),
)
CHAPTER_PAST_END = NoticeKind(
    "chapter-past-end",
    Words(
        "The chapter “{title}” begins at {start}, but the recording ends at {end}; it is left out.",
        "Kapitlet ”{title}” börjar vid {start}, men inspelningen slutar vid {end}. Det utelämnas.",
    ),
    Words("Correct its time.", "Rätta tiden."),
)
