"""What is wrong with a workspace is told all at once, with file, table, key and a way out."""
# ruff: noqa: E501  (a line of the error is a line here)

import os

import pytest

from mediahub.catalog.notices import NO_SUCH_DAY

HEAD = 'title = "T"\n'
ITEM = '[[items]]\nfile = "a.mp3"\n'


def theme(text: str, **more: str) -> dict[str, str]:
    return {"media/t/a.mp3": "", "media/t/theme.toml": text, **more}


def test_every_problem_of_every_file_is_told_at_once(problems) -> None:
    assert problems(
        {
            "mediahub.toml": '[publisher]\nnmae = "x"\n[[series]]\nid = "podd"\ntitle = 4\n',
            "media/people.toml": '[[people]]\nid = "lisa-ek"\nname = "Lisa Ek"\nlink = "x"\n',
            "media/t/a.mp3": "",
            "media/t/theme.toml": (
                'titel = "T"\n'
                '[[items]]\nfile = "b.mp3"\n'
                '[[items]]\nfile = "a.mp3"\nseries = "pod"\nlangauge = "sv"\n'
                'contributors = [{ person = "lisa ek", role = "gest" }]\n'
            ),
            "media/u/theme.toml": "title = \n",
        }
    ) == [
        "mediahub.toml: [publisher], key 'name': is missing",
        "mediahub.toml: [publisher], key 'nmae': unknown key; did you mean 'name'?",
        "mediahub.toml: [[series]] 1, key 'title': should be text in quotes, is 4",
        "media/people.toml: [[people]] 1, key 'link': \"x\" is not a web address; it begins with "
        "https:// or http://",
        "media/t/theme.toml: [[items]] 1, key 'file': 'b.mp3' does not exist in media/t/; "
        "did you mean 'a.mp3'?",
        "media/t/theme.toml: key 'title': is missing",
        "media/t/theme.toml: [[items]] 2, [[contributors]] 1, key 'role': \"gest\" is none of host, "
        "guest, speaker, writer, interviewer, producer, interpreter; did you mean 'guest'?",
        "media/t/theme.toml: [[items]] 2, key 'langauge': unknown key; did you mean 'language'?",
        "media/t/theme.toml: key 'titel': unknown key; did you mean 'title'?",
        "media/t/theme.toml: [[items]] 2, key 'series': there is no series 'pod' in mediahub.toml; "
        "did you mean 'podd'?",
        "media/t/theme.toml: [[items]] 2, [[contributors]] 1, key 'person': there is no person "
        "'lisa ek' in media/people.toml; did you mean 'lisa-ek'?",
        "media/u/theme.toml: line 1, column 9: there is no value after =",
    ]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"a = \n", "line 1, column 5: there is no value after ="),
        (b'title = "T"\nb = [1,\n', "line 3, column 1: the file ends in the middle of a value"),
        (b'title = "T"\ntitle = "U"\n', "line 2, column 12: this key stands twice in its table; keep one of them"),
        (b'title = "T"\ncontact = "\xe5"\n', "line 2, column 12: not UTF-8 text; save the file as UTF-8"),
        (b"a = 2020-13-45\n", "line 1, column 9: there is no day 2020-13-45; write year, month and day, as 2020-06-03"),
        (b"a = 2021-02-29\n", "line 1, column 5: there is no day 2021-02-29; write year, month and day, as 2020-06-03"),
        (b"a = [2020-00-10]\n", "line 1, column 10: there is no day 2020-00-10; write year, month and day, as 2020-06-03"),
        (b"a = 2020-06-03 # till 2020-06-31\nb = x\n", 'line 2, column 5: a text stands in quotes, as "…", and a day is written as 2020-06-03'),
        (b"a = " + b"9" * 5000, "a number or a nesting is too long to read"),
        (b"a = " + b"[" * 5000, "a number or a nesting is too long to read"),
    ],
)  # fmt: skip
def test_a_syntax_error_is_told_with_line_and_column(problems, data: bytes, what: str) -> None:
    assert problems({"media/t/theme.toml": data}) == [f"media/t/theme.toml: {what}"]


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("speakers = 0", "'speakers': 0 is not a number of voices; write 3 or [2, 4]"),
        ("speakers = [4, 2]", "'speakers': [4, 2] is not a number of voices; write 3 or [2, 4]"),
        ("speakers = true", "'speakers': true is not a number of voices; write 3 or [2, 4]"),
        ('title = ""', "'title': is empty"),
        ("title = 3", "'title': should be text in quotes, is 3"),
        ("explicit = 1", "'explicit': should be true or false, is 1"),
        ('episode = "1"', "'episode': should be a whole number, is \"1\""),
        ("episode = 0", "'episode': 0 will not do: it should be greater than or equal to 1"),
        ('formats = "Film"', '\'formats\': should be a list, such as ["…", "…"], is "Film"'),
        ('formats = ["Film", 3]', "'formats', entry 2: should be text in quotes, is 3"),
        ('link = "javascript:x"', "'link': \"javascript:x\" is not a web address; it begins with https:// or http://"),
        ('link = "https://[x"', "'link': \"https://[x\" is not a web address; it begins with https:// or http://"),
        ('kind = "flim"', "'kind': \"flim\" is none of film, podcast, article, slides; did you mean 'film'?"),
        ('kind = "film"', "'kind': 'a.mp3' is sound only, so it is a podcast"),
        ('id = "../x"', "'id': \"../x\" is not an id; write a–z, 0–9 and single hyphens, at most 120 characters"),
        ('id = "Å"', "'id': \"Å\" is not an id; write a–z, 0–9 and single hyphens, at most 120 characters"),
        ('language = "swe"', "'language': \"swe\" is not a language code (ISO 639-1); did you mean 'sv'?"),
        ('language = "Svenska"', "'language': \"Svenska\" is not a language code (ISO 639-1); did you mean 'sv'?"),
        ('language = "xq"', "'language': \"xq\" is not a language code (ISO 639-1); write two letters, such as sv or en"),
        ('language = "en_gb"', "'language': \"en_gb\" is not a language code (ISO 639-1); did you mean 'en-GB'?"),
        ('date = "2020-06-03"', "'date': \"2020-06-03\" is not a date; write it without quotes, as 2020-06-03"),
        ("date = 2020-06-03T06:00:00", "'date': 2020-06-03T06:00:00 is not a date; write it without quotes, as 2020-06-03"),
        ("date = 0202-06-03", "'date': the year 202 is surely not meant"),
        ("published = 06:00:00", "'published': 06:00:00 is not a time; write it without quotes, as 2020-06-03, 2020-06-03T06:00:00 (Swedish time) or 2020-06-03T06:00:00+02:00"),
        ("published = 0001-01-01T00:00:00", "'published': the year 1 is surely not meant"),
        ('image = "no.png"', "'image': 'no.png' does not exist in media/t"),
        ('image = "a.mp3"', "'image': 'a.mp3' is no picture; its name should end in .jpg, .png or .webp"),
        ('image = "../../../no.png"', "'image': '../../../no.png' does not exist in media/t"),
        ('truth = "facit.json"', "'truth': 'facit.json' does not exist in media/t"),
        ('series = "nej"', "'series': there is no series 'nej' in mediahub.toml"),
        ("file = 3", "'file': should be text in quotes, is 3"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_what_to_write(problems, key: str, what: str) -> None:
    text = HEAD + ("[[items]]\n" if key.startswith("file") else ITEM) + key
    assert problems(theme(text)) == [f"media/t/theme.toml: [[items]] 1, key {what}"]


@pytest.mark.parametrize(
    "start", ['"1:70"', '"1:75:00"', '"1:2:03"', '"-1:00"', '"halv två"', "-1", "nan", "inf", "true",
              '"1:02:03.4567"', '"100:00:00"', "1e9", "[1]", "2020-06-03"],
)  # fmt: skip
def test_a_wrong_chapter_time_is_told(problems, start: str) -> None:
    (line,) = problems(theme(f'{HEAD}{ITEM}chapters = [{{ start = {start}, title = "K" }}]'))
    where = "media/t/theme.toml: [[items]] 1, [[chapters]] 1, key 'start': "
    how = ' is not a time in a recording; write "MM:SS", "H:MM:SS", "H:MM:SS.mmm" or seconds'
    assert line.startswith(where)
    assert line.endswith(how)


def test_chapters_out_of_order_are_told(problems) -> None:
    chapters = ", ".join(f'{{ start = {start}, title = "K" }}' for start in ('"2:00"', "60", "60"))
    assert problems(theme(f"{HEAD}{ITEM}chapters = [{chapters}]")) == [
        "media/t/theme.toml: [[items]] 1, [[chapters]] 2, key 'start': 60 does not come after "
        '"2:00"; put them in order',
        "media/t/theme.toml: [[items]] 1, [[chapters]] 3, key 'start': 60 does not come after 60; "
        "put them in order",
    ]


@pytest.mark.parametrize("again", ["a.mp3", "./a.mp3", "../t/a.mp3"])
def test_an_item_listed_twice_is_told(problems, again: str) -> None:
    assert problems(theme(f'{HEAD}{ITEM}[[items]]\nfile = "{again}"\n')) == [
        f"media/t/theme.toml: [[items]] 2, key 'file': '{again}' is listed twice, first in "
        "media/t/theme.toml, [[items]] 1"
    ]


def test_an_item_listed_in_a_theme_and_in_its_own_file_is_told(problems) -> None:
    assert problems(theme(HEAD + ITEM, **{"media/t/a.toml": "episode = 1"})) == [
        "media/t/a.toml: describes 'a.mp3', and so does media/t/theme.toml, [[items]] 1; "
        "move what it says (such as `published`) over there, and remove a.toml"
    ]


def test_two_items_with_one_id_are_named_both(problems) -> None:
    files = {
        "media/a b.mp3": "",
        "media/a-b.mp4": "",
        "media/c.mp3": "",
        "media/c.toml": 'id = "a-b"',
    }
    assert problems(files) == [
        "media/a-b.mp4: 'media/a-b.mp4' and 'media/a b.mp3' have the same id, 'a-b'; rename one of "
        "the files or give one an id of its own",
        "media/c.toml: key 'id': 'media/c.mp3' and 'media/a b.mp3' have the same id, 'a-b'; rename "
        "one of the files or give one an id of its own",
    ]


def test_twins_in_two_unicode_forms_are_told_apart(problems) -> None:
    (line,) = problems({"media/å.mp3": "", "media/a\u030a.mp3": ""})
    assert "(the same letters, stored in two Unicode forms) have the same id, 'a-mp3'" in line


def test_two_themes_series_or_people_with_one_id_are_told(problems) -> None:
    assert problems(
        {
            "mediahub.toml": '[[series]]\nid = "p"\ntitle = "P"\n' * 2,
            "media/people.toml": '[[people]]\nid = "p"\nname = "P"\n' * 2,
            "media/t/theme.toml": HEAD,
            "media/u/theme.toml": f'id = "t"\n{HEAD}',
        }
    ) == [
        "mediahub.toml: [[series]] 2, key 'id': 'p' is the id of [[series]] 1 too; each needs its own",
        "media/people.toml: [[people]] 2, key 'id': 'p' is the id of [[people]] 1 too; each needs its own",
        "media/u/theme.toml: key 'id': 't' is the id of media/t/theme.toml too; change one",
    ]


def test_consent_to_be_known_by_voice_needs_its_date(problems) -> None:
    text = '[[people]]\nid = "p"\nname = "P"\nvoice_consent = true\n'
    assert problems({"media/people.toml": text}) == [
        "media/people.toml: [[people]] 1, key 'voice_consent_date': is missing; a consent counts "
        "from the day it was given, such as 2020-06-03"
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('public_url = "ftp://x.se"', "key 'public_url': \"ftp://x.se\" is not a web address; it begins with https:// or http://"),
        ('public_url = "https://x.se/?a"', "key 'public_url': \"https://x.se/?a\" may have no '?' or '#'; file names are put after it"),
        ("publisher = 3", "key 'publisher': should be a table, is 3"),
        ('[publisher]\nname = "x"\nemail = "x"', "[publisher], key 'email': \"x\" is not an e-mail address"),
        ('[speech]\ndevice = "gpu"', "[speech], key 'device': \"gpu\" is none of auto, cpu, cuda; did you mean 'cpu'?"),
        ("[speech]\nthreads = -1", "[speech], key 'threads': -1 will not do: it should be greater than or equal to 0"),
        ("[media]\ntime_limit_factor = nan", "[media], key 'time_limit_factor': nan will not do: it should be a finite number"),
        ("[media]\nloudness = 16", "[media], key 'loudness': 16 is no loudness; write LUFS from -31 to -10, or \"off\""),
        ('[[searches]]\nname = "a"\nquery = "x"\n[[searches]]\nname = "a"\nquery = "y"', "[[searches]] 2, key 'name': 'a' is the name of [[searches]] 1 too; each needs its own"),
        ('[[series]]\nid = "sok"\ntitle = "P"\n[[searches]]\nname = "a"\nquery = "x"', "[[series]] 1, key 'id': 'sok' is the folder of the saved searches; choose another id"),
        ('[[series]]\nid = "p"\ntitle = "P"\nkinds = ["article"]', "[[series]] 1, key 'kinds', entry 1: \"article\" is none of film, podcast"),
        ('[[series]]\nid = "p"\ntitle = "P"\nimage = "x.png"', "[[series]] 1, key 'image': 'x.png' does not exist in the workspace"),
        ('[[series]]\nid = "p"\ntitle = "P"\nguid = "x"', "[[series]] 1, key 'guid': \"x\" is not a GUID (8-4-4-4-12 hex digits)"),
        ("[series]\nid = 3", "key 'series': should be [[series]], in double brackets: there may be several"),
        ("[[publisher]]\nid = 3", "key 'publisher': should be [publisher], in single brackets: there is only one"),
    ],
)  # fmt: skip
def test_a_wrong_value_in_mediahub_toml_is_told(problems, text: str, line: str) -> None:
    assert problems({"mediahub.toml": text}) == [f"mediahub.toml: {line}"]


def test_a_toml_that_describes_nothing_is_told(problems) -> None:
    assert problems(
        {"media/t/avsnit.toml": "", "media/t/avsnitt.mp3": "", "media/u/tema.toml": ""}
    ) == [
        "media/t/avsnit.toml: describes no file: no media file is called 'avsnit'; did you mean 'avsnitt'?",
        "media/u/tema.toml: describes no file: no media file is called 'tema'; did you mean 'theme.toml'?",
    ]


def test_a_listed_file_that_is_no_media_is_told(problems) -> None:
    text = f'{HEAD}[[items]]\nfile = "bilder.key"\n[[items]]\nfile = "mapp"\n'
    assert problems(
        {"media/t/theme.toml": text, "media/t/bilder.key": "", "media/t/mapp/x.mp3": ""}
    ) == [
        "media/t/theme.toml: [[items]] 2, key 'file': 'mapp' does not exist in media/t/",
        "media/t/theme.toml: [[items]] 1, key 'kind': the ending of 'bilder.key' does not tell what "
        'it is; write kind = "film", "podcast", "article" or "slides"',
    ]


def test_slides_are_neither_sound_nor_in_a_feed(problems) -> None:
    text = f'{HEAD}[[items]]\nfile = "a.pdf"\nkind = "podcast"\n[[items]]\nfile = "b.pptx"\nseries = "media"'
    assert problems({"media/t/theme.toml": text, "media/t/a.pdf": "", "media/t/b.pptx": ""}) == [
        "media/t/theme.toml: [[items]] 1, key 'kind': 'a.pdf' is a text, no podcast",
        "media/t/theme.toml: [[items]] 2, key 'series': slides are in no feed; take the key away",
    ]


def test_an_article_in_a_feed_is_told(problems) -> None:
    files = {
        "media/t/theme.toml": f'{HEAD}[[items]]\nfile = "a.md"\nseries = "media"',
        "media/t/a.md": "",
    }
    assert problems(files) == [
        "media/t/theme.toml: [[items]] 1, key 'series': an article is in no feed; take the key away"
    ]


def test_names_are_not_doubted_when_the_file_that_gives_them_is_broken(problems) -> None:
    text = f'{HEAD}{ITEM}series = "podd"\ncontributors = [{{ person = "lisa", role = "host" }}]'
    broken = {"mediahub.toml": "x", "media/people.toml": "x"}
    what = "line 1, column 2: Expected '=' after a key in a key/value pair"
    assert problems(theme(text, **broken)) == [
        f"mediahub.toml: {what}",
        f"media/people.toml: {what}",
    ]


def test_a_folder_that_cannot_be_read_is_told(problems, monkeypatch) -> None:
    scandir = os.scandir

    def refuse(path: str):
        if path.endswith("/media/t"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert problems({"media/t/a.mp3": ""}) == ["media/t: cannot be read: Permission denied"]


def test_a_folder_in_the_place_of_a_toml_is_told(problems) -> None:
    assert problems({"mediahub.toml/x": "", "media/people.toml/x": ""}) == [
        "mediahub.toml: should be a file",
        "media/people.toml: should be a file",
    ]


def test_a_toml_that_no_one_wrote_is_not_read(problems) -> None:
    assert problems({"media/people.toml": b"#" * (16 * 1024 * 1024 + 1)}) == [
        "media/people.toml: is larger than 16 MB; is it a TOML file?"
    ]


def test_what_mediahub_keeps_beside_a_source_is_never_what_was_meant(problems) -> None:
    kept = {"media/t/a.edits.json": "", "media/t/a.jpg": ""}
    head = 'title = "T"\nimage = "a.edit.jpeg"\n[[items]]\nfile = "a.edit.mp4"\n'
    assert problems({"media/t/theme.toml": head, **kept}) == [
        "media/t/theme.toml: [[items]] 1, key 'file': 'a.edit.mp4' does not exist in media/t/",
        "media/t/theme.toml: key 'image': 'a.edit.jpeg' does not exist in media/t; "
        "did you mean 'a.jpg'?",
    ]


def test_a_folder_whose_date_is_no_day_is_told(loaded) -> None:
    found = loaded(
        {"mediahub.toml": '[publisher]\nname = "Stan"\n[[series]]\nid = "p"\ntitle = "P"\n'
         "kinds = [\"podcast\"]\n", "media/2026-13-45-fel/a.mp3": ""}
    )  # fmt: skip
    assert found.notices == (NO_SUCH_DAY.at("media/2026-13-45-fel", day="2026-13-45"),)
