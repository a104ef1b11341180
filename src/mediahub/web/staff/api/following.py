"""A run followed by a program: what happens in it as server-sent events, to its end.

Every event but those of how far it has come has an id, RUN.NUMBER. Whoever lost the line sends the
last one back (Last-Event-ID) and is told what came after it, once; after the last of a run that has
ended there is nothing more (204), at which a browser's EventSource stops asking.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mediahub.notices import Words
from mediahub.web.staff.api import answer_models as answers
from mediahub.web.staff.api.at import At
from mediahub.web.staff.api.problems import ProblemError
from mediahub.web.staff.api.sent import Nothing, Stream
from mediahub.web.staff.api.working import working_answer
from mediahub.web.staff.runevents import RunEvent, RunEvents
from mediahub.web.staff.running import EVERY_S, at_work

QUIET_S = 15.0
"""So long nothing is said before a comment keeps the line open."""
LEAVES = 3
"""So many looks a run that is not at work any more has to note how it ended."""
_ID = re.compile(r"(\d{8}T\d{6}Z\.\d{1,10})\.(\d{1,9})", re.ASCII)


def follow(at: At) -> Stream | Nothing:
    """What happens in the run at work, from its beginning or after Last-Event-ID, to its end.

    A run that has ended since the last event is told to its end, too.
    """
    known = RunEvents(at.place.root)
    before = known.all()
    run, seen = _named(at.last_event)
    now = at_work(at.place)
    if now is not None:
        mine = [one.run for one in before if one.told.get("pid") == now["pid"]]
        current = mine[-1] if mine else None  # it has noted nothing yet
        run, seen = current, seen if current == run else 0
    own = [one for one in before if one.run == run]
    if now is None and not own:
        raise ProblemError(404, Words("No run is at work.", "Ingen körning arbetar."))
    if own and (now is None or own[-1].what == "ended") and seen >= _last(own):
        return Nothing()
    followed = _Followed(at, known, run, seen)
    return Stream(lambda gone: followed.told(own, gone))


def _named(last_event: str) -> tuple[str | None, int]:
    found = _ID.fullmatch(last_event)
    return (found[1], int(found[2])) if found else (None, 0)


def _last(own: Sequence[RunEvent]) -> int:
    """The number of the end of a run; a killed one has noted none, and is told one thing more."""
    return own[-1].number + (own[-1].what != "ended")


@dataclass
class _Followed:
    """One who follows: which run, up to which number it has been told, and what failed in it."""

    at: At
    known: RunEvents
    run: str | None
    """None for one that was started and has noted nothing yet."""
    seen: int
    number: int = 0
    over: bool = False
    failures: list[answers.FailureAnswer] = field(default_factory=list)

    async def told(
        self, own: Sequence[RunEvent], gone: Callable[[], Awaitable[bool]]
    ) -> AsyncIterator[str]:
        """The events as they are written on the line."""
        from starlette.concurrency import run_in_threadpool

        yield "".join((": \n\n", *map(self._heard, own)))
        shown: object = None
        looks, quiet = LEAVES, 0.0
        while not self.over and not await gone():
            if not await run_in_threadpool(self.at.may_still):
                return  # whoever asks again is told why not
            now = await run_in_threadpool(at_work, self.at.place)
            text = "".join(map(self._heard, await run_in_threadpool(self.known.more)))
            looks = LEAVES if now is not None else looks - 1
            if not self.over and looks == 0:
                text += self._ended("failed", self.number + 1, tail="It noted nothing of its end.")
            if not self.over and now is not None and now != shown:
                shown = now
                text += _event("progress", working_answer(now))
            quiet = 0.0 if text else quiet + EVERY_S
            if quiet >= QUIET_S:
                text, quiet = ": \n\n", 0.0
            if text:
                yield text
            if not self.over:
                await asyncio.sleep(EVERY_S)

    def _heard(self, one: RunEvent) -> str:
        """What happened, written; "" for what is another run's, or was told before."""
        if self.run is None and one.what == "began":
            self.run = one.run
        if one.run != self.run or self.over:
            return ""
        self.number = one.number
        item, stage = (str(one.told.get(name) or "") for name in ("item", "stage"))
        error = str(one.told.get("error") or "")
        if one.what == "failed":
            self.failures.append(
                answers.FailureAnswer(item=item or None, stage=stage, message=error)
            )
        if one.what == "ended":
            return self._ended(_state(one.told, bool(self.failures)), one.number, tail=error)
        if one.number <= self.seen:
            return ""
        happened = answers.RunEventAnswer.model_validate(
            {
                "run": one.run,
                "number": one.number,
                "at": str(one.told.get("at")),
                "what": one.what,
                "item": item or None,
                "stage": stage or None,
                "message": str(one.told.get("message") or error),
            }
        )
        return _event(one.what, happened, f"{one.run}.{one.number}")

    def _ended(self, state: str, number: int, *, tail: str) -> str:
        self.over = True
        answer = answers.RunAnswer.model_validate(
            {"id": None, "state": state, "failures": tuple(self.failures), "tail": tail}
        )
        return _event("ended", answer, f"{self.run}.{number}" if self.run else "")


def _state(told: Mapping[str, Any], failed: bool) -> str:
    if told["event"] == "broke off":
        return "failed"
    if told.get("stopped"):
        return "stopped"
    return "failed" if failed or told.get("failures") else "ended"


def _event(name: str, answer: answers.Answer, number: str = "") -> str:
    """An event as it is written; its JSON has no line ends of its own."""
    told = f"id: {number}\n" if number else ""
    return f"{told}event: {name}\ndata: {answer.model_dump_json()}\n\n"
