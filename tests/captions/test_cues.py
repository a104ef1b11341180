"""Captions: what must hold for any transcript, and where Swedish lines break."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.captions.craft import craft
from mediahub.captions.cue import DASH, INAUDIBLE, Cue, CueVoice
from mediahub.captions.cues import cues
from mediahub.transcript import Diarisation, Recognition, Segment, Span, Speaker, Transcript, Word
from tests.transcript.examples import KB_SMALL, assemble, conversation, line_of

LONG_WORDS = ["ö" * 31, "å" * 45, "20 000"]
texts = st.sampled_from(
    ["ja", "en", "och", "hembesök,", "klart.", "70", "procent", "kl.", "i", "Åsa", *LONG_WORDS]
)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Transcripts with pauses, overlapping and zero-length words, gaps, and several speakers."""
    at = 0
    segments = []
    for _ in range(draw(st.integers(0, 8))):
        words = []
        for _ in range(draw(st.integers(1, 25))):
            at = max(0, at + draw(st.sampled_from([0, 0, 0, -50, 200, 900, 1500, 8000])))
            length = draw(st.sampled_from([0, 60, 200, 400, 900, 9000]))
            words.append(Word(draw(texts), Span(at, at + length)))
            at += length
        segments.append(Segment(draw(st.sampled_from(["S1", "S2", "S3"])), tuple(words)))
    gaps = draw(st.lists(st.tuples(st.integers(0, at), st.integers(1, 9000)), max_size=3))
    end = max([at, *(start + length for start, length in gaps)])
    return Transcript(
        "sv",
        end + draw(st.sampled_from([0, 100, 5000])),
        tuple(segments),
        (Speaker("S1", "Åsa"), Speaker("S2", "Bo Ek"), Speaker("S3", "Åsa")),
        gaps=tuple(Span(start, start + length) for start, length in gaps),
        origin=draw(st.sampled_from(["recogniser", "author"])),
    )


def fits(line: str, longest: int) -> bool:
    return len(line) <= longest or " " not in line.removeprefix(DASH)


@settings(max_examples=200)
@given(transcripts(), st.sampled_from([(42, False), (32, True)]))
def test_what_holds_for_every_transcript(transcript: Transcript, form: tuple[int, bool]) -> None:
    longest, named = form
    shown = cues(transcript, max_line=longest, name_at_change=named)
    assert all(a.span.end_ms <= b.span.start_ms for a, b in pairwise(shown))
    assert all(cue.span for cue in shown)
    assert all(cue.span.end_ms <= max(transcript.duration_ms, len(shown)) for cue in shown)
    assert all(cue.span.duration_ms <= 7000 for cue in shown)
    assert all(1 <= len(cue.lines) <= 2 for cue in shown)
    assert all(fits(line, longest) for cue in shown for line in cue.lines)
    if not named:
        said = " ".join(" ".join(word.text.split()) for word in transcript.words)
        lines = [line for cue in shown for part in cue.parts for line in part.lines]
        words = [word for word in " ".join(lines).split() if word != INAUDIBLE]
        assert " ".join(words) == said


@settings(max_examples=100)
@given(transcripts())
def test_a_cue_stays_no_more_than_a_second_after_its_last_word(transcript: Transcript) -> None:
    ends = {word.span.end_ms for word in transcript.words}
    ends |= {gap.end_ms for gap in transcript.gaps}
    starts = [word.span.start_ms for word in transcript.words]
    if any(a > b for a, b in pairwise(starts)) or len(set(starts)) < len(starts):
        return  # broken times are mended by moving cues
    for cue in cues(transcript):
        spoken = [end for end in ends if cue.span.start_ms <= end]
        assert any(cue.span.end_ms - 1000 <= end for end in spoken) or not spoken


def shown(*lines: tuple[int, int, str, str], gaps: tuple[Span, ...] = ()) -> tuple[Cue, ...]:
    return cues(assemble(*conversation(*lines, gaps=gaps)))


def lines_of(text: str) -> list[tuple[str, ...]]:
    recognition = Recognition("sv", 60_000, line_of(text, word_ms=330), model=KB_SMALL)
    return [cue.lines for cue in cues(assemble(recognition, Diarisation(())))]


def test_a_number_stays_with_its_unit_and_an_article_with_its_noun() -> None:
    assert lines_of(
        "Under förra året fick vi in ungefär 1 200 anmälningar till en mottagning."
    ) == [
        ("Under förra året fick vi in ungefär", "1 200 anmälningar till en mottagning."),
    ]


def test_a_long_sentence_breaks_at_its_clauses() -> None:
    assert lines_of(
        "När vi började med hembesöken var det många som undrade varför vi kom, men i dag är det "
        "snarare så att familjerna själva ringer och frågar när vi ska komma nästa gång."
    ) == [
        ("När vi började med hembesöken", "var det många som undrade varför vi kom,"),
        ("men i dag är det snarare", "så att familjerna själva ringer"),
        ("och frågar när vi ska komma nästa gång.",),
    ]


def test_a_short_answer_stays_long_enough_to_be_read() -> None:
    first, second = shown((0, 300, "A", "Ja."), (5000, 6000, "B", "Tack för det."))
    assert (first.span, second.span) == (Span(0, 1000), Span(5000, 6000))


def test_a_fast_speaker_is_read_into_the_silence() -> None:
    (cue,) = shown((0, 1000, "A", "Det går fort när man talar så här snabbt."))
    assert cue.span == Span(0, 1500)  # the recording ends there
    (cue, _) = shown(
        (0, 1000, "A", "Det går fort när man talar så snabbt."), (9000, 9500, "A", "Ja.")
    )
    assert cue.span == Span(0, 2000)


def test_a_gap_is_a_cue_of_its_own_that_belongs_to_nobody() -> None:
    _, gap, _ = shown(
        (0, 2000, "A", "Först hörs jag."),
        (8000, 9000, "A", "Sedan hörs jag igen."),
        gaps=(Span(1900, 7000),),
    )
    assert gap == Cue(Span(2000, 7000), (CueVoice("", (INAUDIBLE,)),), None)


def test_a_short_gap_stands_among_the_words_of_its_sentence() -> None:
    lines = ((0, 2000, "A", "Jag heter"), (2600, 4600, "A", "och arbetar här."))
    (cue,) = shown(*lines, gaps=(Span(2000, 2600),))
    assert (cue.lines, cue.span) == (("Jag heter [ohörbart] och arbetar här.",), Span(0, 4600))
    first, gap, last = shown(lines[0], (4600, 6600, "A", "och mer."), gaps=(Span(2000, 4600),))
    assert (first.text, gap.text, last.text) == ("Jag heter", INAUDIBLE, "och mer.")


def test_a_short_gap_before_somebodys_words_begins_their_sentence() -> None:
    (cue,) = shown((1000, 3000, "A", "vi ses."), gaps=(Span(300, 900),))
    assert cue == Cue(Span(300, 3000), (CueVoice("Talare", ("[ohörbart] vi ses.",)),), 0, range(2))


def test_a_gap_that_words_cover_is_not_shown() -> None:
    assert [cue.text for cue in shown((0, 2000, "A", "Jag hörs."), gaps=(Span(100, 1900),))] == [
        "Jag hörs."
    ]


def test_an_authors_cues_stay_as_they_are() -> None:
    recognition, diarisation = conversation((0, 4000, "A", "Ja. Ja. Ja. Ja."))
    recognition = replace(recognition, origin="author", breaks=(0, 1, 3))
    assert [cue.text for cue in cues(assemble(recognition, diarisation))] == [
        "Ja.",
        "Ja. Ja.",
        "Ja.",
    ]


def test_the_name_stands_where_another_begins_to_speak() -> None:
    transcript = assemble(
        *conversation(
            (0, 2000, "A", "Hur går det till i praktiken?"),
            (2400, 5400, "B", "Vi ringer i förväg. Sedan åker vi dit."),
            (5500, 7000, "B", "Det tar en timme."),
        )
    )
    assert [cue.lines for cue in cues(transcript, max_line=32, name_at_change=True)] == [
        ("Talare 1: Hur går", "det till i praktiken?"),
        ("Talare 2: Vi ringer i förväg.", "Sedan åker vi dit."),
        ("Det tar en timme.",),
    ]


def test_an_answer_too_brief_to_be_read_alone_shares_the_cue() -> None:
    transcript = assemble(
        *conversation(
            (0, 2500, "A", "Kommer du med ut till gården?"),
            (2600, 2900, "B", "Mm."),
            (3000, 6000, "A", "Då åker vi klockan åtta i morgon bitti."),
        )
    )
    assert [[(part.name, part.shown) for part in cue.parts] for cue in cues(transcript)] == [
        [("Talare 1", ("Kommer du med ut till gården?",))],
        [
            ("Talare 2", ("– Mm.",)),
            ("Talare 1", ("– Då åker vi klockan åtta i morgon bitti.",)),
        ],
    ]


def test_a_name_that_there_is_no_time_for_is_a_dash() -> None:
    transcript = assemble(
        *conversation(
            (0, 2000, "A", "Hur går det till i praktiken?"),
            (2100, 4000, "B", "Vi ringer och så åker vi dit nästa dag."),
            (4100, 6000, "A", "Och sen så träffar ni familjen hemma?"),
        )
    )
    shown = cues(transcript, max_line=32, name_at_change=True)
    assert [cue.lines for cue in shown] == [
        ("Talare 1: Hur går", "det till i praktiken?"),
        ("– Vi ringer", "och så åker vi dit nästa dag."),
        ("– Och sen så träffar", "ni familjen hemma?"),
    ]


@given(transcripts())
def test_cues_keep_the_craft_where_people_speak_slowly(transcript: Transcript) -> None:
    slow = []
    at = 0
    for segment in transcript.segments:
        words = []
        for word in segment.words:
            text = word.text.strip()[:20]
            end = at + 1500 * len(text) // 10
            words.append(Word(text, Span(at, end)))
            at = end
        slow.append(replace(segment, words=tuple(words)))
        at += 1200
    said = replace(transcript, segments=tuple(slow), gaps=(), duration_ms=at + 1000)
    assert not any(craft(cues(said)).broken)
