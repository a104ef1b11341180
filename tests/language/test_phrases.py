from mediahub.language import key_phrases

BEES = (
    "Biodling i staden är populärt. En biodlare har bikupor på taket, och bikuporna ger honung. "
    "Honungen säljs av biodlaren. Biodling kräver tålamod, säger biodlaren i staden."
)
HEAT = (
    "Värmepumpen sänkte elräkningen i staden. En värmepump kostar, men elräkningarna blir lägre. "
    "Den psykiska hälsan påverkas av höga elräkningar, och psykisk hälsa är viktig."
)


def test_each_section_gets_what_the_other_lacks() -> None:
    bees, heat = key_phrases([BEES, HEAT], limit=3)
    assert {phrase.stems for phrase in bees} == {("biodlare",), ("biodling",), ("bikupa",)}
    assert ("elräkning",) in {phrase.stems for phrase in heat}
    assert ("värmepump",) in {phrase.stems for phrase in heat}


def test_an_adjective_and_its_noun_stay_together() -> None:
    (_, heat) = key_phrases([BEES, HEAT], limit=5)
    assert ("psykisk", "hälsa") in {phrase.stems for phrase in heat}


def test_no_phrase_begins_or_ends_with_a_stop_word_or_is_too_long() -> None:
    for section in key_phrases([BEES, HEAT], limit=20, max_chars=12):
        for phrase in section:
            assert len(phrase.text) <= 12
            assert phrase.text.split()[0].lower() not in {"i", "en", "av", "och", "den"}
            assert phrase.text.split()[-1].lower() not in {"i", "en", "av", "och", "den"}


def test_two_phrases_of_a_section_share_no_stem() -> None:
    for section in key_phrases([BEES, HEAT], limit=20):
        stems = [stem for phrase in section for stem in phrase.stems]
        assert len(stems) == len(set(stems))


def test_a_section_without_words_has_no_phrases() -> None:
    assert key_phrases(["", "…"]) == [[], []]
    assert key_phrases([]) == []
