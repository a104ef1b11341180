"""The pages are made of the same small series as the feeds, and of one episode's page."""

from pathlib import Path

import pytest

from mediahub.catalog import Contributor, Person, Term, Theme
from mediahub.pages import EpisodePage, ListedEpisode
from mediahub.pages.finding import Heading, Moment
from mediahub.transcript import ModelIdentity, Segment, Span, Speaker, Transcript, Word
from tests.feed.conftest import *  # noqa: F403


def segment(speaker, start_ms, text, *, paragraph=True):
    words = tuple(
        Word(word, Span(start_ms + 300 * place, start_ms + 300 * (place + 1)))
        for place, word in enumerate(text.split())
    )
    return Segment(speaker, words, paragraph)


@pytest.fixture
def transcript():
    return Transcript(
        "sv",
        2_095_000,
        (
            segment("S1", 500, "Hej och välkomna."),
            segment("S2", 4_000, "Tack!"),
            segment("S2", 61_400, "Vi gör <hembesök> & mer.", paragraph=False),
            segment("S1", 590_000, "Då så.", paragraph=True),
            segment("S1", 600_000, "Nu frågorna.", paragraph=False),
        ),
        (Speaker("S1", "Anna Ek", "anna"), Speaker("S2", "Talare 2")),
        model=ModelIdentity("openai/whisper-base", "1"),
    )


@pytest.fixture
def theme():
    return Theme(
        "tidigt",
        "Ju förr desto bättre",
        Path("tidigt"),
        introduction="Om tidiga insatser.",
        glossary=(Term("Främjande", "Att stärka det friska.", ("promotion", "hälsofrämjande")),),
        questions=("Vad vinner vi på det?",),
        contact="jamlikt@example.se",
        credits=("Medfinansieras av en fond.",),
        ask="Skriv till oss.",
    )


@pytest.fixture
def page(series, newer, transcript, theme):
    anna = Person("anna", "Anna Ek", role="utvecklingsledare", link="https://example.se/anna")
    return EpisodePage(
        series,
        newer,
        "podcast",
        "podden/tidiga-insatser",
        transcript,
        (Contributor(anna, "host"), Contributor(Person("asa", "Åsa Öberg"), "guest")),
        theme,
        ("podd", "samtal"),
        mentions=(
            Heading("hembesök", (Moment("", "", 61_900), Moment("", "", 590_300))),
            Heading("<lagen>", tuple(Moment("", "", 4_500 + 1000 * n) for n in range(7))),
        ),
    )


@pytest.fixture
def listed(older, newer):
    return (
        ListedEpisode(older, "barnets-basta", "film"),
        ListedEpisode(newer, "tidiga-insatser", "podcast"),
    )
