"""The run log: plain lines with times in `.mediahub/run.log`, for the day something went wrong."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path


class _Handler(RotatingFileHandler):
    """A log that the work outlives: on a full disk it has gaps, and nobody is shown a traceback."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        pass


@contextmanager
def keep_log(root: Path) -> Iterator[None]:
    """Write what mediahub logs into the workspace's run log; a folder it cannot write has none."""
    logger = logging.getLogger("mediahub")
    if not (root / "media").is_dir():
        yield
        return
    try:
        (root / ".mediahub").mkdir(exist_ok=True)
        handler = _Handler(
            root / ".mediahub" / "run.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        yield
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        logger.info("run begins")
        yield
        logger.info("run ends")
    except BaseException as error:
        logger.error("run stopped: %r", error)
        raise
    finally:
        logger.removeHandler(handler)
        handler.close()
