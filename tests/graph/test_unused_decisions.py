"""A decision about a drawing that reaches nothing drawn is told, so that a misspelt name does not pass in silence."""

import pytest

from generator.graph.mapping import read_mapping
from generator.graph.unused_decisions import unused_decisions
from generator.model.diagram import DiagramNode, DiagramPage, DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceFile, EvidenceSource

FILE = EvidenceFile(path="diagrams/d.mmd", sha256="d" * 64, size=1, media_type="text/plain")


def shape(name: str, text: str) -> DiagramNode:
    return DiagramNode(id=name, label=text, kind=NodeKind.COMPONENT, source=EvidenceSource(FILE.sha256, FILE.path, name))


DRAWN = DiagramSnapshot(
    evidence=FILE,
    format="test",
    taken=None,
    pages=(
        DiagramPage(name="Overview", nodes=(shape("c1", "Cache (Valkey)"), shape("w", "Web Shop")), edges=()),
        DiagramPage(name="Data flow", nodes=(shape("l", "Legend 1"),), edges=()),
    ),
)


def told(text: str) -> list[tuple[str, str]]:
    return [(gap.place, gap.reason.partition(":")[0]) for gap in unused_decisions(read_mapping(text), [DRAWN])]


@pytest.mark.parametrize(
    "text",
    [
        "matches: [{drawn: cache valkey, workloads: [x]}]",
        "matches: [{drawn: c1, workloads: [x]}]",
        "matches: [{drawn: 'web*', page: overview, workloads: [x]}]",
        "not-workloads: ['Legend ?']",
        "not-compared: [data flow]",
        "pages: [{page: Overview, shows: boundary}]",
    ],
)
def test_what_fits_a_shape_or_a_page_is_not_told(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("matches:\n  - {drawn: Cash (Valkey), workloads: [x]}", "line 2", "no shape is called `Cash (Valkey)`"),
        ("matches: [{drawn: 'Wub*', workloads: [x]}]", "line 1", "no shape is called `Wub*`"),
        ("matches: [{drawn: w, page: Data flow, workloads: [x]}]", "line 1", "no shape on a page `Data flow` is called `w`"),
        ("matches: [{drawn: w, page: Dataflows, workloads: [x]}]", "line 1", "no shape on a page `Dataflows` is called `w`"),
        ("not-workloads: [Lgend]", "not-workloads", "no shape is called `Lgend`"),
        ("not-compared: [Telemetry]", "not-compared", "no page is called `Telemetry`"),
        ("pages: [{page: Page-1, shows: boundary}]", "pages", "no page is called `Page-1`"),
    ],
)
def test_what_fits_none_is_told_with_its_place(text: str, place: str, reason: str) -> None:
    assert told(text) == [(place, reason)]


def test_without_a_drawing_every_decision_waits() -> None:
    assert unused_decisions(read_mapping("not-workloads: [x]"), []) == ()
