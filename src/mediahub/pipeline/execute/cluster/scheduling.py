"""The scheduler of a cluster, at which its workers and runs meet."""

import asyncio
import errno
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from mediahub.errors import SettingsError, system_reason
from mediahub.pipeline.execute.cluster.address import require_safe
from mediahub.pipeline.execute.cluster.certificates import security
from mediahub.pipeline.execute.cluster.dasksetup import asked_to_end, be_quiet, require_dask
from mediahub.pipeline.execute.cluster.reaching import causes
from mediahub.tongues import Said, Words

Say = Callable[[str], None]

_UNKNOWN = Words(
    "nobody knows a machine {host}: give --host an address of this one",
    "Ingen känner till någon dator {host}. Ge --host en adress som är den här datorns.",
)
_NONE = Words(
    "no scheduler can be at {host}:{port}: {why}",
    "Det går inte att ha en schemaläggare på {host}:{port}: {why}.",
)
_REFUSALS = {
    errno.EADDRINUSE: Words(
        "somebody is at {host}:{port} already, another scheduler perhaps: end that, or give "
        "another --port (and the workers and runs the same)",
        "Någon finns redan på {host}:{port}, kanske en annan schemaläggare. Avsluta den, eller "
        "ange en annan --port (och samma för arbetsprocesser och körningar).",
    ),
    errno.EADDRNOTAVAIL: Words(
        "{host} is no address of this machine: give --host one of its own, by which the workers "
        "reach it",
        "{host} är ingen adress som den här datorn har. Ge --host en av dess egna, som "
        "arbetsprocesserna når den på.",
    ),
    errno.EACCES: Words(
        "nobody but root may listen at port {port}: give a --port from 1024 on",
        "Bara root får lyssna på port {port}. Ange en --port från 1024 och uppåt.",
    ),
}


def serve_scheduler(host: str, port: int, certificates: Path | None, say: Say) -> None:
    """Be a scheduler until Ctrl-C or SIGTERM.

    Raises SettingsError where it would be open to others, or the port is taken.
    """
    require_dask()
    host = host.strip("[]")
    scheme = "tls" if certificates is not None else "tcp"
    require_safe(scheme, host, certificates)
    held = security(certificates)
    _require_free(host, port)
    be_quiet()
    asyncio.run(_scheduler(scheme, host, port, held, say))


def scheduler_options(host: str, port: int) -> dict[str, Any]:
    """What a scheduler of Dask's is made with: its pages serve nothing, to this machine alone."""
    host = f"[{host}]" if ":" in host else host
    return {"host": host, "port": port, "dashboard": False, "dashboard_address": "127.0.0.1:0"}


def _require_free(host: str, port: int) -> None:
    """Raise SettingsError where nobody can listen: Dask itself tells of that in a traceback."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise SettingsError(_UNKNOWN.said(host=host)) from error
    for family, kind, protocol, _, at in found[:1]:
        with closing(socket.socket(family, kind, protocol)) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Dask does
            try:
                one.bind(at)
                one.listen(1)
            except OSError as error:
                raise _refused(host, port, error) from error


def _refused(host: str, port: int, error: OSError) -> SettingsError:
    what = _REFUSALS.get(error.errno or 0, _NONE)
    return SettingsError(what.said(host=host, port=port, why=system_reason(error)))


async def _scheduler(scheme: str, host: str, port: int, held: Any, say: Say) -> None:
    from distributed import Scheduler

    asked = asked_to_end()
    try:
        scheduler = await Scheduler(**scheduler_options(host, port), protocol=scheme, security=held)
    except (OSError, RuntimeError) as error:  # it wraps what went wrong
        cause = next((one for one in causes(error) if isinstance(one, OSError)), None)
        if cause is None:
            raise
        raise _refused(host, port, cause) from error
    say(
        Said(
            f"the scheduler is at {scheduler.address}",
            f"schemaläggaren finns på {scheduler.address}",
        )
    )
    await asked.wait()
    await scheduler.close()
    say(Said("the scheduler has ended", "schemaläggaren har slutat"))
