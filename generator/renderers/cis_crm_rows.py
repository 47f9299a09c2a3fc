"""SSP Appendix J as plain rows: who implements each part of a control, how far it is, and what is left to the customer.

FedRAMP, SSP Appendix J v1.1 (2023-07-13), Instructions: an X for every status and origination that applies. The Customer
Responsibility Matrix says *Yes* where the customer inherits all of it, *Partial* where it is shared, *No* where it is the
customer's. A status that was only proposed from evidence is not stated by a person and stays blank.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.model.narrative import Narrative
from generator.model.system import Baseline
from generator.oscal.package import AuthorizationPackage

STATUSES = ("implemented", "partial", "planned", "alternative", "not-applicable")
ORIGINATIONS = ("sp-corporate", "sp-system", "hybrid", "customer-configured", "customer-provided", "shared", "inherited")
_CUSTOMERS = frozenset({"customer-configured", "customer-provided"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One row of both sheets."""

    id: str
    """`AC-1(a)`."""
    statuses: frozenset[str]
    originations: frozenset[str]
    inheritable: str
    """`Yes`, `Partial`, `No`; empty where it is not stated."""
    customer: str
    """What is left to the customer."""
    owes_text: bool
    """The customer's share has to be explained, and is not."""


def rows(package: AuthorizationPackage) -> tuple[PartRow, ...]:
    """In the order of FedRAMP's workbook. LI-SaaS lists the parts of the Low baseline there."""
    baseline = package.system.baseline
    listed = (Baseline.LOW if baseline is Baseline.LI_SAAS else baseline).value
    written = {one.control: one for one in package.narratives}
    return tuple(
        _row(f"{control.id}({part})" if part else control.id, written.get(control.id))
        for control in FEDRAMP_REV5.plan(listed)
        if listed in control.baselines
        for part in control.parts or ("",)
    )


def _row(name: str, said: Narrative | None) -> PartRow:
    statuses = frozenset(said.statuses if said else ())
    originations = frozenset(said.originations if said else ())
    inheritable = _inheritable(originations)
    customer = (said.customer or "") if said and inheritable in ("Partial", "No") else ""
    return PartRow(
        id=name,
        statuses=statuses,
        originations=originations,
        inheritable=inheritable,
        customer=customer,
        owes_text=inheritable in ("Partial", "No") and not customer,
    )


def _inheritable(originations: Iterable[str]) -> str:
    said = frozenset(originations)
    if not said:
        return ""
    if "shared" in said or (said & _CUSTOMERS and said - _CUSTOMERS):
        return "Partial"
    return "No" if said & _CUSTOMERS else "Yes"


def counts(found: Iterable[PartRow]) -> Mapping[str, int]:
    """How many parts there are, and how many miss what."""
    listed = tuple(found)
    return {
        "parts": len(listed),
        "without a status": sum(not one.statuses for one in listed),
        "without an origination": sum(not one.originations for one in listed),
        "without a word about the customer's share": sum(one.owes_text for one in listed),
    }
