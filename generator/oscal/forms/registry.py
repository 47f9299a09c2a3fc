"""The forms of OSCAL. JSON is the one that everything is made from; a new form is a file and a line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from generator.oscal.forms.xml_writing import xml_bytes
from generator.oscal.forms.yaml_writing import yaml_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way to write the same document."""

    name: str
    """As `--format` names it; also the ending of the file's name."""
    title: str
    write: Callable[[Mapping[str, object]], bytes]


def _json_bytes(document: Mapping[str, object]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


FORMS = (
    Form(name="json", title="JSON", write=_json_bytes),
    Form(name="xml", title="XML", write=xml_bytes),
    Form(name="yaml", title="YAML", write=yaml_bytes),
)
