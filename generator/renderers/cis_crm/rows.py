"""SSP Appendix J as plain rows: who implements each part of a control, how far it is, and what is left to the customer.

FedRAMP, SSP Appendix J v1.1 (2023-07-13), Instructions: an X for every status and origination that applies. The Customer
Responsibility Matrix says *Yes* where the customer inherits all of it, *Partial* where it is shared, *No* where it is the
customer's. What no person stated is marked as the OSCAL plan and Appendix A have it, by the word *proposed* instead of an X,
and answers nothing about inheritance.
"""

from collections.abc import Iterable, Mapping

import msgspec

from generator.frameworks.base import printed_id
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.model.narrative import Narrative
from generator.model.system import ControlBaseline
from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage
from generator.renderers.oscal_reading import values_of

STATUSES = ("implemented", "partial", "planned", "alternative", "not-applicable")
ORIGINATIONS = ("sp-corporate", "sp-system", "hybrid", "customer-configured", "customer-provided", "shared", "inherited")
_CUSTOMERS = frozenset({"customer-configured", "customer-provided"})


class PartRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of both sheets."""

    id: str
    """`AC-1(a)`."""
    statuses: frozenset[str]
    """As people stated them."""
    originations: frozenset[str]
    """As people stated them."""
    proposed: frozenset[str]
    """Statuses and originations of the plan that are not stated."""
    inheritable: str
    """`Yes`, `Partial`, `No`; empty where it is not stated."""
    customer: str
    """What is left to the customer."""
    owes_text: bool
    """The customer's share has to be explained, and is not."""


def rows(package: AuthorizationPackage) -> tuple[PartRow, ...]:
    """In the order of FedRAMP's workbook. LI-SaaS lists the parts of the Low baseline there."""
    baseline = package.system.baseline
    listed = (ControlBaseline.LOW if baseline is ControlBaseline.LI_SAAS else baseline).value
    written = {narrative.control: narrative for narrative in package.narratives}
    requirements = package.bundle.ssp.control_implementation.implemented_requirements
    planned = {printed_id(requirement.control_id): requirement for requirement in requirements}
    return tuple(
        _row(f"{control.id}({part})" if part else control.id, written.get(control.id), planned.get(control.id))
        for control in FEDRAMP_REV5.plan(listed)
        if listed in control.baselines
        for part in control.parts or ("",)
    )


def _row(name: str, narrative: Narrative | None, requirement: o.ImplementedRequirement | None) -> PartRow:
    statuses = frozenset(narrative.statuses if narrative else ())
    originations = frozenset(narrative.originations if narrative else ())
    inheritable = _inheritable(originations)
    customer = (narrative.customer or "") if narrative and inheritable in ("Partial", "No") else ""
    props = requirement.props if requirement is not None else ()
    return PartRow(
        id=name,
        statuses=statuses,
        originations=originations,
        proposed=frozenset(
            (
                *(() if statuses else values_of(props, "implementation-status")),
                *(() if originations else values_of(props, "control-origination")),
            )
        ),
        inheritable=inheritable,
        customer=customer,
        owes_text=inheritable in ("Partial", "No") and not customer,
    )


def _inheritable(originations: Iterable[str]) -> str:
    stated = frozenset(originations)
    if not stated:
        return ""
    if "shared" in stated or (stated & _CUSTOMERS and stated - _CUSTOMERS):
        return "Partial"
    return "No" if stated & _CUSTOMERS else "Yes"


def counts(part_rows: Iterable[PartRow]) -> Mapping[str, int]:
    """How many parts there are, and how many miss what."""
    listed = tuple(part_rows)
    return {
        "parts": len(listed),
        "without a status": sum(not row.statuses for row in listed),
        "without an origination": sum(not row.originations for row in listed),
        "without a word about the customer's share": sum(row.owes_text for row in listed),
    }
