"""SonarQube's issues and security hotspots: `api/issues/search`, `api/hotspots/search`, lists taken out of them, sonar-report,
and the scanner's own file.

https://docs.sonarsource.com/sonarqube-server/latest/user-guide/rules/overview/. Severities BLOCKER, CRITICAL, MAJOR, MINOR
and INFO are those of rules; a hotspot has a probability, and is a question to a reviewer: it stays open until somebody
answers it. What is about quality and not about security (code smells, bugs) is kept as a misconfiguration. Pages count all
there is and list a part: the scan says so.
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans import archive_parts
from generator.parsers.scans.code_results import Repositories, Scalar, at, entries, length, part
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import fold_placed, result_of
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator

LEVELS = {
    "BLOCKER": Severity.CRITICAL,
    "CRITICAL": Severity.HIGH,
    "MAJOR": Severity.MODERATE,
    "MINOR": Severity.LOW,
    "INFO": Severity.INFORMATIONAL,
}
_ENDED = {
    "RESOLVED": Disposition.RESOLVED,
    "CLOSED": Disposition.RESOLVED,
    "FIXED": Disposition.RESOLVED,
    "FALSE-POSITIVE": Disposition.NOT_AFFECTED,
    "FALSE_POSITIVE": Disposition.NOT_AFFECTED,
    "WONTFIX": Disposition.SUPPRESSED,
    "ACCEPTED": Disposition.SUPPRESSED,
    "ACKNOWLEDGED": Disposition.SUPPRESSED,
    "SAFE": Disposition.NOT_AFFECTED,
}
_QUALITY = {"CODE_SMELL", "BUG"}
_OF_ENTRY = ({"rule", "component"}, {"securityCategory", "component"})
"""Keys of an issue, and of a hotspot."""
_REPORT = {"sonarBaseURL", "hotspotKeys", "qualityGateStatus"}
"""Keys of what `sonar-report` puts around the issues, also around none."""


class _SonarEntry(msgspec.Struct, gc=False):
    rule: str | None = None
    rule_key: str | None = msgspec.field(name="ruleKey", default=None)
    category: str | None = msgspec.field(name="securityCategory", default=None)
    severity: str | None = None
    probability: str | None = msgspec.field(name="vulnerabilityProbability", default=None)
    status: str | None = None
    resolution: str | None = None
    component: str | None = None
    project: str | None = None
    line: Scalar = None
    message: str | None = None
    key: str | None = None
    type: str | None = None
    created: str | None = msgspec.field(name="creationDate", default=None)


class _SonarPaging(msgspec.Struct, gc=False):
    total: int | None = None


def recognizes(document: Document) -> bool:
    """An answer of the API, or a ZIP archive of nothing but such answers."""
    names = archive_parts.names(document)
    if names:
        return all(name.endswith(".json") for name in names) and any(_is_answer(part) for _, part in _answers(document))
    return _is_answer(document)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "SonarQube")
    targets, project = Repositories(accumulator, evidence), ""
    for place, answer in _answers(document):
        if _is_answer(answer):
            project = part(answer, answer.members.get("projectName"), str, "") or project
            _fold(answer, accumulator, targets, place)
    targets.at_least_one(project)
    return accumulator.finish(None)


def _answers(document: Document) -> Iterator[tuple[str, Document]]:
    """The answers in the file with their names, empty for the file itself."""
    names = archive_parts.names(document)
    if not names:
        yield "", document
    for name in sorted(names):
        yield name, archive_parts.part(document, name)


def _is_answer(document: Document) -> bool:
    members = document.members
    if any(keys.issubset(document.first_members) for keys in _OF_ENTRY):
        return True
    for key, keys in zip(("issues", "hotspots"), _OF_ENTRY, strict=True):
        if keys.issubset(document.first_keys(members.get(key))):
            return True
    if "paging" in members and ("hotspots" in members or {"issues", "components"}.issubset(members)):
        return True
    return "issues" in members and not _REPORT.isdisjoint(members)


def _fold(answer: Document, accumulator: ScanAccumulator, targets: Repositories, name: str) -> None:
    members, listed = answer.members, 0
    project = part(answer, members.get("projectName"), str, "")
    lists = {f"/{key}": members.get(key) for key in ("issues", "hotspots")} if members else {"": msgspec.Raw(answer.data)}
    for place, raw in lists.items():
        listed += length(answer, raw)
        rows = entries(answer, accumulator, raw, _SonarEntry, f"{name}{place}")
        fold_placed(accumulator, rows, lambda entry, place: _result(entry, targets.of(entry.project or project), place))
    total = part(answer, members.get("paging"), _SonarPaging, _SonarPaging()).total
    accumulator.counts.compare("finding", stated=total, listed=listed)


def _result(entry: _SonarEntry, target: ScanTarget, place: str) -> ScanResult | None:
    hotspot = entry.probability is not None or entry.category is not None
    word = (entry.probability if hotspot else entry.severity) or entry.severity or ""
    ended = entry.resolution or entry.status or ""
    file = (entry.component or "").removeprefix(f"{entry.project}:" if entry.project else "")
    return result_of(
        ResultKind.MISCONFIGURATION if entry.type in _QUALITY else ResultKind.VULNERABILITY,
        entry.rule or entry.rule_key or entry.category,
        target,
        place,
        severity=severity(word) if hotspot else LEVELS.get(word.upper(), Severity.UNKNOWN),
        word=word,
        disposition=_ENDED.get(ended.upper(), Disposition.OPEN),
        native_status=ended,
        scope=at(file, entry.line, entry.key),
        title=entry.message,
        first_seen=seen_day(entry.created),
    )
