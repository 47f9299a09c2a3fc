"""CSV exports of Tenable's products: three headers, one meaning. Each member says which columns it means what by."""

import re
from dataclasses import dataclass
from datetime import datetime

from generator.model.evidence import EvidenceFile
from generator.model.scan import Cvss, Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.csv import Row, Table
from generator.parsers.scans.dates import moment
from generator.parsers.scans.dates_spelled import spelled_moment
from generator.parsers.scans.hosts import HostTargets, service
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.tenable_wire import (
    RESULTS,
    compliance,
    cves,
    known_exploited,
    score,
    severe,
    severity,
    slashed,
    standing,
)
from generator.parsers.scans.whole_rows import whole_rows

_AUDITED = re.compile(r"<cm:compliance-result>\s*(\w+)")
_CHECK = re.compile(r'\s*"?(?P<name>[^"\n]+?)"?\s*:\s*\[(?:PASSED|FAILED|WARNING|ERROR|SKIPPED)\]')
"""How the description of a compliance check begins: its name, then the result."""
_LONGEST_NAME = 1000
_NO_ROW = "the file has a header and no row: it does not say that any host was scanned"

_Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Names of the columns of one export, the preferred one first. Empty where it has none."""

    plugin: _Names
    host: _Names
    identity: _Names
    system: _Names
    level: _Names
    original: _Names
    """The severity before a person recast it."""
    state: _Names
    modification: _Names
    accepted: _Names
    """A comment that is there where the risk was accepted."""
    title: _Names
    description: _Names
    solution: _Names
    output: _Names
    cve: _Names
    references: _Names
    cross: _Names
    score_2: tuple[_Names, _Names]
    """Vector and base score of CVSS 2."""
    score_3: tuple[_Names, _Names]
    published: _Names
    first_seen: _Names
    last_seen: _Names
    port: str
    protocol: str


def read(table: Table, columns: Columns, evidence: EvidenceFile, scanner: Scanner) -> ScanSnapshot:
    """Every row of the table."""
    accumulator, hosts = ScanAccumulator(evidence, scanner), HostTargets(evidence)
    seen: dict[str, None] = {}
    for row in whole_rows(table):
        target = hosts.target(row.get(*columns.host), identity=row.get(*columns.identity), os_name=row.get(*columns.system))
        result = _result(row, columns, target, accumulator)
        if result.identifier:
            accumulator.add(result)
        else:
            accumulator.drop(NO_IDENTIFIER)
        seen[row.get(*columns.last_seen)] = None
    return accumulator.finish(_latest(seen), assessed=bool(seen), because=None if seen else _NO_ROW)


def _latest(texts: dict[str, None]) -> datetime | None:
    moments = (moment(text) or spelled_moment(text) for text in texts)
    return max((found for found in moments if found), default=None)


def _result(row: Row, columns: Columns, target: ScanTarget, accumulator: ScanAccumulator) -> ScanResult:
    level, plugin = row.get(*columns.level), row.get(*columns.plugin)
    result = level if level.upper() in RESULTS else _audited(row.get(*columns.output))
    if result:
        return _check(row, columns, target, result)
    disposition, status = standing(row.get(*columns.state), row.get(*columns.modification))
    if row.get(*columns.accepted):
        disposition, status = Disposition.SUPPRESSED, columns.accepted[0]
    rated, native = severe(level, row.get(*columns.original), row.get(*columns.modification))
    new = accumulator.is_new(ResultKind.VULNERABILITY, plugin, target, disposition)
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=plugin,
        target=target,
        severity=rated,
        native_severity=native,
        disposition=disposition,
        native_status=status,
        scope=service(row.get(columns.port), row.get(columns.protocol)),
        title=row.get(*columns.title) if new else "",
        description=row.get(*columns.description) if new else "",
        solution=row.get(*columns.solution) if new else "",
        cves=cves(row.get(*columns.cve)),
        cvss=_scores(row, columns) if new else (),
        references=tuple(row.get(*columns.references).split()) if new else (),
        published=slashed(row.get(*columns.published)) if new else None,
        known_exploited=known_exploited(row.get(*columns.cross)) if new else None,
        first_seen=slashed(row.get(*columns.first_seen)),
        place=f"line {row.line}",
    )


def _audited(output: str) -> str:
    """The result of a compliance check in the plug-in's output; of several runs of one check a failed one speaks."""
    results = _AUDITED.findall(output) if "<cm:compliance-result>" in output else []
    return next((found for found in results if compliance(found) is Disposition.OPEN), results[0] if results else "")


def _check(row: Row, columns: Columns, target: ScanTarget, result: str) -> ScanResult:
    """A check of a compliance audit. All checks of Nessus's own CSV share one plug-in, so the name tells them apart."""
    description, plugin = row.get(*columns.description), row.get(*columns.plugin)
    named = _CHECK.match(description[:_LONGEST_NAME])
    level = row.get(*columns.level)
    return ScanResult(
        kind=ResultKind.MISCONFIGURATION,
        identifier=named["name"] if named else plugin,
        target=target,
        severity=severity(level),
        native_severity=level,
        disposition=compliance(result),
        native_status=result,
        scope=service(row.get(columns.port), row.get(columns.protocol)),
        title=named["name"] if named else row.get(*columns.title),
        description=description,
        solution=row.get(*columns.solution),
        first_seen=slashed(row.get(*columns.first_seen)),
        place=f"line {row.line}",
    )


def _scores(row: Row, columns: Columns) -> tuple[Cvss, ...]:
    (vector_3, base_3), (vector_2, base_2) = columns.score_3, columns.score_2
    return (
        *score("3.0", row.get(*vector_3), row.get(*base_3)),
        *score("2.0", row.get(*vector_2), row.get(*base_2)),
    )
