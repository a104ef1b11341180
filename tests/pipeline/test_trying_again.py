"""A failure that may pass by itself is tried again at the end of the run; a lasting one is not."""

import errno

import pytest

from mediahub.errors import MediaError
from mediahub.pipeline.passing import why_passing
from mediahub.pipeline.report import Silent
from mediahub.pipeline.run import Options, run
from mediahub.stopping import Stop
from tests.pipeline.conftest import Place

ONE, TWO = "podden-avsnitt-1", "podden-avsnitt-2"


class Heard(Silent):
    """Keeps the sentences."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def say(self, text: str) -> None:
        self.told.append(text)


def caused(by: OSError) -> MediaError:
    error = MediaError("a.mp3: it cannot be read")
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(errno.EIO, "Input/output error"), "the disk did not answer"),
        (OSError(errno.ESTALE, "Stale file handle"), "the network disk had lost sight of it"),
        (caused(OSError(errno.EBUSY, "Busy")), "the file was busy"),
        (TimeoutError(), "there was no answer in time"),
        (MediaError("a.mp3: it holds no sound"), None),
        (OSError(errno.ENOSPC, "No space left on device"), None),
        (PermissionError(errno.EACCES, "Permission denied"), None),
        (ValueError("a bug"), None),
    ],
)
def test_what_may_pass_by_itself(error: Exception, why: str | None):
    assert why_passing(error) == why


def failing(instead, times: int, error: Exception) -> list[str]:
    """Let the first item's chapters fail so many times; what was begun."""
    begun: list[str] = []

    def chapter(job, scratch):
        begun.append(job.transcript.path.split("/")[1])
        if begun[-1] == ONE and begun.count(ONE) <= times:
            raise error
        real(job, scratch)

    real = instead("chapter", chapter)
    return begun


def test_it_is_tried_again_when_the_others_are_done_and_told(bare: Place, instead):
    begun, heard = failing(instead, 2, OSError(errno.EIO, "Input/output error")), Heard()
    options = Options(jobs=1, pauses_s=(0, 0))
    summary = run(bare.root, options, heard, store=bare.store)
    assert begun == [ONE, TWO, ONE, ONE]
    assert (summary.failures, sorted(summary.done)) == ((), [ONE, TWO])
    assert sorted(summary.indexed) == [ONE, TWO]
    again = f"{ONE}: chapter is tried again: the disk did not answer"
    assert [line for line in heard.told if "tried again" in line] == [again, again]


def test_after_the_last_try_the_reason_is_told_with_their_number(bare: Place, instead):
    failing(instead, 9, OSError(errno.EIO, "Input/output error"))
    summary = run(bare.root, Options(jobs=1, pauses_s=(0, 0)), Silent(), store=bare.store)
    (failure,) = summary.failures
    assert (failure.item, failure.stage) == (ONE, "chapter")
    assert failure.message.endswith("(tried 3 times)")


def test_what_lasts_is_not_tried_again(bare: Place, instead):
    begun = failing(instead, 9, MediaError("a.mp3: it holds no sound"))
    summary = run(bare.root, Options(jobs=1, pauses_s=(0, 0)), Silent(), store=bare.store)
    assert begun == [ONE, TWO]
    assert [one.message for one in summary.failures] == ["a.mp3: it holds no sound"]


def test_a_file_that_was_still_being_written_is_tried_again(bare: Place, instead):
    source, heard = bare.root / "media" / "podden" / "avsnitt-1.mp3", Heard()
    whole = source.read_bytes()

    def probe(job, scratch):
        if source.read_bytes() == whole and "avsnitt-1" in str(job):
            source.write_bytes(whole + bytes(100))  # it grows while it is looked into
            raise MediaError("avsnitt-1.mp3: it is damaged")
        real(job, scratch)

    real = instead("probe", probe)
    summary = run(bare.root, Options(jobs=1, pauses_s=(0, 0)), heard, store=bare.store)
    assert summary.failures == ()
    assert f"{ONE}: probe is tried again: the file was still being written" in heard.told


def test_a_stop_ends_the_waiting_too(bare: Place, instead):
    stop = Stop()

    class Stopping(Silent):
        def say(self, text: str) -> None:
            if text.startswith("waits"):
                stop.ask("sigterm")

    begun = failing(instead, 9, OSError(errno.EIO, "Input/output error"))
    summary = run(bare.root, Options(jobs=1, pauses_s=(3600,)), Stopping(), store=bare.store,
                  stop=stop)  # fmt: skip
    assert begun == [ONE, TWO]
    assert [one.item for one in summary.failures] == [ONE]
