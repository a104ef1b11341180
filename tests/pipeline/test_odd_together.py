"""Half a hundred odd things in one workspace: what is good is done, and each odd one is told."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from mediahub.models import Store
from mediahub.pipeline.overview import Overview, overview
from mediahub.pipeline.summary import Summary
from tests.pipeline.conftest import Place, sound

HEAD = "WEBVTT\n\n"
ONE = "00:01.000 --> 00:04.000\nVi besökte skolan på Öland.\n"
SRT_ONE = "1\n00:00:01,000 --> 00:00:04,000\nVi besökte skolan på Öland.\n"
TWICE = "00:05.000 --> 00:07.000\nDet var bra.\n"


def rolling() -> str:
    lines = ["idag ska vi prata", "om skolan på Öland", "och allt som hände", "den våren"]
    return HEAD + "\n".join(
        f"00:0{2 * at + 1}.000 --> 00:0{2 * at + 3}.000\n{before}\n{line}\n"
        for at, (before, line) in enumerate(zip(["", *lines], lines, strict=False))
    )


CAPTIONS: dict[str, tuple[str, bytes, str, set[str]]] = {
    # name: ending, bytes, words that must be in the transcript, codes of the notices
    "ett": (".vtt", (HEAD + ONE).encode(), "skolan på Öland", set()),
    "windows": (".srt", SRT_ONE.encode("windows-1252"), "skolan på Öland", {"text-not-utf8"}),
    "mac": (".srt", SRT_ONE.encode("mac-roman"), "skolan på Öland", {"text-not-utf8"}),
    "utf16": (".vtt", (HEAD + ONE).encode("utf-16"), "skolan på Öland", set()),
    "utan-marke": (".srt", SRT_ONE.encode("utf-16-le"), "skolan på Öland", set()),
    "dubbel": (".srt", SRT_ONE.encode().decode("windows-1252").encode(), "skolan på Öland",
               {"text-encoded-twice"}),
    "rullar": (".vtt", rolling().encode(), "skolan på Öland", {"captions-rolled"}),
    "klocka": (".vtt", (HEAD + ONE.replace("00:01", "10:00:01").replace("00:04", "10:00:04"))
               .encode(), "skolan på Öland", {"captions-shifted"}),
    "langre": (".vtt", (HEAD + ONE + "\n00:50.000 --> 00:55.000\nEfter slutet.\n").encode(),
               "skolan på Öland", {"captions-outside"}),
    "bakvand": (".vtt", (HEAD + ONE + "\n00:06.000 --> 00:05.900\nJa.\n\n00:07.000 --> "
                "00:08.000\nSlut.\n").encode(), "Ja.", {"captions-turned"}),
    "srt-i-vtt": (".vtt", SRT_ONE.encode(), "skolan på Öland", set()),
    "vtt-i-srt": (".srt", (HEAD + "NOTE hej\n\n" + ONE).encode(), "skolan på Öland", set()),
    "sbv-i-srt": (".srt", b"0:00:01.000,0:00:04.000\nHej.\n\n0:00:05.000,0:00:06.000\nTack.\n",
                  "Tack.", set()),
    "glest": (".srt", SRT_ONE.replace("\n", "\n\n").encode(), "skolan på Öland", set()),
    "pil": (".vtt", (HEAD + ONE.replace("besökte", "gick --> till")).encode(), "gick --> till",
            set()),
    "tva-huvuden": (".vtt", (HEAD + ONE + "\n" + HEAD + TWICE).encode(), "Det var bra.", set()),
    "fyra-siffror": (".vtt", (HEAD + ONE.replace(".000", ".0000")).encode(), "skolan på Öland",
                     set()),
    "namn-zoom": (".vtt", (HEAD + ONE.replace("Vi", "Rut Alm: Vi") + "\n"
                  + TWICE.replace("Det", "Ola Björk: Det")).encode(), "Rut Alm [0:01]", set()),
    "namn-whisperx": (".srt", SRT_ONE.replace("Vi", "[SPEAKER_00]: Vi").encode(), "SPEAKER_00",
                      set()),
    "streck": (".vtt", (HEAD + "00:01.000 --> 00:04.000\n– Hinner ni?\n– Ja.\n").encode(),
               "– Hinner ni?", set()),
    "ljud": (".vtt", (HEAD + "00:01.000 --> 00:02.000\n[dörr slår igen]\n\n" + TWICE).encode(),
             "[dörr slår igen]", set()),
    "bara-cr": (".vtt", (HEAD + ONE).replace("\n", "\r").encode(), "skolan på Öland", set()),
    "mjukt": (".srt", SRT_ONE.replace("skolan", "sko\u00adlan\u200b").encode(), "skolan på Öland",
              set()),
    "delat": (".vtt", (HEAD + ONE).replace("ö", "o\u0308").encode(), "besökte", set()),
    "Språk.sv": (".vtt", (HEAD + ONE).encode(), "skolan på Öland", set()),
    "VERSALER": (".VTT", (HEAD + ONE).encode(), "skolan på Öland", set()),
    "noll-langd": (".vtt", (HEAD + ONE.replace("00:04", "00:01")).encode(), "skolan på Öland",
                   set()),
}  # fmt: skip
DOCUMENTS: dict[str, tuple[bytes, set[str]]] = {
    "artikel.md": (b"# Artikel\n\nOm hembes\xc3\xb6k.\n", set()),
    "gammal.md": ("# Gammal\n\nVi på Öland.\n".encode("windows-1252"), {"text-not-utf8"}),
    "anteckning.txt": ("Vi på Öland.\n".encode("utf-16"), set()),
    "sida.html": (b"<title>Sida</title><form><p>Om hembes&ouml;k</p></form>", set()),
    "titel.html": (b"<title>Bara titel</title><body></body>", {"document-without-text"}),
    "rik.rtf": (rb"{\rtf1\ansi Hembes\'f6k i kommunen.}", set()),
}
REFUSED = {
    "tom.mp3": b"",
    "text.mp3": b"Det har ar ingen inspelning.",
    "kapad.mp4": b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41",
    "trasig.docx": b"PK\x03\x04 ingen zip",
    "brutet.pdf": b"%PDF-1.4\n inget mer",
}
PASSED_OVER = {
    "bild.heic": "file-not-read",
    "gammal.doc": "file-not-read",
    "arkiv.zip": "file-not-read",
    "ensam.vtt": "captions-without-media",
    "ett.en.vtt": "captions-other-language",
    "ett.srt": "captions-not-taken",
    "theme.toml.txt": "hidden-ending",
    "logga.png": "picture-not-used",
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Summary, Overview]:
    """The workspace, run once, and the plan after it."""
    root = tmp_path_factory.mktemp("odd") / "ws"
    media = root / "media"
    media.mkdir(parents=True)
    for number, (name, (suffix, data, _, _)) in enumerate(CAPTIONS.items()):
        sound(media / f"{name.partition('.')[0]}.mp3", frequency=300 + 10 * number)
        (media / f"{name}{suffix}").write_bytes(data)
    for name, (data, _) in DOCUMENTS.items():
        (media / name).write_bytes(data)
    for name, data in REFUSED.items():
        (media / name).write_bytes(data)
    for name in PASSED_OVER:
        (media / name).write_text(HEAD + ONE if name.endswith("vtt") else SRT_ONE)
    place = Place(root, Store(root.parent / "models", pip_options=["--no-index"]))
    summary = place.run()
    return place, summary, overview(root, store=place.store)


def codes(view: Overview, item: str) -> set[str]:
    return {notice.code for notice in view.notices.items.get(item, ())}


def identity(name: str) -> str:
    from mediahub.catalog.ids import path_id

    return path_id([name], "")


def test_only_what_cannot_be_used_fails(odd: tuple[Place, Summary, Overview]) -> None:
    _, summary, _ = odd
    assert {one.item for one in summary.failures} == {identity(Path(name).stem) for name in REFUSED}
    assert summary.exit_code == 1


@pytest.mark.parametrize("name", CAPTIONS)
def test_captions_say_what_people_wrote(odd: tuple[Place, Summary, Overview], name: str) -> None:
    place, _, view = odd
    _, _, words, expected = CAPTIONS[name]
    item = identity(name.partition(".")[0])
    text = place.text(f"transcripts/{item}/transcript.txt")
    assert words in text
    assert "\ufffd" not in text
    assert codes(view, item) == expected


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_read_and_what_is_odd_is_told(
    odd: tuple[Place, Summary, Overview], name: str
) -> None:
    assert codes(odd[2], identity(Path(name).stem)) == DOCUMENTS[name][1]


def test_every_file_that_is_passed_over_is_told_by_name(
    odd: tuple[Place, Summary, Overview],
) -> None:
    told = [(one.code, str(one)) for one in odd[2].notices.workspace]
    missing = [
        name
        for name, code in PASSED_OVER.items()
        if not any(code == found and name in text for found, text in told)
    ]
    assert missing == []


def test_every_notice_says_in_swedish_what_it_is_about(
    odd: tuple[Place, Summary, Overview],
) -> None:
    def unfinished() -> Iterable[str]:
        for _, notice in odd[2].notices:
            for text in (*notice.said, *notice.advice):
                if text and (text[-1] not in ".!" or "{" in text):
                    yield text
            if not notice.said.swedish or bool(notice.advice[0]) != bool(notice.advice[1]):
                yield notice.code

    assert list(unfinished()) == []


def test_a_second_run_has_nothing_to_do_but_tell_the_same(
    odd: tuple[Place, Summary, Overview],
) -> None:
    place, summary, view = odd
    again = place.run()
    assert (again.done, again.indexed) == ({}, ())
    assert {one.item for one in again.failures} == {one.item for one in summary.failures}
    assert again.notices == view.notices
