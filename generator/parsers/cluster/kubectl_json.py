"""JSON of the API: `kubectl get -o json`, typed lists, single objects, support bundles, `kubectl cluster-info dump`.

https://kubernetes.io/docs/reference/using-api/api-concepts/ (collections); kinds that are not written: see `kinds`.
"""

from typing import Final

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.base import Family
from generator.parsers.cluster.documents import is_ours, take_json
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Document, FileContainer


class KubectlJson:
    """See `Parser`."""

    name: Final = "kubectl-json"
    family: Final[Family] = "cluster"
    title: Final = "Kubernetes and OpenShift objects and lists, JSON (kubectl, API, kubelet, files of cluster-info dump)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return document.container is FileContainer.JSON and is_ours(document)

    def parse(self, document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
        """See `Parser.parse`."""
        fold = Fold(document, evidence)
        take_json(fold, document)
        return fold.snapshot()
