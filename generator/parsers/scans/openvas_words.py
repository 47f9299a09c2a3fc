"""What Greenbone's (OpenVAS's) reports say alike in XML and CSV.

https://docs.greenbone.net/API/GMP/gmp.html, `get_reports`: the threat of a result is `High`, `Medium`, `Low`, `Log`, `Debug`
or `False Positive`, since GMP 22.4 also `Critical`. A result of the CVE scanner has the CVE as its id. A report does not say
of what day the feed of its tests was.
"""

import msgspec

from generator.model.scan import Disposition, ScanResult, ScanTarget, Severity
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.hosts import service

SCANNER = "OpenVAS"
_VECTOR = late_re(r"cvss_base_vector=([A-Za-z:./0-9]{10,100})")
_RESULT = FieldMap(
    identifier=("nvt@oid", "NVT OID", "nvt/name", "NVT Name", "name"),
    title=("nvt/name", "NVT Name", "name"),
    description=("description", "Specific Result", "Summary"),
    solution=("nvt/solution", "Solution"),
    level=("threat", "Severity"),
    severities={
        "log": Severity.INFORMATIONAL,
        "debug": Severity.INFORMATIONAL,
        "none": Severity.INFORMATIONAL,
    },
    status=("threat", "Severity"),
    dispositions={"false positive": Disposition.SUPPRESSED},
    cve=("nvt/refs/ref@id", "nvt/cve", "CVEs"),
    vector=("nvt/severities/severity/value",),
    score=("severity", "nvt/cvss_base", "CVSS"),
    cvss_source="openvas",
)


def result(entry: EntryFields, target: ScanTarget, place: str) -> ScanResult | None:
    """One result; its port is the scope: `443/tcp`, `general/tcp` for the host itself."""
    port, protocol = entry.get("port", "Port"), entry.get("Port Protocol")
    number, _, of_xml = port.partition("/")
    number = number.split()[-1].strip("()") if number.split() else ""
    scope = service(number, protocol or of_xml) if number.isdecimal() else ""
    marked = _RESULT.dispositions.get(entry.get("threat", "Severity").lower(), Disposition.OPEN)
    status = "" if marked is Disposition.OPEN else "false positive"
    base = _VECTOR.search(entry.get("nvt/tags"))
    scored = cvss_scores.scores((("openvas", "2.0", base[1], cvss_scores.number(entry.get("nvt/cvss_base"))),)) if base else ()
    made = _RESULT.result(entry, target, place, scope=scope, disposition=marked, native_status=status)
    return msgspec.structs.replace(made, cvss=made.cvss or scored) if made else None
