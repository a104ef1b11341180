"""The batch: what a run would do and why, what failed, and what is to be looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediahub.errors import MediahubError, SettingsError
from mediahub.pipeline.sending import waiting
from mediahub.web.staff.place import Place, Visit, item_address
from mediahub.web.staff.running import RENEWED, at_work, last_run, shown, stage_words
from mediahub.web.staff.tongue import WRITTEN, language, marked, say, told
from mediahub.workspace.paths import Workspace

if TYPE_CHECKING:
    from starlette.responses import Response

    from mediahub.pipeline.noticing import Notices
    from mediahub.pipeline.plan import Status

WORDS = {
    "missing": marked("saknas"),
    "stale": marked("ska göras om"),
    "renewable": marked("kan göras bättre"),
    "orphan": marked("källan är borta"),
}


def plan(place: Place, visit: Visit) -> "Response":
    """What a run would do and why, what failed last, and what is at work now."""
    from mediahub.pipeline.overview import overview
    from mediahub.pipeline.selection import parse

    where = visit.request.query_params.get("dar", "").strip()
    wrong = ""
    try:
        view = overview(place.root, where=parse(where) if where else None)
    except SettingsError as error:
        wrong, view = told(error.said), overview(place.root)
    now = shown(at_work(place))
    return place.page(
        "work.html",
        visit,
        rows=_rows(view.statuses),
        where=where,
        wrong=wrong,
        minutes=None if view.seconds is None else max(1, round(view.seconds / 60)),
        at_work=now,
        last=last_run(place.root) if now is None else None,
        item_address=item_address,
        unreadable=[(name, item_address(name), told(why)) for name, why in view.unreadable.items()],
        notices=_notices(view.notices),
        work=view.work,
        renewable=_renewable(view.statuses),
        unsent=_unsent(place),
    )


def _unsent(place: Place) -> str | None:
    """The target that has not got the newest yet; None where that cannot be looked at, too."""
    try:
        return waiting(Workspace(place.root.resolve()), place.library.catalogue())
    except (MediahubError, OSError):
        return None  # feeds/ is being written: it is seen next time


@dataclass(frozen=True, slots=True)
class _Row:
    """What there is to do of an item, or of what is made of all: the stages of one reason."""

    name: str
    address: str
    stages: str
    state: str
    reasons: str
    chosen_by: str
    """The id by which it is ticked; "" for what is made of all."""


def _rows(statuses: Iterable["Status"]) -> list[_Row]:
    """What there is to do, a line for each item and reason."""
    found: dict[tuple[str, str, str], list[str]] = {}
    items = set()
    first: dict[str, tuple[str, str, str]] = {}
    for one in statuses:
        if one.condition == "fresh":
            continue
        if one.stage not in ("index", "feed"):
            items.add(one.item)
        why = "; ".join(map(told, one.reasons))
        stage = stage_words(one.stage)
        found.setdefault((one.item, say(WORDS[one.condition]), why), []).append(stage)
    return [
        _Row(
            name, item_address(name) if name in items else "", ", ".join(stages), state, why,
            name if name in items and first.setdefault(name, key) == key else "",
        )
        for key, stages in found.items()
        for name, state, why in (key,)
    ]  # fmt: skip


def _renewable(statuses: Iterable["Status"]) -> list[tuple[str, str, int]]:
    """What could be made better: the word for it, why, and of how many items."""
    found: dict[str, set[str]] = {}
    for one in statuses:
        if one.condition == "renewable":
            for word in one.changed:
                found.setdefault(word, set()).add(one.item)
    return [
        (word, say(RENEWED[word]), len(items)) for word, items in found.items() if word in RENEWED
    ]


def _notices(notices: "Notices") -> list[tuple[str, str]]:
    """What there is to be looked at, with the address of the item that it is of."""
    return [
        (item_address(name) if name else "", notice.told(swedish=language() == WRITTEN))
        for name, notice in notices
    ]
