"""Aqua's vulnerabilities as far as they are read, shared by its reports.

https://docs.aquasec.com, "Scan results". The severity that counts is Aqua's own, which follows the vendor or NVD as the console
is set; where a report has none, the vendor's and then NVD's is taken, the newer CVSS first.
"""

from collections.abc import Iterator

import msgspec

from generator.model.scan import AffectedPackage, Disposition, ScanResult, ScanTarget
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import moment, seen_day
from generator.parsers.scans.entries import affected, cves, vulnerability_of

ACKNOWLEDGED = "acknowledged"


class AquaResource(msgspec.Struct):
    """A package, or a file."""

    name: str | None = None
    version: str | None = None
    path: str | None = None
    sensitive_items: tuple[msgspec.Raw, ...] | None = None
    """Quotes what was found, so it is counted and not read."""

    def package(self, fixed_version: str | None) -> AffectedPackage | None:
        """The package; a file without a name is named by its path."""
        return affected(self.name or self.path, self.version, fixed_version, path=self.path)


class AquaWeakness(msgspec.Struct, rename="pascal", gc=False):
    """A kind of weakness."""

    id: str | None = None


class AquaVulnerability(msgspec.Struct):
    """One raw entry; the API writes the scores of NVD under other names than the scanner."""

    name: str | None = None
    description: str | None = None
    first_found_date: str | None = None
    fix_version: str | None = None
    solution: str | None = None
    aqua_severity: str | None = None
    vendor_severity_v3: str | None = None
    vendor_severity: str | None = None
    nvd_severity_v3: str | None = None
    nvd_cvss3_severity: str | None = None
    nvd_severity: str | None = None
    nvd_score: float | None = None
    nvd_vectors: str | None = None
    nvd_score_v3: float | None = None
    nvd_vectors_v3: str | None = None
    nvd_cvss2_score: float | None = None
    nvd_cvss2_vectors: str | None = None
    nvd_cvss3_score: float | None = None
    nvd_cvss3_vectors: str | None = None
    vendor_score: float | None = None
    vendor_vectors: str | None = None
    vendor_score_v3: float | None = None
    vendor_vectors_v3: str | None = None
    cwe_info: tuple[AquaWeakness | None, ...] | None = None
    acknowledged: bool | None = None
    acknowledged_date: str | None = None

    @property
    def severity(self) -> str:
        """As one of the sources wrote it."""
        written = (
            self.aqua_severity,
            self.vendor_severity_v3,
            self.vendor_severity,
            self.nvd_severity_v3,
            self.nvd_cvss3_severity,
            self.nvd_severity,
        )
        return next(filter(None, written), "")

    @property
    def is_acknowledged(self) -> bool:
        """Was the risk accepted? Where it was not, the date is the first of 1970."""
        return bool(self.acknowledged) or moment(self.acknowledged_date) is not None

    def scores(self) -> Iterator[cvss_scores.Raw]:
        """NVD's scores and the vendor's."""
        yield "nvd", "2.0", self.nvd_vectors or self.nvd_cvss2_vectors, self._first(self.nvd_score, self.nvd_cvss2_score)
        yield "nvd", "3.0", self.nvd_vectors_v3 or self.nvd_cvss3_vectors, self._first(self.nvd_score_v3, self.nvd_cvss3_score)
        yield "vendor", "2.0", self.vendor_vectors, self.vendor_score
        yield "vendor", "3.0", self.vendor_vectors_v3, self.vendor_score_v3

    @staticmethod
    def _first(first: float | None, other: float | None) -> float | None:
        return first if first is not None else other


def result(entry: AquaVulnerability, place: str, *, resource: AquaResource, target: ScanTarget) -> ScanResult | None:
    """The entry; None where it has no identifier."""
    return vulnerability_of(
        entry.name,
        target,
        place,
        word=entry.severity,
        disposition=Disposition.SUPPRESSED if entry.is_acknowledged else Disposition.OPEN,
        native_status=ACKNOWLEDGED if entry.is_acknowledged else "",
        package=resource.package(entry.fix_version),
        scope=resource.path or "",
        description=entry.description,
        solution=entry.solution or "",
        cves=cves(entry.name),
        cwes=cwes(*(each.id for each in entry.cwe_info or () if each)),
        cvss=cvss_scores.scores(entry.scores()),
        first_seen=seen_day(entry.first_found_date),
    )
