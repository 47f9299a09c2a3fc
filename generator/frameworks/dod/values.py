"""The values that DISA's addendum sets for parameters of controls, beside FedRAMP's: its column "DoD FedRAMP+ Parameters".

Source: DISA, FedRAMP Rev. 5 SSP addendum (`rev5_ssp_addendum_controls.xlsx`, 2025-12-03), sheets IL4 Moderate, IL4 High and IL5
(NSS). Values are the addendum's, sentences around them ours. A DSPAV is a DoD-specified assignment value; those that the
addendum does not repeat stand in the RMF Knowledge Service and are asked of people.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class ColumnKind(StrEnum):
    """What the column says."""

    VALUE = "value"
    FEDRAMP = "FedRAMP's value may be used"
    DSPAV = "the DSPAV must be used; it stands in the RMF Knowledge Service"
    NO_DSPAV = "the DSPAV must be used, and there is none: the control's own text counts"
    GUIDANCE = "guidance"


class DodValue(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of the column."""

    kind: ColumnKind
    text: str = ""
    """Of a value or of guidance."""

    def __str__(self) -> str:
        """For people."""
        return self.text or f"{self.kind[:1].upper()}{self.kind[1:]}."


def _value(text: str) -> DodValue:
    return DodValue(kind=ColumnKind.VALUE, text=text)


_FEDRAMP, _DSPAV, _NO_DSPAV = (DodValue(kind=kind) for kind in (ColumnKind.FEDRAMP, ColumnKind.DSPAV, ColumnKind.NO_DSPAV))

_ALL = {
    "AC-7": _value(
        "Privileged users: three unsuccessful attempts, and an administrator unlocks. Others: with rate limiting ten "
        "attempts, unlocked automatically after 30 minutes; without it the usual DSPAV."
    ),
    "AU-5(1)": _FEDRAMP,
    "CM-7(5)": _value("(c): at least quarterly or when there is a change"),
    "IA-5(1)": _value(
        "(a): at least quarterly. (h): as the device supports it, minimum of 15 characters, one of each of upper-case, "
        "lower-case, numeric and special characters; modify at least 50% of the characters when new passwords are "
        "created; minimum password lifetime of 24 hours, maximum of 60 days"
    ),
    "MA-6": _FEDRAMP,
    "PE-15": _NO_DSPAV,
    "PS-3(4)": _value(
        "All information systems. Users: U.S. citizens, U.S. nationals or U.S. persons; foreign personnel as allowed "
        "by current DoD policies with AO approval. Administrators: U.S. citizens, U.S. nationals or U.S. persons."
    ),
    "PS-4": _FEDRAMP,
    "SA-4(5)": _value(
        "(a): security configurations as identified by the applicable requirements from DoDI 8510.01 and STIGs/SRGs"
    ),
    "SA-9(1)": _value("(b): the DoD Component CIO or their delegate(s)"),
    "SA-9(3)": _NO_DSPAV,
    "SA-9(5)": _value(
        "-1: information processing, information or data, AND system services. -2: U.S./U.S. Territories or geographic "
        "locations where there is U.S. jurisdiction. -3: all data, systems, or services"
    ),
    "SC-17": _value("DoDI 8520.02, Public Key Infrastructure (PKI) and Public Key Enabling (PKE)"),
    "SC-18(2)": _value(
        "Category 1A mobile code: signed code may be used where technologies tell it from unsigned code and block "
        "that. Category 2, with mediated or controlled access to services and resources: with appropriate protections, "
        "such as a constrained environment or a trusted source over an assured channel. Category 3, without unmediated "
        "access: in an approved browser."
    ),
    "SC-24": _value(
        "Fail to a known secure state, for all types of failures on all system components, preserving information "
        "necessary to determine cause of failure and to return to operations with least disruption to mission/business "
        "processes"
    ),
    "SC-46": _value("Selection: physically; logically"),
}
"""At every level."""

IL4_MODERATE: Mapping[str, DodValue] = {**_ALL, "MA-5(1)": _NO_DSPAV}
IL4_HIGH: Mapping[str, DodValue] = {**_ALL, "MA-5(1)": _DSPAV}
IL5_NSS: Mapping[str, DodValue] = {
    **IL4_HIGH,
    "SC-18(3)": DodValue(
        kind=ColumnKind.GUIDANCE,
        text="Apply it to the organization's own systems and to the infrastructure of the service; do not let "
        "mission owners and their users download mobile code that DoD does not accept (Cloud Computing SRG, "
        "section 5.11, Mobile Code).",
    ),
    "SC-18(4)": _value(
        "Software applications such as email and editors of documents with embedded code; prompting the user for permission"
    ),
}
