"""The tables that say something to podcast apps alone; a slow import."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from mediahub.catalog.fields import Address, Positive, Start, Table, Text
from mediahub.catalog.moments import shown
from mediahub.tongues import Words

_XML_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"


def _like(pattern: str, english: str, swedish: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            words = Words(f"{{value}} is not {english}", f"{{value}} är inte {swedish}")
            raise ValueError(words.said(value=shown(value)))
        return value

    return AfterValidator(check)


Geo = Annotated[
    str,
    _like(
        r"geo:-?\d+(\.\d+)?,-?\d+(\.\d+)?",
        'a place such as "geo:59.3,18.1"',
        'en plats, som "geo:59.3,18.1".',
    ),
]
Osm = Annotated[
    str,
    _like(
        r"[NWR]\d+",
        "an id of OpenStreetMap such as R398021",
        "ett id i OpenStreetMap, som R398021.",
    ),
]
Country = Annotated[
    str,
    _like(
        r"[A-Z]{2}",
        "a country's two capital letters, such as SE",
        "ett lands två stora bokstäver, som SE.",
    ),
]
Rule = Annotated[
    str,
    _like(
        r"FREQ=[A-Z]+(;[A-Z]+=[A-Z0-9+,-]+)*",
        'a rule of RFC 5545, such as "FREQ=WEEKLY"',
        'en regel enligt RFC 5545, som "FREQ=WEEKLY".',
    ),
]
ElementName = Annotated[
    str,
    _like(
        rf"{_XML_NAME}:{_XML_NAME}",
        'the name of an element with its prefix, such as "a:b"',
        'namnet på ett element med sitt prefix, som "a:b".',
    ),
]
AttributeName = Annotated[
    str, _like(_XML_NAME, "the name of an attribute", "namnet på ett attribut.")
]


class FundingTable(Table):
    """Where listeners can support the series."""

    link: Address
    """The web page."""
    text: Annotated[Text, Field(max_length=128)]
    """The words that listeners see."""


class LocationTable(Table):
    """The place that it is about."""

    name: Annotated[Text, Field(max_length=128)]
    """The place's name."""
    geo: Geo | None = None
    """Its latitude and longitude, such as "geo:59.3,18.1"."""
    osm: Osm | None = None
    """Its id in OpenStreetMap, such as R398021."""
    country: Country | None = None
    """Its country, such as SE."""


class SoundbiteTable(Table):
    """A stretch that stands for the episode in apps."""

    start: Start
    """Where it begins: "MM:SS", "H:MM:SS", "H:MM:SS.mmm" or seconds."""
    seconds: Annotated[Positive, Field(le=600)]
    """How long it lasts; 15 to 120 are usual."""
    title: Annotated[str, Field(max_length=128)] = ""
    """What it is called; without it the episode's title."""


class FrequencyTable(Table):
    """How often episodes come."""

    text: Annotated[Text, Field(max_length=128)]
    """In words that listeners read, such as "varje torsdag"."""
    rule: Rule | None = None
    """As a rule of RFC 5545, such as "FREQ=WEEKLY;BYDAY=TH"."""


class ElementTable(Table):
    """An element of XML that goes into the feed as it is written here."""

    name: ElementName
    """Its name with a prefix, such as "podcast:socialInteract"."""
    namespace: Address
    """The address that the prefix stands for."""
    text: str = ""
    """What stands in it."""
    attributes: dict[AttributeName, str] = {}
    """Its attributes."""
