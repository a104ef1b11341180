"""Searching: a query and its filters as an address, and the hits by item."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mediahub.catalog import SavedSearch
from mediahub.errors import SettingsError
from mediahub.search.values import (
    Filters,
    Group,
    Hit,
    Markers,
    QueryError,
    Results,
    SearchServerError,
)
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.place import Place, Visit, item_address, with_query
from mediahub.web.staff.tongue import WRITTEN, marked, say, told

if TYPE_CHECKING:
    from starlette.responses import Response

PAGE = 20
OF_A_THEME = "--"
"""In the ids of what is found of a theme itself (its glossary, its questions): it has no page."""
MOST_PAGES = 1000
MOST_IN_TABLE = 1000
MOST_SPOKEN = 12
MOST_OTHERS = 8
NARROWED = (
    ("talare", "speaker"), ("tema", "theme"), ("serie", "series"), ("typ", "kind"),
    ("granskad", "reviewed"),
)  # fmt: skip
"""By what a saved search may be narrowed: the name in an address, and that of the value."""
_START, _END = "\ue000", "\ue001"
"""Marks that no text holds, so that a snippet can be escaped before they become elements."""
KINDS = {
    "film": marked("Film"), "podcast": marked("Podd"), "article": marked("Artikel"),
    "slides": marked("Bilder"), "glossary": marked("Ordlista"), "question": marked("Frågor"),
}  # fmt: skip
FACETS = (
    ("talare", "speaker", marked("Talare")), ("tema", "theme", marked("Tema")),
    ("serie", "series", marked("Serie")), ("typ", "kind", marked("Typ")),
    ("ar", "year", marked("År")), ("granskad", "reviewed", marked("Granskat")),
)  # fmt: skip


REVIEWED_WORDS = {"yes": marked("Ja"), "partly": marked("Delvis"), "no": marked("Nej")}


@dataclass(frozen=True, slots=True)
class _Choice:
    words: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class _Facet:
    heading: str
    choices: tuple[_Choice, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A hit as it is shown: pieces of text and whether each is marked."""

    address: str
    place: str
    speaker: str
    pieces: tuple[tuple[str, bool], ...]
    media: str
    seconds: float
    film: bool


def search(place: Place, visit: Visit) -> "Response":
    """The search page: the box, the hits, and by what they may be narrowed."""
    given = dict(visit.request.query_params)
    query = given.get("q", "").strip()
    number = _number(given.get("sida", ""), MOST_PAGES) or 1
    wrong, results = "", None
    if query:
        try:
            results = _found(place, given, PAGE, (max(1, number) - 1) * PAGE)
        except QueryError as error:
            wrong = told(error.reason)
        except SearchServerError:  # where it is and why is the operator's to know, not everybody's
            wrong = say(
                "Sökningen svarar inte: servern som håller sökregistret går inte att nå. "
                "Allt annat fungerar. Säg till den som sköter mediahub."
            )
        except SettingsError as error:
            wrong = told(error.said)
    shown = results and [(group, [_shown(hit) for hit in group.hits]) for group in results.groups]
    pages = -(-results.total // PAGE) if results else 0
    languages = {one.id: one.language for one in place.library.items()} if shown else {}
    return place.page(
        "search.html",
        visit,
        query=query,
        wrong=wrong,
        results=results,
        groups=[(_heading(group, languages), hits) for group, hits in shown or ()],
        facets=_facets(results, given, _titles(place)) if results else (),
        others=_other_words(results) if results else (),
        kept={name: given.get(name, "") for name, _, _ in FACETS},
        saved=() if query else [(one.name, address_of(one)) for one in place.library.searches()],
        spoken=() if query else _spoken(place),
        chosen=[(name, given[name]) for name, _, _ in FACETS if given.get(name)],
        sorted_by_date=given.get("ordning") == "datum",
        by_date=with_query("/", {**given, "ordning": "datum", "sida": ""}),
        by_relevance=with_query("/", {**given, "ordning": "", "sida": ""}),
        suggestion=results.suggestion if results else None,
        suggested=with_query("/", {"q": results.suggestion})
        if results and results.suggestion
        else "",
        table=with_query("/sok.csv", {**given, "sida": ""}),
        replacing=with_query("/ersatt", {"gammalt": query}),
        page=number,
        pages=pages,
        before=with_query("/", {**given, "sida": number - 1}) if number > 1 else "",
        after=with_query("/", {**given, "sida": number + 1}) if number < pages else "",
    )


def address_of(search: SavedSearch) -> str:
    """Where a saved search is looked at."""
    given = {name: getattr(search, key) or "" for name, key in NARROWED}
    return with_query("/", {"q": search.query, **given})


def table(place: Place, visit: Visit) -> "Response":
    """The hits as a table for a spreadsheet: where, who, when and the words."""
    from starlette.responses import Response

    given = dict(visit.request.query_params)
    results = _found(place, given, MOST_IN_TABLE, 0)
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";")
    headings = (
        say("Titel"), say("Typ"), say("Datum"), say("Talare"), say("Granskat"), say("Tid"),
        say("Text"), say("Adress"),
    )  # fmt: skip
    rows.writerow(headings)
    base = str(visit.request.base_url).rstrip("/")
    for hit in results.hits:
        shown = _shown(hit)
        text = " ".join("".join(piece for piece, _ in shown.pieces).split())
        rows.writerow(map(_cell, [
            hit.title, kind_words_of(hit.kind), str(hit.date or ""), hit.speaker or "",
            reviewed_words_of(hit.reviewed or ""), shown.place, text, base + shown.address,
        ]))  # fmt: skip
    return Response(
        "\ufeff" + out.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="sokning.csv"'},
    )


def _number(text: str, most: int) -> int | None:
    """A number from 1 to `most`, as people write it; None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    return int(text) if 1 <= int(text) <= most else None


def _cell(text: str) -> str:
    """What a spreadsheet takes for no formula, whatever was said."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _found(place: Place, given: Mapping[str, str], limit: int, offset: int) -> Results:
    year = _number(given.get("ar", ""), 9999)
    filters = Filters(
        speaker=given.get("talare") or None,
        theme=given.get("tema") or None,
        series=given.get("serie") or None,
        kind=given.get("typ") or None,
        date_from=date(year, 1, 1) if year else None,
        date_to=date(year, 12, 31) if year else None,
        reviewed=given.get("granskad") or None,
    )
    return place.library.search(
        given.get("q", ""),
        limit=limit,
        offset=offset,
        filters=filters,
        sort="date" if given.get("ordning") == "datum" else "relevance",
        markers=Markers(_START, _END),
    )


def _heading(group: Group, languages: Mapping[str, str]) -> Mapping[str, object]:
    return {
        "language": languages.get(group.item, WRITTEN),
        "title": group.title,
        "kind": kind_words_of(group.kind),
        "address": "" if OF_A_THEME in group.item else item_address(group.item),
        "more": group.total - len(group.hits),
    }


def kind_words_of(kind: str) -> str:
    """What sort of thing something is."""
    return say(KINDS[kind])


def reviewed_words_of(reviewed: str) -> str:
    """How much of a passage is reviewed, in Swedish."""
    told = REVIEWED_WORDS.get(reviewed)
    return say(told) if told else reviewed


def _shown(hit: Hit) -> _Shown:
    heard = hit.kind in ("film", "podcast") and not hit.described
    where = clock_hms(hit.at_ms) if heard else say("sida {page}", page=hit.page) if hit.page else ""
    pieces: list[tuple[str, bool]] = []
    for number, part in enumerate(hit.snippet.split(_START)):
        marked, _, rest = part.partition(_END) if number else ("", "", part)
        pieces += [(marked, True), (rest, False)]
    return _Shown(
        "" if OF_A_THEME in hit.item else item_address(hit.item, hit.at_ms if heard else None),
        where,
        (hit.speaker or "") if heard else "",
        tuple((text, mark) for text, mark in pieces if text),
        f"{item_address(hit.item)}/ljud" if heard else "",
        hit.at_ms / 1000,
        hit.kind == "film",
    )


def _spoken(place: Place) -> list[tuple[str, int, str]]:
    """What is most spoken of: the words, in how many passages, and the search for them."""
    try:
        found = place.library.most_spoken(MOST_SPOKEN)
    except SettingsError:
        return []  # nothing is transcribed yet
    return [
        (word, count, with_query("/", {"q": f'"{word}"' if " " in word else word}))
        for word, count in found
    ]


def _other_words(results: Results) -> list[tuple[str, str]]:
    """Words that were found because a glossary says that they mean what was asked for."""
    pairs = (
        (match.found.lower(), match.wanted)
        for hit in results.hits for match in hit.matches if match.manner == "synonym"
    )  # fmt: skip
    return list(dict.fromkeys(pairs))[:MOST_OTHERS]


def _titles(place: Place) -> dict[tuple[str, str], str]:
    """What themes and series are called, by what they are and their id."""
    catalogue = place.library.catalogue()
    return {
        **{("theme", one.id): one.title for one in catalogue.themes},
        **{("series", one.id): one.title for one in catalogue.series},
    }


def _words_of(key: str, value: str, titles: Mapping[tuple[str, str], str]) -> str:
    """What a value of a facet is called."""
    if key == "kind":
        return kind_words_of(value)
    return reviewed_words_of(value) if key == "reviewed" else titles.get((key, value), value)


def _facets(
    results: Results, given: Mapping[str, str], titles: Mapping[tuple[str, str], str]
) -> tuple[_Facet, ...]:
    found = []
    for name, key, heading in FACETS:
        counts = results.facets.get(key, {})
        chosen = given.get(name, "")
        choices = tuple(
            _Choice(
                _words_of(key, value, titles),
                count,
                with_query("/", {**given, name: "" if value == chosen else value, "sida": ""}),
                value == chosen,
            )
            for value, count in list(counts.items())[:12]
        )
        if len(choices) > 1 or chosen:
            found.append(_Facet(say(heading), choices))
    return tuple(found)
