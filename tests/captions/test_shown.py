"""Who speaks is seen in every player, in a person's cues as well."""

from mediahub.captions.formats import parse_captions, recognition_from_captions, to_srt, to_vtt
from mediahub.transcript import Transcript
from mediahub.transcript.values import Diarisation
from tests.captions.written import vtt
from tests.transcript.examples import assemble


def authored(*texts: str) -> Transcript:
    """A person's captions, a cue of two seconds for each text."""
    cues = parse_captions(vtt(*texts), ".vtt")
    return assemble(recognition_from_captions(cues, 60_000, "sv"), Diarisation(()))


def texts(captions: str) -> list[str]:
    """What stands in each cue, without number and time."""
    blocks = captions.removeprefix("WEBVTT\n\n").strip().split("\n\n")
    return ["\n".join(part for part in block.split("\n") if "-->" not in part) for block in blocks]


def test_another_voice_has_a_dash_where_no_tag_is_drawn() -> None:
    shown = authored("<v Rut>Hinner ni?", "<v Ola>Ja då.", "<v Ola>Vi gör det.", "<v Rut>Bra.")
    assert texts(to_vtt(shown)) == [
        "<v Rut>Hinner ni?</v>",
        "<v Ola>– Ja då.</v>",
        "<v Ola>Vi gör det.</v>",
        "<v Rut>– Bra.</v>",
    ]


def test_our_dash_is_read_back_as_no_word() -> None:
    shown = authored("<v Rut>Hinner ni?", "<v Ola>ja då.", "<v Rut>– Bra.")
    read = parse_captions(to_vtt(shown), ".vtt")
    assert [(cue.voice, cue.text) for cue in read] == [
        ("Rut", "Hinner ni?"),
        ("Ola", "ja då."),
        ("Rut", "Bra."),
    ]


def test_a_name_that_a_cue_has_no_time_for_waits_for_the_next() -> None:
    shown = authored(
        "<v Rut>Hinner ni?", "<v Ola>Ja, nu kan vi göra det i lugn.", "<v Ola>Bra.", "<v Ola>Då så."
    )
    assert [text.partition("\n")[2] for text in texts(to_srt(shown))] == [
        "Rut: Hinner ni?",
        "– Ja, nu kan vi göra det i lugn.",
        "Ola: Bra.",
        "Då så.",
    ]


def test_a_name_that_a_line_has_no_room_for_stands_on_its_own() -> None:
    line = "Det tar en hel timme att komma dit ut."
    text = f"WEBVTT\n\n00:01.000 --> 00:06.000\n<v Ola-Per>{line}\n"
    cues = parse_captions(text, ".vtt")
    shown = assemble(recognition_from_captions(cues, 60_000, "sv"), Diarisation(()))
    assert texts(to_srt(shown)) == [f"1\nOla-Per:\n{line}"]
