"""An episode that the gate refuses is held back: it stays as it was published, the rest goes on.

One that was never published is left out until it is put right.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from mediahub.feed import Fault, FeedEntry
from mediahub.feed.findingwords import in_swedish
from mediahub.feed.itemcheck import check_item
from mediahub.feed.names import PAGE
from mediahub.feed.paging import documents
from mediahub.site.values import (
    Content,
    EpisodeValues,
    Refusal,
    SeriesValues,
    SiteValues,
)
from mediahub.tongues import Said

ABSENT = "promise-absent"
"""The rule that an episode that subscribers have is in the feed."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An item that is held back, and why; `kept` says whether listeners have it as it was."""

    item: str
    guid: str
    faults: tuple[Fault, ...]
    kept: bool

    @property
    def absent(self) -> bool:
        """Whether nothing could be made of it, rather than something that is wrong."""
        return any(fault.rule == ABSENT for fault in self.faults)

    def __str__(self) -> str:
        return str(self.said)

    @property
    def said(self) -> Said:
        """What is wrong, and what becomes of the item meanwhile."""
        if self.absent:
            return Said(
                "it stays in its feed as it was published until it is put right",
                "det står kvar i flödet som det publicerades tills det är rättat",
            )
        says = "; ".join(fault.says for fault in self.faults)
        wrong = " ".join(in_swedish(fault.rule, fault.says) for fault in self.faults)
        stays = Said("it stays as it was published", "Det står kvar som det publicerades")
        if not self.kept:
            stays = Said("it is not published", "Det är inte publicerat")
        return Said(
            f"{says}: {stays} until that is put right, and the rest of the feed goes on",
            f"{wrong} {stays.swedish} tills det är rättat, och resten av flödet går vidare.",
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in public: the site's folder, and how a file's SHA-256 is told."""

    base: str
    root: Path
    digest: Callable[[Path], str]

    def entries(self, series: str) -> Mapping[str, str]:
        """The lines of each `<item>` of a series' feed as it stands, by GUID; none without one."""
        folder = self.root / series
        found: dict[str, str] = {}
        for name in documents(path.name for path in folder.glob("feed*.xml")):
            found |= self._entries(folder / name)
        return found

    def _entries(self, document: Path) -> dict[str, str]:
        try:
            xml = document.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return {}
        found = {}
        for part in xml.split("    <item>\n")[1:]:
            item = "    <item>\n" + part.partition("    </item>\n")[0] + "    </item>\n"
            try:
                found[check_item(item).guid] = item
            except ValueError:
                continue
        return found

    def entry(self, xml: str) -> FeedEntry:
        """The entry that these lines are; it was last changed when it was published."""
        found = check_item(xml)
        moment = found.published or datetime.min.replace(tzinfo=UTC)
        return FeedEntry(found.guid, moment, moment, xml, found)

    def content(self, address: str) -> Content | None:
        """What stands at an address of the site."""
        path = self.root / address
        try:
            return Content.of_file(path.name, path, self.digest(path))
        except OSError:
            return None

    def files(self, folder: str) -> dict[str, Content]:
        """The files in a folder of the site, by name."""
        names = [one.name for one in (self.root / folder).glob("*") if one.is_file()]
        found = {name: self.content(f"{folder}/{name}") for name in sorted(names)}
        return {name: content for name, content in found.items() if content is not None}


def hold_back(
    values: SiteValues,
    refusals: Collection[Refusal],
    standing: Standing,
    absent: Callable[[str], EpisodeValues | None],
) -> tuple[SiteValues, tuple[HeldBack, ...]]:
    """The values with the refused episodes as they stand, or without them; and which they are.

    Only of series that pass without them: the others are left as they are. `absent` tells by its
    GUID what was last known of an episode that subscribers have and the values lack.
    """
    wrong = {one.series: one for one in refusals if one.episodes}
    if not wrong:
        return values, ()
    held: list[HeldBack] = []
    shared = dict(values.shared)
    series = []
    for one in values.series:
        if one.id not in wrong:
            series.append(one)
            continue
        lacking = {fault.guid for fault in wrong[one.id].faults if fault.rule == ABSENT}
        known = [found for guid in sorted(lacking) if (found := absent(guid)) is not None]
        whole = replace(one, episodes=(*one.episodes, *known))
        made, told, pictures = _series(whole, wrong[one.id], standing)
        series.append(made)
        held += told
        shared.update(pictures)
    return replace(values, series=tuple(series), shared=shared), tuple(held)


def _series(
    series: SeriesValues, refusal: Refusal, standing: Standing
) -> tuple[SeriesValues, list[HeldBack], dict[str, Content]]:
    entries = standing.entries(series.id)
    episodes, held = [], []
    pictures: dict[str, Content] = {}
    for episode in series.episodes:
        guid = episode.feed.guid
        if guid not in refusal.episodes:
            episodes.append(episode)
            continue
        xml = entries.get(guid)
        faults = tuple(fault for fault in refusal.faults if fault.guid == guid)
        held.append(HeldBack(episode.item, guid, faults, xml is not None))
        if xml is not None:
            episodes.append(_as_published(series.id, episode, xml, standing))
            pictures.update(_pictures(xml, standing))
    return replace(series, episodes=tuple(episodes)), held, pictures


def _as_published(
    series: str, episode: EpisodeValues, xml: str, standing: Standing
) -> EpisodeValues:
    entry = standing.entry(xml)
    found = entry.findings
    published = found.published or episode.feed.published
    files = standing.files(f"{series}/{episode.folder}")
    page = files.pop(PAGE, None)
    image = next((one.url for one in found.files if one.what == "its image"), None)
    # What lists show of it is what its entry says.
    feed = replace(
        episode.feed,
        title=found.title,
        published=published,
        image_url=image,
        duration_ms=(found.duration_s or 0) * 1000 or episode.feed.duration_ms,
    )
    return replace(episode, feed=feed, files=files, page=page, entry=entry)


def _pictures(xml: str, standing: Standing) -> dict[str, Content]:
    """The pictures of people that an entry names, by address."""
    found = {}
    for part in xml.split(f'img="{standing.base}/')[1:]:
        address = unquote(part.partition('"')[0])
        content = standing.content(address)
        if content is not None:
            found[address] = content
    return found
