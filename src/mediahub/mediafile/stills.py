"""Stills: one picture of a film, to be shown before it starts, and many for its time line."""

from pathlib import Path

from mediahub.mediafile.allowed import INPUT_OPTIONS, require_file, url
from mediahub.mediafile.process import arguments, run, writing

SPARSE_MS = 6_000
"""Pictures that stand so far apart are taken of keyframes alone."""
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


def contact_sheet(
    source: Path,
    target: Path,
    *,
    every_ms: int,
    count: int,
    columns: int,
    cell: tuple[int, int],
    time_limit_s: float,
) -> None:
    """Write a film's pictures as one PNG, row by row: one each `every_ms` from its beginning.

    `cell` is the width and height of each (pixels), into which the film's picture is fitted; where
    it ends before `count` of them the rest is black. Where they stand far apart the nearest
    keyframes are taken, which saves decoding the rest. The same film gives the same picture. Raises
    MediaError as `decode` does.
    """
    import ffmpeg

    require_file(source)
    width, height = cell
    sparse = {"skip_frame": "nokey"} if every_ms >= SPARSE_MS else {}
    with writing(source, target) as temporary:
        graph = (
            ffmpeg.input(url(source), an=None, sn=None, dn=None, **sparse, **INPUT_OPTIONS)["v:0"]
            .filter("fps", fps=f"1000/{every_ms}", start_time=0)
            .filter("scale", width, height, force_original_aspect_ratio="decrease")
            .filter("pad", width, height, "(ow-iw)/2", "(oh-ih)/2")
            .filter("setsar", 1)
            .filter("tile", layout=f"{columns}x{-(-count // columns)}", nb_frames=count)
            .output(
                url(temporary),
                format="image2",
                update=1,
                vframes=1,
                map_metadata=-1,
                fflags="+bitexact",
                vcodec="png",
                pix_fmt="rgb24",
            )
        )
        run(arguments(graph), source, time_limit_s=time_limit_s)
