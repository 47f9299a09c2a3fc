"""One POA&M item, open or closed, with everything that is known of it from the day it was first written."""

from datetime import date

import msgspec

from generator.ledger.asset_states import AssetDisposition, Detector, Unseen
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.planned_work import ConfirmedPlan, PlannedWork
from generator.ledger.rating import RatedBy
from generator.model.content import Exploitability
from generator.model.facts import AffectedAsset
from generator.model.identifiers import ControlId, CweId
from generator.model.rating import Rating
from generator.model.scan import Cvss, ResultKind, Severity


class LedgerItem(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One POA&M item before it is OSCAL."""

    poam_id: str
    """POA&M ID, permanent. Of a new item `V-` and ten hexadecimal digits of its natural key; a number from its acceptance on,
    where the system has a prefix for them (see `ledger.numbered_ids`)."""
    former_id: str = ""
    """The id that it had until it got its number: decisions may name it still."""
    scanner: str
    """The scanner that found it (of several the first), or the text of Weakness Detector Source where people found it."""
    identifier: str
    """The id that this scanner gives it."""
    kind: ResultKind
    controls: tuple[ControlId, ...]
    name: str
    description: str
    solution: str
    work: tuple[PlannedWork, ...] = ()
    """What closes it, one for each asset; of an asset that was not scanned this time, as it was known before."""
    plans: tuple[ConfirmedPlan, ...] = ()
    """The confirmed plans of all its work packages; empty where one of these has none, or the row in the workbook has a plan of
    its own. Found anew each time."""
    detected: date
    """Original detection date: never changes, except that a stand-in gives way (see `detected_by`)."""
    detected_by: DetectionBasis = DetectionBasis.REPORT
    """What gives it that date. Where nothing dates the report, the date is outstanding, and is no part of the id."""
    rating: Rating
    """The original rating."""
    rated_by: RatedBy
    because: str
    """Basis of the rating, as a phrase: `NVD CVSS v3.1 base score 7.5`."""
    notes: tuple[str, ...] = ()
    """Sentences about the rating, for the comments."""
    notices: tuple[str, ...] = ()
    """Sentences about this ledger only: how the rating changed."""
    open_because: tuple[str, ...] = ()
    """Sentences about this ledger only: why it is still open where no scan reports it, and what a vendor dependency is overdue
    with."""
    severity: Severity
    """The scanner's own."""
    adjusted: Rating | None = None
    """The rating that counts instead of the original one; None where that counts."""
    raised: bool = False
    """The adjustment is the scanner's own, upwards: it needs no request (POA&M Template Completion Guide v2.2)."""
    due: date | None
    by_rule: bool = True
    """The template's formula gives `due`; False where another date wins."""
    late: bool = False
    late_since: date | None = None
    """The first day on which it is late. Found anew each time, so None where an item was read from a plan."""
    known_exploited: date | None
    cves: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    """Other names of the vulnerability: GHSA, vendor advisories."""
    cwes: tuple[CweId, ...] = ()
    """Kinds of weakness that scanners state, sorted by their numbers."""
    cvss: tuple[Cvss, ...]
    epss: Exploitability | None = None
    assets: tuple[AffectedAsset, ...]
    """Where it is open; of a closed item, where it was."""
    configuration: bool
    """True for a row of the Configuration Findings sheet."""
    members: int = 0
    """Of an item that represents configuration findings: how many are open."""
    by_scan: bool = True
    """A scanner found it; False for what people found and wrote into the workbook."""
    concluded: bool = False
    """The cross-check concluded it and a person accepted it: no scanner reports it (see `ledger.candidates`)."""
    detectors: tuple[Detector, ...] = ()
    """All scanners that see it, where `scanner` is not the only one, or does not see it on every asset; it stands first."""
    replaces: str = ""
    """The closed item of the same weakness, where it was seen again after that."""
    unseen: tuple[Unseen, ...] = ()
    dispositions: tuple[AssetDisposition, ...] = ()
    """Dispositions of single assets, oldest first."""
    closed: AssetDisposition | None = None
    deviations: tuple[Deviation, ...] = ()
    written: tuple[tuple[str, str], ...] = ()
    """(header, text) of cells that a person wrote, in the order of the form; see `ledger.columns`."""

    @property
    def natural_id(self) -> str:
        """What stays from the first build on: uuids are made of it, and packages are compared by it."""
        return self.former_id or self.poam_id

    @property
    def found_by(self) -> tuple[Detector, ...]:
        """Every detector, the first being `scanner`."""
        return self.detectors or (Detector(scanner=self.scanner, identifier=self.identifier),)

    @property
    def cve(self) -> str:
        """The one CVE of a vulnerability; empty for what has none or several."""
        return self.cves[0] if self.kind is ResultKind.VULNERABILITY and len(self.cves) == 1 else ""

    @property
    def effective(self) -> Rating:
        """The rating that counts today."""
        return self.adjusted or self.rating

    def closing(self, reason: AssetDisposition) -> "LedgerItem":
        """The item, closed, without the sentences about open items."""
        return msgspec.structs.replace(self, closed=reason, late=False, unseen=(), notices=(), open_because=())

    def seen_by(self, detectors: tuple[Detector, ...]) -> "LedgerItem":
        """The item with these detectors, of which there is at least one; the first names it."""
        first = detectors[0]
        rest = () if len(detectors) == 1 and not first.assets else detectors
        if not (rest or self.detectors) and (first.scanner, first.identifier) == (self.scanner, self.identifier):
            return self
        return msgspec.structs.replace(self, scanner=first.scanner, identifier=first.identifier, detectors=rest)

    def deviation(self, kind: DeviationKind) -> Deviation | None:
        """The deviation of a kind, unless it was withdrawn."""
        standing = (each for each in self.deviations if each.standing is not DeviationStatus.WITHDRAWN)
        return next((each for each in standing if each.kind is kind), None)
