"""Pictures of a system: what they show, that they are safe, and that the same facts give the same bytes."""

import re
from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring
from drawing.subjects import (
    EVIL,
    NOT_COMPARED,
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

from generator.drawing import attempts
from generator.drawing.layout import LayoutTimeoutError
from generator.drawing.picture import draw
from generator.model.diagram import NodeKind
from generator.model.evidence import GapKind
from generator.model.flow import FlowVerdict
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
    assert "1 workload running and not drawn; 1 drawn component not running" in picture.caption


def test_manifests_alone_are_not_said_to_run():
    picture = drawn(replace(drifting(), clusters=(replace(cluster(), running=False),)))
    assert "are declared 3 workloads" in picture.alt
    assert "1 workload declared and not drawn; 1 drawn component not declared" in picture.caption
    assert "drawn from manifests, which declare what is meant to run" in picture.caption
    assert "running" not in picture.caption + picture.alt


def test_names_system_day_clusters_namespaces_workloads_images_and_ports():
    found = texts(drawn(subject(clusters=(cluster(),))))
    assert any("As of 2026-11-20. 3 workloads in 2 namespaces" in text for text in found)
    assert "Cluster prod: what runs, collected 2026-11-18" in found
    for text in ("Namespace yard", "Namespace cellar", "perch", "Deployment ×2", "seed-api:1.0", "TCP 8443", "TCP 587"):
        assert text in found
    assert any(text.startswith("Not compared with a drawing") for text in found)


def test_arrows_are_the_flows_that_the_evidence_tells_of():
    assert arrows(drawn(subject())) == {
        ("anyone", "workload prod yard/Deployment/perch"),
        ("workload prod yard/Deployment/perch", "workload prod yard/Deployment/seed-api"),
        ("workload prod yard/Deployment/seed-api", "workload prod cellar/StatefulSet/store"),
        ("workload prod yard/Deployment/seed-api", "external Post Office"),
    }


def test_every_difference_has_sign_line_and_words_beside_its_colour():
    picture = drawn(drifting())
    found = texts(picture)
    for text in ("running, not drawn", "Old Birdbath", "drawn as WEB-01", "+ TCP 5432", "– port 9000", "↔ TCP 587"):
        assert text in found
    assert picture.svg.count(b"<circle") == 4, "one + and one – on boxes, one of each in the legend"
    for dashes in (b"7 4", b"10 3 2 3", b"1.5 3"):
        assert picture.svg.count(b'stroke-dasharray="' + dashes) == 2, "a line and its sample in the legend"
    assert {flow.mark for flow in picture.flows} == set(Mark)
    for text in (
        "evidence tells of it, not drawn",
        "drawn, no evidence tells of it",
        "runs, is not drawn",
        "drawn, does not run",
    ):
        assert text in found


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
        assert {one.kind for one in draw(subject(comparison=comparison)).pictures} == {
            PictureKind.BOUNDARY,
            PictureKind.NAMESPACE,
        }


def test_each_namespace_has_a_picture_with_the_other_ends_of_its_flows():
    found = {one.home: one for one in draw(subject()).pictures if one.home}
    assert set(found) == {("prod", "yard"), ("prod", "cellar")}
    cellar = found["prod", "cellar"]
    assert arrows(cellar) == {("workload prod yard/Deployment/seed-api", "workload prod cellar/StatefulSet/store")}
    assert "perch" not in texts(cellar)
    assert cellar.path == "diagrams/namespace-cellar.svg"


def test_one_namespace_needs_no_picture_of_its_own():
    assert [one.kind for one in draw(subject((SEED_API,), flows=())).pictures] == [PictureKind.BOUNDARY]


def test_many_arrows_are_numbered_and_told_in_a_table():
    busy = many(48, 1, (1,))
    picture = drawn(busy)
    found = texts(picture)
    assert [flow.number for flow in picture.flows] == list(range(1, 49))
    assert "48" in found
    assert any(text.startswith("nest-0 → nest-1: TCP 8080; declared") for text in found)
    assert "Number: the row of the table below" in found


def test_more_workloads_than_a_page_holds_are_rolled_up_by_namespace():
    found = texts(drawn(many(300, 12, (1,))))
    assert "Namespace tree-1" not in found
    assert "25 workloads, 50 running instances" in found
    assert sum(text.startswith(("nest-", "+ nest-")) for text in found) == 300
    assert "×25" in found


def test_flows_that_no_arrows_can_show_are_told_in_words():
    found = texts(drawn(many(300, 12, range(1, 11))))
    assert any(text.startswith("Flows to: tree-") for text in found)
    whole = draw(many(60, 1, range(1, 11)))
    assert any(text.startswith("calls nest-") for text in texts(whole.pictures[-1]))


def test_two_clusters_have_frames_of_their_own():
    both = (workload("perch", cluster="east"), workload("perch", cluster="west"))
    pictures = draw(subject(both, flows=(), clusters=(cluster("east"), cluster("west")))).pictures
    assert {"Cluster east", "Cluster west"} <= set(texts(pictures[0]))
    assert [one.path for one in pictures[1:]] == ["diagrams/namespace-east-yard.svg", "diagrams/namespace-west-yard.svg"]


def test_services_that_a_cloud_keeps_are_in_no_cluster_and_no_namespace():
    database = replace(workload("orders", namespace=KEPT_BY_CLOUD, cluster="aws 111122223333", kind="Database"), instances=None)
    pictures = draw(subject((SEED_API, database), flows=())).pictures
    found = texts(pictures[0])
    assert "Kept by the cloud: aws 111122223333" in found
    assert "Database, kept by the cloud" in found
    assert not [text for text in found if text.startswith("Cluster ")]
    assert "Bird Feeder: services that the cloud keeps, aws 111122223333" in {one.title for one in pictures}


def test_people_and_services_outside_carry_the_names_of_the_drawing():
    drawing = diagrams(
        ("Visitor", NodeKind.ACTOR),
        ("Seed - Archive", NodeKind.EXTERNAL),
        ("Weather", NodeKind.EXTERNAL),
        ("Perch", NodeKind.EXTERNAL),
    )
    services = (ExternalService(name="Seed Archive"),)
    found = texts(drawn(subject(comparison=compared(), services=services, diagrams=drawing)))
    assert "Visitor" in found
    assert "Weather" in found
    assert found.count("drawn, not in system.yaml") == 1, "Perch is inside, and Seed Archive is known"
    assert "named in configuration, not in system.yaml" in found
    assert "no flow in the configuration read" in found


def test_many_external_services_are_counted_beyond_a_column():
    services = tuple(ExternalService(name=f"Service {number:02}") for number in range(40))
    found = texts(drawn(subject((SEED_API,), flows=(), services=services)))
    assert "and 16 more external services" in found


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
    rows = (
        workload("a", namespace="Nest"),
        workload("b", namespace="nest"),
        workload("c", namespace="!"),
        workload("d", namespace="?"),
    )
    paths = [one.path for one in draw(subject(rows, flows=())).pictures]
    assert len(paths) == len(set(paths)) == 5


def test_everything_lies_on_the_page():
    for of in (drifting(), many(48, 1, (1,))):
        for picture in draw(of).pictures:
            for x, y in re.findall(rb"translate\(([\d.-]+) ([\d.-]+)\)", picture.svg):
                assert 0 <= float(x) <= picture.width
                assert 0 <= float(y) <= picture.height
            for y in re.findall(rb'<text x="[\d.-]+" y="([\d.-]+)"', picture.svg):
                assert 0 <= float(y) <= picture.height


def test_without_graphviz_there_is_still_a_picture_and_nobody_is_alarmed(monkeypatch):
    monkeypatch.setattr(attempts, "place", lambda _, **__: None)
    found = draw(subject())
    assert {"yard", "cellar", "perch", "store"} <= set(texts(found.pictures[0]))
    assert found.gaps == (), "a crash comes out the same everywhere"


def test_a_picture_that_took_too_long_says_less_and_that_is_told(monkeypatch):
    def late(*_, **__):
        raise LayoutTimeoutError

    monkeypatch.setattr(attempts, "place", late)
    found = draw(subject())
    assert "perch" in texts(found.pictures[0])
    assert [(gap.path, gap.kind) for gap in found.gaps] == [(one.path, GapKind.SHORTENED) for one in found.pictures]
    assert "took more than 20 seconds" in found.gaps[0].reason
