"""Profiles: literal small embeddings in, decisions out."""

import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.speech.profiles import (
    LEAD,
    THRESHOLD,
    Match,
    Profile,
    Voice,
    confidence,
    likeness,
    matches,
    profiles_of,
    same_voice,
)
from mediahub.transcript import ModelIdentity

OLD, NEW = ModelIdentity("ekapa", "1"), ModelIdentity("ekapa", "2")


def at(degrees: float) -> tuple[float, ...]:
    """A unit vector in the plane."""
    return (math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))


def voice(item: str, degrees: float, *, seconds: float = 60.0, label: str = "S1") -> Voice:
    return Voice(item, label, at(degrees), seconds)


ANNA = Profile("anna", at(0), ("a",), 60.0)
BO = Profile("bo", at(90), ("a",), 60.0)


def test_a_profile_is_the_mean_of_the_confirmed_voices_by_seconds() -> None:
    made = profiles_of("anna", [voice("b", 90, seconds=30), voice("a", 0, seconds=30)])
    half = round(math.sqrt(0.5), 5)
    assert made == [Profile("anna", (half, half), ("a", "b"), 60.0)]


def test_voices_of_two_models_make_two_profiles() -> None:
    voices = [Voice("a", "S1", at(0), 60, OLD), Voice("b", "S1", at(9), 60, NEW)]
    assert [(one.model, one.items) for one in profiles_of("anna", voices)] == [
        (OLD, ("a",)),
        (NEW, ("b",)),
    ]


def test_a_few_seconds_make_no_profile_but_add_up_to_one() -> None:
    assert profiles_of("anna", [voice("a", 0, seconds=6)]) == []
    assert len(profiles_of("anna", [voice("a", 0, seconds=6), voice("b", 0, seconds=6)])) == 1


def test_nothing_known_makes_no_profile() -> None:
    assert profiles_of("anna", []) == []
    assert profiles_of("anna", [Voice("a", "S1", (0.0, 0.0), 60)]) == []


def test_a_voice_is_proposed_to_be_the_person_it_is_like() -> None:
    near = voice("b", 10)
    alike = likeness(at(10), at(0))
    assert matches([ANNA, BO], [near], {}) == [Match(near, "anna", alike, confidence(alike))]


@pytest.mark.parametrize(
    ("what", "found"),
    [
        (voice("b", 60), "like nobody enough"),
        (voice("b", 10, seconds=5), "too short"),
        (Voice("b", "S1", at(10), 60, NEW), "another model"),
        (Voice("b", "S1", (), 60), "no embedding"),
    ],
)
def test_no_proposal_for_a_voice_that(what: Voice, found: str) -> None:
    assert matches([ANNA], [what], {}) == [], found


def test_a_voice_between_two_people_is_proposed_to_be_neither() -> None:
    twin = Profile("twin", at(20), ("a",), 60.0)
    assert matches([ANNA, twin], [voice("b", 10)], {}) == []


def test_a_refused_person_is_not_compared_and_the_next_comes_forward() -> None:
    twin = Profile("twin", at(20), ("a",), 60.0)
    refused = {("b", "S1"): {"anna"}}
    assert [one.person for one in matches([ANNA, twin], [voice("b", 10)], refused)] == ["twin"]
    assert matches([ANNA], [voice("b", 10)], refused) == []


def test_a_person_has_one_voice_in_an_item_the_most_alike() -> None:
    two = [voice("b", 20, label="S1"), voice("b", 5, label="S2"), voice("c", 30)]
    found = matches([ANNA], two, {})
    assert [(one.voice.item, one.voice.label) for one in found] == [("b", "S2"), ("c", "S1")]


def test_confidence_is_measured_on_real_voices() -> None:
    assert confidence(THRESHOLD) == pytest.approx(0.85, abs=0.02)
    assert confidence(0.35) < 0.01
    assert confidence(0.75) == confidence(1.0) == 0.99  # nothing is certain


def test_the_same_voice_among_others_is_the_one_that_is_clearly_it() -> None:
    assert same_voice(at(0), {"S1": at(90), "S2": at(10)}) == "S2"
    assert same_voice(at(0), {"S1": at(80), "S2": at(90)}) is None
    assert same_voice(at(0), {"S1": at(-10), "S2": at(10)}) is None
    assert same_voice(at(0), {}) is None


degrees = st.floats(0, 359.9)
some_voices = st.lists(
    st.builds(voice, st.sampled_from("abc"), degrees, label=st.sampled_from(["S1", "S2", "S3"])),
    max_size=8,
    unique_by=lambda one: (one.item, one.label),
)
some_profiles = st.lists(
    st.builds(Profile, st.sampled_from("pqr"), degrees.map(at), st.just(("a",)), st.just(60.0)),
    max_size=3,
    unique_by=lambda one: one.person,
)


@given(degrees, degrees, st.floats(0.1, 10))
def test_likeness_is_even_and_does_not_know_loudness(one: float, other: float, by: float) -> None:
    louder = tuple(by * part for part in at(one))
    assert likeness(at(one), at(other)) == pytest.approx(likeness(at(other), louder), abs=1e-9)
    assert -1 <= likeness(at(one), at(other)) <= 1


@given(some_profiles, some_voices, st.randoms())
def test_the_order_of_voices_and_profiles_is_of_no_matter(profiles, voices, random) -> None:
    found = matches(profiles, voices, {})
    random.shuffle(profiles)
    random.shuffle(voices)
    assert matches(profiles, voices, {}) == found


@given(some_profiles, some_voices)
def test_what_is_refused_never_returns(profiles, voices) -> None:
    refused: dict[tuple[str, str], set[str]] = {}
    for _ in range(4):  # three persons at most, and then there is nobody left
        found = matches(profiles, voices, refused)
        for one in found:
            key = (one.voice.item, one.voice.label)
            assert one.person not in refused.get(key, set())
            assert one.likeness >= THRESHOLD
            refused.setdefault(key, set()).add(one.person)


@given(some_profiles, some_voices)
def test_nobody_has_two_voices_and_no_voice_two_names(profiles, voices) -> None:
    found = matches(profiles, voices, {})
    assert len({(one.voice.item, one.person) for one in found}) == len(found)
    assert len({(one.voice.item, one.voice.label) for one in found}) == len(found)
    for one in found:
        others = [
            likeness(one.voice.numbers, p.numbers) for p in profiles if p.person != one.person
        ]
        assert all(one.likeness - other >= LEAD for other in others)


@pytest.mark.speech
def test_the_film_s_voices_are_known_again_in_the_podcast(tmp_path: Path) -> None:
    """Karin and Johan are in both of the demo theme's recordings, Robin in the podcast alone."""
    from mediahub.evaluate import read_truth
    from mediahub.mediafile import decode
    from mediahub.models import DIARISER, default_store
    from mediahub.speech import diarise, speech_regions

    store = default_store()
    if not store.at_hand(DIARISER):
        pytest.fail(f"run `mediahub models fetch {DIARISER.name}`")
    theme = Path(__file__).parents[2] / "media" / "2020-06-03-tidiga-insatser"
    heard: dict[str, list[tuple[Voice, str]]] = {}
    for source in ("temafilm.mp4", "podden-avsnitt-1.mp3"):
        audio = decode(theme / source, tmp_path / f"{source}.raw", time_limit_s=60)
        found = diarise(audio, speech_regions(audio), store.open(DIARISER))
        truth = read_truth((theme / source).with_suffix(".truth.json"))
        for label, numbers in found.voices.items():
            spans = [turn.span for turn in found.turns if turn.speaker == label]
            seconds = sum(span.duration_ms for span in spans) / 1000
            shares = Counter[str]()
            for real in truth.segments:
                shares[real.speaker] += sum(real.span.overlap_ms(span) for span in spans)
            known = Voice(source, label, numbers, seconds, found.model)
            heard.setdefault(source, []).append((known, shares.most_common(1)[0][0]))
    film, podcast = heard.values()
    profiles = [made for voice, who in film for made in profiles_of(who, [voice])]
    assert {one.person for one in profiles} == {"Karin Ahlgren", "Johan Ekberg"}
    names = {voice.label: who for voice, who in podcast}
    found_again = {
        names[one.voice.label]: one.person
        for one in matches(profiles, [voice for voice, _ in podcast], {})
    }
    assert set(names.values()) == {"Karin Ahlgren", "Johan Ekberg", "Robin Nyström"}
    assert found_again == {name: name for name in ("Karin Ahlgren", "Johan Ekberg")}
