import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.language import identity, prepare
from mediahub.language import lexicon as lexicon_module
from mediahub.language.hunspell import Dictionary, DictionaryLine, Form
from mediahub.language.lexicon_build import build
from mediahub.language.lexicon_forms import Lemmas
from mediahub.language.lexicon_table import (
    NONE,
    NOUN,
    VERB,
    Lexicon,
    load,
    pack_score,
    save,
    unpack_score,
)

AFF = """SET UTF-8
SFX A Y 1
SFX A 0 s .
SFX D Y 2
SFX D 0 en [^a]
SFX D 0 ens [^a]
SFX v N 2
SFX v a s/WXZ a
SFX v 0 s/WXZ [^a]
"""
DIC = """5
arbets/UXZ
dag/ADXY
barn/AXY
riks/UXZ
riksdag/ADvY
"""


@pytest.fixture
def dictionary(tmp_path: Path) -> Dictionary:
    (tmp_path / "a.aff").write_text(AFF, encoding="utf-8")
    (tmp_path / "a.dic").write_text(DIC, encoding="utf-8")
    return Dictionary(tmp_path / "a.dic", tmp_path / "a.aff")


@pytest.fixture
def small(dictionary: Dictionary) -> Lexicon:
    lemmas = Lemmas([("dagen", "dag"), ("Dagen", "Dag"), ("dag-en", "dag")])
    return build(dictionary, lemmas, never_first=frozenset(), never_last=frozenset())


def test_an_entry_gives_its_inflections_and_its_link(dictionary: Dictionary) -> None:
    assert list(dictionary.forms(DictionaryLine("riksdag", frozenset("ADvY")))) == [
        Form("riksdag", links=False),
        Form("riksdags", links=False),
        Form("riksdagen", links=False),
        Form("riksdagens", links=False),
        Form("riksdags", links=True),
    ]


def test_what_only_opens_compounds_is_no_word(dictionary: Dictionary) -> None:
    assert list(dictionary.forms(DictionaryLine("arbets", frozenset("UXZ")))) == [
        Form("arbets", links=True)
    ]


def test_a_form_leads_to_its_word_and_kind(small: Lexicon) -> None:
    number = small.number("riksdagens")
    assert small.text(small.lemma[number]) == "riksdag"
    assert small.kind[number] & NOUN
    assert not small.kind[number] & VERB


def test_a_lexicon_read_back_is_the_same(small: Lexicon, tmp_path: Path) -> None:
    path = tmp_path / "cache" / "lexicon.bin"
    save(small, path)
    again = load(path)
    assert again.trie.keys() == small.trie.keys()
    for name in ("first", "last", "whole", "base", "lemma", "second", "link", "kind"):
        assert list(getattr(again, name)) == list(getattr(small, name))


def test_a_lexicon_cut_short_is_refused(small: Lexicon, tmp_path: Path) -> None:
    path = tmp_path / "lexicon.bin"
    save(small, path)
    path.write_bytes(path.read_bytes()[:-16])
    with pytest.raises(ValueError, match="cut short"):
        load(path)


@pytest.mark.parametrize("data", [b"x", b"mediahub lexicon\n", b"something else\n{}\n"])
def test_a_file_that_is_no_lexicon_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "lexicon.bin"
    path.write_bytes(data)
    with pytest.raises(ValueError, match="lexicon"):
        load(path)


@given(st.floats(min_value=-2.9, max_value=6.9))
def test_a_packed_score_is_nearly_the_score(score: float) -> None:
    assert abs(unpack_score(pack_score(score)) - score) <= 0.021


def test_the_identity_names_the_dictionary_that_stems_and_parts_depend_on() -> None:
    assert metadata.version("hunspell-sv") in identity()
    assert metadata.version("simplemma") in identity()


def test_the_cache_folder_may_be_another(small: Lexicon, tmp_path: Path) -> None:
    save(small, tmp_path / f"lexicon-{identity()}.bin")
    code = "from mediahub.language import split_compound; print(split_compound('dagbarn'))"
    environment = {**os.environ, "MEDIAHUB_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['dag', 'barn']\n"
    assert [path.name for path in tmp_path.glob("*.bin")] == [f"lexicon-{identity()}.bin"]


@pytest.fixture
def empty_cache(tmp_path: Path, small: Lexicon, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder, and a lexicon that takes no time to make."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("MEDIAHUB_CACHE", str(folder))
    monkeypatch.setattr(lexicon_module, "_build", lambda: small)
    lexicon_module.lexicon.cache_clear()
    yield folder
    lexicon_module.lexicon.cache_clear()


def test_preparing_says_once_what_is_made_and_where(empty_cache: Path) -> None:
    said: list[str] = []
    prepare(said.append)
    prepare(said.append)
    assert said == [
        "The table of Swedish words (32 MB) is made once on this machine, which takes about half a "
        f"minute, and kept in {empty_cache}."
    ]
    assert (empty_cache / f"lexicon-{identity()}.bin").exists()


def test_lexicons_of_other_versions_are_removed(empty_cache: Path) -> None:
    empty_cache.mkdir()
    (empty_cache / "lexicon-1-2020.1.1-1.0.0.bin").write_bytes(b"old")
    prepare(lambda _: None)
    assert [path.name for path in empty_cache.glob("*.bin")] == [f"lexicon-{identity()}.bin"]


def test_a_damaged_lexicon_is_made_anew(empty_cache: Path) -> None:
    empty_cache.mkdir()
    path = empty_cache / f"lexicon-{identity()}.bin"
    path.write_bytes(b"half of it")
    assert lexicon_module.lexicon().number("riksdag") != NONE
    assert load(path).number("riksdag") != NONE


def test_what_another_process_made_meanwhile_is_taken(
    empty_cache: Path, small: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds: list[str] = []
    started = threading.Event()

    def build_slowly() -> Lexicon:
        builds.append("one")
        started.set()
        waiting.start()
        return small

    monkeypatch.setattr(lexicon_module, "_build", build_slowly)
    path = empty_cache / f"lexicon-{identity()}.bin"
    waiting = threading.Thread(target=lexicon_module._make, args=(path,))
    lexicon_module._make(path)
    assert started.is_set()
    waiting.join()
    assert builds == ["one"]


def test_a_folder_that_cannot_be_written_costs_time_only(
    empty_cache: Path,
) -> None:
    empty_cache.write_text("a file where the folder should be")
    assert lexicon_module.lexicon().number("riksdag") != NONE
