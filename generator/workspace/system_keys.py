"""The keys of system.yaml as they may be written; `system_yaml` makes a `System` of them."""

from datetime import date
from typing import Literal

import msgspec

from generator.model.system import Assessment, Carried, ControlBaseline, ImpactLevel, NewAssets, PoamScope, RatingWord, Regime
from generator.strict_yaml import Strict
from generator.workspace.system_conmon import ConmonKeys
from generator.workspace.system_dod import CmmcKeys, EmassKeys
from generator.workspace.system_overview import OverviewKeys
from generator.workspace.system_plan import AddressKeys, ConnectionKeys, PlanKeys

Framework = Literal["fedramp-rev5", "fedramp-cr26", "fedramp-20x", "dod-il4", "dod-il5", "cmmc-l2"]
OscalVersion = Literal["1.1.2", "1.1.3", "1.2.0", "1.2.1", "1.2.2", "1.2.3"]


class SystemKeys(Strict):
    """`system`."""

    id: str | None = None
    name: str | None = None
    short_name: str | None = None
    description: str | None = None
    provider: str | None = None
    impact_level: ImpactLevel | None = None
    baseline: ControlBaseline | None = None
    service_model: Literal["saas", "paas", "iaas", "other"] | None = None
    # FedRAMP external constraints, `deployment-model`
    deployment_model: (
        Literal["public-cloud", "private-cloud", "community-cloud", "hybrid-cloud", "government-only-cloud", "other"] | None
    ) = None
    status: Literal["operational", "under-development", "under-major-modification", "disposition", "other"] | None = None
    authorized: date | None = None


class PartyKeys(Strict):
    """A row of `parties`."""

    id: str
    name: str
    type: Literal["organization", "person"] = "person"
    email: str | None = None
    phone: str | None = None
    roles: tuple[str, ...] = ()
    title: str | None = None
    organization: str | None = None
    address: AddressKeys | None = None


class BoundaryKeys(Strict):
    """`boundary`."""

    description: str | None = None
    namespaces: tuple[str, ...] | None = None


class ExternalKeys(Strict):
    """A row of `external-services`."""

    name: str
    purpose: str | None = None
    authorization: str | None = None
    hosts: tuple[str, ...] = ()
    connection: ConnectionKeys | None = None


class DatedKeys(Strict):
    """A row of `evidence`: what the file itself does not say."""

    glob: str
    collected: date | None = None
    by: str | None = None
    target: str | None = None
    scanner_version: str | None = None
    database_updated: str | None = None
    authenticated: bool | None = None
    privileged: bool | None = None
    configuration: str | None = None


class OscalKeys(Strict):
    """`oscal`."""

    version: OscalVersion = "1.2.3"
    profile: str | None = None
    fedramp_namespace: Literal["http://fedramp.gov/ns/oscal", "https://fedramp.gov/ns/oscal"] = "http://fedramp.gov/ns/oscal"
    embed: tuple[Carried, ...] = ()


class InventoryKeys(Strict):
    """`inventory`."""

    digest_as_identifier: bool = False


class Cr26Keys(Strict):
    """`cr26`."""

    package_overview_uri: str | None = None
    report_from: date | None = None
    certification_class: Literal["A", "B", "C", "D"] | None = None
    overview: OverviewKeys | None = None


class SeverityKeys(Strict):
    """`severity`."""

    precedence: tuple[RatingWord, ...] | None = None


class PoamKeys(Strict):
    """`poam`."""

    scope: PoamScope = PoamScope.ALL
    new_assets: NewAssets = NewAssets.NEW_ITEM
    assessment: Assessment | None = None
    tested_from: date | None = None
    workbook: str | None = None
    id_prefix: str | None = None


class SigningIdentityKeys(Strict):
    """An entry of `signing.identities`."""

    identity: str
    issuer: str


class SigningKeys(Strict):
    """`signing`: public keys, and whose keyless signatures count."""

    keys: tuple[str, ...] = ()
    trusted_root: str | None = None
    identities: tuple[SigningIdentityKeys, ...] = ()


class TemplateKeys(Strict):
    """`templates`: files of the workspace."""

    poam: str | None = None
    inventory: str | None = None
    appendix_a: str | None = None
    ssp: str | None = None
    appendix_q: str | None = None
    cis_crm: str | None = None
    deviation_request: str | None = None
    ret: str | None = None
    srtm: str | None = None
    test_cases: str | None = None
    emass_poam: str | None = None
    executive_summary: str | None = None


class FileKeys(Strict):
    """The whole file."""

    system: SystemKeys | None = None
    regime: Regime | None = None
    frameworks: tuple[Framework, ...] | None = None
    indicator_class: Literal["b", "c", "d", "B", "C", "D"] | None = msgspec.field(default=None, name="class")
    parties: tuple[PartyKeys, ...] | None = None
    boundary: BoundaryKeys | None = None
    approved_registries: tuple[str, ...] | None = None
    security_sensors: tuple[str, ...] | None = None
    diagram_labels: dict[str, str] | None = None
    external_services: tuple[ExternalKeys, ...] | None = None
    evidence: tuple[DatedKeys, ...] | None = None
    severity: SeverityKeys | None = None
    poam: PoamKeys | None = None
    conmon: ConmonKeys | None = None
    emass: EmassKeys | None = None
    cmmc: CmmcKeys | None = None
    signing: SigningKeys | None = None
    templates: TemplateKeys | None = None
    inventory: InventoryKeys | None = None
    oscal: OscalKeys | None = None
    cr26: Cr26Keys | None = None
    plan: PlanKeys | None = None


def template_paths(templates: TemplateKeys | None) -> tuple[tuple[str, str], ...]:
    """Kind of document and path in the workspace, by kind."""
    named = msgspec.structs.asdict(templates or TemplateKeys())
    return tuple((name.replace("_", "-"), path) for name, path in sorted(named.items()) if path is not None)
