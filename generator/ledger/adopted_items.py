"""An item from a row that a person wrote into the workbook: what penetration tests and assessors found, and the whole plan of a
system that had a workbook before it had this ledger."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from generator.errors import ConfigError
from generator.ids import UuidFactory
from generator.ledger import columns as c
from generator.ledger.asset_states import AssetDisposition, ClosureReason, Detector
from generator.ledger.carried_items import distinct_id, poam_id_of
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.item import LedgerItem
from generator.ledger.rating import RatedBy, about_critical
from generator.ledger.workbook import CLOSED, CONFIGURATION, WrittenRow
from generator.model.facts import AffectedAsset
from generator.model.identifiers import AssetId, control_ids
from generator.model.rating import Rating
from generator.model.scan import ResultKind

_SEPARATORS = re.compile(r"[\s,;]+")
_FLAGS = (
    (c.FALSE_POSITIVE, DeviationKind.FALSE_POSITIVE),
    (c.OPERATIONAL, DeviationKind.OPERATIONAL_REQUIREMENT),
    (c.ADJUSTMENT, DeviationKind.RISK_ADJUSTMENT),
    (c.VENDOR, DeviationKind.VENDOR_DEPENDENCY),
)


def identified(rows: Iterable[WrittenRow], ids: UuidFactory, taken: Collection[str]) -> Iterator[WrittenRow]:
    """The rows, each with an id: a person who types in what no scanner reports need not think of one.

    It is the hash of what names the weakness, so that every build gives the row the same one until its package is accepted, and
    it gets a number then as others do. `taken` are all ids that there are.
    """
    known = set(taken)
    for row in rows:
        poam_id = row.poam_id
        if not poam_id:
            named = (row.cells.get(name, "") for name in (c.NAME, c.DESCRIPTION, c.DETECTOR, c.IDENTIFIER, c.DETECTED))
            poam_id = distinct_id(poam_id_of(ids, "typed", *named), known)
            row = replace(row, poam_id=poam_id)
        known.add(poam_id)
        yield row


def item_of(row: WrittenRow, *, path: str, scanners: Iterable[str], extra: Iterable[str], as_of: date) -> LedgerItem:
    """The item that a row is. `scanners` are the names of those whose reports are evidence.

    Raises:
        ConfigError: the row has no detection date, or a rating that is none (names the cell).
    """
    cell = row.cells.get(c.DETECTED)
    if cell is None:
        raise _refusal(row, path, c.DETECTED, "the row has no original detection date", "write the day it was first seen")
    rating = Rating.read(row.cells.get(c.RATING, ""))
    if rating is None:
        raise _refusal(row, path, c.RATING, "the row has no rating that is Low, Moderate or High", "write one of the three")
    detector, *others = row.cells.get(c.DETECTOR, "").splitlines() or [""]
    known = tuple(scanners)
    scanner = _scanner(detector, known)
    named = (part.strip() for part in row.cells.get(c.CONTROLS, "").replace(";", ",").split(","))
    controls = control_ids(*(part for part in named if part))
    identifier, *more = row.cells.get(c.IDENTIFIER, "").splitlines() or [""]
    configuration = row.stands_on(CONFIGURATION)
    collects = not configuration and controls == ("CM-6",) and not identifier
    kind = ResultKind.MISCONFIGURATION if configuration or collects else ResultKind.VULNERABILITY
    return LedgerItem(
        poam_id=row.poam_id,
        scanner=scanner or detector or "not named",
        identifier=identifier,
        detectors=_detectors(
            (scanner, identifier), [(_scanner(name, known), text) for name, text in zip(others, more, strict=False)]
        ),
        kind=kind,
        controls=controls,
        name=row.cells.get(c.NAME) or row.cells.get(c.DESCRIPTION, "")[:120] or row.poam_id,
        description=row.cells.get(c.DESCRIPTION) or row.cells.get(c.NAME, ""),
        solution=row.cells.get(c.PLAN, ""),
        detected=date.fromisoformat(cell),
        rating=rating,
        rated_by=RatedBy.SCANNER,
        because=f"the workbook of last time ({row.at(c.RATING)})",
        notes=(about_critical("The workbook rates it"),) if row.cells[c.RATING].lower() == "critical" else (),
        severity=rating.severity,
        due=_day(row.cells.get(c.DUE)),
        known_exploited=_day(row.cells.get(c.TRACKING_DUE)),
        cves=tuple(sorted(set(_SEPARATORS.split(row.cells.get(c.CVE, "").strip(" ,;\n"))) - {""})),
        cvss=(),
        assets=tuple(
            AffectedAsset(asset_id=AssetId(line), first_seen=None, last_seen=None, packages=(), entries=0, sources=())
            for line in sorted({line.strip() for line in row.cells.get(c.ASSETS, "").splitlines() if line.strip()})
        ),
        configuration=configuration,
        members=int(collects),
        by_scan=collects or (scanner is not None and bool(identifier)),
        closed=closed_by(row, as_of, row.cells.get(c.DOCUMENTS)) if row.stands_on(CLOSED) else None,
        deviations=deviations_of(row),
        written=tuple((name, row.cells[name]) for name in (*c.HUMAN, *extra) if name in row.cells),
    )


def _detectors(first: tuple[str | None, str], others: Iterable[tuple[str | None, str]]) -> tuple[Detector, ...]:
    """Several scanners with an id each, line by line; one alone needs no list."""
    rows = [
        Detector(scanner=scanner.strip(), identifier=identifier.strip())
        for scanner, identifier in (first, *others)
        if scanner and identifier.strip()
    ]
    return tuple(rows) if len(rows) > 1 else ()


def closed_by(row: WrittenRow, as_of: date, documents: str | None = None, digests: tuple[str, ...] = ()) -> AssetDisposition:
    """What a row on the sheet of closed items says: the day is its Status Date; `documents` are those that a person names."""
    day = min(_day(row.cells.get(c.STATUS_DATE)) or as_of, as_of)
    proof = f" Evidence: {documents}" if documents else ""
    return AssetDisposition(
        reason=ClosureReason.BY_A_PERSON,
        day=day,
        because=f"Closed by a person in the workbook ({row.at(c.ID)}).{proof}",
        digests=digests,
    )


def deviations_of(row: WrittenRow) -> tuple[Deviation, ...]:
    """The deviations that a row asks for. A workbook names no approver and no letter, so all of them are pending."""
    deviations = []
    for header, kind in _FLAGS:
        if row.cells.get(header, "").casefold() in ("yes", "pending"):
            deviations.append(deviation_of(row, kind))
    return tuple(sorted(deviations, key=lambda deviation: list(DeviationKind).index(deviation.kind)))


def deviation_of(row: WrittenRow, kind: DeviationKind, known: Deviation | None = None) -> Deviation:
    """One of them, pending; what a row has no column for stays as it is known."""
    before = known or Deviation(kind=kind, standing=DeviationStatus.PENDING)
    if kind is DeviationKind.VENDOR_DEPENDENCY:
        day = _day(row.cells.get(c.CHECK_IN))
        return replace(before, standing=DeviationStatus.PENDING, product=row.cells.get(c.PRODUCT, ""), checked_in=day)
    rationale = row.cells.get(c.RATIONALE, "")
    if before.rationale and before.rationale in rationale:  # of several deviations, the cell has the words of all
        rationale = before.rationale
    adjusts = kind is DeviationKind.RISK_ADJUSTMENT
    adjusted = Rating.read(row.cells.get(c.ADJUSTED, "")) if adjusts else None
    return replace(before, standing=DeviationStatus.PENDING, rationale=rationale, adjusted=adjusted)


def _scanner(detector: str, scanners: Iterable[str]) -> str | None:
    """The scanner that a text names: `Trivy 0.60` is Trivy."""
    stated = detector.casefold()
    names = [name for name in scanners if stated == name.casefold() or stated.startswith(f"{name.casefold()} ")]
    return max(names, key=len, default=None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _refusal(row: WrittenRow, path: str, header: str, what: str, step: str) -> ConfigError:
    return ConfigError(what, where=f"{path}, {row.at(header)}", next_step=step)
