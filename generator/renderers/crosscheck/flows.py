"""Flows drawn and in the evidence, external services, and the table of ports, as the cross-check page shows them."""

from generator.limits import PAGE_ROWS
from generator.model.comparison import Comparison
from generator.model.flow import FlowGraph, ServicePort
from generator.model.flow_finding import FlowFinding, FlowVerdict, Suggestion
from generator.renderers.crosscheck.rows import ExternalRow, FlowsCompared, FlowVerdictRow, PortRow, SuggestionRow
from generator.renderers.crosscheck.text import place_of, shortened
from generator.text import counted

_PORTS = "ssp/ports-protocols-services.csv"
_FLOWS = "diagrams/flows.json"
_WORDS = {
    FlowVerdict.DIVERGENCE: "not drawn",
    FlowVerdict.ABSENCE: "drawn, not found",
    FlowVerdict.REVERSED: "drawn in the opposite direction",
    FlowVerdict.CONVERGENCE: "drawn and found",
    FlowVerdict.NOT_JUDGED: "drawn, cannot be judged",
}
"""In the order in which a reader wants to see them."""
_STYLES = {FlowVerdict.CONVERGENCE: "good", FlowVerdict.NOT_JUDGED: ""}


def compared(comparison: Comparison, graph: FlowGraph) -> FlowsCompared:
    """All of it."""
    order = list(_WORDS)
    flows = sorted(comparison.flows, key=lambda flow: (order.index(flow.verdict), flow.source_label, flow.target_label))
    return FlowsCompared(
        windows=_windows(graph),
        verdicts=shortened([_verdict(flow) for flow in flows], PAGE_ROWS, _FLOWS),
        externals=shortened(_externals(comparison), PAGE_ROWS, _FLOWS),
        suggestions=shortened(
            [_suggestion(suggestion) for suggestion in comparison.suggested], PAGE_ROWS, "`atopack match --list`"
        ),
        ports=shortened([_port(port) for port in graph.ports], PAGE_ROWS, _PORTS),
        counts="; ".join(
            f"{counted(number, 'flow')} {_WORDS[verdict]}"
            for verdict in order
            if (number := sum(flow.verdict is verdict for flow in comparison.flows))
        ),
    )


def _windows(graph: FlowGraph) -> str:
    if not graph.windows:
        return "No flow log was collected: no flow is said to be unobserved."
    return f"Flow logs cover {'; and from '.join(window.shown for window in graph.windows)}."


def _verdict(finding: FlowFinding) -> FlowVerdictRow:
    ports = sorted({port.shown for flow in finding.flows for port in flow.ports})
    encryption = sorted({flow.encryption_known for flow in finding.flows if flow.encryption})
    proof = next((flow.proofs[0] for flow in finding.flows if flow.proofs), None)
    reasons = (*(each.because for each in finding.dependencies), *(each.because for each in finding.conditional))
    place = finding.line or (proof.source if proof else None)
    return FlowVerdictRow(
        verdict=_WORDS[finding.verdict],
        style=_STYLES.get(finding.verdict, "bad"),
        source=finding.source_label or finding.source,
        target=finding.target_label or finding.target,
        strength=str(finding.strength or ""),
        ports=", ".join(ports),
        encryption=", ".join(encryption),
        drawn=finding.drawn_label,
        because=proof.because if proof else next(iter(reasons), ""),
        place=place_of(place) if place else None,
    )


def _externals(comparison: Comparison) -> list[ExternalRow]:
    """Each service once, with all shapes that stand for it."""
    drawn: dict[tuple[str, str], dict[str, None]] = {}
    for match in comparison.external:
        inside_or_out = "inside the boundary" if match.inside else "outside"
        drawn.setdefault((match.name, inside_or_out), {}).setdefault(f"{match.label or match.id} (page {match.page})")
    rows = [ExternalRow(name=name, drawn=", ".join(texts), placement=text) for (name, text), texts in drawn.items()]
    rows += [ExternalRow(name=name, drawn="", placement="not drawn") for name in comparison.external_only]
    rows += [
        ExternalRow(
            name="", drawn=f"{drawn_only.label or drawn_only.id} (page {drawn_only.page})", placement="no listed service"
        )
        for drawn_only in comparison.external_unknown
    ]
    return rows


def _suggestion(suggestion: Suggestion) -> SuggestionRow:
    return SuggestionRow(
        label=suggestion.label or suggestion.id, workload=suggestion.workload, score=str(suggestion.score), why=suggestion.why
    )


def _port(port: ServicePort) -> PortRow:
    return PortRow(
        service=port.service,
        port=str(port.port),
        transport=port.transport,
        protocol=port.protocol,
        encryption=port.encryption_known,
        reference=port.reference,
        purpose=port.purpose,
        used_by=", ".join(port.used_by),
        strength=str(port.strength or "open, no caller known"),
    )
