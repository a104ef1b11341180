"""The model store: which models there are, which are at hand, and how to get one."""

from mediahub.models.choose import (
    First,
    better_at_hand,
    embedder_for,
    first_embedder,
    first_recogniser,
    has_gpu,
    local_recogniser,
    rank_of,
    recogniser_for,
    recogniser_like,
)
from mediahub.models.known import DIARISER, KNOWN, STYLED, WHISPER_BASE, known
from mediahub.models.store import Store, default_store
from mediahub.models.values import (
    Folder,
    Hub,
    Model,
    ModelFile,
    ModelKind,
    Place,
    Wheel,
    WheelPart,
    Wheels,
    human_size,
)

__all__ = [
    "DIARISER",
    "KNOWN",
    "STYLED",
    "WHISPER_BASE",
    "First",
    "Folder",
    "Hub",
    "Model",
    "ModelFile",
    "ModelKind",
    "Place",
    "Store",
    "Wheel",
    "WheelPart",
    "Wheels",
    "better_at_hand",
    "default_store",
    "embedder_for",
    "first_embedder",
    "first_recogniser",
    "has_gpu",
    "human_size",
    "known",
    "local_recogniser",
    "rank_of",
    "recogniser_for",
    "recogniser_like",
]
