"""Speeds remembered and times estimated."""

import json
from pathlib import Path

from mediahub.pipeline.estimates import SharedTime, Speeds, estimate
from mediahub.pipeline.stage import Progress
from tests.pipeline.conftest import Place, sound


def test_the_median_of_past_runs_tells_how_long_the_next_one_takes(tmp_path: Path):
    speeds = Speeds(tmp_path / "speeds.json")
    for took in (10.0, 30.0, 20.0):
        speeds.add("recognise", "openai/whisper-base", 100_000, took)
    speeds.save()
    again = Speeds(tmp_path / "speeds.json")
    assert again.of("recognise", "openai/whisper-base") == 0.2
    assert estimate({("recognise", "openai/whisper-base"): 600_000}, again).seconds == 120.0


def test_an_unknown_speed_makes_no_estimate(tmp_path: Path):
    assert estimate({("diarise", "x"): 1000}, Speeds(tmp_path / "speeds.json")).seconds is None


def test_a_short_recording_says_little_of_speed(tmp_path: Path):
    speeds = Speeds(tmp_path / "speeds.json")
    speeds.add("recognise", "m", 9_999, 5.0)
    assert speeds.of("recognise", "m") is None


def test_what_overlaps_shares_the_time_that_passes():
    now = 0.0
    shared = SharedTime(lambda: now)
    shared.begin("first")
    now = 10.0
    shared.begin("second")
    now = 30.0
    assert (shared.so_far("first"), shared.so_far("second")) == (20.0, 10.0)
    assert shared.end("first") == 20.0
    now = 35.0
    assert shared.end("second") == 15.0
    assert (shared.so_far("second"), shared.end("never begun")) == (0.0, 0.0)


def test_no_speed_is_remembered_of_a_recognition_whose_most_an_earlier_run_had_done(
    bare: Place, instead
):
    for name in ("avsnitt-1", "avsnitt-2"):
        sound(bare.root / "media" / "podden" / f"{name}.mp3", seconds=20)

    def resumed(job, scratch):
        if "avsnitt-1" in job.source.path:
            scratch.tell(Progress(15_000, resumed=True))
        real(job, scratch)

    real = instead("recognise", resumed)
    bare.run()
    speeds = json.loads(bare.text(".mediahub/speeds.json"))["speeds"]
    assert (len(speeds["recognise"]), len(speeds["diarise"])) == (1, 2)
