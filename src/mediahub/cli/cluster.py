"""`mediahub worker` and `mediahub cluster`: the processes of a batch on many machines."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from mediahub.cli.help import Command, Group, examples
from mediahub.cli.run import Certificates, Depot, Endpoint
from mediahub.cli.shared import root, say
from mediahub.errors import SettingsError
from mediahub.tongues import Said

EXAMPLES = examples(
    ("mediahub cluster scheduler", "on this machine alone"),
    ("mediahub cluster certificates certs", "for several machines"),
    ("mediahub cluster scheduler --host 10.0.0.5 --certificates certs", ""),
)

WORKER_EXAMPLES = examples(
    ("mediahub worker tcp://127.0.0.1:8786", "one process with all cores"),
    ("mediahub -C /srv/podd worker tls://10.0.0.5:8786 --certificates certs", ""),
    ("mediahub worker tls://10.0.0.5:8786 --processes 4 --gpus 4", ""),
    ("mediahub worker tls://10.0.0.5:8786 --depot s3://podd/x --scratch /var/tmp", ""),
)

app = typer.Typer(
    cls=Group,
    help="Run a batch on many machines (docs/cluster.md).",
    epilog=EXAMPLES,
    no_args_is_help=True,
    rich_markup_mode=None,
)

Most = 64


@app.command("scheduler", cls=Command)
def scheduler(
    host: Annotated[
        str, typer.Option(metavar="HOST", help="The address at which it is asked.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="0 for any that is free.")
    ] = 8786,
    certificates: Certificates = None,
) -> None:
    """Be the scheduler that workers and runs meet at, until Ctrl-C.

    Whoever reaches an open scheduler can run programs on every worker. So it answers this machine
    alone, or asks everyone for a certificate.
    """
    from mediahub.pipeline.execute.cluster.scheduling import serve_scheduler

    serve_scheduler(host, port, certificates, say)


@app.command("certificates", cls=Command)
def certificates(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where they are to lie.")],
) -> None:
    """Make the certificates of a cluster.

    Copy the folder to all its machines, and to no other: whoever has it can run programs on every
    worker.
    """
    from mediahub.pipeline.execute.cluster.certificates import make_certificates
    from mediahub.pipeline.execute.cluster.dasksetup import require_dask

    require_dask()
    made = make_certificates(folder, datetime.now(UTC))
    say(
        Said(
            f"{made.folder} holds the cluster's certificates, valid until {made.until:%Y-%m-%d}.",
            f"{made.folder} har klustrets certifikat, som gäller till {made.until:%Y-%m-%d}.",
        )
    )
    say(
        Said(
            "Copy it to all its machines, by a way that nobody reads, and to no other.",
            "Kopiera mappen till alla datorer i klustret, så att ingen annan kan läsa den, "
            "och inte till någon annan dator.",
        )
    )


def worker(
    context: typer.Context,
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="The scheduler: tcp://… or tls://….")
    ],
    processes: Annotated[
        int, typer.Option(min=1, max=Most, metavar="N", help="They share out cores and memory.")
    ] = 1,
    cores: Annotated[
        int, typer.Option(min=0, metavar="N", help="Cores for all of them; 0 is every one.")
    ] = 0,
    gpus: Annotated[
        int, typer.Option(min=0, max=Most, metavar="N", help="GPUs, one a process.")
    ] = 0,
    memory: Annotated[
        int,
        typer.Option(min=0, metavar="MB", help="Most memory a process; 0 is its share of all."),
    ] = 0,
    patience: Annotated[
        int,
        typer.Option(min=0, metavar="S", help="Wait so long for a scheduler that is not there."),
    ] = 600,
    certificates: Certificates = None,
    depot: Depot = None,
    endpoint: Endpoint = None,
    scratch: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="With --depot: where what is fetched lies meanwhile."),
    ] = None,
    scratch_size: Annotated[
        int, typer.Option(min=0, metavar="MB", help="So much of that is kept for later.")
    ] = 20_000,
) -> None:
    """Work for the runs of a cluster, until Ctrl-C.

    -C names the workspace as this machine sees it; with --depot it need not see it. Models are
    this machine's own: `mediahub models fetch`.
    """
    from mediahub.pipeline.execute.cluster.address import parse_cluster, parse_depot
    from mediahub.pipeline.execute.cluster.serving import Crew, serve_workers

    if gpus > processes:
        raise SettingsError(
            f"--gpus {gpus}: one a process, so it takes --processes {gpus}",
            swedish=f"--gpus {gpus}: en för varje process, så det kräver --processes {gpus}",
        )
    if scratch is not None and depot is None:
        raise SettingsError(
            "--scratch goes with --depot: without it a worker sees the workspace",
            swedish="--scratch hör ihop med --depot: utan den ser en arbetsprocess arbetsytan",
        )
    cluster = parse_cluster(address, certificates, parse_depot(depot, endpoint))
    if cluster.local:
        raise SettingsError(
            f"{address}: `mediahub run --cluster {address}` starts its own workers",
            swedish=f"{address}: `mediahub run --cluster {address}` startar själv sina "
            "arbetsprocesser",
        )
    crew = Crew(processes, cores, gpus, patience, memory, scratch, scratch_size)
    raise typer.Exit(serve_workers(root(context), cluster, crew, say))
