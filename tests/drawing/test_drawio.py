"""The editable file: opened by our own reader, it holds the same components, frames and flows as the picture."""

import pytest
from drawing.subjects import DAY, EVIL, POST_OFFICE, STORE, compared, diagrams, drifting, many, subject, workload

from generator.drawing.picture import draw
from generator.graph.match import compare
from generator.model.comparison import MatchTier
from generator.model.diagram import NodeKind
from generator.model.evidence import EvidenceFile
from generator.parsers.document import Document
from generator.parsers.registry import read


def opened(of):
    raw = draw(of).editable
    evidence = EvidenceFile(path="diagrams/pictures.drawio", sha256="1" * 64, size=len(raw), media_type="")
    parser, snapshot = read(Document("pictures.drawio", raw), evidence)
    assert parser.name == "drawio-xml"
    return snapshot


def of_kind(page, kind):
    return {node.label: node for node in page.nodes if node.kind is kind}


def test_a_page_for_each_picture():
    assert [page.name for page in opened(drifting()).pages] == ["Authorization boundary", "Differences"]


def test_components_come_back_with_their_ids_and_frames():
    page = opened(drifting()).pages[0]
    components = of_kind(page, NodeKind.COMPONENT)
    frames = {node.id: node.label for node in page.nodes if node.kind is NodeKind.BOUNDARY}
    assert {label: (node.workload, node.diagram_label, frames[node.parent]) for label, node in components.items()} == {
        "perch": ("yard/Deployment/perch", "WEB-01", "Namespace yard"),
        "seed-api": ("yard/Deployment/seed-api", None, "Namespace yard"),
        "store": ("cellar/StatefulSet/store", None, "Namespace cellar"),
    }
    assert set(of_kind(page, NodeKind.ACTOR)) == {"Users and other systems"}
    assert set(of_kind(page, NodeKind.EXTERNAL)) == {"Post Office"}


def test_flows_come_back_with_their_ends_and_ports():
    page = opened(drifting()).pages[0]
    labels = {node.id: node.label for node in page.nodes}
    assert {(labels[edge.source_id], labels[edge.target_id], edge.ports) for edge in page.edges} == {
        ("Users and other systems", "perch", (8080,)),
        ("perch", "seed-api", (8443,)),
        ("seed-api", "store", (5432,)),
        ("seed-api", "Post Office", (587,)),
    }
    assert page.notes == ()


def test_numbers_of_arrows_are_not_taken_for_ports():
    own = [page for page in opened(many(48, 1, (1,))).pages if page.name.startswith("Namespace")]
    assert {edge.ports for page in own for edge in page.edges} == {(8080,)}
    assert sum(len(page.edges) for page in own) >= 48


def test_legend_table_and_details_are_notes():
    for page in opened(drifting()).pages:
        for node in page.nodes:
            if (
                node.id.startswith(("legend", "title", "heading", "flows"))
                or " detail " in node.id
                or node.id.endswith(" sign")
            ):
                assert node.kind is NodeKind.NOTE, node.id


def test_a_team_that_starts_from_it_matches_by_id():
    of = drifting()
    found = compare([opened(of)], of.workloads)
    assert {match.tier for match in found.in_both} == {MatchTier.EXPLICIT}
    assert found.cluster_only == ()
    assert [shape.label for shape in found.diagram_only] == ["Old Birdbath"]


@pytest.mark.parametrize(("count", "namespaces"), [(40, 1), (120, 6)])
def test_every_workload_and_every_namespace_is_there(count, namespaces):
    of = many(count, namespaces, (1,))
    nodes = [node for page in opened(of).pages for node in page.nodes]
    told = {node.workload for node in nodes if node.workload and node.kind is NodeKind.COMPONENT}
    assert told == {row.key for row in of.workloads} | {f"tree-{number}/*" for number in range(namespaces)}


def test_every_drawn_shape_without_anything_behind_it_is_on_a_page_of_the_overlay():
    of = subject(comparison=compared((), tuple((f"Shape {number:03}", "component") for number in range(70))))
    pages = [page for page in opened(of).pages if page.name.startswith("Differences")]
    labels = {node.label for page in pages for node in page.nodes}
    assert {f"Shape {number:03}" for number in range(70)} <= labels
    assert DAY.isoformat() in " ".join(labels)


def test_hostile_labels_come_back_as_the_text_they_are():
    row = workload("a", namespace=EVIL)
    of = subject((row, STORE), flows=(), name=EVIL, services=(POST_OFFICE,), diagrams=diagrams((EVIL, NodeKind.ACTOR)))
    page = opened(of).pages[0]
    frames = [node.label for node in page.nodes if node.kind is NodeKind.BOUNDARY]
    assert any("<script>alert(1)</script>&\"'" in label for label in frames)
