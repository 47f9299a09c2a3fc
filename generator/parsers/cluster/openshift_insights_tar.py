"""The archive of the OpenShift Insights Operator: `config/pod/<namespace>/<pod>.json`, `config/node/<node>.json`, …

https://github.com/openshift/insights-operator, `docs/insights-archive-sample` and `docs/gathered-data.md`. Its objects are
written by Go without kind; their folder says it.
"""

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster.archive import INSIGHTS, ArchiveLayout, is_archive, read_archive
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re

_LAYOUT = ArchiveLayout(
    INSIGHTS,
    late_re(
        r"^(?:[^/]+/)?(?:config|conditional/namespaces/[^/]+)/"
        r"(?P<kind>pods?|node|validatingwebhookconfigurations|mutatingwebhookconfigurations|machineconfigs|pdbs|persistentvolumes)"
        r"/(?:[^/]+/)?[^/]+?(?:\.json)?$"
    ),
    kinds={
        "pod": "Pod",
        "node": "Node",
        "validatingwebhookconfigurations": "ValidatingWebhookConfiguration",
        "mutatingwebhookconfigurations": "MutatingWebhookConfiguration",
        "machineconfigs": "MachineConfig",
        "pdbs": "PodDisruptionBudget",
    },
)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_archive(document, _LAYOUT)


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    return read_archive(document, evidence, _LAYOUT)
