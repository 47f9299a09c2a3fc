"""`oc adm must-gather` and `oc adm inspect`, packed: `namespaces/<namespace>/core/pods.yaml`, `cluster-scoped-resources/…`.

https://docs.openshift.com/container-platform/latest/support/gathering-cluster-data.html; the folders are those of
https://github.com/openshift/oc, `pkg/cli/admin/inspect`. Events are passed over: they are history, not what is there.
"""

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster.archive import MUST_GATHER, ArchiveLayout, is_archive, read_archive
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re

_LAYOUT = ArchiveLayout(
    MUST_GATHER,
    late_re(
        r"(?:^|/)(?:"
        r"cluster-scoped-resources/[^/]+/(?P<kind>(?!events\b)[^/.]+)(?:/[^/]+)?"
        r"|namespaces/(?P<namespace>[^/]+)/(?:(?P=namespace)|pods/(?P<pod>[^/]+)/(?P=pod)|[^/]+/(?P<resource>(?!events\b)[^/.]+)(?:/[^/]+)?)"
        r")\.(?:ya?ml|json)$"
    ),
)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_archive(document, _LAYOUT)


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    return read_archive(document, evidence, _LAYOUT)
