"""What was said as text, as HTML and with a reference."""

from datetime import date

from mediahub.transcript import Segment, Span, Speaker, Transcript, Word
from mediahub.web.staff.quoting import Quotation, quotation

ADDRESS = "http://127.0.0.1/item/ett#t=61"


def said(speaker: str, start_ms: int, *words: str) -> Segment:
    return Segment(
        speaker,
        tuple(
            Word(word, Span(start_ms + 500 * number, start_ms + 500 * number + 400))
            for number, word in enumerate(words)
        ),
    )


TALK = Transcript(
    "sv",
    90_000,
    (said("A", 60_000, "Vi", "gör", "<mer>"), said("A", 62_000, "nu."), said("B", 65_000, "Ja!")),
    (Speaker("A", "Anna Lind"), Speaker("B", "Erik")),
)


def quoted(first: int, last: int, day: date | None = date(2020, 6, 3)) -> Quotation:
    return quotation(
        TALK, first, last, title="Ett samtal", kind="podcast", date=day, publisher="Lindhamn",
        address=ADDRESS,
    )  # fmt: skip


def test_one_voice_is_quoted_with_who_what_when_and_where():
    assert quoted(1, 3) == Quotation(
        "”gör <mer> nu.”\n– Anna Lind, Ett samtal, Lindhamn, 3 juni 2020, 1:00 – 1:02\n" + ADDRESS,
        f'<figure><blockquote cite="{ADDRESS}"><p>gör &lt;mer&gt; nu.</p></blockquote>'
        f'<figcaption><a href="{ADDRESS}">Anna Lind, Ett samtal, Lindhamn, 3 juni 2020, '
        "1:00 – 1:02</a></figcaption></figure>",
        "”gör <mer> nu.” (Anna Lind, i Lindhamn, 2020, 1:00)\n\n"
        f"Lindhamn. (2020, 3 juni). Ett samtal [Poddavsnitt]. {ADDRESS}",
    )


def test_of_several_voices_each_is_named():
    made = quoted(3, 4)
    assert made.text.splitlines()[:3] == [
        "Anna Lind: ”nu.”",
        "Erik: ”Ja!”",
        "– Ett samtal, Lindhamn, 3 juni 2020, 1:02 – 1:05",
    ]
    assert made.apa.startswith("Anna Lind: ”nu.” Erik: ”Ja!” (Lindhamn, 2020, 1:02)")


def test_without_a_date_the_reference_says_so():
    assert "Lindhamn. (u.å.). Ett samtal [Poddavsnitt]." in quoted(0, 0, None).apa
