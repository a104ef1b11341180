"""The house's own words for one item: what its recogniser is primed with, and respelt by."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice

from mediahub.catalog import Catalogue, Item, Person
from mediahub.catalog.ids import slug
from mediahub.edits import Journal, ReplaceWords
from mediahub.language import is_stop_word, split_compound, stem, words
from mediahub.language.capitals import plain_term, uncapitalised
from mediahub.language.forms import in_dictionary
from mediahub.language.likeness import unlikeness
from mediahub.transcript import is_swedish

MOST_TERMS = 60
"""More than the recogniser's prompt has room for; it cuts by whole terms."""
MOST_CORRECTED = 20
SHORTEST = 4
SAME_NAME = 0.25
"""Unlikeness below which an alias is only another spelling of the name."""


def vocabulary(catalogue: Catalogue, item: Item, corrected: Iterable[str] = ()) -> tuple[str, ...]:
    """Names and terms that are likely to be said in the item, the most wanted first, at most 60.

    Those who speak come first (a name is what a recogniser gets wrong and a listener notices),
    then who is named, what people corrected in the item's siblings (`corrected`), the glossary of
    its theme, the glossary's other words, and what is rare in the titles of item, theme and
    series. Words that everybody knows are left out: the recogniser does too, and each takes room
    from a name. Another spelling of a name is left out as well, since it would be heard as spelt.
    """
    # Whatever the model: with whisper-base, terms that were never said cost no word (kort.mp3, WER
    # 24.5 without a prompt, 23.1 with 38 such terms, 22.5 with 23 that fit), and only names alone
    # cost a little (25.5) for twice as many names right.
    if not is_swedish(item.language):
        return tuple(dict.fromkeys(_names(item)))[:MOST_TERMS]
    terms, others = _glossary(catalogue, item)
    wanted = [
        *_names(item),
        *corrected,
        *filter(is_rare, terms),
        *filter(is_rare, others),
        *_title_words(catalogue, item),
    ]
    found: dict[str, str] = {}
    for term in wanted:
        plain = " ".join(term.split())
        if plain:
            # Inflections of a word that is there already say nothing new.
            found.setdefault(plain if " " in plain else stem(plain), plain)
    return tuple(found.values())[:MOST_TERMS]


def respelling_words(catalogue: Catalogue, item: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Full names and terms that near-misses in the item are respelt to, the likeliest first.

    Names are those of the item's contributors and then of the whole person registry. What people
    corrected in siblings is not among the terms: an edit changes no other item by itself.
    """
    people = [contributor.person.name for contributor in item.contributors]
    people += [person.name for person in catalogue.people]
    terms, others = _glossary(catalogue, item)
    return tuple(dict.fromkeys(people)), tuple(dict.fromkeys((*terms, *others)))


def described(catalogue: Catalogue, item: Item) -> str:
    """What people wrote of the item: its title, unless it was made of a file's name, and the
    description of it and of its theme's title.
    """
    theme = catalogue.theme(item.theme).title if item.theme is not None else ""
    written = ("" if item.bare else item.title, item.description, theme)
    return "\n".join(text for text in written if text)


def _glossary(catalogue: Catalogue, item: Item) -> tuple[list[str], list[str]]:
    """The terms of the item's glossary and their other words, as they stand inside a sentence.

    An entry begins with a capital in many glossaries, and the recogniser writes a word as it is
    primed with it.
    """
    glossary = catalogue.theme(item.theme).glossary if item.theme is not None else ()
    terms = [plain_term(term.term) for term in glossary]
    return terms, [plain_term(alias) for term in glossary for alias in term.aliases]


def house_words(catalogue: Catalogue, item: Item) -> tuple[str, ...]:
    """The house's names and terms, known whatever the dictionary says."""
    return tuple(chain(*respelling_words(catalogue, item)))


def corrected_words(
    journals: Mapping[str, Journal], families: Mapping[str, Collection[str]]
) -> dict[str, tuple[str, ...]]:
    """For each item the rare words that people put into its siblings, the most frequent first.

    `journals` are the edits by item id, `families` the groups (theme, series) of every item. At
    most 20 words each; items without any are left out.
    """
    own = {item_id: _put_in(journal) for item_id, journal in journals.items()}
    totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item_id, counts in own.items():
        for family in families[item_id]:
            totals[family].update(counts)
    ranked = {
        family: sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        for family, counts in totals.items()
    }
    found = {}
    for item_id, groups in families.items():
        mine = own.get(item_id, Counter())
        others = (
            word
            for family in groups
            for word, count in ranked.get(family, ())
            if count > mine[word]
        )
        words_of_others = tuple(islice(dict.fromkeys(others), MOST_CORRECTED))
        if words_of_others:
            found[item_id] = words_of_others
    return found


def _put_in(journal: Journal) -> Counter[str]:
    """How often a journal puts in each rare word that was not there before."""
    counted: Counter[str] = Counter()
    for entry in journal.standing:
        if isinstance(entry, ReplaceWords):
            before = {token.text.lower() for token in words(" ".join(entry.before))}
            after = {token.text for token in words(entry.after)}
            counted.update(
                word for word in after if word.lower() not in before and _is_rare_word(word)
            )
    return counted


@lru_cache(maxsize=10_000)
def is_rare(term: str) -> bool:
    """Whether a term holds a word that is not everybody's: a compound, a name, an abbreviation."""
    return any(_is_rare_word(token.text) for token in words(term))


def _is_rare_word(word: str) -> bool:
    if not any(map(str.isalpha, word)) or is_stop_word(word):
        return False
    if word[1:] != word[1:].lower():
        return True  # SoL, LSS
    # What the dictionary lists is common, unless it is put together of other words.
    return len(word) >= SHORTEST and (not in_dictionary(word) or len(split_compound(word)) > 1)


def _names(item: Item) -> Iterator[str]:
    heard = [one.person for one in item.contributors if one.heard]
    named = [one.person for one in item.contributors if not one.heard]
    for person in (*heard, *named):
        yield person.name
        yield from _other_names(person)


def _other_names(person: Person) -> Iterator[str]:
    """The aliases that are names of their own (a maiden name), not other spellings."""
    for alias in person.aliases:
        if unlikeness(alias, person.name) >= SAME_NAME:
            yield alias


def _title_words(catalogue: Catalogue, item: Item) -> Iterator[str]:
    titles = [] if item.bare else [item.title]
    if item.theme is not None:
        titles.append(catalogue.theme(item.theme).title)
    if item.series is not None and not _is_default(catalogue, catalogue.serie(item.series).title):
        titles.append(catalogue.serie(item.series).title)
    for title in titles:
        shouted = title.isupper() and " " in title
        for token in words(title.capitalize() if shouted else title):
            word = uncapitalised(token.text)
            capital = word[:1].isupper() and token.start > 0 and not is_stop_word(word)
            if capital or _is_rare_word(word):
                yield word


def _is_default(catalogue: Catalogue, title: str) -> bool:
    """Whether a series' title is what it is called when nobody names it: the publisher's name,
    which is the workspace's folder's when nobody names that either. Neither is what is spoken of.
    """
    return title == catalogue.publisher.name or slug(title) == slug(catalogue.root.name)
