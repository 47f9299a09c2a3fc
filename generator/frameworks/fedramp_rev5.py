"""FedRAMP Rev5: its baselines, which of their controls container evidence is about, ratings and remediation deadlines.

Sources, cited by short names below:
- Containers: FedRAMP Vulnerability Scanning Requirements for Containers v1.0 (2021-03-16).
- Scanning: FedRAMP Vulnerability Scanning Requirements, section 3.
- POA&M: FedRAMP POA&M Template v3.0 (2025-11-17), Instructions.
- Appendix A: SSP Appendix A, LI-SaaS, Low, Moderate and High: control titles, parts and parameters (`rev5`).
"""

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.frameworks.rev5.rows import BaselineRow, row
from generator.frameworks.rev5.table import BY_ID, ROWS
from generator.model.identifiers import ControlId
from generator.model.posture import MappedBy
from generator.model.rating import Rating
from generator.model.scan import Severity

_SOURCES = {
    MappedBy.FEDRAMP: "FedRAMP Vulnerability Scanning Requirements for Containers v1.0",
    MappedBy.ARTICLE: "the article on container scanning requirements by stackArmor; FedRAMP's guidance names no control here",
    MappedBy.OURS: "our own mapping; FedRAMP's container guidance names no control here",
}
_ARTICLE, _OURS = MappedBy.ARTICLE, MappedBy.OURS

_PIPELINE = "Build, test and orchestration pipeline"
_HARDENED = "Hardened images"
_SCANNING = "Vulnerability scanning for container images"
_REGISTRY = "Registry monitoring"
_INVENTORY = "Asset management and inventory reporting"
_BOUNDARY = "Boundary and flows"
_ENCRYPTION = "Encryption"
_ACCESS = "Access and audit of the platform"


def _control(id_: str, area: str, by: MappedBy = MappedBy.FEDRAMP) -> Control:
    row_ = BY_ID.get(ControlId(id_), _NO_BASELINE)
    return replace(plain(row_), area=area, source=_SOURCES[by], named=by is not MappedBy.OURS)


def plain(baseline_row: BaselineRow) -> Control:
    """A row of the tables as a control that container evidence says nothing of."""
    return Control(
        id=baseline_row.id,
        title=baseline_row.title,
        parts=baseline_row.parts,
        area="",
        source="",
        baselines=baseline_row.baselines,
        parameters=baseline_row.parameters,
        conditional=baseline_row.conditional,
    )


_NO_BASELINE = row("SC-6", "Resource Availability", "", "", "-=01,02")
"""The guidance names it, and none of FedRAMP's baselines holds it."""

CONTROLS = (
    _control("AC-3", _ACCESS, _OURS),
    _control("AC-4", _BOUNDARY, _OURS),
    _control("AC-6", _ACCESS, _OURS),
    _control("AU-2", _ACCESS, _OURS),
    _control("AU-12", _ACCESS, _OURS),
    _control("CA-2", _PIPELINE),
    _control("CM-2", _PIPELINE),
    _control("CM-3", _PIPELINE),
    _control("CM-6", _HARDENED),
    _control("CM-7", _HARDENED, _OURS),
    _control("CM-8", _INVENTORY),
    _control("CM-8(3)", _INVENTORY, _OURS),
    _control("PL-8", _BOUNDARY, _OURS),
    _control("RA-5", _SCANNING),
    _control("SC-2", _HARDENED),
    _control("SC-3", _HARDENED),
    _control("SC-4", _HARDENED),
    _control("SC-6", _HARDENED),
    _control("SC-7", _BOUNDARY, _OURS),
    _control("SC-7(5)", _BOUNDARY, _OURS),
    _control("SC-8", _ENCRYPTION, _ARTICLE),
    _control("SC-8(1)", _ENCRYPTION, _OURS),
    _control("SC-12", _ENCRYPTION, _OURS),
    _control("SC-13", _ENCRYPTION, _ARTICLE),
    _control("SC-28", _HARDENED),
    _control("SC-28(1)", _ENCRYPTION, _OURS),
    _control("SC-39", _HARDENED),
    _control("SI-2", _SCANNING, _OURS),
    _control("SI-3", _PIPELINE),
    _control("SI-4", _REGISTRY, _ARTICLE),
    _control("SI-7", _PIPELINE),
    _control("SR-3", _HARDENED, _OURS),
)
"""Those that container evidence is about, in the order of the catalog. SC-3 stands in the High baseline only and SC-6 in
none: the guidance names both all the same, so they are additional at the other levels (`controls`)."""

_BY_ID: Mapping[str, Control] = {control.id: control for control in CONTROLS}
_AT: Mapping[str, int] = {baseline_row.id: number for number, baseline_row in enumerate(ROWS)}
EVERY = tuple(
    sorted(
        (
            *(_BY_ID.get(baseline_row.id) or plain(baseline_row) for baseline_row in ROWS),
            *(control for control in CONTROLS if control.id not in _AT),
        ),
        key=lambda control: _AT.get(control.id, _AT[ControlId("SC-7")] - 0.5),
    )
)
"""Every control of any baseline and what the guidance adds, in the order of SSP Appendix A; SC-6 stands before SC-7."""

SCAN_WINDOW_DAYS = 30
"""Containers, "Vulnerability Scanning for Container Images": only images scanned within 30 days may be deployed."""

_DAYS = {Rating.HIGH: 30, Rating.MODERATE: 90, Rating.LOW: 180}
"""POA&M, Instructions: high and critical 30 days, moderate 90, low 180 from detection."""

_RATINGS = {
    Severity.CRITICAL: Rating.HIGH,
    Severity.HIGH: Rating.HIGH,
    Severity.MODERATE: Rating.MODERATE,
    Severity.LOW: Rating.LOW,
    Severity.INFORMATIONAL: Rating.LOW,
    Severity.UNKNOWN: Rating.MODERATE,
}
"""POA&M lists Low, Moderate and High only, so Critical is High. What a scanner could not rate is taken as Moderate until
a person rates it: the middle, so that it neither vanishes nor alarms; the item says so in its comments."""


class FedrampRev5(msgspec.Struct, frozen=True):
    """FedRAMP Rev5, the baselines LI-SaaS, Low, Moderate and High."""

    name: str = "fedramp-rev5"
    title: str = "FedRAMP Rev5"

    def controls(self, baseline: str) -> tuple[Control, ...]:
        """Those that the baseline holds, and those that the guidance names although the baseline does not."""
        return tuple(control for control in CONTROLS if baseline in control.baselines or control.named)

    def plan(self, baseline: str) -> tuple[Control, ...]:
        """See `Framework.plan`."""
        return tuple(control for control in EVERY if baseline in control.baselines or control.named)

    def rating(self, severity: Severity, score: float | None) -> Rating:
        """NVD's CVSS base score decides, else the scanner's own severity (Scanning, item on original risk rating).

        Bands: FIRST CVSS v3.1 specification, section 5 (9.0+ critical, 7.0+ high, 4.0+ medium, above 0 low).
        """
        if score is None or score <= 0:
            return _RATINGS[severity]
        if score >= 7.0:
            return Rating.HIGH
        return Rating.MODERATE if score >= 4.0 else Rating.LOW

    def due(self, rating: Rating, detected: date, known_exploited: date | None) -> date | None:
        """30, 90 or 180 days from detection; a date in CISA's catalog of known exploited vulnerabilities wins if earlier.

        POA&M, Instructions; RA-5(d) additional FedRAMP requirement (Appendix A): the KEV date supersedes.
        """
        ours = detected + timedelta(days=_DAYS[rating])
        return min(ours, known_exploited) if known_exploited else ours


FEDRAMP_REV5 = FedrampRev5()
