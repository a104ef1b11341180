"""The items that were asked for: named by id, or of which an expression holds, or both."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mediahub.catalog.problems import nearest, resolve_id
from mediahub.models import KNOWN, STYLED
from mediahub.pipeline.plan import Status
from mediahub.pipeline.selection.expression import Expression, same
from mediahub.pipeline.selection.facts import Facts
from mediahub.pipeline.selection.tokens import fault, meant
from mediahub.pipeline.survey import Survey
from mediahub.tongues import Said, Words


@dataclass(frozen=True, slots=True)
class Chosen:
    """The media items that were asked for, by id, and what is told of the choice."""

    ids: tuple[str, ...]
    all: int
    """How many media items there are."""
    where: Expression | None = None
    only: tuple[str, ...] = ()
    """What was named, as whole ids."""

    @property
    def narrowed(self) -> bool:
        """Whether anything was asked for at all."""
        return self.where is not None or bool(self.only)

    @property
    def told(self) -> str | None:
        """How many an expression selects, in a sentence; None without one."""
        if self.where is None:
            return None
        named = len(self.only)
        among = Said(
            f" among those named with --only ({named})", f" bland dem som --only nämner ({named})"
        )
        words = (
            Words(
                "--where selects {number:,} of {total}{among}",
                "--where väljer {number:,} av {total}{among}",
            )
            if self.ids
            else Words(
                "--where selects none of the {total}{among}",
                "--where väljer inget av {total}{among}",
            )
        )
        total = "1 item" if self.all == 1 else f"{self.all:,} items"
        return words.said(
            number=len(self.ids),
            total=Said(total, f"{self.all} avsnitt"),
            among=among if self.only else "",
        )


def choose(state: Survey, only: Iterable[str] = (), where: Expression | None = None) -> Chosen:
    """The media items that `only` names (all when it is empty) and of which `where` holds.

    Raises SettingsError for an id or a name in the expression that there is not.
    """
    known = [item.id for item in state.catalogue.items]
    named = tuple(dict.fromkeys(resolve_id(given, known) for given in only))
    items = [item for item in state.media_items if not named or item.id in named]
    if where is None:
        return Chosen(tuple(item.id for item in items), len(state.media_items), only=named)
    check_names(where, _names(state))
    facts = Facts(state)
    ids = tuple(item.id for item in items if where.holds(facts.ask(item)))
    facts.save()
    return Chosen(ids, len(state.media_items), where, named)


def nothing_due(
    chosen: Chosen, busy: Collection[str], plans: Mapping[str, Sequence[Status]]
) -> str:
    """What follows the sentence on a choice of which nothing is done: how more would be."""
    if busy or not chosen.ids:
        return ""
    found = [status for item_id in chosen.ids for status in plans.get(item_id, ())]
    better = {status.item for status in found if status.condition == "renewable"}
    its = "it" if len(chosen.ids) == 1 else "them"
    if not better:
        return Said(f"; nothing is due for {its}", "; inget behöver göras")
    words = ",".join(dict.fromkeys(word for status in found for word in status.changed))
    many = f"{len(better):,} could" if len(chosen.ids) > 1 else "it could"
    return Said(
        f"; nothing is due for {its}, but {many} be better: add `--renew {words}`",
        f"; inget behöver göras, men {len(better)} kan bli bättre: lägg till `--renew {words}`",
    )


def check_names(where: Expression, known: Mapping[str, Mapping[str, str]]) -> None:
    """Raise SettingsError at a text that no item can have.

    `known` holds for a field what may stand there; each leads to the value that is meant by it, so
    that a title is answered with the id.
    """
    for one in where.compared:
        values = known.get(one.field.name)
        if values is None or one.operator in ("contains", "not contains"):
            continue
        there = {same(value) for value in values.values()}
        for written in one.values:
            if not isinstance(written.value, str) or same(written.value) in there:
                continue
            near = nearest(written.value, values)
            names = sorted(set(values.values()))
            hint = meant(values[near]) if near is not None else _some(names)
            what = Words(
                "there is no {field} '{value}'{hint}", "det finns inget {field} ”{value}”{hint}"
            ).said(field=one.field.name, value=written.value, hint=hint)
            raise fault(where.text, written.start, written.end, what)


def _some(names: list[str]) -> str:
    if not names:
        return Said(" here", " här")
    first, more = ", ".join(names[:5]), len(names) - 5
    if more > 0:
        return Said(f"; there are {first} and {more} more", f"; det finns {first} och {more} till")
    if len(names) == 1:
        return Said(f"; there is only {first}", f"; det finns bara {first}")
    return Said(f"; there are {first}", f"; det finns {first}")


def _names(state: Survey) -> dict[str, dict[str, str]]:
    catalogue, facts = state.catalogue, Facts(state)
    used = {model for item in state.media_items if (model := facts.model(item)) is not None}
    models = used | {model.name for model in (*KNOWN, *STYLED) if model.kind == "recogniser"}
    languages = {item.language for item in state.media_items}
    return {
        "id": {item.id: item.id for item in state.media_items},
        "series": {
            **{one.title: one.id for one in catalogue.series},
            **{one.id: one.id for one in catalogue.series},
        },
        "theme": {
            **{one.title: one.id for one in catalogue.themes},
            **{one.id: one.id for one in catalogue.themes},
        },
        "model": {name: name for name in models},
        "language": {name: name for name in languages},
    }
