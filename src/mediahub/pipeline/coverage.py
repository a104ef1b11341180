"""How far the workspace has come: of each theme what is captioned, reviewed and published."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mediahub.catalog import Item
from mediahub.pipeline.selection.facts import Facts
from mediahub.pipeline.survey import Survey, survey


@dataclass(frozen=True, slots=True)
class Covered:
    """How many media items there are and of how many minutes, and what is done with how many.

    `theme` and `title` are None for those of no theme, and of the sum of all. `doubted` have
    questions that wait for an answer.
    """

    theme: str | None
    title: str | None
    items: int = 0
    minutes: int = 0
    captioned: int = 0
    reviewed: int = 0
    published: int = 0
    doubted: int = 0


def coverage(root: Path) -> tuple[Covered, tuple[Covered, ...]]:
    """All together, and each theme with media in the catalogue's order, those of none last.

    Only a cache of facts is written. Raises SettingsError when the workspace is wrong.
    """
    state = survey(root)
    facts = Facts(state)
    items = [item for item in state.media_items if item.problem is None]
    by_theme: dict[str | None, list[Item]] = {theme.id: [] for theme in state.catalogue.themes}
    for item in items:
        by_theme.setdefault(item.theme, []).append(item)
    titles: dict[str | None, str] = {theme.id: theme.title for theme in state.catalogue.themes}
    found = [
        _covered(state, facts, theme, titles.get(theme), own)
        for theme, own in by_theme.items()
        if own
    ]
    found.sort(key=lambda one: one.theme is None)
    everything = _covered(state, facts, None, None, items)
    facts.save()
    return everything, tuple(found)


def _covered(
    state: Survey, facts: Facts, theme: str | None, title: str | None, items: Iterable[Item]
) -> Covered:
    items = list(items)
    return Covered(
        theme,
        title,
        len(items),
        round(sum(facts.minutes(item) or 0 for item in items)),
        sum("transcribe" in state.state(item.id).stages for item in items),
        sum(facts.reviewed(item) for item in items),
        sum(facts.published(item) is not None for item in items),
        sum(facts.pending(item) > 0 for item in items),
    )
