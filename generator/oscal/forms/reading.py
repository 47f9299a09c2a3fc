"""A document in any of the three forms, as parsed JSON."""

from collections.abc import Callable, Mapping

import msgspec

from generator.oscal.forms.faults import FormError
from generator.oscal.reading import WHOLE_BYTES


def json_of(data: bytes, suffix: str) -> bytes:
    """The document as JSON; a JSON document itself, unread.

    Raises:
        FormError: it is not what the ending of its name says, or not OSCAL.
    """
    reader = _READERS.get(suffix.lower())
    if reader is None:
        return data
    if len(data) > WHOLE_BYTES:
        raise FormError(f"it has {len(data):,} bytes; at most {WHOLE_BYTES:,} are read", "")
    return msgspec.json.encode(reader(data))


def _xml(data: bytes) -> object:
    # NOTE: imported where there is such a document, as below: every build reads JSON by `json_of`.
    from generator.oscal.forms.xml_reading import read_xml

    return read_xml(data)


def _yaml(data: bytes) -> object:
    from generator.oscal.forms.yaml_reading import read_yaml

    yaml = read_yaml(data)
    if not isinstance(yaml, Mapping):
        raise FormError("an OSCAL document is a mapping with the model's name in it; this is another value", "")
    return yaml


_READERS: Mapping[str, Callable[[bytes], object]] = {".xml": _xml, ".yaml": _yaml, ".yml": _yaml}
