"""Transcripts held against truth files: those given, or the gold items of the workspace."""

from pathlib import Path

from mediahub.errors import SettingsError
from mediahub.evaluate import Figures, evaluate, read_truth
from mediahub.pipeline.results import read_results
from mediahub.pipeline.survey import survey


def measure(root: Path, truths: tuple[Path, ...] = ()) -> dict[str, Figures]:
    """The figures of each item that has a truth, by item id.

    A given truth file belongs to the item whose media file has the same name without suffixes.
    Raises SettingsError when nothing can be measured, MediaError for a damaged truth file.
    """
    state = survey(root)
    pairs: list[tuple[str, Path]] = []
    if truths:
        by_name = {item.path.name.split(".")[0]: item.id for item in state.media_items}
        for path in truths:
            if not path.is_file():
                raise SettingsError(f"{path} is not there; name a truth file")
            item_id = by_name.get(path.name.split(".")[0])
            if item_id is None:
                raise SettingsError(
                    f"{path.name} belongs to no item: there is no media file of that name"
                )
            pairs.append((item_id, path))
    else:
        pairs = [(item.id, item.truth) for item in state.media_items if item.truth is not None]
    if not pairs:
        raise SettingsError(
            'no item has a truth file; name one, or write truth = "NAME.truth.json" in theme.toml'
        )
    figures = {}
    for item_id, path in pairs:
        if "chapter" not in state.state(item_id).stages:
            raise SettingsError(f"{item_id} has no transcript yet; run `mediahub run` first")
        results = read_results(state.workspace.item(item_id))
        figures[item_id] = evaluate(
            read_truth(path), results.transcript, results.diarisation, results.chapters
        )
    return figures
