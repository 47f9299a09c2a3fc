"""A document in any of the three forms, as parsed JSON."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec
import yaml

from generator.oscal.forms.faults import FormError
from generator.oscal.forms.xml_reading import read_xml
from generator.oscal.reading import MAX_BYTES


class _Reader(yaml.CSafeLoader):
    """Dates stay text, as JSON has them."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - a table of PyYAML, read by its base class
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def json_of(data: bytes, suffix: str) -> bytes:
    """The document as JSON; a JSON document itself, unread.

    Raises:
        FormError: it is not what the ending of its name says, or not OSCAL.
    """
    reader = _READERS.get(suffix.lower())
    if reader is None:
        return data
    if len(data) > MAX_BYTES:
        raise FormError(f"it has {len(data):,} bytes; at most {MAX_BYTES:,} are read", "")
    return msgspec.json.encode(reader(data))


def _yaml(data: bytes) -> object:
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(data, Loader=yaml.CSafeLoader)):
            raise FormError("the YAML refers to other parts of itself (aliases), which are refused", "")
        found = yaml.load(data, Loader=_Reader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise FormError(f"this is not YAML: {error.problem}", line) from error
    except (yaml.YAMLError, ValueError, LookupError, RecursionError) as error:
        raise FormError(f"this is not YAML: {type(error).__name__}", "") from error
    if not isinstance(found, Mapping):
        raise FormError("an OSCAL document is a mapping with the model's name in it; this is another value", "")
    return found


_READERS: Mapping[str, Callable[[bytes], object]] = MappingProxyType({".xml": read_xml, ".yaml": _yaml, ".yml": _yaml})
