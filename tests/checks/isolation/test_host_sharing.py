"""What pods share with their node."""

from checks.cluster_evidence import posture, verdicts

from generator.checks.isolation.host_sharing import CHECK

_POD = """
apiVersion: v1
kind: {kind}
items:
- apiVersion: v1
  kind: Pod
  metadata: {{name: cart, namespace: shop, uid: u1}}
  spec: {{containers: [{{name: cart, image: cart, securityContext: {{privileged: {privileged}}}}}]}}
  status: {{phase: Running, containerStatuses: []}}
"""


def test_a_privileged_container_reaches_the_node() -> None:
    state = posture(CHECK, _POD.format(kind="PodList", privileged="true"))
    assert verdicts(state) == {"shop/Pod/cart": "fails (observed): shares everything (it is privileged) of its node"}
    assert state.label == "not enforced"


def test_a_pod_of_its_own() -> None:
    state = posture(CHECK, _POD.format(kind="PodList", privileged="false"))
    assert verdicts(state) == {"shop/Pod/cart": "passes (observed)"}
    assert state.label == "enforced (observed)"
    assert state.summary == "1 of 1 workload was judged: 1 passes."


def test_without_a_cluster_nothing_was_collected() -> None:
    state = posture(CHECK)
    assert (state.label, state.summary) == ("not collected", "No evidence of a cluster was collected.")
