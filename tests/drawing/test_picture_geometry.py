"""Figures of real systems: nothing a careful reader would complain about, and each readable on a letter page."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from drawing.geometry import faults
from drawing.subjects import drifting, many, subject
from prerequisites import need, shared

from generator.drawing.kept import NOTHING_KEPT
from generator.drawing.legend import TEXT_SIZE
from generator.drawing.pages import pages
from generator.drawing.readable import LEAST_TEXT, ROOMS, SMALLEST_TEXT, readable, scale
from generator.drawing.scene import FrameLook
from generator.drawing.sheet import MARGIN, laid_out
from generator.drawing.subject import DrawingSubject
from generator.drawing.text import width_of
from generator.graph.comparison import compare_whole
from generator.graph.flows import flow_graph
from generator.model.comparison import Comparison
from generator.model.picture import Mark, PictureKind
from generator.pipeline.loose_files import read_cluster, read_decisions, read_diagram
from generator.workspace.system_yaml import read as read_system

_PAIRS = shared("cases/diagrams/pairs")
_SYSTEMS = (
    "covid-test-at-home",
    "go-coffeeshop",
    "hhs-ttahub",
    "nasa-aerie",
    "openrmf",
    "otel-demo",
    "quarkus-super-heroes",
    "retail-store",
    "sourcegraph",
    "tanf",
    "voting-app",
)
_SAMPLE = Path(__file__).resolve().parents[2] / "samples/parcel-tracker"
_MOST_PAGES = 16


def drawn_of(clusters, drawing, name):
    context = read_cluster(clusters).context
    graph = flow_graph(context)
    drawings = (read_diagram(drawing),)
    return DrawingSubject(
        system=read_system("", folder=name),
        as_of=date(2026, 11, 20),
        workloads=context.workloads,
        comparison=compare_whole(drawings, context.workloads, graph, read_decisions(None)),
        flows=graph,
        diagrams=drawings,
    )


@cache
def sheets_of(name):
    """(kind, sheet) of each picture of a system, as it is drawn."""
    if name == "sample":
        made = drawn_of([_SAMPLE / "evidence/cluster"], next((_SAMPLE / "diagrams").glob("*.drawio")), name)
    else:
        folder = need(_PAIRS / name)
        made = drawn_of([folder / "manifests"], next(folder.glob("diagram.*")), name)
    return [(draft.kind, laid_out(draft.around, draft.page.scene)) for draft in pages(made, NOTHING_KEPT)]


@pytest.mark.parametrize("name", [*_SYSTEMS, "sample"])
def test_lines_titles_boxes_and_frames_of_a_real_system(name):
    for _, sheet in sheets_of(name):
        assert faults(sheet.scene.plan, sheet.placement) == [], sheet.name


@pytest.mark.parametrize("name", [*_SYSTEMS, "sample"])
def test_each_page_of_a_real_system_can_be_read_at_letter_size(name):
    made = sheets_of(name)
    assert len(made) <= _MOST_PAGES
    for _, sheet in made:
        assert readable(sheet), sheet.name
        assert all(entry.x + width_of(entry.text, TEXT_SIZE) <= sheet.width - MARGIN for entry in sheet.legend)
        sizes = [line.size for figure in sheet.scene.figures for line in figure.lines]
        assert min(sizes) >= SMALLEST_TEXT
        assert scale(sheet.width, sheet.printed) * min(sizes) >= LEAST_TEXT


@pytest.mark.parametrize("name", [*_SYSTEMS, "sample"])
def test_figures_of_a_plan_bear_no_mark_and_every_line_has_its_row(name):
    for kind, sheet in sheets_of(name):
        if kind is not PictureKind.DRIFT:
            assert {link.mark for link in sheet.scene.links} <= {Mark.PLAIN}
            assert not {figure.look for figure in sheet.scene.figures} & {"undrawn", "absent"}
        assert {flow.number for flow in sheet.flows} == set(range(1, len(sheet.scene.plan.bundles) + 1))
        for number, text in enumerate(sheet.scene.labels, start=1):
            assert text.lstrip("+–↔").split()[0] == str(number)
        assert sheet.scene.frames[0].look is FrameLook.BOUNDARY


@pytest.mark.parametrize("name", [*_SYSTEMS, "sample"])
def test_every_workload_and_every_flow_is_on_some_figure(name):
    made = [sheet for kind, sheet in sheets_of(name) if kind is not PictureKind.DRIFT]
    drawn = {line for sheet in made for link in sheet.scene.links for line in link.lines}
    shown = {figure.key for sheet in made for figure in sheet.scene.figures}
    assert {f"workload {line.source.cluster} {line.source.name}" for line in drawn if line.source.kind == "workload"} <= shown
    assert {f"workload {line.target.cluster} {line.target.name}" for line in drawn if line.target.kind == "workload"} <= shown


@pytest.mark.parametrize(
    "of",
    [drifting(), subject(), many(48, 1, (1,)), many(60, 6, range(1, 6)), many(40, 2, range(1, 30)), many(130, 1, (1, 7))],
    ids=["drifting", "plain", "ring", "namespaces", "dense", "large"],
)
def test_invented_systems_are_split_until_they_can_be_read(of):
    made = [(draft, laid_out(draft.around, draft.page.scene)) for draft in pages(of, NOTHING_KEPT)]
    for draft, sheet in made:
        assert faults(sheet.scene.plan, sheet.placement) == [], sheet.name
        assert readable(sheet), sheet.name
        assert draft.around.name == sheet.name
    plain = subject(of.workloads, flows=of.flows, comparison=Comparison(compared=False))
    parts = [sheet for draft, sheet in made if draft.kind is not PictureKind.DRIFT]
    shown = {figure.key for sheet in parts for figure in sheet.scene.figures}
    assert {f"workload {one.cluster} {one.key}" for one in plain.workloads} <= shown


def test_what_is_too_large_for_a_page_is_not_called_readable():
    across, down = ROOMS[0]
    assert scale(across / 2, down / 2) == 1.0
    assert scale(2 * across, down) == pytest.approx(max(0.5, ROOMS[1][0] / (2 * across)))
