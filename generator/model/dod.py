"""What a person says about the Department of Defense's tools and programs: `emass` and `cmmc` in system.yaml."""

from datetime import date
from enum import StrEnum

import msgspec


class EmassComponent(StrEnum):
    """Whose POA&M template eMASS shows; each adds columns of its own."""

    NAVY = "navy"
    ARMY = "army"
    MARINE_CORPS = "marine-corps"


class Emass(msgspec.Struct, frozen=True, kw_only=True):
    """`emass` in system.yaml."""

    component: EmassComponent
    office: str = ""
    """`Organization, First Last, phone, email`, as the template wants it."""
    resources: str = ""
    """Resources that remediation requires, for items that do not state their own; empty: not stated."""
    source: str = ""
    """The Identification Source by the word of the template's glossary; empty: not stated."""


class Cmmc(msgspec.Struct, frozen=True, kw_only=True):
    """`cmmc` in system.yaml."""

    status_date: date | None = None
    """The Conditional CMMC Status Date, once there is one."""


NO_CMMC = Cmmc()
