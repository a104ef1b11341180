"""What stands in media/ and is not taken is told by name; what was never meant for us is not."""

from mediahub.catalog import load
from mediahub.catalog.notices import HIDDEN_ENDING, NO_PICTURE_OF, NO_SERIES, NOT_READ
from mediahub.notices import Notice


def told(root) -> tuple[Notice, ...]:
    return tuple(one for one in load(root).notices if one.code != NO_SERIES.code)


def test_files_that_are_not_read_are_told_with_what_to_make_of_them(make) -> None:
    root = make({"media/t/a.xyz": "", "media/t/b.pages": "", "media/t/c.pages": ""})
    assert told(root) == (
        NOT_READ.at(
            "media/t",
            files="b.pages, c.pages",
            instead="Save it as PDF or DOCX.",
            instead_swedish="Spara den som PDF eller DOCX.",
        ),
        NOT_READ.at(
            "media/t",
            files="a.xyz",
            instead="Remove it, or put its content here in a form such as MP3, MP4, PDF or DOCX.",
            instead_swedish="Ta bort den, eller lägg innehållet här i en form som MP3, MP4, PDF "
            "eller DOCX.",
        ),
    )


def test_of_many_some_are_named(make) -> None:
    root = make({f"media/{number}.heic": "" for number in range(7)})
    (notice,) = told(root)
    assert notice.said.english == (
        "passed over: mediahub does not read 0.heic, 1.heic, 2.heic, 3.heic, 4.heic (+2)."
    )


def test_an_ending_that_hides_the_real_one_is_told(make) -> None:
    root = make({"media/t/theme.toml.txt": 'title = "T"', "media/t/Theme.TOML": 'title = "T"'})
    assert [one for one in told(root) if one.code == "hidden-ending"] == [
        HIDDEN_ENDING.at("media/t/Theme.TOML", ending="toml", meant="theme.toml"),
        HIDDEN_ENDING.at("media/t/theme.toml.txt", ending="txt", meant="theme.toml"),
    ]


def test_a_picture_that_no_toml_names_is_told(make) -> None:
    root = make(
        {
            "media/t/theme.toml": 'title = "T"\nimage = "bild.jpg"\n',
            "media/t/bild.jpg": "",
            "media/t/annan.png": "",
        }
    )
    assert told(root) == (
        NO_PICTURE_OF.at("media/t", files="annan.png", they="it is", they_swedish="den visas"),
    )


def test_what_was_never_meant_for_mediahub_is_passed_over_in_silence(make) -> None:
    names = (
        "README.txt", ".DS_Store", "Thumbs.db", "desktop.ini", "a.mp4.part", "b.mp3.crdownload",
        "~$c.docx", "d.mp3~", "e.edits.json", "f.truth.json", "theme.toml.bak",
    )  # fmt: skip
    assert told(make({f"media/{name}": "" for name in names})) == ()


def test_a_text_that_stands_by_itself_is_an_article(make) -> None:
    root = make({"media/tankar.md": "# Tankar\n", "media/podden/bilder.pdf": ""})
    assert [(one.id, one.kind, one.series) for one in load(root).items] == [
        ("tankar", "article", None),
        ("podden-bilder", "slides", None),
    ]
