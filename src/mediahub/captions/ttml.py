"""TTML (.ttml, .dfxp): timed text in XML, read as cues; its voices and times within as markup."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import etree

from mediahub.captions.notices import LANGUAGES, NO_TIME, TURNED, place, quoted
from mediahub.captions.written import Written, WrittenCue
from mediahub.errors import MediaError
from mediahub.notices import Notice
from mediahub.transcript.language import is_swedish
from mediahub.transcript.span import Span

_XML = "{http://www.w3.org/XML/1998/namespace}"
_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d)(?:[.,](\d+)|[:;](\d+)(?:\.\d+)?)?")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>\s*)*<(?:\w+:)?tt\b",
    re.DOTALL,
)
_DECLARED = re.compile(r"<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[a-zA-Z]\w*;")
_FRAMES = 30
"""Frames a second, where the file does not say (TTML 2, ttp:frameRate)."""


def is_ttml(text: str) -> bool:
    """Whether a text is TTML, by its root element."""
    return _ROOT.match(text.lstrip("\ufeff")) is not None


def read_ttml(text: str, name: str) -> Written:
    """The cues of a TTML file as they are written, in the language that is Swedish if one is.

    A paragraph whose time is wrong is told and shown where it seems to belong. Raises MediaError
    where the file is no XML, or where no text has a time.
    """
    root = _parsed(text, name)
    reader = _Reader(name, _Rates.of(root), _agents(root))
    body = next((one for one in root.iter() if _tag(one) == "body"), root)
    reader.read(body, 0, None, root.get(f"{_XML}lang", ""))
    notices = list(reader.notices)
    languages = Counter(language for language, _ in reader.cues)
    chosen = next(iter(languages), "")
    if len(languages) > 1:
        chosen = next((one for one in languages if is_swedish(one)), chosen)
        others = ", ".join(one or "?" for one in languages if one != chosen)
        notices.append(LANGUAGES.at(name, chosen=chosen or "?", others=others))
    cues = [cue for language, cue in reader.cues if language == chosen]
    if not cues and any(map(str.strip, body.itertext())):
        raise MediaError(
            f"{place(name, body.sourceline or 1)}: no text has a time; "
            'write <p begin="00:00:01.000" end="00:00:04.000">',
            swedish=f"{name}: ingen text i textningen har en tid.",
        )
    return Written(tuple(cues), tuple(notices))


def _parsed(text: str, name: str) -> Any:
    bare = _DECLARED.sub(lambda one: "\n" * one[0].count("\n"), text.lstrip("\ufeff"), count=2)
    known = _ENTITY.sub(lambda one: _escaped(unescape(one[0])), bare)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(known.encode(), parser)
    except etree.XMLSyntaxError as error:
        where = place(name, error.lineno or 1)
        raise MediaError(
            f"{where}: this is no whole XML ({error.msg}); save it anew",
            swedish=f"{name}: filen är ingen hel XML. Spara den på nytt.",
        ) from error


@dataclass(frozen=True, slots=True)
class _Rates:
    """How many frames and ticks a second has."""

    frames: float
    ticks: float

    @classmethod
    def of(cls, root: Any) -> "_Rates":
        given = {etree.QName(key).localname: value for key, value in root.attrib.items()}
        frames = _number(given.get("frameRate"), _FRAMES)
        up, _, down = given.get("frameRateMultiplier", "1 1").replace(":", " ").partition(" ")
        frames *= _number(up, 1) / _number(down, 1)
        ticks = frames if "frameRate" in given else 1.0
        return cls(frames, _number(given.get("tickRate"), ticks))

    def ms(self, written: str | None) -> int | None:
        """A time expression in ms; None for none, or what is no time."""
        written = (written or "").strip()
        if found := _CLOCK.fullmatch(written):
            hours, minutes, seconds = (int(part) for part in found.groups()[:3])
            whole = ((hours * 60 + minutes) * 60 + seconds) * 1000
            return whole + round(
                1000 * int(found[5]) / self.frames
                if found[5]
                else int((found[4] or "0")[:3].ljust(3, "0"))
            )
        if found := _OFFSET.fullmatch(written):
            units = {"h": 3.6e6, "m": 6e4, "s": 1e3, "ms": 1.0}
            units |= {"f": 1000 / self.frames, "t": 1000 / self.ticks}
            return round(float(found[1]) * units[found[2]])
        return None


def _number(written: str | None, otherwise: float) -> float:
    try:
        return float(written or "") or otherwise
    except ValueError:
        return otherwise


def _agents(root: Any) -> dict[str, str]:
    """The names of the file's agents, by id."""
    found: dict[str, str] = {}
    for agent in root.iter():
        if _tag(agent) == "agent":
            names = [" ".join("".join(one.itertext()).split()) for one in agent]
            found[agent.get(f"{_XML}id", "")] = next(filter(None, names), "")
    return found


def _tag(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _attribute(element: Any, name: str) -> str | None:
    return next(
        (str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name),
        None,
    )


class _Reader:
    """What is read of a body: cues with their languages, and what is to be told."""

    def __init__(self, name: str, rates: _Rates, agents: Mapping[str, str]) -> None:
        self.cues: list[tuple[str, WrittenCue]] = []
        self.notices: list[Notice] = []
        self._name, self._rates, self._agents = name, rates, agents
        self._latest = 0

    def read(self, element: Any, start_ms: int, end_ms: int | None, language: str) -> None:
        """The cues in an element that lies in one with these times; its own are relative to it."""
        language = element.get(f"{_XML}lang", language)
        timed = any(element.get(key) is not None for key in ("begin", "end", "dur"))
        begin, end = self._times(element, start_ms, end_ms)
        if _tag(element) not in ("p", "span"):
            for child in element:
                self.read(child, begin, end, language)
        elif timed or end is not None:
            self._take(element, begin, end, language)
        else:
            for child in element:
                if _tag(child) == "span":
                    self.read(child, begin, end, language)

    def _times(self, element: Any, start_ms: int, end_ms: int | None) -> tuple[int, int | None]:
        begin = start_ms + (self._rates.ms(element.get("begin")) or 0)
        given = self._rates.ms(element.get("end"))
        dur = self._rates.ms(element.get("dur"))
        ends = [start_ms + given] if given is not None else []
        ends += [begin + dur] if dur is not None else []
        ends += [end_ms] if end_ms is not None and not ends else []
        return begin, min(ends, default=None)

    def _take(self, element: Any, begin: int, end: int | None, language: str) -> None:
        payload = "".join(self._payload(element, begin))
        if not unescape(re.sub(r"<[^<>]*>", "", payload)).strip():
            return
        line = element.sourceline or 1
        written = " ".join(
            f'{key}="{element.get(key)}"' for key in ("begin", "end", "dur") if element.get(key)
        )
        begun = element.get("begin")
        if begun is not None and self._rates.ms(begun) is None:
            begin, end = self._latest, None
        if end is None or end < begin:
            kind = NO_TIME if end is None else TURNED
            self.notices.append(kind.at(place(self._name, line), text=quoted(written)))
            end = begin + 1000
        self._latest = max(self._latest, end)
        agent = self._agents.get(_attribute(element, "agent") or "", "")
        if agent:
            payload = f"<v {_escaped(agent)}>{payload}</v>"
        self.cues.append((language, WrittenCue(line, Span(begin, end), tuple(payload.split("\n")))))

    def _payload(self, element: Any, begin: int) -> Iterable[str]:
        """The text of an element as WebVTT writes it."""
        yield _one_line(element.text)
        for child in element:
            kind = _tag(child)
            if kind == "br":
                yield "\n"
            elif kind == "span":
                later = self._rates.ms(child.get("begin"))
                if later is not None:
                    yield f"<{_stamp(begin + later)}>"
                yield from self._payload(child, begin + (later or 0))
            yield _one_line(child.tail)


def _one_line(text: str | None) -> str:
    return _escaped(re.sub(r"\s+", " ", text or ""))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
