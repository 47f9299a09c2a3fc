"""Prisma Cloud's (Twistlock's) JSON: `twistcli images scan`, the scan of a code repository, and the Jenkins plug-in.

https://docs.prismacloud.io, "Scan images with twistcli". Without `--details` the file says how many entries there are and
may not list them: a count that is larger than the list is said, and a file that lists none of them is no clean one.
"""

from collections.abc import Iterator

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import latest_of, moment, seen_day
from generator.parsers.scans.entries import (
    affected,
    cves,
    digest,
    digests,
    fold,
    joined,
    misconfiguration_of,
    vulnerability_of,
)
from generator.parsers.scans.prisma_wire import (
    SCANNER,
    PrismaCompliance,
    PrismaDistribution,
    PrismaEntity,
    PrismaReport,
    PrismaResult,
    PrismaVulnerability,
    disposition,
    fixed_version,
)
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

_COUNTS = {"vulnerabilityDistribution", "complianceDistribution"}
_ENTRY = {"id", "severity", "packageName", "packageVersion"}
_KINDS = {"image": TargetKind.IMAGE, "host": TargetKind.HOST, "repository": TargetKind.REPOSITORY}
_NOTHING = "neither a distribution, a package nor a finding in {name}: nothing shows that Prisma Cloud could look at it"
_NO_RESULTS = "the report has no results"


def recognizes(document: Document) -> bool:
    members = document.members
    if "results" in members:
        first = document.first_keys(members["results"])
        return "consoleURL" in members if not first else not _COUNTS.isdisjoint(first)
    if "repository" in members and "vulnerabilities" in members:
        first = document.first_keys(members["vulnerabilities"])
        return _ENTRY.issubset(first) if first else not _COUNTS.isdisjoint(members)
    return {"entityInfo", "results"}.issubset(document.first_members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, SCANNER)
    reasons: list[str] = []
    unseen: list[ScanTarget] = []
    looked, times = False, []
    for place, entity, result in _results(document):
        target = _target(entity, result, evidence)
        listed = _fold(accumulator, result, target, place)
        _compare(accumulator, result, target)
        if not (listed or any(_totals(result)) or _is_known(result, entity)):
            reasons.append(_NOTHING.format(name=target.name))
        if listed or (not any(_totals(result)) and _is_known(result, entity)):
            looked = True
            accumulator.target(target)
        else:
            unseen.append(target)
        times.append(moment(result.scan_time))
    for target in () if looked else unseen:
        accumulator.target(target)
    because = "; ".join(reasons) or (None if times else _NO_RESULTS)
    taken = latest_of(times)
    return accumulator.finish(taken, assessed=looked, because=because)


def _results(document: Document) -> Iterator[tuple[str, PrismaEntity, PrismaResult]]:
    """Every result, with what is said around it about what was scanned."""
    if document.items:
        reports = document.decode(document.data, tuple[PrismaReport | None, ...])
        named = [(f"/{index}", report) for index, report in enumerate(reports) if report]
    elif "results" in document.members:
        named = [("", document.decode(document.data, PrismaReport))]
    else:
        yield "", PrismaEntity(), document.decode(document.data, PrismaResult)
        return
    for place, report in named:
        for index, result in enumerate(report.results or ()):
            if result:
                yield f"{place}/results/{index}", report.entity_info or PrismaEntity(), result


def _target(entity: PrismaEntity, result: PrismaResult, evidence: EvidenceFile) -> ScanTarget:
    identity = digest(result.id) or digest(entity.id)
    repository = result.repository or entity.repository
    kind = _KINDS.get(result.type or entity.type or "", TargetKind.UNKNOWN)
    if kind is TargetKind.UNKNOWN:
        kind = TargetKind.REPOSITORY if repository else TargetKind.IMAGE
    name = result.name or entity.name or repository or evidence.target or result.id or entity.id
    return named(
        name,
        kind,
        evidence,
        digests=digests(result.digest, entity.digest, name if "@" in (name or "") else None),
        image_id=identity,
        os_name=result.distro or entity.distro or None,
    )


def _totals(result: PrismaResult) -> tuple[int, int]:
    return (
        (result.vulnerability_distribution or PrismaDistribution()).total or 0,
        (result.compliance_distribution or PrismaDistribution()).total or 0,
    )


def _is_known(result: PrismaResult, entity: PrismaEntity) -> bool:
    return bool(result.distro or entity.distro or result.packages or result.repository)


def _compare(accumulator: ScanAccumulator, result: PrismaResult, target: ScanTarget) -> None:
    vulnerabilities, checks = _totals(result)
    compare = accumulator.counts.compare
    compare(
        "vulnerability", many="vulnerabilities", stated=vulnerabilities, listed=len(result.vulnerabilities or ()), target=target
    )
    compare("failed check", stated=checks, listed=len(result.compliances or ()), target=target)


def _fold(accumulator: ScanAccumulator, result: PrismaResult, target: ScanTarget, place: str) -> int:
    fold(accumulator, result.vulnerabilities, f"{place}/vulnerabilities", lambda entry, at: _vulnerability(entry, target, at))
    fold(accumulator, result.compliances, f"{place}/compliances", lambda entry, at: _compliance(entry, target, at))
    return len(result.vulnerabilities or ()) + len(result.compliances or ())


def _vulnerability(entry: PrismaVulnerability, target: ScanTarget, place: str) -> ScanResult | None:
    status = entry.status or ""
    return vulnerability_of(
        entry.id,
        target,
        place,
        word=entry.severity,
        disposition=disposition(status),
        native_status=status,
        package=affected(entry.package_name, entry.package_version, fixed_version(entry.status), path=entry.package_path),
        description=entry.description,
        cves=cves(entry.id),
        cvss=cvss_scores.scores((("prisma", "3.0", entry.vector, entry.cvss),)),
        first_seen=seen_day(entry.discovered_date),
    )


def _compliance(entry: PrismaCompliance, target: ScanTarget, place: str) -> ScanResult | None:
    """A failed check. Older versions write no id: then its title identifies it."""
    identifier = str(entry.id) if entry.id is not None else entry.title
    return misconfiguration_of(
        identifier,
        target,
        place,
        word=entry.severity,
        title=entry.title,
        description=joined(" ", entry.cause, entry.description),
    )
