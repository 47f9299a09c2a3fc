"""A weakness and content, made with few words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.model.content import Exploitability, KnownExploited, NvdRecord
from generator.model.facts import Weakness
from generator.model.scan import Cvss, ResultKind, Severity

DAY = date(2026, 11, 20)


def cvss(source: str, version: str, score: float | None, vector: str | None = None) -> Cvss:
    return Cvss(source=source, version=version, score=score, vector=vector)


def weakness(
    *scores: Cvss,
    severity: Severity = Severity.HIGH,
    cves: tuple[str, ...] = ("CVE-2026-0001",),
    known_exploited: date | None = None,
) -> Weakness:
    return Weakness(
        scanner="Trivy",
        identifier="CVE-2026-0001",
        kind=ResultKind.VULNERABILITY,
        title="t",
        description="",
        solution="",
        severity=severity,
        native_severities=(severity.upper(),) if severity is not Severity.UNKNOWN else (),
        cves=cves,
        aliases=(),
        cvss=scores,
        known_exploited=known_exploited,
        fixed_versions=(),
        assets=(),
    )


@dataclass(frozen=True)
class Shelf:
    """Content that a test says word by word."""

    nvd: Mapping[str, tuple[Cvss, ...]] = field(default_factory=dict)
    exploited: Mapping[str, date] | None = None
    estimates: Mapping[str, str] = field(default_factory=dict)
    rejected: tuple[str, ...] = ()

    def scores(self, cve: str) -> NvdRecord | None:
        if cve not in self.nvd:
            return None
        return NvdRecord(cve=cve, modified="", scores=self.nvd[cve], rejected=cve in self.rejected, dated=DAY)

    def kev(self, cve: str) -> KnownExploited | None:
        due = (self.exploited or {}).get(cve)
        return KnownExploited(cve=cve, added=DAY, due=due, dated=DAY) if due else None

    def epss(self, cve: str) -> Exploitability | None:
        found = self.estimates.get(cve)
        return Exploitability(cve=cve, score=found, percentile="0.9", dated=DAY) if found else None

    def dated(self, kind: str) -> date | None:
        there = {"nvd": bool(self.nvd), "kev": self.exploited is not None, "epss": bool(self.estimates)}
        return DAY if there[kind] else None
