"""What people should look at, gathered: of each item what its results say, and of the workspace."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from mediahub.catalog import Item
from mediahub.catalog.ids import path_id
from mediahub.catalog.notices import (
    CAPTIONS_ALONE,
    CAPTIONS_ELSEWHERE,
    CAPTIONS_FORMER,
    CAPTIONS_OTHER,
    EDITS_ALONE,
    EDITS_ELSEWHERE,
)
from mediahub.catalog.scan import nfc, shown_name, stem_and_ending
from mediahub.edits import journal_path
from mediahub.notices import Notice, notice_from_json, notice_to_json
from mediahub.pipeline.alike import (
    late_answers,
    same_numbers,
    same_sounds,
    twice_explained,
    without_page,
)
from mediahub.pipeline.stages.chapter import authored_chapters, late_chapters
from mediahub.pipeline.survey import Survey
from mediahub.workspace.documentnotices import document_notices


@dataclass(frozen=True, slots=True)
class Notices:
    """The notices there are: of items by id, and of the workspace as a whole."""

    items: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)
    workspace: tuple[Notice, ...] = ()

    def __iter__(self) -> Iterator[tuple[str, Notice]]:
        """Every notice with its item's id, "" for the workspace's."""
        for notice in self.workspace:
            yield "", notice
        for item_id, notices in self.items.items():
            for notice in notices:
                yield item_id, notice

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.workspace) + sum(map(len, self.items.values()))


def noticed(survey: Survey) -> Notices:
    """What there is to look at in the workspace as it was surveyed."""
    written = document_notices(survey.workspace)
    items = {
        item.id: written.get(item.id, ())
        if item.written
        else tuple(dict.fromkeys((*survey.state(item.id).notices, *_late_chapters(survey, item))))
        for item in survey.catalogue.items
    }
    return Notices(
        {item_id: found for item_id, found in items.items() if found},
        (*_of_workspace(survey), *_of_several(survey)),
    )


def _of_workspace(survey: Survey) -> Iterator[Notice]:
    """What the catalogue tells; of edits that are in use under another name, whose they are."""
    alone = [one for one in survey.catalogue.notices if one.code == EDITS_ALONE.code]
    used: dict[str, Item] = {}
    for item in survey.media_items if alone else ():
        sources = survey.sources.get(item.id)
        if sources is not None and sources.edits is not None:
            used[shown_name(nfc(sources.edits.path))] = item
    told = survey.catalogue.notices
    former = _FormerNames(survey) if any(one.code in _CAPTIONS for one in told) else None
    for notice in told:
        of = used.get(notice.place) if notice in alone else None
        if former is not None and notice.code in _CAPTIONS:
            yield former.told(notice)
        elif of is None:
            yield notice
        else:
            recording = survey.workspace.relative(of.path)
            right = journal_path(of.path).name
            yield EDITS_ELSEWHERE.at(notice.place, recording=recording, right=right)


_CAPTIONS = frozenset((CAPTIONS_ALONE.code, CAPTIONS_OTHER.code, CAPTIONS_ELSEWHERE.code))
"""Codes of what is told of captions whose recording may only have another name by now."""


class _FormerNames:
    """Which recordings had another name, whose captions may have been left under it."""

    def __init__(self, survey: Survey) -> None:
        self._of: dict[tuple[str, str], Item | None] = {}
        for item in survey.media_items:
            place = PurePosixPath(survey.workspace.relative(item.path))
            # An id outlives the name that it was made of; where it was last seen is newer.
            former = {item.id, _id_of(PurePosixPath(survey.state(item.id).source or place))}
            for name in former - {_id_of(place)}:
                known = (str(place.parent), name)
                self._of[known] = None if known in self._of else item

    def told(self, notice: Notice) -> Notice:
        """The notice of captions without a recording, or how they get theirs back."""
        place = PurePosixPath(notice.place)
        stem, ending = stem_and_ending(place.name)
        while stem:
            own = _id_of(place.with_name(f"{stem}.{ending}"))
            if (item := self._of.get((str(place.parent), own))) is not None:
                rest = place.name[len(stem) :]
                right = f"{stem_and_ending(item.path.name)[0]}{rest}"
                return CAPTIONS_FORMER.at(
                    notice.place, recording=item.path.name, former=place.name, right=right
                )
            stem = stem.rpartition(".")[0]  # the language before the ending
        return notice


def _id_of(place: PurePosixPath) -> str:
    """The id that a file in media/ has by its place."""
    return path_id([*place.parts[1:-1], stem_and_ending(place.name)[0]])


def _late_chapters(survey: Survey, item: Item) -> tuple[Notice, ...]:
    """Of an item whose length is known: what is written of it can be put right before a run."""
    duration_ms = survey.state(item.id).duration_ms
    if not duration_ms or not item.chapters:
        return ()
    written_in = survey.workspace.relative(item.described_in or item.path)
    return late_chapters(authored_chapters(item.chapters), duration_ms, written_in)


def _of_several(survey: Survey) -> tuple[Notice, ...]:
    """What is seen where items are held against each other."""
    items, place = survey.media_items, survey.workspace.relative
    digests = {item_id: sources.media.sha256 for item_id, sources in survey.sources.items()}
    return (
        *same_numbers(items, place),
        *same_sounds(items, digests, place),
        *twice_explained(survey.catalogue.themes, place),
        *late_answers(
            survey.catalogue.themes,
            {item.id: survey.state(item.id).duration_ms for item in items},
            place,
        ),
        *without_page(
            survey.catalogue.themes,
            {
                item.id
                for item in survey.catalogue.items
                if not item.written or item.published is not None
            },
            place,
        ),
    )


def noticed_to_json(found: Notices) -> list[dict[str, Any]]:
    """A JSON value for each notice, with the item it is of (none for the workspace's)."""
    return [
        ({"item": item_id} if item_id else {}) | notice_to_json(notice) for item_id, notice in found
    ]


def noticed_from_json(values: list[dict[str, Any]]) -> Notices:
    """What `noticed_to_json` wrote. Raises KeyError when a part is missing."""
    items: dict[str, tuple[Notice, ...]] = {}
    workspace: list[Notice] = []
    for value in values:
        notice, item_id = notice_from_json(value), value.get("item")
        if item_id is None:
            workspace.append(notice)
        else:
            items[item_id] = (*items.get(item_id, ()), notice)
    return Notices(items, tuple(workspace))
