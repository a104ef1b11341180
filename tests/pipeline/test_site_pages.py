"""Pages of themes, texts and people in a workspace: what is public has one, and nothing else."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from mediahub.pages.hyphens import soft
from mediahub.pipeline.pagepublishing import KeptPages
from mediahub.web.addresses import readdressed
from tests.pipeline.conftest import Place

Edit = Callable[[Path, str, str], None]
THEME = """title = "Ju förr desto bättre"
date = 2020-06-03
introduction = "Om tidiga insatser."
image = "bild.png"
questions = ["Vad vinner vi?"]
questions_introduction = "Två och två."
contact = "tema@staden.example"

[[items]]
file = "kartlaggning.md"
label = "Kartläggningen"
title = "Ett filter"
image = "bild.png"
contributors = [{ person = "eva-ek", role = "writer" }]
published = 2020-06-03T07:00:00+02:00

[[items]]
file = "utkast.md"
title = "Utkastet"

[[items]]
file = "sedan.md"
title = "Sedan"
published = 2039-06-03

[[glossary]]
term = "främjande"
definition = "Att stärka."
"""
ARTICLE = """# Ett filter

*Ingress* med [en länk](https://lank.example).

## Hinder

- ett
- två
"""
ID = "2020-06-03-tidigt"
TEMA, TEXT = f"feeds/tema/{ID}", f"feeds/texter/{ID}-kartlaggning"


@pytest.fixture
def texts(empty: Place) -> Place:
    """A theme of articles alone, one published, one a draft and one for later."""
    folder = empty.root / "media" / ID
    folder.mkdir()
    (empty.root / "mediahub.toml").write_text(
        'public_url = "https://staden.example/f"\n\n[publisher]\nname = "Staden"\n\n'
        '[[series]]\nid = "podden"\ntitle = "Podden"\n',
        encoding="utf-8",
    )
    (empty.root / "media" / "people.toml").write_text(
        '[[people]]\nid = "eva-ek"\nname = "Eva Ek"\nlisted = true\n', encoding="utf-8"
    )
    (folder / "theme.toml").write_text(THEME, encoding="utf-8")
    (folder / "kartlaggning.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "utkast.md").write_text("Hemligt.\n", encoding="utf-8")
    (folder / "sedan.md").write_text("Senare.\n", encoding="utf-8")
    Image.new("RGB", (1000, 500), "teal").save(folder / "bild.png")
    return empty


def pages(place: Place) -> list[str]:
    return sorted(name for name in place.files("feeds") if name.endswith(".html"))


def test_an_article_without_a_title_of_ours_has_its_own_wherever_it_is_named(texts: Place):
    folder = texts.root / "media" / ID
    with (folder / "theme.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[items]]\nfile = "pm-3.md"\npublished = 2020-06-03T07:00:00+02:00\n')
    (folder / "pm-3.md").write_text("# Så möter vi våld\n\nOm *hjälp*.\n", encoding="utf-8")
    assert texts.run().failures == ()
    page = f"feeds/texter/{ID}-pm-3/index.html"
    assert "<h1>Så möter vi våld</h1>" in texts.text(page)
    assert "<p>Om <em>hjälp</em>.</p>" in texts.text(page)
    for name in (f"{TEMA}/index.html", "feeds/index.html"):
        assert ("Så möter vi våld" in texts.text(name), "Pm 3" in texts.text(name)) == (True, False)
    before = texts.files("feeds")
    assert (texts.run().changed_pages, texts.files("feeds") == before) == ((), True)
    (folder / "pm-3.md").write_text("Utan rubrik.\n", encoding="utf-8")
    texts.run()
    assert "<h1>Pm 3</h1>" in texts.text(page)


def test_an_address_that_a_moved_folder_loses_is_told_with_what_keeps_it(texts: Place):
    texts.run()
    (texts.root / "media" / ID).rename(texts.root / "media" / "vecka-23")
    told = [note for note in texts.run().notes if "is gone" in note]
    assert told == [
        f"the page {page} is gone, since nothing has the id '{name}' any more, and links to it "
        f'lead nowhere; if the file or folder was moved or renamed, write id = "{name}" in its '
        "TOML, and it keeps its address"
        for page, name in ((f"tema/{ID}", ID), (f"texter/{ID}-kartlaggning", f"{ID}-kartlaggning"))
    ]
    theme = texts.root / "media" / "vecka-23" / "theme.toml"
    theme.write_text(f'id = "{ID}"\n' + theme.read_text(encoding="utf-8"), encoding="utf-8")
    assert f"tema/{ID}" in texts.run().changed_pages


def test_an_article_under_a_title_of_ours_keeps_its_own_as_a_heading(texts: Place):
    article = texts.root / "media" / ID / "kartlaggning.md"
    article.write_text("# Min egen rubrik\n\n## Del ett\n\nText.\n", encoding="utf-8")
    texts.run()
    page = texts.text(f"{TEXT}/index.html")
    heads = re.findall(r"<h[12]>.*?</h[12]>", page.replace("\u00ad", ""))
    assert heads[1:3] == ["<h2>Min egen rubrik</h2>", "<h2>Del ett</h2>"]


def test_a_theme_with_articles_alone_has_its_pages(texts: Place):
    made = texts.run()
    assert made.failures == ()
    assert pages(texts) == [
        "feeds/404.html",
        "feeds/hitta/index.html",
        "feeds/index.html",
        "feeds/personer/eva-ek/index.html",
        "feeds/register/index.html",
        f"{TEMA}/fragor/index.html",
        f"{TEMA}/fragor/utskrift.html",
        f"{TEMA}/index.html",
        f"{TEMA}/ord/index.html",
        "feeds/tema/index.html",
        f"{TEXT}/index.html",
    ]
    theme = texts.text(f"{TEMA}/index.html")
    assert '<p class="label">Kartläggningen</p>' in theme
    assert f'href="../../texter/{ID}-kartlaggning/index.html"' in theme
    article = texts.text(f"{TEXT}/index.html")
    assert '<p><em>Ingress</em> med <a href="https://lank.example">en länk</a>.</p>' in article
    assert '<section id="sida-2">\n<h2>Hinder</h2>\n<ul><li>ett</li><li>två</li></ul>' in article
    assert article.count("Ett filter</h") == 1
    assert f"tema/{ID}/index.html" in texts.text("feeds/index.html")
    assert f"<loc>https://staden.example/f/tema/{ID}/</loc>" in texts.text("feeds/sitemap.xml")
    everything = b"".join(texts.files("feeds").values())
    assert b"Hemligt" not in everything
    assert b"Utkastet" not in everything
    assert b"Senare" not in everything
    assert texts.run().idle


def test_pictures_stand_in_two_sizes(texts: Place):
    texts.run()
    sizes = {
        Path(name).name.rpartition("-")[2]: Image.open(texts.root / name).size
        for name in texts.files(TEMA)
        if name.endswith(".jpg")
    }
    assert sizes == {"400.jpg": (400, 200), "800.jpg": (800, 400)}


def test_a_text_that_is_taken_back_is_gone_and_so_is_its_theme(texts: Place, edit: Edit):
    texts.run()
    toml = texts.root / "media" / ID / "theme.toml"
    edit(toml, "published = 2020-06-03T07:00:00+02:00\n", "")
    texts.run()
    assert pages(texts) == []
    assert texts.run().idle


def test_a_themes_own_time_goes_before_that_of_its_items(texts: Place, edit: Edit):
    toml = texts.root / "media" / ID / "theme.toml"
    edit(toml, "date = 2020-06-03\n", "date = 2020-06-03\npublished = 2039-01-01\n")
    texts.run()
    assert f"{TEMA}/index.html" not in pages(texts)
    assert f"{TEXT}/index.html" in pages(texts)
    assert "Ju förr" not in texts.text("feeds/index.html")


def test_only_what_depends_on_a_change_is_made_again(texts: Place, edit: Edit):
    texts.run()
    folder = texts.root / "media" / ID
    edit(folder / "theme.toml", '"Vad vinner vi?"', '"Vad hindrar?"')
    assert set(texts.run().changed_pages) == {f"tema/{ID}", "hitta"}
    edit(folder / "kartlaggning.md", "Hinder", "Hindren")
    assert set(texts.run().changed_pages) == {f"texter/{ID}-kartlaggning", "hitta"}
    edit(folder / "theme.toml", '"Ett filter"', '"Två filter"')
    assert set(texts.run().changed_pages) == {
        f"texter/{ID}-kartlaggning", f"tema/{ID}", "personer/eva-ek", "hitta", "",
    }  # fmt: skip


def test_a_lost_page_comes_back_the_same(texts: Place):
    texts.run()
    before = texts.files("feeds")
    (texts.root / TEMA / "index.html").unlink()
    (texts.root / TEXT / "index.html").unlink()
    texts.run()
    assert texts.files("feeds") == before
    (texts.root / ".mediahub" / "pages.json").unlink()
    texts.run(verify=True)
    assert texts.files("feeds") == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Ju', 'title = Ju'),
        ('role = "writer"', 'role = "poet"'),
        ('image = "bild.png"\nquestions', 'image = "borta.png"\nquestions'),
    ],
)  # fmt: skip
def test_what_cannot_be_read_stays_as_it_stood_and_comes_back(
    texts: Place, edit: Edit, old: str, new: str
):
    texts.run()
    before = texts.files("feeds")
    toml = texts.root / "media" / ID / "theme.toml"
    edit(toml, old, new)
    assert texts.run().failures != ()
    assert texts.files("feeds") == before
    edit(toml, new, old)
    assert texts.run().failures == ()
    assert texts.files("feeds") == before


def test_a_text_that_cannot_be_read_leaves_its_page(texts: Place):
    texts.run()
    before = texts.files("feeds")
    (texts.root / "media" / ID / "kartlaggning.md").write_text("", encoding="utf-8")
    assert {one.stage for one in texts.run().failures} >= {"page"}
    assert texts.files("feeds") == before


def test_a_theme_of_episodes_lists_them_as_their_feed_has_them(themed: Place, edit: Edit):
    themed.run()
    theme = themed.text("feeds/tema/2020-06-03-tema/index.html")
    page = "podden/2020-06-03-tema-samtal/index.html"
    assert f'href="../../{page}">Ett samtal</a>' in theme
    assert '<time datetime="PT10S">0:10</time>' in theme
    assert f'href="{page}"' in themed.text("feeds/index.html")
    assert "../../tema/2020-06-03-tema/index.html" in themed.text(f"feeds/{page}")


def test_the_preview_leads_within_itself_at_any_port(themed: Place, edit: Edit):
    edit(themed.root / "mediahub.toml", 'public_url = "https://lindhamn.example/feeds"\n', "")
    themed.run()
    page = (themed.root / "feeds" / "index.html").read_bytes()
    assert b"127.0.0.1:8765" not in readdressed(page, "localhost:9000")
    assert not (themed.root / "feeds" / "sitemap.xml").exists()


def test_a_damaged_note_of_what_was_made_is_no_note(tmp_path: Path):
    (tmp_path / "pages.json").write_text('{"schema": 1, "groups": 3}', encoding="utf-8")
    assert KeptPages(tmp_path / "pages.json", tmp_path).empty


def test_titles_may_be_broken(texts: Place, edit: Edit):
    edit(texts.root / "media" / ID / "theme.toml", "Ett filter", "Orosanmälningarna")
    texts.run()
    assert str(soft("Orosanmälningarna")) in texts.text(f"{TEXT}/index.html")


def test_an_article_names_who_its_own_text_says_wrote_it_where_no_toml_does(texts: Place):
    article = texts.root / "media" / "eget.md"
    article.write_text("---\nauthor: Kim Udd\n---\nOm lek.\n", encoding="utf-8")
    (texts.root / "media" / "eget.toml").write_text(
        'title = "Eget"\npublished = 2020-06-03\n', encoding="utf-8"
    )
    texts.run()
    page = "feeds/texter/eget/index.html"
    assert "<li>Text: Kim Udd</li>" in texts.text(page)
    before = texts.files("feeds")
    assert (texts.run().changed_pages, texts.files("feeds") == before) == ((), True)
    article.write_text("Om lek.\n", encoding="utf-8")
    texts.run()
    assert "Kim Udd" not in texts.text(page)
