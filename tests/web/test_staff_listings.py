"""What an editor's page is sent after a change: what looks otherwise, or all where nobody knows."""

from collections.abc import Sequence

from mediahub.transcript import Segment, Span, Transcript, Word
from mediahub.transcript.values import Speaker
from mediahub.web.staff.listings import Listing, Listings
from mediahub.web.staff.shown import shown_segments

SPEAKERS = (Speaker("S0", "Anna"), Speaker("S1", "Erik"))


def listed(listings: Listings, *said: tuple[int, str, str]) -> Listing:
    segments = [Segment(who, (Word(text, Span(at, at + 100)),)) for at, who, text in said]
    return listings.sent(shown_segments(Transcript("sv", 9000, tuple(segments), SPEAKERS)))


def sent(
    listings: Listings, known: str, now: Listing
) -> tuple[Sequence[tuple[int, object]], object]:
    value = listings.answer(known, now)
    assert value["marke"] == now.mark
    return [(one["at"], one.get("efter")) for one in value["segment"]], value.get("borta")


def test_what_looks_otherwise_is_sent_with_what_it_comes_after() -> None:
    listings = Listings()
    before = listed(listings, (0, "S0", "Hej"), (500, "S1", "du"), (900, "S1", "där"))
    now = listed(listings, (0, "S0", "Hej"), (500, "S1", "dig"), (700, "S0", "ja"))
    assert sent(listings, before.mark, now) == ([(500, 0), (700, 500)], [900])
    assert sent(listings, now.mark, now) == ([], [])


def test_a_segment_whose_name_shows_now_looks_otherwise() -> None:
    listings = Listings()
    before = listed(listings, (0, "S0", "Hej"), (500, "S0", "du"))
    now = listed(listings, (0, "S1", "Hej"), (500, "S0", "du"))
    assert sent(listings, before.mark, now) == ([(0, None), (500, 0)], [])


def test_who_shows_a_state_that_is_forgotten_is_sent_everything() -> None:
    listings = Listings(kept=1)
    before = listed(listings, (0, "S0", "Hej"), (500, "S1", "du"))
    now = listed(listings, (0, "S0", "Hej"), (500, "S1", "dig"))
    assert sent(listings, before.mark, now) == ([(0, None), (500, None)], None)
    assert sent(listings, "", now) == ([(0, None), (500, None)], None)


def test_what_looks_the_same_has_the_same_mark() -> None:
    listings = Listings()
    assert listed(listings, (0, "S0", "Hej")).mark == listed(Listings(), (0, "S0", "Hej")).mark
    assert listings.mark_of("ett", "1-2") is None
    listings.note("ett", "1-2", "m")
    assert (listings.mark_of("ett", "1-2"), listings.mark_of("ett", "1-3")) == ("m", None)
