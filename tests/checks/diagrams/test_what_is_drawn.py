"""What runs and what is drawn: running-not-drawn, drawn-not-running, inventory-not-drawn, diagrams-not-consistent."""

import pytest

from generator.checks.diagrams import diagrams_not_consistent, drawn_not_running, inventory_not_drawn, running_not_drawn
from generator.checks.reporting import failing_subjects
from generator.model.posture import PostureState
from generator.model.scan import Severity
from tests.checks.cluster_evidence import verdicts
from tests.checks.diagrams.drawings import BOUNDARY, CLUSTER, SYSTEM, WHOLE, context, state, without

RUNNING, DRAWN = running_not_drawn.CHECK, drawn_not_running.CHECK
INVENTORY, CONSISTENT = inventory_not_drawn.CHECK, diagrams_not_consistent.CHECK
_SUGGESTED = "unknown: only a suggested match exists, and no person confirmed it"
_FAR = without(BOUNDARY, "cart[")
_LISTED = """
apiVersion: v1
kind: PodList
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: cart, namespace: shop, uid: u}
  spec: {containers: [{name: cart, image: registry.example/cart:1}]}
  status: {phase: Running, containerStatuses: []}
"""


@pytest.mark.parametrize("check", [RUNNING, DRAWN, INVENTORY, CONSISTENT], ids=lambda check: check.requirement.id)
def test_without_a_diagram_or_anything_that_runs_nothing_was_collected(check: object) -> None:
    expected = "No evidence of a diagram that can be read, and what runs was collected."
    for posture in (state(check), state(check, WHOLE, cluster="")):  # type: ignore[arg-type]
        assert (posture.state, posture.summary) == (PostureState.NOT_COLLECTED, expected)


def test_what_runs_is_drawn_inside_the_boundary() -> None:
    posture = state(RUNNING, WHOLE)
    assert verdicts(posture) == {"shop/Deployment/cart": "passes (declared)", "shop/Deployment/web": "passes (declared)"}
    assert posture.label == "configured, not seen at work"
    assert {each.source.path for each in posture.subjects[0].citations} == {"diagrams/d0.mmd", "evidence/cluster/all.yaml"}
    assert posture.subjects[0].asset_ids == ("registry.example/cart:1",)
    assert posture.notes == ()


def test_what_no_shape_stands_for_is_not_drawn() -> None:
    posture = state(RUNNING, _FAR)
    assert verdicts(posture)["shop/Deployment/cart"] == "fails (declared): is on no diagram"
    (one,) = failing_subjects([posture])
    assert (one.title, one.name) == ("Deployment cart is declared but is not drawn", "shop/Deployment/cart")
    assert one.detail.startswith("Deployment cart in namespace shop is declared inside the boundary, but no diagram shows")
    assert (one.asset_ids, one.severity) == (("registry.example/cart:1",), Severity.MODERATE)
    assert one.sources[0].path == "evidence/cluster/all.yaml"


def test_the_last_shape_that_is_left_excuses_no_difference() -> None:
    drawn = BOUNDARY.replace("cart[Cart]", "x7[Weather Map]")
    (suggestion,) = (each for each in context(drawn).comparison.suggested if each.id == "x7")
    assert (suggestion.workload, suggestion.by_elimination) == ("shop/Deployment/cart", True)
    assert verdicts(state(RUNNING, drawn))["shop/Deployment/cart"] == "fails (declared): is on no diagram"


def test_a_running_workload_is_observed() -> None:
    posture = state(RUNNING, _FAR, cluster=_LISTED)
    assert verdicts(posture) == {"shop/Pod/cart": "fails (observed): is on no diagram"}
    (one,) = failing_subjects([posture])
    assert one.title == "Pod cart runs but is not drawn"


def test_a_shape_outside_the_boundary_does_not_draw_what_runs_inside() -> None:
    mapping = "matches: [{drawn: Cart, workloads: [cart]}]"
    posture = state(RUNNING, f"{_FAR}  cart[Cart]\n", mapping=mapping)
    expected = "fails (declared): is drawn outside the authorization boundary only (page flowchart (1))"
    assert verdicts(posture)["shop/Deployment/cart"] == expected
    both = state(RUNNING, f"{_FAR}  cart[Cart]\n", BOUNDARY, mapping=mapping)
    assert verdicts(both)["shop/Deployment/cart"] == "passes (stated)", "inside on another page"
    unread = state(RUNNING, f"{_FAR}  cart[Cart]\n", mapping=mapping, unread=("diagrams/network.png",))
    assert verdicts(unread)["shop/Deployment/cart"] == "unknown: a diagram could not be read"


def test_without_a_boundary_a_shape_draws_it_and_the_side_is_not_judged() -> None:
    posture = state(RUNNING, "flowchart LR\n  web[Web]\n  cart[Cart]\n")
    assert posture.label == "configured, not seen at work"
    assert posture.notes == (
        "No page has a box named authorization boundary, so on which side of it a shape lies was not judged.",
    )


def test_a_suggested_match_is_none_and_a_persons_is_stated() -> None:
    drawn = BOUNDARY.replace("cart[Cart]", "basket[Shopping cart]")
    posture = state(RUNNING, drawn)
    assert verdicts(posture)["shop/Deployment/cart"] == _SUGGESTED
    assert posture.label == "not established"
    mapping = "matches: [{drawn: Shopping cart, workloads: [cart], reviewed-by: A. Lovelace}]"
    (cart, _) = state(RUNNING, drawn, mapping=mapping).subjects
    assert (cart.outcome, cart.certainty, cart.stated_by) == ("passes", "stated", "A. Lovelace")
    assert verdicts(state(DRAWN, drawn))["flowchart (1)/basket"] == "unknown: only a suggested match exists"
    assert verdicts(state(DRAWN, drawn, mapping=mapping))["flowchart (1)/basket"] == "passes (stated)"


def test_a_diagram_that_could_not_be_read_may_show_it() -> None:
    posture = state(RUNNING, _FAR, unread=("diagrams/network.png",))
    assert verdicts(posture)["shop/Deployment/cart"] == "unknown: a diagram could not be read"
    assert state(RUNNING, _FAR, unread=("diagrams/d0.png",)).label == "not enforced", "the export of a diagram that was read"
    partly = state(RUNNING, f"{_FAR}  ?? what\n")
    assert verdicts(partly)["shop/Deployment/cart"] == "unknown: a part of a diagram could not be read"


_TWICE = CLUSTER + CLUSTER.replace("namespace: shop", "namespace: stage").replace("name: web", "name: front")


def test_a_name_of_two_workloads_is_none_and_evidence_of_the_other_rivals_it() -> None:
    stage = CLUSTER.replace("namespace: shop", "namespace: stage")
    both = state(RUNNING, BOUNDARY, cluster=(CLUSTER, stage))
    cart = next(each for each in both.subjects if each.name == "shop/Deployment/cart")
    assert cart.outcome != "passes"
    assert {source.path for source in cart.contested_by} == {"evidence/cluster/all.yaml", "evidence/cluster/all1.yaml"}
    assert verdicts(state(RUNNING, BOUNDARY))["shop/Deployment/cart"] == "passes (declared)"
    drawn = state(DRAWN, BOUNDARY, cluster=(CLUSTER, stage))
    assert verdicts(drawn)["flowchart (1)/cart"] == (
        "unknown: more than one thing that runs has this name: shop/Deployment/cart and stage/Deployment/cart"
    )
    contested = {source.path for each in drawn.subjects for source in each.contested_by}
    assert contested == {"evidence/cluster/all.yaml", "evidence/cluster/all1.yaml"}


def test_people_externals_boxes_and_what_a_person_left_out_are_no_components() -> None:
    drawn = f"{BOUNDARY}  legend[Legend]\n"
    posture = state(DRAWN, drawn, mapping="not-workloads: [Legend]")
    assert verdicts(posture) == {"flowchart (1)/web": "passes (declared)", "flowchart (1)/cart": "passes (declared)"}
    assert posture.notes == (
        "1 shape is left out: decisions/diagram-mapping.yaml states that it stands for nothing that runs.",
    )


def test_a_component_that_runs_nowhere_fails_only_where_its_place_was_collected_whole() -> None:
    unknown = "unknown: no complete list of the workloads where it would run was collected"
    assert verdicts(state(DRAWN, "flowchart LR\n  web[Web]\n  zzz[Qqqq]\n"))["flowchart (1)/zzz"] == unknown
    boxed = "flowchart LR\n  subgraph shop[shop]\n    web[Web]\n    cart[Cart]\n    zzz[Qqqq]\n  end\n"
    assert verdicts(state(DRAWN, boxed))["flowchart (1)/zzz"] == unknown, "manifests are no list of what runs"
    posture = state(DRAWN, boxed, cluster=_WHOLE_LIST)
    assert verdicts(posture)["flowchart (1)/zzz"] == "fails (observed): is drawn but nothing runs behind it"
    (one,) = [each for each in failing_subjects([posture]) if each.name.endswith("zzz")]
    assert one.title == "“Qqqq” is drawn but nothing runs behind it"
    assert "no workload that the API of its cluster listed" in one.detail
    in_cluster = boxed.replace("shop[shop]", "k[Kubernetes]")
    assert verdicts(state(DRAWN, in_cluster, cluster=_WHOLE_LIST))["flowchart (1)/zzz"].startswith("fails (observed)")
    bounded = f"{SYSTEM}boundary: {{namespaces: [shop]}}\n"
    assert verdicts(state(DRAWN, in_cluster, cluster=_WHOLE_LIST, system=bounded))["flowchart (1)/zzz"] == unknown
    a_database = boxed.replace("shop[shop]", "k[Database cluster]")
    assert verdicts(state(DRAWN, a_database, cluster=_WHOLE_LIST))["flowchart (1)/zzz"] == unknown
    part = _WHOLE_LIST.replace("CronJobList", "ConfigMapList")
    assert verdicts(state(DRAWN, boxed, cluster=part))["flowchart (1)/zzz"] == unknown, "a CronJob runs between two looks"


def test_a_mapping_that_leads_nowhere_is_told() -> None:
    mapping = "matches: [{drawn: Qqqq, workloads: [gone]}]"
    boxed = "flowchart LR\n  subgraph shop[shop]\n    cart[Cart]\n    zzz[Qqqq]\n  end\n"
    (one,) = failing_subjects([state(DRAWN, boxed, cluster=_WHOLE_LIST, mapping=mapping)])
    assert "A decision about it: decisions/diagram-mapping.yaml, line 1: it names gone" in one.detail


def test_a_shape_on_two_pages_counts_once() -> None:
    assert list(verdicts(state(DRAWN, BOUNDARY, BOUNDARY))) == [
        "flowchart (1)/cart (diagrams/d0.mmd)",
        "flowchart (1)/web (diagrams/d0.mmd)",
    ]


_KINDS = "Deployment StatefulSet DaemonSet ReplicaSet".split()
_WHOLE_LIST = "\n---\n".join(
    [
        "apiVersion: v1\nkind: PodList\nmetadata: {resourceVersion: '1'}\nitems:\n"
        "- {apiVersion: v1, kind: Pod, metadata: {name: cart, namespace: shop, uid: u},"
        " spec: {containers: [{name: cart, image: 'registry.example/cart:1'}]},"
        " status: {phase: Running, containerStatuses: []}}\n",
        *(f"apiVersion: apps/v1\nkind: {kind}List\nmetadata: {{resourceVersion: '1'}}\nitems: []\n" for kind in _KINDS),
        "apiVersion: batch/v1\nkind: JobList\nmetadata: {resourceVersion: '1'}\nitems: []\n",
        "apiVersion: batch/v1\nkind: CronJobList\nmetadata: {resourceVersion: '1'}\nitems: []\n",
    ]
)
"""Every kind of workload, listed by the API."""

_NODES = """
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Node, metadata: {name: node-a, uid: a}, status: {nodeInfo: {osImage: Linux}}}
  - {apiVersion: v1, kind: Node, metadata: {name: node-b, uid: b}, status: {nodeInfo: {osImage: Linux}}}
"""


def test_images_are_drawn_by_their_workloads_and_nodes_by_name_or_label() -> None:
    drawn = f"{WHOLE}  cluster[cluster]\n  node-a[node-a]\n"
    labeled = (CLUSTER + _NODES).replace("uid: b", "uid: b, annotations: {atopack.io/diagram-label: Cart}")
    posture = state(INVENTORY, drawn, cluster=labeled)
    assert set(verdicts(posture).values()) == {"passes (declared)"}
    assert {"node-a", "node-b", "cluster", "registry.example/cart:1", "registry.example/web:1"} <= set(verdicts(posture))


def test_every_row_of_the_inventory_is_a_subject() -> None:
    posture = state(INVENTORY, WHOLE, cluster=CLUSTER + _NODES)
    assert verdicts(posture)["node-a"] == "fails (observed): has no diagram label and is on no diagram"
    assert "The node node-a is on no diagram" in {each.title for each in failing_subjects([posture])}
    without_shape = state(INVENTORY, _FAR)
    assert verdicts(without_shape)["registry.example/cart:1"] == "fails (declared): has no diagram label and is on no diagram"


@pytest.mark.parametrize(("box", "drawn"), [("Kubernetes Cluster - k3d", True), ("EKS", True), ("Back office", False)])
def test_a_box_for_a_kubernetes_cluster_draws_the_one_that_there_is(box: str, drawn: bool) -> None:
    page = f"flowchart LR\n  subgraph b [{box}]\n    web[Web]\n    cart[Cart]\n  end\n"
    verdict = verdicts(state(INVENTORY, page, cluster=CLUSTER + _NODES))["cluster"]
    assert verdict.startswith("passes") is drawn, verdict


def test_of_several_labels_each_has_to_be_that_of_a_shape() -> None:
    label = f"{SYSTEM}diagram-labels: {{cart: C-01}}\n"
    posture = state(INVENTORY, WHOLE, system=label)
    assert (
        verdicts(posture)["registry.example/cart:1"] == "fails (declared): has the diagram label “C-01”, which is on no diagram"
    )
    assert [each.title for each in failing_subjects([posture])] == [
        "The diagram label “C-01” of registry.example/cart:1 is on no diagram"
    ]
    assert failing_subjects([posture])[0].next_step == "Correct the label, or give the shape this text or label."
    stated = state(INVENTORY, WHOLE.replace("cart[Cart]", "cart[C-01]"), system=label)
    assert verdicts(stated)["registry.example/cart:1"] == "passes (stated)"
    both = f"{SYSTEM}diagram-labels: {{cart: 'Cart, C-02'}}\n"
    assert "“C-02”" in verdicts(state(INVENTORY, WHOLE, system=both))["registry.example/cart:1"]


def test_an_item_whose_workload_is_suggested_or_that_may_be_on_a_picture_is_unknown() -> None:
    drawn = BOUNDARY.replace("cart[Cart]", "basket[Shopping cart]")
    assert verdicts(state(INVENTORY, drawn))["registry.example/cart:1"] == _SUGGESTED
    unread = state(INVENTORY, _FAR, unread=("diagrams/a.png",))
    assert verdicts(unread)["registry.example/cart:1"] == "unknown: a diagram could not be read"


def _titled(title: str, text: str) -> str:
    return f"---\ntitle: {title}\n---\n{text}"


def test_diagrams_that_agree() -> None:
    posture = state(CONSISTENT, _titled("Authorization boundary", WHOLE), _titled("Data flow", WHOLE))
    assert set(verdicts(posture).values()) == {"passes (declared)"}
    assert set(verdicts(posture)) == {"Mail Relay", "News", "shop/Deployment/cart", "shop/Deployment/web"}
    assert posture.notes == ("No page is known to be the network diagram.",)


def test_a_component_on_one_diagram_only_or_under_two_names() -> None:
    boundary = _titled("Authorization boundary", WHOLE)
    less = _titled("Data flow", without(WHOLE, "cart[", "web -->|HTTPS 8443"))
    posture = state(CONSISTENT, boundary, less)
    assert verdicts(posture)["shop/Deployment/cart"] == "fails (declared): is not on the data flow diagram"
    (one,) = failing_subjects([posture])
    assert (one.title, one.severity) == ("cart is not on the data flow diagram", Severity.LOW)
    assert one.detail.startswith("It is drawn on the boundary diagram and missing on the data flow diagram.")
    other = state(CONSISTENT, boundary, _titled("Data flow", WHOLE.replace("cart[Cart]", "cart[Cart service]")))
    assert verdicts(other)["shop/Deployment/cart"] == "fails (declared): has different names on the diagrams"
    assert "“Cart” and “Cart service”" in failing_subjects([other])[0].detail


def test_a_page_of_an_unknown_kind_or_a_picture_may_be_the_missing_diagram() -> None:
    boundary, less = (
        _titled("Authorization boundary", WHOLE),
        _titled("Data flow", without(WHOLE, "cart[", "web -->|HTTPS 8443")),
    )
    other = _titled("Two", "flowchart LR\n  cart[Cart]\n")
    expected = "unknown: the kind of a page is not known"
    assert verdicts(state(CONSISTENT, boundary, less, other))["shop/Deployment/cart"] == expected
    unread = state(CONSISTENT, boundary, less, unread=("diagrams/flow.png",))
    assert verdicts(unread)["shop/Deployment/cart"] == "unknown: a page could not be read"
    assert set(verdicts(state(CONSISTENT, boundary, other)).values()) == {expected}


def test_what_was_joined_to_nothing_is_compared_as_well() -> None:
    ledger = WHOLE.replace("cart[Cart]", "cart[Cart]\n    ledger[Ledger Archive]\n    audit[Audit Trail]")
    boundary = _titled("Authorization boundary", ledger)
    assert verdicts(state(CONSISTENT, boundary, _titled("Data flow", ledger)))["Ledger Archive"] == "passes (declared)"
    flow = _titled("Data flow", without(ledger, "ledger[", "audit["))
    found = verdicts(state(CONSISTENT, boundary, flow))
    assert {name: found[name] for name in ("Ledger Archive", "Audit Trail")} == {
        "Ledger Archive": "fails (declared): is not on the data flow diagram",
        "Audit Trail": "fails (declared): is not on the data flow diagram",
    }
    left_out = state(CONSISTENT, boundary, flow, mapping="not-workloads: [Ledger Archive]")
    assert "Ledger Archive" not in verdicts(left_out)


def test_a_name_that_is_written_otherwise_on_another_page_is_one_discrepancy() -> None:
    ledger = WHOLE.replace("cart[Cart]", "cart[Cart]\n    ledger[Ledger Archive]")
    boundary = _titled("Authorization boundary", ledger)
    flow = _titled("Data flow", ledger.replace("Ledger Archive", "Ledgers archive"))
    found = verdicts(state(CONSISTENT, boundary, flow))
    expected = "is not on the data flow diagram under this name, and “Ledgers archive” there may be the same"
    assert {name: text for name, text in found.items() if "edger" in name} == {
        "Ledger Archive": f"fails (declared): {expected}"
    }


def test_a_component_with_a_suggestion_only_may_be_drawn_under_another_name() -> None:
    boundary = _titled("Authorization boundary", BOUNDARY.replace("cart[Cart]", "basket[Shopping cart]"))
    flow = _titled("Data flow", without(WHOLE, "cart[", "web -->|HTTPS 8443"))
    assert verdicts(state(CONSISTENT, boundary, flow))["Shopping cart"] == _SUGGESTED


def test_one_diagram_has_nothing_to_agree_with() -> None:
    posture = state(CONSISTENT, _titled("Authorization boundary", WHOLE))
    assert posture.label == "not collected"
    assert "two of the boundary, network and data flow diagrams" in posture.summary


def test_a_person_says_what_a_page_shows() -> None:
    page, other = _titled("One", BOUNDARY), _titled("Two", "flowchart LR\n  web[Web]\n")
    posture = state(CONSISTENT, page, other, mapping="pages: [{page: Two, shows: network}]")
    failing = {each.name for each in posture.failing}
    assert failing == {"Mail Relay", "News", "shop/Deployment/cart"}


def test_every_shape_has_a_name_of_its_own() -> None:
    names = [shape.name for shape in context(BOUNDARY, BOUNDARY).comparison.shapes]
    assert len(names) == len(set(names))


def test_a_component_inside_the_box_of_a_workload_is_a_part_of_it() -> None:
    page = "flowchart LR\n  subgraph cart[Cart]\n    rules[Discount rules]\n  end\n  web[Web]\n"
    expected = "unknown: it is drawn as a part of shop/Deployment/cart, whose parts the evidence does not name"
    (verdict,) = [text for name, text in verdicts(state(DRAWN, page)).items() if "rules" in name]
    assert verdict == expected


def test_a_web_address_is_drawn_with_what_it_leads_to() -> None:
    ingress = """
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: front, namespace: shop}
spec:
  rules:
    - host: shop.example.gov
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: cart, port: {number: 8443}}}}]}
"""
    found = verdicts(state(INVENTORY, BOUNDARY, cluster=CLUSTER + ingress))
    assert found["shop.example.gov"] == "passes (declared)"
    undrawn = state(INVENTORY, _FAR, cluster=CLUSTER + ingress)
    (address,) = [each for each in undrawn.subjects if each.name == "shop.example.gov"]
    assert [each.name for each in address.follows_from] == ["shop/Deployment/cart"]


_PENDING = """
apiVersion: v1
kind: PodList
items:
- apiVersion: v1
  kind: Pod
  metadata:
    name: cart-5d9c6b7f8d-x2x4z
    namespace: shop
    uid: u
    labels: {app: cart, pod-template-hash: 5d9c6b7f8d}
    ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: cart-5d9c6b7f8d, uid: r, controller: true}]
  spec: {containers: [{name: cart, image: registry.example/cart:1}]}
  status: {phase: Pending}
"""


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        ("Pending", "unknown: its pods are Pending: none of them had started when they were listed"),
        ("Running", "passes (declared)"),
    ],
)
def test_pods_that_wait_to_start_show_nothing_that_runs(phase: str, expected: str) -> None:
    listed = _PENDING.replace("Pending", phase)
    assert verdicts(state(DRAWN, WHOLE, cluster=(CLUSTER, listed)))["flowchart (1)/cart"] == expected
