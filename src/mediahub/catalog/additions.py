"""What a command adds to a person's TOML files: a spelling, a person, a glossary's entry."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mediahub.catalog import tomledit
from mediahub.catalog.scan import MEDIA, MEDIAHUB, PEOPLE
from mediahub.errors import SettingsError


def add_alias(root: Path, person_id: str, alias: str) -> Path:
    """Write another spelling of a person's name into media/people.toml; return the file.

    Raises SettingsError when the file cannot be read or has no such person.
    """
    path = Path(root) / MEDIA / PEOPLE
    document = tomledit.document(tomledit.read_text(path), path)
    for table in document.get("people", ()):
        if str(table.get("id")) == person_id:
            there = [str(one) for one in table.get("aliases", ())]
            if alias not in there:
                tomledit.put(table, "aliases", [*there, alias])
                tomledit.write_text(path, document.as_string())
            return path
    raise SettingsError(
        f"{path} has no person {person_id!r}", swedish=f"{path} har ingen person ”{person_id}”"
    )


def add_person(
    root: Path,
    person_id: str,
    name: str,
    aliases: Sequence[str],
    *,
    link: str | None = None,
    picture: str | None = None,
) -> Path:
    """Write a new person at the end of media/people.toml, which is made if there is none.

    `link` and `picture` are addresses of the web. Raises SettingsError when the file cannot be read
    or the id is taken.
    """
    path = Path(root) / MEDIA / PEOPLE
    values: dict[str, Any] = {"id": person_id, "name": name, "aliases": list(aliases)}
    values |= {key: one for key, one in (("link", link), ("picture", picture)) if one is not None}
    document = _document(path)
    if any(str(table.get("id")) == person_id for table in document.get("people", ())):
        raise SettingsError(
            f"{path} has a person {person_id!r} already",
            swedish=f"{path} har redan en person ”{person_id}”",
        )
    append_table(document, "people", values)
    tomledit.write_text(path, document.as_string())
    return path


def add_term(theme_file: Path, term: str, definition: str) -> Path:
    """Write an entry at the end of a theme's glossary; return its theme.toml.

    Nothing is written where the glossary has the term. Raises SettingsError when the file cannot
    be read.
    """
    document = _document(theme_file)
    if not any(str(table.get("term")) == term for table in document.get("glossary", ())):
        append_table(document, "glossary", {"term": term, "definition": definition})
        tomledit.write_text(theme_file, document.as_string())
    return theme_file


def _document(path: Path) -> Any:
    return tomledit.document(tomledit.read_text(path) if path.exists() else "", path)


def append_table(document: Any, key: str, values: dict[str, Any]) -> None:
    """Put a table at the end of a list of tables, however it was written."""
    import tomlkit
    from tomlkit.items import AoT

    there = document.get(key)
    if there is None:
        document[key] = there = tomlkit.aot()
        there = document[key]
    if isinstance(there, AoT):
        table = tomlkit.table()
        table.update(values)
        there.append(table)
    else:
        inline = tomlkit.inline_table()
        inline.update(values)
        there.append(inline)


def remove_person(root: Path, person_id: str) -> bool:
    """Take a person out of media/people.toml; False when they are not in it.

    Raises SettingsError when the file cannot be read.
    """
    path = Path(root) / MEDIA / PEOPLE
    document = _document(path)
    people = document.get("people", ())
    at = next((n for n, table in enumerate(people) if str(table.get("id")) == person_id), None)
    if at is None:
        return False
    del people[at]
    if not people:
        del document["people"]
    tomledit.write_text(path, document.as_string())
    return True


def add_series(root: Path, values: dict[str, Any], publisher: dict[str, Any]) -> Path:
    """Write a [[series]] at the end of mediahub.toml; return the file.

    `publisher` is written where the file names none. Raises SettingsError when the file cannot be
    read or has a series of that id.
    """
    import tomlkit

    path = Path(root) / MEDIAHUB
    document = _document(path)
    if any(str(table.get("id")) == values["id"] for table in document.get("series", ())):
        raise SettingsError(
            f"{path} has a series {values['id']!r} already",
            swedish=f"{path} har redan en serie ”{values['id']}”",
        )
    if "publisher" not in document:
        table = tomlkit.table()
        table.update(publisher)
        document["publisher"] = table
    append_table(document, "series", values)
    tomledit.write_text(path, document.as_string())
    return path


def add_items(theme_file: Path, head: dict[str, Any], items: Sequence[dict[str, Any]]) -> Path:
    """Write [[items]] at the end of a theme.toml, which is made, with the keys of `head`, if there
    is none. Raises SettingsError when the file cannot be read.
    """
    import tomlkit
    from tomlkit.items import AoT

    document = _document(theme_file)
    if not theme_file.exists():
        for key, value in head.items():
            document[key] = value
    listed = document.get("items")
    if listed is not None and not isinstance(listed, AoT):
        for values in items:
            append_table(document, "items", values)
        tomledit.write_text(theme_file, document.as_string())
        return theme_file
    # As a person would write it, with a blank line before each; and at once, since tomlkit takes
    # a minute to put four hundred tables into a document.
    texts = [document.as_string().rstrip()]
    for values in items:
        table = tomlkit.table()
        table.update({key: readable(value) for key, value in values.items()})
        texts.append(f"[[items]]\n{table.as_string().rstrip()}")
    tomledit.write_text(theme_file, "\n\n".join(texts).lstrip() + "\n")
    return theme_file


def readable(value: Any) -> Any:
    """A list of tables, and a text of several lines, on lines of their own."""
    import tomlkit

    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline=True)
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return value
    array = tomlkit.array().multiline(len(value) > 1)
    for one in value:
        table = tomlkit.inline_table()
        table.update(one)
        array.append(table)
    return array


def add_answer(theme_file: Path, answer: dict[str, Any]) -> Path:
    """Write an answer of the experts at the end of a theme's [[answers]]; return its theme.toml.

    `answer` has the keys of that table. Nothing is written where the very same stands there. Raises
    SettingsError when the file cannot be read.
    """
    document = _document(theme_file)
    if not any(dict(one) == answer for one in document.get("answers", ())):
        append_table(document, "answers", {key: _lines(value) for key, value in answer.items()})
        tomledit.write_text(theme_file, document.as_string())
    return theme_file


def remove_answer(theme_file: Path, question: str, answer: str) -> int:
    """Take the answers to a question out of a theme's [[answers]]; how many went.

    Where nobody has this very question, the one whose words are these: short answers may be those
    of several. Raises SettingsError when the file cannot be read.
    """
    document = _document(theme_file)
    answers = document.get("answers", ())
    gone = [n for n, one in enumerate(answers) if str(one.get("question", "")) == question]
    if not gone and answer:
        same = [n for n, one in enumerate(answers) if str(one.get("answer", "")).strip() == answer]
        gone = same if len(same) == 1 else []
    for number in reversed(gone):
        del answers[number]
    if gone:
        if not answers:
            del document["answers"]
        tomledit.write_text(theme_file, document.as_string())
    return len(gone)


def _lines(value: Any) -> Any:
    """A text of several lines as people would write it, every sign of it kept."""
    import tomlkit

    several = isinstance(value, str) and "\n" in value
    return tomlkit.string(value, multiline=True) if several else value
