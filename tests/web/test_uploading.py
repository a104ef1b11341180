"""Uploads by the rules of tus 1.0: begun, broken, gone on with, given up; and who may."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient
from tests.pipeline.conftest import sound
from tests.web.conftest import Place

from mediahub.desk.receiving import LARGEST
from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.formtoken import HEADER
from mediahub.web.staff.place import COOKIE
from mediahub.web.staff.place import Place as StaffPlace
from mediahub.web.staff.sessions import form_token
from mediahub.web.staff.uploading import FILES, metadata

WORDS = "en lång hemlighet"
HERE = {"origin": "http://127.0.0.1"}
TUS = {**HERE, "tus-resumable": "1.0.0"}
OFFSETS = {**TUS, "content-type": "application/offset+octet-stream"}


def note(called: str, folder: str = "podden") -> str:
    return ",".join(
        f"{key} {b64encode(value.encode()).decode()}"
        for key, value in (("filename", called), ("folder", folder))
    )


@pytest.fixture
def staff(empty: Place) -> StaffPlace:
    (empty.root / "media" / "podden").mkdir()
    (empty.root / "media" / "podden" / "theme.toml").write_text('title = "Podden"\n', "utf-8")
    place = open_place(empty.root)
    for name, role in (("anna", "editor"), ("bo", "editor"), ("lisa", "reader")):
        place.accounts.add(name, role, WORDS)  # type: ignore[arg-type]
    return place


def browser(staff: StaffPlace, name: str = "anna") -> TestClient:
    client = TestClient(make_staff_app(staff), "http://127.0.0.1", follow_redirects=False)
    client.post("/logga-in", data={"namn": name, "losen": WORDS, "till": "/"}, headers=HERE)
    client.headers[HEADER] = form_token(client.cookies.get(COOKIE, ""))
    return client


def begun(client: TestClient, length: int, called: str = "Nytt.mp3", folder: str = "podden") -> str:
    headers = {**TUS, "upload-length": str(length), "upload-metadata": note(called, folder)}
    answer = client.post(FILES, headers=headers)
    assert answer.status_code == 201, answer.text
    assert "upload-expires" in answer.headers
    address: str = answer.headers["location"]
    assert address.startswith(f"{FILES}/")
    return address


def offset(client: TestClient, address: str) -> tuple[str, str]:
    headers = client.head(address, headers=TUS).headers
    assert headers["cache-control"] == "no-store"
    return headers["upload-offset"], headers["upload-length"]


def test_a_file_comes_in_pieces_and_is_kept_when_it_is_whole(
    staff: StaffPlace, tmp_path: Path
) -> None:
    data = sound(tmp_path / "ton.mp3", seconds=2, frequency=777).read_bytes()
    client = browser(staff)
    address = begun(client, len(data))
    assert offset(client, address) == ("0", str(len(data)))
    assert client.head(address, headers=TUS).headers["upload-metadata"] == note("Nytt.mp3")
    first = client.patch(address, content=data[:5000], headers={**OFFSETS, "upload-offset": "0"})
    assert (first.status_code, first.headers["upload-offset"]) == (204, "5000")
    early = client.post(f"{address}/klar", headers=HERE)
    assert early.status_code == 409
    assert "43 %" not in client.get("/ladda-upp").text
    assert "Nytt.mp3" in client.get("/ladda-upp").text
    rest = client.patch(address, content=data[5000:], headers={**OFFSETS, "upload-offset": "5000"})
    assert rest.headers["upload-offset"] == str(len(data))
    done = client.post(f"{address}/klar", headers=HERE)
    told = {
        "fil": "media/podden/nytt.mp3", "titel": "Nytt.mp3", "langd": "0:02",
        "avsnitt": "podden-nytt",
        "adress": f"/item/podden-nytt/beskriv?fil={address.rpartition('/')[2]}",
    }  # fmt: skip
    assert (done.status_code, done.json()) == (200, told)
    assert client.post(f"{address}/klar", headers=HERE).json() == told
    assert (staff.root / "media/podden/nytt.mp3").read_bytes() == data


def test_what_the_protocol_can_is_told(staff: StaffPlace) -> None:
    answer = browser(staff).options(FILES, headers=HERE)
    told = {name: value for name, value in answer.headers.items() if name.startswith("tus-")}
    assert (answer.status_code, told) == (204, {
        "tus-resumable": "1.0.0", "tus-version": "1.0.0", "tus-max-size": str(LARGEST),
        "tus-extension": "creation,termination,expiration",
    })  # fmt: skip


CANNOT_BEGIN: list[tuple[dict[str, str], int]] = [
    ({"tus-resumable": "0.2.2", "upload-length": "5"}, 412),
    ({"upload-length": "five"}, 400),
    ({"upload-length": "-5"}, 400),
    ({"upload-defer-length": "1"}, 400),
    ({"upload-length": "0"}, 422),
    ({"upload-length": str(LARGEST + 1)}, 413),
    ({"upload-length": "5", "upload-metadata": ""}, 400),
    ({"upload-length": "5", "upload-metadata": "filename $$$"}, 400),
    ({"upload-length": "5", "upload-metadata": note("a.exe")}, 422),
    ({"upload-length": "5", "upload-metadata": note("a.mp3", "../private")}, 422),
    ({"upload-length": "5", "origin": "https://evil.example"}, 403),
]


def test_what_cannot_begin(staff: StaffPlace) -> None:
    client = browser(staff)
    for headers, status in CANNOT_BEGIN:
        given = {**TUS, "upload-metadata": note("a.mp3"), **headers}
        assert client.post(FILES, headers=given).status_code == status, headers
    assert staff.uploads.of("anna") == ()


CANNOT_GO_ON: list[tuple[dict[str, str], bytes, int]] = [
    ({"upload-offset": "3"}, b"abc", 409),
    ({}, b"abc", 400),
    ({"upload-offset": "0", "content-type": "text/plain"}, b"abc", 415),
    ({"upload-offset": "0"}, b"a" * 20, 413),
    ({"upload-offset": "0", "tus-resumable": "2.0"}, b"abc", 412),
]


def test_what_cannot_go_on(staff: StaffPlace) -> None:
    client = browser(staff)
    address = begun(client, 10)
    for headers, content, status in CANNOT_GO_ON:
        answer = client.patch(address, content=content, headers={**OFFSETS, **headers})
        assert answer.status_code == status, headers
        assert answer.headers["tus-resumable"] == "1.0.0"
    assert offset(client, address) == ("0", "10")


def test_there_is_no_room(staff: StaffPlace) -> None:
    staff.uploads._free = lambda _folder: 1_000_000
    headers = {**TUS, "upload-length": "5000", "upload-metadata": note("a.mp3")}
    answer = browser(staff).post(FILES, headers=headers)
    assert answer.status_code == 507
    assert "behöver bli ledigt" in answer.json()["fel"]


def test_what_is_given_up_is_gone(staff: StaffPlace) -> None:
    client = browser(staff)
    address = begun(client, 10)
    override = {**TUS, "x-http-method-override": "DELETE"}
    assert client.post(address, headers=override).status_code == 204
    assert client.head(address, headers=TUS).status_code == 404
    assert client.delete(address, headers=TUS).status_code == 404


def test_an_upload_is_its_owners_alone_and_an_editors(staff: StaffPlace) -> None:
    address = begun(browser(staff), 10)
    other, reader = browser(staff, "bo"), browser(staff, "lisa")
    assert other.head(address, headers=TUS).status_code == 404
    assert other.delete(address, headers=TUS).status_code == 404
    assert other.post(f"{address}/klar", headers=HERE).status_code == 404
    for client in (reader, browser(staff, "nobody")):
        statuses = {
            client.get("/ladda-upp").status_code,
            client.post(FILES, headers=TUS).status_code,
            client.patch(address, content=b"a", headers=OFFSETS).status_code,
            client.head(address, headers=TUS).status_code,
        }
        assert statuses <= {303, 401, 403}


def test_what_cannot_be_used_is_told_in_swedish(staff: StaffPlace) -> None:
    client = browser(staff)
    address = begun(client, 9)
    client.patch(address, content=b"text bara", headers={**OFFSETS, "upload-offset": "0"})
    answer = client.post(f"{address}/klar", headers=HERE)
    told = "nytt.mp3: det är en textfil, ingen inspelning. Se efter att det är rätt fil."
    assert (answer.status_code, answer.json()) == (422, {"fel": told})
    assert client.head(address, headers=TUS).status_code == 404


def test_metadata_that_cannot_be_read_is_passed_over() -> None:
    assert metadata("a YQ==,b,c !!,d /////,,filename w6U=") == {"a": "a", "b": "", "filename": "å"}


async def _of_two_lines(staff: StaffPlace, address: str, cookie: str) -> list[object]:
    """An upload whose line goes silent after three bytes, and another that goes on with it."""
    silent, begun_ = asyncio.Event(), asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        yield b"abc"
        begun_.set()
        await silent.wait()

    transport = httpx.ASGITransport(make_staff_app(staff))
    async with httpx.AsyncClient(
        transport=transport,
        base_url="http://127.0.0.1",
        headers={"cookie": cookie, HEADER: form_token(cookie.partition("=")[2])},
    ) as client:
        headers = {**OFFSETS, "upload-offset": "0"}
        first = asyncio.create_task(client.patch(address, content=body(), headers=headers))
        await begun_.wait()
        mistaken = await client.patch(address, content=b"x", headers=headers)
        at = (await client.head(address, headers=TUS)).headers["upload-offset"]
        second = await client.patch(
            address, content=b"defghij", headers={**OFFSETS, "upload-offset": at}
        )
        silent.set()
        one = await first
        return [at, one.status_code, mistaken.status_code, second.headers["upload-offset"]]


def test_a_line_that_is_silent_makes_way_for_the_one_that_goes_on(staff: StaffPlace) -> None:
    client = browser(staff)
    address = begun(client, 10)
    told = asyncio.run(_of_two_lines(staff, address, f"{COOKIE}={client.cookies[COOKIE]}"))
    assert told == ["3", 204, 409, "10"]
    upload = staff.uploads.of("anna")[0]
    with staff.uploads.held(upload.id, "anna") as (_, path):
        assert path.read_bytes() == b"abcdefghij"
