"""What pages and feeds are made of, as JSON values under explicit keys: for fingerprints.

Files count by their digest, never by where they are, so a copied or moved workspace is fresh; and
a field that gets another name in the program changes nothing on disk. A field that decides what is
published has a line here, or the site does not notice that it changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mediahub.catalog import (
    Answer,
    Contributor,
    Item,
    Person,
    Publisher,
    SavedSearch,
    Series,
    Term,
    Theme,
)
from mediahub.catalog.feedvalues import Element, Location
from mediahub.pages import Frame
from mediahub.pages.askform import AskForm
from mediahub.workspace.ledger import Promise, PromisedEnclosure

Json = dict[str, Any]

FEED_VERSION = 7
"""Grows when feeds or pages come out differently of the same values."""


def series_inputs(
    series: Series,
    publisher: Publisher,
    *,
    base: str,
    guid: str | None,
    cover: str | None,
    episodes: Sequence[Json],
    orphans: Iterable[Promise],
    frame: Frame,
) -> Json:
    """All that a series' feed and pages are made of; `cover` is its picture's digest."""
    return {
        "version": FEED_VERSION,
        "frame": frame_json(frame),
        "base": base,
        "publisher": publisher_json(publisher),
        "series": series_json(series),
        "guid": guid,
        "cover": cover,
        "episodes": list(episodes),
        "orphans": [promise_json(promise) for promise in orphans],
    }


def episode_inputs(
    item: Item,
    promise: Promise | None,
    theme: Theme | None,
    digests: Mapping[str, str | None],
) -> Json:
    """All that an episode's page and its entry in the feed are made of, besides its series.

    `digests` are those of the files it is made of, by what they are (source, transcript, chapters,
    image, …).
    """
    return {
        "item": item_json(item),
        "promise": None if promise is None else promise_json(promise),
        "theme": None if theme is None else theme_json(theme),
        "digests": dict(digests),
    }


def publisher_json(publisher: Publisher) -> Json:
    """Who stands behind the feeds."""
    return {"name": publisher.name, "email": publisher.email, "link": publisher.link}


def frame_json(frame: Frame) -> Json:
    """What all pages have round their own; files are named by their bytes."""
    return {
        "publisher": frame.publisher,
        "base": frame.base,
        "style": frame.style,
        "script": frame.script,
        "link": frame.link,
        "logo": frame.logo,
        "contact": frame.contact,
        "credits": list(frame.credits),
        "credit_logo": frame.credit_logo,
        "credit_logo_text": frame.credit_logo_text,
        "license": frame.license,
        "accessibility": frame.accessibility,
        "report": frame.report,
        "privacy": frame.privacy,
        "themes": frame.themes,
    }


def series_json(series: Series) -> Json:
    """A series, without which items fall into it; its cover counts by its digest."""
    return {
        "id": series.id,
        "title": series.title,
        "description": series.description,
        "language": series.language,
        "category": list(series.category),
        "link": series.link,
        "author": series.author,
        "explicit": series.explicit,
        "type": series.type,
        "medium": series.medium,
        "license": series.license,
        "license_url": series.license_url,
        "copyright": series.copyright,
        "new_feed_url": series.new_feed_url,
        "block": series.block,
        "complete": series.complete,
        "funding": [[one.link, one.text] for one in series.funding],
        "location": location_json(series.location),
        "contributors": [contributor_json(one) for one in series.contributors],
        "update_frequency": [series.update_frequency.text, series.update_frequency.rule]
        if series.update_frequency
        else None,
        "elements": elements_json(series.elements),
    }


def location_json(place: Location | None) -> Json | None:
    """A place."""
    if place is None:
        return None
    return {"name": place.name, "geo": place.geo, "osm": place.osm, "country": place.country}


def elements_json(elements: Iterable[Element]) -> list[Json]:
    """Elements of XML of people's own."""
    return [
        {
            "name": one.name,
            "namespace": one.namespace,
            "text": one.text,
            "attributes": dict(one.attributes),
        }
        for one in elements
    ]


def item_json(item: Item) -> Json:
    """An item as listeners meet it: nothing of where its files are or how it is transcribed."""
    return {
        "id": item.id,
        "title": item.title,
        "kind": item.kind,
        "description": item.description,
        "label": item.label,
        "formats": list(item.formats),
        "links": [{"title": link.title, "address": link.address} for link in item.links],
        "image_caption": item.image_caption,
        "image_description": item.image_description,
        "contributors": [contributor_json(one) for one in item.contributors],
        "language": item.language,
        "link": item.link,
        "season": item.season,
        "episode": item.episode,
        "explicit": item.explicit,
        "episode_type": item.episode_type,
        "block": item.block,
        "location": location_json(item.location),
        "soundbites": [[one.start_ms, one.duration_ms, one.title] for one in item.soundbites],
        "elements": elements_json(item.elements),
        # The promise tells when; that nobody says so any more is told when the feed is made.
        "published": None if item.published is None else item.published.isoformat(),
    }


def contributor_json(contributor: Contributor) -> Json:
    """A person's part in an item."""
    return {"role": contributor.role, **person_json(contributor.person)}


def person_json(person: Person) -> Json:
    """A person, whose picture in the workspace counts by its digest."""
    return {
        "id": person.id,
        "name": person.name,
        "title": person.role,
        "link": person.link,
        "picture": person.picture,
        "listed": person.listed,
        **_described("picture_description", person.picture_description),
    }


def theme_json(theme: Theme) -> Json:
    """What an episode's page tells of its theme."""
    return {
        "id": theme.id,
        "title": theme.title,
        "introduction": theme.introduction,
        "glossary": glossary_json(theme),
        "questions": list(theme.questions),
        "contact": theme.contact,
        "credits": list(theme.credits),
        "ask": theme.ask,
    }


def theme_page_json(theme: Theme) -> Json:
    """What a theme's own pages tell of it; its items and its picture are declared beside it."""
    return {
        **theme_json(theme),
        "date": None if theme.date is None else theme.date.isoformat(),
        "ask_address": theme.ask_address,
        "answers": [answer_json(answer) for answer in theme.answers],
        "questions_introduction": theme.questions_introduction,
        "house_rules": theme.house_rules,
        **_described("image_description", theme.image_description),
    }


def _described(key: str, text: str | None) -> Json:
    """What a picture shows; without it all is as it was made before there was such a key."""
    return {} if text is None else {key: text}


def ask_form_json(form: AskForm) -> Json:
    """A form for questions."""
    return {"action": form.action, "consent": form.consent}


def answer_json(answer: Answer) -> Json:
    """What an expert answers."""
    return {
        "question": answer.question,
        "answer": answer.answer,
        "person": None if answer.person is None else person_json(answer.person),
        "item": answer.item,
        "at_ms": answer.at_ms,
    }


def glossary_json(theme: Theme) -> list[Json]:
    """A theme's glossary, by which queries are understood."""
    return [term_json(term) for term in theme.glossary]


def search_json(search: SavedSearch) -> Json:
    """A saved search."""
    return {
        "name": search.name,
        "query": search.query,
        "speaker": search.speaker,
        "theme": search.theme,
        "series": search.series,
        "kind": search.kind,
        **({"reviewed": search.reviewed} if search.reviewed is not None else {}),
    }


def term_json(term: Term) -> Json:
    """A glossary entry."""
    return {"term": term.term, "definition": term.definition, "aliases": list(term.aliases)}


def promise_json(promise: Promise) -> Json:
    """A promise as its episode shows it."""
    return {
        "item": promise.item,
        "guid": promise.guid,
        "published": promise.published.isoformat(),
        "enclosure": enclosure_json(promise.enclosures[-1]) if promise.enclosures else None,
    }


def enclosure_json(enclosure: PromisedEnclosure) -> Json:
    """The file that a feed names."""
    return {
        "url": enclosure.url,
        "sha256": enclosure.sha256,
        "length": enclosure.length,
        "type": enclosure.type,
    }
