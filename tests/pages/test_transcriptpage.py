"""The transcript by itself: golden, and what must hold for any name and word."""

from html.parser import HTMLParser

from hypothesis import given

from mediahub.pages import transcript_page, transcript_style
from mediahub.transcript import (
    Diarisation,
    Recognition,
    Segment,
    Span,
    Speaker,
    Transcript,
)
from mediahub.transcript.timing import spread
from tests.feed.test_any_text import texts
from tests.transcript.examples import KB_SMALL, assemble, example


def one(text, name="Åsa Öberg", doubtful=()):
    segment = Segment("S1", spread(text.split(), Span(0, 3000)), paragraph=True)
    speakers = (Speaker("S1", name),)
    return Transcript("sv", 4000, (segment,), speakers, model=KB_SMALL, doubtful=doubtful)


def test_a_conversation_is_the_golden_page(same_as_golden):
    page = transcript_page(example(), title="Tidiga insatser & <stöd>")
    same_as_golden("samtal.html", page.encode())


def test_what_is_probably_wrong_is_underlined_on_the_page():
    said = one("Öppna <duren> nu. Bättre med motagning.", doubtful=(1, 2, 5))
    page = transcript_page(said, title="Titel")
    assert '<p class="notice">Ord med prickad linje under är troligen felhörda.</p>' in page
    unsure = '<u title="troligen felhört">'
    assert (
        f"<p>Öppna {unsure}&lt;duren&gt;</u> {unsure}nu.</u> "
        f"Bättre med {unsure}motagning.</u></p>" in page
    )


def test_silence_is_told():
    silence = assemble(Recognition("sv", 3_600_000, ()), Diarisation(()))
    assert "Inget tal hördes" in transcript_page(silence, title="Tyst")


@given(texts, texts, texts)
def test_a_page_of_any_text_has_no_markup_of_theirs(title, said, name):
    def tags(html):
        found = []
        parser = HTMLParser()
        parser.handle_starttag = lambda tag, attrs: found.append((tag, len(attrs)))
        parser.feed(html)
        return found

    def page(title, said, name):
        return transcript_page(one(f"{said} x", f"{name}x"), title=title)

    assert tags(page(title, said, name)) == tags(page("x", "x", "x"))


def test_on_the_web_its_style_is_a_file_and_nothing_else_is_loaded():
    style = f"../../{transcript_style()[0]}"
    page = transcript_page(example(), title="Titel", style=style)
    assert "<style" not in page
    assert " style=" not in page
    assert f'<link rel="stylesheet" href="{style}">' in page
    assert "default-src 'none'" in page
