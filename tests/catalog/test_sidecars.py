"""Captions beside a recording: under the names that tools give them, and one of them taken."""

import pytest

from mediahub.catalog import load
from mediahub.catalog.notices import (
    CAPTIONS_ALONE,
    CAPTIONS_ELSEWHERE,
    CAPTIONS_EMPTY,
    CAPTIONS_LANGUAGE,
    CAPTIONS_NONE,
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
        "tal-svenska.srt", "tal.srt.vtt", "tal.auto.vtt", "tal.sv-orig.vtt",
        "tal.sv.cc.vtt", "tal.sdh.sv.vtt", "tal.sbv", "tal.ttml", "tal.dfxp",
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
            "media/t/theme.toml": '[[items]]\nfile = "d.xyz"\nkind = "podcast"\n',
            "media/t/d.xyz": "",
            "media/t/d.vtt": VTT,
        }
    )
    assert taken(root) == {
        "d.xyz": "d.vtt",
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


@pytest.mark.parametrize(
    ("other", "language"),
    [("tal.en.vtt", "en"), ("tal_en.vtt", "en"), ("tal.hu.vtt", "hu"), ("tal.zh-Hans.vtt", "zh"),
     ("tal.engelska.srt", "en"), ("tal.mp3.fi.vtt", "fi"), ("tal.nb-NO.vtt", "no")],
)  # fmt: skip
def test_the_name_tells_the_language(make, other: str, language: str) -> None:
    root = make({"media/tal.mp3": "", f"media/{other}": VTT})
    assert taken(root) == {"tal.mp3": None}
    assert told(root) == (
        CAPTIONS_LANGUAGE.at(f"media/{other}", language=language, media="tal.mp3", spoken="sv"),
    )


def test_what_a_person_made_goes_before_what_a_machine_heard(make) -> None:
    root = make({"media/a.mp3": "", "media/a.sv.auto.vtt": VTT, "media/a.srt": SRT})
    assert taken(root) == {"a.mp3": "a.srt"}
    assert told(root) == (CAPTIONS_OTHER.at("media/a.sv.auto.vtt", taken="a.srt", media="a.mp3"),)


def test_forced_captions_are_no_transcript(make) -> None:
    root = make({"media/a.mp3": "", "media/a.forced.vtt": VTT})
    assert taken(root) == {"a.mp3": None}
    assert told(root) == (CAPTIONS_ALONE.at("media/a.forced.vtt", example="a.vtt"),)


def test_rivals_are_looked_into_however_large(make) -> None:
    notes = "WEBVTT\n" + "\nNOTE " + "bara ord " * 1000
    root = make({"media/a.mp3": "", "media/a.vtt": notes, "media/a.srt": SRT})
    assert taken(root) == {"a.mp3": "a.srt"}


def test_the_captions_that_the_toml_names_go_before_all(make) -> None:
    root = make(
        {
            "media/a.mp3": "",
            "media/a.vtt": VTT,
            "media/undertexter/klippt (2).srt": SRT,
            "media/a.toml": 'captions = "undertexter/klippt (2).srt"\n',
        }
    )
    assert taken(root) == {"a.mp3": "klippt (2).srt"}
    assert told(root) == (CAPTIONS_OTHER.at("media/a.vtt", taken="klippt (2).srt", media="a.mp3"),)


def test_captions_named_in_the_toml_are_there_and_are_captions(make, problems) -> None:
    assert problems(
        {
            "media/a.mp3": "",
            "media/a.vtt": VTT,
            "media/a.toml": 'captions = "b.vtt"\n',
            "media/c.mp3": "",
            "media/c.txt": "",
            "media/c.toml": 'captions = "c.txt"\n',
            "media/d.md": "",
            "media/d.toml": 'captions = "a.vtt"\n',
        }
    ) == [
        "media/a.toml: key 'captions': 'b.vtt' does not exist in media; did you mean 'a.vtt'?",
        "media/c.toml: key 'captions': 'c.txt' is no caption file; its name ends in .vtt, .srt, "
        ".sbv, .ttml, .dfxp",
        "media/d.toml: key 'captions': 'd.md' is read and not heard; take the key away",
    ]


def test_captions_of_no_recording_are_told_with_the_name_that_would_do(make) -> None:
    root = make(
        {
            "media/podd.mp3": "",
            "media/tal.mp4": "",
            "media/tal (1).vtt": VTT,
            "media/annat.srt": SRT,
            "media/pod.vtt": VTT,
        }
    )
    assert taken(root) == {"podd.mp3": None, "tal.mp4": None}
    assert told(root) == (
        CAPTIONS_ALONE.at("media/annat.srt", example="podd.srt"),
        CAPTIONS_ALONE.at("media/pod.vtt", example="podd.vtt"),
        CAPTIONS_ALONE.at("media/tal (1).vtt", example="tal.vtt"),
    )


def test_a_copy_of_captions_that_are_taken_is_told_as_such(make) -> None:
    root = make({"media/tal.mp4": "", "media/tal.vtt": VTT, "media/tal (1).vtt": VTT})
    assert taken(root) == {"tal.mp4": "tal.vtt"}
    assert told(root) == (CAPTIONS_OTHER.at("media/tal (1).vtt", taken="tal.vtt", media="tal.mp4"),)


def test_captions_in_another_folder_are_told_with_their_recording(make) -> None:
    root = make({"media/t/tal.mp4": "", "media/t/undertexter/tal.sv.vtt": VTT})
    assert taken(root) == {"tal.mp4": None}
    assert told(root) == (
        CAPTIONS_ELSEWHERE.at("media/t/undertexter/tal.sv.vtt", media="media/t/tal.mp4"),
    )


def test_captions_of_a_recording_that_is_gone_are_its(make) -> None:
    root = make({"media/t/theme.toml": '[[items]]\nfile = "a.mp3"\n', "media/t/a.vtt": VTT})
    assert told(root) == ()


def test_captions_are_called_reviewed_in_the_toml(make) -> None:
    root = make(
        {
            "media/t/theme.toml": '[[items]]\nfile = "a.mp3"\ncaptions = "reviewed"\n'
            '[[items]]\nfile = "b.mp3"\n[[items]]\nfile = "c.mp3"\ncaptions = "reviewed"\n',
            "media/t/a.mp3": "",
            "media/t/a.vtt": VTT,
            "media/t/b.mp3": "",
            "media/t/b.vtt": VTT,
            "media/t/c.mp3": "",
        }
    )
    items = {item.path.name: item for item in load(root).items}
    assert [items[name].captions_reviewed for name in ("a.mp3", "b.mp3")] == [True, False]
    assert taken(root)["a.mp3"] == "a.vtt"
    assert told(root) == (CAPTIONS_NONE.at("media/t/c.mp3"),)
