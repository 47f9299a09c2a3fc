"""The JSON Schema of one OSCAL model, derived from the pydantic models of oscal-bindings.

What pydantic derives is weaker than NIST's own schema: it loses the datatype of fields that the bindings keep as plain
text (a resource's uuid, a property's value), and allows null, which OSCAL does not. `derived` corrects both, from the datatypes
of the OSCAL specification (https://pages.nist.gov/metaschema/specification/datatypes/); a test compares the result with
NIST's schema field by field.
"""

import functools
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

Schema = dict[str, Any]

DOCUMENT_CLASSES: Mapping[str, str] = {
    "catalog": "CatalogDocument",
    "profile": "ProfileDocument",
    "mapping-collection": "MappingCollectionDocument",
    "component-definition": "ComponentDefinitionDocument",
    "system-security-plan": "SystemSecurityPlanDocument",
    "assessment-plan": "AssessmentPlanDocument",
    "assessment-results": "AssessmentResultsDocument",
    "plan-of-action-and-milestones": "PlanOfActionAndMilestonesDocument",
}
"""The eight OSCAL models by the name of their root, and the class of oscal-bindings for a whole document."""

TOKEN = r"^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$"  # noqa: S105 -- the datatype `token`
STRING = r"^\S(.*\S)?$"
LINE = "^[^\n]+$"
URI = r"^[a-zA-Z][a-zA-Z0-9+\-.]+:.+$"
EMAIL = "^.+@.+$"
UUID = "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$"
DATE_TIME = (
    r"^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](\.[0-9]+)?"
    r"(Z|-((0[0-9]|1[0-2]):00|0[39]:30)|\+((0[0-9]|1[0-4]):00|(0[34569]|10):30|(0[58]|12):45))$"
)
"""`date-time-with-timezone` beyond what the format `date-time` asks: capitals, a century from 1900, an offset that exists."""

_OF_FORMAT = MappingProxyType({"date-time": DATE_TIME, "uri": URI})


def _of_name(**names: str) -> Mapping[str, Mapping[str, str]]:
    """By field name, from the names for each datatype."""
    patterns = {"uuid": UUID, "line": LINE, "token": TOKEN, "string": STRING}
    by_name: dict[str, Mapping[str, str]] = {}
    for kind, words in names.items():
        fact = MappingProxyType({"pattern": patterns[kind]} if kind in patterns else {"format": "uri-reference"})
        by_name.update(dict.fromkeys(words.split(), fact))
    return MappingProxyType(by_name)


_OF_NAME = _of_name(
    uuid="uuid",
    link="href source $schema",
    line="choice text title",
    token="class objective-id param-id role-id type",  # noqa: S106 -- a datatype
    string="expression identifier media-type resource-fragment value security-objective-confidentiality "
    "security-objective-integrity security-objective-availability",
)
"""The datatype of a field that the bindings keep as plain text, by its name: in OSCAL the name decides it."""

_NOISE = ("title", "description", "default")


def derived(model: str) -> Schema:
    """The schema of a document of this model, as of OSCAL 1.2.3. Each call gives a new copy."""
    schema: Schema = msgspec.json.decode(encoded(model))
    return schema


@functools.cache
def encoded(model: str) -> bytes:
    """`derived` as JSON. Importing the bindings takes a third of a second of processor time, so it waits until here."""
    from oscal_bindings import v1

    raw: Schema = getattr(v1, DOCUMENT_CLASSES[model]).model_json_schema(by_alias=True)
    definitions = raw.pop("$defs")
    schema = _object(raw, definitions)
    schema["$defs"] = {name: _definition(body, definitions) for name, body in definitions.items()}
    return msgspec.json.encode(schema)


def references(node: object) -> Iterator[str]:
    """Every `$ref` below a node."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, dict):
            if isinstance(current.get("$ref"), str):
                yield current["$ref"]
            stack.extend(current.values())
        elif isinstance(current, list):
            stack.extend(current)


def _definition(body: Schema, definitions: Schema) -> Schema:
    return _object(body, definitions) if "properties" in body else _field("", body, definitions)


def _object(body: Schema, definitions: Schema) -> Schema:
    clean = {key: value for key, value in body.items() if key not in _NOISE}
    clean["properties"] = {name: _field(name, field, definitions) for name, field in body["properties"].items()}
    return clean


def _field(name: str, field: Schema, definitions: Schema) -> Schema:
    """One field without null, without alternatives that add nothing, and with its datatype."""
    clean = {key: value for key, value in field.items() if key not in (*_NOISE, "anyOf")}
    if "anyOf" in field:
        alternatives = _alternatives(field["anyOf"], definitions)
        if len(alternatives) > 1:
            return clean | {"anyOf": [_field(name, alternative, definitions) for alternative in alternatives]}
        clean |= alternatives[0]
    if "items" in clean:
        return clean | {"items": _field(name, clean["items"], definitions)}
    return {key: value for key, value in _typed(name, clean).items() if key not in _NOISE}


def _alternatives(schemas: list[Schema], definitions: Schema) -> list[Schema]:
    """An open list of values is `text or one of these`: the text alone says the same."""
    real = [schema for schema in schemas if schema.get("type") != "null"]
    open_text = [schema for schema in real if schema.get("type") == "string"]
    closed = [schema for schema in real if "enum" in definitions.get(schema.get("$ref", "").rpartition("/")[2], {})]
    return open_text if open_text and len(open_text) + len(closed) == len(real) else real


def _typed(name: str, field: Schema) -> Schema:
    if field.get("type") != "string" or "enum" in field or "pattern" in field:
        return field
    form = field.get("format")
    if form == "email":
        return field | {"pattern": EMAIL, "allOf": [{"pattern": STRING}]}
    if form is not None:
        return field | ({"pattern": _OF_FORMAT[form]} if form in _OF_FORMAT else {})
    if name == "id":
        return field | {"format": "uri", "pattern": URI}
    return field | dict(_OF_NAME.get(name, {}))
