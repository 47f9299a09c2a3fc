"""CycloneDX as far as it is read, whichever of JSON and XML it came in.

https://cyclonedx.org/docs/1.6/json/, 1.2 to 1.6. `tools` was a list of tools up to 1.4 and may since be an object with
components and services. Up to 1.3 vulnerabilities were an XML extension inside the component; see `cyclonedx_elements`.
"""

import msgspec


class Source(msgspec.Struct, gc=False):
    """Who published or rated a vulnerability."""

    name: str | None = None
    url: str | None = None


class Rating(msgspec.Struct):
    """One score or word of one source."""

    source: Source | None = None
    score: float | None = None
    severity: str | None = None
    method: str | None = None
    vector: str | None = None


class Reference(msgspec.Struct, gc=False):
    """The same vulnerability under another name."""

    id: str | None = None


class Advisory(msgspec.Struct, gc=False):
    """A link."""

    url: str | None = None


class Analysis(msgspec.Struct, gc=False):
    """The VEX part: what somebody found out about this product."""

    state: str | None = None
    justification: str | None = None
    detail: str | None = None


class AffectedVersion(msgspec.Struct, gc=False):
    """A version, or a range of them, and whether it is affected."""

    version: str | None = None
    range: str | None = None
    status: str | None = None


class Affects(msgspec.Struct):
    """A component of this BOM or of another (`urn:cdx:…`)."""

    ref: str | None = None
    versions: tuple[AffectedVersion | None, ...] | None = None


class Named(msgspec.Struct, gc=False):
    """A tool."""

    name: str | None = None
    version: str | None = None


class ToolSet(msgspec.Struct):
    """Tools as they are written since 1.5."""

    components: tuple[Named | None, ...] | None = None
    services: tuple[Named | None, ...] | None = None


Tools = tuple[Named | None, ...] | ToolSet | None


class Property(msgspec.Struct, gc=False):
    """A tool's own word."""

    name: str | None = None
    value: str | None = None


class Component(msgspec.Struct):
    """A part of the inventory."""

    type: str | None = None
    bom_ref: str | None = msgspec.field(name="bom-ref", default=None)
    group: str | None = None
    name: str | None = None
    version: str | None = None
    purl: str | None = None
    components: "tuple[Component | None, ...] | None" = None


class Subject(Component):
    """What the BOM is about."""

    properties: tuple[Property | None, ...] | None = None


class Vulnerability(msgspec.Struct):
    """One raw entry for every component it affects."""

    id: str | None = None
    source: Source | None = None
    references: tuple[Reference | None, ...] | None = None
    ratings: tuple[Rating | None, ...] | None = None
    description: str | None = None
    detail: str | None = None
    recommendation: str | None = None
    workaround: str | None = None
    advisories: tuple[Advisory | None, ...] | None = None
    published: str | None = None
    tools: Tools = None
    analysis: Analysis | None = None
    affects: tuple[Affects | None, ...] | None = None


class Metadata(msgspec.Struct):
    """Who made the BOM, when, and of what."""

    timestamp: str | None = None
    tools: Tools = None
    component: Subject | None = None


class Bom(msgspec.Struct):
    """The whole file."""

    metadata: Metadata | None = None
    components: tuple[Component | None, ...] | None = None
    vulnerabilities: tuple[Vulnerability | None, ...] | None = None
