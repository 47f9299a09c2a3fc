"""`system.yaml`: the one file in which a person says who and what the system is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from generator.errors import ConfigError
from generator.frameworks.dod.levels import check_levels
from generator.handwritten import Handwritten, convert, load
from generator.model.system import (
    FEDRAMP_PRECEDENCE,
    Assessment,
    Baseline,
    DatedEvidence,
    ExternalService,
    ImpactLevel,
    NewAssets,
    Owed,
    Party,
    PoamPolicy,
    PoamScope,
    RatingWord,
    Regime,
    ScanSaid,
    System,
)
from generator.scan_statements import moment
from generator.system_conmon import ConmonKeys, check_conmon, limits_of
from generator.system_dod import CmmcKeys, EmassKeys, check_dod, cmmc_of, emass_of
from generator.system_overview import OverviewKeys, faults_of, overview_of
from generator.system_plan import (
    AddressKeys,
    ConnectionKeys,
    PlanKeys,
    address_of,
    check_plan,
    connection_of,
    paths_of,
    plan_of,
)

FILE = "system.yaml"

Framework = Literal["fedramp-rev5", "fedramp-cr26", "dod-il4", "dod-il5", "cmmc-l2"]
OscalVersion = Literal["1.1.2", "1.1.3", "1.2.0", "1.2.1", "1.2.2", "1.2.3"]


class _Strict(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    """Every group of keys refuses what it does not know: a misspelt key must not pass in silence."""


class _System(_Strict):
    id: str | None = None
    name: str | None = None
    short_name: str | None = None
    description: str | None = None
    provider: str | None = None
    impact_level: ImpactLevel | None = None
    baseline: Baseline | None = None
    service_model: Literal["saas", "paas", "iaas", "other"] | None = None
    # FedRAMP external constraints, `deployment-model`
    deployment_model: (
        Literal["public-cloud", "private-cloud", "community-cloud", "hybrid-cloud", "government-only-cloud", "other"] | None
    ) = None
    status: Literal["operational", "under-development", "under-major-modification", "disposition", "other"] | None = None
    authorized: date | None = None


class _Party(_Strict):
    id: str
    name: str
    type: Literal["organization", "person"] = "person"
    email: str | None = None
    phone: str | None = None
    roles: tuple[str, ...] = ()
    title: str | None = None
    organization: str | None = None
    address: AddressKeys | None = None


class _Boundary(_Strict):
    description: str | None = None
    namespaces: tuple[str, ...] | None = None


class _External(_Strict):
    name: str
    purpose: str | None = None
    authorization: str | None = None
    hosts: tuple[str, ...] = ()
    connection: ConnectionKeys | None = None


class _Dated(_Strict):
    glob: str
    collected: date | None = None
    by: str | None = None
    target: str | None = None
    scanner_version: str | None = None
    database_updated: str | None = None
    authenticated: bool | None = None
    privileged: bool | None = None
    configuration: str | None = None


class _Oscal(_Strict):
    version: OscalVersion = "1.2.3"
    profile: str | None = None
    fedramp_namespace: Literal["http://fedramp.gov/ns/oscal", "https://fedramp.gov/ns/oscal"] = "http://fedramp.gov/ns/oscal"


class _Inventory(_Strict):
    digest_as_identifier: bool = False


class _Cr26(_Strict):
    package_overview_uri: str | None = None
    report_from: date | None = None
    certification_class: Literal["A", "B", "C", "D"] | None = None
    overview: OverviewKeys | None = None


class _Severity(_Strict):
    precedence: tuple[RatingWord, ...] | None = None


class _Poam(_Strict):
    scope: PoamScope = PoamScope.ALL
    new_assets: NewAssets = NewAssets.NEW_ITEM
    assessment: Assessment | None = None
    tested_from: date | None = None
    workbook: str | None = None


class _Signing(_Strict):
    keys: tuple[str, ...] = ()


class _Templates(_Strict):
    poam: str | None = None
    inventory: str | None = None
    appendix_a: str | None = None
    ssp: str | None = None
    appendix_q: str | None = None
    cis_crm: str | None = None
    deviation_request: str | None = None
    ret: str | None = None
    emass_poam: str | None = None
    executive_summary: str | None = None


class _File(_Strict):
    system: _System | None = None
    regime: Regime | None = None
    frameworks: tuple[Framework, ...] | None = None
    parties: tuple[_Party, ...] | None = None
    boundary: _Boundary | None = None
    approved_registries: tuple[str, ...] | None = None
    security_sensors: tuple[str, ...] | None = None
    diagram_labels: dict[str, str] | None = None
    external_services: tuple[_External, ...] | None = None
    evidence: tuple[_Dated, ...] | None = None
    severity: _Severity | None = None
    poam: _Poam | None = None
    conmon: ConmonKeys | None = None
    emass: EmassKeys | None = None
    cmmc: CmmcKeys | None = None
    signing: _Signing | None = None
    templates: _Templates | None = None
    inventory: _Inventory | None = None
    oscal: _Oscal | None = None
    cr26: _Cr26 | None = None
    plan: PlanKeys | None = None


def read(text: str, *, folder: str) -> System:
    """Decode system.yaml. `folder` is the workspace folder's name: the system's id and name until the file says them.

    Raises:
        ConfigError: names file, key, line, what was found and what is allowed.
    """
    written = load(text, FILE)
    decoded = convert(written, _File)
    _check(written, decoded)
    return _system(decoded, folder)


def _check(written: Handwritten, decoded: _File) -> None:
    _check_parties(written, decoded)
    _check_precedence(written, decoded)
    _check_baseline(written, decoded.system or _System())
    check_plan(decoded.plan or PlanKeys(), _connections(decoded), lambda path, what, step: _error(written, path, what, step))
    check_dod(decoded.emass, lambda path, what, step: _error(written, path, what, step))
    _check_levels(written, decoded)
    check_conmon(decoded.conmon or ConmonKeys(), lambda path, what, step: _error(written, path, what, step))
    _check_overview(written, decoded.cr26 or _Cr26())
    for path, value in _paths(decoded):
        if value.startswith(("/", "~")) or ".." in value.split("/") or ":" in value:
            raise _error(written, path, f"`{value}` leaves the workspace", "copy the file into the workspace's folder")
    for path, rule, text in _texts(decoded):
        if text is not None and not rule.pattern.fullmatch(text):
            raise _error(written, path, f"`{text[:80]}` is not {rule.what}", rule.example)
    for path, day in _days(decoded):
        if day is not None and not 1970 <= day.year < 3000:
            raise _error(written, path, f"{day.isoformat()} is not a day between 1970 and 2999", "correct the year")
    for index, row in enumerate(decoded.evidence or ()):
        _check_moment(written, ("evidence", index, "database-updated"), row.database_updated)


def _check_levels(written: Handwritten, decoded: _File) -> None:
    said = decoded.system or _System()
    level = (said.impact_level or ImpactLevel.MODERATE).value
    baseline = Baseline.LI_SAAS.value if said.baseline is Baseline.LI_SAAS else level
    try:
        check_levels(decoded.frameworks or (), baseline)
    except ConfigError as error:
        raise _error(written, ("frameworks",), error.what, error.next_step) from error


def _check_overview(written: Handwritten, cr26: _Cr26) -> None:
    for path, what, step in faults_of(cr26.overview or OverviewKeys()):
        raise _error(written, path, what, step)


def _paths(decoded: _File) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Files of the workspace that are named."""
    yield from ((("templates", name), value) for name, value in _template_paths(decoded.templates))
    workbook = (decoded.poam or _Poam()).workbook
    if workbook is not None:
        yield ("poam", "workbook"), workbook
    for index, key in enumerate((decoded.signing or _Signing()).keys):
        yield ("signing", "keys", index), key
    yield from paths_of(decoded.plan or PlanKeys())


def _connections(decoded: _File) -> Iterator[tuple[tuple[str | int, ...], ConnectionKeys]]:
    for index, row in enumerate(decoded.external_services or ()):
        if row.connection is not None:
            yield ("external-services", index, "connection"), row.connection


def _check_moment(written: Handwritten, path: tuple[str | int, ...], text: str | None) -> None:
    try:
        moment(text or "1970-01-01")
    except ValueError as error:
        what = f"`{(text or '')[:40]}` is not a day or a moment"
        raise _error(written, path, what, "write it like 2026-11-20 or 2026-11-20T06:30:00Z") from error


def _check_parties(written: Handwritten, decoded: _File) -> None:
    seen: set[str] = set()
    for index, party in enumerate(decoded.parties or ()):
        if party.id in seen:
            raise _error(written, ("parties", index, "id"), f"two parties have the id `{party.id}`", "give each its own id")
        seen.add(party.id)
    for index, party in enumerate(decoded.parties or ()):
        if party.organization is not None and party.organization not in seen:
            what = f"`{party.organization}` is the id of no party"
            raise _error(written, ("parties", index, "organization"), what, "name the id of an organization in parties")


def _check_precedence(written: Handwritten, decoded: _File) -> None:
    words = (decoded.severity or _Severity()).precedence
    if words is None:
        return
    path: tuple[str | int, ...] = ("severity", "precedence")
    if not words:
        step = f"leave the key out for FedRAMP's order: {', '.join(FEDRAMP_PRECEDENCE)}"
        raise _error(written, path, "the list is empty", step)
    for index, word in enumerate(words):
        if word in words[:index]:
            raise _error(written, (*path, index), f"`{word}` is given twice", "keep one of the two")


def _check_baseline(written: Handwritten, said: _System) -> None:
    """FedRAMP Tailored is for low impact software as a service; every other baseline is its impact level's own."""
    if said.baseline is None:
        return
    level = said.impact_level or ImpactLevel.MODERATE
    fits = ImpactLevel.LOW if said.baseline is Baseline.LI_SAAS else ImpactLevel(said.baseline.value)
    if level is not fits:
        what = f"`{said.baseline}` is not a baseline of impact level {level}"
        step = f"write `impact-level: {fits}`, or leave `baseline` out"
        raise _error(written, ("system", "baseline"), what, step)


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    what: str
    example: str


_ID = _Rule(
    re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(-[a-z0-9]+)*"),
    "a plain name and cannot name a folder",
    "use at most 64 lower-case letters, digits and single hyphens, like parcel-tracker",
)
_EMAIL = _Rule(re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+"), "an email address", "write it like owner@agency.example")
_ROLE = _Rule(
    re.compile(r"[A-Za-z_][A-Za-z0-9._-]*"), "a role id", "use OSCAL's spelling, like system-owner: letters, digits and hyphens"
)
_URI = _Rule(
    re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+"), "an address", "write it like https://provider.example/package"
)
_REFERENCE = _Rule(
    re.compile(r"[^\s<>\"{}|\\^`]+"), "an address or path", "write it like trestle://profiles/moderate/profile.json"
)


def _texts(decoded: _File) -> Iterator[tuple[tuple[str | int, ...], _Rule, str | None]]:
    """Values that OSCAL or a FedRAMP schema would refuse later, where nobody could tell the line any more."""
    yield ("system", "id"), _ID, (decoded.system or _System()).id
    for index, party in enumerate(decoded.parties or ()):
        yield ("parties", index, "email"), _EMAIL, party.email
        for number, role in enumerate(party.roles):
            yield ("parties", index, "roles", number), _ROLE, role
    yield ("oscal", "profile"), _REFERENCE, (decoded.oscal or _Oscal()).profile
    yield ("cr26", "package-overview-uri"), _URI, (decoded.cr26 or _Cr26()).package_overview_uri


def _days(decoded: _File) -> Iterator[tuple[tuple[str | int, ...], date | None]]:
    yield ("system", "authorized"), (decoded.system or _System()).authorized
    yield ("cr26", "report-from"), (decoded.cr26 or _Cr26()).report_from
    for index, row in enumerate(decoded.evidence or ()):
        yield ("evidence", index, "collected"), row.collected


def _error(written: Handwritten, path: tuple[str | int, ...], what: str, step: str) -> ConfigError:
    dotted = ".".join(str(part) for part in path)
    return ConfigError(what, where=f"{written.file}, line {written.line(path)}, key {dotted}", next_step=step)


def _system(decoded: _File, folder: str) -> System:
    said = decoded.system or _System()
    boundary, oscal, cr26 = decoded.boundary or _Boundary(), decoded.oscal or _Oscal(), decoded.cr26 or _Cr26()
    regime = decoded.regime or Regime.BOTH
    system_id = said.id or _slug(folder)
    name = said.name or folder
    return System(
        id=system_id,
        name=name,
        short_name=said.short_name or name,
        description=said.description,
        provider=said.provider,
        impact_level=said.impact_level or ImpactLevel.MODERATE,
        regime=regime,
        frameworks=_frameworks(decoded.frameworks or (), regime),
        service_model=said.service_model,
        deployment_model=said.deployment_model,
        status=said.status,
        authorized=said.authorized,
        boundary=boundary.description,
        boundary_namespaces=tuple(sorted(set(boundary.namespaces or ()))),
        parties=tuple(_party(party) for party in decoded.parties or ()),
        approved_registries=tuple(sorted(set(decoded.approved_registries or ()))),
        security_sensors=tuple(sorted(set(decoded.security_sensors or ()))),
        diagram_labels=tuple(sorted((decoded.diagram_labels or {}).items())),
        external_services=tuple(
            ExternalService(
                name=row.name,
                purpose=row.purpose or "",
                authorization=row.authorization,
                hosts=row.hosts,
                connection=connection_of(row.connection or ConnectionKeys()),
            )
            for row in decoded.external_services or ()
        ),
        evidence=tuple(
            DatedEvidence(glob=row.glob, collected=row.collected, by=row.by, target=row.target, scan=_scan(row))
            for row in decoded.evidence or ()
        ),
        templates=_template_paths(decoded.templates),
        emass=emass_of(decoded.emass),
        cmmc=cmmc_of(decoded.cmmc),
        oscal_version=oscal.version,
        oscal_profile=oscal.profile,
        fedramp_namespace=oscal.fedramp_namespace,
        digest_as_identifier=(decoded.inventory or _Inventory()).digest_as_identifier,
        package_overview_uri=cr26.package_overview_uri,
        report_from=cr26.report_from,
        certification=cr26.certification_class,
        precedence=(decoded.severity or _Severity()).precedence or FEDRAMP_PRECEDENCE,
        poam=_policy(decoded.poam or _Poam()),
        conmon=limits_of(decoded.conmon or ConmonKeys()),
        signing_keys=(decoded.signing or _Signing()).keys,
        tailored=said.baseline is Baseline.LI_SAAS,
        overview=overview_of(cr26.overview or OverviewKeys()),
        plan=plan_of(decoded.plan or PlanKeys()),
        owed=_owed(decoded),
    )


def _scan(row: _Dated) -> ScanSaid:
    return ScanSaid(
        scanner_version=row.scanner_version,
        database_updated=moment(row.database_updated) if row.database_updated else None,
        authenticated=row.authenticated,
        privileged=row.privileged,
        configuration=row.configuration,
    )


def _policy(row: _Poam) -> PoamPolicy:
    return PoamPolicy(
        scope=row.scope,
        new_assets=row.new_assets,
        assessment=row.assessment,
        tested_from=row.tested_from,
        workbook=row.workbook,
    )


def _party(row: _Party) -> Party:
    return Party(
        id=row.id,
        name=row.name,
        type=row.type,
        email=row.email,
        phone=row.phone,
        roles=row.roles,
        title=row.title,
        organization=row.organization,
        address=address_of(row.address) if row.address else None,
    )


def _frameworks(said: tuple[Framework, ...], regime: Regime) -> tuple[str, ...]:
    """FedRAMP's first: those that are named, else those of the regime; what is added to FedRAMP after them."""
    ours = tuple(name for name in said if name in _frameworks_of(Regime.BOTH))
    return tuple(dict.fromkeys((*(ours or _frameworks_of(regime)), *(name for name in said if name not in ours))))


def _frameworks_of(regime: Regime) -> tuple[str, ...]:
    return {
        Regime.LEGACY: ("fedramp-rev5",),
        Regime.CR26: ("fedramp-cr26",),
        Regime.BOTH: ("fedramp-rev5", "fedramp-cr26"),
    }[regime]


def _template_paths(templates: _Templates | None) -> tuple[tuple[str, str], ...]:
    named = msgspec.structs.asdict(templates or _Templates())
    return tuple((name.replace("_", "-"), path) for name, path in sorted(named.items()) if path is not None)


def _slug(text: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
    return "-".join(part for part in kept.split("-") if part) or "system"


_WHY = (
    ("system.id", "names the output folder and every identifier in the package"),
    ("system.name", "stands on the first page of every document"),
    ("system.description", "System Security Plan, section 3, and OSCAL system-characteristics"),
    ("system.provider", "the Cloud Service Provider on every workbook and document"),
    ("system.impact-level", "decides the control baseline; `moderate` is assumed until you say"),
    ("system.status", "OSCAL system-characteristics; `other` is written until you say"),
    ("system.deployment-model", "System Security Plan, Table 3.1"),
    ("system.service-model", "System Security Plan, Table 3.1"),
    ("boundary.description", "System Security Plan, section 8: what is inside the authorization boundary"),
    ("parties", "roles: system owner, point of contact of each POA&M item"),
    ("approved-registries", "without it no image can be said to come from an approved registry"),
)


def _owed(decoded: _File) -> tuple[Owed, ...]:
    """What the file does not say yet, in the order of the file."""
    said, boundary = decoded.system or _System(), decoded.boundary or _Boundary()
    values: dict[str, object] = {
        "system.id": said.id,
        "system.name": said.name,
        "system.description": said.description,
        "system.provider": said.provider,
        "system.impact-level": said.impact_level,
        "system.status": said.status,
        "system.deployment-model": said.deployment_model,
        "system.service-model": said.service_model,
        "boundary.description": boundary.description,
        "parties": decoded.parties,
        "approved-registries": decoded.approved_registries,
    }
    owed = [Owed(key=key, why=why) for key, why in _WHY if not values[key]]
    cr26 = decoded.cr26 or _Cr26()
    if (decoded.regime or Regime.BOTH) is not Regime.LEGACY and not cr26.package_overview_uri:
        owed.append(Owed(key="cr26.package-overview-uri", why="required in every FedRAMP vulnerability report (VER-RPT-VDT)"))
    return tuple(owed)
