"""Turns the entries of Trivy Operator's custom resources into scan results."""

from collections.abc import Iterable

from generator.model.evidence import EvidenceFile
from generator.model.scan import Cvss, Disposition, ScanResult, ScanTarget, TargetKind
from generator.parsers.scans import kubernetes_object
from generator.parsers.scans.cvss_scores import Raw, scores
from generator.parsers.scans.entries import (
    affected,
    cves,
    fold,
    joined,
    misconfiguration_of,
    secret_of,
    vulnerability_of,
)
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence
from generator.parsers.scans.trivy_operator_wire import (
    TrivyOperatorCheck,
    TrivyOperatorControl,
    TrivyOperatorReport,
    TrivyOperatorResource,
    TrivyOperatorSecret,
    TrivyOperatorStatus,
    TrivyOperatorVulnerability,
)

_SECRETS = "ExposedSecretReport"
IMAGE_KINDS = {"VulnerabilityReport", "ClusterVulnerabilityReport", _SECRETS}
"""Reports about an image, or with a list of their own about it."""
CHECK_KINDS = {
    *("ConfigAuditReport", "ClusterConfigAuditReport", "RbacAssessmentReport", "ClusterRbacAssessmentReport"),
    *("InfraAssessmentReport", "ClusterInfraAssessmentReport"),
}
"""Reports about an object of the cluster."""
COMPLIANCE = "ClusterComplianceReport"
_IN_DETAIL = "control of the summary, listed in detail as well"


class ResourceFold:
    """Adds the entries of custom resources to the accumulator."""

    __slots__ = ("_accumulator", "_evidence")

    def __init__(self, accumulator: ScanAccumulator, evidence: EvidenceFile) -> None:
        self._accumulator = accumulator
        self._evidence = evidence

    def fold(self, resource: TrivyOperatorResource, pointer: str) -> bool:
        """Every entry of one resource. False where it has no report, or is of a kind without entries."""
        if resource.kind == COMPLIANCE:
            return self._compliance(resource, resource.status or TrivyOperatorStatus(), f"{pointer}/status")
        if resource.kind not in IMAGE_KINDS | CHECK_KINDS or resource.report is None:
            return False
        self._report(resource, resource.report, f"{pointer}/report")
        return True

    def _report(self, resource: TrivyOperatorResource, report: TrivyOperatorReport, pointer: str) -> None:
        target = self._target(resource)
        scope = joined(" ", resource.key(), resource.meta.container())
        add = self._accumulator
        add.target(target)
        self._compare(resource, report, target)
        fold(
            add,
            report.vulnerabilities,
            f"{pointer}/vulnerabilities",
            lambda entry, at: _vulnerability(entry, target, scope, at),
        )
        fold(add, report.secrets, f"{pointer}/secrets", lambda entry, at: _secret(entry, target, scope, at))
        fold(add, report.checks, f"{pointer}/checks", lambda entry, at: _check(entry, target, at))

    def _compare(self, resource: TrivyOperatorResource, report: TrivyOperatorReport, target: ScanTarget) -> None:
        """Hold the summary against the list of this kind of report; no list and no summary is no result either."""
        kind = resource.kind or ""
        one, many, entries = (
            ("failed check", "failed checks", report.checks)
            if kind in CHECK_KINDS
            else ("secret", "secrets", report.secrets)
            if kind == _SECRETS
            else ("vulnerability", "vulnerabilities", report.vulnerabilities)
        )
        stated = report.summary.all() if report.summary else None
        if entries is None and stated is None:
            self._accumulator.counts.unlisted(many, target)
            return
        listed = sum(not (isinstance(entry, TrivyOperatorCheck) and entry.success) for entry in entries or ())
        self._accumulator.counts.compare(one, many=many, stated=stated, listed=listed, target=target)

    def _target(self, resource: TrivyOperatorResource) -> ScanTarget:
        about = resource.image() if resource.kind in IMAGE_KINDS else None
        kind = TargetKind.IMAGE if resource.kind in IMAGE_KINDS else TargetKind.CLUSTER
        return about or kubernetes_object.target(*resource.meta.resource()) or from_evidence(self._evidence, kind)

    def _compliance(self, resource: TrivyOperatorResource, status: TrivyOperatorStatus, pointer: str) -> bool:
        target = self._accumulator.stated(TargetKind.CLUSTER)
        summary, detail, name = status.summary_report, status.detail_report, resource.meta.name
        if detail and detail.results is not None:
            for index, control in enumerate(detail.results):
                self._control(control, detail.id or name, target, f"{pointer}/detailReport/results/{index}")
            if summary and summary.control_check:
                self._accumulator.drop(_IN_DETAIL, len(summary.control_check))
            return bool(detail.results)
        controls = summary.control_check if summary else None
        framework = (summary.id if summary else None) or name
        place = f"{pointer}/summaryReport/controlCheck"
        fold(self._accumulator, controls, place, lambda entry, at: _control(entry, framework, target, at))
        return bool(controls)

    def _control(self, control: TrivyOperatorControl | None, framework: str | None, target: ScanTarget, pointer: str) -> None:
        """One entry for each check of the control; the control itself where only a person can check it."""
        if control is None or not control.checks:
            entries: Iterable[TrivyOperatorControl | None] = (control,)
            fold(self._accumulator, entries, pointer, lambda entry, _: _control(entry, framework, target, pointer))
            return
        fold(
            self._accumulator,
            control.checks,
            f"{pointer}/checks",
            lambda check, at: _detailed(check, control, framework, target, at),
        )


def _vulnerability(entry: TrivyOperatorVulnerability, target: ScanTarget, scope: str, place: str) -> ScanResult | None:
    return vulnerability_of(
        entry.identifier,
        target,
        place,
        word=entry.severity,
        package=affected(entry.resource, entry.installed_version, entry.fixed_version, purl=entry.purl, path=entry.path),
        scope=joined(" ", scope, entry.target),
        title=entry.title,
        description=entry.description,
        cves=cves(entry.identifier),
        cvss=_scores(entry),
    )


def _scores(entry: TrivyOperatorVulnerability) -> tuple[Cvss, ...]:
    """The scores of each source where the operator keeps them, else its one `score`, which is of version 3."""
    raw: list[Raw] = []
    for source, rating in sorted((entry.cvss or {}).items()):
        if rating:
            raw.append((source.lower(), "2.0", rating.v2_vector, rating.v2_score))
            raw.append((source.lower(), "3.0", rating.v3_vector, rating.v3_score))
            raw.append((source.lower(), "4.0", rating.v40_vector, rating.v40_score))
    return scores(raw or [((entry.score_source or "trivy").lower(), "3.0", None, entry.score)])


def _secret(entry: TrivyOperatorSecret, target: ScanTarget, scope: str, place: str) -> ScanResult | None:
    return secret_of(
        entry.identifier,
        target,
        place,
        word=entry.severity,
        scope=joined(" ", scope, entry.target),
        title=entry.title or entry.identifier,
        description=entry.category,
    )


def _check(entry: TrivyOperatorCheck, target: ScanTarget, place: str) -> ScanResult | None:
    identifier = entry.identifier or entry.id or entry.title  # NOTE: a report may name its checks by their titles alone.
    return misconfiguration_of(
        identifier,
        target,
        place,
        word=entry.severity,
        disposition=Disposition.PASSED if entry.success else Disposition.OPEN,
        native_status=_verdict(entry),
        title=entry.title,
        description=entry.description or _messages(entry),
        solution=entry.remediation or "",
    )


def _verdict(entry: TrivyOperatorCheck) -> str:
    return "" if entry.success is None else "PASS" if entry.success else "FAIL"


def _messages(entry: TrivyOperatorCheck) -> str:
    return "\n".join(message for message in entry.messages or () if message)


def _framed(framework: str | None, control: str) -> str:
    """`k8s-cis/4.2.9`: numbers of controls mean something else in each framework."""
    return f"{framework}/{control}" if framework else control


def _control(control: TrivyOperatorControl, framework: str | None, target: ScanTarget, place: str) -> ScanResult | None:
    if not control.id:
        return None
    failed = control.total_fail
    return misconfiguration_of(
        _framed(framework, control.id),
        target,
        place,
        word=control.severity,
        disposition=_of_control(failed),
        native_status="manual" if failed is None else f"totalFail={failed}",
        title=control.name,
        description=control.description,
    )


def _of_control(failed: int | None) -> Disposition:
    """A control that the operator has no check for has no count of failures."""
    if failed is None:
        return Disposition.MANUAL
    return Disposition.OPEN if failed else Disposition.PASSED


def _detailed(
    check: TrivyOperatorCheck, control: TrivyOperatorControl, framework: str | None, target: ScanTarget, place: str
) -> ScanResult | None:
    if not control.id:
        return None
    word = check.severity or control.severity or ""
    return misconfiguration_of(
        _framed(framework, control.id),
        target,
        place,
        word=word,
        disposition=Disposition.PASSED if check.success else Disposition.OPEN,
        native_status=_verdict(check),
        scope=joined(" ", check.identifier or check.id, check.target),
        title=control.name or check.title or "",
        description=_messages(check) or check.description or control.description or "",
        solution=check.remediation or "",
    )
