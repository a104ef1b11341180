"""Brings the English of the staff site up to date with what the site says, and compiles it.

What is said in Swedish is gathered from the templates, the Python and the scripts into
`locale/en/LC_MESSAGES/staff.po`, where a person writes the English; of that come `staff.mo` and,
for the scripts, `assets/words-en.js`. With `--check` nothing is written, and what is not as it
should be is told. Needs Babel.
"""

import argparse
import gettext
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parent.parent / "src" / "mediahub"
STAFF = SOURCE / "web" / "staff"
FOLDER = STAFF / "locale" / "en" / "LC_MESSAGES"
PO, MO, SCRIPT = FOLDER / "staff.po", FOLDER / "staff.mo", STAFF / "assets" / "words-en.js"
PUBLIC = frozenset(["not-asked.html"])
"""What readers of the public site see, which is Swedish."""
KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "say": None,
    "marked": None, "say_number": (1, 2), "say_as": ((1, "c"), 2),
}  # fmt: skip
VALUE = re.compile(r"\{(\w*)\}|%\((\w+)\)s|(%%)")


def sources() -> Iterator[tuple[Path, str, dict[str, str]]]:
    """Every file that says something, how it is read, and the options of that."""
    for path in sorted(STAFF.rglob("*.py")):
        yield path, "python", {}
    for path in sorted((STAFF / "templates").glob("*.html")):
        if path.name not in PUBLIC:
            yield path, "jinja2.ext:babel_extract", {"trimmed": "true", "silent": "false"}
    yield from ((path, "javascript", {"parse_template_string": "true"}) for path in scripts())


def scripts() -> list[Path]:
    """The scripts of the site's pages."""
    own = [path for path in (STAFF / "assets").glob("*.js") if path != SCRIPT]
    return sorted([*own, SOURCE / "pages" / "assets" / "player.js"])


def gathered(only_scripts: bool = False) -> Catalog:
    """All that is said, with the files in which it is."""
    found = Catalog(locale="en", project="mediahub", charset="utf-8", fuzzy=False)
    for path, method, options in sources():
        if only_scripts and method != "javascript":
            continue
        for _, message, comments, context in extract_from_file(
            method, str(path), keywords=KEYWORDS, options=options
        ):
            where = [(path.relative_to(SOURCE).as_posix(), 0)]
            found.add(message, None, where, auto_comments=comments, context=context)
    return found


def kept() -> Catalog:
    """The catalogue as it is written."""
    if not PO.exists():
        return Catalog(locale="en", project="mediahub", charset="utf-8", fuzzy=False)
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as `gettext` reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def script(catalogue: Catalog) -> str:
    """The English of what the scripts say, as a script that they find it by."""
    words = {}
    for message in gathered(only_scripts=True):
        there = catalogue.get(message.id, message.context) if message.id else None
        if there is not None:
            words[message.id] = there.string
    told = json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True)
    head = "// Made by `make words`: what the scripts say, in English."
    return f"{head}\nwindow.mediahubWords = {told};\n"


def wrong(catalogue: Catalog) -> Iterator[str]:
    """What is not as it should be, a line each."""
    said = {(one.context, _id(one.id)) for one in gathered() if one.id}
    known = {(one.context, _id(one.id)): one for one in catalogue if one.id}
    yield from (f"not in {PO.name}: {words}" for _, words in sorted(said - known.keys(), key=str))
    yield from (f"no longer said: {words}" for _, words in sorted(known.keys() - said, key=str))
    for message in known.values():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        if not all(forms) or message.fuzzy:
            yield f"no English: {ids[0]}"
        elif not set(_values(forms)) <= set(_values(ids)) or not set(_values(ids[-1:])) <= set(
            _values(forms)
        ):
            yield f"other values in the English: {ids[0]}"
    if not MO.exists() or _catalogue(MO.read_bytes()) != _catalogue(compiled(catalogue)):
        yield f"{MO.name} is old; `make words`"
    if not SCRIPT.exists() or SCRIPT.read_text("utf-8") != script(catalogue):
        yield f"{SCRIPT.name} is old; `make words`"


def _id(words: str | tuple[str, ...] | list[str]) -> str:
    return words if isinstance(words, str) else words[0]


def _values(forms: tuple[str, ...]) -> Iterator[str]:
    for form in forms:
        yield from (match[1] or match[2] or match[0] for match in VALUE.finditer(form))


def _catalogue(data: bytes) -> dict[Any, str]:
    read = gettext.GNUTranslations(io.BytesIO(data))
    return {key: text for key, text in read._catalog.items() if key}  # type: ignore[attr-defined]


def main() -> int:
    """Bring all up to date, or with `--check` say what is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    if not check:
        before, now = kept(), gathered()
        now.creation_date = before.creation_date
        before.update(now, no_fuzzy_matching=True)
        before.obsolete.clear()
        before.revision_date = before.creation_date
        FOLDER.mkdir(parents=True, exist_ok=True)
        with PO.open("wb") as file:
            write_po(file, before, width=100, sort_output=True, include_lineno=False)
        MO.write_bytes(compiled(kept()))
        SCRIPT.write_text(script(kept()), encoding="utf-8")
    found = list(wrong(kept()))
    print("\n".join(found) or "Every word has its English.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
