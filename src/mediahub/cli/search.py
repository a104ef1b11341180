"""`mediahub search`: where something was said."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediahub.cli.console import clock
from mediahub.cli.shared import print_json, root
from mediahub.errors import SettingsError

if TYPE_CHECKING:
    from mediahub.search import Hit, Results

BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


def search(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", help="What was said.")],
    speaker: Annotated[str | None, typer.Option(help="Only what this person says.")] = None,
    theme: Annotated[str | None, typer.Option(help="Only this theme, by id.")] = None,
    series: Annotated[str | None, typer.Option(help="Only this series, by id.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="film, podcast, article, glossary or question.")
    ] = None,
    date_from: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD")] = None,
    date_to: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Hits to show.")] = 10,
    offset: Annotated[int, typer.Option(min=0, help="Hits to pass over.")] = 0,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Find where something was said, in any inflection or compound."""
    from mediahub.pipeline.finding import find
    from mediahub.search import Filters, Markers

    filters = Filters(
        speaker, theme, series, kind, _day("--from", date_from), _day("--to", date_to)
    )
    terminal = not as_json and _is_terminal()
    markers = Markers() if as_json else Markers(BOLD, PLAIN) if terminal else Markers("[", "]")
    text = " ".join(query)
    results = find(
        root(context),
        text,
        limit=limit,
        offset=offset,
        filters=filters,
        sort="date" if newest else "relevance",
        markers=markers,
    )
    if as_json:
        print_json(results_json(text, results))
        return
    for line in results_lines(results, offset):
        typer.echo(line)


def _is_terminal() -> bool:
    import sys

    return sys.stdout.isatty()


def _day(option: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise SettingsError(f"{option} {value}: write a day as YYYY-MM-DD") from None


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
        "at_ms": hit.at_ms,
        "start_ms": hit.start_ms,
        "end_ms": hit.end_ms,
        "page": hit.page,
        "text": hit.text,
        "snippet": hit.snippet,
        "score": round(hit.score, 4),
        "matches": [
            {"wanted": match.wanted, "found": match.found, "manner": match.manner}
            for match in hit.matches
        ],
    }


def results_lines(results: "Results", offset: int) -> list[str]:
    """The results for a terminal: where, who, when, and the words around the hit."""
    if not results.hits:
        lines = [f"nothing found for {results.query}"]
        if results.suggestion:
            lines.append(f"did you mean: {results.suggestion}")
        return lines
    lines = []
    if results.relaxed:
        lines.append("no passage has all the words; these have some of them")
    if results.suggestion:
        lines.append(f"searched for: {results.suggestion}")
    for number, hit in enumerate(results.hits, offset + 1):
        lines.append(f"{number}. {_place(hit)}")
        lines.append(f"   {hit.snippet}")
    shown = offset + len(results.hits)
    if results.total > shown:
        lines.append(f"{shown} of {results.total} hits; --offset {shown} shows more")
    return lines


def _place(hit: "Hit") -> str:
    where = hit.title
    if hit.kind in ("film", "podcast"):
        where += f" · {clock(hit.at_ms)}"
        if hit.speaker:
            where += f" · {hit.speaker}"
    elif hit.page is not None and hit.kind in ("article", "slides"):
        where += f" · part {hit.page}"
    return f"{where}  ({hit.item})"
