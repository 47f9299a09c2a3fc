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
    assert [page.name for page in opened(drifting()).pages] == [
        "Authorization boundary",
        "Differences",
        "Namespace cellar",
        "Namespace yard",
    ]


def test_components_come_back_with_their_ids_and_frames():
    page = opened(drifting()).pages[0]
    components = of_kind(page, NodeKind.COMPONENT)
    frames = {node.id: node.label for node in page.nodes if node.kind is NodeKind.BOUNDARY}
    assert {label: (node.workload, node.diagram_label, frames[node.parent]) for label, node in components.items()} == {
        "perch": ("yard/Deployment/perch", "WEB-01", "Namespace yard"),
        "seed-api": ("yard/Deployment/seed-api", None, "Namespace yard"),
        "store": ("cellar/StatefulSet/store", None, "Namespace cellar"),
        "Old Birdbath": (None, None, "Authorization boundary of Bird Feeder"),
    }
    assert set(of_kind(page, NodeKind.ACTOR)) == {"Users and other systems"}
    assert set(of_kind(page, NodeKind.EXTERNAL)) == {"Post Office"}


def test_flows_come_back_with_their_ends_and_ports():
    page = opened(drifting()).pages[0]
    labels = {node.id: node.label for node in page.nodes}
    assert {(labels[edge.source_id], labels[edge.target_id], edge.ports) for edge in page.edges} == {
        ("Users and other systems", "perch", (8080,)),
        ("Users and other systems", "seed-api", ()),
        ("perch", "seed-api", (8443,)),
        ("perch", "Old Birdbath", (9000,)),
        ("seed-api", "store", (5432,)),
        ("seed-api", "Post Office", (587,)),
    }
    assert page.notes == ()


def test_numbers_of_arrows_are_not_taken_for_ports():
    page = opened(many(48, 1, (1,))).pages[0]
    assert {edge.ports for edge in page.edges} == {(8080,)}
    assert len(page.edges) == 48


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


@pytest.mark.parametrize(("count", "namespaces"), [(40, 1), (300, 12)])
def test_every_workload_or_namespace_is_there(count, namespaces):
    of = many(count, namespaces, (1,))
    page = opened(of).pages[0]
    told = {node.workload for node in page.nodes if node.workload and node.kind is NodeKind.COMPONENT}
    wanted = {row.key for row in of.workloads} if namespaces == 1 else {f"tree-{number}/*" for number in range(12)}
    assert told == wanted


def test_hostile_labels_come_back_as_the_text_they_are():
    row = workload("a", namespace=EVIL)
    of = subject((row, STORE), flows=(), name=EVIL, services=(POST_OFFICE,), diagrams=diagrams((EVIL, NodeKind.ACTOR)))
    page = opened(of).pages[0]
    frames = [node.label for node in page.nodes if node.kind is NodeKind.BOUNDARY]
    assert any("<script>alert(1)</script>&\"'" in label for label in frames)


def test_shapes_that_do_not_run_are_counted_beyond_a_number():
    of = subject(comparison=compared((), tuple((f"Shape {number:03}", "component") for number in range(70))))
    labels = {node.label for node in opened(of).pages[0].nodes}
    assert "Shape 059" in labels
    assert "Shape 060" not in labels
    assert "and 10 more drawn components" in labels
    assert DAY.isoformat() in " ".join(labels)
