"""What a person says about the system: the content of `system.yaml`, decoded and checked by `workspace`."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from generator.model.attestation import SigningIdentity
from generator.model.dod import NO_CMMC, Cmmc, Emass
from generator.model.narrative import Narrative
from generator.model.overview import NO_OVERVIEW, Overview
from generator.model.plan import NO_CONNECTION, NO_STATEMENTS, Connection, PlanStatements, PostalAddress
from generator.model.trigger import USUAL_LIMITS, TriggerLimits


class ImpactLevel(StrEnum):
    """FIPS 199 high-water mark, as FedRAMP names its baselines."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class ControlBaseline(StrEnum):
    """The controls that apply: those of the impact level, or FedRAMP Tailored's for low impact software as a service."""

    LI_SAAS = "li-saas"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    @property
    def label(self) -> str:
        """As FedRAMP writes it: `LI-SaaS`, `Moderate`."""
        return "LI-SaaS" if self is ControlBaseline.LI_SAAS else self.value.capitalize()


class Regime(StrEnum):
    """Which FedRAMP documents are required: the Rev5 templates, the Consolidated Rules for 2026, or both."""

    LEGACY = "legacy"
    CR26 = "cr26"
    BOTH = "both"


class RatingWord(StrEnum):
    """What the rating of a weakness may rest on, as `severity.precedence` in system.yaml names it."""

    NVD_4 = "nvd-cvss-v4"
    NVD_3 = "nvd-cvss-v3"
    NVD_2 = "nvd-cvss-v2"
    VENDOR_4 = "vendor-cvss-v4"
    VENDOR_3 = "vendor-cvss-v3"
    VENDOR_2 = "vendor-cvss-v2"
    SCANNER = "scanner"


FEDRAMP_PRECEDENCE = (RatingWord.NVD_3, RatingWord.NVD_2, RatingWord.SCANNER)
"""FedRAMP Vulnerability Scanning Requirements, section 3: NVD's CVSS version 3 base score, else version 2, else the scanner's
own rating."""


class PoamScope(StrEnum):
    """What the POA&M workbook shows; the ledger, and with it the OSCAL plan, always holds everything."""

    ALL = "all"
    INITIAL = "initial"
    """Every open risk, late or not; approved false positives need not be in it (POA&M Template Completion Guide v2.2)."""
    CONMON_LATE = "conmon-late"
    """Continuous monitoring: scan results that are past due, all that was found in another way, and whatever has a deviation
    (POA&M Template v3.0, Instructions)."""


class NewAssets(StrEnum):
    """The same weakness on assets that are truly new."""

    NEW_ITEM = "new-item"
    SAME_ITEM = "same-item"


class Assessment(StrEnum):
    """The assessment that a POA&M accompanies."""

    INITIAL = "initial"
    ANNUAL = "annual"
    SIGNIFICANT_CHANGE = "significant-change"


NOT_STATED = "Not stated yet"
"""Stands in a record that cannot do without a text, where only the example of `atopack init` was left in system.yaml."""
PROVIDER_ROLE = "cloud-service-provider"
"""The party that provides the system."""


class PoamPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """`poam:` in system.yaml."""

    scope: PoamScope = PoamScope.ALL
    new_assets: NewAssets = NewAssets.NEW_ITEM
    assessment: Assessment | None = None
    """None during continuous monitoring."""
    tested_from: date | None = None
    """First day of the assessor's testing: what was closed since then was corrected during it."""
    workbook: str | None = None
    """Path in the workspace of last time's workbook as people edited it; None: the one in the folder of last time."""
    id_prefix: str | None = None
    """Of numbers that items get when they are accepted: `V-`. None: the hash id stays."""


class SystemParty(msgspec.Struct, frozen=True, kw_only=True):
    """A person or organization."""

    id: str
    name: str
    type: str
    """`organization` or `person`, as OSCAL spells them."""
    email: str | None = None
    phone: str | None = None
    roles: tuple[str, ...] = ()
    """OSCAL role ids: `system-owner`, `authorizing-official`, …"""
    title: str | None = None
    """Of a person: the job title."""
    organization: str | None = None
    """Of a person: the id of the party that employs them."""
    address: PostalAddress | None = None


class ScanSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says about a scan because its report does not."""

    scanner_version: str | None = None
    database_updated: datetime | None = None
    authenticated: bool | None = None
    privileged: bool | None = None
    configuration: str | None = None
    """A SHA-256, or the path of a file in the workspace whose SHA-256 is taken."""


class DatedEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence files that a person dates: `evidence/cluster/*.json` collected on a day."""

    glob: str
    collected: date | None
    by: str | None = None
    target: str | None = None
    """What was scanned, for formats that do not say it."""
    scan: ScanSettings = ScanSettings()


class ExternalService(msgspec.Struct, frozen=True, kw_only=True):
    """A service outside the boundary that the system uses."""

    name: str
    purpose: str = ""
    authorization: str | None = None
    """`FedRAMP Moderate`, or None where it holds none."""
    hosts: tuple[str, ...] = ()
    connection: Connection = NO_CONNECTION


class OutstandingKey(msgspec.Struct, frozen=True, kw_only=True):
    """Something system.yaml does not say yet: listed in the summary, marked in the documents, never fatal."""

    key: str
    why: str


class Carried(StrEnum):
    """What the OSCAL plan can carry in itself, beside the links to it."""

    DIAGRAMS = "diagrams"
    DOCUMENTS = "documents"
    EVIDENCE = "evidence"


class System(msgspec.Struct, frozen=True, kw_only=True):
    """Who and what. Absent is None or empty; documents mark what is outstanding."""

    id: str
    name: str
    short_name: str
    description: str | None
    provider: str | None
    """As `system.provider` states it; documents take `provider_name`."""
    impact_level: ImpactLevel
    regime: Regime
    frameworks: tuple[str, ...]
    """Names from `frameworks.registry`, FedRAMP's first: `fedramp-rev5`, `fedramp-cr26`, `dod-il4`, `cmmc-l2`."""
    indicator_class: str | None = None
    """FedRAMP 20x: `B`, `C` or `D`; None where the system does not go for it."""
    service_model: str | None = None
    """`saas`, `paas`, `iaas`, `other`."""
    deployment_model: str | None = None
    """FedRAMP's values: `public-cloud`, `government-only-cloud`, `hybrid-cloud`, `private-cloud`, `community-cloud`,
    `other`."""
    status: str | None = None
    """OSCAL's: `operational`, `under-development`, `under-major-modification`, `disposition`, `other`."""
    authorized: date | None = None
    boundary: str | None = None
    """The authorization boundary in words."""
    boundary_namespaces: tuple[str, ...] = ()
    """Namespaces inside the boundary; empty means all."""
    parties: tuple[SystemParty, ...] = ()
    approved_registries: tuple[str, ...] = ()
    security_sensors: tuple[str, ...] = ()
    """Workloads (name or `namespace/Kind/name`) that are runtime sensors and are not known by their image."""
    diagram_labels: tuple[tuple[str, str], ...] = ()
    """(workload name or `namespace/Kind/name`, diagram label)."""
    external_services: tuple[ExternalService, ...] = ()
    lists_externals: bool = False
    """Does system.yaml have `external-services`, if only an empty list?"""
    evidence: tuple[DatedEvidence, ...] = ()
    templates: tuple[tuple[str, str], ...] = ()
    """(document name, path of the user's own template inside the workspace)."""
    emass: Emass | None = None
    """None where the system is not in eMASS."""
    cmmc: Cmmc = NO_CMMC
    oscal_version: str = "1.2.3"
    oscal_profile: str | None = None
    """Address of the baseline profile, where the writer keeps a copy; None means where FedRAMP publishes it."""
    fedramp_namespace: str = "http://fedramp.gov/ns/oscal"
    embed: tuple[Carried, ...] = ()
    """Files of these kinds are embedded in the plan itself; otherwise the plan links to them."""
    digest_as_identifier: bool = False
    """FedRAMP's inventory instructions want repository/image:version in the identifier column, its example row the digest."""
    package_overview_uri: str | None = None
    """CR26: where the Certification Package Overview is published."""
    report_from: date | None = None
    """CR26: first day of the reporting period."""
    certification: str | None = None
    """CR26: `A`, `B`, `C` or `D`; None: the class that goes with the impact level."""
    precedence: tuple[RatingWord, ...] = FEDRAMP_PRECEDENCE
    """What a weakness is rated by, first things first; the scanner's own severity comes last, named or not."""
    poam: PoamPolicy = PoamPolicy()
    conmon: TriggerLimits = USUAL_LIMITS
    """From where on continuous monitoring escalates."""
    signing_keys: tuple[str, ...] = ()
    """Paths in the workspace of public keys by which images and statements about them are signed."""
    signing_root: str | None = None
    """Path in the workspace of Sigstore's trusted root, by which keyless signatures are verified."""
    signing_identities: tuple[SigningIdentity, ...] = ()
    """Whose keyless signatures count."""
    tailored: bool = False
    """The LI-SaaS baseline instead of Low."""
    overview: Overview = NO_OVERVIEW
    plan: PlanStatements = NO_STATEMENTS
    plan_texts: tuple[Narrative, ...] = ()
    """What people wrote for places of the plan in `narratives/plan/`, in its order."""
    outstanding: tuple[OutstandingKey, ...] = ()
    samples: tuple[OutstandingKey, ...] = ()
    """Keys that hold the example of `atopack init`: they count as not stated, are among `outstanding`, and no package is final
    with them."""

    @property
    def provider_name(self) -> str:
        """Who provides the system, the one name of every document: the parties in that role, else `provider`; empty where
        neither is stated."""
        named = dict.fromkeys(party.name for party in self.parties if PROVIDER_ROLE in party.roles)
        return ", ".join(named) or self.provider or ""

    @property
    def is_categorized(self) -> bool:
        """Does system.yaml state the impact level? Where it does not, `impact_level` is an assumption."""
        return all(outstanding.key != "system.impact-level" for outstanding in self.outstanding)

    @property
    def baseline(self) -> ControlBaseline:
        """Which controls apply."""
        return ControlBaseline.LI_SAAS if self.tailored else ControlBaseline(self.impact_level.value)
