"""Page: a transcript as an accessible web page in Swedish."""

from html import escape

from mediahub.captions.paragraphs import (
    DOUBT_AFTER,
    DOUBT_BEFORE,
    DOUBT_NOTICE,
    Paragraph,
    notice,
    paragraphs,
)
from mediahub.transcript.clock import clock_hms
from mediahub.transcript.values import Transcript

_STYLE = """\
:root { color-scheme: light dark; --ink: #1c1b1a; --paper: #fdfcfa; --soft: #6a645c;
  --line: #e2dcd2; --mark: #8a3b12; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece8e1; --paper: #171615; --soft: #a49c90;
  --line: #35312c; --mark: #f0a070; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.125rem/1.65 Georgia, "Iowan Old Style", "Noto Serif", serif; }
main { max-width: 40rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1.5rem; text-wrap: balance; }
.notice { border-left: 4px solid var(--mark); padding: .25rem 0 .25rem 1rem; margin: 0 0 2rem;
  font: 1rem/1.5 system-ui, sans-serif; }
section { border-top: 1px solid var(--line); padding-top: 1.25rem; margin-top: 1.25rem; }
cite, time { font-family: system-ui, sans-serif; font-size: .95rem; font-style: normal; }
cite { font-weight: 600; margin-right: .5rem; }
time { color: var(--soft); font-variant-numeric: tabular-nums; }
u { text-decoration: underline dotted var(--mark) 2px; text-underline-offset: .2em; }
p { margin: .25rem 0 1rem; hyphens: auto; overflow-wrap: anywhere; }
@media print { body { font-size: 11pt; } main { max-width: none; padding: 0; } }"""


def to_html(transcript: Transcript, *, title: str) -> str:
    """A complete Swedish page with names and times, in the form Podcasting 2.0 asks for.

    Each speaker's stretch is a section of `<cite>Name:</cite><time>0:00</time><p>…</p>`. What is
    more likely wrong than right is underlined.
    """
    language = escape(transcript.language, quote=True)
    note = notice(transcript)
    body = [f"<h1>{escape(title)}</h1>"]
    if note:
        body.append(f'<p class="notice">{escape(note)}</p>')
    if transcript.doubtful:
        body.append(f'<p class="notice">{DOUBT_NOTICE}</p>')
    shown = paragraphs(transcript)
    if not shown:
        body.append('<p class="notice">Inget tal hördes i inspelningen.</p>')
    for number, paragraph in enumerate(shown):
        if paragraph.changed:
            if number:
                body.append("</section>")
            body.append(f'<section lang="{language}">')
        body += _paragraph(paragraph)
    if shown:
        body.append("</section>")
    content = "\n".join(body)
    return f"""<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} – avskrift</title>
<style>
{_STYLE}
</style>
</head>
<body>
<main>
{content}
</main>
</body>
</html>
"""


def _paragraph(paragraph: Paragraph) -> list[str]:
    lines = []
    if paragraph.changed and paragraph.speaker_name:
        lines.append(f"<cite>{escape(paragraph.speaker_name)}:</cite>")
    lines.append(f"<time>{clock_hms(paragraph.start_ms)}</time>")
    lines.append(f"<p>{paragraph.written(escape, DOUBT_BEFORE, DOUBT_AFTER)}</p>")
    return lines
