"""What our own System Security Plan says in every package: in our words, beside FedRAMP's headings (SSP template v1.1)."""

from collections.abc import Mapping
from types import MappingProxyType

from generator.renderers.ssp.rows import PlanDocument

ARCHITECTURE = (
    "Section 8.1 illustrates the authorization boundary, the network and the data flows; section 8.2 describes them, with "
    "the same names of components."
)
SIGNING = (
    "By signing, the undersigned accept this plan for the provider. FedRAMP's list of laws, regulations, standards and "
    "guidance applies as of the date of this plan; Appendix L lists those that apply to the offering itself."
)
IDENTITY = (
    "The level is that of NIST SP 800-63: identity proofing (IAL), authenticators (AAL) and federation (FAL). How the system "
    "meets it is described in Appendix A at IA-2.",
)
_AGENCIES = "An agency that uses the offering makes this analysis for its own data."
_APART = "is a separate document."
ATTACHED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "A": ("FedRAMP Security Controls", f"The description of how each control is implemented {_APART}"),
        "B": ("Related Acronyms", ""),
        "C": ("Information Security Policies and Procedures", "Policies and procedures are separate documents."),
        "D": ("User Guide", f"The user guide {_APART}"),
        "E": ("Digital Identity Worksheet", ""),
        "F": ("Rules of Behavior (RoB)", "The rules of behavior are a separate document."),
        "G": ("Information System Contingency Plan (ISCP)", f"The contingency plan {_APART}"),
        "H": ("Configuration Management Plan (CMP)", f"The configuration management plan {_APART}"),
        "I": ("Incident Response Plan (IRP)", f"The incident response plan {_APART}"),
        "J": (
            "Control Implementation Summary (CIS) and Customer Responsibilities Matrix (CRM) Workbook",
            "The CIS and CRM workbook is a separate file.",
        ),
        "K": ("Federal Information Processing Standard (FIPS) 199 Categorization", ""),
        "L": ("Laws and Regulations", ""),
        "M": ("Integrated Inventory Workbook (IIW)", "The inventory is a separate workbook."),
        "N": ("Continuous Monitoring Plan", f"The continuous monitoring plan {_APART}"),
        "O": ("POA&M", "The plan of action and milestones is a separate workbook."),
        "P": ("Supply Chain Risk Management Plan (SCRMP)", f"The supply chain risk management plan {_APART}"),
        "Q": ("Cryptographic Modules Table", f"The table of cryptographic modules {_APART}"),
    }
)
"""By letter: what FedRAMP calls the appendix, and what stands below its heading; empty where it stands inside the plan."""
CRYPTOGRAPHY = "Cryptographic Modules Implemented for Data At Rest (DAR) and Data In Transit (DIT)"
"""Heading of section 10."""
OWN_WORDS = (ARCHITECTURE, SIGNING, *IDENTITY, CRYPTOGRAPHY, *(text for row in ATTACHED.values() for text in row))
"""What every plan prints, whatever its system is: its acronyms are explained as well."""


def introduction(document: PlanDocument) -> tuple[str, ...]:
    """Section 1."""
    provider = f" of {document.provider}" if document.provider else ""
    return (
        f"This System Security Plan (SSP) describes {document.system}, a cloud service offering (CSO){provider}: its purpose, "
        "its authorization boundary, the people who are responsible for it, its connections to other systems, and how it "
        "protects the confidentiality, integrity and availability of federal data.",
        "Appendix A describes how each control of the baseline is implemented. The other appendices hold what the plan refers "
        "to: policies and procedures, plans, the inventory, the cryptographic modules and the plan of action and milestones "
        "(POA&M).",
    )


def categorization(system: str, *, level: str, baseline: str, types: bool) -> tuple[str, ...]:
    """Appendix K: what is stated of the impact level (empty: nothing), and whether information types are named."""
    if not level:
        return (f"The impact level is not stated yet. This plan is written for the {baseline} baseline.", _AGENCIES)
    if not types:
        return (f"The security categorization of {system} is {level} (FIPS 199).", _AGENCIES)
    return (
        f"The security categorization of {system} is {level}: the highest impact of losing confidentiality, integrity or "
        "availability of any of its information types (FIPS 199). Table K.1 names the types, what NIST SP 800-60 recommends "
        "for each, and what was selected.",
        _AGENCIES,
    )


def purpose(system: str, baseline: str, *, categorized: bool) -> str:
    """Section 2, until somebody writes another. A baseline that follows from no stated impact level is named as such."""
    at = f" at the {baseline} baseline" if categorized else ""
    assumed = "" if categorized else f" The impact level is not stated yet; the controls are those of the {baseline} baseline."
    return (
        f"This plan is written for the FedRAMP authorization of {system}{at}: for the authorizing official, who decides on the "
        f"risk, and for the assessor, who tests the controls it describes.{assumed}"
    )
