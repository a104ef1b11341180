"""Making very many values that are all kept, without Python's looking for circles among them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """The collector of circles at rest, if it was not; what is made meanwhile must hold none.

    It would look through the same hundreds of thousands of tuples again and again, which takes a
    seventh of the time that an index of a thousand items does.
    """
    there = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if there:
            gc.enable()
