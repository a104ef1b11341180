"""What a reader takes along from an item: files, a clip, and the words that are explained."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.pipeline.conftest import Place, empty, themed
from tests.web.conftest import log_in
from tests.web.test_staff_segments import JSON, SECRET

from mediahub.desk.withholding import withhold_passage
from mediahub.transcript import Span
from mediahub.web.staff.app import make_staff_app, open_place

__all__ = ["empty", "themed"]
ITEM = "/item/2020-06-03-tema-samtal"


@pytest.fixture
def reader(themed: Place) -> Iterator[TestClient]:
    assert themed.run().failures == ()
    place = open_place(themed.root)
    place.accounts.add("Lars", "reader", SECRET)
    client = TestClient(make_staff_app(place), "http://127.0.0.1", follow_redirects=False)
    log_in(client, "Lars", SECRET)
    yield client
    client.close()


def test_what_is_said_is_had_as_sound_as_a_document_and_explained(
    reader: TestClient, themed: Place
):
    page = reader.get(ITEM).text
    assert 'href="#ord-0"' not in page  # said is "Fattigdomen", no form of "barnfattigdom"
    made = reader.get(f"{ITEM}/fil/transcript.docx")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert "utflyktsdagen" in archive.read("word/document.xml").decode()
    clip = reader.get(f"{ITEM}/klipp?fran=3200.0&till=3200.1")
    assert clip.status_code == 200
    assert clip.headers["content-type"] == "audio/mpeg"
    assert clip.headers["content-disposition"].endswith('samtal-0.03.mp3"')
    assert 5_000 < len(clip.content) < 40_000
    times = reader.get(f"{ITEM}/tider", headers=JSON).json()["tider"]
    assert [(at, len(words)) for at, words in times.items()] == [
        ("500", 6),
        ("3200", 6),
        ("6500", 6),
    ]
    for wrong in ("fran=3200.1&till=3200.0", "fran=1.0&till=3200.1", ""):
        assert reader.get(f"{ITEM}/klipp?{wrong}").status_code in (404, 422)
    withhold_passage(
        themed.root, "2020-06-03-tema-samtal", Span(3200, 6000), "ett namn", sound=True
    )
    refused = reader.get(f"{ITEM}/klipp?fran=500.0&till=6500.0", headers=JSON)
    assert (refused.status_code, "undanhållet" in refused.json()["fel"]) == (422, True)


def test_terms_are_explained_where_they_are_said(reader: TestClient, themed: Place):
    path = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    text = path.read_text(encoding="utf-8").replace('"knapphet"', '"fattigdom"')
    path.write_text(text, encoding="utf-8")
    place = open_place(themed.root)
    client = TestClient(make_staff_app(place), "http://127.0.0.1", cookies=reader.cookies)
    page = client.get(ITEM).text
    assert '<a class="term" href="#ord-0" title="Att växa upp med för lite pengar.">' in page
    assert '<dt id="ord-0">barnfattigdom</dt>' in page
