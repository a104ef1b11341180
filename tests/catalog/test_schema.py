"""The JSON Schemas say what load checks."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from mediahub.catalog.schema import NAMES, json_schema


def properties(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that the schema describes, wherever it stands."""
    if isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            yield name, inner
        for inner in schema.values():
            yield from properties(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties(inner)


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_described_and_none_may_be_null(name) -> None:
    schema = json_schema(name)
    described = dict(properties(schema))
    assert described
    assert [key for key, inner in described.items() if not inner.get("description")] == []
    assert "null" not in json.dumps(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", ["mediahub", "theme", "people", "item"])
def test_unknown_keys_are_refused_in_what_people_write(name) -> None:
    schema = json_schema(name)
    assert schema["additionalProperties"] is False
    assert all(inner["additionalProperties"] is False for inner in schema.get("$defs", {}).values())


def test_an_items_own_file_has_the_keys_of_a_themes_item_but_file() -> None:
    listed = json_schema("theme")["$defs"]["ItemTable"]
    alone = json_schema("item")
    assert set(listed["properties"]) - set(alone["properties"]) == {"file"}
    assert (listed["required"], alone.get("required")) == (["file"], None)
    assert alone["properties"]["language"] == {
        "type": "string",
        "default": "sv",
        "description": "The language spoken or written, such as sv or en.",
    }
    assert alone["properties"]["title"] == {
        "type": "string",
        "description": "The title; without it the file's tags or name give one.",
    }
