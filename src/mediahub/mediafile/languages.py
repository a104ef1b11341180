"""Languages as media files name them: three letters (ISO 639-2), of two kinds for some."""

from mediahub.transcript import primary_language

THREE_LETTERS = {
    "ar": "ara", "da": "dan", "de": "deu", "en": "eng", "es": "spa", "et": "est", "fa": "fas",
    "fi": "fin", "fr": "fra", "is": "isl", "it": "ita", "nb": "nob", "nl": "nld", "nn": "nno",
    "no": "nor", "pl": "pol", "ru": "rus", "se": "sme", "so": "som", "sv": "swe", "ti": "tir",
    "tr": "tur", "uk": "ukr",
}  # fmt: skip
"""ISO 639-1 to the 639-2/T codes that ID3 and MP4 want."""
_OTHER_LETTERS = {"ger": "deu", "per": "fas", "fre": "fra", "ice": "isl", "dut": "nld"}
"""The 639-2/B codes, which Matroska has, to those of 639-2/T."""


def three_letters(language: str) -> str | None:
    """The ISO 639-2/T code of a language (BCP 47, or 639-2 already), None where it isn't known."""
    code = primary_language(language.replace("_", "-"))
    code = _OTHER_LETTERS.get(code, code)
    return code if len(code) == 3 else THREE_LETTERS.get(code)


def same_language(track: str | None, language: str) -> bool:
    """Whether a track, by the code that its file gives it, is in a language (BCP 47)."""
    if not track:
        return False
    two, wanted = (primary_language(one.replace("_", "-")) for one in (track, language))
    return two == wanted or three_letters(track) in {three_letters(language)} - {None}
