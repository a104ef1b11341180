"""Where the reading of an expression stands: its tokens, the present one, and faults at a place."""

from mediahub.errors import SettingsError
from mediahub.pipeline.selection.tokens import Token, fault, tokens


class Cursor:
    """One reading of a text, from its first token to its last."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._at = 0

    @property
    def now(self) -> Token:
        """The token to be read."""
        return self._tokens[self._at]

    @property
    def before(self) -> Token:
        """The token that was read last."""
        return self._tokens[self._at - 1]

    @property
    def following(self) -> Token:
        """The token after the present one; at the end the last."""
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    @property
    def through(self) -> bool:
        """Whether everything is read."""
        return self.now.kind == "end"

    @property
    def in_list(self) -> bool:
        """Whether a list that was opened is not closed yet."""
        signs = [one.value for one in self._tokens[: self._at] if one.kind == "sign"]
        return signs.count("[") > signs.count("]")

    def next(self) -> Token:
        """The present token, which is read with this."""
        token = self.now
        self._at += 1
        return token

    def take(self, value: str) -> bool:
        """Whether this word or sign stands here; then it is read."""
        token = self.now
        word = token.value.lower() if token.kind == "word" else token.value
        if token.kind in ("word", "sign") and word == value:
            self._at += 1
            return True
        return False

    def refused(self, what: str, token: Token | None = None) -> SettingsError:
        """The fault at a token, the present one if none is given."""
        at = token or self.now
        return self.refused_from(at.start, at.end, what)

    def refused_from(self, start: int, end: int, what: str) -> SettingsError:
        """The fault between two places in the text."""
        return fault(self._text, start, end, what)
