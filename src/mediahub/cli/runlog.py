"""The run log: `.mediahub/run.jsonl`, a JSON object a line and event, and how it is read again."""

import json
import logging
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from mediahub.errors import MediahubError
from mediahub.pipeline.summary import Summary

NAME = "run.jsonl"
MOST_BYTES = 5_000_000
KEPT = 4
"""Older files beside the present one: some ten thousand items' stages in all."""

Event = Mapping[str, Any]


class _Lines(logging.Formatter):
    """A record as a JSON line: when, what kind of event, its fields, and the sentence."""

    def format(self, record: logging.LogRecord) -> str:
        value: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "event": "note",
            "level": record.levelname.lower(),
            "pid": record.process,
            **getattr(record, "event", {}),
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            value["trace"] = "".join(traceback.format_exception(record.exc_info[1]))
        return json.dumps(value, ensure_ascii=False, default=str)


class _Handler(RotatingFileHandler):
    """A log that the work outlives: on a full disk it has gaps, and nobody is shown a traceback."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        pass


class RunLog:
    """What a command that keeps the log says of itself: how its run ended."""

    def __init__(self) -> None:
        self._logger = logging.getLogger("mediahub")

    def ended(self, summary: Summary) -> None:
        """Note how a run ended."""
        stopped = summary.stopped
        event = {
            "event": "ended",
            "exit_code": summary.exit_code,
            "stopped": stopped.reason if stopped is not None else None,
            "items_done": len(summary.done),
            "items_left": len(stopped.left) if stopped is not None else 0,
            "failures": len(summary.failures),
        }
        self._logger.info("run ends", extra={"event": event})


@contextmanager
def keep_log(root: Path, command: str = "run") -> Iterator[RunLog]:
    """Write what mediahub logs into the workspace's run log; a folder it cannot write has none."""
    logger, told = logging.getLogger("mediahub"), RunLog()
    if not (root / "media").is_dir():
        yield told
        return
    try:
        (root / ".mediahub").mkdir(exist_ok=True)
        handler = _Handler(
            root / ".mediahub" / NAME, maxBytes=MOST_BYTES, backupCount=KEPT, encoding="utf-8"
        )
    except OSError:
        yield told
        return
    handler.setFormatter(_Lines())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        logger.info("%s begins", command, extra={"event": {"event": "began", "command": command}})
        yield told
    except BaseException as error:
        what = str(error) or type(error).__name__
        event = {
            "event": "broke off", "error": what,
            "swedish": error.said.swedish if isinstance(error, MediahubError) else what,
        }  # fmt: skip
        logger.error("run broke off: %r", error, extra={"event": event})
        raise
    finally:
        logger.removeHandler(handler)
        with suppress(OSError):  # its disk has gone: what is told of that goes first
            handler.close()


def read_events(root: Path) -> Iterator[Event]:
    """The events in the run log, the oldest first; a line that was cut short is passed over."""
    for number in range(KEPT, -1, -1):
        path = root / ".mediahub" / (f"{NAME}.{number}" if number else NAME)
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        except OSError:
            continue
        for line in lines:
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict) and isinstance(value.get("at"), str) and "event" in value:
                yield value


def last_end(events: Sequence[Event]) -> Event | None:
    """How the last run ended, or why it broke off; None where no run has ended.

    What did not even begin, since another run was at work, counts as no run.
    """
    for event in reversed(events):
        if event["event"] in ("ended", "broke off") and "another mediahub run" not in str(
            event.get("error")
        ):
            return event
    return None


def last_failure(events: Sequence[Event], pid: int) -> Event | None:
    """What failed last in the run of this process, that is now at work."""
    for event in reversed(events):
        if event.get("pid") != pid:
            continue
        if event["event"] == "began":
            return None
        if event["event"] == "failed":
            return event
    return None
