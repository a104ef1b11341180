"""The house's own words for one item: what its recogniser is primed with."""

from mediahub.catalog import Catalogue, Item


def vocabulary(catalogue: Catalogue, item: Item) -> tuple[str, ...]:
    """Names and terms that are likely to be said in the item, the most likely first.

    Contributors come first (a name is what a recogniser gets wrong and a listener notices), then
    the glossary of the item's theme with its aliases. The recogniser cuts the list by whole terms
    when it is longer than it can take in.
    """
    terms: list[str] = [contributor.person.name for contributor in item.contributors]
    if item.theme is not None:
        for term in catalogue.theme(item.theme).glossary:
            terms.append(term.term)
            terms.extend(term.aliases)
    return tuple(dict.fromkeys(term.strip() for term in terms if term.strip()))
