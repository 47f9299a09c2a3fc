"""What our own System Security Plan says in every package: in our words, beside FedRAMP's headings (SSP template v1.1)."""

from collections.abc import Mapping
from types import MappingProxyType

INTRODUCTION = (
    "This System Security Plan (SSP) says what the system is, where its authorization boundary runs, who answers for it, what "
    "it is connected to, and how it protects the confidentiality, integrity and availability of federal data. Its appendices "
    "hold the controls and what belongs to them.",
)
READING = (
    "“Not stated yet” marks a place that is not filled; the name behind it is the key of system.yaml, or the file, where a "
    "person says it, and the next build puts it here. A place that is not stated says nothing about the system. What the "
    "evidence shows is marked as drafted from evidence, and no more than what was collected.",
    "Text typed into this file comes back with “atopack absorb”: running text goes into narratives/plan/. Of every value in a "
    "table that was changed it names the key of system.yaml, so that the plan in OSCAL and the workbooks say the same.",
)
SIGNING = (
    "Whoever signs here confirms that this plan is complete and is the version that is assessed. FedRAMP's list of laws, "
    "regulations, standards and guidance applies as of the date of this plan; those of the offering itself are in Appendix L."
)
IDENTITY = (
    "The level is that of NIST SP 800-63: identity proofing (IAL), authenticators (AAL) and federation (FAL). How the system "
    "meets it is described in Appendix A at IA-2.",
)
_AGENCIES = "An agency that uses the offering makes this analysis for its own data."
_FILE = "It is a document of its own."
ATTACHED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "A": ("FedRAMP Security Controls", "The controls of the baseline and how each is met are a document of their own."),
        "B": ("Related Acronyms", ""),
        "C": ("Information Security Policies and Procedures", "Policies and procedures are documents of their own."),
        "D": ("User Guide", _FILE),
        "E": ("Digital Identity Worksheet", ""),
        "F": ("Rules of Behavior (RoB)", "The rules are a document of their own."),
        "G": ("Information System Contingency Plan (ISCP)", _FILE),
        "H": ("Configuration Management Plan (CMP)", _FILE),
        "I": ("Incident Response Plan (IRP)", _FILE),
        "J": (
            "Control Implementation Summary (CIS) and Customer Responsibilities Matrix (CRM) Workbook",
            "It is a workbook of its own.",
        ),
        "K": ("Federal Information Processing Standard (FIPS) 199 Categorization", ""),
        "L": ("Laws and Regulations", ""),
        "M": ("Integrated Inventory Workbook (IIW)", "The inventory is a workbook of its own."),
        "N": ("Continuous Monitoring Plan", _FILE),
        "O": ("POA&M", "The plan of action and milestones is a workbook of its own."),
        "P": ("Supply Chain Risk Management Plan (SCRMP)", _FILE),
        "Q": ("Cryptographic Modules Table", "The table is a document of its own."),
    }
)
"""By letter: what FedRAMP calls the appendix, and what stands below its heading; empty where it stands inside the plan."""


def categorization(system: str, *, level: str, baseline: str, types: bool) -> tuple[str, str]:
    """Appendix K: what is stated of the impact level (empty: nothing), and whether information types are named."""
    if not level:
        return (
            f"The security categorization of {system} is not stated yet. Until it is, this plan is drafted against the "
            f"{baseline} baseline.",
            _AGENCIES,
        )
    if not types:
        return (
            f"The provider states {level} as the security categorization of {system}. Its information types, whose highest "
            "impact is the categorization (FIPS 199), are not stated yet.",
            _AGENCIES,
        )
    return (
        f"The security categorization of {system} is {level}: the highest impact of losing confidentiality, integrity or "
        "availability of any of its information types (FIPS 199). Table K.1 names the types, what NIST SP 800-60 recommends "
        "for each, and what was selected.",
        _AGENCIES,
    )


def purpose(system: str, baseline: str) -> str:
    """Section 2, until somebody writes another."""
    return (
        f"This plan is written for the FedRAMP authorization of {system} at the {baseline} baseline: for the authorizing "
        "official, who decides on the risk, and for the assessor, who tests what it says."
    )
