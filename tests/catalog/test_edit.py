"""What is written into TOML by command, and that what a person wrote stays."""

from datetime import UTC, datetime

import pytest

from mediahub.catalog import load
from mediahub.catalog.edit import (
    remove_search,
    rename_search,
    set_published,
    withdraw_voice_consent,
)
from mediahub.errors import SettingsError

WHEN = datetime(2020, 6, 3, 4, 0, 0, 999, tzinfo=UTC)
THEME = """\
# Veckans tema
title = "T" # rubriken

[[items]]
file = "a.mp3"
title = "A"
# mer om A

# Filmen
[[items]]
title   =   "B"
file = "./b.mp4"   # den långa
published = 2019-01-01
"""


@pytest.fixture
def root(make):
    return make({"media/t/theme.toml": THEME, "media/t/a.mp3": "", "media/t/b.mp4": ""})


def test_a_new_time_is_put_among_the_items_keys(root) -> None:
    path = set_published(root, load(root).item("t-a"), WHEN)
    assert path == root / "media/t/theme.toml"
    line = "published = 2020-06-03T06:00:00+02:00\n"
    assert path.read_text() == THEME.replace('title = "A"\n', f'title = "A"\n{line}')
    assert load(root).item("t-a").published == datetime(2020, 6, 3, 4, tzinfo=UTC)


def test_a_time_that_is_there_is_written_over(root) -> None:
    path = set_published(root, load(root).item("t-b"), WHEN)
    assert path.read_text() == THEME.replace("2019-01-01", "2020-06-03T06:00:00+02:00")


def test_the_same_time_again_touches_nothing(root) -> None:
    path = set_published(root, load(root).item("t-a"), WHEN)
    before = path.stat().st_mtime_ns, path.stat().st_ino
    set_published(root, load(root).item("t-a"), WHEN)
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_bare_file_gets_a_toml_of_its_own(make) -> None:
    root = make({"media/p/a.mp3": ""})
    path = set_published(root, load(root).item("p-a"), datetime(2020, 1, 3, 6))
    assert path == root / "media/p/a.toml"
    assert path.read_text() == "published = 2020-01-03T06:00:00+01:00\n"
    (item,) = load(root).items
    assert (item.published, item.bare) == (datetime(2020, 1, 3, 5, tzinfo=UTC), True)


def test_the_items_own_toml_keeps_its_comments_bom_and_line_ends(make) -> None:
    text = '\ufeff# Avsnittet\r\ntitle = "A"\r\n# slut\r\n'
    root = make({"media/a.mp3": "", "media/a.toml": text})
    path = set_published(root, load(root).item("a"), WHEN)
    line = 'title = "A"\r\npublished = 2020-06-03T06:00:00+02:00\r\n'
    assert path.read_bytes().decode() == text.replace('title = "A"\r\n', line)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.mp3", "a.mp4"], {"a.mp3": "a.mp3.toml", "a.mp4": "a.mp4.toml"}),
        (["a.mp3", "a.md"], {"a.mp3": "a.toml", "a.md": "a.md.toml"}),
        (["a b.c.mp3"], {"a b.c.mp3": "a b.c.toml"}),
    ],
)
def test_the_toml_of_files_with_one_stem_says_which_it_means(make, names, expected) -> None:
    root = make({f"media/{name}": "" for name in names})
    written = {item.path.name: set_published(root, item, WHEN).name for item in load(root).items}
    assert written == expected
    assert all(item.published for item in load(root).items)


def test_the_time_stands_before_the_tables_of_the_items_own_toml(make) -> None:
    text = 'title = "A"\n\n# kapitel\n[[chapters]]\nstart = "0:00"\ntitle = "K"\n# slut\n'
    root = make({"media/a.mp3": "", "media/a.toml": text})
    path = set_published(root, load(root).item("a"), WHEN)
    assert "# kapitel\n" in path.read_text()
    assert path.read_text().endswith('[[chapters]]\nstart = "0:00"\ntitle = "K"\n# slut\n')
    assert load(root).item("a").published == datetime(2020, 6, 3, 4, tzinfo=UTC)


def test_items_written_as_inline_tables_are_edited_too(make) -> None:
    theme = 'title = "T"\nitems = [\n  { file = "a.mp3" }, # ett\n]\n'
    root = make({"media/t/theme.toml": theme, "media/t/a.mp3": ""})
    path = set_published(root, load(root).item("t-a"), WHEN)
    new = '{ file = "a.mp3", published = 2020-06-03T06:00:00+02:00}, # ett'
    assert path.read_text() == theme.replace('{ file = "a.mp3" }, # ett', new)


def test_an_item_that_is_listed_no_more_is_told(root) -> None:
    item = load(root).item("t-a")
    (root / "media/t/theme.toml").write_text('title = "T"\n')
    with pytest.raises(SettingsError, match=r"does not list 'a.mp3' any more"):
        set_published(root, item, WHEN)


def test_a_broken_toml_is_left_alone(root) -> None:
    item = load(root).item("t-a")
    (root / "media/t/theme.toml").write_text("title = ")
    with pytest.raises(SettingsError, match="line 1, column 9"):
        set_published(root, item, WHEN)
    assert (root / "media/t/theme.toml").read_text() == "title = "


REGISTRY = """\
# Registret
[[people]]
id = "anna"   # värden
name = "Anna Lind"
voice_consent = true   # muntligt
voice_consent_date = 2026-01-31

[[people]]
id = "bo"
name = "Bo Alm"
"""


def test_a_voice_consent_is_withdrawn_and_nothing_else_is_touched(make) -> None:
    root = make({"media/people.toml": REGISTRY})
    path = withdraw_voice_consent(root, "anna")
    assert path.read_text() == REGISTRY.replace("voice_consent = true ", "voice_consent = false ")
    assert [person.voice_consent for person in load(root).people] == [False, False]
    before = path.stat().st_mtime_ns
    withdraw_voice_consent(root, "anna")
    withdraw_voice_consent(root, "bo")
    assert path.stat().st_mtime_ns == before


def test_nobody_can_withdraw_for_who_is_not_there(make) -> None:
    root = make({"media/people.toml": REGISTRY})
    with pytest.raises(SettingsError, match="has no person 'cia'"):
        withdraw_voice_consent(root, "cia")


SAVED = """\
# Vi
[publisher]
name = "Lindhamn"

# om barn
[[searches]]
name = "barn" # våra
query = "barn"
# mer
kind = "film"

# om skolan
[[searches]]
name = "skola"
query = \"\"\"
[skola]\"\"\"
# slut
"""


def test_a_saved_search_gets_another_name_and_nothing_else_changes(make) -> None:
    root = make({"mediahub.toml": SAVED})
    rename_search(root, "barn", "barnen")
    assert (root / "mediahub.toml").read_text() == SAVED.replace('"barn" #', '"barnen" #')
    for name, new in (("barnen", "skola"), ("borta", "x"), ("barnen", "Å!")):
        with pytest.raises(SettingsError):
            rename_search(root, name, new)


def test_a_saved_search_is_taken_out_and_what_stands_round_it_stays(make) -> None:
    root = make({"mediahub.toml": SAVED})
    remove_search(root, "barn")
    text = (root / "mediahub.toml").read_text()
    own = '[[searches]]\nname = "barn" # våra\nquery = "barn"\n# mer\nkind = "film"\n'
    assert text == SAVED.replace(own, "")
    remove_search(root, "skola")
    left = text.replace('[[searches]]\nname = "skola"\nquery = """\n[skola]"""\n', "")
    assert (root / "mediahub.toml").read_text() == left


def test_the_last_saved_search_is_taken_out_also_of_a_list_in_one_line(make) -> None:
    head = '[publisher]\nname = "L"\n'
    root = make({"mediahub.toml": f'searches = [{{name = "a", query = "b"}}] # ja\n{head}'})
    remove_search(root, "a")
    assert (root / "mediahub.toml").read_text() == f"searches = [] # ja\n{head}"
    with pytest.raises(SettingsError, match="no saved search"):
        remove_search(root, "a")
