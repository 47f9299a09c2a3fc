"""Real drawings. Shapes and subgraphs were counted by a separate walk over the files; kinds and lines were read by eye.

Of the lines in a draw.io file, those attached to a note and those with a lost end are not among the lines read.
"""

from collections import Counter

import pytest
from diagram_reading import CASES, snapshot
from prerequisites import needs

from generator.errors import ParseError
from generator.model.diagram import DiagramPage, NodeKind
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.registry import PARSERS

pytestmark = needs(CASES)

# file: per page (shapes, of those boundaries, lines read, of those snapped)
_READ = {
    "asea-network-v2.drawio": [(251, 70, 31, 23)],
    "asea-perimeter.drawio": [(66, 11, 10, 2)],
    "asea-perimeter.drawio.png": [(66, 11, 10, 2)],
    "aws-retail-store.drawio.xml": [(16, 0, 10, 1)],
    "eso-threat-model.drawio": [(35, 3, 6, 0), (7, 2, 4, 0)],
    "eso-threat-model-overview.drawio.png": [(35, 3, 6, 0)],
    "karmada-deps.drawio.svg": [(25, 4, 11, 0)],
    "karmada-hpa.drawio": [(37, 3, 9, 3)],
    "mborne-k8s.drawio.png": [(19, 7, 7, 0)],
    "tanf-boundary.drawio": [(31, 6, 20, 4)],
    "tanf-environments.drawio": [(69, 18, 66, 24)],
    "tanf-environments.drawio.png": [(71, 18, 66, 24)],
    "cloudgov-10-1-network.mmd": [(55, 19, 32, 0)],
    "cloudgov-10-4.1-data-flow.mmd": [(33, 8, 34, 0)],
    "cloudgov-10-4.3-monitoring.mmd": [(40, 6, 38, 0)],
    "bigbang-argocd.md": [(13, 5, 7, 0)],
    "bigbang-harbor.md": [(18, 7, 10, 0)],
    "bigbang-keycloak.md": [(13, 3, 9, 0)],
    "pairs/otel-demo/diagram.md": [(27, 1, 37, 0), (13, 0, 0, 0), (34, 9, 27, 0)],
    "gsa-ca-poc-boundary.md": [(26, 11, 13, 0)],
    "hhs-ttahub-boundary.md": [(52, 14, 53, 0)],
    "tracex-deployment.puml": [(11, 1, 13, 0)],
    "istio-security-overview.dot": [(7, 2, 4, 0)],
    "pairs/sourcegraph/diagram.dot": [(43, 13, 30, 0)],
    "structurizr-aws.dsl": [(3, 1, 1, 0), (10, 6, 3, 0)],
    "structurizr-microservices.dsl": [(30, 9, 26, 0)],
    "ssa-oppre.vsdx": [(12, 1, 3, 0)],
    "vsdx-test4-connectors.vsdx": [(3, 0, 2, 0), (3, 0, 2, 0), (4, 0, 0, 0)],
    "trivy-client-server.excalidraw": [(20, 0, 8, 1)],
    "voting-app.excalidraw.png": [(13, 0, 6, 4)],
    "pairs/covid-test-at-home/diagram.md": [(27, 9, 19, 0)],
    "pairs/go-coffeeshop/diagram.excalidraw": [(69, 1, 15, 6)],
    "pairs/nasa-aerie/diagram.puml": [(19, 5, 20, 0)],
    "pairs/openrmf/diagram.drawio": [(35, 1, 12, 8)],
    "pairs/quarkus-super-heroes/diagram.puml": [(26, 7, 24, 0)],
}
_TAKEN_BY = {
    ".drawio": "drawio-xml",
    ".xml": "drawio-xml",
    ".drawio.png": "drawio-png",
    ".drawio.svg": "drawio-svg",
    ".mmd": "mermaid",
    ".md": "markdown",
    ".puml": "plantuml",
    ".dot": "dot",
    ".dsl": "structurizr-dsl",
    ".vsdx": "visio-vsdx",
    ".excalidraw": "excalidraw-json",
    ".excalidraw.png": "excalidraw-picture",
}


def _pages(name: str) -> tuple[DiagramPage, ...]:
    path = CASES / name
    return snapshot(path.read_bytes(), path.name).pages


def _kinds(page: DiagramPage) -> Counter[NodeKind]:
    return Counter(node.kind for node in page.nodes)


@pytest.mark.parametrize("name", _READ)
def test_counts(name: str) -> None:
    found = [
        (len(page.nodes), _kinds(page)[NodeKind.BOUNDARY], len(page.edges), sum(edge.snapped for edge in page.edges))
        for page in _pages(name)
    ]
    assert found == _READ[name]


@pytest.mark.parametrize("name", _READ)
def test_lines_and_boxes_refer_to_shapes_of_their_page(name: str) -> None:
    for page in _pages(name):
        known = {node.id for node in page.nodes}
        assert len(known) == len(page.nodes)
        assert {end for edge in page.edges for end in (edge.source_id, edge.target_id)} <= known
        assert {node.parent for node in page.nodes} <= known | {None}


def test_every_drawing_is_taken_by_its_own_format_and_no_other() -> None:
    """With every format there is; those of the other families are given to all formats in `test_every_real_report`."""
    several: dict[str, list[str]] = {}
    seen = set()
    for path in sorted(path for path in CASES.rglob("*") if path.is_file()):
        document = Document(path.name, path.read_bytes())
        takers = [parser for parser in PARSERS if _recognizes(parser, document)]
        if len(takers) > 1:
            several[path.name] = [parser.name for parser in takers]
        expected = next((name for ending, name in sorted(_TAKEN_BY.items(), key=_longest) if path.name.endswith(ending)), None)
        if path.parent == CASES and expected is not None:
            seen.add(expected)
            assert [parser.name for parser in takers] == [expected], path.name
    assert several == {}
    assert seen == set(_TAKEN_BY.values())


def _recognizes(parser: Parser, document: Document) -> bool:
    try:
        return parser.recognizes(document)
    except ParseError:
        return False


def _longest(entry: tuple[str, str]) -> int:
    return -len(entry[0])


def test_a_library_of_macros_places_nothing() -> None:
    with pytest.raises(ParseError, match="places no components"):
        _pages("cloudgov-ssp.puml")


def test_ports_and_statements_of_a_boundary_in_c4_macros() -> None:
    (page,) = _pages("hhs-ttahub-boundary.md")
    assert Counter(port for edge in page.edges for port in edge.ports) == {443: 13, 22: 2, 9443: 1, 587: 1}
    assert page.notes == ("All connections depicted are encrypted with TLS 1.2 unless otherwise noted.",)
    inside = {node.id for node in page.nodes if node.kind is NodeKind.COMPONENT}
    assert {"www_app", "worker_app", "clamav", "www_db"} < inside
    assert {node.id for node in page.nodes if node.kind is NodeKind.ACTOR} == {"personnel", "developer"}
    assert {"newrelic", "AWS_SNS", "github"} < {node.id for node in page.nodes if node.kind is NodeKind.EXTERNAL}


def test_edges_to_clusters_keep_the_node_and_name_the_box() -> None:
    (page,) = _pages("pairs/sourcegraph/diagram.dot")
    boxes = Counter(edge.target_box for edge in page.edges if edge.target_box)
    assert boxes == {"cluster_databases": 3, "cluster_codehosts": 2, "cluster_redis": 1}
    kinds = {node.id: node.kind for node in page.nodes}
    assert kinds["redis_cache"] is NodeKind.COMPONENT
    assert kinds["github_dot_com"] is NodeKind.EXTERNAL
    assert ("redis_cache", "redis_store") not in {(edge.source_id, edge.target_id) for edge in page.edges}


def test_arrows_that_end_beside_shapes_of_a_scene() -> None:
    (page,) = _pages("voting-app.excalidraw.png")
    names = {node.id: node.label for node in page.nodes}
    edges = {(names[edge.source_id], names[edge.target_id], edge.snapped) for edge in page.edges}
    assert edges == {
        ("vote", "redis", False), ("result", "db", False), ("worker", "db", True), ("redis", "worker", True),
        ("", "vote", True), ("", "result", True),
    }  # fmt: skip


def test_a_plain_picture_in_the_cases_is_refused() -> None:
    raw = (CASES / "asea-perimeter.drawio.png").read_bytes()
    with pytest.raises(ParseError, match="not machine readable"):
        snapshot(raw.replace(b"tEXtmxfile\0", b"tEXtnothing"))


def test_an_authorization_boundary_named_beside_its_box() -> None:
    """The box is drawn without a text; the words stand above it."""
    (page,) = _pages("tanf-boundary.drawio")
    boundary = next(node for node in page.nodes if node.kind is NodeKind.BOUNDARY and node.label == "Accreditation Boundary")
    space = next(node for node in page.nodes if node.label == "Isolated Production cloud.gov Space")
    inside = {node.label for node in page.nodes if node.parent in {boundary.id, space.id} and node.kind is NodeKind.COMPONENT}
    assert inside == {
        "AntiVirus API Application",
        "cloud.gov brokered API Application",
        "cloud.gov brokered Frontend Application",
        "cloud.gov brokered RDS",
        "cloud.gov brokered S3",
    }


def test_people_and_externals_of_a_boundary_diagram() -> None:
    (page,) = _pages("tanf-boundary.drawio")
    kinds = {node.label: node.kind for node in page.nodes}
    assert {label for label, kind in kinds.items() if kind is NodeKind.ACTOR} == {
        "Developers",
        "OFA Admins ACF staff",
        "Grantees",
    }
    for label in ("GitHub", "CircleCI", "Login.gov", "ACF AMS", "SendGrid E-mail API", "cloud.gov load balancer"):
        assert kinds[label] is NodeKind.EXTERNAL, label


def test_ports_of_a_network_figure() -> None:
    (page,) = _pages("cloudgov-10-1-network.mmd")
    assert Counter(port for edge in page.edges for port in edge.ports) == {443: 12, 80: 2, 53: 1, 587: 1}
    assert len([edge for edge in page.edges if edge.both_ways]) == 11


def test_legends_and_step_tags_are_notes() -> None:
    assert {node.kind for node in _pages("pairs/otel-demo/diagram.md")[1].nodes} == {NodeKind.NOTE}
    (retail,) = _pages("aws-retail-store.drawio.xml")
    assert {node.label for node in retail.nodes if node.kind is NodeKind.COMPONENT} == {
        "UI", "Checkout", "Cart", "Orders", "Catalog", "Redis", "PostgreSQL", "DynamoDB", "SQS / RabbitMQ", "MySQL / MariaDB",
    }  # fmt: skip
    threat, _ = _pages("eso-threat-model.drawio")
    assert {node.label for node in threat.nodes if node.kind is NodeKind.COMPONENT} == {
        "kube-apiserver", "webhook", "cert-controller", "core controller", "Secret Provider", "etcd",
    }  # fmt: skip


def test_the_same_drawing_as_file_and_as_picture() -> None:
    (file,), (picture,) = _pages("asea-perimeter.drawio"), _pages("asea-perimeter.drawio.png")
    assert [(node.id, node.label, node.kind, node.parent) for node in file.nodes] == [
        (node.id, node.label, node.kind, node.parent) for node in picture.nodes
    ]


def test_sprites_stereotypes_and_empty_nodes_of_a_deployment() -> None:
    (page,) = _pages("pairs/quarkus-super-heroes/diagram.puml")
    assert page.unread == ("Not read: the file style.puml included on line 10.",)
    named = {node.id: (node.label, node.kind, node.technology) for node in page.nodes}
    assert named["kafka"] == ("kafka", NodeKind.COMPONENT, "kafka")
    assert named["otelCollector"] == ("OpenTelemetry Collector", NodeKind.COMPONENT, None)
    assert named["apicurio"] == ("Apicurio", NodeKind.COMPONENT, "schema-registry")
    assert named["fightQuarkus"] == ("fightQuarkus", NodeKind.COMPONENT, "quarkus, reactive")


def test_captions_logos_and_lists_of_real_drawings() -> None:
    (messaging,) = _pages("pairs/openrmf/diagram.drawio")
    (box,) = [node for node in messaging.nodes if node.kind is NodeKind.BOUNDARY]
    inside = {node.label for node in messaging.nodes if node.parent == box.id and node.kind is NodeKind.COMPONENT}
    assert (box.label, len(inside)) == ("", 8)
    assert "Compliance Request/Reply" in inside
    (shop,) = _pages("pairs/go-coffeeshop/diagram.excalidraw")
    assert {node.label for node in shop.nodes if node.kind is NodeKind.COMPONENT and node.label} == {
        "gRPC-gateway", "Counter Service", "Product Service", "Barista Service", "Kitchen Service", "Web",
    }  # fmt: skip
    assert {node.label for node in shop.nodes if node.kind is NodeKind.ACTOR} == {"Users"}
    (votes,) = _pages("voting-app.excalidraw.png")
    assert [node.technology for node in votes.nodes if node.label == "worker"] == [".NET"]
