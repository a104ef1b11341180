"""Models of the store, checked and ready to be used."""

from mediahub.models import SEGMENTATION, Model, Store, embedder_for
from mediahub.speech.embedding import VoiceModels
from mediahub.speech.recogniser import Recogniser, RecogniserSettings


def open_recogniser(
    model: Model, store: Store, settings: RecogniserSettings | None = None
) -> Recogniser:
    """The recogniser that a model of the store is; its weights are loaded when first used.

    Raises MediaError for a damaged model and SettingsError for one that is not at hand.
    """
    return Recogniser(store.open(model), model.identity, settings)


def open_voice_models(store: Store, *, threads: int = 0) -> VoiceModels | None:
    """The speaker embedding at hand, and the segmentation if that is there too; None without.

    Raises MediaError when one of them is damaged.
    """
    embedding = embedder_for(store)
    if embedding is None:
        return None
    return VoiceModels(
        store.open(embedding),
        embedding.identity,
        segmentation=store.open(SEGMENTATION) if store.at_hand(SEGMENTATION) else None,
        threads=threads,
    )
