"""Support bundles of Replicated's Troubleshoot: `cluster-resources/pods/<namespace>.json`, `cluster-resources/nodes.json`, …

https://troubleshoot.sh/docs/collect/cluster-resources/. Beside each kind stands `<kind>-errors.json` with what the API
refused, by namespace.
"""

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster.archive import TROUBLESHOOT, ArchiveLayout, is_archive, read_archive
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re

_AT = r"(?:^|/)cluster-resources/"
_OTHER = r"(?:groups|resources|events|auth-cani-list|image-pull-secrets)\b"
_LAYOUT = ArchiveLayout(
    TROUBLESHOOT,
    late_re(rf"{_AT}(?!{_OTHER})(?P<kind>(?:custom-resources/)?[^/]+?)(?<!-errors)(?:/[^/]+)?\.json$"),
    errors=late_re(rf"{_AT}(?!{_OTHER})(?P<kind>[^/]+)-errors\.json$"),
    kinds={
        "ingress": "Ingress",
        "pvs": "PersistentVolume",
        "pvcs": "PersistentVolumeClaim",
        "storage-classes": "StorageClass",
        "custom-resource-definitions": "CustomResourceDefinition",
        "network-policy": "NetworkPolicy",
        "limitranges": "LimitRange",
        "resource-quota": "ResourceQuota",
        "pod-disruption-budgets": "PodDisruptionBudget",
        "priorityclasses": "PriorityClass",
        "endpointslices": "EndpointSlice",
        "leases": "Lease",
        "volumeattachments": "VolumeAttachment",
    },
)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_archive(document, _LAYOUT)


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    return read_archive(document, evidence, _LAYOUT)
