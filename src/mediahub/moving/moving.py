"""A podcast moves in: its feed read to the end, its promises taken over, its files fetched."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mediahub.catalog import Catalogue, load_for_reading, tomledit
from mediahub.catalog.additions import add_items, add_person, add_series
from mediahub.catalog.check import person_names, tables
from mediahub.catalog.ids import is_id, slug
from mediahub.catalog.media_models import ItemTable
from mediahub.catalog.scan import MEDIA, MEDIAHUB, PEOPLE, THEME, nfc
from mediahub.catalog.workspace_models import PublisherTable, SeriesTable
from mediahub.errors import MediaError, SettingsError, system_reason
from mediahub.feed import podcast_guid
from mediahub.feed.values import KNOWN_LICENSES
from mediahub.moving import notices as told
from mediahub.moving.beside import fetch_beside, fetch_picture
from mediahub.moving.download import Fetched, fetch
from mediahub.moving.fitting import fitting
from mediahub.moving.reading import dated, distinct, joined, read_feed
from mediahub.moving.settling import Settled, item_table, promise_of, settle
from mediahub.moving.values import OldFeed, OldPerson
from mediahub.moving.web import Web, WebError
from mediahub.notices import Notice
from mediahub.tongues import Said
from mediahub.workspace.ledger import (
    UNSEEN,
    Ledger,
    read_ledger,
    read_promise,
    series_guid,
    write_promise,
    write_series_guid,
)
from mediahub.workspace.locks import item_lock, registry_lock, run_lock
from mediahub.workspace.paths import Workspace

FEED_MOST = 100 << 20
"""No feed that apps still read is as large as this."""
PAGES_MOST = 1000
_CUT = frozenset([10, 15, 20, 25, 30, 50, 100, 150, 200, 250, 300, 500, 1000])
"""Numbers of episodes after which hosts cut a feed."""


class LockedError(SettingsError):
    """The feed's owner has not unlocked it, and nobody said that this is right."""


@dataclass(frozen=True, slots=True)
class Moving:
    """What is asked for: where from, as which series, and how far it may go.

    `private` allows addresses of this machine and its own network, `locked` a feed that its owner
    has locked. `media` fetches the recordings.
    """

    source: str
    series: str | None = None
    media: bool = False
    private: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What has moved in: the series, how many episodes its feed has, which are new here, which
    recordings came, which are still waited for, and which failed, with the reason.
    """

    series: str
    episodes: int
    pages: int
    new: tuple[str, ...]
    fetched: tuple[str, ...]
    waiting: tuple[str, ...]
    failed: tuple[tuple[str, str], ...] = ()
    guid: str | None = None
    notices: tuple[Notice, ...] = ()


def move_in(
    root: Path,
    asked: Moving,
    *,
    say: Callable[[str], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Moved:
    """Bring a podcast into the workspace; given again, it goes on where it ended.

    What people have written since is left as it is: only what is not there is added. Raises
    MediaError where the feed cannot be read, LockedError where its owner has locked it, and
    SettingsError where the workspace cannot take it.
    """
    workspace = Workspace(root.resolve())
    if not (workspace.root / MEDIAHUB).is_file() or not (workspace.root / MEDIA).is_dir():
        raise SettingsError(
            f"{workspace.root} is no workspace; make one with `mediahub init`",
            swedish=f"{workspace.root} är ingen arbetsyta. Skapa en med `mediahub init`.",
        )
    web = Web(private=asked.private)
    feed, pages, notices = _feed(web, asked)
    if feed.locked is not None and not asked.locked:
        whose = f" by {feed.locked}" if feed.locked else ""
        raise LockedError(
            f"{asked.source}: the feed is locked{whose}: its owner lets nobody move it. Unlock it "
            "at the old host, or say --locked if it is yours",
            swedish=f"{asked.source}: flödet är låst{f' av {feed.locked}' if feed.locked else ''}: "
            "ägaren låter ingen flytta det. Lås upp det hos den gamla värden, eller skriv "
            "--locked om det är ditt.",
        )
    series = _series_id(asked, feed)
    with run_lock(workspace):
        settled, new, guid = _write(workspace, web, feed, series, notices)
    fetched, failed = [], []
    wanted = [one for one in settled if not _file(workspace, series, one).exists()]
    for number, one in enumerate(wanted if asked.media else (), 1):
        if stopped():
            break
        say(
            Said(f"{number} of {len(wanted)}: {one.file}", f"{number} av {len(wanted)}: {one.file}")
        )
        try:
            _fetch_media(workspace, web, series, one, notices)
            fetched.append(one.item)
        except (WebError, OSError) as error:
            failed.append(
                (one.item, error.said if isinstance(error, WebError) else system_reason(error))
            )
    waiting = tuple(one.item for one in wanted if one.item not in fetched)
    return Moved(
        series, len(feed.episodes), pages, new, tuple(fetched), waiting, tuple(failed), guid,
        tuple(notices),
    )  # fmt: skip


def _feed(web: Web, asked: Moving) -> tuple[OldFeed, int, list[Notice]]:
    """The feed with all its pages, every episode dated and with a GUID of its own."""
    source, notices, pages = asked.source, list[Notice](), list[OldFeed]()
    from_web = source.lower().startswith(("http://", "https://"))
    following: str | None = source
    seen: set[str] = set()
    while following is not None and following not in seen and len(pages) < PAGES_MOST:
        seen.add(following)
        data = web.read(following, FEED_MOST).data if from_web else _local(following)
        page, found = read_feed(data, following)
        pages.append(page)
        notices += found
        from_web, following = True, page.following
    feed = joined(*pages)
    if source.lower().startswith(("http://", "https://")):
        feed = replace(feed, address=source)
    if not feed.episodes:
        raise MediaError(
            f"{source}: the feed has no episodes", swedish=f"{source}: flödet har inga avsnitt"
        )
    if feed.moved_to is not None and feed.moved_to != feed.address:
        notices.append(told.MOVED.at(source, address=feed.moved_to))
    if len(pages) == 1 and len(feed.episodes) in _CUT:
        notices.append(told.MAYBE_MORE.at(source, count=len(feed.episodes)))
    for look in (dated, distinct):
        feed, found = look(feed, source)
        notices += found
    return feed, len(pages), notices


def _local(source: str) -> bytes:
    path = Path(source)
    try:
        if path.stat().st_size > FEED_MOST:
            raise MediaError(
                f"{source} has more than {FEED_MOST >> 20} MB; no feed is as large",
                swedish=f"{source} har mer än {FEED_MOST >> 20} MB. Så stort är inget flöde.",
            )
        return path.read_bytes()
    except OSError as error:
        raise MediaError(
            f"{source} cannot be read ({error.strerror})",
            swedish=f"{source} går inte att läsa ({system_reason(error).swedish})",
        ) from error


def _series_id(asked: Moving, feed: OldFeed) -> str:
    series = asked.series or slug(feed.title)[:40].strip("-") or "podd"
    if not is_id(series):
        raise SettingsError(
            f"--series {series}: write a–z, 0–9 and single hyphens",
            swedish=f"--series {series}: skriv a–z, 0–9 och enkla bindestreck",
        )
    return series


def _write(
    workspace: Workspace, web: Web, feed: OldFeed, series: str, notices: list[Notice]
) -> tuple[tuple[Settled, ...], tuple[str, ...], str | None]:
    """Write what people would have written, and what is promised; the promises go first."""
    catalogue, ledger = load_for_reading(workspace.root), read_ledger(workspace)
    folder = workspace.root / MEDIA / series
    theme = folder / THEME
    files = _listed(theme)
    taken = {one.id for one in catalogue.items} - files.keys()
    settled = settle(feed, series, ledger, files, taken)
    new = [one for one in settled if one.item not in files]
    guid = _guid(workspace, catalogue, ledger, feed, series)
    _refuse_taken(ledger, feed, series)
    if not new:
        return settled, (), guid
    folder.mkdir(parents=True, exist_ok=True)
    with registry_lock(workspace):
        _write_series(workspace, web, catalogue, feed, series, guid, notices)
        people = _write_people(workspace, feed, new)
    host = urlsplit(feed.address or "").hostname or ""
    rows = []
    for one in new:
        with_people = replace(one.episode, people=one.episode.people or feed.people)
        one = replace(one, episode=with_people)  # noqa: PLW2901
        beside = fetch_beside(web, one, folder, feed.image, notices)
        row, found = fitting(
            ItemTable,
            item_table(one, series, people, beside, host),
            f"{workspace.relative(theme)}, {one.file}",
        )
        rows.append(row)
        notices += found
    if guid is not None:
        write_series_guid(workspace, series, guid)
    for one in new:
        if ledger.promise(one.item) is None:
            write_promise(workspace, promise_of(one, series, UNSEEN))
    with registry_lock(workspace):
        add_items(theme, {"title": feed.title}, rows)
    return settled, tuple(one.item for one in new), guid


def _guid(
    workspace: Workspace, catalogue: Catalogue, ledger: Ledger, feed: OldFeed, series: str
) -> str | None:
    """The podcast's GUID, kept, told, or made of the old address; a series of another is refused.

    None for a file that does not say where it stood.
    """
    told_or_made = feed.guid or (podcast_guid(feed.address) if feed.address else None)
    kept = series_guid(workspace, series)
    written = next((one.guid for one in catalogue.series if one.id == series), None)
    there = kept or written
    if there is not None and told_or_made is not None and there != told_or_made:
        raise SettingsError(
            f"the series {series} has the GUID {there}, and this podcast {told_or_made}: they are "
            "two; give this one a series of its own with --series",
            swedish=f"Serien {series} har GUID {there}, och den här podden {told_or_made}: de är "
            "två. Ge den här en egen serie med --series.",
        )
    foreign = [
        one for one in catalogue.items if one.series == series and one.id not in ledger.by_item
    ]
    if (
        there is None
        and kept is None
        and foreign
        and any(one.id == series for one in catalogue.series)
    ):
        raise SettingsError(
            f"the series {series} has episodes of its own ({foreign[0].id}); give this podcast "
            "another with --series",
            swedish=f"Serien {series} har egna avsnitt ({foreign[0].id}). Ge den här podden en "
            "annan med --series.",
        )
    return there or told_or_made


def _refuse_taken(ledger: Ledger, feed: OldFeed, series: str) -> None:
    """Two episodes of one GUID here would be one to every app, and neither could be published."""
    elsewhere = {one.guid: one for one in ledger.promises if one.series != series}
    for episode in feed.episodes:
        held = elsewhere.get(episode.guid)
        if held is not None:
            raise SettingsError(
                f'episode {episode.number}, "{episode.title}", has the GUID {episode.guid}, which '
                f"{held.item} of the series {held.series} has already: did the podcast move in as "
                f"that? Then say --series {held.series}",
                swedish=f"Avsnitt {episode.number}, ”{episode.title}”, har GUID "
                f"{episode.guid}, som "
                f"{held.item} i serien {held.series} redan har. Flyttade podden in som den? "
                f"Skriv i så fall --series {held.series}.",
            )


def _write_series(
    workspace: Workspace, web: Web, catalogue: Catalogue, feed: OldFeed, series: str,
    guid: str | None, notices: list[Notice],
) -> None:  # fmt: skip
    raw = tomledit.document(
        tomledit.read_text(workspace.root / MEDIAHUB), workspace.root / MEDIAHUB
    )
    there = [str(table.get("id")) for _, table in tables(raw, "series")]
    if series in there:
        return
    folder = workspace.root / MEDIA / series
    cover = fetch_picture(web, feed.image, folder, "omslag", notices) if feed.image else None
    values: dict[str, Any] = {
        "id": series,
        "title": feed.title,
        "description": feed.description,
        # Where there are other series, files that name none go on falling into those.
        "kinds": [] if there else ["podcast", "film"],
        "language": feed.language,
        "category": list(feed.category),
        "image": f"{MEDIA}/{series}/{cover}" if cover else "",
        "link": feed.link or "",
        "author": feed.author or "",
        "explicit": feed.explicit,
        "type": feed.type,
        "copyright": feed.copyright or "",
        **_license(feed),
        "guid": guid or "",
    }
    said = {key: value for key, value in values.items() if value or key == "kinds"}
    kept, found = fitting(SeriesTable, said, f"{MEDIAHUB}, {series}")
    notices += found
    publisher = {"name": feed.author or catalogue.publisher.name}
    publisher |= {"email": feed.email} if feed.email else {}
    publisher, found = fitting(PublisherTable, publisher, f"{MEDIAHUB}, publisher")
    notices += found
    add_series(workspace.root, kept, publisher)


def _license(feed: OldFeed) -> dict[str, str]:
    """A licence that everybody knows, or that says where it can be read."""
    if not feed.license or not (feed.license_url or feed.license in KNOWN_LICENSES):
        return {}
    return {"license": feed.license, "license_url": feed.license_url or ""}


def _write_people(workspace: Workspace, feed: OldFeed, new: list[Settled]) -> dict[str, str]:
    """Put those whom nobody knows yet into people.toml; the id of each by name."""
    path = workspace.root / MEDIA / PEOPLE
    raw = tomledit.document(tomledit.read_text(path), path) if path.exists() else {}
    known = person_names(raw)
    ids = {str(table.get("id")) for _, table in tables(raw, "people")}
    found: dict[str, str] = {}
    for person in _people(feed, new):
        key = nfc(person.name).lower()
        if key not in known:
            person_id = _free_id(slug(person.name)[:60].strip("-") or "person", ids)
            add_person(
                workspace.root, person_id, person.name, (), link=person.link, picture=person.picture
            )
            ids.add(person_id)
            known[key] = person_id
        found[person.name] = known[key]
    return found


def _people(feed: OldFeed, new: list[Settled]) -> Iterator[OldPerson]:
    yield from feed.people
    for one in new:
        yield from one.episode.people


def _free_id(name: str, used: set[str]) -> str:
    number, free = 1, name
    while free in used:
        number += 1
        free = f"{name}-{number}"
    return free


def _listed(theme: Path) -> dict[str, str]:
    """The files that theme.toml lists, by the id that it gives them."""
    if not theme.exists():
        return {}
    raw = tomledit.document(tomledit.read_text(theme), theme)
    return {
        str(table["id"]): str(table.get("file", ""))
        for _, table in tables(raw, "items")
        if "id" in table
    }


def _file(workspace: Workspace, series: str, one: Settled) -> Path:
    return workspace.root / MEDIA / series / one.file


def _fetch_media(
    workspace: Workspace, web: Web, series: str, one: Settled, notices: list[Notice]
) -> None:
    """Fetch a recording; its promise is told what it is before it is put into place."""
    enclosure = one.episode.enclosure
    part = workspace.private / "moving" / series / f"{one.file}.part"
    got = fetch(web, enclosure.url, part)
    if enclosure.length > 1000 and abs(got.length - enclosure.length) * 100 > enclosure.length:
        place = workspace.relative(_file(workspace, series, one))
        notices.append(
            told.OTHER_LENGTH.at(
                place, title=one.episode.title, length=got.length, said=enclosure.length
            )
        )
    with item_lock(workspace, one.item):
        _promise_file(workspace, one.item, got)
        got.path.replace(_file(workspace, series, one))


def _promise_file(workspace: Workspace, item: str, got: Fetched) -> None:
    promise = read_promise(workspace, item)
    if promise is None or promise.source_sha256 != UNSEEN:
        return
    enclosures = tuple(
        replace(one, sha256=got.sha256, length=got.length) if one.sha256 == UNSEEN else one
        for one in promise.enclosures
    )
    write_promise(workspace, replace(promise, source_sha256=got.sha256, enclosures=enclosures))
