"""Profiles: literal small embeddings in, decisions out."""

import math

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
    assert confidence(0.75) > 0.99


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
