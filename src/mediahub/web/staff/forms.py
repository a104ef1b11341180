"""A form of one table: shown, saved, and shown again with what is wrong beside each field."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mediahub.catalog import Person
from mediahub.desk.describing import Described
from mediahub.desk.sheets import Decide, FaultsError, Sheet, faults_of
from mediahub.web.staff.editing import in_thread
from mediahub.web.staff.formfields import Field, TypedError, merged, shown
from mediahub.web.staff.place import Place, Visit, fields, with_query
from mediahub.web.staff.tongue import marked, say
from mediahub.web.staff.tongue import told as said

if TYPE_CHECKING:
    from starlette.responses import Response

ROWS, SPARE_ROWS = 40, 3
"""Of people in a form, at most; and so many empty ones are offered."""
ROLES = {
    "host": marked("programledare"), "guest": marked("gäst"), "speaker": marked("föreläsare"),
    "writer": marked("text"), "interviewer": marked("intervjuare"),
    "producer": marked("producent"), "interpreter": marked("tolk"),
}  # fmt: skip
"""What somebody does in an item, as pages and feeds call it."""
SAVED = {
    "nu": marked("Sparat. Det som redan är gjort har följt med."),
    "nasta": marked("Sparat. Nästa körning för in det."),
    "delvis": marked("Sparat. Allt kunde inte göras genast; nästa körning gör resten."),
    "lika": marked("Inget är ändrat."),
}


@dataclass(frozen=True)
class Form:
    """What a form is of: its words and fields, where its sheet is, and what saving it does.

    `more` is what else its page shows. `first` are values for fields that are empty, `people` those
    who may take part, `add` makes a person of a name.
    """

    heading: str
    fields: tuple[Field, ...]
    find: Callable[[], Sheet]
    save: Callable[[Decide], Described]
    saved_to: Callable[[Described], str]
    template: str = "form.html"
    more: Mapping[str, Any] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    add: Callable[[str], object] | None = None


async def answered(place: Place, visit: Visit, make: Callable[[], Form]) -> "Response":
    """The form, or what became of it when it was sent."""
    form = await in_thread(make)
    if visit.request.method == "POST":
        return await _saved(place, visit, form)
    sheet = await in_thread(form.find)
    now = _strings(form, sheet)
    saved = SAVED.get(visit.request.query_params.get("sparat", ""))
    told = say(saved) if saved else ""
    typed = {key: text or form.first.get(key, "") for key, text in now.items()}
    return _page(place, visit, form, _Filled(sheet.version, now, typed, told=told))


@dataclass(frozen=True)
class _Filled:
    """A form as it is filled in: of which version, what stands there now, what is typed."""

    version: str
    now: Mapping[str, str]
    typed: Mapping[str, str]
    wrong: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)
    told: str = ""
    others: tuple[str, ...] = ()
    unknown: bool = False


async def _saved(place: Place, visit: Visit, form: Form) -> "Response":
    from starlette.responses import RedirectResponse

    given = await fields(visit.request)
    typed = {one.key: given.get(one.key, "").replace("\r\n", "\n") for one in form.fields}
    base, wrong = _base(given.get("sett", "")), dict[str, str]()
    parts = next((one.key for one in form.fields if one.kind == "parts"), None)
    unknown: list[str] = []
    if parts is not None:
        if given.get("nya") and form.add is not None:
            await in_thread(lambda: _added(form, given))
            form = await in_thread(lambda: _with_people(place, form))
        typed[parts], unknown = _parts(form.people, given)
        if unknown:
            names = ", ".join(unknown)
            wrong[parts] = say(
                "{names} finns inte bland personerna. Rätta, eller lägg till.", names=names
            )
    version = given.get("version", "")
    try:
        done = await in_thread(
            lambda: form.save(lambda sheet: merged(form.fields, sheet, typed, base, version, wrong))
        )
    except TypedError as error:
        now, sheet = _strings(form, error.sheet), error.sheet
        values = {key: one for key, one in error.values.items() if key not in error.wrong}
        faults = await in_thread(lambda: faults_of(place.root, sheet, values))
        told = {one.key: one.told for one in form.fields if one.keys & faults.keys()}
        kept = {
            key: now[key] if text.strip("\n") == base.get(key) and key not in error.theirs else text
            for key, text in typed.items()
        }
        filled = _Filled(
            sheet.version, now, kept, told | error.wrong, error.theirs, unknown=bool(unknown)
        )
        return _page(place, visit, form, filled, 412 if error.theirs else 422)
    except FaultsError as error:
        told = {one.key: one.told for one in form.fields if one.keys & error.faults.keys()}
        ours = frozenset[str]().union(*(one.keys for one in form.fields))
        others = tuple(
            f"{key}: {said(what)}" for key, what in error.faults.items() if key not in ours
        )
        sheet = await in_thread(form.find)
        filled = _Filled(version, _strings(form, sheet), typed, told, others=others)
        return _page(place, visit, form, filled, 422)
    return RedirectResponse(with_query(form.saved_to(done), {"sparat": _how(done)}), 303)


def _how(done: Described) -> str:
    if not done.changed:
        return "lika"
    if done.followed is None:
        return "nasta"
    return "delvis" if done.followed.failures else "nu"


def _page(place: Place, visit: Visit, form: Form, filled: _Filled, status: int = 200) -> "Response":
    names = _told_apart(form.people)
    return place.page(
        form.template,
        visit,
        status,
        heading=form.heading,
        fields=[
            replace(one, label=say(one.label), help=one.help and say(one.help))
            for one in form.fields
        ],
        filled=filled,
        sett=json.dumps(filled.now, ensure_ascii=False),
        rows=_rows(form, filled, names),
        roles=tuple((role, say(words)) for role, words in ROLES.items()),
        names=sorted(set(names.values())),
        address=with_query(
            visit.request.url.path,
            {key: one for key, one in visit.request.query_params.items() if key != "sparat"},
        ),
        **form.more,
    )


def _rows(form: Form, filled: _Filled, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who takes part and as what, a row each, and some that are empty."""
    key = next((one.key for one in form.fields if one.kind == "parts"), "")
    lines = [line.partition(" ") for line in filled.typed.get(key, "").split("\n") if line]
    rows = [(names.get(person, person), role) for role, _, person in lines]
    return [*rows, *[("", "guest")] * SPARE_ROWS][:ROWS]


def _strings(form: Form, sheet: Sheet) -> dict[str, str]:
    return {one.key: shown(one, sheet.table) for one in form.fields}


def _base(text: str) -> dict[str, str]:
    try:
        value = json.loads(text)
        return {key: one for key, one in value.items() if isinstance(one, str)}
    except (ValueError, AttributeError, RecursionError):
        return {}


def _named(given: Mapping[str, str]) -> list[tuple[str, str]]:
    """The rows of people as they are typed: a name and a role each."""
    rows = [(given.get(f"person-{n}", ""), given.get(f"roll-{n}", "")) for n in range(ROWS)]
    return [(" ".join(name.split())[:200], role) for name, role in rows if name.strip()]


def _parts(people: tuple[Person, ...], given: Mapping[str, str]) -> tuple[str, list[str]]:
    """The rows as a field's text, by ids where the names are known; and the names that are not."""
    ids = {name.casefold(): one for one, name in _told_apart(people).items()}
    for one in people:
        ids.setdefault(one.id, one.id)
        ids.setdefault(one.name.casefold(), one.id)
    for one in people:
        for name in one.aliases:
            ids.setdefault(name.casefold(), one.id)
    lines, unknown = [], []
    for name, role in _named(given):
        found = ids.get(name.casefold())
        if found is None:
            unknown.append(name)
        lines.append(f"{role if role in ROLES else 'guest'} {found or name}")
    return "\n".join(lines), unknown


def _told_apart(people: tuple[Person, ...]) -> dict[str, str]:
    """Everybody's name by id, and with the id where two share one: none is taken for another."""
    called = Counter(one.name.casefold() for one in people)
    return {
        one.id: one.name if called[one.name.casefold()] == 1 else f"{one.name} ({one.id})"
        for one in people
    }


def _added(form: Form, given: Mapping[str, str]) -> None:
    """Make persons of the names that nobody has."""
    assert form.add is not None  # noqa: S101 - asked before
    for name in dict.fromkeys(_parts(form.people, given)[1]):
        form.add(name)


def _with_people(place: Place, form: Form) -> Form:
    from mediahub.catalog import load

    return replace(form, people=load(place.root).people)
