"""The pages are made of the same small series as the feeds."""

from tests.feed.conftest import *  # noqa: F403
