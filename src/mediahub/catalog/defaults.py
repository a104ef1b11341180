"""What a workspace without a mediahub.toml is run by, written down so that its loss is noticed."""

from pathlib import Path

from mediahub import atomic
from mediahub.catalog import build
from mediahub.catalog.scan import MEDIAHUB
from mediahub.catalog.tomledit import quoted

_DEFAULTS = """\
# The first `mediahub run` found no mediahub.toml, and wrote this one to keep the feed's name. Every
# film and podcast goes into one feed and is published as soon as it is done. To change that take
# the # away below, and write false for drafts that `mediahub publish ITEM` publishes.
# `mediahub schema mediahub` describes every key.

[publisher]
name = {publisher}

# [[series]]
# id = "{id}"                         # part of the feed's address: never change it
# title = {publisher}
# description = {description}
# kinds = ["podcast", "film"]
# autopublish = true
"""


def default_settings(root: Path) -> str:
    """A mediahub.toml by which a workspace without one goes on as it was."""
    publisher = build.publisher(None, root)
    series = build.default_series(publisher.name)
    return _DEFAULTS.format(
        publisher=quoted(publisher.name), id=series.id, description=quoted(series.description)
    )


def write_default_settings(root: Path) -> Path | None:
    """Write down in mediahub.toml what a workspace without one is run by; return it, or None.

    For the first run, before it makes anything: when the file is lost later, nobody mistakes the
    workspace for one that never had any and publishes its drafts. Never writes over one.
    """
    path = root / MEDIAHUB
    if path.exists() or path.is_symlink():
        return None
    atomic.write_text(path, default_settings(root))
    return path
