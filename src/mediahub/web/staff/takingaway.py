"""Taking a person, or a word of a glossary, away: what that changes is told first, and it comes
back for thirty days.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from mediahub.catalog import load
from mediahub.catalog.scan import THEME
from mediahub.desk.after import Followed
from mediahub.desk.sheets import person_sheet, term_sheet
from mediahub.desk.takingaway import (
    ChangedSinceError,
    InUseError,
    PersonUses,
    Taken,
    put_back,
    take_person,
    take_term,
    taken_away,
    uses_of_person,
)
from mediahub.web.staff.editing import in_thread
from mediahub.web.staff.place import Place, RefusedError, Visit, fields, item_address, with_query
from mediahub.web.staff.tongue import say, told

if TYPE_CHECKING:
    from starlette.responses import Response

SHOWN = 100
"""Items, at most, of which it is told that they name somebody."""
Where = list[tuple[str, str]]


async def person_away(place: Place, visit: Visit) -> "Response":
    """What it means that a person goes; POST takes them out of the registry."""
    person = visit.request.path_params["person"]
    visit.noted["person"] = person
    return await _answered(
        visit,
        lambda version: take_person(place.root, person, version, visit.user.name),
        lambda wrong: _person_page(place, visit, person, wrong),
        "/personer",
    )


async def term_away(place: Place, visit: Visit) -> "Response":
    """What it means that a word (`ord`) goes; POST takes it out of the theme's glossary."""
    theme, term = visit.request.path_params["theme"], visit.request.query_params.get("ord", "")
    visit.noted.update(theme=theme, term=term)
    return await _answered(
        visit,
        lambda version: take_term(place.root, theme, term, version, visit.user.name),
        lambda wrong: _term_page(place, visit, theme, term, wrong),
        f"/tema/{quote(theme)}",
    )


async def brought_back(place: Place, visit: Visit) -> "Response":
    """Put back what was taken away, and show where it stands."""
    from starlette.responses import RedirectResponse

    one, followed = await in_thread(lambda: put_back(place.root, visit.request.path_params["one"]))
    visit.noted["term" if one.key == "glossary" else "whom"] = one.name
    back = "/personer"
    if one.key == "glossary":
        path = place.root / one.file
        themes = load(place.root).themes
        back = next((f"/tema/{quote(t.id)}" for t in themes if t.path / THEME == path), "/innehall")
    return RedirectResponse(with_query(back, {"sparat": _how(followed)}), 303)


def removed(root: Path, key: str, file: Path | None = None) -> list[tuple[str, str, str]]:
    """What can be put back: where that is asked for, what it is called, and who took it away."""
    return [(f"/borttaget/{one.id}", one.name, one.by) for one in taken_away(root, key, file)]


async def _answered(
    visit: Visit,
    take: Callable[[str], tuple[Taken, Followed]],
    page: Callable[[str], "Response"],
    back: str,
) -> "Response":
    from starlette.responses import RedirectResponse

    if visit.request.method != "POST":
        return await in_thread(lambda: page(""))
    version = (await fields(visit.request)).get("version", "")
    try:
        _, followed = await in_thread(lambda: take(version))
    except (ChangedSinceError, InUseError) as error:
        words = told(error.said)
        return await in_thread(lambda: page(words))
    return RedirectResponse(with_query(back, {"sparat": _how(followed)}), 303)


def _person_page(place: Place, visit: Visit, person: str, wrong: str) -> "Response":
    if all(one.id != person for one in load(place.root).people):
        raise RefusedError(404, say("Personen finns inte längre."))
    sheet, uses = person_sheet(place.root, person), uses_of_person(place.root, person)
    name = str(sheet.table.get("name", person))
    tells = [say("Personens egen sida på webben försvinner, om det finns en.")]
    if uses.voices:
        tells.append(
            say(
                "Namnet står kvar på rösten i {number} avskrifter. Byt det där, om det ska bort.",
                number=len(uses.voices),
            )
        )
    if sheet.table.get("voice_consent") is True:
        tells.append(
            say("Det som sparats av rösten raderas. Det kommer inte tillbaka, fast personen gör.")
        )
    tells.append(say("Stavningen av namnet hjälper inte längre igenkänningen."))
    return place.page(
        "take_away.html",
        visit,
        412 if wrong else 200,
        heading=say("Ta bort {name}?", name=name),
        crumb=(f"/person/{quote(person)}", name),
        tells=tells,
        named=_named(place, uses),
        version=sheet.version,
        wrong=wrong,
        address=f"/person/{quote(person)}/bort",
    )


def _named(place: Place, uses: PersonUses) -> Where:
    """Where a TOML names the person, which stands in the way: the address and the title of each."""
    catalogue = load(place.root)
    items = {one.id: one.title for one in catalogue.items}
    themes = {one.id: one.title for one in catalogue.themes}
    series = {one.id: one.title for one in catalogue.series}
    return [
        *((f"{item_address(one)}/beskriv", items[one]) for one in uses.items[:SHOWN]),
        *((f"/tema/{quote(one)}", themes[one]) for one in uses.themes),
        *(("", say("serien {title} (i mediahub.toml)", title=series[one])) for one in uses.series),
    ]


def _term_page(place: Place, visit: Visit, theme: str, term: str, wrong: str) -> "Response":
    found = next((one for one in load(place.root).themes if one.id == theme), None)
    if found is None or all(one.term != term for one in found.glossary):
        raise RefusedError(404, say("Ordet finns inte längre i ordlistan."))
    sheet = term_sheet(place.root, theme, term)
    tells = [
        say("Ordet och dess betydelse försvinner från temats ordlista på webben."),
        say("Det som sägs ändras inte: ordet står kvar i avskrifter och textning."),
        say("Ordet hjälper inte längre igenkänningen i temats kommande inspelningar."),
    ]
    if aliases := sheet.table.get("aliases"):
        others = ", ".join(map(str, aliases))
        tells.append(say("En sökning på {others} hittar inte längre ordet.", others=others))
    address = with_query(f"/tema/{quote(theme)}/bort", {"ord": term})
    return place.page(
        "take_away.html",
        visit,
        412 if wrong else 200,
        heading=say("Ta bort {name}?", name=term),
        crumb=(with_query(f"/tema/{quote(theme)}/ord", {"ord": term}), term),
        tells=tells,
        named=[],
        version=sheet.version,
        wrong=wrong,
        address=address,
    )


def _how(followed: Followed) -> str:
    return "delvis" if followed.failures else "nu"
