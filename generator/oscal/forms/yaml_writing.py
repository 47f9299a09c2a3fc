"""A document as OSCAL YAML: the JSON of OSCAL in YAML's clothes, keys in the same order."""

import re
from collections.abc import Mapping

import yaml

_MISREAD = re.compile(r"^[-+]?(?:[\d.][\d_.]*(?:[eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+|\.inf|\.nan)$")
"""Text that a reader of YAML 1.2 takes for a number, where one of 1.1 does not: `1e3`."""


class _YamlWriter(yaml.CSafeDumper):
    """Texts of several lines as blocks; what any reader could take for a number in quotation marks."""


def _text(writer: yaml.CSafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else "'" if _MISREAD.match(value) else None
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_YamlWriter.add_representer(str, _text)


def yaml_bytes(document: Mapping[str, object]) -> bytes:
    """One document, as its JSON is parsed."""
    written: str = yaml.dump(document, Dumper=_YamlWriter, sort_keys=False, allow_unicode=True, width=120)
    return written.encode()
