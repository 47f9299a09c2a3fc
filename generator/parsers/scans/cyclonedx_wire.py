"""CycloneDX as far as it is read, whichever of JSON and XML it came in.

https://cyclonedx.org/docs/1.6/json/, 1.2 to 1.6. `tools` was a list of tools up to 1.4 and may since be an object with
components and services. Up to 1.3 vulnerabilities were an XML extension inside the component; see `cyclonedx_xml`.
"""

import msgspec


class CyclonedxSource(msgspec.Struct, gc=False):
    """Who published or rated a vulnerability."""

    name: str | None = None


class CyclonedxRating(msgspec.Struct):
    """One score or word of one source."""

    source: CyclonedxSource | None = None
    score: float | None = None
    severity: str | None = None
    method: str | None = None
    vector: str | None = None


class CyclonedxReference(msgspec.Struct, gc=False):
    """The same vulnerability under another name."""

    id: str | None = None


class CyclonedxAnalysis(msgspec.Struct, gc=False):
    """The VEX part: what an analysis found about this product."""

    state: str | None = None
    justification: str | None = None
    detail: str | None = None


class CyclonedxAffectedVersion(msgspec.Struct, gc=False):
    """A version, or a range of them, and whether it is affected."""

    version: str | None = None
    range: str | None = None
    status: str | None = None


class CyclonedxAffects(msgspec.Struct):
    """A component of this BOM or of another (`urn:cdx:…`)."""

    ref: str | None = None
    versions: tuple[CyclonedxAffectedVersion | None, ...] | None = None


class CyclonedxNamed(msgspec.Struct, gc=False):
    name: str | None = None
    version: str | None = None


class CyclonedxToolSet(msgspec.Struct):
    """Tools as they are written since 1.5."""

    components: tuple[CyclonedxNamed | None, ...] | None = None
    services: tuple[CyclonedxNamed | None, ...] | None = None


Tools = tuple[CyclonedxNamed | None, ...] | CyclonedxToolSet | None


class CyclonedxProperty(msgspec.Struct, gc=False):
    name: str | None = None
    value: str | None = None


class CyclonedxComponent(msgspec.Struct):
    """A part of the inventory."""

    type: str | None = None
    bom_ref: str | None = msgspec.field(name="bom-ref", default=None)
    group: str | None = None
    name: str | None = None
    version: str | None = None
    purl: str | None = None
    components: "tuple[CyclonedxComponent | None, ...] | None" = None


class CyclonedxOrganization(msgspec.Struct, gc=False):
    """Who supplies or made something."""

    name: str | None = None


class CyclonedxSubject(CyclonedxComponent):
    """What the BOM is about."""

    supplier: CyclonedxOrganization | None = None
    manufacturer: CyclonedxOrganization | None = None
    publisher: str | None = None
    properties: tuple[CyclonedxProperty | None, ...] | None = None


class CyclonedxVulnerability(msgspec.Struct):
    """One raw entry for every component it affects."""

    id: str | None = None
    source: CyclonedxSource | None = None
    references: tuple[CyclonedxReference | None, ...] | None = None
    ratings: tuple[CyclonedxRating | None, ...] | None = None
    cwes: tuple[int | str | None, ...] | None = None
    description: str | None = None
    detail: str | None = None
    recommendation: str | None = None
    workaround: str | None = None
    tools: Tools = None
    analysis: CyclonedxAnalysis | None = None
    affects: tuple[CyclonedxAffects | None, ...] | None = None


class CyclonedxMetadata(msgspec.Struct):
    """Who made the BOM, when, and of what."""

    timestamp: str | None = None
    tools: Tools = None
    component: CyclonedxSubject | None = None


class CyclonedxBom(msgspec.Struct):
    metadata: CyclonedxMetadata | None = None
    components: tuple[CyclonedxComponent | None, ...] | None = None
    vulnerabilities: tuple[CyclonedxVulnerability | None, ...] | None = None
