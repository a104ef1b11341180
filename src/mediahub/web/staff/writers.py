"""Whose turn it is to write to an upload, within this process."""

import asyncio
from dataclasses import dataclass, field


@dataclass
class Writers:
    """Who writes to which upload in this process; asked to make way when another comes.

    A line that broke is not seen to be broken for minutes: its request would keep the upload from
    the one that goes on with it.
    """

    _asked: dict[str, asyncio.Event] = field(default_factory=dict)

    def ask(self, upload_id: str) -> None:
        """Ask whoever writes to stop."""
        if upload_id in self._asked:
            self._asked[upload_id].set()

    def begun(self, upload_id: str) -> asyncio.Event:
        """Somebody writes; the event says when they are to stop."""
        event = self._asked[upload_id] = asyncio.Event()
        return event

    def done(self, upload_id: str, event: asyncio.Event) -> None:
        """They write no more."""
        if self._asked.get(upload_id) is event:
            del self._asked[upload_id]
