"""The minimum assessment scope (MAS): which resources and flows are in it, and which third-party resources are used with which
status.

MAS-CSO-IIR: resources of the inventory lie in the boundary that system.yaml draws, so they are in. MAS-CSO-FLO: flows between
them, and those that cross the boundary. MAS-CSO-TPR: services of others that the evidence shows, or that people list. Whether
a resource handles federal customer data or metadata is nothing that evidence shows; it stays in until a person takes it out of
the boundary.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from generator.model.flow import EndKind, Flow
from generator.model.posture import JudgedSubject
from generator.model.system import System
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument
from generator.renderers.cr26.records import encoded
from generator.renderers.indicators.rows import ScopeLine
from generator.renderers.oscal_reading import value_of

PATH = "cr26/minimum-assessment-scope.json"
_SERVICES = "service-authorization"
_NOT_STATED = "not stated"


class _ScopeBase(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """Our own document: FedRAMP has no schema for it."""


class ScopeResource(_ScopeBase, kw_only=True):
    """An item of the inventory (MAS-CSO-IIR)."""

    id: str
    kind: str
    in_scope: bool
    because: str
    security_category: str


class ScopeFlow(_ScopeBase, kw_only=True):
    """A flow (MAS-CSO-FLO)."""

    source: str
    target: str
    ports: tuple[str, ...]
    encryption: str | None
    strength: str
    crosses: bool
    in_scope: bool
    because: str


class ScopeThirdParty(_ScopeBase, kw_only=True):
    """A resource of somebody else (MAS-CSO-TPR)."""

    name: str
    status: str
    """What the verdict about its authorization says: `passes`, `fails`, `unknown`, or that no evidence shows it in use."""
    because: str
    seen: bool
    """Does evidence show it in use?"""
    usage: str
    justification: str
    mitigation: str
    compensating: str
    missing: tuple[str, ...]
    """What MAS-CSO-TPR asks for and no person states."""


class ScopeDocument(_ScopeBase, kw_only=True):
    """The whole document."""

    rules: tuple[str, ...]
    as_of: str
    boundary: str
    metadata: str
    resources: tuple[ScopeResource, ...]
    flows: tuple[ScopeFlow, ...]
    third_party_information_resources: tuple[ScopeThirdParty, ...]


@dataclass(frozen=True, slots=True)
class MinimumAssessmentScopeJson:
    """See `Renderer`."""

    name: str = "minimum-assessment-scope-json"
    path: str = PATH
    title: str = "FedRAMP minimum assessment scope: resources, flows and third-party resources (MAS), as data"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return package.indicators is not None

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:  # noqa: ARG002 - the contract
        """See `Renderer.render`."""
        return RenderedDocument(data=encoded(scope_of(package)))


def scope_of(package: AuthorizationPackage) -> ScopeDocument:
    """Everything."""
    return ScopeDocument(
        rules=("MAS-CSO-IIR", "MAS-CSO-FLO", "MAS-CSO-TPR", "MAS-CSO-MDI"),
        as_of=package.as_of.isoformat(),
        boundary=package.system.boundary or _NOT_STATED,
        metadata="Which resources hold metadata of customers is not shown by evidence: a person states it in the narrative.",
        resources=tuple(_resources(package)),
        flows=tuple(_flow(flow) for flow in package.flows.flows),
        third_party_information_resources=tuple(_third_parties(package)),
    )


def scope_lines(scope: ScopeDocument) -> Iterator[ScopeLine]:
    """For the page: resources of others first, since these have a status."""
    for each in scope.third_party_information_resources:
        style = {"passes": "good", "fails": "bad"}.get(each.status, "warn")
        why = f"{each.because}; not stated: {', '.join(each.missing)}" if each.missing else each.because
        yield ScopeLine(what=each.name, kind="third-party resource", status=each.status, style=style, why=why)
    for flow in scope.flows:
        what = f"{flow.source} → {flow.target}"
        why = f"{flow.because}; {', '.join(flow.ports) or 'port not known'}; {flow.encryption or 'encryption not known'}"
        yield ScopeLine(what=what, kind="flow", status="in" if flow.in_scope else "out", style="", why=why)
    for resource in scope.resources:
        status = "in" if resource.in_scope else "out"
        yield ScopeLine(what=resource.id, kind=resource.kind, status=status, style="", why=resource.because)


def _resources(package: AuthorizationPackage) -> Iterator[ScopeResource]:
    system = package.system
    level = system.impact_level.value.capitalize() if system.is_categorized else _NOT_STATED
    for item in package.bundle.ssp.system_implementation.inventory_items:
        kind = value_of(item.props, "asset-type") or "resource"
        yield ScopeResource(
            id=value_of(item.props, "asset-id") or item.uuid,
            kind=kind,
            in_scope=True,
            because="it is in the inventory of the boundary",
            security_category=level,
        )


def _flow(flow: Flow) -> ScopeFlow:
    inside = [end.kind is EndKind.WORKLOAD for end in (flow.source, flow.target)]
    because = {
        2: "both ends lie inside the boundary",
        1: "it crosses the boundary",
        0: "neither end lies inside the boundary",
    }[sum(inside)]
    return ScopeFlow(
        source=flow.source.key,
        target=flow.target.key,
        ports=tuple(port.shown for port in flow.ports),
        encryption=flow.encryption_known or None,
        strength=str(flow.strength),
        crosses=sum(inside) == 1,
        in_scope=any(inside),
        because=because,
    )


def _third_parties(package: AuthorizationPackage) -> Iterator[ScopeThirdParty]:
    judged = {
        subject.name: subject
        for posture in package.postures
        if posture.requirement.id == _SERVICES
        for subject in posture.subjects
    }
    stated = dict(_stated(package.system))
    seen = {name.casefold() for name in judged}
    names = [*judged, *(name for name in stated if name.casefold() not in seen)]
    for name in sorted(names, key=str.casefold):
        yield _third_party(name, judged.get(name), _use_of(name, stated))


def _third_party(name: str, subject: JudgedSubject | None, stated: "_StatedUse") -> ScopeThirdParty:
    required = {
        "general usage and configuration": stated.usage,
        "an explanation or justification for use": stated.justification,
        "mitigation measures": stated.mitigation,
        "compensating controls": stated.compensating,
    }
    return ScopeThirdParty(
        name=name,
        status=str(subject.outcome) if subject else "not seen in use",
        because=(subject.reason if subject else "system.yaml lists it, and no evidence shows it in use") or "it is authorized",
        seen=subject is not None,
        usage=stated.usage or _NOT_STATED,
        justification=stated.justification or _NOT_STATED,
        mitigation=stated.mitigation or _NOT_STATED,
        compensating=stated.compensating or _NOT_STATED,
        missing=tuple(what for what, value in required.items() if not value),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _StatedUse:
    usage: str = ""
    justification: str = ""
    mitigation: str = ""
    compensating: str = ""


def _use_of(name: str, stated: Mapping[str, _StatedUse]) -> _StatedUse:
    return next((use for each, use in stated.items() if each.casefold() == name.casefold()), _StatedUse())


def _stated(system: System) -> Iterator[tuple[str, _StatedUse]]:
    """NOTE: what system.yaml says of a service has other names than MAS-CSO-TPR's; nothing is taken for more than it says."""
    for row in system.plan.leveraged:
        plan = f"its plan lies in {row.ssp}" if row.ssp else ""
        usage = "; ".join(part for part in (row.description or ", ".join(row.services), plan) if part)
        yield row.name, _StatedUse(usage=usage, mitigation=f"FedRAMP authorization, {row.impact_level.value}")
    for service in system.external_services:
        connection = service.connection
        yield (
            service.name,
            _StatedUse(
                usage=connection.details or "",
                justification=service.purpose,
                mitigation=f"connection secured by {connection.security}" if connection.security else "",
                compensating=connection.risk or "",
            ),
        )
