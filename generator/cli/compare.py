"""`atopack compare`: a diagram beside a cluster, without a workspace."""

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.cli.json_output import JsonRow, named_fields, say_result
from generator.graph.comparison import compare_whole
from generator.graph.flows import flow_graph
from generator.model.comparison import Comparison, DrawnOnly
from generator.model.flow import FlowWindow, UnansweredCall
from generator.model.flow_finding import FlowFinding, FlowVerdict, Suggestion
from generator.pipeline.loose_files import UnreadFile, read_cluster, read_decisions, read_diagram
from generator.text import listed

CLEAN, DIFFERENT = 0, 1

_T = TypeVar("_T")
_MOST_REASONS = 5
_PLACE = re.compile(r"^line \d+: ")

_VERDICTS = (FlowVerdict.CONVERGENCE, FlowVerdict.DIVERGENCE, FlowVerdict.ABSENCE, FlowVerdict.REVERSED, FlowVerdict.NOT_JUDGED)


class ComparisonOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What the command found."""

    comparison: Comparison
    windows: tuple[FlowWindow, ...]
    """Periods that the flow logs among the cluster's files cover."""
    unanswered: tuple[UnansweredCall, ...]
    """References to nothing."""
    not_read: tuple[UnreadFile, ...]
    """Files among the cluster's."""

    @property
    def same(self) -> bool:
        """Do diagram and cluster agree?"""
        apart = (FlowVerdict.DIVERGENCE, FlowVerdict.ABSENCE, FlowVerdict.REVERSED)
        alone = self.comparison.drawn_differences or self.comparison.running_differences
        return not alone and not any(each.verdict in apart for each in self.comparison.flows)


def run(options: argparse.Namespace) -> int:
    """Compare, print, and say by the exit code whether both agree."""
    answer = answered(options.diagram, options.cluster, options.mapping)
    say_result(options, [_row(answer)], _lines(answer))
    return CLEAN if answer.same else DIFFERENT


def answered(diagram: Path, cluster: Sequence[Path], mapping: Path | None = None) -> ComparisonOutcome:
    """Read and compare.

    Raises:
        ConfigError: there is no diagram, no workload, or the mapping file is wrong.
        ParseError: the diagram cannot be read.
    """
    decisions = read_decisions(mapping)
    drawing = read_diagram(diagram)
    loose_cluster = read_cluster(cluster)
    context = loose_cluster.context
    graph = flow_graph(context)
    return ComparisonOutcome(
        comparison=compare_whole([drawing], context.workloads, graph, decisions, not_started=context.not_started),
        windows=graph.windows,
        unanswered=graph.unanswered,
        not_read=loose_cluster.not_read,
    )


def _row(answer: ComparisonOutcome) -> JsonRow:
    comparison = answer.comparison
    return {
        "in_both": [
            named_fields(each, "id", "label", "workloads", "tier") | {"why": each.because} for each in comparison.in_both
        ],
        "suggested": [
            named_fields(each, "id", "label", "workload", "score", "why", "probable")
            | {"workloads": each.workloads or (each.workload,)}
            for each in comparison.suggested
        ],
        "diagram_only": [named_fields(each, "id", "label", "kind") | {"why": each.because} for each in comparison.diagram_only],
        "cluster_only": comparison.cluster_only,
        "external": [named_fields(each, "id", "label", "name", "inside", "tier") for each in comparison.external],
        "external_only": comparison.external_only,
        "edges": {
            verdict.value.replace("-", "_"): [
                [each.source, each.target] for each in comparison.flows if each.verdict is verdict
            ]
            for verdict in _VERDICTS
        },
        "flows": [_flow(each) for each in comparison.flows],
        "windows": [each.shown for each in answer.windows],
        "unread": [{"page": page.page, "what": what} for page in comparison.pages for what in page.unread],
        "unanswered": [named_fields(each, "workload", "host") | {"why": each.because} for each in answer.unanswered],
        "not_read": [named_fields(each, "path", "why", "next_step") for each in answer.not_read],
    }


def _flow(each: FlowFinding) -> JsonRow:
    return {
        **named_fields(each, "verdict", "source", "target", "strength"),
        "ports": _ports(each),
        "drawn_ports": each.drawn_ports,
        "encryption": sorted({flow.encryption for flow in each.flows if flow.encryption}),
        "why": sorted(
            {proof.because for flow in each.flows for proof in flow.proofs}
            | {dependency.because for dependency in each.dependencies}
            | {way.because for way in each.conditional}
        )[:_MOST_REASONS],
        "snapped": each.snapped,
    }


def _lines(answer: ComparisonOutcome) -> Iterator[str]:
    """What was not read first: it may be what everything below lacks."""
    comparison = answer.comparison
    yield from _part("Not read", _by_reason(answer.not_read), str)
    yield from _part(
        "Drawn and running",
        comparison.in_both,
        lambda each: f"{each.label or each.id} = {', '.join(each.workloads)} ({each.tier}: {each.because})",
    )
    yield from _part(
        "Probably drawn and running, to be confirmed",
        comparison.probable,
        lambda each: f"{each.label or each.id} = {', '.join(each.workloads)}? ({_share(each.score)}: {each.because})",
    )

    def alone(drawn_only: DrawnOnly) -> str:
        return _alone(drawn_only, comparison.suggestion_for(drawn_only))

    yield from _part("Drawn, not running", comparison.drawn_differences, alone)
    yield from _part("Running, not drawn", comparison.running_differences, str)
    yield from _part(
        "External, drawn",
        comparison.external,
        lambda each: f"{each.label or each.id} = {each.name}" + (" (inside the boundary)" if each.inside else ""),
    )
    yield from _part("External, not drawn", comparison.external_only, str)
    yield from _part("Drawn as external, not known", comparison.external_unknown, alone)
    for verdict, title in _TITLES.items():
        yield from _part(title, [each for each in comparison.flows if each.verdict is verdict], _arrow)
    if answer.windows:
        yield f"Flow logs cover {'; '.join(each.shown for each in answer.windows)}."
    unread = [f"page {page.page}: {what}" for page in comparison.pages for what in page.unread]
    yield from _part("Left out of the drawing", unread, str)
    yield from _part(
        "Called by name, and not found",
        answer.unanswered,
        lambda call: f"{call.workload} -> {call.host} ({call.because})",
    )


def _by_reason(not_read: Iterable[UnreadFile]) -> list[str]:
    """Equal reasons are one line: a folder of a chart's templates is one action."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for each in not_read:
        why = _PLACE.sub("", each.why).partition(" (")[0]
        grouped.setdefault((why, each.next_step), []).append(each.path)
    return [f"{listed(paths, 1)}: {'; '.join(filter(None, reason))}" for reason, paths in grouped.items()]


_TITLES = {
    FlowVerdict.REVERSED: "Flows drawn in the opposite direction",
    FlowVerdict.DIVERGENCE: "Flows in the evidence, not drawn",
    FlowVerdict.ABSENCE: "Flows drawn, no supporting evidence",
}


def _part(title: str, entries: Sequence[_T], shown: Callable[[_T], str]) -> Iterator[str]:
    if entries:
        yield f"{title}: {len(entries)}"
        yield from (f"  {shown(each)}" for each in entries)


def _alone(drawn_only: DrawnOnly, suggested: Suggestion | None) -> str:
    """`gRPC-gateway; possibly default/ComposeService/proxy, 0.4: both are of the kind proxy`."""
    called = drawn_only.label or drawn_only.id
    if drawn_only.because:
        return f"{called} ({drawn_only.because})"
    return f"{called}; possibly {suggested.workload}, {_share(suggested.score)}: {suggested.why}" if suggested else called


def _share(score: int) -> str:
    return f"{score / 100:.2f}"


def _arrow(flow: FlowFinding) -> str:
    label = ", ".join(part for part in (flow.strength, *_ports(flow)[:3]) if part)
    return f"{flow.source_label} -> {flow.target_label}" + (f" ({label})" if label else "")


def _ports(flow: FlowFinding) -> list[str]:
    return sorted({port.shown for each in flow.flows for port in each.ports})
