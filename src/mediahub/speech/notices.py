"""What a person should look at in a recording although its words were recognised."""

from collections.abc import Sequence

from mediahub.notices import Notice, NoticeKind, Words
from mediahub.transcript import Stretch
from mediahub.transcript.clock import clock_hms

OTHER_LANGUAGE = NoticeKind(
    "other-language",
    Words(
        "{english} is spoken at {times}, and was recognised as “{asked}”: the words there are "
        "not to be trusted.",
        "det talas {swedish} vid {times}, men det tolkades som ”{asked}”: orden där går inte att "
        "lita på.",
    ),
    Words(
        'Write `languages = ["{asked}", "{code}"]` in the item\'s TOML, or `language = "{code}"` '
        "if nothing else is spoken, and run `mediahub run --renew language`.",
        'Skriv `languages = ["{asked}", "{code}"]` i postens TOML, eller `language = "{code}"` om '
        "inget annat talas, och kör `mediahub run --renew language`.",
    ),
)

NONE_HEARD = NoticeKind(
    "languages-not-heard",
    Words(
        "of the languages “{asked}” only the first was heard, by a model that was trained on "
        "Swedish and may hear nothing else.",
        "av språken ”{asked}” hördes bara det första, av en modell som är tränad på svenska och "
        "kanske inte hör något annat.",
    ),
    Words(
        "If another is spoken, name a model of many languages, such as `openai/whisper-small`, as "
        "`model` in mediahub.toml, and run `mediahub run --renew model`.",
        "Om ett annat talas, ange en modell för många språk, till exempel `openai/whisper-small`, "
        "som `model` i mediahub.toml och kör `mediahub run --renew model`.",
    ),
)

NAMES = {
    "en": ("English", "engelska"), "fi": ("Finnish", "finska"), "de": ("German", "tyska"),
    "fr": ("French", "franska"), "es": ("Spanish", "spanska"), "ar": ("Arabic", "arabiska"),
    "fa": ("Persian", "persiska"), "so": ("Somali", "somaliska"), "pl": ("Polish", "polska"),
    "uk": ("Ukrainian", "ukrainska"), "ru": ("Russian", "ryska"), "tr": ("Turkish", "turkiska"),
    "it": ("Italian", "italienska"), "pt": ("Portuguese", "portugisiska"),
    "sv": ("Swedish", "svenska"), "no": ("Norwegian", "norska"), "da": ("Danish", "danska"),
    "nl": ("Dutch", "nederländska"), "is": ("Icelandic", "isländska"),
    "ti": ("Tigrinya", "tigrinja"),
}  # fmt: skip
"""What languages are called in English and in Swedish; another is called by its code."""
MOST_TIMES = 5


def other_languages(
    place: str, stretches: Sequence[Stretch], asked: Sequence[str]
) -> tuple[Notice, ...]:
    """A notice for each language that nobody named, with the times at which it is spoken.

    `asked` are the languages that were listened for, the main one first.
    """
    found = []
    for code in dict.fromkeys(one.language for one in stretches):
        english, swedish = NAMES.get(code, (f"“{code}”", f"”{code}”"))
        times = [_times(one) for one in stretches if one.language == code]
        more = len(times) - MOST_TIMES
        shown = ", ".join(times[:MOST_TIMES]) + (" …" if more > 0 else "")
        found.append(
            OTHER_LANGUAGE.at(
                place,
                english=english,
                swedish=swedish,
                times=shown,
                asked='", "'.join(asked),
                code=code,
            )
        )
    return tuple(found)


def _times(stretch: Stretch) -> str:
    return f"{clock_hms(stretch.span.start_ms)}–{clock_hms(stretch.span.end_ms)}"
