"""What a stretch of talk is found to be about, and how that is written."""

from dataclasses import replace

import pytest

from mediahub.topics.announced import announced
from mediahub.topics.citing import cited, with_adjective
from mediahub.topics.mentions import Mention, mentions, nominative
from mediahub.topics.subjects import is_telling
from mediahub.topics.things import kinds
from mediahub.topics.titles import titles

from .conftest import MakeTranscript


def title(make: MakeTranscript, *lines: str, **changes: str) -> str:
    talk = make([("S1" if line[0] != "–" else "S2", line.removeprefix("– ")) for line in lines])
    return titles([talk.segments], talk, **changes)[0]  # type: ignore[arg-type]


def test_a_compound_said_once_where_it_is_introduced_beats_what_a_story_names(
    make: MakeTranscript,
) -> None:
    assert title(
        make,
        "Vad hände sedan i matsalen?",
        "– Flera barn orkade inte hänga med, och det luktade gröt i korridoren.",
        "– Så vi startade en sovstuga.",
        "– Barnen kom med mössan på och barnen drack mjölk.",
    ) == "Sovstuga"  # fmt: skip


def test_what_something_is_called_is_the_title_with_its_adjective(make: MakeTranscript) -> None:
    assert title(
        make,
        "Varje dag är det barn som stannar hemma.",
        "Det kallas problematisk skolfrånvaro, men barnen har ett namn var.",
        "Barnen ringer inte.",
    ) == "Problematisk skolfrånvaro"  # fmt: skip


def test_what_is_taken_up_by_its_last_part_is_the_title_in_its_whole_form(
    make: MakeTranscript,
) -> None:
    assert title(
        make,
        "Grannen spelar musik på natten.",
        "Nu ringer man störningsjouren.",
        "Jouren knackar på.",
        "Musiken tystnar, och jouren går.",
    ) == "Störningsjouren"  # fmt: skip


def test_who_is_there_is_not_the_subject(make: MakeTranscript) -> None:
    talk = make(
        [("S1", "Hej, med mig har jag Siv från bostadsbolaget, som är kvartersvärd."),
         ("S1", "Varför går hissen så ofta sönder?"),
         ("S2", "Hissen är från femtiotalet, och en hiss håller bara i trettio år."),
         ("S2", "Vi har sagt till, men de som äger huset säger att pengarna är slut.")]
    )  # fmt: skip
    assert titles([talk.segments], talk)[0] == "Hissen"


def test_a_row_of_things_is_not_the_subject(make: MakeTranscript) -> None:
    assert title(
        make, "Vi spelade för folk, i gymnastiksalar, i en ladugård.", "Vi gjorde en turné."
    ) == "Turné"  # fmt: skip


def test_what_people_wrote_of_the_recording_tells_which_word_matters(make: MakeTranscript) -> None:
    lines = ("Vi tog en bredbandskabel.", "Vi tog en grävmaskin.")
    assert title(make, *lines, about="Om bredbandskabel på landet") == "Bredbandskabel"
    assert title(make, *lines, about="Att köra grävmaskin") == "Grävmaskin"


def test_a_word_of_figures_and_letters_that_was_recognised_is_no_title(
    make: MakeTranscript,
) -> None:
    talk = make([("S1", "Nästa ämne är 3D-menet."), ("S1", "En kupa är full.")], probability=0.9)
    assert titles([talk.segments], talk) == ["Kupa"]
    written = replace(talk, segments=make([("S1", "Nästa ämne är 3D-menet.")]).segments)
    assert titles([written.segments], written) == ["3D-menet"]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Nästa ämne är den digitala socialtjänsten.", "den digitala socialtjänsten"),
        ("Då går vi över till förebyggande arbetet.", "det förebyggande arbetet"),
        ("Nu ska vi prata om digital socialtjänst.", "digital socialtjänst"),
        ("Nu ska vi prata om sociala medier.", "sociala medier"),
        ("Nu ska vi prata om det språket.", "språket"),
    ],
)
def test_a_definite_noun_with_an_adjective_has_its_article(sentence: str, subject: str) -> None:
    assert announced([sentence], 39) == [subject]


def test_what_others_do_is_no_announcement() -> None:
    assert announced(["Varje dag är det barn som inte kommer till skolan alls."], 39) == []


def said(*texts: str, before: tuple[str, ...] = ("x",)) -> list[Mention]:
    return [Mention(text, 0, 3, "S1", before, "", 1.0) for text in texts]


@pytest.mark.parametrize(
    ("lemma", "mentioned", "written"),
    [
        ("trångboddhet", said("trångboddheten", "trångboddhet"), "trångboddhet"),
        ("trångboddhet", said("trångboddheten"), "trångboddheten"),
        ("odlingslott", said("odlingslott", "odlingslotter", before=("en",)), "odlingslotter"),
        ("jour", said("jour", "jouren", before=("en",)), "jouren"),
        ("frukostklubb", said("frukostklubb", before=("en",)), "frukostklubb"),
        ("chatt", said("chatt", before=("en",)) + said("chattar", before=("som",)), "chatt"),
        ("sol", said("SoL", "SoL"), "SoL"),
    ],
)
def test_a_noun_is_written_in_a_form_that_stands_by_itself(
    lemma: str, mentioned: list[Mention], written: str
) -> None:
    assert cited(lemma, mentioned) == written


@pytest.mark.parametrize(
    ("adjective", "mention", "before", "written"),
    [
        ("digitala", "socialtjänsten", ("den", "digitala"), "den digitala socialtjänsten"),
        ("digitala", "socialtjänsten", ("vår", "digitala"), "den digitala socialtjänsten"),
        ("förebyggande", "arbetet", ("förebyggande",), "det förebyggande arbetet"),
        ("nya", "reglerna", ("nya",), "de nya reglerna"),
        ("socialt", "företag", ("ett", "socialt"), "socialt företag"),
    ],
)
def test_an_adjective_stands_with_the_form_it_was_said_with(
    adjective: str, mention: str, before: tuple[str, ...], written: str
) -> None:
    lemma = {"socialtjänsten": "socialtjänst", "arbetet": "arbete", "reglerna": "regel"}
    found = said(mention, before=before)
    assert with_adjective(adjective, "x", lemma.get(mention, mention), found) == written


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("kvinnors", ("kvinnor", True)),
        ("AI:s", ("AI", True)),
        ("hjärnans", ("hjärnan", True)),
        ("konsekvens", ("konsekvens", False)),
        ("hus", ("hus", False)),
    ],
)
def test_a_genitive_is_told_from_a_word_that_ends_alike(
    word: str, expected: tuple[str, bool]
) -> None:
    assert nominative(word) == expected


def test_a_mention_knows_its_place_and_company(make: MakeTranscript) -> None:
    talk = make([("S1", "Ja, vi startade en kupa här, faktiskt.")])
    (kupa,) = mentions(talk.segments, lambda *_: True)["kupa"]
    assert kupa == Mention("kupa", 0, 4, "S1", ("vi", "startade", "en"), "här", 1.0)


def test_adjectives_that_narrow_are_told_from_those_that_praise() -> None:
    assert is_telling("öppen")
    assert is_telling("förebyggande")
    assert not is_telling("bra")
    assert not is_telling("olika")
    assert not is_telling("hembesök")


def test_a_compound_is_of_the_kind_of_its_last_part() -> None:
    assert kinds("taxibil", "bil") == ("objects",)
    assert kinds("skolfrånvaro", "frånvaro") == ()
