"""Documents of models without types of their own here: catalogs, profiles and mappings, written as JSON objects."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from generator.ids import UuidFactory
from generator.oscal.common import line, moment
from generator.text import indented_json


def metadata_of(title: str, as_of: date, version: str, oscal_version: str) -> dict[str, Any]:
    """The metadata that OSCAL requires of every document."""
    return {
        "title": line(title),
        "last-modified": moment(as_of),
        "version": line(version),
        "oscal-version": oscal_version,
    }


def document_of(kind: str, body: Mapping[str, Any], ids: UuidFactory) -> bytes:
    """The file of a document of that model; its uuid is made from its content."""
    uuid = ids.content(kind, msgspec.json.encode(body))
    return indented_json({kind: {"uuid": uuid, **body}})
