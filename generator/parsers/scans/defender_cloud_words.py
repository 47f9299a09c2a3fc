"""What Microsoft Defender for Cloud says alike in its API and exports: assessments of resources, and sub-assessments
(findings).

https://learn.microsoft.com/en-us/rest/api/defenderforcloud/: an assessment is `Healthy`, `Unhealthy` or `NotApplicable`.
Its severity is that of its metadata; answers without the metadata do not say it.
"""

from generator.model.scan import Disposition, ResultKind
from generator.parsers.scans.field_map import FieldMap

SCANNER = "Microsoft Defender for Cloud"
DISPOSITIONS = {
    "healthy": Disposition.PASSED,
    "completed": Disposition.RESOLVED,
    "notapplicable": Disposition.NOT_APPLICABLE,
    "not applicable": Disposition.NOT_APPLICABLE,
}
ASSESSMENT = FieldMap(
    identifier=("name", "recommendationName", "recommendationDisplayName"),
    kind=ResultKind.MISCONFIGURATION,
    title=("displayName", "metadata.displayName", "recommendationDisplayName"),
    description=("metadata.description", "description", "status.description"),
    solution=("metadata.remediationDescription", "remediationSteps"),
    level=("metadata.severity", "status.severity", "severity"),
    status=("status.code", "state"),
    dispositions=DISPOSITIONS,
    first_seen=("status.firstEvaluationDate", "firstEvaluationDate"),
)
FINDING = FieldMap(
    identifier=("id", "displayName"),
    title=("displayName",),
    description=("description", "impact"),
    solution=("remediation",),
    level=("status.severity",),
    status=("status.code",),
    dispositions=DISPOSITIONS,
    cve=("displayName", "additionalData.cve.title", "additionalData.vulnerabilityDetails.cveId"),
    vector=("additionalData.cve.cvssVectorString",),
    score=("additionalData.cve.cvssScore", "additionalData.cvssV30Score"),
    cvss_source="microsoft",
    package=("additionalData.softwareDetails.packageName", "additionalData.softwareName"),
    version=("additionalData.softwareDetails.version", "additionalData.softwareVersion"),
    fixed=("additionalData.softwareDetails.fixedVersion", "additionalData.fixedVersion"),
)
