"""A machine's workers: processes with a nanny each, for as long as there is a scheduler."""

import asyncio
import json
import os
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
from mediahub.pipeline.execute.cluster.address import Cluster, DepotPlace
from mediahub.pipeline.execute.cluster.badge import (
    Badge,
    builds,
    models_at_hand,
    program,
    wire,
    workspace_id,
)
from mediahub.pipeline.execute.cluster.certificates import security
from mediahub.pipeline.execute.cluster.dasksetup import asked_to_end, be_quiet, require_dask
from mediahub.pipeline.execute.cluster.depot import open_depot
from mediahub.pipeline.execute.cluster.gpus import GPUS, own_gpus
from mediahub.pipeline.execute.cluster.reaching import GONE_S, NO_SCHEDULER, asked, why_not
from mediahub.speech.lanes import cores as all_cores
from mediahub.tongues import Said, Words
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
START_S = 120.0
"""How long a process may take to start, on a machine that is busy."""
LOOK_S = 1.0
_UNSTARTED = Words(
    "{who}: the workers could not be started: {trouble}",
    "{who}: arbetsprocesserna gick inte att starta: {trouble}",
)
_AT_WORK = Words(
    "{who}: {count} at work for {address}, with {of} each",
    "{who}: {count} arbetar för {address}, med {of} var",
)
_CORES = Words("{share} cores", "{share} kärnor")
_WENT = Words(
    "{who}: the scheduler at {address} went away; start the worker again when it is there",
    "{who}: schemaläggaren på {address} försvann; starta arbetsprocessen igen när den är tillbaka",
)
_WAITS = Words(
    "{who}: no scheduler answers at {address} ({why}): waits for it {seconds} s",
    "{who}: ingen schemaläggare svarar på {address} ({why}): väntar på den i {seconds} s",
)


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
        badge = Badge(program(), identity, models_at_hand(default_store()), builds(), wire=wire())
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
    return Badge(program(), identity, models_at_hand(store, own), builds(), wire=wire())


async def _workers(
    workspace: Workspace, badge: Badge, cluster: Cluster, crew: Crew, say: Say
) -> int:
    asked = asked_to_end()
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
            if not served:
                raise SettingsError(NO_SCHEDULER.said(address=cluster.address, why=why))
            say(_WENT.said(who=who, address=cluster.address))
            return 1
        if not told:
            told = True
            seconds = f"{crew.patience_s:g}"
            say(_WAITS.said(who=who, address=cluster.address, why=why, seconds=seconds))
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
    share = max(1, (crew.cores or all_cores()) // crew.processes)
    nannies = _nannies(workspace, badge, cluster, crew, share, who)
    starting = asyncio.ensure_future(asyncio.gather(*nannies))
    ending = asyncio.ensure_future(asked.wait())
    try:
        await asyncio.wait({starting, ending}, return_when=asyncio.FIRST_COMPLETED)
        trouble = starting.exception() if starting.done() else None
        if trouble is not None:
            say(_UNSTARTED.said(who=who, trouble=trouble))
        elif starting.done():
            of = Said("1 core", "1 kärna") if share == 1 else _CORES.said(share=share)
            say(_AT_WORK.said(who=who, count=crew.processes, address=cluster.address, of=of))
            await _stay(cluster, nannies, asked)
    finally:
        for one in (ending, starting):
            one.cancel()
            with suppress(Exception, asyncio.CancelledError):
                await one  # else asyncio tells of it, in a traceback
        await _close(nannies)


async def _stay(cluster: Cluster, nannies: list[Any], asked: asyncio.Event) -> None:
    """Return when it is asked to end, the scheduler has gone, or no process is left."""
    from distributed.core import Status

    clock = asyncio.get_running_loop().time
    answered = clock()
    while not asked.is_set() and clock() - answered < GONE_S:
        if all(one.status in (Status.closed, Status.failed) for one in nannies):
            break
        if await _why_nobody_answers(cluster) is None:
            answered = clock()
        with suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), LOOK_S)


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
                host=_own_host(cluster.address),
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


def _own_host(address: str) -> str | None:
    """Where a worker is asked: on loopback where its scheduler is; None lets Dask see to it."""
    if not address.startswith("tcp://"):
        return None
    return "[::1]" if address.startswith("tcp://[") else "127.0.0.1"


async def _why_nobody_answers(cluster: Cluster) -> Said | None:
    """What is wrong with the way to the scheduler; None where it answers."""
    error = await asked(cluster)
    return None if error is None else why_not(error)


async def _close(nannies: list[Any]) -> None:
    await asyncio.gather(*(one.close(timeout=5) for one in nannies), return_exceptions=True)


def _memory(crew: Crew) -> int | str:
    if crew.memory_mb:
        return crew.memory_mb * 1_000_000
    from distributed.system import MEMORY_LIMIT

    return int(MEMORY_LIMIT / crew.processes)
