"""What the catalogue notices of a workspace that is sound: the kinds, and their words."""

from mediahub.notices import NoticeKind, Words

NO_SERIES = NoticeKind(
    "no-series",
    Words(
        "No series is written in mediahub.toml: every film and podcast goes into one feed, "
        "'{series}', and is published as soon as it is done (autopublish).",
        "Ingen serie är skriven i mediahub.toml: alla filmer och poddavsnitt läggs i ett flöde, "
        "'{series}', och publiceras så snart de är klara (autopublish).",
    ),
)
NO_FORM = NoticeKind(
    "questions-without-address",
    Words(
        "there is an address for questions, but no public_url: no page shows a form.",
        "det finns en adress för frågor men ingen public_url: ingen sida visar något formulär.",
    ),
    Words("Write public_url.", "Skriv public_url."),
)
NO_FEED = NoticeKind(
    "in-no-feed",
    Words(
        "'{item}' has a publication time but is in no feed: no series in mediahub.toml takes a "
        "{kind}, and it names none.",
        "'{item}' har en publiceringstid men ligger inte i något flöde: ingen serie i "
        "mediahub.toml tar emot sorten {kind}, och posten anger ingen serie.",
    ),
)
NO_SUCH_DAY = NoticeKind(
    "folder-no-day",
    Words(
        "there is no day {day}, so nothing gets its date from the folder's name.",
        "dagen {day} finns inte, så inget får sitt datum av mappens namn.",
    ),
    Words("Rename the folder.", "Byt namn på mappen."),
)
LINKED_FOLDER = NoticeKind(
    "link-to-folder",
    Words(
        "a link to a folder, and those are not followed: nothing in it is read.",
        "en länk till en mapp, och sådana följs inte: inget i den läses.",
    ),
    Words(
        "Copy the folder to where the link stands.", "Kopiera mappen till platsen där länken står."
    ),
)
LEFT_IN_CLOUD = NoticeKind(
    "left-in-cloud",
    Words(
        "its content lies in iCloud and not on this computer, so that nothing is made of it.",
        "innehållet ligger i iCloud och inte på den här datorn, så inget görs av filen.",
    ),
    Words(
        "Open the folder in Finder and choose to download it, and run again.",
        "Öppna mappen i Finder, välj att hämta filen och kör igen.",
    ),
)
MEETING_CHAT = NoticeKind(
    "meeting-chat",
    Words(
        "passed over: the chat of a meeting, in which there may be messages that were not meant "
        "for all.",
        "hoppas över: chatten från ett möte, där det kan stå meddelanden som inte var till alla.",
    ),
    Words(
        "Remove it, or give it another name if it is to be found by search.",
        "Ta bort den, eller ge den ett annat namn om den ska gå att söka i.",
    ),
)

CAPTIONS_ALONE = NoticeKind(
    "captions-without-media",
    Words(
        "captions of nothing: no recording beside them has that name.",
        "undertexter till ingenting: ingen inspelning bredvid har det namnet.",
    ),
    Words(
        "Give them the recording's name, such as {example}.",
        "Ge dem inspelningens namn, till exempel {example}.",
    ),
)
CAPTIONS_FORMER = NoticeKind(
    "captions-under-former-name",
    Words(
        "not taken: these captions have the name that {recording} had before it was renamed.",
        "används inte: undertexterna har det namn som {recording} hade innan filen döptes om.",
    ),
    Words(
        "Rename them from {former} to {right}, and they follow it.",
        "Döp om dem från {former} till {right}, så följer de med.",
    ),
)
CAPTIONS_ELSEWHERE = NoticeKind(
    "captions-in-another-folder",
    Words(
        "not taken: these seem to be captions of {media}, and do not stand beside it.",
        "används inte: det här verkar vara undertexter till {media}, men de ligger inte bredvid.",
    ),
    Words(
        "Move them to its folder, or name them in its TOML with `captions`.",
        "Flytta dem till samma mapp, eller ange dem i dess TOML-fil med `captions`.",
    ),
)
CAPTIONS_NONE = NoticeKind(
    "captions-reviewed-none",
    Words(
        'its TOML says captions = "reviewed", but none that bear its name stand beside it.',
        "dess TOML-fil säger captions = ”reviewed”, men inga undertexter med dess namn finns "
        "bredvid.",
    ),
    Words(
        "Put them there, or take the key away.",
        "Lägg dem där, eller ta bort nyckeln.",
    ),
)
CAPTIONS_OTHER = NoticeKind(
    "captions-not-taken",
    Words(
        "not taken, since {taken} is the transcript of {media}.",
        "används inte, eftersom {taken} är texten till {media}.",
    ),
    Words(
        "Name these in its TOML with `captions` if they are to be taken instead.",
        "Ange de här i dess TOML-fil med `captions` om de ska användas i stället.",
    ),
)
CAPTIONS_LANGUAGE = NoticeKind(
    "captions-other-language",
    Words(
        "not taken: by their name they are in '{language}', and {media} is in '{spoken}'.",
        "används inte: av namnet att döma är de på '{language}', och {media} är på '{spoken}'.",
    ),
    Words(
        "Give the item its `language`, or the file another name, if that is wrong.",
        "Ange postens `language`, eller döp om filen, om det är fel.",
    ),
)
CAPTIONS_EMPTY = NoticeKind(
    "captions-empty",
    Words(
        "holds no cue, and is passed over: {instead}.",
        "innehåller ingen textremsa och hoppas över: {instead_swedish}.",
    ),
    Words("Export the captions anew.", "Exportera undertexterna på nytt."),
)

EDITS_ALONE = NoticeKind(
    "edits-without-media",
    Words(
        "corrections of nothing: no recording beside them has that name, so they are not used.",
        "rättelser till ingenting: ingen inspelning bredvid har det namnet, så de används inte.",
    ),
    Words(
        "Give them their recording's name, such as {example}.",
        "Ge dem inspelningens namn, till exempel {example}.",
    ),
)
EDITS_ELSEWHERE = NoticeKind(
    "edits-under-another-name",
    Words(
        "these corrections are those of {recording}, and are used, but have another name.",
        "rättelserna hör till {recording} och används, men de har ett annat namn.",
    ),
    Words(
        "Call them {right}, beside the recording, so that they follow it.",
        "Döp dem till {right}, bredvid inspelningen, så att de följer med den.",
    ),
)
HIDDEN_ENDING = NoticeKind(
    "hidden-ending",
    Words(
        "passed over: the name ends in '.{ending}', so this is no '{meant}'.",
        "hoppas över: namnet slutar på '.{ending}', så det här är ingen '{meant}'.",
    ),
    Words(
        "Save it as plain text under the name {meant}.",
        "Spara den som ren text med namnet {meant}.",
    ),
)
NOT_READ = NoticeKind(
    "file-not-read",
    Words(
        "passed over: mediahub does not read {files}.", "hoppas över: mediahub läser inte {files}."
    ),
    Words("{instead}", "{instead_swedish}"),
)
NO_PICTURE_OF = NoticeKind(
    "picture-not-used",
    Words(
        "no TOML names {files}, so {they} used nowhere.",
        "ingen TOML-fil nämner {files}, så {they_swedish} inte.",
    ),
    Words(
        'Write `image = "…"` in the TOML of what it is to be shown with.',
        'Skriv `image = "…"` i TOML-filen för det som bilden ska visas med.',
    ),
)
