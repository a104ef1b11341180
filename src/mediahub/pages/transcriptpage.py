"""A transcript by itself as an accessible web page, in the form Podcasting 2.0 asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from mediahub.captions.paragraphs import DOUBT_NOTICE, naming_notice, notice, paragraphs
from mediahub.pages.environment import render
from mediahub.pages.look import Named, named_asset
from mediahub.pages.wording import said
from mediahub.transcript import Transcript
from mediahub.transcript.clock import clock_hms


@dataclass(frozen=True, slots=True)
class _Paragraph:
    changed: bool
    who: str
    clock: str
    said: Markup


def transcript_style() -> Named:
    """The style of transcripts on the web, as its address in the site and bytes.

    What stands in `transcripts/` has the first part of it inside, and comes out as it always did.
    """
    return named_asset("transcript.css", "transcript-web.css")


def transcript_page(transcript: Transcript, *, title: str, style: str | None = None) -> str:
    """A complete Swedish page with names and times.

    Each speaker's stretch is a section of `<cite>Name:</cite><time>0:00</time><p>…</p>`. What is
    more likely wrong than right is underlined. `style` is where its style stands, as seen from the
    page, which then loads nothing else; without it the page has it inside, and stands alone.
    """
    shown = paragraphs(transcript)
    return render(
        "transcript.html",
        title=title,
        style=style,
        language=transcript.language,
        notices=tuple(_notices(transcript, silent=not shown)),
        paragraphs=[
            _Paragraph(one.changed, one.speaker_name, clock_hms(one.start_ms), said(one))
            for one in shown
        ],
    )


def _notices(transcript: Transcript, *, silent: bool) -> Iterator[str]:
    told = notice(transcript)
    if told:
        yield told
    if transcript.doubtful:
        yield DOUBT_NOTICE
    naming = naming_notice(transcript)
    if naming:
        yield naming
    if silent:
        yield "Inget tal hördes i inspelningen."
