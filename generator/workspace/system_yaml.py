"""`system.yaml`: the one file in which a person says who and what the system is."""

from generator.model.attestation import SigningIdentity
from generator.model.system import (
    FEDRAMP_PRECEDENCE,
    PROVIDER_ROLE,
    ControlBaseline,
    DatedEvidence,
    ExternalService,
    ImpactLevel,
    OutstandingKey,
    PoamPolicy,
    Regime,
    ScanSettings,
    System,
    SystemParty,
)
from generator.strict_yaml import convert, load, record_of
from generator.workspace.sample_values import without_samples
from generator.workspace.scan_statements import moment
from generator.workspace.system_checks import check
from generator.workspace.system_class import frameworks_named, indicator_class, usual_regime
from generator.workspace.system_conmon import ConmonKeys, limits_of
from generator.workspace.system_dod import cmmc_of, emass_of
from generator.workspace.system_keys import (
    BoundaryKeys,
    Cr26Keys,
    DatedKeys,
    FileKeys,
    InventoryKeys,
    OscalKeys,
    PartyKeys,
    PoamKeys,
    SeverityKeys,
    SigningKeys,
    SystemKeys,
    template_paths,
)
from generator.workspace.system_overview import OverviewKeys, overview_of
from generator.workspace.system_plan import ConnectionKeys, PlanKeys, address_of, connection_of, plan_of

FILE = "system.yaml"


def read(text: str, *, folder: str) -> System:
    """Decode system.yaml. `folder` is the workspace folder's name: the system's id and name until the file says them.

    Raises:
        ConfigError: names file, key, line, what was found and what is allowed.
    """
    written = load(text, FILE)
    decoded = convert(written, FileKeys)
    check(written, decoded)
    stated, samples = without_samples(written, decoded)
    return _system(stated, folder, samples)


def _system(decoded: FileKeys, folder: str, samples: tuple[OutstandingKey, ...]) -> System:
    system_keys = decoded.system or SystemKeys()
    boundary, oscal, cr26 = decoded.boundary or BoundaryKeys(), decoded.oscal or OscalKeys(), decoded.cr26 or Cr26Keys()
    signing = decoded.signing or SigningKeys()
    regime = decoded.regime or usual_regime(decoded.frameworks or ())
    system_id = system_keys.id or _slug(folder)
    name = system_keys.name or folder
    return System(
        id=system_id,
        name=name,
        short_name=system_keys.short_name or name,
        description=system_keys.description,
        provider=system_keys.provider,
        impact_level=system_keys.impact_level or ImpactLevel.MODERATE,
        regime=regime,
        frameworks=frameworks_named(decoded.frameworks or (), decoded.regime),
        indicator_class=indicator_class(decoded),
        service_model=system_keys.service_model,
        deployment_model=system_keys.deployment_model,
        status=system_keys.status,
        authorized=system_keys.authorized,
        boundary=boundary.description,
        boundary_namespaces=tuple(sorted(set(boundary.namespaces or ()))),
        parties=tuple(_party(party) for party in decoded.parties or ()),
        approved_registries=tuple(sorted(set(decoded.approved_registries or ()))),
        security_sensors=tuple(sorted(set(decoded.security_sensors or ()))),
        diagram_labels=tuple(sorted((decoded.diagram_labels or {}).items())),
        external_services=tuple(
            record_of(
                ExternalService,
                row,
                purpose=row.purpose or "",
                connection=connection_of(row.connection or ConnectionKeys()),
            )
            for row in decoded.external_services or ()
        ),
        lists_externals=decoded.external_services is not None,
        evidence=tuple(record_of(DatedEvidence, row, scan=_scan(row)) for row in decoded.evidence or ()),
        templates=template_paths(decoded.templates),
        emass=emass_of(decoded.emass),
        cmmc=cmmc_of(decoded.cmmc),
        oscal_version=oscal.version,
        oscal_profile=oscal.profile,
        fedramp_namespace=oscal.fedramp_namespace,
        embed=oscal.embed,
        digest_as_identifier=(decoded.inventory or InventoryKeys()).digest_as_identifier,
        package_overview_uri=cr26.package_overview_uri,
        report_from=cr26.report_from,
        certification=cr26.certification_class,
        precedence=(decoded.severity or SeverityKeys()).precedence or FEDRAMP_PRECEDENCE,
        poam=record_of(PoamPolicy, decoded.poam or PoamKeys()),
        conmon=limits_of(decoded.conmon or ConmonKeys()),
        signing_keys=signing.keys,
        signing_root=signing.trusted_root,
        signing_identities=tuple(record_of(SigningIdentity, row) for row in signing.identities),
        tailored=system_keys.baseline is ControlBaseline.LI_SAAS,
        overview=overview_of(cr26.overview or OverviewKeys()),
        plan=plan_of(decoded.plan or PlanKeys()),
        outstanding=(*outstanding_keys(decoded), *samples),
        samples=samples,
    )


def _scan(row: DatedKeys) -> ScanSettings:
    return record_of(ScanSettings, row, database_updated=moment(row.database_updated) if row.database_updated else None)


def _party(row: PartyKeys) -> SystemParty:
    return record_of(SystemParty, row, address=address_of(row.address) if row.address else None)


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


def outstanding_keys(decoded: FileKeys) -> tuple[OutstandingKey, ...]:
    """What the file does not say yet, in the order of the file."""
    system_keys, boundary = decoded.system or SystemKeys(), decoded.boundary or BoundaryKeys()
    values: dict[str, object] = {
        "system.id": system_keys.id,
        "system.name": system_keys.name,
        "system.description": system_keys.description,
        "system.provider": system_keys.provider or any(PROVIDER_ROLE in party.roles for party in decoded.parties or ()),
        "system.impact-level": system_keys.impact_level,
        "system.status": system_keys.status,
        "system.deployment-model": system_keys.deployment_model,
        "system.service-model": system_keys.service_model,
        "boundary.description": boundary.description,
        "parties": decoded.parties,
        "approved-registries": decoded.approved_registries,
    }
    outstanding = [OutstandingKey(key=key, why=why) for key, why in _WHY if not values[key]]
    cr26 = decoded.cr26 or Cr26Keys()
    if (decoded.regime or usual_regime(decoded.frameworks or ())) is not Regime.LEGACY and not cr26.package_overview_uri:
        outstanding.append(
            OutstandingKey(key="cr26.package-overview-uri", why="required in every FedRAMP vulnerability report (VER-RPT-VDT)")
        )
    return tuple(outstanding)
