"""The player alone, for other sites' pages, and what tells them of it."""

import json
import re
from dataclasses import replace

import html5lib

from mediahub.pages import EpisodePage, Picture, embed_page, oembed, oembed_address
from tests.pages.test_pages import FRAME, Checker, made_page

PICTURE = Picture("podden/tidiga-insatser/b-400.jpg", "podden/tidiga-insatser/b-800.jpg", 800, 450)
SITE = "https://media.example.se/f"


def test_the_player_alone_is_the_golden_page(page: EpisodePage, same_as_golden):
    html = embed_page(page, FRAME)
    same_as_golden("spelare.html", html.encode())
    html5lib.HTMLParser(strict=True).parse(html)
    Checker().feed(html)
    assert re.findall(r"(?:src|href)=\"(https?:[^\"]*)", html) == [
        f"{SITE}/podden/tidiga-insatser/"
    ]


def test_what_other_sites_are_told_leads_to_the_player(page: EpisodePage):
    told = json.loads(oembed(replace(page, shown=PICTURE), FRAME))
    title = "Tidiga insatser – så gör vi"
    assert told == {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": "Exempelstaden",
        "author_url": page.series.link,
        "provider_name": "Exempelstaden",
        "provider_url": f"{SITE}/",
        "cache_age": 86_400,
        "html": f'<iframe src="{SITE}/podden/tidiga-insatser/spelare.html" title="{title}" '
        'width="640" height="220" style="border:0;max-width:100%" loading="lazy" '
        "allowfullscreen></iframe>",
        "width": 640,
        "height": 220,
        "thumbnail_url": f"{SITE}/podden/tidiga-insatser/b-800.jpg",
        "thumbnail_width": 800,
        "thumbnail_height": 450,
    }
    film = json.loads(oembed(replace(page, kind="film"), FRAME))
    assert (film["type"], film["height"]) == ("video", 460)


def test_a_title_of_any_text_stays_text(page: EpisodePage):
    odd = replace(page, episode=replace(page.episode, title='A "b" <script>'))
    code = json.loads(oembed(odd, FRAME))["html"]
    assert 'title="A &quot;b&quot; &lt;script&gt;"' in code


def test_a_page_leads_to_it_where_the_site_has_an_address(page: EpisodePage):
    address = oembed_address(page, FRAME)
    assert address == f"{SITE}/podden/tidiga-insatser/oembed.json"
    html = made_page(page, FRAME, oembed=address, embed_code="<iframe>")
    assert (
        f'type="application/json+oembed" title="Tidiga insatser – så gör vi" href="{address}"'
        in html
    )
    assert 'readonly rows="4">&lt;iframe&gt;</textarea>' in html
    preview = replace(FRAME, base="http://127.0.0.1:8765")
    assert oembed_address(page, preview) is None
    assert "oembed" not in made_page(page, preview)


def test_search_engines_are_told_of_a_films_player(page: EpisodePage):
    html = made_page(replace(page, kind="film"), FRAME)
    told = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert told is not None
    assert json.loads(told[1])["embedUrl"] == f"{page.episode.link}spelare.html"
