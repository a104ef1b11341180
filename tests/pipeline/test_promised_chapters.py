"""A published automatic chapter list stays in every form, until it is asked for or written anew."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import mediahub.topics
from mediahub.desk.editing import correct
from mediahub.mediafile import probe
from mediahub.pipeline.measuring import figures_of
from mediahub.pipeline.overview import overview
from mediahub.pipeline.publishing import PROMISED
from mediahub.pipeline.survey_item import survey_item
from mediahub.site.mastering import content_key
from mediahub.transcript import Chapter, Span
from mediahub.workspace.ledger import PromisedChapters, read_promise, write_promise
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_chapters
from tests.pipeline.conftest import CAPTIONS, Place, sound

ITEM = "2020-06-03-tema-samtal"
FOLDER = f"feeds/podden/{ITEM}"
FIRST = [(0, "Hembesöken"), (3.2, "Utflyktsdagen")]
BETTER = [(0, "Hembesök"), (3.2, "Barnfattigdom"), (6.5, "Avslutning")]
RENEW = frozenset({"chapters"})
Marks = Sequence[tuple[float, str]]


@pytest.fixture
def find(monkeypatch: pytest.MonkeyPatch) -> Callable[[Marks], None]:
    """`find(marks)`: what is found in any talk from now on."""

    def put(marks: Marks) -> None:
        starts = [round(start * 1000) for start, _ in marks]
        chapters = tuple(
            Chapter(Span(start, end), title)
            for start, end, (_, title) in zip(starts, [*starts[1:], 10_000], marks, strict=False)
        )
        monkeypatch.setattr(mediahub.topics, "find_chapters", lambda *_, **__: chapters)

    return put


@pytest.fixture
def published(themed: Place, find: Callable[[Marks], None]) -> Place:
    find(FIRST)
    themed.run()
    return themed


def forms(place: Place) -> dict[str, list[tuple[float, str]]]:
    """The chapters in each form that listeners have."""
    feed = place.text("feeds/podden/feed.xml")
    document = json.loads(place.text(f"{FOLDER}/chapters.json"))
    promise = read_promise(Workspace(place.root), ITEM)
    assert promise is not None
    enclosure = probe(place.root / FOLDER / promise.enclosures[-1].url.rpartition("/")[2])
    page = place.text(f"{FOLDER}/index.html")
    titles = [one["title"] for one in document["chapters"]]
    assert all(f">{title}<" in page for title in titles)
    return {
        "json": [(one["startTime"], one["title"]) for one in document["chapters"]],
        "psc": [
            (float(part.split('"')[1].rpartition(":")[2]), part.split('title="')[1].split('"')[0])
            for part in feed.split("<psc:chapter ")[1:]
        ],
        "file": [(one.span.start_ms / 1000, one.title) for one in enclosure.chapters],
    }


def everywhere(marks: Marks) -> dict[str, list[tuple[float, str]]]:
    return {form: list(marks) for form in ("json", "psc", "file")}


def other_words(place: Place) -> None:
    """What a better recogniser would bring: the captions say it otherwise."""
    captions = place.root / "media" / "2020-06-03-tema" / "samtal.vtt"
    captions.write_text(CAPTIONS.replace("märks", "syns"), encoding="utf-8")


def told(place: Place) -> list[tuple[str, str, str]]:
    """What the plan says of the chapters."""
    return [
        (status.stage, status.condition, "; ".join(status.reasons))
        for status in overview(place.root, store=place.store).statuses
        if status.item == ITEM and status.condition != "fresh"
    ]


def enclosures(place: Place) -> int:
    promise = read_promise(Workspace(place.root), ITEM)
    assert promise is not None
    return len(promise.enclosures)


def test_a_rerun_leaves_what_was_published_in_every_form_and_offers_the_other(
    published: Place, find: Callable[[Marks], None]
):
    assert forms(published) == everywhere(FIRST)
    assert published.run().idle
    before = published.files("feeds", "published")
    find(BETTER)
    other_words(published)
    assert "chapter" in published.run().done[ITEM]
    assert forms(published) == everywhere(FIRST)
    assert published.files("published") == {
        name: data for name, data in before.items() if name.startswith("published/")
    }
    offer = ("chapter", "renewable", "other chapters could be made now (2 → 3)")
    assert told(published) == [offer]
    summary = published.run()
    assert (summary.idle, summary.renewable) == (True, 1)
    assert told(published) == [offer]  # also of a workspace at rest


def test_what_is_asked_for_comes_into_every_form_and_is_promised(
    published: Place, find: Callable[[Marks], None]
):
    find(BETTER)
    other_words(published)
    published.run()
    assert published.run(renew=RENEW).done == {ITEM: ("chapter", "render", "page")}
    assert forms(published) == everywhere(BETTER)
    assert (told(published), published.run().idle) == ([], True)
    find(FIRST)
    assert published.run(force=True).failures == ()
    assert forms(published) == everywhere(BETTER)  # --force is no wish for other chapters
    assert published.run(renew=RENEW).done[ITEM] == ("chapter", "render", "page")
    assert forms(published) == everywhere(FIRST)


def test_new_words_and_new_chapters_can_be_asked_for_in_one_run(
    published: Place, find: Callable[[Marks], None]
):
    find(BETTER)
    other_words(published)
    published.run(renew=RENEW)
    assert forms(published) == everywhere(BETTER)
    assert published.run().idle


def test_asking_where_nothing_else_is_found_makes_nothing(published: Place):
    assert published.run(renew=RENEW).idle


def test_what_was_asked_for_outlives_a_run_that_did_not_publish_it(
    published: Place, find: Callable[[Marks], None]
):
    find(BETTER)
    other_words(published)
    published.run()
    published.run(renew=RENEW, stages=frozenset({"chapter"}))
    (published.root / "media" / "2020-06-03-tema" / "samtal.vtt").write_text(
        CAPTIONS, encoding="utf-8"
    )
    published.run()
    assert forms(published) == everywhere(BETTER)
    assert published.run().idle


def test_the_promise_brings_a_lost_list_back_with_the_same_bytes(
    published: Place, find: Callable[[Marks], None]
):
    before = published.files("feeds")
    find(BETTER)
    for folder in ("transcripts", "feeds", "index", ".mediahub"):
        shutil.rmtree(published.root / folder)
    published.run()
    assert published.files("feeds") == before
    assert told(published)[0][1:] == ("renewable", "other chapters could be made now (2 → 3)")


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ([(0, "Hembesöken"), (3.2, "Annat")], "other chapters could be made now (1 of 2 differ)"),
        ([(0, "Hembesöken"), (5.2, "Utflyktsdagen")],
         "other chapters could be made now (1 of 2 differ)"),
        ([(0, "Hembesöken"), (3.9, "Utflyktsdagen")], None),
        ([(0, "Hembesöken")], "other chapters could be made now (2 → 1)"),
    ],
)  # fmt: skip
def test_what_differs_to_a_listener_is_offered(
    published: Place, find: Callable[[Marks], None], marks: Marks, words: str | None
):
    find(marks)
    other_words(published)
    published.run()
    assert told(published) == ([("chapter", "renewable", words)] if words else [])


def test_a_list_without_chapters_and_one_with_a_single_one_are_kept_too(
    themed: Place, find: Callable[[Marks], None]
):
    for first in ([], [(0, "Hela samtalet")]):
        find(first)
        themed.run(renew=RENEW)
        find(BETTER)
        themed.run(force=True)
        document = themed.root / FOLDER / "chapters.json"
        listed = json.loads(document.read_bytes())["chapters"] if document.exists() else []
        assert listed == []  # a single automatic one is promised, and no list to a listener
        assert told(themed) == [
            ("chapter", "renewable", f"other chapters could be made now ({len(first)} → 3)")
        ]


def test_another_sound_gets_chapters_of_its_own(published: Place, find: Callable[[Marks], None]):
    find(BETTER)
    sound(published.root / "media" / "2020-06-03-tema" / "samtal.mp3", frequency=660)
    published.run()
    assert forms(published) == everywhere(BETTER)
    assert (told(published), published.run().idle) == ([], True)


def test_what_the_author_writes_goes_through_and_what_is_found_after_it_is_new(
    published: Place, find: Callable[[Marks], None], edit: Callable[[Path, str, str], None]
):
    theme = published.root / "media" / "2020-06-03-tema" / "theme.toml"
    written = 'chapters = [{ start = "0:00", title = "Ett" }, { start = "0:05", title = "Två" }]\n'
    edit(theme, "published =", f"{written}published =")
    published.run()
    assert forms(published) == everywhere([(0, "Ett"), (5, "Två")])
    assert read_promise(Workspace(published.root), ITEM).chapters is None  # type: ignore[union-attr]
    assert published.run().idle
    find(BETTER)
    edit(theme, written, "")
    published.run()
    assert forms(published) == everywhere(BETTER)


def test_a_corrected_word_reaches_the_title_that_was_made_of_it(published: Place, tmp_path: Path):
    captions = tmp_path / "ny.vtt"
    text = published.text(f"transcripts/{ITEM}/transcript.vtt")
    captions.write_text(text.replace("utflyktsdagen", "friluftsdagen"), encoding="utf-8")
    correct(published.root, ITEM, captions)
    wanted = [(0, "Hembesöken"), (3.2, "Friluftsdagen")]
    assert forms(published) == everywhere(wanted)
    assert enclosures(published) == 2
    assert [reason for _, condition, reason in told(published) if condition == "stale"] == []
    shutil.rmtree(published.root / "transcripts")
    published.run()
    assert forms(published) == everywhere(wanted)


def test_a_promise_from_before_lists_were_kept_is_told_by_its_enclosure(
    published: Place, find: Callable[[Marks], None]
):
    place = Workspace(published.root)
    promise = read_promise(place, ITEM)
    assert promise is not None
    assert promise.chapters == PromisedChapters(
        content_key(promise.enclosures[-1].key),
        ((0, 3200, "Hembesöken"), (3200, 10_000, "Utflyktsdagen")),
    )
    write_promise(place, replace(promise, chapters=None))
    find(BETTER)
    for folder in ("transcripts", ".mediahub"):
        shutil.rmtree(published.root / folder)
    published.run()
    assert forms(published) == everywhere(FIRST)
    assert (read_promise(place, ITEM), published.run().idle) == (promise, True)


def test_without_a_public_address_nothing_is_promised_and_the_forms_are_one(
    published: Place, find: Callable[[Marks], None], edit: Callable[[Path, str, str], None]
):
    edit(published.root / "mediahub.toml", 'public_url = "https://lindhamn.example/feeds"\n', "")
    shutil.rmtree(published.root / "published")
    shutil.rmtree(published.root / "transcripts")
    published.run()
    find(BETTER)
    other_words(published)
    published.run()
    note = json.loads(published.text(f"transcripts/{ITEM}/rendition.json"))
    assert [one["title"] for one in note["chapters"]] == [title for _, title in BETTER]
    assert published.run().idle


def test_a_gold_item_is_measured_by_what_is_found_now(published: Place, find):
    topics = [
        {"start": 0, "end": 5, "topic": "Ett"},
        {"start": 5, "end": 10, "topic": "Två"},
    ]
    segments = [{"start": 0, "end": 10, "speaker": "Anna", "text": "Tack."}]
    truth = {"duration": 10, "segments": segments, "topics": topics}
    path = published.root / "truth.json"
    path.write_text(json.dumps(truth), encoding="utf-8")
    find(BETTER)
    published.run(force=True)
    state, item = survey_item(published.root, ITEM, store=published.store)
    assert len(read_chapters(state.workspace.item(ITEM))) == 2
    assert figures_of(state, item, path).chapters_found == 3


def test_what_a_feed_promises_is_known():
    assert PROMISED == ("enclosures", "chapters")
