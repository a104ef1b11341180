"""Page: what readers and apps get of one published item: its page, its entry, its pictures."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from mediahub.catalog import Contributor, Item, Publisher, Theme
from mediahub.edits import read_journal
from mediahub.feed import (
    AlternateEnclosure,
    Enclosure,
    FeedEpisode,
    chapters_to_publish,
    feed_entry,
)
from mediahub.feed.entry import ENTRY_VERSION, entry_to_json
from mediahub.feed.names import CHAPTERS
from mediahub.pages import (
    EpisodePage,
    Frame,
    Stills,
    embed_code,
    embed_page,
    episode_page,
    oembed,
    oembed_address,
    transcript_page,
    transcript_style,
)
from mediahub.pages.frame import root_of
from mediahub.pipeline.changes import CHEAP, NEW_TRANSCRIPT, OTHER_MEDIA, plain
from mediahub.pipeline.mentions import MENTIONS_VERSION, Naming, mentions, naming_of, unlisted_since
from mediahub.pipeline.pagepictures import ItemPictures, picture_json, series_cover
from mediahub.pipeline.publicity import person_folder
from mediahub.pipeline.sound import played_ms
from mediahub.pipeline.stage import Change, Handle, Public, Scratch, Stage, View
from mediahub.site import pictures
from mediahub.site.declared import episode_inputs
from mediahub.site.episodefile import episode_json
from mediahub.site.episodes import (
    Address,
    chapters_content,
    feed_episode,
    feed_series,
    summary_of,
    taking_part,
)
from mediahub.site.renditions import rendition_from_json
from mediahub.site.smallfilm import HEIGHT
from mediahub.site.values import page_address
from mediahub.transcript import Transcript
from mediahub.transcript.codec import chapters_from_json
from mediahub.workspace.digests import sha256_of_value
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_json, read_transcript_at

if TYPE_CHECKING:
    from mediahub.search import Passage

SOUND_WORDS = "Bara ljudet"
"""What apps show for the sound of a film by itself."""
SMALL_WORDS = "Mindre film"
"""What apps show for a film made small for phones."""
_FEEDGEN = Lock()
"""feedgen sets the locale while it writes a date."""


@dataclass(frozen=True, slots=True)
class PageJob:
    """The item as its readers meet it, and the results that are shown of it."""

    item: Item
    theme: Theme | None
    publisher: Publisher
    public: Public
    source: Handle
    media: Handle
    transcript: Handle
    chapters: Handle
    rendition: Handle
    edits: Handle | None = None
    naming: Naming = field(default_factory=Naming)


def _wants(view: View) -> dict[str, Any]:
    public, theme = view.public, _theme(view)
    shown: dict[str, Any] = {}
    if public is not None:
        # What has been promised of its file follows from the rendition.
        promise = replace(public.promise, enclosures=())
        digests = {what: handle.sha256 for what, handle in public.pictures.items()}
        shown = {
            **episode_inputs(view.item, promise, theme, digests),
            "folder": public.folder,
            "theme_page": public.theme_page,
        }
    return {
        "transcript": view.state.output("transcribe", "transcript.json"),
        "chapters": view.state.output("chapter", "chapters.json"),
        "rendition": view.state.output("render", "rendition.json"),
        "media": view.state.output("probe", "media.json"),
        "channel": public.channel if public is not None else None,
        "entry": ENTRY_VERSION,
        "shown": sha256_of_value(shown),
        "transcript_style": transcript_style()[0],
        "mentions": MENTIONS_VERSION,
        "registry": public.registry if public is not None else None,
        "unlisted": _unlisted(view),
        # The feed tells when a person changed it last.
        **({"edits": view.sources.edits.sha256} if view.sources.edits else {}),
    }


def _unlisted(view: View) -> list[str] | None:
    """Whom the page names and who is not to be listed any more.

    Nothing is read where the registry is the one that the page was made with.
    """
    record, public = view.state.stages.get("page"), view.public
    if record is None or public is None or record.inputs.get("registry") == public.registry:
        return None
    page = Workspace(view.catalogue.root).item(view.item.id) / "page.json"
    return unlisted_since(page, view.catalogue.people)


def _theme(view: View) -> Theme | None:
    """The item's theme; None for one that is not to be known before its own time."""
    if view.item.theme is None or view.public is None or view.public.theme_page is None:
        return None
    return view.catalogue.theme(view.item.theme)


def _job(view: View) -> PageJob:
    assert view.public is not None  # noqa: S101 - it applies to no other
    theme = _theme(view)
    series = view.public.series
    series = replace(series, image=None, contributors=_placeless_people(series.contributors))
    public = replace(view.public, series=series)
    return PageJob(
        item=_placeless(view.item),
        theme=replace(theme, path=Path(), image=None) if theme is not None else None,
        publisher=view.catalogue.publisher,
        public=public,
        source=view.sources.media,
        media=view.made("probe", "media.json"),
        transcript=view.made("transcribe", "transcript.json"),
        chapters=view.made("chapter", "chapters.json"),
        rendition=view.made("render", "rendition.json"),
        edits=view.sources.edits,
        naming=naming_of(
            view.catalogue,
            theme.glossary if theme is not None else (),
            taking_part(view.item, view.public.series),
        ),
    )


def _placeless(item: Item) -> Item:
    """The item without the places of its files, which are no part of what is shown."""
    return replace(
        item,
        path=Path(item.path.name),
        captions=None,
        image=None,
        truth=None,
        described_in=None,
        contributors=_placeless_people(item.contributors),
    )


def _placeless_people(people: tuple[Contributor, ...]) -> tuple[Contributor, ...]:
    return tuple(Contributor(replace(one.person, portrait=None), one.role) for one in people)


def _run(job: PageJob, scratch: Scratch) -> None:
    public, item = job.public, job.item
    shown = ItemPictures(public, item, job.source, scratch)
    media: dict[str, Any] = read_json(scratch.path(job.media), dict)
    note: dict[str, Any] = read_json(scratch.path(job.rendition), dict)
    rendition = rendition_from_json(note)
    duration_ms = played_ms(media, item.kind)
    transcript = read_transcript_at(scratch.path(job.transcript))
    found = read_json(scratch.path(job.chapters), chapters_from_json)
    chapters = chapters_to_publish(found, duration_ms)
    address, name = Address(public.base, public.series.id), public.folder.rpartition("/")[2]
    cover, _ = series_cover(public.series, job.publisher.name, public.pictures, scratch)
    image = shown.own("image") or (shown.in_file() if media.get("cover") else None)
    theme_image = shown.own("theme")
    people = shown.people()
    portraits = {person: f"{public.base}/{one.large}" for person, one in people.items()}
    channel = feed_series(
        job.publisher, public.series, address, guid=public.guid, image=cover, pictures=portraits
    )
    poster = note["poster"]["name"] if note["poster"] else None
    own = shown.in_two_sizes(poster, note["poster"]["sha256"] if poster else "")
    episode = feed_episode(
        item,
        public.promise,
        address,
        folder=name,
        enclosure=Enclosure(address.of(name, rendition.name), rendition.length, rendition.type),
        chapters=chapters,
        duration_ms=duration_ms,
        image=image or shown.squared("theme"),
        summary=summary_of(job.theme, transcript),
        pictures=portraits,
        credited=job.theme.credits if job.theme is not None else (),
        series=public.series,
        alternates=_alternates(note, address, name, duration_ms),
        updated=_last_edit(job, scratch),
        automatic=transcript.origin == "recogniser" and not transcript.all_reviewed,
    )
    spoken_of = mentions(_passages(transcript, item), job.naming)
    page = EpisodePage(
        channel,
        episode,
        item.kind,
        public.folder,
        transcript=transcript,
        contributors=item.contributors,
        theme=job.theme,
        formats=item.formats,
        label=item.label or "",
        poster=image or poster,
        stills=_stills(note),
        shown=own or pictures.cover_picture(public.series.id, cover),
        og_image=f"{public.base}/{public.folder}/{poster}" if poster and not image else None,
        theme_image=theme_image,
        theme_page=public.theme_page,
        pictures={person: f"../../{one.small}" for person, one in people.items()},
        people={
            one.person.id: f"../../{page_address(person_folder(one.person.id))}"
            for one in item.contributors
            if one.person.listed
        },
        mentions=spoken_of,
    )
    _write(scratch, episode, page, public.frame)
    chapters_file = chapters_content(chapters, item.title, public.series.title)
    files = {
        "schema": 1,
        "folder": f"feeds/{public.folder}",
        "pictures": shown.files,
        "chapters": CHAPTERS if chapters else None,
        "shown": picture_json(own),
        "label": item.label or "",
        "theme": job.theme.title if job.theme is not None else "",
        "mentions": [one.text for one in spoken_of],
    }
    scratch.out("page.json").write_text(
        json.dumps(files, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    assert chapters_file.data is not None  # noqa: S101 - it is made in memory
    scratch.out("page.chapters.json").write_bytes(chapters_file.data)


def _stills(note: Mapping[str, Any]) -> Stills | None:
    """The pictures for a film's time line, where its rendition has them."""
    one = note.get("stills")
    names = ("name", "every_ms", "count", "columns", "width", "height")
    return Stills(**{name: one[name] for name in names}) if one else None


def _passages(transcript: Transcript, item: Item) -> "tuple[Passage, ...]":
    from mediahub.search import PassageSource, passages

    return passages(transcript, PassageSource(item.id, item.title, item.kind))


def _last_edit(job: PageJob, scratch: Scratch) -> datetime | None:
    """When a person changed it last, after its publication; None when nobody did."""
    if job.edits is None:
        return None
    entries = read_journal(scratch.path(job.edits)).entries
    # An entry of a kind that this version does not know has no time that it knows.
    times: list[datetime] = [at for one in entries if (at := getattr(one, "at", None))]
    newest = max(times, default=None)
    return newest if newest and newest > job.public.promise.published else None


def _alternates(
    note: Mapping[str, Any], address: Address, folder: str, duration_ms: int
) -> tuple[AlternateEnclosure, ...]:
    """A film made small, and its sound by itself, where they were made."""
    found = []
    for what, words, height in (("small", SMALL_WORDS, HEIGHT), ("sound", SOUND_WORDS, None)):
        one = note.get(what)
        if one and one.get("name"):
            found.append(
                AlternateEnclosure(
                    address.of(folder, one["name"]),
                    one["length"],
                    one["type"],
                    title=words,
                    bitrate=round(one["length"] * 8000 / duration_ms) if height else None,
                    height=height,
                    sha256=one["sha256"],
                )
            )
    return tuple(found)


def _write(scratch: Scratch, episode: FeedEpisode, page: EpisodePage, frame: Frame) -> None:
    html = episode_page(
        page, frame, oembed=oembed_address(page, frame), embed_code=embed_code(page, frame)
    )
    texts = {
        "page.html": html,
        "page.embed.html": embed_page(page, frame),
        "page.oembed.json": oembed(page, frame),
        "page.transcript.html": _transcript(page),
    }
    for name, text in texts.items():
        scratch.out(name).write_text(text, encoding="utf-8", newline="")
    scratch.out("episode.json").write_bytes(episode_json(episode))
    with _FEEDGEN:
        made = feed_entry(episode)
    entry = json.dumps(entry_to_json(made), ensure_ascii=False)
    scratch.out("entry.json").write_text(f"{entry}\n", encoding="utf-8")


def _transcript(page: EpisodePage) -> str:
    """The transcript by itself, as it stands on the web."""
    assert page.transcript is not None  # noqa: S101 - the stage comes after it
    style = root_of(f"{page.folder}/") + transcript_style()[0]
    return transcript_page(page.transcript, title=page.episode.title, style=style)


def _beside(out: Path) -> Mapping[str, str]:
    files = json.loads((out / "page.json").read_text(encoding="utf-8"))
    return {f"feeds/{address}": one["sha256"] for address, one in files["pictures"].items()}


def _standing(job: PageJob, path: Callable[[Handle], Path]) -> tuple[str, ...]:
    """A film's still, which may be shown in lists."""
    poster = read_json(path(job.rendition), dict).get("poster")
    return (f"feeds/{job.public.folder}/{poster['name']}",) if poster else ()


STAGE = Stage(
    name="page",
    version=5,
    outputs=(
        "page.html",
        "page.embed.html",
        "page.oembed.json",
        "page.transcript.html",
        "episode.json",
        "entry.json",
        "page.json",
        "page.chapters.json",
    ),
    after=("probe", "transcribe", "chapter", "render"),
    applies=lambda view: view.public is not None,
    wants=_wants,
    changes={
        **CHEAP,
        "transcript": NEW_TRANSCRIPT,
        "chapters": Change("stale", plain("the chapters changed", "kapitlen är ändrade")),
        "rendition": Change("stale", plain("the enclosure is new", "filen att ladda ner är ny")),
        "media": OTHER_MEDIA,
        "channel": Change(
            "stale", plain("what its series shows changed", "det serien visar är ändrat")
        ),
        "entry": Change(
            "stale",
            plain("entries are written otherwise", "flödets poster skrivs på ett annat sätt"),
        ),
        "shown": Change(
            "stale",
            plain("what is written of it changed", "det som är skrivet om avsnittet är ändrat"),
        ),
        "edits": Change("stale", plain("a person changed it", "någon har ändrat det")),
        "transcript_style": Change(
            "stale", plain("transcripts have another style", "avskrifter ser ut på ett annat sätt")
        ),
        "mentions": Change(
            "stale",
            plain(
                "what is spoken of is found otherwise", "det som talas om hittas på ett annat sätt"
            ),
        ),
        # A name more in the registry is no reason to make every page again.
        "registry": Change("nothing", plain("the registry changed", "personerna är ändrade")),
        "unlisted": Change(
            "stale",
            plain(
                "it names somebody who is not to be listed",
                "det nämner någon som inte ska stå i registret",
            ),
            offered=True,
        ),
    },
    job=_job,
    run=_run,
    beside=_beside,
    standing=_standing,
    paced=False,
)
