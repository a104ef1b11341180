"""Every message of the table in docs/odd-input.md is what mediahub really prints."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.mediafile.process import binary
from tests.cli.conftest import CAPTIONS, Mediahub, Place, sound

TABLE = Path(__file__).parents[2] / "docs" / "odd-input.md"
Edit = Callable[[Path, str, str], None]


def rows(kind: str) -> list[str]:
    """The messages of the table's rows of a class, as they are written there."""
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if len(cells) == 4 and cells[1] == kind:
            found.append(cells[2].strip("`").replace("\\|", "|"))
    return found


def film(path: Path, *, with_sound: bool) -> Path:
    """Two seconds of a test picture as MP4."""
    command = [
        binary(),
        "-nostdin",
        "-v",
        "error",
        "-y",
        "-f",
        "lavfi",
        "-i",
        "testsrc=d=2:s=64x64",
    ]
    if with_sound:
        command += ["-f", "lavfi", "-i", "sine=d=2", "-c:a", "aac"]
    subprocess.run([*command, "-pix_fmt", "yuv420p", f"file:{path}"], check=True)
    return path


def test_files_that_cannot_be_used_are_told_as_the_table_says(
    bare: Place, mediahub: Mediahub, tmp_path: Path
):
    media = bare.root / "media"
    (media / "tom.mp3").write_bytes(b"")
    (media / "text.mp3").write_text("Det här är ingen ljudfil.\n" * 100, encoding="utf-8")
    secret = sound(tmp_path / "hemlig.mp3")
    (media / "lista.mp3").write_text(f"ffconcat version 1.0\nfile '{secret}'\n", encoding="utf-8")
    whole = film(tmp_path / "hel.mp4", with_sound=True).read_bytes()
    (media / "kapad.mp4").write_bytes(whole[: len(whole) // 2])
    film(media / "stum.mp4", with_sound=False)
    (media / "lank.mp3").symlink_to(secret)
    sound(media / "fel.mp3")
    (media / "fel.vtt").write_text("WEBVTT\n\n00:00:09.000 --> 00:00:0x.000\nHej\n", "utf-8")
    told = mediahub("-C", str(bare.root), "run")
    assert told.code == 1
    failed = [line for line in told.lines if line.startswith("FAILED ")]
    expected = [message for message in rows("the item fails, exit 1") if "FAILED" in message]
    assert sorted(failed) == sorted(expected)
    for episode in ("podden-avsnitt-1", "podden-avsnitt-2"):
        assert (bare.root / "transcripts" / episode / "chapters.json").exists()
    assert not list((bare.root / "transcripts" / "lista").glob("recognition*"))


THEME = "media/2020-06-03-tema/theme.toml"
WRONG_THEME = {
    "date": ("date = 2020-06-03", 'date = "3 juni"'),
    "twice": ("[[glossary]]", '[[items]]\nfile = "samtal.mp3"\n\n[[glossary]]'),
    "key": ('title = "Ett samtal"', 'titel = "Ett samtal"'),
}


@pytest.mark.parametrize("what", WRONG_THEME)
def test_what_is_wrong_in_a_theme_is_told_as_the_table_says(
    themed: Place, mediahub: Mediahub, edit: Edit, what: str
):
    (themed.root / "media" / "annat.mp3").write_bytes(
        (themed.root / "media" / "2020-06-03-tema" / "samtal.mp3").read_bytes() + b"TAG"
    )
    (themed.root / "media" / "annat.vtt").write_text(CAPTIONS, encoding="utf-8")
    edit(themed.root / THEME, *WRONG_THEME[what])
    told = mediahub("-C", str(themed.root), "run")
    assert told.code == 1
    (failed,) = [line for line in told.lines if line.startswith("FAILED ")]
    assert failed in rows("its items fail, exit 1")
    assert (themed.root / "transcripts" / "annat" / "chapters.json").exists()
    assert not (themed.root / "transcripts" / "2020-06-03-tema-samtal").exists()


WRONG = {
    "date": ("media/people.toml", 'name = "Anna Lind"',
             'name = "Anna Lind"\nvoice_consent_date = "3 juni"'),
    "twice": ("mediahub.toml", 'description = "Samtal."',
              'description = "Samtal."\n[[series]]\nid = "podden"\ntitle = "Podden"'),
    "key": ("mediahub.toml", 'description = "Samtal."', 'titel = "Samtal."'),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_workspace_is_told_as_the_table_says_and_nothing_is_touched(
    themed: Place, mediahub: Mediahub, edit: Edit, what: str
):
    file, *change = WRONG[what]
    edit(themed.root / file, *change)
    before = themed.files(".")
    told = mediahub("-C", str(themed.root), "run")
    assert (told.code, told.out) == (2, "")
    messages = told.err.splitlines()[1:]
    table = rows("the workspace is wrong, exit 2")
    assert messages and all(message in table for message in messages)
    after = themed.files(".")
    after.pop(".mediahub/locks/run.lock", None)
    after.pop(".mediahub/run.jsonl", None)
    assert after == before


@pytest.mark.parametrize("kept", ["published", "transcripts"])
def test_a_workspace_that_lost_its_settings_is_refused(
    themed: Place, mediahub: Mediahub, edit: Edit, kept: str
):
    if kept == "transcripts":
        edit(themed.root / THEME, "published = 2020-06-03T07:00:00+02:00\n", "")
    assert mediahub("-C", str(themed.root), "run").code == 0
    (themed.root / "mediahub.toml").unlink()
    if kept == "published":
        shutil.rmtree(themed.root / "transcripts")
    before = themed.files("media") | themed.files("feeds")
    told = mediahub("-C", str(themed.root), "run")
    assert (told.code, told.out) == (2, "")
    assert f"mediahub.toml is not there, and yet this workspace has been run (it has {kept}" in (
        told.err
    )
    assert themed.files("media") | themed.files("feeds") == before


def test_the_first_run_writes_the_settings_of_a_bare_workspace(bare: Place, mediahub: Mediahub):
    assert mediahub("-C", str(bare.root), "run").code == 0
    written = tomllib.loads(bare.text("mediahub.toml"))
    assert written == {"publisher": {"name": "Ws"}}
    (bare.root / "mediahub.toml").unlink()
    told = mediahub("-C", str(bare.root), "run")
    assert told.code == 2
    lines = told.err.split("write it with these lines:\n\n")[1]
    (bare.root / "mediahub.toml").write_text(lines, encoding="utf-8")
    told = mediahub("-C", str(bare.root), "run")
    assert (told.code, told.lines[0]) == (
        0,
        "Nothing to do: 2 items (0:20 of sound), up to date.",
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_toml_with_a_bom_and_either_line_end_works(
    themed: Place, mediahub: Mediahub, line_end: str
):
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    text = theme.read_text(encoding="utf-8").replace("\n", line_end)
    theme.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    assert mediahub("-C", str(themed.root), "run").code == 0


def test_sound_of_any_kind_works_with_captions(empty: Place, mediahub: Mediahub):
    media = empty.root / "media"
    for name, options in {
        "telefon.wav": ["-ar", "8000", "-ac", "1"],
        "biosal.flac": ["-ar", "96000", "-ac", "8"],
        "blink.wav": ["-t", "0.2"],
    }.items():
        source = ["-f", "lavfi", "-i", "sine=frequency=440:duration=10"]
        command = [binary(), "-nostdin", "-v", "error", *source, *options]
        subprocess.run([*command, f"file:{media / name}"], check=True)
        (media / name).with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
    told = mediahub("-C", str(empty.root), "run")
    assert (told.code, [line for line in told.lines if "FAILED" in line]) == (0, [])


def test_every_row_names_a_test_that_is_there():
    text = TABLE.read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) >= 20
    for file, test in named:
        path = TABLE.parents[1] / file
        assert f"def {test}(" in path.read_text(encoding="utf-8"), f"{file}::{test}"
