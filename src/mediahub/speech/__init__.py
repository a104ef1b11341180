"""Audio in, Recognition and Diarisation out."""

from mediahub.speech.diarise import diarise
from mediahub.speech.embedding import VoiceModels
from mediahub.speech.opening import open_recogniser, open_voice_models
from mediahub.speech.recognise import Partial, partial_from_json, partial_to_json, recognise
from mediahub.speech.recogniser import Recogniser, RecogniserSettings
from mediahub.speech.regions import speech_regions

__all__ = [
    "Partial",
    "Recogniser",
    "RecogniserSettings",
    "VoiceModels",
    "diarise",
    "open_recogniser",
    "open_voice_models",
    "partial_from_json",
    "partial_to_json",
    "recognise",
    "speech_regions",
]
