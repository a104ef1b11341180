"""Whether the documents of a paged feed lead to each other, and hold each episode once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from mediahub.feed import Fault, url_under
from mediahub.feed.namespaces import NAMESPACES
from mediahub.site.values import Site

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELATIONS = ("first", "previous", "next", "last")


def chain_faults(site: Site, roots: "Mapping[str, _Element]") -> Iterator[Fault]:
    """What is wrong with the links between the documents, by address from the newest to the oldest.

    A feed in one document has none.
    """
    addresses = [url_under(site.base, *address.split("/")) for address in roots]
    wanted: dict[str, dict[str, str]] = {address: {} for address in addresses}
    for newer, older in pairwise(addresses):
        wanted[newer]["next"], wanted[older]["previous"] = older, newer
    for own in wanted.values() if len(addresses) > 1 else ():
        own["first"], own["last"] = addresses[0], addresses[-1]
    for (address, root), own in zip(roots.items(), wanted.values(), strict=True):
        links = [
            (link.get("rel", ""), link.get("href", ""))
            for link in root.iterfind("channel/atom:link", NAMESPACES)
            if link.get("rel") in _RELATIONS
        ]
        if sorted(links) != sorted(own.items()):
            says = f"the links of {address} to the other documents of the feed are {dict(links)}"
            yield Fault("paging", f"{says}, not {own}")
    guids = Counter(
        (item.findtext("guid") or "").strip()
        for root in roots.values()
        for item in root.iterfind("channel/item")
    )
    for guid, times in guids.items():
        if times > 1 and len(addresses) > 1:
            yield Fault("paging", f"{times} documents of the feed hold the episode {guid}", guid)
