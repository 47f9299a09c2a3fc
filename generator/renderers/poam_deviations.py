"""The deviation columns of a row, from the observations of type false-positive, risk-adjustment and so on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator.ledger.item import DeviationKind, Standing
from generator.model.rating import Rating
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NO_TEXT
from generator.renderers.oscal_reading import value_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviations:
    """What the template's columns say; `No` while there is none (POA&M Template v3.0, Guidance)."""

    vendor: str = "No"
    check_in: date | None = None
    product: str = ""
    adjusted: Rating | None = None
    risk_adjustment: str = "No"
    false_positive: str = "No"
    operational: str = "No"
    operational_until: date | None = None
    """Last day of an approved operational requirement, where it has one."""
    rationale: str = ""
    documents: str = ""
    any: bool = False
    """Something was asked for and not withdrawn or denied."""


NO_DEVIATIONS = Deviations()


_WORDS = {Standing.APPROVED: "Yes", Standing.PENDING: "Pending"}
_NAMES = {
    DeviationKind.RISK_ADJUSTMENT: "Risk Adjustment",
    DeviationKind.FALSE_POSITIVE: "False Positive",
    DeviationKind.OPERATIONAL_REQUIREMENT: "Operational Requirement",
}


def deviations_of(risk: o.Risk, asked: Iterable[o.Observation], as_of: date) -> Deviations:
    """All of them on one row. An expired approval is none."""
    rows = {said["deviation"]: (said, one) for one in asked if "deviation" in (said := _props(one))}
    if not rows and value_of(risk.props, n.RAISED) is None:
        return NO_DEVIATIONS
    rating = next((Rating.read(one.value) for part in risk.characterizations for one in part.facets if _is_adjusted(one)), None)
    words = {kind: _word(rows[kind][0], as_of) if kind in rows else "No" for kind in _NAMES}
    vendor = rows.get(DeviationKind.VENDOR_DEPENDENCY)
    waits = vendor is not None and _word(vendor[0], as_of) != "No"
    adjusting, adjustment = rows.get(DeviationKind.RISK_ADJUSTMENT), words[DeviationKind.RISK_ADJUSTMENT]
    asked_for = Rating.read(adjusting[0].get("adjusted", "")) if adjusting and adjustment == "Pending" else None
    if words[DeviationKind.OPERATIONAL_REQUIREMENT] == "Yes" and (rating or _rating(risk)) is Rating.HIGH:
        words[DeviationKind.OPERATIONAL_REQUIREMENT] = "Pending"  # refused until the risk is reduced (form v2.1: OR RA)
    return Deviations(
        vendor="Yes" if waits else "No",
        check_in=_day(vendor[0].get("checked-in", "")) if vendor and waits else None,
        product=vendor[0].get("product", "") if vendor and waits else "",
        adjusted=rating or asked_for,
        risk_adjustment="Yes" if rating else adjustment,
        false_positive=words[DeviationKind.FALSE_POSITIVE],
        operational=words[DeviationKind.OPERATIONAL_REQUIREMENT],
        operational_until=_until(rows.get(DeviationKind.OPERATIONAL_REQUIREMENT)),
        rationale=_rationale(rows),
        documents="\n".join(f"Deviation decision: {said['evidence']}" for said, _ in rows.values() if "evidence" in said),
        any=waits or any(word != "No" for word in words.values()),
    )


def _until(row: tuple[dict[str, str], o.Observation] | None) -> date | None:
    return _day(row[0].get("expires", "")) if row else None


def _props(one: o.Observation) -> dict[str, str]:
    return {prop.name: prop.value for prop in one.props}


def _word(said: dict[str, str], as_of: date) -> str:
    standing, expires = said.get("standing", ""), _day(said.get("expires", ""))
    if standing == Standing.APPROVED and expires is not None and expires < as_of:
        return "No"
    return next((word for one, word in _WORDS.items() if one == standing), "No")


def _rating(risk: o.Risk) -> Rating | None:
    return next((Rating.read(one.value) for part in risk.characterizations for one in part.facets if one.name == "risk"), None)


def _is_adjusted(facet: o.Facet) -> bool:
    return facet.name == "risk" and any(prop.name == "state" and prop.value == "adjusted" for prop in facet.props)


def _rationale(rows: dict[str, tuple[dict[str, str], o.Observation]]) -> str:
    """`Deviation Type : Rationale` (v2.1, row 7), the type where there is more than one."""
    found = [
        (name, rows[kind][1].description)
        for kind, name in _NAMES.items()
        if kind in rows and rows[kind][1].description != NO_TEXT
    ]
    if len(found) == 1:
        return found[0][1]
    return "\n\n".join(f"{name} : {text}" for name, text in found)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
