"""The age of the vulnerability database at each scan.

FedRAMP Rev5 baselines, RA-5(2): updated within 24 hours prior to running scans; Vulnerability Scanning Requirements v3.0,
section 3, Signature Updates. Reports give the day on which a database was built, which is not the day of the last check for
updates: a database built within 24 hours passes, and one that is older than two days was not the newest, since every database
that is read here is published daily. In between it is not known, unless a person states when it was updated. A date after the
scan is not that of the database it used.
"""

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.quality import ScanQuality
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import counted, moment

_HOURS = 24
_OLDEST_NEWEST = 48
"""Hours that the newest database of a feed that is published daily may be old."""
_STEP = "state it in the sidecar (`database-updated`), or export a report that carries it"

_REQUIREMENT = PostureRequirement(
    id="scan-database-too-old",
    area="Image scanning",
    title="Scanners use a current vulnerability database",
    problem="Scan with an outdated vulnerability database",
    asks="Was each scanner's vulnerability database updated within the 24 hours before the scan?",
    rationale="A scanner does not find what its database does not know yet.",
    fix="Let the scanner update its database, scan again, and keep the evidence of the update.",
    reference="FedRAMP Rev5 baselines, RA-5(2): within 24 hours prior to running scans; Vulnerability Scanning Requirements",
    controls=mapped(fedramp="RA-5(2)", nist="RA-5"),
    subjects=("scan", "scans"),
)


def _judge(context: CheckContext) -> Judgment:
    scans = [scan for scan in context.facts.scan_quality if scan.uses_database]
    return judged(map(_subject, scans)) if scans else not_collected("scan reports that match known vulnerabilities")


def _subject(scan: ScanQuality) -> JudgedSubject:
    name, cited, age = scan.evidence.path, cite("File", scan.evidence.path, scan.evidence.source), scan.database_age
    is_stated = any(each.startswith("database date") for each in scan.stated)
    if not scan.dated:
        return unknown(name, "the scan is not dated", *cited)
    if age is None:
        return unknown(name, "it is not known when the database was updated", *cited, next_step=_STEP)
    certainty = Certainty.STATED if is_stated else Certainty.REPORTED
    if age <= _HOURS:
        return passes(name, *cited, certainty=certainty)
    if age <= _OLDEST_NEWEST and not is_stated:
        built = f"its database was built {round(age)} hours before the scan, and it is not known when it was last updated"
        return unknown(name, built, *cited, next_step=_STEP)
    return _too_old(scan, age, certainty)


def _too_old(scan: ScanQuality, age: float, certainty: Certainty) -> JudgedSubject:
    old = counted(round(age / 24), "day") if age >= 48 else counted(round(age), "hour")
    return fails(
        scan.evidence.path,
        f"used a database that was {old} old",
        *cite("File", scan.evidence.path, scan.evidence.source),
        certainty=certainty,
        title=f"{scan.scanner.name} scanned with a database {old} old",
        detail=f"The newest entries of the vulnerability database are of {moment(scan.scanner.database_updated)}, {old} before "
        "the scan: what became known in between was not looked for. The update has to be within "
        f"{_HOURS} hours before the scan.",
    )


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=handed_in)
