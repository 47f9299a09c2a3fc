"""JSON of the API: `kubectl get -o json`, typed lists, single objects, support bundles, `kubectl cluster-info dump`.

https://kubernetes.io/docs/reference/using-api/api-concepts/ (collections); kinds that are not written: see `kinds`.
"""

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster.documents import is_ours, take_json
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return document.container is FileContainer.JSON and is_ours(document)


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    take_json(fold, document)
    return fold.snapshot()
