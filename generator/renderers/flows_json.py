"""Flows as the evidence shows them, for other programs and for comparison with the next package."""

from dataclasses import dataclass

import msgspec

from generator.model.flow import Flow, FlowEnd
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Rendered


class _End(msgspec.Struct, omit_defaults=True, kw_only=True):
    kind: str
    name: str = ""
    cluster: str = ""


class _Flow(msgspec.Struct, omit_defaults=True, kw_only=True):
    source: _End
    target: _End
    strength: str
    ports: tuple[str, ...] = ()
    encryption: str | None = None
    because: tuple[str, ...] = ()


class _Flows(msgspec.Struct, kw_only=True):
    as_of: str
    flows: tuple[_Flow, ...]


@dataclass(frozen=True, slots=True)
class FlowsJson:
    """See `Renderer`."""

    name: str = "flows-json"
    path: str = "diagrams/flows.json"
    title: str = "Flows, as the evidence tells them"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return bool(package.flows.flows)

    def render(self, package: AuthorizationPackage, template: bytes | None) -> Rendered:  # noqa: ARG002 - the contract
        """See `Renderer.render`."""
        return Rendered(data=msgspec.json.format(msgspec.json.encode(view(package)), indent=1) + b"\n")


def view(package: AuthorizationPackage) -> _Flows:
    """Every flow once, in its order."""
    return _Flows(as_of=package.as_of.isoformat(), flows=tuple(_flow(one) for one in package.flows.flows))


def _flow(one: Flow) -> _Flow:
    return _Flow(
        source=_end(one.source),
        target=_end(one.target),
        strength=one.strength,
        ports=tuple(port.shown for port in one.ports),
        encryption=one.encryption,
        because=tuple(dict.fromkeys(proof.because for proof in one.proofs)),
    )


def _end(one: FlowEnd) -> _End:
    return _End(kind=one.kind, name=one.name, cluster=one.cluster)
