from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.errors import MediaError
from mediahub.mediafile import AudioStream, MediaInfo, VideoStream, enclosure_suffix, probe
from mediahub.transcript import Chapter, Span

Make = Callable[..., Path]


def test_an_mp3_tells_its_length_stream_and_tags(tone: Make) -> None:
    path = tone("a.mp3", "-ac", "2", "-b:a", "64k", "-metadata", "TITLE=Tidiga insatser")
    info = probe(path)
    assert info.container == "mp3"
    assert info.audio == AudioStream("mp3", 44100, 2, 64000)
    assert info.video is None
    assert abs(info.duration_ms - 1000) < 60
    assert info.tags["title"] == "Tidiga insatser"


def test_a_film_tells_its_picture(film: Make) -> None:
    info = probe(film("a.mp4"))
    assert info.video == VideoStream("h264", 64, 48, "yuv420p")
    assert (info.audio.codec, info.audio.language, info.duration_ms) == ("aac", None, 2000)


@pytest.mark.parametrize("name", ["a.ogg", "a.opus", "a.flac", "a.m4a", "a.wav", "a.mka"])
def test_tags_are_found_in_any_container(tone: Make, name: str) -> None:
    codec = ["-c:a", "libvorbis"] if name == "a.ogg" else []
    assert probe(tone(name, *codec, "-metadata", "title=Hembesök")).tags["title"] == "Hembesök"


def test_a_cover_picture_is_not_a_film(tone: Make, make: Make) -> None:
    cover = make("c.png", "-f", "lavfi", "-i", "color=red:size=16x16", "-frames:v", "1")
    path = tone("a.mp3", "-i", str(cover), "-map", "0:a", "-map", "1:v", "-c:v", "copy")
    info = probe(path)
    assert (info.video, info.cover) == (None, "png")


def test_chapters_in_a_file_are_read_in_order_of_time(tmp_path: Path, tone: Make) -> None:
    metadata = tmp_path / "m.txt"
    metadata.write_text(
        ";FFMETADATA1\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=400\ntitle=Hembesök\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=400\nEND=1000\ntitle=Skolan\n",
        encoding="utf-8",
    )
    path = tone("a.m4a", "-f", "ffmetadata", "-i", str(metadata), "-map_chapters", "1")
    assert probe(path).chapters == (
        Chapter(Span(0, 400), "Hembesök", source="author"),
        Chapter(Span(400, 1000), "Skolan", source="author"),
    )


def test_a_film_without_a_stated_length_is_measured(tmp_path: Path, film: Make) -> None:
    path = film("a.webm", "-live", "1", "-c:v", "libvpx", "-c:a", "libopus", "-f", "webm")
    assert abs(probe(path).duration_ms - 2000) < 100


NAMES = ["åäö.mp3", "två ord.mp3", "'citat\".mp3", "-y.mp3", "📼.mp3", "100 %d.mp3", "kl 10:30.mp3"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_name(tone: Make, name: str) -> None:
    assert probe(tone(name)).audio.codec == "mp3"


def test_latin_1_tags_do_not_stop_the_file(tone: Make) -> None:
    path = tone("a.mp3", "-metadata", "title=XXX", "-id3v2_version", "3", "-write_id3v1", "1")
    path.write_bytes(path.read_bytes().replace(b"XXX", b"\xe5\xe4\xf6"))
    assert probe(path).audio.codec == "mp3"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "tom.mp3",
            b"",
            "tom.mp3: the file is empty (0 bytes). Copy it again from the original.",
        ),
        (
            "text.mp3",
            "Det här är en åsikt, inte ett ljud.\n".encode() * 50,
            "text.mp3: a text file, not a recording. Check that the right file was copied.",
        ),
        (
            "hls.mp3",
            b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nsecret.mp3\n#EXT-X-ENDLIST\n",
            "hls.mp3: a playlist or other list of files, not a recording. Put the recording "
            "itself here; nothing that the list names was read.",
        ),
    ],
)
def test_what_is_not_media_says_what_it_is(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MediaError) as caught:
        probe(path)
    assert str(caught.value) == sentence


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"^borta\.mp3: the file is not there\."):
        probe(tmp_path / "borta.mp3")


def test_a_folder_is_not_a_recording(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="not a file"):
        probe(tmp_path)


def test_random_bytes_are_not_a_recording(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(bytes((i * 7919 + i // 251) % 256 for i in range(20_000)))
    with pytest.raises(MediaError, match=r"^a\.mp3: not a sound or film file"):
        probe(path)


def test_an_mp4_cut_before_its_index_says_so(film: Make) -> None:
    path = film("a.mp4")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(MediaError, match=r"^a\.mp4: not a whole MP4 file: its index \(moov\)"):
        probe(path)


def test_a_film_without_sound_says_so(make: Make) -> None:
    path = make("stum.mp4", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1")
    with pytest.raises(MediaError) as caught:
        probe(path)
    assert str(caught.value) == (
        "stum.mp4: the file has a picture but no sound. "
        "Export it with its sound track, or remove it."
    )


def test_a_picture_is_not_a_recording(make: Make) -> None:
    path = make("bild.png", "-f", "lavfi", "-i", "color=red:size=16x16", "-frames:v", "1")
    with pytest.raises(MediaError, match="not a sound or film file"):
        probe(path.rename(path.with_suffix(".mp3")))


SOUND = AudioStream("aac", 48000, 2, 128000)


@pytest.mark.parametrize(
    ("info", "source", "suffix"),
    [
        (MediaInfo(1, "mp3", AudioStream("mp3", 44100, 1, 1)), "a.mp3", ".mp3"),
        (MediaInfo(1, "mov", SOUND), "a.m4a", ".m4a"),
        (MediaInfo(1, "mov", SOUND), "a.MP4", ".m4a"),
        (MediaInfo(1, "aac", SOUND), "a.aac", ".mp3"),
        (MediaInfo(1, "wav", AudioStream("pcm_s16le", 44100, 1, 1)), "a.wav", ".mp3"),
        (MediaInfo(1, "webm", SOUND, VideoStream("vp9", 2, 2)), "a.webm", ".mp4"),
    ],
)
def test_the_enclosure_keeps_what_apps_can_play(info: MediaInfo, source: str, suffix: str) -> None:
    assert enclosure_suffix(info, Path(source)) == suffix
