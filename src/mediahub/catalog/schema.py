"""JSON Schema of each TOML file, for editors that complete and check while one writes."""

from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from pydantic import BaseModel

SchemaName = Literal["mediahub", "theme", "people", "item"]
NAMES: tuple[SchemaName, ...] = get_args(SchemaName)


def json_schema(name: SchemaName) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a TOML file, generated from the models that `load` checks with.

    `item` is a NAME.toml beside a media file. Every key has a description.
    """
    # pydantic and the models are slow to import.
    from mediahub.catalog.fields import Table
    from mediahub.catalog.media_models import ItemFile, PeopleFile, ThemeFile
    from mediahub.catalog.workspace_models import MediahubFile

    files: dict[SchemaName, type[Table]] = {
        "mediahub": MediahubFile,
        "theme": ThemeFile,
        "people": PeopleFile,
        "item": ItemFile,
    }
    return schema_of(files[name], f"{'NAME' if name == 'item' else name}.toml")


def schema_of(model: "type[BaseModel]", file: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a TOML file that `model` checks."""
    schema = _without_null(model.model_json_schema())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"mediahub: {file}",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def _without_null(schema: Any) -> Any:
    """The schema without null, which TOML has not, and without the titles pydantic makes up."""
    if isinstance(schema, list):
        return [_without_null(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {
        key: _without_null(value) if key != "properties" else _properties(value)
        for key, value in schema.items()
        if not (key == "default" and value is None) and not (key == "title" and "type" in schema)
    }
    choices = plain.get("anyOf")
    if choices is None:
        plain.pop("title", None)
        return plain
    choices = [one for one in choices if one != {"type": "null"}]
    plain.pop("title", None)
    if len(choices) > 1:
        return {**plain, "anyOf": choices}
    del plain["anyOf"]
    return {**choices[0], **plain}


def _properties(properties: dict[str, Any]) -> dict[str, Any]:
    # A key may itself be called "title" or "default": only what stands inside is cleaned.
    return {key: _without_null(value) for key, value in properties.items()}
