"""CycloneDX in JSON: an inventory, with or without vulnerabilities, or statements about a product (VEX).

https://cyclonedx.org/docs/1.6/json/; versions 1.2 to 1.6 are read alike.
"""

from dataclasses import dataclass

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.base import Family
from generator.parsers.document import Document
from generator.parsers.scans import cyclonedx_fold
from generator.parsers.scans.cyclonedx_wire import Bom


@dataclass(frozen=True, slots=True)
class CyclonedxJson:
    """See `Parser`."""

    name: str = "cyclonedx-json"
    family: Family = "scan"
    title: str = "CycloneDX vulnerabilities and VEX (JSON, 1.2 to 1.6)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return bytes(document.members.get("bomFormat", b"")) == b'"CycloneDX"'

    def parse(self, document: Document, evidence: EvidenceFile) -> ScanSnapshot:
        """See `Parser.parse`."""
        return cyclonedx_fold.fold(document.decode(document.data, Bom), evidence)
