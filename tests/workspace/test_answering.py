"""A disk that does not answer is told of once, and so is that it does again."""

import errno
import os
from pathlib import Path

import pytest

from mediahub.errors import SettingsError
from mediahub.tongues import swedish
from mediahub.workspace.answering import Silence, away, require_there

ROOT = Path("/srv/podd")


def test_a_disk_that_stands_still_is_told_of_once_and_when_it_answers_again() -> None:
    silence = Silence(ROOT, 77, 100.0)
    assert [silence.looked(now) for now in (105.0, 129.0)] == [None, None]
    told = silence.looked(131.0)
    assert told is not None
    assert told.startswith("/srv/podd has not answered for 31 s: see that its server runs")
    assert "`kill -9 77`" in told
    assert silence.looked(500.0) is None
    assert silence.answered(700.0) == "/srv/podd answers again, after 600 s"
    assert silence.answered(705.0) is None
    assert silence.looked(710.0) is None


def test_a_disk_that_is_not_there_is_told_apart_from_one_that_may_not_be_written() -> None:
    gone = away(OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN), "/srv/podd/media"), ROOT)
    assert gone is not None
    assert gone.startswith("/srv/podd/media cannot be reached (Transport endpoint is not connected")
    assert swedish(gone).startswith("/srv/podd/media går inte att nå (")
    assert away(PermissionError(errno.EACCES, "no"), ROOT) is None


def test_whoever_waits_for_others_sees_that_the_disk_has_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_there(tmp_path)

    def gone(_path: Path) -> None:
        raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))

    monkeypatch.setattr(os, "statvfs", gone)
    with pytest.raises(SettingsError, match=f"{tmp_path} cannot be reached"):
        require_there(tmp_path)
