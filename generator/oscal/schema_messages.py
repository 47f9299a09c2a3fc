"""What a schema error means, in plain English."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.oscal import schema_derivation as datatype

_DATATYPES: Mapping[str, str] = {
    datatype.UUID: "a UUID of version 4 or 5, such as 0f5a6a3e-2b1c-4d7e-9a60-1c2d3e4f5a6b",
    datatype.TOKEN: "a token: a letter or underscore first, then letters, digits, full stops, hyphens and underscores",
    datatype.STRING: "text on one line, not empty, without space at either end",
    datatype.LINE: "one line of text that is not empty",
    datatype.URI: "an absolute URI, such as https://example.com/page",
    datatype.EMAIL: "an e-mail address",
    datatype.DATE_TIME: "a date and time with time zone, such as 2026-03-01T12:00:00Z",
}
_FORMATS: Mapping[str, str] = {
    "date-time": _DATATYPES[datatype.DATE_TIME],
    "uri": _DATATYPES[datatype.URI],
    "uri-reference": "a URI, or a path relative to this document, with spaces written as %20",
    "email": _DATATYPES[datatype.EMAIL],
}
_TYPES: Mapping[str, str] = {"object": "an object", "array": "a list", "string": "text", "integer": "a whole number"}
_SHOWN = 60


def explained(error: Any) -> Iterator[tuple[str, str]]:
    """The places an error of jsonschema-rs is about, each with a message. A choice is explained by its nearest branch."""
    if error.kind.name in ("anyOf", "oneOf"):
        yield from _nearest(error)
        return
    path = list(error.instance_path)
    if error.kind.name == "additionalProperties":
        for name in error.kind.unexpected:
            yield _pointer([*path, name]), f"OSCAL has no field {_shown(name)} here"
        return
    yield _pointer(path), _message(error)


def _nearest(error: Any) -> Iterator[tuple[str, str]]:
    """Of the branches of a choice, the one with the fewest faults of its own level, then the fewest at all."""
    depth = len(error.instance_path)
    branches: list[list[Any]] = [branch for branch in getattr(error.kind, "context", []) if branch]
    if not branches:
        yield _pointer(list(error.instance_path)), "this fits none of the forms that OSCAL allows here"
        return
    nearest = min(branches, key=lambda branch: (sum(len(problem.instance_path) == depth for problem in branch), len(branch)))
    for problem in nearest:
        yield from explained(problem)


def _message(error: Any) -> str:
    kind = error.kind
    match kind.name:
        case "required":
            return f"the field {_shown(kind.property)} is missing"
        case "minItems":
            return "found an empty list; leave the field out instead"
        case _:
            return f"found {_shown(error.instance)}; allowed is {_allowed(kind)}"


def _allowed(kind: Any) -> str:
    match kind.name:
        case "pattern":
            return _DATATYPES.get(kind.pattern, f"text of the form {kind.pattern}")
        case "format":
            return _FORMATS.get(kind.format, str(kind.format))
        case "enum":
            return f"one of {', '.join(map(str, kind.options))}"
        case "type":
            return " or ".join(_TYPES.get(type_, type_) for type_ in kind.types)
        case _:
            return f"what the rule {kind.name} of the OSCAL schema says"


def _shown(value: object) -> str:
    """A value, cut to a length that fits into a message."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    text = "null" if value is None else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _pointer(path: Sequence[str | int]) -> str:
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)
