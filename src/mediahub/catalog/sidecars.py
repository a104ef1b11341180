"""Which captions are whose: the names that people and programs give them, and which are taken."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from mediahub.catalog.entries import FoundFile
from mediahub.catalog.notices import (
    CAPTIONS_ALONE,
    CAPTIONS_EMPTY,
    CAPTIONS_LANGUAGE,
    CAPTIONS_OTHER,
)
from mediahub.catalog.scan import Folder, kind_of, nfc, stem_and_ending
from mediahub.notices import Notice

ENDINGS = ("vtt", "srt", "sbv", "ttml", "dfxp")
"""The endings of captions in lower case, the ones that are taken first before others."""

_LANGUAGES = {
    **dict.fromkeys(("sv", "se", "swe", "svenska", "swedish"), "sv"),
    **dict.fromkeys(("en", "eng", "engelska", "english"), "en"),
    **{code: code for code in ("no", "nb", "nn", "da", "fi", "is", "de", "fr", "es", "ar", "fa",
                               "so", "ti", "pl", "uk", "ru", "tr", "it", "pt", "nl", "et", "lv")},
    **dict.fromkeys(("nor", "norsk"), "no"),
    **dict.fromkeys(("dan", "dansk"), "da"),
    **dict.fromkeys(("fin", "suomi", "finska"), "fi"),
    **dict.fromkeys(("deu", "ger", "tyska"), "de"),
}  # fmt: skip
"""What stands for a language in file names (some say `se` for Swedish), and its code."""
_BESIDE_LANGUAGE = frozenset(
    ["cc", "sdh", "forced", "auto", "asr", "default", "captions", "subtitles", "undertexter",
     "transcript", "orig"]
)  # fmt: skip
_PARTS = re.compile(r"[._ -]+")
SMALLEST_CUE = 25
"""Bytes of the shortest WebVTT or SRT with a cue."""
SMALL = 4096
"""Captions of more bytes than this hold a cue; smaller ones are looked into."""
_CUE = re.compile(rb"-->|->|\d:\d\d[.:]\d|<p[\s>]|<tt:p[\s>]")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A caption file, by whose name it is, in which language ("" when that does not say)."""

    name: str
    language: str
    of: str
    """A media file's name in the folder."""


@dataclass(slots=True)
class Sidecars:
    """The captions of one folder, given out to its recordings."""

    folder: Folder
    notices: list[Notice] = field(default_factory=list)
    _of: dict[str, list[Sidecar]] = field(default_factory=dict)
    _alone: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        media = _Media(self.folder)
        for name in sorted(self.folder.files.values()):
            if stem_and_ending(name)[1] in ENDINGS:
                found = list(media.described_by(name))
                for one in found:
                    self._of.setdefault(one.of, []).append(one)
                if not found:
                    self._alone.append(name)

    def taken(self, file: FoundFile) -> str | None:
        """The name of the captions that are the transcript of a recording; None without any."""
        beside = self._of.get(file.name, [])
        spoken = _primary(file.table.get("language") if file.table else None)
        fitting = [one for one in beside if one.language in ("", spoken)]
        for one in beside:
            if one not in fitting:
                self.notices.append(
                    CAPTIONS_LANGUAGE.at(
                        self._label(one.name), language=one.language, media=file.name, spoken=spoken
                    )
                )
        ranked = sorted(fitting, key=lambda one: self._rank(one, file.name))
        full = [one for one in ranked if self._holds_a_cue(one.name)]
        self._tell_empty([one for one in ranked if one not in full], full)
        for one in full[1:]:
            self.notices.append(
                CAPTIONS_OTHER.at(self._label(one.name), taken=full[0].name, media=file.name)
            )
        return full[0].name if full else None

    def tell_alone(self) -> None:
        """Tell of captions that are of no recording here."""
        media = next((name for name in sorted(self.folder.files) if _is_media(name)), "film.mp4")
        for name in self._alone:
            ending = stem_and_ending(name)[1]
            example = f"{stem_and_ending(media)[0]}.{ending}"
            self.notices.append(CAPTIONS_ALONE.at(self._label(name), example=example))

    def _rank(self, one: Sidecar, media: str) -> tuple[int, int, int, str]:
        stem, ending = stem_and_ending(one.name)
        exact = nfc(stem) in (nfc(media), nfc(stem_and_ending(media)[0]))
        return (0 if one.language else 1, ENDINGS.index(ending), 0 if exact else 1, one.name)

    def _holds_a_cue(self, name: str) -> bool:
        if name in self.folder.links:
            return True  # where it leads is looked into elsewhere
        path = f"{self.folder.path}/{name}"
        try:
            size = os.stat(path).st_size  # noqa: PTH116  (one of thousands)
            if size < SMALLEST_CUE or size > SMALL:
                return size > SMALL
            return _CUE.search(Path(path).read_bytes().replace(b"\0", b"")) is not None
        except OSError:
            return True  # why it cannot be read is told when it is

    def _tell_empty(self, empty: Sequence[Sidecar], full: Sequence[Sidecar]) -> None:
        if full:
            instead, swedish = f"{full[0].name} is taken", f"{full[0].name} används"
        else:
            instead, swedish = "the recording is listened to", "inspelningen avlyssnas"
        for one in empty:
            self.notices.append(
                CAPTIONS_EMPTY.at(self._label(one.name), instead=instead, instead_swedish=swedish)
            )

    def _label(self, name: str) -> str:
        return f"{self.folder.label}/{name}"


class _Media:
    """The recordings of a folder by their names, letter case aside."""

    def __init__(self, folder: Folder) -> None:
        self._by_name: dict[str, list[str]] = {}
        self._by_stem: dict[str, list[str]] = {}
        for name in folder.files.values():
            if _is_media(name):
                self._by_name.setdefault(_key(name), []).append(name)
                self._by_stem.setdefault(_key(stem_and_ending(name)[0]), []).append(name)

    def described_by(self, captions: str) -> Iterator[Sidecar]:
        """The recordings that a caption file is of by its name: the longest name that fits."""
        whole = _key(stem_and_ending(captions)[0])
        for rest, language in _readings(whole):
            found = self._by_name.get(rest) or self._by_stem.get(rest)
            if found:
                # `x.vtt` beside `x.mp4` and `X.mp4` is of the one that is written the same.
                same = [
                    one for one in found if nfc(captions).startswith(nfc(stem_and_ending(one)[0]))
                ]
                yield from (Sidecar(captions, language, one) for one in same or found)
                return


def _readings(whole: str) -> Iterator[tuple[str, str]]:
    """What of a name may be the recording's, and the language that the rest of it tells."""
    yield whole, ""
    language, rest = "", whole
    while parts := list(_PARTS.finditer(rest)):
        rest, last = rest[: parts[-1].start()], rest[parts[-1].end() :]
        if last in _LANGUAGES:
            # "sv-se": what stands before the region is the language.
            language = _LANGUAGES[last]
        elif last not in _BESIDE_LANGUAGE and not (not language and _is_region(last, rest)):
            return
        yield rest, language


def _is_region(last: str, rest: str) -> bool:
    """Whether it is the region of a language, as in `x.en-GB`."""
    before = _PARTS.split(rest)[-1]
    return len(last) == 2 and last.isalpha() and before in _LANGUAGES


def _is_media(name: str) -> bool:
    return kind_of(name) in ("film", "podcast")


@lru_cache(maxsize=2**15)
def _key(name: str) -> str:
    return nfc(name).casefold()


def _primary(language: object) -> str:
    """The language of an item without its region; Swedish where nothing is written."""
    code = language.partition("-")[0].lower() if isinstance(language, str) else ""
    return _LANGUAGES.get(code, code) or "sv"
