"""What each check is asked about: how many there are, and where they stand in the evidence."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.checks.base import Evidence
from generator.model.asset import SystemAsset
from generator.model.chain import LinkState
from generator.model.evidence import Source
from generator.model.facts import ImageAsset
from generator.model.hardening import BenchmarkKind, ValidationSubject
from generator.model.posture import Citation

Found = Iterator[tuple[str, Source | None]]
"""(name, where it stands)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The things that a check is asked about."""

    one: str
    many: str
    find: Callable[[Evidence], Found]
    kind: str = ""
    """Of the citations."""

    def of(self, evidence: Evidence) -> tuple[Citation, ...]:
        """Every one, in the order of the facts."""
        return tuple(
            Citation(kind=self.kind, name=name, source=source) for name, source in self.find(evidence) if source is not None
        )

    def size(self, evidence: Evidence) -> int:
        """How many."""
        return len({name for name, _ in self.find(evidence)})


def _workloads(evidence: Evidence) -> Found:
    return ((one.key, next(iter(one.sources), None)) for one in evidence.facts.workloads)


def _shapes(evidence: Evidence) -> Found:
    comparison = evidence.comparison
    for match in comparison.in_both:
        yield match.label, match.source
    yield from ((shape.label, shape.source) for shape in comparison.diagram_only)


def _images(evidence: Evidence) -> Found:
    return ((one.asset_id, next(iter(one.sources), None)) for one in evidence.facts.inventory)


def _assets(evidence: Evidence) -> Found:
    return ((one.asset_id, next(iter(one.sources), None)) for one in evidence.facts.assets)


def _scans(evidence: Evidence) -> Found:
    files = (one.evidence for one in evidence.facts.scan_quality)
    return ((file.path, Source(file.sha256, file.path)) for file in files)


def _looked_at(evidence: Evidence) -> Found:
    """What scans looked at: images, other assets, and what is neither."""
    facts = evidence.facts
    known: tuple[ImageAsset | SystemAsset, ...] = (*facts.inventory, *facts.assets)
    yield from ((one.asset_id, next(iter(one.sources), None)) for one in known if one.scans)
    yield from ((one.name, one.source) for one in facts.strangers)


def _custom(evidence: Evidence) -> Found:
    for one in evidence.facts.hardening:
        if one.benchmark is not None and one.benchmark.kind is BenchmarkKind.CUSTOM:
            yield one.benchmark.name or one.benchmark.scope, next(iter(one.sources), None)


def _links(evidence: Evidence) -> Found:
    for chain in evidence.facts.chains:
        for link in chain.links:
            if not link.reported_by and link.state is not LinkState.NOT_COLLECTED:
                yield f"{chain.asset_id} ({link.id})", next(iter(link.sources), None)


def _processes(evidence: Evidence) -> Found:
    done = {one.subject: one for one in evidence.facts.validations}
    for subject in ValidationSubject:
        said = done.get(subject)
        yield subject, Source(said.sha256, said.place) if said is not None else None


_IMAGES = Population(one="image that runs", many="images that run", find=_images, kind="Image")
_SCANS = Population(one="scan that counts", many="scans that count", find=_scans, kind="Scan")
_ASSETS = Population(one="host, web address or database", many="hosts, web addresses and databases", find=_assets, kind="Asset")

POPULATIONS: Mapping[str, Population] = MappingProxyType(
    {
        "running-not-drawn": Population(one="workload", many="workloads", find=_workloads),
        "drawn-not-running": Population(one="drawn component", many="drawn components", find=_shapes, kind="Shape"),
        "chain-link-broken": Population(
            one="link that was collected", many="links that were collected", find=_links, kind="Link"
        ),
        "distroless-benchmark-not-accepted": Population(
            one="custom benchmark that is needed", many="custom benchmarks that are needed", find=_custom, kind="Benchmark"
        ),
        "validation-missing": Population(one="process", many="processes", find=_processes, kind="Validation"),
        "scanned-not-in-inventory": Population(one="scanned asset", many="scanned assets", find=_looked_at, kind="Asset"),
        **dict.fromkeys(("asset-never-scanned", "asset-scan-too-old"), _ASSETS),
        **dict.fromkeys(("scan-database-too-old", "scan-not-authenticated", "scan-configuration-not-approved"), _SCANS),
    }
)
"""By the id of the check; every other one is asked about images."""


def population_of(check: str) -> Population:
    """What a check is asked about."""
    return POPULATIONS.get(check, _IMAGES)
