"""Tables 3.1, 11.1, 12.1, K.1 and L.1 of a System Security Plan, from system.yaml.

Columns: FedRAMP SSP template v1.1 (2023-10-13).
"""

from collections.abc import Mapping
from types import MappingProxyType

from generator.model.plan import PlanStatements
from generator.model.system import ControlBaseline, System
from generator.narrative.plan_places import DESCRIPTION
from generator.oscal.appendices import appendix_title
from generator.renderers.ssp.people import pairs
from generator.renderers.ssp.prose import prose
from generator.renderers.ssp.rows import PlanStatement, PlanTable, texts
from generator.text import form_date

MODELS: Mapping[str, str] = MappingProxyType({"saas": "SaaS", "paas": "PaaS", "iaas": "IaaS", "other": "Other"})
PATHS: Mapping[str, str] = MappingProxyType(
    {
        "fedramp-agency": "Agency Authorization",
        "fedramp-jab": "Joint Authorization Board Provisional Authorization",
        "fedramp-li-saas": "Agency Authorization (LI-SaaS)",
    }
)
_BLANK = "–"

_OURS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "A": ("FedRAMP Security Controls", "Appendix-A-Security-Controls.docx"),
        "B": ("Related Acronyms", ""),
        "E": ("Digital Identity Worksheet", ""),
        "J": ("CIS and CRM Workbook", "Appendix-J-CIS-CRM.xlsx"),
        "K": ("FIPS 199 Worksheet", ""),
        "M": ("Integrated Inventory Workbook", "Appendix-M-Integrated-Inventory-Workbook.xlsx"),
        "O": ("POA&M", "Appendix-O-POAM.xlsx"),
        "Q": ("Cryptographic Modules Table", "Appendix-Q-Cryptographic-Modules.docx"),
    }
)
"""Appendices that atopack writes: title and file name; without a file it stands inside the plan."""
_INSIDE = "Included within the SSP"
_ON_ONE_PAGE = 15
"""Rows of a line or two that a landscape page holds."""
_NOT_FOR_TAILORED = frozenset("CDFGHI")


def information(system: System, provider: str) -> PlanTable:
    """Table 3.1."""
    plan, identity = system.plan, system.plan.identity
    since = plan.operational_since
    rows = (
        ("CSP Name:", PlanStatement(text=provider, key="system.provider")),
        ("CSO Name:", PlanStatement(text=_named(system))),
        ("FedRAMP Package ID:", PlanStatement(text=plan.package_id or "", key="plan.package-id")),
        ("Service Model:", PlanStatement(text=_model(system), key="system.service-model")),
        (
            "Digital Identity Level (DIL) Determination (SSP Appendix E):",
            PlanStatement(
                text=f"IAL{identity.identity}/FAL{identity.federation}/AAL{identity.authenticator}" if identity else "",
                key="plan.digital-identity",
            ),
        ),
        (
            "FIPS PUB 199 Level (SSP Appendix K):",
            PlanStatement(text=system.baseline.label if system.is_categorized else "", key="system.impact-level"),
        ),
        ("Fully Operational as of:", PlanStatement(text=form_date(since) if since else "", key="plan.operational-since")),
        ("Deployment Model:", PlanStatement(text=_deployment(system), key="system.deployment-model")),
        (
            "Authorization Path:",
            PlanStatement(text=PATHS.get(plan.authorization_type or "", ""), key="plan.authorization-type"),
        ),
        ("General System Description:", prose(system, DESCRIPTION, system.description)),
    )
    return pairs("3.1", "System Information", "System Information", rows)


def _named(system: System) -> str:
    """With its abbreviation, where it has one."""
    return f"{system.name} ({system.short_name})" if system.short_name not in ("", system.name) else system.name


def _model(system: System) -> str:
    return "LI-SaaS" if system.baseline is ControlBaseline.LI_SAAS else MODELS.get(system.service_model or "", "")


def _deployment(system: System) -> str:
    words = (system.deployment_model or "").replace("-only-", "-Only ").replace("-", " ")
    return "Government-Only Cloud" if words.startswith("government") else words.title()


def revisions(plan: PlanStatements) -> PlanTable:
    """The document's own history."""
    return PlanTable(
        number="",
        title="Document Revision History",
        header=("Date", "Description", "Version", "Author"),
        rows=tuple(texts(form_date(row.day), row.description, row.version, row.author) for row in plan.revisions),
        widths=(1.0, 3.2, 0.8, 1.5),
        none=PlanStatement(key="plan.revisions"),
    )


def duties(system: System) -> PlanTable:
    """Table 11.1: a column for each kind of user."""
    users, stated = system.plan.users, system.plan.duties
    room = 9.0 - 2.6
    return PlanTable(
        number="11.1",
        title=f"{system.name} Separation of Duties",
        header=("Duty Description", *(user.title for user in users)),
        rows=tuple(texts(row.description, *("X" if user.id in row.users else "" for user in users)) for row in stated),
        widths=(2.6, *([round(room / max(len(users), 1), 2)] * len(users))),
        landscape=True,
        together=len(stated) <= _ON_ONE_PAGE,
        none=PlanStatement(key="plan.separation-of-duties" if users else "plan.users"),
    )


def appendices(system: System, files: frozenset[str]) -> PlanTable:
    """Table 12.1; `files` are those of this package."""
    written = dict(system.plan.appendices)
    rows = [_appendix(letter, system, written, files) for letter in "ABCDEFGHIJKLMNOPQ"]
    return PlanTable(
        number="12.1",
        title="SSP Required Appendices",
        header=("Appendix Name", "Filename"),
        rows=tuple(rows),
        widths=(3.6, 2.9),
    )


def _appendix(letter: str, system: System, written: Mapping[str, str], files: frozenset[str]) -> tuple[PlanStatement, ...]:
    if letter in _OURS:
        title, name = _OURS[letter]
        missing = "Not part of this package"
        return texts(f"Appendix {letter}: {title}", (name if name in files else missing) if name else _INSIDE)
    title = appendix_title(letter)
    if letter in written:
        return texts(title, written[letter])
    if letter == "C" and (system.plan.policies or system.plan.procedures):
        policies, procedures = (sorted({path for _, path in rows}) for rows in (system.plan.policies, system.plan.procedures))
        return texts(title, ", ".join(dict.fromkeys((*policies, *procedures))))
    if letter == "L":
        return texts(title, _INSIDE)
    if system.baseline is ControlBaseline.LI_SAAS and letter in _NOT_FOR_TAILORED:
        return texts(title, "Not required for LI-SaaS")
    return PlanStatement(text=title), PlanStatement(key=f"plan.appendices.{letter}")


def information_types(system: System) -> PlanTable:
    """Table K.1."""
    goals = ("Confidentiality", "Integrity", "Availability")
    return PlanTable(
        number="K.1",
        title=f"{system.name} Applicable Information Types with Security Impact Levels Using NIST SP 800-60 V2 R1",
        header=(
            "Information Type",
            *(f"NIST SP 800-60 V2 R1 Recommended {goal} Impact Level" for goal in goals),
            *(f"CSP Selected {goal} Impact Level" for goal in goals),
            "Statement for Impact Adjustment Justification",
        ),
        rows=tuple(
            texts(
                f"{row.id} {row.name}" if row.id else row.name,
                *(choice.recommended.value.capitalize() for choice in (row.confidentiality, row.integrity, row.availability)),
                *(choice.selected.value.capitalize() for choice in (row.confidentiality, row.integrity, row.availability)),
                row.justification or _BLANK,
            )
            for row in system.plan.information_types
        ),
        widths=(1.1, 1.12, 1.12, 1.12, 1.12, 1.12, 1.12, 1.18),
        landscape=True,
        none=PlanStatement(key="plan.information-types"),
    )


def laws(system: System) -> PlanTable:
    """Table L.1."""
    return PlanTable(
        number="L.1",
        title=f"{system.name}-specific Laws and Regulations",
        header=("Number", "Title", "Date"),
        rows=tuple(texts(row.number, row.title, form_date(row.day) if row.day else _BLANK) for row in system.plan.laws),
        widths=(1.4, 4.1, 1.0),
        none=PlanStatement(key="plan.laws"),
    )
