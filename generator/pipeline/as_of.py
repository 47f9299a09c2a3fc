"""As of: what counts on a day, joined with what people decided about it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.facts.asset_index import AssetIndex
from generator.facts.declared import answered, given_way, key_of
from generator.facts.digests import Digests
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.facts.pages import join_pages
from generator.facts.rule_results import report_tools, rule_results
from generator.facts.select import narrowed, select_clusters
from generator.frameworks.fedramp_20x import tools_of_indicators
from generator.model.evidence import EvidenceUse, Gap, GapKind
from generator.model.facts import Accounting, SystemFacts
from generator.model.inventory import ClusterEvidenceKind, ClusterSnapshot, WorkloadSpec
from generator.model.platform import named_place
from generator.model.scan import Disposition, ScanSnapshot, TargetKind
from generator.model.snapshot import Snapshot, age_of, counts_on, day_of
from generator.pipeline.evidence_uses import evidence_uses
from generator.pipeline.image_facts import signing_keys, with_images
from generator.pipeline.load import Loaded
from generator.pipeline.parse import Parsed
from generator.text import agreeing, counted, listed
from generator.workspace.decisions import decided
from generator.workspace.named_evidence import unknown_targets

_MOST_NAMED = 12
"""Kinds in one line; an archive from a cluster in trouble may lack a hundred."""
_MOST_TARGETS = 3
_OWN_ASSETS = (TargetKind.IMAGE, TargetKind.HOST)
_PARTS_OF_ASSETS = (TargetKind.CLOUD, TargetKind.CLUSTER, TargetKind.WORKLOAD)
"""What a scanner names inside an account or cluster: it counts where that is an asset, and is missed only by its findings."""
_UNMATCHED_STEP = (
    "name the asset with `target:` beside the file's glob under `evidence:` in system.yaml, or collect what it runs on"
)
_IMAGE = (
    "name the image it becomes with `target:` beside the file's glob under `evidence:` in system.yaml or in its sidecar; or "
    "name its repository there, and collect the registry and bills of materials: dependencies are items of images whose "
    "labels or provenance name it and whose packages have them"
)


class Selected(msgspec.Struct, frozen=True, kw_only=True):
    """The system on a day."""

    loaded: Loaded
    facts: SystemFacts
    uses: tuple[EvidenceUse, ...]
    """What became of each file in the evidence folders, sorted by path."""
    gaps: tuple[Gap, ...]
    """Of this stage and those before it."""


def select(parsed: Parsed) -> Selected:
    """Select what counts on the as-of date and merge it.

    Raises:
        ConfigError: a decision file is wrong, or a key that system.yaml names is not there.
    """
    loaded, snapshots = parsed.loaded, parsed.snapshots
    keys = signing_keys(loaded.workspace)
    merged = facts_of(History.of(snapshots), loaded.workspace.system, loaded.as_of, keys, parsed.history.whole)
    facts, undecided = decided(loaded.workspace, merged, snapshots)
    facts, unmatched = with_images(loaded.workspace, facts, snapshots, loaded.content, keys)
    scans = [snapshot for snapshot in snapshots if isinstance(snapshot, ScanSnapshot)]
    facts = replace(facts, report_tools=report_tools(scans))
    if loaded.workspace.system.indicator_class is not None:
        facts = replace(facts, rule_results=rule_results(scans, loaded.as_of, tools_of_indicators()))
    targets_by_file = _unmatched_targets(scans, facts, loaded.workspace.system.boundary_namespaces)
    not_counted = (
        *_later_than(snapshots, loaded.as_of),
        *_fewer_namespaces(snapshots, loaded.as_of),
        *cut_short(snapshots, loaded.as_of),
        *_gave_way(snapshots, loaded.as_of),
        *no_asset(facts.accounting),
        *_unmatched(targets_by_file),
        *unknown_targets(
            loaded.workspace.system,
            {name for names in targets_by_file.values() for name in names},
            [*(image.asset_id for image in facts.inventory), *(asset.asset_id for asset in facts.assets)],
        ),
    )
    gaps = (*loaded.text_gaps, *loaded.file_gaps, *parsed.gaps, *not_counted, *undecided, *unmatched)
    return Selected(loaded=loaded, facts=facts, uses=evidence_uses(parsed, facts), gaps=gaps)


def _later_than(snapshots: Sequence[Snapshot], as_of: date) -> Iterator[Gap]:
    """Evidence from after the as-of date: read, kept in the package, and not counted."""
    for snapshot in snapshots:
        if not counts_on(snapshot, as_of):
            reason = f"it is from {day_of(snapshot)}, after the as-of date, and does not count"
            step = "name a later day with --as-of"
            yield Gap(path=snapshot.evidence.path, kind=GapKind.LATER, reason=reason, next_step=step)


def cut_short(snapshots: Sequence[Snapshot], as_of: date) -> list[Gap]:
    """Kinds of a cluster of which not everything was given: refused, cut off between two pages, or unreadable in an archive.

    Of what counts on the day only: a later collection may have brought what an earlier one was refused.
    """
    step = "give the collector the right to list them and collect again, or collect the rest of a list that was cut off"
    return [
        Gap(
            path=cluster.evidence.path,
            place=named_place(cluster.cluster),
            kind=GapKind.NOT_COLLECTED,
            reason=f"not all of these was given, so what is missing is seen nowhere: {_named(cluster.not_collected)}",
            next_step=step,
        )
        for cluster in select_clusters(join_pages(_clusters(snapshots)), as_of)
        if cluster.not_collected
    ]


def _named(kinds: Sequence[str]) -> str:
    return listed(kinds, _MOST_NAMED)


def _fewer_namespaces(snapshots: Sequence[Snapshot], as_of: date) -> list[Gap]:
    """Namespaces that an earlier dump held and the newest does not: gone, or not collected this time."""
    return [
        Gap(
            path=row.path,
            place=f"{row.kind} of {named_place(row.cluster)}",
            kind=GapKind.NOT_COLLECTED,
            reason=f"an earlier dump ({row.earlier}) also held the namespaces {', '.join(row.namespaces)}: they count as gone",
            next_step="if they still run, collect them too; if not, nothing is to be done",
        )
        for row in narrowed(_clusters(snapshots), as_of)
    ]


def _gave_way(snapshots: Sequence[Snapshot], as_of: date) -> Iterator[Gap]:
    """Workloads of charts that count in no requirement, beside manifests or Compose files that say what is meant to run."""
    selected = select_clusters(join_pages(_clusters(snapshots)), as_of)
    running = {each.cluster for each in selected if each.nature is ClusterEvidenceKind.RUNNING}
    gone = given_way(selected, answered(selected))
    for chart in selected:
        specs = [each for each in chart.objects if isinstance(each, WorkloadSpec)]
        names = [each.name for each in specs if key_of(each) in gone.get(chart.evidence.sha256, ())]
        if names and chart.cluster not in running:
            yield Gap(
                path=chart.evidence.path,
                kind=GapKind.UNDECIDED,
                reason=_gone(sorted(names)),
                next_step="collect what is deployed: `helm template … --values …` or `helm get manifest`",
            )


def _gone(names: Sequence[str]) -> str:
    count, verb = counted(len(names), "workload"), agreeing(len(names), "counts", "count")
    them = agreeing(len(names), "it", "them")
    why = f"another file describes {them}, or the chart's own values switch {them} off"
    return f"{count} of the chart {verb} in no requirement, since {why}: {_named(names)}"


def no_asset(account: Accounting) -> list[Gap]:
    """Per file with open findings about source code or a folder: they are on no list until somebody says what it becomes."""
    reason = "its findings are about source code or a folder, which is no asset of the inventory"
    return [Gap(path=path, kind=GapKind.NO_ASSET, reason=reason, next_step=_IMAGE) for path, _ in account.source_files]


def _unmatched_targets(
    scans: Iterable[ScanSnapshot], facts: SystemFacts, namespaces: Sequence[str]
) -> Mapping[str, tuple[str, ...]]:
    """By path of the newest file of each scanner about it: hosts and images that were scanned and are none of the inventory,
    and resources of accounts and clusters of which something open was found.
    """
    index = AssetIndex.of(facts.images, facts.assets, digests=Digests.of(facts.registries))
    within = {image.asset_id for image in facts.inventory} | {asset.asset_id for asset in facts.assets}
    newest: dict[tuple[str, str], ScanSnapshot] = {}
    for scan in scans:
        if not counts_on(scan, facts.as_of) or day_of(scan) is None:
            continue
        open_ = {result.target for result in scan.results if result.disposition is Disposition.OPEN}
        for target in scan.targets:
            counts = target.kind in _OWN_ASSETS or (target.kind in _PARTS_OF_ASSETS and target.name in open_)
            outside = target.kind is TargetKind.WORKLOAD and namespaces and target.name.partition("/")[0] not in namespaces
            if not target.named or not counts or outside or any(found in within for found, _ in index.find(target)):
                continue
            key = scan.scanner.name, target.name
            newest[key] = max(newest.get(key, scan), scan, key=age_of)
    by_path: dict[str, set[str]] = {}
    for (_, name), scan in newest.items():
        by_path.setdefault(scan.evidence.path, set()).add(name)
    return {path: tuple(sorted(names)) for path, names in sorted(by_path.items())}


def _unmatched(targets_by_file: Mapping[str, tuple[str, ...]]) -> Iterator[Gap]:
    """What was found on a target that is no asset counts nowhere, until somebody says which asset it is."""
    for path, names in targets_by_file.items():
        reason = f"what it looked at is no asset of the inventory, so it counts nowhere: {listed(names, _MOST_TARGETS)}"
        yield Gap(path=path, kind=GapKind.NO_ASSET, reason=reason, next_step=_UNMATCHED_STEP)


def _clusters(snapshots: Sequence[Snapshot]) -> list[ClusterSnapshot]:
    return [snapshot for snapshot in snapshots if isinstance(snapshot, ClusterSnapshot)]
