"""A document that is too much work stops itself alone, soon, and whatever it is."""

import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mediahub.documents import NOT_READ, SLIDES, SUFFIXES, Document, Page, read_document, reading
from mediahub.documents.work import READER, Limits
from mediahub.errors import MediaError
from tests.documents.making import NAMESPACES, para, run, word_file

GOOD = Document(None, (Page(1, None, "Text."),))


def good(folder: Path) -> Path:
    return word_file(folder / "good.docx", para(run("Text.")))


def test_a_small_file_of_millions_of_elements_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx", "<w:p/>" * 3_500_000)
    assert path.stat().st_size < 50_000
    with pytest.raises(MediaError, match=r"a\.docx: it has more than 3,000,000 elements"):
        read_document(path)
    assert read_document(good(tmp_path)) == GOOD


def test_a_file_that_declares_words_of_its_own_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx", "", {
        "document.xml": f'<!DOCTYPE w [<!ENTITY e "lol">]><w:document {NAMESPACES}><w:body>'
        "<w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
    })  # fmt: skip
    with pytest.raises(MediaError, match="not a readable Word file"):
        read_document(path)


def slow(folder: Path) -> Path:
    path = folder / "slow.md"
    path.write_text("[" * 400_000, encoding="utf-8")
    return path


def test_one_that_takes_too_long_is_stopped_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "limits", lambda _size: Limits(0.5, 1 << 30))
    with pytest.raises(MediaError, match=r"slow\.md: reading it takes more than 1 seconds"):
        read_document(slow(tmp_path))
    monkeypatch.undo()
    assert read_document(good(tmp_path)) == GOOD


def heavy(folder: Path) -> Path:
    """A PDF of some kilobytes whose one page draws a line three million times."""
    content = zlib.compress(b"0 0 m 1 1 l S " * 3_000_000, 9)
    path = folder / "heavy.pdf"
    path.write_bytes(
        b"%%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        b"2 0 obj << /Type /Pages /Count 1 /Kids [4 0 R] >> endobj\n"
        b"3 0 obj << /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream endobj\n"
        b"4 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 400 800] /Contents 3 0 R >> endobj\n"
        b"trailer << /Size 5 /Root 1 0 R >>\n%%%%EOF\n" % (len(content), content)
    )
    return path


def test_one_that_takes_too_much_memory_is_stopped_and_the_next_is_read(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    with pytest.raises(MediaError, match=r"heavy\.pdf: .* more than 2.. MB of memory"):
        read_document(heavy(tmp_path))
    assert read_document(good(tmp_path)) == GOOD


def test_documents_share_one_process_and_threads_wait_for_each_other(tmp_path: Path) -> None:
    READER.close()
    started = threading.active_count()
    paths = []
    for number in range(20):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Text {number}", encoding="utf-8")
        paths.append(path)
    with ThreadPoolExecutor(4) as threads:
        read = list(threads.map(read_document, paths))
    assert [document.pages[0].text for document in read] == [f"Text {n}" for n in range(20)]
    assert threading.active_count() == started


def test_a_process_that_has_ended_is_started_again(tmp_path: Path) -> None:
    assert read_document(good(tmp_path)) == GOOD
    READER.close()
    assert read_document(good(tmp_path)) == GOOD


def test_a_large_file_may_take_longer() -> None:
    assert reading.limits(37_000).seconds < 9
    assert reading.limits(3 << 20).seconds == 67
    assert reading.limits(150 << 20).seconds == 120


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.doc", "a.doc: “.doc” files are not read: save it as DOCX or PDF"),
        ("a.KEY", "a.KEY: “.key” files are not read: save it as PPTX or PDF"),
        ("a.epub", "a.epub: “.epub” files are not read: save it as PDF"),
    ],
)
def test_what_is_not_read_says_what_to_save_it_as(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(MediaError) as raised:
        read_document(tmp_path / name, name)
    assert str(raised.value) == says


def test_every_ending_is_read_or_not() -> None:
    assert not SUFFIXES & NOT_READ.keys()
    assert SLIDES < SUFFIXES
    assert all(ending == ending.lower() and ending[0] == "." for ending in SUFFIXES | set(NOT_READ))


def test_messages_call_the_file_by_the_name_that_was_given(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a\0b")
    with pytest.raises(MediaError) as raised:
        read_document(path, "media/tema/a.md")
    assert str(raised.value).startswith("media/tema/a.md is no text file")
