"""What a worker says it is, as resources that the scheduler itself holds tasks against.

A task asks for the program, the workspace and the models that it needs, by name. So a worker that
lacks one is never given it, whenever it comes, and no program of ours need run on it to be judged.
"""

import hashlib
import json
import platform
import time
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import mediahub
from mediahub.errors import SettingsError, system_reason
from mediahub.models import Store
from mediahub.models.known import KNOWN, STYLED
from mediahub.tongues import Said, Words
from mediahub.transcript import ModelIdentity
from mediahub.workspace.paths import Workspace

PLENTY = 1e9
"""So much of what is no scarce thing: a program, a workspace."""
RECOGNISER, GPU = "recogniser", "gpu"
"""What a process has one of: only one item at a time may be recognised in it."""

READS, PAUSE_S = 20, 0.05

DEPOT = "depot "
"""What the name of a depot begins with, where a worker sees no workspace."""

_PROGRAM, _WORKSPACE, _MODEL, _BUILDS = "program ", "workspace ", "model ", "builds "
_WIRE = "wire "
_BUILD_PACKAGES = ("av", "ctranslate2", "faster-whisper", "imageio-ffmpeg", "numpy", "onnxruntime",
                   "scipy")  # fmt: skip


_OTHER_WIRE = Words(
    "it runs {theirs}, and this run {ours}, so that they may not understand each other: install "
    "the same there, and restart it",
    "den kör {theirs}, och den här körningen {ours}, så att de kanske inte förstår varandra: "
    "installera samma där, och starta om den",
)
_NO_GPU = Said(
    'it has no GPU, and mediahub.toml says device = "cuda": start it with --gpus',
    'den har ingen GPU, och mediahub.toml säger device = "cuda": starta den med --gpus',
)
_UNTOLD = Said("other versions", "andra versioner")


@dataclass(frozen=True, slots=True)
class Badge:
    """A worker's program, workspace, models, builds of the libraries that calculate, GPUs, and what
    it speaks with others by."""

    program: str
    workspace: str
    models: frozenset[str] = frozenset()
    builds: str = ""
    gpus: int = 0
    wire: str = ""

    def resources(self) -> dict[str, float]:
        """As a worker bears it."""
        names = [_PROGRAM + self.program, _WORKSPACE + self.workspace, _BUILDS + self.builds]
        names.append(_WIRE + self.wire)
        held = dict.fromkeys([*names, *(_MODEL + name for name in sorted(self.models))], PLENTY)
        return {**held, RECOGNISER: 1.0, **({GPU: float(self.gpus)} if self.gpus else {})}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a run needs of each worker."""

    program: str
    workspace: str
    models: frozenset[str] = frozenset()
    gpu: bool = False
    wire: str = ""

    def resources(self, *, alone: bool) -> dict[str, float]:
        """What a task asks for; `alone` where it hears with the process's one recogniser."""
        names = [_PROGRAM + self.program, _WORKSPACE + self.workspace, _WIRE + self.wire]
        asked = dict.fromkeys([*names, *(_MODEL + name for name in sorted(self.models))], 1.0)
        if alone:
            asked[RECOGNISER] = 1.0
        if alone and self.gpu:
            asked[GPU] = 1.0
        return asked


def read_badge(resources: Mapping[str, float]) -> Badge | None:
    """The badge that a worker's resources tell, None for one that is no worker of mediahub."""

    def of(prefix: str) -> list[str]:
        return sorted(name.removeprefix(prefix) for name in resources if name.startswith(prefix))

    programs, workspaces = of(_PROGRAM), of(_WORKSPACE)
    if not programs or not workspaces:
        return None
    return Badge(
        programs[0],
        workspaces[0],
        frozenset(of(_MODEL)),
        next(iter(of(_BUILDS)), ""),
        int(resources.get(GPU, 0)),
        next(iter(of(_WIRE)), ""),
    )


def refusal(badge: Badge | None, needs: Needs) -> Said | None:
    """Why a worker is given nothing to do, and what to do about it; None for one that is fit."""
    if badge is None:
        return Said(
            "it is no worker of mediahub: start `mediahub worker` in its place",
            "den är ingen arbetsprocess för mediahub: starta `mediahub worker` i stället",
        )
    if badge.program != needs.program:
        theirs, ours = badge.program, needs.program
        return Said(
            f"it runs mediahub {theirs}, this is {ours}: install the same there, and restart it",
            f"den kör mediahub {theirs}, det här är {ours}: installera samma där, och starta "
            "om den",
        )
    if badge.wire != needs.wire:
        return _OTHER_WIRE.said(theirs=badge.wire or _UNTOLD, ours=needs.wire)
    if badge.workspace != needs.workspace:
        return _elsewhere(badge, needs)
    if lacking := sorted(needs.models - badge.models):
        name = lacking[0].partition(" ")[0]
        return Said(
            f"it lacks {lacking[0]}: `mediahub models fetch {name}` there, and restart it",
            f"den saknar {lacking[0]}: kör `mediahub models fetch {name}` där, och starta om den",
        )
    return _NO_GPU if needs.gpu and not badge.gpus else None


def may_be_mended(badge: Badge | None, needs: Needs) -> bool:
    """Whether a worker that is refused may be fit in time: it lacks a model or a GPU alone."""
    return (
        badge is not None
        and (badge.program, badge.wire) == (needs.program, needs.wire)
        and badge.workspace == needs.workspace
    )


def _elsewhere(badge: Badge, needs: Needs) -> Said:
    if badge.workspace.startswith(DEPOT) or needs.workspace.startswith(DEPOT):
        return Said(
            "it fetches its files from another place than this run puts them: give both the same "
            "--depot, or neither one, and restart it",
            "den hämtar sina filer från en annan plats än där körningen lägger dem: ge båda samma "
            "--depot, eller ingen av dem, och starta om den",
        )
    return Said(
        "it works in another folder than this workspace: start it with -C and the path at which "
        "its machine sees this one",
        "den arbetar i en annan mapp än den här arbetsytan: starta den med -C och sökvägen till "
        "den här på dess dator",
    )


def model_name(model: ModelIdentity) -> str:
    """A model as a worker's badge names it."""
    return f"{model.name} {model.revision}"


def models_at_hand(store: Store, others: Iterable[ModelIdentity] = ()) -> frozenset[str]:
    """The models that this machine holds, and `others` that its operator points to."""
    held = [store.as_held(one).identity for one in (*KNOWN, *STYLED) if store.at_hand(one)]
    return frozenset(map(model_name, (*held, *others)))


@cache
def program() -> str:
    """This program: its version, and a digest of its own files, since two may say the same."""
    digest = hashlib.sha256()
    root = Path(mediahub.__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{mediahub.__version__} ({digest.hexdigest()[:8]})"


@cache
def wire() -> str:
    """What decides whether two processes understand each other: Python, and Dask's own version."""
    python = ".".join(platform.python_version_tuple()[:2])
    return f"Python {python} with distributed {version('distributed')}"


@cache
def builds() -> str:
    """A digest of what decides the bytes: Python, the processor's kind, the calculating libraries.

    Where two differ in it, what they make may differ in its last digits.
    """
    from mediahub.mediafile import build_identity

    found = [platform.machine(), platform.python_version(), str(build_identity())]
    for name in _BUILD_PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(name)
    return hashlib.sha256("\n".join(found).encode()).hexdigest()[:8]


def id_file(workspace: Workspace) -> Path:
    """Where a workspace's id lies."""
    return workspace.private / "cluster.json"


def workspace_id(workspace: Workspace) -> str:
    """What tells this workspace from others, by whichever path a machine sees it.

    It is made where it is first asked for. Raises SettingsError where it can be neither read nor
    written.
    """
    path = id_file(workspace)
    made = json.dumps({"schema": 1, "id": uuid.uuid4().hex}) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), path.open("x", encoding="utf-8") as file:
            file.write(made)  # of two that make it, one does
        for left in range(READS, 0, -1):
            try:
                return str(json.loads(path.read_text(encoding="utf-8"))["id"])
            except (ValueError, KeyError, TypeError):
                if left > 1:
                    time.sleep(PAUSE_S)  # another is in the middle of writing it
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written ({error.strerror}): a worker puts what it makes there",
            swedish=f"Det går inte att skriva {path} ({system_reason(error).swedish}). Där lägger "
            "en arbetsprocess det den gör.",
        ) from error
    raise SettingsError(
        f"{path} is damaged: take it away, and restart the workers",
        swedish=f"{path} är skadad. Ta bort den, och starta om arbetsprocesserna.",
    )
