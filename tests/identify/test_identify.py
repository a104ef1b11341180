"""Voices named by what is said: who is certain, who is likely, and whom nothing may name."""

import pytest

from mediahub.identify import Candidate, identify
from tests.identify.conversation import (
    BERG,
    JOHAN,
    KARIN,
    MARIA,
    ROBIN,
    conversation,
    named,
)

LONG = "Vi arbetar nära familjerna hela året och märker att det gör stor skillnad för barnen."
MORE = "Det tar tid att lära känna någon, och den tiden finns nästan aldrig i en budget."
ALL_THREE = {"A": "karin", "B": "johan", "C": "robin"}

CERTAIN = {
    "a host names herself, presents one guest and thanks him": (
        f"""A: Hej och välkomna. Jag heter Karin Ahlgren, och med mig har jag Johan Ekberg.
        B: Tack ska du ha. {LONG}
        A: Vad är det som är svårast?
        B: {MORE}
        A: Tack, Johan. Nästa vecka talar vi om skolan.""",
        (KARIN, JOHAN),
        {"A": "karin", "B": "johan"},
    ),
    "nobody says the host's name": (
        f"""A: Välkomna till veckans föreläsning. I dag möter vi Johan Ekberg från Lindhamn.
        B: {LONG} {MORE}
        A: Tack så mycket, Johan. Fundera på det till nästa gång.""",
        (KARIN, JOHAN),
        {"A": "karin", "B": "johan"},
    ),
    "everybody is asked by name": (
        f"""A: Välkomna. Mitt namn är Karin Ahlgren och här i studion sitter Johan och Robin.
        C: Hej. {LONG}
        A: Johan, hur ser du på det?
        B: {MORE}
        A: Och du, Robin, vad har du sett?
        C: {LONG}
        A: Vad säger du om det, Johan?
        B: {MORE}""",
        (KARIN, JOHAN, ROBIN),
        ALL_THREE,
    ),
    "everybody says the own name": (
        f"""A: Karin Ahlgren heter jag och leder samtalet.
        B: Och jag heter Johan Ekberg. {LONG}
        C: Mitt namn är Robin Nyström. {MORE}""",
        (KARIN, JOHAN, ROBIN),
        ALL_THREE,
    ),
    "the host asks them to introduce themselves": (
        f"""A: Jag heter Karin Ahlgren. Vill ni presentera er?
        B: Johan Ekberg, utvecklingsledare. {LONG}
        A: Och vem är du?
        C: Robin Nyström. {MORE}
        A: Robin, vad gör du på dagarna?
        C: {LONG}
        A: Johan, hur började du?
        B: {MORE}""",
        (KARIN, JOHAN, ROBIN),
        ALL_THREE,
    ),
    "misheard names": (
        f"""A: Hej, jag heter Carin Algren och idag är Johan Egberg här.
        B: {LONG}
        A: Jåhan, vad tänker du om det?
        B: {MORE}""",
        (KARIN, JOHAN),
        {"A": "karin", "B": "johan"},
    ),
    "the host says her name last": (
        f"""A: Välkomna till podden. {LONG} Med mig i dag är Robin Nyström.
        B: Tack. {MORE}
        A: Jag som har lett samtalet heter Karin Ahlgren. Tack för att ni har lyssnat.""",
        (KARIN, ROBIN),
        {"A": "karin", "B": "robin"},
    ),
    "guests answer the host by name": (
        f"""A: Välkomna till podden. {LONG}
        B: Tack, Karin. {MORE}
        A: Det är jag som är Karin Ahlgren. Vad gör ni, Johan?
        B: {LONG}""",
        (KARIN, JOHAN),
        {"A": "karin", "B": "johan"},
    ),
    "more voices than contributors": (
        f"""A: Välkomna. Jag heter Karin Ahlgren. {LONG}
        B: Jag heter Johan Ekberg. {MORE}
        D: Jag har en fråga från publiken om hur det går till när ni kommer hem till någon.
        B: {LONG}""",
        (KARIN, JOHAN),
        {"A": "karin", "B": "johan"},
    ),
    "a contributor who is silent": (
        f"""A: Jag heter Karin Ahlgren och välkomnar Johan Ekberg. Johan, vad gör du?
        B: {LONG}
        A: Tack, Johan. {MORE}""",
        (KARIN, JOHAN, MARIA),
        {"A": "karin", "B": "johan"},
    ),
    "two Robins by their whole names": (
        f"""A: Jag heter Karin Ahlgren. Med mig har jag Robin Berg och Robin Nyström.
        B: Jag heter Robin Berg. {LONG}
        C: Och jag heter Robin Nyström. {MORE}""",
        (KARIN, ROBIN, BERG),
        {"A": "karin", "B": "robin-berg", "C": "robin"},
    ),
    "who is in the room by one name": (
        f"""A: Hej, jag heter Anna. Med mig har jag Kim.
        B: {LONG}
        A: Tack, Kim. {MORE}""",
        (Candidate("anna", "Anna", leads=True), Candidate("kim", "Kim")),
        {"A": "anna", "B": "kim"},
    ),
    "the host counts herself among those who were heard": (
        f"""A: Jag heter Karin Ahlgren. Bredvid mig sitter Johan Ekberg.
        B: {LONG}
        A: Ni har hört Karin Ahlgren och Johan Ekberg. {MORE}""",
        (KARIN, JOHAN),
        {"A": "karin", "B": "johan"},
    ),
    "a sign of listening between question and answer": (
        f"""A: Jag heter Karin Ahlgren. Johan, hur började du med det här?
        B: Mm.
        A: Berätta.
        B: {LONG}
        A: Tack, Johan. {MORE}""",
        (KARIN, JOHAN),
        {"A": "karin", "B": "johan"},
    ),
}


@pytest.mark.parametrize("what", CERTAIN)
def test_who_is_named_without_doubt(what: str):
    script, cast, wanted = CERTAIN[what]
    assert named(script, *cast)[0] == wanted


UNSURE = {
    "somebody else answers": (
        f"""A: Jag heter Karin Ahlgren. Med mig har jag Johan Ekberg och Robin Nyström.
        B: {LONG}
        A: Robin, vad gör du?
        B: {MORE}
        A: Varför det?
        C: {LONG}""",
        (KARIN, JOHAN, ROBIN),
        {"A": "karin"},
    ),
    "one says that the other was asked": (
        f"""A: Jag heter Karin Ahlgren. Robin, hur går det till när du kommer hem till någon?
        B: Får jag börja? {LONG}
        C: {MORE}""",
        (KARIN, JOHAN, ROBIN),
        {"A": "karin"},
    ),
    "somebody is quoted": (
        f"""A: {LONG}
        B: Då sa hon: jag heter Karin Ahlgren och jag vill ha hjälp. {MORE}""",
        (KARIN, JOHAN),
        {},
    ),
    "somebody is quoted before it is said who": (
        f"""A: Hon presenterade sig. Jag heter Karin Ahlgren, sa hon. {LONG}
        B: {MORE}""",
        (KARIN, JOHAN),
        {},
    ),
    "a child with a contributor's given name": (
        f"""A: Hej, jag heter Karin Ahlgren. {LONG}
        B: Jag heter Johan och är åtta år. {MORE}
        C: {LONG}""",
        (KARIN, JOHAN),
        {"A": "karin"},
    ),
    "one is thanked after another spoke": (
        f"""A: Jag heter Karin Ahlgren och möter Johan Ekberg och Robin Nyström.
        B: {LONG}
        C: {MORE}
        A: Tack, Johan. Hur ser du på det?
        B: {LONG}
        A: Tack, Robin.
        B: {MORE}""",
        (KARIN, JOHAN, ROBIN),
        {"A": "karin"},
    ),
    "a letter is read": (
        f"""A: Jag ska läsa ur ett brev. Jag heter Robin Nyström och går i trean. {LONG}
        B: {MORE}""",
        (KARIN, ROBIN),
        {},
    ),
    "a name is only spoken of": (
        f"""A: {LONG} Det är som Karin Ahlgren säger i sin bok.
        B: Ja, Johan Ekberg har skrivit om det. {MORE}""",
        (KARIN, JOHAN),
        {},
    ),
    "a namesake": (
        f"""A: Hej, jag heter Robin Lundqvist och arbetar på skolan. {LONG}
        B: {MORE}""",
        (ROBIN, JOHAN),
        {},
    ),
    "another Robin in the audience": (
        f"""A: Jag heter Karin Ahlgren. Robin, vad gör du i dag?
        B: {LONG}
        A: Nu får publiken ställa frågor.
        C: Ja, jag heter Robin och undrar hur länge det brukar ta innan någon ringer.
        B: {MORE}""",
        (KARIN, ROBIN),
        {"A": "karin"},
    ),
    "two Robins by their given names": (
        f"""A: Jag heter Karin Ahlgren. Robin, vad gör du?
        B: {LONG}
        A: Och Robin, vad säger du?
        C: {MORE}""",
        (KARIN, ROBIN, BERG),
        {"A": "karin"},
    ),
    "a genitive": (
        f"""A: Välkomna till Karins podd. {LONG}
        B: Johans arbete är viktigt, vad tycker du? {MORE}
        A: {LONG}""",
        (KARIN, JOHAN),
        {},
    ),
    "one voice split in two": (
        f"""A: Jag heter Karin Ahlgren. Johan, vad gör du?
        B: {LONG}
        A: Johan, hur tänker du om det?
        C: {MORE}""",
        (KARIN, JOHAN),
        {"A": "karin"},
    ),
    "two people in one voice": (
        f"""A: Jag heter Karin Ahlgren. Med mig har jag Johan Ekberg och Robin Nyström.
        B: {LONG}
        A: Robin, vad gör du?
        B: {MORE}
        A: Johan, vad gör du?
        B: {LONG}""",
        (KARIN, JOHAN, ROBIN),
        {"A": "karin"},
    ),
    "everybody in one voice": (
        f"""A: Jag heter Karin Ahlgren. Med mig har jag Johan Ekberg. {LONG} {MORE}""",
        (KARIN, JOHAN),
        {},
    ),
    "a colleague by name": (
        f"""A: Vad säger din kollega, Johan? {LONG}
        B: {MORE}
        C: {LONG}""",
        (KARIN, JOHAN, ROBIN),
        {},
    ),
    "who could not come": (
        f"""A: Jag heter Karin Ahlgren. Robin Nyström kunde tyvärr inte vara med i dag. {LONG}
        B: {MORE}
        C: {LONG}""",
        (KARIN, JOHAN, ROBIN),
        {"A": "karin"},
    ),
    "thanks to everybody": (
        f"""A: {LONG}
        B: {MORE}
        C: {LONG}
        A: Tack Johan och Robin, och tack Karin Ahlgren som har ordnat det här.""",
        (KARIN, JOHAN, ROBIN),
        {},
    ),
    "what follows only from who the others are": (
        f"""A: Jag heter Karin Ahlgren. {LONG}
        B: Jag heter Johan Ekberg. {MORE}
        C: {LONG}""",
        (KARIN, JOHAN, ROBIN),
        {"A": "karin", "B": "johan"},
    ),
    "an interpreter speaks for the guest": (
        f"""A: Jag heter Karin Ahlgren. Maria, vem är du?
        B: Jag heter Maria Forsell. {LONG}
        C: {MORE}""",
        (KARIN, MARIA, Candidate("tolk", "Lena Strand", interprets=True)),
        {"A": "karin"},
    ),
    "what somebody believes of a name": (
        f"""A: Många tror att jag heter Robin Nyström. {LONG}
        B: {MORE}""",
        (JOHAN, ROBIN),
        {},
    ),
    "what a name is not": (
        f"""A: Nej, jag heter inte Robin Nyström. {LONG}
        B: {MORE}""",
        (JOHAN, ROBIN),
        {},
    ),
    "a word that is a name too": (
        f"""A: Hans arbete är viktigt. Vad tycker du?
        B: {LONG}
        A: Sten på sten, hur gör du?
        B: {MORE}
        C: {LONG}""",
        (Candidate("hans", "Hans Alm"), Candidate("sten", "Sten Rud"), KARIN),
        {},
    ),
    "two are asked at once": (
        f"""A: Jag heter Karin Ahlgren. Johan och Robin, vad säger ni om det?
        B: {LONG}
        C: {MORE}""",
        (KARIN, JOHAN, ROBIN),
        {"A": "karin"},
    ),
    "nobody is named at all": (
        f"""A: Hej och välkomna till podden. Vad gör du?
        B: {LONG}
        A: Tack för att ni har lyssnat. {MORE}""",
        (KARIN, JOHAN),
        {},
    ),
    "who says more than is hers": (
        f"""A: Jag heter Karin Ahlgren. {LONG}
        B: Jag heter Karin Ahlgren. {MORE}""",
        (KARIN, JOHAN),
        {},
    ),
}


@pytest.mark.parametrize("what", UNSURE)
def test_whom_nothing_names(what: str):
    script, cast, wanted = UNSURE[what]
    assert named(script, *cast)[0] == wanted


def test_without_contributors_nobody_is_named():
    transcript = conversation(f"A: Jag heter Karin Ahlgren. {LONG}")
    assert identify(transcript, (), voices=["A"]) == ()


def test_other_languages_name_nobody():
    transcript = conversation(f"A: Jag heter Karin Ahlgren. {LONG}", "en")
    assert identify(transcript, (KARIN,), voices=["A"]) == ()


def test_one_question_that_is_answered_makes_a_name_likely_with_its_words():
    transcript = conversation(
        f"""A: Jag heter Karin Ahlgren. Robin, vad gör du när du kommer?
        B: {LONG}
        C: {MORE}"""
    )
    found = identify(transcript, (KARIN, JOHAN, ROBIN), voices=["A", "B", "C"])
    assert [(one.voice, one.person, one.certain) for one in found] == [
        ("A", "karin", True),
        ("B", "robin", False),
    ]
    (asked,) = found[1].evidence
    assert (asked.kind, asked.at_ms, asked.quote) == (
        "question",
        2000,
        "Robin, vad gör du när du kommer?",
    )


def test_a_name_that_a_person_gave_counts_for_whom_the_others_are():
    script = f"""A: {LONG} Robin, vad gör du?
        B: {MORE}
        A: Tack.
        C: {LONG}"""
    assert named(script, KARIN, JOHAN, ROBIN)[0] == {}
    cast = (KARIN, JOHAN, ROBIN)
    assert named(script, *cast, taken={"karin": "A", "johan": "C"})[0] == {"B": "robin"}


def test_who_was_said_not_to_be_somebody_never_is():
    script = f"""A: Jag heter Karin Ahlgren. {LONG}
        B: Jag heter Johan Ekberg. {MORE}"""
    assert named(script, KARIN, JOHAN, refused={("A", "karin")}) == ({"B": "johan"}, {})
