"""The two kinds of error a person can mend; everything else is a bug and shows a traceback."""


class MediahubError(Exception):
    """Something a person can put right; the message says what, where and how."""


class MediaError(MediahubError):
    """This file cannot be used: the editor acts, and the other items go on.

    `swedish` says the same to who handed the file in; "" where nobody has put it into words.
    """

    def __init__(self, message: str, *, swedish: str = "") -> None:
        super().__init__(message)
        self.swedish = swedish


class SettingsError(MediahubError):
    """The workspace is wrong: the operator acts, and nothing is touched."""
