"""The dates of feeds: as the standard has them, and as hosts write them all the same."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MONTHS = {"maj": "May", "okt": "Oct", "mars": "Mar", "juni": "Jun", "juli": "Jul"}
_ZONES = {"CET": "+0100", "CEST": "+0200", "MET": "+0100", "MEST": "+0200", "Z": "+0000"}


def read_date(text: str) -> datetime | None:
    """The moment that a feed writes, with a zone (UTC where it says none); None for no date."""
    words = [_MONTHS.get(word.lower().rstrip("."), word) for word in text.strip().split()]
    if words and words[-1].upper() in _ZONES:
        words[-1] = _ZONES[words[-1].upper()]
    plain = re.sub(r"^[^\W\d_]+\.?,\s*", "", " ".join(words))  # the day's name, in any language
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(plain)
            moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
            moment.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment.replace(microsecond=0)
    return None
