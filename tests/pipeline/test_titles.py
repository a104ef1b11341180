"""Which titles in a file's tags a person gave, and which a program left there."""

import pytest

from mediahub.pipeline.titles import says_something


@pytest.mark.parametrize(
    "title",
    [
        *("Samtal om hembesök", "Avsnitt 12", "Om Zoom och lärande", "Filmen", "Test: rätt stöd?"),
        *("1968 och sedan", "SOU 2020:47", "Åsa & Örjan", "Mixat språk", "Tidslinjen över lagen"),
    ],
)
def test_a_title_of_a_person_is_one(title: str) -> None:
    assert says_something(title)


@pytest.mark.parametrize(
    "title",
    [
        *(
            None,
            "",
            "  ",
            "???",
            "Untitled",
            "untitled-3",
            "Namnlöst projekt",
            "Spår 01",
            "Track 7",
        ),
        *("20240506_MIX_FINAL_v3", "Slutmix_v2", "Mix final v3", "2024-05-06", "Recording (2)"),
        *("intervju.wav", "Samtal om skolan.MP3", "IMG 0042", "DJI-0007", "ZOOM0012", "REC001"),
        *(
            "Ny inspelning 4",
            "Sequence 01",
            "New Project",
            "Röstmemo",
            "utkast 2",
            "GMT20240506-12",
        ),
    ],
)
def test_what_a_program_left_is_none(title: str | None) -> None:
    assert not says_something(title)
