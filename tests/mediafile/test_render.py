import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import mutagen
import numpy as np
import pytest

from mediahub.errors import MediaError
from mediahub.mediafile import Tags, probe, process, render
from mediahub.mediafile.ffmetadata import ffmetadata
from mediahub.transcript import Chapter, Span

Make = Callable[..., Path]

TAGS = Tags(
    title="Tidiga insatser = mer än ett ord; #1",
    album="Förebyggandepodden",
    artist="Ärlagårds stad",
    date="2020-06-03",
    comment="Rad ett\nRad två",
    genre="Podcast",
    language="sv",
)
# The longest title first and the shortest last: mutagen would write these by size.
CHAPTERS = (
    Chapter(Span(0, 300), "Inledning med en mycket lång rubrik"),
    Chapter(Span(300, 600), "Hembesök"),
    Chapter(Span(600, 1000), "Å"),
)


def made(
    source: Path, name: str, kind: Literal["audio", "video"] = "audio", **options: Any
) -> Path:
    target = source.parent / "feed" / name
    given = {"chapters": CHAPTERS, "tags": TAGS, "cover": None} | options
    render(source, target, kind=kind, time_limit_s=60, **given)
    return target


def packets(path: Path, stream: str) -> list[str]:
    """The digest of every packet: equal lists mean that nothing was encoded anew."""
    command = [process.binary(), "-v", "error", "-i", f"file:{path}", "-map", stream]
    command += ["-c", "copy", "-f", "framehash", "-"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [line.split(",")[-1].strip() for line in out.splitlines() if line[0] != "#"]


@pytest.fixture
def cover(make: Make) -> Path:
    return make("omslag %d.jpg", "-f", "lavfi", "-i", "color=red:size=32x32", "-frames:v", "1",
                "-update", "1")  # fmt: skip


def test_an_mp3_gets_tags_and_chapters_in_order_of_time(tone: Make, cover: Path) -> None:
    source = tone("a.mp3", "-metadata", "title=Gammal", "-metadata", "composer=Läcker ut")
    target = made(source, "b.mp3", cover=cover)
    tags = mutagen.File(target).tags
    assert tags.version == (2, 3, 0)
    assert {
        key: [str(text) for text in frame.text]
        for key, frame in tags.items()
        if key[0] in "TX" and not key.startswith("TXXX")
    } == {
        "TIT2": [TAGS.title],
        "TALB": [TAGS.album],
        "TPE1": [TAGS.artist],
        "TDRC": ["2020-06-03"],
        "TCON": ["Podcast"],
        "TLAN": ["swe"],
    }
    assert [f.text for f in tags.getall("TXXX")] == [["Rad ett\nRad två"]]
    contents = tags.getall("CTOC")[0]
    assert int(contents.flags) == 3  # top level, ordered
    frames = {frame.element_id: frame for frame in tags.getall("CHAP")}
    assert [
        (f.start_time, f.end_time, f.sub_frames["TIT2"].text[0])
        for f in map(frames.get, contents.child_element_ids)
    ] == [(c.span.start_ms, c.span.end_ms, c.title) for c in CHAPTERS]
    # In the file itself too, for players that read no table of contents.
    data = target.read_bytes()
    places = [data.index(title.encode("utf-16")) for title in (c.title for c in CHAPTERS[:2])]
    assert places == sorted(places)
    picture = tags.getall("APIC")[0]
    assert (picture.mime, picture.type, picture.data) == ("image/jpeg", 3, cover.read_bytes())


def test_what_pyav_reads_back_is_what_was_given(tone: Make) -> None:
    info = probe(made(tone("a.mp3"), "b.mp3"))
    assert [(c.span, c.title) for c in info.chapters] == [(c.span, c.title) for c in CHAPTERS]
    assert info.tags["title"] == TAGS.title


@pytest.mark.parametrize(("name", "stream"), [("a.mp3", "0:a"), ("a.m4a", "0:a")])
def test_sound_that_apps_can_play_is_copied(tone: Make, name: str, stream: str) -> None:
    source = tone(name, "-ac", "2")
    target = made(source, f"b{source.suffix}")
    assert packets(target, stream) == packets(source, stream)


def test_a_film_is_copied_with_both_kinds_of_chapters(film: Make) -> None:
    source = film("a.mp4", "-metadata", "composer=Läcker ut")
    target = made(source, "b.mp4", "video")
    for stream in ("0:v:0", "0:a:0"):
        assert packets(target, stream) == packets(source, stream)
    info = probe(target)
    assert [(c.span, c.title) for c in info.chapters[:2]] == [
        (c.span, c.title) for c in CHAPTERS[:2]
    ]
    assert info.audio.language == "swe"
    data = target.read_bytes()
    assert b"chpl" in data  # Nero's, the only one that AntennaPod reads
    assert b"tref" in data and b"chap" in data  # QuickTime's text track, Apple's
    assert data.index(b"moov") < data.index(b"mdat")  # playable before it is all there
    tags = mutagen.File(target).tags
    assert "\xa9wrt" not in tags
    assert (tags["\xa9nam"], tags["\xa9day"]) == ([TAGS.title], ["2020-06-03"])


def test_old_chapters_of_a_film_give_way(film: Make) -> None:
    first = made(film("a.mp4"), "b.mp4", "video")
    second = made(first, "c.mp4", "video", chapters=(Chapter(Span(0, 2000), "Allt"),))
    assert [c.title for c in probe(second).chapters] == ["Allt"]


def test_other_sound_becomes_mp3(tone: Make) -> None:
    info = probe(made(tone("a.wav", "-ar", "48000"), "b.mp3"))
    assert (info.audio.codec, info.audio.bitrate, info.audio.channels) == ("mp3", 96_000, 1)


def test_surround_becomes_stereo(tone: Make) -> None:
    info = probe(made(tone("a.wav", "-ar", "96000", "-ac", "8"), "b.mp3"))
    assert (info.audio.bitrate, info.audio.channels, info.audio.rate_hz) == (128_000, 2, 44_100)


def test_another_film_becomes_h264_and_aac(film: Make) -> None:
    source = film("a.webm", "-c:v", "libvpx", "-c:a", "libopus", "-s", "63x47")
    info = probe(made(source, "b.mp4", "video"))
    assert info.video is not None
    assert (info.video.codec, info.video.width, info.video.height) == ("h264", 62, 46)
    assert info.audio.codec == "aac"


def test_a_film_can_become_sound_only(film: Make) -> None:
    source = film("a.mp4")
    for name, codec in (("b.mp3", "mp3"), ("b.m4a", "aac")):
        info = probe(made(source, name))
        assert (info.audio.codec, info.video) == (codec, None)


def test_a_cover_in_an_m4a(tone: Make, cover: Path) -> None:
    target = made(tone("a.m4a"), "b.m4a", cover=cover)
    assert bytes(mutagen.File(target).tags["covr"][0]) == cover.read_bytes()
    assert probe(target).cover == "mjpeg"


def test_a_source_keeps_its_own_cover_when_none_is_given(tone: Make, cover: Path) -> None:
    first = made(tone("a.mp3"), "b.mp3", cover=cover)
    again = made(first, "c.mp3")
    assert mutagen.File(again).tags.getall("APIC")[0].data == cover.read_bytes()


def test_a_cover_that_is_no_picture_is_told(tmp_path: Path, tone: Make) -> None:
    wrong = tmp_path / "omslag.jpg"
    wrong.write_text("ffconcat version 1.0")
    with pytest.raises(MediaError, match=r"^omslag\.jpg: the cover is neither a JPEG nor a PNG"):
        made(tone("a.mp3"), "b.mp3", cover=wrong)


@pytest.mark.parametrize(
    ("name", "kind"), [("b.mp3", "audio"), ("b.m4a", "audio"), ("b.mp4", "video")]
)
def test_the_same_inputs_give_the_same_bytes(
    film: Make, name: str, kind: Literal["audio", "video"]
) -> None:
    source = film("a.mov", "-c:v", "mpeg4", "-c:a", "pcm_s16le")
    assert made(source, name, kind).read_bytes() == made(source, f"2{name}", kind).read_bytes()


def test_without_chapters_or_optional_tags_nothing_is_made_up(tone: Make) -> None:
    target = made(tone("a.mp3"), "b.mp3", chapters=(), tags=Tags(title="Ensam"))
    assert {k: str(v) for k, v in mutagen.File(target).tags.items()} == {"TIT2": "Ensam"}


@pytest.mark.parametrize("name", ["-y.mp3", "'ö\" %d 📼.mp3", "kl 10:30.mp3"])
def test_a_name_is_only_a_name(tone: Make, name: str) -> None:
    source = tone(name)
    assert probe(made(source, name)).tags["title"] == TAGS.title


def test_a_source_that_is_no_media_leaves_no_enclosure(tmp_path: Path) -> None:
    source = tmp_path / "a.mp3"
    source.write_text("ffconcat version 1.0\nfile 'b.mp3'\n")
    with pytest.raises(MediaError, match=r"^a\.mp3: a playlist"):
        made(source, "b.mp3")
    assert not (tmp_path / "feed").exists()


def test_a_suffix_that_does_not_fit_the_kind_is_a_bug(film: Make) -> None:
    with pytest.raises(ValueError, match="no enclosure of kind audio"):
        made(film("a.mp4"), "b.mp4", "audio")


def test_metadata_is_written_in_a_fixed_order_and_escaped() -> None:
    tags = replace(TAGS, artist="", genre="", comment="a\r\nb\x00\\c")
    assert ffmetadata(tags, (CHAPTERS[1], CHAPTERS[0])) == (
        ";FFMETADATA1\n"
        "title=Tidiga insatser \\= mer än ett ord\\; \\#1\n"
        "album=Förebyggandepodden\n"
        "date=2020-06-03\n"
        "comment=a\\\nb \\\\c\n"
        "language=swe\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=300\n"
        "title=Inledning med en mycket lång rubrik\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=300\nEND=600\ntitle=Hembesök\n"
    )


def test_h264_that_phones_cannot_play_is_encoded_anew(film: Make) -> None:
    source = film("a.mp4", "-pix_fmt", "yuv444p")
    info = probe(made(source, "b.mp4", "video"))
    assert info.video is not None
    assert info.video.pixel_format == "yuv420p"


def test_twelve_chapters_stay_in_order(tone: Make) -> None:
    """Their ids sort as ch0, ch1, ch10, ch11, ch2: the order must come from the file."""
    chapters = tuple(Chapter(Span(i * 80, (i + 1) * 80), f"Kapitel {i}") for i in range(12))
    for name in ("b.mp3", "b.m4a"):
        target = made(tone("a.wav"), name, chapters=chapters)
        assert [c.title for c in probe(target).chapters] == [c.title for c in chapters]


def loudness(path: Path, start_s: float, end_s: float) -> int:
    """The loudest sample between two times, of 32,767."""
    command = [process.binary(), "-v", "error", "-i", f"file:{path}", "-map", "a:0"]
    command += ["-af", f"atrim={start_s}:{end_s}", "-ac", "1", "-f", "s16le", "-"]
    out = subprocess.run(command, check=True, capture_output=True).stdout
    return int(np.abs(np.frombuffer(out, "<i2").astype(int)).max(initial=0))


@pytest.mark.parametrize("suffix", [".mp3", ".m4a"])
def test_nothing_is_heard_in_a_silence_and_all_else_is(tone: Make, suffix: str) -> None:
    source = tone(f"a{suffix}", seconds=3)
    silences = (Span(1000, 1500), Span(2000, 2010))
    target = made(source, f"b{suffix}", silences=silences)
    assert packets(target, "a:0") != packets(source, "a:0")  # encoded, though it could be copied
    heard = loudness(source, 0.1, 0.9)
    assert loudness(target, 1.0, 1.5) < heard / 50
    assert loudness(target, 2.0, 2.01) < heard / 50
    for start, end in ((0.1, 0.9), (1.6, 1.9), (2.1, 2.9)):
        assert loudness(target, start, end) > heard * 0.8
    assert probe(target).duration_ms == pytest.approx(probe(source).duration_ms, abs=60)


def test_a_silence_in_a_film_leaves_the_picture_as_it_is(film: Make) -> None:
    source = film("a.mp4")
    target = made(source, "b.mp4", "video", silences=(Span(500, 1500),))
    assert packets(target, "v:0") == packets(source, "v:0")
    assert loudness(target, 0.5, 1.5) < loudness(source, 0.5, 1.5) / 50


@pytest.mark.parametrize(
    ("size", "smaller"),
    [("640x360", (96, 54)), ("360x640", (54, 96)), ("50x41", (48, 40)), ("54x54", (54, 54))],
)
def test_a_film_is_made_small_by_its_shorter_side(make: Make, size: str, smaller):
    inputs = [f"testsrc=size={size}:rate=10:duration=2", "sine=duration=2"]
    source = make("a.mp4", *(part for one in inputs for part in ("-f", "lavfi", "-i", one)),
                  "-c:v", "mpeg4")  # fmt: skip
    target = made(source, "b.mp4", "video", height=54)
    info = probe(target)
    assert info.video is not None
    assert (info.video.codec, info.video.width, info.video.height) == ("h264", *smaller)
    assert packets(target, "0:a:0") == packets(source, "0:a:0")
    data = target.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert made(source, "c.mp4", "video", height=54).read_bytes() == data
