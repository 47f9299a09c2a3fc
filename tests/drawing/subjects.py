"""Small systems to draw."""

from datetime import UTC, date, datetime

from generator.drawing.subject import DrawingSubject
from generator.model.comparison import Comparison, ComponentMatch, DrawnOnly, MatchTier
from generator.model.diagram import DiagramNode, DiagramPage, DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.facts import ClusterView
from generator.model.flow import EndKind, Flow, FlowEnd, FlowGraph, FlowPort, Strength
from generator.model.flow_finding import FlowFinding, FlowVerdict
from generator.model.inventory import Container, ContainerPort, Workload
from generator.model.system import ExternalService, ImpactLevel, Regime, System

DAY = date(2026, 11, 20)
SOURCE = EvidenceSource("0" * 64, "evidence/cluster/pods.json", "/items/0")
NOT_COMPARED = Comparison(compared=False)
SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<script>alert(1)</script>&\"'\u202e\x07%workload%"


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
        external_services=tuple(services),
    )


def workload(name, *, namespace="yard", ports=(), public=False, cluster="prod", image=None, kind="Deployment"):
    container = Container(
        name=name,
        image=image or f"registry.example/birds/{name}:1.0",
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


PERCH = workload("perch", ports=(8080,), public=True)
SEED_API = workload("seed-api", ports=(8443,))
STORE = workload("store", namespace="cellar", ports=(5432,), kind="StatefulSet")
SHOP = (PERCH, SEED_API, STORE)


def end(of):
    return FlowEnd(EndKind.WORKLOAD, of.key, of.cluster) if isinstance(of, Workload) else FlowEnd(EndKind.EXTERNAL, of)


def flow(source, target, *ports, strength=Strength.DECLARED):
    return Flow(
        source=FlowEnd(EndKind.ANYONE) if source is None else end(source),
        target=end(target),
        strength=strength,
        ports=tuple(FlowPort(port) for port in ports),
    )


FLOWS = (
    flow(None, PERCH, 8080, strength=Strength.PERMITTED),
    flow(PERCH, SEED_API, 8443),
    flow(SEED_API, STORE, 5432),
    flow(SEED_API, "Post Office", 587),
)


def finding(verdict, source, target, flows=(), **more):
    """Between shapes or workloads; a workload is called by its name and stands behind its end."""
    ends = {}
    for side, one in (("source", source), ("target", target)):
        known = isinstance(one, Workload)
        ends |= {
            side: one.key if known else one[0],
            f"{side}_label": one.name if known else one[1],
            f"{side}_workloads": (one.key,) if known else (),
        }
    return FlowFinding(verdict=verdict, flows=tuple(flows), **ends, **more)


def compared(undrawn=(), shapes=(), flows=()):
    return Comparison(
        compared=True,
        in_both=(
            ComponentMatch(
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
        flows=tuple(flows),
    )


def diagrams(*labels):
    """A drawing of (label, kind); ids are `d0`, `d1`, …"""
    nodes = tuple(
        DiagramNode(id=f"d{number}", label=label, kind=kind, source=SOURCE) for number, (label, kind) in enumerate(labels)
    )
    page = DiagramPage(name="boundary", nodes=nodes, edges=())
    evidence = EvidenceFile(path="diagrams/b.mmd", sha256="0" * 64, size=1, media_type="text/plain")
    return (DiagramSnapshot(evidence=evidence, format="mermaid", taken=None, pages=(page,)),)


def subject(workloads=SHOP, *, flows=FLOWS, name="Bird Feeder", services=(), **more):
    return DrawingSubject(
        system=system(name, services),
        as_of=DAY,
        workloads=tuple(workloads),
        flows=flows if isinstance(flows, FlowGraph) else FlowGraph(flows=tuple(flows)),
        **more,
    )


POST_OFFICE = ExternalService(name="Post Office", hosts=("mail.example",))


def drifting():
    """Everything that can differ, once: workload, shape, and flows with each of the verdicts."""
    return subject(
        comparison=compared(
            (STORE.key,),
            (("Old Birdbath", "component"),),
            (
                finding(FlowVerdict.CONVERGENCE, PERCH, SEED_API, [FLOWS[1]]),
                finding(FlowVerdict.DIVERGENCE, SEED_API, STORE, [FLOWS[2]]),
                finding(FlowVerdict.ABSENCE, PERCH, ("0", "Old Birdbath"), drawn_ports=(9000,)),
                finding(FlowVerdict.REVERSED, ("d1", "Post Office"), SEED_API, [FLOWS[3]]),
                finding(FlowVerdict.NOT_JUDGED, ("d0", "Visitor"), SEED_API),
            ),
        ),
        diagrams=diagrams(("Visitor", NodeKind.ACTOR), ("Post Office", NodeKind.EXTERNAL)),
        services=(POST_OFFICE,),
        clusters=(cluster(),),
    )


def many(count, namespaces, steps):
    """Workloads that each call as many others as there are steps, across namespaces."""
    rows = tuple(
        workload(f"nest-{number}", namespace=f"tree-{number % namespaces}", public=number < 3) for number in range(count)
    )
    calls = [flow(row, rows[(number + step) % count], 8080) for number, row in enumerate(rows) for step in steps]
    return subject(rows, flows=calls, comparison=compared([row.key for row in rows[:9]]))
