"""`atopack check --sarif FILE`: discrepancies in SARIF 2.1.0, each at the drawing, manifest or pipeline line it comes from.

OASIS, Static Analysis Results Interchange Format 2.1.0; `security-severity` and `partialFingerprints` as GitHub's documentation
of code scanning describes them. A discrepancy that a person waived is suppressed with the reason: shown and not counted.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from generator.checks.registry import CHECKS
from generator.limits import NAMED
from generator.model.discrepancy import Discrepancy
from generator.model.evidence import EvidenceSource
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.text import listed
from generator.version import VERSION
from generator.workspace.place_lines import line_of

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MODERATE: "warning", Severity.LOW: "note"}
_SCORES = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MODERATE: "5.5", Severity.LOW: "2.0"}
"""Inside the bands by which code scanning names a severity: above 9.0, from 7.0, from 4.0, from 0.1."""
_MOST_PLACES = 50
_WHERE_NONE = "system.yaml"
"""Code scanning shows a result at a file; what rests on no single file is shown at the file that describes the system."""

SarifJson = dict[str, object]


def sarif(rows: Sequence[Discrepancy], workspace: Path, base: Path) -> bytes:
    """The file. Paths are relative to `base`, the root of the repository; of a workspace elsewhere, to the workspace.

    Raises:
        OSError: evidence cannot be read again for its lines.
    """
    root, resolved = workspace.resolve(), base.resolve()
    prefix = root.relative_to(resolved) if root.is_relative_to(resolved) else Path()
    requirements = {check.requirement.id: check.requirement for check in CHECKS}
    used = sorted({row.check for row in rows})
    driver = {
        "name": "atopack",
        "semanticVersion": VERSION,
        "rules": [_rule(requirements[name], rows) for name in used],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "results": [_result(row, used.index(row.check), root, prefix) for row in rows],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _rule(requirement: PostureRequirement, rows: Sequence[Discrepancy]) -> SarifJson:
    worst = max((row.severity for row in rows if row.check == requirement.id), key=lambda severity: severity.rank)
    controls = [str(control) for control in requirement.control_ids]
    return {
        "id": requirement.id,
        "shortDescription": {"text": requirement.problem},
        "fullDescription": {"text": f"{requirement.asks} {requirement.rationale}"},
        "help": {"text": f"{requirement.fix} Controls of NIST SP 800-53: {', '.join(controls)}."},
        "defaultConfiguration": {"level": _LEVELS[worst]},
        "properties": {"tags": ["security", *controls], "security-severity": _SCORES[worst]},
    }


def _result(row: Discrepancy, index: int, root: Path, prefix: Path) -> SarifJson:
    places = [*_locations(row.sources[:_MOST_PLACES], root, prefix)]
    identity = hashlib.sha256(f"{row.check}\n{row.cause}".encode()).hexdigest()
    names = listed((subject.name for subject in row.subjects), NAMED)
    result: SarifJson = {
        "ruleId": row.check,
        "ruleIndex": index,
        "level": _LEVELS[row.severity],
        "message": {"text": f"{row.title} ({names}). Next: {row.next_step}"},
        "locations": places[:1] or [_location(PurePosixPath(*prefix.parts, _WHERE_NONE), 1)],
        "partialFingerprints": {"atopackCause/v1": identity},
    }
    if len(places) > 1:
        result["relatedLocations"] = places[1:]
    if row.waiver:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": f"{row.waiver.reason} ({row.waiver.owner})"}
        ]
    return result


def _locations(sources: Sequence[EvidenceSource], root: Path, prefix: Path) -> Iterator[SarifJson]:
    for source in sources:
        yield _location(PurePosixPath(*prefix.parts, source.path), line_of(root / source.path, source.place) or 1)


def _location(path: PurePosixPath, line: int) -> SarifJson:
    artifact = {"uri": quote(str(path)), "uriBaseId": _ROOT}
    return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": line}}}
