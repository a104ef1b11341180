"""Every key of every TOML file has a place where it is seen; one without does not exist."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from mediahub.catalog.media_models import ItemFile, PeopleFile, ThemeFile
from mediahub.catalog.workspace_models import MediahubFile

SEEN: dict[str, str] = {
    # mediahub.toml
    "mediahub.public_url": "every address in feed.xml, pages and the ledger",
    "mediahub.publisher.name": "feed.xml: itunes:owner, and itunes:author for a series without one",
    "mediahub.publisher.email": "feed.xml: itunes:owner and podcast:locked",
    "mediahub.publisher.link": "pages: the foot of each, and of the page of all series",
    "mediahub.series.id": "the folder feeds/ID and every address in it",
    "mediahub.series.title": "feed.xml: title; the default cover; pages",
    "mediahub.series.description": "feed.xml: description",
    "mediahub.series.kinds": "which feed an item without a series is in",
    "mediahub.series.language": "feed.xml: language",
    "mediahub.series.languages": "recognition.json: the stretches of its items",
    "mediahub.series.category": "feed.xml: itunes:category",
    "mediahub.series.image": "feed.xml: itunes:image; the cover in feeds/ID",
    "mediahub.series.link": "feed.xml: link",
    "mediahub.series.author": "feed.xml: itunes:author; the enclosure's artist",
    "mediahub.series.explicit": "feed.xml: itunes:explicit of the channel",
    "mediahub.series.autopublish": "whether an item without a time is in the feed",
    "mediahub.series.unreviewed": "whether an item that nobody reviewed is in the feed",
    "mediahub.series.type": "feed.xml: itunes:type",
    "mediahub.series.medium": "feed.xml: podcast:medium",
    "mediahub.series.license": "feed.xml: podcast:license",
    "mediahub.series.license_url": "feed.xml: podcast:license url",
    "mediahub.series.copyright": "feed.xml: copyright; the foot of pages",
    "mediahub.series.guid": "feed.xml: podcast:guid, of a feed that was never published",
    "mediahub.series.new_feed_url": "feed.xml: itunes:new-feed-url",
    "mediahub.series.block": "feed.xml: itunes:block of the channel",
    "mediahub.series.complete": "feed.xml: itunes:complete",
    "mediahub.series.funding.link": "feed.xml: podcast:funding url",
    "mediahub.series.funding.text": "feed.xml: podcast:funding",
    "mediahub.series.location.name": "feed.xml: podcast:location of the channel",
    "mediahub.series.location.geo": "feed.xml: podcast:location geo",
    "mediahub.series.location.osm": "feed.xml: podcast:location osm",
    "mediahub.series.location.country": "feed.xml: podcast:location country",
    "mediahub.series.contributors.person": "feed.xml: podcast:person of the channel",
    "mediahub.series.contributors.role": "feed.xml: podcast:person of the channel",
    "mediahub.series.update_frequency.text": "feed.xml: podcast:updateFrequency",
    "mediahub.series.update_frequency.rule": "feed.xml: podcast:updateFrequency rrule",
    "mediahub.series.episodes_per_page": "feed.xml, feed-1.xml, …: what each holds",
    "mediahub.series.elements.name": "feed.xml: the channel's own elements",
    "mediahub.series.elements.namespace": "feed.xml: the channel's own elements",
    "mediahub.series.elements.text": "feed.xml: the channel's own elements",
    "mediahub.series.elements.attributes": "feed.xml: the channel's own elements",
    "mediahub.searches.name": "the folder feeds/sok/NAME",
    "mediahub.searches.query": "what is in feeds/sok/NAME/feed.xml",
    "mediahub.searches.speaker": "what is in feeds/sok/NAME/feed.xml",
    "mediahub.searches.theme": "what is in feeds/sok/NAME/feed.xml",
    "mediahub.searches.series": "what is in feeds/sok/NAME/feed.xml",
    "mediahub.searches.kind": "what is in feeds/sok/NAME/feed.xml",
    "mediahub.searches.reviewed": "what is in feeds/sok/NAME/feed.xml",
    "mediahub.speech.model": "recognition.json: model",
    "mediahub.speech.device": "where the model runs",
    "mediahub.speech.compute_type": "recognition.json",
    "mediahub.speech.threads": "how many cores a run uses",
    "mediahub.speech.batch_size": "how many chunks are decoded together",
    "mediahub.speech.beam_size": "recognition.json",
    "mediahub.speech.fillers": "transcript.json and captions: eh, öhm, hm",
    "mediahub.speech.name_from_speech": "transcript.json and pages: names of speakers",
    "mediahub.media.time_limit_factor": "when ffmpeg is stopped",
    "mediahub.media.loudness": "the loudness of enclosures",
    "mediahub.finished.command": "which program is told of a run that did something",
    "mediahub.finished.webhook": "which address is told of a run that did something",
    "mediahub.search.engine": "which engine holds the search index",
    "mediahub.search.dsn": "which server holds it",
    "mediahub.search.schema_name": "in which schema of the database it stands",
    "mediahub.publish.target": "where feeds/ is brought to",
    "mediahub.publish.endpoint": "which S3 service is asked",
    "mediahub.publish.region": "which S3 service is asked",
    "mediahub.questions.address": "pages: tema/ID/experterna, where the form is sent",
    "mediahub.questions.keep": "how long a question is kept in private/questions",
    "mediahub.questions.consent": "pages: tema/ID/experterna, above the form's button",
    "mediahub.staff.header": "who is logged in to the staff site",
    "mediahub.staff.proxies": "who is logged in to the staff site",
    "mediahub.staff.oidc.issuer": "where the staff site's login leads",
    "mediahub.staff.oidc.client_id": "where the staff site's login leads",
    "mediahub.staff.oidc.name_claim": "who is logged in to the staff site",
    "mediahub.staff.oidc.role_claim": "as what somebody is logged in to the staff site",
    "mediahub.staff.oidc.roles": "as what somebody is logged in to the staff site",
    "mediahub.site.accent": "assets/page.HASH.css: the colours of all pages",
    "mediahub.site.logo": "pages: the head; assets/logo.HASH.png or .svg",
    "mediahub.site.contact": "pages: the foot, where no theme says otherwise",
    "mediahub.site.credits": "pages: the foot",
    "mediahub.site.credit_logo": "pages: the foot; assets/stod.HASH.png or .svg",
    "mediahub.site.credit_logo_text": "pages: the foot, for who does not see the logo",
    "mediahub.site.license": "pages: the foot",
    "mediahub.site.accessibility": "pages: the foot",
    "mediahub.site.report": "pages: the foot",
    "mediahub.site.privacy": "pages: the foot",
    "mediahub.publish.keep_replaced": "how long a replaced recording stays in feeds/",
    # theme.toml
    "theme.id": "the theme of passages, --theme in search",
    "theme.title": "pages: Om temat; the vocabulary; titles of glossary passages",
    "theme.date": "the date of items without one; the date of glossary passages",
    "theme.introduction": "pages: Om temat; the description of an episode without one",
    "theme.contact": "pages: Kontakt",
    "theme.credits": "pages: the foot",
    "theme.questions": "pages: Frågor; the index",
    "theme.ask": "pages: Ställ en fråga",
    "theme.ask_address": "pages: tema/ID/experterna, the button",
    "theme.answers.question": "pages: tema/ID/experterna",
    "theme.answers.answer": "pages: tema/ID/experterna",
    "theme.answers.person": "pages: tema/ID/experterna",
    "theme.answers.file": "pages: tema/ID/experterna, a link to the item",
    "theme.answers.at": "pages: tema/ID/experterna, the moment of the link",
    "theme.questions_introduction": "pages: tema/ID/fragor and its sheet",
    "theme.house_rules": "pages: tema/ID/fragor and its sheet",
    "theme.published": "pages: whether there is tema/ID",
    "theme.image": "feed.xml: itunes:image of its episodes without one; pages: Om temat",
    "theme.image_description": "pages: the picture's alt",
    "theme.items.file": "which file the table is about",
    "theme.glossary.term": "pages: Ordlista; the index; the vocabulary; synonyms in search",
    "theme.glossary.definition": "pages: Ordlista; the index",
    "theme.glossary.aliases": "pages: Ordlista; the index; the vocabulary; synonyms in search",
    # an item, in a theme or in a file of its own
    "item.id": "transcripts/ID and the addresses of its files in feeds/",
    "item.title": "feed.xml: title; pages; search; the enclosure's title",
    "item.kind": "which feed it is in; search: --kind",
    "item.series": "which feed it is in",
    "item.date": "search: --sort date; the time of publication by autopublish",
    "item.label": "pages: tema/ID, above the title",
    "item.image_caption": "pages: texter/ID, under the picture",
    "item.image_description": "pages: the picture's alt",
    "item.links.title": "pages: texter/ID, Relaterade länkar",
    "item.links.address": "pages: texter/ID, Relaterade länkar",
    "item.description": "feed.xml: description; of articles and slides a passage of the index",
    "item.formats": "feed.xml: itunes:keywords; pages; search",
    "item.contributors.person": "feed.xml: podcast:person; pages; a lone voice's name; the index",
    "item.contributors.role": "feed.xml: podcast:person; pages",
    "item.language": "what the recogniser listens for",
    "item.languages": "recognition.json: the stretches in which another is spoken",
    "item.speakers": "turns.json: how many voices",
    "item.track": "sound.json: which sound the recogniser and listeners hear",
    "item.published": "feed.xml: pubDate; whether an article is in feeds/sok/NAME",
    "item.chapters.start": "chapters.json",
    "item.chapters.title": "chapters.json",
    "item.chapters.link": "chapters.json: url",
    "item.captions": "the transcript, in place of what the recogniser hears",
    "item.audio_description": "`mediahub check`: audio description of a film",
    "item.described": "`mediahub check`: audio description of a film",
    "item.media_alternative": "`mediahub check`: what the law does not ask",
    "item.live": "`mediahub check`: how soon what is missing must come",
    "item.image": "feed.xml: itunes:image of the episode",
    "item.link": "feed.xml: link of the episode",
    "item.season": "feed.xml: itunes:season",
    "item.episode": "feed.xml: itunes:episode",
    "item.explicit": "feed.xml: itunes:explicit of the episode",
    "item.episode_type": "feed.xml: itunes:episodeType",
    "item.block": "feed.xml: itunes:block of the episode",
    "item.location.name": "feed.xml: podcast:location of the episode",
    "item.location.geo": "feed.xml: podcast:location geo",
    "item.location.osm": "feed.xml: podcast:location osm",
    "item.location.country": "feed.xml: podcast:location country",
    "item.soundbites.start": "feed.xml: podcast:soundbite startTime",
    "item.soundbites.seconds": "feed.xml: podcast:soundbite duration",
    "item.soundbites.title": "feed.xml: podcast:soundbite",
    "item.elements.name": "feed.xml: the episode's own elements",
    "item.elements.namespace": "feed.xml: the episode's own elements",
    "item.elements.text": "feed.xml: the episode's own elements",
    "item.elements.attributes": "feed.xml: the episode's own elements",
    "item.truth": "`mediahub evaluate`: figures of the gold items",
    # people.toml
    "people.people.id": "what contributors name; transcript.json: person",
    "people.people.name": "feed.xml: podcast:person; speakers' names; the vocabulary",
    "people.people.aliases": "`mediahub name`: whom a name stands for",
    "people.people.role": "feed.xml and pages: the title beside the name",
    "people.people.link": "feed.xml: podcast:person href",
    "people.people.picture": "feed.xml: podcast:person img, for an address",
    "people.people.picture_description": "pages: the alt on the person's page",
    "people.people.listed": "pages: whether there is personer/ID",
    "people.people.voice_consent": "`mediahub people`: whose voice is known again",
    "people.people.voice_consent_date": "`mediahub people`: whose voice is known again",
}
"""Where the value of each key is seen; tests/pipeline/test_every_key.py changes each, and looks."""


def keys(model: type[BaseModel], at: str) -> Iterator[str]:
    """Every key of a file, with the tables on the way to it; an item's are the same anywhere."""
    for name, field in model.model_fields.items():
        inner = list(_models(field.annotation))
        if not inner:
            yield f"{at}.{name}"
        for table in inner:
            yield from keys(table, f"{at}.{name}")


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def every_key() -> set[str]:
    of_items = {key.removeprefix("item.") for key in keys(ItemFile, "item")}
    found = {f"item.{key}" for key in of_items}
    for at, model in {"mediahub": MediahubFile, "theme": ThemeFile, "people": PeopleFile}.items():
        for key in keys(model, at):
            if key.removeprefix("theme.items.") not in of_items:
                found.add(key)
    return found


def test_every_key_is_seen_somewhere_and_nothing_else_is_in_the_table() -> None:
    assert sorted(every_key()) == sorted(SEEN)
