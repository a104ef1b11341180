"""What a reader is told in Swedish words: dates, lengths, sizes, kinds, languages; and what people
wrote, as HTML.
"""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import quote

from markupsafe import Markup

from mediahub.captions.paragraphs import DOUBT_AFTER, DOUBT_BEFORE, Paragraph
from mediahub.catalog import ItemKind
from mediahub.feed.addresses import web_url
from mediahub.feed.prose import to_html, to_inline_html, to_plain
from mediahub.feed.text import escape, one_line
from mediahub.transcript.clock import clock_hms

_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_LANGUAGES = {"sv": "Svenska", "en": "Engelska", "no": "Norska", "da": "Danska", "fi": "Finska"}
_OPENING = 260
_SUMMARY = 200


def day(moment: datetime) -> Markup:
    """`<time>3 juni 2020</time>`, in the time zone of the value itself."""
    words = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return _time(moment.date().isoformat(), words)


def calendar_day(on: date) -> Markup:
    """`<time>3 juni 2020</time>` of a day without a time."""
    return _time(on.isoformat(), plain_day(on))


def plain_day(on: date) -> str:
    """`3 juni 2020`, where there can be no element."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def length(ms: int) -> Markup:
    """`24:19`, `0:48` or `1:02:03`, for people and, in the element, for machines."""
    seconds = max(1, round(ms / 1000))
    return _time(f"PT{seconds}S", clock_hms(seconds * 1000))


def _time(machine: str, words: str) -> Markup:
    return Markup(f'<time datetime="{machine}">{words}</time>')  # noqa: S704 - both are ours


def kind_words(kind: ItemKind) -> str:
    """What a listener calls it."""
    return {"film": "Film", "podcast": "Podd", "article": "Artikel", "slides": "Bilder"}[kind]


def formats_words(formats: Sequence[str], kind: ItemKind) -> str:
    """`Film, föreläsning`, or what its kind is called where nobody said."""
    words = ", ".join(formats)
    return words[:1].upper() + words[1:] if words else kind_words(kind)


def counted(number: int) -> str:
    """`1 inslag`, `4 inslag`: how much there is in a theme; "" for nothing."""
    return f"{number} inslag" if number else ""


def reach(address: str) -> str:
    """Where a link to a web or e-mail address leads; "#" for anything else."""
    if "@" in address and "/" not in address:
        return f"mailto:{quote(address, safe='@')}"
    return web_url(address) or "#"


def language_name(code: str) -> str:
    """What a language is called where captions are chosen; its code when it is a rare one."""
    return _LANGUAGES.get(code.partition("-")[0], code)


def size(length_bytes: int) -> str:
    """`34,6 MB`, as Swedish writes it."""
    if length_bytes < 1_000_000:
        return f"{max(1, round(length_bytes / 1000))} kB"
    return f"{length_bytes / 1_000_000:.1f}".replace(".", ",") + " MB"


def prose(text: str) -> Markup:
    """What people wrote, in Markdown, as HTML: paragraphs, lists, links."""
    return Markup(to_html(text, between="\n"))  # noqa: S704 - `prose` escapes


def line(text: str) -> Markup:
    """What people wrote in one line, in Markdown, as HTML that may stand in any element."""
    return Markup(to_inline_html(text))  # noqa: S704 - `prose` escapes


def opening(text: str) -> str:
    """The first paragraph as plain text, at most 260 characters of it."""
    return one_line(to_plain(text, addresses=False).partition("\n\n")[0], _OPENING)


def summary(text: str) -> str:
    """The text as plain words on one line, for those who show a page elsewhere."""
    return one_line(to_plain(text, addresses=False), _SUMMARY)


def said(paragraph: Paragraph) -> Markup:
    """The paragraph's text, with what is probably misheard underlined."""
    html = paragraph.written(escape, DOUBT_BEFORE, DOUBT_AFTER)
    if paragraph.language:
        html = f'<span lang="{escape(paragraph.language)}">{html}</span>'
    if paragraph.sound:
        html = f'<em class="sound">{html}</em>'
    return Markup(html)  # noqa: S704 - escaped part by part


def contact(text: str) -> Markup:
    """A contact line as HTML: e-mail, telephone and web addresses are links."""
    return Markup(to_inline_html(text, phones=True))  # noqa: S704 - `prose` escapes
