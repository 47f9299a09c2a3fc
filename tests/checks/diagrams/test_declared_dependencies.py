"""Lines that only an order of starting or a link supports: neither shown nor missing, and never turned round."""

import pytest

from generator.checks.base import Check
from generator.checks.diagrams import flow_not_drawn, flow_not_found, flow_reversed
from generator.model.flow_finding import FlowVerdict
from generator.renderers.crosscheck.flows import compared
from tests.checks.cluster_evidence import verdicts
from tests.checks.diagrams.drawings import context, state

_COMPOSE = """
services:
  web: {image: "acme/web:1", KEY: [cart], environment: {QUEUE: "amqp://queue:5672"}}
  cart: {image: "acme/cart:1"}
  queue: {image: "acme/queue:1"}
  job: {image: "acme/job:1"}
"""
_PAGE = """flowchart LR
  web[Web]
  cart[Cart]
  queue[Queue]
  job[Job]
"""
_ORDER = "`depends_on` of web names cart, which is an order of starting"
_NAME = "`links` of web names cart, which gives it the name and opens nothing"
_SILENT = "no configuration names the call and no flow log was collected"


def _of(check: Check, line: str, key: str = "depends_on") -> dict[str, str]:
    return verdicts(state(check, f"{_PAGE}  {line}\n", cluster=_COMPOSE.replace("KEY", key)))


@pytest.mark.parametrize(("key", "why"), [("depends_on", _ORDER), ("links", _NAME)])
def test_a_drawn_line_is_supported_and_not_shown(key: str, why: str) -> None:
    assert _of(flow_not_found.CHECK, "web --> cart", key) == {"web->cart": f"unknown: {why}, {_SILENT}"}
    (posture,) = [state(flow_not_found.CHECK, f"{_PAGE}  web --> cart\n", cluster=_COMPOSE.replace("KEY", key))]
    assert {each.kind for subject in posture.subjects for each in subject.citations} == {"Line", "Dependency"}


def test_a_line_the_other_way_is_supported_as_well() -> None:
    assert _of(flow_not_found.CHECK, "cart --> web") == {"cart->web": f"unknown: {_ORDER}, {_SILENT}"}
    assert _of(flow_reversed.CHECK, "cart --> web") == {
        "cart->web": "unknown: nothing collected says who opens this connection"
    }
    assert _of(flow_reversed.CHECK, "queue --> web")["queue->web"] == "fails (declared): is drawn in the opposite direction"


def test_a_dependency_that_nobody_drew_is_no_flow() -> None:
    call = "default/ComposeService/web->default/ComposeService/queue"
    assert _of(flow_not_drawn.CHECK, "web --> queue") == {call: "passes (declared)"}


def test_what_a_comparison_says() -> None:
    made = context(f"{_PAGE}  web --> cart\n  web --> job\n", cluster=_COMPOSE.replace("KEY", "depends_on"))
    found = {(each.source, each.target): each.verdict for each in made.comparison.flows}
    assert found == {
        ("web", "cart"): FlowVerdict.NOT_JUDGED,
        ("web", "job"): FlowVerdict.ABSENCE,
        ("web", "queue"): FlowVerdict.DIVERGENCE,
    }
    rows = {row.target: row for row in compared(made.comparison, made.flows).verdicts.rows}
    assert (rows["Cart"].verdict, rows["Cart"].strength, rows["Cart"].because) == ("drawn, cannot be judged", "", _ORDER)
