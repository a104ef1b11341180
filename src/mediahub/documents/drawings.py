"""The words of charts and SmartArt in Office files."""

from typing import TYPE_CHECKING

from mediahub.documents.package import Package, attribute, local
from mediahub.documents.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element


def drawn(package: Package, part: str, element: "_Element") -> list[str]:
    """The lines of the chart or SmartArt that `element`, which stands in `part`, refers to."""
    id_ = attribute(element, "dm" if local(element) == "relIds" else "id") or ""
    _kind, where = package.related(part).get(id_, ("", ""))
    if not where or where not in package:
        return []
    root = package.tree(where)
    return _diagram(root) if local(root) == "dataModel" else _chart(root)


def _paragraphs(element: "_Element") -> "Iterator[str]":
    for one in element.iter("{*}p"):
        texts = ("".join(" " if local(part) == "br" else part.text or "" for part in one.iter(
            "{*}t", "{*}br")),)  # fmt: skip
        yield from (line for text in texts if (line := plain(text)))


def _chart(root: "_Element") -> list[str]:
    """Title, names of the axes and series, and categories, each once; no figures."""
    lines = list(_paragraphs(root))
    for name in ("tx", "cat", "strDim"):
        for one in root.iter(f"{{*}}{name}"):
            for point in one.iter("{*}v", "{*}pt"):
                lines.append(plain(point.text or ""))
    return [line for line in dict.fromkeys(lines) if line]


def _diagram(root: "_Element") -> list[str]:
    """The points from the top down, each followed by those below it."""
    texts: dict[str, list[str]] = {}
    below: dict[str, list[tuple[int, str]]] = {}
    tops: list[str] = []
    for point in root.iter("{*}pt"):
        id_ = point.get("modelId") or ""
        texts[id_] = list(_paragraphs(point))
        if point.get("type") == "doc":
            tops.append(id_)
    for link in root.iter("{*}cxn"):
        if link.get("type", "parOf") == "parOf":
            place = int(link.get("srcOrd") or 0)
            below.setdefault(link.get("srcId") or "", []).append((place, link.get("destId") or ""))
    order: dict[str, None] = {}
    waiting = [*reversed([*tops, *texts])]
    while waiting:
        id_ = waiting.pop()
        if id_ in order or id_ not in texts:
            continue
        order[id_] = None
        waiting.extend(child for _, child in sorted(below.get(id_, ()), reverse=True))
    return [line for id_ in order for line in texts[id_]]
