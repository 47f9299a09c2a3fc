"""CSV exports of Tenable's products: three headers, one meaning. Each member says which columns it means what by."""

from functools import lru_cache

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Cvss, Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.csv import CsvRow, CsvTable
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.dates import latest_of, moment
from generator.parsers.scans.dates_spelled import spelled_moment
from generator.parsers.scans.hosts import HostTargets, service
from generator.parsers.scans.nessus_information import DESCRIBING, NessusInformation
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.tenable_wire import (
    RESULTS,
    PluginDetails,
    advisories,
    compliance,
    cves,
    known_exploited,
    score,
    severe,
    severity,
    slashed,
    standing,
    weaknesses,
)
from generator.parsers.scans.whole_rows import Alike, whole_rows

_AUDITED = late_re(r"<cm:compliance-result>\s*(\w+)")
_CHECK = late_re(r'\s*"?(?P<name>[^"\n]+?)"?\s*:\s*\[(?:PASSED|FAILED|WARNING|ERROR|SKIPPED)\]')
"""How the description of a compliance check begins: its name, then the result."""
_LONGEST_NAME = 1000
_NO_ROW = "the file has a header and no row: it does not say that any host was scanned"

_Names = tuple[str, ...]


class TenableColumns(msgspec.Struct, frozen=True, kw_only=True):
    """Names of the columns of one export, the preferred one first. Empty where it has none."""

    plugin: _Names
    host: _Names
    identity: _Names = ()
    names: _Names = ()
    """What else the host is called."""
    system: _Names = ()
    level: _Names = ()
    original: _Names = ()
    """The severity before a person recast it."""
    state: _Names = ()
    modification: _Names = ()
    accepted: _Names = ()
    """A comment that is there where the risk was accepted."""
    title: _Names = ()
    description: _Names = ()
    solution: _Names = ()
    output: _Names = ()
    cve: _Names = ()
    cross: _Names = ()
    notices: _Names = ()
    """Columns of advisories named like their kind: `definition.iava`."""
    weakness: _Names = ()
    score_2: tuple[_Names, _Names]
    """Vector and base score of CVSS 2."""
    score_3: tuple[_Names, _Names]
    first_seen: _Names = ()
    last_seen: _Names = ()
    port: str
    protocol: str


class _TenableStanding(msgspec.Struct, frozen=True, gc=False):
    """How bad the entry is, what became of it, and which service it is about."""

    level: str
    severity: Severity
    native: str
    disposition: Disposition
    status: str
    scope: str


def read(table: CsvTable, columns: TenableColumns, evidence: EvidenceFile, scanner: Scanner) -> ScanSnapshot:
    """Every row of the table."""
    accumulator, information, reading = (
        ScanAccumulator(evidence, scanner),
        NessusInformation(feed=max),
        _TenableReading(table, columns),
    )
    hosts = reading.hosts(HostTargets(evidence))
    seen: dict[str, None] = {}
    for row in whole_rows(table, accumulator):
        target = hosts.of(row)
        result = reading.result(row, target)
        accumulator.take(result if result.identifier else None)
        if result.identifier in DESCRIBING:
            information.take(result.identifier, row.get(*columns.output), target.name)
        seen[row.get(*columns.last_seen)] = None
    taken = latest_of(moment(text) or spelled_moment(text) for text in seen)
    return information.on(accumulator.finish(taken, failure=None if seen else _NO_ROW))


class _TenableReading:
    """The rows of one table."""

    __slots__ = ("_about", "_columns", "_standing", "_table")

    def __init__(self, table: CsvTable, columns: TenableColumns) -> None:
        self._table, self._columns = table, columns
        self._about = Alike(table, _names_about(columns), lambda row: _about(row, columns))
        self._standing = Alike(table, _names_of_standing(columns), lambda row: _standing(row, columns))

    def hosts(self, targets: HostTargets) -> Alike[ScanTarget]:
        """The host of a row."""
        columns = self._columns
        names = (*columns.host, *columns.identity, *columns.system, *columns.names)
        return Alike(self._table, names, lambda row: _host(row, columns, targets))

    def result(self, row: CsvRow, target: ScanTarget) -> ScanResult:
        """One row; its identifier is empty where it has none."""
        columns = self._columns
        rated = self._standing.of(row)
        result = rated.level if rated.level.upper() in RESULTS else _audited(row.get(*columns.output))
        if result:
            return _check(row, columns, target, result)
        return ScanResult(
            kind=ResultKind.VULNERABILITY,
            identifier=row.get(*columns.plugin),
            target=target,
            severity=rated.severity,
            native_severity=rated.native,
            disposition=rated.disposition,
            native_status=rated.status,
            scope=rated.scope,
            first_seen=_day(row.get(*columns.first_seen)),
            place=f"line {row.line}",
            **self._about.of(row),
        )


_day = lru_cache(1 << 12)(slashed)


def _host(row: CsvRow, columns: TenableColumns, hosts: HostTargets) -> ScanTarget:
    return hosts.target(
        row.get(*columns.host),
        identity=row.get(*columns.identity),
        os_name=row.get(*columns.system),
        others=map(row.get, (*columns.host, *columns.names)),
    )


def _names_about(columns: TenableColumns) -> tuple[str, ...]:
    texts = (*columns.title, *columns.description, *columns.solution)
    scores = (*columns.score_3[0], *columns.score_3[1], *columns.score_2[0], *columns.score_2[1])
    return (*texts, *scores, *columns.cve, *columns.cross, *columns.notices, *columns.weakness)


def _about(row: CsvRow, columns: TenableColumns) -> PluginDetails:
    return PluginDetails(
        title=row.get(*columns.title),
        description=row.get(*columns.description),
        solution=row.get(*columns.solution),
        cves=cves(row.get(*columns.cve)),
        aliases=advisories(_cross(row, columns)),
        cwes=weaknesses(row.get(*columns.cross), row.get(*columns.weakness)),
        cvss=_scores(row, columns),
        known_exploited=known_exploited(row.get(*columns.cross)),
    )


def _names_of_standing(columns: TenableColumns) -> tuple[str, ...]:
    rated = (*columns.level, *columns.original, *columns.modification, *columns.state, *columns.accepted)
    return (*rated, columns.port, columns.protocol)


def _standing(row: CsvRow, columns: TenableColumns) -> _TenableStanding:
    level, modification = row.get(*columns.level), row.get(*columns.modification)
    disposition, status = standing(row.get(*columns.state), modification)
    if row.get(*columns.accepted):
        disposition, status = Disposition.SUPPRESSED, columns.accepted[0]
    rated, native = severe(level, row.get(*columns.original), modification)
    scope = service(row.get(columns.port), row.get(columns.protocol))
    return _TenableStanding(level, rated, native, disposition, status, scope)


def _audited(output: str) -> str:
    """The result of a compliance check in the plug-in's output; of several runs of one check a failed one decides."""
    results = _AUDITED.findall(output) if "<cm:compliance-result>" in output else []
    return next((result for result in results if compliance(result) is Disposition.OPEN), results[0] if results else "")


def _check(row: CsvRow, columns: TenableColumns, target: ScanTarget, result: str) -> ScanResult:
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


def _cross(row: CsvRow, columns: TenableColumns) -> str:
    """Cross references, those in columns of their own included."""
    own = (f"{name.rpartition('.')[2].upper()}:{row.get(name)}" for name in columns.notices if row.get(name))
    return " ".join((row.get(*columns.cross), *own))


def _scores(row: CsvRow, columns: TenableColumns) -> tuple[Cvss, ...]:
    (vector_3, base_3), (vector_2, base_2) = columns.score_3, columns.score_2
    return (*score("3.0", row.get(*vector_3), row.get(*base_3)), *score("2.0", row.get(*vector_2), row.get(*base_2)))
