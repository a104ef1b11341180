"""What went wrong, told to the person who can mend it, while the rest of the run goes on."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from mediahub.errors import MediahubError, system_reason
from mediahub.pipeline.summary import Failure
from mediahub.tongues import Said, swedish

log = logging.getLogger(__name__)


def failure_of(item_id: str, stage: str, error: Exception) -> Failure:
    """What went wrong with an item in a stage, or that it is a bug; it is in the log too."""
    if isinstance(error, (MediahubError, OSError)):
        told = sentence(error)
        event = {
            "event": "failed", "item": item_id, "stage": stage, "error": told,
            "swedish": swedish(told),
        }  # fmt: skip
        log.error("%s: %s failed: %s", item_id, stage, told, extra={"event": event})
        return Failure(item_id, stage, told)
    what = f"{type(error).__name__}: {error}"
    message = Said(
        f"a bug in mediahub ({what}); please report it",
        f"ett fel i mediahub självt ({what}). Säg till den som sköter det.",
    )
    event = {
        "event": "failed", "item": item_id, "stage": stage, "error": message,
        "swedish": message.swedish,
    }  # fmt: skip
    log.error("%s: %s failed", item_id, stage, exc_info=error, extra={"event": event})
    return Failure(item_id, stage, message, "".join(traceback.format_exception(error)))


def sentence(error: Exception) -> str:
    """What a person reads of an error that is no bug: the file, what is wrong, what to do."""
    if isinstance(error, OSError) and error.strerror:
        where = f" ({error.filename})" if error.filename else ""
        return Said(
            f"{error.strerror}{where}; make room or give write permission, then run again",
            f"{system_reason(error).swedish}{where}. Gör plats på disken eller ge skrivrätt, "
            "och kör igen.",
        )
    return error.said if isinstance(error, MediahubError) else str(error)


@contextmanager
def noted(failures: list[Failure], what: str, stage: str) -> Iterator[None]:
    """Count what the block cannot write, or a person must mend, as a failure of `what`.

    The rest of the run goes on.
    """
    try:
        yield
    except (MediahubError, OSError) as error:
        failures.append(failure_of(what, stage, error))
