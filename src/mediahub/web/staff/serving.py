"""The staff site on a port of this machine."""

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mediahub.catalog import load
from mediahub.desk.following import Following
from mediahub.errors import MediahubError
from mediahub.web.preview import listening
from mediahub.web.staff.app import OWN_NAMES, make_staff_app, open_place
from mediahub.web.staff.asking import PATH, Asking, make_asking_app, settings_to_ask
from mediahub.web.staff.patience import impatient_protocol
from mediahub.web.staff.proxies import Proxies, proxies_of
from mediahub.workspace.private import private_folder

STREAMS_END_S = 2
"""How long open answers (a run being followed) are waited for at the end."""
ERASE_EVERY_S = 3600.0
SELDOM = (50_000, 20, 20)
"""In place of Python's own 700, 10 and 10 (`gc.set_threshold`)."""
_CONFIG: dict[str, Any] = {
    "lifespan": "off",
    "ws": "none",
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
    "timeout_graceful_shutdown": STREAMS_END_S,
    "timeout_keep_alive": 15,
    "limit_concurrency": 400,
}


class StaffServer:
    """The staff site of a workspace; the port is taken when the object is made.

    `names` are other names that it answers to. `welcome` is the address where the first
    administrator is made, None where there is a user. Raises SettingsError for no workspace, or a
    port that cannot be had.
    """

    def __init__(
        self, root: Path, host: str, port: int, names: frozenset[str] = frozenset()
    ) -> None:
        import uvicorn

        place = open_place(root)
        private_folder(place.root)
        app = make_staff_app(place, OWN_NAMES | {name.lower() for name in names})
        self._socket = listening(port, host)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{_shown(host)}:{self.port}/"
        self.welcome = f"{self.url}valkommen?nyckel={quote(place.key)}" if place.key else None
        self._asking = place.asking
        self._following = Following(place.root)
        place.follower = self._following
        self._server = uvicorn.Server(uvicorn.Config(app, http=impatient_protocol(), **_CONFIG))

    def run(self) -> None:
        """Answer until `stop`, or an interrupt where this is the main thread."""
        self._following.start()
        with seldom_collected(), self._socket, erasing(self._asking), suppress(KeyboardInterrupt):
            self._server.run(sockets=[self._socket])
        self._following.close()

    def stop(self) -> None:
        """Let `run` return once the requests under way are answered; from any thread."""
        self._server.should_exit = True


class QuestionsServer:
    """What takes questions to the experts in, and nothing else, on a port of this machine.

    Raises SettingsError for a workspace that takes none, or a port that cannot be had.
    """

    def __init__(self, root: Path, host: str, port: int) -> None:
        import uvicorn

        settings_to_ask(root)
        trusted = proxies_of(load(root).staff)
        self._asking = Asking(root.resolve(), time.time)
        self._socket = listening(port, host)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{_shown(host)}:{self.port}{PATH}"
        app = Proxies(make_asking_app(self._asking), trusted)
        self._server = uvicorn.Server(uvicorn.Config(app, http=impatient_protocol(), **_CONFIG))

    def run(self) -> None:
        """Answer until `stop`, or an interrupt where this is the main thread."""
        with self._socket, erasing(self._asking), suppress(KeyboardInterrupt):
            self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Let `run` return once the requests under way are answered; from any thread."""
        self._server.should_exit = True


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for circles among values seldom, until the end.

    What an item is made of are hundreds of thousands of values that hold none: to look through them
    with each 700 new ones took a seventh of what a save in a long talk costs.
    """
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def erasing(asking: Asking, every_s: float = ERASE_EVERY_S) -> Iterator[None]:
    """Erase questions that have been kept long enough, now and every hour, until the end."""
    over = threading.Event()

    def work() -> None:
        while True:
            # Nobody can tell how long they are to be kept, or the disk is full: the next time.
            with suppress(MediahubError, OSError):
                asking.erase()
            if over.wait(every_s):
                return

    thread = threading.Thread(target=work, name="erasing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _shown(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - only compared
