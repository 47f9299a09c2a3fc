"""GitHub's alerts of a repository: code scanning, Dependabot and secret scanning, as its REST API lists them.

https://docs.github.com/en/rest/code-scanning, `/dependabot/alerts` and `/secret-scanning/alerts`, API version 2022-11-28:
lists of alerts. `secret` of a secret alert is the secret itself and is never read. An alert that somebody dismissed is
suppressed, one that GitHub closed by itself resolved. The repository is the one that the alert's address names.
"""

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import Repositories, Scalar, at, entries, is_clean_list, text, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import affected, aliases, cves, joined, not_null, secret_of, vulnerability_of
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator

_STATES = {
    "open": Disposition.OPEN,
    "dismissed": Disposition.SUPPRESSED,
    "auto_dismissed": Disposition.SUPPRESSED,
    "fixed": Disposition.RESOLVED,
    "closed": Disposition.RESOLVED,
    "resolved": Disposition.RESOLVED,
}
_RESOLUTIONS = {"false_positive", "wont_fix", "used_in_tests", "pattern_edited", "pattern_deleted"}
"""Resolutions of a secret alert after which the secret may still be valid; only `revoked` ends it."""
_LEVELS = {"error": Severity.HIGH, "warning": Severity.MODERATE, "note": Severity.LOW}
"""Of a code scanning rule that has no security severity."""
_REPOSITORY = late_re(
    r"https?://[^/]+/(?:api/v3/)?(?:repos/)?([^/?#]+/[^/?#]+)/(?:security|code-scanning|dependabot|secret-scanning)/"
)


class _GithubRule(msgspec.Struct, gc=False):
    id: str | None = None
    description: str | None = None
    full_description: str | None = None
    severity: str | None = None
    security_severity_level: str | None = None
    tags: tuple[str, ...] | None = None


class _GithubLocation(msgspec.Struct, gc=False):
    path: str | None = None
    start_line: Scalar = None


class _GithubMessage(msgspec.Struct, gc=False):
    text: str | None = None


class _GithubInstance(msgspec.Struct, gc=False):
    message: _GithubMessage | None = None
    location: _GithubLocation | None = None


class _GithubPackage(msgspec.Struct, gc=False):
    name: str | None = None


class _GithubDependency(msgspec.Struct, gc=False):
    package: _GithubPackage | None = None
    manifest_path: str | None = None


class _GithubPatched(msgspec.Struct, gc=False):
    identifier: str | None = None


class _GithubVulnerable(msgspec.Struct, gc=False):
    package: _GithubPackage | None = None
    severity: str | None = None
    first_patched_version: _GithubPatched | None = None


class _GithubScore(msgspec.Struct, gc=False):
    score: float | None = None
    vector_string: str | None = None


class _GithubScores(msgspec.Struct, gc=False):
    cvss_v3: _GithubScore | None = None
    cvss_v4: _GithubScore | None = None


class _GithubCwe(msgspec.Struct, gc=False):
    cwe_id: str | None = None


class _GithubAdvisory(msgspec.Struct, gc=False):
    ghsa_id: str | None = None
    cve_id: str | None = None
    summary: str | None = None
    description: str | None = None
    severity: str | None = None
    cvss: _GithubScore | None = None
    cvss_severities: _GithubScores | None = None
    cwes: tuple[_GithubCwe | None, ...] | None = None


class _GithubAlert(msgspec.Struct, gc=False):
    """An alert of any kind."""

    number: int | None = None
    state: str | None = None
    html_url: str | None = None
    url: str | None = None
    created_at: str | None = None
    dismissed_reason: str | None = None
    rule: _GithubRule | None = None
    most_recent_instance: _GithubInstance | None = None
    dependency: _GithubDependency | None = None
    security_advisory: _GithubAdvisory | None = None
    security_vulnerability: _GithubVulnerable | None = None
    secret_type: str | None = None
    secret_type_display_name: str | None = None
    resolution: str | None = None
    first_location_detected: _GithubLocation | None = None


_TITLES = {
    "code-scanning": "GitHub code scanning",
    "dependabot": "Dependabot",
    "secret-scanning": "GitHub secret scanning",
}


def recognizes(document: Document) -> bool:
    """Without alerts the list is empty and known by its name."""
    return bool(_tool(document))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    tool = _tool(document)
    if not tool:
        raise ParseError("the first alert is of no known kind", next_step="collect the alerts again")
    accumulator = ScanAccumulator(evidence, _TITLES[tool])
    targets, read = Repositories(accumulator, evidence), _READERS[tool]
    for place, alert in not_null(accumulator, entries(document, accumulator, document.data, _GithubAlert)):
        accumulator.take(read(alert, targets.of(_repository(alert)), place))
    targets.at_least_one()
    return accumulator.finish(None)


def _tool(document: Document) -> str:
    keys = document.first_members
    if not keys:
        return next((tool for tool in _TITLES if is_clean_list(document, tool)), "")
    if {"security_advisory", "security_vulnerability"}.issubset(keys):
        return "dependabot"
    if "secret_type" in keys and not {"number", "locations_url", "resolution"}.isdisjoint(keys):
        return "secret-scanning"
    return "code-scanning" if {"rule", "most_recent_instance"}.issubset(keys) else ""


def _repository(alert: _GithubAlert) -> str:
    """`owner/name`, which the address of the alert holds; empty where it does not."""
    match = next(filter(None, (_REPOSITORY.match(url) for url in (alert.html_url, alert.url) if url)), None)
    return match[1] if match else ""


def _code(alert: _GithubAlert, target: ScanTarget, place: str) -> ScanResult | None:
    rule, instance = alert.rule or _GithubRule(), alert.most_recent_instance or _GithubInstance()
    word = rule.security_severity_level or rule.severity or ""
    location = instance.location or _GithubLocation()
    weaknesses = [tag for tag in rule.tags or () if "/cwe/" in tag.lower()]
    return vulnerability_of(
        rule.id,
        target,
        place,
        severity=_LEVELS.get(word) or severity(word),
        word=word,
        disposition=_STATES.get((alert.state or "").lower(), Disposition.OPEN),
        native_status=joined(", ", alert.state, alert.dismissed_reason),
        scope=at(location.path, location.start_line, f"alert {alert.number}"),
        title=titled(rule.description, *weaknesses),
        cwes=cwes(*weaknesses),
        description=instance.message.text if instance.message else rule.full_description,
        first_seen=seen_day(alert.created_at),
    )


def _dependency(alert: _GithubAlert, target: ScanTarget, place: str) -> ScanResult | None:
    advisory, vulnerable = alert.security_advisory or _GithubAdvisory(), alert.security_vulnerability or _GithubVulnerable()
    dependency = alert.dependency or _GithubDependency()
    name = (dependency.package or vulnerable.package or _GithubPackage()).name
    identifier = advisory.ghsa_id or advisory.cve_id
    scored = advisory.cvss_severities or _GithubScores(cvss_v3=advisory.cvss)
    scores = [("4.0", scored.cvss_v4), ("3.1", scored.cvss_v3)]
    return vulnerability_of(
        identifier,
        target,
        place,
        word=vulnerable.severity or advisory.severity,
        disposition=_STATES.get((alert.state or "").lower(), Disposition.OPEN),
        native_status=joined(", ", alert.state, alert.dismissed_reason),
        package=affected(name, None, (vulnerable.first_patched_version or _GithubPatched()).identifier),
        scope=joined(" ", dependency.manifest_path, f"alert {alert.number}"),
        title=titled(advisory.summary, *(cwe.cwe_id for cwe in advisory.cwes or () if cwe)),
        cwes=cwes(*(cwe.cwe_id for cwe in advisory.cwes or () if cwe)),
        description=advisory.description,
        cves=cves(advisory.cve_id),
        aliases=aliases(identifier, advisory.ghsa_id),
        cvss=cvss_scores.scores(("ghsa", version, score.vector_string, score.score) for version, score in scores if score),
        first_seen=seen_day(alert.created_at),
    )


def _secret(alert: _GithubAlert, target: ScanTarget, place: str) -> ScanResult | None:
    location = alert.first_location_detected or _GithubLocation()
    valid = alert.resolution in _RESOLUTIONS
    return secret_of(
        alert.secret_type,
        target,
        place,
        disposition=Disposition.SUPPRESSED if valid else _STATES.get((alert.state or "").lower(), Disposition.OPEN),
        native_status=joined(", ", alert.state, alert.resolution),
        scope=at(location.path, location.start_line, f"alert {text(alert.number)}"),
        title=alert.secret_type_display_name,
        first_seen=seen_day(alert.created_at),
    )


_READERS = {"code-scanning": _code, "dependabot": _dependency, "secret-scanning": _secret}
