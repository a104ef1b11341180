"""What a stage noticed is kept with its result, and told until the result is made anew."""

from mediahub.library import Library
from mediahub.mediafile.notices import CHAPTER_PAST_END
from mediahub.notices import Notice
from mediahub.pipeline.noticing import Notices, noticed_from_json, noticed_to_json
from mediahub.pipeline.overview import overview, overview_json
from mediahub.textfile import NOT_UTF8
from tests.pipeline.conftest import Place, sound

CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:04.000\nSå här gör vi på Öland.\n"
NOT_SAVED_RIGHT = NOT_UTF8.at("media/tal.vtt", encoding="windows-1252")


def told(place: Place) -> tuple[Notice, ...]:
    return overview(place.root, store=place.store).notices.items.get("tal", ())


def with_captions(place: Place, encoding: str) -> None:
    sound(place.root / "media" / "tal.wav")
    (place.root / "media" / "tal.vtt").write_bytes(CAPTIONS.encode(encoding))


def test_a_notice_is_told_by_the_run_and_by_every_plan_after_it(empty: Place):
    with_captions(empty, "windows-1252")
    assert empty.run().notices.items["tal"] == (NOT_SAVED_RIGHT,)
    assert told(empty) == (NOT_SAVED_RIGHT,)
    assert empty.run().idle
    assert empty.run().notices.items["tal"] == (NOT_SAVED_RIGHT,)
    assert told(empty) == (NOT_SAVED_RIGHT,)


def test_it_goes_when_what_it_is_about_is_put_right(empty: Place):
    with_captions(empty, "windows-1252")
    empty.run()
    with_captions(empty, "utf-8")
    assert "tal" not in empty.run().notices.items
    assert told(empty) == ()


def test_the_plan_as_json_says_it_in_both_languages_and_what_to_do(empty: Place):
    with_captions(empty, "windows-1252")
    empty.run()
    value = overview_json(overview(empty.root, store=empty.store))["notices"]
    assert [one for one in value if one.get("item") == "tal"] == [
        {
            "item": "tal",
            "code": "text-not-utf8",
            "place": "media/tal.vtt",
            "english": "it is not UTF-8; it was read as windows-1252, as its letters suggest.",
            "swedish": "filen är inte i UTF-8; den lästes som windows-1252, som bokstäverna tyder "
            "på.",
            "do": "Save it anew as UTF-8.",
            "do_swedish": "Spara om den som UTF-8.",
        }
    ]


def test_json_keeps_whose_notice_it_is():
    found = Notices({"tal": (NOT_SAVED_RIGHT, NOT_SAVED_RIGHT)}, (NOT_SAVED_RIGHT,))
    assert noticed_from_json(noticed_to_json(found)) == found
    assert found.count == 3


def article(place: Place, encoding: str = "utf-8") -> None:
    text = "# Fältarbete på Öland\n\nVi utökar skolfältet.\n"
    (place.root / "media" / "protokoll.md").write_bytes(text.encode(encoding))


def test_what_is_noticed_in_a_document_is_told_until_it_is_put_right(empty: Place):
    article(empty, "windows-1252")
    empty.run()
    view = overview(empty.root, store=empty.store)
    assert view.notices.items == {
        "protokoll": (NOT_UTF8.at("media/protokoll.md", encoding="windows-1252"),)
    }
    article(empty)
    empty.run()
    assert overview(empty.root, store=empty.store).notices.items == {}


def test_the_notices_of_documents_come_back_when_their_file_is_gone(empty: Place):
    article(empty, "windows-1252")
    empty.run()
    empty.run()
    (empty.root / "index" / "notices.json").unlink()
    assert "protokoll" in empty.run().notices.items


def test_a_document_is_found_under_its_own_title(empty: Place):
    article(empty)
    empty.run()
    assert [hit.title for hit in Library.open(empty.root).search("skolfältet").hits] == [
        "Fältarbete på Öland"
    ]


def test_a_chapter_past_the_end_is_told_by_run_and_plan_and_the_others_stand(empty: Place):
    sound(empty.root / "media" / "tal.wav", seconds=4)
    (empty.root / "media" / "tal.vtt").write_text(CAPTIONS, encoding="utf-8")
    described = empty.root / "media" / "tal.toml"
    chapters = '[[chapters]]\nstart = "{}"\ntitle = "{}"\n'
    marks = chapters.format("0:00", "Början") + chapters.format("0:02", "Slut")
    described.write_text(marks, encoding="utf-8")
    empty.run()
    assert told(empty) == ()
    described.write_text(marks + chapters.format("1:30", "För sent"), encoding="utf-8")
    late = CHAPTER_PAST_END.at("media/tal.toml", title="För sent", start="1:30", end="0:04")
    assert told(empty) == (late,)
    ran = empty.run()
    assert (ran.exit_code, ran.notices.items["tal"]) == (0, (late,))
    assert told(empty) == (late,)
    assert '"Slut"' in empty.text("transcripts/tal/chapters.json")
    assert "För sent" not in empty.text("transcripts/tal/chapters.json")
