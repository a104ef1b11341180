"""Names and addresses of published files."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.catalog import Role
from mediahub.feed import (
    ascii_name,
    enclosure_name,
    image_name,
    media_type,
    podcast_guid,
    podcast_role,
    url_under,
)
from mediahub.feed.addresses import ascii_url, web_url


def test_the_podcast_guid_of_the_specification():
    assert podcast_guid("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert podcast_guid("http://podnews.net/rss/") == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_a_slug_is_its_own_name():
    assert (
        ascii_name("2020-06-03-tidiga-insatser.temafilm") == "2020-06-03-tidiga-insatser.temafilm"
    )


@pytest.mark.parametrize("name", ["Åsa", "asa!", "ASA", "åsa", "🎙️", "..", "", "a b", "Ø"])
def test_any_other_id_is_folded_and_marked(name):
    made = ascii_name(name)
    assert ascii_name(made) == made
    assert made != "asa"


def test_the_same_id_composed_or_decomposed_has_one_name():
    assert ascii_name("förskola") == ascii_name("fo\u0308rskola")
    assert ascii_name("förskola").startswith("forskola-")


@given(st.text())
def test_every_id_has_a_name_of_plain_characters(name):
    assert set(ascii_name(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_an_enclosure_is_named_by_item_and_content():
    assert enclosure_name("avsnitt-4", "deadbeefcafe", ".mp3") == "avsnitt-4-deadbeef.mp3"
    with pytest.raises(ValueError, match="digest"):
        enclosure_name("avsnitt-4", "sha256:dead", ".mp3")
    with pytest.raises(ValueError, match="suffix"):
        enclosure_name("avsnitt-4", "deadbeef", "mp3")


def test_an_image_is_named_by_what_it_is():
    assert image_name("omslag", b"\xff\xd8\xff\xe0").startswith("omslag-")
    assert image_name("omslag", b"\xff\xd8\xff\xe0").endswith(".jpg")
    assert image_name("omslag", b"\x89PNG\r\n\x1a\n").endswith(".png")
    with pytest.raises(ValueError, match="neither"):
        image_name("omslag", b"GIF89a")


def test_addresses():
    assert url_under("https://x.se/f/", "podden", "feed.xml") == "https://x.se/f/podden/feed.xml"
    assert url_under("https://x.se/f", "podden", "") == "https://x.se/f/podden/"
    assert url_under("https://x.se", "å b?#") == "https://x.se/%C3%A5%20b%3F%23"
    assert ascii_url("https://x.se/%C3%A5") == "https://x.se/%C3%A5"
    assert ascii_url("https://x.se/å%20b") == "https://x.se/%C3%A5%20b"


def test_media_types():
    assert media_type("a.mp3") == "audio/mpeg"
    assert media_type("A.M4A") == "audio/mp4"
    assert media_type("chapters.json") == "application/json+chapters"
    assert media_type("a.chapters.json") == "application/json+chapters"
    assert media_type("transcript.json") == "application/json"
    assert media_type("a") == "application/octet-stream"


def test_every_role_of_the_catalogue_has_a_taxonomy_role():
    assert all(podcast_role(role) for role in get_args(Role))


def test_a_conference_speaker_is_a_guest_of_the_cast():
    assert podcast_role("speaker") == ("cast", "guest")
    assert podcast_role("interpreter") == ("writing", "translator")


def test_only_addresses_of_the_web_become_links():
    assert web_url(" https://å.se/ö?q=å b ") == "https://xn--5ca.se/%C3%B6?q=%C3%A5%20b"
    assert web_url("HTTPS://x.se") == "HTTPS://x.se"
    assert web_url('https://x.se/"<a>') == "https://x.se/%22%3Ca%3E"
    for bad in (None, "", "javascript:alert(1)", "//x.se", "https://", "https://å..se", "x.se/a",
                'https://a"b.se', "https://[x"):  # fmt: skip
        assert web_url(bad) is None
