"""`mediahub chapters` as a person meets it."""

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Mediahub, Place
from tests.pipeline.test_promised_chapters import BETTER, ITEM, find, other_words, published

__all__ = ["find", "published"]

NOW = [
    f"# {ITEM}: 2 chapters, automatic, as published; edits 0-e3b0c44298fc",
    "0:00  Hembesöken",
    "0:03  Utflyktsdagen",
]


def test_an_item_alone_lists_its_chapters(published: Place, mediahub: Mediahub, find) -> None:
    root = str(published.root)
    assert mediahub("-C", root, "chapters", ITEM).lines == NOW
    assert mediahub("-C", root, "chapters", "list", "2020-06-03").lines == NOW
    find(BETTER)
    other_words(published)
    published.run()
    assert mediahub("-C", root, "chapters", ITEM).lines == [
        *NOW,
        "# other chapters could be made now (2 → 3): "
        f"`mediahub run --renew chapters --only {ITEM}`",
    ]


def test_the_list_as_json_can_be_handed_in_again(
    published: Place, mediahub: Mediahub, tmp_path: Path
) -> None:
    told = mediahub("-C", str(published.root), "chapters", "--json", ITEM).out
    value = json.loads(told)
    assert {key: value[key] for key in ("item", "origin", "published", "offer", "edits")} == {
        "item": ITEM, "origin": "automatic", "published": True, "offer": None,
        "edits": "0-e3b0c44298fc",
    }  # fmt: skip
    copy = tmp_path / "k.json"
    copy.write_text(told.replace("Hembesöken", "Början"), encoding="utf-8")
    lines = mediahub("-C", str(published.root), "chapters", "set", ITEM, str(copy)).lines
    assert lines[0].startswith(f"{ITEM}: 2 chapters from k.json (kept in ")
    assert mediahub("-C", str(published.root), "chapters", ITEM).lines[1] == "0:00  Början"


def test_a_list_comes_from_standard_input(
    published: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = io.TextIOWrapper(io.BytesIO("0:00 Början\n0:05 Slutet på samtalet\n".encode()))
    monkeypatch.setattr("sys.stdin", data)
    told = mediahub("-C", str(published.root), "chapters", "set", ITEM, "-", "--by", "Rut")
    assert told.lines[0].startswith(f"{ITEM}: 2 chapters from standard input (kept in ")
    assert '"by":"Rut"' in published.text("media/2020-06-03-tema/samtal.edits.json")


def test_every_change_has_its_word(published: Place, mediahub: Mediahub) -> None:
    root = str(published.root)
    for arguments in (
        ["rename", ITEM, "0:03", "Barnen", "i", "skolan"],
        ["add", ITEM, "6.5", "Avslutning"],
        ["move", ITEM, "0:06", "0:07"],
    ):
        assert mediahub("-C", root, "chapters", *arguments).code == 0
    listed = mediahub("-C", root, "chapters", ITEM).lines
    assert listed[1:] == ["0:00  Hembesöken", "0:03  Barnen i skolan", "0:07  Avslutning"]
    assert listed[0].startswith(f"# {ITEM}: 3 chapters, set by a person; edits 3-")
    assert mediahub("-C", root, "chapters", "remove", ITEM, "0:07").code == 0
    assert mediahub("-C", root, "chapters", "reset", ITEM).code == 0
    assert mediahub("-C", root, "chapters", ITEM).lines[1:] == NOW[1:]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["renam", ITEM, "0:00", "x"], "no such command 'renam'. Did you mean 'rename'?"),
        (["nej"], "there is no item 'nej'"),
        (["set"], "missing argument 'ITEM'"),
        (["set", ITEM, "borta.txt"], "borta.txt is not there; name a file with the chapters"),
        (["add", ITEM, "kl12", "x"], '"kl12" is not a time in a recording; write "MM:SS"'),
        (["remove", ITEM, "0:07"], "no chapter begins at 0:07; near it are “Hembesöken” (0:00)"),
    ],
)
def test_what_is_wrong_is_told(
    published: Place, mediahub: Mediahub, arguments: list[str], message: str
) -> None:
    told = mediahub("-C", str(published.root), "chapters", *arguments)
    assert (told.code, told.out) == (2, "")
    assert message in told.err
