"""Which failures may pass by themselves, so that the item is worth another try in the same run."""

import errno
from pathlib import Path

PAUSES_S = (5.0, 30.0)
"""How long is waited before the second and the third try: a network disk is back within seconds,
or not before long."""

_PASSING = {
    getattr(errno, name): words
    for name, words in {
        "EIO": "the disk did not answer",
        "EREMOTEIO": "the disk did not answer",
        "ESTALE": "the network disk had lost sight of it",
        "ETIMEDOUT": "the network disk did not answer in time",
        "EHOSTDOWN": "the network disk could not be reached",
        "EHOSTUNREACH": "the network disk could not be reached",
        "ENETDOWN": "the network was down",
        "ENETUNREACH": "the network was down",
        "ENETRESET": "the network was down",
        "ECONNRESET": "the connection broke",
        "ECONNABORTED": "the connection broke",
        "ECONNREFUSED": "the connection was refused",
        "ENOTCONN": "the connection broke",
        "EBUSY": "the file was busy",
        "ETXTBSY": "the file was busy",
        "EAGAIN": "the file was busy",
        "EDEADLK": "the file was busy",
        "ENOLCK": "the network disk gave no lock",
    }.items()
    if hasattr(errno, name)
}


def why_passing(error: BaseException) -> str | None:
    """Why a failure may be gone at another try; None for one that lasts.

    An error that was told anew for people counts as what caused it.
    """
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        if isinstance(one, OSError) and one.errno in _PASSING:
            return _PASSING[one.errno]
        if isinstance(one, TimeoutError | ConnectionError):
            return "there was no answer in time"
        one = one.__cause__ or one.__context__
    return None


Lies = tuple[int, int, int] | None
"""How a file lies: size, time and inode; None for one that is not there."""


def how_it_lies(path: Path) -> Lies:
    """How a file lies now."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
