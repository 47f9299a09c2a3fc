"""CycloneDX in JSON: an inventory, with or without vulnerabilities, or statements about a product (VEX).

https://cyclonedx.org/docs/1.6/json/; versions 1.2 to 1.6 are read alike.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import cyclonedx_fold
from generator.parsers.scans.cyclonedx_wire import CyclonedxBom


def recognizes(document: Document) -> bool:
    return bytes(document.members.get("bomFormat", b"")) == b'"CycloneDX"'


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    return cyclonedx_fold.fold(document.decode(document.data, CyclonedxBom), evidence)
