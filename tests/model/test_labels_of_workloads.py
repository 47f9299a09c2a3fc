"""One rule for diagram labels: Table 9.1, Appendix M and the figures name the same shapes."""

from generator.drawing.inside import WorkloadDrift
from generator.graph.ports import ports
from generator.ids import UuidFactory
from generator.model.diagram_labels import DiagramLabels
from generator.oscal.inventory import inventory_items
from generator.oscal.properties import value_of
from generator.pipeline.comparison import flow_context
from tests.checks.diagrams.drawings import WHOLE, context

SECOND = """flowchart LR
  subgraph ato[Authorization boundary]
    basket[Basket store]
    %% workload: basket = shop/Deployment/cart
  end
"""
BOTH = "Basket store, Cart"


def test_several_shapes_of_one_workload_are_all_named_and_everywhere_the_same() -> None:
    given = context(WHOLE, SECOND)
    labels = DiagramLabels.of(given.comparison)
    table = ports(flow_context(given.facts, given.system), given.flows.flows, labels=labels)
    assert [row.reference for row in table if row.service == "cart"] == [BOTH]
    items = inventory_items(given.facts, given.comparison, given.system, UuidFactory("x"))
    shown = {value_of(item.props, "asset-id"): value_of(item.props, "diagram-label") for item in items}
    assert shown["registry.example/cart:1"] == BOTH
    drift = WorkloadDrift.of(given.comparison)
    assert {each.name: drift.drawn_as(each) for each in given.facts.workloads} == {"cart": BOTH, "web": "Web"}


def test_what_a_workload_carries_counts_where_no_shape_stands_for_it() -> None:
    labels = DiagramLabels(by_workload={"a/Deployment/a": ("A", "B"), "a/Deployment/b": ("B",)})
    assert labels.joined([("a/Deployment/a", "carried"), ("a/Deployment/b", None)]) == "A, B"
    assert labels.joined([("a/Deployment/c", "carried"), ("a/Deployment/b", None)]) == "B, carried"
    assert labels.joined([("a/Deployment/c", None)]) == ""
