"""Where was it said? A workspace opened for those who ask and read, and change nothing."""

from mediahub.library.library import Library

__all__ = ["Library"]
