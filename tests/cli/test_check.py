"""`mediahub check`: what a person reads, and the exit code."""

import json

from tests.cli.conftest import Mediahub, Place


def test_what_is_missing_is_told_item_by_item(bare: Place, mediahub: Mediahub):
    bare.run()
    told = mediahub("-C", str(bare.root), "check")
    assert told.code == 1
    assert told.lines[1].startswith("  missing  text version (WCAG 1.2.1): made by a machine")
    assert told.lines[-1] == (
        "2 published items: 0 as the law asks, 0 exempt, 2 where something is missing."
    )


def test_the_statement_is_swedish_and_no_failure(bare: Place, mediahub: Mediahub):
    bare.run()
    told = mediahub("-C", str(bare.root), "check", "--statement")
    assert (told.code, told.lines[0]) == (0, "## Film och ljud")
    assert "Två ljudinspelningar har textversioner som ingen har granskat" in told.out


def test_the_json_has_shares_and_reasons(bare: Place, mediahub: Mediahub):
    bare.run()
    told = mediahub("-C", str(bare.root), "check", "podden-avsnitt-1", "--json")
    (item,) = json.loads(told.out)["items"]
    assert (item["lacks"], item["findings"][0]["code"]) == (True, "unreviewed")
    assert item["captions"]["WebVTT"]["cues"] == 3
