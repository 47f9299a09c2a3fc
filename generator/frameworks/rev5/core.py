"""FedRAMP's core controls: what is assessed in every annual assessment, whatever was assessed before.

FedRAMP's Rev5 baselines as OSCAL profiles (GSA/fedramp-automation, dist/content/rev5, version fedramp2.1.0-oscal1.0.4):
controls with the property `CORE` (FedRAMP OSCAL extensions). Where the assessor's Annual Assessment Control Selection
Worksheet differs, that one counts.
"""

from generator.model.identifiers import ControlId

_LOW = """
    AC-2 AC-3 AU-2 AU-3 AU-4 AU-5 AU-6 AU-8 AU-11 AU-12 CM-5 CM-6 CM-7 CM-8 CP-4 IA-2 IA-2(1) IA-2(2) IA-2(8) IA-2(12)
    IA-4 IA-5 IR-4 PE-3 RA-5 RA-5(2) SA-9 SC-7 SC-8 SC-12 SC-13 SC-21 SC-28 SI-3
"""
_MODERATE = """
    AC-2(1) AC-2(2) AC-2(3) AC-2(4) AC-2(5) AC-2(7) AC-2(9) AC-2(12) AC-2(13) AC-6 AC-6(2) AC-6(5) AC-6(10) AC-17(2)
    AU-3(1) AU-6(1) AU-6(3) CA-8(2) CM-6(1) CM-7(1) CM-7(2) CM-7(5) IA-2(5) IA-2(6) IR-3 IR-4(1) MA-3(2) RA-5(3) SA-11(1)
    SC-7(3) SC-7(4) SC-7(5) SC-7(7) SC-7(8) SC-7(12) SC-7(18) SC-45(1) SI-4(1) SI-4(2) SI-4(16) SI-4(23) SI-6 SI-7 SI-7(1)
    SI-10
"""
"""Beside those of Low."""
_HIGH = """
    AC-2(11) AC-6(3) AC-6(8) AU-5(1) AU-5(2) AU-6(4) AU-6(5) AU-6(6) AU-6(7) AU-10 AU-12(1) AU-12(3) CM-6(2) IR-4(2)
    IR-4(4) IR-4(6) SC-7(20) SC-7(21) SI-4(10) SI-4(19) SI-4(20)
"""
"""Beside those of Moderate."""
_BY_BASELINE = {
    "low": _LOW,
    "moderate": _LOW + _MODERATE,
    "high": _LOW + _MODERATE + _HIGH,
}


def core_controls(baseline: str) -> tuple[ControlId, ...]:
    """Of a baseline, in the order of Low, Moderate and High; none for LI-SaaS, whose assessment is tailored by itself."""
    return tuple(map(ControlId, _BY_BASELINE.get(baseline, "").split()))
