"""Covers: the picture that an author put into a media file."""

from pathlib import Path

from mediahub.mediafile.probing import is_cover, opened

_MOST = 64
"""A cover is among a file's first packets, where it is one at all."""


def cover_of(path: Path) -> bytes | None:
    """The bytes of the file's cover, a JPEG, PNG or the like as it lies there; None without one.

    Raises MediaError when the file cannot be read.
    """
    import av

    with opened(path) as container:
        covers = [one for one in container.streams.video if one.codec_context and is_cover(one)]
        if not covers:
            return None
        try:
            for number, packet in enumerate(container.demux(covers[0])):
                if packet.size:
                    return bytes(packet)
                if number >= _MOST:
                    break
        except av.FFmpegError:
            return None
    return None
