"""How a stopped run is gone on with: the very command, and what is left to do."""

import shlex
from pathlib import Path

from mediahub.cli.console import duration
from mediahub.cli.shared import count
from mediahub.cli.summary import mediahub_in
from mediahub.pipeline.execute.cluster.address import Cluster
from mediahub.pipeline.run import Options
from mediahub.pipeline.summary import Summary
from mediahub.tongues import Said, Words

SETTLE_S = 10.0
"""How long a file has not grown before a watch takes it, unless it is told otherwise."""

WHY = {
    "ctrl-c": Said("Stopped", "Avbruten"),
    "sigterm": Said("Stopped by SIGTERM", "Avbruten av SIGTERM"),
    "until": Said("Stopped as the time is up", "Avbruten, för tiden är ute"),
    "scheduler": Said(
        "Stopped as the scheduler went away: see that it runs",
        "Avbruten, för schemaläggaren försvann: se till att den kör",
    ),
    "workers": Said(
        "Stopped as no worker was left: start some with `mediahub worker`",
        "Avbruten, för ingen arbetsprocess var kvar: starta några med `mediahub worker`",
    ),
}


def going_on_with(options: Options, folder: Path, *, nice: bool = False) -> str:
    """The command that goes on with a run of these options."""
    choices = options.choices
    words = ["run"]
    for item in options.only:
        words += ["--only", item]
    if options.where is not None:
        words += ["--where", options.where.text]
    for stage in sorted(choices.stages):
        words += ["--stage", stage]
    if choices.renew:
        words += ["--renew", ",".join(sorted(choices.renew))]
    if choices.force:
        words.append("--force")
    if options.jobs != Options().jobs:
        words += ["--jobs", str(options.jobs)]
    if options.model is not None:
        words += ["--model", options.model]
    if options.verify:
        words.append("--verify")
    words += cluster_words(options.cluster)
    if nice:
        words.append("--nice")
    return f"{mediahub_in(folder)} {shlex.join(words)}"


def watch_again(options: Options, folder: Path, *, settle: float, nice: bool) -> str:
    """The command that goes on with a watch whose runs have these options."""
    words = ["watch", "--settle", f"{settle:g}"] if settle != SETTLE_S else ["watch"]
    if options.jobs != Options().jobs:
        words += ["--jobs", str(options.jobs)]
    if options.model is not None:
        words += ["--model", options.model]
    words += cluster_words(options.cluster)
    if nice:
        words.append("--nice")
    return f"{mediahub_in(folder)} {shlex.join(words)}"


def cluster_words(cluster: Cluster | None) -> list[str]:
    """The options that name a cluster, none for none."""
    if cluster is None:
        return []
    words = ["--cluster", cluster.written]
    if cluster.certificates is not None:
        words += ["--certificates", str(cluster.certificates)]
    if (depot := cluster.depot) is not None:
        words += ["--depot", depot.target]
        words += ["--endpoint", depot.endpoint] if depot.endpoint is not None else []
    return words


def stopped_lines(summary: Summary, left_s: float | None, going_on: str) -> list[str]:
    """That a run was stopped, what is left of it, and the command that goes on; else nothing."""
    stopped = summary.stopped
    if stopped is None:
        return []
    of = stopped.done + len(stopped.left)
    time = duration(left_s) if left_s else ""
    left = Said(f", about {time} left", f", ungefär {time} kvar") if left_s else ""
    words = Words("{why}: {done} of {items} done{left}.", "{why}: {done} av {items} klara{left}.")
    return [
        words.said(why=WHY[stopped.reason], done=stopped.done, items=count(of, "item"), left=left),
        Said(
            "What is done is kept, finished chunks too. To go on:",
            "Det som är gjort är kvar, färdiga stycken också. Fortsätt med:",
        ),
        f"  {going_on}",
    ]
