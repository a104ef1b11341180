"""`--where`: what a person reads of an expression, and with which exit code."""

import json

from tests.cli.conftest import Mediahub
from tests.pipeline.conftest import Place

ONE, TWO = "podden-avsnitt-1", "podden-avsnitt-2"


def test_a_slip_is_one_message_with_a_caret_and_exit_2(bare: Place, mediahub: Mediahub):
    for command in ("plan", "run"):
        told = mediahub("-C", str(bare.root), command, "--where", "confidense < 0.8")
        assert (told.code, told.out) == (2, "")
        assert told.err.splitlines() == [
            "mediahub: --where: there is no field 'confidense'; did you mean 'confidence'?",
            "  confidense < 0.8",
            "  ^^^^^^^^^^",
        ]
    assert not (bare.root / "transcripts").exists()


def test_a_run_tells_how_many_are_selected(bare: Place, mediahub: Mediahub):
    told = mediahub("-C", str(bare.root), "run", "--where", f'id == "{TWO}"')
    assert told.code == 0
    assert "Note: --where selects 1 of 2 items" in told.lines
    assert not (bare.root / "transcripts" / ONE).exists()


def test_a_run_that_selects_nothing_says_so_with_exit_0(bare: Place, mediahub: Mediahub):
    mediahub("-C", str(bare.root), "run")
    told = mediahub("-C", str(bare.root), "run", "--where", "minutes > 1 h")
    assert told.code == 0
    assert told.lines[1].startswith("Note: --where selects none of the 2 items")


def test_a_plan_of_what_is_selected(bare: Place, mediahub: Mediahub):
    told = mediahub("-C", str(bare.root), "plan", "--where", f'id == "{TWO}"')
    assert told.lines[:5] == [
        TWO,
        "  missing    all stages: not made yet",
        "",
        "--where selects 1 of 2 items.",
        "1 item: 1 to do.",
    ]
    assert mediahub("-C", str(bare.root), "plan", "--where", "minutes > 90").lines == [
        "--where selects none of the 2 items."
    ]
    told = mediahub("-C", str(bare.root), "plan", "--only", ONE, "--json")
    assert json.loads(told.out)["selected"] == [ONE]


def test_a_plan_with_force_says_that_all_is_done_again(bare: Place, mediahub: Mediahub):
    mediahub("-C", str(bare.root), "run")
    told = mediahub("-C", str(bare.root), "plan", "--force", "--only", ONE)
    assert told.lines[:3] == [
        ONE,
        "  again      probe, recognise: as asked for",
        "  then       respell, diarise, transcribe, chapter, render, page",
    ]
    assert "1 item: 1 to do." in told.lines
