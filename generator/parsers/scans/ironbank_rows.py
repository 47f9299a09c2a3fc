"""Turns rows of Iron Bank's scan workbook into scan results, one function for each kind of sheet."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.documents.workbook_rows import ReadValue, SheetRow
from generator.model.scan import AffectedPackage, Disposition, ResultKind, ScanResult, ScanTarget
from generator.parsers.scans import anchore_gates, cvss_scores, xccdf_words
from generator.parsers.scans.entries import aliases, cves
from generator.parsers.scans.severity import severity

_LINK = re.compile(r"<a\s[^>]{0,2000}?href=['\"]([^'\"]{1,2000})['\"]")
_RATED = re.compile(r"\((Critical|Important|Moderate|Medium|Low|High|None)\)\s*$", re.IGNORECASE)
_JUSTIFICATION = "JUSTIFICATION"
_TRUE_IS_GOOD = {"compliance", "inventory", "miscellaneous"}
"""Classes of OVAL definitions (OVAL 5.11, `ClassEnumeration`) that do not describe a weakness when they are true."""
_OVAL = {
    "error": Disposition.ERROR,
    "unknown": Disposition.ERROR,
    "not evaluated": Disposition.MANUAL,
    "not applicable": Disposition.NOT_APPLICABLE,
}


class Row:
    """One row, every cell as text."""

    __slots__ = ("_target", "_values", "place")

    def __init__(self, row: SheetRow, sheet: str, target: ScanTarget) -> None:
        self._values: Mapping[str, ReadValue] = row.values
        self._target = target
        self.place = f"sheet {sheet!r}, row {row.number}"

    def text(self, *names: str) -> str:
        """The first of the named cells that holds something."""
        cells = (self._values.get(name) for name in names)
        return next((str(cell).strip() for cell in cells if cell not in {None, ""}), "")

    @property
    def target(self) -> ScanTarget:
        """The image of the workbook."""
        return self._target

    def justified(self, description: str) -> str:
        """A contributor's justification is a proposal: it is told, and closes nothing."""
        said = self.text(_JUSTIFICATION)
        return f"{description}\n\nJustification in the workbook: {said}".strip() if said else description


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, the columns that tell it, those that are read beside them, and how a row becomes a result."""

    title: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    to_result: Callable[[Row], ScanResult | None]


def _compliance(row: Row) -> ScanResult | None:
    if not row.text("ruleid"):
        return None
    word = row.text("severity")
    return ScanResult(
        kind=ResultKind.MISCONFIGURATION,
        identifier=row.text("ruleid"),
        target=row.target,
        severity=severity(word),
        native_severity=word,
        disposition=xccdf_words.disposition(row.text("result")),
        native_status=row.text("result"),
        title=row.text("title"),
        description=row.justified(row.text("desc")),
        place=row.place,
    )


def _oval(row: Row) -> ScanResult | None:
    """One row for each reference of a definition."""
    if not row.text("id"):
        return None
    title, class_ = row.text("title"), row.text("cls").lower()
    rated = _RATED.search(title)
    word = rated[1] if rated else ""
    weakness = ResultKind.MISCONFIGURATION if class_ in _TRUE_IS_GOOD else ResultKind.VULNERABILITY
    return ScanResult(
        kind=weakness,
        identifier=row.text("id"),
        target=row.target,
        severity=severity(word),
        native_severity=word,
        disposition=_oval_disposition(row.text("result").lower(), good=class_ in _TRUE_IS_GOOD),
        native_status=row.text("result"),
        title=title,
        description=row.justified(""),
        cves=cves(row.text("ref")),
        aliases=aliases(row.text("id"), row.text("ref")),
        place=row.place,
    )


def _oval_disposition(word: str, *, good: bool) -> Disposition:
    if word in {"true", "false"}:
        return Disposition.PASSED if (word == "true") is good else Disposition.OPEN
    return _OVAL.get(word, Disposition.OPEN)


def _twistlock(row: Row) -> ScanResult | None:
    identifier = row.text("cve", "id")
    if not identifier:
        return None
    word, name = row.text("severity"), row.text("packageName")
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=identifier,
        target=row.target,
        severity=severity(word),
        native_severity=word,
        native_status=row.text("status"),
        package=AffectedPackage(name=name, version=row.text("packageVersion") or None) if name else None,
        description=row.justified(row.text("desc")),
        cves=cves(identifier),
        cvss=cvss_scores.scores(_twistlock_scores(row)),
        references=_links(row.text("link")),
        place=row.place,
    )


def _twistlock_scores(row: Row) -> list[cvss_scores.Raw]:
    """A vector without prefix is of version 2; a score alone does not say its version."""
    vector, score = row.text("vecStr"), row.text("cvss")
    number = float(score) if re.fullmatch(r"\d{1,2}(\.\d+)?", score) else None
    return [("twistlock", "2.0", vector, number)] if vector else []


def _anchore(row: Row) -> ScanResult | None:
    identifier = row.text("cve")
    if not identifier:
        return None
    word, name, path = row.text("severity"), row.text("vuln", "package"), row.text("package_path")
    fix = row.text("fix")
    known = None if fix in {"", "None"} else fix
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=identifier,
        target=row.target,
        severity=severity(word),
        native_severity=word,
        package=AffectedPackage(name=name, fixed_version=known, path=path or None) if name else None,
        scope=path,
        description=row.justified(row.text("description")),
        cves=cves(identifier),
        references=_links(row.text("url")),
        place=row.place,
    )


def _gate(row: Row) -> ScanResult | None:
    gate = anchore_gates.Gate(
        trigger_id=row.text("trigger_id"),
        gate=row.text("gate"),
        trigger=row.text("trigger"),
        text=row.justified(row.text("check_output")),
        action=row.text("gate_action"),
        listed=anchore_gates.LISTED if row.text("whitelist_id", "whitelist_name") else anchore_gates.NOT_LISTED,
    )
    return anchore_gates.result(gate, row.target, row.place)


def _links(text: str) -> tuple[str, ...]:
    """Addresses, also out of the HTML that Anchore's table writes."""
    if "<" not in text:
        return (text,) if text else ()
    return tuple(dict.fromkeys(_LINK.findall(text)))


COMPLIANCE = "OpenSCAP - DISA Compliance"
SHEETS = (
    Sheet(
        COMPLIANCE,
        ("ruleid", "result"),
        ("title", "severity", "desc", "scanned_date", _JUSTIFICATION),
        _compliance,
    ),
    Sheet("OpenSCAP - OVAL Results", ("id", "result"), ("cls", "ref", "title", _JUSTIFICATION), _oval),
    Sheet(
        "Twistlock Vulnerability Results",
        ("id", "packageName"),
        ("cve", "cvss", "desc", "link", "packageVersion", "severity", "status", "vecStr", _JUSTIFICATION),
        _twistlock,
    ),
    Sheet(
        "Anchore CVE Results",
        ("cve", "tag"),
        ("severity", "package", "package_path", "vuln", "fix", "url", "description", _JUSTIFICATION),
        _anchore,
    ),
    Sheet(
        "Anchore Compliance Results",
        ("trigger_id", "gate"),
        ("image_id", "repo_tag", "trigger", "check_output", "gate_action", "whitelist_id", "whitelist_name", _JUSTIFICATION),
        _gate,
    ),
)
