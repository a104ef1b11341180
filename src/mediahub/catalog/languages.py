"""Language codes: ISO 639-1, and the three-letter ones that Swedish publishers meet."""

import re

from mediahub.tongues import Said, Words

# ISO 639-1, all of it.
_TWO = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr
ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
# No two-letter code: Meänkieli, South and Lule Sami, Romani and its kin, Elfdalian, signed Swedish,
# and languages that whisper knows (Hawaiian, Cantonese) or that are common in Sweden.
_THREE = "fit sma smj smn sms rom rmy rmf rmu rmc ovd swl haw yue ckb kmr prs sdh aii syr tig"
CODES = frozenset(_TWO.split()) | frozenset(_THREE.split())

_MEANT = {
    "swe": "sv", "sve": "sv", "svenska": "sv", "swedish": "sv", "svensk": "sv",
    "eng": "en", "engelska": "en", "english": "en", "fin": "fi", "finska": "fi", "finnish": "fi",
    "nor": "no", "norska": "no", "dan": "da", "danska": "da", "dk": "da", "ger": "de", "deu": "de",
    "tyska": "de", "fra": "fr", "fre": "fr", "franska": "fr", "spa": "es", "spanska": "es",
    "ara": "ar", "arabiska": "ar", "som": "so", "somaliska": "so", "persiska": "fa",
    "norsk": "no", "dansk": "da", "suomi": "fi", "pol": "pl", "polska": "pl", "ukr": "uk",
    "ukrainska": "uk", "rus": "ru", "ryska": "ru", "tur": "tr", "turkiska": "tr", "ita": "it",
    "italienska": "it", "por": "pt", "nld": "nl", "tir": "ti", "tigrinja": "ti",
}  # fmt: skip
_IN_NAMES = frozenset(
    ["sv", "en", "no", "nb", "nn", "da", "fi", "is", "de", "fr", "es", "ar", "fa", "so", "ti", "pl",
     "uk", "ru", "tr", "it", "pt", "nl", "et", "lv"]
)  # fmt: skip
"""Codes that end a file's name after any sign; others may be words, and need a dot before them."""
_TAG = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(-(?:[A-Z]{2}|[0-9]{3}))?")


def language_code(value: str) -> str:
    """The language code as given, such as "sv" or "en-GB" (BCP 47: language, script, region).

    Raises ValueError that says what was probably meant when it is none.
    """
    match = _TAG.fullmatch(value)
    if match and match[1] in CODES:
        return value
    plain = value.strip().lower()
    meant = _MEANT.get(plain)
    if meant is None and plain[:2] in CODES and (len(plain) == 2 or plain[2:3] in "-_"):
        meant = plain[:2] + (f"-{plain[3:].upper()}" if len(plain) == 5 else "")
    hint = (
        Said(f"; did you mean '{meant}'?", f". Menades ”{meant}”?")
        if meant
        else Said(
            "; write two letters, such as sv or en", ". Skriv två bokstäver, som sv eller en."
        )
    )
    words = Words(
        '"{given}" is not a language code (ISO 639-1){hint}',
        '"{given}" är ingen språkkod (ISO 639-1){hint}',
    )
    raise ValueError(words.said(given=value[:40], hint=hint))


def language_in_name(part: str, *, after_dot: bool) -> str | None:
    """The language (two or three letters) that a part of a file's name in lower case stands for.

    Some say `se` for Swedish, and Norwegian goes by three names. None for what is no language.
    """
    if part == "se":
        return "sv"
    code = _MEANT.get(part) or (part if part in (CODES if after_dot else _IN_NAMES) else None)
    return "no" if code in ("nb", "nn") else code
