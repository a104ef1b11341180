"""Moments: publication times in Swedish local time, and places in a recording."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from mediahub.tongues import Said, Words

YEARS = range(1900, 2201)
"""Years taken as meant; anything else is a slip of the pen."""

_CLOCK = re.compile(r"(?:(\d{1,3}):(?=\d\d:))?(\d{1,3}):(\d\d)(?:\.(\d{1,3}))?")
_SECONDS = re.compile(r"(\d{1,6})(?:\.(\d{1,3}))?")
_LEADING = re.compile(r"[12]\d{3}-\d\d-\d\d(?!\d)")
_LONGEST_MS = 100 * 3_600_000


@cache
def stockholm() -> ZoneInfo:
    """The zone in which a time without an offset is read."""
    return ZoneInfo("Europe/Stockholm")


def publication_time(value: object) -> datetime:
    """The moment that a TOML date or time stands for, with a zone, to the second.

    A local time or a date alone (midnight) is Swedish time. Raises ValueError, with what to write
    instead, for anything else.
    """
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, time())
    else:
        raise ValueError(
            Words(
                "{value} is not a time; write it without quotes, as 2020-06-03, "
                "2020-06-03T06:00:00 (Swedish time) or 2020-06-03T06:00:00+02:00",
                "{value} är ingen tid. Skriv den utan citattecken, som 2020-06-03, "
                "2020-06-03T06:00:00 (svensk tid) eller 2020-06-03T06:00:00+02:00.",
            ).said(value=shown(value))
        )
    _check_year(moment)
    if moment.tzinfo is None:
        # By way of UTC: in the night that has no 2:30, it is written as the 3:30 that it was.
        moment = moment.replace(tzinfo=stockholm()).astimezone(UTC).astimezone(stockholm())
    return moment.replace(microsecond=0)


def swedish_second(moment: datetime) -> datetime:
    """The moment in Swedish time, in whole seconds; one without a zone is Swedish already."""
    zone = stockholm()
    aware = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    aware = aware.astimezone(UTC).astimezone(zone)
    return aware.replace(microsecond=0)


def swedish_minute(moment: datetime) -> str:
    """The moment as it is told to people: "2026-11-30 06:00", in Swedish time."""
    return f"{moment.astimezone(stockholm()):%Y-%m-%d %H:%M}"


def swedish_date(moment: datetime) -> date:
    """The day it is in Sweden at this moment."""
    return moment.astimezone(stockholm()).date()


def calendar_date(value: object) -> date:
    """A TOML date. Raises ValueError, with what to write instead, for anything else."""
    if isinstance(value, datetime) or not isinstance(value, date):
        words = Words(
            "{value} is not a date; write it without quotes, as 2020-06-03",
            "{value} är inget datum. Skriv det utan citattecken, som 2020-06-03.",
        )
        raise ValueError(words.said(value=shown(value)))
    _check_year(value)
    return value


def leading_date(name: str) -> date | None:
    """The date that a file or folder name begins with (YYYY-MM-DD), or None."""
    match = _LEADING.match(name)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[0])
    except ValueError:
        return None


def leading_no_day(name: str) -> str | None:
    """What a name begins with that looks like a date and is no day ("2026-13-45"), or None."""
    match = _LEADING.match(name)
    return match[0] if match is not None and leading_date(name) is None else None


def offset_ms(value: object) -> int:
    """Milliseconds from the start of a recording: "MM:SS", "H:MM:SS", "H:MM:SS.mmm" or seconds.

    Seconds may be a number or a number in quotes; TOML's own local time (00:01:30) is taken too.
    Raises ValueError, with what to write instead, for anything else.
    """
    if isinstance(value, time):
        since_midnight = timedelta(
            hours=value.hour,
            minutes=value.minute,
            seconds=value.second,
            microseconds=value.microsecond,
        )
        return since_midnight // timedelta(milliseconds=1)
    if isinstance(value, int | float) and not isinstance(value, bool):
        # The comparison is false for "not a number", too.
        if 0 <= value * 1000 < _LONGEST_MS:
            return round(value * 1000)
    elif isinstance(value, str):
        found = _text_ms(value.strip())
        if found is not None and found < _LONGEST_MS:
            return found
    words = Words(
        '{value} is not a time in a recording; write "MM:SS", "H:MM:SS", "H:MM:SS.mmm" or seconds',
        '{value} är ingen tid i en inspelning. Skriv "MM:SS", "H:MM:SS", "H:MM:SS.mmm" eller '
        "sekunder.",
    )
    raise ValueError(words.said(value=shown(value)))


def period(value: str) -> timedelta:
    """The length of time that is written as "36 hours", "1 day" or "2 weeks".

    Raises ValueError, with what to write instead, for anything else.
    """
    found = re.fullmatch(r"(\d{1,4}) (hour|day|week)s?", value, re.ASCII)
    if found is None:
        words = Words(
            '{value} is no period; write a number and hours, days or weeks, as in "1 day"',
            "{value} är ingen tidsrymd. Skriv ett tal och hours, days eller weeks, till exempel "
            '"1 day".',
        )
        raise ValueError(words.said(value=shown(value)))
    return timedelta(**{f"{found[2]}s": int(found[1])})


def shown(value: object) -> str:
    """A TOML value as a person would write it, cut to a readable length."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, datetime | date | time):
        text = value.isoformat()
    elif isinstance(value, dict):
        return Said("a table", "en tabell")
    elif isinstance(value, list):
        plain = len(value) <= 4 and all(isinstance(one, str | int | float) for one in value)
        if not plain:
            return Said("a list", "en lista")
        text = f"[{', '.join(shown(one) for one in value)}]"
    elif isinstance(value, int) and abs(value) > 10**18:
        return Said("a number", "ett tal")  # Python refuses to print the very long ones
    else:
        text = str(value)
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}…{text[-1]}"


def _text_ms(text: str) -> int | None:
    if match := _SECONDS.fullmatch(text):
        return int(match[1]) * 1000 + _fraction_ms(match[2])
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = int(match[1] or 0), int(match[2]), int(match[3])
    if seconds > 59 or (match[1] and (minutes > 59 or len(match[2]) != 2)):
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + _fraction_ms(match[4])


def _fraction_ms(digits: str | None) -> int:
    return int((digits or "0").ljust(3, "0"))


def _check_year(value: date) -> None:
    if value.year not in YEARS:
        year = value.year
        raise ValueError(
            Said(f"the year {year} is surely not meant", f"menas verkligen år {year}?")
        )
