"""From history to facts: select as of a date, roll up, and join clusters, scans and pipelines."""

from datetime import date

from msgspec.structs import replace

from generator.facts.assets import in_order, system_assets
from generator.facts.code_dependencies import repositories
from generator.facts.condensed_scans import WholeScan, as_read
from generator.facts.configuration import configurations
from generator.facts.declared import answered, given_way, without
from generator.facts.digests import Digests
from generator.facts.entry_points import led_to, opened_by_cloud, unseen
from generator.facts.history import History
from generator.facts.image_vendors import vendors
from generator.facts.images import image_assets
from generator.facts.instances import instances
from generator.facts.managed import managed_services
from generator.facts.nearest_assets import with_nearest
from generator.facts.operation import check_runs, lint_runs, sensor_logs
from generator.facts.pages import join_pages
from generator.facts.quality import qualities
from generator.facts.rollup import roll_up, views
from generator.facts.select import select_clouds, select_clusters
from generator.facts.services import cluster_services, started
from generator.facts.signatures import NO_KEYS, Keys
from generator.facts.weaknesses import assess
from generator.model.cloud import CloudSnapshot
from generator.model.diagram import DiagramSnapshot
from generator.model.facts import Accounting, SystemFacts
from generator.model.flow_log import FlowLogSnapshot
from generator.model.inventory import ClusterSnapshot
from generator.model.monitoring import MonitorSnapshot
from generator.model.registry import RegistrySnapshot
from generator.model.scan import ScanSnapshot
from generator.model.system import System


def facts_of(history: History, system: System, as_of: date, keys: Keys = NO_KEYS, whole: WholeScan = as_read) -> SystemFacts:
    """What is true of the system on a day, sorted, with sources. Pure. `keys` say which statements of origin are believed,
    `whole` gives a scan the texts that the history has it without."""
    everything, history = history, history.until(as_of)
    selected = select_clusters(join_pages(history.of_kind(ClusterSnapshot)), as_of)
    clusters = answered(selected)
    inside = set(system.boundary_namespaces)
    configured = configurations(without(history.of_kind(ClusterSnapshot), given_way(selected, clusters)), as_of)
    declared = tuple(
        workload
        for workload in roll_up(
            clusters, labels=dict(system.diagram_labels), ways=led_to(configured), opened=opened_by_cloud(configured)
        )
        if not inside or workload.namespace in inside
    )
    workloads = tuple(each for each in declared if not each.profiles)
    not_started = tuple(each for each in declared if each.profiles)
    scans = history.of_kind(ScanSnapshot)
    targets = [target for snapshot in scans for target in snapshot.targets]
    registries = history.of_kind(RegistrySnapshot)
    digests = Digests.of(registries)
    seen = views(clusters)
    images = image_assets(
        workloads, targets, history.pipelines(), system, digests, without_ways=unseen(seen), makers=vendors(registries)
    )
    clouds = select_clouds(history.of_kind(CloudSnapshot))
    assets = system_assets(seen, clusters, clouds, inside, configured)
    assessed = assess(
        scans,
        images,
        assets,
        namespaces=inside,
        digests=digests,
        sources=repositories(images, registries, keys),
        only_running=bool(clusters),
        as_of=as_of,
        whole=whole,
    )
    inventory = [image for image in assessed.images if image.running or not clusters]
    scanners = {(snapshot.scanner.name, snapshot.scanner.version or ""): snapshot.scanner for snapshot in scans}
    return SystemFacts(
        as_of=as_of,
        evidence=everything.evidence(),
        clusters=seen,
        workloads=workloads,
        not_started=not_started,
        managed=managed_services(history.of_kind(ClusterSnapshot), opened_by_cloud(configured)),
        services=started(cluster_services(clusters, declared), not_started),
        flow_logs=history.of_kind(FlowLogSnapshot),
        images=assessed.images,
        assets=in_order((*assessed.assets, *instances(scans, assessed.images, digests, inside))),
        weaknesses=assessed.weaknesses,
        pipelines=history.pipelines(),
        diagrams=history.of_kind(DiagramSnapshot),
        scanners=tuple(scanner for _, scanner in sorted(scanners.items())),
        tallies=tuple((snapshot.evidence.path, snapshot.tally) for snapshot in scans),
        accounting=_with_later(assessed.accounting, everything, history),
        registries=registries,
        configurations=configured,
        monitored=tuple(sorted(history.of_kind(MonitorSnapshot), key=lambda snapshot: snapshot.taken, reverse=True)),
        clouds=clouds,
        check_runs=check_runs(scans),
        lint_runs=lint_runs(scans),
        sensor_logs=sensor_logs(scans),
        unmatched_targets=with_nearest(assessed.unmatched_targets, inventory, assessed.assets),
        object_scans=assessed.object_scans,
        scan_quality=qualities(scans, inventory),
    )


def _with_later(account: Accounting, everything: History, counted: History) -> Accounting:
    later = sum(
        scan.tally.results
        for key, scan in everything.snapshots.items()
        if isinstance(scan, ScanSnapshot) and key not in counted.snapshots
    )
    return replace(account, results=account.results + later, later=later)
