"""Files that cannot be used: that item fails and says what to do, and the others are done."""

import errno
import os
from pathlib import Path

import pytest

from mediahub import atomic
from tests.pipeline.conftest import CAPTIONS, Place, sound

GOOD = "podden-avsnitt-1"


def failure(place: Place, item: str) -> str:
    """The one failure of a run that did everything else."""
    summary = place.run()
    assert summary.exit_code == 1
    assert [one.item for one in summary.failures] == [item]
    assert summary.failures[0].trace == ""
    assert (place.root / "transcripts" / GOOD / "chapters.json").exists()
    assert GOOD in (place.root / "feeds" / "media" / "feed.xml").read_text(encoding="utf-8")
    return summary.failures[0].message


def test_an_empty_file(bare: Place):
    (bare.root / "media" / "tom.mp3").write_bytes(b"")
    assert "tom.mp3" in failure(bare, "tom")


def test_text_renamed_to_mp3(bare: Place):
    (bare.root / "media" / "text.mp3").write_text("Det här är ingen ljudfil.\n" * 100)
    assert "text.mp3" in failure(bare, "text")


def test_an_ffconcat_list_reads_no_other_file(bare: Place, tmp_path: Path):
    secret = sound(tmp_path / "hemlig.mp3")
    listed = f"ffconcat version 1.0\nfile '{secret}'\n"
    (bare.root / "media" / "lista.mp3").write_text(listed)
    assert "lista.mp3" in failure(bare, "lista")
    assert not (bare.root / "transcripts" / "lista" / "recognition.json").exists()


def test_a_truncated_mp4(bare: Place):
    film = sound(bare.root / "media" / "kapad.m4a", seconds=20)
    film.write_bytes(film.read_bytes()[:3000])
    assert "kapad.m4a" in failure(bare, "kapad")


def test_a_link_that_leaves_the_workspace(bare: Place, tmp_path: Path):
    outside = sound(tmp_path / "utanför.mp3")
    (bare.root / "media" / "lank.mp3").symlink_to(outside)
    assert "leads out of the workspace" in failure(bare, "lank")


def test_a_damaged_caption_file_names_its_line(bare: Place):
    (bare.root / "media" / "podden" / "avsnitt-2.vtt").write_text(
        "WEBVTT\n\n00:00:09.000 --> 00:00:0x.000\nHej\n", encoding="utf-8"
    )
    assert "line 3" in failure(bare, "podden-avsnitt-2")


def test_a_damaged_journal_is_never_overwritten(bare: Place):
    journal = bare.root / "media" / "podden" / "avsnitt-2.edits.json"
    journal.write_text('{"schema": 1, "entries": [', encoding="utf-8")
    assert "avsnitt-2.edits.json" in failure(bare, "podden-avsnitt-2")
    assert journal.read_text(encoding="utf-8") == '{"schema": 1, "entries": ['


def test_a_full_disk_fails_the_item_and_leaves_nothing_half_written(
    bare: Place, monkeypatch: pytest.MonkeyPatch
):
    real = os.fsync

    def full(handle: int) -> None:
        if "avsnitt-2" in str(Path(f"/proc/self/fd/{handle}").readlink()):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "transcripts")
        real(handle)

    monkeypatch.setattr(atomic.os, "fsync", full)
    message = failure(bare, "podden-avsnitt-2")
    assert message.startswith("No space left on device")
    folder = bare.root / "transcripts" / "podden-avsnitt-2"
    assert [path.name for path in folder.iterdir()] == []
    monkeypatch.undo()
    assert bare.run().failures == ()


def test_a_folder_that_may_not_be_written(bare: Place, monkeypatch: pytest.MonkeyPatch):
    import tempfile

    real = tempfile.mkstemp

    def denied(*args: object, **options: object) -> tuple[int, str]:
        if "avsnitt-2" in str(options.get("dir")):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(options["dir"]))
        return real(*args, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(atomic.tempfile, "mkstemp", denied)
    assert failure(bare, "podden-avsnitt-2").startswith("Permission denied")


def test_a_bug_stops_its_item_and_keeps_its_traceback(bare: Place, instead):
    def broken(*_: object) -> None:
        raise KeyError("oops")

    instead("diarise", broken)
    summary = bare.run()
    assert [one.stage for one in summary.failures] == ["diarise", "diarise"]
    assert "KeyError: 'oops'" in summary.failures[0].trace


@pytest.mark.parametrize(
    "name",
    ["Åsa på ön.mp3", 'it\'s "so" 100%.mp3', "🎙️🎧.mp3", "Fo\u0308rskolan.mp3", "-rf.mp3"],
)
def test_odd_names_are_fine(empty: Place, name: str):
    media = empty.root / "media" / name
    sound(media, seconds=10)
    media.with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
    summary = empty.run()
    assert summary.failures == ()
    assert len(summary.done) == 1
    feed = (empty.root / "feeds" / "media" / "feed.xml").read_text(encoding="utf-8")
    (enclosure,) = [line for line in feed.splitlines() if "<enclosure" in line]
    assert enclosure.isascii()


def test_film_and_sound_of_one_name_are_two_items(empty: Place):
    for suffix in (".m4a", ".mp3"):
        sound(empty.root / "media" / f"a{suffix}")
    (empty.root / "media" / "a.vtt").write_text(CAPTIONS, encoding="utf-8")
    summary = empty.run()
    assert summary.failures == ()
    assert sorted(summary.done) == ["a-m4a", "a-mp3"]


def test_verify_makes_a_damaged_result_again_and_never_publishes_it(bare: Place):
    bare.run()
    before = bare.files("transcripts", "feeds")
    folder, feed = "transcripts/podden-avsnitt-1", "feeds/media/podden-avsnitt-1"
    sound_name = next(name for name in before if name.startswith(feed) and name.endswith(".mp3"))
    damaged = [
        f"{folder}/recognition.json",
        f"{folder}/transcript.vtt",
        f"{folder}/page.html",
        f"{feed}/transcript.srt",
        sound_name,
    ]
    for name in damaged:
        path = bare.root / name
        times = path.stat().st_atime_ns, path.stat().st_mtime_ns
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        os.utime(path, ns=times)
    assert bare.run(verify=True).failures == ()
    assert bare.files("transcripts", "feeds") == before
