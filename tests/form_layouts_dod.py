"""The layouts of the eMASS POA&M import templates and of our own CMMC plan: facts of the forms, explained in our own words."""

from generator.frameworks.emass import ACCEPTED, COLUMNS, COMPLETED, ONGOING
from generator.model.dod import EmassComponent
from tests.form_layouts import Field, fields_of

_LEVELS = ("Very Low", "Low", "Moderate", "High", "Very High")
_RATED = frozenset({"Raw Severity", "Severity", "Relevance of Threat", "Likelihood", "Impact", "Residual Risk Level"})
_WIDE = {"Control Vulnerability Description": 60, "Comments": 48, "Devices Affected": 44, "Recommendations": 44}
_SHORT = {
    "POA&M Item ID": 12,
    "Milestone ID": 12,
    "POA&M Status": 14,
    "Milestone Status": 14,
    "Raw Severity": 12,
    "Controls / APs": 16,
}


def emass_fields(component: EmassComponent) -> tuple[Field, ...]:
    """The columns of one of the three, in order."""
    return tuple(_field(header) for header in COLUMNS[component])


def _field(header: str) -> Field:
    choices: tuple[str, ...] = _LEVELS if header in _RATED or header.startswith("Resulting Residual") else ()
    if header == "POA&M Status":
        choices = (ONGOING, ACCEPTED, COMPLETED)
    if header == "Milestone Status":
        choices = (ONGOING, COMPLETED)
    return Field(
        header=header,
        width=_WIDE.get(header) or _SHORT.get(header) or 22,
        needed="",
        choices=choices,
        date=header.endswith("Date"),
        example=None,
        explanation="",
    )


EMASS_RULES = (
    (
        "What this is",
        "Rows for eMASS's POA&M import. eMASS takes its own template only: copy the rows into yours.",
    ),
    ("IDs", "eMASS gives ids to items and milestones. Leave both columns empty for new ones."),
    ("Milestones", "Each has a row. Only the first row of an item has the item's own cells."),
    ("Ongoing", "Needs a milestone, none of them due after the item."),
    ("Risk Accepted", "Needs comments and no milestone, and only once the authorizing official has accepted the risk."),
    ("Completed", "Needs comments, and every milestone completed with its date."),
    ("Several values", "Separated by semicolons."),
    ("Required", "Office/Org, Resources Required, Identification Source and a description in every item."),
    ("Severities", "Very Low, Low, Moderate, High, Very High."),
)

CMMC: tuple[Field, ...] = fields_of(
    """
Requirement | 18 | | | | The requirement's id, which is the entry's id as well.
Title | 28 | | | | Its name.
Points | 8 | | | | What NOT MET costs: 32 CFR 170.24(c)(2).
Objectives NOT MET | 20 | | | | Objectives of SP 800-171A; blank where the whole was judged.
Weakness | 44 | | | | What was found.
May stand on a POA&M | 18 | | stand | | Yes, or blocks Conditional.
Why | 36 | | | | The rule that says so.
Assessed by | 26 | | | | Who found it, and as what.
Assessed on | 13 | | date | | When.
Evidence | 40 | | | | What the finding rests on.
Remediation Plan | 40 | | | | What will be done.
Owner | 20 | | | | Who is responsible.
Resources Required | 20 | | | | People, money or tools beyond the usual.
Scheduled Completion Date | 14 | | date | | When it will be done.
Close-out Due | 14 | | date | | 180 days after the Conditional CMMC Status Date.
Status | 18 | | | | Open, or late since a day.
""",
    {"stand": ("Yes", "blocks Conditional")},
)
CMMC_STANDING: tuple[Field, ...] = fields_of(
    """
Question | 46 | | | | What is asked.
Answer | 90 | | | | The status of the system.
"""
)
CMMC_RULES = (
    ("Scope", "Every requirement that is NOT MET, including those that may not be on a plan: 32 CFR 170.24(c)(2)(i)(B)(6)."),
    ("Blocks Conditional", "A value above 1, or named in 32 CFR 170.21(a)(2)(iii). One of them bars the status at any score."),
    ("Exception", "SC.L2-3.13.11 may be listed where encryption is employed and is not FIPS-validated."),
    ("Conditional", "88 points or more, and nothing that blocks."),
    ("Close-out", "Within 180 days of the Conditional CMMC Status Date, or the status expires: 32 CFR 170.21(b)."),
    ("Determinations", "Named persons. No requirement is determined to be MET by a tool."),
)
