"""Any TOML at all loads, stops its own items, or gives a SettingsError: never another exception."""
# ruff: noqa: E501  (lists of words)

import shutil
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mediahub.catalog import Catalogue, load, load_for_reading
from mediahub.catalog.ids import is_id
from mediahub.errors import SettingsError
from mediahub.workspace.ledger import Ledger, read_ledger
from mediahub.workspace.paths import Workspace

PLACES = ["mediahub.toml", "media/people.toml", "media/t/theme.toml", "media/t/a.toml"]
KEYS = st.sampled_from(
    ["id", "title", "date", "introduction", "contact", "credits", "questions", "ask", "image", "items", "glossary", "file", "kind", "series", "description", "formats", "contributors", "person", "role", "language", "speakers", "published", "chapters", "start", "link", "season", "episode", "explicit", "audio_description", "described", "media_alternative", "live", "truth", "term", "aliases", "definition", "people", "name", "picture", "voice_consent", "voice_consent_date", "public_url", "publisher", "email", "kinds", "category", "guid", "speech", "model", "threads", "media", "time_limit_factor", "promises", "feeds", "item", "source_sha256", "enclosures", "url", "sha256", "length", "type", "withdrawn", "x"]
)  # fmt: skip
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["a.mp3", "b.mp4", "../../x", "/etc/passwd", "..", "", "t", "sv", "host", "film", "1:30", "a\0b",
     "https://x.se", "http://[", "x" * 300]
)  # fmt: skip
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.dates()
    | st.datetimes() | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)  # fmt: skip
TABLES = st.dictionaries(KEYS, VALUES, max_size=6)


def outcome(folder: Path, name: str, data: bytes) -> str:
    """What comes of `data` in the file `name` of an otherwise sound workspace."""
    root = folder / "ws"
    shutil.rmtree(root, ignore_errors=True)
    for file in ("media/t/a.mp3", "media/t/b.mp4", "media/t/x.md"):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).touch()
    (root / name).write_bytes(data)
    try:
        if name == "published.toml":
            assert isinstance(read_ledger(Workspace(root)), Ledger)
        else:
            check(load_for_reading(root))
            return "stopped" if load(root).problems else "loaded"
    except SettingsError as error:
        text = str(error)
        assert text.encode()  # printable, whatever the file held
        assert "\n" in text
        return "error"
    return "loaded"


def check(catalogue: Catalogue) -> None:
    """What holds whatever is written: ids are ids, sound ones are unique, who is stopped is told."""
    assert all(is_id(item.id) for item in catalogue.items)
    sound = [item.id for item in catalogue.items if item.problem is None]
    assert len(set(sound)) == len(sound)
    stopped = {item_id for problem in catalogue.problems for item_id in problem.items}
    assert stopped <= {item.id for item in catalogue.items if item.problem is not None}
    for problem in catalogue.problems:
        assert problem.line.encode()  # printable, whatever the file held
        assert "\n" not in problem.line


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("any")


@settings(max_examples=60)
@given(name=st.sampled_from([*PLACES, "published.toml"]), data=st.binary(max_size=60))
def test_any_bytes_load_or_are_refused(folder: Path, name: str, data: bytes) -> None:
    assert outcome(folder, name, data) in ("error", "stopped", "loaded")


@settings(max_examples=60)
@given(name=st.sampled_from([*PLACES, "published.toml"]), table=TABLES)
def test_any_table_loads_or_is_refused(folder: Path, name: str, table: dict[str, Any]) -> None:
    assert outcome(folder, name, tomlkit.dumps(table).encode()) in ("error", "stopped", "loaded")


@settings(max_examples=60)
@given(item=TABLES, chapter=TABLES, contributor=TABLES)
@example(item={"file": "a\0b"}, chapter={}, contributor={})
@example(item={"file": "/" + "x" * 5000}, chapter={}, contributor={})
@example(item={"image": "x" * 5000}, chapter={}, contributor={})
@example(item={"file": "."}, chapter={}, contributor={})
@example(item={"file": "../.."}, chapter={}, contributor={})
def test_any_item_loads_or_is_refused(folder: Path, item, chapter, contributor) -> None:
    table = {
        "title": "T",
        "items": [
            {"file": "a.mp3", **item, "chapters": [chapter], "contributors": [contributor]},
            {"file": "b.mp4", "title": "B"},
        ],
    }
    data = tomlkit.dumps(table).encode()
    assert outcome(folder, "media/t/theme.toml", data) in ("error", "stopped", "loaded")


@pytest.mark.parametrize(
    "text", ["a." * 3000 + "a = 1", "[" + "a." * 3000 + "a]", "[[items]]\n" * 50]
)
@pytest.mark.parametrize(
    ("name", "expected"), [("media/t/theme.toml", "stopped"), ("mediahub.toml", "error")]
)
def test_deep_or_many_tables_are_refused(folder: Path, text: str, name: str, expected) -> None:
    assert outcome(folder, name, text.encode()) == expected
