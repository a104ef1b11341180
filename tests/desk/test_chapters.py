"""Chapters in a person's hands: every change is an entry of the edits, and reaches every form."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.desk import chapterlist
from mediahub.desk import chapters as desk
from mediahub.desk.chapterlines import heading
from mediahub.edits import Conflict, SetChapters, read_journal
from mediahub.errors import SettingsError
from mediahub.pipeline.run import Pace
from mediahub.transcript import Chapter
from tests.desk.conftest import Place
from tests.pipeline.test_promised_chapters import (
    BETTER,
    FIRST,
    ITEM,
    everywhere,
    find,
    forms,
    other_words,
    published,
    told,
)

__all__ = ["find", "published"]

EDITS = "media/2020-06-03-tema/samtal.edits.json"
Edit = Callable[[Path, str, str], None]


def listed(place: Place) -> tuple[str, bool, list[tuple[int, str]]]:
    now = chapterlist.chapters(place.root, ITEM)
    return now.origin, now.published, [(one.span.start_ms, one.title) for one in now.chapters]


def test_a_published_list_is_told_as_such_and_what_could_be_made_with_it(published: Place, find):
    assert listed(published) == ("automatic", True, [(0, "Hembesöken"), (3200, "Utflyktsdagen")])
    find(BETTER)
    other_words(published)
    published.run()
    now = chapterlist.chapters(published.root, ITEM)
    assert (now.published, now.offer) == (True, "other chapters could be made now (2 → 3)")


def test_a_persons_change_goes_into_every_form_at_once_and_stays(published: Place, find):
    lines = desk.rename(published.root, ITEM, 3000, " Barnen  i skolan", by="Rut")
    assert lines == [
        f"{ITEM}: “Utflyktsdagen” (0:03) is called “Barnen i skolan” now (kept in {EDITS}).",
        "The list is a person's from now on: no run changes it.",
        "They stand in page, feed and the file to download now.",
    ]
    wanted = [(0, "Hembesöken"), (3.2, "Barnen i skolan")]
    assert forms(published) == everywhere(wanted)
    find(BETTER)
    other_words(published)
    published.run(renew=frozenset({"chapters"}))
    assert forms(published) == everywhere(wanted)
    assert (told(published), published.run().idle) == ([], True)


def test_chapters_are_put_in_moved_and_taken_out(published: Place):
    root = published.root
    assert desk.add(root, ITEM, 5500, "Pengarna")[0].startswith(f"{ITEM}: “Pengarna” (0:05) put in")
    assert desk.move(root, ITEM, 5000, 7250)[0].startswith(
        f"{ITEM}: “Pengarna” (0:05) begins at 0:07 now"
    )
    assert forms(published) == everywhere([*FIRST, (7.25, "Pengarna")])
    desk.remove(root, ITEM, 3200)
    assert forms(published) == everywhere([(0, "Hembesöken"), (7.25, "Pengarna")])
    assert desk.remove(root, ITEM, 0)[0].startswith(
        f"{ITEM}: “Hembesöken” (0:00) taken out, and “Pengarna” begins there"
    )
    assert listed(published) == ("person", False, [(0, "Pengarna")])
    (entry, *_) = read_journal(root / EDITS).entries
    assert isinstance(entry, SetChapters)
    assert [(c.span.start_ms, c.span.end_ms, c.source) for c in entry.chapters] == [
        (0, 3200, "reviewed"), (3200, 5500, "reviewed"), (5500, 10_000, "reviewed"),
    ]  # fmt: skip


def test_a_list_given_up_leaves_the_place_to_what_is_found(published: Place, find):
    desk.rename(published.root, ITEM, 0, "Början")
    find(BETTER)
    assert desk.reset(published.root, ITEM) == [
        f"{ITEM}: 2 chapters by a person given up (kept in {EDITS}).",
        "They stand in page, feed and the file to download now.",
    ]
    assert forms(published) == everywhere(BETTER)
    assert listed(published)[:2] == ("automatic", True)
    (line,) = desk.reset(published.root, ITEM)
    assert line.startswith(f"{ITEM}: nothing to give up, automatic, as published; `mediahub run")
    assert published.run().idle


def test_a_list_that_was_given_up_once_and_is_found_again_stands_as_any_other(
    published: Place, find
):
    find(BETTER)
    other_words(published)
    published.run(renew=frozenset({"chapters"}))
    desk.rename(published.root, ITEM, 0, "Början")
    find(FIRST)
    desk.reset(published.root, ITEM)
    assert forms(published) == everywhere(FIRST)
    find(BETTER)
    published.run(force=True)
    assert forms(published) == everywhere(FIRST)


def test_a_whole_list_keeps_the_moments_and_links_of_those_that_were_there(published: Place):
    rows = [
        {"startTime": 0, "title": "Ett", "url": "https://x.example/1"},
        {"startTime": 3.2, "title": "Två"},
    ]
    desk.set_chapters(published.root, ITEM, json.dumps({"chapters": rows}), "k.json")
    desk.set_chapters(published.root, ITEM, "0:00 Ett\n0:03 Andra\n0:06.5 Tre\n", "k.txt")
    assert forms(published) == everywhere([(0, "Ett"), (3.2, "Andra"), (6.5, "Tre")])
    assert [one.link for one in chapterlist.chapters(published.root, ITEM).chapters] == [
        "https://x.example/1", None, None,
    ]  # fmt: skip


def test_the_same_once_more_is_no_new_entry(published: Place):
    desk.set_chapters(published.root, ITEM, "0:00 Ett\n0:05 Två", "k.txt", by="Rut")
    before = published.text(EDITS)
    again = desk.set_chapters(published.root, ITEM, "0:00 Ett\n0:05 Två", "k.txt", by="Bo")
    assert again == [f"{ITEM}: that is so already, and nothing was changed"]
    assert published.text(EDITS) == before


def test_a_copy_that_somebody_else_has_overtaken_is_a_conflict(published: Place):
    now = chapterlist.chapters(published.root, ITEM)
    copy = f"{heading(ITEM, chapterlist.summary(now), now.seen)}\n0:00 Ett\n0:05 Två\n"
    desk.rename(published.root, ITEM, 0, "Början", by="Rut")
    before = published.text(EDITS)
    with pytest.raises(Conflict) as conflict:
        desk.set_chapters(published.root, ITEM, copy, "k.txt", by="Bo")
    assert "chapters 0:00 Början; 0:03 Utflyktsdagen (by Rut, " in str(conflict.value)
    assert published.text(EDITS) == before
    desk.set_chapters(published.root, ITEM, copy, "k.txt", by="Rut")  # thinks better of it
    assert forms(published) == everywhere([(0, "Ett"), (5, "Två")])


def test_a_list_that_begins_later_is_told_what_listeners_get(published: Place):
    lines = desk.set_chapters(published.root, ITEM, "0:06 Ett\n0:08 Två", "k.txt")
    assert lines[2].startswith("Listeners get one more from 0:00, called “Inledning”")
    assert forms(published) == everywhere([(0, "Inledning"), (6, "Ett"), (8, "Två")])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda root: desk.rename(root, ITEM, 5000, "x"),
         r"no chapter begins at 0:05; near it are “Hembesöken” \(0:00\), “Utflyktsdagen” \(0:03\)"),
        (lambda root: desk.rename(root, ITEM, 0, " "), "the title is empty"),
        (lambda root: desk.add(root, ITEM, 3900, "x"), r"“Utflyktsdagen” \(0:03\) begins there"),
        (lambda root: desk.add(root, ITEM, 10_000, "x"), "“x” begins at 0:10, but the recording"),
        (lambda root: desk.move(root, ITEM, 0, 3200),
         r"0:03 does not come before “Utflyktsdagen” \(0:03\); move or remove that first"),
        (lambda root: desk.move(root, ITEM, 3200, 0), r"0:00 does not come after “Hembesöken”"),
        (lambda root: desk.set_chapters(root, ITEM, "0:00 x\n1:00 y", "k"),
         "“y” begins at 1:00, but the recording ends at 0:10"),
        (lambda root: desk.set_chapters(root, ITEM, "# annat: 1 chapter; edits 0-ab\n0:00 x", "k"),
         f"k holds the chapters of annat, not of {ITEM}"),
        (lambda root: desk.rename(root, "nej", 0, "x"), "there is no item 'nej'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_changes_nothing(
    published: Place, change: Callable[[Path], object], message: str
):
    with pytest.raises(SettingsError, match=message):
        change(published.root)
    assert not (published.root / EDITS).exists()


def test_the_only_chapter_stays(published: Place):
    desk.set_chapters(published.root, ITEM, "0:00 Allt", "k")
    with pytest.raises(SettingsError, match=r"“Allt” \(0:00\) is its only chapter, and stays"):
        desk.remove(published.root, ITEM, 0)


def test_what_is_written_in_the_toml_goes_first_and_is_changed_there(published: Place, edit: Edit):
    theme = published.root / "media" / "2020-06-03-tema" / "theme.toml"
    written = 'chapters = [{ start = "0:00", title = "Ett" }, { start = "0:05", title = "Två" }]\n'
    edit(theme, "published =", f"{written}published =")
    published.run()
    assert listed(published) == ("author", False, [(0, "Ett"), (5000, "Två")])
    with pytest.raises(SettingsError) as refused:
        desk.rename(published.root, ITEM, 0, "x")
    assert str(refused.value) == (
        f"{ITEM}: its chapters are written in media/2020-06-03-tema/theme.toml (chapters = …), "
        "which goes first; change them there, or take them out there"
    )


def test_an_item_in_no_feed_has_chapters_as_well(published: Place, edit: Edit):
    theme = published.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, "published = 2020-06-03", "published = 2131-06-03")
    for folder in ("published", "feeds", "transcripts"):
        (published.root / folder).rename(published.root / f"former-{folder}")
    published.run(pace=Pace())
    assert listed(published)[:2] == ("automatic", False)
    lines = desk.rename(published.root, ITEM, 0, "Början")
    assert lines[-1] == "They stand in its results now."
    assert listed(published) == ("person", False, [(0, "Början"), (3200, "Utflyktsdagen")])


def test_a_chapter_that_is_renamed_keeps_its_link(published: Place):
    desk.set_chapters(
        published.root, ITEM,
        '{"chapters": [{"startTime": 0, "title": "Ett", "url": "https://x.example"}]}', "k",
    )  # fmt: skip
    desk.rename(published.root, ITEM, 0, "Början")
    (chapter,) = chapterlist.chapters(published.root, ITEM).chapters
    assert isinstance(chapter, Chapter)
    assert (chapter.title, chapter.link) == ("Början", "https://x.example")
