"""Gold items measured when they changed, and figures held against other figures."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.errors import SettingsError
from mediahub.evaluate import Figures, figures_from_json
from mediahub.pipeline.measuring import measure
from mediahub.pipeline.overview import overview
from tests.pipeline.conftest import Place

ITEM = "2020-06-03-samtal"
TRUTH = {
    "duration": 10.0,
    "segments": [
        {"start": 0.5, "end": 3.0, "speaker": "Anna", "text": "Välkomna till ett samtal."},
        {
            "start": 3.2,
            "end": 6.0,
            "speaker": "Erik",
            "text": "Barnfattigdom bland barn märks på utflyktsdagen.",
        },
        {"start": 6.5, "end": 9.5, "speaker": "Anna", "text": "Tack för att ni har lyssnat."},
    ],
}
Edit = Callable[[Path, str, str], None]


@pytest.fixture
def gold(themed: Place, edit: Edit) -> Place:
    """A workspace with a gold item: 16 words, 2 of them added and 1 replaced by its captions."""
    theme = themed.root / "media" / "2020-06-03-tema"
    (theme / "samtal.truth.json").write_text(json.dumps(TRUTH), encoding="utf-8")
    edit(
        theme / "theme.toml",
        'title = "Ett samtal"',
        'title = "Ett samtal"\ntruth = "samtal.truth.json"',
    )
    return themed


def item(place: Place) -> str:
    (found,) = (path.name for path in (place.root / "transcripts").iterdir())
    return found


def lines(place: Place) -> list[str]:
    return [one.line.replace(item(place), "ITEM") for one in overview(place.root).gold]


def quality(place: Place) -> dict:
    return json.loads(place.text(".mediahub/quality.json"))


def test_a_gold_item_is_measured_by_the_run_and_shown_beside_the_plan(gold: Place) -> None:
    summary = gold.run()
    assert lines(gold) == ["gold ITEM: WER 18.8%, DER 0.0%"]
    (figures,) = summary.figures.values()
    assert (figures.wer, figures.insertions, figures.substitutions) == (3 / 16, 2, 1)
    assert figures.term_recall == 0.0  # the glossary's "barnfattigdom"
    (entry,) = quality(gold)["items"].values()
    assert figures_from_json(entry["figures"]).wer == pytest.approx(3 / 16, abs=1e-6)


def test_a_better_transcript_shows_what_the_figure_was(gold: Place, edit: Edit) -> None:
    gold.run()
    captions = gold.root / "media" / "2020-06-03-tema" / "samtal.vtt"
    edit(captions, "Fattigdomen", "Barnfattigdom")
    gold.run()
    assert lines(gold) == ["gold ITEM: WER 12.5% (was 18.8%), DER 0.0%"]
    edit(captions, "utflyktsdagen.", "utflyktsdagen!")  # other bytes, the same figures
    gold.run()
    assert lines(gold) == ["gold ITEM: WER 12.5% (was 18.8%), DER 0.0%"]


def test_nothing_is_measured_while_nothing_changed(
    gold: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold.run()
    before = gold.files(".mediahub")[".mediahub/quality.json"]

    def never(*_: object, **__: object) -> None:
        pytest.fail("measured again")

    monkeypatch.setattr("mediahub.pipeline.measuring.figures_of", never)
    assert gold.run().idle
    assert gold.files(".mediahub")[".mediahub/quality.json"] == before


def test_a_corrected_truth_is_due_at_the_next_run(gold: Place, edit: Edit) -> None:
    gold.run()
    truth = gold.root / "media" / "2020-06-03-tema" / "samtal.truth.json"
    edit(truth, "Barnfattigdom", "Fattigdomen")
    assert lines(gold) == ["gold ITEM: WER 18.8%, DER 0.0%; the next run measures it again"]
    assert gold.run().idle
    assert lines(gold) == ["gold ITEM: WER 12.5% (was 18.8%), DER 0.0%"]


def test_a_damaged_truth_is_told_and_stops_nothing(gold: Place, edit: Edit) -> None:
    truth = gold.root / "media" / "2020-06-03-tema" / "samtal.truth.json"
    edit(truth, '"duration": 10.0', '"duration": "tio"')
    summary = gold.run()
    assert summary.exit_code == 0
    assert any("was not measured" in note and "duration" in note for note in summary.notes)
    assert lines(gold) == []


@pytest.mark.parametrize("kept", ["", "[]", '{"schema": 1, "items": {"x": 3}}', '{"schema": 9}'])
def test_a_damaged_memory_is_measured_anew(gold: Place, kept: str) -> None:
    gold.run()
    (gold.root / ".mediahub" / "quality.json").write_text(kept, encoding="utf-8")
    gold.run()
    assert lines(gold) == ["gold ITEM: WER 18.8%, DER 0.0%"]


def test_each_models_last_figures_are_kept(gold: Place) -> None:
    gold.run()
    path = gold.root / ".mediahub" / "quality.json"
    document = quality(gold)
    entry = document["items"][item(gold)]
    entry["models"]["whisper-base"] = {**entry["figures"], "wer": 0.5}
    entry["fingerprint"] = "of other results"
    path.write_text(json.dumps(document), encoding="utf-8")
    gold.run()
    models = quality(gold)["items"][item(gold)]["models"]
    assert {name: values["wer"] for name, values in models.items()} == {
        "whisper-base": 0.5,
        "": 0.1875,
    }


def test_a_plan_without_gold_reads_no_measures(themed: Place) -> None:
    themed.run()
    assert overview(themed.root).gold == ()
    assert not (themed.root / ".mediahub" / "quality.json").exists()


def test_figures_are_held_against_earlier_ones(gold: Place, edit: Edit, tmp_path: Path) -> None:
    gold.run()
    first = measure(gold.root).now
    earlier = tmp_path / "before.json"
    items = {name: figures.to_json() for name, figures in first.items()}
    earlier.write_text(json.dumps({"schema": 1, "items": items}), encoding="utf-8")
    edit(gold.root / "media" / "2020-06-03-tema" / "samtal.vtt", "Fattigdomen", "Barnfattigdom")
    gold.run()
    found = measure(gold.root, against=earlier)
    name = item(gold)
    assert found.before[name].wer == pytest.approx(3 / 16, abs=1e-6)
    assert found.now[name].wer == 2 / 16
    kept = measure(gold.root, against=gold.root / ".mediahub" / "quality.json")
    assert kept.before[name].wer == 2 / 16


def test_figures_are_held_against_another_workspace(
    gold: Place, edit: Edit, tmp_path: Path
) -> None:
    import shutil

    gold.run()
    other = tmp_path / "other"
    shutil.copytree(gold.root, other)
    edit(gold.root / "media" / "2020-06-03-tema" / "samtal.vtt", "Fattigdomen", "Barnfattigdom")
    gold.run()
    found = measure(gold.root, against=other)
    assert [one.wer for one in found.before.values()] == [3 / 16]
    assert [one.wer for one in found.now.values()] == [2 / 16]


def test_a_truth_file_belongs_to_the_item_that_names_it_or_bears_its_name(
    gold: Place, edit: Edit
) -> None:
    gold.run()
    theme = gold.root / "media" / "2020-06-03-tema"
    assert list(measure(gold.root, [theme / "samtal.truth.json"]).now) == [item(gold)]
    (theme / "samtal.truth.json").rename(theme / "facit.json")
    edit(theme / "theme.toml", "samtal.truth.json", "facit.json")
    assert list(measure(gold.root, [theme / "facit.json"]).now) == [item(gold)]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("annat.truth.json", json.dumps(TRUTH), "belongs to no item"),
        ("borta.truth.json", None, "is not there"),
    ],
)
def test_a_truth_file_of_no_item_is_told(
    gold: Place, name: str, text: str | None, told: str
) -> None:
    gold.run()
    path = gold.root / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told):
        measure(gold.root, [path])


@pytest.mark.parametrize("text", ["", "[]", '{"items": {"x": {"schema": 1, "wer": "low"}}}'])
def test_what_is_no_figures_cannot_be_compared_with(gold: Place, tmp_path: Path, text: str) -> None:
    gold.run()
    path = tmp_path / "before.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="has no figures"):
        measure(gold.root, against=path)


def test_figures_of_other_items_cannot_be_compared_with(gold: Place, tmp_path: Path) -> None:
    gold.run()
    path = tmp_path / "before.json"
    path.write_text('{"schema": 1, "items": {}}', encoding="utf-8")
    with pytest.raises(SettingsError, match="has figures of none of these items"):
        measure(gold.root, against=path)


def test_figures_come_back_as_they_went_out(gold: Place) -> None:
    gold.run()
    (figures,) = measure(gold.root).now.values()
    again = figures_from_json(json.loads(json.dumps(figures.to_json())))
    assert isinstance(again, Figures)
    assert again.to_json() == figures.to_json()


def test_an_idle_run_imports_no_scorer() -> None:
    import subprocess

    code = (
        "import sys, mediahub.pipeline.run, mediahub.pipeline.overview\n"
        "print([name for name in ('jiwer', 'scipy', 'rapidfuzz') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
