"""The columns of FedRAMP's POA&M workbook by what their headers say, and which of them people write.

POA&M Template v3.0 (2025-11-17) and v2.1 (2024-03-29): most headers are alike, none stands at the same letter in both.
"""

from generator.ledger.item import LedgerItem

ID = "POAM ID"
CONTROLS = "Controls"
NAME = "Weakness Name"
DESCRIPTION = "Weakness Description"
DETECTOR = "Weakness Detector Source"
IDENTIFIER = "Weakness Source Identifier"
ASSETS = "Asset Identifier"
CONTACT = "Point of Contact"
RESOURCES = "Resources Required"
PLAN = "Remediation Plan"
DETECTED = "Original Detection Date"
DUE = "Scheduled Completion Date"
MILESTONES = "Planned Milestones"
CHANGES = "Milestone Changes"
STATUS_DATE = "Status Date"
VENDOR = "Vendor Dependency"
CHECK_IN = "Last Vendor Check-in Date"
PRODUCT = "Vendor Dependent Product Name"
RATING = "Original Risk Rating"
ADJUSTED = "Adjusted Risk Rating"
ADJUSTMENT = "Risk Adjustment"
FALSE_POSITIVE = "False Positive"
OPERATIONAL = "Operational Requirement"
RATIONALE = "Deviation Rationale"
DOCUMENTS = "Supporting Documents"
COMMENTS = "Comments"
APPROVE = "Auto-Approve"
TRACKING = "Binding Operational Directive 22-01 tracking"
TRACKING_DUE = "Binding Operational Directive 22-01 Due Date"
CVE = "CVE"
SERVICE = "Service Name"

SPELLINGS = {PLAN: ("Overall Remediation Plan",)}
"""Other headers of the same column."""

REQUIRED = (
    ID, CONTROLS, NAME, DESCRIPTION, DETECTOR, IDENTIFIER, ASSETS, CONTACT, RESOURCES, PLAN, DETECTED, DUE, STATUS_DATE, VENDOR,
    CHECK_IN, PRODUCT, RATING, ADJUSTED, ADJUSTMENT, FALSE_POSITIVE, OPERATIONAL, RATIONALE, DOCUMENTS, COMMENTS, TRACKING,
    TRACKING_DUE, CVE,
)  # fmt: skip
"""In every layout since v2.0."""
OPTIONAL = (MILESTONES, CHANGES, APPROVE, SERVICE)
"""In v2.1 only."""

HUMAN = (CONTACT, RESOURCES, PLAN, MILESTONES, CHANGES, STATUS_DATE, RATIONALE, DOCUMENTS, COMMENTS, APPROVE, SERVICE)
"""What people write and a scan cannot know. Any further column to the right is theirs as well."""
DATES = frozenset({DETECTED, DUE, STATUS_DATE, CHECK_IN, TRACKING_DUE})


def written_of(item: LedgerItem, header: str) -> str:
    """What a person wrote there; empty where nothing is written."""
    if not item.written:
        return ""
    return next((text for name, text in item.written if name == header), "")
