"""One of two packages, as far as a difference looks: the folder that `atopack build` wrote or `atopack accept` kept.

Read from OSCAL, so that another producer's plan and POA&M serve as well; what a package does not have is not compared.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.errors import ConfigError, ParseError
from generator.frameworks.fedramp_cr26 import is_reportable_incident
from generator.ledger.asset_states import ScanCoverage
from generator.ledger.image_identity import ImagesOfRepository
from generator.ledger.item import LedgerItem
from generator.model.flow import OUTSIDE, EndKind
from generator.model.images import parse_reference
from generator.model.platform import NETWORK_NAME
from generator.oscal import types as o
from generator.oscal.lenient_reading import LenientReader
from generator.oscal.poam_reading import read_poam
from generator.oscal.properties import own_of, value_of
from generator.oscal.reading import MAX_BYTES

POAM = "oscal/plan-of-action-and-milestones.json"
PLAN = "oscal/system-security-plan.json"
FLOWS = "diagrams/flows.json"
ACCEPTED = "cr26/accepted-vulnerabilities.json"
ACTIVE = "cr26/vulnerability-detail-report.json"
INDICATORS = "cr26/key-security-indicators.json"

T = TypeVar("T")
_document = LenientReader(o.OscalDocument)
_STEP = "build the package again, or remove this file to compare without it"
Pair = tuple[str, str]
"""Who opens a connection, and to what."""


class ComparedImage(msgspec.Struct, frozen=True, kw_only=True):
    """An image class."""

    repository: str
    version: str
    digests: frozenset[str]


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A workload."""

    public: bool
    ports: frozenset[str]
    """`TCP 8443`."""


class AcceptedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One accepted vulnerability of the Consolidated Rules."""

    id: str
    rating: int | None
    rationale: str


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What the system is made of, from its security plan."""

    system: str = ""
    images: Mapping[str, ComparedImage] = msgspec.field(default_factory=dict)
    workloads: Mapping[str, Running] = msgspec.field(default_factory=dict)
    services: frozenset[str] = frozenset()
    externals: frozenset[str] = frozenset()
    assets: frozenset[str] = frozenset()
    """What is no image: hosts, addresses, databases, …"""
    controls: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Control to its implementation status; empty text where none is proposed."""


class Flows(msgspec.Struct, frozen=True, kw_only=True):
    """Which workload opens connections to which."""

    ports: Mapping[Pair, str]
    crossing: frozenset[Pair]
    """Those with an end outside of what runs."""


class PackageSide(msgspec.Struct, frozen=True, kw_only=True):
    """A package."""

    path: str
    as_of: date
    items: tuple[LedgerItem, ...]
    parts: Parts | None
    """None where the package has no security plan."""
    flows: Flows | None
    """None where the package has none written down."""
    accepted: tuple[AcceptedRecord, ...] = ()
    reportable: tuple[str, ...] = ()
    """Ids of active vulnerabilities whose evaluation makes them reportable incidents; sorted."""
    looks: tuple[ScanCoverage, ...] = ()
    """What scanners looked at."""
    images: tuple[ImagesOfRepository, ...] = ()
    """Images of one repository that its plan of action and milestones tells apart."""
    indicators: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Key Security Indicator of FedRAMP 20x to its state; empty where the package has none."""
    left_out: tuple[str, ...] = ()
    """What of its security plan could not be read: place and reason."""


class _End(msgspec.Struct, frozen=True):
    """One end of a flow, as `flows.json` has it."""

    kind: str
    name: str = ""


class _Flow(msgspec.Struct, frozen=True):
    source: _End
    target: _End
    ports: tuple[str, ...] = ()


class _FlowFile(msgspec.Struct, frozen=True):
    flows: tuple[_Flow, ...] = ()


class _Detail(msgspec.Struct, rename="camel", frozen=True):
    """FedRAMP's `vulnerabilityDetail`."""

    provider_tracking_id: str
    current_rating: int | None = None
    is_internet_reachable: bool | None = None
    is_likely_exploitable: bool | None = None


class _AcceptedRow(msgspec.Struct, rename="camel", frozen=True):
    """FedRAMP's `acceptedVulnerabilityInfo`."""

    vulnerability_detail: _Detail
    acceptance_rationale: str = ""


class _DetailFile(msgspec.Struct, frozen=True):
    vulnerabilities: tuple[_Detail, ...] = ()


class _IndicatorState(msgspec.Struct, frozen=True):
    id: str
    state: str


class _ComparedIndicators(msgspec.Struct, frozen=True):
    indicators: tuple[_IndicatorState, ...] = ()


class _AcceptedFile(msgspec.Struct, rename="camel", frozen=True):
    accepted_vulnerabilities: tuple[_AcceptedRow, ...] = ()


def read_side(folder: Path) -> PackageSide:
    """A package's folder.

    Raises:
        ConfigError: it has no POA&M, or a file of it cannot be read.
    """
    data = _data(folder, POAM)
    if data is None:
        step = "name the folder that `atopack build` wrote, or one under previous/ that `atopack accept` kept"
        raise ConfigError(f"there is no {POAM}", where=str(folder), next_step=step)
    before = read_poam(data, where=str(folder / POAM))
    if before.as_of is None:
        raise ConfigError(
            "the POA&M does not say of which day it is", where=str(folder / POAM), next_step="name another package"
        )
    plan, left_out = _plan(folder)
    flows, indicators = _decoded(folder, FLOWS, _FlowFile), _decoded(folder, INDICATORS, _ComparedIndicators)
    return PackageSide(
        path=folder.as_posix(),
        as_of=before.as_of,
        items=before.items,
        looks=before.looks,
        images=before.images,
        parts=_parts(plan) if plan else None,
        flows=_flows(flows) if flows else None,
        accepted=_accepted(_decoded(folder, ACCEPTED, _AcceptedFile)),
        reportable=_reportable(_decoded(folder, ACTIVE, _DetailFile)),
        indicators={row.id: row.state for row in (indicators.indicators if indicators else ())},
        left_out=left_out,
    )


def side_of(
    *,
    path: str,
    as_of: date,
    items: tuple[LedgerItem, ...],
    looks: tuple[ScanCoverage, ...],
    images: tuple[ImagesOfRepository, ...],
    plan: o.SystemSecurityPlan,
    flows: bytes | None,
) -> PackageSide:
    """A package that is not written yet; what only the files of the Consolidated Rules have is not compared.

    Args:
        flows: what `diagrams/flows.json` will be; None where the package has none.
    """
    return PackageSide(
        path=path,
        as_of=as_of,
        items=items,
        looks=looks,
        images=images,
        parts=_parts(plan),
        flows=_flows(msgspec.json.decode(flows, type=_FlowFile)) if flows is not None else None,
    )


def _data(folder: Path, name: str) -> bytes | None:
    """A file of the package; None where there is none.

    Raises:
        ConfigError: a link, or larger than is read.
    """
    path = folder / name
    if not path.exists() and not path.is_symlink():
        return None
    if path.is_symlink() or not path.is_file():
        raise ConfigError("a link, which is never followed", where=str(path), next_step="copy the file itself")
    if path.stat().st_size > MAX_BYTES:
        raise ConfigError(f"larger than {MAX_BYTES >> 20} MB", where=str(path), next_step="name another package")
    return path.read_bytes()


def _plan(folder: Path) -> tuple[o.SystemSecurityPlan | None, tuple[str, ...]]:
    """The security plan with what is left out of it."""
    data = _data(folder, PLAN)
    if data is None:
        return None, ()
    where = str(folder / PLAN)
    try:
        reading = _document.read(data)
    except ParseError as error:
        raise ConfigError(
            f"the file cannot be read: {error.what}", where=f"{where} {error.where}".strip(), next_step=_STEP
        ) from error
    if reading.content.system_security_plan is None:
        raise ConfigError("the file cannot be read: it has no system-security-plan", where=where, next_step=_STEP)
    return reading.content.system_security_plan, tuple(f"{one.place} ({one.reason})" for one in reading.left_out)


def _decoded(folder: Path, name: str, type_: type[T]) -> T | None:
    data = _data(folder, name)
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"the file cannot be read: {error}", where=str(folder / name), next_step=_STEP) from error


def _parts(plan: o.SystemSecurityPlan) -> Parts:
    images: dict[str, ComparedImage] = {}
    workloads: dict[str, Running] = {}
    services, externals = set(), set()
    for component in plan.system_implementation.components:
        props = {prop.name: prop.value for prop in component.props}
        own = own_of(component.props)
        kind = own.get("kubernetes-kind", "") or own.get("platform-kind", "")
        if props.get("implementation-point") == "external":
            externals.add(component.title)
        elif props.get("asset-type") == "image":
            images[component.title] = _image(component)
        elif kind in ("Service", NETWORK_NAME):
            services.add(component.title)
        elif kind:
            workloads[component.title] = Running(public=props.get("public") == "yes", ports=frozenset(_ports(component)))
    return Parts(
        system=plan.system_characteristics.system_name,
        images=images,
        workloads=workloads,
        services=frozenset(services),
        externals=frozenset(externals),
        assets=frozenset(_assets(plan.system_implementation.inventory_items)),
        controls={
            implemented_requirement.control_id: _status(implemented_requirement.props)
            for implemented_requirement in plan.control_implementation.implemented_requirements
        },
    )


def _image(component: o.Component) -> ComparedImage:
    props = {prop.name: prop.value for prop in component.props}
    reference = parse_reference(component.title)
    repository = f"{reference.registry}/{reference.repository}" if reference else props.get("software-name", component.title)
    digests = frozenset(prop.value for prop in component.props if prop.name in ("checksum", "image-digest"))
    return ComparedImage(repository=repository, version=props.get("software-version", ""), digests=digests)


def _ports(component: o.Component) -> Iterable[str]:
    for protocol in component.protocols:
        for row in protocol.port_ranges:
            yield f"{row.transport} {row.start}" if row.start == row.end else f"{row.transport} {row.start}-{row.end}"


def _assets(items: Iterable[o.InventoryItem]) -> Iterable[str]:
    for item in items:
        if value_of(item.props, "asset-type") != "image" and (name := value_of(item.props, "asset-id")):
            yield name


def _status(props: Iterable[o.Property]) -> str:
    return ", ".join(sorted({prop.value for prop in props if prop.name == "implementation-status"}))


def _flows(file: _FlowFile) -> Flows:
    ports: dict[Pair, str] = {}
    crossing = set()
    for flow in file.flows:
        pair = flow.source.name or OUTSIDE, flow.target.name or OUTSIDE
        ports[pair] = ", ".join(flow.ports)
        if {flow.source.kind, flow.target.kind} != {EndKind.WORKLOAD.value}:
            crossing.add(pair)
    return Flows(ports=ports, crossing=frozenset(crossing))


def _reportable(file: _DetailFile | None) -> tuple[str, ...]:
    """VER-TFR, by the evaluations that the package reports; what is not evaluated is none yet."""
    return tuple(
        sorted(
            row.provider_tracking_id
            for row in (file.vulnerabilities if file else ())
            if row.current_rating is not None
            and row.is_internet_reachable is not None
            and is_reportable_incident(
                row.current_rating, reachable=row.is_internet_reachable, exploitable=row.is_likely_exploitable is True
            )
        )
    )


def _accepted(file: _AcceptedFile | None) -> tuple[AcceptedRecord, ...]:
    rows = file.accepted_vulnerabilities if file else ()
    return tuple(
        AcceptedRecord(
            id=row.vulnerability_detail.provider_tracking_id,
            rating=row.vulnerability_detail.current_rating,
            rationale=row.acceptance_rationale,
        )
        for row in rows
    )
