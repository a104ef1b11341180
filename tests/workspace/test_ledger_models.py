"""The shape of a promise's file, as `mediahub schema published` tells it to editors."""

import tomllib
from datetime import UTC, datetime

from mediahub.catalog.schema import schema_of
from mediahub.workspace.ledger_models import PromiseFile
from mediahub.workspace.promise_file import promise_text
from mediahub.workspace.promises import Promise, PromisedChapters, PromisedEnclosure

A = "a" * 64
WHEN = datetime(2020, 6, 3, 4, tzinfo=UTC)
FULL = Promise(
    "t-a", "g1", "podd", WHEN, A,
    (PromisedEnclosure(
        "https://x.se/a.mp3", A, 1, "audio/mpeg", "k", ((0, "S"),), (("title", "T"),)
    ),),
    WHEN, "Titel", "fel person", (A,), PromisedChapters("k", ((0, 5, "S"),)),
)  # fmt: skip


def test_every_key_that_is_written_is_described() -> None:
    schema = schema_of(PromiseFile, "published/items/ITEM-ID.toml")
    written = tomllib.loads(promise_text(FULL))
    assert list(written) == list(schema["properties"])
    assert all(one.get("description") for one in schema["properties"].values())
    assert schema["required"] == ["item", "guid", "series", "published", "source_sha256"]
    (chapter,) = written["chapters"]
    assert list(chapter) == list(schema["$defs"]["ListedChapter"]["properties"])
    (enclosure,) = written["enclosures"]
    assert list(enclosure) == list(schema["$defs"]["EnclosureTable"]["properties"])
