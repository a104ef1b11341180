"""A name that is forgotten: gone from all that was made, and told where people wrote it."""

import gzip
from pathlib import Path

import pytest

from mediahub.desk.editing import correct, name
from mediahub.desk.forgetting import forget_name, name_use
from mediahub.errors import SettingsError
from mediahub.library import Library
from mediahub.transcript.codec import transcript_from_json
from mediahub.workspace.results import read_transcript
from tests.desk.conftest import Place

ONE, TWO = "podden-avsnitt-1", "podden-avsnitt-2"
PEOPLE = """# Vilka som är med
[[people]]
id = "eva"
name = "Eva Lind"

[[people]]
id = "bo"
name = "Bo Alm"
"""
TEXT = """WEBVTT

00:00:00.500 --> 00:00:03.000
<v Talare 1>Hej och välkomna hit.

00:00:03.200 --> 00:00:06.000
<v Talare 2>Jag heter Eva Lind och bor här.
"""


@pytest.fixture
def made(bare: Place) -> Place:
    """Two episodes: in the first Eva speaks and says her name, in the second another names her."""
    (bare.root / "media" / "people.toml").write_text(PEOPLE, encoding="utf-8")
    podden = bare.root / "media" / "podden"
    (podden / "avsnitt-1.vtt").write_text(TEXT, encoding="utf-8")
    other = TEXT.replace("Jag heter", "Ring till").replace("Eva Lind", "Eva Linds")
    (podden / "avsnitt-2.vtt").write_text(other, encoding="utf-8")
    bare.run()
    name(bare.root, ONE, "Talare 2", "eva")
    return bare


def holding(place: Place) -> set[str]:
    found = set()
    for file, data in place.files("media", "transcripts", "feeds", "index", ".mediahub").items():
        whole = gzip.decompress(data) if file.endswith(".gz") else data
        if b"Eva Lind" in whole:
            found.add(file)
    return found


def test_what_will_change_is_told_first(made: Place):
    use = name_use(made.root, "eva")
    assert (use.speaker_in, use.journals, use.items) == ((ONE,), (ONE,), (ONE, TWO))
    assert [item for item, _ in use.said] == [ONE, TWO]
    assert use.written == (
        "media/people.toml",
        "media/podden/avsnitt-1.edits.json",
        "media/podden/avsnitt-1.vtt",
        "media/podden/avsnitt-2.vtt",
    )


def test_it_is_gone_from_all_that_was_made(made: Place):
    begun: list[str] = []
    done = forget_name(made.root, name_use(made.root, "eva"), by="Åsa", begun=begun.append)
    assert (done.changed, done.failures, done.followed.failures) == ((ONE, TWO), (), ())
    assert begun == [ONE, TWO]
    assert done.unregistered
    assert made.text("media/people.toml") == (
        '# Vilka som är med\n[[people]]\nid = "bo"\nname = "Bo Alm"\n'
    )
    sources = {"media/podden/avsnitt-1.vtt", "media/podden/avsnitt-2.vtt"}
    kept = ("recognition", "respelling")  # the words as heard, and what was looked for in them
    private = {f"transcripts/{item}/{name}.json" for item in (ONE, TWO) for name in kept}
    bases = {file for file in holding(made) if file.startswith(".mediahub/bases/")}  # as heard
    assert len(bases) == 2
    assert holding(made) == sources | private | bases
    assert set(done.holding) == sources | private | bases
    spoken = read_transcript(made.root / "transcripts" / ONE)
    assert [speaker.name for speaker in spoken.speakers] == ["Talare 1", "N.N."]
    page = made.text(f"feeds/media/{ONE}/index.html")
    assert "[Ett stycke är borttaget]" in page
    assert Library.open(made.root).search('"Eva Lind"').total == 0
    assert made.run().failures == ()
    assert holding(made) == sources | private | bases


def test_kept_copies_know_the_speaker_under_the_other_name(made: Place):
    forget_name(made.root, name_use(made.root, "eva"))
    folder = made.root / ".mediahub" / "copies" / ONE
    import json

    for path in folder.glob("*.gz"):
        kept = transcript_from_json(json.loads(gzip.decompress(path.read_bytes())))
        assert "eva" not in [speaker.person for speaker in kept.speakers]


def test_whoever_is_named_in_captions_is_called_otherwise_all_the_same(made: Place, tmp_path: Path):
    source = made.root / "media" / "podden" / "avsnitt-2.vtt"
    source.write_text(
        source.read_text(encoding="utf-8").replace("Talare 1", "Eva Lind"), encoding="utf-8"
    )
    made.run(renew=("captions",), force=True)
    use = name_use(made.root, "eva")
    assert use.speaker_in == (ONE, TWO)
    forget_name(made.root, use)
    spoken = read_transcript(made.root / "transcripts" / TWO)
    assert [speaker.name for speaker in spoken.speakers] == ["N.N.", "Talare 2"]
    copy = tmp_path / "ny.vtt"
    copy.write_text(made.text(f"transcripts/{TWO}/transcript.vtt"), encoding="utf-8")
    assert correct(made.root, TWO, copy)[-1].endswith("nothing was changed in ny.vtt")


def test_two_who_are_forgotten_stay_two(made: Place):
    name(made.root, ONE, "Talare 1", "bo")
    forget_name(made.root, name_use(made.root, "eva"))
    forget_name(made.root, name_use(made.root, "bo"))
    spoken = read_transcript(made.root / "transcripts" / ONE)
    assert [speaker.name for speaker in spoken.speakers] == ["N.N. 2", "N.N."]


def test_who_is_listed_in_a_toml_stays_in_the_registry(themed: Place):
    themed.run()
    done = forget_name(themed.root, name_use(themed.root, "anna-lind"))
    assert not done.unregistered
    assert "media/people.toml" in done.holding
    assert "anna-lind" in themed.text("media/people.toml")


def test_nobody_of_that_id_is_told(made: Place):
    with pytest.raises(SettingsError, match="there is no person 'evva'"):
        name_use(made.root, "evva")
