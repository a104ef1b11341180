import errno
import os
import select
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from mediahub.errors import MediaError, SettingsError
from mediahub.mediafile import Audio, build_identity, decode, process
from mediahub.transcript import Span

Make = Callable[..., Path]


def loudness(audio: Audio, start_ms: int, end_ms: int) -> float:
    return float(np.sqrt(np.mean(np.square(audio.slice(Span(start_ms, end_ms))))))


@pytest.fixture
def samples(tmp_path: Path) -> Callable[[Path], Audio]:
    return lambda path: decode(path, tmp_path / "out" / "sound.s16", time_limit_s=30)


Decode = Callable[[Path], Audio]


def test_sound_comes_out_as_16_khz_mono(tone: Make, samples: Decode) -> None:
    audio = samples(tone("a.wav"))
    assert audio.samples.dtype == np.int16
    assert len(audio.samples) == 16_000
    # lavfi's sine has an amplitude of 1/8.
    assert loudness(audio, 0, 1000) == pytest.approx(0.125 / 2**0.5, rel=0.01)
    spectrum = np.abs(np.fft.rfft(audio.slice(audio.span)))
    assert int(np.argmax(spectrum)) == 440


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("telefon.wav", ["-ar", "8000", "-c:a", "pcm_alaw"]),
        ("studio.wav", ["-ar", "96000", "-ac", "8", "-c:a", "pcm_s24le"]),
        ("a.flac", ["-ar", "96000", "-af", "aformat=channel_layouts=7.1"]),
        ("a.ogg", ["-c:a", "libvorbis"]),
        ("a.opus", ["-c:a", "libopus"]),
        ("a.m4a", ["-c:a", "aac"]),
        ("a.aiff", []),
        ("a.wma", []),
        ("a.mka", ["-c:a", "ac3"]),
        ("a.aac", []),
        ("a.amr", ["-ar", "8000", "-c:a", "libopencore_amrnb"]),
    ],
)
def test_any_rate_channels_and_codec(
    tone: Make, samples: Decode, name: str, options: list[str]
) -> None:
    audio = samples(tone(name, *options))
    assert abs(audio.duration_ms - 1000) <= 80  # a codec's last frame is padded
    # One loud channel of eight comes out 13 dB lower than a mono recording.
    assert loudness(audio, 100, 900) > 0.019


def test_a_fifth_of_a_second_is_enough(tone: Make, samples: Decode) -> None:
    assert samples(tone("a.wav", seconds=0.2)).duration_ms == 200


def test_an_hour_of_silence_is_a_recording(make: Make, samples: Decode) -> None:
    path = make("tyst.flac", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "3600")
    audio = samples(path)
    assert audio.duration_ms == 3_600_000
    assert not audio.samples.any()


@pytest.mark.parametrize(
    "name",
    ["åäö.mp3", "två ord.mp3", "'citat\".mp3", "-y.mp3", "📼.mp3", "100 %d.mp3", "kl 10:30.mp3"],
)
def test_a_name_is_only_a_name(tmp_path: Path, tone: Make, name: str) -> None:
    audio = decode(tone(name), tmp_path / f"{name}.s16", time_limit_s=30)
    assert abs(audio.duration_ms - 1000) < 60


def test_a_relative_path_with_a_leading_dash(
    tmp_path: Path, tone: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    tone("-i.wav")
    monkeypatch.chdir(tmp_path)
    assert decode(Path("-i.wav"), Path("-o.s16"), time_limit_s=30).duration_ms == 1000


def test_the_sound_of_a_film_keeps_its_place_in_time(make: Make, samples: Decode) -> None:
    path = make(
        "sen.mp4",
        *("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=3"),
        *("-itsoffset", "1.5", "-f", "lavfi", "-i", "sine=duration=1"),
        *("-map", "0:v", "-map", "1:a"),
    )
    audio = samples(path)
    assert loudness(audio, 0, 1400) < 0.001
    assert loudness(audio, 1600, 2400) > 0.05


def test_a_truncated_mp3_gives_what_is_there(tone: Make, samples: Decode) -> None:
    path = tone("a.mp3", seconds=4)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    audio = samples(path)
    assert 1800 < audio.duration_ms < 2100
    assert loudness(audio, 500, 1500) > 0.05


def test_a_truncated_wav_gives_what_is_there(tone: Make, samples: Decode) -> None:
    path = tone("a.wav", seconds=2)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert abs(samples(path).duration_ms - 1000) < 10


def test_only_the_sound_is_read_of_a_film(film: Make, samples: Decode) -> None:
    assert abs(samples(film("a.mkv")).duration_ms - 2000) < 60


def test_a_list_of_files_posing_as_mp3_reads_no_other_file(tmp_path: Path, tone: Make) -> None:
    tone("hemlig.mp3")
    path, target = tmp_path / "lista.mp3", tmp_path / "out.s16"
    path.write_text("ffconcat version 1.0\nfile 'hemlig.mp3'\n")
    # What would happen without the allow-list: ffmpeg reads the other file.
    subprocess.run([process.binary(), "-v", "error", "-i", path, "-f", "null", "-"], check=True)
    with pytest.raises(MediaError, match=r"^lista\.mp3: a playlist or other list of files"):
        decode(path, target, time_limit_s=30)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["hemlig.mp3", "lista.mp3"]


def test_an_hls_list_posing_as_mp3_reads_no_other_file(tmp_path: Path, tone: Make) -> None:
    tone("hemlig.ts", "-c:a", "aac")
    path = tmp_path / "lista.mp3"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\nhemlig.ts\n#EXT-X-ENDLIST\n")
    with pytest.raises(MediaError, match=r"^lista\.mp3: a playlist or other list of files"):
        decode(path, tmp_path / "out.s16", time_limit_s=30)


def test_text_renamed_to_mp3_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_text("Det här är inte ljud. " * 500)
    with pytest.raises(MediaError, match=r"^a\.mp3: a text file, not a recording"):
        decode(path, tmp_path / "out.s16", time_limit_s=30)


def test_a_film_without_sound_fails(tmp_path: Path, make: Make) -> None:
    path = make("stum.mp4", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1")
    with pytest.raises(MediaError, match=r"^stum\.mp4: the file holds no sound"):
        decode(path, tmp_path / "out.s16", time_limit_s=30)
    assert not (tmp_path / "out.s16").exists()


def test_a_wav_header_with_no_samples_fails(tmp_path: Path, tone: Make) -> None:
    path = tone("a.wav")
    path.write_bytes(path.read_bytes()[:78])
    with pytest.raises(MediaError, match=r"^a\.wav: no sound could be read"):
        decode(path, tmp_path / "out.s16", time_limit_s=30)


def test_a_failure_keeps_what_stood_at_the_target(tmp_path: Path) -> None:
    path, target = tmp_path / "a.mp3", tmp_path / "out.s16"
    path.write_text("inte ljud")
    target.write_bytes(b"\x01\x00")
    with pytest.raises(MediaError):
        decode(path, target, time_limit_s=30)
    assert target.read_bytes() == b"\x01\x00"


def test_what_a_killed_program_left_half_decoded_is_removed(
    tmp_path: Path, tone: Make, samples: Decode
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / ".sound-x1y2z3.s16").write_bytes(b"half")
    (folder / "recognition.jsonl").write_text("{}")
    samples(tone("a.wav"))
    assert sorted(path.name for path in folder.iterdir()) == ["recognition.jsonl", "sound.s16"]


def test_the_time_limit_stops_ffmpeg(
    tmp_path: Path, tone: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in for ffmpeg that starts a child and hangs: both must be gone."""
    path, alive = tone("a.wav"), tmp_path / "alive"
    os.mkfifo(alive)
    hanging = tmp_path / "ffmpeg"
    hanging.write_text(f"#!/bin/sh\nexec 3> '{alive}'\ntail -f /dev/null &\nwait\n")
    hanging.chmod(0o755)
    monkeypatch.setattr(process, "binary", lambda: str(hanging))
    # A pipe that both hold open for writing ends when the last of them does.
    reading = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(MediaError, match=r"^a\.wav: .* more than 1 s and was stopped"):
            decode(path, tmp_path / "out.s16", time_limit_s=0.7)
        ended, _, _ = select.select([reading], [], [], 30)
        assert (ended, os.read(reading, 1)) == ([reading], b"")
    finally:
        os.close(reading)


def test_a_full_disk_is_told_as_one(
    tmp_path: Path, tone: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def full(_: Path) -> Iterator[Path]:
        yield Path("/dev/full")

    path = tone("a.wav")
    monkeypatch.setattr(process, "replacing", full)
    with pytest.raises(MediaError, match=r"^a\.wav: there is no room left on the disk"):
        decode(path, tmp_path / "out.s16", time_limit_s=30)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(errno.ENOSPC, "no room left on the disk"), (errno.EACCES, "right to write there")],
)
def test_a_target_that_cannot_be_written_is_told(
    tmp_path: Path, tone: Make, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    @contextmanager
    def refusing(_: Path) -> Iterator[Path]:
        raise OSError(code, os.strerror(code))
        yield

    path = tone("a.wav")
    monkeypatch.setattr(process, "replacing", refusing)
    with pytest.raises(MediaError, match=sentence):
        decode(path, tmp_path / "out.s16", time_limit_s=30)


def test_no_ffmpeg_on_the_path_is_needed_or_used(
    tmp_path: Path, tone: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tone("a.wav")
    wrong = tmp_path / "bin" / "ffmpeg"
    wrong.parent.mkdir()
    wrong.write_text("#!/bin/sh\nexit 1\n")
    wrong.chmod(0o755)
    monkeypatch.setenv("PATH", str(wrong.parent))
    assert decode(path, tmp_path / "out.s16", time_limit_s=30).duration_ms == 1000


def test_an_ffmpeg_that_is_not_there_is_the_operators_matter(
    tmp_path: Path, tone: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tone("a.wav")
    monkeypatch.setattr(process, "binary", lambda: str(tmp_path / "no-ffmpeg"))
    with pytest.raises(SettingsError, match=r"ffmpeg cannot be run .*no-ffmpeg"):
        decode(path, tmp_path / "out.s16", time_limit_s=30)


def test_the_build_is_named_by_its_version() -> None:
    assert build_identity().startswith("ffmpeg version ")
