"""KB-Whisper in another style: named, fetched from its branch, and never taken unasked."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.models.hub_server import NEW, Shelf
from tests.models.test_choose import SMALL, FakeStore
from tests.models.test_newest import MODEL

from mediahub.errors import SettingsError
from mediahub.models import KNOWN, STYLED, Hub, Store, known, rank_of, recogniser_for
from mediahub.pipeline.plan import changed_keys
from mediahub.pipeline.stage import model_key
from mediahub.workspace.state import StageRecord

STRICT = f"{SMALL}@strict"


def test_each_size_has_both_styles_beside_it():
    assert [model.name for model in STYLED][:4] == [
        "KBLab/kb-whisper-large@subtitle",
        "KBLab/kb-whisper-large@strict",
        "KBLab/kb-whisper-medium@subtitle",
        "KBLab/kb-whisper-medium@strict",
    ]
    assert len(STYLED) == 2 * sum(model.name.startswith("KBLab/") for model in KNOWN)
    strict, plain = known(STRICT), known(SMALL)
    assert strict is not None
    assert plain is not None
    assert strict.places == (Hub(SMALL, "strict", branch=True),)
    assert (strict.rank, strict.swedish, strict.swedish_wer) == (plain.rank, True, "")


def test_standard_is_the_model_itself_and_only_of_what_has_styles():
    assert known(f"{SMALL}@standard") == known(SMALL)
    assert known("kblab/KB-whisper-small@STRICT") == known(STRICT)
    assert known("openai/whisper-base@standard") is None
    assert known("openai/whisper-base@strict") is None


def test_auto_never_takes_a_style_and_a_name_does():
    store = FakeStore(STRICT, "openai/whisper-base")
    assert recogniser_for("auto", store) == known("openai/whisper-base")
    assert recogniser_for("auto", FakeStore(STRICT)) is None
    assert recogniser_for(STRICT, store) == known(STRICT)


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        (f"{SMALL}@strikt", f"did you mean {STRICT}"),
        ("kb-whisper-small@subtitel", f"did you mean {SMALL}@subtitle"),
    ],
)
def test_a_slip_in_a_style_is_answered_with_the_nearest(wanted: str, meant: str):
    with pytest.raises(SettingsError, match=meant):
        recogniser_for(wanted, FakeStore())


def test_neither_style_is_better_but_a_named_one_is_another():
    strict, plain = (model_key(known(name)) for name in (STRICT, SMALL))
    for old, new in ((strict, plain), (plain, strict)):
        record = StageRecord({"model": old})
        assert changed_keys(record, {"model": new}) == []
        assert changed_keys(record, {"model": new}, named=True) == ["model"]
    assert rank_of(known(STRICT).identity) == rank_of(known(SMALL).identity)


STYLE = replace(
    MODEL,
    name="test/moved@strict",
    revision="strict",
    places=(Hub("test/moved", "strict", branch=True),),
)


def test_a_branch_is_fetched_at_its_newest_commit_which_is_kept(shelf: Shelf, tmp_path: Path):
    shelf.commits.add("strict")
    store, said = Store(tmp_path), []
    folder = store.fetch(STYLE, said.append)
    assert said[1] == "fetching 1 MB from the hub: test/moved at a1b2c3d4e5f6"
    assert said[2].startswith("test/moved@strict: model.bin has SHA-256 ")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["revision"], manifest["from"]) == (NEW[:12], f"hub: test/moved at {NEW}")
    assert store.at_hand(STYLE, verify=True) == folder
    assert store.at_hand(MODEL) is None
    assert store.as_held(STYLE).identity.name == "test/moved@strict"
    assert store.as_held(STYLE).identity.revision == NEW[:12]


@pytest.mark.parametrize("told", ["RevisionNotFound", None])
def test_a_branch_that_is_not_there_is_never_answered_with_the_main_one(
    shelf: Shelf,
    tmp_path: Path,
    told: str | None,
):
    shelf.told = told
    with pytest.raises(SettingsError, match="the hub has no revision strict of test/moved"):
        Store(tmp_path).fetch(STYLE, lambda _: None)
    assert Store(tmp_path).at_hand(STYLE) is None
