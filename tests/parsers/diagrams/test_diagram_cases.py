"""Real drawings. Shapes and subgraphs were counted by a separate walk over the files; kinds and lines were read by eye.

Of the lines in a draw.io file, those attached to a note and those with a lost end are not among the lines read.
"""

from collections import Counter

import pytest
from diagram_reading import CASES, snapshot, taker

from generator.errors import ParseError
from generator.model.diagram import DiagramPage, NodeKind

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the real diagrams in ../shared/cases are not here")

# file: per page (shapes, of those boundaries, lines read, of those snapped)
_READ = {
    "asea-network-v2.drawio": [(251, 72, 31, 23)],
    "asea-perimeter.drawio": [(66, 13, 10, 2)],
    "asea-perimeter.drawio.png": [(66, 13, 10, 2)],
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
}
_OTHERS = (
    "cloudgov-ssp.puml",
    "gsa-ca-poc-boundary.md",
    "hhs-ttahub-boundary.md",
    "istio-security-overview.dot",
    "kubediagrams-wordpress.d2",
    "phac-architecture.d2",
    "ssa-oppre.vsdx",
    "structurizr-aws.dsl",
    "structurizr-microservices.dsl",
    "tracex-deployment.puml",
    "trivy-client-server.excalidraw",
    "vsdx-test4-connectors.vsdx",
    "SOURCES.tsv",
)
_TAKERS = {"drawio-xml", "drawio-png", "drawio-svg", "mermaid-flowchart"}


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


@pytest.mark.parametrize("name", _OTHERS)
def test_other_formats_are_left_to_others(name: str) -> None:
    parser = taker((CASES / name).read_bytes(), name)
    assert parser is None or parser.name not in _TAKERS


def test_a_picture_of_another_tool_is_not_a_drawing_of_draw_io() -> None:
    parser = taker((CASES / "voting-app.excalidraw.png").read_bytes())
    assert parser is not None
    assert parser.name not in _TAKERS


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
