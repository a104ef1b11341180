"""What chapters are called."""

from dataclasses import replace

import pytest

from mediahub.language import stem
from mediahub.topics import find_chapters
from mediahub.topics.announced import announced
from mediahub.topics.nouns import noun_likeness
from mediahub.topics.titles import titles
from mediahub.transcript import Transcript

from .conftest import MakeTranscript


def title(talk: Transcript) -> str:
    return titles([talk.segments], talk)[0]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Jag heter Anna, och i dag ska vi prata om förebyggande socialt arbete.",
         "förebyggande socialt arbete"),
        ("Då går vi över till hembesöken.", "hembesöken"),
        ("Nästa ämne är omorganisationen på socialkontoret.", "omorganisationen på socialkontoret"),
        ("Sista ämnet för i dag är sömn.", "sömn"),
        ("Nu ska det handla om släktforskning.", "släktforskning"),
        ("Vi går vidare till något som många funderar på, nämligen elräkningen.", "elräkningen"),
        ("Vi börjar med en omorganisation.", "omorganisation"),
        ("Då går vi över till nästa ämne, orosanmälan.", "orosanmälan"),
        ("Vi ska prata om barn som far illa i skolan.", "barn"),
        ("I dag ska vi prata om hur man blir en bra granne.", "hur man blir en bra granne"),
        ("Vi ska tala om samverkan mellan skola, socialtjänst och polis.",
         "samverkan mellan skola"),
    ],
)  # fmt: skip
def test_the_subject_is_what_the_host_announces(sentence: str, subject: str) -> None:
    assert announced([sentence], 39) == [subject]


@pytest.mark.parametrize(
    "sentence",
    ["Nu går vi vidare till nästa.", "Då ska vi prata om det här.", "Hur går det?", ""],
)
def test_what_names_nothing_is_no_subject(sentence: str) -> None:
    assert announced([sentence], 39) == []


def test_a_subject_too_long_for_a_title_is_cut_at_a_preposition() -> None:
    long = "Vi ska prata om tidiga insatser för barn och unga i socialt utsatta områden i Malmö."
    (subject,) = announced([long], 39)
    assert subject == "tidiga insatser för barn och unga"


def test_an_announced_subject_is_the_title(make: MakeTranscript) -> None:
    talk = make(
        [("S1", "I dag ska vi prata om hembesök hos nyblivna föräldrar."),
         ("S1", "Ett hembesök är ett besök i familjens kök."),
         ("S1", "Köket är familjens hjärta.")]
    )  # fmt: skip
    assert title(talk) == "Hembesök hos nyblivna föräldrar"


def test_what_the_host_begins_with_names_the_first_chapter_and_not_the_whole_talk(
    make: MakeTranscript,
) -> None:
    talk = make(
        [("S1", "Hej, i dag ska vi prata om tidiga insatser."),
         ("S1", "Vi börjar med hembesöken."),
         ("S1", "Ett hembesök är ett besök i familjens kök."),
         ("S1", "Kupan är full.")]
    )  # fmt: skip
    assert titles([talk.segments[:3], talk.segments[3:]], talk)[0] == "Hembesöken"
    assert title(talk) == "Tidiga insatser"


def test_a_subject_never_spoken_of_again_is_not_the_title(make: MakeTranscript) -> None:
    talk = make(
        [("S1", "Jag kan prata om väder."),
         ("S1", "Men kupan på taket är tung."),
         ("S1", "Vi bar kupan till bina i kupan."),
         ("S1", "Bina kom ur kupan.")]
    )  # fmt: skip
    assert title(talk).startswith("Kupan")


def test_without_an_announcement_a_thing_spoken_of_again_is_the_title(make: MakeTranscript) -> None:
    talk = make(
        [("S1", "Man lyfter locket av kupan."),
         ("S1", "Drottningen lever i kupan med honungen."),
         ("S1", "Honungen rinner från kupan."),
         ("S1", "Vi säger att det går bra.")]
    )  # fmt: skip
    assert title(talk) in ("Kupan", "Honungen")


def test_what_sets_a_chapter_off_goes_before_what_all_speak_of(make: MakeTranscript) -> None:
    talk = make(
        [("S1", "Kommunen har en skola och en kommun har en skola."),
         ("S1", "Skolan i kommunen är ny."),
         ("S1", "Kommunen har en bro och en kommun har en bro."),
         ("S1", "Bron i kommunen är ny.")]
    )  # fmt: skip
    first, second = titles([talk.segments[:2], talk.segments[2:]], talk)
    assert first.startswith("Skola")
    assert second.startswith("Bro")


def test_titles_of_one_item_differ(make: MakeTranscript) -> None:
    lines = [("S1", "Kupan står på taket."), ("S1", "Kupan är full.")]
    talk = make(lines * 3)
    parts = [talk.segments[i : i + 2] for i in (0, 2, 4)]
    given = titles(parts, talk)
    assert len({one.casefold() for one in given}) == 3


def test_a_phrase_said_again_and_again_is_kept_whole(make: MakeTranscript) -> None:
    talk = make(
        [("S1", "Vi ger tidiga insatser till alla."),
         ("S1", "Våra tidiga insatser hjälper."),
         ("S1", "Det finns tidiga insatser för barn.")]
    )  # fmt: skip
    assert title(talk) == "Tidiga insatser"


def test_speakers_are_not_subjects(make: MakeTranscript) -> None:
    talk = make(
        [("S1", "Kim vet mest om kupan."),
         ("S2", "Kim, hur mår kupan i dag?"),
         ("S1", "Kim och kupan mår bra."),
         ("S2", "Tack Kim.")]
    )  # fmt: skip
    assert title(talk) == "Kupan"


def test_words_the_recogniser_doubted_are_not_put_in_titles(make: MakeTranscript) -> None:
    sure = make([("S1", "Vi bor i huset vid huset.")]).segments
    doubted = make([("S1", "Vi bor i kuppan vid kuppan vid kuppan.")], probability=0.1).segments
    talk = make([("S1", "x")])
    assert titles([(*sure, *doubted)], talk) == ["Huset"]


def test_an_announcement_the_recogniser_doubted_is_no_title(make: MakeTranscript) -> None:
    doubted = make([("S1", "Nästa ämne är äckningen.")], probability=0.3).segments
    sure = make([("S1", "Kupan är full."), ("S1", "Mitt i kupan bor bina.")]).segments
    assert titles([(*doubted, *sure)], make([("S1", "x")]))[0].startswith("Kupan")


def test_of_an_announcement_the_part_before_a_misheard_word_is_the_title(
    make: MakeTranscript,
) -> None:
    said = (
        "Nästa ämne är orosanmälan och äckningen.",
        "En skola vill, en skola kan, en skola ska, en skola får.",
    )
    talk = make([("S1", sentence) for sentence in said], probability=0.9)
    assert title(talk) == "Orosanmälan"


def test_what_a_host_orders_topics_by_is_no_title(make: MakeTranscript) -> None:
    talk = make([("S1", "Till sist och sist: en kupa.")], probability=0.9)
    assert title(talk) == "Kupa"


def test_a_word_that_nobody_knows_is_not_put_in_titles(make: MakeTranscript) -> None:
    talk = make(
        [("S1", "Nästa ämne är motagningens sköten."), ("S1", "En äckning och en kupa."),
         ("S1", "Vid en kupa stod en äckning och en äckning."), ("S1", "Ingen kupa.")],
        probability=0.9,
    )  # fmt: skip
    assert title(talk) == "Kupa"


def test_a_word_of_the_house_may_be_in_a_title_though_the_recogniser_doubted_it(
    make: MakeTranscript,
) -> None:
    talk = make([("S1", "Nästa ämne är Lyckebos BBIC."), ("S1", "En kupa.")], probability=0.2)
    assert titles([talk.segments], talk) == ["Kupa"]
    assert titles([talk.segments], talk, ["BBIC", "Lyckebo"]) == ["Lyckebos BBIC"]


def test_what_a_person_wrote_is_put_in_titles_as_it_stands(make: MakeTranscript) -> None:
    assert title(make([("S1", "Nästa ämne är äckningen.")])) == "Äckningen"


def test_words_of_another_language_are_not_asked_of_the_swedish_dictionary(
    make: MakeTranscript,
) -> None:
    talk = make([("S1", "The household, the household and the household.")], probability=0.9)
    assert title(replace(talk, language="en")) == "Household"


def test_swedish_of_finland_is_asked_of_the_swedish_dictionary(make: MakeTranscript) -> None:
    talk = make([("S1", "The household, the household and the household.")], probability=0.9)
    assert title(replace(talk, language="sv-FI")) == title(talk) != "Household"


def test_a_greeting_without_a_subject_is_an_introduction(make: MakeTranscript) -> None:
    talk = make([("S1", "Hej och välkomna!"), ("S1", "Kim vet mest om kupan."), ("S2", "Tack.")])
    assert title(talk) == "Inledning"


def test_a_part_without_a_telling_word_gets_its_number(make: MakeTranscript) -> None:
    talk = make([("S1", "Ja, det är så det är.")])
    assert title(talk) == "Del 1"


def test_a_genitive_is_not_a_title(make: MakeTranscript) -> None:
    talk = make([("S1", "Mitt i hjärnans mörker."), ("S1", "Ett av hjärnans rum.")])
    assert title(talk) == "Hjärnan"


def test_names_keep_their_capital(make: MakeTranscript) -> None:
    talk = make(
        [("S1", "Vi reste till Ukraina."), ("S1", "Mitt i Ukraina finns en bro.")]
    )  # fmt: skip
    assert title(talk) == "Ukraina"


def test_nouns_are_told_by_what_stands_before_them() -> None:
    likeness = noun_likeness(["Vi ska hoppa i en båt.", "Att hoppa i båten.", "En sak i taget."])
    assert likeness[stem("hoppa")] < 0.4 < likeness[stem("båt")]
    assert likeness[stem("sak")] == 0.0


def test_what_the_dictionary_has_as_a_verb_or_an_adjective_alone_is_no_noun() -> None:
    likeness = noun_likeness(["De tillförda och en tillförda.", "En köpare.", "En anmälan."])
    assert likeness[stem("tillförda")] == 0.0
    assert min(likeness[stem("köpare")], likeness[stem("anmälan")]) > 0.4


def test_titles_are_found_for_every_chapter(make: MakeTranscript) -> None:
    talk = make([("S1", "Hej")])
    assert [chapter.title for chapter in find_chapters(talk)] == ["Inledning"]
