"""Products that the evidence shows, with the controls they can support: from the component definitions that this project ships.

Each file below `oscal/component-definitions/` is OSCAL: one product, what it can do for which control, and in our own namespace
by what it is recognised. How to add a product: one such file. What is not recognised is not in the package.

- `recognised-by-scanner`: the name of a scanner whose reports are evidence. `recognised-by-tool`: of a step of a pipeline.
- `recognised-by-pipeline`: the system that runs a pipeline. `recognised-by-image`: the end of a repository that runs.
- `recognised-by-sensor`: a sensor of the table in `facts/sensors.py`.
- `recognised-by-object`: API group, or group and kind, of an object of a cluster.
- `recognised-by-registry`: a pattern of the registry that images come from. `recognised-by-cloud`: service of a cloud's API.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from generator.facts.sensors import product_by_image
from generator.ids import Identifiers
from generator.model.asset import SystemAsset
from generator.model.evidence import Source
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.images import parse_reference
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, line, prop, text
from generator.resources import data

_FOLDER = "component-definitions"
_MARK = "recognised-by-"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Seen:
    """One sign of a product."""

    because: str
    """`reports of the scanner Trivy`, `image falco of parcel-ops/DaemonSet/falco`."""
    version: str = ""
    source: Source | None = None
    scanner: str = ""
    """The scanner that the product is, where its reports are the sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A product that the evidence shows."""

    content: o.Component
    seen: tuple[Seen, ...]
    """Sorted, each once."""

    @property
    def scanner(self) -> str | None:
        """Its name as a scanner, where its reports are evidence."""
        return next((one.scanner for one in self.seen if one.scanner), None)

    @property
    def versions(self) -> tuple[str, ...]:
        """Those that the evidence names, sorted."""
        return tuple(sorted({one.version for one in self.seen if one.version}))


@cache
def content() -> tuple[o.Component, ...]:
    """Every product that is shipped, in the order of the file names."""
    folder = data("oscal") / _FOLDER
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".json")), key=lambda one: one.name)
    definitions = (msgspec.json.decode(one.read_bytes(), type=o.Document).component_definition for one in files)
    return tuple(part for one in definitions if one is not None for part in one.components)


def recognised(facts: SystemFacts) -> tuple[Recognised, ...]:
    """The products that the evidence shows."""
    found = ((part, tuple(sorted(set(_signs(part, facts)), key=str))) for part in content())
    return tuple(Recognised(content=part, seen=seen) for part, seen in found if seen)


def product_component(one: Recognised, uuid: str, cite: Citations) -> o.Component:
    """The product as a component of this system: with the versions that are used, and what shows it."""
    part, ids = one.content, cite.ids
    because = tuple(dict.fromkeys(each.because for each in one.seen))
    more = f"; and {len(because) - _SHOWN} more" if len(because) > _SHOWN else ""
    return replace(
        part,
        uuid=uuid,
        description=text(f"{part.description} Shown by {'; '.join(because[:_SHOWN])}{more}."),
        props=(
            prop("asset-type", "software"),
            *(each for each in part.props if not each.name.startswith(_MARK)),
            *(prop("software-version", version) for version in one.versions[:1]),
            *(prop("further-version", version, NS) for version in one.versions[1:]),
            prop("tool", "product", NS),
        ),
        links=cite.links((each.source for each in one.seen if each.source), most=5),
        control_implementations=tuple(_controls(part.title, each, ids) for each in part.control_implementations),
    )


_SHOWN = 5


def _controls(product: str, of: o.ComponentControls, ids: Identifiers) -> o.ComponentControls:
    """With uuids of this system: what is said may be told apart from what another system says."""
    return replace(
        of,
        uuid=ids.object("product-controls", product),
        description=f"{of.description} What the product can do; how far it does so here, the security plan says.",
        implemented_requirements=tuple(
            replace(one, uuid=ids.object("product-requirement", product, one.control_id)) for one in of.implemented_requirements
        ),
    )


def _signs(part: o.Component, facts: SystemFacts) -> Iterator[Seen]:
    for each in part.props:
        if each.name.startswith(_MARK):
            yield from SIGNS[each.name.removeprefix(_MARK)](each.value, facts)


def _by_scanner(name: str, facts: SystemFacts) -> Iterator[Seen]:
    assets: tuple[ImageAsset | SystemAsset, ...] = (*facts.inventory, *facts.assets)
    files = {scan.evidence.sha256: scan.evidence for one in assets for scan in one.scans if scan.scanner.name == name}
    sources: list[Source | None] = [file.source for file in files.values()]
    for scanner in facts.scanners:
        if scanner.name == name:
            for source in sources or [None]:
                because = f"reports of the scanner {name}"
                yield Seen(because=because, version=scanner.version or "", source=source, scanner=name)
    for log in facts.sensor_logs:
        if log.tool == name:
            yield Seen(because=f"logs of {name}", source=log.source)


def _by_image(end: str, facts: SystemFacts) -> Iterator[Seen]:
    for workload in facts.workloads:
        for container in workload.containers:
            reference = parse_reference(container.image)
            if reference and (reference.repository == end or reference.repository.endswith(f"/{end}")):
                source = workload.sources[0] if workload.sources else None
                yield Seen(because=f"image {end} of {workload.key}", version=reference.tag or "", source=source)


def _by_sensor(name: str, facts: SystemFacts) -> Iterator[Seen]:
    for workload in facts.workloads:
        for container in workload.containers:
            product = None if container.init else product_by_image(container.name, container.image)
            if product and product.name == name:
                reference = parse_reference(container.image)
                source = workload.sources[0] if workload.sources else None
                version = reference.tag or "" if reference else ""
                yield Seen(because=f"the sensor {workload.key}", version=version, source=source)


def _by_pipeline(system: str, facts: SystemFacts) -> Iterator[Seen]:
    for one in facts.pipelines:
        if one.system == system:
            yield Seen(because=f"pipeline {one.name}", source=one.evidence.source)


def _by_tool(tool: str, facts: SystemFacts) -> Iterator[Seen]:
    for one in facts.pipelines:
        for stage in one.stages:
            if stage.visible and (stage.tool == tool or stage.tool.startswith(f"{tool} ")):
                yield Seen(because=f"a step of pipeline {one.name}", source=stage.source)


def _by_object(kind: str, facts: SystemFacts) -> Iterator[Seen]:
    group, _, name = kind.partition("/")
    for configuration in facts.configurations:
        for each in configuration.settings:
            if each.group == group and name in ("", each.kind):
                yield Seen(because=f"objects of kind {each.kind} in cluster {configuration.cluster}", source=each.source)


def _by_registry(pattern: str, facts: SystemFacts) -> Iterator[Seen]:
    for image in facts.inventory:
        if fnmatchcase(image.registry, pattern):
            yield Seen(because=f"images from {line(image.registry)}", source=image.sources[0] if image.sources else None)


def _by_cloud(service: str, facts: SystemFacts) -> Iterator[Seen]:
    for one in facts.clouds:
        if one.operation.split(" ")[0] == service:
            source = one.evidence.source
            yield Seen(because=f"the reply to {one.operation}", source=source)


SIGNS: Mapping[str, Callable[[str, SystemFacts], Iterable[Seen]]] = MappingProxyType(
    {
        "scanner": _by_scanner,
        "image": _by_image,
        "sensor": _by_sensor,
        "pipeline": _by_pipeline,
        "tool": _by_tool,
        "object": _by_object,
        "registry": _by_registry,
        "cloud": _by_cloud,
    }
)
"""By what a product can be recognised."""
