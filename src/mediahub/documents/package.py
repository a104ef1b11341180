"""Office files as packages: a ZIP of XML parts that name each other."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote

from mediahub.errors import MediaError

if TYPE_CHECKING:
    from lxml.etree import _Element

WRONG_ENDING = "filen är inte vad ändelsen säger. Spara den på nytt från programmet som gjorde den"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OVERLAP = 64
"""Bytes. What is looked for in a part is shorter."""
MOST_ELEMENTS = 3_000_000
"""Elements in one document. A thousand pages of the untidiest Word file have a million."""


class Package:
    """The parts of an office file by name. Every method raises MediaError on a broken file."""

    def __init__(self, path: Path, kind: str) -> None:
        self._kind = kind
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise MediaError(_no_archive(path, kind), swedish=WRONG_ENDING) from error
        self._names = {name.lower(): name for name in self._archive.namelist()}
        self._elements = 0

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def open(self, part: str) -> IO[bytes]:
        """The bytes of a part, as a file."""
        try:
            return self._archive.open(self._names[part.lower()])
        except KeyError as error:
            raise MediaError(
                f"not a {self._kind}, whatever its ending says", swedish=WRONG_ENDING
            ) from error
        except RuntimeError as error:  # what the library says of an encrypted member
            raise MediaError(
                "locked by a password: save it without one",
                swedish="den är låst med ett lösenord: spara den utan",
            ) from error
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise self.broken(error) from error

    def broken(self, error: Exception) -> MediaError:
        """What is said of a file whose parts cannot be read."""
        return MediaError(
            f"not a readable {self._kind} ({type(error).__name__}: {error}). "
            "Save it again from the program that made it.",
            swedish="den går inte att läsa. Spara den på nytt från programmet som gjorde den",
        )

    def tree(self, part: str) -> "_Element":
        """The root of a small XML part."""
        import lxml.etree

        self._look(part)
        parser = lxml.etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        with self.open(part) as file:
            try:
                root = lxml.etree.parse(file, parser).getroot()
            except (*_BROKEN, lxml.etree.LxmlError) as error:
                raise self.broken(error) from error
        self._no_entities(root, part)
        return root

    def _no_entities(self, root: "_Element", part: str) -> None:
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.broken(ValueError(f"{part} declares words of its own"))

    def pieces(self, part: str, depth: int) -> Iterator["_Element"]:
        """Each element at `depth` below the root of an XML part, whole, and then forgotten.

        Memory is needed for one at a time, however long the part is.
        """
        import lxml.etree

        self._look(part)
        with self.open(part) as file:
            try:
                at = -1
                for event, element in lxml.etree.iterparse(
                    file, events=("start", "end"), resolve_entities=False, no_network=True,
                    remove_comments=True, remove_pis=True,
                ):  # fmt: skip
                    if event == "start":
                        at += 1
                        if at == 0:
                            self._no_entities(element, part)
                        continue
                    if at == depth:
                        yield element
                        if depth:
                            element.clear()
                            _forget_before(element)
                    at -= 1
            except (*_BROKEN, lxml.etree.LxmlError) as error:
                raise self.broken(error) from error

    def _look(self, part: str) -> None:
        """Refuse a part that is too much work before the work is begun."""
        with self.open(part) as file:
            try:
                while chunk := file.read(1 << 20):
                    self._elements += chunk.count(b"<") - chunk.count(b"</")
                    if self._elements > MOST_ELEMENTS:
                        raise MediaError(
                            f"it has more than {MOST_ELEMENTS:,} elements, more work than any real "
                            "document. Save it anew from the program that made it, or as PDF.",
                            swedish="den har fler delar än något verkligt dokument. Spara den på "
                            "nytt från programmet som gjorde den, eller som PDF",
                        )
            except _BROKEN as error:
                raise self.broken(error) from error

    def mentions(self, pattern: re.Pattern[bytes]) -> bool:
        """Whether a short pattern is found in one of the parts that are XML."""
        for name in self._names:
            if not name.endswith(".xml"):
                continue
            with self.open(name) as file:
                try:
                    before = b""
                    while chunk := file.read(1 << 20):
                        if pattern.search(before + chunk):
                            return True
                        before = chunk[-_OVERLAP:]
                except _BROKEN as error:
                    raise self.broken(error) from error
        return False

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part of Office Open XML refers to: (last word of the type, part) by id."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        if relations not in self:
            return found
        for one in self.tree(relations):
            target = unquote(one.get("Target") or "")
            if one.get("TargetMode") == "External" or not target:
                continue
            where = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (one.get("Type") or "").rpartition("/")[2]
            found[one.get("Id") or ""] = (kind, where)
        return found

    def links(self, part: str) -> dict[str, str]:
        """The addresses outside the file that a part refers to, by id."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self:
            return {}
        return {
            one.get("Id") or "": (one.get("Target") or "").strip()
            for one in self.tree(relations)
            if one.get("TargetMode") == "External"
        }

    def related_as(self, part: str, kind: str) -> str | None:
        """The first part that `part` refers to as `kind`, if it is there."""
        targets = (where for one, where in self.related(part).values() if one == kind)
        return next((where for where in targets if where in self), None)


def _forget_before(element: "_Element") -> None:
    parent = element.getparent()
    while parent is not None and len(parent) and parent[0] is not element:
        del parent[0]


def _no_archive(path: Path, kind: str) -> str:
    with path.open("rb") as file:
        begins = file.read(1 << 20)
    if begins.startswith(_OLE):
        # A locked file is an old container, with the names of its streams in UTF-16.
        if "EncryptedPackage".encode("utf-16-le") in begins or _is_locked(path):
            return "locked by a password: save it without one"
        return f"not a {kind}, but an older format under another ending: save it anew as one"
    return f"not a {kind}: save it again from the program that made it"


def _is_locked(path: Path) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def local(element: "_Element") -> str:
    """The name of an element without its namespace; "" for a comment or instruction.

    Word and PowerPoint write the same names in two sets of namespaces (transitional and strict).
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: "_Element", name: str) -> str | None:
    """The attribute of this local name, whatever its namespace."""
    value = element.get(name)
    return named(element, name) if value is None else value


def named(element: "_Element", name: str) -> str | None:
    """The attribute of this local name in a namespace, whichever it is."""
    ending = f"}}{name}"
    items = ((str(key), str(text)) for key, text in element.attrib.items())
    return next((text for key, text in items if key.endswith(ending)), None)
