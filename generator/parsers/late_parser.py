"""A row of a registry: a format whose reader is imported when a file may be of it."""

from functools import cache
from importlib import import_module
from typing import cast

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.snapshot import Snapshot
from generator.parsers.base import Family, Parser
from generator.parsers.document import Document
from generator.parsers.signs import Signs


class LateParser(msgspec.Struct, frozen=True):
    """See `Parser`."""

    name: str
    """See `Parser.name`."""
    reader: str
    """Its module below `generator.parsers` and its class: `pipelines.drone_yaml:DroneYaml`."""
    family: Family
    """See `Parser.family`."""
    signs: Signs

    @property
    def title(self) -> str:
        """See `Parser.title`."""
        return _reader(self.reader).title

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return self.signs.of(document) and _reader(self.reader).recognizes(document)

    def parse(self, document: Document, evidence: EvidenceFile) -> Snapshot:
        """See `Parser.parse`."""
        return _reader(self.reader).parse(document, evidence)


@cache
def _reader(name: str) -> Parser:
    module, _, class_ = name.partition(":")
    return cast("Parser", getattr(import_module(f"generator.parsers.{module}"), class_)())
