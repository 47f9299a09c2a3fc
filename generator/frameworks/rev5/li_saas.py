"""What FedRAMP Tailored LI-SaaS does with the controls of the Low baseline, which its profile selects all.

Source: FedRAMP_rev5_LI-SaaS-baseline_profile (GSA/fedramp-automation), properties `method` of class FedRAMP-Tailored-LI-SaaS,
which agree with SSP Appendix A LI-SaaS v1.1, Table A-1. What is to be documented and assessed are the controls of the baseline:
AC-7 is one of them and not of SaaS in part, IA-2 is attested and not of SaaS in part.
"""

from collections.abc import Iterator

from generator.frameworks.rev5.rows import BaselineRow
from generator.frameworks.rev5.table import BY_ID
from generator.model.identifiers import ControlId, control_ids


def _rows(written: str) -> tuple[BaselineRow, ...]:
    return tuple(BY_ID[name] for name in control_ids(*written.split()))


ATTESTED = _rows(
    """
AC-1 AC-20 AT-1 AT-2 AT-2(2) AT-3 AT-4 AU-1 AU-2 AU-8 AU-9 AU-12 CA-1 CA-2(1) CA-5 CM-1 CM-2 CM-7 CP-1 IA-1 IA-2 IA-4
IA-5 IA-5(1) IA-8 IA-8(4) IA-11 IR-1 IR-2 IR-5 IR-7 IR-8 MA-1 MA-4 MP-1 PE-1 PL-1 PL-4 PL-4(1) PL-10 PL-11 PS-1 PS-4
PS-5 PS-6 PS-7 PS-8 PS-9 RA-1 RA-3(1) SA-1 SA-2 SA-3 SA-4 SA-4(10) SA-5 SA-8 SC-1 SC-20 SC-21 SC-22 SC-39 SI-1 SI-5
SI-12 SR-1 SR-2 SR-2(1) SR-3 SR-5 SR-8 SR-10 SR-11 SR-11(1) SR-11(2) SR-12
"""
)
"""The provider attests that the control is in place: no documentation, no assessment."""
NOT_OF_SAAS = _rows(
    """
AC-7 AC-18 AC-19 AU-4 AU-11 CM-10 CM-11 CP-2 CP-3 CP-4 CP-10 IA-2 SC-15
"""
)
"""NSO: FedRAMP determined that the control does not bear on the security of software as a service."""
FEDERAL = _rows("AC-8 AC-14 PS-2")
"""FED: the responsibility of the government."""

METHOD, METHOD_CLASS = "method", "FedRAMP-Tailored-LI-SaaS"
"""The property by which FedRAMP's profile says what is done with a control."""
_ON_A_CONDITION = frozenset({"IA-2(12)"})
"""The profile alone names a condition: Table A-1 has this control documented and assessed."""
_ATTESTED, _NOT_OF_SAAS, _FEDERAL = (frozenset(row.id for row in rows) for rows in (ATTESTED, NOT_OF_SAAS, FEDERAL))


def selects(row: BaselineRow) -> bool:
    """Does the profile select it? Those of the Low baseline, and no others."""
    return "low" in row.baselines


def methods(control: ControlId) -> Iterator[str]:
    """What is done with a control, as the profile's property says it; nothing where the profile does not select it."""
    row = BY_ID.get(control)
    if row is None or not selects(row):
        return
    described = "li-saas" in row.baselines
    attested = (
        ("ASSESS", described),
        ("CONDITIONAL", described and (row.conditional or control in _ON_A_CONDITION)),
        ("ATTEST", control in _ATTESTED),
        ("NSO", control in _NOT_OF_SAAS),
        ("FED", control in _FEDERAL),
    )
    yield from (name for name, holds in attested if holds)
