"""The page of one episode: player, chapters, transcript, who takes part, and the theme's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mediahub.captions.paragraphs import (
    DOUBT_AFTER,
    DOUBT_BEFORE,
    DOUBT_NOTICE,
    Paragraph,
    notice,
    paragraphs,
)
from mediahub.catalog import Contributor, ItemKind, Theme
from mediahub.feed.chapters import chapters_to_publish
from mediahub.feed.names import PAGE, web_url
from mediahub.feed.roles import presented
from mediahub.feed.text import escape, one_line
from mediahub.feed.values import FeedEpisode, FeedSeries
from mediahub.pages.layout import (
    block,
    day,
    document,
    facts,
    feed_link,
    kind_words,
    length,
    prose,
    size,
    subscription,
)
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

    `poster` is the file name of a picture shown before a film starts.
    """

    series: FeedSeries
    episode: FeedEpisode
    kind: ItemKind
    transcript: Transcript | None = None
    contributors: tuple[Contributor, ...] = ()
    theme: Theme | None = None
    formats: tuple[str, ...] = ()
    poster: str | None = None


def episode_page(page: EpisodePage) -> str:
    """The page as HTML, complete in itself; it stands in the episode's folder as index.html."""
    series, episode = page.series, page.episode
    chapters = chapters_to_publish(episode.chapters, episode.duration_ms)
    media = _name(episode.enclosure.url)
    main = [] if page.kind != "film" else [_film(page, media)]
    # Above the columns, whose whole length it then follows who reads along.
    sound = "" if page.kind == "film" else f"{_sound(page, media)}\n"
    if episode.description.strip():
        main.append(f'<div class="prose">\n{prose(episode.description)}\n</div>')
    if len(chapters) > 1:
        main.append(block("Kapitel", _chapters(chapters, media)))
    # On a narrow screen they follow each other: what it is, who and how, what was said.
    top, aside = "\n".join(main), "\n".join(_aside(page, media))
    said = f"{_transcript(page, chapters, media)}\n{_theme(page.theme)}".strip()
    return document(
        title=f"{one_line(episode.title)} – {one_line(series.title)}",
        summary=episode.about or episode.title,
        crumbs=[("Alla serier", f"../../{PAGE}"), (one_line(series.title), f"../{PAGE}")],
        head=feed_link(series),
        header=_header(page),
        body=(
            f'{sound}<div class="wide columns">\n<div>\n{top}\n</div>\n'
            f"<aside>\n{aside}\n</aside>\n<div>\n{said}\n</div>\n</div>"
        ),
        footer=_footer(page),
        script=True,
    )


def _name(url: str) -> str:
    return url.rsplit("/", 1)[-1]


def _header(page: EpisodePage) -> str:
    episode = page.episode
    kicker = f'<p class="kicker">{escape(page.theme.title)}</p>\n' if page.theme else ""
    formats = ", ".join(page.formats)
    shown = formats[:1].upper() + formats[1:] if formats else kind_words(page.kind)
    read = '<a href="#avskrift">Läs avskriften</a>' if page.transcript else ""
    about = facts(day(episode.published), length(episode.duration_ms), escape(shown), read)
    own = episode.image_url
    image = _name(own) if own else f"../{_name(page.series.image_url)}"
    return (
        f'<div class="lead pictured minor"><img src="{escape(image)}" alt="" width="160" '
        f'height="160"><div>{kicker}<h1>{escape(one_line(episode.title))}</h1>\n{about}</div></div>'
    )


def _film(page: EpisodePage, media: str) -> str:
    poster = f' poster="{escape(page.poster)}"' if page.poster else ""
    return (
        f'<div class="player">\n<video controls playsinline preload="metadata"{poster} '
        f'aria-label="{_label(page)}">{_sources(page, media)}</video>\n</div>'
    )


def _sound(page: EpisodePage, media: str) -> str:
    return (
        '<div class="player sound">\n<div class="wide"><audio controls preload="metadata" '
        f'aria-label="{_label(page)}">{_sources(page, media)}</audio></div>\n</div>'
    )


def _label(page: EpisodePage) -> str:
    return escape(one_line(page.episode.title))


def _sources(page: EpisodePage, media: str) -> str:
    episode = page.episode
    source = f'<source src="{escape(media)}" type="{escape(episode.enclosure.type)}">'
    captions = next((t for t in episode.transcripts if t.type == "text/vtt"), None)
    if captions is None:
        return source
    return source + (
        f'<track kind="captions" src="{escape(_name(captions.url))}" '
        f'srclang="{escape(captions.language)}" label="{_language(captions.language)}" default>'
    )


def _language(code: str) -> str:
    known = {"sv": "Svenska", "en": "Engelska", "no": "Norska", "da": "Danska", "fi": "Finska"}
    return known.get(code.partition("-")[0], escape(code))


def _moment(media: str, ms: int) -> str:
    """The attributes of a link to a moment: a script seeks; without, the file opens there."""
    seconds = f"{ms / 1000:.3f}".rstrip("0").rstrip(".")
    return f'href="{escape(media)}#t={seconds}" data-t="{seconds}"'


def _within(start_ms: int, end_ms: int) -> str:
    return f'data-from="{start_ms / 1000:g}" data-to="{end_ms / 1000:g}"'


def _chapters(chapters: Sequence[Chapter], media: str) -> str:
    entries = "\n".join(
        f"<li {_within(c.span.start_ms, c.span.end_ms)}><a {_moment(media, c.span.start_ms)}>"
        f'<span class="clock">{clock_hms(c.span.start_ms)}</span> '
        f'<span class="name">{escape(c.title)}</span></a></li>'
        for c in chapters
    )
    return f'<ol class="chapters">\n{entries}\n</ol>'


def _transcript(page: EpisodePage, chapters: Sequence[Chapter], media: str) -> str:
    transcript = page.transcript
    if transcript is None:
        return ""
    parts = [f'<p class="notice">{escape(said)}</p>' for said in _notices(transcript)]
    shown = paragraphs(_broken_at(transcript, chapters))
    if not shown:
        return block("Avskrift", "<p>Inget tal hördes i inspelningen.</p>", name="avskrift")
    language = escape(transcript.language)
    parts.append(f'<div class="transcript" lang="{language}">')
    parts += _spoken(shown, chapters if len(chapters) > 1 else (), transcript.duration_ms, media)
    parts.append("</div>")
    return block("Avskrift", "\n".join(parts), name="avskrift")


def _notices(transcript: Transcript) -> Iterator[str]:
    said = notice(transcript)
    if said:
        yield said
    elif transcript.origin == "recogniser" and transcript.segments:
        yield "Avskriften är gjord av en dator och kan innehålla fel."
    if transcript.doubtful:
        yield DOUBT_NOTICE


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


def _spoken(
    shown: Sequence[Paragraph], chapters: Sequence[Chapter], end_ms: int, media: str
) -> Iterator[str]:
    coming = list(chapters)
    ends = [*(paragraph.start_ms for paragraph in shown[1:]), end_ms]
    for paragraph, end in zip(shown, ends, strict=True):
        headed = False
        while coming and coming[0].span.start_ms - _NEAR_MS <= paragraph.start_ms:
            chapter = coming.pop(0)
            yield f"<h3>{escape(chapter.title)}</h3>"
            headed = True
        moment = (
            f'<a class="clock" {_moment(media, paragraph.start_ms)} '
            f'aria-label="Spela från {clock_hms(paragraph.start_ms)}">'
            f"{clock_hms(paragraph.start_ms)}</a>"
        )
        who = ""
        if paragraph.speaker_name and (paragraph.changed or headed):
            who = f'<p class="who"><strong>{escape(paragraph.speaker_name)}</strong>{moment}</p>'
        else:
            moment = moment.replace('class="clock"', 'class="clock alone"')
        said = paragraph.written(escape, DOUBT_BEFORE, DOUBT_AFTER)
        yield (
            f'<div class="turn" {_within(paragraph.start_ms, max(end, paragraph.start_ms))}>'
            f'{who or moment}<p class="said">{said}</p></div>'
        )


def _theme(theme: Theme | None) -> str:
    if theme is None:
        return ""
    parts = []
    if theme.questions:
        asked = "".join(f"<li>{escape(question)}</li>" for question in theme.questions)
        parts.append(block("Frågor att diskutera", f'<ol class="questions">{asked}</ol>'))
    if theme.glossary:
        terms = "\n".join(
            f"<dt>{escape(term.term)}{_aliases(term.aliases)}</dt><dd>{escape(term.definition)}</dd>"
            for term in theme.glossary
        )
        parts.append(block("Ord och begrepp", f'<dl class="terms">\n{terms}\n</dl>'))
    if theme.ask:
        parts.append(block("Ställ en fråga", prose(theme.ask)))
    return "\n".join(parts)


def _aliases(aliases: Sequence[str]) -> str:
    if not aliases:
        return ""
    return f' <span class="aliases">(även {escape(", ".join(aliases))})</span>'


def _aside(page: EpisodePage, media: str) -> Iterator[str]:
    if page.contributors:
        entries = "\n".join(f"<li>{_contributor(c)}</li>" for c in page.contributors)
        yield block("Medverkande", f'<ul class="people">\n{entries}\n</ul>')
    yield subscription(page.series)
    if page.theme and page.theme.introduction.strip():
        yield block("Om temat", f'<div class="small">{prose(page.theme.introduction)}</div>')
    enclosure = page.episode.enclosure
    kind = "Filmen" if page.kind == "film" else "Ljudet"
    links = [f'<a href="{escape(media)}" download>{kind}</a> ({size(enclosure.length)})']
    links += [
        f'<a href="{escape(_name(link.url))}">{_FILE_WORDS[link.type]}</a>'
        for link in page.episode.transcripts
        if link.type in _FILE_WORDS and _name(link.url)
    ]
    items = "\n".join(f"<li>{link}</li>" for link in links)
    yield block("Ladda ner", f'<ul class="files">\n{items}\n</ul>')


def _contributor(contributor: Contributor) -> str:
    person = contributor.person
    name = escape(person.name)
    link = web_url(person.link)
    if link:
        name = f'<a href="{escape(link)}">{name}</a>'
    about = presented(contributor)
    return f"{name}<span>{escape(about[:1].upper() + about[1:])}</span>"


def _footer(page: EpisodePage) -> str:
    parts = []
    if page.theme:
        parts += [f"<p>{escape(credit)}</p>" for credit in page.theme.credits]
        if page.theme.contact:
            parts.append(f"<p>Kontakt: {contact(page.theme.contact)}</p>")
    return "\n".join([*parts, *series_footer(page.series)])


def contact(text: str) -> str:
    """A contact line as HTML, an e-mail address as a link."""
    words = [
        f'<a href="mailto:{escape(word)}">{escape(word)}</a>' if "@" in word[1:-1] else escape(word)
        for word in text.split()
    ]
    return " ".join(words)


def series_footer(series: FeedSeries) -> Iterator[str]:
    """The lines at the foot of every page of a series."""
    title, author = escape(one_line(series.title)), escape(one_line(series.author))
    yield (
        f"<p>{title} ges ut av {author}.</p>" if title != author else f"<p>Ges ut av {author}.</p>"
    )
    rights = escape(one_line(series.copyright)) if series.copyright else ""
    if series.license:
        name = escape(series.license)
        link = web_url(series.license_url)
        if link:
            name = f'<a rel="license" href="{escape(link)}">{name}</a>'
        rights = f"{rights}. Licens: {name}." if rights else f"Licens: {name}."
    if rights:
        yield f"<p>{rights}</p>"
