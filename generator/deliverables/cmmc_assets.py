"""The assets of a CMMC assessment by category, and what a final delivery still asks of people.

32 CFR 170.19(c)(1), Table 3. No evidence can know the category: people say it in `decisions/assets.yaml`.
"""

from collections import Counter
from collections.abc import Iterator

from generator.deliverables.cmmc_rows import AssetRow
from generator.deliverables.material import Material
from generator.facts.asset_decisions import FILE
from generator.frameworks.cmmc_assets import SOURCE, TREATMENTS
from generator.limits import NAMED
from generator.model.asset import Category
from generator.model.evidence import Gap, GapKind
from generator.oscal import types as o
from generator.oscal.assessment import SSP_FILE
from generator.renderers.oscal_reading import value_of
from generator.text import listed

_SAY = f"Its category is not stated: write `category:` for it in {FILE}."
_JUSTIFY = f"Say under `comments:` why it can neither hold CUI nor protect what does: {SOURCE} asks for the reason."


def assets(material: Material) -> tuple[AssetRow, ...]:
    """Every asset of the inventory, in its order."""
    return tuple(_row(item) for item in material.package.bundle.ssp.system_implementation.inventory_items)


def owing(material: Material) -> tuple[Gap, ...]:
    """Assets without a category: the scope of an assessment is not known before all have one."""
    rows = assets(material)
    unset = [row.asset for row in rows if row.category is None]
    if not unset:
        return ()
    single = len(unset) == 1
    return (
        Gap(
            path=FILE,
            kind=GapKind.UNDECIDED,
            reason=f"{len(unset)} of {len(rows)} assets {'has' if single else 'have'} no CMMC category, so the scope of the "
            f"assessment is not known: {listed(unset, NAMED)}",
            next_step=f"write `category:` for {'it' if single else 'each'}, one of {', '.join(Category)} ({SOURCE}); "
            "the sheet Assets of cmmc/CMMC-Matrix.xlsx lists them",
        ),
    )


def counted(rows: tuple[AssetRow, ...]) -> Iterator[tuple[str, str]]:
    """How many there are of each category, as (question, answer)."""
    numbers = Counter(row.category for row in rows)
    for category in Category:
        yield f"Assets: {category}", str(numbers[category])
    yield "Assets without a category", f"{numbers[None]}: see the sheet Assets" if numbers[None] else "0"


def _row(item: o.InventoryItem) -> AssetRow:
    stated_category = value_of(item.props, "asset-category")
    category = Category(stated_category) if stated_category else None
    treatment = TREATMENTS[category] if category else None
    return AssetRow(
        asset=value_of(item.props, "asset-id") or item.uuid,
        kind=value_of(item.props, "asset-type") or "",
        category=category,
        in_scope=treatment.in_scope if treatment else None,
        assessed=treatment.assessed if treatment else "",
        plan=f"{SSP_FILE}, inventory item {item.uuid}",
        diagram_label=value_of(item.props, "diagram-label") or "",
        to_see_to=_to_see_to(category, item),
    )


def _to_see_to(category: Category | None, item: o.InventoryItem) -> str:
    if category is None:
        return _SAY
    return _JUSTIFY if category is Category.OUT_OF_SCOPE and not item.remarks else ""
