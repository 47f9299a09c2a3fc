"""What became of each file among the evidence: used, set aside or unreadable, with the reason. No file is left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.facts.live_coverage import without_answered
from generator.facts.select import kind_of
from generator.model.cloud import CloudSnapshot
from generator.model.evidence import EvidenceUse, GapKind, UseKind
from generator.model.facts import SystemFacts
from generator.model.inventory import ClusterEvidenceKind, ClusterSnapshot
from generator.model.quality import SOURCE_CODE
from generator.model.scan import ScanSnapshot
from generator.model.snapshot import Snapshot, counts_on, day_of
from generator.pipeline.parse import Parsed
from generator.text import listed

_NAMED = 4
_UNREAD = (GapKind.UNREADABLE, GapKind.UNRECOGNIZED)


def evidence_uses(parsed: Parsed, facts: SystemFacts) -> tuple[EvidenceUse, ...]:
    """One for each file in the evidence folders, sorted by path."""
    loaded, formats = parsed.loaded, dict(parsed.formats)
    uses = {each.path: each for each in (*loaded.set_aside, *parsed.set_aside)}
    for gap in (*loaded.file_gaps, *parsed.gaps):
        if gap.kind in _UNREAD and not gap.path.startswith("decisions/"):
            uses.setdefault(gap.path, EvidenceUse(path=gap.path, use=UseKind.UNREADABLE, reason=gap.reason))
    counting = _Counting(facts, parsed.snapshots)
    for snapshot in parsed.snapshots:
        path = snapshot.evidence.path
        use, reason = counting.of(snapshot)
        if isinstance(snapshot, ScanSnapshot) and path in uses and uses[path].use is UseKind.USED:
            continue  # NOTE: findings in a cluster's file, which is used for its objects.
        uses[path] = EvidenceUse(path=path, use=use, reason=reason, format=formats.get(path, ""))
    for path in parsed.pictures:
        uses[path] = EvidenceUse(path=path, use=UseKind.USED, reason="it is the picture that a description beside it reads")
    return tuple(uses[path] for path in sorted(uses))


@dataclass(frozen=True)
class _Counting:
    """Which of the files that were read count on the day."""

    facts: SystemFacts
    snapshots: Sequence[Snapshot]

    def of(self, snapshot: Snapshot) -> tuple[UseKind, str]:
        """What became of a file, and why. A file that is used may have a reason for a part of it."""
        path = snapshot.evidence.path
        if not counts_on(snapshot, self.facts.as_of):
            return UseKind.SET_ASIDE, f"it is from {day_of(snapshot)}, after the as-of date"
        if path not in self._kept:
            copies = (each.path for each in self.facts.evidence if each.sha256 == snapshot.evidence.sha256)
            return UseKind.SET_ASIDE, f"it is a copy of {next(copies, 'another file')}"
        if isinstance(snapshot, ClusterSnapshot):
            return self._of_cluster(snapshot)
        if isinstance(snapshot, ScanSnapshot) and path not in self._scans:
            return UseKind.SET_ASIDE, self._why_no_scan(snapshot)
        if path in self._clouds and path not in {each.evidence.path for each in self.facts.clouds}:
            return UseKind.SET_ASIDE, "a newer reply to the same question counts"
        return UseKind.USED, ""

    @cached_property
    def _kept(self) -> frozenset[str]:
        return frozenset(each.path for each in self.facts.evidence)

    @cached_property
    def _clouds(self) -> frozenset[str]:
        return frozenset(each.evidence.path for each in self.snapshots if isinstance(each, CloudSnapshot))

    def _of_cluster(self, snapshot: ClusterSnapshot) -> tuple[UseKind, str]:
        whole = self._wholes.get(snapshot.evidence.path)
        if whole is not None and not snapshot.kinds:
            return self.of(whole)[0], f"it is read as part of {whole.evidence.path}"
        answered = self._answered_by_the_api(snapshot)
        if snapshot.evidence.path not in self._cluster_files:
            return UseKind.SET_ASIDE, answered or "a newer collection of the same kinds counts"
        return UseKind.USED, answered

    def _answered_by_the_api(self, snapshot: ClusterSnapshot) -> str:
        if snapshot.nature is not ClusterEvidenceKind.DECLARED:
            return ""
        left = next(iter(without_answered((snapshot,), self._running(snapshot.cluster))), None)
        dropped = Counter(kind_of(each) for each in snapshot.objects)
        dropped.subtract(kind_of(each) for each in (left.objects if left is not None else ()))
        kinds = [f"{kind} ({number:,})" for kind, number in sorted(dropped.items()) if number > 0]
        if not kinds and left is not None:
            return ""
        return f"running state of the same kinds and namespaces was collected: {listed(kinds or ['all of it'], _NAMED)}"

    def _running(self, cluster: str) -> tuple[ClusterSnapshot, ...]:
        return tuple(
            each
            for each in self.snapshots
            if isinstance(each, ClusterSnapshot)
            and each.cluster == cluster
            and each.nature is ClusterEvidenceKind.RUNNING
            and counts_on(each, self.facts.as_of)
        )

    @cached_property
    def _wholes(self) -> Mapping[str, ClusterSnapshot]:
        """What reads each file that is nothing by itself, by its path."""
        clusters = [each for each in self.snapshots if isinstance(each, ClusterSnapshot)]
        return {part.path: each for each in reversed(clusters) for part in each.parts}

    @cached_property
    def _cluster_files(self) -> frozenset[str]:
        views = {file.path for view in self.facts.clusters for file in view.evidence}
        settings = {each.source.path for configuration in self.facts.configurations for each in configuration.settings}
        managed = {source.path for each in self.facts.managed for source in each.sources}
        return frozenset(views | settings | managed)

    @cached_property
    def _scans(self) -> frozenset[str]:
        facts = self.facts
        looks = {scan.evidence.path for image in facts.inventory for scan in image.scans}
        looks |= {scan.evidence.path for asset in facts.assets for scan in asset.scans}
        objects = {scan.evidence.path for _, _, scan in facts.object_scans}
        runs = {run.source.path for run in facts.check_runs} | {run.source.path for run in facts.lint_runs}
        runs |= {log.source.path for log in facts.sensor_logs}
        open_ = {source.path for weakness in facts.weaknesses for asset in weakness.assets for source in asset.sources}
        chains = {source.path for chain in facts.chains for link in chain.links for source in link.sources}
        hardening = {source.path for each in facts.hardening for source in each.sources}
        return frozenset(looks | objects | runs | open_ | chains | hardening)

    def _why_no_scan(self, snapshot: ScanSnapshot) -> str:
        names = listed(sorted({target.name for target in snapshot.targets}), _NAMED)
        if not snapshot.assessed:
            return f"{snapshot.scanner.name} could not assess its target"
        if not any(target.named for target in snapshot.targets):
            return "it does not say what was scanned"
        if all(target.kind in SOURCE_CODE for target in snapshot.targets):
            return f"it is about source code or a folder, which is no asset: {names}"
        path = snapshot.evidence.path
        if any(scan.evidence.path == path for image in self.facts.images for scan in image.scans):
            return f"what it looked at does not run: {names}"
        if any(each.source.path == path for each in self.facts.unmatched_targets):
            return f"what it looked at is no asset of the inventory: {names}"
        return "a newer scan by the same scanner counts"
