"""Who is told at the end of a run: a program or an address of the operator's, with the summary."""

import json
import logging
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mediahub.catalog import Settings, load_for_reading
from mediahub.errors import MediahubError
from mediahub.pipeline.summary import Summary

TIME_LIMIT_S = 30.0
"""A run is over: whoever is told of it has no business keeping the terminal."""

log = logging.getLogger(__name__)


def tell_finished(folder: Path, summary: Summary, value: dict[str, Any]) -> list[str]:
    """Tell whom mediahub.toml names of a run that did something or failed, and what went wrong.

    `value` is the summary as JSON. Nothing that goes wrong here fails the run.
    """
    if summary.idle:
        return []
    try:
        settings = load_for_reading(folder).settings
    except (MediahubError, OSError):
        return []
    text = json.dumps({**value, "workspace": str(folder)}, ensure_ascii=False) + "\n"
    troubles = list(_told(settings, text.encode(), folder))
    for trouble in troubles:
        log.warning("%s", trouble)
    return troubles


def _told(settings: Settings, data: bytes, folder: Path) -> Iterator[str]:
    if settings.finished_command and (why := _run(settings.finished_command, data, folder)):
        yield f"[finished] command in mediahub.toml: {settings.finished_command[0]} {why}"
    if settings.finished_webhook and (why := _posted(settings.finished_webhook, data)):
        yield f"[finished] webhook in mediahub.toml: {settings.finished_webhook} {why}"


def _run(command: tuple[str, ...], data: bytes, folder: Path) -> str | None:
    """Why the program did not do its work; None when it did."""
    try:
        done = subprocess.run(
            list(command), input=data, cwd=folder, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, timeout=TIME_LIMIT_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"took more than {TIME_LIMIT_S:g} s and was stopped"
    except OSError as error:
        return f"cannot be started ({error.strerror})"
    if done.returncode == 0:
        return None
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return f"ended with {done.returncode}" + (f": {said[-1][:200]}" if said else "")


def _posted(address: str, data: bytes) -> str | None:
    """Why the address did not take it; None when it did."""
    request = urllib.request.Request(  # noqa: S310 - the operator wrote it, and it is http(s)
        address,
        data,
        {"Content-Type": "application/json; charset=utf-8", "User-Agent": "mediahub"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=TIME_LIMIT_S):  # noqa: S310
            return None
    except urllib.error.HTTPError as error:
        return f"answered {error.code} {error.reason}"
    except (OSError, ValueError) as error:
        return f"cannot be reached ({getattr(error, 'reason', None) or error})"
