"""A row of a registry: a format whose reader is imported when a file may be of it."""

from functools import cache
from importlib import import_module
from typing import Final, Protocol, cast

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.snapshot import Snapshot
from generator.parsers.base import Family
from generator.parsers.document import Document
from generator.parsers.signs import Signs

_FAMILIES: Final[dict[str, Family]] = {
    "cluster": "cluster",
    "cloud": "cloud",
    "pipelines": "pipeline",
    "diagrams": "diagram",
    "registry_images": "registry",
    "flow_logs": "flow",
    "monitoring": "monitoring",
}


class FormatModule(Protocol):
    """What a module has for its format."""

    __name__: str

    def recognizes(self, document: Document, /) -> bool:
        """See `Parser.recognizes`."""

    def parse(self, document: Document, evidence: EvidenceFile, /) -> Snapshot:
        """See `Parser.parse`."""


class LateParser(msgspec.Struct, frozen=True):
    """See `Parser`. The format has the name of its module, and the family of its folder."""

    reader: str
    """Its module below `generator.parsers`: `pipelines.drone_yaml`."""
    title: str
    signs: Signs

    @property
    def name(self) -> str:
        """See `Parser.name`."""
        return self.reader.partition(".")[2].replace("_", "-")

    @property
    def family(self) -> Family:
        """See `Parser.family`."""
        return _FAMILIES[self.reader.partition(".")[0]]

    @property
    def module(self) -> FormatModule:
        """The reader."""
        return _module(self.reader)

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return self.signs.of(document) and self.module.recognizes(document)

    def parse(self, document: Document, evidence: EvidenceFile) -> Snapshot:
        """See `Parser.parse`."""
        return self.module.parse(document, evidence)


@cache
def _module(reader: str) -> FormatModule:
    return cast("FormatModule", import_module(f"generator.parsers.{reader}"))
