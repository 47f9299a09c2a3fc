"""A scanner format: a module of this folder with its title."""

from typing import Protocol

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.base import Family
from generator.parsers.document import Document
from generator.parsers.scans.misshapen_entries import ReportReader, read_past_misshapen
from generator.parsers.scans.null_entries import with_null_entries


class ScanModule(ReportReader, Protocol):
    """What a module of this folder has for its format."""

    __name__: str


class ScanFormat(msgspec.Struct, frozen=True):
    """See `Parser`."""

    module: ScanModule
    title: str
    family: Family = "scan"

    @property
    def name(self) -> str:
        """See `Parser.name`."""
        return self.module.__name__.rpartition(".")[2].replace("_", "-")

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return self.module.recognizes(document)

    def parse(self, document: Document, evidence: EvidenceFile) -> ScanSnapshot:
        """See `Parser.parse`."""
        return with_null_entries(document, read_past_misshapen(self.module, document, evidence))
