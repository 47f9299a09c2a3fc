"""A scanner format: a module of this folder, imported when a file may be of it, with its title."""

from functools import cache
from importlib import import_module
from typing import Protocol, cast

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.base import Family
from generator.parsers.document import Document
from generator.parsers.scans.misshapen_entries import ReportReader, read_past_misshapen
from generator.parsers.scans.null_entries import with_null_entries
from generator.parsers.signs import Signs


class ScanModule(ReportReader, Protocol):
    """What a module of this folder has for its format."""

    __name__: str


class ScanFormat(msgspec.Struct, frozen=True):
    """See `Parser`."""

    file: str
    """The module's name: `trivy_json`."""
    title: str
    signs: Signs
    family: Family = "scan"

    @property
    def name(self) -> str:
        """See `Parser.name`."""
        return self.file.replace("_", "-")

    @property
    def module(self) -> ScanModule:
        """The reader."""
        return _module(self.file)

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return self.signs.of(document) and self.module.recognizes(document)

    def parse(self, document: Document, evidence: EvidenceFile) -> ScanSnapshot:
        """See `Parser.parse`."""
        return with_null_entries(document, read_past_misshapen(self.module, document, evidence))


@cache
def _module(file: str) -> ScanModule:
    return cast("ScanModule", import_module(f"generator.parsers.scans.{file}"))
