"""What every page has round its own: style, publisher, menu and foot."""

from dataclasses import dataclass

from markupsafe import Markup

from mediahub.feed.names import PAGE
from mediahub.feed.values import PREVIEW_URL

POLICY = Markup(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
"""What a page may load, as a Content-Security-Policy: nothing of others, nothing written in it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a site share; addresses of files are as seen from its root.

    `base` is the site's public address, without a final slash. `contact`, `credits` and `license`
    are Markdown. `themes` says whether there is any theme to lead to.
    """

    publisher: str
    base: str
    style: str
    script: str
    link: str | None = None
    logo: str | None = None
    contact: str | None = None
    credits: tuple[str, ...] = ()
    credit_logo: str | None = None
    credit_logo_text: str = ""
    license: str | None = None
    accessibility: str | None = None
    report: str | None = None
    privacy: str | None = None
    themes: bool = False

    @property
    def public(self) -> bool:
        """Whether the site has an address of its own; without one it is the preview's."""
        return self.base != PREVIEW_URL

    def url(self, address: str) -> str:
        """The full address of a page or file; a folder's page is called by its folder."""
        return f"{self.base}/{address.removesuffix(PAGE)}"


def root_of(address: str) -> str:
    """The way from a page to the site's root, such as `../../`."""
    return "../" * address.count("/")
