"""What a run did, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.pipeline.account import ModelUse
from mediahub.pipeline.noticing import Notices
from mediahub.stopping import Reason

if TYPE_CHECKING:
    from mediahub.evaluate import Figures

SIGNALLED: Mapping[Reason, int] = {"ctrl-c": 130, "sigterm": 143}
"""The exit codes of what a signal stopped: 128 and its number."""

DESERTED: frozenset[Reason] = frozenset(("scheduler", "workers"))
"""A run that was left by those who do its work: it may be tried again when they are back."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that could not be done: the stage it failed in and what to do about it.

    `trace` is the traceback of a bug, "" for what a person can mend.
    """

    item: str
    stage: str
    message: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Where a run was stopped: why, and how many of the items that it had to do were through.

    `left` are those that were not, also such as were not begun.
    """

    reason: Reason
    done: int
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: items with the stages done, documents indexed, feeds written, failures.

    `models` are the recognisers behind the workspace's transcripts, `one_voice` counts the items
    whose speakers could not be told apart for want of a model. A run that did something also has
    the `figures` of the items it worked on that have a truth file, and a word `to_try` a search
    with.
    """

    items: int = 0
    sound_ms: int = 0
    done: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    indexed: tuple[str, ...] = ()
    feeds: Mapping[str, Path] = field(default_factory=dict)
    """Every feed there is, by series."""
    changed_feeds: tuple[str, ...] = ()
    changed_pages: tuple[str, ...] = ()
    """The folders of the pages written of themes, texts and people; "" for the first page."""
    renewable: int = 0
    drafts: tuple[str, ...] = ()
    """Items that nobody has published."""
    scheduled: tuple[tuple[str, str], ...] = ()
    """Items whose publication time has not come: the id, and the time in ISO 8601."""
    notes: tuple[str, ...] = ()
    notices: Notices = field(default_factory=Notices)
    """All that there is to look at in the workspace, not in what this run did alone."""
    failures: tuple[Failure, ...] = ()
    models: tuple[ModelUse, ...] = ()
    one_voice: int = 0
    figures: Mapping[str, "Figures"] = field(default_factory=dict)
    to_try: str | None = None
    stopped: Unfinished | None = None
    """None for a run that went to its end."""
    sent: int = 0
    """Files that were put at the target, or taken away there."""

    @property
    def exit_code(self) -> int:
        """0 when all went well, 130 and 143 when a signal stopped it.

        1 when some items failed, or a cluster's scheduler or workers went away.
        """
        reason = self.stopped.reason if self.stopped is not None else None
        if reason is not None and reason in SIGNALLED:
            return SIGNALLED[reason]
        return 1 if self.failures or reason in DESERTED else 0

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return self.stopped is None and not (
            self.done
            or self.indexed
            or self.changed_feeds
            or self.changed_pages
            or self.failures
            or self.sent
        )


@dataclass
class Account:
    """What a run has done so far; `Summary` is what it comes to."""

    done: dict[str, tuple[str, ...]] = field(default_factory=dict)
    indexed: dict[str, None] = field(default_factory=dict)
    feeds: dict[str, Path] = field(default_factory=dict)
    changed_feeds: dict[str, None] = field(default_factory=dict)
    sent: int = 0
    changed_pages: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    unpublished: dict[str, tuple[Failure, ...]] = field(default_factory=dict)
    """What the last publication could not do, by stage: a later one may mend it."""
