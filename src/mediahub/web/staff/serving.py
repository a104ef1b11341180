"""The staff site on a port of this machine."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from mediahub.web.preview import listening
from mediahub.web.staff.app import OWN_NAMES, make_staff_app, open_place
from mediahub.web.staff.patience import impatient_protocol

STREAMS_END_S = 2
"""How long open answers (a run being followed) are waited for at the end."""


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
        app = make_staff_app(place, OWN_NAMES | {name.lower() for name in names})
        self._socket = listening(port, host)
        self.port: int = self._socket.getsockname()[1]
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - only compared
        self.url = f"http://{shown}:{self.port}/"
        self.welcome = f"{self.url}valkommen?nyckel={quote(place.key)}" if place.key else None
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                http=impatient_protocol(),
                lifespan="off",
                ws="none",
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=STREAMS_END_S,
                timeout_keep_alive=15,
                limit_concurrency=400,
            )
        )

    def run(self) -> None:
        """Answer until `stop`, or an interrupt where this is the main thread."""
        with self._socket, suppress(KeyboardInterrupt):
            self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Let `run` return once the requests under way are answered; from any thread."""
        self._server.should_exit = True
