"""What a node says of itself beside its kubelet: how the cloud calls it, where it stands, and what people wrote on it."""

import json

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot, NodeObject
from generator.parsers.document import Document
from generator.parsers.registry import read


def nodes(*objects: dict[str, object]) -> list[NodeObject]:
    data = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects)}).encode()
    file = EvidenceFile(path="evidence/cluster/nodes.json", sha256="0" * 64, size=len(data), media_type="application/json")
    _, snapshot = read(Document(file.path, data), file)
    assert isinstance(snapshot, ClusterSnapshot)
    return [one for one in snapshot.objects if isinstance(one, NodeObject)]


def test_provider_id_zone_and_our_annotations_are_kept_and_no_others() -> None:
    (one,) = nodes(
        {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {
                "name": "a",
                "labels": {"topology.kubernetes.io/zone": "z1", "other": "x"},
                "annotations": {"atopack.io/owner": "Ops", "secret.example/token": "x"},
            },
            "spec": {"providerID": "aws:///z1/i-0a1"},
            "status": {"nodeInfo": {"kernelVersion": "6.1"}},
        }
    )
    assert (one.provider_id, one.zone, one.annotations) == ("aws:///z1/i-0a1", "z1", (("atopack.io/owner", "Ops"),))
    assert one.kernel == "6.1"


def test_a_node_that_says_nothing_has_none_of_them() -> None:
    (one,) = nodes({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a"}, "spec": {}, "status": {}})
    assert (one.provider_id, one.zone, one.annotations) == (None, None, ())
