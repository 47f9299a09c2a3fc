"""The archive of the OpenShift Insights Operator: `config/pod/<namespace>/<pod>.json`, `config/node/<node>.json`, …

https://github.com/openshift/insights-operator, `docs/insights-archive-sample` and `docs/gathered-data.md`. Its objects are
written by Go without kind; their folder says it.
"""

from typing import Final

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.base import Family
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


class OpenshiftInsightsTar:
    """See `Parser`."""

    name: Final = "openshift-insights-tar"
    family: Final[Family] = "cluster"
    title: Final = "OpenShift Insights Operator archive, tar.gz"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return is_archive(document, _LAYOUT)

    def parse(self, document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
        """See `Parser.parse`."""
        return read_archive(document, evidence, _LAYOUT)
