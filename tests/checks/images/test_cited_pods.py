"""What is said of an image cites the objects that name it and the pods that report its digest, not what leads to them."""

import json

from generator.checks.images import image_not_pinned, running_digest_unknown
from tests.checks.cluster_evidence import posture
from tests.checks.manifests import deployment, thing

IMAGE, DIGEST = "registry.example/shop/cart:1", "sha256:" + "d4" * 32


def pod() -> str:
    made = json.loads(thing("Pod", "v1", "cart-7d9c6b5f4-x2x2x", "shop"))
    made["metadata"] |= {
        "labels": {"app": "cart", "pod-template-hash": "7d9c6b5f4"},
        "ownerReferences": [{"kind": "ReplicaSet", "name": "cart-7d9c6b5f4", "controller": True}],
    }
    made["spec"] = {"containers": [{"name": "cart", "image": IMAGE}]}
    status = {"name": "cart", "image": IMAGE, "imageID": f"registry.example/shop/cart@{DIGEST}"}
    made["status"] = {"phase": "Running", "containerStatuses": [status]}
    return json.dumps(made)


SERVICES = tuple(
    thing("Service", "v1", f"cart-{number}", "shop", spec={"selector": {"app": "cart"}, "ports": [{"port": 80}]})
    for number in range(5)
)
FILES = (*SERVICES, deployment({"name": "cart", "image": IMAGE}, name="cart"), pod())
TEMPLATE, PODS = "evidence/cluster/file5.yaml", "evidence/cluster/file6.yaml"


def test_the_running_digest_is_in_the_pod() -> None:
    (subject,) = posture(running_digest_unknown.CHECK, *FILES).subjects
    assert (subject.outcome, subject.certainty) == ("passes", "observed")
    assert {each.source.path for each in subject.citations} == {PODS}


def test_the_reference_is_in_template_and_pod_before_any_service() -> None:
    (subject,) = posture(image_not_pinned.CHECK, *FILES).subjects
    assert {each.source.path for each in subject.citations[:2]} == {TEMPLATE, PODS}
