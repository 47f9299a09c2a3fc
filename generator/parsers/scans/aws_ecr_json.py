"""Amazon ECR's answer about one image: `aws ecr describe-image-scan-findings`, basic and enhanced scanning.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html. Only the states COMPLETE
(basic) and ACTIVE (enhanced) mean that the image was looked at; with FAILED or UNSUPPORTED_IMAGE no findings is not clean.
Enhanced findings are Amazon Inspector's and are folded as those.
"""

from collections.abc import Iterator, Mapping

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import aws_inspector2_fold, aws_resource
from generator.parsers.scans.aws_inspector2_wire import InspectorFinding as EnhancedFinding
from generator.parsers.scans.cvss_scores import Raw, scores
from generator.parsers.scans.entries import affected, cves, fold, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_LOOKED = {"COMPLETE", "ACTIVE"}
_SCORES = (("2.0", "CVSS2"), ("3.0", "CVSS3"), ("4.0", "CVSS4"))
_NO_FINDINGS = "the answer says that the scan is {state} but holds no findings section"


class _EcrAttribute(msgspec.Struct, gc=False):
    key: str = ""
    value: str | None = None


class _EcrFinding(msgspec.Struct):
    name: str | None = None
    description: str | None = None
    severity: str | None = None
    attributes: tuple[_EcrAttribute | None, ...] | None = None

    def known(self) -> dict[str, str]:
        """Attributes by key."""
        return {attribute.key: attribute.value for attribute in self.attributes or () if attribute and attribute.value}


class _EcrFindings(msgspec.Struct, rename="camel"):
    image_scan_completed_at: str | float | None = None
    vulnerability_source_updated_at: str | float | None = None
    finding_severity_counts: dict[str, int] | None = None
    findings: tuple[_EcrFinding | None, ...] | None = None
    enhanced_findings: tuple[EnhancedFinding | None, ...] | None = None


class _EcrImage(msgspec.Struct, rename="camel"):
    image_digest: str | None = None
    image_tag: str | None = None


class _EcrStatus(msgspec.Struct):
    status: str | None = None
    description: str | None = None


class _EcrAnswer(msgspec.Struct, rename="camel"):
    registry_id: str | None = None
    repository_name: str | None = None
    image_id: _EcrImage | None = None
    image_scan_status: _EcrStatus | None = None
    image_scan_findings: _EcrFindings | None = None
    next_token: str | None = None


def recognizes(document: Document) -> bool:
    """The answer, or of it only the findings, as `--query` leaves them."""
    members = document.members
    if "imageId" in members or "repositoryName" in members:
        return "imageScanStatus" in members or "imageScanFindings" in members
    section = document.members_of(members.get("imageScanFindings"))
    first = document.first_keys(section.get("findings")) or document.first_keys(section.get("enhancedFindings"))
    return "findingSeverityCounts" in section or "severity" in first


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    answer = document.decode(document.data, _EcrAnswer)
    scan = answer.image_scan_findings or _EcrFindings()
    scanner = Scanner(
        name=aws_inspector2_fold.SCANNER if _is_enhanced(answer) else "Amazon ECR",
        database_updated=aws_resource.when(scan.vulnerability_source_updated_at),
    )
    accumulator = ScanAccumulator(evidence, scanner)
    target = accumulator.target(_target(answer, evidence))
    fold(accumulator, scan.findings, "/imageScanFindings/findings", lambda finding, place: _result(finding, target, place))
    for index, enhanced in enumerate(scan.enhanced_findings or ()):
        aws_inspector2_fold.fold(accumulator, enhanced, evidence, f"/imageScanFindings/enhancedFindings/{index}")
    listed = len(scan.findings or ()) + len(scan.enhanced_findings or ())
    accumulator.counts.compare("finding", stated=sum((scan.finding_severity_counts or {}).values()), listed=listed)
    failure = _failure(answer)
    taken = aws_resource.when(scan.image_scan_completed_at)
    return accumulator.finish(taken, failure=failure, because=aws_resource.MORE_PAGES if answer.next_token else None)


def _is_enhanced(answer: _EcrAnswer) -> bool:
    scan = answer.image_scan_findings or _EcrFindings()
    return scan.enhanced_findings is not None and not scan.findings


def _target(answer: _EcrAnswer, evidence: EvidenceFile) -> ScanTarget:
    """The image. Its region, and with it the registry's name, stands only in the ARNs of enhanced findings.

    Without it a tag is left out, since `nginx:1` of a registry unknown would be read as Docker Hub's.
    """
    image = answer.image_id or _EcrImage()
    for finding in (answer.image_scan_findings or _EcrFindings()).enhanced_findings or ():
        for resource in (finding.resources if finding else None) or ():
            if resource and resource.id and image.image_digest and resource.id.endswith(image.image_digest):
                return aws_resource.target(resource.id, resource.type or "", platform=resource.platform)
    if not answer.repository_name:
        return from_evidence(evidence, TargetKind.IMAGE)
    if image.image_digest:
        name = f"{answer.repository_name}@{image.image_digest}"
        return ScanTarget(name=name, kind=TargetKind.IMAGE, digests=(image.image_digest,))
    name = "/".join(filter(None, (answer.registry_id, answer.repository_name)))
    return ScanTarget(name=f"{name}:{image.image_tag}" if image.image_tag else name, kind=TargetKind.IMAGE)


def _failure(answer: _EcrAnswer) -> str | None:
    """Why the image was not looked at."""
    status = answer.image_scan_status or _EcrStatus()
    state = (status.status or "").upper()
    if state and state not in _LOOKED:
        return f"the scan is {state}: {status.description or 'Amazon ECR gives no reason'}"
    scan = answer.image_scan_findings
    if scan is None or (scan.findings is None and scan.enhanced_findings is None):
        return _NO_FINDINGS.format(state=state or "of no known state")
    return None


def _result(finding: _EcrFinding, target: ScanTarget, place: str) -> ScanResult | None:
    known = finding.known()
    return vulnerability_of(
        finding.name,
        target,
        place,
        word=finding.severity,
        package=affected(known.get("package_name"), known.get("package_version")),
        description=finding.description,
        cves=cves(finding.name),
        cvss=scores(_scores(known)),
    )


def _scores(known: Mapping[str, str]) -> Iterator[Raw]:
    """CVSS scores of whichever database ECR took the finding from, which it does not name."""
    for version, key in _SCORES:
        yield "ecr", version, known.get(f"{key}_VECTOR"), aws_resource.score(known.get(f"{key}_SCORE"))
