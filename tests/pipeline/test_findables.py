"""The search on the pages is made again of what changed alone."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from mediahub.findable.texts import sum_of
from mediahub.pipeline import findablefiles
from tests.pipeline.conftest import Place

THEME = """title = "Tidigt"
date = 2020-06-03
published = 2020-06-03

[[items]]
file = "ett.md"
title = "Ett"
published = 2020-06-03T07:00:00+02:00

[[items]]
file = "två.md"
title = "Två"
published = 2020-06-04T07:00:00+02:00
"""
ETT = sum_of("2020-06-03-tidigt-ett").hex()


@pytest.fixture
def texts(empty: Place) -> Place:
    """Two articles that are published."""
    folder = empty.root / "media" / "2020-06-03-tidigt"
    folder.mkdir()
    (empty.root / "mediahub.toml").write_text(
        'public_url = "https://staden.example/f"\n\n[publisher]\nname = "Staden"\n',
        encoding="utf-8",
    )
    (folder / "theme.toml").write_text(THEME, encoding="utf-8")
    (folder / "ett.md").write_text("Hembesöken blev fler i Hjällbo.\n", encoding="utf-8")
    (folder / "två.md").write_text("En orosanmälan skrevs om Eva Ek.\n", encoding="utf-8")
    return empty


def found(place: Place) -> dict[str, tuple[bytes, int]]:
    """The files of the search and the register, with when each was written."""
    paths = (p for name in ("hitta", "register") for p in (place.root / "feeds" / name).rglob("*"))
    return {
        path.relative_to(place.root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in paths
        if path.is_file()
    }


def texts_among(names: Iterable[str]) -> list[str]:
    """The files of passages without their digests, by item and number."""
    return sorted(
        name.partition("/text/")[2].rpartition("-")[0] for name in names if "/text/" in name
    )


def test_what_did_not_change_is_neither_read_nor_written_again(
    texts: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts.run()
    before = found(texts)
    read: list[str] = []
    item = findablefiles._item
    monkeypatch.setattr(
        findablefiles,
        "_item",
        lambda one: read.append(one.folder) or item(one),  # type: ignore[func-returns-value]
    )
    article = texts.root / "media" / "2020-06-03-tidigt" / "ett.md"
    article.write_text("Hembesöken blev fler i Rinkeby.\n", encoding="utf-8")
    texts.run()
    after = found(texts)
    assert read == ["2020-06-03-tidigt-ett"]
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    assert [texts_among(names) for names in (gone, new)] == [[f"{ETT}/0"]] * 2
    assert {n for n in before.keys() & after.keys() if before[n] != after[n]} == {
        "feeds/hitta/index.html",
    }
    (texts.root / "feeds" / "hitta" / "index.html").unlink()
    _forget(texts.root / ".mediahub" / "findable")
    texts.run()
    assert {n: data for n, (data, _) in found(texts).items()} == {
        n: data for n, (data, _) in after.items()
    }


def test_a_lost_text_comes_back_the_same(texts: Place) -> None:
    texts.run()
    before = found(texts)
    (name,) = (name for name in before if f"/text/{ETT}/" in name)
    (texts.root / name).unlink()
    texts.run()
    assert found(texts)[name][0] == before[name][0]


def _forget(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def test_a_title_that_is_nowhere_in_the_text_is_found(texts: Place) -> None:
    texts.run()
    folder = texts.root / "feeds" / "hitta" / "text" / ETT
    (path,) = folder.glob("0-*.json")
    head, passages = json.loads(path.read_bytes())
    assert head[:2] == ["texter/2020-06-03-tidigt-ett/index.html", "Ett"]
    assert passages[-1] == ["Ett", 0, []]
    register = (texts.root / "feeds" / "register" / "index.html").read_text(encoding="utf-8")
    assert ">Ett</" not in register


HEAVY = ("numpy", "scipy", "whoosh", "torch", "onnxruntime", "jiwer", "rapidfuzz", "distributed")
ASKED = """
import sys
from mediahub.cli.main import main

try:
    main(sys.argv[1:])
except SystemExit as ended:
    assert not ended.code, ended
print("|", *sorted({name.split(".")[0] for name in sys.modules} & set(HEAVY)))
print("|", *sorted(name for name in sys.modules if name.startswith("mediahub.findable.")))
"""


@pytest.mark.parametrize("command", ["run", "plan", "status"])
def test_what_finds_all_as_it_stands_imports_nothing_that_only_making_needs(
    texts: Place, command: str
) -> None:
    texts.run()
    done = subprocess.run(
        [sys.executable, "-c", f"HEAVY = {HEAVY}{ASKED}", "-C", str(texts.root), command],
        env={**os.environ, "MEDIAHUB_MODELS": str(texts.store.folder), "PIP_NO_INDEX": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert told == ["|", "| mediahub.findable.values"], done.stdout + done.stderr
