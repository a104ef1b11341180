"""Publishing the pages that gather over items: what is not as it should be is made and synced."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from mediahub.errors import MediahubError
from mediahub.feed import ascii_name
from mediahub.feed.names import PAGE
from mediahub.pipeline.failures import failure_of
from mediahub.pipeline.findables import AT_ONCE, GROUP
from mediahub.pipeline.listing import SeriesInPublic
from mediahub.pipeline.pagegroups import PageGroups, page_folders
from mediahub.pipeline.plan import NOT_MADE, Status
from mediahub.pipeline.publicity import TEXTS, THEMES, text_folder, theme_address
from mediahub.pipeline.sought import forget_parts
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey
from mediahub.site import pictures
from mediahub.site.folder import FolderTarget
from mediahub.site.keptpages import KeptPages, PageGroup
from mediahub.site.pictures import PEOPLE
from mediahub.site.state import FeedStates
from mediahub.site.values import Content, Site, feed_address, page_address
from mediahub.tongues import Said, Words

PAGES = "pages"
_CHANGED = Said("what it is made of changed", "det som sidan görs av är ändrat")
_NOT_PUBLIC = Said("no longer public", "är inte publik längre")
"""What the plan calls them, where it names a stage."""
_UNKNOWN = Words(
    "the page {page} is gone, since nothing has the id '{id}' any more, and links to it lead "
    'nowhere; if the file or folder was moved or renamed, write id = "{id}" in its TOML, and it '
    "keeps its address",
    "Sidan {page} är borta, eftersom inget längre har id:t ”{id}”, och länkar till den leder "
    'ingenstans. Om filen eller mappen är flyttad eller omdöpt: skriv id = "{id}" i dess '
    "TOML-fil, så behåller den sin adress.",
)


@dataclass
class PagesPublished:
    """What was written, by group ("" is the first page's), and what could not be."""

    written: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def publish_pages(
    survey: Survey,
    target: FolderTarget,
    states: FeedStates,
    *,
    force: bool = False,
    verify: bool = False,
    search: bool = True,
) -> PagesPublished:
    """Bring the pages of themes, texts and people, and the first page, up to date.

    They tell of what stands in public. A page that cannot be made stays as it was. Without `search`
    the search of a large site is left for another time. To be called with the site's lock held.
    """
    kept = kept_pages(survey)
    every, groups = _wanted(survey, target, states)
    done = PagesPublished()
    sweep = kept.empty
    for group in groups:
        if group.name == GROUP and not search and len(every.addresses) > AT_ONCE:
            continue
        if group.make is not None and (force or verify or not kept.fresh(group)):
            _publish(survey, group, kept, target, done, verify=verify)
    # What cannot be read now may be what says that they are published.
    for name in () if every.hurt else kept.gone(groups):
        former = kept.addresses(name)
        target.remove(set(former) - _shared(former))
        kept.drop(name)
        done.written.append(name)
        done.notes.extend(_unknown(survey, name))
    if sweep and not every.hurt:
        _sweep(target, kept, groups)
    kept.save()
    return done


def _unknown(survey: Survey, name: str) -> Iterator[str]:
    """That a public page is gone because nothing is called so any more, if that is why."""
    folder, _, item_id = name.rpartition("/")
    there = {
        TEXTS: (item.id for item in survey.catalogue.items),
        THEMES: (theme.id for theme in survey.catalogue.themes),
    }.get(folder)
    if (
        there is not None
        and survey.publicity.frame.public
        and item_id not in map(ascii_name, there)
    ):
        yield _UNKNOWN.said(page=name, id=item_id)


def pages_plan(survey: Survey, target: FolderTarget, states: FeedStates) -> tuple[Status, ...]:
    """The groups of pages that a publication would write or take away now, by their folder; "" is
    the first page's. Of an item that is to be made first its pages follow, and are not told.
    """
    kept = kept_pages(survey)
    every, groups = _wanted(survey, target, states)
    found = []
    for group in groups:
        if group.make is not None and not kept.fresh(group):
            if kept.addresses(group.name):
                why = (_CHANGED,)
                found.append(Status(group.name, PAGES, "stale", why))
            else:
                found.append(Status(group.name, PAGES, "missing", (NOT_MADE,)))
    gone = () if every.hurt else kept.gone(groups)
    return (*found, *(Status(name, PAGES, "orphan", (_NOT_PUBLIC,)) for name in gone))


def _wanted(
    survey: Survey, target: FolderTarget, states: FeedStates
) -> tuple[PageGroups, tuple[PageGroup, ...]]:
    every = _groups(survey, target, states)
    feeds = any(target.holds(feed_address(one.id)) for one in survey.catalogue.series)
    wanted = every.addresses or feeds or survey.publicity.frame.themes
    return every, every.all() if wanted else ()


def kept_pages(survey: Survey) -> KeptPages:
    """What these pages were last made from, and where they stand."""
    return KeptPages(survey.workspace.private / "pages.json", survey.workspace.feeds)


def _groups(survey: Survey, target: FolderTarget, states: FeedStates) -> PageGroups:
    episodes: dict[str, str] = {}
    of_series: dict[str, list[str]] = {}
    for item in survey.media_items:
        series = item.series
        if series is not None and survey.publicity.is_due(item.id):
            page = page_address(series, ascii_name(item.id))
            if target.holds(page):
                episodes[item.id] = page
                of_series.setdefault(series, []).append(item.id)
    # A feed whose last episode is gone stands for those who have it, and is shown to nobody else.
    promised = {one.series for one in survey.ledger.promises if one.withdrawn is None}
    shown = [
        SeriesInPublic(one.id, _cover(states, one.id), tuple(of_series.get(one.id, ())))
        for one in survey.catalogue.series
        if target.holds(feed_address(one.id)) and one.id in {*of_series, *promised}
    ]
    texts = (item.id for item in survey.catalogue.items if item.written)
    standing = [one for one in texts if target.holds(page_address(text_folder(one)))]
    themes = (theme.id for theme in survey.catalogue.themes)
    standing += [one for one in themes if target.holds(theme_address(one))]
    return PageGroups(survey, episodes, tuple(shown), frozenset(standing))


def _cover(states: FeedStates, series: str) -> str | None:
    """The file name of a series' cover, whose two sizes stand beside it."""
    files = set(states.files(series))
    covers = (name for name in sorted(files) if name.startswith("omslag-"))
    return next((name for name in covers if pictures.sized_name(name, 400) in files), None)


def _publish(
    survey: Survey,
    group: PageGroup,
    kept: KeptPages,
    target: FolderTarget,
    done: PagesPublished,
    *,
    verify: bool,
) -> None:
    assert group.make is not None  # noqa: S101 - asked before
    name = group.name.rpartition("/")[2] or PAGE
    if verify and group.name == GROUP:
        forget_parts(survey.workspace)  # what stands may be damaged
    try:
        contents: Mapping[str, Content] = group.make()
        report = target.sync(Site(survey.publicity.base, contents), verify=verify)
    except (MediahubError, OSError) as error:
        done.failures.append(failure_of(name, "page", error))
        return
    # Style and script of before are those of pages that are not made anew.
    former = {a for a in kept.addresses(group.name) if not a.startswith("assets/")}
    target.remove(former - contents.keys() - _shared(former))
    kept.put(group, contents.keys())
    if report.written:
        done.written.append(group.name)


def _shared(addresses: Collection[str]) -> set[str]:
    """Of a group's addresses the portraits, which other pages show too."""
    return {a for a in addresses if a.startswith(f"{PEOPLE}/") and a.count("/") == 1}


def _sweep(target: FolderTarget, kept: KeptPages, groups: Collection[PageGroup]) -> None:
    """Take away what no group has, where nothing is known of what was made before."""
    wanted = {address for group in groups for address in kept.addresses(group.name)}
    unmade = tuple(f"{group.name}/" for group in groups if not kept.addresses(group.name))
    there = [a for folder in page_folders() for a in target.addresses(folder)]
    there += [a for a in target.addresses(PEOPLE) if a.endswith(f"/{PAGE}")]
    target.remove({a for a in there if a not in wanted and not a.startswith(unmade)})
