"""Words and numbers that all of Qualys's reports share.

Identifiers are QIDs; one QID may stand for many CVEs. https://docs.qualys.com/en/vm/latest/scans/vulnerability_status.htm and
https://www.qualys.com/research/knowledge/severity/: level 1 (minimal) to 5 (urgent), of vulnerabilities and of potential ones.
Information gathered has levels too, which rate its use to an intruder and no weakness.
"""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from generator.model.identifiers import CweId
from generator.model.scan import Cvss, Disposition, ResultKind, Scanner, ScanResult, ScanTarget, Severity
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import latest_of, moment, seen_day
from generator.parsers.scans.dates_spelled import slashed_day, slashed_moment, spelled_day, spelled_moment
from generator.parsers.scans.hosts import service
from generator.parsers.scans.severity import severity as by_word
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator

SCANNER = "Qualys"
_APPLIANCE = late_re(r"\(Scanner (?P<scanner>[\w.-]+), Vulnerability Signatures (?P<signatures>[\w.-]+)\)")
"""How reports of one scan name what ran it: `10.0.0.5 (Scanner 12.11.33-1, Vulnerability Signatures 2.5.571-2)`."""
NAMES = ("IP", "IPV6", "DNS", "DNS_DATA/FQDN", "NETBIOS", "EC2_INSTANCE_ID")
"""What names a host in XML."""
_LEVELS = {"1": Severity.LOW, "2": Severity.LOW, "3": Severity.MODERATE, "4": Severity.HIGH, "5": Severity.CRITICAL}
"""Qualys's own reading: 5 and 4 are high, 3 medium, 2 and 1 low; urgent is our critical.

https://qualysguard.qg2.apps.qualys.com/portal-help/en/malware/knowledgebase/severity_levels.htm
"""
_STATUSES = {"fixed": Disposition.RESOLVED, "ignored": Disposition.SUPPRESSED, "disabled": Disposition.SUPPRESSED}
"""New, Active, Re-Opened and unknown words are open. So is Protected: a firewall hides the weakness, it is still there."""
_CVE = late_re(r"CVE-\d{4}-\d{4,}")
_SCORE = late_re(r"(?P<score>\d{1,2}(?:\.\d+)?)?\s*(?:\((?P<vector>[A-Za-z]+:[^()]+)\))?")
_ABSENT = {"", "-", "'-", "n/a"}


class QualysKnowledge(msgspec.Struct, frozen=True, gc=False):
    """What Qualys knows of a QID, as far as a report repeats it."""

    title: str = ""
    level: str = ""
    description: str = ""
    solution: str = ""
    cves: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Advisories of vendors."""
    cwes: tuple[CweId, ...] = ()
    cvss: tuple[Cvss, ...] = ()


NOTHING_KNOWN = QualysKnowledge()


class QualysDetection(msgspec.Struct, frozen=True, gc=False):
    """One raw entry of a report."""

    qid: str
    place: str
    level: str = ""
    original: str = ""
    """The level in Qualys's knowledge base, where a person edited the entry's own."""
    kind: str = ""
    """`Vuln`, `Confirmed`, `Practice`, `Potential`, `Ig`, `Information Gathered` …"""
    status: str = ""
    ignored: str = ""
    """The word for it where a person set Qualys to ignore the entry."""
    port: str = ""
    protocol: str = ""
    scope: str = ""
    """Instead of port and protocol: a page of a web application."""
    first_seen: date | None = None


def add(accumulator: ScanAccumulator, target: ScanTarget, detection: QualysDetection, known: QualysKnowledge) -> None:
    """Count one raw entry."""
    qid = detection.qid.strip()
    if not qid:
        accumulator.drop(NO_IDENTIFIER)
        return
    disposition, status = _standing(detection)
    severity, native = _rated(detection, known)
    accumulator.add(
        ScanResult(
            kind=ResultKind.VULNERABILITY,
            identifier=qid,
            target=target,
            severity=severity,
            native_severity=native,
            disposition=disposition,
            native_status=status,
            scope=detection.scope or service(detection.port, detection.protocol),
            title=known.title or f"QID {qid}",
            description=known.description,
            solution=known.solution,
            cves=known.cves,
            aliases=known.aliases,
            cwes=known.cwes,
            cvss=known.cvss,
            first_seen=detection.first_seen,
            place=detection.place,
        )
    )


def scanner(appliances: str = "") -> Scanner:
    """Version and signatures of the appliance, where the report names one; Qualys dates signatures nowhere in a report."""
    appliances_used = {(match["scanner"], match["signatures"]) for match in _APPLIANCE.finditer(appliances)}
    if len(appliances_used) != 1:
        return Scanner(name=SCANNER)
    version, signatures = appliances_used.pop()
    return Scanner(name=SCANNER, version=f"{version}, signatures {signatures}")


def last_login(scanned: str, authenticated: str) -> bool | None:
    """Was the last scan of a host one with login? Qualys dates the last one without and the last successful one with it.

    None where the report has no date of a scan with login: some leave it out.
    """
    inside, outside = written_moment(authenticated), written_moment(scanned)
    return None if inside is None else outside is None or inside >= outside


def cves(texts: Iterable[str]) -> tuple[str, ...]:
    """Every CVE that the texts name."""
    return tuple(sorted({name for text in texts for name in _CVE.findall(text)}))


def score(version: str, text: str, *, source: str = "qualys") -> tuple[Cvss, ...]:
    """`8.1 (AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H)`, or either half of it."""
    match = _SCORE.fullmatch(text.strip())
    if match is None or match.group() in _ABSENT:
        return ()
    return cvss_scores.scores([(source, version, match["vector"], cvss_scores.number(match["score"] or ""))])


def present(text: str) -> str:
    """Without the marks that Qualys writes for nothing: `-` and, kept from becoming a formula, `'-`."""
    return "" if text.strip().lower() in _ABSENT else text.strip()


def first_day(text: str, *, day_first: bool = False) -> date | None:
    """The day of a date in any of the ways Qualys writes them."""
    return seen_day(text) or spelled_day(text) or slashed_day(text, day_first=day_first)


def written_moment(text: str, *, day_first: bool = False) -> datetime | None:
    """A date in any of the ways Qualys writes them as aware UTC."""
    return moment(text) or spelled_moment(text) or slashed_moment(text, day_first=day_first)


def latest(texts: Iterable[str], *, day_first: bool = False) -> datetime | None:
    """The latest of several dates."""
    return latest_of(written_moment(text, day_first=day_first) for text in set(texts) if text)


def _standing(detection: QualysDetection) -> tuple[Disposition, str]:
    if detection.ignored:
        return Disposition.SUPPRESSED, detection.ignored
    status = detection.status or detection.kind
    return _STATUSES.get(status.strip().lower(), Disposition.OPEN), status


def _rated(detection: QualysDetection, known: QualysKnowledge) -> tuple[Severity, str]:
    """The more severe of the entry's level and the knowledge base's: an edit is a risk adjustment, and not the scanner's."""
    level, original = detection.level or known.level, detection.original
    if detection.kind.strip().lower().startswith(("ig", "info")):
        return Severity.INFORMATIONAL, level
    now, before = _severity(level), _severity(original)
    return (before, original) if before.rank > now.rank else (now, level)


def _severity(level: str) -> Severity:
    known = _LEVELS.get(level.strip())
    return by_word(level) if known is None else known
