"""What each check is asked about: how many there are, and where they stand in the evidence."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.checks.base import CheckEvidence
from generator.model.asset import SystemAsset
from generator.model.chain import LinkState
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset
from generator.model.flow import EndKind, Flow, FlowVerdict
from generator.model.hardening import BenchmarkKind, ValidationSubject
from generator.model.posture import ObjectCitation

Members = Iterator[tuple[str, EvidenceSource | None]]
"""(name, where it stands)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPopulation:
    """The things that a check is asked about."""

    singular: str
    many: str
    find: Callable[[CheckEvidence], Members]
    kind: str = ""
    """Of the citations."""

    def of(self, evidence: CheckEvidence) -> tuple[ObjectCitation, ...]:
        """Every one, in the order of the facts."""
        return tuple(
            ObjectCitation(kind=self.kind, name=name, source=source)
            for name, source in self.find(evidence)
            if source is not None
        )

    def size(self, evidence: CheckEvidence) -> int:
        """How many."""
        return len({name for name, _ in self.find(evidence)})


def _workloads(evidence: CheckEvidence) -> Members:
    return ((workload.key, next(iter(workload.sources), None)) for workload in evidence.facts.workloads)


def _shapes(evidence: CheckEvidence) -> Members:
    comparison = evidence.comparison
    for match in comparison.in_both:
        yield match.label, match.source
    yield from ((shape.label, shape.source) for shape in comparison.diagram_only)


def _images(evidence: CheckEvidence) -> Members:
    return ((asset.asset_id, next(iter(asset.sources), None)) for asset in evidence.facts.inventory)


def _assets(evidence: CheckEvidence) -> Members:
    return ((asset.asset_id, next(iter(asset.sources), None)) for asset in evidence.facts.assets)


def _scans(evidence: CheckEvidence) -> Members:
    files = (quality.evidence for quality in evidence.facts.scan_quality)
    return ((file.path, file.source) for file in files)


def _looked_at(evidence: CheckEvidence) -> Members:
    """What scans looked at: images, other assets, and what is neither."""
    facts = evidence.facts
    known: tuple[ImageAsset | SystemAsset, ...] = (*facts.inventory, *facts.assets)
    yield from ((asset.asset_id, next(iter(asset.sources), None)) for asset in known if asset.scans)
    yield from ((target.name, target.source) for target in facts.unmatched_targets)


def _custom(evidence: CheckEvidence) -> Members:
    for hardening in evidence.facts.hardening:
        if hardening.benchmark is not None and hardening.benchmark.kind is BenchmarkKind.CUSTOM:
            yield hardening.benchmark.name or hardening.benchmark.scope, next(iter(hardening.sources), None)


def _links(evidence: CheckEvidence) -> Members:
    for chain in evidence.facts.chains:
        for link in chain.links:
            if not link.reported_by and link.state is not LinkState.NOT_COLLECTED:
                yield f"{chain.asset_id} ({link.id})", next(iter(link.sources), None)


def _processes(evidence: CheckEvidence) -> Members:
    done = {assessor_validation.subject: assessor_validation for assessor_validation in evidence.facts.validations}
    for subject in ValidationSubject:
        validation = done.get(subject)
        yield subject, EvidenceSource(validation.sha256, validation.place) if validation is not None else None


def _items(evidence: CheckEvidence) -> Members:
    yield from _images(evidence)
    yield from _assets(evidence)


def _drawn(evidence: CheckEvidence) -> Members:
    return ((match.label or match.id, match.source) for match in evidence.comparison.in_both)


def _services(evidence: CheckEvidence) -> Members:
    yield from ((match.name, match.source) for match in evidence.comparison.external)
    yield from ((name, None) for name in evidence.comparison.external_only)


def _outside(evidence: CheckEvidence) -> Members:
    yield from ((match.name, match.source) for match in evidence.comparison.external)
    yield from ((drawn_only.label, drawn_only.source) for drawn_only in evidence.comparison.external_unknown)


def _crossings(evidence: CheckEvidence) -> Members:
    return (
        (f"{crossing.page}/{crossing.source}->{crossing.target}", crossing.line) for crossing in evidence.comparison.crossings
    )


def _lines(evidence: CheckEvidence) -> Members:
    """Drawn lines that could be judged."""
    for flow in evidence.comparison.flows:
        if flow.line is not None and flow.verdict is not FlowVerdict.NOT_JUDGED:
            yield f"{flow.source}->{flow.target}", flow.line


def _flows(evidence: CheckEvidence) -> Members:
    return _named(flow for flow in evidence.flows.flows if flow.source.kind is not EndKind.ANYONE)


def _calls_outside(evidence: CheckEvidence) -> Members:
    return _named(flow for flow in evidence.flows.flows if EndKind.EXTERNAL is flow.target.kind)


def _named(flows: Iterable[Flow]) -> Members:
    for flow in flows:
        yield f"{flow.source.key}->{flow.target.key}", next((proof.source for proof in flow.proofs), None)


_DRAWN = CheckPopulation(singular="drawn component", many="drawn components", find=_drawn, kind="Shape")
_LINES = CheckPopulation(singular="drawn flow", many="drawn flows", find=_lines, kind="Line")
_OUTSIDE = CheckPopulation(singular="drawn external system", many="drawn external systems", find=_outside, kind="Shape")
_IMAGES = CheckPopulation(singular="image that runs", many="images that run", find=_images, kind="Image")
_SCANS = CheckPopulation(singular="scan that counts", many="scans that count", find=_scans, kind="Scan")
_ASSETS = CheckPopulation(
    singular="host, web address or database", many="hosts, web addresses and databases", find=_assets, kind="Asset"
)

POPULATIONS: Mapping[str, CheckPopulation] = MappingProxyType(
    {
        "running-not-drawn": CheckPopulation(singular="workload", many="workloads", find=_workloads),
        "drawn-not-running": CheckPopulation(singular="drawn component", many="drawn components", find=_shapes, kind="Shape"),
        "inventory-not-drawn": CheckPopulation(singular="inventory item", many="inventory items", find=_items, kind="Asset"),
        "diagrams-not-consistent": _DRAWN,
        "external-not-drawn": CheckPopulation(singular="external service", many="external services", find=_services),
        "external-drawn-inside": _OUTSIDE,
        "external-not-listed": _OUTSIDE,
        "crossing-not-labelled": CheckPopulation(
            singular="drawn flow across the boundary", many="drawn flows across the boundary", find=_crossings, kind="Line"
        ),
        "flow-not-drawn": CheckPopulation(singular="flow", many="flows", find=_flows, kind="Flow"),
        "crossing-not-encrypted": CheckPopulation(
            singular="call across the boundary", many="calls across the boundary", find=_calls_outside, kind="Flow"
        ),
        **dict.fromkeys(("flow-not-found", "flow-reversed", "drawn-port-differs"), _LINES),
        "chain-link-broken": CheckPopulation(
            singular="link that was collected", many="links that were collected", find=_links, kind="Link"
        ),
        "distroless-benchmark-not-accepted": CheckPopulation(
            singular="custom benchmark that is needed", many="custom benchmarks that are needed", find=_custom, kind="Benchmark"
        ),
        "validation-missing": CheckPopulation(singular="process", many="processes", find=_processes, kind="Validation"),
        "scanned-not-in-inventory": CheckPopulation(
            singular="scanned asset", many="scanned assets", find=_looked_at, kind="Asset"
        ),
        **dict.fromkeys(("asset-never-scanned", "asset-scan-too-old"), _ASSETS),
        **dict.fromkeys(("scan-database-too-old", "scan-not-authenticated", "scan-configuration-not-approved"), _SCANS),
    }
)
"""By the id of the check; every other one is asked about images."""


def population_of(check: str) -> CheckPopulation:
    """What a check is asked about."""
    return POPULATIONS.get(check, _IMAGES)
