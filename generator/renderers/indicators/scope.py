"""The minimum assessment scope (MAS): which resources and flows are in it, and which third-party resources are used with which
status.

MAS-CSO-IIR: resources of the inventory lie in the boundary that system.yaml draws, so they are in. MAS-CSO-FLO: flows between
them, and those that cross the boundary. MAS-CSO-TPR: resources of others (`third_parties.py`). Whether a resource handles
federal customer data or metadata is nothing that evidence shows; it stays in until a person takes it out of the boundary.
"""

from collections.abc import Iterator

import msgspec

from generator.model.flow import EndKind, Flow
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, without_template
from generator.renderers.indicators.rows import ScopeLine
from generator.renderers.indicators.third_parties import NOT_STATED, ScopeThirdParty, third_parties, third_party_words
from generator.renderers.oscal_reading import value_of
from generator.text import indented_json

PATH = "cr26/minimum-assessment-scope.json"


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


class ScopeDocument(_ScopeBase, kw_only=True):
    """The whole document."""

    rules: tuple[str, ...]
    as_of: str
    boundary: str
    metadata: str
    resources: tuple[ScopeResource, ...]
    flows: tuple[ScopeFlow, ...]
    third_party_information_resources: tuple[ScopeThirdParty, ...]


def scope_of(package: AuthorizationPackage) -> ScopeDocument:
    """Everything."""
    return ScopeDocument(
        rules=("MAS-CSO-IIR", "MAS-CSO-FLO", "MAS-CSO-TPR", "MAS-CSO-MDI"),
        as_of=package.as_of.isoformat(),
        boundary=package.system.boundary or NOT_STATED,
        metadata="Which resources hold metadata of customers is not shown by evidence: a person states it in the narrative.",
        resources=tuple(_resources(package)),
        flows=tuple(_flow(flow) for flow in package.flows.flows),
        third_party_information_resources=tuple(third_parties(package)),
    )


def scope_lines(scope: ScopeDocument) -> Iterator[ScopeLine]:
    """For the page: resources of others first, since these have a status."""
    for each in scope.third_party_information_resources:
        style = {"passes": "good", "fails": "bad"}.get(each.status, "warn")
        why = third_party_words(each)
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
    level = system.impact_level.value.capitalize() if system.is_categorized else NOT_STATED
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


MINIMUM_ASSESSMENT_SCOPE_JSON = Renderer(
    name="minimum-assessment-scope-json",
    path=PATH,
    title="FedRAMP minimum assessment scope: resources, flows and third-party resources (MAS), as data",
    applies=lambda package: package.indicators is not None,
    render=without_template(lambda package: indented_json(scope_of(package))),
)
