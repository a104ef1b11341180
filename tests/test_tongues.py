"""Words in both languages: they are a text to whoever asks for no more, and keep their Swedish."""

import json
import pickle

from mediahub.errors import MediaError, SettingsError
from mediahub.tongues import Said, Words, enumerated, joined, swedish

GONE = Said("the file is gone", "filen är borta")


def test_a_said_text_is_its_english_to_python_json_and_logs() -> None:
    assert GONE == "the file is gone"
    assert f"{GONE}; {GONE:.8}" == "the file is gone; the file"
    assert json.dumps([GONE]) == '["the file is gone"]'
    assert type(str(GONE)) is str


def test_a_value_that_is_said_stands_in_each_languages_words_in_that_language() -> None:
    told = Words("{what}: {number} times", "{what}: {number} gånger").said(what=GONE, number=3)
    assert (told, told.swedish) == ("the file is gone: 3 times", "filen är borta: 3 gånger")


def test_what_is_joined_keeps_both_and_what_nobody_put_into_swedish_is_as_it_was() -> None:
    told = joined("; ", (GONE, "ID-1"))
    assert (told, told.swedish) == ("the file is gone; ID-1", "filen är borta; ID-1")
    assert (swedish("only English"), swedish(7)) == ("only English", "7")


def test_it_crosses_to_another_process_and_back() -> None:
    back = pickle.loads(pickle.dumps(GONE))  # noqa: S301 - our own
    assert (back, back.swedish) == (GONE, GONE.swedish)


def test_an_error_takes_its_swedish_from_its_message_or_beside_it() -> None:
    errors = (SettingsError(GONE), MediaError("gone", swedish="borta"), MediaError("gone"))
    assert [(str(one), one.swedish, one.said.swedish) for one in errors] == [
        ("the file is gone", "filen är borta", "filen är borta"),
        ("gone", "borta", "borta"),
        ("gone", "", "gone"),
    ]


def test_what_is_enumerated_has_its_and_in_each_language() -> None:
    film = Said("film", "filmen")
    told = [enumerated(parts) for parts in ((), (film,), (film, "A"), (film, "A", "B"))]
    assert [(one, one.swedish) for one in told] == [
        ("", ""),
        ("film", "filmen"),
        ("film and A", "filmen och A"),
        ("film, A and B", "filmen, A och B"),
    ]
