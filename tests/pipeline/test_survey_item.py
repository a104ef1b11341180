"""One item surveyed alone is planned as in a survey of all."""

import shutil
from pathlib import Path

import pytest

from mediahub.desk.editing import correct, name
from mediahub.errors import SettingsError
from mediahub.pipeline.survey import Survey, survey
from mediahub.pipeline.survey_item import survey_item
from mediahub.workspace.digests import Digests
from tests.pipeline.conftest import Place

FIRST, SECOND = "podden-avsnitt-1", "podden-avsnitt-2"
THEMED = "2020-06-03-tema-samtal"


def of_one(state: Survey, item_id: str) -> tuple[object, ...]:
    """All that a stage of the item is planned by, and the plan."""
    item = state.catalogue.item(item_id)
    public = state.view(item).public if item_id in state.sources else None
    return (
        item,
        state.state(item_id),
        state.sources.get(item_id),
        state.unreadable.get(item_id),
        state.ledger.promise(item_id),
        public,
        state.edits(item),
        state.plan(item) if item_id in state.sources else None,
    )


def alike(place: Place, item_id: str, given: str | None = None) -> None:
    alone, item = survey_item(place.root, given or item_id, store=place.store)
    assert item.id == item_id
    assert of_one(alone, item_id) == of_one(survey(place.root, store=place.store), item_id)


def test_one_item_is_planned_as_among_all(bare: Place):
    alike(bare, FIRST)  # before any run
    bare.run()
    alike(bare, FIRST)
    alike(bare, FIRST, "podden-avsnitt-1"[:-1] + "1")
    alike(bare, SECOND)


def test_an_item_of_a_theme_with_a_promise_and_a_podcast_guid(themed: Place):
    themed.run()
    alike(themed, THEMED, "2020-06")
    (themed.root / "published" / "series" / "podden.toml").write_text(
        'podcast = "podden"\nguid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"\n', encoding="utf-8"
    )
    alike(themed, THEMED)


def test_rare_words_put_into_siblings_count(bare: Place, tmp_path: Path):
    bare.run()
    for item in (FIRST, SECOND):
        text = bare.text(f"transcripts/{item}/transcript.vtt")
        copy = tmp_path / "ny.vtt"
        copy.write_text(text.replace("utflyktsdagen", "Zackrisborgen"), encoding="utf-8")
        correct(bare.root, item, copy)
        (shown,) = [survey(bare.root, store=bare.store).sources[SECOND].corrected]
        alike(bare, FIRST)
        alike(bare, SECOND)
    assert shown == () or "Zackrisborgen" in shown


def test_a_moved_file_is_known_by_the_id_it_had(bare: Place):
    bare.run()
    folder = bare.root / "media" / "podden"
    for path in list(folder.glob("avsnitt-1.*")):
        path.rename(path.with_name(path.name.replace("avsnitt-1", "premiär")))
    alike(bare, FIRST)
    # Its old id begins like a neighbour's: it is not taken for that.
    for path in list(folder.glob("avsnitt-2.*")):
        path.rename(path.with_name(path.name.replace("avsnitt-2", "avsnitt-11")))
    alike(bare, FIRST)
    alike(bare, SECOND)
    with pytest.raises(SettingsError, match="there is no item 'podden-premiar'"):
        survey_item(bare.root, "podden-premiar", store=bare.store)


def test_an_unknown_item_is_told_with_what_was_probably_meant(bare: Place):
    bare.run()
    with pytest.raises(SettingsError, match="begins 2 ids: podden-avsnitt-1, podden-avsnitt-2"):
        survey_item(bare.root, "podden", store=bare.store)
    with pytest.raises(SettingsError, match="did you mean 'podden-avsnitt-1'"):
        survey_item(bare.root, "podden-avsnit-1", store=bare.store)


def test_a_file_that_cannot_be_used_is_told(bare: Place):
    bare.run()
    name(bare.root, FIRST, "Anna", "Eva Alm")
    shutil.copy(bare.root / "media/podden/avsnitt-1.mp3", bare.root / "media/podden/avsnitt-1.m4a")
    (bare.root / "media" / "podden" / "avsnitt-1.mp3").unlink()
    alike(bare, "podden-avsnitt-1")


def test_what_is_known_of_other_files_is_not_forgotten(bare: Place):
    bare.run()
    cache = bare.root / ".mediahub" / "digests.json"
    before = bare.text(".mediahub/digests.json")
    alone, _ = survey_item(bare.root, FIRST, store=bare.store)
    alone.digests.save()
    assert bare.text(".mediahub/digests.json") == before
    assert Digests(cache, bare.root.resolve()).of(
        bare.root.resolve() / "media/podden/avsnitt-2.mp3"
    )
