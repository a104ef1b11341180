"""Hold the clock of dates still: Python runs this first wherever this folder is on its path.

`datetime.now` says what STILL_CLOCK says. All values stay ordinary `datetime` values, so that
their `repr`, pickles and types are what they are without.
"""

import datetime
import os

_Real = datetime.datetime


class _Kind(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, _Real) if cls is _Still else type.__instancecheck__(cls, value)

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, _Real) if cls is _Still else type.__subclasscheck__(cls, other)


class _Still(_Real, metaclass=_Kind):
    def __new__(cls, *parts, **named):
        if cls is _Still:
            return _Real(*parts, **named)
        return _Real.__new__(cls, *parts, **named)  # a subclass, such as tomlkit's

    @classmethod
    def now(cls, tz=None):
        return _AT.astimezone(tz) if tz else _AT.astimezone().replace(tzinfo=None)

    @classmethod
    def utcnow(cls):
        return _AT.astimezone(datetime.UTC).replace(tzinfo=None)


if "STILL_CLOCK" in os.environ:
    _AT = _Real.fromisoformat(os.environ["STILL_CLOCK"])
    datetime.datetime = _Still
