r"""The layouts of the Deviation Request Form v2.1 of 2024-08-08 and of the Risk Exposure Table v2.4 of 2024-03-29: facts of the
FedRAMP forms, explanations in our own words. A line is what `form_layouts` says.
"""

from generator.frameworks.deviation_request import METRICS, FormQuestion
from tests.form_layouts import Field, fields_of

METRIC_CHOICES = {f"metric-{question}": tuple(form for form, _ in words.values()) for question, words in METRICS.items()}


def _explained(header: str, question: FormQuestion) -> str:
    what = header.removeprefix("Impact Metrics: ").lower()
    return (
        f"{header} | 16 | | metric-{question} | | The metric as it is in this system.\n"
        f"{header} Explanation | 30 | | | | Why the {what} is so in this system."
    )


_METRIC_LINES = "\n".join(
    (
        _explained("Attack Vector", FormQuestion.ATTACK_VECTOR),
        _explained("Attack Complexity", FormQuestion.ATTACK_COMPLEXITY),
        _explained("Privileges Required", FormQuestion.PRIVILEGES),
        _explained("User Interaction", FormQuestion.INTERACTION),
        _explained("Impact Metrics: Confidentiality", FormQuestion.CONFIDENTIALITY),
        _explained("Impact Metrics: Integrity", FormQuestion.INTEGRITY),
        _explained("Impact Metrics: Availability", FormQuestion.AVAILABILITY),
        _explained("Remediation Level", FormQuestion.REMEDIATION),
    )
)
_REVIEWS = "\n".join(
    f"{who} Review \\nStatus | 12 | | review | | Only FedRAMP writes here.\n"
    f"{who} Reviewer\\nName | 16 | | | | Only FedRAMP writes here.\n"
    f"{who} Status Date | 12 | | date | | Only FedRAMP writes here.\n"
    f"{who} Comments | 26 | | | | Only FedRAMP writes here."
    for who in ("GSA", "DOD", "DHS")
)

DEVIATIONS: tuple[Field, ...] = fields_of(
    rf"""
DR Number | 22 | | | | One number for each request.
POA&M ID | 18 | | | | The item's ID. One item a row.
Scan ID | 18 | | | | What the scanner calls it.
CVE | 18 | | | | CVE numbers, one on each line.
Assets Impacted | 40 | | | | As in the inventory, one on each line.
Vulnerability Name | 30 | | | | As in the POA&M.
Vulnerability Source | 18 | | | | The scanner.
Initial Risk Rating | 12 | | level | | As detected.
CVSS Base Score | 10 | | | | From NVD.
Original Detection Date | 13 | | date | | As in the POA&M.
Tool-Provided Vulnerability Description | 44 | | | | The scanner's own text.
Tool-Provided Recommeded Action | 32 | | | | The scanner's own text.
CSP-Provided Vulnerability Information (Optional) | 32 | | | | What you know beyond the scanner.
Type of DR | 9 | | type | | FP, OR, RA, or OR RA for both together.
Requested Risk Rating/Impact\s | 14 | | level | | The rating that is asked for.
Adjusted CVSS Score | 10 | | | | The score with the metrics to the right.
DR Submission Date | 13 | | date | | When the request is handed in.
DR Rationale | 36 | | | | Why the deviation is requested.
Evidence Description | 30 | | | | What the attachments show.
List of Evidence Attachments | 26 | | | | File names, one on each line.
Operational Impact\nStatement | 30 | | | | What would break if it were fixed.
Justification | 30 | | | | Why a Moderate may stay as it is.
List of Operational\nRequirement Attachments | 26 | | | | File names, one on each line.
{_METRIC_LINES}
List of Risk Reduction | 26 | | | | File names, one on each line.
Additional Information | 30 | | | | Anything else.
Deviation Status | 12 | | status | | Where the request stands.
Date Submitted to JAB TRs | 13 | | date | | Only FedRAMP writes here.
{_REVIEWS}
CSP Comments | 26 | | | | Your remarks.
3PAO Comments | 26 | | | | The assessor's remarks.
""",
    {
        **METRIC_CHOICES,
        "type": ("FP", "OR", "OR RA", "RA"),
        "status": ("Pending", "N/A", "Approved", "Rejected", "Withdrawn"),
        "review": ("Approved", "Rejected", "Pending"),
    },
)
DEVIATION_GROUPS = (  # text of row 9, and how many columns it spans
    ("", 1),
    ("The vulnerability: one POA&M item a row", 12),
    ("The request", 5),
    ("For a false positive", 2),
    ("For an operational requirement", 3),
    ("For a risk adjustment: CVSS environmental metrics", 17),
    ("", 1),
    ("FedRAMP's review", 16),
)
DEVIATION_LABELS = (
    (2, ("CSP Name", "System Name", "Impact Level", "", "DR Submission Date")),
    (6, ("Name", "Title", "Phone", "Email")),
)
DEVIATION_RULES = (
    (
        "Purpose",
        "A false positive (FP), an operational requirement (OR), a risk adjustment (RA), or OR with RA.",
    ),
    ("High", "An operational requirement is not granted while the risk is High: reduce the risk first and request both."),
    ("Vendor dependencies", "No request: they stay open in the POA&M, with a check-in with the vendor every 30 days."),
    ("Until a decision", "The POA&M says Pending. Only an approval changes how the weakness is treated."),
    ("Before submission", "Remove this sheet."),
)

_RET = r"""
POA&M ID | 18 | Mandatory | | V-12 | The same ID as in the POA&M.
Controls | 16 | Mandatory | | RA-5, SI-2 | Affected controls, separated by commas.
Weakness Name | 30 | Mandatory | | | The scanner's title, or a few words.
Weakness Description | 44 | Mandatory | | | What is wrong; for a scan result what it reports.
Weakness Detector Source | 20 | Mandatory | | | The scanner, test, interview or document review.
Weakness Source Identifier | 20 | Situational | | | The detector's own id.
Asset Identifier | 40 | Mandatory | | | As in the inventory, one on each line.
Original Detection Date | 14 | Mandatory | date | | When it was first seen.
"""
EXPOSED: tuple[Field, ...] = fields_of(
    _RET
    + r"""
Vendor Dependency | 13 | Mandatory | yes-no | | Does the fix wait for a vendor?
Vendor Dependent Product Name | 22 | Situational | | | The product.
Original Risk Rating | 12 | Mandatory | level | | As detected.
Adjusted Risk Rating | 12 | Situational | level-na | | As approved.
Risk Adjustment | 13 | Situational | state | | Yes after approval, Pending until then.
False Positive | 13 | Situational | state | | Yes after approval, Pending until then.
Operational Requirement | 14 | Situational | state | | Yes after approval, Pending until then.
Deviation Rationale | 30 | Situational | | | Why, with what lowers likelihood or impact.
Comments | 36 | Situational | | | Anything else.
Service Name | 18 | Situational | | | Services it concerns, All, or Internal.
"""
)
CORRECTED: tuple[Field, ...] = fields_of(
    _RET.replace("POA&M ID", "POAM ID")
    + r"""
False Positive | 13 | Situational | state | | Yes where it turned out to be none.
Remediation Description\s | 32 | Mandatory | | | What was done.
Verification Statement/\nTesting Procedure | 36 | Mandatory | | | How it was shown to be gone.
Service Name | 18 | Situational | | | Services it concerns, All, or Internal.
"""
)
RET_LABELS = ("CSP", "System Name", "Impact Level")
RET_RULES = (
    (
        "Whose document it is",
        "The assessor's. The provider's information is filled in; the assessor completes it and is responsible for it.",
    ),
    ("IDs", "A risk has the same ID here and in the POA&M."),
    ("Configuration", "Each deficiency has its row, beside the item for CM-6."),
    ("Before submission", "Remove this sheet."),
)
