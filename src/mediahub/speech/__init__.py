"""Audio in, Recognition and Diarisation out."""

from mediahub.speech.diarise import diarise
from mediahub.speech.lanes import Lanes
from mediahub.speech.recognise import recognise
from mediahub.speech.recogniser import Recogniser, RecogniserSettings
from mediahub.speech.regions import speech_regions

__all__ = ["Lanes", "Recogniser", "RecogniserSettings", "diarise", "recognise", "speech_regions"]
