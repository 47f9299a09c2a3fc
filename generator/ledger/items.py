"""POA&M items of a day, from weaknesses.

One item per scanner, vulnerability id and original detection date (FedRAMP Vulnerability Scanning Requirements §3;
POA&M Template Completion Guide v2.2: the same vulnerability on further assets later is a new item with its own date).
Misconfigurations stand on their own sheet, with one CM-6 item while any is open (POA&M Template v3.0, Instructions).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from msgspec import structs

from generator.frameworks.base import Framework
from generator.ids import Identifiers
from generator.ledger.rating import RatedBy, Rater, Rating, about_critical
from generator.model.content import Content, Exploitability, NoContent
from generator.model.facts import AffectedAsset, SystemFacts, Weakness
from generator.model.scan import Cvss, ResultKind, Severity
from generator.model.system import FEDRAMP_PRECEDENCE, RatingWord


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerItem:
    """One POA&M item before it is OSCAL."""

    poam_id: str
    """`V-` and ten hexadecimal digits of the item's natural key: the same next month, without a memory."""
    scanner: str
    identifier: str
    kind: ResultKind
    controls: tuple[str, ...]
    name: str
    description: str
    solution: str
    detected: date
    """Original detection date: never changes. Where nothing dates the scan, the as-of date stands in (see `dated`)."""
    dated: bool = True
    """False where no evidence says when it was first seen: the date is owed, and is no part of the id."""
    rating: str
    rated_by: RatedBy
    because: str
    """What the rating rests on, in words."""
    notes: tuple[str, ...] = ()
    """Sentences about the rating, for the comments."""
    severity: Severity
    """The scanner's own."""
    due: date | None
    known_exploited: date | None
    cves: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    """Other names of the vulnerability: GHSA, vendor advisories."""
    cvss: tuple[Cvss, ...]
    epss: Exploitability | None = None
    references: tuple[str, ...]
    assets: tuple[AffectedAsset, ...]
    configuration: bool
    """True for a row of the Configuration Findings sheet."""
    members: int = 0
    """For the one CM-6 item: how many configuration findings are open."""


_CONTROLS = {
    ResultKind.VULNERABILITY: ("RA-5", "SI-2"),
    ResultKind.MISCONFIGURATION: ("CM-6",),
    ResultKind.SECRET: ("IA-5(7)",),
}
"""Our own mapping: flaws in software are found under RA-5 and remediated under SI-2; a secret in an image is an embedded
authenticator (SP 800-53 rev 5, IA-5(7)). CM-6 for configuration findings is FedRAMP's (POA&M Template v3.0, Instructions)."""


def items_of(
    facts: SystemFacts,
    framework: Framework,
    ids: Identifiers,
    content: Content | None = None,
    precedence: Sequence[RatingWord] = FEDRAMP_PRECEDENCE,
) -> tuple[LedgerItem, ...]:
    """All open items of the as-of date, most severe first, then by detection date and identifier.

    `content` is what the workspace holds of NVD, KEV and EPSS; `precedence` what decides the ratings.
    """
    rater = Rater(framework, content or NoContent(), precedence)
    items = [item for weakness in facts.weaknesses for item in _split(weakness, rater, facts, framework, ids)]
    configuration = [item for item in items if item.configuration]
    if configuration:
        items.append(_cm6(configuration, framework, ids))
    return _distinct(sorted(items, key=_order))


def _distinct(items: list[LedgerItem]) -> tuple[LedgerItem, ...]:
    """No two items share an id: of two that would, the one later in order gets a suffix."""
    seen: Counter[str] = Counter()
    found = []
    for item in items:
        seen[item.poam_id] += 1
        again = seen[item.poam_id]
        found.append(item if again == 1 else replace(item, poam_id=f"{item.poam_id}-{again}"))
    return tuple(found)


def _order(item: LedgerItem) -> tuple[object, ...]:
    return item.configuration, -item.severity.rank, item.detected, item.scanner, item.identifier, item.poam_id


def _split(weakness: Weakness, rater: Rater, facts: SystemFacts, framework: Framework, ids: Identifiers) -> list[LedgerItem]:
    rating = rater.rate(weakness)
    by_day: dict[date | None, list[AffectedAsset]] = defaultdict(list)
    for asset in weakness.assets:
        by_day[asset.first_seen].append(asset)
    items = []
    for day, assets in sorted(by_day.items(), key=lambda row: row[0] or date.max):
        detected = day or facts.as_of
        due = framework.due(rating.rating, detected, rating.known_exploited)
        item = _item(weakness, rating, detected, tuple(assets), due=due, ids=ids)
        undated = _poam_id(ids, weakness.scanner, weakness.identifier, "undated")
        items.append(item if day else replace(item, dated=False, poam_id=undated))
    return items


def _item(
    weakness: Weakness,
    rating: Rating,
    detected: date,
    assets: tuple[AffectedAsset, ...],
    *,
    due: date | None,
    ids: Identifiers,
) -> LedgerItem:
    return LedgerItem(
        poam_id=_poam_id(ids, weakness.scanner, weakness.identifier, detected.isoformat()),
        scanner=weakness.scanner,
        identifier=weakness.identifier,
        kind=weakness.kind,
        controls=_CONTROLS[weakness.kind],
        name=weakness.title,
        description=weakness.description or weakness.title,
        solution=weakness.solution or _solution(weakness),
        detected=detected,
        rating=rating.rating,
        rated_by=rating.by,
        because=rating.because,
        notes=rating.notes,
        severity=weakness.severity,
        due=due,
        known_exploited=rating.known_exploited,
        cves=weakness.cves,
        aliases=weakness.aliases,
        cvss=rating.cvss,
        epss=rating.epss,
        references=weakness.references,
        assets=assets,
        configuration=weakness.kind is ResultKind.MISCONFIGURATION,
    )


def _poam_id(ids: Identifiers, *key: str) -> str:
    """Forty bits: two of 30,000 items share an id once in two thousand systems, and `_distinct` then marks the later."""
    return f"V-{ids.object('poam-id', *key).replace('-', '')[:10].upper()}"


def _solution(weakness: Weakness) -> str:
    if weakness.fixed_versions:
        return f"Update to a fixed version ({', '.join(weakness.fixed_versions)}), rebuild the image and deploy it again."
    if weakness.kind is ResultKind.SECRET:
        return "Revoke the secret, remove it from the image and its history, rebuild the image and deploy it again."
    if weakness.kind is ResultKind.MISCONFIGURATION:
        return "Correct the setting, rebuild or apply it again, and scan again."
    return "The scan names no fixed version. Watch the vendor for a fix; see the references."


def _cm6(rows: list[LedgerItem], framework: Framework, ids: Identifiers) -> LedgerItem:
    """The one CM-6 item that stands for all open configuration findings."""
    worst = max(rows, key=lambda row: row.severity.rank)
    detected = min(row.detected for row in rows)
    assets: dict[str, AffectedAsset] = {}
    for asset in (asset for row in rows for asset in row.assets):
        known = assets.get(asset.asset_id)
        assets[asset.asset_id] = asset if known is None else _together(known, asset)
    rating = worst.rating
    return LedgerItem(
        poam_id=_poam_id(ids, "configuration", "CM-6"),
        scanner=", ".join(sorted({row.scanner for row in rows})),
        identifier="",
        kind=ResultKind.MISCONFIGURATION,
        controls=("CM-6",),
        name="Configuration findings are open",
        description=f"{len(rows)} configuration findings are open; each stands on the sheet Configuration Findings.",
        solution="Remediate each finding on the sheet Configuration Findings.",
        detected=detected,
        rating=rating,
        rated_by=worst.rated_by,
        because=f"most severe open configuration finding ({worst.identifier})",
        notes=(about_critical("The scanner rates it"),) if worst.severity is Severity.CRITICAL else (),
        severity=worst.severity,
        due=min((row.due for row in rows if row.due), default=framework.due(rating, detected, None)),
        known_exploited=None,
        cves=(),
        cvss=(),
        references=(),
        assets=tuple(asset for _, asset in sorted(assets.items())),
        configuration=False,
        members=len(rows),
    )


def _together(one: AffectedAsset, two: AffectedAsset) -> AffectedAsset:
    """Two findings on one asset, as the CM-6 item has them: their evidence and entries together."""
    first = min((day for day in (one.first_seen, two.first_seen) if day), default=None)
    last = max((day for day in (one.last_seen, two.last_seen) if day), default=None)
    sources = tuple(sorted({*one.sources, *two.sources}))
    return structs.replace(
        one, first_seen=first, last_seen=last, packages=(), entries=one.entries + two.entries, sources=sources
    )
