"""`kubectl cluster-info dump` as it is printed, and JSON of several `kubectl get` commands in one file.

Both of today's names and, from before Kubernetes 1.9, of Go's (see `go_cased`).
"""

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster.documents import is_ours, take_json
from generator.parsers.cluster.dump_text import has_logs, json_values
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not FileContainer.JSON_STREAM:
        return False
    try:
        first = next(json_values(document.data), None)
        return first is not None and is_ours(Document(document.name, first[1]))
    except ParseError:
        return has_logs(document.data)


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    for at, text in json_values(document.data):
        part = Document(document.name, text)
        if not is_ours(part):
            raise ParseError("not an object or list of Kubernetes", where=f"byte {at}", next_step="remove it from the file")
        take_json(fold, part, prefix=f"byte {at}#")
    return fold.snapshot()
