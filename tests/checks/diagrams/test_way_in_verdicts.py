"""Ways in beside the lines that lead in from outside: one verdict an opening, and one a line."""

import pytest
from replacing import replace

from generator.checks.diagrams import way_in_not_drawn, way_in_not_found
from generator.checks.judging import judge
from generator.checks.reporting import failing_subjects
from generator.model.flow_finding import FlowVerdict
from generator.model.scan import Severity
from tests.checks.cluster_evidence import verdicts
from tests.checks.diagrams.drawings import BOUNDARY, CLUSTER, WHOLE, context, state, without

DRAWN, FOUND = way_in_not_drawn.CHECK, way_in_not_found.CHECK
_OPEN = """
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 443}]}
"""
_METRICS = """
---
apiVersion: v1
kind: Service
metadata: {name: web-metrics, namespace: shop}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 9102, nodePort: 30102}]}
"""
_WAY = "shop/Service/web"
_COMPOSE = """
services:
  web: {image: "acme/web:1", ports: ["8080:80"], depends_on: [cart]}
  cart: {image: "acme/cart:1"}
  job: {image: "acme/job:1"}
"""
_ON_HOST = "it publishes port 8080 on its host; whether the host is reached from outside is not stated"
_PAGE = """flowchart LR
  user([User])
  subgraph ato[Authorization boundary]
    web[Web]
    cart[Cart]
    job[Job]
  end
"""


def test_a_way_in_that_runs_and_is_drawn_agrees() -> None:
    assert verdicts(state(DRAWN, WHOLE, cluster=CLUSTER + _OPEN)) == {_WAY: "passes (declared)"}
    found = state(FOUND, WHOLE, cluster=CLUSTER + _OPEN)
    assert verdicts(found) == {"user->web": "passes (declared)"}
    assert {each.kind for subject in found.subjects for each in subject.citations} >= {"Line", "Flow"}


def test_a_way_in_that_nobody_drew_is_one_discrepancy_with_what_opens_it() -> None:
    page = without(WHOLE, "user -->")
    posture = state(DRAWN, page, cluster=CLUSTER + _OPEN)
    assert verdicts(posture) == {_WAY: "fails (declared): is not drawn: no line leads from outside to web"}
    (discrepancy,) = failing_subjects([posture])
    assert discrepancy.title == "LoadBalancer service web is not drawn"
    assert "the service web is of type LoadBalancer" in discrepancy.detail
    flows = context(page, cluster=CLUSTER + _OPEN).comparison.flows
    assert [(each.source, each.target) for each in flows if each.verdict is FlowVerdict.DIVERGENCE] == [("outside", "web")]


def test_what_is_on_no_diagram_is_said_to_have_no_shape() -> None:
    page = "\n".join(line for line in WHOLE.split("\n") if "web" not in line)
    (reason,) = verdicts(state(DRAWN, page, cluster=CLUSTER + _OPEN)).values()
    assert reason == "fails (declared): is not drawn: no line leads from outside to web, and no shape stands for web"


def test_ports_for_metrics_alone_need_no_line_and_are_named() -> None:
    posture = state(DRAWN, WHOLE, cluster=CLUSTER + _OPEN + _METRICS)
    assert set(verdicts(posture)) == {_WAY}
    assert posture.notes == (
        "Not asked for, since its ports are for metrics, health or debugging: NodePort service web-metrics.",
    )


def test_a_picture_that_was_not_read_may_draw_it() -> None:
    posture = state(DRAWN, without(WHOLE, "user -->"), cluster=CLUSTER + _OPEN, unread=("diagrams/flows.png",))
    assert verdicts(posture) == {_WAY: "unknown: a diagram could not be read"}


@pytest.mark.parametrize(
    ("line", "draws"),
    [
        ("user --> web", True),
        ("user <--> web", True),
        ("user --- web", True),
        ("web --> user", True),
        ("mail --> web", True),
        ("web --> mail", False),
        ("web <--> mail", True),
        ("user --> ato", True),
        ("cart --> web", False),
    ],
)
def test_lines_that_draw_a_way_in(line: str, draws: bool) -> None:
    (verdict,) = verdicts(state(DRAWN, f"{BOUNDARY}  {line}\n", cluster=CLUSTER + _OPEN)).values()
    assert verdict.startswith("passes") is draws, verdict


def test_a_way_in_may_be_drawn_over_shapes_that_stand_for_nothing_collected() -> None:
    shapes = "flowchart LR\n  user([User])\n  wall[Web firewall]\n  front[Front door]\n  web[Web]\n"
    page = f"{shapes}  user --> wall\n  wall --> front\n  front --> web\n"
    (verdict,) = verdicts(state(DRAWN, page, cluster=CLUSTER + _OPEN)).values()
    assert verdict == "passes (declared)"
    flows = context(page, cluster=CLUSTER + _OPEN).comparison.flows
    assert [each.verdict for each in flows if (each.source, each.target) == ("front", "web")] == [FlowVerdict.CONVERGENCE]
    broken = page.replace("  user --> wall\n", "")
    (verdict,) = verdicts(state(DRAWN, broken, cluster=CLUSTER + _OPEN)).values()
    assert verdict.startswith("fails")


def test_a_person_drawn_as_a_plain_shape_outside_the_boundary_is_outside() -> None:
    page = WHOLE.replace("user([User])", "user[Kiosk]")
    assert verdicts(state(DRAWN, page, cluster=CLUSTER + _OPEN)) == {_WAY: "passes (declared)"}


def test_a_drawn_way_that_nothing_opens_is_unknown_where_the_evidence_need_not_show_it() -> None:
    assert verdicts(state(FOUND, WHOLE)) == {
        "user->web": "unknown: nothing collected opens it straight to outside, and what stands in front of it need not be "
        "among the evidence"
    }
    page = BOUNDARY.replace("cart[Cart]", "gone[Ledger]") + "  user --> gone\n"
    reason = "unknown: the component that the line leads to was not joined to anything that runs"
    assert verdicts(state(FOUND, page)) == {"user->gone": reason}
    assert state(FOUND, without(WHOLE, "user -->")).summary == "No diagram has a line that leads from outside into the system."


def test_a_compose_file_that_publishes_nothing_of_it_shows_that_nothing_opens_it() -> None:
    page = f"{_PAGE}  user --> web\n  user --> cart\n  user --> job\n"
    found = verdicts(state(FOUND, page, cluster=_COMPOSE))
    assert found["user->web"] == f"passes (declared): {_ON_HOST}"
    assert found["user->cart"].startswith("unknown: nothing collected opens it straight to outside")
    assert found["user->job"] == "fails (declared): is drawn, and nothing opens job to outside"
    flows = context(page, cluster=_COMPOSE).comparison.flows
    assert [each.target for each in flows if each.verdict is FlowVerdict.ABSENCE] == ["job"]
    assert [each.target for each in flows if each.conditional] == ["web"]


def test_a_published_port_that_nobody_drew_is_said_to_be_one_of_the_host() -> None:
    posture = state(DRAWN, _PAGE, cluster=_COMPOSE)
    assert verdicts(posture) == {
        "default/ComposeService/web": "fails (declared): is not drawn: no line leads from outside to web"
    }
    (discrepancy,) = failing_subjects([posture])
    assert (discrepancy.title, discrepancy.severity) == ("Published port 8080 of web is not drawn", Severity.LOW)
    assert discrepancy.detail.endswith(f"{_ON_HOST}.")
    assert verdicts(state(DRAWN, f"{_PAGE}  user --> web\n", cluster=_COMPOSE)) == {
        "default/ComposeService/web": "passes (declared)"
    }
    loopback = state(DRAWN, _PAGE, cluster=_COMPOSE.replace("8080:80", "127.0.0.1:8080:80"))
    assert loopback.summary == "Nothing that runs is open to outside."


def test_nothing_open_is_none_found_only_where_every_opening_would_be_seen() -> None:
    closed = state(DRAWN, _PAGE, cluster=_COMPOSE.replace('ports: ["8080:80"], ', ""))
    assert closed.summary == "Nothing that runs is open to outside."
    assert "No evidence of what opens the system to outside" in state(DRAWN, WHOLE).summary


def test_a_line_from_a_shape_without_a_text_may_come_from_outside() -> None:
    sketched = WHOLE.replace("    web[Web]", "    web[Web]\n    sketch[Sketch]").replace("user -->", "sketch -->")

    def found(page: str) -> str:
        made = context(page, cluster=CLUSTER + _OPEN)
        shapes = tuple(replace(each, label="") if each.id == "sketch" else each for each in made.comparison.shapes)
        (posture,) = judge(DRAWN, replace(made, comparison=replace(made.comparison, shapes=shapes)))
        return verdicts(posture)[_WAY]

    assert found(sketched) == f"unknown: {way_in_not_drawn._UNNAMED}"
    assert found(f"{sketched}  cart --> sketch\n").startswith("fails (declared)")
    assert found(sketched.replace("sketch -->", "sketch ---")).startswith("fails (declared)")
    assert verdicts(state(DRAWN, sketched, cluster=CLUSTER + _OPEN))[_WAY].startswith("fails (declared)")


_BALANCED = """
resource "aws_ecs_service" "web" {
  name            = "web"
  task_definition = aws_ecs_task_definition.web.arn
  load_balancer {
    target_group_arn = aws_lb_target_group.web.arn
  }
}
resource "aws_ecs_task_definition" "web" {
  family                = "web"
  container_definitions = jsonencode([{ name = "web", image = "web:1" }])
}
resource "aws_lb_target_group" "web" {
  name = "web"
  port = 80
}
resource "aws_lb" "front" {
  name     = "front"
  internal = false
}
resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.front.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
"""


def test_a_line_from_outside_to_what_a_way_leads_through_is_shown_by_it() -> None:
    page = "flowchart LR\n user([User]) --> front[Front load balancer] --> web[Web]\n"
    described = context(page, cluster=_BALANCED, suffix=".tf")
    (posture,) = judge(FOUND, described)
    assert verdicts(posture) == {"user->front": "passes (declared)"}
    assert {each.verdict for each in described.comparison.flows} == {FlowVerdict.CONVERGENCE}
