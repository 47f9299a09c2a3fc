"""One POA&M item, open or closed, with everything that is known of it from the day it was first written.

Items are structs and not dataclasses: carrying over 50,000 of them copies each a few times.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import msgspec

from generator.ledger.rating import RatedBy
from generator.model.candidate import PoamCandidate, SeenCandidate
from generator.model.content import Exploitability
from generator.model.facts import AffectedAsset
from generator.model.identifiers import AssetId, ControlId, Sha256
from generator.model.rating import Rating
from generator.model.scan import Cvss, ResultKind, Severity


class ClosureReason(StrEnum):
    """Why an item, or an asset of an item, is no longer open."""

    REMEDIATED = "remediated"
    """A scan as good as the one that saw it did not see it any more."""
    RETIRED = "retired"
    """The asset no longer exists: nothing runs the image."""
    FALSE_POSITIVE = "false-positive"
    """The authorizing official approved that it is none."""
    BY_A_PERSON = "closed-by-a-person"
    """A person moved it to the sheet of closed items."""
    DUPLICATE = "duplicate"
    """An older item has the same weakness on the same assets: nothing was remediated, and it counts as no closure."""


class DetectionBasis(StrEnum):
    """What gives an item its Original Detection Date."""

    REPORT = "report"
    """A report states it: the day of its scan, or on which its scanner saw the weakness first."""
    COLLECTION = "collection"
    """No report states a day: it is the day on which the first was collected, until a report states an earlier one."""
    AS_OF = "as-of"
    """Nothing dates the report: the as-of date of the package that first listed the item stands in."""
    PERSON = "person"
    """A person stated it in the workbook, where no report did."""

    @property
    def sentence(self) -> str:
        """For the comments of a row; empty where a report states the date."""
        return _BASES.get(self, "")


_BASES: Mapping[DetectionBasis, str] = MappingProxyType(
    {
        DetectionBasis.COLLECTION: (
            "Original Detection Date is the day on which the report was collected: the report does not state when the scan ran."
        ),
        DetectionBasis.AS_OF: (
            "No evidence says when this was first seen; the day of this package stands in until a person dates it."
        ),
        DetectionBasis.PERSON: "Original Detection Date is stated by a person: no report states it.",
    }
)


class AssetDisposition(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The disposition of one asset of an item, or (`asset_id` is None) of the item."""

    asset_id: AssetId | None = None
    reason: ClosureReason
    day: date
    because: str
    """A sentence that names the evidence."""
    path: str = ""
    """The evidence file; empty where it is a person's statement."""
    sha256: Sha256 | None = None
    digests: tuple[str, ...] = ()
    """Of an image: the digests on which the weakness was open, as far as they are known."""


class ScanCoverage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a scanner looked at an asset: what a later scan must equal before a missing weakness counts as remediated.

    FedRAMP Vulnerability Scanning Requirements, section 3: all scans in the same format, with the configuration that the
    assessor validated, authenticated where it can be.
    """

    scanner: str
    asset_id: AssetId
    object: str = ""
    """The object of the cluster, where the scanner looked at one only."""
    day: date | None
    format: str
    """Media type of the report."""
    configuration: str | None = None
    authenticated: bool | None = None
    privileged: bool | None = None
    """Of a scan that logs in: with the rights to see everything (RA-5(5))."""
    database: date | None = None
    """The day of its vulnerability database."""
    places: tuple[str, ...] = ()
    """Of an image, `cluster/namespace` of everything that ran it then, sorted."""
    digests: tuple[str, ...] = ()
    """Of an image, the digests that ran then, sorted."""
    path: str = ""
    sha256: Sha256 | None = None


class Detector(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    """A scanner that sees the weakness of an item, by the id that it gives it."""

    scanner: str
    identifier: str
    assets: tuple[AssetId, ...] = ()
    """Where, sorted; empty for all assets of the item."""

    @property
    def key(self) -> tuple[str, str]:
        """Scanner and identifier, as they are compared."""
        return self.scanner.casefold(), self.identifier

    def sees(self, asset_id: AssetId) -> bool:
        """It sees the weakness on the asset."""
        return not self.assets or asset_id in self.assets


class Unseen(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An asset on which the weakness was not seen this time, by one of its detectors at least, and is open all the same."""

    asset_id: AssetId
    because: str
    looks: tuple[ScanCoverage, ...] = ()
    """The looks that last saw it; empty where they are not known."""


class DeviationKind(StrEnum):
    """What may be asked of the authorizing official (Deviation Request Form v2.1; vendor dependencies are tracked, not
    requested)."""

    FALSE_POSITIVE = "false-positive"
    OPERATIONAL_REQUIREMENT = "operational-requirement"
    RISK_ADJUSTMENT = "risk-adjustment"
    VENDOR_DEPENDENCY = "vendor-dependency"


class DeviationStatus(StrEnum):
    """Status of a deviation."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


class FormAnswer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A person's answer to a question of the Deviation Request Form."""

    question: str
    """See `frameworks.deviation_request.Question`."""
    value: str
    """A text, or the word of a metric."""
    why: str = ""
    """The explanation that the form requires of a metric."""


class Deviation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One deviation of one item."""

    kind: DeviationKind
    standing: DeviationStatus
    rationale: str = ""
    submitted: date | None = None
    approver: str = ""
    decided: date | None = None
    evidence: str = ""
    """Path of the decision in the workspace."""
    sha256: Sha256 | None = None
    expires: date | None = None
    """Last day on which the approval holds."""
    adjusted: Rating | None = None
    """Risk adjustment: the rating asked for."""
    product: str = ""
    """Vendor dependency: the product whose fix is awaited."""
    checked_in: date | None = None
    """Vendor dependency: the last time the vendor was asked."""
    released: date | None = None
    """Vendor dependency: the day on which the vendor released a fix."""
    mitigated: date | None = None
    """Vendor dependency: the day the risk was brought down to Moderate."""
    answers: tuple[FormAnswer, ...] = ()
    """For the Deviation Request Form, in its order."""
    scope: tuple[Detector, ...] = ()
    """Of an approval: the detectors and assets that it was given for; empty for all of the item."""
    contested: str = ""
    """Why an approval does not count today: who else sees the weakness, and where. Found anew each time."""

    def holds(self, day: date) -> bool:
        """Approved for all that the item is, and not expired on that day."""
        return self.standing is DeviationStatus.APPROVED and not self.contested and not self.is_expired(day)

    def is_expired(self, day: date) -> bool:
        """The last day on which an approval holds is over."""
        return self.expires is not None and day > self.expires


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
    work: tuple[str, ...] = ()
    """The work packages that close it, a sentence each; found anew each time."""
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
    cvss: tuple[Cvss, ...]
    epss: Exploitability | None = None
    references: tuple[str, ...]
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
        return msgspec.structs.replace(self, scanner=first.scanner, identifier=first.identifier, detectors=rest)

    def deviation(self, kind: DeviationKind) -> Deviation | None:
        """The deviation of a kind, unless it was withdrawn."""
        return next(
            (
                deviation
                for deviation in self.deviations
                if deviation.kind is kind and deviation.standing is not DeviationStatus.WITHDRAWN
            ),
            None,
        )


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """The ledger of the prior package."""

    as_of: date | None = None
    """As-of date of the prior package; None for the first."""
    items: tuple[LedgerItem, ...] = ()
    looks: tuple[ScanCoverage, ...] = ()
    deficiencies: tuple["Deficiency", ...] = ()
    candidates: tuple[SeenCandidate, ...] = ()


class Deficiency(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row of the sheet PL-2 Findings: a fault of the documents, as the assessor numbers it (POA&M Template v3.0)."""

    id: str
    name: str
    description: str
    plan: str
    remediated: date | None = None


class Notice(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    """Something a person should know or decide about the ledger. Never stops a build."""

    path: str
    """The file it is about."""
    place: str
    """A cell, a line, or the POA&M ID."""
    what: str
    next_step: str = ""
    not_there: bool = False
    """It is about a file that a person named and that is not there."""


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """All items, with how scanners looked at the assets this time."""

    items: tuple[LedgerItem, ...]
    """Open ones most severe first, then configuration findings, then closed ones."""
    looks: tuple[ScanCoverage, ...] = ()
    deficiencies: tuple[Deficiency, ...] = ()
    notices: tuple[Notice, ...] = ()
    candidates: tuple[PoamCandidate, ...] = ()
    """Conclusions of the cross-check, with what people decided about them."""
    remembered: tuple[SeenCandidate, ...] = ()
    """Since when they are candidates, for the package of next time."""
