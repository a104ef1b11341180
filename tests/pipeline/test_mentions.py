"""What an item's page lists as spoken of in it, and who is not to stand there."""

from collections.abc import Callable
from pathlib import Path

from tests.pipeline.conftest import Place

PAGE = "feeds/podden/2020-06-03-tema-samtal/index.html"
CAPTIONS = """WEBVTT

00:00:00.500 --> 00:00:03.000
<v Anna>Fattigdomen bland barn, sa Bo Ek till mig.

00:00:03.200 --> 00:00:06.000
<v Anna>Barnfattigdomen är lagens sak.
"""
Edit = Callable[[Path, str, str], None]


def headings(place: Place) -> list[str]:
    text = place.text(PAGE).partition('<details class="mentioned">')[2].partition("</details>")[0]
    return [part.partition("</dt>")[0] for part in text.split("<dt>")[1:]]


def test_a_page_lists_the_themes_terms_and_names_but_nobody_who_takes_part(
    themed: Place, edit: Edit
):
    folder = themed.root / "media" / "2020-06-03-tema"
    (folder / "samtal.vtt").write_text(CAPTIONS, encoding="utf-8")
    themed.run()
    assert headings(themed) == ["barnfattigdom", "Bo Ek"]
    assert '<dt>Bo Ek</dt>\n<dd><a href="#t=2" data-t="2">0:02</a></dd>' in themed.text(PAGE)
    edit(folder / "theme.toml", 'term = "barnfattigdom"', 'term = "fattigdom bland barn"')
    themed.run()
    assert headings(themed) == ["Bo Ek", "fattigdom bland barn"]


def test_who_is_known_later_and_not_listed_leaves_the_page_that_names_them(themed: Place):
    folder = themed.root / "media" / "2020-06-03-tema"
    (folder / "samtal.vtt").write_text(CAPTIONS, encoding="utf-8")
    themed.run()
    people, page = themed.root / "media" / "people.toml", themed.root / PAGE
    before, made = people.read_text(encoding="utf-8"), page.stat().st_mtime_ns
    more = f'{before}\n[[people]]\nid = "ulla"\nname = "Ulla Berg"\n'
    people.write_text(more, encoding="utf-8")
    themed.run()
    assert page.stat().st_mtime_ns == made
    people.write_text(f'{more}\n[[people]]\nid = "bo"\nname = "Bo Ek"\n', encoding="utf-8")
    themed.run()
    assert headings(themed) == ["barnfattigdom"]
    assert themed.run().idle
