"""Flows, external services and lines across the boundary."""

import pytest
from replacing import replace

from generator.checks.base import Check
from generator.checks.diagrams import (
    crossing_not_encrypted,
    crossing_not_labeled,
    diagrams_not_consistent,
    drawn_not_running,
    drawn_port_differs,
    external_drawn_inside,
    external_not_drawn,
    external_not_listed,
    flow_not_drawn,
    flow_not_found,
    flow_reversed,
    flow_words,
    inventory_not_drawn,
    running_not_drawn,
    way_in_not_found,
)
from generator.checks.judging import judge
from generator.checks.reporting import failing_subjects
from generator.graph.ports import ports
from generator.model.evidence import EvidenceSource
from generator.model.flow import FlowProof, Strength
from generator.model.identifiers import Sha256
from generator.model.posture import Posture, PostureState
from generator.model.scan import Severity
from generator.pipeline.comparison import flow_context
from tests.checks.cluster_evidence import verdicts
from tests.checks.diagrams.drawings import BOUNDARY, CLUSTER, LOG, SYSTEM, WHOLE, context, state, without

NOT_DRAWN, NOT_FOUND, REVERSED = flow_not_drawn.CHECK, flow_not_found.CHECK, flow_reversed.CHECK
PORTS, UNDRAWN, INSIDE = drawn_port_differs.CHECK, external_not_drawn.CHECK, external_drawn_inside.CHECK
DRAWN, WAYS = drawn_not_running.CHECK, way_in_not_found.CHECK
UNLISTED, LABELS, PLAIN = external_not_listed.CHECK, crossing_not_labeled.CHECK, crossing_not_encrypted.CHECK
_CALL = "shop/Deployment/web->shop/Deployment/cart"
_OPEN = """
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 443}]}
"""
_POLICY = """
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart, namespace: shop}
spec:
  podSelector: {matchLabels: {app: cart}}
  policyTypes: [Ingress]
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 8443}]}]
"""
_SILENT = CLUSTER.replace("https://cart:8443", "")


def _titles(posture: Posture) -> list[str]:
    return [each.title for each in failing_subjects([posture])]


@pytest.mark.parametrize(
    "check", [NOT_DRAWN, NOT_FOUND, REVERSED, PORTS, UNDRAWN, INSIDE, UNLISTED, LABELS], ids=lambda check: check.requirement.id
)
def test_each_needs_a_diagram_and_what_runs_and_passes_where_everything_agrees(check: object) -> None:
    assert "a diagram that can be read, and what runs" in state(check).summary  # type: ignore[arg-type]
    drawn = without(WHOLE, "user -->") if check is PORTS else WHOLE
    posture = state(check, drawn)  # type: ignore[arg-type]
    assert {each.outcome for each in posture.subjects} == {"passes"}, posture.summary
    assert all(each.citations for each in posture.subjects)


def test_a_drawn_flow_is_as_certain_as_its_proof() -> None:
    posture = state(NOT_DRAWN, WHOLE, log=LOG)
    assert verdicts(posture) == {
        _CALL: "passes (declared)",
        "shop/Deployment/web->Mail Relay": "passes (declared)",
        "shop/Deployment/web->News": "passes (reported)",
    }


def test_a_flow_without_a_line() -> None:
    posture = state(NOT_DRAWN, without(WHOLE, "web -->|HTTPS 8443"))
    assert verdicts(posture)[_CALL] == "fails (declared): is not drawn"
    (one,) = failing_subjects([posture])
    assert (one.title, one.severity) == ("The flow Web → Cart is not drawn", Severity.LOW)
    assert "Configuration declares it: its environment or arguments name cart:8443 (TCP 8443 (https))" in one.detail
    assert one.sources[0].path == "evidence/cluster/all.yaml"
    seen = state(NOT_DRAWN, without(WHOLE, "web -->|HTTP 80"), log=LOG)
    (one,) = failing_subjects([seen])
    assert (one.severity, seen.failing[0].certainty) == (Severity.MODERATE, "reported")
    assert "Flow logs saw it: Cilium Hubble saw it once from 2026-11-18 06:00" in one.detail


def test_a_flow_whose_end_is_not_drawn_is_not_drawn_either() -> None:
    posture = state(NOT_DRAWN, without(WHOLE, "cart[", "web -->|HTTPS 8443"))
    assert verdicts(posture)[_CALL] == "fails (declared): is not drawn: no shape stands for cart"
    assert "and no shape stands for cart." in failing_subjects([posture])[0].detail


def test_what_leaves_a_flow_open() -> None:
    less = without(WHOLE, "web -->|HTTPS 8443")
    permitted = state(NOT_DRAWN, less, cluster=_SILENT + _POLICY)
    assert verdicts(permitted)[_CALL] == "unknown: a policy allows the flow, nothing shows its use"
    assert verdicts(state(NOT_DRAWN, WHOLE, cluster=_SILENT + _POLICY))[_CALL] == "passes (declared)"
    assert verdicts(state(NOT_DRAWN, less, unread=("diagrams/flow.png",)))[_CALL] == "unknown: a diagram could not be read"
    address = CLUSTER.replace("http://news.example.net", "http://203.0.113.7")
    drawn = without(WHOLE, "news[", "web -->|HTTP 80")
    name = "shop/Deployment/web->203.0.113.7"
    assert verdicts(state(NOT_DRAWN, drawn, cluster=address))[name] == "unknown: the called address was not resolved"
    suggested = without(WHOLE, "web -->|HTTPS 8443").replace("cart[Cart]", "basket[Shopping cart]")
    expected = "unknown: only a suggested match exists, and no person confirmed it"
    assert verdicts(state(NOT_DRAWN, suggested))[_CALL] == expected


def test_a_flow_to_a_service_that_a_shape_may_stand_for_is_open() -> None:
    drawn = without(WHOLE, "news[", "web -->|HTTP 80") + "  n1[News feed reader]:::external\n"
    expected = "unknown: only a suggested match exists, and no person confirmed it"
    assert verdicts(state(NOT_DRAWN, drawn))["shop/Deployment/web->News"] == expected


def test_without_any_flow_nothing_was_collected() -> None:
    bare = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n"
        "spec: {template: {spec: {containers: []}}}\n"
    )
    assert state(NOT_DRAWN, BOUNDARY, cluster=bare).summary.startswith("No evidence of flows")
    assert state(PLAIN, BOUNDARY, cluster=bare).summary.startswith("No evidence of calls across the boundary")


def test_a_drawn_flow_that_nothing_shows_is_unknown_and_never_fails() -> None:
    posture = state(NOT_FOUND, WHOLE, cluster=_SILENT)
    assert verdicts(posture)["web->cart"] == "unknown: no configuration names it and no flow log was collected"
    logged = state(NOT_FOUND, WHOLE, cluster=_SILENT, log=LOG)
    assert verdicts(logged)["web->cart"] == (
        "unknown: no configuration names it, and flow logs did not see it from 2026-11-18 06:00 to 2026-11-18 06:00 UTC: "
        "whether they are whole and the window spans a normal cycle is not stated"
    )
    assert verdicts(logged)["web->news"] == "passes (reported)"
    assert verdicts(state(NOT_FOUND, WHOLE, cluster=_SILENT + _POLICY))["web->cart"] == "passes (declared)"


def test_lines_of_people_and_of_what_was_left_out_are_no_subjects() -> None:
    assert set(verdicts(state(NOT_FOUND, WHOLE))) == {"web->cart", "web->mail", "web->news"}
    left = state(NOT_FOUND, WHOLE, mapping="not-workloads: [Cart]")
    assert set(verdicts(left)) == {"web->mail", "web->news"}


def test_a_line_to_what_was_joined_to_nothing_is_unknown() -> None:
    drawn = BOUNDARY.replace("cart[Cart]", "cart[Cart]\n    gone[Qqqq]") + "  cart --> gone\n"
    posture = state(NOT_FOUND, drawn)
    assert verdicts(posture) == {"cart->gone": "unknown: an end of the line was not joined to anything that runs"}
    assert "cart->gone" not in verdicts(state(REVERSED, drawn))


def test_that_anyone_may_come_in_shows_no_flow_of_a_service_by_name() -> None:
    public = CLUSTER.replace("spec: {selector: {app: cart}", "spec: {type: LoadBalancer, selector: {app: cart}")
    drawn = BOUNDARY + "  mail --> cart\n"
    assert verdicts(state(NOT_FOUND, drawn, cluster=public))["mail->cart"].startswith("unknown: no configuration names it")
    assert verdicts(state(REVERSED, drawn, cluster=public))["mail->cart"].startswith("unknown: nothing collected says")


def test_no_line_is_none_found_where_every_diagram_was_read() -> None:
    assert state(NOT_FOUND, BOUNDARY).summary == "No diagram has a line between two components."
    assert state(NOT_FOUND, BOUNDARY).label == "none found"
    assert state(NOT_FOUND, BOUNDARY, unread=("diagrams/x.png",)).label == "not collected"


def test_an_arrow_the_other_way_round() -> None:
    turned = WHOLE.replace("web -->|HTTPS 8443| cart", "cart -->|HTTPS 8443| web")
    posture = state(REVERSED, turned)
    assert verdicts(posture)["cart->web"] == "fails (declared): is drawn in the opposite direction"
    assert _titles(posture) == ["The flow Cart → Web is drawn in the opposite direction"]
    both = state(REVERSED, WHOLE.replace("web -->|HTTPS 8443| cart", "cart <-->|HTTPS 8443| web"))
    one_side = "the line has an arrowhead at each end, and one side alone is shown to open the connection"
    assert verdicts(both)["cart->web"] == f"unknown: {one_side}"
    answering = CLUSTER.replace(
        'image: "registry.example/cart:1"', 'image: "registry.example/cart:1", args: ["--web=http://web"]'
    )
    service = """
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""
    calling = state(
        REVERSED, WHOLE.replace("web -->|HTTPS 8443| cart", "cart <-->|HTTPS 8443| web"), cluster=answering + service
    )
    assert verdicts(calling)["cart->web"] == "passes (declared)"
    answered = state(REVERSED, f"{WHOLE}  cart --> web\n")
    that_side = "another line is drawn the other way, and that side alone is shown to open the connection"
    assert verdicts(answered)["cart->web"] == f"unknown: {that_side}"
    assert verdicts(answered)["web->cart"] == "passes (declared)"


def test_a_line_without_an_arrowhead_or_without_proof_shows_no_direction() -> None:
    headless = WHOLE.replace("web -->|HTTPS 8443| cart", "web ---|HTTPS 8443| cart")
    assert verdicts(state(REVERSED, headless))["web->cart"] == "unknown: the line has no arrowhead"
    silent = verdicts(state(REVERSED, WHOLE, cluster=_SILENT))["web->cart"]
    assert silent == "unknown: nothing collected says who opens this connection"


def test_a_policy_for_the_other_direction_is_no_proof_that_it_is_used() -> None:
    turned = WHOLE.replace("web -->|HTTPS 8443| cart", "cart --> web")
    posture = state(REVERSED, turned, cluster=_SILENT + _POLICY)
    assert verdicts(posture)["cart->web"] == "unknown: a policy allows the opposite direction, nothing shows its use"
    assert verdicts(state(REVERSED, WHOLE, cluster=_SILENT + _POLICY))["web->cart"] == "passes (declared)"


def test_without_joined_lines_no_direction_is_asked() -> None:
    assert state(REVERSED, BOUNDARY).label == "not collected"


def test_every_drawn_port_has_to_be_one_of_the_flow() -> None:
    posture = state(PORTS, WHOLE.replace("HTTPS 8443", "HTTPS 8080"))
    assert verdicts(posture)["web->cart"] == "fails (declared): is drawn with port 8080, and its ports are 8443"
    assert _titles(posture) == ["The flow Web → Cart is drawn with port 8080 and uses 8443"]
    two = state(PORTS, WHOLE.replace("HTTPS 8443", "HTTPS 8443, TCP 9000"))
    assert verdicts(two)["web->cart"] == "fails (declared): is drawn with port 9000, and its ports are 8443"
    assert "web->cart" not in verdicts(state(PORTS, WHOLE.replace("HTTPS 8443", "HTTPS")))


def test_a_line_with_a_port_whose_flow_nothing_shows_is_unknown() -> None:
    posture = state(PORTS, WHOLE)
    assert verdicts(posture)["user->web"] == "unknown: nothing that was collected shows this flow"
    assert posture.state is PostureState.NOT_ESTABLISHED
    assert "web->cart" not in verdicts(state(PORTS, WHOLE.replace("|HTTPS 8443|", "")))


@pytest.mark.parametrize(
    ("left", "note"), [("Cart", "1 drawn line with a port ends"), ("Cart, News", "2 drawn lines with a port end")]
)
def test_lines_at_shapes_that_a_person_leaves_out_are_counted_in_a_note(left: str, note: str) -> None:
    posture = state(PORTS, WHOLE, mapping=f"not-workloads: [{left}]")
    assert "web->cart" not in verdicts(posture)
    (text,) = posture.notes
    assert text.startswith(note)
    assert not state(PORTS, WHOLE).notes


def test_ports_of_a_service_and_of_its_container_are_one_door() -> None:
    drawn = WHOLE.replace("HTTPS 8443", "HTTPS 9443")
    numbered = CLUSTER.replace("ports: [{port: 8443}]", "ports: [{port: 8443, targetPort: 9443}]")
    assert verdicts(state(PORTS, drawn, cluster=numbered))["web->cart"] == "passes (declared)"
    named = CLUSTER.replace("ports: [{port: 8443}]", "ports: [{port: 8443, targetPort: web}]").replace(
        'image: "registry.example/cart:1"}', 'image: "registry.example/cart:1", ports: [{name: web, containerPort: 9443}]}'
    )
    assert verdicts(state(PORTS, drawn, cluster=named))["web->cart"] == "passes (declared)"
    assert verdicts(state(PORTS, drawn))["web->cart"].startswith("fails")


def test_a_log_that_saw_another_port_does_not_name_the_drawn_one() -> None:
    elsewhere = LOG.replace('"destination_port": 80', '"destination_port": 8080')
    for number, certainty, path in (
        (80, "declared", "evidence/cluster/all.yaml"),
        (8080, "reported", "evidence/cluster/hubble.jsonl"),
    ):
        given = context(WHOLE.replace("HTTP 80", f"HTTP {number}"), log=elsewhere)
        (posture,) = judge(PORTS, given)
        (drawn,) = [each for each in posture.subjects if each.name == "web->news"]
        assert (drawn.outcome, drawn.certainty) == ("passes", certainty)
        assert [each.source.path for each in drawn.citations] == ["diagrams/d0.mmd", path]
        table = ports(flow_context(given.facts, given.system), given.flows.flows)
        strengths = {row.port: row.strength for row in table if row.service == "News"}
        assert strengths == {80: Strength.DECLARED, 8080: Strength.OBSERVED}


def test_a_flow_without_a_known_port_and_a_node_port_are_unknown() -> None:
    unknown = "unknown: no evidence names the port of this flow"
    portless = CLUSTER.replace("https://cart:8443", "grpc://cart").replace("ports: [{port: 8443}]", "ports: []")
    assert verdicts(state(PORTS, WHOLE, cluster=portless))["web->cart"] == unknown
    opened = CLUSTER.replace("spec: {selector: {app: cart}", "spec: {type: NodePort, selector: {app: cart}")
    drawn = WHOLE.replace("HTTPS 8443", "HTTPS 30443")
    assert verdicts(state(PORTS, drawn, cluster=opened))["web->cart"] == unknown
    assert verdicts(state(PORTS, drawn))["web->cart"].startswith("fails"), "no outsider reaches it"
    low = WHOLE.replace("HTTPS 8443", "HTTPS 3044")
    assert verdicts(state(PORTS, low, cluster=opened))["web->cart"].startswith("fails")
    assert state(PORTS, BOUNDARY).label == "not collected"


def test_an_external_service_that_no_shape_stands_for() -> None:
    posture = state(UNDRAWN, without(WHOLE, "mail[", "web -->|SMTPS"))
    assert verdicts(posture) == {"Mail Relay": "fails (declared): is on no diagram", "News": "passes (declared)"}
    (one,) = failing_subjects([posture])
    assert (one.title, one.severity) == ("The external service Mail Relay is not drawn", Severity.MODERATE)
    assert one.detail.startswith("No diagram shows “Mail Relay”. It is called by web. system.yaml lists it.")
    assert {source.path for source in one.sources} == {"evidence/cluster/all.yaml", "diagrams/d0.mmd"}
    unlisted = state(UNDRAWN, WHOLE, cluster=CLUSTER.replace("news.example.net", "ads.example.net"))
    assert verdicts(unlisted)["ads.example.net"] == "fails (declared): is on no diagram"
    assert failing_subjects([unlisted])[0].severity is Severity.LOW
    assert "It is not among the external services of system.yaml either." in failing_subjects([unlisted])[0].detail


def test_a_listed_service_that_nothing_calls_is_stated() -> None:
    posture = state(UNDRAWN, WHOLE, system=f"{SYSTEM}  - {{name: Paging}}\n")
    assert verdicts(posture)["Paging"] == "fails (stated): is on no diagram"
    assert verdicts(state(UNDRAWN, WHOLE, log=LOG))["News"] == "passes (declared)"
    seen = state(UNDRAWN, without(WHOLE, "news[", "web -->|HTTP 80"), log=LOG)
    assert verdicts(seen)["News"] == "fails (reported): is on no diagram"
    assert "(seen in flow logs)" in failing_subjects([seen])[0].detail


def test_what_leaves_an_external_service_open() -> None:
    drawn = without(WHOLE, "news[", "web -->|HTTP 80")
    assert verdicts(state(UNDRAWN, drawn, unread=("diagrams/x.png",)))["News"] == "unknown: a diagram could not be read"
    address = CLUSTER.replace("http://news.example.net", "http://203.0.113.7")
    expected = "unknown: an address was called that no name was found for"
    assert verdicts(state(UNDRAWN, drawn, cluster=address))["203.0.113.7"] == expected
    metadata = CLUSTER.replace("http://news.example.net", "http://169.254.169.254")
    assert "169.254.169.254" not in verdicts(state(UNDRAWN, drawn, cluster=metadata))
    suggested = f"{drawn}  n1[News feed reader]:::external\n"
    assert verdicts(state(UNDRAWN, suggested))["News"] == "unknown: only a suggested match exists"
    assert verdicts(state(UNLISTED, suggested))["flowchart (1)/n1"] == "unknown: only a suggested match exists"
    workload = without(WHOLE, "web -->|HTTPS 8443").replace("cart[Cart]", "basket[the Cart]:::external")
    (drawn_outside,) = [each for each in state(UNLISTED, workload).subjects if each.reason == "only a suggested match exists"]
    assert drawn_outside.contested_by, "what runs and may be meant rivals the verdict"
    mapping = "matches: [{drawn: News feed reader, external: [News], reviewed-by: A. Lovelace}]"
    (_, news) = state(UNDRAWN, suggested, mapping=mapping).subjects
    assert (news.outcome, news.certainty, news.stated_by) == ("passes", "stated", "A. Lovelace")


def test_a_network_that_a_policy_opens_is_no_call() -> None:
    policy = _POLICY.replace("policyTypes: [Ingress]", "policyTypes: [Egress]").replace(
        "ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 8443}]}]",
        "egress: [{to: [{ipBlock: {cidr: 198.51.100.0/24}}]}]",
    )
    expected = "unknown: a policy allows the flow, nothing shows its use"
    assert verdicts(state(UNDRAWN, WHOLE, cluster=CLUSTER + policy))["198.51.100.0/24"] == expected
    assert "198.51.100.0/24" not in " ".join(verdicts(state(PLAIN, WHOLE, cluster=CLUSTER + policy)))


def test_without_external_services_nothing_was_collected() -> None:
    quiet = CLUSTER.replace("smtps://mail.example.org", "").replace("http://news.example.net", "")
    assert state(UNDRAWN, "flowchart LR\n  web[Web]\n", cluster=quiet, system="").label == "not collected"


def test_an_external_service_inside_the_boundary() -> None:
    inside = without(WHOLE, "mail[").replace("    web[Web]\n", "    web[Web]\n    mail[Mail Relay]\n")
    posture = state(INSIDE, inside)
    assert verdicts(posture) == {
        "flowchart (1)/mail": "fails (declared): is drawn inside the boundary",
        "flowchart (1)/news": "passes (declared)",
    }
    assert _titles(posture) == ["The external service Mail Relay is drawn inside the boundary"]


def test_a_shape_drawn_as_external_is_asked_too_and_needs_a_boundary() -> None:
    more = WHOLE.replace("    cart[Cart]\n", "    cart[Cart]\n    ads[Advertising]:::external\n")
    posture = state(INSIDE, more)
    assert verdicts(posture)["flowchart (1)/ads"] == "fails (declared): is drawn inside the boundary"
    assert "stands for the external system “Advertising”" in failing_subjects([posture])[0].detail
    loose = WHOLE.replace("Authorization boundary", "Shop")
    expected = "unknown: the page has no box named authorization boundary"
    assert set(verdicts(state(INSIDE, loose)).values()) == {expected}


def test_what_is_external_by_its_place_alone_does_not_pass_by_being_there() -> None:
    verdict = verdicts(state(INSIDE, WHOLE + "  ads[Advertising]\n"))["flowchart (1)/ads"]
    assert (
        verdict
        == "unknown: that it is external is known by the drawing alone: no external service of system.yaml was joined to it"
    )


def test_none_is_external_only_where_every_shape_is_known() -> None:
    alone = "flowchart LR\n  subgraph ato[Authorization boundary]\n    web[Web]\n    cart[Cart]\n  end\n"
    for check in (INSIDE, UNLISTED):
        assert state(check, alone).label == "none found"
        assert state(check, alone.replace("cart[Cart]", "zzz[Qqqq]")).label == "not collected"
        assert state(check, alone, unread=("diagrams/x.png",)).label == "not collected"


def test_an_external_system_that_is_not_listed() -> None:
    more = WHOLE + "  ads[Advertising]:::external\n"
    posture = state(UNLISTED, more)
    assert verdicts(posture)["flowchart (1)/ads"] == "fails (declared): is drawn as external and is not listed"
    assert verdicts(posture)["flowchart (1)/mail"] == "passes (stated)"
    assert _titles(posture) == ["“Advertising” is drawn as external and is not listed"]
    assert "flowchart (1)/ads" not in verdicts(state(UNLISTED, more, mapping="not-workloads: [Advertising]"))
    mapped = state(UNLISTED, more, mapping="matches: [{drawn: Advertising, external: [News], reviewed-by: A. Lovelace}]")
    assert [each.stated_by for each in mapped.subjects if each.name.endswith("/ads")] == ["A. Lovelace"]
    called = WHOLE + "  ads[ads.example.net]:::external\n"
    unlisted = state(UNLISTED, called, cluster=CLUSTER.replace("news.example.net", "ads.example.net"))
    assert verdicts(unlisted)["flowchart (1)/ads"] == "fails (declared): is drawn as external and is not listed"


def test_an_empty_list_is_an_answer_and_no_list_is_none() -> None:
    unknown = "unknown: system.yaml does not list external services"
    more = BOUNDARY.replace("mail[Mail Relay]", "ads[Advertising]")
    assert verdicts(state(UNLISTED, more, system=""))["flowchart (1)/ads"] == unknown
    failing = "fails (declared): is drawn as external and is not listed"
    assert verdicts(state(UNLISTED, more, system="external-services: []\n"))["flowchart (1)/ads"] == failing


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
    posture = state(LABELS, WHOLE.replace("-->|SMTPS 465| mail", f"--> {piped}mail"))
    expected = f"fails (declared): is drawn without {missing}" if missing else "passes (declared)"
    assert verdicts(posture)["flowchart (1)/web->mail"] == expected
    assert _titles(posture) == ([f"The flow Web → Mail Relay is drawn without {missing}"] if missing else [])


_BARE = WHOLE.replace("|SMTPS 465|", "").replace("|HTTPS 443|", "").replace("|HTTP 80, plain text|", "")


def test_a_line_across_the_boundary_at_a_shape_that_is_no_workload_is_a_subject() -> None:
    posture = state(LABELS, WHOLE, mapping="not-workloads: [Web]")
    assert set(verdicts(posture)) == {f"flowchart (1)/{name}" for name in ("user->web", "web->mail", "web->news")}


@pytest.mark.parametrize(
    ("note", "missing"),
    [
        ("All connections are HTTPS on port 443 with TLS 1.2 unless noted", ""),
        ("All connections are HTTPS 443 unless noted", ""),
        ("All connections are gRPC on port 443 unless noted", "encryption"),
        ("All connections are encrypted with TLS 1.2 as of 2026 unless noted", "port and protocol"),
        ("All connections are TLS 1.2, FIPS 140-3, 8443/tcp unless noted", ""),
    ],
)
def test_a_statement_for_the_whole_page_counts_for_its_lines(note: str, missing: str) -> None:
    assert len(state(LABELS, _BARE).failing) == 3
    posture = state(LABELS, f'{_BARE}  n["{note}"]\n')
    reasons = {each.reason for each in posture.subjects}
    assert reasons == {f"is drawn without {missing}" if missing else ""}


@pytest.mark.parametrize(
    ("label", "note", "missing"),
    [
        ("port 587", "All connections are encrypted with TLS 1.2 or later", "protocol"),
        ("port 587", "All connections are SMTP over TLS unless noted", ""),
        ("TLS 587", "", ""),
        ("SMTP 587", "All connections are encrypted unless noted", ""),
        ("SMTP 587", "All traffic goes through a VPN of the agency", ""),
        ("SMTP 587", "All traffic of mail leaves at night", "encryption"),
    ],
)
def test_a_label_needs_port_protocol_and_encryption_with_what_the_page_says(label: str, note: str, missing: str) -> None:
    drawn = WHOLE.replace("SMTPS 465", label) + (f'  n["{note}"]\n' if note else "")
    expected = f"fails (declared): is drawn without {missing}" if missing else "passes (declared)"
    assert verdicts(state(LABELS, drawn))["flowchart (1)/web->mail"] == expected


def test_every_line_between_inside_and_outside_crosses_whatever_its_ends_are() -> None:
    drawn = f"{_BARE}  web -->|HTTPS 443, TLS| mail\n"
    posture = state(LABELS, drawn)
    assert "flowchart (1)/web->cart" not in verdicts(posture), "both ends inside"
    assert verdicts(posture)["flowchart (1)/web->mail"].startswith("fails"), "of several lines the worst counts"
    box = WHOLE + "  news --> ato\n"
    assert verdicts(state(LABELS, box))["flowchart (1)/news->ato"].startswith("fails"), "a line to the boundary itself"


def test_a_page_without_a_boundary_and_a_box_around_it_leave_it_open() -> None:
    loose = WHOLE.replace("Authorization boundary", "Shop")
    posture = state(LABELS, loose)
    assert set(verdicts(posture)) == {f"flowchart (1)/{line}" for line in ("user->web", "web->mail", "web->news")}
    assert set(verdicts(posture).values()) == {"unknown: the page has no boundary"}
    around = WHOLE.replace("  subgraph ato", "  subgraph cloud[Cloud]\n  subgraph ato").replace("  end\n", "  end\n  end\n")
    expected = "unknown: the line ends at a box around the boundary"
    assert verdicts(state(LABELS, f"{around}  user --> cloud\n"))["flowchart (1)/user->cloud"] == expected


def test_no_crossing_is_none_found_only_on_pages_with_a_boundary() -> None:
    alone = "flowchart LR\n  subgraph ato[Authorization boundary]\n    web[Web]\n    cart[Cart]\n  end\n  web --> cart\n"
    assert state(LABELS, alone).summary == "No drawn line crosses the boundary."
    assert state(LABELS, alone.replace("Authorization boundary", "Shop")).label == "not collected"


def test_a_call_outside_is_plain_encrypted_or_not_stated() -> None:
    posture = state(PLAIN)
    assert verdicts(posture) == {
        "shop/Deployment/web->Mail Relay": "passes (declared)",
        "shop/Deployment/web->News": "fails (declared): is not encrypted",
        "look-ups of names by the resolver of the cluster": (
            "unknown: how the cluster's resolver forwards look-ups was not collected"
        ),
    }
    (one,) = failing_subjects([posture])
    assert one.title == "web calls News without encryption"
    assert one.asset_ids == ("registry.example/web:1",)
    assert "in plain text: its environment or arguments name news.example.net" in one.detail
    assert posture.notes == ("A call whose URL is in a Secret is not among these: Secrets are not read.",)


def test_a_port_is_no_encryption_and_one_silent_call_among_several_leaves_it_open() -> None:
    unknown = "unknown: the scheme is not stated (host and port only)"
    host = CLUSTER.replace("http://news.example.net", "news.example.net:443")
    assert verdicts(state(PLAIN, cluster=host))["shop/Deployment/web->News"] == unknown
    both = CLUSTER.replace(
        '{name: NEWS, value: "http://news.example.net"}',
        '{name: NEWS, value: "https://news.example.net"}\n            - {name: FEED, value: "news.example.net:443"}',
    )
    posture = state(PLAIN, cluster=both)
    assert verdicts(posture)["shop/Deployment/web->News"] == unknown
    (news,) = (each for each in posture.unknown if each.name.endswith("News"))
    assert {source.path for source in news.contested_by} == {"evidence/cluster/all.yaml"}
    plain = both.replace("https://news", "http://news")
    assert verdicts(state(PLAIN, cluster=plain))["shop/Deployment/web->News"] == "fails (declared): is not encrypted"


def test_a_log_alone_says_nothing_of_encryption() -> None:
    seen = CLUSTER.replace("http://news.example.net", "")
    assert verdicts(state(PLAIN, cluster=seen, log=LOG))["shop/Deployment/web->News"].startswith("unknown")
    told = CLUSTER.replace("http://news.example.net", "https://news.example.net")
    assert verdicts(state(PLAIN, cluster=told, log=LOG))["shop/Deployment/web->News"] == "passes (declared)"


def test_words_of_flows() -> None:
    made = context(WHOLE)
    flow = next(each for each in made.flows.flows if each.target.name == "shop/Deployment/cart")
    assert flow_words.names([flow]) == {flow: _CALL}
    other = replace(flow, source=replace(flow.source, cluster="b"), target=replace(flow.target, cluster="b"))
    assert set(flow_words.names([flow, other]).values()) == {
        f"{each}/shop/Deployment/web->{each}/shop/Deployment/cart" for each in (flow.source.cluster, "b")
    }
    assert flow_words.short("shop/Deployment/web") == "web"
    assert flow_words.short("a/b") == "a/b"
    assert [flow_words.is_unresolved(name) for name in ("10.0.0.0/8", "::1", "the internet", "mail.example")] == [
        True,
        True,
        True,
        False,
    ]
    places = [EvidenceSource(Sha256("0" * 64), f"evidence/cluster/{number}.yaml") for number in range(5)]
    proofs = tuple(FlowProof(strength=Strength.DECLARED, because="it says so", source=place) for place in places)
    assert len(flow_words.cited(replace(flow, proofs=proofs))) == 3


def test_two_lines_of_one_name_are_told_apart_by_page_and_file() -> None:
    made = context(WHOLE, WHOLE.replace("cart[Cart]", "cart[Cart service]"))
    (posture,) = judge(NOT_FOUND, made)
    assert {each.name for each in posture.subjects if each.name.startswith("web->cart")} == {
        "web->cart (flowchart (1), diagrams/d0.mmd)",
        "web->cart (flowchart (1), diagrams/d1.mmd)",
    }


_ALL = (
    *(NOT_DRAWN, NOT_FOUND, REVERSED, PORTS, UNDRAWN, INSIDE, UNLISTED, LABELS, PLAIN),
    *(running_not_drawn.CHECK, drawn_not_running.CHECK, inventory_not_drawn.CHECK, diagrams_not_consistent.CHECK),
)
_STAGE = CLUSTER.replace("namespace: shop", "namespace: stage").replace("http://news", "https://news")
_MORE = (
    f"---\ntitle: Authorization boundary\n---\n{WHOLE}  cart --> web\n  gone[Qqqq] --> cart\n",
    f"---\ntitle: Data flow\n---\n{without(WHOLE, 'news[', 'web -->|HTTP 80')}",
)


@pytest.mark.parametrize("check", _ALL, ids=lambda check: check.requirement.id)
def test_less_evidence_never_proves_more(check: object) -> None:
    """Each manifest, the flow log and each diagram taken away by itself."""
    clusters = (CLUSTER, _STAGE, _POLICY.strip("-\n"))
    whole = state(check, *_MORE, cluster=clusters, log=LOG)  # type: ignore[arg-type]
    known = {each.name: each for each in whole.subjects}
    paths = (
        "evidence/cluster/all.yaml",
        "evidence/cluster/all1.yaml",
        "evidence/cluster/all2.yaml",
        "evidence/cluster/hubble.jsonl",
    )
    for path in paths:
        texts = tuple("" if path == paths[number] else text for number, text in enumerate(clusters))
        left = state(check, *_MORE, cluster=texts, log="" if path == paths[-1] else LOG)  # type: ignore[arg-type]
        for name in {each.name for each in left.passing} & {each.name for each in (*whole.failing, *whole.unknown)}:
            assert path in {source.path for source in known[name].contested_by}, (path, name, known[name].reason)


@pytest.mark.parametrize("check", [NOT_FOUND, REVERSED, PORTS, INSIDE, UNLISTED, LABELS, DRAWN, WAYS])
def test_what_holds_of_everything_drawn_does_not_where_a_part_was_not_read(check: Check) -> None:
    """A picture without a text, or a file beside the one that was read, may show what would fail."""
    whole, opened = context(WHOLE, cluster=CLUSTER + _OPEN), "what was not read of diagrams/d0.mmd (d0)"
    (page,) = whole.comparison.pages
    left = replace(page, unread=("2 pictures without a text",))
    partly = replace(whole, comparison=replace(whole.comparison, pages=(left,)))
    (read,), (state_of_part,) = judge(check, whole), judge(check, partly)
    unread = verdicts(state_of_part).keys() - verdicts(read).keys()
    assert unread == {opened.replace("(d0)", f"({page.page})")}
    assert {verdicts(state_of_part)[name] for name in unread} == {"unknown: a part of a diagram could not be read"}
    beside = verdicts(state(check, WHOLE, cluster=CLUSTER + _OPEN, unread=("diagrams/x.png", "diagrams/d0.png")))
    assert beside.keys() - verdicts(read).keys() == {"diagrams/x.png"}


def test_an_arrow_whose_ends_are_not_known_may_be_the_wrong_way_round() -> None:
    drawn = WHOLE.replace("cart[Cart]", "cart[Cart]\n    gone[Qqqq]") + "  cart --> gone\n"
    assert verdicts(state(REVERSED, drawn))["cart->gone"] == "unknown: an end of the line was not joined to anything that runs"
    assert state(REVERSED, drawn).label == "not established"


def test_a_call_that_no_collected_service_answers_is_no_silence_of_configuration() -> None:
    alone = CLUSTER.rpartition("---")[0]
    reason = "unknown: services that its ends call were not collected (cart) and no flow log was collected"
    assert verdicts(state(flow_not_found.CHECK, WHOLE, cluster=alone))["web->cart"] == reason
