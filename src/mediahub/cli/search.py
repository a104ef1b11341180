"""`mediahub search`: where something was said."""

import os
import shlex
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediahub.cli import completing
from mediahub.cli.help import Command, examples
from mediahub.cli.shared import count, fitted, plain_terminal, print_json, root, say, told
from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words, joined
from mediahub.transcript.clock import clock_hms

if TYPE_CHECKING:
    from mediahub.library import Library
    from mediahub.search import Filters, Hit, Markers, Results

BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
DOUBT = " (?)"
"""What follows a word that is more likely wrong than right."""
MOST_NOTES = 3
"""So many lines about what could not be read are enough before the hits."""
NOT_READ = Words("not read: {what}", "inte läst: {what}")
MORE_UNREAD = Words(
    "not read: {more} more; `mediahub plan` tells all",
    "inte läst: {more} till; `mediahub plan` visar alla",
)
SAVED = Words(
    "saved{named} in {file}; the next run makes {feed} of published items",
    "sparad{named} i {file}; nästa körning gör {feed} av publicerade avsnitt",
)
NO_MORE = Words(
    "no more hits: there are {total} in all", "inga fler träffar: det finns {total} i allt"
)
NOTHING_FOUND = Words("nothing found for {query}", "inget hittades för {query}")
DID_YOU_MEAN = Words("did you mean: {query}", "menades: {query}")
RELAXED = Said(
    "no passage has all the words; these have some of them",
    "ingen passage har alla orden; de här har några av dem",
)
SEARCHED_FOR = Words("searched for: {query}", "sökte på: {query}")
DOUBTFUL = Words(
    "{mark}: the word before it is more likely wrong than right",
    "{mark}: ordet före är troligare fel än rätt",
)
SHOWN = Words(
    "{shown} of {total} hits; --offset {shown} shows more",
    "{shown} av {total} träffar; --offset {shown} visar fler",
)
KINDS = ("film", "podcast", "article", "glossary", "question", "slides")
REVIEWED = ("yes", "partly", "no")

EXAMPLES = examples(
    ("mediahub search hembesök", "in any inflection or compound"),
    ("mediahub search hembesök -skola", "without the word skola"),
    ("""mediahub search '"tidiga insatser"'""", "in just this order"),
    ("mediahub search skola --speaker Lisa", "only when Lisa says it"),
    ("mediahub search orosanmälan --save oro", "a feed of it at each run"),
)


class SearchCommand(Command):
    """A command whose query may hold words that begin with a minus sign."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Part options from the query: `-word` is no option, and neither is what follows `--`."""
        options, query = part_options(args, self._valued(ctx))
        return super().parse_args(ctx, [*options, "--", *query] if query else options)

    def _valued(self, ctx: Any) -> set[str]:
        parameters: list[Any] = list(self.get_params(ctx))
        return {
            name
            for parameter in parameters
            if parameter.param_type_name == "option" and not parameter.is_flag
            for name in parameter.opts
        }


def part_options(args: list[str], valued: set[str]) -> tuple[list[str], list[str]]:
    """The options (with the values of those in `valued`) and the words of the query.

    An option is `-h` or anything that begins with two minus signs; after a bare `--` none is.
    """
    options: list[str] = []
    query: list[str] = []
    rest = iter(args)
    for arg in rest:
        if arg == "--":
            query.extend(rest)
        elif arg == "-h" or arg.startswith("--"):
            options.append(arg)
            if arg in valued:
                options.extend(value for value in [next(rest, None)] if value is not None)
        else:
            query.append(arg)
    return options, query


def search(
    context: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="What was said; -word leaves out.")
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what this person says.")
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only in this theme.", autocompletion=completing.themes),
    ] = None,
    series: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only in this series.", autocompletion=completing.series),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="film, podcast, article, glossary, question or slides.",
            autocompletion=lambda incomplete: [k for k in KINDS if k.startswith(incomplete)],
        ),
    ] = None,
    reviewed: Annotated[
        str | None,
        typer.Option(
            metavar="HOW",
            help="Where a person called all words right (yes), some (partly) or none (no).",
            autocompletion=lambda incomplete: [k for k in REVIEWED if k.startswith(incomplete)],
        ),
    ] = None,
    date_from: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="From this day on.")
    ] = None,
    date_to: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Until this day.")
    ] = None,
    limit: Annotated[
        int, typer.Option(min=1, max=1000, metavar="N", help="How many hits to show.")
    ] = 10,
    offset: Annotated[int, typer.Option(min=0, metavar="N", help="Hits to pass over.")] = 0,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first.")] = False,
    save: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Keep the search: each run makes a feed of it."),
    ] = None,
    saved: Annotated[
        bool, typer.Option("--saved", help="List the searches that are kept.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Find where something was said."""
    if saved:
        _list_saved(root(context), as_json=as_json)
        return
    from mediahub.search.values import Filters

    if kind is not None and kind not in KINDS:
        raise SettingsError(
            f"--kind {kind}: the kinds are {', '.join(KINDS)}",
            swedish=f"--kind {kind}: slagen är {', '.join(KINDS)}",
        )
    if reviewed is not None and reviewed not in REVIEWED:
        raise SettingsError(
            f"--reviewed {reviewed}: say {', '.join(REVIEWED)}",
            swedish=f"--reviewed {reviewed}: skriv {', '.join(REVIEWED)}",
        )
    days = _day("--from", date_from), _day("--to", date_to)
    filters = Filters(speaker, theme, series, kind, *days, reviewed)
    text = " ".join(query or ())
    if not text.strip():
        raise SettingsError(
            "say what to search for, as in `mediahub search hembesök`",
            swedish="Skriv vad du söker, till exempel `mediahub search hembesök`.",
        )
    library = _opened(root(context))
    results = library.search(
        text,
        limit=limit,
        offset=offset,
        filters=filters,
        sort="date" if newest else "relevance",
        markers=_markers(as_json),
    )
    if as_json:
        print_json(results_json(text, results))
    else:
        for line in results_lines(results, offset):
            say(line)
    if save is not None:
        # Not before the query has been understood: a run could make nothing of it.
        _save(root(context), save, text, filters)


def _opened(folder: Path) -> "Library":
    """The library, and a note of what in the TOML files it cannot know."""
    # The library that numpy calculates with starts a thread for each core when it is imported, and
    # a search gives them nothing to do: a tenth of a second for nothing.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from mediahub.library import Library

    library = Library.open(folder)
    unread = library.unread()
    for line in unread[:MOST_NOTES]:
        _note(NOT_READ.said(what=line))
    if len(unread) > MOST_NOTES:
        more = count(len(unread) - MOST_NOTES, "problem")
        _note(MORE_UNREAD.said(more=more))
    return library


def _save(folder: Path, name: str, query: str, filters: "Filters") -> None:
    from mediahub.catalog import SavedSearch
    from mediahub.catalog.ids import path_id, slug
    from mediahub.pipeline.searchfeeds import save_search

    if filters.date_from or filters.date_to:
        raise SettingsError(
            "a saved search keeps no --from and --to; write från: and till: in the query instead",
            swedish="En sparad sökning har varken --from eller --to. Skriv från: och till: i "
            "själva sökningen.",
        )
    if filters.kind in ("glossary", "question"):
        raise SettingsError(
            f"--kind {filters.kind}: these are in no feed; leave it out",
            swedish=f"--kind {filters.kind}: sådana finns inte i något flöde. Ta bort det.",
        )
    # A name of nothing but signs is left as it is, to be refused with what to write.
    address = path_id([name]) if slug(name) else name
    narrowed = (filters.speaker, filters.theme, filters.series, filters.kind, filters.reviewed)
    path = save_search(folder, SavedSearch(address, query, *narrowed))
    named = "" if address == name else Said(f" as {address}", f" som {address}")
    _note(SAVED.said(named=named, file=path.name, feed=f"feeds/sok/{address}/feed.xml"))


def _note(line: str) -> None:
    """A line that stands in the way of no program: on standard error."""
    typer.echo(fitted(told(line), sys.stderr), err=True)


def _list_saved(folder: Path, *, as_json: bool) -> None:
    library = _opened(folder)
    searches = library.searches()
    if as_json:
        print_json({"schema": 1, "searches": [asdict(search) for search in searches]})
        return
    if not searches and not library.unread():
        say(
            Said(
                "no search is saved; `mediahub search QUERY --save NAME` saves one",
                "ingen sökning är sparad; `mediahub search ORD --save NAMN` sparar en",
            )
        )
    for search in searches:
        options = "".join(
            f" --{key} {shlex.quote(value)}"
            for key, value in asdict(search).items()
            if value is not None and key not in ("name", "query")
        )
        say(f"{search.name}: {search.query}{options}")


def _markers(as_json: bool) -> "Markers":
    from mediahub.search.values import Markers

    if as_json:
        return Markers()
    if sys.stdout.isatty() and not plain_terminal():
        return Markers(BOLD, PLAIN, DOUBT)
    return Markers("[", "]", DOUBT)


def _day(option: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise SettingsError(
            f"{option} {value}: write a day as YYYY-MM-DD",
            swedish=f"{option} {value}: skriv en dag som ÅÅÅÅ-MM-DD",
        ) from None


def results_json(query: str, results: "Results") -> dict[str, Any]:
    """The results as a JSON value."""
    return {
        "schema": 1,
        "query": query,
        "total": results.total,
        "relaxed": results.relaxed,
        "suggestion": results.suggestion,
        "facets": {name: dict(counts) for name, counts in results.facets.items()},
        "hits": [_hit_json(hit) for hit in results.hits],
    }


def _hit_json(hit: "Hit") -> dict[str, Any]:
    return {
        "item": hit.item,
        "title": hit.title,
        "kind": hit.kind,
        "theme": hit.theme,
        "series": hit.series,
        "speaker": hit.speaker,
        "reviewed": hit.reviewed,
        "at_ms": hit.at_ms,
        "start_ms": hit.start_ms,
        "end_ms": hit.end_ms,
        "page": hit.page,
        "text": hit.text,
        "snippet": hit.snippet,
        "doubtful": [list(place) for place in hit.doubts],
        "score": round(hit.score, 4),
        "matches": [
            {"wanted": match.wanted, "found": match.found, "manner": match.manner}
            for match in hit.matches
        ],
    }


def results_lines(results: "Results", offset: int) -> list[str]:
    """The results for a terminal: where, who, when, and the words around the hit."""
    if not results.hits:
        if results.total and offset:
            return [NO_MORE.said(total=results.total)]
        lines: list[str] = [NOTHING_FOUND.said(query=results.query)]
        if results.suggestion:
            lines.append(DID_YOU_MEAN.said(query=results.suggestion))
        return lines
    lines = []
    if results.relaxed:
        lines.append(RELAXED)
    if results.suggestion:
        lines.append(SEARCHED_FOR.said(query=results.suggestion))
    for number, hit in enumerate(results.hits, offset + 1):
        lines.append(joined("", (f"{number}. ", _place(hit))))
        lines.append(f"   {' '.join(hit.snippet.split())}")
    if any(DOUBT in hit.snippet for hit in results.hits):
        lines.append(DOUBTFUL.said(mark=DOUBT.strip()))
    shown = offset + len(results.hits)
    if results.total > shown:
        lines.append(SHOWN.said(shown=shown, total=results.total))
    return lines


def _place(hit: "Hit") -> Said:
    where = [hit.title]
    if hit.described:
        where.append(Said("description", "beskrivning"))
    elif hit.kind in ("film", "podcast"):
        where += [clock_hms(hit.at_ms), *([hit.speaker] if hit.speaker else [])]
    elif hit.page is not None and hit.kind == "slides":
        where.append(Said(f"page {hit.page}", f"sida {hit.page}"))
    elif hit.page is not None and hit.kind == "article":
        where.append(Said(f"part {hit.page}", f"del {hit.page}"))
    return joined("", (joined(" · ", where), f"  ({hit.item})"))
