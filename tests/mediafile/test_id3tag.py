"""Chapters in an MP3's tag: written so that every player reads them, and looked over."""

from pathlib import Path

import pytest

from mediahub.mediafile import enclosed, probe
from mediahub.mediafile.id3chapters import chapter_links
from mediahub.mediafile.id3tag import tag_problems, write_chapters
from mediahub.transcript import Chapter, Span

SOUND = b"\xff\xfb\x90\x00" + b"\0" * 413
CHAPTERS = tuple(
    Chapter(Span(n * 1000, n * 1000 + 1000), title, "author", link)
    for n, (title, link) in enumerate(
        [("Inledning", None), ("Hembesök", "https://example.se/h"), ("Frågor", None)]
    )
)


def frame(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "big") + b"\0\0" + body


def chap(name: bytes, start: int, end: int, inner: bytes = frame(b"TIT2", b"\0A")) -> bytes:
    times = start.to_bytes(4, "big") + end.to_bytes(4, "big") + b"\xff" * 8
    return frame(b"CHAP", name + b"\0" + times + inner)


def toc(*names: bytes, flags: int = 3) -> bytes:
    return frame(
        b"CTOC", b"toc\0" + bytes([flags, len(names)]) + b"".join(n + b"\0" for n in names)
    )


def tagged(path: Path, *frames: bytes, version: int = 3, longer: int = 0) -> Path:
    body = b"".join(frames)
    size = len(body) + longer
    head = bytes([size >> shift & 0x7F for shift in (21, 14, 7, 0)])
    path.write_bytes(b"ID3" + bytes([version, 0, 0]) + head + body + SOUND)
    return path


A, B = chap(b"chp000", 0, 1000), chap(b"chp001", 1000, 2000)
LIST = toc(b"chp000", b"chp001")


@pytest.mark.parametrize(
    ("rule", "frames"),
    [
        ("id3-ids", (LIST, A, chap(b"chp000", 1000, 2000))),
        ("id3-ids", (toc(b"b", b"a"), chap(b"b", 0, 1000), chap(b"a", 1000, 2000))),
        ("id3-time", (LIST, A, chap(b"chp001", 1000, 500))),
        ("id3-time", (LIST, A, chap(b"chp001", 0, 2000))),
        ("id3-time", (LIST, A, chap(b"chp001", 5000, 6000))),
        ("id3-title", (LIST, A, chap(b"chp001", 1000, 2000, b""))),
        ("id3-link", (LIST, A, chap(b"chp001", 1000, 2000, frame(b"WXXX", b"\0\0hembesok")))),
        ("id3-toc", (A, B)),
        ("id3-toc", (LIST, LIST, A, B)),
        ("id3-toc", (toc(b"chp001", b"chp000"), A, B)),
        ("id3-toc", (toc(b"chp000", b"chp001", flags=0), A, B)),
        ("id3-picture", (frame(b"APIC", b"\0image/jpeg\0\x03\0\x89PNG\r\n\x1a\n"),)),
        ("id3-picture", (frame(b"APIC", b"\0image/webp\0\x03\0RIFF"),)),
        ("id3-frames", (LIST, A, B, b"- no frame -" * 2)),
    ],
)
def test_a_fault_in_a_tag_is_found(tmp_path, rule, frames):
    found = tag_problems(tagged(tmp_path / "a.mp3", *frames), 2_000)
    assert rule in {name for name, _ in found}


def test_a_tag_of_another_version_or_cut_short_is_found(tmp_path):
    path = tmp_path / "a.mp3"
    assert tag_problems(tagged(path, A, version=2), 2_000)[0][0] == "id3-version"
    assert tag_problems(tagged(path, LIST, A, B, longer=9_000), 2_000)[0][0] == "id3-size"
    assert tag_problems(tagged(path, LIST, A, B), 2_000) == ()


def test_ids_are_padded_and_sort_as_the_chapters_do_however_many(tmp_path):
    path = tagged(tmp_path / "a.mp3", frame(b"TIT2", b"\0Titel"), chap(b"ch0", 0, 9))
    many = [Chapter(Span(n * 1000, n * 1000 + 1000), f"Kapitel {n}") for n in range(12)]
    write_chapters(path, many)
    data = path.read_bytes()
    assert data.index(b"chp002\0\0\0") < data.index(b"chp010\0\0\0") and b"ch0\0" not in data
    assert data.endswith(SOUND) and b"Titel" in data
    assert tag_problems(path, 12_000) == ()


def test_the_links_of_chapters_are_in_the_file(tmp_path):
    path = tagged(tmp_path / "a.mp3", frame(b"TIT2", b"\0Titel"))
    write_chapters(path, CHAPTERS)
    assert chapter_links(path) == {1000: "https://example.se/h"}
    assert tag_problems(path, 3_000) == ()


def test_an_enclosure_is_read_for_what_it_is(tone):
    path = tone("a.mp3", "-id3v2_version", "3", seconds=3)
    write_chapters(path, CHAPTERS)
    found = enclosed(path)
    assert (found.container, found.has_picture, found.tag_problems) == ("mp3", False, ())
    assert abs(found.duration_ms - 3_000) < 100
    assert found.chapters == ((0, "Inledning"), (1000, "Hembesök"), (2000, "Frågor"))
    assert [one.link for one in probe(path).chapters] == [None, "https://example.se/h", None]
