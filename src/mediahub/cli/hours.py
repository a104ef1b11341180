"""The hours that a run may take, and how little it may be in the way of others."""

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from mediahub.catalog.moments import stockholm, swedish_minute
from mediahub.cli.console import duration
from mediahub.errors import SettingsError, system_reason
from mediahub.tongues import Said, Words

LOWEST = 19
"""The lowest priority that POSIX systems know."""

_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)")
_SPAN = re.compile(r"\+\s*(?:(\d{1,3})\s*d)?\s*(?:(\d{1,3})\s*h)?\s*(?:(\d{1,4})\s*m(?:in)?)?")


def until_moment(text: str, now: datetime) -> datetime:
    """The moment that `--until` names: 06:00 (the next one in Sweden), +1h30m, a date and time.

    Raises SettingsError, with what to write instead, for anything else and for what has passed.
    """
    given = text.strip()
    moment = _next_clock(given, now) or _span(given, now) or _written(given)
    if moment is None:
        raise SettingsError(
            f"--until {text}: write a time as 06:00, +3h, +6d or 2026-11-30T06:00",
            swedish=f"--until {text}: skriv en tid som 06:00, +3h, +6d eller 2026-11-30T06:00",
        )
    if moment <= now:
        raise SettingsError(
            f"--until {text}: {swedish_minute(moment)} (Swedish time) has passed; nothing was "
            "begun",
            swedish=f"--until {text}: {swedish_minute(moment)} (svensk tid) är redan förbi. Inget "
            "är påbörjat.",
        )
    return moment


def _next_clock(text: str, now: datetime) -> datetime | None:
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[1]) * 60 + int(found[2]) > 24 * 60:
        return None
    here = now.astimezone(stockholm())
    for day in (0, 1, 2):
        date = (here + timedelta(days=day)).date()
        midnight = datetime(date.year, date.month, date.day)
        wall = midnight + timedelta(hours=int(found[1]), minutes=int(found[2]))
        moment = wall.replace(tzinfo=stockholm())
        if moment > now:
            return moment
    return None


def _span(text: str, now: datetime) -> datetime | None:
    found = _SPAN.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    days, hours, minutes = (int(one or 0) for one in found.groups())
    return now + timedelta(days=days, hours=hours, minutes=minutes)


def _written(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=stockholm()) if moment.tzinfo is None else moment


def told_until(until: datetime | None, now: datetime) -> Iterator[str]:
    """A sentence on when a run will stop, so that nobody has to guess at the day or the zone."""
    if until is not None:
        left = duration((until - now).total_seconds())
        words = Words(
            "works until {until} (Swedish time), {left} from now",
            "arbetar till {until} (svensk tid), {left} från nu",
        )
        yield words.said(until=swedish_minute(until), left=left)


def give_way(asked: bool) -> Iterator[str]:
    """Take the lowest priority, for this program and all that it starts; a sentence if it cannot.

    To be called before any thread is begun, since each has a priority of its own on Linux.
    """
    if not asked:
        return
    if not hasattr(os, "nice"):
        yield Said(
            "--nice: this system gives programs no lower priority, and the run goes on without",
            "--nice: det här systemet ger inte program lägre prioritet, och körningen går ändå",
        )
        return
    try:
        os.nice(LOWEST)
    except OSError as error:
        yield Said(
            f"--nice: the priority cannot be lowered ({error.strerror}), and the run goes on",
            f"--nice: prioriteten går inte att sänka ({system_reason(error).swedish}), och "
            "körningen går ändå",
        )
