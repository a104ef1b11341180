"""A way from a browser to a site that lets so much through, stands still, and can be cut."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

PIECE = 8192


class Line:
    """Passes on what comes to a port of its own; `let` says how many bytes may still go up."""

    def __init__(self, site: str) -> None:
        self._to = ("127.0.0.1", urlsplit(site).port or 80)
        self._left: float = float("inf")
        self._turn = threading.Condition()
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.site = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def let(self, up: float = float("inf")) -> None:
        """Let so many bytes go up, from now on."""
        with self._turn:
            self._left = up
            self._turn.notify_all()

    def cut(self) -> None:
        """Break off all that goes on; what is begun anew goes through."""
        with self._turn:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            self._open.clear()
            self._turn.notify_all()

    def end(self) -> None:
        self._listening.close()
        self.cut()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
                far = socket.create_connection(self._to)
            except OSError:
                return
            with self._turn:
                self._open |= {near, far}
            for ends, up in (((near, far), True), ((far, near), False)):
                threading.Thread(target=self._pass, args=(*ends, up), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        with suppress(OSError):
            while data := source.recv(PIECE):
                if up:
                    with self._turn:
                        self._turn.wait_for(
                            lambda data=data: self._left >= len(data) or source not in self._open
                        )
                        if source not in self._open:
                            break
                        self._left -= len(data)
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
