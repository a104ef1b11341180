"""Ids that last, whatever is wrong with the TOML that speaks of them."""

import re
from collections.abc import Callable
from pathlib import Path

from mediahub.catalog.notices import CAPTIONS_FORMER, EDITS_ELSEWHERE
from mediahub.desk.clean import leftovers
from mediahub.desk.editing import name
from mediahub.library import Library
from mediahub.pipeline.noticing import noticed
from mediahub.pipeline.survey import survey
from mediahub.workspace.ledger import read_ledger
from mediahub.workspace.paths import Workspace
from tests.pipeline.conftest import Place, sound

ITEM = "2020-06-03-tema-samtal"
THEME = "media/2020-06-03-tema"
Edit = Callable[[Path, str, str], None]


def guids(place: Place, series: str = "podden") -> list[str]:
    return re.findall("<guid[^>]*>([^<]*)", place.text(f"feeds/{series}/feed.xml"))


def move(place: Place, to: str) -> None:
    target = place.root / to
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in (".mp3", ".vtt"):
        (place.root / THEME / f"samtal{suffix}").rename(target.with_suffix(suffix))


def test_a_file_that_was_moved_while_its_theme_names_the_old_place_keeps_id_and_guid(
    themed: Place, edit: Edit
):
    themed.run()
    before = themed.files("feeds", "published", "transcripts")
    guid = guids(themed)
    move(themed, "media/arkiv/premiär.mp3")
    summary = themed.run()
    (failure,) = summary.failures
    assert failure.item == ITEM
    assert failure.message == (
        f"{THEME}/theme.toml: [[items]] 1, key 'file': 'samtal.mp3' does not exist in {THEME}/\n"
        "the file is 'media/arkiv/premiär.mp3' now; name it so in the TOML, or move it back"
    )
    assert themed.files("feeds", "published", "transcripts") == before
    assert leftovers(themed.root) == []
    edit(themed.root / THEME / "theme.toml", '"samtal.mp3"', '"../arkiv/premiär.mp3"')
    assert themed.run().failures == ()
    assert guids(themed) == guid
    assert list(read_ledger(Workspace(themed.root)).by_item) == [ITEM]


def test_nor_does_it_get_another_when_the_theme_lets_go_of_it(themed: Place, edit: Edit):
    themed.run()
    guid = guids(themed)
    move(themed, "media/arkiv/premiär.mp3")
    themed.run()
    theme = themed.root / THEME / "theme.toml"
    text = theme.read_text(encoding="utf-8")
    start, end = text.index("[[items]]"), text.index("[[glossary]]")
    theme.write_text(text[:start] + text[end:], encoding="utf-8")
    assert themed.run().failures == ()
    assert guids(themed) == guid
    assert [path.name for path in (themed.root / "transcripts").iterdir()] == [ITEM]


def test_another_file_beside_a_gone_one_is_an_item_of_its_own(themed: Place):
    themed.run()
    guid = guids(themed)
    (themed.root / THEME / "samtal.mp3").unlink()
    sound(themed.root / "media" / "annat.mp3", frequency=880)
    (themed.root / THEME / "samtal.vtt").rename(themed.root / "media" / "annat.vtt")
    summary = themed.run()
    assert [failure.item for failure in summary.failures] == [ITEM]
    assert summary.drafts == ("annat",)
    assert guids(themed) == guid


def test_an_item_whose_own_id_cannot_be_read_is_known_by_its_bytes(bare: Place):
    own = bare.root / "media" / "podden" / "avsnitt-1.toml"
    own.write_text('id = "premiaren"\ntitle = "Premiären"\n', encoding="utf-8")
    bare.run()
    before = bare.files("feeds", "published", "transcripts")
    assert (bare.root / "transcripts" / "premiaren").is_dir()
    text = own.read_text(encoding="utf-8")
    own.write_text("id = \n" + text, encoding="utf-8")
    summary = bare.run()
    assert [failure.item for failure in summary.failures] == ["premiaren"]
    assert leftovers(bare.root) == []
    assert bare.files("feeds", "published", "transcripts") == before
    own.write_text(text, encoding="utf-8")
    assert bare.run().done == {}
    assert bare.files("feeds", "published", "transcripts") == before


def test_what_a_link_out_of_the_workspace_leads_to_is_not_looked_at(bare: Place, tmp_path: Path):
    bare.run()
    episode = bare.root / "media" / "podden" / "avsnitt-1.mp3"
    outside = tmp_path / "hemlig.mp3"
    episode.rename(outside)
    (bare.root / "media" / "lank.mp3").symlink_to(outside)
    summary = bare.run()
    assert [failure.item for failure in summary.failures] == ["lank"]
    assert [leftover.item for leftover in leftovers(bare.root)] == ["podden-avsnitt-1"]


def test_edits_that_were_left_under_the_old_name_are_used_wherever_the_folder_goes(bare: Place):
    bare.run()
    name(bare.root, "podden-avsnitt-1", "Anna", "Åsa Ek")
    folder = bare.root / "media" / "podden"
    (folder / "avsnitt-1.mp3").rename(folder / "ett.mp3")
    (folder / "avsnitt-1.vtt").rename(folder / "ett.vtt")
    for media in ("media/podden", "media/2020/poddarna"):
        bare.run()
        assert "Åsa Ek" in bare.text("transcripts/podden-avsnitt-1/transcript.txt")
        told = [one for one in noticed(survey(bare.root)).workspace if "edits" in one.code]
        assert told == [
            EDITS_ELSEWHERE.at(
                f"{media}/avsnitt-1.edits.json",
                recording=f"{media}/ett.mp3",
                right="ett.edits.json",
            )
        ]
        if media == "media/podden":
            (bare.root / "media/2020").mkdir()
            folder.rename(bare.root / "media/2020/poddarna")
    # What another recording beside it has by right is not taken.
    sound(bare.root / "media/2020/poddarna/avsnitt-1.mp3", frequency=700)
    assert survey(bare.root).edits(survey(bare.root).catalogue.item("podden-avsnitt-1")).name == (
        "ett.edits.json"
    )


def test_captions_left_under_the_old_name_are_told_with_the_name_that_mends_it(bare: Place):
    bare.run()
    folder = bare.root / "media" / "podden"
    (folder / "avsnitt-1.mp3").rename(folder / "Ett samtal.mp3")
    (folder / "avsnitt-1.vtt").rename(folder / "avsnitt-1.sv.vtt")
    told = [one for one in noticed(survey(bare.root)).workspace if "captions" in one.code]
    assert told == [
        CAPTIONS_FORMER.at(
            "media/podden/avsnitt-1.sv.vtt",
            recording="Ett samtal.mp3",
            former="avsnitt-1.sv.vtt",
            right="Ett samtal.sv.vtt",
        )
    ]
    (folder / "avsnitt-1.sv.vtt").rename(folder / "Ett samtal.sv.vtt")
    assert [one for one in noticed(survey(bare.root)).workspace if "captions" in one.code] == []
    assert survey(bare.root).catalogue.item("podden-avsnitt-1").captions is not None


def test_an_answer_leads_to_its_moment_when_the_folder_was_moved(themed: Place):
    theme = themed.root / THEME / "theme.toml"
    with theme.open("a", encoding="utf-8") as file:
        file.write('\n[[answers]]\nquestion = "Hur?"\nfile = "samtal.mp3"\nat = "0:06"\n')
    themed.run()
    heard = f"podden/{ITEM}/index.html#t=6"
    assert heard in themed.text("feeds/tema/2020-06-03-tema/experterna/index.html")
    (themed.root / THEME).rename(themed.root / "media/vecka-23")
    assert themed.run().failures == ()
    assert heard in themed.text("feeds/tema/vecka-23/experterna/index.html")


def test_an_open_library_knows_a_moved_file_by_the_id_that_it_keeps(bare: Place):
    bare.run()
    library = Library.open(bare.root)
    folder = bare.root / "media" / "podden"
    assert library.item("podden-avsnitt-1").path == folder / "avsnitt-1.mp3"
    folder.rename(bare.root / "media" / "arkiv")
    bare.run()
    library.look_again()
    moved = library.item("podden-avsnitt-1").path
    assert moved == bare.root / "media" / "arkiv" / "avsnitt-1.mp3"
    assert [one.id for one in library.items()] == ["podden-avsnitt-1", "podden-avsnitt-2"]
