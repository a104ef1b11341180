"""What an author put into a media file: chapters, their links, a picture."""

import struct
from pathlib import Path

import mutagen.id3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.mediafile import cover_of, probe
from mediahub.mediafile.id3chapters import chapter_links
from mediahub.transcript import Chapter, Span
from tests.mediafile.conftest import Make


def chaptered(path: Path, version: int) -> Path:
    """The MP3 with two chapters, the second of which has a link and a picture."""
    tags = mutagen.id3.ID3()
    link = mutagen.id3.WXXX(encoding=1, desc="kapitellänk", url="https://a.example/hembesok")
    picture = mutagen.id3.APIC(encoding=0, mime="image/png", type=0, desc="", data=b"\xff\x00png")
    for name, start, end, title, more in (
        ("ett", 0, 400, "Inledning", []),
        ("två", 400, 1000, "Hembesök", [picture, link]),
    ):
        frames = [mutagen.id3.TIT2(encoding=1, text=[title]), *more]
        tags.add(
            mutagen.id3.CHAP(
                element_id=name, start_time=start, end_time=end,
                start_offset=0xFFFFFFFF, end_offset=0xFFFFFFFF, sub_frames=frames,
            )
        )  # fmt: skip
    tags.save(path, v2_version=version)
    return path


@pytest.mark.parametrize("version", [3, 4])
def test_chapters_in_an_mp3_bring_their_links(tone: Make, version: int) -> None:
    assert probe(chaptered(tone("a.mp3"), version)).chapters == (
        Chapter(Span(0, 400), "Inledning", "author"),
        Chapter(Span(400, 1000), "Hembesök", "author", "https://a.example/hembesok"),
    )


@given(st.binary(max_size=200), st.sampled_from([3, 4]), st.integers(0, 255))
def test_any_tag_is_read_as_far_as_it_goes(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, version: int, flags: int
) -> None:
    path = tmp_path_factory.mktemp("tag") / "a.mp3"
    frame = b"CHAP" + struct.pack(">I", len(body)) + b"\0\0" + body
    path.write_bytes(b"ID3" + bytes([version, 0, flags]) + b"\0\0\x02\0" + frame)
    assert isinstance(chapter_links(path), dict)


@pytest.mark.parametrize("first", [0, 6000])
def test_chapters_of_a_matroska_file_that_begins_late_begin_with_it(
    tmp_path: Path, make: Make, first: int
) -> None:
    metadata = tmp_path / "m.txt"
    metadata.write_text(
        ";FFMETADATA1\n"
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={first}\nEND={first + 2000}\ntitle=Inledning\n"
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={first + 2000}\nEND={first + 4000}\ntitle=Två\n"
    )
    inside = make("a.mka", "-f", "lavfi", "-i", "sine=duration=4", "-i", str(metadata),
                  "-map_chapters", "1", "-output_ts_offset", "6")  # fmt: skip
    assert [one.span.start_ms for one in probe(inside).chapters] == [0, 2000]


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.flac"])
def test_the_picture_in_a_file_comes_out_as_it_lies_there(make: Make, name: str) -> None:
    cover = make("c.png", "-f", "lavfi", "-i", "color=red:size=16x16", "-frames:v", "1")
    path = make(name, "-f", "lavfi", "-i", "sine=duration=1", "-i", str(cover), "-map", "0:a",
                "-map", "1:v", "-c:v", "copy", "-disposition:v", "attached_pic")  # fmt: skip
    assert cover_of(path) == cover.read_bytes()


def test_a_film_and_plain_sound_have_no_cover(film: Make, tone: Make) -> None:
    assert (cover_of(film("a.mp4")), cover_of(tone("a.mp3"))) == (None, None)
