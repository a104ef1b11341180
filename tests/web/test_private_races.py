"""Two programs that change one file of `private/` at the same time lose nothing of each other."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from mediahub.web.staff.accounts import Accounts
from mediahub.web.staff.sessions import Sessions
from mediahub.web.staff.tokens import Tokens

ROUNDS = 15
WRITERS = {
    "users": """
from mediahub.web.staff.accounts import Accounts
for number in range({rounds}):
    Accounts(root).add(f"{name} {{number}}", "reader", None)
""",
    "tokens": """
from mediahub.web.staff.accounts import User
from mediahub.web.staff.tokens import Tokens
tokens = Tokens(root, lambda: 0.0)
for number in range({rounds}):
    tokens.add(User("{name}", "reader", "{name}"), f"nyckel {{number}}", ["search:read"])
""",
    "sessions": """
from mediahub.web.staff.sessions import Sessions
sessions = Sessions(root, lambda: 0.0)
for number in range({rounds}):
    kept = sessions.begin(f"{name} {{number}}", "")
    sessions.end(sessions.begin("{name}", ""))
""",
}
BEGIN = "import sys; from pathlib import Path; root = Path(sys.argv[1])\n"
READY = "print('ready', flush=True); sys.stdin.readline()\n"


def at_once(root: Path, programs: Sequence[str]) -> None:
    """Run the programs, which begin when all of them have been started."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", BEGIN + READY + program, str(root)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for program in programs
    ]  # fmt: skip
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in running:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    for one in running:
        one.communicate(timeout=60)
    assert [one.returncode for one in running] == [0] * len(running)


@pytest.mark.parametrize("what", WRITERS)
def test_what_two_programs_write_at_once_is_all_there(tmp_path: Path, what: str) -> None:
    names = ("Anna", "Bo")
    at_once(tmp_path, [WRITERS[what].format(rounds=ROUNDS, name=name) for name in names])
    wanted = {f"{name} {number}" for name in names for number in range(ROUNDS)}
    if what == "users":
        assert {one.name for one in Accounts(tmp_path).users()} == wanted
    elif what == "tokens":
        assert len(Tokens(tmp_path, lambda: 0.0).of()) == 2 * ROUNDS
    else:
        read = Sessions(tmp_path, lambda: 0.0)._read()
        assert {one.user for one in read.values()} == wanted


def test_a_session_that_another_program_ended_is_over_here(tmp_path: Path) -> None:
    here, there = (Sessions(tmp_path, lambda: 0.0) for _ in range(2))
    secret = here.begin("Anna", "")
    assert there.of(secret) is not None
    there.end_all("Anna")
    assert here.of(secret) is None
