"""What each rule of the gate says in Swedish, and what to do about it, in both languages.

A finding's own sentence, with its values, is English: it stands behind as a quotation.
"""

from mediahub.tongues import Words

_TEXT = Words(
    "Change it in the TOML of the episode or the theme.",
    "Ändra det i formuläret Beskriv, eller i avsnittets eller temats TOML-fil.",
)
_SERIES = Words(
    "Change it in mediahub.toml, under [publisher] or the series.",
    "Ändra det i mediahub.toml, under [publisher] eller serien.",
)
_PICTURE = Words("Choose another picture, a JPEG or PNG.", "Välj en annan bild, en JPEG eller PNG.")
_MEDIA = Words(
    "Run `mediahub run --verify`; where it is found again, make the media file anew.",
    "Kör `mediahub run --verify`. Hittas det igen: gör om ljud- eller filmfilen.",
)
_AGAIN = Words(
    "Run `mediahub run --verify`, which makes anew what is damaged.",
    "Kör `mediahub run --verify`, som gör om det som är skadat.",
)
_CHAPTERS = Words("Change the chapters of the episode.", "Ändra avsnittets kapitel.")
_PROMISE = Words(
    "Put back what lies in published/ from a backup, or withdraw the episode.",
    "Lägg tillbaka det som låg i published/ ur en säkerhetskopia, eller dra tillbaka avsnittet.",
)
_OURS = Words(
    "This is a fault of the program: tell whoever looks after it.",
    "Felet är programmets: tala om det för den som sköter mediahub.",
)

_BY_ADVICE: tuple[tuple[Words, dict[str, str]], ...] = (
    (
        _TEXT,
        {
            "title-missing": "titeln saknas",
            "description-missing": "beskrivningen saknas",
            "description-length": "beskrivningen är för lång",
            "description-markup": "beskrivningen har märkord som appar inte tar emot",
            "notes-markup": "programtexten har något som körs eller läggs in i en sida",
            "value-length": "en text är för lång",
            "value-space": "en text har blanksteg före eller efter sig",
            "author": "där det ska stå en e-postadress står något annat",
            "address": "en adress är inte en webbadress, eller har tecken som inte får stå där",
            "number": "ett nummer på säsong eller avsnitt är inte ett tal från 1",
            "number-missing": "avsnittet saknar nummer, som en serie i ordning måste ha",
            "episode-type": "avsnittets sort är okänd",
            "link": "en länk leder till något som inte finns",
            "podcast-person": "en medverkandes namn är tomt eller för långt, eller rollen okänd",
            "podcast-location": "platsen är skriven på ett sätt som appar inte förstår",
            "podcast-soundbite": "ett utdrag ligger utanför avsnittet eller har fel längd",
            "podcast-season": "säsongen är inte ett tal från 1, eller har ett för långt namn",
            "podcast-episode": "avsnittets nummer är inget tal, eller visas med för lång text",
            "podcast-trailer": "trailern har ett tomt eller för långt namn",
        },
    ),
    (
        _SERIES,
        {
            "channel-value": "serien saknar något som flödet måste ha",
            "channel-link": "seriens länk är flödet självt, och ingen webbsida",
            "language": "seriens språk är ingen språkkod, som sv",
            "category": "seriens kategori saknas eller är okänd",
            "explicit": "det står inte ja eller nej om innehållet är olämpligt för barn",
            "type": "seriens sort är varken episodic eller serial",
            "complete": "det som säger att serien är avslutad kan bara vara Yes",
            "owner": "ägaren har ingen e-postadress",
            "podcast-locked": "låsningen av flödet är fel skriven",
            "podcast-medium": "seriens sort av innehåll är okänd för appar",
            "podcast-license": "licensen är fel skriven, eller saknar adress",
            "podcast-funding": "texten om stöd är tom eller för lång",
            "podcast-txt": "en text för maskiner är tom, för lång eller fel skriven",
            "podcast-frequency": "hur ofta serien kommer är fel skrivet",
            "podcast-social": "platsen för kommentarer saknar protokoll",
            "podcast-chat": "chatten saknar något som den måste ha",
        },
    ),
    (
        _PICTURE,
        {
            "cover-missing": "serien har ingen bild",
            "channel-image": "seriens bild hör inte ihop med serien",
            "picture": "bilden duger inte",
            "picture-name": "bildens namn slutar inte på .jpg eller .png",
            "picture-type": "bildfilen är av en annan sort än den heter",
        },
    ),
    (
        _MEDIA,
        {
            "enclosure-unreadable": "ljud- eller filmfilen går inte att läsa",
            "enclosure-container": "ljud- eller filmfilen är av en annan sort än den heter",
            "enclosure-duration": "ljud- eller filmfilen är inte så lång som flödet säger",
            "enclosure-chapters": "kapitlen i ljud- eller filmfilen är inte flödets",
            "enclosure-picture": "bilden i ljudfilen går inte att använda",
            "duration": "avsnittets längd saknas eller är inget helt antal sekunder",
        },
    ),
    (
        _AGAIN,
        {
            "file-missing": "en fil som flödet nämner finns inte",
            "file-type": "en fil är av en annan sort än flödet säger",
            "file-length": "en fil är inte så stor som flödet säger",
            "file-digest": "en fil är inte den som flödet säger",
            "html": "sidan är ingen HTML-sida",
            "transcript-json": "avskriften för appar går inte att läsa",
            "transcript-json-order": "avskriften för appar går bakåt i tiden",
            "transcript-json-past-end": "avskriften för appar fortsätter efter slutet",
            "chapters-json": "kapitelfilen går inte att läsa",
            "chapters-differ": "kapitelfilens kapitel är inte flödets",
            **{
                f"{form}-{what}": f"textningen ({form.upper()}) {told}"
                for form in ("vtt", "srt")
                for what, told in (
                    ("empty", "är tom"),
                    ("number", "har en text utan rätt nummer"),
                    ("text", "är ingen text i UTF-8"),
                    ("time", "har en tid som inte går att läsa"),
                    ("escape", "har ett tecken som inte får stå så"),
                    ("header", "börjar inte som den ska"),
                    ("tag", "har ett märkord som inte får stå där"),
                    ("voice", "säger inte vem som talar"),
                    ("turned", "har en text som slutar innan den börjar"),
                    ("order", "har en text som börjar före den förra"),
                    ("past-end", "fortsätter efter slutet"),
                )
            },
        },
    ),
    (
        _CHAPTERS,
        {
            "chapter-time": "ett kapitel börjar vid något som ingen tid är",
            "chapter-title": "ett kapitel har ingen rubrik",
            "chapters-start": "det första kapitlet börjar inte vid 0",
            "chapters-order": "kapitlen kommer inte i ordning",
            "chapters-past-end": "ett kapitel börjar efter slutet",
        },
    ),
    (
        _PROMISE,
        {
            "promise": "ett avsnitt har ett GUID som inte är utlovat",
            "promise-absent": "ett avsnitt som lyssnarna har fattas",
            "withdrawn": "avsnittet är tillbakadraget",
            "first-date": "avsnittet har en annan första dag än den utlovade",
            "shared": "flera avsnitt har samma GUID eller samma fil",
        },
    ),
)
_OWN: dict[str, str] = {
    "declaration": "flödet börjar inte som XML ska",
    "xml": "flödet är ingen giltig XML",
    "encoding": "flödet är inte i UTF-8",
    "doctype": "flödet har en dokumenttyp, som appar inte läser",
    "rss": "flödet är inte RSS 2.0 med en kanal",
    "namespace": "flödet saknar ett namnrum",
    "no-episode": "flödet har inget avsnitt",
    "order": "avsnitten kommer inte i ordning, det nyaste först",
    "built": "flödet säger att det är äldre än sitt nyaste avsnitt",
    "block": "spärren av flödet kan bara vara Yes",
    "date": "en dag är inte skriven som i ett flöde",
    "date-missing": "avsnittet saknar dag",
    "date-weekday": "en dag har fel veckodag",
    "guid-missing": "avsnittet saknar GUID",
    "guid-space": "avsnittets GUID har blanksteg runt sig",
    "guid-permalink": "avsnittets GUID är ingen adress, men sägs vara det",
    "enclosure-count": "avsnittet har inte precis en ljud- eller filmfil",
    "enclosure-name": "ljud- eller filmfilens namn har en ändelse som appar inte tar emot",
    "enclosure-type": "ljud- eller filmfilen sägs vara av en annan sort än dess namn",
    "enclosure-length": "ljud- eller filmfilens storlek är inget antal byte",
    "repeated": "något står två gånger där det får stå en",
    "self-link": "flödets egen adress saknas eller är fel",
    "paging": "flödets delar leder inte rätt till varandra",
    "chapters-forms": "kapitlen står på bara ett av två ställen",
    "chapters-type": "kapitelfilen sägs vara av fel sort",
    "chapters-version": "kapitlen i flödet är av en okänd version",
    "transcript-type": "en avskrift är av en sort som ingen app läser",
    "transcript-language": "en avskrifts språk är ingen språkkod, som sv",
    "transcript-rel": "en avskrift sägs vara till för något okänt",
    "podcast-guid": "seriens GUID saknas, är fel, eller ett annat än det utlovade",
    "podcast-alternate": "en fil bredvid ljudet, som den lilla filmen, är fel beskriven",
    "podcast-integrity": "en kontrollsumma är fel skriven",
    "podcast-podping": "det som säger om podping används är fel skrivet",
    "podcast-block": "spärren för en katalog är varken yes eller no",
}
SWEDISH: dict[str, tuple[str, Words]] = {
    rule: (words, advice)
    for advice, rules in (*_BY_ADVICE, (_OURS, _OWN))
    for rule, words in rules.items()
}
"""For each rule what is wrong, a clause in Swedish, and what to do."""


def in_swedish(rule: str, says: str) -> str:
    """A finding in Swedish: what is wrong, its own words as a quotation, and what to do.

    “Such quotation marks” are those of English: who shows it can tell which words are that.
    """
    what, advice = SWEDISH.get(rule, ("något i flödet är fel", _OURS))
    return f"{what} (“{says}”). {advice.swedish}"
