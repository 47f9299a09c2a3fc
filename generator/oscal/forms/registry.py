"""The forms of OSCAL. JSON is the one that everything is made from; a new form is a file and a line here."""

from collections.abc import Callable, Mapping

import msgspec

from generator.oscal.forms.xml_writing import xml_bytes
from generator.oscal.forms.yaml_writing import yaml_bytes
from generator.text import indented_json


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One way to write the same document."""

    name: str
    """As `--format` names it; also the ending of the file's name."""
    title: str
    write: Callable[[Mapping[str, object]], bytes]


FORMS = (
    Form(name="json", title="JSON", write=indented_json),
    Form(name="xml", title="XML", write=xml_bytes),
    Form(name="yaml", title="YAML", write=yaml_bytes),
)
