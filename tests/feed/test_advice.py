"""Advice names what could be better and never what is fine."""

from dataclasses import replace

import pytest

from mediahub.feed import advise
from mediahub.tongues import swedish
from mediahub.transcript import Chapter, Span


def test_a_good_feed_needs_no_advice(series, newer):
    assert advise(series, [newer]) == ()


def test_what_could_be_better_is_named(series, older):
    poor = replace(
        series, owner_email=None, feed_url="http://x.se/feed.xml", description=series.title
    )
    chapters = (
        Chapter(Span(0, 20_000), "Kort"),
        Chapter(Span(20_000, 90_000), "Ett mycket långt namn på ett enda litet kapitel"),
        Chapter(Span(90_000, 154_400), "Slut"),
    )
    assert advise(poor, [replace(older, description="", chapters=chapters)]) == (
        "no publisher e-mail: Spotify and others write to it before they list a podcast",
        "its address is http: Apple and most apps want https",
        "the series has no description of its own",
        "episode “Barnets bästa”: no description of its own",
        "episode “Barnets bästa”: no transcript",
        "episode “Barnets bästa”: players cut chapter titles over 40 characters: "
        "Ett mycket långt namn på ett enda litet kapitel",
        "episode “Barnets bästa”: Spotify passes over chapters under 30 s: Kort",
    )


def test_what_is_alike_in_many_episodes_is_one_line(series, older):
    episodes = [replace(older, title=title, description="", chapters=()) for title in "ABC"]
    assert advise(series, episodes) == (
        "3 episodes, among them “A”: no description of its own",
        "3 episodes, among them “A”: no transcript",
    )


def test_the_local_preview_is_not_told_to_use_https(series, newer):
    local = replace(series, feed_url="http://127.0.0.1:8765/podden/feed.xml")
    assert advise(local, [newer]) == ()


@pytest.mark.parametrize(
    ("title", "advised"),
    [
        ("Avsnitt 4: Hembesöken", "its title begins with a number"),
        ("#12 Hembesöken", "its title begins with a number"),
        ("3. Hembesöken", "its title begins with a number"),
        ("Jämlikhetspodden: Hembesöken", "its title names the series"),
        ("Hembesök på 4 sätt", ""),
        ("2020 blev ett annat år", ""),
        ("Avsnittet som inte blev av", ""),
        ("Avsnitt 4", ""),
    ],
)
def test_a_title_says_nothing_that_apps_show_beside_it(series, newer, title, advised):
    told = advise(series, [replace(newer, title=title)])
    assert [one.partition("”: ")[2].partition(";")[0].partition(",")[0] for one in told] == (
        [advised] if advised else []
    )


def test_advice_is_given_in_swedish_as_well(series, newer):
    told = advise(replace(series, owner_email=None), [replace(newer, description="")])
    assert [swedish(one) for one in told] == [
        "utgivaren har ingen e-postadress: Spotify och andra skriver till den innan de tar upp en "
        "podd.",
        "avsnittet ”Tidiga insatser – så gör vi”: ingen egen beskrivning.",
    ]
