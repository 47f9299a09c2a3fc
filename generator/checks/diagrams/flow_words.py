"""How checks describe flows: what proves one, and where it was looked for."""

from collections.abc import Sequence

from generator.model.evidence import EvidenceSource
from generator.model.flow import FlowFinding, FlowWindow, Strength
from generator.text import listed

DRAWN_AND_RUNNING = "a diagram that can be read and a cluster"
"""What is missing where nothing can be compared."""

_STRENGTH_TEXTS = {
    Strength.OBSERVED: "Flow logs saw it",
    Strength.DECLARED: "Configuration declares it",
    Strength.PERMITTED: "A policy or an open port lets it through",
}
_MOST = 3


def flow_evidence_text(flow: FlowFinding) -> str:
    """`Configuration declares it: its environment names cart:7070 (TCP 7070).`"""
    if flow.strength is None:
        return ""
    proofs = [proof for each in flow.flows for proof in each.proofs if proof.strength is flow.strength]
    reasons = list(dict.fromkeys(f"{proof.because}{_when(proof.window)}" for proof in proofs))
    return f"{_STRENGTH_TEXTS[flow.strength]}: {listed(reasons, _MOST, separator='; ')}{_ports(flow)}."


def looked(windows: Sequence[FlowWindow]) -> str:
    """Where a flow was looked for and not found."""
    if not windows:
        return "Configuration that was collected does not name it; hosts that stand in secrets are not read."
    return f"No configuration names it, and flow logs did not see it from {' and from '.join(each.shown for each in windows)}."


def sources(flow: FlowFinding) -> tuple[EvidenceSource, ...]:
    """The strongest proof of each flow, and the drawn line."""
    proofs = {each.proofs[0].source: None for each in flow.flows if each.proofs}
    return tuple(dict.fromkeys((*((flow.line,) if flow.line else ()), *proofs)))


def named(flow: FlowFinding) -> str:
    """`web → cart`."""
    return f"{flow.source_label} → {flow.target_label}"


def subject(flow: FlowFinding) -> str:
    """What a waiver names: `web->cart`."""
    return f"{flow.source}->{flow.target}"


def _ports(flow: FlowFinding) -> str:
    ports = sorted({port.shown for each in flow.flows for port in each.ports})
    return f" ({', '.join(ports[:_MOST])})" if ports else ""


def _when(window: FlowWindow | None) -> str:
    return f" from {window.shown}" if window else ""
