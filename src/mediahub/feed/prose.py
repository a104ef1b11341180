"""What people write about episodes, themes and series: Markdown, as HTML or as plain text.

Of CommonMark as much as prose needs: paragraphs, emphasis, links, lists, quotations, headings; of
an article also tables, notes and program text. HTML is text like other text.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from mediahub.documents.structure import (
    Block,
    Cell,
    Link,
    Listing,
    Mark,
    Paragraph,
    Program,
    Quotation,
    Run,
    Table,
)
from mediahub.feed.blockhtml import FOLLOWED, blocks_html, inline_html, sections_html
from mediahub.feed.footnotes import as_list, noted, with_marks, without_marks
from mediahub.feed.text import clean

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_LEFT_ALONE = r"`[^`\n]*`|<[^<>\s]*>|(?:\[[^\[\]\n]*)?\]\((?:[^()\n]|\([^()\n]*\))*\)"
_WEB = r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]*`»”’]"
_MAIL = r"(?:mailto:)?(?P<mail>[^\W_][\w.+%-]{0,63}@[^\W_][\w-]*(?:\.[^\W_][\w-]*)*\.[^\W\d_]{2,})"
_PHONE = r"(?<![\w./-])(?P<phone>(?:\+|0)[\d ()/\N{NO-BREAK SPACE}\N{EN DASH}-]{6,24}\d)(?![\w/-])"
_TIMES = r"(?P<times>(?<=\d)\*(?=\d))"
_ADDRESSES = re.compile(f"(?P<as_is>{_LEFT_ALONE})|(?P<web>{_WEB})|{_MAIL}|{_TIMES}")
_CONTACTS = re.compile(f"{_ADDRESSES.pattern}|{_PHONE}")
_SIGNS = r"[\\`*_\[\]<>&#]|^[ \t]*(?:[-+](?=\s|$)|\d+(?=[.)]))"
_UNREAD = re.compile(f"(?P<web>{_WEB})|{_SIGNS}", re.MULTILINE)
_PHONE_DIGITS = (8, 15)
_DEEPEST = 30
"""So many elements within each other are nobody's prose; such a text is shown as it is written."""


def to_html(text: str, *, between: str = "") -> str:
    """The text as HTML of p, br, em, strong, a, ul, ol, li and blockquote.

    A line end is a `<br>`; the addresses of the web and of e-mail are links; `between` stands
    between the outermost elements.
    """
    return between.join(blocks_html(_blocks(_parsed(text))))


def to_inline_html(text: str, *, phones: bool = False) -> str:
    """The text as HTML that may stand within a line or a paragraph; `phones` are links too."""
    addresses = _CONTACTS if phones else _ADDRESSES
    return inline_html(_runs(_tree(_parser().parseInline, clean(text), addresses)))


def to_sections(text: str, title: str = "") -> tuple[tuple[int, str, str], ...]:
    """A longer text cut at its headings of level 1 to 3: the level, the heading and the HTML.

    The level is that of a page with the title `title` (`sections_html`), the heading plain text.
    What stands before the first one has level 0 and no heading. Notes are a list at the end of the
    last.
    """
    source = noted(clean(text))
    found: list[tuple[int, str, list[Block]]] = [(0, "", [])]
    for child in _tree(_article_parser().parse, source.text, _ADDRESSES).children:
        if child.type == "heading" and child.tag in ("h1", "h2", "h3"):
            heading = without_marks(" ".join(_plain_inline(child, False).split()))
            found.append((int(child.tag[1]), heading, []))
        else:
            found[-1][2].extend(_block(child))
    levels = [level for level, _, _ in found[1:]]
    own = found[1][1] if levels.count(1) == 1 and levels[0] == 1 else ""
    made = [
        (level, heading, with_marks(html))
        for level, heading, html in sections_html(found, title, own)
    ]
    if source.notes:
        level, heading, html = made[-1]
        notes = as_list([to_inline_html(note) for note in source.notes])
        made[-1] = level, heading, f"{html}\n{notes}" if html else notes
    return tuple(made)


def to_plain(text: str, *, addresses: bool = True) -> str:
    """The text without its signs, blank lines between paragraphs, entries of a list after "•".

    Where a link has words of its own its address stands after them, in brackets, unless
    `addresses` is False.
    """
    return "\n\n".join(_plain_blocks(_parsed(text), addresses))


def literal(text: str) -> str:
    """Markdown that is read as exactly this text: for what nobody wrote as Markdown."""
    return _UNREAD.sub(lambda found: found["web"] or _escaped(found), text)


def _escaped(sign: re.Match[str]) -> str:
    before, last = sign[0][:-1], sign[0][-1]
    # A number is no list when its full stop is an escaped one.
    return f"{sign[0]}\\" if last.isdigit() else f"{before}\\{last}"


@cache
def _parser() -> "MarkdownIt":
    # A line under which signs stand is no heading.
    return _reader().disable(["fence", "lheading", "reference"])


@cache
def _article_parser() -> "MarkdownIt":
    parser = _reader().enable(["table", "strikethrough"])
    # Files beside the article are not on the page: what leads to one is its words alone.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # slow to import

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
    parser.disable(["code", "html_block", "html_inline"])  # an indented line is no program
    parser.validateLink = lambda url: FOLLOWED.fullmatch(url) is not None  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


def _parsed(text: str) -> "SyntaxTreeNode":
    return _tree(_parser().parse, clean(text), _ADDRESSES)


def _tree(
    parse: "Callable[[str], list[Token]]", text: str, addresses: re.Pattern[str]
) -> "SyntaxTreeNode":
    from markdown_it.tree import SyntaxTreeNode

    tokens = parse(_marked(text, addresses))
    if max((_depth(token) for token in tokens), default=0) > _DEEPEST:
        tokens = parse(literal(text))
    return SyntaxTreeNode(tokens)


def _depth(token: "Token") -> int:
    return token.level + max((one.level for one in token.children or ()), default=0)


def _marked(text: str, addresses: re.Pattern[str]) -> str:
    """The text with its bare addresses as links: a `_` in one is no emphasis, nor is 5*3*2."""
    return addresses.sub(_link, text)


def _link(found: re.Match[str]) -> str:
    if found["as_is"]:
        return found[0]
    if found["times"]:
        return r"\*"
    if found["web"]:
        return _web_link(found[0])
    if found["mail"]:
        return f"<{found['mail']}>" if found["mail"].isascii() else found[0]
    number = re.sub(r"\(0\)|[^\d+]", "", found["phone"])
    least, most = _PHONE_DIGITS
    return f"[{found[0]}](tel:{number})" if least <= len(number) <= most else found[0]


def _web_link(address: str) -> str:
    # The signs of an emphasis that ends here are no part of what it emphasises.
    ends = "_" if address.endswith("_") and address.count("_") % 2 else ""
    return f"<{address.removesuffix(ends)}>{ends}"


def _blocks(node: "SyntaxTreeNode") -> Iterator[Block]:
    """Each block in the node."""
    for child in node.children:
        yield from _block(child)


def _block(child: "SyntaxTreeNode") -> Iterator[Block]:
    if child.type == "paragraph":
        yield Paragraph(_runs(child))
    elif child.type == "heading":
        yield Paragraph(_runs(child), int(child.tag[1]))
    elif child.type == "blockquote":
        yield Quotation(tuple(_blocks(child)))
    elif child.type == "bullet_list":
        yield Listing(_entries(child))
    elif child.type == "ordered_list" and _counts_from_one(child):
        yield Listing(_entries(child), "1")
    elif child.type == "ordered_list":
        for entry in child.children:
            yield from _numbered(entry)
    elif child.type == "table":
        yield Table(tuple(_row(node) for node in child.walk() if node.type == "tr"))
    elif child.type == "fence":
        yield Program(child.content.rstrip())


def _row(node: "SyntaxTreeNode") -> tuple[Cell, ...]:
    return tuple(
        Cell((Paragraph(_runs(cell)),), "col" if cell.type == "th" else "")
        for cell in node.children
    )


def _counts_from_one(node: "SyntaxTreeNode") -> bool:
    """Whether the numbers are those of a list; "1914. Kriget" and apps that count are not one."""
    return [entry.info for entry in node.children] == [
        str(number + 1) for number in range(len(node.children))
    ]


def _numbered(entry: "SyntaxTreeNode") -> Iterator[Block]:
    number = Run(f"{entry.info}{entry.markup} ")
    first, *rest = list(_blocks(entry)) or [Paragraph(())]
    if isinstance(first, Paragraph):
        yield Paragraph((number, *first.runs), first.level)
    else:
        yield Paragraph((number,))
        yield first
    yield from rest


def _entries(node: "SyntaxTreeNode") -> tuple[tuple[Block, ...], ...]:
    return tuple(tuple(_blocks(entry)) for entry in node.children)


_TEXTS = ("text", "code_inline", "text_special", "image")


def _runs(node: "SyntaxTreeNode", marks: tuple[Mark, ...] = ()) -> tuple[Run, ...]:
    """What stands in the node, without the node's own mark."""
    if not node.children:
        return (Run(node.content, marks),) if node.type in _TEXTS else ()
    return tuple(run for child in node.children for run in _marked_runs(child, marks))


def _marked_runs(node: "SyntaxTreeNode", marks: tuple[Mark, ...]) -> tuple[Run, ...]:
    if node.type in ("softbreak", "hardbreak"):
        return (Run("\n", marks),)
    if node.type in ("em", "strong", "s"):
        return _runs(node, (*marks, node.type))
    if node.type == "link":
        return _runs(node, (*marks, Link(str(node.attrs["href"]))))
    return _runs(node, marks)


def _plain_blocks(node: "SyntaxTreeNode", addresses: bool) -> Iterator[str]:
    for child in node.children:
        if child.type in ("paragraph", "heading"):
            yield _plain_inline(child, addresses)
        elif child.type == "blockquote":
            yield from _plain_blocks(child, addresses)
        elif child.type in ("bullet_list", "ordered_list"):
            yield "\n".join(_plain_entry(entry, addresses) for entry in child.children)


def _plain_entry(entry: "SyntaxTreeNode", addresses: bool) -> str:
    sign = f"{entry.info}{entry.markup}" if entry.info else "•"
    inner = "\n".join(_plain_blocks(entry, addresses)).replace("\n", "\n  ")
    return f"{sign} {inner}".rstrip()


def _plain_inline(node: "SyntaxTreeNode", addresses: bool) -> str:
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if not node.children:
        return node.content if node.type in _TEXTS else ""
    inner = "".join(_plain_inline(child, addresses) for child in node.children)
    if node.type != "link" or not addresses:
        return inner
    address = str(node.attrs["href"])
    said = re.sub(r"^(?:mailto|tel):", "", address)
    known = not said or said == inner or address.startswith("tel:")
    return inner if known else f"{inner} ({said})"
