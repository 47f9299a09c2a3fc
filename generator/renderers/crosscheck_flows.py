"""Flows drawn and in the evidence, external services, and the table of ports, as the cross-check page shows them."""

from generator.limits import PAGE_ROWS
from generator.model.comparison import Comparison
from generator.model.flow import FlowFinding, FlowGraph, FlowVerdict, ServicePort, Suggestion
from generator.renderers.crosscheck_rows import ExternalRow, FlowsCompared, PortRow, SuggestionRow, VerdictRow
from generator.renderers.crosscheck_words import place_of, shortened
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
    flows = sorted(comparison.flows, key=lambda one: (order.index(one.verdict), one.source_label, one.target_label))
    return FlowsCompared(
        windows=_windows(graph),
        verdicts=shortened([_verdict(one) for one in flows], PAGE_ROWS, _FLOWS),
        externals=shortened(_externals(comparison), PAGE_ROWS, _FLOWS),
        suggestions=shortened([_suggestion(one) for one in comparison.suggested], PAGE_ROWS, "`atopack match --list`"),
        ports=shortened([_port(one) for one in graph.ports], PAGE_ROWS, _PORTS),
        counts="; ".join(
            f"{counted(number, 'flow')} {_WORDS[verdict]}"
            for verdict in order
            if (number := sum(one.verdict is verdict for one in comparison.flows))
        ),
    )


def _windows(graph: FlowGraph) -> str:
    if not graph.windows:
        return "No flow log was collected: no flow is said to be unobserved."
    return f"Flow logs cover {'; and from '.join(one.shown for one in graph.windows)}."


def _verdict(one: FlowFinding) -> VerdictRow:
    ports = sorted({port.shown for flow in one.flows for port in flow.ports})
    encryption = sorted({flow.encryption for flow in one.flows if flow.encryption})
    proof = next((flow.proofs[0] for flow in one.flows if flow.proofs), None)
    place = one.line or (proof.source if proof else None)
    return VerdictRow(
        verdict=_WORDS[one.verdict],
        style=_STYLES.get(one.verdict, "bad"),
        source=one.source_label or one.source,
        target=one.target_label or one.target,
        strength=str(one.strength or ""),
        ports=", ".join(ports),
        encryption=", ".join(encryption),
        drawn=one.drawn_label,
        because=proof.because if proof else "",
        place=place_of(place) if place else None,
    )


def _externals(comparison: Comparison) -> list[ExternalRow]:
    """Each service once, with all shapes that stand for it."""
    drawn: dict[tuple[str, str], dict[str, None]] = {}
    for one in comparison.external:
        said = "inside the boundary" if one.inside else "outside"
        drawn.setdefault((one.name, said), {}).setdefault(f"{one.label or one.id} (page {one.page})")
    rows = [ExternalRow(name=name, drawn=", ".join(texts), said=said) for (name, said), texts in drawn.items()]
    rows += [ExternalRow(name=name, drawn="", said="not drawn") for name in comparison.external_only]
    rows += [
        ExternalRow(name="", drawn=f"{one.label or one.id} (page {one.page})", said="no listed service")
        for one in comparison.external_unknown
    ]
    return rows


def _suggestion(one: Suggestion) -> SuggestionRow:
    return SuggestionRow(label=one.label or one.id, workload=one.workload, score=str(one.score), why=one.why)


def _port(one: ServicePort) -> PortRow:
    return PortRow(
        service=one.service,
        port=str(one.port),
        transport=one.transport,
        protocol=one.protocol,
        encryption=one.encryption or "",
        reference=one.reference,
        purpose=one.purpose,
        used_by=", ".join(one.used_by),
        strength=str(one.strength or "open, no caller known"),
    )
