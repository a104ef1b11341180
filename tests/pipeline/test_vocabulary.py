"""What an item's recogniser is primed with, and how its words are put right afterwards."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mediahub.catalog import Catalogue, Contributor, Item, Person, Publisher, Series, Term, Theme
from mediahub.edits import Journal, ReplaceWords, write_journal
from mediahub.pipeline.plan import stage_status
from mediahub.pipeline.stage import Handle, Sources, View
from mediahub.pipeline.stages import BY_NAME
from mediahub.pipeline.vocabulary import (
    corrected_words,
    described,
    respelling_words,
    vocabulary,
)
from mediahub.transcript import Diarisation, ModelIdentity, Recognition, Span, Turn, Word
from mediahub.transcript.codec import (
    diarisation_to_json,
    dump,
    recognition_from_json,
    recognition_to_json,
)
from mediahub.workspace.results import read_transcript
from mediahub.workspace.state import ItemState, StageRecord
from tests.pipeline.conftest import Table

GLOSSARY = (
    Term("orosanmälan", "", ("anmälan om oro",)),
    Term("tidigt stöd", ""),
    Term("socialtjänstlagen", "", ("SoL",)),
)
WRITER = Person("maria", "Maria Forsell")
GUEST = Person("robin", "Robin Nyström", aliases=("Robin Nystrom", "Robban Kvist"))


def item(**changes: object) -> Item:
    base = Item(
        "ett",
        "Vid köksbordet",
        "podcast",
        Path("media/ett.mp3"),
        theme="tema",
        contributors=(Contributor(WRITER, "writer"), Contributor(GUEST, "guest")),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def catalogue(one: Item, glossary: tuple[Term, ...] = GLOSSARY) -> Catalogue:
    theme = Theme("tema", "Tidiga insatser i Lindhamn", Path("media"), glossary=glossary)
    people = (WRITER, GUEST)
    return Catalogue(Path(), Publisher("Staden"), themes=(theme,), items=(one,), people=people)


def test_who_speaks_comes_first_and_common_words_not_at_all():
    one = item()
    assert vocabulary(catalogue(one), one, ["Hammarkullen"]) == (
        "Robin Nyström",
        "Robban Kvist",
        "Maria Forsell",
        "Hammarkullen",
        "orosanmälan",
        "socialtjänstlagen",
        "SoL",
        "köksbordet",
        "Lindhamn",
    )


def test_an_entry_s_or_a_title_s_first_capital_is_not_put_to_the_recogniser():
    one = item(title="Barnfattigdom i Lindhamn", contributors=())
    entries = (Term("Orosanmälan", "", ("Anmälan om oro",)), Term("Bostad först", ""))
    assert vocabulary(catalogue(one, entries), one) == (
        "orosanmälan",
        "barnfattigdom",
        "Lindhamn",
    )
    assert respelling_words(catalogue(one, entries), one)[1] == (
        "orosanmälan",
        "Bostad först",
        "anmälan om oro",
    )


def test_a_title_in_capitals_is_read_as_any_other():
    one = item(title="BARNFATTIGDOM OCH SKOLFRÅNVARO", contributors=())
    assert vocabulary(catalogue(one, ()), one) == ("barnfattigdom", "skolfrånvaro", "Lindhamn")


@pytest.mark.parametrize("title", ["Kulturhuset Zebran", "mediearkiv Zorro"])
def test_what_a_series_is_called_by_default_is_not_put_to_the_recogniser(title: str):
    one = item(title="Vid bordet", theme=None, series="podden", contributors=())
    series = Series("podden", title, "")
    named = Catalogue(
        Path("/h/mediearkiv-zorro"), Publisher("Kulturhuset Zebran"), series=(series,)
    )
    assert vocabulary(named, one) == ()
    called = replace(named, series=(replace(series, title="Zebrapodden"),))
    assert vocabulary(called, one) == ("Zebrapodden",)


def test_what_people_wrote_of_an_item_is_its_title_description_and_theme():
    one = item(description="Om hembesök.")
    assert described(catalogue(one), one) == (
        "Vid köksbordet\nOm hembesök.\nTidiga insatser i Lindhamn"
    )
    assert described(catalogue(one), item(bare=True)) == "Tidiga insatser i Lindhamn"


def test_another_language_gets_names_only():
    one = item(language="en")
    assert vocabulary(catalogue(one), one) == ("Robin Nyström", "Robban Kvist", "Maria Forsell")


def test_swedish_of_finland_gets_what_swedish_gets():
    one, finland = item(), item(language="sv-FI")
    assert vocabulary(catalogue(finland), finland) == vocabulary(catalogue(one), one)


def test_there_are_at_most_sixty_terms():
    one = item()
    many = tuple(Term(f"Ordet{number}X", "") for number in range(100))
    assert len(vocabulary(catalogue(one, many), one)) == 60


def replaced(before: str, after: str) -> ReplaceWords:
    return ReplaceWords("", Span(0, 100), tuple(before.split()), after)


def test_rare_words_that_people_put_into_siblings_are_shared_the_most_frequent_first():
    journals = {
        "ett": Journal((replaced("hammar kulle", "i Hammarkullen"), replaced("så", "sol"))),
        "två": Journal((replaced("kullen", "Hammarkullen,"), replaced("o", "orosanmälan"))),
    }
    families = {"ett": ["a"], "två": ["a", "b"], "tre": ["a"], "fyra": ["b"], "fem": ["c"]}
    assert corrected_words(journals, families) == {
        "ett": ("Hammarkullen", "orosanmälan"),
        "två": ("Hammarkullen",),
        "tre": ("Hammarkullen", "orosanmälan"),
        "fyra": ("Hammarkullen", "orosanmälan"),
    }


def test_a_new_term_makes_recognition_renewable_and_never_stale():
    one = item()
    views = [
        View(catalogue(one), one, ItemState("ett"), Sources(MEDIA, corrected=words))
        for words in ((), ("Hammarkullen",))
    ]
    recognise, respell = BY_NAME["recognise"], BY_NAME["respell"]
    made = ItemState("ett", stages={"recognise": StageRecord(recognise.wanted(views[0]))})
    status = stage_status(recognise, made, recognise.wanted(views[1]), {"recognition.json"})
    assert (status.condition, status.reasons) == ("renewable", ("vocabulary: 1 term added",))
    assert respell.wanted(views[0]) == respell.wanted(views[1])


HEARD = ["Det", "kom", "en", "oros", "anmellan", "i", "fjol,", "eh,", "till", "70%", "av", "dem."]


MEDIA = Handle("media/ett.mp3", "aa")


class Recognised:
    """An item of which everything is recognised, in a folder of its own."""

    def __init__(self, root: Path, journal: Journal | None = None) -> None:
        one = item(path=root / "media" / "ett.mp3", contributors=())
        edits = Handle("media/ett.edits.json", "bb") if journal is not None else None
        if journal is not None:
            write_journal(root / "media" / "ett.edits.json", journal)
        words = tuple(
            Word(word, Span(400 * at, 400 * at + 300), 0.5 if word == "anmellan" else 0.9)
            for at, word in enumerate(HEARD)
        )
        model = ModelIdentity("openai/whisper-base", "1")
        recognition = Recognition("sv", 6000, words, (Span(0, 6000),), model=model)
        self.table = Table(root)
        self.path = self.table.out
        self.path("recognition.json").write_text(dump(recognition_to_json(recognition)))
        turns = Diarisation((Turn(Span(0, 6000), "S1"),))
        self.path("turns.json").write_text(dump(diarisation_to_json(turns)))
        outputs = {
            "recognise": "recognition.json", "respell": "respelling.json", "diarise": "turns.json"
        }  # fmt: skip
        state = ItemState(
            "ett", stages={name: StageRecord({}, {file: ""}) for name, file in outputs.items()}
        )
        self.view = View(catalogue(one), one, state, Sources(MEDIA, edits=edits))

    def without_glossary(self) -> None:
        catalogue = self.view.catalogue
        theme = replace(catalogue.themes[0], glossary=())
        self.view = replace(self.view, catalogue=replace(catalogue, themes=(theme,)))

    def transcribed(self) -> str:
        for stage in (BY_NAME["respell"], BY_NAME["transcribe"]):
            stage.run(stage.job(self.view), self.table)
        return " ".join(word.text for word in read_transcript(self.table.folder).words)


def test_a_near_miss_is_respelt_and_the_text_made_readable_beside_what_was_heard(tmp_path: Path):
    place = Recognised(tmp_path)
    assert place.transcribed() == "Det kom en orosanmälan i fjol, till 70 procent av dem."
    kept = json.loads(place.path("respelling.json").read_text(encoding="utf-8"))["respellings"]
    assert [(one["before"], one["after"]) for one in kept] == [
        (["oros", "anmellan"], "orosanmälan")
    ]
    heard = json.loads(place.path("recognition.json").read_text(encoding="utf-8"))
    assert [word.text for word in recognition_from_json(heard).words] == HEARD


def test_words_more_likely_wrong_than_right_are_marked(tmp_path: Path):
    place = Recognised(tmp_path)
    place.without_glossary()
    place.transcribed()
    marked = json.loads(place.path("transcript.json").read_text(encoding="utf-8"))["doubtful"]
    assert marked == [HEARD.index("anmellan")]


def test_a_person_s_correction_wins_over_respelling_whenever_it_was_made(tmp_path: Path):
    span = Span(1200, 1900)
    before_it = ReplaceWords("a", span, ("oros", "anmellan"), "oros anmälan", ("en",), ("i",))
    after_it = ReplaceWords("b", span, ("orosanmälan",), "anmälan", ("en",), ("i",))
    wanted = "Det kom en {} i fjol, till 70 procent av dem."
    for number, (entry, text) in enumerate(((before_it, "oros anmälan"), (after_it, "anmälan"))):
        place = Recognised(tmp_path / str(number), Journal((entry,)))
        assert place.transcribed() == wanted.format(text)
        place.without_glossary()
        assert place.transcribed() == wanted.format(text)
