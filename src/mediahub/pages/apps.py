"""Links that open a feed in a common podcast app."""

from typing import NamedTuple
from urllib.parse import quote, urlsplit

from mediahub.feed.addresses import ascii_url

_APPS = (
    ("Apple Podcaster", "podcast://{bare}"),
    ("Pocket Casts", "pktc://subscribe/{bare}"),
    ("Overcast", "overcast://x-callback-url/add?url={quoted}"),
    ("AntennaPod", "https://antennapod.org/deeplink/subscribe?url={quoted}"),
    ("Podcast Addict", "https://podcastaddict.com/feed/{quoted}"),
)
"""Their own documentation's forms: the scheme of Apple's Podcasts app, Pocket Casts' and Overcast's
URL schemes, AntennaPod's deep links, Podcast Addict's subscription links."""


class App(NamedTuple):
    """An app, and the address that opens the feed in it."""

    name: str
    address: str


def apps_for(feed_url: str) -> tuple[App, ...]:
    """The apps for a feed on the web; none for one on this machine, which no app can get."""
    url = ascii_url(feed_url)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.hostname in (None, "127.0.0.1", "localhost"):
        return ()
    bare, quoted = url.split("://", 1)[1], quote(url, safe="")
    return tuple(App(name, form.format(bare=bare, quoted=quoted)) for name, form in _APPS)
