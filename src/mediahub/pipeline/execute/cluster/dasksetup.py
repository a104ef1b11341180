"""How Dask is set up in each of our processes: quiet, without its dashboard, spilling nothing."""

import asyncio
import logging
import signal

from mediahub.errors import SettingsError

FAILURES = 100
"""How often Dask itself tries a task whose workers die. Who dies of what is judged by `deaths`."""
CONNECT_S = 30.0

_QUIET = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.scheduler.allowed-failures": FAILURES,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.worker.profile.enabled": False,
    # Models are memory of their own: no result is spilled, and only what runs away is ended.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 0.95,
    "distributed.comm.timeouts.connect": f"{CONNECT_S:g}s",
}


def be_quiet() -> None:
    """Set Dask up as we need it in this process, and let it log what is wrong alone."""
    import dask
    import distributed  # noqa: F401 - it sets its loggers up as it is imported

    dask.config.set(_QUIET)
    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.ERROR)


def require_dask() -> None:
    """Raise SettingsError where the extra is not installed."""
    try:
        import cryptography  # noqa: F401
        import distributed  # noqa: F401
    except ImportError as error:
        raise SettingsError(
            f'{error.name} is not installed: a cluster needs `pip install "mediahub[cluster]"`, '
            "on all its machines",
            swedish=f"{error.name} är inte installerat: ett kluster behöver `pip install "
            '"mediahub[cluster]"`, på alla sina datorer',
        ) from error


def asked_to_end() -> asyncio.Event:
    """What is set by Ctrl-C and SIGTERM from now on, for who serves until then."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    return asked
