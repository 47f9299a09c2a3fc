"""Settings that several programs take as a whole: what they name is possible, and is told only where it is drawn."""

import pytest

from generator.graph.comparison import compare_whole
from generator.graph.flows import without_undrawn
from generator.graph.mapping import DiagramMapping
from generator.model.evidence import EvidenceFile
from generator.model.flow import FlowGraph, Strength
from generator.model.flow_finding import FlowVerdict
from generator.model.inventory import Container, Workload
from generator.parsers.diagrams import mermaid
from generator.parsers.document import Document
from tests.checks.manifests import thing
from tests.graph.graphs_made import graph_of, service

_SETTINGS = thing(
    "ConfigMap", "v1", "settings", "shop", data={"CART_URL": "http://cart:8080", "PAY_URL": "https://pay.bank.gov"}
)
_WHOLE = {"envFrom": [{"configMapRef": {"name": "settings"}}]}
_ONE = {"env": [{"name": "CART", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "CART_URL"}}}]}
_REFERRED = {**_WHOLE, "env": [{"name": "START", "value": "$(CART_URL)/health"}]}


def _runs(name: str, image: str = "", **container: object) -> str:
    made = {"name": name, "image": image or f"{name}:1", **container}
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [made]}}
    return thing("Deployment", "apps/v1", name, "shop", spec={"selector": {}, "template": template})


def _graph(*others: str) -> FlowGraph:
    return graph_of(_SETTINGS, service("cart"), _runs("cart"), *others)


def _strengths(graph: FlowGraph) -> dict[str, Strength]:
    return {flow.source.name.rpartition("/")[2]: flow.strength for flow in graph.flows if flow.target.name.endswith("/cart")}


@pytest.mark.parametrize(
    ("others", "strengths"),
    [
        ((_runs("web", **_WHOLE),), {"web": Strength.DECLARED}),
        ((_runs("web", **_WHOLE), _runs("mail", **_WHOLE)), {"web": Strength.POSSIBLE, "mail": Strength.POSSIBLE}),
        ((_runs("web", **_WHOLE), _runs("mail", **_ONE)), {"web": Strength.DECLARED, "mail": Strength.DECLARED}),
        (
            (_runs("web", **_REFERRED), _runs("mail", **_WHOLE)),
            {"web": Strength.DECLARED, "mail": Strength.POSSIBLE},
        ),
        (
            (_runs("web", "shop:1", **_WHOLE), _runs("worker", "shop:2", **_WHOLE)),
            {"web": Strength.DECLARED, "worker": Strength.DECLARED},
        ),
    ],
    ids=["alone", "two programs", "one key", "referred to", "one program twice"],
)
def test_who_calls_what_shared_settings_name(others: tuple[str, ...], strengths: dict[str, Strength]) -> None:
    assert _strengths(_graph(*others)) == strengths


def test_a_possible_flow_bears_a_drawn_line_out_and_is_none_elsewhere() -> None:
    graph = _graph(_runs("web", **_WHOLE), _runs("mail", **_WHOLE))
    drawn = b"flowchart TD\n web --> cart\n cart --> mail\n"
    evidence = EvidenceFile(path="diagrams/shop.mmd", sha256="d" * 64, size=1, media_type="text/plain")
    diagram = mermaid.parse(Document("shop.mmd", drawn), evidence)
    workloads = [
        Workload(
            cluster="cluster", namespace="shop", kind="Deployment", name=name, containers=(Container(name=name, image=name),),
            instances=1,
        )
        for name in ("web", "cart", "mail")
    ]  # fmt: skip
    findings = compare_whole([diagram], workloads, graph, DiagramMapping()).flows
    verdicts = {(each.source, each.target): each.verdict for each in findings if "pay" not in each.target}
    assert verdicts == {("web", "cart"): FlowVerdict.CONVERGENCE, ("cart", "mail"): FlowVerdict.NOT_JUDGED}
    left = without_undrawn(graph, findings)
    assert _strengths(left) == {"web": Strength.POSSIBLE}
    assert {flow.source.name.rpartition("/")[2] for flow in left.flows if flow.target.name == "pay.bank.gov"} == {"web", "mail"}
