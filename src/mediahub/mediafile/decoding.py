"""Decode: a file's sound as 16 kHz mono samples, on the file's own timeline."""

from pathlib import Path

from mediahub.atomic import remove_unfinished
from mediahub.errors import MediaError
from mediahub.mediafile.allowed import require_file, url
from mediahub.mediafile.audio import LONGEST_S, RATE, Audio, open_audio
from mediahub.mediafile.process import arguments, run, writing
from mediahub.mediafile.taking import USUAL, Sound


def decode(source: Path, target: Path, *, time_limit_s: float, sound: Sound = USUAL) -> Audio:
    """Decode the `sound` of `source` into `target`, raw little-endian int16 at 16 kHz.

    Samples keep the file's timeline: sound that starts late or has a hole in a film is preceded by
    or filled with silence. A file cut short gives what is there. `target` takes its place only when
    whole; what killed programs left beside it is removed, for hours of sound are gigabytes. Raises
    MediaError when there is no sound, ffmpeg fails, the time limit (s) passes, the recording is
    longer than 24 h, or `target` cannot be written.
    """
    import ffmpeg

    require_file(source)
    remove_unfinished(target)
    with writing(source, target) as temporary:
        media = ffmpeg.input(url(source), vn=None, sn=None, dn=None, **sound.options)
        graph = media[sound.stream].output(
            url(temporary),
            format="s16le",
            acodec="pcm_s16le",
            ar=RATE,
            ac=1,
            af=sound.filters,
            t=LONGEST_S,
            map_metadata=-1,
            map_chapters=-1,
        )
        run(arguments(graph), source, time_limit_s=time_limit_s)
        samples = temporary.stat().st_size // 2
        if samples == 0:
            raise MediaError(
                f"{source.name}: no sound could be read from the file. "
                "Copy it again from the original, or export it anew.",
                swedish=f"{source.name}: inget ljud gick att läsa ur filen. Kopiera den en "
                "gång till "
                "från originalet, eller exportera den på nytt.",
            )
        if samples >= LONGEST_S * RATE:
            raise MediaError(
                f"{source.name}: the recording is longer than 24 hours. Split it.",
                swedish=f"{source.name}: inspelningen är längre än 24 timmar. Dela den.",
            )
    return open_audio(target)
