"""`kubectl cluster-info dump -o yaml` as it is printed: YAML documents with the logs of every container between them."""

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster.documents import take_yaml
from generator.parsers.cluster.dump_text import has_logs, outside_of_logs
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return document.container is FileContainer.YAML and b"apiVersion" in document.data and has_logs(document.data)


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    for start, end in outside_of_logs(document.data):
        if document.data[start:end].strip():
            take_yaml(fold, Document(document.name, document.data[start:end]), prefix=f"byte {start}#")
    return fold.snapshot()
