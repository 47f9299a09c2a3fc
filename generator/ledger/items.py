"""POA&M items of a day: what scanners report, placed into the items of last time, with what people decided and wrote.

One item per vulnerability and original detection date, whichever scanners see it (see `detections`; FedRAMP Vulnerability
Scanning Requirements §3;
POA&M Template Completion Guide v2.2: the same vulnerability on further assets later is a new item with its own date).
Misconfigurations stand on their own sheet, with one CM-6 item while any is open (POA&M Template v3.0, Instructions).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import structs

from generator.frameworks.base import Framework
from generator.ids import UuidFactory
from generator.ledger.affected_packages import described, remedy
from generator.ledger.asset_states import AssetDisposition, ClosureReason, Detector
from generator.ledger.candidates import Conclusions, candidates_of, with_ids
from generator.ledger.carried_items import AssetGroup, CarriedItems
from generator.ledger.concluded_items import concluded_items, unjudged
from generator.ledger.configuration import collectors
from generator.ledger.coverage import CurrentCoverage
from generator.ledger.decisions_by_item import LedgerDecisions
from generator.ledger.detections import DetectorKey, MergedWeakness, combined, detectors, merged
from generator.ledger.deviation_decisions import LedgerDecision
from generator.ledger.deviations import applied
from generator.ledger.dispositions import Reported, by_asset, settle
from generator.ledger.duplicates import joined
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.ledger.item_plans import ItemPlan, ItemPlans
from generator.ledger.planned_work import ConfirmedPlan
from generator.ledger.poam_ledger import Before, Ledger
from generator.ledger.rating import RatedBy, RatedWeakness, Rater
from generator.ledger.vendor_proposals import VendorProposal, proposing, to_decide
from generator.ledger.work_packages import with_work, without_milestone
from generator.model.content import ContentLists, NoContent
from generator.model.facts import SystemFacts, Weakness
from generator.model.identifiers import AssetId, ControlId, control_ids
from generator.model.scan import ResultKind
from generator.model.system import FEDRAMP_PRECEDENCE, PoamPolicy, RatingWord

__all__ = ["LedgerItem", "items_of", "ledger_of"]

CONTROLS_OF_KIND = {
    ResultKind.VULNERABILITY: control_ids("RA-5", "SI-2"),
    ResultKind.MISCONFIGURATION: control_ids("CM-6"),
    ResultKind.SECRET: control_ids("IA-5(7)"),
}
"""Our own mapping: flaws in software are found under RA-5 and remediated under SI-2; a secret in an image is an embedded
authenticator (SP 800-53 rev 5, IA-5(7)). CM-6 for configuration findings is FedRAMP's (POA&M Template v3.0, Instructions)."""
_DEFAULT = PoamPolicy()
_NO_CONCLUSIONS = Conclusions(checks={}, outcomes={}, evidence={})
_LEFT_AS = {
    ClosureReason.REMEDIATED: "remediated",
    ClosureReason.RETIRED: "retired",
    ClosureReason.FALSE_POSITIVE: "a false positive",
    ClosureReason.BY_A_PERSON: "closed by a person",
}
_SAME_DIGEST = "the digest on which it was open runs, so that id and date stay"
_STILL_THERE = {
    ClosureReason.REMEDIATED: _SAME_DIGEST,
    ClosureReason.RETIRED: "the image runs again, so that id and date stay",
    ClosureReason.FALSE_POSITIVE: "the approval does not hold for all who see it there, so that id and date stay",
    ClosureReason.BY_A_PERSON: _SAME_DIGEST,
}


def items_of(
    facts: SystemFacts,
    framework: Framework,
    ids: UuidFactory,
    content: ContentLists | None = None,
    precedence: Sequence[RatingWord] = FEDRAMP_PRECEDENCE,
) -> tuple[LedgerItem, ...]:
    """All open items of the as-of date where there is no prior ledger, most severe first, then by detection date."""
    return ledger_of(facts, framework, ids, rater=Rater(framework, content or NoContent(), precedence)).items


def ledger_of(  # noqa: PLR0913 - what a ledger is made of; most of it is optional
    facts: SystemFacts,
    framework: Framework,
    ids: UuidFactory,
    *,
    rater: Rater,
    before: Before | None = None,
    decided: Sequence[LedgerDecision] = (),
    plans: Sequence[ConfirmedPlan] = (),
    item_plans: Sequence[ItemPlan] = (),
    policy: PoamPolicy = _DEFAULT,
    incomplete: Iterable[str] = (),
    conclusions: Conclusions = _NO_CONCLUSIONS,
) -> Ledger:
    """Every item, open and closed. `before` is the prior ledger with what people wrote since; `plans` are those that people
    confirmed, `item_plans` those of single items; `incomplete` are paths of scans that could look at a part of their target
    only; `conclusions` are the cross-check's, with what people decided of them."""
    before = before or Before()
    decisions, planned = LedgerDecisions(decided), ItemPlans(item_plans, facts.as_of)
    earlier, notices = joined([decisions.on(item) for item in before.items], facts.as_of)
    images = _images(facts, before)
    coverage = CurrentCoverage(facts, images, incomplete)
    digests = {image.asset_id: image.digests for image in facts.inventory}
    carry = CarriedItems(earlier, ids, facts.as_of, policy.new_assets, images=images, digests=digests)
    made: dict[str, LedgerItem] = {}
    other_ids: dict[str, frozenset[str]] = {}
    for item, others in _reported(facts.weaknesses, framework, rater, carry):
        made[item.poam_id], other_ids[item.poam_id] = item, others
    proposals: list[tuple[LedgerItem, VendorProposal]] = []
    looks, reported = by_asset(before.looks), _tracked(made.values()) if earlier else {}
    for item in earlier:
        if item.closed is None and not item.members and not item.concluded:
            made[item.poam_id] = settle(item, made.get(item.poam_id), coverage, looks, reported)
    candidates = candidates_of(conclusions, framework, before.candidates, earlier, as_of=facts.as_of, images=images)
    made.update((item.poam_id, item) for item in concluded_items(candidates.rows, conclusions, earlier, carry, images))
    notices += (*candidates.notices, *unjudged(made.values()))
    for poam_id, item in made.items():
        decided_item = planned.on(decisions.on(item, other_ids.get(poam_id, ())), other_ids.get(poam_id, ()))
        decided_item, item_notices = applied(decided_item, framework, facts.as_of, images)
        made[poam_id], proposal = proposing(decided_item)
        notices += item_notices
        if proposal is not None:
            proposals.append((decided_item, proposal))
    notices += to_decide(proposals)
    items = [*made.values(), *(item for item in earlier if item.closed is not None and item.poam_id not in made)]
    items, plan_notices = with_work(items, facts, ids, images, plans)
    notices += (*plan_notices, *without_milestone(items, facts.as_of))
    items += [planned.on(item) for item in collectors(items, earlier, carry, framework, policy.assessment)]
    notices += tuple(planned.notices())
    return Ledger(
        items=tuple(sorted(items, key=_order)),
        looks=coverage.looks(),
        deficiencies=before.deficiencies,
        notices=tuple(sorted((*notices, *decisions.unused({item.poam_id for item in items})))),
        candidates=with_ids(candidates.rows, items, ids),
        remembered=candidates.remembered,
        images=images.remembered,
    )


def _images(facts: SystemFacts, before: Before) -> ImageIdentities:
    """Those of today and of the prior package."""
    return ImageIdentities(
        (image.asset_id for image in facts.inventory),
        before.images,
        side_by_side=(look.asset_id for look in before.looks),
        earlier=(asset.asset_id for item in before.items if item.closed is None for asset in item.assets),
    )


def _tracked(reported: Iterable[LedgerItem]) -> Reported:
    """By detector: each asset on which the weakness is reported today, with the id of its item."""
    ids_by_detector: dict[DetectorKey, dict[AssetId, str]] = defaultdict(dict)
    for item in reported:
        for detector in item.found_by:
            ids_by_detector[detector.key].update(
                (asset.asset_id, item.poam_id) for asset in item.assets if detector.sees(asset.asset_id)
            )
    return ids_by_detector


def _order(item: LedgerItem) -> tuple[object, ...]:
    rank = item.severity.rank
    return item.closed is not None, item.configuration, -rank, item.detected, item.scanner, item.identifier, item.poam_id


def _reported(
    weaknesses: Sequence[Weakness], framework: Framework, rater: Rater, carry: CarriedItems
) -> Iterable[tuple[LedgerItem, frozenset[str]]]:
    """The items that scanners report today, each with other ids by which people may have named it."""
    for merged_weakness in merged(weaknesses):
        for group in carry.groups(merged_weakness):
            weakness = combined(merged_weakness.of(group.assets))
            rated = rater.rate(weakness)
            seen_by = _detectors(merged_weakness, group)
            due = framework.due(rated.rating, group.detected, rated.known_exploited)
            if group.prior is None:
                group.poam_id = carry.distinct(group.poam_id)
                yield _new(weakness, rated, group, due).seen_by(seen_by), group.other_ids
            else:
                yield _again(_new(weakness, rated, group, due).seen_by(seen_by), group), group.other_ids


def _detectors(weakness: MergedWeakness, group: AssetGroup) -> tuple[Detector, ...]:
    """Who sees it; first who stood first, else who saw it first."""
    if len(weakness.records) == 1:
        return (Detector(scanner=weakness.records[0].scanner, identifier=weakness.records[0].identifier),)
    seen = {asset.asset_id: [(row.scanner, row.identifier) for row in weakness.on(asset.asset_id)] for asset in group.assets}
    earliest = min(group.assets, key=lambda asset: (asset.first_seen is None, asset.first_seen, asset.asset_id))
    first = seen[earliest.asset_id][0]
    if group.prior is not None:
        pairs = {pair for pairs in seen.values() for pair in pairs}
        first = next((pair for pair in sorted(pairs) if (pair[0].casefold(), pair[1]) == group.prior.found_by[0].key), first)
    return detectors(seen, first)


def _new(weakness: Weakness, rated: RatedWeakness, group: AssetGroup, due: date | None) -> LedgerItem:
    return LedgerItem(
        poam_id=group.poam_id,
        scanner=weakness.scanner,
        identifier=weakness.identifier,
        kind=weakness.kind,
        controls=_controls_of(weakness),
        name=weakness.title,
        description=described(_words(weakness), group.assets),
        solution=remedy(weakness, group.assets),
        detected=group.detected,
        detected_by=group.detected_by,
        rating=rated.rating,
        rated_by=rated.by,
        because=rated.because,
        notes=rated.notes,
        severity=weakness.severity,
        due=due,
        known_exploited=rated.known_exploited,
        cves=weakness.cves,
        aliases=weakness.aliases,
        cwes=weakness.cwes,
        cvss=rated.cvss,
        epss=rated.epss,
        assets=tuple(group.assets),
        configuration=weakness.kind is ResultKind.MISCONFIGURATION,
        replaces=group.replaces,
    )


def _words(weakness: Weakness) -> str:
    """The scanner's own; of a secret some give a category in one word, which says nothing by itself."""
    words = weakness.description or weakness.title
    if weakness.kind is not ResultKind.SECRET or " " in words:
        return words
    category = f" Category: {words}." if weakness.description else ""
    return f"{weakness.title}: a scanner found this secret in plain text.{category}"


def _controls_of(weakness: Weakness) -> tuple[ControlId, ...]:
    """A configuration finding also has the controls that its scanner maps it to: they are listed one by one at assessments."""
    ours = CONTROLS_OF_KIND[weakness.kind]
    if weakness.kind is not ResultKind.MISCONFIGURATION:
        return ours
    return (*ours, *(control for control in weakness.controls if control not in ours))


def _again(item: LedgerItem, group: AssetGroup) -> LedgerItem:
    """With what the prior item has and no scan contains."""
    prior = group.prior or item
    kept = structs.replace(
        item,
        open_because=tuple(_reopened(prior, group)),
        former_id=prior.former_id,
        controls=prior.controls if prior.controls != CONTROLS_OF_KIND[item.kind] else item.controls,
        known_exploited=item.known_exploited or prior.known_exploited,
        dispositions=_history(prior),
        deviations=prior.deviations,
        written=prior.written,
        work=prior.work,
    )
    if prior.raised and prior.adjusted is not None and prior.adjusted.is_above(item.rating):
        note = f"Today it would be {item.rating}, by {item.because}; a lower rating needs an approved risk adjustment."
        original = structs.replace(kept, rating=prior.rating, rated_by=prior.rated_by, because=prior.because)
        return structs.replace(original, adjusted=prior.adjusted, raised=True, notices=(note,))
    if prior.rating == item.rating or prior.rated_by is RatedBy.UNKNOWN:
        return kept
    if item.rated_by is RatedBy.NVD and prior.rated_by is not RatedBy.NVD:
        note = f"The original rating was {prior.rating}, by {prior.because}; NVD's own score replaces it."
        return structs.replace(kept, notices=(note,))
    original = structs.replace(kept, rating=prior.rating, rated_by=prior.rated_by, because=prior.because)
    if not item.rating.is_above(prior.rating):
        note = f"Today it would be {item.rating}, by {item.because}; a lower rating needs an approved risk adjustment."
        return structs.replace(original, notices=(note,))
    note = f"Raised to {item.rating} by {item.because}."
    return structs.replace(original, adjusted=item.rating, raised=True, notices=(note,))


def _reopened(prior: LedgerItem, group: AssetGroup) -> Iterable[str]:
    """Assets that had left it and are in it again."""
    left = {row.asset_id: row for row in _history(prior) if row.reason is not ClosureReason.DUPLICATE}
    for asset in group.assets:
        row = left.get(asset.asset_id)
        if row is not None:
            counted_as = f"where it counted as {_LEFT_AS[row.reason]} on {row.day}"
            yield f"Open again on {asset.asset_id}, {counted_as}: {_STILL_THERE[row.reason]}."


def _history(prior: LedgerItem) -> tuple[AssetDisposition, ...]:
    """What became of its assets; of a closed item that is open again also how each of them left it."""
    if prior.closed is None:
        return prior.dispositions
    left = {row.asset_id for row in prior.dispositions}
    rows = [structs.replace(prior.closed, asset_id=asset.asset_id) for asset in prior.assets if asset.asset_id not in left]
    return (*prior.dispositions, *rows)
