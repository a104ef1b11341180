"""Show notes as hosts write them, HTML mostly, as the Markdown that people write here."""

import re
from html.parser import HTMLParser

from mediahub.feed.addresses import web_url
from mediahub.feed.prose import literal

_MARKUP = re.compile(r"<(?:/?[a-z][a-z0-9]*(?:\s[^<>]*)?/?)>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.I)
_BLOCKS = frozenset(
    ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "tr"]
)
_UNSEEN = frozenset(["script", "style", "head", "template", "iframe"])
_STRONG = {"strong": "**", "b": "**", "em": "*", "i": "*"}


def as_markdown(text: str) -> str:
    """The notes as Markdown: paragraphs, line ends, lists, emphasis and links; else their text."""
    if not _MARKUP.search(text):
        return literal(_tidy(text))
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return _tidy("".join(reader.parts))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0
        self._links: list[tuple[int, str | None]] = []
        self._emphasis: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a":
            self._links.append((len(self.parts), web_url(dict(attrs).get("href"))))
        elif tag in _STRONG:
            self._emphasis.append((tag, len(self.parts)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a" and self._links:
            self._link(*self._links.pop())
        elif tag in _STRONG and self._emphasis and self._emphasis[-1][0] == tag:
            _, start = self._emphasis.pop()
            self._wrap(start, _STRONG[tag], _STRONG[tag])

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(literal(re.sub(r"\s+", " ", data)))

    def _link(self, start: int, address: str | None) -> None:
        said = "".join(self.parts[start:])
        if address is None or not said.strip() or "\n\n" in said:
            return
        bare = said.strip().replace("\\", "")
        if bare.rstrip("/") in (address.rstrip("/"), address.partition("://")[2].rstrip("/")):
            self.parts[start:] = [address]
        elif "(" not in address and ")" not in address:
            self._wrap(start, "[", f"]({address})")

    def _wrap(self, start: int, before: str, after: str) -> None:
        said = "".join(self.parts[start:])
        inner = said.strip()
        if not inner or "\n\n" in said:
            return
        lead, tail = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
        self.parts[start:] = [f"{lead}{before}{inner}{after}{tail}"]


def _tidy(text: str) -> str:
    lines = [
        re.sub(r"[ \t\r]+", " ", line).strip(" ") for line in text.replace("\r\n", "\n").split("\n")
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
