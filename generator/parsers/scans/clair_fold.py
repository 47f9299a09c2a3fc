"""Turns a vulnerability of Clair 1 to 3 into a scan result, for klar and Clair's own answers alike."""

from collections.abc import Iterator

from generator.model.scan import AffectedPackage, ResultKind, ScanResult, ScanTarget
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.clair_wire import Vulnerability
from generator.parsers.scans.entries import cves
from generator.parsers.scans.severity import severity


def result(
    entry: Vulnerability, target: ScanTarget, place: str, *, name: str | None, version: str | None, word: str = ""
) -> ScanResult | None:
    """The entry for a package; `word` is the severity where the entry has none. None where it has no identifier."""
    if not entry.name:
        return None
    native = entry.severity or word
    package = AffectedPackage(name=name, version=version or None, fixed_version=entry.fixed_by or None) if name else None
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=entry.name,
        target=target,
        severity=severity(native),
        native_severity=native,
        package=package,
        description=entry.description or "",
        cves=cves(entry.name),
        cvss=cvss_scores.scores(_scores(entry)),
        references=(entry.link,) if entry.link else (),
        place=place,
    )


def _scores(entry: Vulnerability) -> Iterator[cvss_scores.Raw]:
    nvd = entry.metadata.nvd if entry.metadata else None
    for version, score in (("2.0", nvd.v2), ("3.0", nvd.v3)) if nvd else ():
        if score:
            yield "nvd", version, score.vectors, score.score
