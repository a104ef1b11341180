"""Stills: one picture of a film, to be shown before it starts."""

from pathlib import Path

from mediahub.mediafile.allowed import INPUT_OPTIONS, require_file, url
from mediahub.mediafile.process import arguments, run, writing

FRAMES = 150
"""How many frames ffmpeg's `thumbnail` filter weighs: some 5 s of film, past a fade from black."""
WIDEST = 1280


def still(source: Path, target: Path, *, time_limit_s: float) -> None:
    """Write the most telling of a film's first frames as the JPEG `target`, at most 1280 wide.

    The same film gives the same picture. Raises MediaError as `decode` does.
    """
    import ffmpeg

    require_file(source)
    with writing(source, target) as temporary:
        graph = (
            ffmpeg.input(url(source), an=None, sn=None, dn=None, **INPUT_OPTIONS)["v:0"]
            .filter("thumbnail", n=FRAMES)
            .filter("scale", f"min({WIDEST},iw)", -2)
            .output(
                url(temporary),
                format="image2",
                update=1,
                vframes=1,
                map_metadata=-1,
                fflags="+bitexact",
                **{"q:v": 4},
            )
        )
        run(arguments(graph), source, time_limit_s=time_limit_s)
