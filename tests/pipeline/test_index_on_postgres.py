"""A workspace whose search index is on PostgreSQL: made, asked, and the server away and back."""

from pathlib import Path

import pytest

from mediahub.catalog.settings import SearchSettings
from mediahub.desk.withholding import withhold_passage
from mediahub.library import Library
from mediahub.pipeline.overview import overview
from mediahub.search import SearchIndex, SearchServerError
from mediahub.search.engines.opening import DSN
from mediahub.transcript import Span
from tests.pipeline.conftest import CAPTIONS, Place, sound

AWAY = "postgresql://anna:hemligt@127.0.0.1:1/arkiv"


@pytest.fixture
def place(empty: Place, postgres: SearchSettings, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An episode with captions and an article; the index is set to be on a server."""
    monkeypatch.delenv(DSN, raising=False)
    media = empty.root / "media"
    sound(media / "samtal.mp3")
    (media / "samtal.vtt").write_text(CAPTIONS, encoding="utf-8")
    (media / "artikel.md").write_text("# Om parker\n\nParkerna är gröna.\n", encoding="utf-8")
    write(empty.root, postgres.dsn or "", postgres.schema or "")
    return empty


def write(root: Path, dsn: str, schema: str) -> None:
    (root / "mediahub.toml").write_text(
        f'[search]\nengine = "postgres"\ndsn = "{dsn}"\nschema_name = "{schema}"\n',
        encoding="utf-8",
    )


def found(place: Place, query: str) -> list[str]:
    return [hit.item for hit in Library.open(place.root).search(query).hits]


def test_a_run_fills_it_a_search_asks_it_and_what_is_withheld_goes_at_once(
    place: Place, postgres: SearchSettings
) -> None:
    SearchIndex.open(place.root / "index" / "search").replace("x", [])  # as it was before
    summary = place.run()
    assert summary.failures == ()
    assert (found(place, "hembesök"), found(place, "parken")) == (["samtal"], ["artikel"])
    assert not (place.root / "index" / "search").exists()
    assert place.run().idle
    assert not overview(place.root, store=place.store).work
    withhold_passage(place.root, "samtal", Span(3_200, 6_000), "bad om det")
    assert (found(place, "utflyktsdagen"), found(place, "hembesök")) == ([], ["samtal"])
    index = SearchIndex.open(Path("x"), postgres)
    with index._engine.reading() as snapshot:
        assert snapshot.similar("utflyktsdagen", 1) == []


def test_a_dropped_index_is_made_anew_by_the_next_run(
    place: Place, postgres: SearchSettings
) -> None:
    import psycopg

    place.run()
    place.run()  # the workspace is at rest
    with psycopg.connect(postgres.dsn or "", autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {postgres.schema} CASCADE")
    assert overview(place.root, store=place.store).work
    place.run()
    assert found(place, "hembesök") == ["samtal"]


def test_a_server_that_is_away_fails_the_index_alone_until_it_is_back(
    place: Place, postgres: SearchSettings
) -> None:
    write(place.root, AWAY, "s")
    summary = place.run()
    (failure,) = summary.failures
    assert (failure.item, failure.stage) == ("index", "index")
    assert "127.0.0.1:1, database arkiv" in failure.message
    assert "hemligt" not in failure.message
    assert (place.root / "transcripts/samtal/transcript.json").exists()
    assert any("cannot be asked" in note for note in overview(place.root, store=place.store).notes)
    with pytest.raises(SearchServerError):
        found(place, "hembesök")
    write(place.root, postgres.dsn or "", postgres.schema or "")
    assert place.run().failures == ()
    assert found(place, "hembesök") == ["samtal"]
