"""How long those who do the work have been away: told once as they go, and once as they are back.

It knows no clock: who waits asks it how long, and tells it when the work has begun again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from mediahub.tongues import Words

PAUSES_S = (15.0, 30.0, 60.0, 120.0, 300.0, 600.0)
"""How long is waited before each further try; the last for all that follow."""

AGAIN = Words(
    "{why}\nIt is tried again by itself, in {first:g} seconds and then ever more seldom, at least "
    "every ten minutes; what is done is kept. You are told when the work goes on.",
    "{why}\nDet prövas igen av sig självt, om {first:g} sekunder och sedan allt mer sällan, minst "
    "var tionde minut. Det som är gjort är kvar. Det sägs till när arbetet går vidare.",
)
GOES_ON = Words("the work goes on", "Arbetet går vidare.")


@dataclass(frozen=True, slots=True)
class Away:
    """Who is away, by a word that tells it from others, and what a person is told of it."""

    who: str
    told: str


@dataclass
class Outage:
    """A time in which nobody does the work; `tell` hears of its beginning and its end."""

    tell: Callable[[str], None] = lambda _text: None
    _who: str | None = field(default=None, init=False)
    _tries: int = field(default=0, init=False)

    @property
    def lasts(self) -> bool:
        """Whether somebody has been away since the last that was heard."""
        return self._who is not None

    def away(self, away: Away) -> float:
        """Somebody is away: the seconds until it is tried again.

        It is told when nobody was away before, or somebody else.
        """
        pause = PAUSES_S[min(self._tries, len(PAUSES_S) - 1)]
        if away.who != self._who:
            self.tell(AGAIN.said(why=away.told, first=pause))
        self._who, self._tries = away.who, self._tries + 1
        return pause

    def over(self) -> None:
        """The work goes on, or has been done."""
        who, self._who, self._tries = self._who, None, 0  # two items may begin at once
        if who is not None:
            self.tell(GOES_ON.said())
