"""What one key of a TOML file may hold, each kind told in words when it is wrong."""

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from mediahub.catalog.colours import READABLE, contrast, readable
from mediahub.catalog.ids import MAX_ID, is_id
from mediahub.catalog.languages import language_code
from mediahub.catalog.moments import calendar_date, offset_ms, period, publication_time, shown
from mediahub.tongues import Said
from mediahub.tongues import swedish as told_in_swedish

Value = TypeVar("Value")
SOFTEST, LOUDEST = -31, -10
"""Of what is published (LUFS): R 128 asks for −23, apps for −16 or −14."""
MOST_LANGUAGES = 4
"""In one recording: the more there are to choose from, the likelier is a wrong choice."""


def _read_as(read: Callable[[Any], Value], schema: dict[str, Any]) -> Any:
    # pydantic reads `default` literally where a PlainValidator stands; None is the default there.
    return PlainValidator(read), WithJsonSchema(schema)


def _wrong(english: str, swedish: str, value: object) -> ValueError:
    """That the value cannot be used: it is shown, and then what is wrong with it."""
    told = shown(value)
    return ValueError(Said(f"{told} {english}", f"{told_in_swedish(told)} {swedish}"))


def _id(value: str) -> str:
    if not is_id(value):
        raise _wrong(
            f"is not an id; write a–z, 0–9 and single hyphens, at most {MAX_ID} characters",
            f"är inget id. Skriv a–z, 0–9 och enkla bindestreck, högst {MAX_ID} tecken.",
            value,
        )
    return value


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError(Said("is empty", "är tomt."))
    return value


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or re.search(r"[\s\x00-\x1f<>\"]", value):
        raise _wrong(
            "is not a web address; it begins with https:// or http://",
            "är ingen webbadress. En sådan börjar med https:// eller http://.",
            value,
        )
    return value


def _public_url(value: str) -> str:
    parts = urlsplit(_address(value))
    if parts.query or parts.fragment:
        raise _wrong(
            "may have no '?' or '#'; file names are put after it",
            "får inte ha ”?” eller ”#”: filnamn sätts efter den.",
            value,
        )
    return value.rstrip("/")


def _dsn(value: str) -> str:
    # What is written is never shown: it may hold a password.
    if not re.match(r"postgres(?:ql)?://|\s*\w+\s*=", value):
        raise ValueError(
            Said(
                "is no address of a PostgreSQL server; write postgresql://USER@HOST:5432/DATABASE",
                "är ingen adress till en PostgreSQL-server. Skriv "
                "postgresql://USER@HOST:5432/DATABASE.",
            )
        )
    return value


def _schema_name(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", value) or value.startswith("pg_"):
        raise _wrong(
            "is no name of a schema; begin with a–z, and write a–z, 0–9 and _, at most 63 "
            "characters, and not pg_ at the beginning",
            "är inget namn på ett schema. Börja med a–z, skriv a–z, 0–9 och _, högst 63 tecken, "
            "och inte pg_ först.",
            value,
        )
    if value in ("public", "information_schema"):
        raise _wrong(
            "is not the search's own; name one that nobody else uses",
            "är inte sökningens eget. Nämn ett som ingen annan använder.",
            value,
        )
    return value


def _target(value: str) -> str:
    scheme, mark, rest = value.partition("://")
    if not mark:
        return _text(value)
    if scheme not in ("s3", "sftp", "webdav", "webdavs"):
        raise _wrong(
            "is no target; write a folder, or s3://, sftp://, webdavs:// or webdav:// and what "
            "follows",
            "är inget mål. Skriv en mapp, eller s3://, sftp://, webdavs:// eller webdav:// och det "
            "som följer.",
            value,
        )
    try:
        parts = urlsplit(value)
        sound = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound or re.search(r"[\s?#]", rest):
        raise ValueError(
            Said(
                f"{scheme}://… lacks a host or bucket, or has a space, '?' or '#' in it",
                f"{scheme}://… saknar värd eller hink, eller har blanksteg, ”?” eller ”#” i sig.",
            )
        )
    if parts.password is not None:
        raise ValueError(
            Said(
                "holds a password, and this file is copied and read by many: give it in the "
                "environment as MEDIAHUB_PUBLISH_PASSWORD, or keep it in the keyring",
                "har ett lösenord, och filen kopieras och läses av många. Ge det i miljön som "
                "MEDIAHUB_PUBLISH_PASSWORD, eller förvara det i nyckelringen.",
            )
        )
    return value


def _email(value: str) -> str:
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", value):
        raise _wrong("is not an e-mail address", "är ingen e-postadress.", value)
    return value


def _reach(value: str) -> str:
    if "@" in value and "/" not in value:
        return _email(value)
    try:
        return _address(value)
    except ValueError:
        raise _wrong(
            "is neither an e-mail address nor one of the web (https://…)",
            "är varken en e-postadress eller en webbadress (https://…).",
            value,
        ) from None


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise _wrong(
            'is not a colour; write it as "#17375e"',
            'är ingen färg. Skriv den som "#17375e".',
            value,
        )
    colour = value.lower()
    found = contrast(colour, "#ffffff")
    if found < READABLE:
        near = readable(colour, "#ffffff", "#000000")
        comma = f"{found:.1f}".replace(".", ",")
        raise _wrong(
            f"is too light: white text on it has a contrast of {found:.1f}, and {READABLE} is "
            f'needed; "{near}" is dark enough',
            f"är för ljus: vit text på den har kontrasten {comma}, och "
            f'{str(READABLE).replace(".", ",")} behövs. "{near}" är mörk nog.',
            value,
        )
    return colour


def _guid(value: str) -> str:
    try:
        return str(uuid.UUID(value))
    except ValueError:
        raise _wrong(
            "is not a GUID (8-4-4-4-12 hex digits)",
            "är inget GUID (8-4-4-4-12 hexadecimala siffror).",
            value,
        ) from None


def _sha256(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise _wrong(
            "is not a SHA-256 (64 hex digits)",
            "är ingen SHA-256 (64 hexadecimala siffror).",
            value,
        )
    return value


def _speakers(value: Any) -> tuple[int, int]:
    bounds = value if isinstance(value, list) else [value, value]
    whole = all(isinstance(bound, int) and not isinstance(bound, bool) for bound in bounds)
    if not whole or len(bounds) != 2 or not 1 <= bounds[0] <= bounds[1] <= 50:
        raise _wrong(
            "is not a number of voices; write 3 or [2, 4]",
            "är inget antal röster. Skriv 3 eller [2, 4].",
            value,
        )
    return bounds[0], bounds[1]


def _loudness(value: Any) -> float | None:
    if value == "off":
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not LOUDEST >= value >= SOFTEST:
        raise _wrong(
            f'is no loudness; write LUFS from {SOFTEST} to {LOUDEST}, or "off"',
            f'är ingen ljudstyrka. Skriv LUFS från {SOFTEST} till {LOUDEST}, eller "off".',
            value,
        )
    return float(value)


def _languages(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _wrong(
            'is no list of languages; write ["sv", "en"]',
            'är ingen lista med språk. Skriv ["sv", "en"].',
            value,
        )
    codes = [language_code(one) for one in value]
    primary = [code.partition("-")[0] for code in codes]
    if len(set(primary)) != len(primary):
        raise _wrong("names a language twice", "nämner ett språk två gånger.", value)
    if len(codes) < 2:
        raise ValueError(
            Said(
                "names fewer than two languages; for one write `language`",
                "nämner färre än två språk. För ett enda skrivs `language`.",
            )
        )
    if len(codes) > MOST_LANGUAGES:
        raise ValueError(
            Said(
                f"names more than {MOST_LANGUAGES} languages",
                f"nämner fler än {MOST_LANGUAGES} språk.",
            )
        )
    return codes


def _period(value: str) -> str:
    period(value)
    return value


def _aware(value: Any) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise _wrong("lacks its offset, such as +02:00", "saknar zon, till exempel +02:00.", value)
    return publication_time(value)


_TIME_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]
}
_START_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string", "pattern": r"^[0-9:.]+$"}, {"type": "number", "minimum": 0}]
}
_SPEAKERS_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "integer", "minimum": 1},
        {
            "type": "array",
            "items": {"type": "integer", "minimum": 1},
            "minItems": 2,
            "maxItems": 2,
        },
    ]
}
_LOUDNESS_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "number", "minimum": SOFTEST, "maximum": LOUDEST},
        {"type": "string", "const": "off"},
    ]
}
_LANGUAGES_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {"type": "string"},
    "minItems": 2,
    "maxItems": MOST_LANGUAGES,
}
Id = Annotated[str, AfterValidator(_id)]
Text = Annotated[str, AfterValidator(_text)]
Address = Annotated[str, AfterValidator(_address)]
Target = Annotated[str, AfterValidator(_target)]
Dsn = Annotated[str, AfterValidator(_dsn)]
SchemaName = Annotated[str, AfterValidator(_schema_name)]
PublicUrl = Annotated[str, AfterValidator(_public_url)]
Period = Annotated[str, AfterValidator(_period)]
Email = Annotated[str, AfterValidator(_email)]
Reach = Annotated[str, AfterValidator(_reach)]
"""Where people can be reached: an e-mail address or one of the web."""
Colour = Annotated[str, AfterValidator(_colour)]
Guid = Annotated[str, AfterValidator(_guid)]
Sha256 = Annotated[str, AfterValidator(_sha256)]
Language = Annotated[str, AfterValidator(language_code)]
Languages = Annotated[list[str], *_read_as(_languages, _LANGUAGES_SCHEMA)]
Day = Annotated[date, *_read_as(calendar_date, {"type": "string", "format": "date"})]
Moment = Annotated[datetime, *_read_as(publication_time, _TIME_SCHEMA)]
Instant = Annotated[datetime, *_read_as(_aware, {"type": "string", "format": "date-time"})]
Start = Annotated[int, *_read_as(offset_ms, _START_SCHEMA)]
Speakers = Annotated[tuple[int, int], *_read_as(_speakers, _SPEAKERS_SCHEMA)]
Loudness = Annotated[float | None, *_read_as(_loudness, _LOUDNESS_SCHEMA)]
Positive = Annotated[int, Field(ge=1)]
Natural = Annotated[int, Field(ge=0)]


class Table(BaseModel):
    """What all tables share: no unknown keys, no guessing of types."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)
