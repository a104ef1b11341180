"""Which hyphens at line ends break a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.documents import Document, Page
from mediahub.documents.hyphens import BREAK, join_breaks


def joined(text: str) -> str:
    (page,) = join_breaks(Document(None, (Page(1, None, text),))).pages
    return page.text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("soci|altjänst", "socialtjänst"),
        ("skol|närvaro", "skolnärvaro"),
        ("fall|lucka", "fallucka"),
        ("orosanmälan från för|skolan", "orosanmälan från förskolan"),
        ("nord|och sydsidan", "nord- och sydsidan"),
        ("in|eller utbetalning", "in- eller utbetalning"),
        ("e|posten", "e-posten"),
        ("EU|projektet", "EU-projektet"),
        ("SoL|ärenden", "SoL-ärenden"),
        ("Anna|Karin", "Anna-Karin"),
        ("1990|talet", "1990-talet"),
        ("2010|2020", "2010-2020"),
        ("tv|program", "tv-program"),
        ("id|kort", "id-kort"),
        ("icke|våld", "icke-våld"),
        ("adhd|diagnos", "adhd-diagnos"),
        ("STOCK|HOLM", "STOCK-HOLM"),
        ("oros|anmäl|ningar", "orosanmälningar"),
        ("slutar|", "slutar-"),
    ],
)
def test_a_hyphen_stays_where_it_is_the_words_own(broken: str, whole: str) -> None:
    assert joined(broken.replace("|", BREAK)) == whole


def test_how_the_document_writes_the_word_elsewhere_decides() -> None:
    assert joined(f"Gps-spårning. Sedan gps{BREAK}spårning.") == "Gps-spårning. Sedan gps-spårning."
    assert joined(f"ITsystem och IT{BREAK}system") == "ITsystem och ITsystem"


@given(st.text(alphabet=f"ab{BREAK} -\nÅ1"))
def test_no_break_is_left_and_no_letter_is_lost(text: str) -> None:
    found = joined(text)
    assert BREAK not in found
    assert len([sign for sign in found if sign.isalnum()]) >= len(
        [sign for sign in text if sign.isalnum()]
    ) - text.count(BREAK)
