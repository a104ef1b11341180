"""Notices: values that say in two languages what to look at."""

import pytest

from mediahub.notices import Notice, NoticeKind, Words, notice_from_json, notice_to_json

CLOCK = NoticeKind(
    "captions-clock",
    Words("The captions begin at {at}.", "Undertexterna börjar {at}."),
    Words("Check them.", "Kontrollera dem."),
)


def test_a_kind_with_its_values_is_a_notice_in_both_languages() -> None:
    notice = CLOCK.at("media/tal.vtt, line 3", at="10:00:00")

    assert notice == Notice(
        "captions-clock",
        "media/tal.vtt, line 3",
        Words("The captions begin at 10:00:00.", "Undertexterna börjar 10:00:00."),
        Words("Check them.", "Kontrollera dem."),
    )
    assert str(notice) == "media/tal.vtt, line 3: The captions begin at 10:00:00. Check them."
    assert notice.told(swedish=True) == (
        "media/tal.vtt, line 3: Undertexterna börjar 10:00:00. Kontrollera dem."
    )


def test_a_value_that_is_not_given_is_an_error_where_the_notice_is_made() -> None:
    with pytest.raises(KeyError, match="at"):
        CLOCK.at("media/tal.vtt")


@pytest.mark.parametrize(
    "notice",
    [CLOCK.at("", at="1:00"), Notice("same-sound", "media/a.mp3", Words("Twice.", "Två gånger."))],
)
def test_json_keeps_all_of_a_notice(notice: Notice) -> None:
    assert notice_from_json(notice_to_json(notice)) == notice
