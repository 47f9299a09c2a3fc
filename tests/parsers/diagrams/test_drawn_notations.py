"""What the notation of a text and the box around a shape say: the C4 model's, kinds of objects, steps of a pipeline."""

import pytest
from diagram_reading import page

from generator.model.diagram import DiagramNode, NodeKind

_SYSTEM = """flowchart TB
  subgraph frame [Ferry booking - Containers]
    1("<div style='font-weight: bold'>Pier Manager</div><div>[Person]</div><div>Opens sailings</div>")
    2("<div>Harbor Weather</div><div>[Software System]</div><div>Says when ships<br />may sail</div>")
    subgraph 3 [Ferry booking]
      4["<div>Booking</div><div>[Container: Go, HTML]</div><div>Sells tickets</div>"]
      5[("<div>Store</div><div>[Container: DynamoDB]</div>")]
    end
  end
"""


def _nodes(text: str) -> dict[str, DiagramNode]:
    return {node.id: node for node in page(text).nodes}


def test_an_element_of_the_c4_model_is_called_by_its_name() -> None:
    nodes = _nodes(_SYSTEM)
    told = {key: (node.label, node.kind, node.technology) for key, node in nodes.items() if node.kind is not NodeKind.BOUNDARY}
    assert told == {
        "1": ("Pier Manager", NodeKind.ACTOR, None),
        "2": ("Harbor Weather", NodeKind.EXTERNAL, None),
        "4": ("Booking", NodeKind.COMPONENT, "Go, HTML"),
        "5": ("Store", NodeKind.COMPONENT, "DynamoDB"),
    }


@pytest.mark.parametrize(
    ("label", "called", "kind"),
    [
        ("Ferry [Software System] Sells tickets", "Ferry", NodeKind.COMPONENT),
        ("Bank [External System]", "Bank", NodeKind.EXTERNAL),
        ("Bank [System, external]", "Bank", NodeKind.EXTERNAL),
        ("Queue [FIFO]", "Queue [FIFO]", NodeKind.COMPONENT),
        ("[Container]", "[Container]", NodeKind.COMPONENT),
    ],
)
def test_without_containers_a_software_system_may_be_the_own_one(label: str, called: str, kind: NodeKind) -> None:
    node = _nodes(f'flowchart TB\n  a["{label}"] --> b[Other]\n')["a"]
    assert (node.label, node.kind) == (called, kind)


_OBJECTS = """@startuml
package "Sailings" {
  component "Deployment (2 replicas)" as d1
  component "Service" as s1
}
package "Tickets" {
  component "Deployment (3 replicas)" as d2
  component "Service" as s2
  component "Ledger" as ledger
}
component "HPA" as alone
@enduml
"""


def test_a_kind_of_object_in_several_boxes_is_told_apart_by_its_box() -> None:
    labels = {key: node.label for key, node in _nodes(_OBJECTS).items() if node.kind is not NodeKind.BOUNDARY}
    assert labels == {
        "d1": "Sailings: Deployment (2 replicas)",
        "s1": "Sailings: Service",
        "d2": "Tickets: Deployment (3 replicas)",
        "s2": "Tickets: Service",
        "ledger": "Ledger",
        "alone": "HPA",
    }


_PIPELINE = """@startuml
package "CI/CD Pipeline" {
  [GitHub Actions] as runs
  [Build] as build
  [Security Scan] as scan
  [Deploy to production] as deploy
}
package "Release notes" {
  [Build] as other
}
build --> scan
@enduml
"""


def test_what_a_pipeline_does_does_not_run() -> None:
    kinds = {key: node.kind for key, node in _nodes(_PIPELINE).items() if node.kind is not NodeKind.BOUNDARY}
    steps = dict.fromkeys(("build", "scan", "deploy"), NodeKind.NOTE)
    assert kinds == {**steps, "runs": NodeKind.COMPONENT, "other": NodeKind.COMPONENT}


@pytest.mark.parametrize(
    ("label", "called", "kind"),
    [
        ("\U0001f510 Auth Service", "Auth Service", NodeKind.COMPONENT),
        ("\u2699\ufe0f Worker<br/>Port 4001", "Worker Port 4001", NodeKind.COMPONENT),
        ("\U0001f469\U0001f3fd\u200d\U0001f4bb Developer", "Developer", NodeKind.ACTOR),
        ("\U0001f464 User Browser/App", "User Browser/App", NodeKind.ACTOR),
        ("\u2665", "\u2665", NodeKind.COMPONENT),
    ],
)
def test_a_pictogram_before_a_name_is_no_part_of_it(label: str, called: str, kind: NodeKind) -> None:
    node = _nodes(f'flowchart TB\n  a["{label}"] --> b[Other]\n')["a"]
    assert (node.label, node.kind) == (called, kind)
