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
from mediahub.errors import MediahubError, system_reason
from mediahub.pipeline.summary import Summary
from mediahub.tongues import Said, Words

TIME_LIMIT_S = 30.0
"""A run is over: whoever is told of it has no business keeping the terminal."""

COMMAND = Words(
    "[finished] command in mediahub.toml: {command} {why}",
    "[finished] command i mediahub.toml: {command} {why}",
)
WEBHOOK = Words(
    "[finished] webhook in mediahub.toml: {address} {why}",
    "[finished] webhook i mediahub.toml: {address} {why}",
)

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
        yield COMMAND.said(command=settings.finished_command[0], why=why)
    if settings.finished_webhook and (why := _posted(settings.finished_webhook, data)):
        yield WEBHOOK.said(address=settings.finished_webhook, why=why)


def _run(command: tuple[str, ...], data: bytes, folder: Path) -> Said | None:
    """Why the program did not do its work; None when it did."""
    try:
        done = subprocess.run(
            list(command), input=data, cwd=folder, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, timeout=TIME_LIMIT_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Said(
            f"took more than {TIME_LIMIT_S:g} s and was stopped",
            f"tog mer än {TIME_LIMIT_S:g} s och avbröts",
        )
    except OSError as error:
        return Said(
            f"cannot be started ({error.strerror})",
            f"går inte att starta ({system_reason(error).swedish})",
        )
    if done.returncode == 0:
        return None
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    last = f": {said[-1][:200]}" if said else ""
    return Said(f"ended with {done.returncode}{last}", f"slutade med {done.returncode}{last}")


def _posted(address: str, data: bytes) -> Said | None:
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
        return Said(*(f"{verb} {error.code} {error.reason}" for verb in ("answered", "svarade")))
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", None) or error
        return Said(f"cannot be reached ({why})", f"går inte att nå ({why})")
