"""A site brought to a place elsewhere: what differs, in order, and resumed after a broken line."""

import hashlib
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from mediahub.feed.names import FEED, PAGE
from mediahub.site.target import SiteError, in_order, rank
from mediahub.site.targets.kept import NAME, SERVED, Sent, kept_bytes, parse_kept
from mediahub.site.targets.served import Served, served
from mediahub.site.targets.store import Store, StoreError
from mediahub.site.values import Content, Site, SyncReport

LARGE = 4 << 20
"""A file of so many bytes is noted as put at once; smaller ones after each `SEVERAL`."""
SEVERAL = 50


class NotOursError(SiteError):
    """There are pages at the target that mediahub did not put there."""


class RemoteTarget:
    """A place elsewhere as a target; what it holds is kept there in a file of its own.

    `stopped` is asked between two files. `ended` says which series are at their end (every episode
    withdrawn), so that all of them goes. With `urgent` what left the site goes as soon as texts and
    pages are right, before media are sent: a feed may then name for a while what is there no more.
    """

    def __init__(
        self,
        store: Store,
        *,
        ended: Collection[str] = (),
        take_over: bool = False,
        urgent: bool = False,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store = store
        self._ended = frozenset(ended)
        self._take_over = take_over
        self._urgent = urgent
        self._stopped = stopped

    def sync(
        self, site: Site, *, only: Collection[str] | None = None, verify: bool = False
    ) -> SyncReport:
        """Make the target hold the site, as `Target.sync` says, and take away what left it.

        That comes last, when no feed names it any more, and only in series whose feed is in the
        site: a `feeds/` that was lost takes nothing away. With `verify` each file's length is
        asked for. Raises NotOursError before anything is written where others' pages stand, and
        SiteError where the line breaks: the next sync goes on from there.
        """
        kept = self._kept(site)
        due = [
            address
            for address in in_order(site)
            if (only is None or _within(address, only))
            and self._differs(address, site.contents[address], kept, verify=verify)
        ]
        leaving = list(_leaving(site, kept, self._ended)) if only is None else []
        if not due and not leaving:
            return SyncReport()
        # Should the line break in the middle of one, it is known that it may be anything.
        kept |= {
            a: Sent("", *served(a)) if a not in kept else kept[a]._replace(sha256="")
            for a in (*due, *leaving)
        }
        self._keep(kept)
        return self._bring(site, due, leaving, kept)

    def holds(self, address: str) -> bool:
        """Whether anything stands at this address."""
        return self._store.size(address) is not None

    def addresses(self, folder: str = "") -> tuple[str, ...]:
        """What was put under a folder of the site, "" being all of it, in order."""
        found = self._read() or {}
        return tuple(sorted(a for a in found if not folder or _within(a, [folder])))

    def remove(self, addresses: Collection[str]) -> tuple[str, ...]:
        """Take these away; those that were there."""
        kept = self._read() or {}
        gone = tuple(sorted(a for a in addresses if a in kept))
        for address in gone:
            self._store.remove(address)
            del kept[address]
        if gone:
            self._keep(kept)
        return gone

    def _bring(
        self, site: Site, due: list[str], leaving: list[str], kept: dict[str, Sent]
    ) -> SyncReport:
        first = [one for one in due if not self._urgent or _is_text(one, site.contents[one])]
        rest = [one for one in due if one not in set(first)]
        written, removed = self._put_in_turn(site, first, kept), list[str]()
        if len(written) == len(first):
            self._each(leaving, self._store.remove, kept.__delitem__, kept)
            self._keep(kept)
            removed = leaving
            written += self._put_in_turn(site, rest, kept)
            if rest:
                self._keep(kept)
        done = set(written)
        left = tuple(one for one in due if one not in done)
        return SyncReport(tuple(written), removed=tuple(removed), left=left)

    def _put_in_turn(self, site: Site, due: list[str], kept: dict[str, Sent]) -> list[str]:
        """Put these in their order, several at a time where they may; those that were, when asked
        to stop.
        """
        written: list[str] = []
        unnoted = 0
        for batch in _batches(site, due, SEVERAL if self._store.at_once > 1 else 1):
            if self._stopped():
                self._keep(kept)
                return written
            self._put_all(site, batch, kept)
            written += batch
            unnoted += len(batch)
            if site.contents[batch[0]].length >= LARGE or unnoted >= SEVERAL:
                self._keep(kept)
                unnoted = 0
        return written

    def _kept(self, site: Site) -> dict[str, Sent]:
        kept = self._read()
        if kept is not None:
            return kept
        page = site.contents.get(PAGE)
        there = self._store.size(PAGE)
        if there is None or self._take_over or (page is not None and page.length == there):
            return {}
        raise NotOursError(
            f"an {PAGE} stands there that mediahub did not put there, and it would be written "
            "over: name a folder of its own as target, or run `mediahub send --take-over` once",
            swedish=f"Där finns redan en {PAGE} som mediahub inte har lagt dit, och den skulle "
            "skrivas över. Ange en egen mapp som mål, eller kör `mediahub send "
            "--take-over` en gång.",
        )

    def _read(self) -> dict[str, Sent] | None:
        data = self._store.read(NAME)
        if data is None:
            return None
        try:
            return parse_kept(data)
        except ValueError as error:
            raise SiteError(
                f"{NAME} at the target cannot be read ({error}); it says what was put there. "
                "Delete it there, and the next run puts everything anew",
                swedish=f"{NAME} på målet går inte att läsa (“{error}”). Den säger vad som har "
                "lagts dit. "
                "Ta bort den där, så lägger nästa körning dit allt på nytt.",
            ) from error

    def _keep(self, kept: dict[str, Sent]) -> None:
        self._put_bytes(NAME, kept_bytes(kept), SERVED)

    def _differs(
        self, address: str, content: Content, kept: dict[str, Sent], *, verify: bool
    ) -> bool:
        if kept.get(address) != Sent(content.sha256, *served(address)):
            return True
        return verify and self._store.size(address) != content.length

    def _put_all(self, site: Site, batch: list[str], kept: dict[str, Sent]) -> None:
        """Put files that may come in any order."""

        def put(address: str) -> None:
            self._put(address, site.contents[address], served(address))

        def note(address: str) -> None:
            kept[address] = Sent(site.contents[address].sha256, *served(address))

        self._each(batch, put, note, kept)

    def _each(
        self,
        addresses: Sequence[str],
        do: Callable[[str], None],
        note: Callable[[str], None],
        kept: dict[str, Sent],
    ) -> None:
        """Do it to each, several at a time; what was done is noted, whatever became of others.

        Once the place does not answer, no more is asked of it. Raises the first error.
        """
        broken = threading.Event()

        def attempt(address: str) -> bool:
            if broken.is_set():
                return False
            try:
                do(address)
            except StoreError:
                broken.set()
                raise
            return True

        with ThreadPoolExecutor(self._store.at_once) as pool:
            doing = [pool.submit(attempt, address) for address in addresses]
        errors = [one.exception() for one in doing]
        for address, one, error in zip(addresses, doing, errors, strict=True):
            if error is None and one.result():
                note(address)
        first = next((error for error in errors if error is not None), None)
        if first is not None:
            with suppress(SiteError):  # the line may be broken
                self._keep(kept)
            raise first

    def _put(self, address: str, content: Content, headers: Served) -> None:
        if content.data is not None:
            self._put_bytes(address, content.data, headers)
            return
        if content.file is None or _digest(content.file) != content.sha256:
            raise SiteError(
                f"{address} changed while it was sent; run again to send what it is",
                swedish=f"{address} ändrades medan den skickades. Kör igen, så skickas den som "
                "den är.",
            )
        self._store.put(address, content.file, headers)

    def _put_bytes(self, name: str, data: bytes, headers: Served) -> None:
        with tempfile.TemporaryDirectory(prefix="mediahub-") as folder:
            path = Path(folder) / "data"
            path.write_bytes(data)
            self._store.put(name, path, headers)


def _batches(site: Site, due: list[str], most: int) -> Iterator[list[str]]:
    """The addresses in order, small ones of one rank together, a large one alone."""
    batch: list[str] = []
    for address in due:
        content = site.contents[address]
        alone = content.length >= LARGE
        if batch and (
            alone
            or len(batch) == most
            or rank(address, content) != rank(batch[0], site.contents[batch[0]])
        ):
            yield batch
            batch = []
        batch.append(address)
        if alone:
            yield batch
            batch = []
    if batch:
        yield batch


def _is_text(address: str, content: Content) -> bool:
    """Whether it is quickly sent and says or shows something: neither media nor a feed."""
    return rank(address, content) in (1, 2) and content.length < LARGE


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _leaving(site: Site, kept: dict[str, Sent], ended: frozenset[str]) -> Iterator[str]:
    """What was put there once, is not in the site, and may go: see `RemoteTarget.sync`."""
    if not site.feeds and not ended:
        return
    once = {a.partition("/")[0] for a in kept if a.count("/") == 1 and a.endswith(f"/{FEED}")}
    for address in sorted(kept.keys() - site.contents.keys()):
        top = address.partition("/")[0]
        if top in site.feeds or top in ended or (top not in once and address != PAGE):
            yield address


def _within(address: str, only: Collection[str]) -> bool:
    return any(address == one or address.startswith(f"{one.rstrip('/')}/") for one in only)
