"""How long the site waits for whoever asks slowly: so that they keep nobody else out."""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import Message, Receive

HEAD_WITHIN_S = 20.0
"""From a connection's beginning, or the end of an answer, to the end of the next request's head."""
BODY_WITHIN_S = 30.0
SLOWEST = 10_000
"""Bytes of a body in a second, beside `BODY_WITHIN_S`."""


class TooSlowError(Exception):
    """A body did not come in time, or who sent it went away."""


@cache
def impatient_protocol(within_s: float = HEAD_WITHIN_S) -> type[Any]:
    """uvicorn's HTTP protocol, which hangs up where a request's head takes too long.

    uvicorn itself waits for ever, so that as many as it answers at once could shut all others out.
    """
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Impatient(H11Protocol):
        _deadline: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._look()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._look()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._look()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            self._forget()

        def _waiting(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def _look(self) -> None:
            if not self._waiting():
                self._forget()
            elif self._deadline is None:
                self._deadline = self.loop.call_later(within_s, self._over)

        def _over(self) -> None:
            if self._waiting() and not self.transport.is_closing():
                self.transport.close()

        def _forget(self) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None

    return Impatient


def in_time(
    receive: "Receive", length: int, now: Callable[[], float], within_s: float = BODY_WITHIN_S
) -> "Receive":
    """`receive`, which raises TooSlowError where a body of so many bytes does not come in time.

    What comes after the body is waited for as long as it takes. `now` is a clock in seconds.
    """
    until = now() + within_s + length / SLOWEST
    whole = False

    async def received() -> "Message":
        nonlocal whole
        if whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), max(0.0, until - now()))
        except TimeoutError:
            raise TooSlowError from None
        if message["type"] != "http.request":
            raise TooSlowError
        whole = not message.get("more_body", False)
        return message

    return received
