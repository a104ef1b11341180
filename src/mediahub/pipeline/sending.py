"""After the feeds: what stands in `feeds/` brought to the target that mediahub.toml names."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mediahub.atomic import write_text
from mediahub.catalog import Catalogue
from mediahub.catalog.settings import PublishSettings
from mediahub.errors import SettingsError
from mediahub.site.targets.mirror import site_in
from mediahub.site.targets.opening import open_store
from mediahub.site.targets.remote import RemoteTarget
from mediahub.site.targets.served import served
from mediahub.site.values import Site
from mediahub.tongues import Said, Words, joined
from mediahub.workspace.digests import sha256_of_value
from mediahub.workspace.ledger import Ledger
from mediahub.workspace.locks import sending_lock, site_lock
from mediahub.workspace.paths import Workspace


@dataclass(frozen=True, slots=True)
class Sending:
    """What was sent to a target: addresses put and taken away, and those not come to."""

    target: str
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """A sentence about it."""
        parts = [_files(len(self.written), _SENT)]
        if self.removed:
            parts.append(_files(len(self.removed), _REMOVED))
        if self.left:
            parts.append(_files(len(self.left), _LEFT))
        return joined(": ", (self.target, joined(", ", parts)))


def send(
    workspace: Workspace,
    catalogue: Catalogue,
    ledger: Ledger,
    environment: Mapping[str, str],
    *,
    verify: bool = False,
    take_over: bool = False,
    urgent: bool = False,
    stopped: Callable[[], bool] = lambda: False,
    patience_s: float = 0,
) -> Sending | None:
    """Bring the target up to date; None where mediahub.toml names none.

    Where another sends it is waited for, for `patience_s` at most. `urgent` is as of RemoteTarget.

    A target that was last sent what stands in `feeds/` now is not asked, save with `verify` or
    `take_over`. Raises SettingsError where it cannot be a target, SiteError where it cannot be
    reached or written: the next run goes on from there.
    """
    settings = catalogue.settings.publish
    if settings is None:
        return None
    if catalogue.public_url is None:
        raise SettingsError(
            "mediahub.toml: [publish] names a target, but there is no public_url: the feeds would "
            "name addresses on this machine. Write where the target is read on the web",
            swedish="mediahub.toml: [publish] nämner ett mål, men public_url saknas: flödena "
            "skulle ange adresser på den här datorn. Skriv där målet läses på webben.",
        )
    with sending_lock(workspace, timeout_s=patience_s):
        with site_lock(workspace):
            site = site_in(workspace.feeds, workspace.private / "site.jsonl", verify=verify)
        mark = _mark(settings, site)
        if not (verify or take_over) and _last(workspace) == mark:
            return Sending(settings.target)
        target = RemoteTarget(
            open_store(settings, workspace.root, environment),
            ended=_ended(ledger),
            take_over=take_over,
            urgent=urgent,
            stopped=stopped,
        )
        report = target.sync(site, verify=verify)
        if not report.left:
            with suppress(OSError):  # then the next run asks the target
                write_text(_path(workspace), json.dumps({"schema": 1, "sent": mark}))
        return Sending(settings.target, report.written, report.removed, report.left)


def waiting(workspace: Workspace, catalogue: Catalogue) -> str | None:
    """The target, where it was last sent something else than what stands in `feeds/` now."""
    settings = catalogue.settings.publish
    if settings is None or catalogue.public_url is None:
        return None
    with site_lock(workspace):
        site = site_in(workspace.feeds, workspace.private / "site.jsonl")
    return None if _last(workspace) == _mark(settings, site) else settings.target


def _ended(ledger: Ledger) -> frozenset[str]:
    """The series whose every episode was withdrawn."""
    standing = {one.series for one in ledger.promises if one.withdrawn is None}
    return frozenset(one.series for one in ledger.promises) - standing


def _mark(settings: PublishSettings, site: Site) -> str:
    holds = [[a, content.sha256, *served(a)] for a, content in sorted(site.contents.items())]
    return sha256_of_value([settings.target, settings.endpoint, settings.region, holds])


def _last(workspace: Workspace) -> str | None:
    try:
        value = json.loads(_path(workspace).read_text(encoding="utf-8"))
        return str(value["sent"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path(workspace: Workspace) -> Path:
    return workspace.private / "sent.json"


_SENT = Words("{files} sent", "{filer} skickade")
_REMOVED = Words("{files} taken away", "{filer} borttagna")
_LEFT = Words("{files} still to be sent", "{filer} kvar att skicka")


def _files(number: int, words: Words) -> Said:
    of = "" if number == 1 else "s"
    return words.said(
        files=f"{number} file{of}", filer=f"{number} {'fil' if of == '' else 'filer'}"
    )
