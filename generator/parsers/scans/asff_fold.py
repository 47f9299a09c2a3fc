"""Folds findings in the AWS Security Finding Format into an accumulator.

A finding counts once, and is a result of every resource that it names (nearly always one). Which vulnerability or rule it is
about stands in different places, by product: `identifier` says where.

Four fields say how a finding stands: `Compliance.Status` (the check), `GithubWorkflow.Status` (people), `RecordState` (is it
still reported) and Inspector's own status.
https://docs.aws.amazon.com/securityhub/latest/userguide/finding-workflow-status.html and
https://docs.aws.amazon.com/securityhub/latest/userguide/controls-findings-create-update.html.
"""

from collections.abc import Iterator

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Disposition, ResultKind, ScanResult, ScanTarget, Severity, TargetKind
from generator.parsers.scans import aws_resource
from generator.parsers.scans.asff_wire import (
    AsffCompliance,
    AsffContainer,
    AsffDetails,
    AsffFinding,
    AsffInstance,
    AsffOther,
    AsffProductFields,
    AsffProvider,
    AsffRecommendation,
    AsffRemediation,
    AsffResource,
    AsffVulnerability,
    AsffVulnerablePackage,
    AsffWorkflow,
)
from generator.parsers.scans.asff_wire import AsffSeverity as Rating
from generator.parsers.scans.cvss_scores import Raw, scores
from generator.parsers.scans.entries import aliases, controls, cves
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence

_INSPECTOR = {"CLOSED": Disposition.RESOLVED, "SUPPRESSED": Disposition.SUPPRESSED}
_WORKFLOW = {"SUPPRESSED": Disposition.SUPPRESSED, "RESOLVED": Disposition.RESOLVED}
_COMPLIANCE = {
    "PASSED": Disposition.PASSED,
    "WARNING": Disposition.MANUAL,
    "NOT_AVAILABLE": Disposition.ERROR,
    "INFOED": Disposition.MANUAL,
    "MANUALED": Disposition.MANUAL,
    "WARNINGED": Disposition.SUPPRESSED,
    "MUTEDED": Disposition.SUPPRESSED,
    "MUTED": Disposition.SUPPRESSED,
}
"""The last five are Prowler's: version 3 puts ED behind whatever word it has, later ones write MUTED."""
_NOT_APPLICABLE = "CONFIG_RETURNS_NOT_APPLICABLE"
_EVENTS = ("TTPs", "Effects", "Unusual Behaviors")
"""Namespaces of `Types` of events, which are no weaknesses."""
_BANDS = ((90, Severity.CRITICAL), (70, Severity.HIGH), (40, Severity.MODERATE), (1, Severity.LOW), (0, Severity.INFORMATIONAL))
"""Security Hub's own bands for `Severity.Normalized`."""
_NO_ADVICE = {"", "None Provided"}
_CODE = "Validation Code"
"""How the SAF CLI's converter calls a role that is none: it holds the code of the check."""


def fold(accumulator: ScanAccumulator, finding: AsffFinding | None, evidence: EvidenceFile, place: str) -> None:
    """Count one finding, which is about every resource that it names."""
    if finding is None:
        accumulator.drop(EMPTY_ENTRY)
        return
    named = [resource for resource in finding.resources or () if resource and (resource.id or resource.principal)]
    resources = [resource for resource in named if not (resource.id or "").endswith(_CODE)] or named
    resources = resources or [AsffResource()]
    named = [resource for resource in resources if identifier(finding, resource)]
    if not named:
        accumulator.drop(NO_IDENTIFIER)
    for index, resource in enumerate(named):
        result = _result(finding, identifier(finding, resource), resource, evidence, place)
        accumulator.also(result) if index else accumulator.add(result)


def identifier(finding: AsffFinding, resource: AsffResource) -> str:
    """The vulnerability; else the rule, which is the generator; else, where a whole product is that, the type of finding.

    GuardDuty gives the ARN of its detector as generator, the same one for whatever it finds; other services only their name.
    """
    named = (
        next((vulnerability.id for vulnerability in _vulnerabilities(finding) if vulnerability.id), None)
        or _other(resource).cve
    )
    if named:
        return named
    generator = finding.generator_id or ""
    of_product = ":detector/" in generator or generator.startswith(("aws/", "AWSInspector"))
    types = next((word for word in finding.types or () if word), "")
    return types.rpartition("/")[2] if of_product and types else generator or finding.title or ""


def kind(finding: AsffFinding, resource: AsffResource) -> ResultKind:
    """A vulnerability, an event (GuardDuty), else a configuration that is not as it should be."""
    types = [word for word in finding.types or () if word]
    if _vulnerabilities(finding) or _other(resource).cve or any("/Vulnerabilities" in word for word in types):
        return ResultKind.VULNERABILITY
    if any(word.startswith(_EVENTS) for word in types):
        return ResultKind.EVENT
    return ResultKind.MISCONFIGURATION


def _vulnerabilities(finding: AsffFinding) -> list[AsffVulnerability]:
    return [vulnerability for vulnerability in finding.vulnerabilities or () if vulnerability]


def _other(resource: AsffResource) -> AsffOther:
    return (resource.details or AsffDetails()).other or AsffOther()


def _result(finding: AsffFinding, name: str, resource: AsffResource, evidence: EvidenceFile, place: str) -> ScanResult:
    rating, native = _severity(finding)
    first = aws_resource.when(finding.first_observed_at) or aws_resource.when(finding.created_at)
    packages = list(dict.fromkeys(_packages(finding, resource)))
    ids = [alias for each in _vulnerabilities(finding) for alias in (each.id, *(each.related_vulnerabilities or ()))]
    requirements = (finding.compliance or AsffCompliance()).related_requirements or ()
    return ScanResult(
        kind=kind(finding, resource),
        identifier=name,
        target=_target(finding, resource, evidence),
        severity=rating,
        native_severity=native,
        disposition=disposition(finding),
        native_status=_native_status(finding),
        package=packages[0] if packages else None,
        more_packages=tuple(packages[1:]),
        scope=" ".join(filter(None, (resource.region, _identity(finding, resource)))),
        title=finding.title or "",
        description=finding.description or "",
        solution=_solution(finding),
        cves=cves(name, *ids),
        aliases=aliases(name, *ids),
        controls=controls(*(each for each in requirements if each and each.startswith("NIST.800-53."))),
        cvss=scores(_scores(finding, _other(resource))),
        first_seen=first.date() if first else None,
        place=place,
    )


def _severity(finding: AsffFinding) -> tuple[Severity, str]:
    """Security Hub's word, else its number, else the product's word; and what stands in the file."""
    rating = finding.severity or Rating()
    provider = (finding.finding_provider_fields or AsffProvider()).severity or Rating()
    for rated in (rating, provider):
        if rated.label:
            return severity(rated.label), rated.label
        if rated.normalized is not None:
            band = next((word for least, word in _BANDS if rated.normalized >= least), Severity.UNKNOWN)
            return band, f"{rated.normalized:g}"
    return Severity.UNKNOWN, ""


def _target(finding: AsffFinding, resource: AsffResource, evidence: EvidenceFile) -> ScanTarget:
    if resource.principal and _is_account(finding, resource):
        account = finding.aws_account_id or resource.id or ""
        return ScanTarget(name="/".join(filter(None, (account, resource.principal))), kind=TargetKind.CLOUD)
    if not resource.id:
        if finding.aws_account_id:
            return ScanTarget(name=finding.aws_account_id, kind=TargetKind.CLOUD)
        return from_evidence(evidence, TargetKind.CLOUD)
    details = resource.details or AsffDetails()
    image, instance = (details.container or AsffContainer()).image_name, details.instance or AsffInstance()
    fields = finding.product_fields or AsffProductFields()
    platform = fields.image_platform or fields.host_platform or ""
    addresses = (*(instance.v4 or ()), *(instance.v6 or ()))
    return aws_resource.target(image or resource.id, resource.type or "", platform=platform, addresses=addresses)


def _is_account(finding: AsffFinding, resource: AsffResource) -> bool:
    """Is the resource the whole account? Then it tells none of the users in it apart."""
    name = resource.id or ""
    return not name or name.startswith("AWS::::Account:") or name == finding.aws_account_id


def _identity(finding: AsffFinding, resource: AsffResource) -> str:
    """What tells two findings of one rule about one account apart: the finding's own id."""
    return (finding.id or "") if _is_account(finding, resource) and not resource.principal else ""


def _packages(finding: AsffFinding, resource: AsffResource) -> Iterator[AffectedPackage]:
    other = _other(resource)
    if other.package:
        yield AffectedPackage(name=other.package, version=other.installed or None, fixed_version=other.patched or None)
    for package in _vulnerable(finding):
        if package.name:
            yield AffectedPackage(
                name=package.name,
                version=aws_resource.version(package.version, package.epoch, package.release),
                fixed_version=aws_resource.fixed_version(package.fixed_in_version),
                path=package.file_path or None,
            )


def _vulnerable(finding: AsffFinding) -> Iterator[AsffVulnerablePackage]:
    for vulnerability in _vulnerabilities(finding):
        yield from (package for package in vulnerability.vulnerable_packages or () if package)


def _solution(finding: AsffFinding) -> str:
    """What to do about the packages, else what the product advises."""
    steps = dict.fromkeys(package.remediation for package in _vulnerable(finding) if package.remediation)
    advice = ((finding.remediation or AsffRemediation()).recommendation or AsffRecommendation()).text or ""
    return "\n".join(steps) or ("" if advice in _NO_ADVICE else advice)


def _scores(finding: AsffFinding, other: AsffOther) -> Iterator[Raw]:
    for vulnerability in _vulnerabilities(finding):
        for score in vulnerability.cvss or ():
            if score:
                yield (score.source or "inspector").lower(), score.version or "", score.base_vector, score.base_score
    yield "nvd", "3.0", other.vector_3, aws_resource.score(other.score_3)
    yield "nvd", "2.0", other.vector_2, aws_resource.score(other.score_2)


def disposition(finding: AsffFinding) -> Disposition:
    """Open, unless one of the four fields says otherwise.

    Archived goes before passed: the control was switched off, its resource is gone, or it has not been reported for days, so
    that it no longer proves anything.
    """
    if finding.sample:
        return Disposition.NOT_APPLICABLE
    compliance = finding.compliance or AsffCompliance()
    inspector = (finding.product_fields or AsffProductFields()).inspector_status
    archived = Disposition.SUPPRESSED if finding.record_state == "ARCHIVED" else None
    standing = _INSPECTOR.get(inspector or "") or archived
    if standing is None and compliance.status != "PASSED":
        standing = _WORKFLOW.get(_workflow(finding))
    return standing or _of_check(compliance, finding.generator_id or "")


def _native_status(finding: AsffFinding) -> str:
    """`FAILED/NEW/ACTIVE`: compliance, workflow and record state, as far as they are there."""
    compliance = (finding.compliance or AsffCompliance()).status
    return "/".join(filter(None, (compliance, _workflow(finding), finding.record_state)))


def _workflow(finding: AsffFinding) -> str:
    return (finding.workflow or AsffWorkflow()).status or ""


def _of_check(compliance: AsffCompliance, generator: str) -> Disposition:
    """Why a check is not available: the rule does not apply, or (Prowler) a person has to look."""
    if compliance.status == "NOT_AVAILABLE":
        if any(reason and reason.reason_code == _NOT_APPLICABLE for reason in compliance.status_reasons or ()):
            return Disposition.NOT_APPLICABLE
        if generator.startswith("prowler-"):
            return Disposition.MANUAL
    return _COMPLIANCE.get(compliance.status or "", Disposition.OPEN)
