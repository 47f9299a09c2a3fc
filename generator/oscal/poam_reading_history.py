"""What became of a weakness, and what was asked of it, from a plan that is read back."""

from collections.abc import Sequence

import msgspec

from generator.frameworks.deviation_request import METRICS
from generator.ledger.asset_states import AssetDisposition, ClosureReason, Detector, ScanCoverage, Unseen
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus, FormAnswer
from generator.model.identifiers import AssetId, Sha256
from generator.model.rating import Rating
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NO_TEXT, NS
from generator.oscal.properties import FOR_EVER, day_of, own_of, own_values

_WORDED = frozenset(str(question) for question in METRICS)
_REASONS = {str(reason): reason for reason in ClosureReason}
_STANDINGS = {str(status): status for status in DeviationStatus}


def unseen_of(seen: o.Observation) -> tuple[Unseen, ...]:
    """Assets on which it was not seen and counts as open, with the looks that last saw it."""
    looks: dict[str, list[ScanCoverage]] = {}
    for prop in seen.props:
        if prop.name == n.LAST_LOOK and prop.ns == NS:
            looks.setdefault(prop.value, []).append(msgspec.json.decode(prop.remarks or "", type=ScanCoverage))
    return tuple(
        Unseen(asset_id=AssetId(prop.value), because=prop.remarks or "", looks=tuple(looks.get(prop.value, ())))
        for prop in seen.props
        if prop.name == n.UNSEEN and prop.ns == NS
    )


def detectors_of(props: Sequence[o.Property], name: str) -> tuple[Detector, ...]:
    """Detectors that properties of ours name."""
    return tuple(
        msgspec.json.decode(prop.remarks or "", type=Detector) for prop in props if prop.name == name and prop.ns == NS
    )


def disposition_of(entry: o.RiskLogEntry) -> AssetDisposition | None:
    """What an entry of a risk log of ours says; None of another entry."""
    props, day = own_of(entry.props), day_of(entry.start)
    word = props.get(n.REASON, "")
    if day is None or word not in _REASONS:
        return None
    return AssetDisposition(
        asset_id=AssetId(props[n.ASSET]) if n.ASSET in props else None,
        reason=_REASONS[word],
        day=day,
        because=entry.description,
        path=props.get(n.EVIDENCE_PATH, ""),
        sha256=Sha256(props[n.EVIDENCE_SHA256]) if n.EVIDENCE_SHA256 in props else None,
        digests=own_values(entry.props, n.OPEN_DIGEST),
    )


def deviation_of(seen: o.Observation) -> Deviation:
    """The deviation that an observation of ours is."""
    props = own_of(seen.props)
    return Deviation(
        kind=DeviationKind(props["deviation"]),
        standing=_STANDINGS.get(props.get("standing", ""), DeviationStatus.PENDING),
        rationale="" if seen.description == NO_TEXT else seen.description,
        submitted=day_of(props.get("submitted", "")),
        approver=props.get("approver", ""),
        decided=day_of(props.get("decided", "")),
        evidence=props.get("evidence", ""),
        sha256=Sha256(props["sha256"]) if "sha256" in props else None,
        expires=day_of(props.get("expires", ""), FOR_EVER),
        adjusted=Rating.read(props.get("adjusted", "")),
        product=props.get("product", ""),
        checked_in=day_of(props.get("checked-in", "")),
        released=day_of(props.get("released", "")),
        mitigated=day_of(props.get("mitigated", "")),
        scope=detectors_of(seen.props, n.COVERS),
        answers=tuple(_answer(prop) for prop in seen.props if prop.ns == NS and prop.name.startswith(n.REQUEST)),
    )


def _answer(property_: o.Property) -> FormAnswer:
    question = property_.name.removeprefix(n.REQUEST)
    if question in _WORDED:
        return FormAnswer(question=question, value=property_.value, why=property_.remarks or "")
    return FormAnswer(question=question, value=property_.remarks or "")
