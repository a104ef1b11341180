"""The form by which readers put questions to the experts, and what it says of what becomes of them.

The site stands still, so the form is sent to an address of its own, which answers by leading back
to a page of the site.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from mediahub.feed.addresses import ascii_url

THANKS = "tack.html"
"""The file name, beside the page with the form, of the page that who has asked is led to."""
LONGEST_QUESTION = 2000
LONGEST_NAME = 100
"""Characters that a form takes."""
TRAP = "webbplats"
"""The name of a field that no person sees: what fills it in is a machine."""


@dataclass(frozen=True, slots=True)
class AskForm:
    """A form that is sent to `action`, a full address; `consent` is told above its button."""

    action: str
    consent: str

    @property
    def origin(self) -> str:
        """The scheme, host and port that a page must allow forms to be sent to."""
        return origin_of(self.action)


def ask_form(address: str, keep: timedelta, consent: str | None = None) -> AskForm:
    """The form for questions that are sent to `address` and erased after `keep`."""
    return AskForm(ascii_url(address), consent or usual_consent(keep))


def usual_consent(keep: timedelta) -> str:
    """What whoever asks is told where the publisher says nothing else."""
    return (
        "Redaktionen läser din fråga. Den kan publiceras här med ett svar, men inte ditt namn. "
        f"Det du skickar raderas efter {_days(keep)}. Inget annat om dig sparas."
    )


def origin_of(address: str) -> str:
    """The origin of an address as browsers write it: without the scheme's usual port.

    Raises ValueError for what is no address of the web.
    """
    parts = urlsplit(ascii_url(address))
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{address!r} is no address of the web")
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    port = f":{parts.port}" if parts.port not in (None, usual) else ""
    return f"{parts.scheme}://{host}{port}"


def _days(keep: timedelta) -> str:
    hours = round(keep.total_seconds() / 3600)
    if hours % 24 or hours < 48:
        return "en timme" if hours == 1 else f"{hours} timmar"
    days = hours // 24
    return f"{days // 7} veckor" if days % 7 == 0 and days > 7 else f"{days} dagar"
