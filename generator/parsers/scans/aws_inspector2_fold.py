"""Folds Amazon Inspector's findings, from its own export or from Amazon ECR's, into an accumulator.

A finding is one vulnerability on one resource, in one package or more: every package is an entry, so that none is lost.
"""

from collections.abc import Iterator

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanTarget, TargetKind
from generator.parsers.scans import aws_resource
from generator.parsers.scans.aws_inspector2_wire import (
    InspectorCodeVulnerability,
    InspectorFile,
    InspectorFinding,
    InspectorPackageVulnerability,
    InspectorRecommendation,
    InspectorRemediation,
    InspectorVulnerablePackage,
)
from generator.parsers.scans.code_results import at
from generator.parsers.scans.cvss_scores import Raw, scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import affected, aliases, cves
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence

SCANNER = "Amazon Inspector"

_DISPOSITIONS = {"SUPPRESSED": Disposition.SUPPRESSED, "CLOSED": Disposition.RESOLVED}
_KINDS = {"NETWORK_REACHABILITY": ResultKind.MISCONFIGURATION}
_NO_ADVICE = {"", "None Provided"}


def fold(accumulator: ScanAccumulator, finding: InspectorFinding | None, evidence: EvidenceFile, place: str) -> None:
    """Count one finding: an entry for every package on every resource, or one where it names none."""
    if finding is None:
        accumulator.drop(EMPTY_ENTRY)
        return
    details = finding.package_vulnerability_details or InspectorPackageVulnerability()
    packages = details.vulnerable_packages or (InspectorVulnerablePackage(),)
    for target in _targets(finding, evidence):
        for package in packages:
            if package is None:
                accumulator.drop(EMPTY_ENTRY)
            elif not _identifier(finding):
                accumulator.drop(NO_IDENTIFIER)
            else:
                accumulator.add(_result(finding, details, package, target, place))


def _targets(finding: InspectorFinding, evidence: EvidenceFile) -> list[ScanTarget]:
    targets = [
        aws_resource.target(resource.id, resource.type or "", platform=resource.platform, addresses=resource.addresses)
        for resource in finding.resources or ()
        if resource and resource.id
    ]
    return targets or [from_evidence(evidence, TargetKind.CLOUD)]


def _identifier(finding: InspectorFinding) -> str:
    """A CVE; for code the rule; else (an open port) the title, which names the port and no resource."""
    package = finding.package_vulnerability_details or InspectorPackageVulnerability()
    code = finding.code_vulnerability_details or InspectorCodeVulnerability()
    return package.vulnerability_id or code.rule_id or code.detector_id or finding.title or ""


def _result(
    finding: InspectorFinding,
    details: InspectorPackageVulnerability,
    package: InspectorVulnerablePackage,
    target: ScanTarget,
    place: str,
) -> ScanResult:
    identifier = _identifier(finding)
    first = aws_resource.when(finding.first_observed_at)
    return ScanResult(
        kind=_KINDS.get(finding.type or "", ResultKind.VULNERABILITY),
        identifier=identifier,
        target=target,
        severity=severity(finding.severity or ""),
        native_severity=finding.severity or "",
        disposition=_DISPOSITIONS.get(finding.status or "", Disposition.OPEN),
        native_status=finding.status or "",
        package=affected(
            package.name,
            aws_resource.version(package.version, package.epoch, package.release),
            aws_resource.fixed_version(package.fixed_in_version),
            path=package.file_path,
        ),
        scope=_scope(finding.code_vulnerability_details),
        title=finding.title or "",
        description=finding.description or "",
        solution=_solution(finding, package),
        cves=cves(identifier, *(details.related_vulnerabilities or ())),
        aliases=aliases(identifier, *(details.related_vulnerabilities or ())),
        cwes=cwes(*((finding.code_vulnerability_details or InspectorCodeVulnerability()).cwes or ())),
        cvss=scores(_scores(details)),
        first_seen=first.date() if first else None,
        place=place,
    )


def _scope(code: InspectorCodeVulnerability | None) -> str:
    file = (code.file_path if code else None) or InspectorFile()
    return at(file.file_path, file.start_line)


def _solution(finding: InspectorFinding, package: InspectorVulnerablePackage) -> str:
    advice = ((finding.remediation or InspectorRemediation()).recommendation or InspectorRecommendation()).text or ""
    return package.remediation or ("" if advice in _NO_ADVICE else advice)


def _scores(details: InspectorPackageVulnerability) -> Iterator[Raw]:
    for score in details.cvss or ():
        if score:
            yield (score.source or "inspector").lower(), score.version or "", score.scoring_vector, score.base_score
