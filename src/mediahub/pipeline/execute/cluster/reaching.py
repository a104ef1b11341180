"""Whether a cluster can be reached, and whether waiting mends it where it cannot."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

from mediahub.errors import SettingsError, system_reason
from mediahub.pipeline.execute.cluster.address import Cluster
from mediahub.pipeline.execute.cluster.certificates import security
from mediahub.pipeline.execute.cluster.dasksetup import be_quiet, require_dask
from mediahub.tongues import Said, Words

Who = Literal["scheduler", "workers", "depot"]
"""Who of a cluster is not there."""

GONE_S = 15.0
"""A scheduler that does not answer for so long has gone: what was under way is lost by then."""

NO_SCHEDULER = Words(
    "no scheduler answers at {address} ({why}); start one with `mediahub cluster scheduler`, or "
    "see that it runs and has the same certificates",
    "Ingen schemaläggare svarar på {address} ({why}). Starta en med `mediahub cluster scheduler`, "
    "eller se efter att den är i gång och har samma certifikat.",
)
STRANGER = Words(
    "who answers at {address} is no scheduler with these certificates ({why}); give both the "
    "folder that the same `mediahub cluster certificates` made",
    "Den som svarar på {address} är ingen schemaläggare med de här certifikaten ({why}). Ge båda "
    "mappen från ett och samma `mediahub cluster certificates`.",
)
UNKNOWN = Words(
    "nobody knows a machine {host}: see whether {address} is written as it should be",
    "Ingen känner till någon maskin {host}. Se efter om {address} är rätt skrivet.",
)


class ClusterAwayError(SettingsError):
    """Those who do a run's work are not there now, but may come back: it is worth another try."""

    def __init__(self, message: str, *, who: Who) -> None:
        super().__init__(message)
        self.who: Who = who


class ClusterUnfitError(SettingsError):
    """A cluster that is there, or named, can do no run of ours: waiting mends nothing."""


async def asked(cluster: Cluster) -> Exception | None:
    """What went wrong when the scheduler was asked who it is; None where it answers."""
    from distributed.core import rpc

    certificates = security(cluster.certificates)
    arguments = certificates.get_connection_args("worker") if certificates is not None else {}
    try:
        async with rpc(cluster.address, connection_args=arguments, timeout=GONE_S / 3) as asking:
            await asyncio.wait_for(asking.identity(n_workers=0), GONE_S / 3)
    except Exception as error:  # noqa: BLE001 - whatever it is, nobody answered
        return error
    return None


def knock(cluster: Cluster) -> None:
    """Ask a scheduler whether it is there.

    Raises ClusterAwayError where nobody answers, and another SettingsError for what no waiting
    mends: a name that nobody knows, other certificates, a missing extra.
    """
    require_dask()
    be_quiet()
    if cluster.local:
        return
    security(cluster.certificates)  # what is wrong with ours is told first
    require_known(cluster.address)
    error = asyncio.run(asked(cluster))
    if error is not None:
        raise unreached(cluster.address, error) from error


def unreached(address: str, error: BaseException) -> ClusterAwayError | ClusterUnfitError:
    """What to raise where a scheduler could not be asked: that it is away, or a stranger."""
    strange = next((one for one in causes(error) if isinstance(one, ssl.SSLError)), None)
    if strange is not None:
        why = getattr(strange, "verify_message", "") or getattr(strange, "reason", "")
        why = why or str(strange)
        return ClusterUnfitError(STRANGER.said(address=address, why=why))
    return no_scheduler(address, why_not(error))


def why_not(error: BaseException) -> Said:
    """Why nobody could be asked: what the system said of it, else what Dask does."""
    found = list(causes(error))
    for one in reversed(found):
        if isinstance(one, ssl.SSLCertVerificationError):
            return Said(one.verify_message, one.verify_message)
        if isinstance(one, OSError) and one.strerror:
            return system_reason(one)
    said = next((str(one) for one in reversed(found) if str(one)), type(error).__name__)
    return Said(said, said)


def no_scheduler(address: str, why: str) -> ClusterAwayError:
    """What to raise where nobody answers."""
    return ClusterAwayError(NO_SCHEDULER.said(address=address, why=why), who="scheduler")


def require_known(address: str) -> None:
    """Raise ClusterUnfitError where the name in a scheduler's address is nobody's.

    A name that cannot be asked for now is let pass.
    """
    host = urlsplit(address).hostname or ""
    try:
        socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_NONAME:
            raise ClusterUnfitError(UNKNOWN.said(host=host, address=address)) from error
    except OSError:
        return


def away_at(error: SettingsError, who: Who) -> SettingsError:
    """The same error as one of being away, where a ConnectionError is behind it."""
    if any(isinstance(one, ConnectionError) for one in causes(error)):
        return ClusterAwayError(error.said, who=who)
    return ClusterUnfitError(error.said)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and what is behind it, one by one."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def no_worker(waited_s: float) -> ClusterAwayError:
    """What to raise where no worker has come."""
    return ClusterAwayError(
        Said(
            f"there is no worker after {waited_s:.0f} s: start some with `mediahub worker` and "
            "the scheduler's address, then give the command again",
            f"Det finns ingen arbetsprocess efter {waited_s:.0f} s. Starta några med `mediahub "
            "worker` och schemaläggarens adress, och ge kommandot igen.",
        ),
        who="workers",
    )
