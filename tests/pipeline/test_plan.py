"""The plan: wanted inputs held against those on disk."""

from dataclasses import replace
from pathlib import Path

import pytest

from mediahub.catalog import Catalogue, Item, Publisher
from mediahub.pipeline.plan import Choices, Status, plan_stages, stage_status
from mediahub.pipeline.stage import Handle, Sources, View
from mediahub.pipeline.stages import BY_NAME, ITEM_STAGES, RENEWABLE
from mediahub.workspace.state import LOST, ItemState, StageRecord

BASE = {"name": "openai/whisper-base", "revision": "1", "rank": 10}
SMALL = {"name": "KBLab/kb-whisper-small", "revision": "1", "rank": 60}
WORDS = {"version": 1, "source": "aa", "model": BASE, "vocabulary": ["främjande"]}
FILES = {name for stage in ITEM_STAGES for name in stage.outputs}


def state(**stages: dict) -> ItemState:
    return ItemState("film", stages={name: StageRecord(inputs) for name, inputs in stages.items()})


def recognise(record: dict | None, wanted: dict, files: set[str] = FILES) -> Status:
    made = state(recognise=record) if record is not None else state()
    return stage_status(BY_NAME["recognise"], made, wanted, files)


def test_a_stage_never_done_is_missing():
    assert recognise(None, WORDS) == Status("film", "recognise", "missing", ("not made yet",))


def test_a_stage_with_the_same_inputs_is_fresh():
    assert recognise(WORDS, dict(WORDS)) == Status("film", "recognise", "fresh")


def test_a_stage_whose_file_is_gone_is_missing():
    assert recognise(WORDS, WORDS, set()) == Status(
        "film", "recognise", "missing", ("recognition.json is gone",)
    )


def test_a_replaced_source_makes_it_stale_in_words():
    assert recognise(WORDS, WORDS | {"source": "bb", "version": 2}) == Status(
        "film", "recognise", "stale", ("stage version 1 → 2", "source replaced")
    )


def test_dear_work_is_renewable_whatever_else_changes_but_its_source():
    wanted = WORDS | {"version": 2, "beam_size": 8, "language": "en"}
    assert recognise(WORDS | {"beam_size": 5, "language": "sv"}, wanted) == Status(
        "film",
        "recognise",
        "renewable",
        ("stage version 1 → 2", "beam size 5 → 8", "language sv → en"),
        ("version", "settings", "language"),
    )


def test_dear_work_whose_note_is_lost_stands_while_its_source_is_the_same():
    lost = ItemState("film", sha256="aa", stages={"recognise": StageRecord(LOST)})
    stage = BY_NAME["recognise"]
    assert stage_status(stage, lost, WORDS, FILES) == Status(
        "film",
        "recognise",
        "renewable",
        ("the note of what it was made from is lost",),
        ("record",),
    )
    assert stage_status(stage, lost, WORDS | {"source": "bb"}, FILES).condition == "stale"


def test_cheap_work_whose_note_is_lost_is_made_again():
    lost = ItemState("film", sha256="aa", stages={"chapter": StageRecord(LOST)})
    assert stage_status(BY_NAME["chapter"], lost, {"version": 1}, FILES).condition == "stale"


@pytest.mark.parametrize("stage", ITEM_STAGES, ids=lambda stage: stage.name)
def test_every_input_of_every_stage_stands_in_the_table_of_changes(stage):
    view = View(
        Catalogue(Path(), Publisher("Lindhamn")),
        Item("film", "Film", "film", Path("film.mp4")),
        ItemState("film"),
        Sources(Handle("media/film.mp4", "aa"), Handle("media/film.vtt", "bb")),
    )
    alone = replace(view, sources=replace(view.sources, captions=None))
    for one in (view, alone):
        assert set(stage.wanted(one)) <= set(stage.changes)
    renewable = {key for key, one in stage.changes.items() if one.meaning == "renewable"}
    assert all(stage.changes[key].renew in RENEWABLE for key in renewable)


def test_a_model_that_a_person_named_differs_from_any_other_and_an_unknown_rank_from_none():
    own = {"name": "local/egen", "revision": "1", "rank": 0}
    stage, made = BY_NAME["recognise"], state(recognise=WORDS)
    assert stage_status(stage, made, WORDS | {"model": own}, FILES).condition == "fresh"
    assert stage_status(stage, made, WORDS | {"model": own}, FILES, named=True) == Status(
        "film",
        "recognise",
        "renewable",
        ("another model is at hand: openai/whisper-base → local/egen",),
        ("model",),
    )
    by_own = state(recognise=WORDS | {"model": own})
    assert stage_status(stage, by_own, WORDS, FILES).condition == "fresh"


def test_a_better_model_and_new_terms_are_renewable_not_stale():
    wanted = WORDS | {"model": SMALL, "vocabulary": ["främjande", "förebyggande", "hembesök"]}
    assert recognise(WORDS, wanted) == Status(
        "film",
        "recognise",
        "renewable",
        (
            "a better model is at hand: openai/whisper-base → KBLab/kb-whisper-small",
            "vocabulary: 2 terms added",
        ),
        ("model", "vocabulary"),
    )


def test_a_lesser_model_at_hand_is_no_difference():
    assert recognise(WORDS | {"model": SMALL}, WORDS).condition == "fresh"
    assert recognise(WORDS, WORDS | {"model": None}).condition == "fresh"


def test_what_follows_a_stale_stage_is_stale_too():
    records = {stage.name: {"version": 1} for stage in ITEM_STAGES}
    wanted = {name: dict(inputs) for name, inputs in records.items()}
    wanted["diarise"] = {"version": 1, "source": "bb"}
    statuses = plan_stages(state(**records), wanted, FILES)
    assert [(s.stage, s.condition, s.reasons) for s in statuses] == [
        ("probe", "fresh", ()),
        ("recognise", "fresh", ()),
        ("respell", "fresh", ()),
        ("diarise", "stale", ("source replaced",)),
        ("transcribe", "stale", ("follows diarise",)),
        ("chapter", "stale", ("follows transcribe",)),
        ("render", "stale", ("follows chapter",)),
        ("page", "stale", ("follows transcribe",)),
    ]


def test_turns_follow_the_words_only_where_they_are_made_from_them():
    records = {stage.name: {"version": 1} for stage in ITEM_STAGES}
    wanted = {name: dict(inputs) for name, inputs in records.items()}
    wanted["recognise"] = {"version": 1, "source": "bb"}
    by_ear = plan_stages(state(**records), wanted, FILES)
    assert [status.condition for status in by_ear] == [
        "fresh", "stale", "stale", "fresh", "stale", "stale", "stale", "stale",
    ]  # fmt: skip
    records["diarise"] = wanted["diarise"] = {"version": 1, "recognition": "aa"}
    from_captions = plan_stages(state(**records), wanted, FILES)
    assert from_captions[3] == Status("film", "diarise", "stale", ("follows recognise",))


def test_edits_come_and_go_in_words():
    def chapter(old: str | None, new: str | None) -> tuple[str, ...]:
        made = state(chapter={"edits": old})
        return stage_status(BY_NAME["chapter"], made, {"edits": new}, FILES).reasons

    assert chapter(None, "a") == ("the edits are new",)
    assert chapter("a", "b") == ("the edits changed",)
    assert chapter("a", None) == ("the edits are gone",)


def test_names_changed_only_when_a_name_changed_and_not_when_edits_came_or_went():
    def transcribe(old: dict[str, object], new: dict[str, object]) -> tuple[str, ...]:
        return stage_status(BY_NAME["transcribe"], state(transcribe=old), new, FILES).reasons

    without, named = {"edits": None, "registry": {}}, {"edits": "a", "registry": {"anna": "Anna"}}
    assert transcribe(without, named) == ("the edits are new",)
    assert transcribe(named, without) == ("the edits are gone",)
    renamed = named | {"registry": {"anna": "Anna Lind"}}
    assert transcribe(named, renamed) == ("names changed",)


def test_a_run_does_what_is_missing_or_stale_and_renews_only_what_it_was_asked_to():
    stale = Status("film", "chapter", "stale")
    fresh = Status("film", "chapter", "fresh")
    better = Status("film", "recognise", "renewable", changed=("model",))
    assert Choices().due(stale)
    assert not Choices().due(fresh)
    assert not Choices().due(better)
    assert Choices(renew=frozenset({"model"})).due(better)
    assert not Choices(renew=frozenset({"vocabulary"})).due(better)
    assert Choices(force=True).due(fresh)
    assert not Choices(stages=frozenset({"index"})).due(stale)
