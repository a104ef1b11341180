"""Captions beside a recording: under the names that tools give them, and one of them taken."""

import pytest

from mediahub.catalog import load
from mediahub.catalog.notices import (
    CAPTIONS_ALONE,
    CAPTIONS_EMPTY,
    CAPTIONS_LANGUAGE,
    CAPTIONS_OTHER,
    NO_SERIES,
)
from mediahub.notices import Notice

VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\nHej.\n"
SRT = "1\n00:00:01,000 --> 00:00:04,000\nHej.\n"


def taken(root) -> dict[str, str | None]:
    items = load(root).items
    return {item.path.name: item.captions.name if item.captions else None for item in items}


def told(root) -> tuple[Notice, ...]:
    return tuple(one for one in load(root).notices if one.code != NO_SERIES.code)


@pytest.mark.parametrize(
    "captions",
    [
        "tal.vtt", "tal.VTT", "TAL.vtt", "tal.sv.vtt", "tal.mp3.vtt", "tal.mp3.sv.vtt",
        "tal.sv-SE.srt", "tal.sv_SE.vtt", "tal.se.srt", "tal.swe.srt", "tal_sv.srt",
        "tal-svenska.srt", "tal.sv.cc.vtt", "tal.sdh.sv.vtt", "tal.sbv", "tal.ttml", "tal.dfxp",
    ],
)  # fmt: skip
def test_captions_are_found_under_the_names_that_tools_give(make, captions: str) -> None:
    body = '<tt><p begin="1s" end="2s">Hej</p></tt>' if captions.endswith(("ttml", "xp")) else VTT
    root = make({"media/tal.mp3": "", f"media/{captions}": body})
    assert taken(root) == {"tal.mp3": captions}
    assert told(root) == ()


def test_each_recording_has_its_own(make) -> None:
    root = make(
        {
            "media/a.mp3": "",
            "media/a.vtt": VTT,
            "media/b.mp4": "",
            "media/b.SRT": SRT,
            "media/över.mp3": "",
            "media/o\u0308ver.vtt": VTT,
            "media/c.mp3": "",
            "media/c-2.mp3": "",
            "media/c-2.vtt": VTT,
        }
    )
    assert taken(root) == {
        "a.mp3": "a.vtt",
        "b.mp4": "b.SRT",
        "över.mp3": "o\u0308ver.vtt",
        "c.mp3": None,
        "c-2.mp3": "c-2.vtt",
    }


def test_film_and_sound_of_one_name_share_captions_unless_the_ending_says_whose(make) -> None:
    root = make({"media/a.mp3": "", "media/a.mp4": "", "media/a.mp4.vtt": VTT, "media/a.vtt": VTT})
    assert taken(root) == {"a.mp3": "a.vtt", "a.mp4": "a.mp4.vtt"}


def test_the_language_that_is_spoken_goes_before_none_and_webvtt_before_srt(make) -> None:
    root = make(
        {"media/a.mp3": "", "media/a.sv.srt": SRT, "media/a.vtt": VTT, "media/a.sv.vtt": VTT}
    )
    assert taken(root) == {"a.mp3": "a.sv.vtt"}
    assert told(root) == (
        CAPTIONS_OTHER.at("media/a.sv.srt", taken="a.sv.vtt", media="a.mp3"),
        CAPTIONS_OTHER.at("media/a.vtt", taken="a.sv.vtt", media="a.mp3"),
    )


def test_captions_in_another_language_are_no_transcript(make) -> None:
    root = make({"media/a.mp3": "", "media/a.en-GB.vtt": VTT})
    assert taken(root) == {"a.mp3": None}
    assert told(root) == (
        CAPTIONS_LANGUAGE.at("media/a.en-GB.vtt", language="en", media="a.mp3", spoken="sv"),
    )


def test_they_are_when_the_item_is_in_that_language(make) -> None:
    root = make({"media/a.mp3": "", "media/a.en.vtt": VTT, "media/a.toml": 'language = "en"\n'})
    assert taken(root) == {"a.mp3": "a.en.vtt"}
    assert told(root) == ()


@pytest.mark.parametrize(
    "empty", ["", "WEBVTT\n", "WEBVTT - en titel\n\nNOTE gjord av ett program\n"]
)
def test_captions_without_a_cue_do_not_beat_good_ones(make, empty: str) -> None:
    root = make({"media/a.mp3": "", "media/a.vtt": empty, "media/a.srt": SRT})
    assert taken(root) == {"a.mp3": "a.srt"}
    assert told(root) == (
        CAPTIONS_EMPTY.at("media/a.vtt", instead="a.srt is taken", instead_swedish="a.srt används"),
    )


def test_captions_without_a_cue_alone_are_none(make) -> None:
    root = make({"media/a.mp3": "", "media/a.vtt": "WEBVTT\n"})
    assert taken(root) == {"a.mp3": None}
    assert [one.code for one in told(root)] == ["captions-empty"]


def test_captions_in_utf_16_hold_their_cues(make) -> None:
    root = make({"media/a.mp3": "", "media/a.srt": SRT.encode("utf-16")})
    assert taken(root) == {"a.mp3": "a.srt"}


def test_captions_of_no_recording_are_told(make) -> None:
    root = make({"media/tal.mp4": "", "media/tal (1).vtt": VTT, "media/annat.srt": SRT})
    assert taken(root) == {"tal.mp4": None}
    assert told(root) == (
        CAPTIONS_ALONE.at("media/annat.srt", example="tal.srt"),
        CAPTIONS_ALONE.at("media/tal (1).vtt", example="tal.vtt"),
    )
