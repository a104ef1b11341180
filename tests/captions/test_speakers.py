"""Who speaks in a caption file: by its tags, its labels and its dashes, and nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.captions.formats import to_srt
from mediahub.captions.reading import CaptionCue, read_captions
from mediahub.transcript import Span
from tests.captions.written import read, srt, voices, vtt
from tests.transcript.examples import example


@pytest.mark.parametrize("write", [srt, vtt])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Siv Ek", "Ola"),
        ("SIV", "OLA"),
        ("SIV EK", "STEN ALM"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("Talare 1", "Talare 2"),
        ("Prof. af Ekenstam", "Ann-Marie O'Neill"),
        ("Ek, Siv", "Åsa Öberg (extern)"),
        ("Intervjuare", "Informant"),
    ],
)
def test_a_name_before_a_colon_is_a_voice(write: object, first: str, second: str) -> None:
    assert callable(write)
    text = write(f"{first}: Hej: alla.", f"{second}:\nTack.", f"{first}: Då så.")
    assert voices(read(text)) == [(first, "Hej: alla."), (second, "Tack."), (first, "Då så.")]


def test_a_name_may_stand_in_brackets() -> None:
    text = srt("[SPEAKER_00]: Hej.", "[SPEAKER_01] Tack.", "(Siv Ek): Ja.", "[Siv Ek]\nNej.")
    assert voices(read(text, names=["Siv Ek"])) == [
        ("SPEAKER_00", "Hej."),
        ("SPEAKER_01", "Tack."),
        ("Siv Ek", "Ja."),
        ("Siv Ek", "Nej."),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Viktigt: barnen först.",
        "OBS: nytt rum.",
        "Göteborg: två procent.",
        "EU: ett samarbete.",
        "Kom ihåg: klockan nio.",
        "Så här: vi börjar.",
        "Frågan från salen: varför?",
        "Klockan 10:30 börjar vi.",
        "Vi frågade Siv: vad hände?",
        "SVT:s sändning.",
        "Steg 1: packa väskan.",
        "Region Skåne: tre procent.",
        "Kl. 10: paus.",
    ],
)
def test_what_is_said_before_a_colon_is_no_voice(said: str) -> None:
    text = srt("Siv: Hej.", said, "Ola: Ja.", said)
    assert voices(read(text)) == [("Siv", "Hej."), ("", said), ("Ola", "Ja."), ("", said)]


def test_names_in_brackets_without_a_colon_are_those_that_come_again() -> None:
    text = srt("[Siv Ek] Hej.", "[Ola] Tack.", "[Musik]", "[Siv Ek] Då så.", "[Ola] Ja.")
    assert voices(read(text)) == [
        ("Siv Ek", "Hej."),
        ("Ola", "Tack."),
        ("*", "[Musik]"),
        ("Siv Ek", "Då så."),
        ("Ola", "Ja."),
    ]


def test_a_name_may_follow_a_sound() -> None:
    assert voices(read(srt("[skratt] SIV: Hej.", "– [suckar] Ja.\n– Nej."))) == [
        ("*", "[skratt]"),
        ("SIV", "Hej."),
        ("*", "[suckar]"),
        ("–", "Ja."),
        ("–", "Nej."),
    ]


def test_dashes_before_tags_are_no_text() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:04.000\n- <v Siv>Hej.</v>\n- <v Ola>Tack.</v>\n"
    assert voices(read(text, ".vtt")) == [("Siv", "Hej."), ("Ola", "Tack.")]


def test_a_dash_within_a_tag_is_no_text_where_another_begins() -> None:
    text = vtt("<v Siv>– Hej.", "<v Ola>- Tack.", "<v Ola>– och hej då –", "<v Siv>hej.")
    assert voices(read(text, ".vtt")) == [
        ("Siv–", "Hej."),
        ("Ola–", "Tack."),
        ("Ola", "– och hej då –"),
        ("Siv", "hej."),
    ]


def test_known_people_are_found_by_part_of_their_name_whatever_its_case_and_accents() -> None:
    text = srt("alm: Hej.", "Renée: Ja.", "ASA OBERG: Nej.", "Öberg, Åsa:Jo.", "Bra: så.")
    known = ["Björn Alm", "Renee Ek", "Åsa Öberg"]
    assert voices(read(text, names=known)) == [
        ("alm", "Hej."),
        ("Renée", "Ja."),
        ("ASA OBERG", "Nej."),
        ("Öberg, Åsa", "Jo."),
        ("", "Bra: så."),
    ]


def test_nouns_are_voices_where_they_lead_the_file() -> None:
    text = srt("Läkaren: Hej.", "Patienten: Hej.", "Läkaren: Nå?", "Patienten: Bra.")
    assert [voice for voice, _ in voices(read(text))] == ["Läkaren", "Patienten"] * 2


def test_a_cue_without_a_name_is_nobodys() -> None:
    text = srt("Siv: Hej.", "Varför händer inget?", "Siv: Bra fråga.", "Ola: Ja.")
    assert voices(read(text)) == [
        ("Siv", "Hej."),
        ("", "Varför händer inget?"),
        ("Siv", "Bra fråga."),
        ("Ola", "Ja."),
    ]
    tagged = vtt("<v Siv>Hej.</v>", "<v >Varför?</v>", "Ola sa: nej.", "<v Siv>Bra.</v>")
    assert voices(read(tagged)) == [
        ("Siv", "Hej."),
        ("", "Varför?"),
        ("", "Ola sa: nej."),
        ("Siv", "Bra."),
    ]


def test_names_written_at_a_change_hold_until_the_next() -> None:
    text = srt("SIV: Jag tänkte berätta", "hur vi arbetar.", "OLA: Och hur", "gick det?", "– Bra.")
    assert [voice for voice, _ in voices(read(text))] == ["SIV", "SIV", "OLA", "OLA", "–"]
    marked = srt("&gt;&gt; SIV: Hej.", "Mer.", "[skratt]", ">> OLA: Nej.", ">> Vem?", "Jag.")
    assert voices(read(marked)) == [
        ("SIV–", "Hej."),
        ("SIV", "Mer."),
        ("*", "[skratt]"),
        ("OLA–", "Nej."),
        ("–", "Vem?"),
        ("", "Jag."),
    ]


def test_our_own_srt_says_who_speaks_in_every_cue() -> None:
    transcript = example()
    names = [speaker.name for speaker in transcript.speakers]
    cues = read_captions(to_srt(transcript), ".srt", names=names).cues
    assert [cue.voice for cue in cues] == [
        *["Talare 1"] * 5,
        *["Talare 2"] * 2,
        "",
        "",  # "Mm.", with a dash: there is no time for a name
        *["Talare 3"] * 2,
    ]


def test_zoom_names_beside_the_number() -> None:
    text = (
        'WEBVTT\n\n1 "Siv Ek" (16778240)\n00:01.000 --> 00:02.000\nSiv Ek: Hej.\n\n'
        '2 "Ola" (16779264)\n00:03.000 --> 00:04.000\nTack.\n'
    )
    assert voices(read(text, ".vtt")) == [("Siv Ek", "Hej."), ("Ola", "Tack.")]


def test_a_tag_says_whose_words_a_dash_or_a_colon_stands_in() -> None:
    text = vtt("<v Siv>Siv: – Hej.\n– Ola: nej.</v>", "<v Ola>Siv: kom!</v>")
    assert voices(read(text, ".vtt")) == [("Siv–", "Hej. – Ola: nej."), ("Ola", "Siv: kom!")]


def test_lines_with_dashes_are_by_one_speaker_each() -> None:
    captions = read(srt("– Kommer du?\n– Ja, kanske\nen stund.", "-Jaha.", "Hej då.\n- Hej."))
    assert captions.cues[:2] == (
        CaptionCue(
            Span(1000, 1666), "", "Kommer du?", ("Kommer du?",), Span(1000, 3000), 0, turn=True
        ),
        CaptionCue(
            Span(1666, 3000),
            "",
            "Ja, kanske en stund.",
            ("Ja, kanske", "en stund."),
            Span(1000, 3000),
            0,
            turn=True,
        ),
    )
    assert voices(captions)[2:] == [("–", "Jaha."), ("", "Hej då."), ("–", "Hej.")]


@pytest.mark.parametrize("dash", ["-", "- ", "– ", "—", "‐ ", "--"])
def test_dashes_of_all_kinds(dash: str) -> None:
    assert voices(read(srt(f"{dash}Hej.\n{dash}SIV: Ja."))) == [("–", "Hej."), ("SIV–", "Ja.")]


def test_dialogue_on_one_line() -> None:
    captions = read(srt("– Kommer du? – Ja.", "Vi ses. >> Hej då."))
    assert voices(captions) == [
        ("–", "Kommer du?"),
        ("–", "Ja."),
        ("", "Vi ses."),
        ("–", "Hej då."),
    ]
    assert [cue.inline for cue in captions.cues] == [False, True, False, True]


def test_a_dash_in_a_sentence_is_a_thought() -> None:
    text = srt("vi arbetar med barn\n– och unga – i landet", "– och sedan", "-20 grader.")
    assert voices(read(text)) == [
        ("", "vi arbetar med barn – och unga – i landet"),
        ("", "– och sedan"),
        ("", "-20 grader."),
    ]


def test_two_voices_in_a_cue_share_its_time() -> None:
    captions = read(srt("SIV: Hej.\nOLA: Hej hej."))
    assert [(cue.voice, cue.span, cue.shown, cue.cue) for cue in captions.cues] == [
        ("SIV", Span(1000, 1666), Span(1000, 3000), 0),
        ("OLA", Span(1666, 3000), Span(1000, 3000), 0),
    ]


pieces = st.sampled_from(
    [
        "SIV: ",
        "Ola: ",
        "– ",
        "-",
        ">> ",
        "[skratt] ",
        "ord ",
        "Ja. ",
        "\n",
        "♪ ",
        "<v Bo>",
        "(MUSIK) ",
    ]
)


@given(st.lists(st.lists(pieces, max_size=8).map("".join), min_size=1, max_size=6))
def test_no_word_is_lost_whoever_says_it(texts: list[str]) -> None:
    captions = read_captions(srt(*texts), ".srt")
    said = " ".join(cue.text for cue in captions.cues)
    written = " ".join(texts)
    for word in ("ord", "Ja.", "MUSIK", "skratt"):
        assert said.count(word) == written.count(word) or captions.notices
    assert all(cue.text == " ".join(cue.lines) for cue in captions.cues)
    starts = [cue.span.start_ms for cue in captions.cues]
    assert starts == sorted(starts)
