"""How the system was looked at: scanners, their scans, and how these stand beside the time frames of the class (VDR)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from generator.frameworks import fedramp_cr26 as cr26
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.oscal.package import AuthorizationPackage
from generator.renderers.cr26.monthly_rows import ScannerRow
from generator.text import counted


def scanners(package: AuthorizationPackage) -> tuple[ScannerRow, ...]:
    """One row per scanner whose scans count."""
    days: dict[str, list[date | None]] = defaultdict(list)
    for scan in package.scan_quality:
        days[scan.scanner.name].append(scan.taken.date() if scan.taken else None)
    return tuple(
        ScannerRow(name=name, scans=f"{len(day):,}", first=_edge(min, day), last=_edge(max, day))
        for name, day in sorted(days.items())
    )


def _edge(pick: Callable[[Iterable[date]], date], days: Iterable[date | None]) -> str:
    known = [day for day in days if day is not None]
    return pick(known).isoformat() if known else "undated"


def scanned_since(package: AuthorizationPackage, start: date) -> bool:
    """Was a scan for vulnerabilities collected that was taken on this day or later?"""
    return any(scan.uses_database and scan.taken and scan.taken.date() >= start for scan in package.scan_quality)


def cadence(package: AuthorizationPackage, certification: CertificationClass) -> str:
    """How the newest scans stand beside the class's time frames."""
    sample, whole = cr26.SAMPLE_EVERY[certification], cr26.EVERYTHING_EVERY[certification]
    newest = max((scan.taken.date() for scan in package.scan_quality if scan.taken and scan.uses_database), default=None)
    every = counted(sample, "day")
    rule = (
        f"Class {certification.value} should look at samples of its machine-based resources at least every {every}, and at "
        f"all of them at least every {'month' if whole == 31 else '6 months'}."
    )
    if newest is None:
        return f"{rule} No dated scan for vulnerabilities was collected."
    age = (package.as_of - newest).days
    verdict = "within" if age <= sample else "longer ago than"
    return (
        f"{rule} The newest scan that was collected is of {newest}, {counted(age, 'day')} before this report: {verdict} that."
    )
