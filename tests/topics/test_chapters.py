"""Where chapters begin."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.evaluate import boundary_f1, pk, read_truth
from mediahub.topics import ChapterSettings, find_chapters
from mediahub.transcript import Chapter, Segment, Span, Speaker, Transcript, Word

from .conftest import MakeTranscript, transcript

SHARED = Path(__file__).parents[2].parent / "shared" / "speech"

BEES = [
    "Bina bor i kupan på taket.",
    "Kupan måste tåla vinden.",
    "Bina hämtar nektar till kupan.",
    "Honungen slungas ur kupan i augusti.",
    "Bina behöver honungen på vintern.",
    "Honungen från bina smakar lind.",
]
PUMPS = [
    "Värmepumpen värmer huset med el.",
    "Elen till värmepumpen kostar mindre på natten.",
    "Huset behöver en ny värmepump.",
    "Elräkningen sjönk när värmepumpen kom.",
    "Elen i huset blev billigare.",
    "Värmepumpen tar värme ur berget under huset.",
]

SLEEP = [
    "Sömnen styrs av ljuset.",
    "Ljuset från skärmen stör sömnen.",
    "Skiftarbete stör kroppens klocka.",
    "Klockan i kroppen följer ljuset.",
    "Sömnen blir ytlig vid skiftarbete.",
    "Kroppen vill ha sömn.",
]


def said(*parts: list[str], speaker: str = "S1") -> list[tuple[str, str]]:
    return [(speaker, text) for part in parts for text in part]


def starts_s(chapters: tuple[Chapter, ...]) -> list[float]:
    return [round(chapter.span.start_ms / 1_000) for chapter in chapters]


def test_a_chapter_begins_where_the_words_change(make: MakeTranscript) -> None:
    talk = make(said(BEES, PUMPS))
    border = talk.segments[6].span.start_ms
    first, second = find_chapters(talk)
    assert (first.span.start_ms, second.span.end_ms) == (0, talk.duration_ms)
    assert first.span.end_ms == second.span.start_ms
    # A little before the first word, but within the pause.
    assert border - 250 <= second.span.start_ms <= border


def test_one_topic_is_one_chapter(make: MakeTranscript) -> None:
    talk = make(said(BEES, BEES))
    assert [chapter.span for chapter in find_chapters(talk)] == [Span(0, talk.duration_ms)]


def test_the_number_of_chapters_follows_the_talk(make: MakeTranscript) -> None:
    talk = make(said(BEES * 2, PUMPS * 2, SLEEP * 2))
    chapters = find_chapters(talk)
    first_words = [talk.segments[i].span.start_ms for i in (12, 24)]
    assert len(chapters) == 3
    assert boundary_f1(first_words, [c.span.start_ms for c in chapters[1:]], 250) == 1.0


def test_no_speech_gives_no_chapters() -> None:
    assert find_chapters(Transcript("sv", 3_600_000, (), ())) == ()


def test_a_single_word_is_one_chapter(make: MakeTranscript) -> None:
    talk = make([("S1", "Hej")])
    assert [chapter.span for chapter in find_chapters(talk)] == [Span(0, talk.duration_ms)]


def test_a_chapter_lasts_twenty_seconds_in_a_short_item(make: MakeTranscript) -> None:
    # The words change after 4 of 8 sentences, but three seconds is no chapter.
    talk = make(said(BEES[:4], PUMPS[:4]), word_ms=100, pause_ms=100)
    assert talk.duration_ms < 40_000
    assert len(find_chapters(talk)) == 1


def test_a_chapter_lasts_a_minute_in_a_long_item(make: MakeTranscript) -> None:
    # Bees for some 50 s, pumps too, and sleep until well after ten minutes.
    talk = make(said(BEES, PUMPS, SLEEP * 12), word_ms=1_500)
    chapters = find_chapters(talk)
    assert talk.duration_ms > 600_000
    assert len(chapters) > 1
    assert min(chapter.span.duration_ms for chapter in chapters) >= 60_000


def test_a_phrase_that_opens_a_topic_decides_between_two_places(make: MakeTranscript) -> None:
    said_plainly = ["Vi ses ofta på måndagar.", "Alla kommer i tid.", "Rummet är ljust."]
    opened = ["Vi ses ofta på måndagar.", "Nästa ämne är elen.", "Rummet är ljust."]
    plain = find_chapters(make(said(BEES, said_plainly, PUMPS)))
    talk = make(said(BEES, opened, PUMPS))
    cut = find_chapters(talk)
    assert len(plain) == len(cut) == 2
    assert talk.segments[7].span.start_ms - 250 <= cut[1].span.start_ms
    assert cut[1].span.start_ms <= talk.segments[7].span.start_ms


GREETING = [
    "Hej och välkomna till podden.",
    "Jag heter Karin och i dag ska vi prata om staden.",
    "Med mig har jag Johan och Robin.",
    "Båda är med oss i studion.",
]


def test_a_short_greeting_belongs_to_the_first_topic(make: MakeTranscript) -> None:
    talk = make(said(GREETING, ["Vi börjar med biodling."], BEES, PUMPS))
    assert talk.segments[4].span.start_ms in range(20_000, 30_000)
    first, _ = find_chapters(talk)
    assert first.span.end_ms == pytest.approx(talk.segments[11].span.start_ms, abs=250)


def test_a_longer_greeting_is_a_chapter_of_its_own(make: MakeTranscript) -> None:
    long = [*GREETING, "De ska berätta vad de vet.", "Ni som lyssnar får gärna skriva till oss."]
    talk = make(said(long, ["Vi börjar med biodling."], BEES, PUMPS))
    assert talk.segments[6].span.start_ms > 30_000
    assert talk.segments[6].span.start_ms / 1_000 == pytest.approx(
        starts_s(find_chapters(talk))[1], abs=1
    )


def test_no_chapter_begins_between_a_question_and_its_answer(make: MakeTranscript) -> None:
    lines = [
        *said(BEES, speaker="S2"),
        ("S1", "Hur värmer du då ditt hus i dag?"),
        *said(PUMPS, speaker="S2"),
    ]
    talk = make(lines)
    first, second = find_chapters(talk)
    assert second.span.start_ms <= talk.segments[6].span.start_ms
    assert first.span.end_ms > talk.segments[5].span.end_ms


def test_settings_can_forbid_borders(make: MakeTranscript) -> None:
    assert len(find_chapters(make(said(BEES, PUMPS)), ChapterSettings(border=1_000))) == 1


SOME = "bi kupa pump el hus taket och. då, Hej! 12 nästa ämne är ? – å"
WORDS = st.sampled_from(SOME.split())


@st.composite
def talks(draw: st.DrawFn) -> Transcript:
    at, segments = 0, []
    for speaker, many, pause in draw(
        st.lists(
            st.tuples(
                st.sampled_from(["S1", "S2"]),
                st.lists(WORDS, min_size=1, max_size=6),
                st.integers(0, 90_000),
            ),
            max_size=25,
        )
    ):
        at += pause
        segments.append(Segment(speaker, tuple(Word(w, Span(at, at + 300)) for w in many)))
        at += 300
    end = at + draw(st.integers(0, 100_000))
    return Transcript("sv", end, tuple(segments), (Speaker("S1", "A"), Speaker("S2", "B")))


@given(talks())
@settings(max_examples=60)
def test_chapters_cover_the_recording_in_order_with_titles_that_differ(talk: Transcript) -> None:
    chapters = find_chapters(talk)
    assert bool(chapters) == bool(talk.segments)
    if not chapters:
        return
    edges = [0, *(chapter.span.end_ms for chapter in chapters)]
    assert [chapter.span.start_ms for chapter in chapters] == edges[:-1]
    assert edges[-1] == talk.duration_ms
    shortest = 60_000 if talk.duration_ms > 600_000 else 20_000
    if len(chapters) > 1:
        assert min(chapter.span.duration_ms for chapter in chapters) >= shortest
    titles = [chapter.title for chapter in chapters]
    assert len({title.casefold() for title in titles}) == len(titles)
    assert all(0 < len(title) < 40 and title[0] == title[0].upper() for title in titles)
    assert find_chapters(talk) == chapters


def from_truth(name: str) -> tuple[Transcript, tuple[int, ...]]:
    truth = read_truth(SHARED / f"{name}.truth.json")
    segments = []
    for sentence in truth.segments:
        many = sentence.text.split()
        step = sentence.span.duration_ms // len(many)
        start = sentence.span.start_ms
        segments.append(
            Segment(
                sentence.speaker,
                tuple(
                    Word(w, Span(start + i * step, start + (i + 1) * step))
                    for i, w in enumerate(many)
                ),
            )
        )
    speakers = tuple(Speaker(name, name) for name in truth.speakers)
    return Transcript("sv", truth.duration_ms, tuple(segments), speakers), truth.borders_ms


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared material is not here")
@pytest.mark.parametrize("name", ["kort", "lang"])
def test_the_shared_dialogues_are_cut_where_their_topics_change(name: str) -> None:
    talk, borders = from_truth(name)
    found = [chapter.span.start_ms for chapter in find_chapters(talk)[1:]]
    assert boundary_f1(borders, found) >= 0.8
    assert pk(borders, found, talk.duration_ms) <= 0.12


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared material is not here")
def test_the_shared_dialogues_are_named_as_their_host_names_the_topics() -> None:
    talk, _ = from_truth("kort")
    assert [chapter.title for chapter in find_chapters(talk)][:2] == [
        "Förebyggande socialt arbete",
        "Hembesöken",
    ]


def test_the_helper_makes_what_it_says() -> None:
    talk = transcript([("S1", "Hej du"), ("S2", "Hej")])
    assert [segment.span for segment in talk.segments] == [Span(1_000, 2_600), Span(3_000, 3_800)]
