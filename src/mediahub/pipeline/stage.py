"""What a stage is: one object that says what it is made from, what that means, and how it runs.

A stage is declared in one file of `pipeline/stages/`. The conductor reads the declaration to plan;
a worker calls `run` with values alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Literal, Protocol, TypeVar

from mediahub.catalog import Catalogue, Item, Series
from mediahub.feed import ascii_name
from mediahub.models import Model
from mediahub.notices import Notice
from mediahub.pages import Frame
from mediahub.pipeline.calibrations import Calibrations
from mediahub.tongues import Said
from mediahub.transcript import Span
from mediahub.workspace.ledger import Promise
from mediahub.workspace.state import Inputs, ItemState

Meaning = Literal["stale", "renewable", "nothing"]
"""What a changed input means for a result: it is wrong, it could be better, or neither."""

Job = TypeVar("Job")


@dataclass(frozen=True, slots=True)
class Handle:
    """A file that a stage reads: its place in the workspace (forward slashes), and its SHA-256."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Change:
    """What it means when an input is not what the result was made from, and how it is told.

    `renew` is the word by which `--renew` asks for it, "" for what is never renewable. `words` gets
    the input then and now. What is `offered` is held against nothing: its input says by itself what
    could be made otherwise now, None where nothing could.
    """

    meaning: Meaning
    words: Callable[[Any, Any], Said]
    renew: str = ""
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Models:
    """The models a run works with; None where none is at hand.

    `named` says that a person chose the recogniser: it is used whatever others there are.
    """

    recogniser: Model | None = None
    embedder: Model | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """The files an item is made from; None for a file that is not there."""

    media: Handle
    captions: Handle | None = None
    edits: Handle | None = None
    former: Handle | None = None
    """What the edits were last applied to."""
    corrected: tuple[str, ...] = ()
    """Rare words that people put into the item's siblings."""
    withheld: bool = False
    """Whether its edits withhold something of what is said in it."""
    silenced: tuple[Span, ...] = ()
    """What its edits say is not to be heard in what is published of it."""


@dataclass(frozen=True, slots=True)
class Public:
    """How an item that is due stands in public: its series and promise, at which address.

    `channel` is the digest of all that its series shows on every page, `pictures` the files that it
    shows itself ("image", "theme", "cover", "person ID").
    """

    series: Series
    promise: Promise
    base: str
    guid: str
    """The series' podcast:guid."""
    channel: str
    frame: Frame
    """What every page has round its own; it counts in `channel`."""
    pictures: Mapping[str, Handle] = field(default_factory=dict)
    theme_page: str | None = None
    """The address of its theme's page, from the site's root, where that is published."""
    registry: str = ""
    """The digest of who is known and not to be listed."""

    @property
    def folder(self) -> str:
        """The item's folder in the site, as seen from its root."""
        return f"{self.series.id}/{ascii_name(self.promise.item)}"


@dataclass(frozen=True, slots=True)
class View:
    """All that a stage may look at to say what it wants to be made from.

    `public` is None for an item that is not to be published now. `renew` are the words of `--renew`
    that a run was given.
    """

    catalogue: Catalogue
    item: Item
    state: ItemState
    sources: Sources
    models: Models = field(default_factory=Models)
    public: Public | None = None
    renew: frozenset[str] = frozenset()
    calibrations: Calibrations = field(default_factory=dict)
    """What the house's reviewed words tell of models that nobody measured, by the model's name."""

    def made(self, stage: str, file: str) -> Handle:
        """The handle of a result that an earlier stage left. Raises KeyError when there is none."""
        return Handle(f"transcripts/{self.item.id}/{file}", self.state.stages[stage].outputs[file])


@dataclass(frozen=True, slots=True)
class Progress:
    """So much of a stage's sound (ms) has been passed; `resumed` when by an earlier run."""

    done_ms: int
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence for the person who waits."""

    text: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that a person should look at; it is kept with the result."""

    notice: Notice


Event = Progress | Told | Noticed


class Scratch(Protocol):
    """Where a stage works: it reads what handles name, and writes into its own folders alone."""

    @property
    def kept(self) -> Path:
        """The item's folder of unfinished work, kept over a killed run and among its stages."""

    @property
    def tools(self) -> Any:
        """The worker's `Tools`: models once they are loaded, and the cores."""

    def path(self, handle: Handle) -> Path:
        """The file that a handle names, as this worker sees it."""

    def out(self, name: str) -> Path:
        """Where an output is to be written; it is put into its place when the stage is done."""

    def tell(self, event: Event) -> None:
        """Let the conductor hear of progress, and of what was noticed."""


@dataclass(frozen=True)
class Stage(Generic[Job]):
    """A step on an item's way.

    `version` grows when its results would come out differently. `wants` gives the declared inputs
    (JSON values under explicit keys) that the fingerprint is made of; every key has a line in
    `changes`. `job` gives the values that `run` works on: they pickle, and hold no absolute path.
    `run` is a function of its job: it writes the `outputs` into its scratch and nothing else.
    """

    name: str
    version: int
    outputs: tuple[str, ...]
    wants: Callable[[View], dict[str, Any]]
    changes: Mapping[str, Change]
    job: Callable[[View], Job]
    run: Callable[[Job, Scratch], None]
    applies: Callable[[View], bool] = lambda _view: True
    """Whether there is anything to be made of the item at all."""
    beside: Callable[[Path], Mapping[str, str]] = lambda _out: {}
    """Files that belong to the outputs in a folder, by place in the workspace, with their SHA-256.

    They bear the digest of their bytes in their names, so that putting them into place changes
    nothing that is published; those that stand there already need not be in the folder."""
    standing: Callable[[Job, Callable[[Handle], Path]], tuple[str, ...]] = lambda _job, _path: ()
    """Files, by place in the workspace, that `run` looks for beside what its job has handles of:
    what was made of the item before. A worker that does not see the workspace is sent them."""
    after: tuple[str, ...] = ()
    """The stages whose results it is made from, all of them done before it."""
    optional: Callable[[Inputs], tuple[str, ...]] = lambda _inputs: ()
    """Those of `after` that these inputs do not take up: it need not wait for them to be fresh."""
    silent: Callable[[Inputs, Inputs], tuple[str, ...]] = lambda _before, _now: ()
    """Changed inputs that go without words, since another one's words say it."""
    alone: Callable[[View], bool] = lambda _view: False
    """Whether only one item at a time may be in this stage, so that the first one is done first."""
    chosen: bool = False
    """Whether the model it works with may be named by a person."""
    order: int = 0
    """Of stages that could change places, the lower one is done first."""
    paced: bool = True
    """Whether its time goes with the length of the recording."""
    speed: Callable[[Inputs], str] = lambda _inputs: ""
    """The name of the model that decides how fast it is, "" where none does."""

    def wanted(self, view: View) -> Inputs:
        """What the stage would be made from now, its version included."""
        return {"version": self.version, **self.wants(view)}


def model_key(model: Model | None) -> dict[str, Any] | None:
    """A model as it stands among a stage's inputs."""
    if model is None:
        return None
    return {"name": model.name, "revision": model.identity.revision, "rank": model.rank}
