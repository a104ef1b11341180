"""Sounds and credits in captions: what stands in a cue and is nobody's speech."""

import re

from mediahub.captions.cue import INAUDIBLE

_UNHEARD = re.compile(
    r"[\[(<]\s*(?:ohörbart?|ohörbara ord|otydligt?|oklart?|inaudible|unintelligible|indistinct|\?+"
    r"|ett stycke är borttaget\.?)\s*[\])>]",
    re.IGNORECASE,
)
_NOTES = "♩♪♫♬🎵🎶"
_SOUND_WORDS = re.compile(
    r"""\b(?:\w*musik|\w*låt\b|\w*sång|\w*melodi|vinjett|signatur|jingel|\w*skratt|fniss|fnitt|applåd|klappar|
    klapp\w*|jubel|jublar|busvissl|vissl|hurra|buller|bullrar|\w*brus|\w*sus(?:ar|et)?\b|sorl|prassl|
    rassl|skrammel|skramlar|\w*ljud\b|\w*ljudet\b|\w*signal|ringer|ringsignal|\w*knack|dörr\w*|
    smäll\w*|dun(?:s|sar)|steg\b|fotsteg|hosta|hostar|hostning|harkl|nys(?:er|ning)?\b|snyft|
    gråt|gråter|suck|suckar|skrik|skriker|ropar|viskar|viskning|mumlar|sjunger|nynnar|gäspar|
    flämtar|andas|\w*tystnad|tyst\b|paus|\w*skall\b|skäller|jamar|kvitt|fågel\w*|tuta|tutar|siren|
    pip|piper|\w*motor\w*|åska|regn\w*|vind\b|vinden|publik\w*|barnskrik|mikrofon\w*|telefon\w*|
    instrumental|music|applause|laugh|cheer|noise|silence|sigh|cough|crosstalk|blank_audio|
    clears|knock|phone|door|speaks|talar\ \w+ska|på\ \w+ska\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"(?:(?:svenska?|engelska?)\s*)?"
    r"(?P<what>text(?:ning|er|at|ad)?|undertext(?:er|ning|at)?|översättning|översatt|tolkning|syntolkning|"
    r"korrektur|transkribering|transkription|subtitles?|captions?|captioning|subtitled|captioned|"
    r"translated|translation|transcribed|transcript|sync(?:ed)?)"
    r"(?:\s+(?P<by>av|från|by|from|and\s+sync\s+by)\b\s*:?|\s*(?P<colon>[:©])|\b)\s*(?P<who>.+)",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = {"och", "and", "&", "av", "by", "för", "for", "i", "på", "hos", "vid", "von", "af", "de"}
_BRACKETS = re.compile(r"\[[^\[\]]{1,120}\]|\([^()]{1,120}\)|\*[^*]{1,60}\*|<[^<>]{1,60}>")
_SUNG = re.compile(rf"[{_NOTES}]+[^{_NOTES}]*(?:[{_NOTES}]+|$)")
_APART = re.compile(f"{_BRACKETS.pattern}|{_SUNG.pattern}")
_MAY_MARK = re.compile(rf"[\[(*<{_NOTES}]")
_SPOKEN_ON = re.compile(r"(?:och|men|eller|som|att|det|vi|jag|där|när|om|för)\b", re.IGNORECASE)


def is_inaudible(text: str) -> bool:
    """Whether it says that words were spoken that nobody could hear: [ohörbart]."""
    return text == INAUDIBLE or _UNHEARD.fullmatch(text.strip()) is not None


def is_sound(text: str) -> bool:
    """Whether a text is nothing but sounds: [dörr slår igen], (MUSIK), ♪ … ♪, *skratt*."""
    bare = text.strip()
    if is_inaudible(bare) or not bare:
        return False
    if bare[0] in _NOTES and bare[-1] in _NOTES:
        return True
    if bare[0] == bare[-1] == "#" and bare[1:2] == " ":
        return True
    rest = _APART.sub(lambda one: "" if _is_sound_alone(one[0]) else one[0], bare)
    return rest != bare and re.search(r"\w|\[", rest) is None


def is_credit(text: str) -> bool:
    """Whether a text says who made the captions: Textning: Exempelstaden."""
    found = _CREDIT.fullmatch(" ".join(text.split()))
    if found is None:
        return False
    words = found["who"].split()
    named = [word for word in words if word.lower().strip(",.") not in _BETWEEN]
    told = found["by"] or found["colon"] or (len(named) > 1 and len(found["what"]) > 4)
    return bool(told) and 0 < len(named) <= 12 and all(map(_like_a_name, named))


def split_sounds(text: str) -> list[tuple[int, int, bool]]:
    """The stretches of a line, in order: start, end, and whether it is a sound.

    A bracket within a sentence is a sound only when it says so; it may be an editor's word.
    """
    if not _MAY_MARK.search(text):
        bare = text.strip()
        first = text.find(bare)
        return [(first, first + len(bare), False)] if bare else []
    parts: list[tuple[int, int, bool]] = []
    at = 0
    for one in _APART.finditer(text):
        if is_inaudible(one[0]) or not _is_apart(text, one):
            continue
        parts += [(at, one.start(), False), (one.start(), one.end(), True)]
        at = one.end()
    parts.append((at, len(text), False))
    found: list[tuple[int, int, bool]] = []
    for start, end, sound in parts:
        part = text[start:end]
        if not part.strip():
            continue
        first, last = start + len(part) - len(part.lstrip()), start + len(part.rstrip())
        if found and not sound and not re.search(r"\w", part):
            found[-1] = (found[-1][0], last, found[-1][2])  # a full stop after it
        else:
            found.append((first, last, sound))
    return found


def _is_apart(text: str, one: re.Match[str]) -> bool:
    """Whether what stands in brackets, beside speech, is a sound."""
    before, after = text[: one.start()].strip(), text[one.end() :].strip()
    if re.search(r"\w$", text[: one.start()]) or re.match(r"\w", text[one.end() :]):
        return False
    if one[0][0] in _NOTES or (_names_a_sound(one[0]) and one[0][0] != "("):
        return True
    opens = not before or before[-1] in '.?!…:”"'
    if one[0][0] == "(":
        return opens and _is_sound_alone(one[0])
    if one[0][0] != "[":
        return False
    goes_on = after[:1].islower()  # [Skolan] är viktig: an editor's word
    return _is_sound_alone(one[0]) and opens and not goes_on and not (before and after)


def _is_sound_alone(marked: str) -> bool:
    """Whether what stands in brackets, or between notes, is a sound when nothing else does."""
    if marked[0] in _NOTES:
        return True
    inner = marked[1:-1].strip()
    letters = [letter for letter in inner if letter.isalpha()]
    if is_inaudible(marked) or not letters:
        return False
    if marked[0] == "[":
        return not (inner[-1] in ".?!" and len(inner.split()) > 6)
    return _names_a_sound(marked) or (len(letters) > 3 and all(map(str.isupper, letters)))


def _names_a_sound(bracketed: str) -> bool:
    inner = bracketed[1:-1].strip()
    if inner[-1:] in tuple(".?!") or _SPOKEN_ON.match(inner):
        return False
    return len(inner.split()) <= 7 and _SOUND_WORDS.search(inner) is not None


def _like_a_name(word: str) -> bool:
    bare = word.strip("()[],.;:–-")
    if "." in bare or "@" in bare or not bare:
        return True
    return bare.isdigit() or (bare[0].isupper() and not any(map(str.isdigit, bare)))
