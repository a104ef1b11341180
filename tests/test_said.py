"""That what people read has its Swedish: refusals everywhere, and what the terminal says.

A message without it is English in a Swedish terminal, and on the staff site.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "mediahub"
SITE = SOURCE / "web" / "staff"
"""What it says is held by `tests/web/test_staff_tongue.py`."""
SAYING = {"say", "fail", "_say", "_note", "stops_on_signals"}
LANGUAGES = {"Said", "Words"}
UNREAD = {"Option", "Argument", "Typer", "examples", "count", "info", "error", "compile"}
"""Calls whose words are of a help page, or of a log: they are English."""
BOTH_BY_HAND = ("usage.py",)
"""It holds the sentences of the library that reads the command line, beside their Swedish."""


@cache
def _trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}


@cache
def _errors() -> frozenset[str]:
    """The classes of what a person can put right."""
    found = {"MediahubError"}
    classes = [
        one for tree in _trees().values() for one in ast.walk(tree) if isinstance(one, ast.ClassDef)
    ]
    while True:
        more = {one.name for one in classes if found & set(map(_called, one.bases))} - found
        if not more:
            return frozenset(found)
        found |= more


def _called(node: ast.expr) -> str:
    return getattr(node, "id", None) or getattr(node, "attr", None) or ""


def _english(node: ast.expr) -> bool:
    """Whether an expression is words of its own, in one language."""
    match node:
        case ast.Constant(value=str() as text):
            return re.search("[a-z]{2}", re.sub(r"mediahub(\.toml)?", "", text)) is not None
        case ast.JoinedStr(values=parts):
            return any(_english(part) for part in parts if isinstance(part, ast.Constant))
        case ast.BinOp(left=left, right=right):
            return _english(left) or _english(right)
        case ast.IfExp(body=body, orelse=orelse):
            return _english(body) or _english(orelse)
    return False


def _in_one_language(tree: ast.AST, saying: frozenset[str] | set[str]) -> Iterator[str]:
    """The words in one language that are said, or are why something is refused."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or _called(call.func) not in saying:
            continue
        if any(one.arg == "swedish" for one in call.keywords):
            continue
        yield from (ast.unparse(one) for one in call.args if _english(one))


def test_every_refusal_is_said_in_both_languages() -> None:
    left = {
        path.relative_to(SOURCE).as_posix(): found
        for path, tree in _trees().items()
        if (found := list(_in_one_language(tree, _errors())))
    }
    assert left == {}


def test_a_refusal_in_one_language_is_found() -> None:
    tree = ast.parse('raise SettingsError("no " + name if a else f"{b} is gone")')
    assert list(_in_one_language(tree, _errors())) == ["'no ' + name if a else f'{b} is gone'"]
    both = ast.parse('SettingsError("no", swedish="nej"); SettingsError(Said("no", "nej"))')
    assert list(_in_one_language(both, _errors())) == []


def _is_command(text: str) -> bool:
    return re.match(r"mediahub[ {]", text.lstrip("f'\" `:")) is not None


def test_what_is_said_while_work_is_done_is_in_both_languages() -> None:
    left = {
        path.relative_to(SOURCE).as_posix(): found
        for path, tree in _trees().items()
        if not path.is_relative_to(SITE)
        and (found := [one for one in _in_one_language(tree, SAYING) if not _is_command(one)])
    }
    assert left == {}


def _noted(tree: ast.AST) -> Iterator[str]:
    """The words in one language that a run's summary is given, and what it says of the clock."""
    yield from _in_one_language(tree, {"Clock", "_told"})
    for call in ast.walk(tree):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in ("append", "insert")
            and _called(call.func.value) == "notes"
        ):
            yield from (ast.unparse(one) for one in call.args if _english(one))


def test_what_a_run_notes_is_in_both_languages() -> None:
    left = {
        path.relative_to(SOURCE).as_posix(): found
        for path, tree in _trees().items()
        if (found := list(_noted(tree)))
    }
    assert left == {}


def _sentences(tree: ast.Module) -> Iterator[str]:
    """The sentences of a module of the terminal that nobody has put into Swedish."""
    known = set[int]()
    for one in ast.walk(tree):
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
            known.add(id(one.value))
        if isinstance(one, ast.keyword) and one.arg in ("swedish", "help", "epilog", "metavar"):
            known |= {id(part) for part in ast.walk(one.value)}
        if isinstance(one, ast.Call) and _called(one.func) in LANGUAGES | UNREAD | _errors():
            known |= {id(part) for part in ast.walk(one)}
        if isinstance(one, ast.Compare | ast.match_case | ast.Dict):  # what is no sentence
            parts = (
                one.keys if isinstance(one, ast.Dict)
                else [one.pattern] if isinstance(one, ast.match_case)
                else [one.left, *one.comparators]
            )  # fmt: skip
            known |= {id(part) for key in parts if key is not None for part in ast.walk(key)}
    for one in ast.walk(tree):
        text = one.value if isinstance(one, ast.Constant) else None
        if isinstance(text, str) and id(one) not in known and re.search(r"[a-z]{2} [a-z]", text):
            yield text


def test_the_terminal_has_no_sentence_in_english_alone() -> None:
    left = {
        path.name: found
        for path, tree in _trees().items()
        if path.parent.name == "cli"
        and path.name not in BOTH_BY_HAND
        and (found := [one for one in _sentences(tree) if not _is_command(one)])
    }
    assert left == {
        "chapters.py": ["standard input"],
        "help.py": ["Correct and publish", "Look after"],
        "main.py": [
            "From a folder of Swedish lectures and podcasts to transcripts, search and feeds."
        ],
        "planned.py": ["utan källa"],
        "runlog.py": ["broke off"],
        "shared.py": ["publicerat avsnitt", "publicerade avsnitt"],
    }
