"""Text files that people wrote, in the bytes that their programs saved."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.errors import MediaError
from mediahub.textfile import ENCODED_TWICE, NOT_UTF8, ReadText, decode, no_text, read_text

SAID = "Så här gör vi på Öland – varje gång."
READ_AS_WINDOWS = NOT_UTF8.at("a.srt", encoding="windows-1252")
READ_AS_MAC = NOT_UTF8.at("a.srt", encoding="Mac Roman")


def refusal(data: bytes) -> str:
    with pytest.raises(MediaError) as refused:
        decode(data, "a.srt")
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"S\xc3\xa5 h\xc3\xa4r \xe2\x80\x93", "utf-8"),
        (b"\xef\xbb\xbfS\xc3\xa5 h\xc3\xa4r \xe2\x80\x93", "utf-8-sig"),
        (b"\xff\xfeS\0\xe5\0 \0h\0\xe4\0r\0 \0\x13\x20", "utf-16-le"),
        (b"\xfe\xff\0S\0\xe5\0 \0h\0\xe4\0r\0 \x20\x13", "utf-16-be"),
        (b"S\0\xe5\0 \0h\0\xe4\0r\0 \0\x13\x20", "utf-16-le"),
        (b"\0S\0\xe5\0 \0h\0\xe4\0r\0 \x20\x13", "utf-16-be"),
    ],
)
def test_unicode_is_read_without_a_word(data: bytes, encoding: str) -> None:
    assert decode(data, "a.srt") == ReadText("Så här –", encoding)


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"", "a.srt") == ReadText("", "utf-8")


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"ett\r\ntv\xe5\rtre\n", "a.srt").text == "ett\r\ntvå\rtre\n"


def test_letters_of_windows_are_read_and_told() -> None:
    data = b"S\xe5 h\xe4r g\xf6r vi p\xe5 \xd6land \x96 varje g\xe5ng."
    assert decode(data, "a.srt") == ReadText(SAID, "windows-1252", READ_AS_WINDOWS)


def test_letters_of_an_old_mac_are_read_and_told() -> None:
    data = b"S\x8c h\x8ar g\x9ar vi p\x8c \x85land \xd0 varje g\x8cng."
    assert decode(data, "a.srt") == ReadText(SAID, "mac-roman", READ_AS_MAC)


@pytest.mark.parametrize(
    ("windows", "mac", "text"),
    [
        (b"\x94Hej\x94, sa Mona.", b"\xd3Hej\xd3, sa Mona.", "”Hej”, sa Mona."),
        (b"\x93Hej\x94 \x91du\x92", b"\xd2Hej\xd3 \xd4du\xd5", "“Hej” ‘du’"),
        (b"Hej \x96 sa hon", b"Hej \xd0 sa hon", "Hej – sa hon"),
        (b"2012\x962014", b"2012\xd02014", "2012–2014"),
        (b"Annas\x92 och Marie\x92s", b"Annas\xd5 och Marie\xd5s", "Annas’ och Marie’s"),
        (b"men\x85", b"men\xc9", "men…"),
        (b"nej \x85", b"nej \xc9", "nej …"),
        (b"\xabHej\xbb", b"\xc7Hej\xc8", "«Hej»"),
        (b"\xbbHej\xbb", b"\xc8Hej\xc8", "»Hej»"),
        (b"ett kaf\xe9", b"ett kaf\x8e", "ett kafé"),
        (b"\xc5", b"\x81", "Å"),
        (b"\xd6land", b"\x85land", "Öland"),
        (b"F\xd6R \xc4LDRE", b"F\x85R \x80LDRE", "FÖR ÄLDRE"),
        (b"\xc4r du d\xe4r?", b"\x80r du d\x8ar?", "Är du där?"),
        (b"30 \x80 \xe5t M\xfcller", b"30 \xdb \x8ct M\x9fller", "30 € åt Müller"),
        (b"10\xa0000 kr \xe4r 1\xbd g\xe5ng", None, "10\xa0000 kr är 1½ gång"),
        (b"enligt 7 \xa7 SoL", b"enligt 7 \xa4 SoL", "enligt 7 § SoL"),
    ],
)
def test_quotes_dashes_and_names_tell_windows_from_mac(
    windows: bytes, mac: bytes | None, text: str
) -> None:
    assert decode(windows, "a.srt") == ReadText(text, "windows-1252", READ_AS_WINDOWS)
    if mac is not None:
        assert decode(mac, "a.srt") == ReadText(text, "mac-roman", READ_AS_MAC)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp850", "cp437", "iso8859-7", "cp1255"])
def test_what_reads_as_no_swedish_in_either_is_refused(encoding: str) -> None:
    text = {
        "cp1251": "Привет, как у вас дела?",
        "koi8-r": "Привет, как у вас дела?",
        "iso8859-7": "Καλημέρα, τι κάνεις;",
        "cp1255": "שלום לכולם",
    }.get(encoding, "Så här gör vi på Öland.")
    assert refusal(b"1\r\n\r\n" + text.encode(encoding)) == (
        "a.srt, line 3: the letters are not UTF-8, and read as windows-1252 or Mac Roman they make "
        "no Swedish. Save it anew as UTF-8."
    )


def test_utf_8_with_a_damaged_byte_is_refused_with_its_line() -> None:
    assert refusal("Så\nhär\ngör vi".encode().replace(b"\xb6", b"")).startswith("a.srt, line 3: ")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\x14\0\x06\0",
        b"\xff\xfb\x90\x64\0\x0f\xf0",
        b"hej\0hej",
        b"\xe5\x01\xe4",
        b"\xff\xfeh\0\0\0",
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    assert refusal(data) == (
        "a.srt is no text file: it holds bytes that no text has. Save it anew as UTF-8."
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xef\xbb\xbfS\xc3\xa5\nh\xe4r", "UTF-8, but line 2"),
        (b"\xff\xfeh\0\n\0e\0j", "UTF-16-LE, but line 2"),
        (b"\xfe\xff\xd8\x00\0a", "UTF-16-BE, but line 1"),
    ],
)
def test_a_mark_that_is_not_kept_is_refused(data: bytes, said: str) -> None:
    assert refusal(data) == f"a.srt says that it is {said} is not. Save it anew as UTF-8."


def test_a_letter_that_another_program_lost_is_never_handed_on() -> None:
    assert refusal("Hej\r\nS\ufffd här".encode()) == (
        "a.srt, line 2: another program lost a letter when it saved the file, and put \ufffd "
        "there. Write the letter anew, or save the original as UTF-8."
    )


@pytest.mark.parametrize(
    ("taken_for", "called"), [("windows-1252", "windows-1252"), ("mac-roman", "Mac Roman")]
)
def test_what_was_encoded_twice_is_put_right_and_told(taken_for: str, called: str) -> None:
    assert decode(SAID.encode().decode(taken_for).encode(), "a.srt") == ReadText(
        SAID,
        "utf-8",
        ENCODED_TWICE.at("a.srt", encoding=called),
    )


def test_bytes_that_windows_has_no_sign_for_are_put_right_too() -> None:
    assert decode(b"\xc3\x83\xc2\x81 och \xc3\x83\xc2\xa5", "a.srt").text == "Á och å"


def test_a_text_that_only_tells_of_double_encoding_stays() -> None:
    told = "Står det Ã¤ i stället för ä är filen fel."
    assert decode(told.encode(), "a.md") == ReadText(told, "utf-8")


def test_a_file_is_named_without_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(b"p\xe5")
    assert read_text(path) == ReadText("på", "windows-1252", READ_AS_WINDOWS)


_WORDS = st.text(alphabet="abdefgiklmnoprstuvåäöé", min_size=2, max_size=8).filter(
    lambda word: word.strip("é") != ""
)
_FORMS = st.sampled_from(
    [
        "{}",
        "{}",
        "”{}”",
        "“{}”",
        "’{}’",
        "{}’s",
        "»{}»",
        "– {}",
        "{} –",
        "{} …",
        "{}…",
        "{},",
        "{}.",
    ]
)


def _sentence(parts: list[tuple[str, str]], surely: str) -> str:
    text = " ".join(form.format(word) for word, form in parts)
    return f"{text[:1].upper()}{text[1:]} {surely}"


_SWEDISH_TEXTS = st.builds(
    _sentence,
    st.lists(st.tuples(_WORDS, _FORMS), min_size=1, max_size=30),
    st.sampled_from(
        ["så här gör vi", "på lördag när våren är här", "många åt ägg", "tråkigt är det"]
    ),
)


@given(
    _SWEDISH_TEXTS,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "windows-1252", "mac-roman"]),
)
def test_swedish_text_comes_back_from_every_encoding(text: str, encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    read = decode(mark + text.encode(encoding), "a.srt")
    assert read.text == text
    assert (read.notice is not None) == (encoding in ("windows-1252", "mac-roman"))


@given(st.binary(max_size=200))
def test_whatever_the_bytes_no_replaced_character_comes_out(data: bytes) -> None:
    try:
        text = decode(data, "a.srt").text
    except MediaError as refused:
        assert str(refused).startswith("a.srt")
    else:
        assert "\ufffd" not in text
        assert "\0" not in text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Åsa säger:\t”hej”\r\n\x0b\x0cnu 💩 \ue000", None),
        ("a\x00b", "U+0000"),
        ("\x1f", "U+001F"),
        ("\x7f", "U+007F"),
        ("halv \ud83d", "U+D83D"),
        ("\uffff", "U+FFFF"),
    ],
)
def test_what_is_in_no_text_is_found(text: str, found: str | None) -> None:
    assert no_text(text) == found
