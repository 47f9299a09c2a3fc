"""The boundary picture: what it shows, that it is safe, and that the same facts give the same bytes."""

import re
from datetime import UTC, date, datetime

import pytest
from defusedxml.ElementTree import fromstring

from generator.drawing import picture
from generator.drawing.boxes import Figure, Look
from generator.drawing.picture import draw
from generator.drawing.scene import Detail, Outside, scene_of
from generator.model.comparison import Comparison, DrawnOnly, Match, MatchTier
from generator.model.diagram import DiagramNode, DiagramPage, DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceFile, Source
from generator.model.facts import ClusterView
from generator.model.inventory import Container, ContainerPort, Workload
from generator.model.system import ExternalService, ImpactLevel, Regime, System

DAY = date(2026, 11, 20)
SOURCE = Source("0" * 64, "evidence/cluster/pods.json", "/items/0")
NOT_COMPARED = Comparison(compared=False)
SVG = "{http://www.w3.org/2000/svg}"


def system(name="Bird Feeder", services=()):
    return System(
        id="bird-feeder",
        name=name,
        short_name="BF",
        description=None,
        provider=None,
        impact_level=ImpactLevel.MODERATE,
        regime=Regime.BOTH,
        frameworks=(),
        external_services=services,
    )


def workload(name, *, namespace="yard", peers=(), ports=(), public=False, cluster="prod", image=None, kind="Deployment"):
    container = Container(
        name=name,
        image=image or f"registry.example/birds/{name}:1.0",
        peers=tuple(peers),
        ports=tuple(ContainerPort(number=port) for port in ports),
    )
    return Workload(
        cluster=cluster,
        namespace=namespace,
        kind=kind,
        name=name,
        containers=(container,),
        instances=2,
        services=(name,),
        public=public,
        sources=(SOURCE,),
    )


def cluster(name="prod"):
    return ClusterView(
        name=name,
        taken=datetime(2026, 11, 18, tzinfo=UTC),
        running=True,
        kinds=(),
        not_collected=(),
        namespaces=(),
        nodes=(),
        evidence=(),
    )


def shop():
    return (
        workload("perch", peers=("seed-api",), ports=(8080,), public=True),
        workload("seed-api", peers=("store.cellar", "mail.example"), ports=(8443,)),
        workload("store", namespace="cellar", ports=(5432,), kind="StatefulSet"),
    )


def compared(undrawn=(), shapes=()):
    return Comparison(
        compared=True,
        in_both=(
            Match(
                id="1",
                label="Perch",
                workloads=("yard/Deployment/perch",),
                tier=MatchTier.EXACT,
                because="same name",
                diagram_label="WEB-01",
                source=SOURCE,
            ),
        ),
        diagram_only=tuple(
            DrawnOnly(id=str(number), label=label, kind=kind, page="boundary", source=SOURCE)
            for number, (label, kind) in enumerate(shapes)
        ),
        cluster_only=tuple(undrawn),
    )


def diagrams(*labels):
    """A drawing of (label, kind)."""
    nodes = tuple(
        DiagramNode(id=str(number), label=label, kind=kind, source=SOURCE) for number, (label, kind) in enumerate(labels)
    )
    page = DiagramPage(name="boundary", nodes=nodes, edges=())
    evidence = EvidenceFile(path="diagrams/b.mmd", sha256="0" * 64, size=1, media_type="text/plain")
    return (DiagramSnapshot(evidence=evidence, format="mermaid", taken=None, pages=(page,)),)


def texts(svg):
    return [element.text for element in fromstring(svg).iter(f"{SVG}text")]


def looks(scene):
    return [figure.look for figure in scene.figures]


def arrows(scene):
    """(from, to, label) by the first line of each box."""
    names = [figure.lines[0].text for figure in scene.figures]
    return {
        (names[arrow.source], names[arrow.target], label) for arrow, label in zip(scene.plan.arrows, scene.labels, strict=True)
    }


def test_nothing_runs_nothing_is_drawn():
    assert draw((), (), NOT_COMPARED, system(), as_of=DAY) is None


def test_says_what_it_is_for_whoever_cannot_see_it():
    root = fromstring(draw(shop(), (cluster(),), compared(), system(), as_of=DAY))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert root.find(f"{SVG}title").text == "Bird Feeder: Authorization Boundary"
    assert "3 workloads in the namespaces cellar, yard" in root.find(f"{SVG}desc").text


def test_names_system_day_clusters_namespaces_workloads_and_images():
    found = texts(draw(shop(), (cluster(),), NOT_COMPARED, system(), as_of=DAY))
    assert any("As of 2026-11-20. 3 workloads in 2 namespaces" in text for text in found)
    assert "Cluster prod: what runs, collected 2026-11-18" in found
    for text in ("Namespace yard", "Namespace cellar", "perch", "Deployment ×2", "seed-api:1.0", "Public entry"):
        assert text in found
    assert any(text.startswith("Not compared with a drawing") for text in found)


def test_flows_are_those_that_configuration_declares():
    services = (
        ExternalService(name="Post Office", hosts=("mail.example",)),
        ExternalService(name="Weather", hosts=("w.example",)),
    )
    scene = scene_of(shop(), NOT_COMPARED, system(services=services), Detail.PORTS)
    assert arrows(scene) == {
        ("Users and", "Public entry", ""),
        ("Public entry", "perch", "TCP 8080"),
        ("perch", "seed-api", "TCP 8443"),
        ("seed-api", "store", "TCP 5432"),
        ("seed-api", "Post Office", ""),
    }
    weather = next(figure for figure in scene.figures if figure.lines[0].text == "Weather")
    assert "no flow in the configuration read" in [line.text for line in weather.lines]
    assert "no authorization stated" in [line.text for line in weather.lines]


def test_a_service_of_another_namespace_needs_its_namespace():
    alone = (workload("perch", peers=("store",)), workload("store", namespace="cellar"))
    assert arrows(scene_of(alone, NOT_COMPARED, system(), Detail.PORTS)) == set()


def test_a_pod_of_a_headless_service_is_found_and_a_workload_does_not_call_itself():
    two = (workload("perch", peers=("store-0.store", "perch")), workload("store"))
    assert {(source, target) for source, target, _ in arrows(scene_of(two, NOT_COMPARED, system(), Detail.PORTS))} == {
        ("perch", "store")
    }


def test_no_public_workload_no_entry():
    scene = scene_of((workload("store"),), NOT_COMPARED, system(), Detail.PORTS)
    assert Look.ENTRY not in looks(scene)
    assert Look.ACTOR not in looks(scene)


def test_drift_has_sign_line_and_words_beside_its_colour():
    drift = compared(("cellar/StatefulSet/store",), (("Old Birdbath", "component"),))
    svg = draw(shop(), (cluster(),), drift, system(), as_of=DAY)
    found = texts(svg)
    for text in ("running, not drawn", "Drawn, but nothing of it runs", "Old Birdbath", "drawn as WEB-01"):
        assert text in found
    assert svg.count(b"<circle") == 4, "one + and one – in the picture, one of each in the legend"
    assert svg.count(b'stroke-dasharray="5 4"') == 2


def test_people_and_services_outside_carry_the_names_of_the_drawing():
    drawing = diagrams(("Visitor", NodeKind.ACTOR), ("Seed - Archive", NodeKind.EXTERNAL), ("Weather", NodeKind.EXTERNAL))
    services = (ExternalService(name="Seed Archive"),)
    found = texts(draw(shop(), (), NOT_COMPARED, system(services=services), as_of=DAY, diagrams=drawing))
    assert "Visitor" in found
    assert "Weather" in found
    assert found.count("drawn, not in system.yaml") == 1


def test_without_drift_no_strip():
    assert "Drawn, but nothing of it runs" not in texts(draw(shop(), (), compared(), system(), as_of=DAY))


def test_same_facts_same_bytes_in_any_order():
    first = draw(shop(), (cluster(),), compared(), system(), as_of=DAY)
    assert first == draw(tuple(reversed(shop())), (cluster(),), compared(), system(), as_of=DAY)
    assert b"raphviz" not in first


def test_hostile_names_stay_text():
    evil = "<script>alert(1)</script>&\"'\u202e\x07"
    rows = (workload("a", namespace=evil, public=True, image=f"x/{evil}"), workload(evil * 30))
    drawing = diagrams((evil, NodeKind.ACTOR), (evil * 2, NodeKind.EXTERNAL))
    services = (ExternalService(name=evil, purpose=evil),)
    drift = compared((), ((evil, "component"),))
    svg = draw(rows, (cluster(evil),), drift, system(evil, services), as_of=DAY, diagrams=drawing)
    assert {element.tag.removeprefix(SVG) for element in fromstring(svg).iter()} == {
        "svg", "title", "desc", "rect", "text", "g", "path", "circle"
    }  # fmt: skip
    assert b"<script" not in svg
    assert "\u202e".encode() not in svg


def inside_its_box(figure: Figure):
    return all(line.x >= 0 and line.x + line.width <= figure.width and 0 < line.y <= figure.height for line in figure.lines)


@pytest.mark.parametrize("detail", list(Detail))
def test_no_text_leaves_its_box(detail):
    long = "synchronisation-of-customer-profiles-with-the-regional-registry"
    services = (ExternalService(name=long.replace("-", " "), purpose="x" * 400, authorization="FedRAMP High " * 9),)
    rows = tuple(
        workload(f"{long}-{number}", namespace=long, public=True, image=f"r.example/{long}/{long}:{long}")
        for number in range(9)
    )
    scene = scene_of(
        rows, compared([row.key for row in rows[:4]]), system(services=services), detail, Outside(actors=(long * 3,))
    )
    assert all(inside_its_box(figure) for figure in scene.figures)


def many(count, namespaces, steps):
    """Workloads that each call as many others as there are steps, across namespaces."""
    return tuple(
        workload(
            f"nest-{number}",
            namespace=f"tree-{number % namespaces}",
            peers=[f"nest-{other}.tree-{other % namespaces}" for other in ((number + step) % count for step in steps)],
            public=number < 3,
        )
        for number in range(count)
    )


@pytest.mark.parametrize(("steps", "in_words"), [((1,), False), (range(1, 11), True)])
def test_more_workloads_than_a_page_holds_are_rolled_up_by_namespace(steps, in_words):
    found = texts(draw(many(300, 12, steps), (cluster(),), compared(), system(), as_of=DAY))
    assert "Namespace tree-1" not in found
    assert "25 workloads, 50 running instances" in found
    assert sum(text.startswith("nest-") for text in found) == 300
    assert any(text.startswith("Flows to: tree-") for text in found) is in_words
    assert ("×25" in found) is not in_words


def test_two_clusters_have_frames_of_their_own():
    both = (workload("perch", cluster="east", public=True), workload("perch", cluster="west", public=True))
    svg = draw(both, (cluster("east"), cluster("west")), NOT_COMPARED, system(), as_of=DAY)
    found = texts(svg)
    assert {"Cluster east", "Cluster west"} <= set(found)
    assert found.count("Public entry") == 2


def test_many_external_services_are_counted_beyond_a_column():
    services = tuple(ExternalService(name=f"Service {number:02}") for number in range(40))
    scene = scene_of((workload("perch"),), NOT_COMPARED, system(services=services), Detail.PORTS)
    assert looks(scene).count(Look.EXTERNAL) == 25
    assert scene.figures[-1].lines[0].text == "and 16 more external services"


def test_without_graphviz_there_is_still_a_picture(monkeypatch):
    monkeypatch.setattr(picture, "place", lambda _, **__: None)
    found = texts(draw(shop(), (cluster(),), NOT_COMPARED, system(), as_of=DAY))
    assert {"yard", "cellar", "perch", "store"} <= set(found)


def test_everything_lies_on_the_page():
    svg = draw(shop(), (cluster(),), compared((), (("Old Birdbath", "component"),)), system(), as_of=DAY)
    root = fromstring(svg)
    width, height = float(root.get("width")), float(root.get("height"))
    for group in root.iter(f"{SVG}g"):
        for x, y in re.findall(r"translate\(([\d.-]+) ([\d.-]+)\)", group.get("transform")):
            assert 0 <= float(x) <= width
            assert 0 <= float(y) <= height
