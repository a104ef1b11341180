"""Which files are read, by which reader, and what to save the others as."""

from collections.abc import Mapping

from mediahub.tongues import Said

VERSION = 4
"""Raise when the same file would give other text: what is made of it is made again."""

_AS_TEXT = Said("DOCX or PDF", "DOCX eller PDF")
_AS_SLIDES = Said("PPTX or PDF", "PPTX eller PDF")

READERS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys((".md", ".markdown"), ("markdown", "read_markdown")),
    **dict.fromkeys((".txt", ".text"), ("markdown", "read_plain")),
    **dict.fromkeys((".html", ".htm", ".xhtml"), ("html", "read_html")),
    ".pdf": ("pdf", "read_pdf"),
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), ("word", "read_docx")),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".ppsm", ".potx"), ("slides", "read_pptx")),
    **dict.fromkeys((".odt", ".ott", ".odp", ".otp"), ("opendocument", "read_opendocument")),
    ".rtf": ("rtf", "read_rtf"),
}
"""The module and function that read a file, by its ending in lower case."""

SUFFIXES = frozenset(READERS)
"""The endings, in lower case, of the files that `read_document` reads."""

SLIDES = frozenset((".pdf", ".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".odp", ".otp"))
"""Those of `SUFFIXES` that are slides, as far as an ending tells; the others are articles."""

NOT_READ: Mapping[str, str] = {
    **dict.fromkeys((".doc", ".dot", ".pages", ".wpd", ".wps", ".wri", ".sxw"), _AS_TEXT),
    **dict.fromkeys((".odg", ".pub", ".indd", ".ai", ".ps", ".eps", ".xps", ".oxps"), "PDF"),
    **dict.fromkeys((".djvu", ".mobi", ".azw", ".azw3", ".fb2", ".epub"), "PDF"),
    **dict.fromkeys((".ppt", ".pps", ".pot", ".key", ".sxi"), _AS_SLIDES),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".ods", ".numbers", ".csv", ".tsv"), "PDF"),
    **dict.fromkeys(
        (".tex", ".rst", ".adoc", ".asciidoc", ".org"),
        Said("PDF or Markdown", "PDF eller Markdown"),
    ),
    **dict.fromkeys((".mht", ".mhtml", ".webarchive", ".eml", ".msg", ".one"), "PDF"),
    **dict.fromkeys((".fodt",), "ODT"),
    **dict.fromkeys((".fodp",), "ODP"),
}
"""Documents that are not read: their endings in lower case, and what to save them as instead."""
