"""Sounds in which nobody speaks, made with numpy: silence, noise, hum and music.

All are float64 at 16 kHz with an RMS of 1 (silence: 0), and the same at every call.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

RATE = 16_000

Sound = NDArray[np.float64]
Samples = NDArray[np.int16]


def silence(seconds: float) -> Sound:
    """Nothing at all."""
    return np.zeros(round(seconds * RATE))


def white(seconds: float) -> Sound:
    """White noise: a hiss."""
    return _level(_rng().normal(size=round(seconds * RATE)))


def pink(seconds: float) -> Sound:
    """Pink noise: rain, a ventilator, the murmur of a room."""
    count = round(seconds * RATE)
    spectrum = np.fft.rfft(_rng().normal(size=count))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    return _level(np.fft.irfft(spectrum, count))


def hum(seconds: float) -> Sound:
    """Mains hum: 50 Hz and its harmonics."""
    time = _time(seconds)
    parts = [np.sin(2 * np.pi * 50 * part * time) / part for part in (1, 2, 3, 5, 7)]
    return _level(np.sum(parts, axis=0))


def music(seconds: float) -> Sound:
    """A jingle: four chords, a bass, a tune above, and a drum on every beat at 110 a minute."""
    time, beat = _time(seconds), 60 / 110
    sound = np.zeros(len(time))
    chords = ((57, 60, 64), (53, 57, 60), (48, 52, 55), (55, 59, 62))
    tune = (76, 79, 81, 79, 76, 72, 74, 76, 77, 76, 74, 72, 71, 74, 79, 74)
    for number in range(int(seconds / beat) + 1):
        chord = chords[number // 4 % 4]
        if number % 4 == 0:
            for note in chord:
                _strike(sound, number * beat, 4 * beat, note, 0.4, decay=0.8)
        _strike(sound, number * beat, beat, chord[0] - 24, 0.6, decay=3)
        for half in (0, 1):
            note = tune[(2 * number + half) % len(tune)]
            _strike(sound, (number + half / 2) * beat, beat / 2, note, 0.5, decay=4)
        start = round(number * beat * RATE)
        hit = _rng(number).normal(size=RATE // 8) * np.exp(-np.arange(RATE // 8) / 300)
        sound[start : start + len(hit)] += 0.5 * hit[: len(sound) - start]
    return _level(sound)


def song(seconds: float) -> Sound:
    """A hummed tune with vibrato, one voice and a soft organ: what a detector takes for speech."""
    time = _time(seconds)
    tune = (57, 60, 62, 64, 62, 60, 59, 57, 55, 57, 60, 57)
    notes = np.array(tune)[(time / 0.8).astype(int) % len(tune)]
    pitch = 220 * 2 ** ((notes - 57) / 12) * (1 + 0.015 * np.sin(2 * np.pi * 5.5 * time))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    voice = np.zeros(len(time))
    for part in range(1, 14):  # a vowel: louder about 600, 1000 and 2500 Hz
        at = pitch * part
        vowel = sum(np.exp(-(((at - peak) / 180) ** 2)) for peak in (600, 1000, 2500))
        voice += (0.1 + vowel) / part * np.sin(part * phase)
    breath = np.minimum(1, np.abs(np.sin(np.pi * time / 0.8)) * 2)
    organ = sum(np.sin(2 * np.pi * tone * time) for tone in (110, 164.8, 220))
    return _level(voice * breath + 0.15 * organ)


SPEECHLESS: Mapping[str, Callable[[float], Sound]] = {
    "silence": silence,
    "white noise": white,
    "pink noise": pink,
    "hum": hum,
    "music": music,
    "humming": song,
}


def at_level(sound: Sound, decibels: float) -> Samples:
    """A sound as samples, `decibels` below full scale (negative); cut where it is too loud."""
    scaled = sound * 32_768 * 10 ** (decibels / 20)
    return np.clip(np.round(scaled), -32_768, 32_767).astype(np.int16)


def under(speech: Samples, sound: Sound, snr: float) -> Samples:
    """Speech with a sound of the same length under it, `snr` dB softer than the speech.

    The speech's level is that of its louder half, so that its pauses don't count.
    """
    clean = speech.astype(np.float64)
    frames = clean[: len(clean) // 1600 * 1600].reshape(-1, 1600)
    powers = np.sort((frames**2).mean(axis=1))[len(frames) // 2 :]
    level = np.sqrt(powers.mean()) / 10 ** (snr / 20)
    return np.clip(np.round(clean + sound * level), -32_768, 32_767).astype(np.int16)


def _rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def _time(seconds: float) -> Sound:
    return np.arange(round(seconds * RATE)) / RATE


def _level(sound: Sound) -> Sound:
    return sound / np.sqrt((sound**2).mean())


def _strike(
    sound: Sound, start: float, length: float, note: float, loud: float, *, decay: float
) -> None:
    """Add a plucked note (MIDI number) to a sound."""
    begin = round(start * RATE)
    time = _time(length)[: max(0, len(sound) - begin)]
    pitch = 440 * 2 ** ((note - 69) / 12)
    wave = sum(np.sin(2 * np.pi * pitch * part * time) / part**2 for part in (1, 2, 3, 4))
    rise = np.minimum(1, time / 0.01)
    sound[begin : begin + len(time)] += loud * wave * rise * np.exp(-decay * time)
