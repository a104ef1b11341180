"""Hyphens at the ends of lines: which break a word, and which are part of it."""

import re
from collections.abc import Iterable
from dataclasses import replace

from mediahub.documents.structure import Block, Listing, Paragraph
from mediahub.documents.values import Document

BREAK = "\x02"
"""Stands in a text where a line ended with a hyphen."""

_BROKEN = re.compile(rf"([\w’'-]*){BREAK}+([\w’'-]*)")
_WORD = re.compile(r"\w+(?:-\w+)*")
# After a part that is left hanging comes what it shares its last part with: nord- och sydsidan.
_JOINING = frozenset(
    ("och", "eller", "samt", "respektive", "men", "till", "som", "resp", "and", "or", "snarare")
)
_PREFIXES = frozenset(("icke", "ex", "pro"))


def join_breaks(document: Document) -> Document:
    """The document with every `BREAK` in it resolved: a hyphen, a hyphen and a space, or nothing.

    How the document writes the word elsewhere decides, then what it is put together of.
    """
    texts = [text for page in document.pages for text in (page.heading or "", page.text)]
    if not any(BREAK in text for text in texts):
        return document
    words = _words(texts)
    pages = tuple(
        replace(
            page,
            heading=_joined(page.heading, words) if page.heading else None,
            text=_joined(page.text, words),
            blocks=tuple(_joined_block(block, words) for block in page.blocks),
        )
        for page in document.pages
    )
    return replace(document, pages=pages)


def _joined_block(block: Block, words: frozenset[str]) -> Block:
    """The block with the words of its paragraphs whole; a PDF has paragraphs and lists."""
    if isinstance(block, Paragraph):
        runs = (replace(run, text=_joined(run.text, words)) for run in block.runs)
        return replace(block, runs=tuple(runs))
    if isinstance(block, Listing):
        entries = (tuple(_joined_block(one, words) for one in entry) for entry in block.entries)
        return replace(block, entries=tuple(entries))
    return block


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(
        word.lower() for text in texts for word in _WORD.findall(_BROKEN.sub(" ", text))
    )


def _joined(text: str, words: frozenset[str]) -> str:
    while BREAK in text:  # a word may be broken twice
        text = _BROKEN.sub(lambda found: _one(found[1], found[2], words), text, count=0)
    return text


def _one(before: str, after: str, words: frozenset[str]) -> str:
    """The two pieces as one word, or as they stand."""
    if not after or not before:
        return f"{before}-{after}" if before else after
    if after.lower() in _JOINING:
        return f"{before}- {after}"
    hyphened, joined = f"{before}-{after}", before + after
    last = before.rpartition("-")[2] or before
    if len(last) > 2 and last[-1] == last[-2] == after[0]:
        joined = before[:-1] + after  # fall-lucka is fallucka
    for form in (hyphened, joined):
        if form.lower() in words:
            return form
    keeps = _stays(last, after) or last.lower() in _PREFIXES or _is_no_word(last, after)
    return hyphened if keeps else joined


def _is_no_word(before: str, after: str) -> bool:
    """Whether the dictionary has the two with a hyphen, or each of them and no compound of both."""
    from mediahub.language import in_dictionary, is_known

    whole = before + after
    if in_dictionary(f"{before}-{after}"):
        return not in_dictionary(whole)
    return is_known(before) and is_known(after) and not is_known(whole)


def _stays(before: str, after: str) -> bool:
    """Whether the hyphen is the word's own: of an abbreviation, a name, a letter or a figure."""
    if len(before) == 1 or before[-1].isdigit() or after[0].isdigit():
        return True
    if before[-1].isupper() or (len(before) > 1 and before[1:].lower() != before[1:]):
        return True  # EU-projektet, SoL-ärende
    return after[0].isupper() and not after.isupper()
