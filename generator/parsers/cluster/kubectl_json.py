"""JSON of the API: `kubectl get -o json`, typed lists, single objects, support bundles, `kubectl cluster-info dump`.

https://kubernetes.io/docs/reference/using-api/api-concepts/ (collections); kinds that are not written: see `kinds`.
"""

from typing import Final

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.base import Family
from generator.parsers.cluster import go_cased
from generator.parsers.cluster.fold import Fold, ListKind
from generator.parsers.cluster.objects import Reader
from generator.parsers.cluster.recognition import is_cluster
from generator.parsers.document import Container, Document


class KubectlJson:
    """See `Parser`."""

    name: Final = "kubectl-json"
    family: Final[Family] = "cluster"
    title: Final = "Kubernetes and OpenShift objects and lists, JSON (kubectl, API, support bundles, cluster-info dump)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        if document.container is not Container.JSON:
            return False
        reader = Reader(document)
        if document.members:
            return is_cluster(reader, document.members, name=document.name) or go_cased.is_dump(reader, document.members)
        return bool(document.items) and is_cluster(reader, document.first_members, name=document.name)

    def parse(self, document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
        """See `Parser.parse`."""
        fold, reader = Fold(document, evidence), Reader(document)
        if not document.members:
            fold.take_items(list(document.items), ListKind(), place="")
        elif go_cased.is_dump(reader, document.members):
            kind, items = go_cased.todays(document)
            fold.take_items(items, ListKind(kind), place="/Items")
        else:
            fold.take(document.members if "items" in document.members else msgspec.Raw(document.data.lstrip()))
        return fold.snapshot()
