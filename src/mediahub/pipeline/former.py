"""A series that mediahub.toml has no more, and whose feed stands: subscribers have it."""

from mediahub.feed import ascii_name
from mediahub.feed.names import FEED, PAGE
from mediahub.pages import not_found_page
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.sweeping import Sweep
from mediahub.site.folder import FolderTarget
from mediahub.site.holding import Standing
from mediahub.site.values import Content, Site, feed_address, feed_addresses, page_address
from mediahub.tongues import Said
from mediahub.workspace.digests import sha256_of


def former_series(survey: Survey) -> tuple[str, ...]:
    """The series whose feed was promised and stands, and that mediahub.toml has no more."""
    known = {series.id for series in survey.catalogue.series}
    promised = {*survey.ledger.feeds, *(one.series for one in survey.ledger.promises)}
    feeds = survey.workspace.feeds
    return tuple(one for one in sorted(promised - known) if (feeds / feed_address(one)).exists())


def note(survey: Survey) -> list[str]:
    """What is told of them, each with what to do."""
    return [
        Said(
            f"feed {name}: mediahub.toml has no such series any more. The feed stays as it was, "
            "since subscribers have it, and an episode leaves it that is withdrawn or moved to "
            "another series; write the series again, or withdraw its episodes",
            f"flödet {name}: mediahub.toml har ingen sådan serie längre. Flödet står kvar som det "
            "var, för prenumeranter har det, och ett avsnitt lämnar det som dras tillbaka eller "
            "flyttas till en annan serie. Skriv serien igen, eller dra tillbaka avsnitten.",
        )
        for name in former_series(survey)
        if _left(survey, name)
    ]


def to_leave(survey: Survey) -> bool:
    """Whether something must leave the feed of a former series."""
    return any(_gone(survey, name) for name in former_series(survey))


def leave_former(survey: Survey, target: FolderTarget, sweep: Sweep) -> None:
    """Take what was withdrawn or moved out of the feeds of former series; the rest is as it was.

    Nothing else is known of such a series than what stands, so its page is none after that.
    """
    for name in former_series(survey):
        gone = _gone(survey, name)
        if not gone:
            continue
        html = not_found_page(survey.publicity.frame, page_address(name))
        page = Content.of_bytes(PAGE, html.encode())
        feeds = {
            address: Content.of_bytes(FEED, _without(survey, name, address, gone))
            for address in feed_addresses(name, target.addresses(name))
        }
        target.sync(Site(survey.publicity.base, {page_address(name): page, **feeds}))
        folders = {ascii_name(item) for item in gone.values()}
        stays = {a for a in target.addresses(name) if a.split("/")[1] not in folders}
        sweep.series(name, stays, ())


def _standing(survey: Survey) -> Standing:
    return Standing(survey.publicity.base, survey.workspace.feeds, sha256_of)


def _gone(survey: Survey, name: str) -> dict[str, str]:
    """The GUIDs that the feed still has of episodes that are its no more, each with its item."""
    own = {guid: survey.ledger.promise_of_guid(guid) for guid in _standing(survey).entries(name)}
    return {
        guid: one.item
        for guid, one in own.items()
        if one is not None and (one.withdrawn is not None or one.series != name)
    }


def _left(survey: Survey, name: str) -> bool:
    return any(one.withdrawn is None for one in survey.ledger.promises_of(name))


def _without(survey: Survey, name: str, address: str, gone: dict[str, str]) -> bytes:
    text = (survey.workspace.feeds / address).read_text(encoding="utf-8")
    for guid, xml in _standing(survey).entries(name).items():
        if guid in gone:
            text = text.replace(xml, "")
    return text.encode()
