"""What stands before the site: whose word for where a request comes from, and of whom, is taken."""

import ipaddress
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from mediahub.catalog.staffvalues import StaffSettings
from mediahub.errors import SettingsError
from mediahub.web.staff.place import NAMED
from mediahub.web.staff.tongue import say

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
PEER = "mediahub.peer"
"""In a request's scope: the address at the other end of the line, whatever a proxy says."""
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1"))


def proxies_of(staff: StaffSettings) -> tuple[Network, ...]:
    """The networks of the proxies that are believed; without any, this machine's own.

    Raises SettingsError for what is no address, and for a header that anybody might send.
    """
    if staff.header is not None:
        if not re.fullmatch(r"[A-Za-z0-9-]{1,64}", staff.header):
            raise SettingsError(
                f"[staff] header: {staff.header!r} is no header's name",
                swedish=f"[staff] header: ”{staff.header}” är inget namn på en header",
            )
        if not staff.proxies:
            raise SettingsError(
                "[staff] header: say from which proxies it is believed, such as "
                'proxies = ["127.0.0.1"]',
                swedish="[staff] header: ange från vilka proxyservrar den är att lita på, "
                "till exempel "
                'proxies = ["127.0.0.1"]',
            )
    try:
        return tuple(ipaddress.ip_network(one) for one in staff.proxies) or LOOPBACK
    except ValueError as error:
        raise SettingsError(
            f"[staff] proxies: {error}; write an address or a network",
            swedish=f"[staff] proxies: {error}. Skriv en adress eller ett nät.",
        ) from error


class Proxies:
    """Takes a believed proxy's word for where a request comes from, and by http or https."""

    def __init__(self, app: "ASGIApp", trusted: tuple[Network, ...]) -> None:
        self._app, self._trusted = app, trusted

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "http":
            peer = scope["client"][0] if scope.get("client") else ""
            scope = {**scope, PEER: peer}
            if believed(peer, self._trusted):
                scope |= self._as_told(scope["headers"])
        await self._app(scope, receive, send)

    def _as_told(self, headers: list[tuple[bytes, bytes]]) -> dict[str, object]:
        told: dict[str, object] = {}
        way = ",".join(_values(headers, b"x-forwarded-for"))
        for host in reversed([one.strip() for one in way.split(",") if one.strip()]):
            # The last one that no proxy of ours wrote of another: before it anybody may write.
            told["client"] = (host[:64], 0)
            if not believed(host, self._trusted):
                break
        by = _values(headers, b"x-forwarded-proto")
        if len(by) == 1 and by[0].strip().lower() in ("http", "https"):
            told["scheme"] = by[0].strip().lower()
        return told


class HeaderLogin:
    """Takes a named proxy's word for who has logged in; from anybody else the header is refused.

    `refused` is told the address of who sent it.
    """

    def __init__(
        self, app: "ASGIApp", staff: StaffSettings, refused: Callable[[str], None]
    ) -> None:
        self._app, self._refused = app, refused
        self._header = staff.header.lower().encode() if staff.header else None
        self._trusted = proxies_of(staff)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http" or self._header is None:
            await self._app(scope, receive, send)
            return
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import PlainTextResponse

        names = _values(scope["headers"], self._header)
        if names and (len(names) > 1 or not believed(scope.get(PEER, ""), self._trusted)):
            await run_in_threadpool(self._refused, scope.get(PEER, ""))
            words = say("Inloggningshuvudet kom inte från den proxy som får sätta det.\n")
            await PlainTextResponse(words, 403)(scope, receive, send)
            return
        if names and names[0].strip():
            scope = {**scope, NAMED: " ".join(names[0].split())}
        await self._app(scope, receive, send)


def believed(host: str, trusted: tuple[Network, ...]) -> bool:
    """Whether an address is that of a proxy that is believed."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in one for one in trusted)


def _values(headers: list[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("utf-8", "replace") for key, value in headers if key.lower() == name]
