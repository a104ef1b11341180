"""The processes of a cluster: a scheduler, and a machine's workers with a nanny each.

Nothing of Dask's dashboard is served, and a worker keeps nothing in memory that is worth a disk.
"""

import asyncio
import json
import logging
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from mediahub.catalog.workspace import load_for_reading
from mediahub.errors import MediahubError, SettingsError, system_reason
from mediahub.models import default_store, recogniser_for
from mediahub.pipeline.execute.cluster.address import Cluster, DepotPlace, require_safe
from mediahub.pipeline.execute.cluster.badge import (
    Badge,
    builds,
    models_at_hand,
    program,
    workspace_id,
)
from mediahub.pipeline.execute.cluster.certificates import security
from mediahub.pipeline.execute.cluster.depot import open_depot
from mediahub.pipeline.execute.cluster.gpus import GPUS, own_gpus
from mediahub.pipeline.execute.cluster.reaching import GONE_S, asked, require_known, unreached
from mediahub.speech.lanes import cores as all_cores
from mediahub.tongues import Said
from mediahub.workspace.answering import told_when_silent
from mediahub.workspace.locks import bind_to_leases
from mediahub.workspace.paths import Workspace

Say = Callable[[str], None]

ROOT, CORES, DEPOT = "MEDIAHUB_WORKER_ROOT", "MEDIAHUB_WORKER_CORES", "MEDIAHUB_WORKER_DEPOT"
"""How a process is told which folder it works in, how many cores are its own, and of a depot."""
SCRATCH_MB = 20_000
WORKSHOP = "mediahub.pipeline.execute.cluster.workshop"
THREADS = 2
"""In each process one item is recognised while something lighter is done beside it, as in a run."""
FAILURES = 100
"""How often Dask itself tries a task whose workers die. Who dies of what is judged by `deaths`."""
CONNECT_S = 30.0
START_S = 120.0
"""How long a process may take to start, on a machine that is busy."""
LOOK_S = 1.0

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


@dataclass(frozen=True, slots=True)
class Crew:
    """A machine's workers: how many processes, and what they share. 0 cores are all of them."""

    processes: int = 1
    cores: int = 0
    gpus: int = 0
    patience_s: float = 600.0
    """How long a scheduler that is not there is waited for."""
    memory_mb: int = 0
    """For each process, above which its nanny ends it; 0 for its share of all there is."""
    scratch: Path | None = None
    """Where workers that do not see the workspace keep what they fetch."""
    scratch_mb: int = SCRATCH_MB
    """How much of that is kept for later by all of them."""


def serve_scheduler(host: str, port: int, certificates: Path | None, say: Say) -> None:
    """Be a scheduler until Ctrl-C or SIGTERM.

    Raises SettingsError where it would be open to others, or the port is taken.
    """
    require_dask()
    scheme = "tls" if certificates is not None else "tcp"
    require_safe(scheme, host, certificates)
    be_quiet()
    asyncio.run(_scheduler(scheme, host, port, certificates, say))


def scheduler_options(host: str, port: int) -> dict[str, Any]:
    """What a scheduler of Dask's is made with: its pages serve nothing, to this machine alone."""
    return {"host": host, "port": port, "dashboard": False, "dashboard_address": "127.0.0.1:0"}


async def _scheduler(
    scheme: str, host: str, port: int, certificates: Path | None, say: Say
) -> None:
    from distributed import Scheduler

    asked = _asked_to_end()
    try:
        scheduler = await Scheduler(
            **scheduler_options(host, port), protocol=scheme, security=security(certificates)
        )
    except OSError as error:
        raise SettingsError(
            f"no scheduler at {host}:{port}: {error}",
            swedish=f"Det gick inte att starta en schemaläggare på {host}:{port}: {error}.",
        ) from error
    say(
        Said(
            f"the scheduler is at {scheduler.address}",
            f"schemaläggaren finns på {scheduler.address}",
        )
    )
    await asked.wait()
    await scheduler.close()
    say(Said("the scheduler has ended", "schemaläggaren har slutat"))


def serve_workers(root: Path, cluster: Cluster, crew: Crew, say: Say) -> int:
    """Be a machine's workers until Ctrl-C or SIGTERM; 0, or 1 when the scheduler went away.

    Raises SettingsError where the workspace cannot be reached or written, or nobody answers.
    """
    require_dask()
    own_gpus(crew.gpus, os.environ.get(GPUS))  # what is wrong with them is told first
    if cluster.depot is not None:
        return _serve_far(cluster, crew, say)
    workspace = Workspace(root.resolve())
    badge = own_badge(workspace, say)
    be_quiet()
    with told_when_silent(workspace.root, say):
        return asyncio.run(_workers(workspace, badge, cluster, crew, say))


def _serve_far(cluster: Cluster, crew: Crew, say: Say) -> int:
    """Be workers that do not see the workspace, with a scratch folder that no others use."""
    if cluster.depot is None or crew.scratch is None:
        raise SettingsError(
            "--depot and --scratch go together: a worker that does not see the workspace keeps "
            "what it fetches from the depot in a folder of its own machine",
            swedish="--depot och --scratch hör ihop: en arbetsprocess som inte ser arbetsytan "
            "sparar det den hämtar ur depån i en mapp på sin egen dator",
        )
    folder = crew.scratch.resolve()
    held = FileLock(folder / "worker.lock", timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held.acquire()
    except Timeout as error:
        raise SettingsError(
            f"{folder} is used by other workers: name another --scratch, or end them first",
            swedish=f"{folder} används av andra arbetsprocesser. Ange en annan --scratch, eller "
            "avsluta dem först.",
        ) from error
    except OSError as error:
        raise SettingsError(
            f"--scratch {folder} cannot be written ({error.strerror or error})",
            swedish=f"--scratch {folder}: där går inte att skriva ({system_reason(error).swedish})",
        ) from error
    with held:
        identity = open_depot(cluster.depot, os.environ).identity()
        badge = Badge(program(), identity, models_at_hand(default_store()), builds())
        prepare_language(say)
        be_quiet()
        return asyncio.run(_workers(Workspace(folder), badge, cluster, crew, say))


def _depot_json(place: DepotPlace, most_bytes: int) -> str:
    return json.dumps({**asdict(place), "most_bytes": most_bytes})


def read_scratch(text: str) -> tuple[DepotPlace, int]:
    """The depot that a process was told of, and how many bytes of it its scratch folder keeps."""
    told = json.loads(text)
    return DepotPlace(told["target"], told["endpoint"], told["region"]), int(told["most_bytes"])


def prepare_language(say: Say) -> None:
    """Have at hand what reading Swedish takes."""
    from mediahub.language import prepare

    prepare(say)


def own_badge(workspace: Workspace, say: Say) -> Badge:
    """What this machine can do in a workspace. Raises SettingsError where that is nothing."""
    if not (workspace.root / "media").is_dir():
        raise SettingsError(
            f"{workspace.root} is no workspace: there is no media/ in it. Is the network folder "
            "mounted? Start the worker with -C and the workspace's path on this machine",
            swedish=f"{workspace.root} är ingen arbetsyta: där finns ingen media/. Är "
            "nätverksmappen monterad? Starta arbetsprocessen med -C och arbetsytans sökväg "
            "på den här datorn.",
        )
    identity = workspace_id(workspace)
    probe = workspace.private / "work" / f".worker-{socket.gethostname()}-{os.getpid()}"
    try:
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
        bind_to_leases(workspace)
    except OSError as error:
        raise SettingsError(
            f"{probe.parent} cannot be written ({error.strerror}): a worker puts what it makes "
            "there",
            swedish=f"Det går inte att skriva i {probe.parent} ({system_reason(error).swedish}). "
            "Där lägger en arbetsprocess det den gör.",
        ) from error
    prepare_language(say)
    store = default_store()
    chosen = load_for_reading(workspace.root).settings.model
    own = []
    try:
        named = recogniser_for(chosen, store)
        own = [named.identity] if named is not None and named.folder is not None else []
    except MediahubError:
        pass  # the run tells of what mediahub.toml says
    return Badge(program(), identity, models_at_hand(store, own), builds())


async def _workers(
    workspace: Workspace, badge: Badge, cluster: Cluster, crew: Crew, say: Say
) -> int:
    asked = _asked_to_end()
    who = f"{socket.gethostname()}-{os.getpid()}"
    clock = asyncio.get_running_loop().time
    served, lost, told, tries = False, clock(), False, 0
    while not asked.is_set():
        why = await _why_nobody_answers(cluster)
        if why is None:
            say(f"{who}: mediahub {badge.program}, {workspace.root}")
            # A name of those before may be taken still.
            named = f"{who}-{tries}" if tries else who
            await _serve(workspace, badge, cluster, crew, say, named, asked)
            served, lost, told, tries = True, clock(), False, tries + 1
            continue
        if clock() - lost >= crew.patience_s:
            if served:
                say(Said(f"{who}: the scheduler at {cluster.address} went away; start the "
                "worker again "
                    "when it is there", f"{who}: schemaläggaren på {cluster.address} "
                    "försvann; starta arbetsprocessen "
"igen när den är tillbaka"))  # fmt: skip
                return 1
            raise SettingsError(
                f"no scheduler answers at {cluster.address} ({why}); start one with `mediahub "
                "cluster scheduler`, and see that both have the same certificates",
                swedish=f"Ingen schemaläggare svarar på {cluster.address} ({why}). Starta en med "
                "`mediahub cluster scheduler`, och se till att båda har samma certifikat.",
            )
        if not told:
            told = True
            say(Said(f"{who}: no scheduler answers at {cluster.address} ({why}): waits for it "
                f"{crew.patience_s:g} s", f"{who}: ingen schemaläggare svarar på "
                f"{cluster.address} ({why}): väntar på den "
f"i {crew.patience_s:g} s"))  # fmt: skip
        with suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), LOOK_S)
    say(Said(f"{who}: ended", f"{who}: slut"))
    return 0


async def _serve(
    workspace: Workspace,
    badge: Badge,
    cluster: Cluster,
    crew: Crew,
    say: Say,
    who: str,
    asked: asyncio.Event,
) -> None:
    """Be workers until it is asked to end, or the scheduler has gone."""
    from distributed.core import Status

    share = max(1, (crew.cores or all_cores()) // crew.processes)
    nannies = _nannies(workspace, badge, cluster, crew, share, who)
    starting = asyncio.ensure_future(asyncio.gather(*nannies))
    ending = asyncio.ensure_future(asked.wait())
    await asyncio.wait({starting, ending}, return_when=asyncio.FIRST_COMPLETED)
    ending.cancel()
    if starting.done() and starting.exception() is None:
        of = "1 core" if share == 1 else f"{share} cores"
        say(
            Said(
                f"{who}: {crew.processes} at work for {cluster.address}, with {of} each",
                f"{who}: {crew.processes} arbetar för {cluster.address}, med "
                f"{'1 kärna' if share == 1 else f'{share} kärnor'} var",
            )
        )
        clock = asyncio.get_running_loop().time
        answered = clock()
        while not asked.is_set() and clock() - answered < GONE_S:
            if all(one.status in (Status.closed, Status.failed) for one in nannies):
                break
            if await _why_nobody_answers(cluster) is None:
                answered = clock()
            with suppress(TimeoutError):
                await asyncio.wait_for(asked.wait(), LOOK_S)
    elif starting.done():
        say(
            Said(
                f"{who}: the workers could not be started: {starting.exception()}",
                f"{who}: arbetsprocesserna gick inte att starta: {starting.exception()}",
            )
        )
    else:
        starting.cancel()
    await _close(nannies)


def _nannies(
    workspace: Workspace, badge: Badge, cluster: Cluster, crew: Crew, share: int, who: str
) -> list[Any]:
    import dask
    from distributed import Nanny

    threads = str(share)
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    dask.config.set(
        {
            "distributed.nanny.pre-spawn-environ": {
                **dict.fromkeys(names, threads),
                "MALLOC_TRIM_THRESHOLD_": "65536",
                "DASK_LOGGING__DISTRIBUTED": "error",
            }
        }
    )
    preload = [*dask.config.get("distributed.worker.preload"), WORKSHOP]
    nannies = []
    gpus = own_gpus(crew.gpus, os.environ.get(GPUS))
    for number in range(crew.processes):
        with_gpu = number < crew.gpus
        env = {ROOT: str(workspace.root), CORES: threads}
        if cluster.depot is not None:
            # A process's own, and the same for the one that takes its place.
            env[ROOT] = str(workspace.root / f"process-{number + 1}")
            share_mb = crew.scratch_mb // crew.processes
            env[DEPOT] = _depot_json(cluster.depot, share_mb * 1_000_000)
        if crew.gpus:
            env[GPUS] = gpus[number] if with_gpu else ""
        nannies.append(
            Nanny(
                cluster.address,
                nthreads=THREADS,
                name=f"{who}-{number + 1}",
                host="127.0.0.1" if cluster.address.startswith("tcp://") else None,
                security=security(cluster.certificates),
                resources=replace(badge, gpus=1 if with_gpu else 0).resources(),
                preload=preload,
                env=env,
                memory_limit=_memory(crew),
                death_timeout=START_S,
                dashboard=False,
                dashboard_address="127.0.0.1:0",
            )
        )
    return nannies


async def _why_nobody_answers(cluster: Cluster) -> str | None:
    """What is wrong with the way to the scheduler; None where it answers."""
    error = await asked(cluster)
    if error is None:
        return None
    return str(error).split(":")[-1].strip() or type(error).__name__


async def _close(nannies: list[Any]) -> None:
    await asyncio.gather(*(one.close(timeout=5) for one in nannies), return_exceptions=True)


def _memory(crew: Crew) -> int | str:
    if crew.memory_mb:
        return crew.memory_mb * 1_000_000
    from distributed.system import MEMORY_LIMIT

    return int(MEMORY_LIMIT / crew.processes)


def _asked_to_end() -> asyncio.Event:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    return asked
