"""A library that stays open: newer commits and changed TOMLs are seen, by any number of threads."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mediahub.atomic import write_text
from mediahub.errors import MediahubError
from mediahub.library import Library
from mediahub.library import written as written_module
from mediahub.library.written import KeptCatalogue
from mediahub.search import Passage, SearchIndex

GLOSSARY = """title = "Tema"
[[glossary]]
term = "{term}"
aliases = ["{alias}"]
definition = "Ett ord."
"""
THREADS = 8
COMMITS = 15


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """The theme.toml of a workspace with one theme."""
    path = tmp_path / "media" / "tema" / "theme.toml"
    path.parent.mkdir(parents=True)
    path.write_text(GLOSSARY.format(term="barnfattigdom", alias="knapphet"), encoding="utf-8")
    return path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The roots of the catalogues that were read, one for each reading."""
    readings: list[Path] = []
    real = written_module.load_for_reading

    def load_for_reading(root: Path) -> object:
        readings.append(root)
        return real(root)

    monkeypatch.setattr(written_module, "load_for_reading", load_for_reading)
    return readings


def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what was written just before count as written long ago."""
    monkeypatch.setattr(written_module, "_COARSE_NS", 0)


def put(root: Path, item: str, text: str) -> None:
    passage = Passage(item=item, start_ms=0, end_ms=1000, text=text)
    SearchIndex.open(root / "index" / "search").replace(item, [passage])


def change(path: Path, old: str, new: str) -> None:
    write_text(path, path.read_text("utf-8").replace(old, new))


def test_a_new_commit_and_a_changed_glossary_are_seen(theme: Path, tmp_path: Path):
    put(tmp_path, "a", "Om barnfattigdom.")
    library = Library.open(tmp_path, look_every_s=0)
    assert library.search("knapphet").total == 1
    assert library.search("armod").total == 0
    change(theme, "knapphet", "armod")
    assert library.search("armod").total == 1
    put(tmp_path, "b", "Armod och barnfattigdom.")
    assert library.search("armod").total == 2


@pytest.mark.parametrize(
    "write",
    [
        lambda root: (root / "mediahub.toml").write_text('[publisher]\nname = "Stad"\n', "utf-8"),
        lambda root: (root / "media" / "people.toml").write_text("", "utf-8"),
        lambda root: (root / "media" / "ny").mkdir(),
        lambda root: (root / "media" / "tema" / "film.mp4").write_bytes(b""),
        lambda root: (root / "media" / "tema" / "theme.toml").unlink(),
    ],
    ids=["mediahub.toml", "people.toml", "a folder", "a file", "no theme.toml"],
)
def test_the_catalogue_is_read_again_only_when_something_changed(
    theme: Path,
    tmp_path: Path,
    read: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[Path], object],
):
    settled(monkeypatch)
    kept = KeptCatalogue(tmp_path, look_every_s=0)
    first = kept.now()
    assert kept.now() is first
    assert len(read) == 1
    write(tmp_path)
    assert kept.now() is not first
    assert len(read) == 2


def test_what_changed_while_it_was_read_is_read_once_more(
    theme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    settled(monkeypatch)
    real = written_module.load_for_reading

    def too_early(root: Path) -> object:
        catalogue = real(root)
        change(theme, "knapphet", "armod")
        return catalogue

    kept = KeptCatalogue(tmp_path, look_every_s=0)
    monkeypatch.setattr(written_module, "load_for_reading", too_early)
    assert "knapphet" in kept.now().synonyms
    monkeypatch.setattr(written_module, "load_for_reading", real)
    assert "armod" in kept.now().synonyms


def test_between_two_looks_nothing_is_looked_at(theme: Path, tmp_path: Path, read: list[Path]):
    kept = KeptCatalogue(tmp_path, look_every_s=3600)
    first = kept.now()
    theme.unlink()
    assert kept.now() is first
    assert len(read) == 1


def test_the_others_are_answered_while_one_reads(
    theme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    kept = KeptCatalogue(tmp_path, look_every_s=0)
    first = kept.now()
    reading, go_on = threading.Event(), threading.Event()
    real = written_module.load_for_reading

    def slowly(root: Path) -> object:
        reading.set()
        assert go_on.wait(60)
        return real(root)

    monkeypatch.setattr(written_module, "load_for_reading", slowly)
    change(theme, "knapphet", "armod")
    with ThreadPoolExecutor(1) as pool:
        renewed = pool.submit(kept.now)
        assert reading.wait(60)
        assert kept.now() is first
        go_on.set()
        assert "armod" in renewed.result().synonyms
    assert "armod" in kept.now().synonyms


def test_threads_that_ask_while_others_write_each_get_one_commit(theme: Path, tmp_path: Path):
    """Each commit replaces both items by the same word: an answer has it twice, or not at all."""

    def commit(number: int) -> None:
        index = SearchIndex.open(tmp_path / "index" / "search")
        with index.batch():
            for item in ("a", "b"):
                text = f"Om barnfattigdom, omgång ord{number:03}."
                index.replace(item, [Passage(item=item, start_ms=0, end_ms=1000, text=text)])

    commit(0)
    library = Library.open(tmp_path, look_every_s=0)
    ended = threading.Event()

    def ask() -> tuple[int, int]:
        asked, newest = 0, 0
        while not ended.is_set():
            hits = library.search("knapphet").hits
            texts = {hit.text for hit in hits}
            assert (len(hits), len(texts)) == (2, 1)
            number = int(texts.pop()[-4:-1])
            assert number >= newest  # never back to an older one
            asked, newest = asked + 1, number
        return asked, newest

    def write() -> None:
        try:
            for number in range(1, COMMITS + 1):
                commit(number)
                change(theme, '"Tema', '"Tema.')
        finally:
            ended.set()

    with ThreadPoolExecutor(THREADS + 1) as pool:
        asking = [pool.submit(ask) for _ in range(THREADS)]
        pool.submit(write).result()
        answers = [one.result() for one in asking]
    assert all(asked > 0 for asked, _ in answers)
    assert library.search("knapphet").hits[0].text == f"Om barnfattigdom, omgång ord{COMMITS:03}."


def test_a_glossary_that_breaks_and_is_mended_loses_no_answer(theme: Path, tmp_path: Path):
    put(tmp_path, "a", "Om barnfattigdom.")
    library = Library.open(tmp_path, look_every_s=0)
    whole = theme.read_bytes()
    theme.write_text("title = ", encoding="utf-8")
    assert library.search("barnfattigdom").total == 1
    assert len(library.unread()) == 1
    theme.write_bytes(whole)
    assert library.unread() == ()
    assert library.search("knapphet").total == 1
    with pytest.raises(MediahubError):
        library.search("-knapphet")
