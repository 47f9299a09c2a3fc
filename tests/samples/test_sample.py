"""The sample system says what its README promises, and nothing in it is real."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from generator.errors import ParseError
from generator.model.chain import LinkState
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.evidence import GapKind
from generator.model.images import parse_reference
from generator.model.inventory import ClusterSnapshot, PodGroup, WorkloadSpec
from generator.model.pipeline import Gating, PipelineSnapshot, PipelineStage
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, TargetKind
from generator.model.snapshot import Snapshot
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.pipeline.stages import assessed
from generator.resources import data
from generator.workspace.folder import Workspace

ROOT = Path(str(data("samples"))) / "parcel-tracker"
AS_OF = date(2026, 11, 20)
CUT_OFF = "evidence/scans/2026-11/grype-metrics.json"
OURS = "registry.parceltrack.example"
THEIRS = "images.quickship.example"

WORKLOADS = {
    "parcel-data/CronJob/db-backup",
    "parcel-data/Deployment/report-builder",
    "parcel-data/Deployment/search-index",
    "parcel-data/StatefulSet/event-queue",
    "parcel-data/StatefulSet/parcel-db",
    "parcel-ops/DaemonSet/node-sensor",
    "parcel-ops/Deployment/debug-shell",
    "parcel-ops/Deployment/log-collector",
    "parcel-ops/Deployment/metrics",
    "parcel-web/Deployment/address-checker",
    "parcel-web/Deployment/label-printer",
    "parcel-web/Deployment/notifier",
    "parcel-web/Deployment/session-cache",
    "parcel-web/Deployment/tracking-api",
    "parcel-web/Deployment/web-portal",
}

DISCREPANCIES = [
    ("running-not-drawn", "parcel-ops/Deployment/debug-shell"),
    ("drawn-not-running", "Authorization boundary/rate-estimator"),
    ("diagrams-not-consistent", "Rate Estimator"),
    ("way-in-not-drawn", "parcel-web/Ingress/public"),
    ("inventory-not-drawn", f"{OURS}/platform/toolbox:1.4.0"),
    ("flow-not-drawn", "parcel-data/Deployment/report-builder->parcel-data/Deployment/search-index"),
    ("flow-not-drawn", "parcel-web/Deployment/address-checker->parcel-data/StatefulSet/parcel-db"),
    ("scan-too-old", f"{OURS}/platform/message-queue:3.13.7"),
    ("image-not-pinned", f"{THEIRS}/parcel/address-checker:0.7.2"),
    ("image-not-pinned", f"{OURS}/platform/metrics:2.53.1"),
    ("registry-not-approved", f"{THEIRS}/parcel/address-checker:0.7.2"),
    ("chain-link-broken", f"{THEIRS}/parcel/address-checker:0.7.2 (gates)"),
    ("chain-link-broken", f"{OURS}/platform/message-queue:3.13.7 (scan)"),
    ("image-known-exploited", f"{THEIRS}/parcel/address-checker:0.7.2"),
    ("dockerfile-base-not-pinned", "evidence/pipelines/tracking-api.Dockerfile"),
    ("pipeline-image-scan", f"evidence/pipelines/address-checker.yml: {THEIRS}/parcel/address-checker"),
    ("pipeline-secrets", "evidence/pipelines/address-checker.yml"),
    ("pipeline-signs", f"evidence/pipelines/address-checker.yml: {THEIRS}/parcel/address-checker"),
    ("pipeline-attests", f"evidence/pipelines/address-checker.yml: {THEIRS}/parcel/address-checker"),
    ("pipeline-attests", "evidence/pipelines/build-and-publish.yml: ${image}"),
    ("pipeline-sbom", f"evidence/pipelines/address-checker.yml: {THEIRS}/parcel/address-checker"),
    ("pod-security-level", "parcel-ops"),
    ("container-privileges", "parcel-ops/DaemonSet/node-sensor"),
    ("container-privileges", "parcel-ops/Deployment/debug-shell"),
    ("host-sharing", "parcel-ops/DaemonSet/node-sensor"),
    ("resource-limits", "parcel-ops/Deployment/debug-shell"),
    ("registry-monitor-alarms", f"{THEIRS}/parcel/address-checker:0.7.2"),
    ("registry-monitor-alarms", f"{OURS}/parcel/label-printer:1.9.0"),
    ("registry-monitor-alarms", f"{OURS}/parcel/notifier:2.2.0"),
    ("registry-monitor-alarms", f"{OURS}/parcel/tracking-api:3.4.1"),
    ("registry-monitor-alarms", f"{OURS}/parcel/web-portal:3.4.1"),
    ("registry-monitor-alarms", f"{OURS}/platform/message-queue:3.13.7"),
    ("registry-monitor-alarms", f"{OURS}/platform/postgres:16.4-r3"),
    ("fips-indicators", "Node/node-a.parceltrack.example"),
    ("fips-indicators", "Node/node-b.parceltrack.example"),
]
NOT_DECIDED = {
    "image-never-scanned": {f"{OURS}/parcel/label-printer:1.9.0"},
    "scanned-digest-differs": {f"{OURS}/parcel/notifier:2.2.0"},
    "image-built-by-unknown": {f"{OURS}/platform/toolbox:1.4.0"},
    "validation-missing": {"pipeline-tools"},
    "asset-never-scanned": {
        "node-a.parceltrack.example",
        "node-b.parceltrack.example",
        "ops.parceltrack.example",
        "track.parceltrack.example",
    },
}
"""What the README promises to be not established: the evidence decides neither way."""

TALLIES = {
    "2026-10/trivy-message-queue.json": (4, 4),
    "2026-10/trivy-postgres.json": (5, 5),
    "2026-10/trivy-tracking-api.json": (4, 4),
    "2026-10/trivy-web-portal.json": (5, 4),
    "2026-11/grype-address-checker.json": (6, 6),
    "2026-11/grype-log-collector.json": (4, 4),
    "2026-11/grype-tracking-api.json": (4, 4),
    "2026-11/grype-web-portal.json": (6, 6),
    "2026-11/openscap-tracking-api.xml": (5, 5),
    "2026-11/trivy-manifests.json": (4, 4),
    "2026-11/trivy-metrics.json": (3, 3),
    "2026-11/trivy-node-sensor.json": (0, 0),
    "2026-11/trivy-notifier.json": (4, 4),
    "2026-11/trivy-postgres.json": (6, 6),
    "2026-11/trivy-search.json": (6, 5),
    "2026-11/trivy-session-cache.json": (1, 1),
    "2026-11/trivy-tls-proxy.json": (2, 2),
    "2026-11/trivy-toolbox.json": (6, 6),
    "2026-11/trivy-tracking-api.json": (8, 7),
    "2026-11/trivy-web-portal.json": (9, 8),
}
"""(raw results, distinct results) of every scan that can be read."""


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@pytest.fixture(scope="module")
def unread(workspace: Workspace) -> dict[str, ParseError]:
    """Files that could not be read, with the reason."""
    found = {}
    for name in workspace.listing().paths:
        try:
            _read(workspace, name)
        except ParseError as error:
            found[name] = error
    return found


@pytest.fixture(scope="module")
def snapshots(workspace: Workspace, unread: dict[str, ParseError]) -> tuple[Snapshot, ...]:
    return tuple(_read(workspace, name) for name in workspace.listing().paths if name not in unread)


@pytest.fixture(scope="module")
def scans(snapshots: tuple[Snapshot, ...]) -> tuple[ScanSnapshot, ...]:
    return tuple(one for one in snapshots if isinstance(one, ScanSnapshot))


@pytest.fixture(scope="module")
def cluster(snapshots: tuple[Snapshot, ...]) -> tuple[ClusterSnapshot, ...]:
    """The collection of 2026-11-18, without the older one beside it."""
    dumps = (one for one in snapshots if isinstance(one, ClusterSnapshot))
    return tuple(one for one in dumps if "2026-10-20" not in one.evidence.path)


@pytest.fixture(scope="module")
def running(workspace: Workspace, cluster: tuple[ClusterSnapshot, ...]) -> dict[str, set[str]]:
    """Image classes that pods inside the boundary run, with the digests that run."""
    found: dict[str, set[str]] = {}
    for group in (one for dump in cluster for one in dump.objects if isinstance(one, PodGroup)):
        if group.namespace in workspace.system.boundary_namespaces:
            for container in group.containers:
                assert container.digest is not None
                found.setdefault(_asset_id(container.image), set()).add(container.digest)
    return found


def test_system_yaml_owes_nothing(workspace: Workspace) -> None:
    assert workspace.system.outstanding == ()
    roles = {role for party in workspace.system.parties for role in party.roles}
    assert {"system-owner", "information-system-security-officer", "authorizing-official"} <= roles


def test_every_file_is_read_except_the_one_that_is_cut_off(unread: dict[str, ParseError]) -> None:
    assert {name: error.what for name, error in unread.items()} == {CUT_OFF: "not valid JSON: Input data was truncated"}


def test_every_file_is_dated(workspace: Workspace, snapshots: tuple[Snapshot, ...]) -> None:
    assert workspace.listing().gaps == ()
    undated = [one.evidence.path for one in snapshots if one.taken is None and one.evidence.collected is None]
    assert undated == []


def test_the_cluster_holds_fifteen_workloads_in_three_namespaces(
    workspace: Workspace, cluster: tuple[ClusterSnapshot, ...]
) -> None:
    specs = [one for dump in cluster for one in dump.objects if isinstance(one, WorkloadSpec) and one.owner is None]
    inside = {f"{one.namespace}/{one.kind}/{one.name}" for one in specs if one.namespace.startswith("parcel-")}
    assert inside == WORKLOADS
    assert {key.partition("/")[0] for key in WORKLOADS} == set(workspace.system.boundary_namespaces)
    assert {one.name for one in specs if one.namespace == "kube-system"} == {"cluster-dns", "node-proxy"}


def test_the_older_collection_has_a_workload_that_is_gone(snapshots: tuple[Snapshot, ...]) -> None:
    older = [one for one in snapshots if isinstance(one, ClusterSnapshot) and "2026-10-20" in one.evidence.path]
    names = {one.name for dump in older for one in dump.objects if isinstance(one, WorkloadSpec)}
    assert names == {"web-portal", "tracking-api", "rate-estimator"}
    assert {dump.taken.date() for dump in older if dump.taken} == {date(2026, 10, 20)}


def test_scans_hold_what_was_intended(scans: tuple[ScanSnapshot, ...]) -> None:
    counts = {one.evidence.path.removeprefix("evidence/scans/"): (one.tally.results, one.tally.unique) for one in scans}
    assert counts == TALLIES
    severities = Counter[str]()
    for scan in scans:
        severities.update(dict(scan.tally.severities))
    assert {"critical", "high", "moderate", "low", "informational", "unknown"} == set(severities)
    kinds = Counter(sighting.kind for scan in scans for sighting in scan.results)
    assert kinds[ResultKind.SECRET] == kinds[ResultKind.LICENSE] == 1
    assert kinds[ResultKind.MISCONFIGURATION] == 10
    dispositions = Counter(sighting.disposition for scan in scans for sighting in scan.results)
    assert dispositions[Disposition.NOT_AFFECTED] + dispositions[Disposition.SUPPRESSED] == 1
    assert dispositions[Disposition.PASSED] == 4


def test_one_weakness_is_known_to_be_exploited(scans: tuple[ScanSnapshot, ...]) -> None:
    due = {sighting.identifier: sighting.known_exploited for scan in scans for sighting in scan.results}
    assert {key: day for key, day in due.items() if day} == {"GHSA-demo-0000-0104": date(2026, 12, 1)}


def test_one_running_image_was_never_scanned(running: dict[str, set[str]], scans: tuple[ScanSnapshot, ...]) -> None:
    scanned = {_asset_id(target.name) for scan in scans for target in scan.targets if target.kind is TargetKind.IMAGE}
    assert len(running) == 14
    assert set(running) - scanned == {f"{OURS}/parcel/label-printer:1.9.0"}
    assert scanned <= set(running)


def test_one_image_has_only_a_scan_older_than_thirty_days(scans: tuple[ScanSnapshot, ...]) -> None:
    newest: dict[str, date] = {}
    for scan in scans:
        assert scan.taken is not None
        for target in scan.targets:
            newest[target.name] = max(newest.get(target.name, date.min), scan.taken.date())
    late = {name: (AS_OF - day).days for name, day in newest.items() if (AS_OF - day).days > 30}
    assert late == {f"{OURS}/platform/message-queue:3.13.7": 39}


def test_one_scan_looked_at_other_bytes_than_those_that_run(
    running: dict[str, set[str]], scans: tuple[ScanSnapshot, ...]
) -> None:
    images = [target for scan in scans for target in scan.targets if target.kind is TargetKind.IMAGE]
    other = {target.name for target in images if not running[_asset_id(target.name)] & set(target.digests)}
    assert other == {f"{OURS}/parcel/notifier:2.2.0"}


def test_two_images_are_not_pinned(cluster: tuple[ClusterSnapshot, ...]) -> None:
    specs = (one for dump in cluster for one in dump.objects if isinstance(one, WorkloadSpec))
    loose = {container.image for spec in specs for container in spec.containers if "@sha256:" not in container.image}
    assert loose == {f"{OURS}/platform/metrics:2.53.1", f"{THEIRS}/parcel/address-checker:0.7.2"}


def test_one_image_comes_from_a_registry_that_is_not_approved(workspace: Workspace, running: dict[str, set[str]]) -> None:
    assert workspace.system.approved_registries == (OURS,)
    assert {name for name in running if not name.startswith(f"{OURS}/")} == {f"{THEIRS}/parcel/address-checker:0.7.2"}


def test_one_image_is_built_by_no_pipeline(running: dict[str, set[str]], snapshots: tuple[Snapshot, ...]) -> None:
    built = {image.partition(":")[0] for one in snapshots if isinstance(one, PipelineSnapshot) for image in one.images}
    assert {name for name in running if name.partition(":")[0] not in built} == {f"{OURS}/platform/toolbox:1.4.0"}


def test_one_pipeline_scans_without_blocking(snapshots: tuple[Snapshot, ...]) -> None:
    stages = {
        Path(one.evidence.path).name: {found.stage: found.gating for found in one.stages}
        for one in snapshots
        if isinstance(one, PipelineSnapshot)
    }
    assert stages["build-and-publish.yml"][PipelineStage.IMAGE_SCAN] is Gating.YES
    assert stages["address-checker.yml"][PipelineStage.IMAGE_SCAN] is Gating.NO
    assert {PipelineStage.SIGNING, PipelineStage.SBOM, PipelineStage.DEPLOY} <= set(stages["build-and-publish.yml"])
    assert not {PipelineStage.SIGNING, PipelineStage.SBOM} & set(stages["address-checker.yml"])


def test_the_boundary_drawing_is_read_as_it_was_meant(snapshots: tuple[Snapshot, ...]) -> None:
    drawn = next(one for one in snapshots if isinstance(one, DiagramSnapshot) and one.evidence.path.endswith(".drawio"))
    (page,) = drawn.pages
    nodes = {node.id: node for node in page.nodes}
    kinds = Counter(node.kind for node in page.nodes if node.kind is not NodeKind.NOTE)
    assert kinds == {NodeKind.COMPONENT: 15, NodeKind.BOUNDARY: 4, NodeKind.ACTOR: 3, NodeKind.EXTERNAL: 5}
    assert nodes["tracking-api"].parent == "ns-web"
    assert nodes["ns-web"].parent == "boundary"
    assert nodes["rate-estimator"].label == "Rate Estimator"
    labels = {node.diagram_label for node in page.nodes if node.diagram_label}
    assert labels == {"API-01", "DB-01", "MQ-01"}
    assert len(page.edges) == 22
    assert all(edge.ports for edge in page.edges)


def test_the_data_flow_draws_every_workload_but_the_forgotten_one(snapshots: tuple[Snapshot, ...]) -> None:
    drawn = next(one for one in snapshots if isinstance(one, DiagramSnapshot) and one.evidence.path.endswith(".mmd"))
    components = {node.id for page in drawn.pages for node in page.nodes if node.kind is NodeKind.COMPONENT}
    assert components == {key.rpartition("/")[2] for key in WORKLOADS} - {"debug-shell"}
    assert sum(len(page.edges) for page in drawn.pages) == 19


def test_the_checks_find_what_the_readme_promises_and_nothing_else(workspace: Workspace) -> None:
    checked = assessed(workspace, AS_OF, lambda _what, _done, _all: None)
    concerned = [(one.check, one.name) for cause in checked.discrepancies for one in cause.concerned]
    assert sorted(concerned) == sorted(DISCREPANCIES)
    unknown = {posture.requirement.id: {each.name for each in posture.unknown} for posture in checked.postures}
    assert all(names <= unknown[check] for check, names in NOT_DECIDED.items())
    unmade = (GapKind.NOT_CHECKED, GapKind.PARTLY_CHECKED)
    assert ("evidence/", "scan-not-authenticated") in [(gap.path, gap.place) for gap in checked.gaps if gap.kind in unmade]
    assert [(gap.path, gap.kind) for gap in checked.gaps if gap.kind not in unmade] == [
        (CUT_OFF, GapKind.UNREADABLE),
        ("evidence/scans/2026-11/trivy-manifests.json", GapKind.NO_ASSET),
    ]
    accounting = checked.facts.accounting
    assert (accounting.results, accounting.superseded, accounting.licenses) == (92, 14, 1)


def test_one_image_leads_from_its_commit_to_the_digest_that_runs(workspace: Workspace) -> None:
    checked = assessed(workspace, AS_OF, lambda _what, _done, _all: None)
    facts, chains = checked.facts, {one.asset_id: {link.id: link.state for link in one.links} for one in checked.chains}
    tracking = chains[f"{OURS}/parcel/tracking-api:3.4.1"]
    assert {link for link, state in tracking.items() if state is not LinkState.HOLDS} == {"admission"}
    assert chains[f"{THEIRS}/parcel/address-checker:0.7.2"]["admission"] is LinkState.NOT_ESTABLISHED
    assert chains[f"{OURS}/parcel/web-portal:3.4.1"]["provenance"] is LinkState.NOT_COLLECTED
    (hardened,) = [one for one in facts.hardening if one.fitting]
    assert (hardened.asset_id, hardened.root) == (f"{OURS}/parcel/tracking-api:3.4.1", False)


def test_a_weakness_of_last_month_keeps_its_first_day(workspace: Workspace) -> None:
    facts = assessed(workspace, AS_OF, lambda _what, _done, _all: None).facts
    trivy = {one.identifier: one for one in facts.weaknesses if one.scanner == "Trivy"}
    days = {asset.asset_id: (asset.first_seen, asset.last_seen) for asset in trivy["CVE-2099-0002"].assets}
    assert days[f"{OURS}/parcel/web-portal:3.4.1"] == (date(2026, 10, 16), date(2026, 11, 17))
    assert "CVE-2099-0011" not in trivy
    assert "CVE-2099-0113" not in trivy


def test_the_readme_names_what_is_wrong() -> None:
    table = (ROOT / "README.md").read_text("utf-8")
    for subject in ("parcel-ops/Deployment/debug-shell", "Rate Estimator", "parcel/label-printer:1.9.0", Path(CUT_OFF).name):
        assert subject in table
    for subject in ("platform/message-queue:3.13.7", "parcel/notifier:2.2.0", "platform/toolbox:1.4.0", THEIRS):
        assert subject in table


def _read(workspace: Workspace, name: str) -> Snapshot:
    evidence, raw, gap = workspace.load(name)
    assert gap is None
    return read(Document(name, raw), evidence)[1]


def _asset_id(image: str) -> str:
    reference = parse_reference(image)
    assert reference is not None
    return reference.asset_id
