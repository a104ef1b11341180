"""What the API answers beside values: a file as it lies, a stream of events, and nothing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """A file: its bytes, its media type without parameters, and what it is called."""

    data: bytes
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Stream:
    """Server-sent events; `told` is given what says whether whoever asked has gone."""

    told: Callable[[Callable[[], Awaitable[bool]]], AsyncIterator[str]]


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to say, and asking again is of no use (204)."""
