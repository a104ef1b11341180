"""The page of one episode: player, chapters, transcript, who takes part, and the theme's own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from mediahub.captions.paragraphs import (
    DOUBT_NOTICE,
    naming_notice,
    notice,
    paragraphs,
)
from mediahub.catalog import Contributor, ItemKind, Theme
from mediahub.feed.chapters import chapters_to_publish
from mediahub.feed.names import PAGE
from mediahub.feed.text import one_line
from mediahub.feed.values import FeedEpisode, FeedSeries
from mediahub.pages.entries import Picture, Stills
from mediahub.pages.environment import site_page
from mediahub.pages.finding import Heading
from mediahub.pages.frame import Frame
from mediahub.pages.linked import episode_linked
from mediahub.pages.mentioned import mentioned
from mediahub.pages.people import shown_people
from mediahub.pages.wording import formats_words, language_name, said
from mediahub.transcript import Chapter, Transcript
from mediahub.transcript.clock import clock_hms

_FILE_WORDS = {
    "text/vtt": "Textning (VTT)",
    "application/x-subrip": "Textning (SRT)",
    "application/json": "Avskrift som data (JSON)",
    "text/html": "Bara avskriften",
}
_NEAR_MS = 500
"""A chapter that begins this little before or after a sentence begins with it."""


@dataclass(frozen=True, slots=True)
class EpisodePage:
    """What an episode's page shows; the files lie beside it, named as the feed's addresses end.

    `folder` is the page's own, from the site's root. `poster` is the file name of a picture shown
    before a film starts, `stills` are those of its time line, `shown` is the picture at its head,
    `og_image` the full address of the one to share. `theme_image` is the address of the theme's
    picture, `pictures` those of the people and `people` those of their pages, by their ids; as seen
    from the page. `theme_page` is that of the theme's page, from the root, where it has one.
    """

    series: FeedSeries
    episode: FeedEpisode
    kind: ItemKind
    folder: str
    transcript: Transcript | None = None
    contributors: tuple[Contributor, ...] = ()
    theme: Theme | None = None
    formats: tuple[str, ...] = ()
    label: str = ""
    poster: str | None = None
    stills: Stills | None = None
    shown: Picture | None = None
    og_image: str | None = None
    theme_image: str | None = None
    theme_page: str | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[Heading, ...] = ()
    """What is spoken of in it, with the moments."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of the recording, as the attributes by which the page's script finds it.

    `within` says when it is on, `moment` makes a link lead to where it begins.
    """

    within: Markup
    moment: Markup
    clock: str


@dataclass(frozen=True, slots=True)
class _Chapter(_Stretch):
    title: str


@dataclass(frozen=True, slots=True)
class _Turn(_Stretch):
    """What is said in one paragraph, under the headings of the chapters that begin there."""

    anchors: tuple[str, ...]
    """The fragments of links to moments that lead here, each on this page only."""
    headings: tuple[str, ...]
    who: str
    said: Markup


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    words: str


def episode_page(
    page: EpisodePage, frame: Frame, *, oembed: str | None = None, embed_code: str = ""
) -> str:
    """The page as HTML; it stands in the episode's folder as index.html.

    `oembed` is where it is told how others may show the player, and `embed_code` the HTML for that.
    """
    series, episode = page.series, page.episode
    chapters = chapters_to_publish(episode.chapters, episode.duration_ms)
    transcript = page.transcript
    own = _name(episode.image_url or "")
    theme, film = page.theme, page.kind == "film"
    return site_page(
        "episode.html",
        frame,
        f"{page.folder}/{PAGE}",
        page=page,
        theme=page.theme,
        title=f"{one_line(episode.title)} – {one_line(series.title)}",
        summary=episode.about or episode.title,
        crumbs=({"title": one_line(series.title), "page": f"{series.id}/{PAGE}"},),
        # Where it is the episode's own picture too it has been seen above.
        theme_picture=None if _name(page.theme_image or "") == own else page.theme_image,
        formats=formats_words(page.formats, page.kind),
        **player_values(page, chapters),
        oembed=oembed,
        embed_code=embed_code,
        people=shown_people(page.contributors, page.pictures, page.people),
        files=tuple(_files(episode)),
        notices=tuple(_notices(transcript)) if transcript else (),
        turns=tuple(_turns(transcript, chapters, page.mentions)) if transcript else (),
        mentioned=mentioned(page.mentions),
        contact=(theme.contact if theme is not None else None) or frame.contact,
        credit_lines=tuple(
            dict.fromkeys((*(theme.credits if theme is not None else ()), *frame.credits))
        ),
        og_type="video.other" if film else "article",
        og_image=page.og_image or episode.image_url or series.image_url,
        linked=episode_linked(
            series,
            episode,
            frame,
            film=film,
            language=transcript.language if transcript else series.language,
            image=page.og_image or episode.image_url or series.image_url,
            transcript="#avskrift" if transcript else None,
        ),
    )


def player_values(page: EpisodePage, chapters: Sequence[Chapter]) -> dict[str, Any]:
    """What the player is made from; `chapters` are those that are published."""
    listed = chapters if len(chapters) > 1 else ()
    captions = next((t for t in page.episode.transcripts if t.type == "text/vtt"), None)
    return {
        "film": page.kind == "film",
        "media": _name(page.episode.enclosure.url),
        "captions": captions,
        "captions_name": _captions_name(captions.language, page.transcript) if captions else "",
        "chapters": [_Chapter(*_stretch(c.span.start_ms, c.span.end_ms), c.title) for c in listed],
    }


def _captions_name(language: str, transcript: Transcript | None) -> str:
    """What the captions are called where viewers choose them; those of a machine say so."""
    automatic = transcript is not None and transcript.origin == "recogniser"
    if automatic and transcript is not None and not transcript.all_reviewed:
        return f"{language_name(language)} (automatiska)"
    return language_name(language)


def _name(url: str) -> str:
    return url.rsplit("/", 1)[-1]


def _files(episode: FeedEpisode) -> Iterator[_File]:
    for link in episode.transcripts:
        if link.type in _FILE_WORDS and _name(link.url):
            yield _File(_name(link.url), _FILE_WORDS[link.type])


def _stretch(start_ms: int, end_ms: int) -> tuple[Markup, Markup, str]:
    seconds = _seconds(start_ms)
    within = f'data-from="{start_ms / 1000:g}" data-to="{end_ms / 1000:g}"'
    # A script seeks to the moment; whoever copies the link has the page at that moment.
    moment = f'href="#t={seconds}" data-t="{seconds}"'
    return Markup(within), Markup(moment), clock_hms(start_ms)  # noqa: S704 - digits


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


def _notices(transcript: Transcript) -> Iterator[str]:
    said = notice(transcript)
    if said:
        yield said
    elif transcript.origin == "recogniser" and transcript.segments and not transcript.all_reviewed:
        yield "Avskriften är gjord av en dator och kan innehålla fel."
    if transcript.doubtful:
        yield DOUBT_NOTICE
    naming = naming_notice(transcript)
    if naming:
        yield naming


def _broken_at(transcript: Transcript, chapters: Sequence[Chapter]) -> Transcript:
    """The transcript with a new paragraph where a chapter begins."""
    starts = [chapter.span.start_ms - _NEAR_MS for chapter in chapters]
    segments = []
    for segment in transcript.segments:
        if starts and segment.span.start_ms >= starts[0]:
            while starts and segment.span.start_ms >= starts[0]:
                del starts[0]
            segment = replace(segment, paragraph=True)  # noqa: PLW2901
        segments.append(segment)
    return replace(transcript, segments=tuple(segments))


def _turns(
    transcript: Transcript, chapters: Sequence[Chapter], mentions: Sequence[Heading]
) -> Iterator[_Turn]:
    shown = paragraphs(_broken_at(transcript, chapters))
    if not shown:
        return
    coming = list(chapters) if len(chapters) > 1 else []
    ends = [*(paragraph.start_ms for paragraph in shown[1:]), transcript.duration_ms]
    led_to: set[str] = set()
    moments = sorted({m.at_ms // 1000 for one in mentions for m in one.moments if m.at_ms})
    for paragraph, end in zip(shown, ends, strict=True):
        headings = []
        anchors = [f"t={_seconds(paragraph.start_ms)}"]
        while coming and coming[0].span.start_ms - _NEAR_MS <= paragraph.start_ms:
            anchors.append(f"t={_seconds(coming[0].span.start_ms)}")
            headings.append(coming.pop(0).title)
        anchors += [f"t={at}" for at in moments if paragraph.start_ms <= 1000 * at < end]
        stretch = _stretch(paragraph.start_ms, max(end, paragraph.start_ms))
        named = paragraph.changed or headings
        who = paragraph.speaker_name if named else ""
        fresh = tuple(one for one in dict.fromkeys(anchors) if one not in led_to)
        led_to.update(fresh)
        yield _Turn(*stretch, fresh, tuple(headings), who, said(paragraph))
