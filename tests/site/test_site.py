"""The site as a value: what stands where, and what must not be published."""

from dataclasses import replace

from mediahub.feed import podcast_guid
from mediahub.site.build import build_site, episode_site
from mediahub.site.check import accepted, check_site
from mediahub.site.values import Content, EpisodeValues, Refusal, SeriesValues, SiteValues
from tests.site.conftest import BASE, JPEG, Ground, changed, day, ledger_of


def test_a_site_holds_every_address_of_its_series(ground: Ground):
    site = build_site(ground.values())
    assert {address: content.type for address, content in site.contents.items()} == {
        "podden/omslag-1.jpg": "image/jpeg",
        "podden/a/a-736f756e.mp3": "audio/mpeg",
        "podden/a/transcript.vtt": "text/vtt",
        "podden/a/index.html": "text/html",
        "podden/b/b-736f756e.mp3": "audio/mpeg",
        "podden/b/transcript.vtt": "text/vtt",
        "podden/b/index.html": "text/html",
        "podden/index.html": "text/html",
        "podden/feed.xml": "application/rss+xml",
        "samtal/omslag-1.jpg": "image/jpeg",
        "samtal/c/c-736f756e.mp3": "audio/mpeg",
        "samtal/c/transcript.vtt": "text/vtt",
        "samtal/c/index.html": "text/html",
        "samtal/index.html": "text/html",
        "samtal/feed.xml": "application/rss+xml",
    }
    assert site.feeds == ("podden", "samtal")


def test_the_same_values_are_the_same_site(ground: Ground):
    values = ground.values()
    assert build_site(values) == build_site(values)


def test_a_series_without_an_episode_is_not_in_the_site(ground: Ground):
    values = changed(ground.values(), "samtal", lambda one: replace(one, episodes=()))
    assert build_site(values).feeds == ("podden",)


def test_pictures_that_several_series_show_stand_at_their_own_address(ground: Ground):
    picture = Content.of_bytes("anna.jpg", JPEG)
    values = replace(ground.values(), shared={"personer/anna.jpg": picture})
    assert build_site(values).contents["personer/anna.jpg"] == picture


def test_one_episode_is_a_site_of_its_own(ground: Ground):
    episode = ground.episode("podden", "a", 1)
    assert sorted(episode_site(BASE, "podden", episode)) == [
        "podden/a/a-736f756e.mp3",
        "podden/a/index.html",
        "podden/a/transcript.vtt",
    ]


def test_a_site_that_keeps_its_promises_passes(ground: Ground):
    values = ground.values()
    assert check_site(build_site(values), ledger_of(values)) == ()


def test_a_promised_episode_may_not_vanish(ground: Ground):
    values = ground.values()
    without = changed(values, "podden", lambda one: replace(one, episodes=one.episodes[:1]))
    assert check_site(build_site(without), ledger_of(values)) == (
        Refusal(
            "podden",
            (
                "b is not in it, and subscribers have that episode already; put right what is "
                "wrong with it, or put its file back",
            ),
        ),
    )


def edited(series: SeriesValues, **feed: object) -> SeriesValues:
    """The series with its first episode's entry changed."""
    first, *rest = series.episodes
    first = replace(first, feed=replace(first.feed, **feed))  # type: ignore[arg-type]
    return replace(series, episodes=(first, *rest))


def test_no_guid_and_no_first_date_changes(ground: Ground):
    values = ground.values()
    other = changed(values, "podden", lambda one: edited(one, guid="another"))
    (refusal,) = check_site(build_site(other), ledger_of(values))
    assert [problem.split(";")[0] for problem in refusal.problems] == [
        "a is not in it, and subscribers have that episode already",
        "an episode has a GUID that is promised to none: another",
    ]
    later = changed(values, "samtal", lambda one: edited(one, published=day(4)))
    assert check_site(build_site(later), ledger_of(values)) == (
        Refusal(
            "samtal",
            (
                "c was published on 2020-06-03T07:00:00+00:00, and the feed says "
                "Thu, 04 Jun 2020 07:00:00 +0000",
            ),
        ),
    )


def test_no_podcast_guid_changes(ground: Ground):
    values, before = ground.values(), podcast_guid("samtal")
    other = changed(
        values,
        "samtal",
        lambda one: replace(one, channel=replace(one.channel, podcast_guid=podcast_guid("x"))),
    )
    assert check_site(build_site(other), ledger_of(values)) == (
        Refusal("samtal", (f"its podcast:guid would change from {before} to {podcast_guid('x')}",)),
    )


def test_what_is_withdrawn_is_in_no_feed(ground: Ground):
    values = ground.values()
    ledger = ledger_of(values)
    promise = ledger.promise("c")
    assert promise is not None
    ledger = ledger.with_promise(replace(promise, withdrawn=day(9)))
    assert check_site(build_site(values), ledger) == (Refusal("samtal", ("c is withdrawn",)),)


def test_every_address_that_a_feed_names_stands_with_its_length_and_type(ground: Ground):
    def bare(one: EpisodeValues) -> EpisodeValues:
        sound = one.files["a-736f756e.mp3"]
        return replace(one, files={"a-736f756e.mp3": replace(sound, length=7)}, page=None)

    values = ground.values()
    other = changed(
        values,
        "podden",
        lambda one: replace(one, episodes=(bare(one.episodes[0]), one.episodes[1]), files={}),
    )
    assert check_site(build_site(other), ledger_of(values)) == (
        Refusal(
            "podden",
            (
                f"the channel's image is not there: {BASE}/podden/omslag-1.jpg",
                "episode “Avsnitt 1”: its enclosure says 5 bytes but the file has 7: "
                f"{BASE}/podden/a/a-736f756e.mp3",
                f"episode “Avsnitt 1”: a transcript is not there: {BASE}/podden/a/transcript.vtt",
                f"episode “Avsnitt 1”: it links to what is not there: {BASE}/podden/a/",
            ),
        ),
    )


def test_a_refused_series_is_not_in_what_is_synced_and_the_others_are(ground: Ground):
    values = ground.values()
    site = build_site(values)
    refusals = (Refusal("podden", ("it is damaged",)),)
    assert sorted(accepted(site, refusals)) == [
        "samtal/c/c-736f756e.mp3",
        "samtal/c/index.html",
        "samtal/c/transcript.vtt",
        "samtal/feed.xml",
        "samtal/index.html",
        "samtal/omslag-1.jpg",
    ]


def test_a_series_may_not_lose_its_only_episode_either(ground: Ground):
    values = ground.values()
    empty = changed(values, "samtal", lambda one: replace(one, episodes=()))
    (refusal,) = check_site(build_site(empty), ledger_of(values))
    assert (refusal.series, [p.split(",")[0] for p in refusal.problems]) == (
        "samtal",
        ["c is not in it"],
    )


def paged(values: SiteValues) -> SiteValues:
    return changed(values, "podden", lambda one: replace(one, episodes_per_page=1))


def test_a_paged_feed_passes_as_a_whole(ground: Ground):
    values = paged(ground.values())
    site = build_site(values)
    assert {a for a in site if a.endswith(".xml")} == {
        "podden/feed.xml", "podden/feed-1.xml", "samtal/feed.xml",
    }  # fmt: skip
    assert check_site(site, ledger_of(values)) == ()


def test_a_document_that_is_gone_or_stands_twice_is_refused(ground: Ground):
    values = paged(ground.values())
    site = build_site(values)
    lost = site.without({"podden/feed-1.xml"})
    (refusal,) = check_site(lost, ledger_of(values))
    assert [fault.rule for fault in refusal.faults] == ["paging", "promise-absent"]
    twice = site.contents["podden/feed.xml"]
    (refusal,) = check_site(site.with_contents({"podden/feed-1.xml": twice}), ledger_of(values))
    rules = {fault.rule for fault in refusal.faults}
    assert rules == {"paging", "promise-absent"}
