"""One object or list a line, as collectors write them that page through the API."""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.objects import ObjectReader
from generator.parsers.cluster.recognition import is_cluster
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not FileContainer.JSON_LINES:
        return False
    return is_cluster(ObjectReader(document), document.members, name=document.name)


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    for number, line in enumerate(document.data.splitlines(), start=1):
        if line.strip():
            fold.take(msgspec.Raw(line), place=f"line {number}")
    return fold.snapshot()
