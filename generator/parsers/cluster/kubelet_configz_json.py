"""What a node's kubelet runs with: `kubectl get --raw /api/v1/nodes/NODE/proxy/configz`, one file for each node.

The answer does not say whose it is: the name of the file does (`configz-NODE.json`).

https://kubernetes.io/docs/tasks/administer-cluster/reconfigure-kubelet/#viewing-the-kubelet-configuration
"""

from pathlib import PurePosixPath

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.model.settings.base import Setting
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.kubelet_settings import kubelets
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer

_GROUP = "kubelet.config.k8s.io"
_KEY = "kubeletconfig"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return document.container is FileContainer.JSON and _KEY in document.members


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    config = document.decode(document.members[_KEY], dict[str, object], place=_KEY)
    node = PurePosixPath(document.name).stem.removeprefix("kubelet-").removeprefix("configz-")
    fold = Fold(document, evidence)
    fold.note_running()
    fold.note("KubeletConfiguration", count=1)
    fold.configure(
        Setting(
            group=_GROUP,
            kind="KubeletConfiguration",
            namespace="",
            name=node,
            # NOTE: a kind for each node, because of one kind the newest file alone counts.
            read_from=(_GROUP, f"KubeletConfiguration of {node}"),
            taken=evidence.collected,
            source=fold.source(_KEY),
            says=kubelets(config, node),
        )
    )
    return fold.snapshot()
