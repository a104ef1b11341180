"""What is inside a media file decides: which sound is taken, what kind it is, its own chapters."""

import json
import re
import subprocess
from pathlib import Path

from mediahub.mediafile import probe
from mediahub.mediafile.process import binary
from mediahub.notices import Notice
from tests.pipeline.conftest import CAPTIONS, Place, sound

PODCASTS_ONLY = """public_url = "https://lindhamn.example/feeds"

[publisher]
name = "Lindhamns stad"
email = "tema@lindhamn.example"

[[series]]
id = "podden"
title = "Podden"
description = "Samtal."
kinds = ["podcast"]
autopublish = true
"""


def made(path: Path, *options: str) -> Path:
    """A file by the real ffmpeg, with captions beside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
    subprocess.run([binary(), "-nostdin", "-v", "error", *options, f"file:{path}"], check=True)
    return path


def media(place: Place, item: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(place.text(f"transcripts/{item}/media.json"))
    return found


def feed(place: Place, series: str = "media") -> str:
    return place.text(f"feeds/{series}/feed.xml")


def told(place: Place) -> list[Notice]:
    """What a run tells of the recordings."""
    return [notice for item, notice in place.run().notices if item]


def two_tracks(path: Path) -> Path:
    return made(path, "-f", "lavfi", "-i", "sine=frequency=300:duration=10", "-f", "lavfi", "-i",
                "sine=frequency=900:duration=10", "-map", "0:a", "-map", "1:a", "-ac", "1",
                "-metadata:s:a:1", "language=eng", "-c:a", "aac")  # fmt: skip


def test_the_track_that_a_person_chose_is_in_the_enclosure_and_its_change_is_followed(
    empty: Place,
):
    source = two_tracks(empty.root / "media" / "a.m4a")
    summary = empty.run()
    assert summary.failures == ()
    assert '"track": 0' in empty.text("transcripts/a/sound.json")
    assert "number 1 was taken" in str(empty.run().notices)
    first = re.findall(r'url="[^"]*/(a-[^"]*\.m4a)"', feed(empty))
    source.with_suffix(".toml").write_text("track = 2\n", encoding="utf-8")
    assert empty.run().failures == ()
    assert '"track": 1' in empty.text("transcripts/a/sound.json")
    second = re.findall(r'url="[^"]*/(a-[^"]*\.m4a)"', feed(empty))
    assert first != second
    assert empty.run().idle


def test_a_track_that_is_not_there_stops_its_item_alone(bare: Place):
    own = bare.root / "media" / "podden" / "avsnitt-2.toml"
    own.write_text("track = 2\n", encoding="utf-8")
    (failure,) = bare.run().failures
    assert (failure.item, "but the file has one sound track" in failure.message) == (
        "podden-avsnitt-2",
        True,
    )


def test_an_mp4_with_sound_alone_is_a_podcast_at_its_first_run(empty: Place):
    (empty.root / "mediahub.toml").write_text(PODCASTS_ONLY, encoding="utf-8")
    made(empty.root / "media" / "ljud.mp4", "-f", "lavfi", "-i", "sine=duration=10", "-c:a", "aac")
    made(empty.root / "media" / "film.mp4", "-f", "lavfi", "-i", "sine=duration=10", "-f", "lavfi",
         "-i", "color=size=64x48:rate=5:duration=10", "-pix_fmt", "yuv420p")  # fmt: skip
    assert empty.run().failures == ()
    assert re.findall(r'url="[^"]*/([a-z]+)-[^"/]*\.m4a"', feed(empty, "podden")) == ["ljud"]
    assert "film-" not in feed(empty, "podden")
    assert empty.run().idle


def test_the_kind_that_a_person_wrote_stands(empty: Place):
    (empty.root / "mediahub.toml").write_text(PODCASTS_ONLY, encoding="utf-8")
    made(empty.root / "media" / "ljud.mp4", "-f", "lavfi", "-i", "sine=duration=10", "-c:a", "aac")
    (empty.root / "media" / "ljud.toml").write_text('kind = "film"\n', encoding="utf-8")
    assert empty.run().failures == ()
    assert not (empty.root / "feeds" / "podden" / "ljud").exists()


def test_protected_sound_is_never_published_also_with_captions_beside(bare: Place):
    made(bare.root / "media" / "skyddad.m4a", "-f", "lavfi", "-i", "sine=duration=9", "-c:a", "aac",
         "-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "00" * 16, "-encryption_kid",
         "11" * 16, "-f", "mp4")  # fmt: skip
    (failure,) = bare.run().failures
    assert (failure.item, "protected against copying" in failure.message) == ("skyddad", True)
    assert "skyddad" not in feed(bare)


def test_a_length_that_the_header_has_wrong_is_right_in_feed_and_captions(empty: Place):
    path = made(empty.root / "media" / "a.mp3", "-f", "lavfi", "-i", "anullsrc=r=44100:cl=mono:d=9",
                "-f", "lavfi", "-i", "anoisesrc=d=6:r=44100", "-filter_complex",
                "[0:a][1:a]concat=n=2:v=0:a=1", "-q:a", "5", "-write_xing", "0")  # fmt: skip
    assert probe(path).duration_ms > 20_000
    assert [notice.code for notice in told(empty)] == ["length-in-header"]
    assert "<itunes:duration>15</itunes:duration>" in feed(empty)
    assert (
        abs(json.loads(empty.text("transcripts/a/recognition.json"))["duration_ms"] - 15_000) < 80
    )


METADATA = """;FFMETADATA1
[CHAPTER]
TIMEBASE=1/1000
START=0
END=4000
title=Inledning
[CHAPTER]
TIMEBASE=1/1000
START=4000
END=10000
title=Vad hembesök är
[CHAPTER]
TIMEBASE=1/1000
START=90000
END=91000
title=Efteråt
"""


def own_chapters(place: Place, tmp_path: Path) -> Path:
    metadata = tmp_path / "m.txt"
    metadata.write_text(METADATA, encoding="utf-8")
    return made(place.root / "media" / "a.mp3", "-f", "lavfi", "-i", "sine=duration=10", "-i",
                str(metadata), "-map", "0:a", "-map_chapters", "1", "-b:a", "32k")  # fmt: skip


def test_chapters_inside_the_file_are_in_every_form_and_one_past_the_end_is_told(
    empty: Place, tmp_path: Path
):
    own_chapters(empty, tmp_path)
    (notice,) = told(empty)
    assert (notice.code, "begins at 1:30, but the recording ends at 0:10" in str(notice)) == (
        "chapter-past-end",
        True,
    )
    titles = ["Inledning", "Vad hembesök är"]
    chapters = json.loads(empty.text("transcripts/a/chapters.json"))["chapters"]
    assert [(one["title"], one["source"]) for one in chapters] == [(t, "author") for t in titles]
    assert chapters[0]["endTime"] == 4
    assert re.findall(r'psc:chapter start="[^"]*" title="([^"]*)"', feed(empty)) == titles
    (enclosure,) = (empty.root / "feeds" / "media" / "a").glob("a-*.mp3")
    assert [one.title for one in probe(enclosure).chapters] == titles
    assert "Vad hembesök är" in empty.text("feeds/media/a/index.html")


def test_chapters_in_the_toml_go_before_those_in_the_file(empty: Place, tmp_path: Path):
    source = own_chapters(empty, tmp_path)
    source.with_suffix(".toml").write_text(
        'chapters = [{ start = "0:00", title = "Ett" }, { start = "0:05", title = "Två" },\n'
        '  { start = "1:30", title = "Sent" }]\n',
        encoding="utf-8",
    )
    (notice,) = told(empty)
    assert (notice.place, "“Sent” begins at 1:30" in str(notice)) == ("media/a.toml", True)
    chapters = json.loads(empty.text("transcripts/a/chapters.json"))["chapters"]
    assert [(one["title"], one["endTime"]) for one in chapters][:1] == [("Ett", 5)]
    assert len(chapters) == 2


def test_chapters_out_of_order_stop_their_item_alone(bare: Place):
    own = bare.root / "media" / "podden" / "avsnitt-2.toml"
    own.write_text(
        'chapters = [{ start = "0:05", title = "Två" }, { start = "0:00", title = "Ett" }]\n',
        encoding="utf-8",
    )
    (failure,) = bare.run().failures
    assert failure.item == "podden-avsnitt-2"
    assert "podden-avsnitt-1" in feed(bare)


def test_the_picture_inside_is_the_episodes_where_nobody_gave_another(empty: Place):
    cover = empty.root / "omslag.png"
    subprocess.run([binary(), "-v", "error", "-f", "lavfi", "-i", "color=red:size=64x64",
                    "-frames:v", "1", str(cover)], check=True)  # fmt: skip
    source = made(empty.root / "media" / "a.mp3", "-f", "lavfi", "-i", "sine=duration=10", "-i",
                  str(cover), "-map", "0:a", "-map", "1:v", "-c:v", "copy", "-b:a",
                  "32k")  # fmt: skip
    cover.rename(empty.root / "media" / "annan.png")
    assert empty.run().failures == ()
    inside = re.findall(r'itunes:image href="[^"]*/a/(bild-[^"]*)"', feed(empty))
    assert len(inside) == 1
    assert (empty.root / "feeds" / "media" / "a" / inside[0]).exists()
    subprocess.run([binary(), "-v", "error", "-y", "-f", "lavfi", "-i", "color=blue:size=64x64",
                    "-frames:v", "1", str(empty.root / "media" / "annan.png")],
                   check=True)  # fmt: skip
    source.with_suffix(".toml").write_text('image = "annan.png"\n', encoding="utf-8")
    assert empty.run().failures == ()
    assert inside[0] not in feed(empty)


def test_endings_of_cameras_and_dictaphones_are_recordings(empty: Place):
    for name in ("a.m4b", "b.aiff", "c.caf", "d.mp2", "e.ac3"):
        sound(empty.root / "media" / name)
        (empty.root / "media" / name).with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
    assert sorted(empty.run().done) == ["a", "b", "c", "d", "e"]
