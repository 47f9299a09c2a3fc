"""The items that stand for open configuration findings: one for CM-6 while any is open.

POA&M Template v3.0, Instructions: each finding on the sheet Configuration Findings, and one CM-6 item on the open sheet until
all of them are closed. At an initial or annual assessment and after a significant change also one item for each control that
findings are mapped to.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import structs

from generator.frameworks.base import Framework
from generator.ledger.asset_states import AssetDisposition, ClosureReason
from generator.ledger.carried_items import CarriedItems
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.detections import together
from generator.ledger.item import LedgerItem
from generator.ledger.rating import about_critical
from generator.model.facts import AffectedAsset
from generator.model.identifiers import ControlId
from generator.model.scan import ResultKind, Severity
from generator.model.system import Assessment
from generator.text import agreeing, counted

_CM6 = ControlId("CM-6")


def collectors(
    items: Sequence[LedgerItem],
    earlier: Sequence[LedgerItem],
    carry: CarriedItems,
    framework: Framework,
    assessment: Assessment | None,
) -> list[LedgerItem]:
    """Items for the configuration findings among `items`; those of the prior ledger that no longer represent any, closed."""
    known = {item.controls: item for item in earlier if item.members and item.closed is None}
    done = sorted(
        (item.closed.day, item.poam_id, item.controls) for item in earlier if item.members and item.closed is not None
    )
    closed = {controls: poam_id for _, poam_id, controls in done}
    rows = [item for item in items if item.configuration and item.closed is None]
    priors = []
    for control in _controls(rows, known, assessment):
        members = [row for row in rows if control in (*row.controls, _CM6)]
        prior = known.pop((control,), None)
        if members:
            made = _collector(control, members, prior, framework, carry)
            old = closed.get((control,)) if prior is None else None
            priors.append(structs.replace(made, replaces=old) if old else made)
        elif prior is not None:
            priors.append(_done(prior, carry.as_of))
    return priors


def _controls(
    rows: Iterable[LedgerItem], known: dict[tuple[ControlId, ...], LedgerItem], assessment: Assessment | None
) -> list[ControlId]:
    """CM-6 first; an item that an assessment opened stays until its findings are closed."""
    mapped = {control for row in rows for control in row.controls} if assessment else set()
    return [_CM6, *sorted((mapped | {controls[0] for controls in known}) - {_CM6})]


def _collector(
    control: ControlId, rows: list[LedgerItem], prior: LedgerItem | None, framework: Framework, carry: CarriedItems
) -> LedgerItem:
    worst = max(rows, key=lambda row: row.severity.rank)
    detected = min([row.detected for row in rows] + ([prior.detected] if prior else []))
    rating = worst.effective
    by_rule = framework.due(rating, detected, None)
    due = min((row.due for row in rows if row.due), default=by_rule)
    named = "" if control == _CM6 else f" mapped to {control}"
    return LedgerItem(
        former_id=prior.former_id if prior else "",
        poam_id=prior.poam_id if prior else carry.new_id("configuration", control),
        scanner=", ".join(sorted({row.scanner for row in rows})),
        identifier="",
        kind=ResultKind.MISCONFIGURATION,
        controls=(control,),
        name=f"Configuration findings{named} are open",
        description=f"{_open(len(rows), named)} on the sheet Configuration Findings.",
        solution=f"Remediate {agreeing(len(rows), 'the finding', 'each finding')} on the sheet Configuration Findings.",
        detected=prior.detected if prior else detected,
        detected_by=prior.detected_by if prior else _basis(rows, detected),
        rating=rating,
        rated_by=worst.rated_by,
        because=f"most severe open configuration finding ({worst.identifier})",
        notes=(about_critical("The scanner rates it"),) if worst.severity is Severity.CRITICAL else (),
        severity=worst.severity,
        due=due,
        by_rule=due == by_rule,
        late=due is not None and due < carry.as_of,
        known_exploited=None,
        replaces=prior.replaces if prior else "",
        cves=(),
        cvss=(),
        assets=_assets(rows),
        configuration=False,
        members=len(rows),
        written=prior.written if prior else (),
        deviations=prior.deviations if prior else (),
    )


def _open(number: int, named: str) -> str:
    findings = f"{counted(number, 'configuration finding')}{named}"
    return f"{findings} {agreeing(number, 'is open; it stands', 'are open; each stands')}"


def _basis(rows: Iterable[LedgerItem], day: date) -> DetectionBasis:
    """Of the findings of the first day the best that is known."""
    order = tuple(DetectionBasis)
    return min((row.detected_by for row in rows if row.detected == day), key=order.index)


def _done(prior: LedgerItem, as_of: date) -> LedgerItem:
    because = "All configuration findings that it stands for are closed."
    return prior.closing(AssetDisposition(reason=ClosureReason.REMEDIATED, day=as_of, because=because))


def _assets(rows: Iterable[LedgerItem]) -> tuple[AffectedAsset, ...]:
    assets: dict[str, AffectedAsset] = {}
    for asset in (asset for row in rows for asset in row.assets):
        known = assets.get(asset.asset_id)
        assets[asset.asset_id] = asset if known is None else _together(known, asset)
    return tuple(asset for _, asset in sorted(assets.items()))


def _together(asset: AffectedAsset, two: AffectedAsset) -> AffectedAsset:
    """Two findings on one asset, as the collecting item has them: their evidence and entries together."""
    return structs.replace(together(asset, two), packages=())
