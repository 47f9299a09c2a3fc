"""What became of a weakness, and what was asked of it, from a plan that is read back."""

import msgspec

from generator.frameworks.deviation_request import METRICS
from generator.ledger.item import Answer, Deviation, DeviationKind, Look, Reason, Settled, Standing, Unseen
from generator.model.identifiers import AssetId, Sha256
from generator.model.rating import Rating
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NO_TEXT, NS
from generator.oscal.properties import FOR_EVER, day_of, own_of

_WORDED = frozenset(str(question) for question in METRICS)
_REASONS = {str(one): one for one in Reason}
_STANDINGS = {str(one): one for one in Standing}


def unseen_of(seen: o.Observation) -> tuple[Unseen, ...]:
    """Assets on which it was not seen and counts as open, with the looks that last saw it."""
    looks: dict[str, list[Look]] = {}
    for one in seen.props:
        if one.name == n.LAST_LOOK and one.ns == NS:
            looks.setdefault(one.value, []).append(msgspec.json.decode(one.remarks or "", type=Look))
    return tuple(
        Unseen(asset_id=AssetId(one.value), because=one.remarks or "", looks=tuple(looks.get(one.value, ())))
        for one in seen.props
        if one.name == n.UNSEEN and one.ns == NS
    )


def settled_of(entry: o.RiskLogEntry) -> Settled | None:
    """What an entry of a risk log of ours says; None of another entry."""
    said, day = own_of(entry.props), day_of(entry.start)
    word = said.get(n.REASON, "")
    if day is None or word not in _REASONS:
        return None
    return Settled(
        asset_id=AssetId(said[n.ASSET]) if n.ASSET in said else None,
        reason=_REASONS[word],
        day=day,
        because=entry.description,
        path=said.get(n.EVIDENCE_PATH, ""),
        sha256=Sha256(said[n.EVIDENCE_SHA256]) if n.EVIDENCE_SHA256 in said else None,
    )


def deviation_of(seen: o.Observation) -> Deviation:
    """The deviation that an observation of ours is."""
    said = own_of(seen.props)
    return Deviation(
        kind=DeviationKind(said["deviation"]),
        standing=_STANDINGS.get(said.get("standing", ""), Standing.PENDING),
        rationale="" if seen.description == NO_TEXT else seen.description,
        submitted=day_of(said.get("submitted", "")),
        approver=said.get("approver", ""),
        decided=day_of(said.get("decided", "")),
        evidence=said.get("evidence", ""),
        sha256=Sha256(said["sha256"]) if "sha256" in said else None,
        expires=day_of(said.get("expires", ""), FOR_EVER),
        adjusted=Rating.read(said.get("adjusted", "")),
        product=said.get("product", ""),
        checked_in=day_of(said.get("checked-in", "")),
        released=day_of(said.get("released", "")),
        mitigated=day_of(said.get("mitigated", "")),
        answers=tuple(_answer(one) for one in seen.props if one.ns == NS and one.name.startswith(n.REQUEST)),
    )


def _answer(one: o.Property) -> Answer:
    question = one.name.removeprefix(n.REQUEST)
    if question in _WORDED:
        return Answer(question=question, value=one.value, why=one.remarks or "")
    return Answer(question=question, value=one.remarks or "")
