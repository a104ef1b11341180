"""The end of a run in words: what was made, where to look, and what to try next."""

import os
import shlex
from pathlib import Path

from mediahub.cli.console import clock
from mediahub.pipeline.run import Summary


def summary_lines(summary: Summary, folder: Path) -> list[str]:
    """The summary for a terminal of 80 columns."""
    lines: list[str] = []
    for failure in summary.failures:
        lines.append(f"FAILED {failure.item} ({failure.stage}): {failure.message}")
    lines.extend(f"note: {note}" for note in summary.notes)
    if lines:
        lines.append("")
    if summary.idle:
        lines.append(f"Nothing to do: {_items(summary)} up to date.")
    else:
        lines.extend(_made(summary))
    if summary.renewable:
        lines.append(
            f"{summary.renewable} could now be better: see `mediahub plan`, then "
            "`mediahub run --renew model,vocabulary`."
        )
    if summary.drafts:
        lines.append(
            f"Not in a feed yet: {', '.join(summary.drafts[:5])}"
            + (f" and {len(summary.drafts) - 5} more" if len(summary.drafts) > 5 else "")
            + f". To publish: `mediahub publish {summary.drafts[0]}`."
        )
    if not summary.idle:
        lines.extend(["", *_next(folder)])
    return lines


def _items(summary: Summary) -> str:
    many = "item" if summary.items == 1 else "items"
    return f"{summary.items} {many} ({clock(summary.sound_ms)})"


def _made(summary: Summary) -> list[str]:
    lines = [f"Done: {_items(summary)} in the workspace."]
    if summary.done:
        lines.append(
            f"  {len(summary.done)} worked on   transcripts/ITEM/ (text, captions, chapters)"
        )
    if summary.indexed:
        lines.append(f"  {len(summary.indexed)} indexed     index/")
    for series in summary.changed_feeds:
        path = summary.feeds[series]
        lines.append(f"  feed made    {os.path.relpath(path)}")
    return lines


def _next(folder: Path) -> list[str]:
    where = "" if folder == Path.cwd() else f" -C {shlex.quote(os.path.relpath(folder))}"
    command = "mediahub" if _on_path() else ".venv/bin/mediahub"
    return [
        "Try next:",
        f"  {command}{where} search hembesök     find where it was said",
        f"  {command}{where} preview             listen to the feed at home",
    ]


def _on_path() -> bool:
    import shutil

    return shutil.which("mediahub") is not None
