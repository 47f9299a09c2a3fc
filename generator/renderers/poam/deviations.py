"""The deviation columns of a row, from the observations of type false-positive, risk-adjustment and so on."""

from collections.abc import Iterable
from datetime import date

import msgspec

from generator.ledger.deviation_records import DeviationKind, DeviationStatus
from generator.model.rating import Rating
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NO_TEXT
from generator.renderers.oscal_reading import value_of


class Deviations(msgspec.Struct, frozen=True, kw_only=True):
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


_WORDS = {DeviationStatus.APPROVED: "Yes", DeviationStatus.PENDING: "Pending"}
_NAMES = {
    DeviationKind.RISK_ADJUSTMENT: "Risk Adjustment",
    DeviationKind.FALSE_POSITIVE: "False Positive",
    DeviationKind.OPERATIONAL_REQUIREMENT: "Operational Requirement",
}


def deviations_of(risk: o.Risk, observations: Iterable[o.Observation], as_of: date) -> Deviations:
    """All of them on one row. An expired approval is none."""
    rows = {
        props["deviation"]: (props, observation)
        for observation in observations
        if "deviation" in (props := _props(observation))
    }
    if not rows and value_of(risk.props, n.RAISED) is None:
        return NO_DEVIATIONS
    rating = next(
        (Rating.read(facet.value) for part in risk.characterizations for facet in part.facets if _is_adjusted(facet)), None
    )
    words = {kind: _word(rows[kind][0], as_of) if kind in rows else "No" for kind in _NAMES}
    vendor = rows.get(DeviationKind.VENDOR_DEPENDENCY)
    waits = vendor is not None and _word(vendor[0], as_of) != "No"
    adjusting, adjustment = rows.get(DeviationKind.RISK_ADJUSTMENT), words[DeviationKind.RISK_ADJUSTMENT]
    requested = Rating.read(adjusting[0].get("adjusted", "")) if adjusting and adjustment == "Pending" else None
    if words[DeviationKind.OPERATIONAL_REQUIREMENT] == "Yes" and (rating or _rating(risk)) is Rating.HIGH:
        words[DeviationKind.OPERATIONAL_REQUIREMENT] = "Pending"  # refused until the risk is reduced (form v2.1: OR RA)
    return Deviations(
        vendor="Yes" if waits else "No",
        check_in=_day(vendor[0].get("checked-in", "")) if vendor and waits else None,
        product=vendor[0].get("product", "") if vendor and waits else "",
        adjusted=rating or requested,
        risk_adjustment="Yes" if rating else adjustment,
        false_positive=words[DeviationKind.FALSE_POSITIVE],
        operational=words[DeviationKind.OPERATIONAL_REQUIREMENT],
        operational_until=_until(rows.get(DeviationKind.OPERATIONAL_REQUIREMENT)),
        rationale=_rationale(rows),
        documents="\n".join(f"Deviation decision: {props['evidence']}" for props, _ in rows.values() if "evidence" in props),
        any=waits or any(word != "No" for word in words.values()),
    )


def _until(row: tuple[dict[str, str], o.Observation] | None) -> date | None:
    return _day(row[0].get("expires", "")) if row else None


def _props(observation: o.Observation) -> dict[str, str]:
    return {prop.name: prop.value for prop in observation.props}


def _word(props: dict[str, str], as_of: date) -> str:
    standing, expires = props.get("standing", ""), _day(props.get("expires", ""))
    if standing == DeviationStatus.APPROVED and expires is not None and expires < as_of:
        return "No"
    if n.CONTESTED in props:
        return "Pending"  # given for some of those who see it: a person decides for the others
    return next((word for status, word in _WORDS.items() if status == standing), "No")


def _rating(risk: o.Risk) -> Rating | None:
    return next(
        (Rating.read(facet.value) for part in risk.characterizations for facet in part.facets if facet.name == "risk"), None
    )


def _is_adjusted(facet: o.Facet) -> bool:
    return facet.name == "risk" and any(prop.name == "state" and prop.value == "adjusted" for prop in facet.props)


def _rationale(rows: dict[str, tuple[dict[str, str], o.Observation]]) -> str:
    """`Deviation Type : Rationale` (v2.1, row 7), the type where there is more than one."""
    rationales = [
        (name, rows[kind][1].description)
        for kind, name in _NAMES.items()
        if kind in rows and rows[kind][1].description != NO_TEXT
    ]
    if len(rationales) == 1:
        return rationales[0][1]
    return "\n\n".join(f"{name} : {text}" for name, text in rationales)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
