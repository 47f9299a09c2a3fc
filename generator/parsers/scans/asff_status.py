"""What a finding in the AWS Security Finding Format says of its own standing.

Four fields speak: `Compliance.Status` (the check), `Workflow.Status` (people), `RecordState` (is it still reported) and
Inspector's own status. https://docs.aws.amazon.com/securityhub/latest/userguide/finding-workflow-status.html and
https://docs.aws.amazon.com/securityhub/latest/userguide/controls-findings-create-update.html.
"""

from generator.model.scan import Disposition
from generator.parsers.scans.asff_wire import Compliance, Finding, ProductFields, Workflow

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


def disposition(finding: Finding) -> Disposition:
    """Open, unless one of the four fields says otherwise.

    Archived goes before passed: the control was switched off, its resource is gone, or nobody has reported it for days, so
    that it no longer proves anything.
    """
    if finding.sample:
        return Disposition.NOT_APPLICABLE
    compliance = finding.compliance or Compliance()
    inspector = (finding.product_fields or ProductFields()).inspector_status
    archived = Disposition.SUPPRESSED if finding.record_state == "ARCHIVED" else None
    found = _INSPECTOR.get(inspector or "") or archived
    if found is None and compliance.status != "PASSED":
        found = _WORKFLOW.get(_workflow(finding))
    return found or _of_check(compliance, finding.generator_id or "")


def native_status(finding: Finding) -> str:
    """`FAILED/NEW/ACTIVE`: compliance, workflow and record state, as far as they are there."""
    compliance = (finding.compliance or Compliance()).status
    return "/".join(filter(None, (compliance, _workflow(finding), finding.record_state)))


def _workflow(finding: Finding) -> str:
    return (finding.workflow or Workflow()).status or ""


def _of_check(compliance: Compliance, generator: str) -> Disposition:
    """Why a check is not available: the rule does not apply, or (Prowler) a person has to look."""
    if compliance.status == "NOT_AVAILABLE":
        if any(reason and reason.reason_code == _NOT_APPLICABLE for reason in compliance.status_reasons or ()):
            return Disposition.NOT_APPLICABLE
        if generator.startswith("prowler-"):
            return Disposition.MANUAL
    return _COMPLIANCE.get(compliance.status or "", Disposition.OPEN)
