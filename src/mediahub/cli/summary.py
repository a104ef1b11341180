"""The end of a run in words: what was made, where to look, and what to try next."""

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediahub.cli.console import shortened
from mediahub.cli.noticed import notice_count, notice_lines_of
from mediahub.cli.shared import count
from mediahub.pipeline.noticing import noticed_to_json
from mediahub.pipeline.summary import Summary
from mediahub.tongues import Said, Words, decimal, joined, swedish
from mediahub.transcript.clock import clock_hms

if TYPE_CHECKING:
    from mediahub.evaluate.figures import Figures

SHOWN_SERIES = 4
SHOWN_ITEMS = 3
WIDTH = 79


def summary_lines(summary: Summary, folder: Path) -> list[str]:
    """The summary for a terminal of 80 columns; `folder` is the workspace."""
    words = Words("FAILED {item} ({stage}): {why}", "GICK INTE {item} ({stage}): {why}")
    lines: list[str] = [
        words.said(item=one.item, stage=one.stage, why=one.message) for one in summary.failures
    ]
    if lines:
        lines.append("")
    made = bool(summary.done or summary.indexed or summary.changed_feeds or summary.changed_pages)
    if not made and summary.stopped is not None:
        return lines
    if made:
        lines.extend(_made(summary, folder))
        lines.extend(_quality(summary))
        lines.extend(as_note(note) for note in summary.notes)
        lines.extend(notice_lines_of(summary.notices, {*summary.done, *summary.indexed}))
    else:
        words = (
            Words(
                "Nothing else to do: {items}{failed}.", "Ingenting annat att göra: {items}{failed}."
            )
            if summary.failures
            else Words("Nothing to do: {items}, up to date.", "Ingenting att göra: {items}, klart.")
        )
        lines.append(words.said(items=_items(summary), failed=_failed(summary)))
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
    more = len(notes) - 1
    if not more:
        return [as_note(notes[0])]
    words = Words("{note} ({more} more: `mediahub plan`)", "{note} ({more} till: `mediahub plan`)")
    return [words.said(note=as_note(notes[0]), more=more)]


def as_note(note: str) -> Said:
    """A note as a line of its own."""
    return Words("Note: {note}", "Obs: {note}").said(note=note)


def _items(summary: Summary) -> Said:
    words = Words("{items} ({length} of sound)", "{items} ({length} ljud)")
    return words.said(items=count(summary.items, "item"), length=clock_hms(summary.sound_ms))


def _failed(summary: Summary) -> str:
    number = len(summary.failures)
    if not number:
        return ""
    return Said(f"; {number} failed, as told above", f"; {number} gick inte, som det står ovan")


def _made(summary: Summary, folder: Path) -> list[str]:
    failed = {failure.item for failure in summary.failures}
    if summary.stopped is not None:
        failed |= {*summary.stopped.left}
    whole = [item for item in summary.done if item not in failed]
    rows: list[tuple[str, str]] = []
    if whole:
        at = folder / "transcripts" / (whole[0] if len(whole) == 1 else "")
        rows.append((count(len(whole), "transcript"), _shown(at)))
    if summary.indexed:
        texts = count(len(summary.indexed), "text")
        told = Words("{texts} indexed", "{texts} går att söka i").said(texts=texts)
        rows.append((told, _shown(folder / "index")))
    rows.extend(
        (Said(f"feed {series}", f"flödet {series}"), _shown(summary.feeds[series]))
        for series in summary.changed_feeds[:SHOWN_SERIES]
    )
    if len(summary.changed_feeds) > SHOWN_SERIES:
        more = len(summary.changed_feeds) - SHOWN_SERIES
        rows.append((Said(f"{more} more feeds", f"{more} flöden till"), _shown(folder / "feeds")))
    if summary.changed_pages and not summary.changed_feeds:
        pages = Said("pages of the site", "webbplatsens sidor")
        rows.append((pages, _shown(folder / "feeds" / "index.html")))
    words = Words("Done: {items} in the workspace{failed}.", "Klart: {items} i arbetsytan{failed}.")
    if summary.stopped is not None:
        words = Words("In the workspace: {items}{failed}.", "I arbetsytan: {items}{failed}.")
    return [words.said(items=_items(summary), failed=_failed(summary)), *_columns(rows)]


def _columns(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Two columns, the second as far in as the longest of the first is in each language."""
    wide = max((len(what) for what, _ in rows), default=0)
    wide_sv = max((len(swedish(what)) for what, _ in rows), default=0)
    return [
        Said(
            f"  {what!s:<{wide}}  {where!s}",
            f"  {swedish(what):<{wide_sv}}  {swedish(where)}",
        )
        for what, where in rows
    ]


def _quality(summary: Summary) -> list[str]:
    lines: list[str] = []
    for use in summary.models:
        many = Words(" ({items})", " ({items})").said(items=count(use.items, "item"))
        foreign = Said(
            ", which is not a Swedish model: expect many wrong words",
            ", som inte är en svensk modell: räkna med många felhörda ord",
        )
        words = Words("Words by {name}{items}{foreign}.", "Orden hörda av {name}{items}{foreign}.")
        lines.append(
            words.said(
                name=use.name,
                items=many if len(summary.models) > 1 else "",
                foreign="" if use.swedish else foreign,
            )
        )
    if summary.one_voice:
        words = Words(
            "Speakers of {items} not told apart (everyone is Talare): no speaker model.",
            "Rösterna i {items} är inte åtskilda (alla är Talare): ingen modell för röster.",
        )
        lines.append(words.said(items=count(summary.one_voice, "item")))
    if summary.figures:
        lines.append(Said("Against the truth:", "Mot facit:"))
    for item, figures in summary.figures.items():
        told = joined(", ", _measures(figures))
        wider = max(len(told), len(told.swedish))
        lines.append(joined("  ", ("", told, shortened(item, max(12, WIDTH - wider - 4)))))
    return lines


def _measures(figures: "Figures") -> list[Said]:
    share = Words("{name} {percent}%", "{name} {percent} %")
    found = [share.said(name="WER", percent=decimal(f"{figures.wer * 100:.1f}"))]
    if figures.der is not None:
        found.append(share.said(name="DER", percent=decimal(f"{figures.der * 100:.1f}")))
    speakers = Words("speakers {found} of {all_}", "talare {found} av {all_}")
    found.append(speakers.said(found=figures.speakers_found, all_=figures.speakers))
    if figures.chapter_f1 is not None:
        words = Words("chapter F1 {f1}", "kapitel F1 {f1}")
        found.append(words.said(f1=decimal(f"{figures.chapter_f1:.2f}")))
    return found


def _could_be(summary: Summary) -> list[str]:
    lines: list[str] = []
    if summary.renewable:
        words = Words(
            "{items} could be better now: `mediahub plan` says why, `mediahub run --renew all` "
            "does it.",
            "{items} kan bli bättre nu: `mediahub plan` säger varför, `mediahub run --renew all` "
            "gör det.",
        )
        lines.append(words.said(items=count(summary.renewable, "item")))
    return [*lines, *in_no_feed(summary.drafts, summary.scheduled)]


def in_no_feed(drafts: Sequence[str], scheduled: Sequence[tuple[str, str]]) -> list[str]:
    """A line on what nobody has published, and one on what has a time to come."""
    lines: list[str] = []
    if drafts:
        words = Words("Not in a feed yet: {names}", "Inte i något flöde än: {names}")
        lines.append(words.said(names=_some(drafts)))
    if scheduled:
        told = [
            Said(f"{item} on {at[:10]}", f"{item} den {at[:10]}")
            for item, at in sorted(scheduled, key=lambda one: one[1])
        ]
        words = Words("Scheduled: {names}", "Inplanerat: {names}")
        lines.append(words.said(names=_some(told)))
    return lines


def _some(names: Sequence[str]) -> Said:
    more, named = len(names) - SHOWN_ITEMS, joined(", ", names[:SHOWN_ITEMS])
    words = Words("{named} and {more} more", "{named} och {more} till")
    return words.said(named=named, more=more) if more > 0 else named


def _next(summary: Summary, folder: Path) -> list[str]:
    command = mediahub_in(folder)
    tries: list[tuple[str, str]] = []
    if summary.to_try:
        find = Said("find where it was said", "hitta var det sades")
        tries.append((f"{command} search {summary.to_try}", find))
    if summary.drafts:
        put = Said("put it into its feed", "lägg det i sitt flöde")
        tries.append((f"{command} publish {summary.drafts[0]}", put))
    if summary.feeds:
        listen = Said("listen to the feeds at home", "lyssna på flödena hemma")
        tries.append((f"{command} preview", listen))
    if not tries:
        tries.append((f"{command} plan", Said("see what there is", "se vad som finns")))
    head = Said("Try next:", "Pröva nu:")
    if max(len(line) for line, _ in tries) + 32 > WIDTH:
        return [head, *(f"  {line}" for line, _ in tries)]
    return [head, *_columns(tries)]


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
