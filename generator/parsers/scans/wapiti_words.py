"""What Wapiti's reports say alike in JSON and XML: https://github.com/wapiti-scanner/wapiti, `wapitiCore/report`.

Entries stand below the name of their category, in `vulnerabilities`, `anomalies` and `additionals` (what was learned of the
site). Levels are 0 (information) to 4 (critical). Requests are not read.
"""

from generator.model.scan import ScanResult, ScanTarget, Severity
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import cves, result_of
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.web_targets import within_site

SCANNER = "Wapiti"
SECTIONS = ("vulnerabilities", "anomalies", "additionals")
LEVELS = {
    "4": Severity.CRITICAL,
    "3": Severity.HIGH,
    "2": Severity.MODERATE,
    "1": Severity.LOW,
    "0": Severity.INFORMATIONAL,
}
CATEGORY = FieldMap(
    identifier=("name", "@name"),
    description=("desc", "description"),
    solution=("sol", "solution"),
    cwe=("ref.*", "references/reference/title"),
)


def result(category: str, about: EntryFields, entry: EntryFields, target: ScanTarget, place: str) -> ScanResult | None:
    """One entry of a category; page and parameter are the scope."""
    page = within_site(entry.get("path"), target)
    level, info = entry.get("level"), entry.get("info")
    return result_of(
        CATEGORY.kind,
        category,
        target,
        place,
        word=level,
        severity=LEVELS.get(level, Severity.UNKNOWN),
        title=info or category,
        description=about.get(*CATEGORY.description),
        solution=about.get(*CATEGORY.solution),
        scope=" ".join(filter(None, (entry.get("method"), page, entry.get("parameter")))),
        cves=cves(info),
        cwes=cwes(about.get(*CATEGORY.cwe)),
    )
