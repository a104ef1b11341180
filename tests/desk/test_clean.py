"""Cleaning that is killed: nothing that was withdrawn is lost, and the next one goes on."""

import shutil
from pathlib import Path

import pytest

from mediahub.desk.clean import clean, leftovers
from mediahub.workspace.ledger import read_ledger
from mediahub.workspace.paths import Workspace
from tests.desk.conftest import CAPTIONS, Place, sound


def withdrawn(place: Place) -> list[str]:
    ledger = read_ledger(Workspace(place.root))
    return [promise.item for promise in ledger.promises if promise.withdrawn is not None]


@pytest.fixture
def bare(bare: Place) -> Place:
    """With an episode more, that stays."""
    kept = bare.root / "media" / "kvar.mp3"
    sound(kept, frequency=660)
    kept.with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
    return bare


@pytest.mark.parametrize("died_at", range(4))
def test_clean_that_is_killed_goes_on_and_loses_no_withdrawal(
    bare: Place, monkeypatch: pytest.MonkeyPatch, died_at: int
):
    bare.run()
    for gone in ("avsnitt-1", "avsnitt-2"):
        for path in (bare.root / "media" / "podden").glob(f"{gone}.*"):
            path.unlink()
    removed: list[str] = []
    rmtree = shutil.rmtree

    def killed(path: Path, *rest: object, **options: object) -> None:
        if len(removed) == died_at:
            raise KeyboardInterrupt
        removed.append(path.name)
        rmtree(path, *rest, **options)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            clean(bare.root)
    begun = {name for name in removed if name.startswith("podden-")}
    assert begun <= set(withdrawn(bare))
    assert withdrawn(bare) != []
    clean(bare.root)
    assert withdrawn(bare) == ["podden-avsnitt-1", "podden-avsnitt-2"]
    bare.run()
    assert leftovers(bare.root) == []
    assert {name.split("/")[1] for name in bare.files("transcripts")} == {"kvar"}
    assert "podden-avsnitt" not in bare.text("feeds/media/feed.xml")
    assert bare.run().idle


def test_a_stray_folder_among_the_results_is_no_hindrance(bare: Place):
    bare.run()
    (bare.root / "transcripts" / "Min mapp").mkdir()
    clean(bare.root)
    assert leftovers(bare.root) == []


def test_a_withdrawn_file_that_is_still_gone_is_not_told_to_be_back(bare: Place):
    described = bare.root / "media" / "kvar.toml"
    described.write_text('title = "Kvar"\n', encoding="utf-8")
    bare.run()
    (bare.root / "media" / "kvar.mp3").unlink()
    clean(bare.root)
    assert not any("is back" in note for note in bare.run().notes)
