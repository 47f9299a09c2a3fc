"""Checks about flows, external services and diagrams: found, not found, and what they need."""

import pytest
from generator.checks.stated import stated
from tests.posture.ground import AS_OF, snapshot

from generator.checks.base import CheckEvidence
from generator.checks.registry import ask_all, run_all
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.graph.comparison import compare_whole
from generator.graph.flows import flow_graph
from generator.graph.mapping import read_mapping
from generator.model.comparison import Discrepancy
from generator.model.evidence import EvidenceFile, GapKind
from generator.model.posture import PostureState
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.pipeline.comparison import flow_context
from generator.workspace.system_yaml import read as read_system

_CLUSTER = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example/web:1
          env:
            - {name: CART, value: "https://cart:8443"}
            - {name: MAIL, value: "smtps://mail.example.org"}
            - {name: NEWS, value: "http://news.example.net"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec: {template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: cart, image: "registry.example/cart:1"}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{port: 8443}]}
"""
_SYSTEM = """
external-services:
  - {name: Mail Relay, hosts: [mail.example.org]}
  - {name: News, hosts: [news.example.net]}
"""
_BOUNDARY = """flowchart LR
  user([User])
  mail[Mail Relay]:::external
  news[News]:::external
  subgraph ato[Authorization boundary]
    web[Web]
    cart[Cart]
  end
"""
_WHOLE = (
    _BOUNDARY
    + """  user -->|HTTPS 443| web
  web -->|HTTPS 8443| cart
  web -->|SMTPS 465| mail
  web -->|HTTP 80, plain text| news
"""
)


def _evidence(
    *drawings: tuple[str, str], cluster: str = _CLUSTER, system: str = _SYSTEM, mapping: str = "", log: str = ""
) -> CheckEvidence:
    said = read_system(system, folder="x")
    snapshots = [snapshot(cluster, "all.yaml")]
    for number, (name, text) in enumerate((*drawings, ("hubble.jsonl", log)) if log else drawings):
        evidence = EvidenceFile(path=f"diagrams/{name}", sha256=f"{number}" * 64, size=1, media_type="text/plain")
        snapshots.append(read(Document(name, text.encode()), evidence)[1])  # type: ignore[arg-type]
    facts = facts_of(History.of(snapshots), said, AS_OF)
    ground = flow_context(facts, said)
    graph = flow_graph(ground)
    comparison = compare_whole(facts.diagrams, ground.workloads, graph, read_mapping(mapping), said.external_services)
    return CheckEvidence(system=said, facts=facts, comparison=comparison, flows=graph)


def _found(*drawings: tuple[str, str], **given: str) -> tuple[dict[str, list[Discrepancy]], dict[str, str]]:
    """Discrepancies by check of every check that could be made, and why others could not."""
    made, found, gaps = run_all(_evidence(*drawings, **given))
    by_check = {check.id: [one for one in found if one.check == check.id] for check in made}
    return by_check, {gap.place: gap.reason for gap in gaps if gap.kind is GapKind.NOT_CHECKED}


def _titles(check: str, *drawings: str, **given: str) -> list[str]:
    return [one.title for one in _found(*((f"d{n}.mmd", text) for n, text in enumerate(drawings)), **given)[0][check]]


@pytest.mark.parametrize(
    "check",
    [
        "flow-not-drawn",
        "flow-not-found",
        "flow-reversed",
        "drawn-port-differs",
        "external-not-drawn",
        "external-drawn-inside",
        "external-not-listed",
        "crossing-not-labelled",
        "inventory-not-drawn",
    ],
)
def test_a_diagram_that_tells_the_whole_story(check: str) -> None:
    assert _titles(check, _WHOLE) == []


def test_every_one_of_them_needs_a_diagram_and_a_cluster() -> None:
    _, unmade = _found()
    assert "a diagram that can be read and a cluster" in unmade["flow-not-drawn"]
    assert "a diagram that can be read and a cluster" in unmade["inventory-not-drawn"]
    assert "crossing-not-encrypted" not in unmade


def test_a_flow_that_nobody_drew() -> None:
    by_check, _ = _found(("a.mmd", _WHOLE.replace("  web -->|HTTPS 8443| cart\n", "")))
    (one,) = by_check["flow-not-drawn"]
    assert (one.title, one.subject) == ("The flow Web → Cart is not drawn", "web->cart")
    assert "Configuration declares it: its environment or arguments name cart:8443 (TCP 8443 (https))" in one.detail
    assert one.sources[0].path == "evidence/cluster/all.yaml"


def test_a_flow_of_something_that_nobody_drew_is_told_once() -> None:
    drawn = _WHOLE.replace("    cart[Cart]\n", "").replace("  web -->|HTTPS 8443| cart\n", "")
    by_check, _ = _found(("a.mmd", drawn))
    assert by_check["flow-not-drawn"] == []
    assert [one.subject for one in by_check["running-not-drawn"]] == ["shop/Deployment/cart"]


def test_a_drawn_flow_that_nothing_tells_of() -> None:
    by_check, _ = _found(("a.mmd", _WHOLE.replace("cart[Cart]", "cart[Cart]\n    gone[Gone]") + "  cart --> gone\n"))
    assert by_check["flow-not-found"] == []
    config = _CLUSTER.replace("https://cart:8443", "")
    assert _titles("flow-not-found", _WHOLE, cluster=config) == ["The drawn flow Web → Cart was not found"]


def test_where_it_was_looked_for() -> None:
    log = (
        '{"flow": {"time": "2026-11-18T06:00:00Z", "verdict": "FORWARDED",'
        ' "source": {"namespace": "shop", "pod_name": "web-0"},'
        ' "destination": {}, "IP": {"destination": "198.51.100.9"}, "destination_names": ["news.example.net"],'
        ' "l4": {"TCP": {"destination_port": 443}}}, "node_name": "n"}'
    )
    by_check, _ = _found(("a.mmd", _WHOLE), cluster=_CLUSTER.replace("smtps://mail.example.org", ""), log=log)
    (one,) = by_check["flow-not-found"]
    assert one.title == "The drawn flow Web → Mail Relay was not found"
    assert "flow logs did not see it from 2026-11-18 06:00 to 2026-11-18 06:00 UTC" in one.detail


def test_an_arrow_the_other_way_round() -> None:
    turned = _WHOLE.replace("web -->|HTTPS 8443| cart", "cart -->|HTTPS 8443| web")
    assert _titles("flow-reversed", turned) == ["The flow Cart → Web is drawn in the opposite direction"]
    assert _titles("flow-reversed", _WHOLE.replace("web -->|HTTPS 8443| cart", "cart <-->|HTTPS 8443| web")) == []


def test_a_drawn_port_that_is_not_used() -> None:
    wrong = _WHOLE.replace("HTTPS 8443", "HTTPS 8080")
    assert _titles("drawn-port-differs", wrong) == ["The flow Web → Cart is drawn with port 8080 and uses 8443"]
    assert _titles("drawn-port-differs", _WHOLE.replace("HTTPS 8443", "HTTPS")) == []


def test_an_external_service_that_nobody_drew() -> None:
    drawn = _WHOLE.replace("  mail[Mail Relay]:::external\n", "").replace("  web -->|SMTPS 465| mail\n", "")
    by_check, _ = _found(("a.mmd", drawn))
    (one,) = by_check["external-not-drawn"]
    assert one.title == "The external service Mail Relay is not drawn"
    assert "It is called by web. system.yaml lists it." in one.detail
    unlisted = _titles("external-not-drawn", _WHOLE, cluster=_CLUSTER.replace("news.example.net", "ads.example.net"))
    assert unlisted == ["The external service ads.example.net is not drawn"]


def test_an_external_service_inside_the_boundary() -> None:
    inside = _WHOLE.replace("  mail[Mail Relay]:::external\n", "").replace(
        "    web[Web]\n", "    web[Web]\n    mail[Mail Relay]\n"
    )
    assert _titles("external-drawn-inside", inside) == ["The external service Mail Relay is drawn inside the boundary"]


def test_an_external_system_that_is_not_listed() -> None:
    more = _WHOLE + "  ads[Advertising]:::external\n"
    assert _titles("external-not-listed", more) == ["“Advertising” is drawn as external and is not listed"]
    assert _titles("external-not-listed", more, mapping="not-workloads: [Advertising]") == []
    assert _titles("external-not-listed", more, mapping="matches: [{drawn: Advertising, external: [News]}]") == []
    _, unmade = _found(("a.mmd", more), system="")
    assert "external services, listed in system.yaml" in unmade["external-not-listed"]


@pytest.mark.parametrize(
    ("label", "missing"),
    [
        ("", "port, protocol and encryption"),
        ("orders", "port, protocol and encryption"),
        ("443", "protocol and encryption"),
        ("HTTP 80", "encryption"),
        ("HTTPS", "port"),
        ("TLS 1.3", "port"),
        ("SSH 22", ""),
        ("TCP 5432, encrypted", ""),
        ("port 443 over VPN", "protocol"),
    ],
)
def test_what_a_line_across_the_boundary_leaves_out(label: str, missing: str) -> None:
    piped = f"|{label}| " if label else ""
    found = _titles("crossing-not-labelled", _WHOLE.replace("-->|SMTPS 465| mail", f"--> {piped}mail"))
    assert found == ([f"The flow Web → Mail Relay is drawn without {missing}"] if missing else [])


def test_a_statement_for_the_whole_page_counts_for_its_lines() -> None:
    bare = _WHOLE.replace("|SMTPS 465|", "").replace("|HTTPS 443|", "").replace("|HTTP 80, plain text|", "")
    note = '  n["All connections are HTTPS on port 443 with TLS 1.2 unless noted"]\n'
    assert len(_titles("crossing-not-labelled", bare)) == 3
    assert _titles("crossing-not-labelled", bare + note) == []


def test_a_call_outside_in_plain_text() -> None:
    by_check, _ = _found()
    (one,) = by_check["crossing-not-encrypted"]
    assert one.title == "web calls News without encryption"
    assert one.asset_ids == ("registry.example/web:1",)


def test_a_component_on_one_diagram_only_or_under_two_names() -> None:
    boundary = "---\ntitle: Authorization boundary\n---\n" + _WHOLE
    flow = "---\ntitle: Data flow\n---\n" + _WHOLE
    assert _titles("diagrams-not-consistent", boundary, flow) == []
    less = flow.replace("    cart[Cart]\n", "").replace("  web -->|HTTPS 8443| cart\n", "")
    assert _titles("diagrams-not-consistent", boundary, less) == ["cart is not on the data flow diagram"]
    other = flow.replace("cart[Cart]", "cart[Cart service]")
    assert _titles("diagrams-not-consistent", boundary, other) == ["cart has different names on the diagrams"]
    _, unmade = _found(("a.mmd", boundary))
    assert "two of the boundary, network and data flow diagrams" in unmade["diagrams-not-consistent"]


def test_a_person_says_what_a_page_shows() -> None:
    page, other = "---\ntitle: One\n---\n" + _BOUNDARY, "---\ntitle: Two\n---\nflowchart LR\n  web[Web]\n"
    said = "pages: [{page: Two, shows: network}]"
    assert _titles("diagrams-not-consistent", page, other, mapping=said) == [
        "Mail Relay is not on the network diagram",
        "News is not on the network diagram",
        "cart is not on the network diagram",
    ]


_NODES = """
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Node, metadata: {name: node-a, uid: a}, status: {nodeInfo: {osImage: Linux}}}
  - {apiVersion: v1, kind: Node, metadata: {name: node-b, uid: b}, status: {nodeInfo: {osImage: Linux}}}
"""


def test_machines_that_are_on_no_diagram() -> None:
    found = _titles("inventory-not-drawn", _WHOLE, cluster=_CLUSTER + _NODES)
    assert found == ["The cluster cluster is on no diagram", "2 nodes of cluster are on no diagram"]
    labelled = (_CLUSTER + _NODES).replace("uid: a", "uid: a, annotations: {atopack.io/diagram-label: Cart}")
    assert _titles("inventory-not-drawn", _WHOLE, cluster=labelled)[1] == "The node node-b is on no diagram"
    drawn = _WHOLE + "  cluster[cluster]\n  node-a[node-a]\n  node-b[node-b]\n"
    assert _titles("inventory-not-drawn", drawn, cluster=_CLUSTER + _NODES) == []


def test_a_diagram_label_that_is_on_no_diagram() -> None:
    label = "diagram-labels: {cart: C-01}"
    assert _titles("inventory-not-drawn", _WHOLE, system=_SYSTEM + label) == [
        "The diagram label “C-01” of registry.example/cart:1 is on no diagram"
    ]


_TITLED = "---\ntitle: Authorization boundary\n---\n" + _WHOLE
_FLOW_PAGE = "---\ntitle: Data flow\n---\n" + _WHOLE
_UNDRAWN = _WHOLE.replace("  mail[Mail Relay]:::external\n", "").replace("  web -->|SMTPS 465| mail\n", "")
_ENCRYPTED = _CLUSTER.replace("http://news", "https://news")
STATED: dict[str, tuple[tuple[tuple[str, ...], dict[str, str]], tuple[tuple[str, ...], dict[str, str]]]] = {
    "inventory-not-drawn": (((_WHOLE,), {}), ((_WHOLE,), {"cluster": _CLUSTER + _NODES})),
    "diagrams-not-consistent": (((_TITLED, _FLOW_PAGE), {}), ((_TITLED, _FLOW_PAGE.replace("[Cart]", "[Till]")), {})),
    "flow-not-drawn": (((_WHOLE,), {}), ((_WHOLE.replace("  web -->|HTTPS 8443| cart\n", ""),), {})),
    "flow-not-found": (((_WHOLE,), {}), ((_WHOLE,), {"cluster": _CLUSTER.replace("https://cart:8443", "")})),
    "flow-reversed": (((_WHOLE,), {}), ((_WHOLE.replace("web -->|HTTPS 8443| cart", "cart --> web"),), {})),
    "drawn-port-differs": (((_WHOLE,), {}), ((_WHOLE.replace("8443", "8080"),), {})),
    "external-not-drawn": (((_WHOLE,), {}), ((_UNDRAWN,), {})),
    "external-drawn-inside": (((_WHOLE,), {}), ((_UNDRAWN.replace("[Web]\n", "[Web]\n    mail[Mail Relay]\n"),), {})),
    "external-not-listed": (((_WHOLE,), {}), ((_WHOLE + "  ads[Advertising]:::external\n",), {})),
    "crossing-not-labelled": (((_WHOLE,), {}), ((_WHOLE.replace("|SMTPS 465| ", ""),), {})),
    "crossing-not-encrypted": (((_WHOLE,), {"cluster": _ENCRYPTED}), ((_WHOLE,), {})),
}
"""Check, and what is drawn and runs where it holds, and where it does not."""


@pytest.mark.parametrize("check", STATED)
def test_states(check: str) -> None:
    for (drawings, given), state in zip(STATED[check], (PostureState.ENFORCING, PostureState.NOT_ENFORCING), strict=True):
        evidence = _evidence(*((f"d{number}.mmd", text) for number, text in enumerate(drawings)), **given)
        (one,) = [each for each in stated(ask_all(evidence), evidence) if each.requirement.id == check]
        assert one.state is state, one.summary
        assert bool(one.problems) is (state is PostureState.NOT_ENFORCING)
        assert one.held is None or 0 <= one.held[0] <= one.held[1]
