"""What each check is asked about: how many there are, and where they stand in the evidence."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.checks.base import Evidence
from generator.model.asset import SystemAsset
from generator.model.chain import LinkState
from generator.model.evidence import Source
from generator.model.facts import ImageAsset
from generator.model.flow import EndKind, Flow, FlowVerdict
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
    return ((file.path, file.source) for file in files)


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


def _items(evidence: Evidence) -> Found:
    yield from _images(evidence)
    yield from _assets(evidence)


def _drawn(evidence: Evidence) -> Found:
    return ((one.label or one.id, one.source) for one in evidence.comparison.in_both)


def _services(evidence: Evidence) -> Found:
    yield from ((one.name, one.source) for one in evidence.comparison.external)
    yield from ((name, None) for name in evidence.comparison.external_only)


def _outside(evidence: Evidence) -> Found:
    yield from ((one.name, one.source) for one in evidence.comparison.external)
    yield from ((one.label, one.source) for one in evidence.comparison.external_unknown)


def _crossings(evidence: Evidence) -> Found:
    return ((f"{one.page}/{one.source}->{one.target}", one.line) for one in evidence.comparison.crossings)


def _lines(evidence: Evidence) -> Found:
    """Drawn lines that could be judged."""
    for flow in evidence.comparison.flows:
        if flow.line is not None and flow.verdict is not FlowVerdict.NOT_JUDGED:
            yield f"{flow.source}->{flow.target}", flow.line


def _flows(evidence: Evidence) -> Found:
    return _named(one for one in evidence.flows.flows if one.source.kind is not EndKind.ANYONE)


def _calls_outside(evidence: Evidence) -> Found:
    return _named(one for one in evidence.flows.flows if EndKind.EXTERNAL is one.target.kind)


def _named(flows: Iterable[Flow]) -> Found:
    for one in flows:
        yield f"{one.source.key}->{one.target.key}", next((proof.source for proof in one.proofs), None)


_DRAWN = Population(one="drawn component", many="drawn components", find=_drawn, kind="Shape")
_LINES = Population(one="drawn flow", many="drawn flows", find=_lines, kind="Line")
_OUTSIDE = Population(one="drawn external system", many="drawn external systems", find=_outside, kind="Shape")
_IMAGES = Population(one="image that runs", many="images that run", find=_images, kind="Image")
_SCANS = Population(one="scan that counts", many="scans that count", find=_scans, kind="Scan")
_ASSETS = Population(one="host, web address or database", many="hosts, web addresses and databases", find=_assets, kind="Asset")

POPULATIONS: Mapping[str, Population] = MappingProxyType(
    {
        "running-not-drawn": Population(one="workload", many="workloads", find=_workloads),
        "drawn-not-running": Population(one="drawn component", many="drawn components", find=_shapes, kind="Shape"),
        "inventory-not-drawn": Population(one="inventory item", many="inventory items", find=_items, kind="Asset"),
        "diagrams-not-consistent": _DRAWN,
        "external-not-drawn": Population(one="external service", many="external services", find=_services),
        "external-drawn-inside": _OUTSIDE,
        "external-not-listed": _OUTSIDE,
        "crossing-not-labelled": Population(
            one="drawn flow across the boundary", many="drawn flows across the boundary", find=_crossings, kind="Line"
        ),
        "flow-not-drawn": Population(one="flow", many="flows", find=_flows, kind="Flow"),
        "crossing-not-encrypted": Population(
            one="call across the boundary", many="calls across the boundary", find=_calls_outside, kind="Flow"
        ),
        **dict.fromkeys(("flow-not-found", "flow-reversed", "drawn-port-differs"), _LINES),
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
