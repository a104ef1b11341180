"""Pictures by upload: looked into, put beside their TOML, never over anything, clean in public."""

import io
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from PIL import Image
from starlette.testclient import TestClient
from tests.web.conftest import WORDS, Place, log_in

from mediahub.models import Store
from mediahub.web.staff.app import make_staff_app, open_place

ITEM = "podden-avsnitt-1"
TO = f"/ladda-upp/bild/item/{ITEM}"
KIND = {"content-type": "application/offset+octet-stream", "accept": "application/json"}
CAMERA, GPS = "Lindhamns kamera", 0x8825


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), colour: str = "teal") -> bytes:
    """A picture in which a camera has written its name and where it was."""
    image = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    exif[GPS] = {1: "N", 2: (59.0, 20.0, 0.0)}
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.fixture
def editor(copied: Path) -> TestClient:
    client = TestClient(
        make_staff_app(open_place(copied)), "http://127.0.0.1", follow_redirects=False,
        headers={"origin": "http://127.0.0.1"},
    )  # fmt: skip
    log_in(client, "editor", WORDS)
    return client


def give(
    client: TestClient, data: bytes, called: str = "Min bild.JPG", words: str = "En båt",
    seen: str = "", to: str = TO,
) -> tuple[int, str]:  # fmt: skip
    query = urlencode({"namn": called, "beskrivning": words, "sett": seen})
    answer = client.put(f"{to}?{query}", content=data, headers=KIND)
    told = answer.json()
    return answer.status_code, told.get("fel") or told.get("gjort", "")


def test_a_picture_is_put_beside_its_toml_and_is_public_without_what_a_camera_wrote(
    editor: TestClient, copied: Path
) -> None:
    data = picture()
    assert give(editor, data)[0] == 200
    assert (copied / "media/podden/min-bild.jpg").read_bytes() == data
    assert (copied / "media/podden/avsnitt-1.toml").read_text("utf-8") == (
        'image = "min-bild.jpg"\nimage_description = "En båt"\n'
    )
    page = editor.get(TO).text
    assert 'alt="En båt"' in page
    light = editor.get(f"{TO}/visa")
    assert Image.open(io.BytesIO(light.content)).size == (640, 480)
    public = [path for path in (copied / "feeds").rglob("*.jpg") if ITEM in str(path)]
    assert any(path.name.startswith("bild-") for path in public)
    for path in (*public, light.content):
        content = path if isinstance(path, bytes) else path.read_bytes()
        assert CAMERA.encode() not in content
        assert not Image.open(io.BytesIO(content)).getexif()


def test_nothing_is_written_over_and_two_at_once_are_told(editor: TestClient, copied: Path) -> None:
    first, second = picture(), picture(colour="navy")
    (copied / "media/podden/min-bild.jpg").write_bytes(b"en annans")
    assert give(editor, first)[0] == 200
    assert (copied / "media/podden/min-bild.jpg").read_bytes() == b"en annans"
    assert (copied / "media/podden/min-bild-2.jpg").read_bytes() == first
    status, told = give(editor, second, seen="")  # who saw none
    assert (status, "Någon annan har bytt bilden" in told) == (412, True)
    assert not (copied / "media/podden/min-bild-3.jpg").exists()
    assert give(editor, second, "../../å/b.png", "En hamn", "min-bild-2.jpg")[0] == 200
    assert (copied / "media/podden/b.jpg").read_bytes() == second
    assert give(editor, first, seen="b.jpg")[0] == 200  # the same as before has its place
    assert not (copied / "media/podden/min-bild-3.jpg").exists()
    assert give(editor, b"", words="Samma båt", seen="min-bild-2.jpg")[0] == 200
    toml = (copied / "media/podden/avsnitt-1.toml").read_text("utf-8")
    assert toml == 'image = "min-bild-2.jpg"\nimage_description = "Samma båt"\n'


@pytest.mark.parametrize(
    ("data", "words", "told"),
    [
        (b"GIF89a", "En båt", "ingen bild i JPEG"),
        (picture()[:-400], "En båt", "till slutet"),
        (picture(size=(299, 900)), "En båt", "minst 300"),
        (picture("PNG", (12_001, 300)), "En båt", "för många bildpunkter"),
        (b"", "En båt", "Välj en bild"),
        (picture(), " ", "vad bilden visar"),
        (picture(), "x" * 501, "högst 500"),
        (b"\xff\xd8" + bytes(20 << 20), "En båt", "större än 20 MB"),
    ],
)
def test_what_cannot_be_used_is_told_and_leaves_nothing(
    editor: TestClient, copied: Path, data: bytes, words: str, told: str
) -> None:
    before = sorted((copied / "media").rglob("*"))
    status, said = give(editor, data, words=words)
    assert (status in (413, 422), told in said) == (True, True), said
    assert sorted((copied / "media").rglob("*")) == before


def posted(
    client: TestClient, data: bytes, words: str = "En båt", seen: str = ""
) -> tuple[int, str]:
    """What a browser without a script does with the page's form; where it goes, or what it says."""
    token = re.search(r'name="token" value="([^"]+)"', client.get(TO).text)
    assert token is not None
    answer = client.post(
        TO,
        data={"token": token[1], "sett": seen, "beskrivning": words},
        files={"bild": ("Min \u201dbild\u201d.JPG", data, "image/jpeg")},
    )
    return answer.status_code, answer.headers.get("location") or answer.text


def test_without_a_script_the_form_hands_in_the_picture_to_the_byte(
    editor: TestClient, copied: Path
) -> None:
    del editor.headers["x-mediahub-token"]
    data = picture() + b"\r\n--\r\n\r\n"
    assert posted(editor, data) == (303, f"{TO}?sparat=nu")
    assert (copied / "media/podden/min-bild.jpg").read_bytes() == data
    assert "har fått den" in editor.get(f"{TO}?sparat=nu").text
    assert posted(editor, b"", "Samma båt", "min-bild.jpg")[0] == 303
    status, page = posted(editor, picture(colour="navy"), "En annan <båt>")
    assert (status, "Någon annan har bytt bilden" in page) == (412, True)
    assert "En annan &lt;båt&gt;</textarea>" in page
    for wrong, words in ((b"GIF89a", "En båt"), (picture(), " ")):
        status, page = posted(editor, wrong, words, "min-bild.jpg")
        assert (status, 'role="alert"' in page) == (422, True)
    assert posted(editor, bytes(22 << 20), seen="min-bild.jpg")[0] == 413


def test_a_form_without_the_pages_token_is_refused(editor: TestClient, copied: Path) -> None:
    del editor.headers["x-mediahub-token"]
    files = {"bild": ("a.jpg", picture(), "image/jpeg")}
    answer = editor.post(TO, data={"beskrivning": "En båt", "token": "x"}, files=files)
    assert (answer.status_code, list((copied / "media/podden").glob("a*.jpg"))) == (403, [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x--",
        b"--x\r\nhej\r\n--x--",
        b'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\na',
        b"--x\r\n\xff: \xff\r\n\r\na\r\n--x--",
        b"--x\r\nA: b\r\n\r\na" * 60 + b"\r\n--x--",
    ],
)
def test_what_is_no_form_is_refused(editor: TestClient, body: bytes) -> None:
    del editor.headers["x-mediahub-token"]
    kind = {"content-type": "multipart/form-data; boundary=x"}
    assert editor.post(TO, content=body, headers=kind).status_code in (403, 422)


def test_themes_and_people_have_theirs(editor: TestClient, copied: Path) -> None:
    (copied / "media/2026-01-31-batar").mkdir()
    (copied / "media/2026-01-31-batar/theme.toml").write_text('title = "Båtar"\n', "utf-8")
    (copied / "media/people.toml").write_text(
        '[[people]]\nid = "lisa-ek"\nname = "Lisa Ek"\n', "utf-8"
    )
    theme = "/ladda-upp/bild/theme/2026-01-31-batar"
    assert give(editor, picture("WEBP"), "x.jpg", "En brygga", to=theme)[0] == 200
    assert 'image = "x.webp"\nimage_description = "En brygga"' in (
        copied / "media/2026-01-31-batar/theme.toml"
    ).read_text("utf-8")
    lisa = "/ladda-upp/bild/person/lisa-ek"
    assert give(editor, picture("PNG"), "theme.png", "Lisa", to=lisa)[0] == 200
    assert 'picture = "theme.png"\npicture_description = "Lisa"' in (
        copied / "media/people.toml"
    ).read_text("utf-8")
    assert f'href="{lisa}"' in editor.get("/person/lisa-ek").text
    for gone in ("item/ingen", "theme/ingen", "person/ingen", "annat/x"):
        assert give(editor, picture(), to=f"/ladda-upp/bild/{gone}")[0] == 404


def test_a_reader_gives_no_picture(copied: Path) -> None:
    client = TestClient(
        make_staff_app(open_place(copied)), "http://127.0.0.1", follow_redirects=False,
        headers={"origin": "http://127.0.0.1"},
    )  # fmt: skip
    log_in(client, "reader", WORDS)
    assert give(client, picture())[0] == 403


COVER = "/ladda-upp/bild/series/media"


def with_series(root: Path) -> None:
    (root / "mediahub.toml").write_text(
        '# om oss\n[publisher]\nname = "Podden"\n\n[[series]]\nid = "media"\ntitle = "Podden"\n'
        "autopublish = true\n",
        "utf-8",
    )


def test_a_series_gets_a_cover_that_its_feed_has_after_a_run(
    editor: TestClient, copied: Path
) -> None:
    with_series(copied)
    data = picture("PNG", (1400, 1400))
    assert f'href="{COVER}"' in editor.get("/innehall").text
    assert "inget eget omslag" in editor.get(COVER).text
    status, told = give(editor, data, "Vårt omslag.png", words="", to=COVER)
    assert (status, "Nästa körning" in told) == (200, True), told
    assert (copied / "media/vart-omslag.png").read_bytes() == data
    toml = (copied / "mediahub.toml").read_text("utf-8")
    assert toml.startswith("# om oss\n") and 'image = "media/vart-omslag.png"' in toml
    store = Store(copied.parent / "models", pip_options=["--no-index"])
    assert Place(copied, store).run().failures == ()
    (public,) = (one for one in (copied / "feeds/media").glob("omslag-????????.png"))
    assert CAMERA.encode() not in public.read_bytes()
    assert f"{public.name}" in (copied / "feeds/media/feed.xml").read_text("utf-8")
    assert editor.get(f"{COVER}/visa").headers["content-type"] == "image/jpeg"
    status, told = give(editor, data, words="", seen="", to=COVER)
    assert (status, "har bytt bilden" in told) == (412, True)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (picture(size=(1400, 1600)), "ska vara kvadratiskt"),
        (picture(size=(1399, 1399)), "1400 till 3000"),
        (picture(size=(3001, 3001)), "1400 till 3000"),
        (picture(size=(1500, 1500))[:-400], "till slutet"),
        (b"", "Välj en bild"),
    ],
)
def test_a_cover_that_directories_refuse_is_refused_here(
    editor: TestClient, copied: Path, data: bytes, told: str
) -> None:
    with_series(copied)
    status, said = give(editor, data, words="", to=COVER)
    assert (status, told in said) == (422, True), said
    assert list((copied / "media").glob("*.*")) == []


def test_a_cover_is_handed_in_without_a_script_and_a_series_that_is_nowhere_written_has_none(
    editor: TestClient, copied: Path
) -> None:
    assert give(editor, picture(size=(1400, 1400)), words="", to=COVER)[0] == 404
    assert COVER not in editor.get("/innehall").text
    with_series(copied)
    token = re.search(r'name="token" value="([^"]+)"', editor.get(COVER).text)
    assert token is not None
    del editor.headers["x-mediahub-token"]
    answer = editor.post(
        COVER,
        data={"token": token[1], "sett": ""},
        files={"bild": ("a.jpg", picture(size=(1400, 1400)), "image/jpeg")},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"{COVER}?sparat=serie")
    assert 'image = "media/a.jpg"' in (copied / "mediahub.toml").read_text("utf-8")
