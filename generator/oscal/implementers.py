"""Which components do what the evidence states of a control: a mesh, an admission controller, a scanner, a cluster.

FedRAMP, Guide to OSCAL-based FedRAMP System Security Plans, section 6.4: an answer stands with the component that does the
work; what no single component does stands with the component of type `this-system`.

A sentence belongs to a component where its topic is one that such components do, and it cites the evidence that shows the
component: a policy of Kyverno, a report of Trivy, the definition of a pipeline. A cluster answers what nothing in it does by
itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from generator.facts.scanner_functions import ScannerFunction, scanner_functions
from generator.facts.sensors import sensors
from generator.model.asset import SystemAsset
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.system import System
from generator.oscal.components import Naming
from generator.oscal.platform_components import cluster_title
from generator.oscal.products import RecognizedProduct, topics

_SCANNERS = {
    ScannerFunction.VULNERABILITIES: frozenset({"image-scanning"}),
    ScannerFunction.SETTINGS: frozenset({"benchmarks"}),
}
_SENSORS = frozenset({"security-sensors"})
_CLUSTERS = frozenset(
    "access admission audit benchmarks change-control encryption-at-rest encryption-in-transit isolation keys-and-credentials "
    "network resources tls-termination".split()
)
"""Ids of topics of `claims/` by the kind of component that does what they are about."""


class Implementer(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A component of the plan that may answer for a control."""

    uuid: str
    title: str
    topics: frozenset[str] = frozenset()
    places: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    """Where the evidence shows it: SHA-256 of a file to places in it; an empty place is the whole file."""

    def cited(self, topic: str, sources: Iterable[EvidenceSource]) -> int:
        """How often sentences about something that it does cite the evidence that shows it."""
        if topic not in self.topics:
            return 0
        return sum(_shows(self.places.get(source.sha256, ()), source.place) for source in sources)


class Implementers(msgspec.Struct, frozen=True):
    """Those of one system: products, scanners and sensors, then clusters, then everything else is done by the system."""

    products: tuple[Implementer, ...]
    clusters: tuple[Implementer, ...]

    def of(self, topic: str, sources: Sequence[EvidenceSource]) -> tuple[Implementer, ...]:
        """Whose evidence the sentences cite, most cited first; empty where it is the system's as a whole."""
        return _cited_by(topic, sources, self.products) or _cited_by(topic, sources, self.clusters)


def implementers(facts: SystemFacts, system: System, products: Iterable[RecognizedProduct], naming: Naming) -> Implementers:
    """Everything in the plan that can answer for a control. `products` are those that the evidence shows."""
    return Implementers(
        (*_products(products, naming), *_scanners(facts, naming), *_sensors(facts, system, naming)),
        tuple(
            Implementer(
                uuid=naming.cluster(view.name),
                title=cluster_title(view, facts),
                topics=_CLUSTERS,
                places={file.sha256: frozenset({""}) for file in view.evidence},
            )
            for view in facts.clusters
        ),
    )


def _cited_by(topic: str, sources: Sequence[EvidenceSource], rows: Sequence[Implementer]) -> tuple[Implementer, ...]:
    cited = [(row.cited(topic, sources), row) for row in rows]
    return tuple(row for count, row in sorted(cited, key=lambda pair: (-pair[0], pair[1].title)) if count)


def _shows(places: Iterable[str], place: str) -> bool:
    """A part of what is shown shows it as well: `/items/3/spec` of `/items/3`."""
    return any(not known or place == known or place.startswith(f"{known}/") for known in places)


def _products(products: Iterable[RecognizedProduct], naming: Naming) -> Iterator[Implementer]:
    for product in products:
        if own := topics(product.content):
            sources = (sign.source for sign in product.seen if sign.source)
            title = product.content.title
            yield Implementer(uuid=naming.product(title), title=title, topics=own, places=_places(sources))


def _scanners(facts: SystemFacts, naming: Naming) -> Iterator[Implementer]:
    files: dict[str, set[EvidenceSource]] = {scanner.name: set() for scanner in facts.scanners}
    assets: tuple[ImageAsset | SystemAsset, ...] = (*facts.inventory, *facts.assets)
    for scan in (scan for asset in assets for scan in asset.scans):
        files.setdefault(scan.scanner.name, set()).add(scan.evidence.source)
    for run in facts.check_runs:
        files.setdefault(run.tool, set()).add(run.source)
    listed, functions = {scanner.name for scanner in facts.scanners}, scanner_functions(facts)
    for name, sources in sorted(files.items()):
        if name in listed:
            own = frozenset(topic for each in functions.get(name, ()) for topic in _SCANNERS.get(each, ()))
            yield Implementer(uuid=naming.scanner(name), title=name, topics=own, places=_places(sources))


def _sensors(facts: SystemFacts, system: System, naming: Naming) -> Iterator[Implementer]:
    for workload, product in sensors(facts.workloads, system):
        places = _places(workload.sources)
        yield Implementer(uuid=naming.sensor(workload), title=product, topics=_SENSORS, places=places)


def _places(sources: Iterable[EvidenceSource]) -> Mapping[str, frozenset[str]]:
    by_file: dict[str, set[str]] = {}
    for source in sources:
        by_file.setdefault(source.sha256, set()).add(source.place)
    return {sha256: frozenset(places) for sha256, places in by_file.items()}
