"""What is heard in a file, whatever its header says: length, track, channels, damage."""

import random
import re
import struct
from pathlib import Path

import numpy as np
import pytest

from mediahub.errors import MediaError
from mediahub.mediafile import (
    USUAL,
    Examined,
    Sound,
    decode,
    examine,
    no_speech,
    probe,
    process,
    render,
)
from mediahub.mediafile.ffmetadata import Tags
from mediahub.mediafile.info import enclosure_suffix
from tests.mediafile.conftest import Make


def heard(path: Path, **options: object) -> Examined:
    return examine(path, name=f"media/{path.name}", **options)  # type: ignore[arg-type]


def codes(found: Examined) -> list[str]:
    return [notice.code for notice in found.notices]


def beeps(seconds: int) -> list[str]:
    """A tone that is on in every other second: where it lies can be heard."""
    tone = f"sine=frequency=440:sample_rate=22050:duration={seconds}"
    return ["-f", "lavfi", "-i", tone, "-af", "volume='lt(mod(t,2),1)':eval=frame", "-ac", "1"]


def loud_seconds(path: Path, tmp_path: Path, sound: Sound = USUAL) -> list[int]:
    """The seconds in which a tone is to be heard."""
    audio = decode(path, tmp_path / "heard.s16", time_limit_s=60, sound=sound)
    whole = len(audio.samples) // 16_000 * 16_000
    middle = np.abs(audio.samples[:whole].astype(int)).reshape(-1, 16_000)[:, 4_000:12_000]
    return [second for second, level in enumerate(middle.mean(axis=1)) if level > 300]


def enclosed(path: Path, found: Examined, tmp_path: Path) -> Path:
    """The enclosure that is made of a file, sound alone."""
    suffix = enclosure_suffix(found.info, path)
    kind = "video" if suffix == ".mp4" else "audio"
    target = tmp_path / f"enclosure{suffix}"
    render(path, target, chapters=(), tags=Tags("T"), cover=None, kind=kind,  # type: ignore[arg-type]
           time_limit_s=60, sound=found.sound, mended=found.mended)  # fmt: skip
    return target


def damaged(path: Path, start: float, end: float) -> Path:
    """The file with random bytes between two shares of its length."""
    data = bytearray(path.read_bytes())
    one, two = int(len(data) * start), int(len(data) * end)
    data[one:two] = random.Random(1).randbytes(two - one)  # noqa: S311
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.wav", "a.flac", "a.ogg", "a.mka", "a.aiff"])
def test_a_sound_file_is_as_long_as_it_says_and_nothing_is_told(tone: Make, name: str) -> None:
    codec = ["-c:a", "libvorbis"] if name == "a.ogg" else []
    found = heard(tone(name, *codec, seconds=3))
    assert abs(found.duration_ms - 3000) < 80
    assert (found.sound, found.mended, found.silent, found.notices) == (Sound(), False, False, ())


def test_the_length_is_that_of_what_is_decoded(tone: Make, tmp_path: Path) -> None:
    path = tone("a.m4a", seconds=3)
    assert heard(path).sound_ms == decode(path, tmp_path / "a.s16", time_limit_s=9).duration_ms


def test_a_variable_bitrate_without_a_header_is_measured(make: Make) -> None:
    path = make("a.mp3", "-f", "lavfi", "-i", "anullsrc=r=44100:cl=mono:d=5", "-f", "lavfi", "-i",
                "anoisesrc=d=10:r=44100", "-filter_complex", "[0:a][1:a]concat=n=2:v=0:a=1",
                "-q:a", "5", "-write_xing", "0")  # fmt: skip
    assert probe(path).duration_ms > 20_000
    found = heard(path)
    assert abs(found.duration_ms - 15_000) < 80
    assert codes(found) == ["length-in-header"]


def test_a_hole_in_time_is_silence_in_words_and_enclosure(make: Make, tmp_path: Path) -> None:
    whole = make("hel.webm", *beeps(6), "-c:a", "libopus")
    path = make("a.webm", "-i", str(whole), "-c", "copy", "-bsf:a",
                "setts=ts=if(gte(PTS\\,3000)\\,PTS+4000\\,PTS)")  # fmt: skip
    found = heard(path)
    assert abs(found.duration_ms - 10_000) < 80
    assert found.mended
    assert [str(one) for one in found.notices] == [
        "media/a.webm: The recording has a gap at 0:03, as when it was paused; there is silence "
        "there."
    ]
    assert loud_seconds(path, tmp_path) == [0, 2, 8]
    assert loud_seconds(enclosed(path, found, tmp_path), tmp_path) == [0, 2, 8]


def test_sound_that_begins_late_in_a_film_is_encoded_with_the_silence(
    make: Make, tmp_path: Path
) -> None:
    path = make("a.mkv", "-f", "lavfi", "-i", "color=size=64x48:rate=10:duration=9", "-itsoffset",
                "3", *beeps(4), "-map", "0:v", "-map", "1:a", "-c:a", "aac", "-c:v", "libx264",
                "-pix_fmt", "yuv420p")  # fmt: skip
    found = heard(path)
    assert found.mended
    assert (abs(found.duration_ms - 9_000) < 120, abs(found.sound_ms - 7_000) < 80) == (True, True)
    target = enclosed(path, found, tmp_path)
    assert loud_seconds(target, tmp_path) == loud_seconds(path, tmp_path)
    assert abs(heard(target).duration_ms - found.duration_ms) < 120


@pytest.mark.parametrize("form", ["a.ogg", "a.opus", "a.m4a", "a.mp3", "a.flac", "a.aac"])
def test_damage_is_told_with_its_time_and_the_enclosure_lies_as_the_words(
    make: Make, tmp_path: Path, form: str
) -> None:
    codec = ["-c:a", "libvorbis"] if form == "a.ogg" else []
    path = damaged(make(form, *beeps(20), *codec), 0.5, 0.6)
    found = heard(path)
    told = [one.said.english for one in found.notices if one.code == "damaged-sound"]
    assert len(told) == 1
    # A page of Ogg holds seconds of sound, and all of it is lost.
    assert re.match(r"The sound is damaged at 0:(0[6-9]|1[0-2])\b", told[0])
    target = enclosed(path, found, tmp_path)
    assert abs(heard(target).duration_ms - found.sound_ms) < 100
    assert loud_seconds(target, tmp_path) == loud_seconds(path, tmp_path)


@pytest.mark.parametrize("name", ["a.m4a", "a.mp3", "a.flac", "a.wav", "a.mka"])
def test_half_a_download_is_told_and_is_as_long_as_what_is_there(tone: Make, name: str) -> None:
    path = tone(name, *(["-movflags", "+faststart"] if name == "a.m4a" else []), seconds=8)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    found = heard(path)
    assert 3_000 < found.duration_ms < 5_000
    assert codes(found) == ["broken-off"]


def test_a_wav_whose_recorder_lost_its_power_is_read_to_its_end(make: Make, tmp_path: Path) -> None:
    path = make("a.wav", *beeps(8))
    data = bytearray(path.read_bytes())
    at = data.find(b"data")
    data[at + 4 : at + 8] = struct.pack("<I", 2 * 22050 * 2)
    path.write_bytes(data)
    found = heard(path)
    assert (found.duration_ms, found.sound) == (8_000, Sound(to_the_end=True))
    assert codes(found) == ["length-in-header"]
    assert loud_seconds(path, tmp_path, found.sound) == [0, 2, 4, 6]
    assert loud_seconds(enclosed(path, found, tmp_path), tmp_path) == [0, 2, 4, 6]


def test_wav_files_glued_together_are_read_to_the_end(tone: Make) -> None:
    path, second = tone("a.wav", seconds=2), tone("b.wav", seconds=3)
    path.write_bytes(path.read_bytes() + second.read_bytes())
    found = heard(path)
    assert abs(found.duration_ms - 5_000) < 10  # the second header is some samples
    assert (found.sound, codes(found)) == (Sound(to_the_end=True), ["length-in-header"])


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_a_wav_from_a_pipe_is_as_long_as_it_is(tone: Make, size: int) -> None:
    path = tone("a.wav", seconds=2)
    data = bytearray(path.read_bytes())
    at = data.find(b"data")
    data[at + 4 : at + 8] = data[4:8] = struct.pack("<I", size)
    path.write_bytes(data)
    assert (heard(path).duration_ms, heard(path).notices) == (2_000, ())


def test_tags_behind_the_sound_of_a_wav_are_not_heard(tone: Make) -> None:
    path = tone("a.wav", seconds=1)
    tags = b"LIST" + struct.pack("<I", 20_000) + b"INFO" + b"x" * 19_996
    path.write_bytes(path.read_bytes() + tags)
    assert (heard(path).duration_ms, heard(path).sound) == (1_000, Sound())


def test_files_glued_together_are_one_recording(make: Make, tmp_path: Path) -> None:
    one = make("1.mp3", *beeps(4), "-write_xing", "0")
    two = make("2.mp3", *beeps(4), "-ar", "48000", "-ac", "2", "-write_xing", "0")
    path = tmp_path / "a.mp3"
    path.write_bytes(one.read_bytes() + two.read_bytes())
    found = heard(path)
    assert abs(found.duration_ms - 8_000) < 200
    assert found.mended
    target = enclosed(path, found, tmp_path)
    assert loud_seconds(target, tmp_path) == loud_seconds(path, tmp_path, found.sound)
    assert abs(heard(target).duration_ms - found.duration_ms) < 100


def test_ogg_files_one_after_the_other_are_one_recording(make: Make, tmp_path: Path) -> None:
    parts = [make(f"{n}.ogg", *beeps(4), "-c:a", "libvorbis").read_bytes() for n in (1, 2)]
    path = tmp_path / "a.ogg"
    path.write_bytes(b"".join(parts))
    assert abs(heard(path).duration_ms - 8_000) < 80


def two_tracks(make: Make, *options: str, first: str = "anullsrc=r=44100:cl=mono:d=3") -> Path:
    return make("a.mkv", "-f", "lavfi", "-i", first, "-f", "lavfi", "-i", "sine=duration=3",
                "-map", "0:a", "-map", "1:a", "-c:a", "aac", "-t", "3", *options)  # fmt: skip


def test_a_silent_track_gives_way_and_both_words_and_enclosure_have_the_other(
    make: Make, tmp_path: Path
) -> None:
    path = two_tracks(make)
    found = heard(path)
    assert found.sound == Sound(track=1)
    assert [str(one) for one in found.notices] == [
        "media/a.mkv: The file has 2 sound tracks; number 2 was taken (the first that is not "
        "silent). If another one is meant, write `track = 1` in the item's TOML."
    ]
    assert loud_seconds(path, tmp_path, found.sound) == [0, 1, 2]
    assert not heard(enclosed(path, found, tmp_path)).silent


LOW = "sine=frequency=200:duration=3"


@pytest.mark.parametrize(
    ("options", "taken"),
    [
        ([], 0),
        (["-disposition:a:0", "0", "-disposition:a:1", "default"], 1),
        (["-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=swe"], 1),
        (["-metadata:s:a:0", "language=swe", "-disposition:a:0", "visual_impaired",
          "-metadata:s:a:1", "language=swe"], 1),
        (["-metadata:s:a:0", "language=swe", "-metadata:s:a:1", "language=eng",
          "-disposition:a:0", "0", "-disposition:a:1", "default"], 0),
    ],
)  # fmt: skip
def test_the_items_language_then_the_files_default_decide(
    make: Make, options: list[str], taken: int
) -> None:
    found = heard(two_tracks(make, *options, first=LOW))
    assert (found.sound.track, codes(found)) == (taken, ["several-tracks"])


def test_a_german_track_is_known_by_either_of_its_codes(make: Make) -> None:
    path = two_tracks(make, "-metadata:s:a:1", "language=ger", first=LOW)
    assert heard(path, language="de-DE").sound.track == 1


def test_a_track_that_a_person_chose_is_taken_without_a_word(make: Make) -> None:
    found = heard(two_tracks(make, first=LOW), track=2)
    assert (found.sound.track, found.notices) == (1, ())
    with pytest.raises(MediaError, match=r"^a\.mkv: track = 3 is asked for, but the file has 2"):
        heard(two_tracks(make), track=3)


PHASE = "pan=stereo|c0=c0|c1=-1*c0"


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.wav"])
def test_channels_in_opposite_phase_are_heard_in_words_and_on_one_loudspeaker(
    tone: Make, tmp_path: Path, name: str
) -> None:
    path = tone(name, "-af", PHASE, seconds=3)
    assert loud_seconds(path, tmp_path) == []
    found = heard(path)
    assert (found.sound, codes(found)) == (Sound(channels="difference"), ["opposite-phase"])
    assert loud_seconds(path, tmp_path, found.sound) == [0, 1, 2]
    target = enclosed(path, found, tmp_path)
    assert probe(target).audio.channels == 1
    assert loud_seconds(target, tmp_path) == [0, 1, 2]


def test_one_of_two_voices_in_opposite_phase_is_not_lost(make: Make, tmp_path: Path) -> None:
    graph = (
        "[0:a]aformat=channel_layouts=mono,asplit[a][b];"
        "[b]volume='if(lt(t,4),1,-1)':eval=frame[r];[a][r]join=inputs=2:channel_layout=stereo"
    )
    path = make("a.wav", "-f", "lavfi", "-i", "sine=duration=6", "-filter_complex", graph)
    found = heard(path)
    assert found.sound == Sound(channels="left")
    assert loud_seconds(path, tmp_path, found.sound) == [0, 1, 2, 3, 4, 5]


def test_a_party_a_channel_is_mixed(make: Make) -> None:
    graph = (
        "[0:a]aformat=channel_layouts=mono,asplit[a][b];"
        "[a]volume='if(lt(t,2),1,0)':eval=frame[l];[b]volume='if(lt(t,2),0,1)':eval=frame[r];"
        "[l][r]join=inputs=2:channel_layout=stereo"
    )
    path = make("a.wav", "-f", "lavfi", "-i", "sine=duration=4", "-filter_complex", graph)
    assert (heard(path).sound, heard(path).notices) == (Sound(), ())


def test_silence_is_told_and_very_quiet_speech_is_none(make: Make, tone: Make) -> None:
    silent = heard(make("tyst.mp3", "-f", "lavfi", "-i", "anullsrc=r=44100:cl=stereo", "-t", "2"))
    assert (silent.silent, codes(silent)) == (True, ["silent-sound"])
    assert not heard(tone("svag.flac", "-af", "volume=-36dB")).silent


def test_a_picture_longer_than_the_sound_is_part_of_the_length(make: Make) -> None:
    path = make("a.mp4", "-f", "lavfi", "-i", "color=size=64x48:rate=10:duration=5", "-f", "lavfi",
                "-i", "sine=duration=3", "-pix_fmt", "yuv420p")  # fmt: skip
    found = heard(path)
    assert (found.duration_ms, found.sound_ms, found.notices) == (5_000, 3_000, ())


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"silent": True}, "There is no sound to be heard."),
        ({"tracks": 2, "track": 1}, "write `track = 1`"),
        ({"lost": 0.5}, "partly cancel each other out"),
        ({}, "look at the item's language"),
    ],
)
def test_why_there_may_be_no_speech(facts: dict[str, object], words: str) -> None:
    given = {"tracks": 1, "track": 0, "silent": False, "lost": 0.0, "mixed": True} | facts
    assert words in str(no_speech("media/a.mp3", **given))  # type: ignore[arg-type]


def test_a_killed_ffmpeg_measures_nothing(
    tone: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tone("a.wav")
    dying = tmp_path / "ffmpeg"
    dying.write_text("#!/bin/sh\nhead -c 6400 /dev/zero\nkill -9 $$\n")
    dying.chmod(0o755)
    monkeypatch.setattr(process, "binary", lambda: str(dying))
    with pytest.raises(MediaError, match=r"^a\.wav: ffmpeg was stopped .*signal 9"):
        heard(path)


def test_the_time_limit_stops_a_measurement(
    tone: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tone("a.wav")
    hanging = tmp_path / "ffmpeg"
    hanging.write_text("#!/bin/sh\ntail -f /dev/null &\nwait\n")
    hanging.chmod(0o755)
    monkeypatch.setattr(process, "binary", lambda: str(hanging))
    with pytest.raises(MediaError, match=r"^a\.wav: .* more than 1 s and was stopped"):
        heard(path, time_limit_s=0.7)
