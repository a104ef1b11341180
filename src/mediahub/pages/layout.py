"""What every Swedish page shares: frame, head, dates, durations, the subscription box."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Literal

from mediahub.feed.names import ascii_url
from mediahub.feed.text import escape, linked, one_line, paragraphs
from mediahub.feed.values import FeedSeries

_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


@cache
def _asset(name: str) -> str:
    from importlib.resources import files  # slow to import

    return files("mediahub.pages").joinpath("assets", name).read_text(encoding="utf-8")


def document(
    *,
    title: str,
    summary: str,
    header: str,
    body: str,
    footer: str,
    crumbs: Sequence[tuple[str, str]] = (),
    head: str = "",
    script: bool = False,
) -> str:
    """A whole page; `header`, `body`, `footer` and `head` are HTML, the others plain text.

    `crumbs` are the pages above this one: title and relative address.
    """
    code = f"<script>\n{_asset('page.js')}</script>\n" if script else ""
    return f"""<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<meta name="description" content="{escape(one_line(summary, 200))}">
<meta property="og:title" content="{escape(title)}">
<meta property="og:description" content="{escape(one_line(summary, 200))}">
<meta property="og:locale" content="sv_SE">
{head}<style>
{_asset("page.css")}</style>
</head>
<body>
<a class="skip" href="#innehall">Hoppa till innehållet</a>
<header class="masthead">
<div class="wide">
{_crumbs(crumbs)}{header}
</div>
</header>
<main id="innehall" tabindex="-1">
{body}
</main>
<footer>
<div class="wide">
{footer}
</div>
</footer>
{code}</body>
</html>
"""


def _crumbs(crumbs: Sequence[tuple[str, str]]) -> str:
    if not crumbs:
        return ""
    links = "".join(
        f'<li><a href="{escape(address)}">{escape(title)}</a></li>' for title, address in crumbs
    )
    return f'<nav class="crumbs" aria-label="Du är här"><ol>{links}</ol></nav>\n'


def block(heading: str, body: str, *, kind: str = "", name: str = "") -> str:
    """A titled section; `heading` is plain text, `body` HTML, `name` its anchor."""
    kinds = f"block {kind}".strip()
    anchor = f' id="{name}"' if name else ""
    return f'<section class="{kinds}"{anchor}>\n<h2>{escape(heading)}</h2>\n{body}\n</section>'


def prose(text: str) -> str:
    """The plain text as paragraphs of HTML, with its web addresses as links."""
    return "\n".join(f"<p>{linked(paragraph)}</p>" for paragraph in paragraphs(text))


def facts(*parts: str) -> str:
    """A line of short facts; each part is HTML, empty ones are left out."""
    return '<ul class="facts">' + "".join(f"<li>{part}</li>" for part in parts if part) + "</ul>"


def feed_link(series: FeedSeries) -> str:
    """The head element by which browsers and apps find the feed, and the picture to share."""
    return (
        f'<link rel="alternate" type="application/rss+xml" title="{escape(series.title)}" '
        f'href="{escape(ascii_url(series.feed_url))}">\n'
        f'<meta property="og:image" content="{escape(ascii_url(series.image_url))}">\n'
    )


def subscription(series: FeedSeries) -> str:
    """The box that says how to subscribe."""
    address = escape(ascii_url(series.feed_url))
    body = (
        '<p class="small">Klistra in adressen i din poddapp, '
        "så kommer nya avsnitt av sig själva.</p>\n"
        '<label class="small" for="flode">Flödets adress</label>\n'
        f'<input class="address" id="flode" type="text" readonly value="{address}">\n'
        '<button class="button" type="button" data-copy="flode" hidden>Kopiera adressen</button>\n'
        '<span class="small" role="status"></span>'
    )
    return block("Prenumerera", body, kind="subscribe")


def day(moment: datetime) -> str:
    """`<time>3 juni 2020</time>`, in the time zone of the value itself."""
    return (
        f'<time datetime="{moment.date().isoformat()}">'
        f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}</time>"
    )


def length(ms: int) -> str:
    """`35 min`, `1 tim 5 min` or `48 sek`, for people and, in the element, for machines."""
    seconds = max(1, round(ms / 1000))
    minutes = round(seconds / 60)
    if seconds < 60:
        words = f"{seconds} sek"
    elif minutes < 60:
        words = f"{minutes} min"
    else:
        words = (
            f"{minutes // 60} tim {minutes % 60} min" if minutes % 60 else f"{minutes // 60} tim"
        )
    return f'<time datetime="PT{seconds}S">{words}</time>'


def kind_words(kind: Literal["film", "podcast", "article", "slides"]) -> str:
    """What a listener calls it."""
    return {"film": "Film", "podcast": "Podd", "article": "Artikel", "slides": "Bilder"}[kind]


def size(length_bytes: int) -> str:
    """`34,6 MB`, as Swedish writes it."""
    if length_bytes < 1_000_000:
        return f"{max(1, round(length_bytes / 1000))} kB"
    return f"{length_bytes / 1_000_000:.1f}".replace(".", ",") + " MB"
