"""A run followed by the API: each thing once, from where the line was lost, to the end."""

import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from tests.web.test_api import As, program, site

from mediahub.web.staff.accounts import Accounts
from mediahub.web.staff.api import following
from mediahub.web.staff.place import Place as Site
from mediahub.web.staff.runevents import RunEvents
from mediahub.web.staff.tokens import Tokens

__all__ = ["program", "site"]

EVENTS = "/api/v1/runs/current/events"
AT = "2026-11-28T18:12:44+00:00"
RUN = "20261128T181244Z.4711"
BEGAN = {"at": AT, "event": "began", "pid": 4711, "message": "run begins"}
DONE = {"at": AT, "event": "done", "pid": 4711, "item": "ett", "stage": "probe", "message": "d"}
FAILED = {"at": AT, "event": "failed", "pid": 4711, "item": "ett", "stage": "page", "error": "e"}
ENDED = {"at": AT, "event": "ended", "pid": 4711, "stopped": None, "failures": 1, "message": "x"}
WAITING = """
import sys
from pathlib import Path
from mediahub.cli.atwork import StatusFile
from mediahub.workspace.locks import run_lock
from mediahub.workspace.paths import Workspace
root = Path(sys.argv[1])
with run_lock(Workspace(root)), StatusFile(root, "mediahub run") as status:
    status.begin("ett", "probe", 1000)
    print("at work", flush=True)
    sys.stdin.read()
"""
NOTE = {"at": AT, "event": "note", "pid": 4711, "message": "n"}


def noted(root: Path, *events: dict[str, Any]) -> Path:
    log = root / ".mediahub" / "run.jsonl"
    log.parent.mkdir(exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in events)
    return log


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def heard(text: str) -> list[tuple[str, str, Any]]:
    """The kind, id and data of each event; comments are passed over."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line[:1] != ":")
        if fields:
            found.append((fields["event"], fields.get("id", ""), json.loads(fields["data"])))
    return found


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any] | None]:
    """What the run says of itself at each look, until it is not at work any more."""
    told: list[dict[str, Any] | None] = []
    monkeypatch.setattr(following, "at_work", lambda _: told.pop(0) if told else None)
    monkeypatch.setattr(following, "EVERY_S", 0.0)
    return told


def test_a_run_is_told_from_its_beginning_to_its_end(program: As, site: Site, works: Any) -> None:
    noted(site.root, BEGAN, NOTE, DONE, FAILED)
    client = program("editor")
    works += [{"pid": 4711}, {"pid": 4711, "items": 2, "items_done": 1}]
    answer = client.get(EVENTS)
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    told = heard(answer.text)
    assert [(kind, number) for kind, number, _ in told] == [
        ("began", f"{RUN}.1"), ("done", f"{RUN}.2"), ("failed", f"{RUN}.3"), ("progress", ""),
        ("ended", f"{RUN}.4"),
    ]  # fmt: skip
    assert told[1][2] == {
        "run": RUN, "number": 2, "at": AT, "what": "done", "item": "ett", "stage": "probe",
        "message": "d",
    }  # fmt: skip
    assert (told[3][2]["items"], told[3][2]["items_done"]) == (2, 1)
    assert told[4][2]["tail"] == "It noted nothing of its end."
    assert told[4][2]["failures"] == [{"item": "ett", "stage": "page", "message": "e"}]


def test_who_lost_the_line_is_told_the_rest_once(program: As, site: Site, works: Any) -> None:
    noted(site.root, BEGAN, DONE, FAILED, ENDED)
    client = program("editor")
    rest = client.get(EVENTS, headers={"last-event-id": f"{RUN}.2"})
    assert [number for _, number, _ in heard(rest.text)] == [f"{RUN}.3", f"{RUN}.4"]
    assert heard(rest.text)[-1][2]["state"] == "failed"
    assert client.get(EVENTS, headers={"last-event-id": f"{RUN}.4"}).status_code == 204
    for unknown in ("", "x", "20200101T000000Z.1.1"):
        assert client.get(EVENTS, headers={"last-event-id": unknown}).status_code == 404
    assert works == []


def test_nobody_follows_longer_than_the_token_is_good(
    program: As, site: Site, works: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted(site.root, BEGAN)
    client = program("editor")
    (token,) = site.tokens.of(site.accounts.user("editor"))

    def at_work(_: Site) -> dict[str, Any]:
        if works:  # it is asked a second time
            site.tokens.remove(token.id)
        works.append(None)
        return {"pid": 4711}

    monkeypatch.setattr(following, "at_work", at_work)
    assert [kind for kind, _, _ in heard(client.get(EVENTS).text)] == ["began", "progress"]
    assert client.get(EVENTS).status_code == 401


def test_the_log_is_read_as_it_grows_and_is_put_aside(tmp_path: Path) -> None:
    log = noted(tmp_path, DONE, BEGAN)  # of what began before the log nothing is told
    events = RunEvents(tmp_path)
    assert [one.number for one in events.all()] == [1]
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(DONE)[:20])
    assert events.more() == ()
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(DONE)[20:] + "\n")
    assert [(one.what, one.number) for one in events.more()] == [("done", 2)]
    noted(tmp_path, FAILED)
    log.rename(tmp_path / ".mediahub" / "run.jsonl.1")
    noted(tmp_path, ENDED)
    assert [(one.what, one.number) for one in events.more()] == [("failed", 3), ("ended", 4)]
    assert [(one.run, one.number) for one in RunEvents(tmp_path).all()][-1] == (RUN, 4)


def test_a_real_run_is_followed_and_the_site_ends_with_the_line_open(copied: Path) -> None:
    owner = Accounts(copied).user("editor")
    assert owner is not None
    _, secret = Tokens(copied, lambda: 1_900_000_000.0).add(owner, "prov", ["runs:read"])
    command = [sys.executable, "-m", "mediahub", "-C", str(copied)]
    with subprocess.Popen(
        [*command, "serve", "--port", str(free_port())], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+:\d+", server.stdout.readline())
        assert found is not None
        stopped = copied / "stopped.py"
        stopped.write_text(WAITING, encoding="utf-8")
        with subprocess.Popen(
            [sys.executable, str(stopped), str(copied)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        ) as run:  # fmt: skip
            assert run.stdout is not None
            assert run.stdin is not None
            run.stdout.readline()
            asked = Request(  # noqa: S310 - our own address
                f"{found.group()}{EVENTS}", headers={"authorization": f"Bearer {secret}"}
            )
            with urlopen(asked, timeout=60) as line:  # noqa: S310
                assert line.readline().startswith(b":")
                server.send_signal(signal.SIGTERM)
                server.wait(20)
                run.stdin.close()
