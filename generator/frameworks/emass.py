"""eMASS's POA&M import templates of the Navy, the Army and the Marine Corps: their columns, and what eMASS refuses.

Facts of the three templates (one sheet, `POA&M`: headers in row 7, data from row 8, column A empty) and of their instructions
1 to 22. eMASS checks its own template's hidden metadata, so rows go into the user's own downloaded file.
"""

from collections.abc import Mapping

from generator.model.dod import EmassComponent
from generator.model.scan import Severity

SHEET, HEADER_ROW, FIRST_ROW = "POA&M", 7, 8
LONGEST = 2_000
"""Characters of a description, comment, mitigation or source (eMASS API v3.22, POA&M)."""

COMMON = (
    "POA&M Item ID", "Control Vulnerability Description", "Controls / APs", "Security Checks", "POA&M Status",
    "POA&M Scheduled Completion Date", "POA&M Requested Risk Accepted Expiration Date", "POA&M Completion Date", "Milestone ID",
    "Milestone Description", "Milestone Status", "Milestone Status Comments", "Milestone Scheduled Completion Date",
    "Milestone Completion Date", "Identification Source", "Identification Source Details", "Office/Org", "Resources Required",
    "Comments", "Raw Severity", "Devices Affected",
)  # fmt: skip
"""Columns B to V of all three."""
MITIGATIONS = "Mitigations"
NAVY_MITIGATIONS = "Mitigations (in-house and in conjunction with the Navy CSSP)"

_RISK = ("Likelihood", "Impact", "Impact Description", "Residual Risk Level", "Recommendations")
_RELEVANCE = ("Severity", "Relevance of Threat")
_MARINE = ("Predisposing Conditions", *_RELEVANCE, "Threat Description", *_RISK)
_RESOURCES = (
    "Identified in CFO Audit or other review", "Personnel Resources: Cost Code", "Personnel Resources: Funded Base Hours",
    "Personnel Resources: Unfunded Base Hours", "Personnel Resources: Non-Funding Obstacle",
    "Personnel Resources: Non-Funded Obstacle Other Reason", "Non-Personnel Resources: Cost Code",
    "Non-Personnel Resources: Funded Amount", "Non-Personnel Resources: Unfunded Amount",
    "Non-Personnel Resources: Non-Funding Obstacle", "Non-Personnel Resources: Non-Funding Obstacle Other reason",
)  # fmt: skip
COLUMNS: Mapping[EmassComponent, tuple[str, ...]] = {
    EmassComponent.NAVY: (*COMMON, NAVY_MITIGATIONS, *_MARINE, "Resulting Residual Risk after Proposed Mitigations"),
    EmassComponent.ARMY: (*COMMON, MITIGATIONS, *_RELEVANCE, *_RISK, *_RESOURCES),
    EmassComponent.MARINE_CORPS: (*COMMON, MITIGATIONS, *_MARINE),
}
"""Every column from B on, in order."""
NEEDS_CHECKS = frozenset({EmassComponent.NAVY})
"""Security Checks must not be blank (Navy template, instruction 5)."""

SEVERITIES = {
    Severity.CRITICAL: "Very High",
    Severity.HIGH: "High",
    Severity.MODERATE: "Moderate",
    Severity.LOW: "Low",
    Severity.INFORMATIONAL: "Very Low",
}
"""The five words of Raw Severity; the scanner's own severity before any mitigation."""

ONGOING, ACCEPTED, COMPLETED = "Ongoing", "Risk Accepted", "Completed"
"""Ongoing and Completed need a milestone; Risk Accepted may have none and needs Comments, as Completed does."""
