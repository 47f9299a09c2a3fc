"""One check of Prowler, whatever it was written as, and how it is folded.

https://docs.prowler.com: PASS, FAIL, MANUAL (INFO up to version 3); what a person muted is FAIL and marked (version 4 and
later), else MUTED or WARNING.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.identifiers import ControlId
from generator.model.scan import Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.dates import latest_of
from generator.parsers.scans.entries import controls
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence

_STATUSES = {
    "PASS": Disposition.PASSED,
    "FAIL": Disposition.OPEN,
    "MANUAL": Disposition.MANUAL,
    "INFO": Disposition.MANUAL,
    "MUTED": Disposition.SUPPRESSED,
    "WARNING": Disposition.SUPPRESSED,
}
_KINDS = {"kubernetes": TargetKind.CLUSTER, "github": TargetKind.REPOSITORY, "iac": TargetKind.REPOSITORY}
_UNIQUE = ("arn:", "/", "projects/")
"""How names begin that are one of a kind in a whole cloud."""
_REVISION_5 = "NIST-800-53-Revision-5"
"""The framework's name in Prowler: `prowler/compliance/aws/nist_800_53_revision_5_aws.json`."""
_CONTROL = late_re(r"([A-Za-z]{2})[_-](\d{1,2})(?:[_-](\d{1,2}))?(?![0-9])", re.ASCII)
_NOTHING = "the report holds no check at all"
_ALL_MANUAL = "no check gave a verdict: all are left to a person"


class ProwlerCheck(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One check of one resource."""

    identifier: str
    place: str
    status: str = ""
    muted: bool = False
    severity: str = ""
    title: str = ""
    message: str = ""
    """What Prowler found, in a sentence."""
    risk: str = ""
    advice: str = ""
    provider: str = ""
    account: str = ""
    region: str = ""
    namespace: str = ""
    resource: str = ""
    """ARN or unique id where there is one, else a name."""
    controls: tuple[ControlId, ...] = ()
    taken: datetime | None = None

    @property
    def disposition(self) -> Disposition:
        """An unknown status stays open."""
        disposition = _STATUSES.get(self.status.upper(), Disposition.OPEN)
        return Disposition.SUPPRESSED if self.muted and disposition is Disposition.OPEN else disposition


def controls_of(compliance: object) -> tuple[ControlId, ...]:
    """The controls of SP 800-53 Revision 5 in what Prowler maps a check to, by name of the framework: `sc_7_12` is SC-7(12).

    A part that follows, as in `ac_2_3_a`, is left out. Frameworks of other names and what is no such map say nothing.
    """
    named = compliance.get(_REVISION_5) if isinstance(compliance, Mapping) else None
    ids = named if isinstance(named, Sequence) and not isinstance(named, str) else ()
    matches = (_CONTROL.match(each) for each in ids if isinstance(each, str))
    return controls(*(f"{match[1]}-{match[2]}" + (f"({match[3]})" if match[3] else "") for match in matches if match))


def compliance_of(cell: str) -> Mapping[str, Sequence[str]]:
    """Of a cell of the CSV: `CIS-2.0: 1.20 | NIST-800-53-Revision-5: ac_2_1, cm_8`."""
    entries = (entry.partition(": ") for entry in cell.split(" | "))
    return {name.strip(): [each.strip() for each in ids.split(",")] for name, _, ids in entries if ids}


def accumulator_of(evidence: EvidenceFile, version: str | None = None) -> ScanAccumulator:
    """What the checks of one report are counted in."""
    return ScanAccumulator(evidence, Scanner(name="Prowler", version=version or None))


def snapshot(accumulator: ScanAccumulator, checks: Iterable[ProwlerCheck | None], evidence: EvidenceFile) -> ScanSnapshot:
    """Every check counted."""
    dispositions, taken = set(), None
    for check in checks:
        if check is None:
            accumulator.drop(EMPTY_ENTRY)
        elif not check.identifier:
            accumulator.drop(NO_IDENTIFIER)
        else:
            accumulator.add(_result(check, evidence))
            dispositions.add(check.disposition)
            taken = latest_of((taken, check.taken))
    failure = None if dispositions - {Disposition.MANUAL} else _ALL_MANUAL if dispositions else _NOTHING
    return accumulator.finish(taken, failure=failure)


def _result(check: ProwlerCheck, evidence: EvidenceFile) -> ScanResult:
    return ScanResult(
        kind=ResultKind.MISCONFIGURATION,
        identifier=check.identifier,
        target=_target(check, evidence),
        severity=severity(check.severity),
        native_severity=check.severity,
        disposition=check.disposition,
        native_status=f"{check.status} (muted)" if check.muted else check.status,
        scope=check.region,
        title=check.title,
        description="\n\n".join(filter(None, (check.message, check.risk))),
        solution=check.advice,
        controls=check.controls,
        place=check.place,
    )


def _target(check: ProwlerCheck, evidence: EvidenceFile) -> ScanTarget:
    """The resource, with its account where its name alone could stand for several; else the account."""
    kind = _KINDS.get(check.provider.lower(), TargetKind.CLOUD)
    before = check.namespace or ("" if check.resource.startswith(_UNIQUE) else check.account)
    name = check.resource if before == check.resource else "/".join(filter(None, (before, check.resource)))
    if not name:
        return from_evidence(evidence, kind)
    return ScanTarget(name=name, kind=TargetKind.WORKLOAD if check.namespace else kind)
