"""FedRAMP Rev5: container-relevant controls of its baselines, ratings and remediation deadlines.

Sources, cited by short names below:
- Containers: FedRAMP Vulnerability Scanning Requirements for Containers v1.0 (2021-03-16).
- Scanning: FedRAMP Vulnerability Scanning Requirements, section 3.
- POA&M: FedRAMP POA&M Template v3.0 (2025-11-17), Instructions.
- Appendix A: SSP Appendix A, Low, Moderate and High, v1.2 (2024-02-15): control titles, parts, and which baseline has which.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from generator.frameworks.base import Control
from generator.model.scan import Severity

_GUIDANCE = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0"
_OURS = "our own mapping; FedRAMP's container guidance names no control here"
_ARTICLE = "the article on container scanning requirements by stackArmor; FedRAMP's guidance names no control here"

_PIPELINE = "Build, test and orchestration pipeline"
_HARDENED = "Hardened images"
_SCANNING = "Vulnerability scanning for container images"
_REGISTRY = "Registry monitoring"
_INVENTORY = "Asset management and inventory reporting"
_BOUNDARY = "Boundary and flows"
_ENCRYPTION = "Encryption"
_ACCESS = "Access and audit of the platform"

_ALL = "low moderate high"
_UPPER = "moderate high"


def _control(id_: str, title: str, parts: str, area: str, source: str = _GUIDANCE, *, at: str = _ALL) -> Control:
    return Control(
        id=id_,
        title=title,
        parts=tuple(parts),
        area=area,
        source=source,
        baselines=frozenset(at.split()),
        named=source != _OURS,
    )


CONTROLS = (
    _control("AC-3", "Access Enforcement", "", _ACCESS, _OURS),
    _control("AC-4", "Information Flow Enforcement", "", _BOUNDARY, _OURS, at=_UPPER),
    _control("AC-6", "Least Privilege", "", _ACCESS, _OURS, at=_UPPER),
    _control("AU-2", "Event Logging", "abcde", _ACCESS, _OURS),
    _control("AU-12", "Audit Record Generation", "abc", _ACCESS, _OURS),
    _control("CA-2", "Control Assessments", "abcdef", _PIPELINE),
    _control("CM-2", "Baseline Configuration", "ab", _PIPELINE),
    _control("CM-3", "Configuration Change Control", "abcdefg", _PIPELINE, at=_UPPER),
    _control("CM-6", "Configuration Settings", "abcd", _HARDENED),
    _control("CM-7", "Least Functionality", "ab", _HARDENED, _OURS),
    _control("CM-8", "System Component Inventory", "ab", _INVENTORY),
    _control("CM-8(3)", "Automated Unauthorized Component Detection", "ab", _INVENTORY, _OURS, at=_UPPER),
    _control("PL-8", "Security and Privacy Architectures", "abc", _BOUNDARY, _OURS),
    _control("RA-5", "Vulnerability Monitoring and Scanning", "abcdef", _SCANNING),
    _control("SC-2", "Separation of System and User Functionality", "", _HARDENED, at=_UPPER),
    _control("SC-3", "Security Function Isolation", "", _HARDENED, at="high"),
    _control("SC-4", "Information in Shared System Resources", "", _HARDENED, at=_UPPER),
    _control("SC-6", "Resource Availability", "", _HARDENED, at=""),
    _control("SC-7", "Boundary Protection", "abc", _BOUNDARY, _OURS),
    _control("SC-7(5)", "Deny by Default — Allow by Exception", "", _BOUNDARY, _OURS, at=_UPPER),
    _control("SC-8", "Transmission Confidentiality and Integrity", "", _ENCRYPTION, _ARTICLE),
    _control("SC-8(1)", "Cryptographic Protection", "", _ENCRYPTION, _OURS),
    _control("SC-12", "Cryptographic Key Establishment and Management", "", _ENCRYPTION, _OURS),
    _control("SC-13", "Cryptographic Protection", "ab", _ENCRYPTION, _ARTICLE),
    _control("SC-28", "Protection of Information at Rest", "", _HARDENED),
    _control("SC-28(1)", "Cryptographic Protection", "", _ENCRYPTION, _OURS),
    _control("SC-39", "Process Isolation", "", _HARDENED),
    _control("SI-2", "Flaw Remediation", "abcd", _SCANNING, _OURS),
    _control("SI-3", "Malicious Code Protection", "abcd", _PIPELINE),
    _control("SI-4", "System Monitoring", "abcdefg", _REGISTRY, _ARTICLE),
    _control("SI-7", "Software, Firmware, and Information Integrity", "ab", _PIPELINE, at=_UPPER),
    _control("SR-3", "Supply Chain Controls and Processes", "abc", _HARDENED, _OURS),
)
"""In the order of the catalogue. SC-3 stands in the High baseline only and SC-6 in none: the guidance names both all the same,
so they are additional at the other levels (`controls`)."""

SCAN_WINDOW_DAYS = 30
"""Containers, "Vulnerability Scanning for Container Images": only images scanned within 30 days may be deployed."""

_DAYS = {"High": 30, "Moderate": 90, "Low": 180}
"""POA&M, Instructions: high and critical 30 days, moderate 90, low 180 from detection."""

_RATINGS = {
    Severity.CRITICAL: "High",
    Severity.HIGH: "High",
    Severity.MODERATE: "Moderate",
    Severity.LOW: "Low",
    Severity.INFORMATIONAL: "Low",
    Severity.UNKNOWN: "Moderate",
}
"""POA&M lists Low, Moderate and High only, so Critical is High. What a scanner could not rate is taken as Moderate until
a person rates it: the middle, so that it neither vanishes nor alarms; the item says so in its comments."""


@dataclass(frozen=True, slots=True)
class FedrampRev5:
    """FedRAMP Rev5, the baselines Low, Moderate and High."""

    name: str = "fedramp-rev5"
    title: str = "FedRAMP Rev5"

    def controls(self, level: str) -> tuple[Control, ...]:
        """Those that the level's baseline holds, and those that the guidance names although the baseline does not."""
        return tuple(one for one in CONTROLS if level in one.baselines or one.named)

    def rating(self, severity: Severity, score: float | None) -> str:
        """NVD's CVSS base score decides, else the scanner's own severity (Scanning, item on original risk rating).

        Bands: FIRST CVSS v3.1 specification, section 5 (9.0+ critical, 7.0+ high, 4.0+ medium, above 0 low).
        """
        if score is None or score <= 0:
            return _RATINGS[severity]
        if score >= 7.0:
            return "High"
        return "Moderate" if score >= 4.0 else "Low"

    def due(self, rating: str, detected: date, known_exploited: date | None) -> date | None:
        """30, 90 or 180 days from detection; a date in CISA's catalogue of known exploited vulnerabilities wins if earlier.

        POA&M, Instructions; RA-5(d) additional FedRAMP requirement (Appendix A): the KEV date supersedes.
        """
        ours = detected + timedelta(days=_DAYS[rating])
        return min(ours, known_exploited) if known_exploited else ours


FEDRAMP_REV5 = FedrampRev5()
