"""What may be opened: regular local files, and containers that name no other file.

A playlist (HLS, ffconcat, DASH, SDP) posing as .mp3 would make ffmpeg read other files or reach out
to the network, so the demuxers are an allow-list and `file` is the only protocol.
"""

import stat
from pathlib import Path

from mediahub.errors import MediaError, system_reason
from mediahub.mediafile.protection import is_protected

DEMUXERS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dsf,dss,dts,dv,eac3,flac,flv,gsm,matroska,webm,"
    "mov,mp4,m4a,3gp,3g2,mj2,mp3,mpc,mpc8,mpeg,mpegts,mxf,nut,oga,ogg,rm,tak,tta,voc,w64,wav,wv"
)
"""ffmpeg's names of the containers that are read, as `-format_whitelist` wants them.

Each holds its sound itself. None of them names another file, as playlists do.
"""

INPUT_OPTIONS = {"format_whitelist": DEMUXERS, "protocol_whitelist": "file"}
"""For ffmpeg's `-i` and for PyAV alike."""

TO_THE_END = {"ignore_length": "1"}
"""Further options for a WAV file whose header tells less than there is."""

_PLAYLISTS = (b"ffconcat", b"#EXTM3U", b"<?xml", b"<MPD", b"v=0", b"[playlist]")


def url(path: Path) -> str:
    """The path as ffmpeg takes it without reading options, protocols or patterns into the name."""
    return f"file:{path.absolute()}"


def require_file(path: Path) -> None:
    """Check that `path` is a readable, regular file that isn't empty. Raises MediaError."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise MediaError(
                f"{path.name}: not a file. Put the recording itself here.",
                swedish=f"{path.name}: det är ingen fil. Lägg själva inspelningen här.",
            )
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise MediaError(
            f"{path.name}: the file is not there. Put it back, or take the item out of theme.toml.",
            swedish=f"{path.name}: filen finns inte. Lägg tillbaka den, eller ta bort den ur "
            "theme.toml.",
        ) from error
    except OSError as error:
        raise MediaError(
            f"{path.name}: the file cannot be read ({error.strerror}). "
            "Give the user who runs mediahub the right to read it.",
            swedish=f"{path.name}: filen får inte läsas ({system_reason(error).swedish}). Ge "
            "den som kör "
            "mediahub rätt att läsa den.",
        ) from error
    if state.st_size == 0:
        raise MediaError(
            f"{path.name}: the file is empty (0 bytes). Copy it again from the original.",
            swedish=f"{path.name}: filen är tom. Kopiera den på nytt från originalet.",
        )


def refuse_protected(path: Path) -> None:
    """Refuse a file whose sound is encrypted. Raises MediaError."""
    try:
        protected = is_protected(path)
    except OSError:
        return  # told by whoever reads it
    if protected:
        raise MediaError(
            f"{path.name}: the sound is protected against copying (DRM), as shops and streaming "
            "services do it: nobody else could play it. Take the unprotected original.",
            swedish=f"{path.name}: ljudet är kopieringsskyddat (DRM), som det är från butiker och "
            "strömningstjänster. Ingen annan skulle kunna spela upp det. Ta det oskyddade "
            "originalet.",
        )


def unreadable(path: Path, detail: str) -> MediaError:
    """The MediaError for a file that no allowed demuxer makes sense of; `detail` is ffmpeg's."""
    with path.open("rb") as file:
        head = file.read(1024)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_PLAYLISTS):
        what = (
            "a playlist or other list of files, not a recording. Put the recording itself here; "
            "nothing that the list names was read."
        )
        swedish = (
            "det är en spellista eller en annan lista över filer, ingen inspelning. Lägg själva "
            "inspelningen här. Inget som listan nämner har lästs."
        )
    elif _is_text(head):
        what = "a text file, not a recording. Check that the right file was copied."
        swedish = "det är en textfil, ingen inspelning. Se efter att det är rätt fil."
    elif head[4:8] == b"ftyp" or "moov atom not found" in detail:
        what = (
            "not a whole MP4 file: its index (moov) is missing, as when a recording or a copy was "
            "broken off. Copy it again from the original, or export it anew."
        )
        swedish = (
            "MP4-filen är inte hel: dess register (moov) saknas, som när en inspelning eller "
            "kopiering har avbrutits. Kopiera den på nytt från originalet, eller exportera den på "
            "nytt."
        )
    else:
        what = (
            f"not a sound or film file that can be read ({detail}). "
            "Export it as MP3, M4A, WAV or MP4, or copy it again from the original."
        )
        swedish = (
            "det är ingen ljud- eller filmfil som går att läsa. Exportera den som MP3, M4A, WAV "
            "eller MP4, eller kopiera den på nytt från originalet."
        )
    return MediaError(f"{path.name}: {what}", swedish=f"{path.name}: {swedish}")


def _is_text(head: bytes) -> bool:
    # The last character may be cut in two, hence the few bytes left out.
    for end in (len(head), -1, -2, -3):
        try:
            text = head[:end].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return bool(text) and all(c.isprintable() or c in "\r\n\t\ufeff" for c in text)
    return False
