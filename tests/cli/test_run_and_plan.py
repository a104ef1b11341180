"""`mediahub plan` and `run`: what they tell, on which stream, and with which exit code."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.cli.planned import plan_lines
from mediahub.cli.shared import fitted
from mediahub.cli.summary import summary_lines
from mediahub.pipeline.overview import Overview
from mediahub.pipeline.plan import Status
from mediahub.pipeline.summary import Summary
from tests.cli.conftest import Mediahub, Place, golden, sound

ITEM = "2020-06-03-tema-samtal"
STAGES = ("probe", "recognise", "respell", "diarise", "transcribe", "chapter", "render", "page")
Edit = Callable[[Path, str, str], None]


def at(place: Place, text: str) -> str:
    """A text with the workspace's folder, which differs each time, called WORKSPACE."""
    return text.replace(str(place.root), "WORKSPACE")


def test_the_plan_of_new_items(themed: Place, mediahub: Mediahub):
    told = mediahub("-C", str(themed.root), "plan")
    assert (told.code, told.err) == (0, "")
    golden("plan-new.txt", told.out)


def test_the_plan_after_an_edit_tells_stages_of_one_reason_together(
    themed: Place, mediahub: Mediahub
):
    mediahub("-C", str(themed.root), "run")
    sound(themed.root / "media" / "2020-06-03-tema" / "samtal.mp3", frequency=660)
    assert mediahub("-C", str(themed.root), "plan").lines[:7] == [
        ITEM,
        "  stale      probe, recognise, diarise, render: source replaced",
        "  then       respell, transcribe, chapter, page",
        "feed podden",
        "  stale      its episodes changed",
        "",
        "1 item: 1 to do.",
    ]


def test_a_plan_of_a_thousand_items_tells_what_is_alike_once():
    stages = ("probe", "recognise", "respell", "diarise", "transcribe", "chapter")
    reason = ("a better model is at hand: openai/whisper-base → KBLab/kb-whisper-small",)
    view = Overview(seconds=0.0)
    for number in range(1000):
        name = f"podden-avsnitt-{number}"
        for stage in stages:
            better = stage == "recognise" and number < 900
            told = ("renewable", reason) if better else ("fresh", ())
            view.statuses.append(Status(name, stage, *told))
        view.statuses.append(Status(name, "index", "missing", ("not in the index",)))
    assert plan_lines(view) == [
        "900 alike: podden-avsnitt-0, podden-avsnitt-1, podden-avsnitt-2 and 897 more",
        f"  renewable  recognise: {reason[0]}",
        "search index",
        "  missing    1,000 texts: not in the index",
        "",
        "1,000 items: 900 that could be better, 100 up to date.",
        "A run takes a moment.",
    ]
    assert len(plan_lines(view, all_items=True)) == 2 * 1000 + 5


def test_a_plan_warns_of_a_disk_that_is_too_small():
    view = Overview(seconds=7800, scratch_bytes=2_000_000_000, kept_bytes=3_000_000_000)
    view.free_bytes = 1_000_000_000
    view.statuses.append(Status("a", "probe", "missing", ("not made yet",)))
    assert plan_lines(view)[-2:] == [
        "A run takes about 2 h 10 min.",
        "  It needs 5.0 GB of disk (2.0 GB only while it works), and only 1.0 GB are free: "
        "make room first.",
    ]


def test_the_plan_as_json(themed: Place, mediahub: Mediahub):
    told = mediahub("-C", str(themed.root), "plan", "--json")
    value = json.loads(told.out)
    assert told.err == ""
    assert set(value) == {
        "schema", "statuses", "unusable", "notices", "notes", "drafts", "scheduled", "gold",
        "estimate", "selected", "pages",
    }  # fmt: skip
    assert value["statuses"][0] == {
        "item": ITEM, "stage": "probe", "status": "missing", "reasons": ["not made yet"],
        "due": True,
    }  # fmt: skip


def test_the_summary_of_a_run(themed: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("mediahub.cli.summary.program", lambda: ".venv/bin/mediahub")
    told = mediahub("-C", str(themed.root), "run")
    assert told.code == 0
    golden("run.txt", at(themed, told.out))
    assert [line.split(" 0:10 ")[0].split(" 0.")[0] for line in told.err.splitlines()][:2] == [
        f"{ITEM}: probe",
        f"{ITEM}: recognise",
    ]


def test_a_run_with_nothing_to_do_tells_one_note_and_how_many_notices(
    bare: Place, mediahub: Mediahub
):
    mediahub("-C", str(bare.root), "run")
    told = mediahub("-C", str(bare.root), "run")
    assert (told.code, told.err) == (0, "")
    assert told.lines[0] == "Nothing to do: 2 items (0:20 of sound), up to date."
    note, notices = told.lines[1:]
    assert note.startswith("Note: no public_url in mediahub.toml")
    assert notices == "1 notice to look at: `mediahub plan` lists it."


def test_what_failed_is_told_first_and_is_exit_code_1(bare: Place, mediahub: Mediahub):
    (bare.root / "media" / "tom.mp3").write_bytes(b"")
    told = mediahub("-C", str(bare.root), "run")
    assert told.code == 1
    assert told.lines[0].startswith("FAILED tom (probe): ")
    assert told.lines[1] == ""
    assert told.lines[2] == (
        "Done: 3 items (0:20 of sound) in the workspace; 1 failed, as told above."
    )
    again = mediahub("-C", str(bare.root), "run")
    assert again.code == 1
    assert again.lines[2] == (
        "Nothing else to do: 3 items (0:20 of sound); 1 failed, as told above."
    )


def test_a_draft_is_named_with_the_command_that_publishes_it(
    themed: Place, mediahub: Mediahub, edit: Edit
):
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, "published = 2020-06-03T07:00:00+02:00\n", "")
    told = mediahub("-C", str(themed.root), "run")
    assert f"Not in a feed yet: {ITEM}" in told.lines
    assert any(f" publish {ITEM}" in line for line in told.lines)


def test_what_could_be_better_is_told_with_the_command_that_does_it():
    assert summary_lines(Summary(items=2, sound_ms=20_000, renewable=1), Path("ws")) == [
        "Nothing to do: 2 items (0:20 of sound), up to date.",
        "1 item could be better now: `mediahub plan` says why, `mediahub run --renew all` does it.",
    ]


def test_what_is_scheduled_is_no_draft_and_is_told_with_its_time(
    themed: Place, mediahub: Mediahub, edit: Edit
):
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, "published = 2020-06-03T07:00:00+02:00", "published = 2131-06-03T05:00:00Z")
    told = mediahub("-C", str(themed.root), "run")
    assert f"Scheduled: {ITEM} on 2131-06-03" in told.lines
    assert not [line for line in told.lines if "Not in a feed" in line or " publish " in line]
    value = json.loads(mediahub("-C", str(themed.root), "run", "--json").out)
    waits = {"item": ITEM, "at": "2131-06-03T07:00:00+02:00"}
    assert (value["drafts"], value["scheduled"]) == ([], [waits])


def test_the_word_to_try_is_found(themed: Place, mediahub: Mediahub, edit: Edit):
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    marks = (
        '{ start = "0:00", title = "Inledning" }, { start = "0:05", title = "Barn i fattigdom" }'
    )
    edit(theme, "published =", f"chapters = [{marks}]\npublished =")
    told = mediahub("-C", str(themed.root), "run")
    (line,) = [line for line in told.lines if " search " in line]
    word = line.split(" search ")[1].split()[0]
    assert word == "fattigdom"
    assert mediahub("-C", str(themed.root), "search", word).lines[0].startswith("1. ")


def test_gold_items_are_measured_in_a_line_each(themed: Place, mediahub: Mediahub, edit: Edit):
    theme = themed.root / "media" / "2020-06-03-tema"
    truth = {
        "duration": 10.0,
        "segments": [
            {"start": 0.5, "end": 3.0, "speaker": "Anna",
             "text": "Välkomna till ett samtal om hembesök."},
            {"start": 3.2, "end": 6.0, "speaker": "Erik",
             "text": "Fattigdomen bland barn märks på utflyktsdagen."},
            {"start": 6.5, "end": 9.5, "speaker": "Anna",
             "text": "Tack för att ni har lyssnat."},
        ],
    }  # fmt: skip
    (theme / "samtal.truth.json").write_text(json.dumps(truth), encoding="utf-8")
    edit(theme / "theme.toml", "published =", 'truth = "samtal.truth.json"\npublished =')
    told = mediahub("-C", str(themed.root), "run")
    assert told.code == 0
    at_line = told.lines.index("Against the truth:")
    assert told.lines[at_line + 1] == f"  WER 0.0%, DER 0.0%, speakers 2 of 2  {ITEM}"


def test_the_run_as_json_has_nothing_else_on_standard_output(themed: Place, mediahub: Mediahub):
    told = mediahub("-C", str(themed.root), "run", "--json")
    value = json.loads(told.out)
    assert at(themed, json.dumps(value)) == json.dumps(
        {
            "schema": 1,
            "items": 1,
            "sound_ms": value["sound_ms"],
            "done": {ITEM: STAGES},
            "indexed": [ITEM, "2020-06-03-tema--ordlista"],
            "feeds": {"podden": "WORKSPACE/feeds/podden/feed.xml"},
            "changed_feeds": ["podden"],
            "changed_pages": ["tema/2020-06-03-tema", "hitta", ""],
            "renewable": 0,
            "drafts": [],
            "scheduled": [],
            "models": [],
            "one_voice": 0,
            "figures": {},
            "notes": [],
            "notices": [],
            "failures": [],
            "stopped": None,
        }
    )
    assert f"{ITEM}: chapter" in told.err


def test_a_wrong_workspace_is_exit_code_2(themed: Place, mediahub: Mediahub, edit: Edit):
    edit(themed.root / "mediahub.toml", 'title = "Podden"', 'titel = "Podden"')
    told = mediahub("-C", str(themed.root), "run", "--json")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("mediahub: 2 problems in the workspace:\n")
    assert "titel" in told.err


def test_no_workspace_and_no_folder_are_exit_code_2(tmp_path: Path, mediahub: Mediahub):
    told = mediahub("-C", str(tmp_path), "run")
    assert told.code == 2
    assert "is no workspace: it has no folder media/" in told.err
    told = mediahub("-C", str(tmp_path / "borta"), "run")
    assert told.code == 2
    assert told.err.startswith(f"mediahub: {tmp_path / 'borta'} is not a folder; make a workspace")


def test_nothing_at_hand_and_nothing_to_reach_is_one_error_with_the_ways_out(
    empty: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
):
    # No hub: huggingface_hub's own switch. No index: pip's.
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    sound(empty.root / "media" / "a.mp3")
    told = mediahub("-C", str(empty.root), "run")
    assert told.code == 2
    assert "mediahub: there is no recogniser on this machine and none could be fetched" in told.err
    assert "Ways out: " in told.err


def command(place: Place, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "mediahub", "-C", str(place.root), *arguments]


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    return os.environ | {"MEDIAHUB_MODELS": str(tmp_path / "models"), "PIP_NO_INDEX": "1"}


def test_a_reader_that_goes_away_stops_neither_the_run_nor_the_exit_code(
    bare: Place, surroundings: dict[str, str]
):
    script = " ".join(map(repr, command(bare, "run")))
    ended = subprocess.run(
        ["bash", "-c", f"{script} 2>&1 | true; exit ${{PIPESTATUS[0]}}"],
        capture_output=True, text=True, env=surroundings, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert (bare.root / "feeds" / "media" / "feed.xml").exists()


def test_ctrl_c_is_exit_code_130_and_says_that_the_work_is_kept(
    bare: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
):
    from mediahub.pipeline import run

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    # All items are through by then: with one at work the whole process would end at once.
    monkeypatch.setattr(run, "publish_series", stopped)
    told = mediahub("-C", str(bare.root), "run", "--jobs", "1")
    assert (told.code, told.out) == (130, "")
    assert told.err.endswith(" run --jobs 1` goes on from here\n")
    forced = mediahub("-C", str(bare.root), "run", "--jobs", "1", "--force")
    assert (forced.code, forced.out) == (130, "")
    assert forced.err.endswith(" run --force --jobs 1` goes on from here\n")
    monkeypatch.undo()


def test_the_program_is_called_what_the_shell_calls_it(monkeypatch: pytest.MonkeyPatch):
    from mediahub.cli.summary import program

    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert program() == "mediahub"


def test_publish_takes_a_withdrawal_back(themed: Place, mediahub: Mediahub):
    place = str(themed.root)
    mediahub("-C", place, "run")
    feed = themed.root / "feeds" / "podden" / "feed.xml"
    guid = themed.text("feeds/podden/feed.xml").split('isPermaLink="false">')[1].split("<")[0]
    ledger = themed.root / "published" / "items" / f"{ITEM}.toml"
    written = ledger.read_text(encoding="utf-8")
    line = "withdrawn = 2021-01-01T12:00:00+01:00\n[[enclosures]]"
    ledger.write_text(written.replace("[[enclosures]]", line), encoding="utf-8")
    told = mediahub("-C", place, "publish", ITEM)
    assert told.lines[1:] == [
        "Its withdrawal is taken back in published/: it returns as the same episode.",
        "Its feed is up to date.",
    ]
    assert mediahub("-C", place, "run").code == 0
    assert f'isPermaLink="false">{guid}<' in feed.read_text(encoding="utf-8")
    assert "withdrawn" not in ledger.read_text(encoding="utf-8")


def test_publish_says_of_an_item_that_cannot_be_used_that_no_run_will_do(
    bare: Place, mediahub: Mediahub
):
    (bare.root / "media" / "podden" / "avsnitt-3.mp3").write_bytes(b"")
    place = str(bare.root)
    mediahub("-C", place, "run")
    told = mediahub("-C", place, "publish", "podden-avsnitt-3")
    assert told.lines[1:] == [
        "No run puts it into its feed before this is mended: avsnitt-3.mp3: the file is empty "
        "(0 bytes). Copy it again from the original."
    ]


def test_publish_says_of_an_item_without_transcript_that_a_run_may_fail(
    bare: Place, mediahub: Mediahub
):
    told = mediahub("-C", str(bare.root), "publish", "podden-avsnitt-1")
    assert told.lines[1:] == [
        "It has no finished transcript yet: `mediahub run` makes it first, and says so if it fails."
    ]


def test_a_misheard_word_is_not_the_word_to_try(themed: Place, mediahub: Mediahub, edit: Edit):
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    captions = theme.with_name("samtal.vtt")
    edit(captions, "på utflyktsdagen", "osannmellan på utflyktsdagen")
    marks = (
        '{ start = "0:00", title = "A" }, { start = "0:05", title = "Osannmellan och fattigdom" }'
    )
    edit(theme, "published =", f"chapters = [{marks}]\npublished =")
    told = mediahub("-C", str(themed.root), "run")
    (line,) = [line for line in told.lines if " search " in line]
    assert line.split(" search ")[1].split()[0] == "fattigdom"


class Terminal(io.StringIO):
    """A terminal as narrow as COLUMNS says."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("  /home/anna/mediahub -C /home/anna/konf search fattigdom", None),
        (
            "2 items could be better now: `mediahub run --renew model` does it.",
            "2 items could be better now:\n  `mediahub run --renew model` does\n  it.",
        ),
    ],
)
def test_a_command_is_never_broken(monkeypatch: pytest.MonkeyPatch, line: str, shown: str | None):
    monkeypatch.setenv("COLUMNS", "36")
    assert fitted(line, Terminal()) == (shown or line)


def test_the_plan_says_what_changed_of_a_text_in_the_index(
    themed: Place, mediahub: Mediahub, edit: Edit
):
    mediahub("-C", str(themed.root), "run")
    edit(themed.root / "media" / "2020-06-03-tema" / "theme.toml", '"Ett samtal"', '"Samtal"')
    told = mediahub("-C", str(themed.root), "plan")
    assert "  stale      1 text: its words, title, date, theme or series changed" in told.lines
