"""The end of a run in words: what was made, where to look, and what to try next."""

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mediahub.cli.console import shortened
from mediahub.cli.noticed import notice_count, notice_lines_of
from mediahub.cli.shared import count
from mediahub.pipeline.noticing import noticed_to_json
from mediahub.pipeline.summary import Summary
from mediahub.tongues import swedish
from mediahub.transcript.clock import clock_hms

SHOWN_SERIES = 4
SHOWN_ITEMS = 3
WIDTH = 79


def summary_lines(summary: Summary, folder: Path) -> list[str]:
    """The summary for a terminal of 80 columns; `folder` is the workspace."""
    lines = [
        f"FAILED {failure.item} ({failure.stage}): {failure.message}"
        for failure in summary.failures
    ]
    if lines:
        lines.append("")
    made = bool(summary.done or summary.indexed or summary.changed_feeds or summary.changed_pages)
    if not made and summary.stopped is not None:
        return lines
    if made:
        lines.extend(_made(summary, folder))
        lines.extend(_quality(summary))
        lines.extend(f"Note: {note}" for note in summary.notes)
        lines.extend(notice_lines_of(summary.notices, {*summary.done, *summary.indexed}))
    else:
        rest = f"; {len(summary.failures)} failed, as told above" if summary.failures else ""
        todo = "Nothing else to do" if rest else "Nothing to do"
        lines.append(f"{todo}: {_items(summary)}{rest or ', up to date'}.")
        lines.extend(_once(summary.notes))
        lines.extend(notice_count(summary.notices))
    lines.extend(_could_be(summary))
    if made and summary.stopped is None:
        lines.extend(_next(summary, folder))
    return lines


def summary_json(summary: Summary, left_s: float | None = None) -> dict[str, Any]:
    """The summary as a JSON value; `left_s` is what the rest of a stopped run would take."""
    stopped = summary.stopped
    return {
        "schema": 1,
        "items": summary.items,
        "sound_ms": summary.sound_ms,
        "done": summary.done,
        "indexed": summary.indexed,
        "feeds": {series: str(path) for series, path in summary.feeds.items()},
        "changed_feeds": summary.changed_feeds,
        "changed_pages": summary.changed_pages,
        "renewable": summary.renewable,
        "drafts": summary.drafts,
        "scheduled": [{"item": item, "at": at} for item, at in summary.scheduled],
        "models": [
            {"name": use.name, "swedish": use.swedish, "items": use.items} for use in summary.models
        ],
        "one_voice": summary.one_voice,
        "figures": {item: figures.to_json() for item, figures in summary.figures.items()},
        "notes": summary.notes,
        "notices": noticed_to_json(summary.notices),
        "failures": [
            {
                "item": failure.item,
                "stage": failure.stage,
                "message": failure.message,
                "swedish": swedish(failure.message),
            }
            for failure in summary.failures
        ],
        "stopped": stopped
        and {
            "reason": stopped.reason,
            "items_done": stopped.done,
            "items_left": stopped.left,
            "seconds_left": None if left_s is None else round(left_s),
        },
    }


def _once(notes: Sequence[str]) -> list[str]:
    """One line however many notes there are: a run that comes back every night must not nag."""
    if not notes:
        return []
    more = f" ({len(notes) - 1} more: `mediahub plan`)" if len(notes) > 1 else ""
    return [f"Note: {notes[0]}{more}"]


def _items(summary: Summary) -> str:
    return f"{count(summary.items, 'item')} ({clock_hms(summary.sound_ms)} of sound)"


def _made(summary: Summary, folder: Path) -> list[str]:
    failed = {failure.item for failure in summary.failures}
    if summary.stopped is not None:
        failed |= {*summary.stopped.left}
    whole = [item for item in summary.done if item not in failed]
    rows = []
    if whole:
        at = folder / "transcripts" / (whole[0] if len(whole) == 1 else "")
        rows.append((count(len(whole), "transcript"), _shown(at)))
    if summary.indexed:
        rows.append((count(len(summary.indexed), "text") + " indexed", _shown(folder / "index")))
    rows.extend(
        (f"feed {series}", _shown(summary.feeds[series]))
        for series in summary.changed_feeds[:SHOWN_SERIES]
    )
    if len(summary.changed_feeds) > SHOWN_SERIES:
        more = len(summary.changed_feeds) - SHOWN_SERIES
        rows.append((f"{more} more feeds", _shown(folder / "feeds")))
    if summary.changed_pages and not summary.changed_feeds:
        rows.append(("pages of the site", _shown(folder / "feeds" / "index.html")))
    head = f"Done: {_items(summary)} in the workspace"
    if summary.stopped is not None:
        head = f"In the workspace: {_items(summary)}"
    if summary.failures:
        head += f"; {len(summary.failures)} failed, as told above"
    width = max((len(what) for what, _ in rows), default=0)
    return [head + ".", *(f"  {what:<{width}}  {where}" for what, where in rows)]


def _quality(summary: Summary) -> list[str]:
    lines = []
    for use in summary.models:
        words = f"Words by {use.name}"
        if len(summary.models) > 1:
            words += f" ({count(use.items, 'item')})"
        if not use.swedish:
            words += ", which is not a Swedish model: expect many wrong words"
        lines.append(words + ".")
    if summary.one_voice:
        lines.append(
            f"Speakers of {count(summary.one_voice, 'item')} not told apart (everyone is Talare): "
            "no speaker model."
        )
    if summary.figures:
        lines.append("Against the truth:")
    for item, figures in summary.figures.items():
        parts = [f"WER {figures.wer:.1%}"]
        if figures.der is not None:
            parts.append(f"DER {figures.der:.1%}")
        parts.append(f"speakers {figures.speakers_found} of {figures.speakers}")
        if figures.chapter_f1 is not None:
            parts.append(f"chapter F1 {figures.chapter_f1:.2f}")
        told = f"  {', '.join(parts)}"
        lines.append(f"{told}  {shortened(item, max(12, WIDTH - len(told) - 2))}")
    return lines


def _could_be(summary: Summary) -> list[str]:
    lines = []
    if summary.renewable:
        lines.append(
            f"{count(summary.renewable, 'item')} could be better now: `mediahub plan` says why, "
            "`mediahub run --renew all` does it."
        )
    return [*lines, *in_no_feed(summary.drafts, summary.scheduled)]


def in_no_feed(drafts: Sequence[str], scheduled: Sequence[tuple[str, str]]) -> list[str]:
    """A line on what nobody has published, and one on what has a time to come."""
    lines = []
    if drafts:
        lines.append(f"Not in a feed yet: {_some(drafts)}")
    if scheduled:
        told = [f"{item} on {at[:10]}" for item, at in sorted(scheduled, key=lambda one: one[1])]
        lines.append(f"Scheduled: {_some(told)}")
    return lines


def _some(names: Sequence[str]) -> str:
    more = len(names) - SHOWN_ITEMS
    return ", ".join(names[:SHOWN_ITEMS]) + (f" and {more} more" if more > 0 else "")


def _next(summary: Summary, folder: Path) -> list[str]:
    command = mediahub_in(folder)
    tries = []
    if summary.to_try:
        tries.append((f"{command} search {summary.to_try}", "find where it was said"))
    if summary.drafts:
        tries.append((f"{command} publish {summary.drafts[0]}", "put it into its feed"))
    if summary.feeds:
        tries.append((f"{command} preview", "listen to the feeds at home"))
    if not tries:
        tries.append((f"{command} plan", "see what there is"))
    width = max(len(line) for line, _ in tries)
    if width + 32 > WIDTH:
        return ["Try next:", *(f"  {line}" for line, _ in tries)]
    return ["Try next:", *(f"  {line:<{width}}  {meaning}" for line, meaning in tries)]


def mediahub_in(folder: Path) -> str:
    """What to type for this very mediahub at work in that workspace."""
    return program() + (f" -C {shlex.quote(_shown(folder))}" if folder != Path.cwd() else "")


def program() -> str:
    """What to type for this very mediahub: its name where the shell finds it, else its path."""
    if shutil.which("mediahub"):
        return "mediahub"
    beside = Path(sys.executable).with_name("mediahub")
    return _shown(beside) if beside.exists() else "python -m mediahub"


def _shown(path: Path) -> str:
    """A path as a person in this folder would write it: short, but not up and down again."""
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near
