"""Products that the evidence shows, with the controls they can support: from the component definitions that this project ships.

Each file below `oscal/component-definitions/` is OSCAL: one product, what it can do for which control, and in our own namespace
by what it is recognized. How to add a product: one such file. What is not recognized is not in the package.

- `recognized-by-scanner`: the name of a scanner whose reports are evidence. `recognized-by-tool`: of a step of a pipeline.
- `recognized-by-pipeline`: the system that runs a pipeline. `recognized-by-image`: the end of a repository that runs.
- `recognized-by-sensor`: a sensor of the table in `facts/sensors.py`.
- `recognized-by-object`: API group, or group and kind, of an object of a cluster.
- `recognized-by-registry`: a pattern of the registry that images come from. `recognized-by-cloud`: service of a cloud's API.
- `answers-topic`: a topic of `claims/` that the product does, so that what the evidence states of it stands with the product.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache

import msgspec
from msgspec.structs import replace

from generator.facts.sensors import product_by_image
from generator.ids import UuidFactory
from generator.model.asset import SystemAsset
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.images import parse_reference
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, line, prop, text
from generator.resources import data

_FOLDER = "component-definitions"
_MARK, _TOPIC = "recognized-by-", "answers-topic"


class ProductSign(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One sign of a product."""

    because: str
    """`reports of the scanner Trivy`, `image falco of parcel-ops/DaemonSet/falco`."""
    version: str = ""
    source: EvidenceSource | None = None
    scanner: str = ""
    """The scanner that the product is, where its reports are the sign."""


class RecognizedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product that the evidence shows."""

    content: o.Component
    seen: tuple[ProductSign, ...]
    """Sorted, each once."""

    @property
    def scanner(self) -> str | None:
        """Its name as a scanner, where its reports are evidence."""
        return next((sign.scanner for sign in self.seen if sign.scanner), None)

    @property
    def versions(self) -> tuple[str, ...]:
        """Those that the evidence names, sorted."""
        return tuple(sorted({sign.version for sign in self.seen if sign.version}))


@cache
def content() -> tuple[o.Component, ...]:
    """Every product that is shipped, in the order of the file names."""
    folder = data("oscal") / _FOLDER
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    definitions = (msgspec.json.decode(file.read_bytes(), type=o.OscalDocument).component_definition for file in files)
    return tuple(part for definition in definitions if definition is not None for part in definition.components)


def topics(part: o.Component) -> frozenset[str]:
    """The topics of `claims/` that a product does."""
    return frozenset(each.value for each in part.props if each.name == _TOPIC)


def recognized(facts: SystemFacts) -> tuple[RecognizedProduct, ...]:
    """The products that the evidence shows."""
    parts_with_signs = ((part, tuple(sorted(set(_signs(part, facts)), key=str))) for part in content())
    return tuple(RecognizedProduct(content=part, seen=seen) for part, seen in parts_with_signs if seen)


def product_component(product: RecognizedProduct, uuid: str, cite: Citations) -> o.Component:
    """The product as a component of this system: with the versions that are used, and what shows it."""
    part, ids = product.content, cite.ids
    because = tuple(dict.fromkeys(sign.because for sign in product.seen))
    more = f"; and {len(because) - _SHOWN} more" if len(because) > _SHOWN else ""
    return replace(
        part,
        uuid=uuid,
        description=text(f"{part.description} Shown by {'; '.join(because[:_SHOWN])}{more}."),
        props=(
            prop("asset-type", "software"),
            *(property_ for property_ in part.props if not property_.name.startswith((_MARK, _TOPIC))),
            *(prop("software-version", version) for version in product.versions[:1]),
            *(prop("further-version", version, NS) for version in product.versions[1:]),
            prop("tool", "product", NS),
        ),
        links=cite.links((sign.source for sign in product.seen if sign.source), most=5),
        control_implementations=tuple(
            _controls(part.title, control_implementation, ids) for control_implementation in part.control_implementations
        ),
    )


_SHOWN = 5


def _controls(product: str, of: o.ComponentControls, ids: UuidFactory) -> o.ComponentControls:
    """With uuids of this system: what is said may be distinguished from what another system says."""
    return replace(
        of,
        uuid=ids.object("product-controls", product),
        description=f"{of.description} What the product can do; how far it does so here, the security plan says.",
        implemented_requirements=tuple(
            replace(each, uuid=ids.object("product-requirement", product, each.control_id))
            for each in of.implemented_requirements
        ),
    )


def _signs(part: o.Component, facts: SystemFacts) -> Iterator[ProductSign]:
    for each in part.props:
        if each.name.startswith(_MARK):
            yield from SIGNS[each.name.removeprefix(_MARK)](each.value, facts)


def _by_scanner(name: str, facts: SystemFacts) -> Iterator[ProductSign]:
    assets: tuple[ImageAsset | SystemAsset, ...] = (*facts.inventory, *facts.assets)
    files = {scan.evidence.sha256: scan.evidence for asset in assets for scan in asset.scans if scan.scanner.name == name}
    sources: list[EvidenceSource | None] = [file.source for file in files.values()]
    for scanner in facts.scanners:
        if scanner.name == name:
            for source in sources or [None]:
                because = f"reports of the scanner {name}"
                yield ProductSign(because=because, version=scanner.version or "", source=source, scanner=name)
    for log in facts.sensor_logs:
        if log.tool == name:
            yield ProductSign(because=f"logs of {name}", source=log.source)


def _by_image(end: str, facts: SystemFacts) -> Iterator[ProductSign]:
    for workload in facts.workloads:
        for container in workload.containers:
            reference = parse_reference(container.image)
            if reference and (reference.repository == end or reference.repository.endswith(f"/{end}")):
                source = workload.sources[0] if workload.sources else None
                yield ProductSign(because=f"image {end} of {workload.key}", version=reference.tag or "", source=source)


def _by_sensor(name: str, facts: SystemFacts) -> Iterator[ProductSign]:
    for workload in facts.workloads:
        for container in workload.containers:
            product = None if container.init else product_by_image(container.name, container.image)
            if product and product.name == name:
                reference = parse_reference(container.image)
                source = workload.sources[0] if workload.sources else None
                version = reference.tag or "" if reference else ""
                yield ProductSign(because=f"the sensor {workload.key}", version=version, source=source)


def _by_pipeline(system: str, facts: SystemFacts) -> Iterator[ProductSign]:
    for pipeline in facts.pipelines:
        if pipeline.system == system:
            yield ProductSign(because=f"pipeline {pipeline.name}", source=pipeline.evidence.source)


def _by_tool(tool: str, facts: SystemFacts) -> Iterator[ProductSign]:
    for pipeline in facts.pipelines:
        for stage in pipeline.stages:
            if stage.visible and (stage.tool == tool or stage.tool.startswith(f"{tool} ")):
                yield ProductSign(because=f"a step of pipeline {pipeline.name}", source=stage.source)


def _by_object(kind: str, facts: SystemFacts) -> Iterator[ProductSign]:
    group, _, name = kind.partition("/")
    for configuration in facts.configurations:
        for each in configuration.settings:
            if each.group == group and name in ("", each.kind):
                yield ProductSign(because=f"objects of kind {each.kind} in cluster {configuration.cluster}", source=each.source)


def _by_registry(pattern: str, facts: SystemFacts) -> Iterator[ProductSign]:
    for image in facts.inventory:
        if fnmatchcase(image.registry, pattern):
            yield ProductSign(because=f"images from {line(image.registry)}", source=image.sources[0] if image.sources else None)


def _by_cloud(service: str, facts: SystemFacts) -> Iterator[ProductSign]:
    for cloud in facts.clouds:
        if cloud.operation.split(" ")[0] == service:
            yield ProductSign(because=f"the reply to {cloud.operation}", source=cloud.evidence.source)


SIGNS: Mapping[str, Callable[[str, SystemFacts], Iterable[ProductSign]]] = {
    "scanner": _by_scanner,
    "image": _by_image,
    "sensor": _by_sensor,
    "pipeline": _by_pipeline,
    "tool": _by_tool,
    "object": _by_object,
    "registry": _by_registry,
    "cloud": _by_cloud,
}
"""By what a product can be recognized."""
