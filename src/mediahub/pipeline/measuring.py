"""Transcripts held against truth files: those given, or the gold items of the workspace."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediahub.catalog import Catalogue, Item
from mediahub.errors import MediahubError, SettingsError, system_reason
from mediahub.pipeline.promised import FOUND
from mediahub.pipeline.survey import Survey, survey
from mediahub.tongues import Words, joined
from mediahub.transcript.codec import chapters_from_json
from mediahub.workspace.results import read_json, read_results

if TYPE_CHECKING:
    from mediahub.evaluate import Figures


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of items now, and what they were elsewhere or before, for the items told there.

    `missing` are items of the other side's that could not be compared, each with a sentence.
    """

    now: Mapping[str, "Figures"]
    before: Mapping[str, "Figures"]
    missing: tuple[str, ...] = ()


def measure(root: Path, truths: Iterable[Path] = (), against: Path | None = None) -> Measured:
    """The figures of each item that has a truth, by item id; all gold items unless `truths`.

    A given truth file belongs to the item that names it as its `truth`, else to the one whose media
    file has the same name without suffixes. `against` is what an earlier `evaluate --json` printed,
    a `quality.json`, or another workspace, which is measured by the same truths. Raises
    SettingsError when nothing can be measured or compared, MediaError for a damaged truth file.
    """
    state = survey(root)
    pairs = _pairs(state, tuple(truths))
    now = {item_id: _measure(state, item_id, path) for item_id, path in pairs}
    if against is None:
        return Measured(now, {})
    if against.is_dir():
        before, missing = _elsewhere(state, against, pairs)
    else:
        before, missing = read_figures(against), []
    common = {item_id: before[item_id] for item_id in now if item_id in before}
    words = Words("{item} is not in {against}", "{item} finns inte i {against}")
    missing += [words.said(item=one, against=against) for one in now if one not in before]
    if not common:
        raise SettingsError(
            f"{against} has figures of none of these items: {', '.join(now)}",
            swedish=f"{against} har inga mått för något av de här avsnitten: {', '.join(now)}",
        )
    return Measured(now, common, tuple(dict.fromkeys(missing)))


def house_terms(catalogue: Catalogue, item: Item) -> tuple[str, ...]:
    """What a transcript of the item must spell right: its people, and its theme's glossary."""
    names = [one.person.name for one in item.contributors]
    glossary = catalogue.theme(item.theme).glossary if item.theme is not None else ()
    return tuple(dict.fromkeys([*names, *(term.term for term in glossary)]))


def figures_of(state: Survey, item: Item, truth: Path) -> "Figures":
    """An item's finished results held against a truth. Raises MediaError for damaged files."""
    from mediahub.evaluate import evaluate, read_truth

    folder = state.workspace.item(item.id)
    results = read_results(folder)
    # What is measured is what would be found now, not what was published and is kept.
    found = folder / FOUND
    return evaluate(
        read_truth(truth),
        results.transcript,
        results.diarisation,
        read_json(found, chapters_from_json) if found.exists() else results.chapters,
        terms=house_terms(state.catalogue, item),
    )


def read_figures(path: Path) -> dict[str, "Figures"]:
    """The figures by item in what `evaluate --json` printed, or in a quality.json.

    Raises SettingsError when the file is neither.
    """
    from mediahub.evaluate import figures_from_json

    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        return {
            item_id: figures_from_json(_now(entry)) for item_id, entry in document["items"].items()
        }
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read ({error.strerror})",
            swedish=f"{path} går inte att läsa ({system_reason(error).swedish})",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"{path} has no figures ({error}); give what `mediahub evaluate --json` printed, or a "
            "workspace",
            swedish=f"{path} har inga mått (“{error}”). Ange det som `mediahub evaluate --json` "
            "skrev, eller en arbetsyta.",
        ) from error


def _now(entry: Mapping[str, Any]) -> Any:
    """The figures of an entry: quality.json has them one level down, `--json --against` as now."""
    for key in ("figures", "now"):
        if isinstance(entry.get(key), dict):
            return entry[key]
    return entry


def _pairs(state: Survey, truths: tuple[Path, ...]) -> list[tuple[str, Path]]:
    gold = [(item.id, item.truth) for item in state.media_items if item.truth is not None]
    if not truths:
        if not gold:
            raise SettingsError(
                "no item has a truth file; name one, or write "
                'truth = "NAME.truth.json" in theme.toml',
                swedish="Inget avsnitt har något facit. Ange ett, eller skriv truth = "
                '"NAMN.truth.json" i theme.toml.',
            )
        return gold
    named = {path.resolve(): item_id for item_id, path in gold}
    return [(named.get(path.resolve()) or _same_name(state, path), path) for path in truths]


def _same_name(state: Survey, path: Path) -> str:
    found = [item.id for item in state.media_items if _bare(item.path) == _bare(path)]
    if not path.is_file():
        raise SettingsError(
            f"{path} is not there; name a truth file",
            swedish=f"{path} finns inte. Ange en fil med facit.",
        )
    if len(found) == 1:
        return found[0]
    if not found:
        raise SettingsError(
            f"{path.name} belongs to no item: there is no media file of that name",
            swedish=f"{path.name} hör inte till något avsnitt: det finns ingen mediefil med det "
            "namnet",
        )
    raise SettingsError(
        f"{path.name} may belong to {' or '.join(found)}; "
        f'write truth = "{path.name}" for the right one in its TOML',
        swedish=f"{path.name} kan höra till {' eller '.join(found)}. Skriv truth = "
        f'"{path.name}" för det rätta i dess TOML.',
    )


def _bare(path: Path) -> str:
    return path.name.split(".")[0]


def _measure(state: Survey, item_id: str, truth: Path) -> "Figures":
    if "chapter" not in state.state(item_id).stages:
        raise SettingsError(
            f"{item_id} has no transcript yet; run `mediahub run` first",
            swedish=f"{item_id} har ingen avskrift än. Kör `mediahub run` först.",
        )
    return figures_of(state, state.catalogue.item(item_id), truth)


def _elsewhere(
    state: Survey, other: Path, pairs: list[tuple[str, Path]]
) -> tuple[dict[str, "Figures"], list[str]]:
    """The same items in another workspace: of the same id, else with the same media file."""
    there = survey(other)
    ids = {item.id for item in there.media_items}
    by_source = {sources.media.sha256: item_id for item_id, sources in there.sources.items()}
    found: dict[str, Figures] = {}
    missing: list[str] = []
    for item_id, truth in pairs:
        sources = state.sources.get(item_id)
        twin = item_id if item_id in ids else by_source.get(sources.media.sha256 if sources else "")
        if twin is None:
            continue
        try:
            found[item_id] = _measure(there, twin, truth)
        except MediahubError as error:
            missing.append(joined(": ", (str(other), error.said)))
    return found, missing
