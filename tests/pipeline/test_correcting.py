"""Copies of captions handed in: only what was changed in them counts, and most cannot go."""

import os
import shutil
from pathlib import Path

import pytest

from mediahub.desk.editing import correct, name
from mediahub.edits.vouching import CopyOrigin
from mediahub.errors import SettingsError
from mediahub.pipeline.report import Silent
from mediahub.workspace.copies import KEPT, copied, keep_copy
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_transcript
from tests.pipeline.conftest import Place

FIRST, SECOND = "podden-avsnitt-1", "podden-avsnitt-2"
LONG = "".join(
    f"00:00:0{second}.000 --> 00:00:0{second}.900\n<v Anna>Mening {second} om något annat.\n\n"
    for second in range(8)
)


class Told(Silent):
    """Keeps what a run says."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture
def made(bare: Place) -> Place:
    bare.run()
    return bare


def copy(place: Place, item: str = FIRST, called: str = "ny") -> Path:
    path = place.root / f"{item}.{called}.vtt"
    path.write_text(place.text(f"transcripts/{item}/transcript.vtt"), encoding="utf-8")
    return path


def change(path: Path, before: str, after: str) -> Path:
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    return path


def edits(place: Place) -> str:
    path = place.root / "media" / "podden" / "avsnitt-1.edits.json"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_an_older_copy_undoes_nothing_that_was_changed_since(made: Place):
    old = copy(made, called="gammal")
    correct(made.root, FIRST, change(copy(made), "utflyktsdagen", "skolresan"))
    name(made.root, FIRST, "Anna", "Anna Berg")
    made.run()
    told = correct(made.root, FIRST, change(old, "lyssnat", "tittat"))
    assert told[0] == f"{FIRST}: 1 correction kept in media/podden/avsnitt-1.edits.json"
    made.run()
    captions = made.text(f"transcripts/{FIRST}/transcript.vtt")
    assert "märks på skolresan" in captions
    assert "<v Anna Berg>Tack för att ni har tittat" in captions


def test_a_change_to_words_that_were_changed_since_is_kept_and_told(made: Place):
    old = copy(made, called="gammal")
    correct(made.root, FIRST, change(copy(made), "utflyktsdagen", "skolresan"))
    made.run()
    lines = correct(made.root, FIRST, change(old, "utflyktsdagen", "friluftsdagen"))
    assert (
        f"{FIRST}: a correction does not fit any more and is kept: "
        '"utflyktsdagen." no longer stands at 0:05; wanted: "friluftsdagen."'
    ) in "\n".join(lines)
    assert "märks på skolresan" in made.text(f"transcripts/{FIRST}/transcript.vtt")
    assert "friluftsdagen" in edits(made)


def test_an_older_copy_handed_in_once_more_tells_nothing_new(made: Place):
    old = change(copy(made), "utflyktsdagen", "skolresan")
    correct(made.root, FIRST, old)
    made.run()
    kept = edits(made)
    assert correct(made.root, FIRST, old) == [
        f"{FIRST}: all that {old.name} corrects is in media/podden/avsnitt-1.edits.json already"
    ]
    assert edits(made) == kept


def test_a_copy_of_another_item_is_refused_unless_it_is_meant(made: Place):
    other = change(copy(made, SECOND), "utflyktsdagen", "skolresan")
    with pytest.raises(SettingsError, match=f"is a copy of {SECOND}'s captions, not of {FIRST}'s"):
        correct(made.root, FIRST, other)
    assert edits(made) == ""
    assert "1 correction" in correct(made.root, FIRST, other, everything=True)[0]


def test_another_items_copy_that_is_meant_replaces_the_words(bare: Place):
    (bare.root / "media" / "podden" / "avsnitt-2.vtt").write_text(
        f"WEBVTT\n\n{LONG}", encoding="utf-8"
    )
    bare.run()
    correct(bare.root, FIRST, copy(bare, SECOND), everything=True)
    bare.run()
    said = read_transcript(Workspace(bare.root).item(FIRST)).words
    assert " ".join(word.text for word in said) == " ".join(
        f"Mening {second} om något annat." for second in range(8)
    )


def test_captions_that_hold_nothing_are_refused(made: Place):
    empty = made.root / "tom.srt"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"tom\.srt holds no captions, and nothing was changed"):
        correct(made.root, FIRST, empty, everything=True)
    assert edits(made) == ""


def test_a_part_is_refused_unless_it_is_meant(bare: Place):
    (bare.root / "media" / "podden" / "avsnitt-1.vtt").write_text(
        f"WEBVTT\n\n{LONG}", encoding="utf-8"
    )
    bare.run()
    part = bare.root / "del.vtt"
    part.write_text(f"WEBVTT\n\n{LONG[: LONG.index('00:00:03')]}", encoding="utf-8")
    with pytest.raises(SettingsError, match="25 of 40 words would go or be others"):
        correct(bare.root, FIRST, part)
    assert edits(bare) == ""
    assert "1 correction" in correct(bare.root, FIRST, part, everything=True)[0]


@pytest.mark.parametrize("left", [None, b"", b"\x1f\x8b\x08 half"])
def test_a_copy_older_than_all_that_is_kept_says_so(made: Place, left: bytes | None):
    old = change(copy(made), "lyssnat", "tittat")
    (kept,) = (made.root / ".mediahub" / "copies" / FIRST).iterdir()
    name(made.root, FIRST, "Anna", "Anna Berg")
    made.run()
    kept.unlink() if left is None else kept.write_bytes(left)
    told = correct(made.root, FIRST, old)
    assert told[0].startswith(f"{old.name} is a copy of an older transcript that is not kept")
    assert "1 correction" in told[1]


def test_a_fresh_copy_needs_nothing_that_was_kept(made: Place):
    fresh = change(copy(made), "utflyktsdagen", "skolresan")
    shutil.rmtree(made.root / ".mediahub" / "copies")
    told = correct(made.root, FIRST, fresh)
    assert told[0] == f"{FIRST}: 1 correction kept in media/podden/avsnitt-1.edits.json"


def test_a_label_in_captions_of_unknown_age_takes_no_name_back(made: Place):
    name(made.root, FIRST, "Anna", "Anna Berg")
    made.run()
    kept = edits(made)
    unknown = change(change(copy(made), "NOTE mediahub", "NOTE"), "<v Anna Berg>", "<v Talare 1>")
    assert correct(made.root, FIRST, unknown) == [
        f"it is not known what {unknown.name} was copied from: its 'Talare 1' takes no name back; "
        f'if that is meant, say `mediahub name {FIRST} "Anna Berg" Talare`',
        f"{FIRST}: nothing was changed in {unknown.name}",
    ]
    assert edits(made) == kept


def test_a_label_in_a_fresh_copy_takes_a_name_back(made: Place):
    name(made.root, FIRST, "Anna", "Anna Berg")
    made.run()
    correct(made.root, FIRST, change(copy(made), "<v Anna Berg>", "<v Talare>"))
    made.run()
    assert "Anna Berg" not in made.text(f"transcripts/{FIRST}/transcript.vtt")


def test_the_newest_copies_are_kept_and_the_oldest_go(made: Place):
    workspace = Workspace(made.root)
    transcript = read_transcript(workspace.item(FIRST))
    origins = [CopyOrigin(FIRST, f"{number:012x}") for number in range(KEPT + 2)]
    for number, origin in enumerate(origins):
        keep_copy(workspace, transcript, origin)
        os.utime(workspace.copies(FIRST) / f"{origin.digest}.json.gz", (number, number))
    keep_copy(workspace, transcript, CopyOrigin(FIRST, "f" * 12))
    left = [origin for origin in origins if copied(workspace, origin) is not None]
    assert left == origins[-(KEPT - 2) :]  # and the one of the run
    assert copied(workspace, CopyOrigin(FIRST, "f" * 12)) == transcript
