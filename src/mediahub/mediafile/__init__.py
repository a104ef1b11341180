"""Probe, decode, encode: ffmpeg and PyAV live here and nowhere else."""

from mediahub.mediafile.audio import RATE, Audio, open_audio
from mediahub.mediafile.covers import cover_of
from mediahub.mediafile.decoding import decode
from mediahub.mediafile.enclosed import Enclosed, enclosed
from mediahub.mediafile.examining import Examined, examine, no_speech
from mediahub.mediafile.ffmetadata import Tags
from mediahub.mediafile.info import AudioStream, MediaInfo, VideoStream, enclosure_suffix
from mediahub.mediafile.probing import probe
from mediahub.mediafile.process import build_identity, stop_all
from mediahub.mediafile.rendering import render
from mediahub.mediafile.stills import contact_sheet, still
from mediahub.mediafile.taking import USUAL, Sound, sound_from_json, sound_to_json

__all__ = [
    "RATE",
    "USUAL",
    "Audio",
    "AudioStream",
    "Enclosed",
    "Examined",
    "MediaInfo",
    "Sound",
    "Tags",
    "VideoStream",
    "build_identity",
    "contact_sheet",
    "cover_of",
    "decode",
    "enclosed",
    "enclosure_suffix",
    "examine",
    "no_speech",
    "open_audio",
    "probe",
    "render",
    "sound_from_json",
    "sound_to_json",
    "still",
    "stop_all",
]
