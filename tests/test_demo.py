"""The demo theme, run for real: the recogniser, the diariser, ffmpeg, the index and the feeds."""

import json
import shutil
from pathlib import Path

import feedparser
import podcastparser
import pytest

from mediahub.library import Library
from mediahub.mediafile import probe
from mediahub.models import WHISPER_BASE, default_store
from mediahub.pipeline.measuring import measure
from mediahub.pipeline.report import Silent
from mediahub.pipeline.run import Options, Summary, run
from mediahub.site.renditions import rendition_from_json
from mediahub.workspace.ledger import read_ledger
from mediahub.workspace.paths import Workspace

ROOT = Path(__file__).parent.parent
PODCAST = "2020-06-03-tidiga-insatser-podden-avsnitt-1"
FILM = "2020-06-03-tidiga-insatser-temafilm"

pytestmark = pytest.mark.speech


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """A copy of the demo after one run with whisper-base."""
    root = tmp_path_factory.mktemp("demo")
    shutil.copytree(ROOT / "media", root / "media")
    shutil.copytree(ROOT / "published", root / "published")
    shutil.copy(ROOT / "mediahub.toml", root / "mediahub.toml")
    summary = run(root, Options(model=WHISPER_BASE.name), Silent(), store=default_store())
    return root, summary


def test_everything_is_made_and_nothing_fails(demo: tuple[Path, Summary]):
    root, summary = demo
    assert summary.failures == ()
    assert sorted(summary.done) == [PODCAST, FILM]
    assert sorted(path.name for path in (root / "feeds").iterdir()) == [
        "404.html",
        "assets",
        "filmer",
        "hitta",
        "index.html",
        "personer",
        "podden",
        "register",
        "samlat",
        "tema",
        "texter",
    ]


def test_the_run_leaves_what_is_kept_in_git_as_it_was(demo: tuple[Path, Summary]):
    root, _ = demo
    kept, now = (
        {path.relative_to(place): path.read_bytes() for path in (place / "published").rglob("*.*")}
        for place in (ROOT, root)
    )
    assert now == kept


def test_two_feed_parsers_read_the_feeds_without_complaint(demo: tuple[Path, Summary]):
    root, _ = demo
    for series, title in (("podden", "Vid köksbordet"), ("filmer", "Förband, räcke eller torg")):
        path = root / "feeds" / series / "feed.xml"
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo
        with path.open("rb") as stream:
            strict = podcastparser.parse("http://127.0.0.1:8765/feed.xml", stream)
        assert [entry.title for entry in parsed.entries] == [title]
        assert [episode["title"] for episode in strict["episodes"]] == [title]
        assert strict["episodes"][0]["chapters"] == [
            {"start": int(chapter["startTime"]), "title": chapter["title"]}
            for chapter in chapters(root, PODCAST if series == "podden" else FILM)
        ]


def chapters(root: Path, item: str) -> list[dict]:
    text = (root / "transcripts" / item / "chapters.json").read_text(encoding="utf-8")
    return json.loads(text)["chapters"]


def test_speakers_and_chapters_are_those_of_the_truth(demo: tuple[Path, Summary]):
    figures = measure(demo[0]).now
    assert {item: f.speakers_found for item, f in figures.items()} == {PODCAST: 3, FILM: 2}
    for one in figures.values():
        assert one.der is not None
        assert one.der <= 0.03
        assert one.chapter_f1 is not None
        assert one.chapter_f1 >= 0.8
        assert one.wer < 0.4


def test_all_voices_are_named_by_what_is_said(demo: tuple[Path, Summary]):
    wanted = {
        PODCAST: ["Karin Ahlgren", "Johan Ekberg", "Robin Nyström"],
        FILM: ["Karin Ahlgren", "Johan Ekberg"],
    }
    for item, names in wanted.items():
        path = demo[0] / "transcripts" / item / "transcript.json"
        speakers = json.loads(path.read_text(encoding="utf-8"))["speakers"]
        assert [(one["name"], one.get("automatic")) for one in speakers] == [
            (name, True) for name in names
        ]


def test_the_enclosures_carry_the_chapters_that_are_remembered(demo: tuple[Path, Summary]):
    root, _ = demo
    for series, item in (("podden", PODCAST), ("filmer", FILM)):
        promise = read_ledger(Workspace(root)).promise(item)
        assert promise is not None
        assert promise.enclosures == ()  # the demo has no public address
        made = rendition_from_json(
            json.loads((root / "transcripts" / item / "rendition.json").read_text(encoding="utf-8"))
        )
        sound = root / "feeds" / series / item / made.name
        found = [(chapter.span.start_ms, chapter.title) for chapter in probe(sound).chapters]
        assert found == list(made.chapters)


def test_a_newcomer_finds_child_poverty_by_poor_children(demo: tuple[Path, Summary]):
    # In what people wrote, so that no mishearing decides.
    for query in ("fattiga barn", "barnfattigdom"):
        kinds = {hit.kind for hit in Library.open(demo[0]).search(query).hits}
        assert {"article", "glossary"} <= kinds


def test_an_inner_part_of_a_compound_is_found_at_its_second(demo: tuple[Path, Summary]):
    hit = next(hit for hit in Library.open(demo[0]).search("besök").hits if hit.kind == "film")
    assert 60_000 < hit.at_ms < 98_000


def test_a_second_run_has_nothing_to_do(demo: tuple[Path, Summary]):
    root, _ = demo
    again = run(root, Options(model=WHISPER_BASE.name), Silent(), store=default_store())
    assert again.idle
