"""What graph/ knows by number or hands on: helper ports, protocols by port, windows of logs, kinds of pages, placed shapes."""

from datetime import UTC, datetime, timedelta

import pytest
from replacing import replace

from generator.graph import protocols
from generator.graph.comparison import compare_whole
from generator.graph.flow_context import FlowContext
from generator.graph.flow_observed import windows
from generator.graph.helper_ports import is_helper
from generator.graph.mapping import DiagramMapping
from generator.graph.software_synonyms import software
from generator.model.comparison import MatchTier, PageKind
from generator.model.diagram import DiagramPage, DiagramSnapshot, DrawnForm
from generator.model.flow import FlowGraph
from generator.model.flow_log import FlowLogSnapshot
from generator.model.inventory import ContainerPort
from tests.graph.drawn_systems import FILE, compared, matched, probable, runs, shape

_DAY = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (5005, "Java's debugger"),
        (6060, "Go's pprof"),
        (9229, "the inspector of Node.js"),
        (9100, "node exporter"),
        (9101, "HAProxy exporter"),
        (9102, "StatsD exporter"),
        (9104, "MySQL exporter"),
        (9113, "nginx exporter"),
        (9114, "Elasticsearch exporter"),
        (9115, "blackbox exporter"),
        (9117, "Apache exporter"),
        (9121, "Redis exporter"),
        (9187, "PostgreSQL exporter"),
        (9216, "MongoDB exporter"),
        (9308, "Kafka exporter"),
        (15020, "Istio's merged telemetry"),
        (15090, "Envoy's telemetry"),
    ],
)
def test_ports_of_helpers_are_known_by_number_where_they_have_no_name(number: int, what: str) -> None:
    assert is_helper(ContainerPort(number=number), "shop"), what
    assert not is_helper(ContainerPort(number=number, name="web"), "shop")
    assert not is_helper(ContainerPort(number=number + 1000), "shop")


@pytest.mark.parametrize(
    ("number", "name"),
    [(587, "smtp"), (1433, "sqlserver"), (1883, "mqtt"), (8883, "mqtt"), (4222, "nats"), (9092, "kafka"), (27017, "mongodb")],
)
def test_protocols_by_port(number: int, name: str) -> None:
    assert protocols.of_port(number) == name


def _log(start: datetime | None, end: datetime | None) -> FlowLogSnapshot:
    return FlowLogSnapshot(evidence=FILE, tool="t", cluster="c", taken=end, start=start, flows=(), entries=0)


def test_windows_of_logs_that_meet_are_one_and_a_log_without_a_start_has_none() -> None:
    hours = [_DAY + timedelta(hours=number) for number in range(6)]
    logs = (
        _log(hours[4], hours[5]),
        _log(None, hours[3]),
        _log(hours[0], hours[2]),
        _log(hours[1], hours[3]),
        _log(_DAY, None),
    )
    assert [(each.start, each.end) for each in windows(FlowContext(workloads=(), logs=logs))] == [
        (hours[0], hours[3]),
        (hours[4], hours[5]),
    ]


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("Data Flow", PageKind.DATA_FLOW),
        ("DFD 1", PageKind.DATA_FLOW),
        ("Network", PageKind.NETWORK),
        ("ATO", PageKind.BOUNDARY),
    ],
)
def test_the_name_of_a_page_says_what_it_shows_in_any_letters(page: str, kind: PageKind) -> None:
    drawn = DiagramPage(name=page, nodes=(shape("web"),), edges=())
    diagram = DiagramSnapshot(evidence=FILE, format="test", taken=None, pages=(drawn,))
    found = compare_whole([diagram], [runs("a/Deployment/web|acme/web")], FlowGraph(flows=()), DiagramMapping())
    (read,) = found.pages
    assert (read.kind, read.path) == (kind, FILE.path)
    (placed,) = found.shapes
    assert (placed.path, placed.page, placed.tier, placed.workloads) == (
        FILE.path,
        page,
        MatchTier.EXACT,
        ("a/Deployment/web",),
    )


def test_a_shape_without_a_match_has_no_tier() -> None:
    found = compared(["web", "n1|Pizza oven"], ["a/Deployment/web|acme/web"])
    assert {each.id: each.tier for each in found.shapes} == {"web": MatchTier.EXACT, "n1": None}


_STORES = ["a/ManagedService/original-photos|S3", "a/ManagedService/photo-submitted|SQS queue", "a/Deployment/web|acme/web"]


def test_an_outline_says_that_data_is_kept_where_the_text_does_not() -> None:
    plain_shapes = ["web", "n1|Originals"]
    assert "n1" not in matched(compared(plain_shapes, _STORES))
    cylinder = replace(shape("n1|Originals"), form=DrawnForm.STORE)
    assert matched(compared(["web", cylinder], _STORES))["n1"] == "original-photos"
    queue = replace(shape("n1|Submitted photos"), form=DrawnForm.QUEUE)
    assert matched(compared(["web", queue], _STORES))["n1"] == "photo-submitted"


def test_an_outline_never_makes_an_application_a_store() -> None:
    cylinder = replace(shape("n1|Web"), form=DrawnForm.STORE)
    found = compared([cylinder], ["a/Deployment/web-front|acme/web"])
    assert (matched(found), probable(found)) == ({}, {})


def test_the_text_of_a_cylinder_says_more_than_its_outline() -> None:
    redis = replace(shape("n1|Redis"), form=DrawnForm.STORE)
    running = ["a/StatefulSet/cache|redis:7", "a/StatefulSet/db|postgres:16"]
    assert matched(compared([redis], running)) == {"n1": "cache"}


_BUS = ["a/StatefulSet/bus|nats:2", "a/Deployment/mailer|acme/mailer", "a/Deployment/audit|acme/audit"]
_IN_A_BOX = ["box||boundary", "bus|NATS|component|box", "mailer|mailer|component|box", "audit|audit|component|box"]


def _undrawn(shapes: list[str], lines: str = "", flows: str = "mailer>bus audit>bus mailer>audit") -> set[str]:
    found = compared(
        [shape(each) if each[:3] != "box" else replace(shape(each), label="") for each in shapes],
        _BUS,
        lines=lines,
        flows=flows,
    )
    return {
        f"{flow.source.name.rpartition('/')[2]}>{flow.target.name.rpartition('/')[2]}"
        for each in found.flows
        if each.verdict.value == "divergence"
        for flow in each.flows
    }


def test_what_lies_in_a_box_with_its_broker_uses_it() -> None:
    assert _undrawn(_IN_A_BOX) == {"mailer>audit"}


def test_a_box_with_a_name_or_with_lines_inside_says_nothing_of_the_broker() -> None:
    named = ["n0|Messaging|boundary", *(each.replace("|box", "|n0") for each in _IN_A_BOX[1:])]
    assert _undrawn(named) == {"mailer>bus", "audit>bus", "mailer>audit"}
    assert _undrawn(_IN_A_BOX, lines="mailer>bus") == {"audit>bus", "mailer>audit"}


def test_no_broker_and_two_brokers_are_none() -> None:
    without = [each.replace("NATS", "bus") for each in _IN_A_BOX]
    two = [*_IN_A_BOX, "n9|RabbitMQ|component|box"]
    assert _undrawn([each.replace("bus|bus", "bus|Postgres") for each in without]) >= {"mailer>bus", "audit>bus"}
    assert _undrawn(two) >= {"mailer>bus", "audit>bus"}
    assert "message queue" in software(("nats",)).roles


def test_a_line_between_parts_in_boxes_that_are_called_like_workloads_is_one_between_the_workloads() -> None:
    running = ["a/Deployment/collector|acme/collector", "a/Deployment/jaeger|jaegertracing/jaeger"]
    shapes = [
        "collector",
        "ja|Jaeger|boundary",
        "http|Jaeger HTTP|component|ja",
        "intake|Spans come in here|component|ja",
    ]
    found = compared(shapes, running, lines="collector>intake", flows="collector>jaeger")
    assert matched(found) == {"collector": "collector", "http": "jaeger"}
    assert {each.id: each.part_of for each in found.shapes}["intake"] == "a/Deployment/jaeger"
    assert [each.verdict.value for each in found.flows] == ["convergence"]
