"""A workspace at rest: known without looking into it, and never when anything has changed."""

import shutil
from pathlib import Path

import pytest

from mediahub.pipeline import run as run_module
from mediahub.pipeline.overview import overview
from tests.pipeline.conftest import Place


@pytest.fixture
def resting(themed: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A workspace in which two runs have found nothing to do: looking into it now is counted."""
    themed.run()
    assert themed.run().idle
    looked: list[Path] = []
    real = run_module.survey

    def counting(root: Path, **options):
        looked.append(root)
        return real(root, **options)

    monkeypatch.setattr(run_module, "survey", counting)
    themed.looked = looked  # type: ignore[attr-defined]
    return themed


def test_a_run_with_nothing_to_do_is_told_as_before(resting: Place):
    resting.run()
    assert resting.looked == []  # type: ignore[attr-defined]
    forced = resting.run(verify=True)
    assert len(resting.looked) == 1  # type: ignore[attr-defined]
    assert resting.run() == forced


def test_the_plan_is_told_as_before(resting: Place):
    known = overview(resting.root, store=resting.store)
    looked = overview(resting.root, store=resting.store, verify=True)
    assert {(s.item, s.stage, s.condition) for s in known.statuses} == {
        (s.item, s.stage, s.condition) for s in looked.statuses
    }
    assert (known.notes, known.notices, known.drafts, known.work) == (
        looked.notes,
        looked.notices,
        looked.drafts,
        False,
    )


def touched(place: Place, name: str) -> None:
    path = place.root / name
    path.write_bytes(path.read_bytes() + b" ")


def removed(place: Place, name: str) -> None:
    path = place.root / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (touched, "media/2020-06-03-tema/theme.toml"),
        (touched, "media/2020-06-03-tema/samtal.vtt"),
        (touched, "media/people.toml"),
        (touched, "mediahub.toml"),
        (touched, "published/items/2020-06-03-tema-samtal.toml"),
        (removed, "feeds/podden/2020-06-03-tema-samtal/transcript.vtt"),
        (removed, "transcripts/2020-06-03-tema-samtal/chapters.json"),
        (removed, "index/search"),
    ],
)
def test_whatever_changes_is_looked_at(resting: Place, change, name: str):
    change(resting, name)
    resting.run()
    assert resting.looked != []  # type: ignore[attr-defined]
