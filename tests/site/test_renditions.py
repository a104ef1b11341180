"""Renditions as functions of values, in a scratch folder: no ledger and no workspace."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mediahub.mediafile import Tags, probe
from mediahub.site.mastering import Mastering, content_key, mastering_of
from mediahub.site.renditions import (
    Rendition,
    RenditionInputs,
    former_rendition,
    promise_rendition,
    render_rendition,
    rendition_from_json,
    rendition_key,
    rendition_to_json,
)
from mediahub.transcript import Chapter, Span
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.ledger import Promise, PromisedEnclosure, ledger_of
from tests.pipeline.conftest import sound

CHAPTERS = (
    Chapter(Span(0, 4000), "Början", "automatic"),
    Chapter(Span(4000, 10_000), "Slutet", "automatic"),
)
TAGS = Tags("Ett samtal", "Podden", "Anna Lind", "2020-06-03", genre="Podcast", language="sv")


@pytest.fixture
def inputs(tmp_path: Path) -> RenditionInputs:
    source = sound(tmp_path / "samtal.mp3")
    return RenditionInputs("samtal", source, sha256_of(source), "podcast", CHAPTERS, TAGS, 60.0)


def scratch(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    return folder


def test_a_rendition_is_named_by_its_bytes_and_tells_what_is_in_it(
    inputs: RenditionInputs, tmp_path: Path
):
    made = render_rendition(inputs, scratch(tmp_path, "one"))
    digest = sha256_of(made.file)
    assert made.rendition == Rendition(
        f"samtal-{digest[:8]}.mp3",
        digest,
        made.file.stat().st_size,
        "audio/mpeg",
        rendition_key("podcast", inputs.sha256, CHAPTERS),
        ((0, "Början"), (4000, "Slutet")),
        (
            ("title", "Ett samtal"),
            ("album", "Podden"),
            ("artist", "Anna Lind"),
            ("date", "2020-06-03"),
            ("genre", "Podcast"),
            ("language", "sv"),
        ),
    )
    assert [chapter.title for chapter in probe(made.file).chapters] == ["Början", "Slutet"]
    assert [path.name for path in (tmp_path / "one").iterdir()] == [made.file.name]


def test_what_was_put_into_it_before_gives_the_same_bytes_again(
    inputs: RenditionInputs, tmp_path: Path
):
    first = render_rendition(inputs, scratch(tmp_path, "one"))
    renamed = replace(inputs, tags=replace(TAGS, title="Nytt"), chapters=CHAPTERS[:1])
    again = render_rendition(replace(renamed, former=first.rendition), scratch(tmp_path, "two"))
    assert again.rendition == first.rendition
    assert again.file.read_bytes() == first.file.read_bytes()
    other = render_rendition(renamed, scratch(tmp_path, "three"))
    assert (other.rendition.chapters, other.rendition.tags[0]) == ((), ("title", "Nytt"))


def test_chapters_that_a_person_vouched_for_make_another_rendition(inputs: RenditionInputs):
    vouched = tuple(replace(chapter, source="author") for chapter in CHAPTERS)
    keys = {
        inputs.key,
        replace(inputs, chapters=vouched).key,
        replace(inputs, kind="film").key,
        replace(inputs, sha256="1" * 64).key,
    }
    assert len(keys) == 4
    assert replace(inputs, chapters=(), item="other", time_limit_s=1.0).key == inputs.key


def test_a_rendition_made_with_another_key_is_not_taken_up(inputs: RenditionInputs, tmp_path: Path):
    first = render_rendition(inputs, scratch(tmp_path, "one"))
    stale = replace(first.rendition, key="other", tags=(("title", "Gammalt"),))
    again = render_rendition(replace(inputs, former=stale), scratch(tmp_path, "two"))
    assert again.rendition == first.rendition


RENDITION = Rendition(
    "a-1.mp3", "1" * 64, 5, "audio/mpeg", "key", ((0, "Början"),), (("title", "Ett"),)
)
PROMISE = Promise("a", "guid", "podden", datetime(2020, 6, 3, tzinfo=UTC), "0" * 64)


def test_a_rendition_is_promised_at_a_public_address_once():
    ledger = ledger_of((PROMISE,))
    base = "https://lindhamn.example/feeds"
    once = promise_rendition(ledger, "a", RENDITION, base=base, folder="a")
    (promise,) = once.promises
    assert promise.enclosures == (
        PromisedEnclosure(
            f"{base}/podden/a/a-1.mp3",
            "1" * 64,
            5,
            "audio/mpeg",
            "key",
            ((0, "Början"),),
            (("title", "Ett"),),
        ),
    )
    assert promise_rendition(once, "a", RENDITION, base=base, folder="a") is once
    moved = promise_rendition(once, "a", RENDITION, base="https://other.example", folder="a")
    assert [one.url for one in moved.promises[0].enclosures] == [
        f"{base}/podden/a/a-1.mp3",
        "https://other.example/podden/a/a-1.mp3",
    ]
    assert former_rendition(promise, "key") == RENDITION
    assert former_rendition(promise, "other") is None
    assert former_rendition(PROMISE, "key") is None


def test_what_is_noted_of_a_rendition_is_read_back():
    assert rendition_from_json(rendition_to_json(RENDITION)) == RENDITION
    for value in ({}, {"schema": 2}, {**rendition_to_json(RENDITION), "tags": None}):
        with pytest.raises(ValueError, match="rendition"):
            rendition_from_json(value)


def test_what_is_withheld_makes_another_rendition(inputs: RenditionInputs, tmp_path: Path):
    withheld = replace(inputs, withheld=True)
    silent = replace(withheld, silences=(Span(1000, 2000),))
    retitled = replace(withheld, chapters=(replace(CHAPTERS[0], title="Annat"), CHAPTERS[1]))
    longer = replace(withheld, silences=(Span(1000, 2500),))
    assert len({one.key for one in (inputs, withheld, silent, retitled, longer)}) == 5
    made = render_rendition(silent, scratch(tmp_path, "silent"))
    assert made.rendition.withheld
    assert rendition_from_json(rendition_to_json(made.rendition)) == made.rendition


def test_an_enclosure_is_kept_however_loud_it_was_made(inputs: RenditionInputs, tmp_path: Path):
    content = inputs.key
    levelled = replace(inputs, mastering=Mastering(-16.0))
    off = replace(inputs, mastering=Mastering(None))
    assert (levelled.key, off.key) == (f"{content}/-16", f"{content}/off")
    for one in (inputs, levelled, off):
        assert (content_key(one.key), mastering_of(one.key)) == (content, one.mastering)
    assert mastering_of(f"{content}/of a later version") is None
    first = render_rendition(levelled, scratch(tmp_path, "one"))
    ledger = promise_rendition(
        ledger_of((replace(PROMISE, item="samtal"),)),
        "samtal",
        first.rendition,
        base="https://lindhamn.example",
        folder="samtal",
    )
    for key in (content, levelled.key, off.key):
        assert former_rendition(ledger.promise("samtal"), key) == first.rendition
    as_it_was = render_rendition(off, scratch(tmp_path, "two"))
    assert as_it_was.rendition.sha256 != first.rendition.sha256
    # Without chapters, whose ids are padded since then, it is what was made before.
    bare = [
        render_rendition(replace(one, chapters=()), scratch(tmp_path, name)).rendition.sha256
        for one, name in ((off, "three"), (inputs, "four"))
    ]
    assert bare[0] == bare[1]
