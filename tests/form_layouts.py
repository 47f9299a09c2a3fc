r"""The layouts of the forms that `make_templates` makes: facts of the FedRAMP forms, explanations in our own words.

Sheet names, headers, rows and allowed values are those of the POA&M template 3.0 of 2025-11-17 and the Integrated
Inventory Workbook 3.1 of 2024-12-06. A line is: header | width | needed | kind | example | explanation. `\n` and `\s` in a
header are the line break and the trailing space that the official header has.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

_CHOICES = {
    "yes-no": ("Yes", "No"),
    "state": ("Yes", "No", "Pending"),
    "level": ("Low", "Moderate", "High"),
    "level-na": ("Low", "Moderate", "High", "N/A"),
}


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a form."""

    header: str
    width: float
    needed: str
    choices: tuple[str, ...]  # what a drop-down list offers
    date: bool
    example: str | dt.date | None
    explanation: str


def fields_of(text: str, choices: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> tuple[Field, ...]:
    """The fields of a layout, one a line; `choices` are kinds of its own."""
    return tuple(_field(line, {**_CHOICES, **choices}) for line in text.splitlines() if line.strip())


def _field(line: str, kinds: Mapping[str, tuple[str, ...]]) -> Field:
    header, width, needed, kind, example, explanation = (part.strip() for part in line.split("|"))
    return Field(
        header=header.replace("\\n", "\n").replace("\\s", " "),
        width=float(width),
        needed=needed,
        choices=kinds.get(kind, ()),
        date=kind == "date",
        example=dt.date.fromisoformat(example) if kind == "date" and example else example or None,
        explanation=explanation,
    )


_POAM = """
POAM ID | 16 | Mandatory | | V-12 | One ID for each item; it is never used again.
Controls | 16 | Mandatory | | RA-5, SI-2 | Affected controls, separated by commas.
Weakness Name | 32 | Mandatory | | CVE-2026-0001 in libexample | A short name; for a scan result the scanner's own title.
Weakness Description | 48 | Mandatory | | The image holds libexample 1.2. | What is wrong, where, and what it allows.
Weakness Detector Source | 20 | Mandatory | | Trivy 0.60 | The scanner, test or person that found it.
Weakness Source Identifier | 22 | Situational | | CVE-2026-0001 | The detector's own id. Blank when it has none.
Asset Identifier | 44 | Mandatory | | registry.example/app/api:1.4.2 | As in the inventory, one on each line.
Point of Contact | 22 | Mandatory | | A. Person, platform team | Who is responsible for the remediation.
Resources Required | 20 | Situational | | | People, money or tools beyond the usual. Blank when none.
{plan} | 40 | Mandatory | | Rebuild on the patched base image by <date>. | Steps with their dates.
Original Detection Date | 14 | Mandatory | date | 2026-01-05 | The first time it was seen. Stays as it is.
Scheduled Completion Date | 14 | Mandatory | date | 2026-02-04 | Calculated from rating and first detection.
Status Date | 14 | Mandatory | date | 2026-01-31 | When this row last changed.
Vendor Dependency | 13 | Mandatory | yes-no | No | Does the fix wait for a vendor?
Last Vendor Check-in Date | 14 | Situational | date | | The latest contact; due every 30 days.
Vendor Dependent Product Name | 22 | Situational | | | The product, when the fix waits for its vendor.
Original Risk Rating | 12 | Mandatory | level | High | As detected. Critical counts as High.
Adjusted Risk Rating | 12 | Situational | level-na | | Blank unless it was adjusted.
Risk Adjustment | 13 | Situational | state | No | Yes after approval, Pending until then.
False Positive | 13 | Situational | state | No | Yes after approval: the item is then closed.
Operational Requirement | 14 | Situational | state | No | Yes after approval; the item stays open.
Deviation Rationale | 30 | Situational | | | Why the rating is adjusted or the weakness has to stay.
Supporting Documents | 24 | Situational | | | Names of the files that support this row.
Comments | 36 | Situational | | | Anything else a reader needs to know.
Binding Operational Directive 22-01 tracking | 17 | Situational | | | Yes when CISA lists it as exploited.
Binding Operational Directive 22-01 Due Date | 17 | Situational | date | | The due date that CISA gives.
CVE | 18 | Situational | | CVE-2026-0001 | CVE numbers, one on each line.
"""
OPEN_ITEMS = fields_of(_POAM.replace("{plan}", "Remediation Plan"))
OTHER_ITEMS = fields_of(_POAM.replace("{plan}", "Overall Remediation Plan"))  # sheets Closed and Configuration Findings
PL2_FINDINGS = fields_of(r"""
Deficiency ID | 18 | Mandatory | | PL-2.1 | The assessor's ID.
Deficiency Name\s | 30 | Mandatory | | Boundary diagram incomplete | The assessor's name for it.
Deficiency Description | 48 | Mandatory | | Two external services are not drawn. | What the assessor found.
Remediation Plan/Description | 48 | Mandatory | | Both were drawn on <date>. | What is or was done.
Remediation Date | 16 | Situational | date | 2026-02-01 | When it was done; blank until then.
""")
POAM_LABELS = (
    ("Cloud Service Provider", "The provider's name as in the SSP."),
    ("Cloud Service Offering", "The system's name as in the SSP."),
    ("Impact Level", "LI-SaaS, Low, Moderate or High."),
    ("POA&M Date", "The date of this submission."),
)
POAM_RULES = (
    ("What belongs here", "At an initial authorization every risk of the assessment, late or not."),
    ("", "Afterwards scan results that are past due, and all that was found in another way or has a deviation request."),
    ("How much is one item", "One vulnerability as the scanner numbers it, on all assets with the same first detection date."),
    ("", "The same vulnerability on further assets, found later, may be an item of its own."),
    ("How long", "High 30 days, moderate 90 days, low 180 days from the first detection. A CISA due date comes first."),
    ("Configuration findings", "Each has its row on the sheet Configuration Findings."),
    ("", "While one of them is open, Open POA&M Items holds an item for CM-6 that stands for them."),
    ("Deviations", "Pending when the request is handed in, Yes when it is approved, No when it is refused."),
    ("", "An approved false positive is closed; risk adjustments and operational requirements stay open."),
    ("Closing an item", "Move the whole row to Closed POA&M Items and keep its ID."),
    ("Columns", "Keep their names and their order. Columns of your own go to the right."),
)

INVENTORY = fields_of(r"""
UNIQUE ASSET IDENTIFIER | 44 | Every row | | | Containers: repository/image:version. The same text in scans and POA&M.
IPv4 or IPv6 Address | 60 | Every row | | | Addresses, one on each line. Containers: the image's digests.
Virtual | 9 | | yes-no | | Yes or No.
Public | 9 | | yes-no | | Yes when it is reached from outside the boundary, else No.
DNS Name or URL | 28 | | | | When it has one, and always when scans identify it by that.
NetBIOS Name | 15 | | | | When it has one.
MAC Address | 18 | | | | When it has one.
Authenticated Scan | 14 | | yes-no | | Hosts and containers: is it scanned with credentials?
Baseline Configuration Name | 28 | Every row | | | The benchmark or baseline it is hardened to.
OS Name and Version | 22 | | | | Hosts and containers.
Location | 18 | | | | Data center or region of a host; blank for containers.
Asset Type | 16 | | | | What it is in one or two words, without product names.
Hardware Make/Model | 18 | | | | Hosts.
In Latest Scan | 10 | | yes-no | | Yes or No.
Software/ Database Vendor | 20 | | | | The vendor; Open Source when there is none.
Software/ Database Name & Version | 24 | | | | Product and version.
Patch Level | 14 | | | | When it has one.
Diagram Label | 22 | Every row | | | Its label in the boundary diagram.
Comments | 36 | | | | Anything else a reader needs to know.
Serial #/Asset Tag# | 18 | | | | Hosts; blank for containers.
VLAN/\nNetwork ID | 16 | | | | Hosts; blank for containers.
System Administrator/ Owner | 22 | High systems | | | A name or role.
Application Administrator/ Owner | 22 | | | | A name or role.
Function | 30 | Every row | | | What it does for the system.
End-of-Life\s | 13 | | date | | The date on which support ends, when one is known.
""")
INVENTORY_GROUPS = (  # text of row 1, and how many columns it spans
    ("All Inventories", 5),
    ("OS/Infrastructure Inventory", 9),
    ("Software and Database Inventories", 3),
    ("Any Inventory", 8),
)
INVENTORY_RULES = (
    ("What is an asset", "A host by its address; software and databases by their name."),
    ("", "A container by its class, which is the image in the registry, not the instance that runs."),
    ("One name everywhere", "The identifier is the text that the scanners report, and the POA&M uses the same one."),
    ("Several values in a cell", "One on each line (Alt+Enter)."),
    ("What does not apply", "Leave the cell blank."),
)
