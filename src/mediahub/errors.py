"""The two kinds of error a person can mend; everything else is a bug and shows a traceback."""

import errno

from mediahub.tongues import Said


class MediahubError(Exception):
    """Something a person can put right; the message says what, where and how.

    `swedish` says the same to editors, "" where nobody has put it into words; a message that is
    `Said` brings it along.
    """

    def __init__(self, message: str, *, swedish: str = "") -> None:
        super().__init__(message)
        self.swedish = swedish or (message.swedish if isinstance(message, Said) else "")

    @property
    def said(self) -> Said:
        """What is wrong in both languages, in English where there is no Swedish."""
        return Said(str(self), self.swedish or str(self))


class MediaError(MediahubError):
    """This file cannot be used: the editor acts, and the other items go on."""


class SettingsError(MediahubError):
    """The workspace is wrong: the operator acts, and nothing is touched."""


def system_reason(error: OSError) -> Said:
    """Why the system refused, in its own English; in Swedish where it is one of the usual ways."""
    english = error.strerror or str(error) or type(error).__name__
    return Said(english, _REASONS.get(error.errno or 0, english))


_REASONS = {
    errno.EACCES: "åtkomst nekas",
    errno.EADDRINUSE: "adressen används redan",
    errno.EADDRNOTAVAIL: "adressen finns inte på den här datorn",
    errno.EBUSY: "den används",
    errno.ECONNREFUSED: "anslutningen nekades",
    errno.ECONNRESET: "anslutningen bröts",
    errno.EEXIST: "den finns redan",
    errno.EFBIG: "filen är för stor",
    errno.EHOSTUNREACH: "datorn går inte att nå",
    errno.EIO: "disken går inte att läsa eller skriva",
    errno.EISDIR: "det är en mapp",
    errno.ELOOP: "länkarna leder runt",
    errno.EMFILE: "för många filer är öppna",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.ENETUNREACH: "nätet går inte att nå",
    errno.ENFILE: "för många filer är öppna",
    errno.ENOENT: "finns inte",
    errno.ENOEXEC: "filen är inget program",
    errno.ENOMEM: "minnet är slut",
    errno.ENOSPC: "disken är full",
    errno.ENOTDIR: "det är ingen mapp",
    errno.ENOTEMPTY: "mappen är inte tom",
    errno.EPERM: "det är inte tillåtet",
    errno.EROFS: "disken går bara att läsa",
    errno.ESTALE: "nätverksmappen har ändrats",
    errno.ETIMEDOUT: "det tog för lång tid",
}
"""Why a system refuses, in Swedish, by its number."""
