"""Probe, decode, encode: ffmpeg and PyAV live here and nowhere else."""

from mediahub.mediafile.audio import RATE, Audio, open_audio
from mediahub.mediafile.decoding import decode
from mediahub.mediafile.ffmetadata import Tags
from mediahub.mediafile.info import AudioStream, MediaInfo, VideoStream, enclosure_suffix
from mediahub.mediafile.probing import probe
from mediahub.mediafile.process import build_identity, stop_all
from mediahub.mediafile.rendering import render
from mediahub.mediafile.stills import still

__all__ = [
    "RATE",
    "Audio",
    "AudioStream",
    "MediaInfo",
    "Tags",
    "VideoStream",
    "build_identity",
    "decode",
    "enclosure_suffix",
    "open_audio",
    "probe",
    "render",
    "still",
    "stop_all",
]
