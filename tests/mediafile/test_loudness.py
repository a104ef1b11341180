"""Published sound is as loud as podcasts are, and lies where it lay."""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mediahub.errors import MediaError
from mediahub.mediafile import USUAL, Tags, probe, render
from mediahub.mediafile.loudness import Loudness, levelling, loudness_of
from mediahub.mediafile.process import binary
from mediahub.transcript import Chapter, Span
from tests.mediafile.test_render import packets

Make = Callable[..., Path]
SPEECHLIKE = "anoisesrc=duration=6:color=pink:seed=7:amplitude=0.5,tremolo=f=4:d=0.7"


@pytest.fixture
def speech(make: Make) -> Make:
    """`speech("a.mp3", -30)`: six seconds of noise that swells as speech does, so loud (LUFS)."""

    def run(name: str, level: float, *args: str, more: str = "") -> Path:
        plain = make("plain.wav", "-f", "lavfi", "-i", SPEECHLIKE, "-ar", "44100")
        gain = level - heard(plain).integrated
        return make(name, "-i", f"file:{plain}", "-af", f"volume={gain}dB{more}", *args)

    return run


def heard(path: Path) -> Loudness:
    return loudness_of(path, USUAL, "anull", time_limit_s=60)


def made(source: Path, name: str, loudness: float | None = -16, **options: object) -> Path:
    target = source.parent / "feed" / name
    given = {"chapters": (), "tags": Tags("Ett"), "cover": None, "kind": "audio"} | options
    render(source, target, time_limit_s=60, loudness=loudness, **given)  # type: ignore[arg-type]
    return target


def samples(path: Path) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    command = [binary(), "-v", "error", "-i", f"file:{path}", "-f", "s16le", "-ac", "1"]
    out = subprocess.run([*command, "-ar", "44100", "-"], check=True, capture_output=True).stdout
    return np.frombuffer(out, "<i2").astype(float)


@pytest.mark.parametrize("level", [-36, -24, -19, -12, -6])
@pytest.mark.parametrize(("name", "out"), [("a.mp3", "b.mp3"), ("a.m4a", "b.m4a"),
                                           ("a.wav", "b.mp3")])  # fmt: skip
def test_sound_comes_out_at_the_loudness_that_is_wanted(
    speech: Make, level: float, name: str, out: str
):
    got = heard(made(speech(name, level, "-ac", "2"), out))
    assert abs(got.integrated + 16) <= 1
    assert got.peak <= -1.5


def test_a_source_that_is_loud_enough_already_is_copied(tone: Make):
    source = tone("a.mp3", "-af", "volume=6dB")  # −15.8 LUFS
    assert packets(made(source, "b.mp3"), "0:a") == packets(source, "0:a")
    assert packets(made(source, "c.mp3", -20), "0:a") != packets(source, "0:a")


def test_without_a_loudness_sound_is_left_as_it_is(speech: Make):
    source = speech("a.mp3", -30)
    assert packets(made(source, "b.mp3", None), "0:a") == packets(source, "0:a")


def test_single_peaks_are_held_down_and_the_rest_is_raised(speech: Make):
    clap = ",volume='if(between(mod(t,2),1,1.004),60,1)':eval=frame"
    source = speech("a.wav", -34, more=",asetnsamples=n=64:p=0" + clap)
    before, after = heard(source), heard(made(source, "b.mp3"))
    assert before.peak - before.integrated > 20  # a gain alone would not do
    assert abs(after.integrated + 16) <= 1
    assert after.peak <= -1.5


@pytest.mark.parametrize("source", ["anullsrc=duration=2", "sine=duration=0.2"])
def test_silence_is_not_raised(make: Make, source: str):
    path = make("a.mp3", "-f", "lavfi", "-i", source)
    assert packets(made(path, "b.mp3"), "0:a") == packets(path, "0:a")


@pytest.mark.parametrize("amplitude", [0.02, 0.9])
def test_nothing_moves_in_time(make: Make, amplitude: float):
    knocks = f"aevalsrc='if(lt(mod(t,1),0.02),{amplitude}*sin(2*PI*900*t),0)':s=44100:d=5"
    source = make("a.wav", "-f", "lavfi", "-i", knocks)
    target = made(source, "b.mp3", chapters=(Chapter(Span(0, 2000), "A"),
                                             Chapter(Span(2000, 5000), "B")))  # fmt: skip
    one, other = samples(source), samples(target)
    assert abs(len(one) - len(other)) <= 1152  # a frame of MP3, as without any gain
    assert _beginnings(other) == pytest.approx(_beginnings(one), abs=90)  # 2 ms
    assert [c.span for c in probe(target).chapters] == [Span(0, 2000), Span(2000, 5000)]


def _beginnings(wave: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Sequence[int]:
    loud = np.flatnonzero(np.abs(wave) > 0.3 * np.abs(wave).max())
    return [int(loud[0]), *(int(at) for at in loud[1:][np.diff(loud) > 20_000])]


def test_the_filters_neither_move_nor_lose_a_sample(speech: Make):
    source = speech("a.wav", -30, more=",volume='if(between(t,1,1.01),30,1)':eval=frame")
    filters = levelling(source, USUAL, USUAL.filters, -16, time_limit_s=60)
    assert "alimiter" in filters
    out = source.with_name("levelled.wav")
    command = [binary(), "-v", "error", "-i", f"file:{source}", "-af", USUAL.filters + filters]
    subprocess.run([*command, "-ar", "44100", f"file:{out}"], check=True)
    one, other = samples(source), samples(out)
    assert len(one) == len(other)
    shift = np.argmax(np.correlate(other[50_000:52_000], one[50_100:51_900]))
    assert shift == 100


def test_sound_glued_of_unlike_files_is_levelled_by_its_loudest_part(make: Make, speech: Make):
    parts = [speech("a.mp3", -40, "-ar", "22050"), speech("b.mp3", -24, "-ar", "48000", "-ac", "2"),
             speech("c.mp3", -33, "-ar", "44100")]  # fmt: skip
    source = parts[0].with_name("glued.mp3")
    source.write_bytes(b"".join(part.read_bytes() for part in parts))
    glued = replace(USUAL, steady=False)
    before = made(source, "d.mp3", None, sound=glued, mended=True)
    after = made(source, "e.mp3", sound=glued, mended=True)
    one, other = samples(before), samples(after)
    assert len(one) == len(other)
    assert heard(after).peak <= -1.5
    third = len(one) // 3
    rise = np.abs(other[third : 2 * third]).mean() / np.abs(one[third : 2 * third]).mean()
    assert 20 * np.log10(rise) == pytest.approx(8.5, abs=1)


def test_a_film_is_levelled_and_its_picture_copied(film: Make):
    source = film("a.mp4")
    target = made(source, "b.mp4", kind="video")
    assert packets(target, "0:v:0") == packets(source, "0:v:0")
    assert abs(heard(target).integrated + 16) <= 1
    assert abs(probe(target).duration_ms - probe(source).duration_ms) <= 50


def test_the_same_sound_gives_the_same_bytes(speech: Make):
    source = speech("a.mp3", -28)
    assert made(source, "b.mp3").read_bytes() == made(source, "c.mp3").read_bytes()


def test_what_cannot_be_measured_is_told(make: Make, tmp_path: Path):
    text = tmp_path / "a.mp3"
    text.write_text("Ingen ljudfil\n" * 200, encoding="utf-8")
    with pytest.raises(MediaError, match=r"^a\.mp3: a text file, not a recording"):
        loudness_of(text, USUAL, "anull", time_limit_s=60)
