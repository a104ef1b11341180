"""Where a cluster's scheduler is, and whether that may be asked without a certificate."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from pathlib import Path

from mediahub.errors import SettingsError

PORT = 8786
"""Dask's own."""
MOST_LOCAL = 64

_ADDRESS = re.compile(
    r"(?P<scheme>tcp|tls)://(?P<host>\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+)(:(?P<port>\d{1,5}))?/?"
)
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]+(/[^\s?#]+)?")
_LOCAL = re.compile(r"local:(?P<count>\d{1,4})")


@dataclass(frozen=True, slots=True)
class DepotPlace:
    """Where files go by between a conductor and workers that do not see its workspace: a bucket
    and a prefix in it. Keys are no part of it."""

    target: str
    endpoint: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler's address, or so many `local` worker processes, which the run starts itself.

    `certificates` is the folder that `mediahub cluster certificates` made; only `tls` needs one.
    """

    address: str = ""
    local: int = 0
    certificates: Path | None = None
    depot: DepotPlace | None = None
    """None where all machines see the workspace."""
    patient: bool = True
    """Whether a run that has lost its last worker waits for another; else it is asked to stop."""

    @property
    def written(self) -> str:
        """As it is written on the command line."""
        return self.address or f"local:{self.local}"


def parse_depot(text: str | None, endpoint: str | None = None) -> DepotPlace | None:
    """The place that `--depot` names, None for none. Raises SettingsError for what is no bucket."""
    if text is None:
        return None
    if _BUCKET.fullmatch(text.rstrip("/")) is None:
        raise SettingsError(
            f"--depot {text!r} is no bucket: write s3://BUCKET/FOLDER",
            swedish=f"--depot ”{text}” är ingen bucket. Skriv s3://BUCKET/MAPP.",
        )
    return DepotPlace(text.rstrip("/"), endpoint)


def parse_cluster(
    text: str, certificates: Path | None = None, depot: DepotPlace | None = None
) -> Cluster:
    """The cluster that `--cluster` names: `tcp://…`, `tls://…` or `local:N`.

    Raises SettingsError for another form, for `tcp` that is not on this machine, since whoever
    reaches an open scheduler can run programs on every worker, and for `tls` without certificates.
    """
    if (found := _LOCAL.fullmatch(text)) is not None:
        count = int(found["count"])
        if not 1 <= count <= MOST_LOCAL:
            raise SettingsError(
                f"{text}: from 1 to {MOST_LOCAL} processes on this machine",
                swedish=f"{text}: från 1 till {MOST_LOCAL} processer på den här datorn",
            )
        if depot is not None:
            raise SettingsError(
                f"{text}: its processes see the workspace; take --depot, or MEDIAHUB_DEPOT, away",
                swedish=f"{text}: dess processer ser arbetsytan. Ta bort --depot, eller "
                "MEDIAHUB_DEPOT.",
            )
        return Cluster(local=count)
    found = _ADDRESS.fullmatch(text)
    if found is None or not 0 < int(found["port"] or PORT) < 1 << 16:
        raise SettingsError(
            f"{text!r} is no cluster: write tcp://127.0.0.1:{PORT}, tls://HOST:{PORT} or local:4",
            swedish=f"”{text}” är inget kluster. Skriv tcp://127.0.0.1:{PORT}, tls://VÄRD:{PORT} "
            "eller local:4.",
        )
    address = f"{found['scheme']}://{found['host']}:{found['port'] or PORT}"
    require_safe(found["scheme"], found["host"].strip("[]"), certificates)
    return Cluster(address, certificates=certificates, depot=depot)


def require_safe(scheme: str, host: str, certificates: Path | None) -> None:
    """Raise SettingsError where a scheduler at this host would be open to others."""
    if scheme == "tcp" and not is_loopback(host):
        raise SettingsError(
            f"tcp://{host} is not on this machine alone, and whoever reaches an open scheduler can "
            "run programs on every worker: make certificates with `mediahub cluster certificates`, "
            "and use tls:// and --certificates on all machines",
            swedish=f"tcp://{host} är inte bara på den här datorn, och den som når en öppen "
            "schemaläggare kan köra program på varje arbetsprocess. Skapa certifikat med "
            "`mediahub cluster certificates`, och använd tls:// och --certificates på alla "
            "datorer.",
        )
    if scheme == "tls" and certificates is None:
        raise SettingsError(
            f"tls://{host} needs certificates: make them with `mediahub cluster certificates`, and "
            "name their folder by --certificates",
            swedish=f"tls://{host} behöver certifikat. Skapa dem med `mediahub cluster "
            "certificates`, och ange mappen med --certificates.",
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host; False for a name that nobody knows."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(one[4][0]).is_loopback for one in found)
