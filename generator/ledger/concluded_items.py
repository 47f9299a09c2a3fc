"""Items from accepted candidates: made, carried on and closed by the check that concluded them.

An item closes when the check judges its subject again and it passes. What was not judged this time stays open, whatever the
reason: absence of evidence remediates nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import structs

from generator.ledger.asset_states import AssetDisposition, ClosureReason
from generator.ledger.candidates import SELF_ASSESSMENT, Conclusions, candidate_key, identifier_of, weakness_name
from generator.ledger.carried_items import CarriedItems
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Notice
from generator.ledger.rating import RatedBy
from generator.model.candidate import CandidateState, PoamCandidate
from generator.model.facts import AffectedAsset
from generator.model.posture import Outcome
from generator.model.scan import ResultKind

_WORKBOOK = "workbooks/Appendix-O-POAM.xlsx"


def concluded_items(
    candidates: Sequence[PoamCandidate],
    conclusions: Conclusions,
    earlier: Sequence[LedgerItem],
    carry: CarriedItems,
    images: ImageIdentities,
) -> Iterator[LedgerItem]:
    """Items of today, and of the prior ledger the open ones that no longer have a candidate. Of images that were one
    before they were distinguished, the first keeps the item."""
    prior = {item.identifier: item for item in earlier if item.concluded and item.closed is None}
    for candidate in candidates:
        if candidate.state is CandidateState.ACCEPTED:
            names = [
                identifier_of(candidate.check, name) for name in conclusions.names(candidate.check, candidate.subject, images)
            ]
            held = next((prior.pop(name) for name in names if name in prior), None)
            weakness = weakness_name(conclusions.checks[candidate.check], candidate.key)
            yield _item(candidate, weakness, held, _last_closed(names[0], earlier), carry)
    for item in prior.values():
        yield _rejudged(item, conclusions, carry.as_of, images)


def unjudged(items: Iterable[LedgerItem]) -> Iterator[Notice]:
    """Open items of which no check judged the subject this time: a person has to know, since no evidence will close them."""
    for item in items:
        if item.concluded and item.closed is None and item.open_because:
            step = "collect the evidence that shows it, or move the row to the closed sheet and name why it is gone"
            yield Notice(path=_WORKBOOK, place=item.poam_id, what=item.open_because[0], next_step=step)


def _last_closed(identifier: str, earlier: Iterable[LedgerItem]) -> LedgerItem | None:
    """The newest closed item of the same conclusion."""
    days = [
        (item.closed.day, item.poam_id, item)
        for item in earlier
        if item.concluded and item.closed is not None and item.identifier == identifier
    ]
    return max(days, key=lambda row: row[:2])[2] if days else None


def _item(
    candidate: PoamCandidate, weakness: str, prior: LedgerItem | None, old: LedgerItem | None, carry: CarriedItems
) -> LedgerItem:
    identifier = identifier_of(candidate.check, candidate.key)
    again = ("again", old.natural_id) if old is not None else ()
    item = LedgerItem(
        poam_id=prior.poam_id if prior else carry.new_id(*candidate_key(candidate.check, candidate.key), *again),
        scanner=SELF_ASSESSMENT,
        identifier=identifier,
        kind=ResultKind.MISCONFIGURATION,
        controls=candidate.controls,
        name=weakness,
        description=candidate.detail,
        solution=candidate.next_step,
        detected=_detected(candidate, old, carry.as_of),
        detected_by=DetectionBasis.REPORT if candidate.dated else DetectionBasis.AS_OF,
        rating=candidate.rating,
        rated_by=RatedBy.REQUIREMENT,
        because=f"the severity of the requirement that is not met ({candidate.severity})",
        notes=_notes(candidate),
        severity=candidate.severity,
        due=None,
        known_exploited=None,
        cves=(),
        cvss=(),
        assets=tuple(
            AffectedAsset(
                asset_id=asset_id,
                first_seen=candidate.first,
                last_seen=None,
                packages=(),
                entries=1,
                sources=candidate.sources,
            )
            for asset_id in sorted(candidate.asset_ids)
        ),
        configuration=candidate.configuration,
        concluded=True,
        replaces=old.poam_id if old is not None else "",
    )
    if prior is None:
        return item
    return structs.replace(
        item,
        controls=prior.controls,
        detected=prior.detected,
        detected_by=prior.detected_by,
        rating=prior.rating,
        because=prior.because,
        notes=item.notes or prior.notes,
        adjusted=prior.adjusted,
        replaces=prior.replaces,
        former_id=prior.former_id,
        deviations=prior.deviations,
        dispositions=prior.dispositions,
        written=prior.written,
    )


def _detected(candidate: PoamCandidate, old: LedgerItem | None, as_of: date) -> date:
    """What was remediated before counts from the evidence that it is back."""
    if old is not None and old.closed is not None and candidate.first <= old.closed.day:
        return as_of
    return candidate.first


def _notes(candidate: PoamCandidate) -> tuple[str, ...]:
    if not candidate.by or candidate.decided is None:
        return ()
    return (f"Accepted for the plan by {candidate.by} on {candidate.decided.isoformat()}: {candidate.reason}",)


def _rejudged(item: LedgerItem, conclusions: Conclusions, as_of: date, images: ImageIdentities) -> LedgerItem:
    check, _, key = item.identifier.partition(" ")
    outcome = conclusions.outcome(check, key, images)
    if outcome is Outcome.PASSES:
        because = f"The check {check} judged {key} again, and it passes."
        return item.closing(AssetDisposition(reason=ClosureReason.REMEDIATED, day=as_of, because=because))
    if outcome is Outcome.FAILS:
        return structs.replace(item, notices=(), open_because=())
    why = "the evidence does not decide it" if outcome is Outcome.UNKNOWN else "it is no subject of the check today"
    sentence = (
        f"Still open: {key} was not judged by the check {check} ({why}); a person closes it in the workbook if it is gone."
    )
    return structs.replace(item, notices=(), open_because=(sentence,))
