"""The two kinds of error a person can mend; everything else is a bug and shows a traceback."""

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
