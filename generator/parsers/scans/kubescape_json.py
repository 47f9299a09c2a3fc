"""Kubescape's posture scan: controls on every object, and summed over all.

https://kubescape.io/docs, "Scanning", and the structures named in `kubescape_wire`. The sum of a control is an entry of its
own, on what was scanned as a whole: a control that looked at no object stands nowhere else. Severity follows `scoreFactor` in
the bands of `reporthandling/apis/severity.go`: from 9 critical, 7 high, 4 medium, 1 low.
"""

from collections.abc import Mapping

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import kubernetes_object
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import fold, joined
from generator.parsers.scans.kubescape_wire import KubescapeControl, KubescapeObjectResult, KubescapeReport, KubescapeSummary
from generator.parsers.scans.scan_quality import configuration
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence

_SUMMARY = {"controls", "frameworks", "ResourceCounters"}
_BANDS = ((9, Severity.CRITICAL), (7, Severity.HIGH), (4, Severity.MODERATE), (1, Severity.LOW))
_API = "/api="
_PARTS = 5
_NOTHING = "no control was evaluated"
_WITHOUT = {Disposition.ERROR, Disposition.MANUAL, Disposition.NOT_APPLICABLE}
_SEVERAL = "controls without a verdict: {names}"


def recognizes(document: Document) -> bool:
    members = document.members
    return {"summaryDetails", "results"}.issubset(members) or _SUMMARY.issubset(members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    if "summaryDetails" in document.members:
        report = document.decode(document.data, KubescapeReport)
        place = "/summaryDetails/controls"
    else:
        report = KubescapeReport(summary_details=document.decode(document.data, KubescapeSummary))
        place = "/controls"
    return _KubescapeReader(report, evidence).read(place)


class _KubescapeReader:
    """Folds one report."""

    __slots__ = ("_accumulator", "_evidence", "_factors", "_report", "_silent", "_verdicts")

    def __init__(self, report: KubescapeReport, evidence: EvidenceFile) -> None:
        self._report = report
        self._evidence = evidence
        self._accumulator = ScanAccumulator(evidence, Scanner(name="Kubescape", version=report.version()))
        self._factors = _factors(self._summed)
        self._silent: set[str] = set()
        self._verdicts = False

    @property
    def _summed(self) -> Mapping[str, KubescapeControl | None]:
        return (self._report.summary_details.controls if self._report.summary_details else None) or {}

    def read(self, place: str) -> ScanSnapshot:
        """The sums first, then every object."""
        whole = self._accumulator.target(self._whole())
        for key, control in self._summed.items():
            self._sum(key, control, whole, f"{place}/{key}")
        for index, object_ in enumerate(self._report.results or ()):
            if object_:
                self._object(object_, whole, f"/results/{index}/controls")
        because = _SEVERAL.format(names=", ".join(sorted(self._silent))) if self._silent else None
        taken = moment(self._report.generation_time)
        because, settings = because if self._verdicts else _NOTHING, configuration(self._report.settings())
        return self._accumulator.finish(taken, assessed=self._verdicts, because=because, configuration=settings)

    def _whole(self) -> ScanTarget:
        cluster, files = self._report.cluster(), self._report.files()
        if cluster:
            return ScanTarget(name=cluster, kind=TargetKind.CLUSTER)
        return (
            ScanTarget(name=files, kind=TargetKind.FILESYSTEM) if files else from_evidence(self._evidence, TargetKind.CLUSTER)
        )

    def _sum(self, key: str, control: KubescapeControl | None, whole: ScanTarget, place: str) -> None:
        if control is None:
            self._accumulator.drop(EMPTY_ENTRY)
        elif not (control.control_id or key):
            self._accumulator.drop(NO_IDENTIFIER)
        else:
            self._accumulator.add(self._result(control, control.control_id or key, whole, "", place))

    def _object(self, object_: KubescapeObjectResult, whole: ScanTarget, place: str) -> None:
        target, scope = _target(object_.resource_id) or whole, object_.resource_id or ""

        def to_result(control: KubescapeControl, at: str) -> ScanResult | None:
            return self._result(control, control.control_id, target, scope, at) if control.control_id else None

        fold(self._accumulator, object_.controls, place, to_result)

    def _result(self, control: KubescapeControl, identifier: str, target: ScanTarget, scope: str, place: str) -> ScanResult:
        status = control.status
        disposition = status.disposition()
        if disposition is Disposition.ERROR:
            self._silent.add(identifier)
        self._verdicts = self._verdicts or disposition not in _WITHOUT
        factor = self._factors.get(identifier) if control.score_factor is None else control.score_factor
        return ScanResult(
            kind=ResultKind.MISCONFIGURATION,
            identifier=identifier,
            target=target,
            severity=_severity(factor),
            native_severity="" if factor is None else f"{factor:g}",
            disposition=disposition,
            native_status=status.words(),
            scope=scope,
            title=control.name or identifier,
            description=_description(control),
            solution=_solution(control),
            place=place,
        )


def _factors(controls: Mapping[str, KubescapeControl | None]) -> dict[str, float]:
    return {
        control.control_id or key: control.score_factor
        for key, control in controls.items()
        if control and control.score_factor is not None
    }


def _severity(factor: float | None) -> Severity:
    return next((severity for bound, severity in _BANDS if factor is not None and factor >= bound), Severity.UNKNOWN)


def _description(control: KubescapeControl) -> str:
    places = dict.fromkeys(where for path in control.paths() if (where := path.where()))
    listed = "Found at: " + ", ".join(places) if places else None
    return joined("\n", control.status.info, listed)


def _solution(control: KubescapeControl) -> str:
    fixes = (path.fix_path for path in control.paths() if path.fix_path and path.fix_path.path)
    return "\n".join(dict.fromkeys(f"Set {fix.path} to {fix.value}." if fix.value else f"Set {fix.path}." for fix in fixes))


def _target(resource_id: str | None) -> ScanTarget | None:
    """`apps/v1/namespace/Deployment/name`, with a hash of the file before it where the object came from one."""
    if not resource_id:
        return None
    parts = resource_id.rpartition(_API)[2].split("/")
    if len(parts) == _PARTS and parts[4]:
        return kubernetes_object.target(*parts[2:])
    return ScanTarget(name=resource_id, kind=TargetKind.CLUSTER)
