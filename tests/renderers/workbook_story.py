"""A small invented system for the tests of both workbooks: images, nodes and weaknesses made with few words."""

from datetime import UTC, date, datetime

from packages_made import package_made, story_made

from generator.facts.assets import system_assets
from generator.facts.coverage import coverage
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ids import UuidFactory
from generator.ledger.deviation_decisions import LedgerDecision
from generator.ledger.items import ledger_of
from generator.ledger.rating import Rater
from generator.model.asset import AssetScan, SystemAsset
from generator.model.comparison import Comparison, ComponentMatch, MatchTier
from generator.model.content import NoContent
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.facts import Accounting, AffectedAsset, ClusterView, ImageAsset, SystemFacts, Weakness
from generator.model.inventory import NodeObject
from generator.model.scan import Cvss, ResultKind, Scanner, Severity
from generator.model.system import ImpactLevel, Regime, System, SystemParty
from generator.oscal.bundle import bundle_of
from generator.oscal.package import AuthorizationPackage

AS_OF = date(2026, 3, 1)
SCAN_FILE = EvidenceFile(path="evidence/scans/cart.json", sha256="c3" * 32, size=9, media_type="application/json")
PODS_FILE = EvidenceFile(path="evidence/cluster/pods.json", sha256="a1" * 32, size=9, media_type="application/json")
SCANNER = Scanner(name="Trivy", version="0.60")
ISSO = SystemParty(
    id="isso", name="Kim Moss", type="person", email="kim@example.com", roles=("information-system-security-officer",)
)
OWNER = SystemParty(id="owner", name="Lee Fern", type="person", roles=("system-owner",))
ADMINISTRATOR = SystemParty(id="ops", name="Platform Team", type="organization", roles=("asset-administrator",))
CART, WEB = "reg.example/shop/cart:1.4", "reg.example/shop/web:2.0"


def system(*parties: SystemParty, regime: Regime = Regime.BOTH, digest_as_identifier: bool = False) -> System:
    return System(
        id="toy-shop",
        name="Toy Shop",
        short_name="TS",
        description=None,
        provider="Pine Cloud",
        impact_level=ImpactLevel.MODERATE,
        regime=regime,
        frameworks=("fedramp-rev5",),
        parties=parties,
        digest_as_identifier=digest_as_identifier,
    )


def image(
    asset_id: str = CART,
    *,
    digests: tuple[str, ...] = ("sha256:" + "11" * 32,),
    workloads: tuple[str, ...] = ("shop/Deployment/cart",),
    scanned: date | None = date(2026, 2, 20),
    assessed: bool = True,
    public: bool = False,
    pinned: bool = True,
    os_name: str | None = "debian 12.9",
) -> ImageAsset:
    name, _, version = asset_id.rpartition(":")
    taken = datetime(scanned.year, scanned.month, scanned.day, tzinfo=UTC) if scanned else None
    scan = AssetScan(scanner=SCANNER, taken=taken, evidence=SCAN_FILE, digests=digests, matched_by="digest", assessed=assessed)
    return ImageAsset(
        asset_id=asset_id,
        name=name,
        version=version,
        registry="reg.example",
        digests=digests,
        running=True,
        workloads=workloads,
        instances=len(workloads),
        pinned=pinned,
        public=public,
        approved_registry=None,
        os_name=os_name,
        diagram_label=None,
        scans=(scan,) if scanned else (),
        builders=(),
        sources=(EvidenceSource(PODS_FILE.sha256, PODS_FILE.path),),
    )


def weakness(
    identifier: str,
    *seen: tuple[str, date],
    severity: Severity = Severity.HIGH,
    kind: ResultKind = ResultKind.VULNERABILITY,
    title: str = "",
    description: str = "",
    cves: tuple[str, ...] = (),
    score: float | None = None,
    known_exploited: date | None = None,
    fixed: tuple[str, ...] = ("1.2.4",),
    vector: str | None = None,
) -> Weakness:
    """`seen` is where and since when; the cart since 2026-02-20 where nothing is said."""
    return Weakness(
        scanner="Trivy",
        identifier=identifier,
        kind=kind,
        title=title or f"Title of {identifier}",
        description=description,
        solution="",
        severity=severity,
        native_severities=(severity.upper(),),
        cves=cves,
        aliases=(),
        cvss=(Cvss(source="nvd", version="3.1", score=score, vector=vector),) if score is not None else (),
        known_exploited=known_exploited,
        fixed_versions=fixed,
        assets=tuple(
            AffectedAsset(
                asset_id=asset_id,
                first_seen=since,
                last_seen=since,
                packages=(),
                entries=1,
                sources=(EvidenceSource(SCAN_FILE.sha256, SCAN_FILE.path),),
            )
            for asset_id, since in seen or ((CART, date(2026, 2, 20)),)
        ),
    )


def node(name: str, *addresses: str) -> NodeObject:
    return NodeObject(
        name=name,
        os_image="Example Linux 12",
        kubelet="v1.31.4",
        addresses=addresses,
        source=EvidenceSource(PODS_FILE.sha256, "pods"),
    )


def package(
    *weaknesses: Weakness,
    images: tuple[ImageAsset, ...] = (image(CART), image(WEB, digests=("sha256:" + "22" * 32,))),
    nodes: tuple[NodeObject, ...] = (),
    more: tuple[SystemAsset, ...] = (),
    about: System | None = None,
    decided: tuple[LedgerDecision, ...] = (),
) -> AuthorizationPackage:
    about = about or system(ISSO, OWNER)
    clusters = (
        ClusterView(
            name="prod",
            taken=datetime(2026, 2, 28, tzinfo=UTC),
            running=True,
            kinds=(),
            not_collected=(),
            namespaces=("shop",),
            nodes=nodes,
            evidence=(PODS_FILE,),
        ),
    )
    facts = SystemFacts(
        as_of=AS_OF,
        evidence=(PODS_FILE, SCAN_FILE),
        clusters=clusters,
        workloads=(),
        images=images,
        assets=(*system_assets(clusters, (), (), ()), *more),
        weaknesses=weaknesses,
        pipelines=(),
        diagrams=(),
        scanners=(SCANNER,),
        tallies=(),
        accounting=_NOTHING,
    )
    ids = UuidFactory(about.id)
    comparison = Comparison(compared=True, in_both=(_DRAWN,))
    story = story_made(
        system=about,
        facts=facts,
        comparison=comparison,
        checks=(),
        discrepancies=(),
        claims=(),
        controls=FEDRAMP_REV5.controls("moderate"),
        plan=FEDRAMP_REV5.controls("moderate"),
        items=ledger_of(
            facts, FEDRAMP_REV5, ids, rater=Rater(FEDRAMP_REV5, NoContent()), decided=decided, policy=about.poam
        ).items,
    )
    return package_made(
        system=about,
        as_of=AS_OF,
        bundle=bundle_of(story, ids),
        comparison=comparison,
        discrepancies=(),
        gaps=(),
        accounting=facts.accounting,
        evidence=facts.evidence,
        clusters=clusters,
        workloads=(),
        diagrams=(),
        coverage=coverage(facts),
    )


_NOTHING = Accounting(results=0, dropped=0, superseded=0, not_running=0, open=0, by_disposition=(), licenses=0)
_DRAWN = ComponentMatch(
    id="n1",
    label="Cart service",
    workloads=("shop/Deployment/cart",),
    tier=MatchTier.EXACT,
    because="same name",
    diagram_label="Cart service",
    source=EvidenceSource("d4" * 32, "diagrams/boundary.drawio"),
)
