"""Flows as the evidence shows them, for other programs and for comparison with the next package."""

import msgspec

from generator.model.flow import Flow, FlowEnd
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, without_template
from generator.text import indented_json


class _FlowEnd(msgspec.Struct, omit_defaults=True, kw_only=True):
    kind: str
    name: str = ""
    cluster: str = ""


class _FlowRecord(msgspec.Struct, omit_defaults=True, kw_only=True):
    source: _FlowEnd
    target: _FlowEnd
    strength: str
    ports: tuple[str, ...] = ()
    encryption: str | None = None
    encryption_strength: str | None = None
    """How the evidence tells of the encryption, the weakest of its words: not how it tells of the flow."""
    because: tuple[str, ...] = ()


class _Flows(msgspec.Struct, kw_only=True):
    as_of: str
    flows: tuple[_FlowRecord, ...]


def view(package: AuthorizationPackage) -> _Flows:
    """Every flow once, in its order."""
    return _Flows(as_of=package.as_of.isoformat(), flows=tuple(_flow(flow) for flow in package.flows.flows))


def _flow(flow: Flow) -> _FlowRecord:
    return _FlowRecord(
        source=_end(flow.source),
        target=_end(flow.target),
        strength=flow.strength,
        ports=tuple(port.shown for port in flow.ports),
        encryption=flow.encryption,
        encryption_strength=flow.encryption_strength,
        because=tuple(dict.fromkeys(proof.because for proof in flow.proofs)),
    )


def _end(flow_end: FlowEnd) -> _FlowEnd:
    return _FlowEnd(kind=flow_end.kind, name=flow_end.name, cluster=flow_end.cluster)


FLOWS_JSON = Renderer(
    name="flows-json",
    path="diagrams/flows.json",
    title="Flows by evidence",
    applies=lambda package: bool(package.flows.flows),
    render=without_template(lambda package: indented_json(view(package))),
)
