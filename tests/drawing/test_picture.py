"""Pictures of a system: what they show, that they are safe, and that the same facts give the same bytes."""

import re

import pytest
from defusedxml.ElementTree import fromstring
from drawing.subjects import (
    EVIL,
    NOT_COMPARED,
    POST_OFFICE,
    SEED_API,
    SHOP,
    STORE,
    SVG,
    cluster,
    compared,
    diagrams,
    drifting,
    finding,
    flow,
    many,
    subject,
    workload,
)
from replacing import replace

from generator.drawing import pages
from generator.drawing.picture import draw
from generator.model.comparison import ExternalMatch, MatchTier
from generator.model.diagram import NodeKind
from generator.model.evidence import EvidenceSource, GapKind
from generator.model.flow import FlowProof, Strength
from generator.model.flow_finding import FlowVerdict
from generator.model.inventory import KEPT_BY_CLOUD
from generator.model.picture import Mark, PictureKind
from generator.model.system import ExternalService


def drawn(of, kind=PictureKind.BOUNDARY):
    return next(one for one in draw(of).pictures if one.kind is kind)


def texts(picture):
    return [element.text for element in fromstring(picture.svg).iter(f"{SVG}text")]


def arrows(picture):
    """(from, to) of each arrow, by the names of boxes."""
    groups = fromstring(picture.svg).iter(f"{SVG}g")
    return {(one.get("data-from"), one.get("data-to")) for one in groups if one.get("class") == "flow"}


def test_nothing_runs_nothing_is_drawn():
    assert draw(subject(())).pictures == ()
    assert draw(subject(())).editable == b""


def test_a_picture_says_what_it_is_for_whoever_cannot_see_it():
    picture = drawn(drifting())
    root = fromstring(picture.svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "authorization-boundary-title authorization-boundary-desc"
    assert root.find(f"{SVG}title").text == picture.title == "Bird Feeder: Authorization Boundary"
    assert root.find(f"{SVG}desc").text == picture.alt
    assert "run 3 workloads in the namespaces cellar and yard. Outside stand Post Office." in picture.alt
    assert "drawn from what runs" in picture.caption
    overlay = drawn(drifting(), PictureKind.DRIFT)
    assert "1 workload running and not drawn; 1 drawn component not running" in overlay.caption


def test_manifests_alone_are_not_said_to_run():
    declared = replace(drifting(), clusters=(replace(cluster(), running=False),))
    picture, overlay = drawn(declared), drawn(declared, PictureKind.DRIFT)
    assert "are declared 3 workloads" in picture.alt
    assert "1 workload declared and not drawn; 1 drawn component not declared" in overlay.caption
    assert "drawn from manifests, which declare what is meant to run" in picture.caption
    assert "running" not in picture.caption + picture.alt + overlay.caption + overlay.title


def test_names_system_day_clusters_namespaces_workloads_images_and_ports():
    found = texts(drawn(subject(clusters=(cluster(),))))
    assert any("As of 2026-11-20. 3 workloads in 2 namespaces" in text for text in found)
    assert "Cluster prod: what runs, collected 2026-11-18" in found
    for text in ("Namespace yard", "Namespace cellar", "perch", "Deployment ×2", "seed-api:1.0", "listens on TCP 8443"):
        assert text in found
    assert "seed-api → Post Office: TCP 587; store: TCP 5432 (flow declared)" in found


def test_a_flow_that_was_seen_does_not_show_what_encrypts_it():
    seen = FlowProof(strength=Strength.OBSERVED, because="a log saw it", source=STORE.sources[0])
    set_up = FlowProof(
        strength=Strength.DECLARED, because="its environment names it", source=STORE.sources[0], encryption="TLS"
    )
    base = replace(flow(SEED_API, STORE, 5432, strength=Strength.OBSERVED), encryption="TLS")
    (row,) = drawn(subject(flows=[replace(base, proofs=(seen, set_up))])).flows
    assert (row.what, row.known_by) == ("TCP 5432; encryption: TLS (declared)", "observed")
    logged = replace(base, encryption="TLS and none", proofs=(replace(seen, encryption="none"), set_up))
    assert logged.encryption_known == "TLS (declared) and none (observed)"
    assert logged.encryption_strength is Strength.DECLARED
    assert replace(base, proofs=(replace(seen, encryption="TLS"), set_up)).encryption_strength is Strength.OBSERVED
    assert replace(base, encryption=None).encryption_strength is None
    assert not replace(base, encryption=None).encryption_known


def test_arrows_are_the_flows_that_the_evidence_tells_of():
    assert arrows(drawn(subject())) == {
        ("anyone", "workload prod yard/Deployment/perch"),
        ("workload prod yard/Deployment/perch", "workload prod yard/Deployment/seed-api"),
        ("workload prod yard/Deployment/seed-api", "workload prod cellar/StatefulSet/store"),
        ("workload prod yard/Deployment/seed-api", "external Post Office"),
    }


def test_the_figure_of_the_boundary_bears_no_mark_and_nothing_that_only_a_drawing_tells_of():
    picture = drawn(drifting())
    found = " ".join(texts(picture))
    for absent in ("not drawn", "Old Birdbath", "Visitor", "9000", "differ", "+"):
        assert absent not in found
    assert "drawn as WEB-01" in found, "labels on diagrams match the inventory's Diagram Label"
    assert {flow.mark for flow in picture.flows} == {Mark.PLAIN}
    assert picture.svg.count(b"<circle") == 1, "where two lines part, and no sign of a difference"
    assert arrows(picture) == arrows(drawn(subject(services=(POST_OFFICE,))))


def test_lines_say_how_much_is_known_of_a_flow():
    flows = [
        flow(None, SHOP[0], 8080, strength=Strength.PERMITTED),
        flow(SHOP[0], SEED_API, 8443, strength=Strength.OBSERVED),
        flow(SEED_API, STORE, 5432),
    ]
    picture = drawn(subject(flows=flows))
    assert picture.svg.count(b'stroke-dasharray="2 3"') == 2, "the permitted one and its sample in the legend"
    assert picture.svg.count(b'stroke="#1a1a1a" stroke-width="2"') == 2
    for text in ("flow recorded in flow logs", "flow set in configuration"):
        assert text in texts(picture)
    assert any(text.startswith("flow that is permitted") for text in texts(picture))


def test_every_difference_has_sign_line_and_words_beside_its_colour():
    picture = drawn(drifting(), PictureKind.DRIFT)
    found = texts(picture)
    for text in ("running, not drawn", "Old Birdbath"):
        assert text in found
    for sign in "+–↔":
        assert any(text.startswith(sign) and text[1:2].isdigit() for text in found)
    assert picture.svg.count(b"<circle") == 4, "one + and one – on boxes, one of each in the legend"
    for dashes in (b"7 4", b"10 3 2 3"):
        assert picture.svg.count(b'stroke-dasharray="' + dashes) == 2, "a line and its sample in the legend"
    assert {flow.mark for flow in picture.flows} == {Mark.DIVERGENCE, Mark.ABSENCE, Mark.REVERSED}
    for text in (
        "flow in the evidence, not drawn",
        "flow drawn, not in the evidence",
        "in the evidence, not drawn",
        "drawn, not in the evidence",
    ):
        assert text in found
    for text in ("known, not drawn", "drawn, not known", "drawn in the opposite direction"):
        assert text in " ".join(found), "in the table, in words"


def test_the_picture_of_differences_shows_them_and_what_stands_beside_and_nothing_else():
    picture = drawn(drifting(), PictureKind.DRIFT)
    shown = {one.get("data-key") for one in fromstring(picture.svg).iter(f"{SVG}g") if one.get("class") == "shape"}
    assert shown == {
        "workload prod yard/Deployment/perch",
        "workload prod yard/Deployment/seed-api",
        "workload prod cellar/StatefulSet/store",
        "drawn 0 Old Birdbath",
        "external Post Office",
    }
    assert {flow.mark for flow in picture.flows} == {Mark.DIVERGENCE, Mark.ABSENCE, Mark.REVERSED}
    assert "Running and not drawn: store. Drawn and not running: Old Birdbath." in picture.alt


def test_without_differences_and_without_a_comparison_there_is_no_such_picture():
    for comparison in (compared(), NOT_COMPARED):
        assert {one.kind for one in draw(subject(comparison=comparison)).pictures} == {PictureKind.BOUNDARY}


def test_what_is_too_dense_for_a_page_is_an_overview_and_a_figure_for_each_part():
    pictures = [one for one in draw(many(60, 3, (1,))).pictures if one.kind is not PictureKind.DRIFT]
    overview, *parts = pictures
    assert overview.kind is PictureKind.BOUNDARY
    assert any(text.startswith("10 workloads") for text in texts(overview))
    assert any("×" in text for text in texts(overview)), "a line says how many flows it stands for"
    assert {one.kind for one in parts} == {PictureKind.NAMESPACE}
    assert {one.home for one in parts} == {("prod", f"tree-{number}") for number in range(3)}
    shown = [key for one in parts for key in keys(one) if key.startswith("workload")]
    assert {f"workload prod tree-{number % 3}/Deployment/nest-{number}" for number in range(60)} <= set(shown)


def keys(picture):
    """What the boxes of a picture stand for."""
    return [one.get("data-key") for one in fromstring(picture.svg).iter(f"{SVG}g") if one.get("class") == "shape"]


def test_a_part_shows_the_other_end_of_each_of_its_flows_and_no_other():
    for picture in draw(many(60, 3, (1,))).pictures:
        if picture.kind is PictureKind.NAMESPACE:
            joined = {end for pair in arrows(picture) for end in pair}
            assert set(keys(picture)) - joined == set()


def test_every_line_has_a_number_that_a_row_below_tells_of():
    for picture in draw(many(48, 1, (1,))).pictures:
        found = texts(picture)
        assert {str(flow.number) for flow in picture.flows} <= {text.split()[0].lstrip("+–↔") for text in found if text}
        assert ("Number: row in the table of flows" in found) is bool(picture.flows)


def test_for_a_document_title_and_table_are_left_to_its_text():
    picture = drawn(drifting())
    root = fromstring(picture.printed)
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert picture.title not in words
    assert not any("→" in text for text in words)
    assert float(root.get("height")) == pytest.approx(picture.printed_height, abs=0.1)
    assert picture.printed_height < picture.height


def test_two_clusters_have_frames_of_their_own():
    both = (workload("perch", cluster="east"), workload("perch", cluster="west"))
    pictures = draw(subject(both, flows=(), clusters=(cluster("east"), cluster("west")))).pictures
    assert {"Cluster east", "Cluster west"} <= set(texts(pictures[0]))


def test_services_that_a_cloud_keeps_are_in_no_cluster_and_no_namespace():
    database = replace(workload("orders", namespace=KEPT_BY_CLOUD, cluster="aws 111122223333", kind="Database"), instances=None)
    pictures = draw(subject((SEED_API, database), flows=())).pictures
    found = texts(pictures[0])
    assert "Kept by the cloud: aws 111122223333" in " ".join(found)
    assert "Database, kept by the cloud" in found
    assert not [text for text in found if text.startswith("Cluster ")]


def test_a_service_outside_that_a_person_confirmed_for_a_shape_is_in_the_figure_and_one_by_its_name_is_not():
    def external(name, tier):
        return ExternalMatch(
            id=name,
            label=f"{name} box",
            name=name,
            listed=False,
            inside=False,
            page="p",
            tier=tier,
            because="",
            source=EvidenceSource("0" * 64, "diagrams/d.mmd", ""),
        )

    outside = (external("Tide Tables", MatchTier.MAPPING), external("Star Charts", MatchTier.EXACT))
    made = replace(subject(comparison=replace(compared(), external=outside)), diagrams=())
    found = " ".join(text for picture in draw(made).pictures if picture.kind is PictureKind.BOUNDARY for text in texts(picture))
    assert "Tide Tables" in found
    assert "Star Charts" not in found


def test_services_outside_are_those_of_system_yaml_and_of_the_evidence():
    drawing = diagrams(("Visitor", NodeKind.ACTOR), ("Weather", NodeKind.EXTERNAL))
    services = (ExternalService(name="Seed Archive", purpose="keeps seeds", authorization="FedRAMP Moderate"),)
    found = " ".join(texts(drawn(subject(comparison=compared(), services=services, diagrams=drawing))))
    for text in ("Seed Archive", "keeps seeds", "FedRAMP Moderate", "Post Office"):
        assert text in found
    for text in ("Visitor", "Weather", "not in system.yaml", "no flow"):
        assert text not in found


def test_many_external_services_share_boxes_when_they_do_not_fit():
    services = tuple(ExternalService(name=f"Service {number:02}") for number in range(40))
    found = texts(drawn(subject((SEED_API,), flows=(), services=services)))
    assert "and 28 more" in found


def test_a_line_at_a_box_around_several_workloads_has_no_end_in_the_picture():
    line = finding(FlowVerdict.ABSENCE, ("9", "Yard"), STORE)
    both = line.__class__(
        **{**{key: getattr(line, key) for key in line.__slots__}, "source_workloads": ("yard/Deployment/perch", SEED_API.key)}
    )
    assert not arrows(drawn(subject(flows=(), comparison=compared(flows=[both]))))


def test_same_facts_same_bytes_in_any_order():
    first, again = draw(drifting()), draw(drifting())
    turned = draw(subject(tuple(reversed(SHOP))))
    assert first == again
    assert turned == draw(subject())
    assert b"raphviz" not in first.pictures[0].svg


@pytest.mark.parametrize("kind", [PictureKind.BOUNDARY, PictureKind.DRIFT])
def test_hostile_names_stay_text(kind):
    rows = (workload("a", namespace=EVIL, image=f"x/{EVIL}"), workload(EVIL * 30))
    found = draw(
        subject(
            rows,
            flows=[flow(rows[0], rows[1]), flow(rows[0], EVIL)],
            name=EVIL,
            services=(ExternalService(name=EVIL + "2", purpose=EVIL),),
            comparison=compared([rows[0].key], ((EVIL, "component"),), [finding(FlowVerdict.DIVERGENCE, *rows)]),
            diagrams=diagrams((EVIL, NodeKind.ACTOR), (EVIL * 2, NodeKind.EXTERNAL)),
            clusters=(cluster(EVIL),),
        )
    )
    svg = next(one.svg for one in found.pictures if one.kind is kind)
    tags = {element.tag.removeprefix(SVG) for element in fromstring(svg).iter()}
    assert tags <= {"svg", "title", "desc", "rect", "text", "g", "path", "circle"}
    for unsafe in (b"<script", "\u202e".encode(), b"\x07"):
        assert unsafe not in svg
        assert unsafe not in found.editable
    assert re.fullmatch(r"diagrams/[a-z0-9-]+\.svg", found.pictures[-1].path)


def test_two_names_that_make_one_file_name_are_numbered():
    rows = [workload(f"{space}-{number}", namespace=space) for space in ("Nest", "nest", "!", "?") for number in range(14)]
    rows = [row for space in range(4) for row in rows[14 * space : 14 * space + 14]]
    calls = [flow(row, other) for row in rows for other in rows[:3] if row != other]
    paths = [one.path for one in draw(subject(rows, flows=calls)).pictures]
    assert len(paths) == len(set(paths)) >= 5


def test_everything_lies_on_the_page():
    for of in (drifting(), many(48, 1, (1,))):
        for picture in draw(of).pictures:
            for x, y in re.findall(rb"translate\(([\d.-]+) ([\d.-]+)\)", picture.svg):
                assert 0 <= float(x) <= picture.width
                assert 0 <= float(y) <= picture.height
            for y in re.findall(rb'<text x="[\d.-]+" y="([\d.-]+)"', picture.svg):
                assert 0 <= float(y) <= picture.height


def test_beyond_a_number_of_figures_namespaces_stay_boxes_and_that_is_a_gap(monkeypatch):
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    found = draw(many(60, 3, (1,)))
    assert [one.home for one in found.pictures if one.home] == [("prod", "tree-0"), ("prod", "tree-0")]
    (gap,) = found.gaps
    assert (gap.path, gap.kind) == ("diagrams", GapKind.SHORTENED)
    assert gap.reason.startswith("2 namespaces have no figure")
    assert "namespace prod tree-2" in keys(found.pictures[0])
