"""What runs in the process that reads documents: a question a line, an answer a line."""

import json
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import astuple
from importlib import import_module
from pathlib import Path
from typing import Any

from mediahub.documents.kinds import READERS
from mediahub.documents.structurejson import page_from_json, page_to_json
from mediahub.documents.values import About, Document
from mediahub.errors import MediaError, system_reason
from mediahub.notices import notice_from_json, notice_to_json

_GROWN = 160 << 20
"""Bytes. A process that holds so much after a document does not give it back, and makes way."""


def serve() -> None:
    """Answer until there are no more questions, or until a document has taken much memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks is interrupted, and ends this one
    answers = sys.stdout
    sys.stdout = sys.stderr  # whatever a library prints is no answer
    for line in sys.stdin:
        question = json.loads(line)
        _limit_memory(question["memory"])
        _limit_time(question["seconds"])
        try:
            answer = answer_to(Path(question["path"]), question["name"])
        except MemoryError:
            return  # the silence tells
        except Exception:  # noqa: BLE001 - who asks is told of the bug, and goes on
            answer = {"bug": traceback.format_exc()}
        finally:
            _limit_time(0)
        last = _held() > _GROWN
        answers.write(json.dumps(answer | {"last": last}) + "\n")
        answers.flush()
        if last:
            return


def answer_to(path: Path, name: str) -> dict[str, Any]:
    """The document at `path`, or why it cannot be read, as a JSON value for `document_of`."""
    module, function = READERS[path.suffix.lower()]
    try:
        read: Callable[[Path, str], Document] = getattr(
            import_module(f"mediahub.documents.{module}"), function
        )
        document = read(path, name)
    except MediaError as error:
        return {"refused": str(error), "swedish": error.swedish}
    except ModuleNotFoundError as error:
        return {
            "refused": f"reading it needs {error.name}: install mediahub anew",
            "swedish": f"för att läsa den behövs {error.name}: installera om mediahub",
        }
    except OSError as error:
        return {
            "refused": f"cannot be read ({error.strerror})",
            "swedish": f"går inte att läsa ({system_reason(error).swedish})",
        }
    except RecursionError:
        return {
            "refused": "what is in it lies deeper in other things than in any real document. "
            "Save it anew from the program that made it, or as PDF."
        }
    return {
        "title": document.title,
        "pages": [page_to_json(page) for page in document.pages],
        "private": document.private,
        "about": [*astuple(document.about)],
        "notices": [notice_to_json(notice) for notice in document.notices],
    }


def document_of(answer: dict[str, Any], name: str) -> Document:
    """The document that `answer_to` put into JSON.

    Raises MediaError with why it was refused, RuntimeError with the traceback of a bug.
    """
    if "bug" in answer:
        raise RuntimeError(f"{name}: {answer['bug']}")
    if "refused" in answer:
        why = answer["refused"]
        swedish = answer.get("swedish") or ""
        raise MediaError(
            why if why.startswith(name) else f"{name}: {why}",
            swedish=swedish and f"{Path(name).name}: {swedish}.",
        )
    authors, *others = answer["about"]
    return Document(
        answer["title"],
        tuple(map(page_from_json, answer["pages"])),
        tuple(notice_from_json(notice) for notice in answer["notices"]),
        About(tuple(authors), *others),
        answer["private"],
    )


def _limit_time(seconds: float) -> None:
    """End this process by SIGPROF after so many seconds of a processor, 0 for never."""
    if hasattr(signal, "setitimer"):  # Windows has none: there the clock of who asks limits it
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the seconds alone limit it
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def _held() -> int:
    """Bytes that this process has in memory, where the system tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * 4096
