"""Probe, decode, encode: ffmpeg and PyAV live here and nowhere else."""

from mediahub.mediafile.audio import RATE, Audio, open_audio

__all__ = ["RATE", "Audio", "open_audio"]
