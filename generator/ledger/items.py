"""POA&M items of a day: what scanners report, placed into the items of last time, with what people decided and wrote.

One item per scanner, vulnerability id and original detection date (FedRAMP Vulnerability Scanning Requirements §3;
POA&M Template Completion Guide v2.2: the same vulnerability on further assets later is a new item with its own date).
Misconfigurations stand on their own sheet, with one CM-6 item while any is open (POA&M Template v3.0, Instructions).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from generator.frameworks.base import Framework
from generator.ids import UuidFactory
from generator.ledger.carried_items import AssetGroup, CarriedItems
from generator.ledger.configuration import collectors
from generator.ledger.coverage import CurrentCoverage
from generator.ledger.decisions import LedgerDecision, LedgerDecisions
from generator.ledger.deviations import applied
from generator.ledger.dispositions import by_asset, settle
from generator.ledger.item import Before, Ledger, LedgerItem, Notice
from generator.ledger.rating import RatedBy, RatedWeakness, Rater
from generator.model.content import ContentLists, NoContent
from generator.model.facts import SystemFacts, Weakness
from generator.model.identifiers import ControlId, control_ids
from generator.model.scan import ResultKind
from generator.model.system import FEDRAMP_PRECEDENCE, PoamPolicy, RatingWord

__all__ = ["LedgerItem", "items_of", "ledger_of"]

_CONTROLS = {
    ResultKind.VULNERABILITY: control_ids("RA-5", "SI-2"),
    ResultKind.MISCONFIGURATION: control_ids("CM-6"),
    ResultKind.SECRET: control_ids("IA-5(7)"),
}
"""Our own mapping: flaws in software are found under RA-5 and remediated under SI-2; a secret in an image is an embedded
authenticator (SP 800-53 rev 5, IA-5(7)). CM-6 for configuration findings is FedRAMP's (POA&M Template v3.0, Instructions)."""
_DEFAULT = PoamPolicy()


def items_of(
    facts: SystemFacts,
    framework: Framework,
    ids: UuidFactory,
    content: ContentLists | None = None,
    precedence: Sequence[RatingWord] = FEDRAMP_PRECEDENCE,
) -> tuple[LedgerItem, ...]:
    """All open items of the as-of date where there is no prior ledger, most severe first, then by detection date."""
    return ledger_of(facts, framework, ids, rater=Rater(framework, content or NoContent(), precedence)).items


def ledger_of(
    facts: SystemFacts,
    framework: Framework,
    ids: UuidFactory,
    *,
    rater: Rater,
    before: Before | None = None,
    decided: Sequence[LedgerDecision] = (),
    policy: PoamPolicy = _DEFAULT,
    incomplete: Iterable[str] = (),
) -> Ledger:
    """Every item, open and closed. `before` is the prior ledger with what people wrote since; `incomplete` are paths of scans
    that could look at a part of their target only."""
    before = before or Before()
    decisions = LedgerDecisions(decided)
    earlier = [decisions.on(item) for item in before.items]
    coverage = CurrentCoverage(facts, incomplete)
    carry = CarriedItems(earlier, ids, facts.as_of, policy.new_assets)
    made = {item.poam_id: item for item in _reported(facts.weaknesses, framework, rater, carry)}
    looks, tracked = by_asset(before.looks), _tracked(made.values())
    for item in earlier:
        if item.closed is None and not item.members:
            elsewhere = tracked.get((item.scanner.casefold(), item.identifier), {})
            made[item.poam_id] = settle(item, made.get(item.poam_id), coverage, looks, elsewhere)
    notices: list[Notice] = []
    for poam_id, item in made.items():
        made[poam_id], item_notices = applied(decisions.on(item), framework, facts.as_of)
        notices += item_notices
    items = [*made.values(), *(item for item in earlier if item.closed is not None)]
    items += collectors(items, earlier, carry, framework, policy.assessment)
    return Ledger(
        items=tuple(sorted(items, key=_order)),
        looks=coverage.looks(),
        deficiencies=before.deficiencies,
        notices=tuple(sorted((*notices, *decisions.unused({item.poam_id for item in items})))),
    )


def _tracked(reported: Iterable[LedgerItem]) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """By scanner and identifier: each asset on which the weakness is reported today, with the id of its item."""
    numbers_by_weakness: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for item in reported:
        numbers_by_weakness[item.scanner.casefold(), item.identifier].update(
            (asset.asset_id, item.poam_id) for asset in item.assets
        )
    return numbers_by_weakness


def _order(item: LedgerItem) -> tuple[object, ...]:
    rank = item.severity.rank
    return item.closed is not None, item.configuration, -rank, item.detected, item.scanner, item.identifier, item.poam_id


def _reported(weaknesses: Sequence[Weakness], framework: Framework, rater: Rater, carry: CarriedItems) -> Iterable[LedgerItem]:
    """The items that scanners report today."""
    for weakness in weaknesses:
        rated = rater.rate(weakness)
        for group in carry.groups(weakness):
            if group.prior is None:
                yield _new(weakness, rated, group, carry.distinct(group.poam_id), framework)
            else:
                yield _again(_new(weakness, rated, group, group.poam_id, framework), group.prior)


def _new(weakness: Weakness, rated: RatedWeakness, group: AssetGroup, poam_id: str, framework: Framework) -> LedgerItem:
    return LedgerItem(
        poam_id=poam_id,
        scanner=weakness.scanner,
        identifier=weakness.identifier,
        kind=weakness.kind,
        controls=_controls_of(weakness),
        name=weakness.title,
        description=weakness.description or weakness.title,
        solution=weakness.solution or _solution(weakness),
        detected=group.detected,
        dated=group.dated,
        rating=rated.rating,
        rated_by=rated.by,
        because=rated.because,
        notes=rated.notes,
        severity=weakness.severity,
        due=framework.due(rated.rating, group.detected, rated.known_exploited),
        known_exploited=rated.known_exploited,
        cves=weakness.cves,
        aliases=weakness.aliases,
        cvss=rated.cvss,
        epss=rated.epss,
        references=weakness.references,
        assets=tuple(group.assets),
        configuration=weakness.kind is ResultKind.MISCONFIGURATION,
        replaces=group.replaces,
    )


def _controls_of(weakness: Weakness) -> tuple[ControlId, ...]:
    """A configuration finding also has the controls that its scanner maps it to: they are listed one by one at assessments."""
    ours = _CONTROLS[weakness.kind]
    if weakness.kind is not ResultKind.MISCONFIGURATION:
        return ours
    return (*ours, *(control for control in weakness.controls if control not in ours))


def _again(item: LedgerItem, prior: LedgerItem) -> LedgerItem:
    """With what the prior item has and no scan contains."""
    kept = structs.replace(
        item,
        controls=prior.controls if prior.controls != _CONTROLS[item.kind] else item.controls,
        known_exploited=item.known_exploited or prior.known_exploited,
        dispositions=prior.dispositions,
        deviations=prior.deviations,
        written=prior.written,
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


def _solution(weakness: Weakness) -> str:
    if weakness.fixed_versions:
        return f"Update to a fixed version ({', '.join(weakness.fixed_versions)}), rebuild the image and deploy it again."
    if weakness.kind is ResultKind.SECRET:
        return "Revoke the secret, remove it from the image and its history, rebuild the image and deploy it again."
    if weakness.kind is ResultKind.MISCONFIGURATION:
        return "Correct the setting, rebuild or apply it again, and scan again."
    return "The scan names no fixed version. Watch the vendor for a fix; see the references."
