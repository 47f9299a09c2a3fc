"""CMMC Level 2: what an asset's category means for the assessment (32 CFR 170.19(c)(1), Table 3)."""

from collections.abc import Mapping

import msgspec

from generator.model.asset import Category

SOURCE = "32 CFR 170.19(c)(1), Table 3"


class AssetTreatment(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table, in our own words."""

    in_scope: bool
    """Then it is in the asset inventory, in the system security plan and on the network diagram of the scope."""
    assessed: str


TREATMENTS: Mapping[Category, AssetTreatment] = {
    Category.CUI: AssetTreatment(in_scope=True, assessed="against all Level 2 requirements"),
    Category.SECURITY_PROTECTION: AssetTreatment(
        in_scope=True, assessed="against the requirements that the capabilities it gives are relevant to"
    ),
    Category.RISK_MANAGED: AssetTreatment(
        in_scope=True, assessed="by what the plan says of it; a limited check where that leaves questions"
    ),
    Category.SPECIALIZED: AssetTreatment(in_scope=True, assessed="by what the plan says of it"),
    Category.OUT_OF_SCOPE: AssetTreatment(in_scope=False, assessed="not; be ready to show that it cannot hold CUI"),
}
