"""Clair's JSON as far as it is read: a vulnerability as Clair 1 to 3 names it, in its own answers and in klar's."""

from collections.abc import Iterator

import msgspec

from generator.model.scan import ScanResult, ScanTarget
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.entries import affected, cves, vulnerability_of


class ClairScore(msgspec.Struct, rename="pascal", gc=False):
    score: float | str | None = None
    """Quay writes an empty text where there is none."""
    vectors: str | None = None


class ClairNvd(msgspec.Struct):
    """What the source NVD adds."""

    v2: ClairScore | None = msgspec.field(name="CVSSv2", default=None)
    v3: ClairScore | None = msgspec.field(name="CVSSv3", default=None)


class ClairMetadata(msgspec.Struct):
    """What sources add; only NVD's part has a known shape."""

    nvd: ClairNvd | None = msgspec.field(name="NVD", default=None)


class ClairVulnerability(msgspec.Struct, rename="pascal"):
    """`VulnerabilityDetail` of the API; klar adds the feature to it."""

    name: str | None = None
    description: str | None = None
    severity: str | None = None
    fixed_by: str | None = None
    feature_name: str | None = None
    feature_version: str | None = None
    metadata: ClairMetadata | None = None


class ClairFeature(msgspec.Struct, rename="pascal"):
    """A package of a layer."""

    name: str | None = None
    version: str | None = None
    vulnerabilities: tuple[ClairVulnerability | None, ...] | None = None


class ClairLayer(msgspec.Struct, rename="pascal"):
    """A layer with everything below it."""

    name: str | None = None
    features: tuple[ClairFeature | None, ...] | None = None


class ClairLayerAnswer(msgspec.Struct, rename="pascal"):
    """The answer of `GET /v1/layers/NAME?features&vulnerabilities`."""

    layer: ClairLayer | None = None


class ClairQuayAnswer(msgspec.Struct):
    """The same as Quay's API wraps it."""

    status: str | None = None
    data: ClairLayerAnswer | None = None


class ClairKlarReport(msgspec.Struct, rename="pascal"):
    """klar's JSON output: vulnerabilities by severity."""

    layer_count: int = 0
    vulnerabilities: dict[str, tuple[ClairVulnerability | None, ...] | None] | None = None


class ClairScannedPackage(msgspec.Struct, gc=False):
    """A package of Clair 4."""

    name: str | None = None
    version: str | None = None


class ClairDistribution(msgspec.Struct, gc=False):
    did: str | None = None
    version_id: str | None = None


class ClairReportedVulnerability(msgspec.Struct):
    """A vulnerability of Clair 4."""

    name: str | None = None
    description: str | None = None
    severity: str | None = None
    normalized_severity: str | None = None
    fixed_in_version: str | None = None


class ClairCvssEnrichment(msgspec.Struct, rename="camel", gc=False):
    """NVD's score as Clair 4 adds it."""

    version: str | None = None
    vector_string: str | None = None
    base_score: float | None = None


class ClairVulnerabilityReport(msgspec.Struct):
    """The whole report of Clair 4: tables that refer to each other by id."""

    manifest_hash: str | None = None
    packages: dict[str, ClairScannedPackage | None] | None = None
    distributions: dict[str, ClairDistribution | None] | None = None
    vulnerabilities: dict[str, ClairReportedVulnerability | None] | None = None
    package_vulnerabilities: dict[str, tuple[str, ...] | None] | None = None
    enrichments: dict[str, msgspec.Raw] | None = None


def result(
    entry: ClairVulnerability, place: str, *, target: ScanTarget, name: str | None, version: str | None, word: str = ""
) -> ScanResult | None:
    """The entry for a package; `word` is the severity where the entry has none. None where it has no identifier."""
    return vulnerability_of(
        entry.name,
        target,
        place,
        word=entry.severity or word,
        package=affected(name, version, entry.fixed_by),
        description=entry.description,
        cves=cves(entry.name),
        cvss=cvss_scores.scores(_scores(entry)),
    )


def _scores(entry: ClairVulnerability) -> Iterator[cvss_scores.Raw]:
    nvd = entry.metadata.nvd if entry.metadata else None
    for version, score in (("2.0", nvd.v2), ("3.0", nvd.v3)) if nvd else ():
        if score:
            yield (
                "nvd",
                version,
                score.vectors,
                score.score if isinstance(score.score, float) else cvss_scores.number(score.score or ""),
            )
