"""Who is told at the end of a run that did something."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from mediahub.cli.finished import tell_finished
from mediahub.pipeline.summary import Summary
from tests.cli.conftest import Mediahub, Place

DONE = Summary(items=1, done={"a": ("probe",)})
TAKES = "import sys; open('told.json', 'wb').write(sys.stdin.buffer.read())"


def settings(place: Place, lines: str) -> None:
    (place.root / "mediahub.toml").write_text(f"[finished]\n{lines}\n", encoding="utf-8")


def test_a_program_gets_the_summary_of_a_run_that_did_something(bare: Place, mediahub: Mediahub):
    settings(bare, f"command = {json.dumps([sys.executable, '-c', TAKES])}")
    told = bare.root / "told.json"
    assert mediahub("-C", str(bare.root), "run").code == 0
    value = json.loads(told.read_text(encoding="utf-8"))
    assert (value["items"], value["workspace"]) == (2, str(bare.root))
    told.unlink()
    assert mediahub("-C", str(bare.root), "run").code == 0
    assert not told.exists()  # there was nothing to do


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (["no-such-program"], "no-such-program cannot be started (No such file or directory)"),
        ([sys.executable, "-c", "import sys; sys.exit('no room')"], "ended with 1: no room"),
    ],
)
def test_what_goes_wrong_is_told(bare: Place, command: list[str], why: str):
    settings(bare, f"command = {json.dumps(command)}")
    (trouble,) = tell_finished(bare.root, DONE, {})
    assert trouble.startswith("[finished] command in mediahub.toml: ")
    assert trouble.endswith(why)


@pytest.mark.parametrize(("code", "troubles"), [(200, 0), (500, 1)])
def test_an_address_is_posted_the_summary(bare: Place, code: int, troubles: int):
    got: list[bytes] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(code)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        settings(bare, f'webhook = "http://127.0.0.1:{server.server_port}/hook"')
        serving = threading.Thread(target=server.handle_request)
        serving.start()
        told = tell_finished(bare.root, DONE, {"schema": 1})
        serving.join()
    assert json.loads(got[0]) == {"schema": 1, "workspace": str(bare.root)}
    assert len(told) == troubles


def test_an_address_that_is_not_there_is_told(bare: Place):
    settings(bare, 'webhook = "http://127.0.0.1:1/hook"')
    (trouble,) = tell_finished(Path(bare.root), DONE, {})
    assert "http://127.0.0.1:1/hook cannot be reached" in trouble
