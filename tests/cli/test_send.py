"""Bringing feeds/ to a target: at the end of a run, and by command."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mediahub.pipeline.report import Silent
from mediahub.pipeline.run import Options, run
from mediahub.stopping import Stop
from mediahub.workspace.locks import sending_lock
from mediahub.workspace.paths import Workspace
from tests.cli.conftest import Mediahub, Place

ACCOUNT = ".mediahub-site.json"


def publish_to(place: Place, target: str) -> Path:
    path = place.root / "mediahub.toml"
    path.write_text(
        f'{path.read_text(encoding="utf-8")}\n[publish]\ntarget = "{target}"\n', encoding="utf-8"
    )
    return place.root / target


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ACCOUNT
    }


def test_a_run_ends_with_the_target_holding_what_feeds_holds(themed: Place, mediahub: Mediahub):
    target = publish_to(themed, "../www")
    told = mediahub("-C", str(themed.root), "run")
    assert told.code == 0
    assert held(target) == held(themed.root / "feeds")
    assert any("files sent" in line for line in told.lines)
    assert mediahub("-C", str(themed.root), "run").code == 0
    told = mediahub("-C", str(themed.root), "send")
    assert told.out == "../www holds what feeds/ holds\n"


def test_a_target_that_cannot_be_reached_fails_the_run_and_the_next_goes_on(
    themed: Place, mediahub: Mediahub
):
    target = publish_to(themed, "disk/www")
    told = mediahub("-C", str(themed.root), "run")
    assert (told.code, "is the disk mounted?" in told.out) == (1, True)
    assert held(themed.root / "feeds")
    target.parent.mkdir()
    assert mediahub("-C", str(themed.root), "run").code == 0
    assert held(target) == held(themed.root / "feeds")


def test_a_run_whose_time_is_up_sends_all_the_same(themed: Place, mediahub: Mediahub):
    target = publish_to(themed, "../www")
    mediahub("-C", str(themed.root), "run")
    shutil.rmtree(target)
    (themed.root / ".mediahub/sent.json").unlink()
    up = Stop(datetime(2020, 1, 1, tzinfo=UTC))
    run(themed.root, Options(), Silent(), store=themed.store, stop=up)
    assert held(target) == held(themed.root / "feeds")


def test_what_was_lost_at_the_target_is_put_back_when_verified(themed: Place, mediahub: Mediahub):
    target = publish_to(themed, "../www")
    mediahub("-C", str(themed.root), "run")
    (target / "podden" / "feed.xml").unlink()
    assert mediahub("-C", str(themed.root), "send", "--verify").out == "../www: 1 file sent\n"
    assert held(target) == held(themed.root / "feeds")


def test_a_withdrawn_episode_leaves_the_target(themed: Place, mediahub: Mediahub):
    target = publish_to(themed, "../www")
    mediahub("-C", str(themed.root), "run")
    (item,) = {path.parent.name for path in target.rglob("*.mp3")}
    told = mediahub("-C", str(themed.root), "withdraw", item, "--why", "Gästen bad.", "--yes")
    assert (told.code, "taken away" in told.out) == (0, True)
    assert not list(target.rglob("*.mp3"))
    assert held(target) == held(themed.root / "feeds")


def test_what_clean_withdraws_leaves_the_target_at_once(themed: Place, mediahub: Mediahub):
    target = publish_to(themed, "../www")
    mediahub("-C", str(themed.root), "run")
    (source,) = (themed.root / "media").rglob("samtal.mp3")
    source.unlink()
    told = mediahub("-C", str(themed.root), "clean", "--yes")
    assert (told.code, "taken away" in told.out) == (0, True)
    assert not list(target.rglob("*.mp3"))


def test_what_is_withheld_leaves_the_target_at_once(themed: Place, mediahub: Mediahub):
    target = publish_to(themed, "../www")
    mediahub("-C", str(themed.root), "run")
    ((item, old),) = {(path.parent.name, path) for path in target.rglob("*.mp3")}
    times = ("--from", "0:04", "--to", "0:05", "--why", "Gästen bad.", "--sound")
    told = mediahub("-C", str(themed.root), "withhold", item, *times)
    assert (told.code, "taken away" in told.out) == (0, True)
    assert not old.exists()
    assert held(target) == held(themed.root / "feeds")
    assert "Copy feeds/" not in told.out


@pytest.mark.parametrize(
    "decision",
    [
        ("withdraw", "--yes", "--why", "Gästen bad."),
        ("withhold", "--from", "0:04", "--to", "0:05", "--why", "Gästen bad."),
    ],
    ids=lambda words: words[0],
)
def test_a_target_that_is_away_when_something_must_leave_it_is_told_loudly(
    themed: Place, mediahub: Mediahub, decision: tuple[str, ...]
):
    target = publish_to(themed, "disk/www")
    target.parent.mkdir()
    mediahub("-C", str(themed.root), "run")
    (item,) = {path.parent.name for path in target.rglob("*.mp3")}
    away = target.parent.rename(themed.root / "away")
    command, *words = decision
    told = mediahub("-C", str(themed.root), command, item, *words)
    assert told.code == 1
    assert "disk/www could not be brought up to date" in told.err.replace("\n", " ")
    assert "`mediahub send`" in told.err
    away.rename(target.parent)
    assert mediahub("-C", str(themed.root), "send").code == 0
    assert held(target) == held(themed.root / "feeds")


def test_what_an_edit_changed_is_told_to_wait_for_the_target(themed: Place, mediahub: Mediahub):
    publish_to(themed, "../www")
    mediahub("-C", str(themed.root), "run")
    (item,) = {path.parent.name for path in (themed.root / "feeds/podden").rglob("*.mp3")}
    added = mediahub("-C", str(themed.root), "chapters", "add", item, "0:02", "Mitten")
    assert "../www has it with the next run; `mediahub send` sends it now." in added.out


def test_feeds_that_were_lost_take_nothing_away(themed: Place, mediahub: Mediahub):
    target = publish_to(themed, "../www")
    mediahub("-C", str(themed.root), "run")
    before = held(target)
    shutil.rmtree(themed.root / "feeds")
    mediahub("-C", str(themed.root), "send")
    assert held(target) == before


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("feeds", "name another folder"),
        ("..", "name another folder"),
        ("ftp://x/y", "is no target"),
        ("sftp://lisa:hemligt@host/x", "MEDIAHUB_PUBLISH_PASSWORD"),
        ("s3://", "lacks a host or bucket"),
    ],
)
def test_what_can_be_no_target_is_refused(
    themed: Place, mediahub: Mediahub, target: str, told: str
):
    publish_to(themed, target)
    answer = mediahub("-C", str(themed.root), "run")
    assert answer.code in (1, 2)
    assert told in (answer.out + answer.err).replace("\n", " ")
    assert "hemligt" not in answer.out + answer.err


def test_without_a_public_address_nothing_is_sent(themed: Place, mediahub: Mediahub):
    path = themed.root / "mediahub.toml"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[1:]), encoding="utf-8")
    target = publish_to(themed, "../www")
    told = mediahub("-C", str(themed.root), "run")
    assert told.code == 1
    assert "there is no public_url" in told.out.replace("\n", " ")
    assert not target.exists()


def test_one_sends_at_a_time(themed: Place, mediahub: Mediahub):
    publish_to(themed, "../www")
    with sending_lock(Workspace(themed.root.resolve())):
        told = mediahub("-C", str(themed.root), "send")
    assert (told.code, "another mediahub is sending" in told.err) == (2, True)


def test_without_a_target_it_says_how_one_is_named(themed: Place, mediahub: Mediahub):
    told = mediahub("-C", str(themed.root), "send")
    assert (told.code, "[publish]" in told.err) == (2, True)
