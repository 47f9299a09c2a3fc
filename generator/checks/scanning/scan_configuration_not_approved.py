"""The configuration that each scan ran with, and those that were approved.

FedRAMP Vulnerability Scanning Requirements v3.0, section 3, Configuration Settings and Configuration Changes. A pass rests on
decisions/scan-configurations.yaml, in which the provider names an approver: it is stated, also where the report itself carries
the configuration, and the approver's own statement is not read. An approval counts for scans of its day and later. That the
approver is the authorizing official or backed by the assessor is for the reader to see: who is named is shown. What a flag of
the command line changes, and the configuration does not show, is not seen here.
"""

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.facts.scan_configurations import FILE
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.quality import Approval, ScanQuality
from generator.model.verdict_makers import cite, fails, passes, unknown

_STEP = (
    "state in the sidecar with what `configuration` the scan ran, and name the approved one of the scanner in "
    "decisions/scan-configurations.yaml"
)
_NOTE = "Options of the command line that the configuration does not carry are not part of what was compared."

_REQUIREMENT = PostureRequirement(
    id="scan-configuration-not-approved",
    area="Image scanning",
    title="Scanners run as they were approved",
    problem="Scanner configuration not approved",
    asks="Did each scan run with the configuration that was approved for its scanner?",
    rationale="A scan with checks switched off finds less, and its report does not show it.",
    fix="Scan with the approved configuration, or have this one approved and add it to decisions/scan-configurations.yaml.",
    reference="FedRAMP Vulnerability Scanning Requirements, Configuration Settings and Configuration Changes",
    controls=mapped(fedramp="RA-5", ours="CM-6"),
    subjects=("scan", "scans"),
)


def _judge(context: CheckContext) -> Judgment:
    scans = context.facts.scan_quality
    return judged(map(_subject, scans), notes=[_NOTE]) if scans else not_collected("scan reports")


def _subject(scan: ScanQuality) -> JudgedSubject:
    name, cited = scan.evidence.path, cite("File", scan.evidence.path, scan.evidence.source)
    if scan.approval is Approval.APPROVED:
        return passes(name, *cited, certainty=Certainty.STATED, reason=_approver(scan))
    if scan.approval is Approval.UNKNOWN:
        return unknown(name, _unknown(scan), *cited, next_step=_STEP)
    is_later = scan.approval is Approval.LATER
    what = "a configuration that was approved only later" if is_later else "a configuration that was not approved"
    compared = (
        f"approved after the scan ({_approver(scan)})"
        if is_later
        else f"which is none of those approved for {scan.scanner.name}"
    )
    is_stated = any(each.startswith("configuration") for each in scan.stated)
    return fails(
        name,
        f"ran with {what}",
        *cited,
        certainty=Certainty.STATED if is_stated else Certainty.REPORTED,
        title=f"{scan.scanner.name} ran with {what}",
        detail=f"The scan's configuration has the SHA-256 {scan.configuration}, {compared}. A change of a scanner's "
        "configuration needs the authorizing official's approval.",
    )


def _approver(scan: ScanQuality) -> str:
    return f"{scan.approved_by} is named as approver in {scan.approval_place or FILE}"


def _unknown(scan: ScanQuality) -> str:
    if scan.names_result:
        return "what is stated as its configuration is the result of a scan"
    if not scan.approvals:
        return "no configuration of this scanner is approved"
    return "the report carries no configuration" if scan.configuration is None else "the scan is not dated"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=handed_in)
