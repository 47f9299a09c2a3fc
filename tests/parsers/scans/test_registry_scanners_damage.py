"""Damaged files of scanners of images and registries: an error with its place, or a count that adds up; never anything else."""

import pytest
from scan_reading import read_by

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_TOOLS = ("anchore-", "aqua-", "clair-", "gitlab-container-", "harbor-", "ironbank-", "jfrog-", "neuvector-", "tanium-", "wiz-")
_MEMBERS = [parser for parser in SCANS if parser.name.startswith(_TOOLS)]


_FRAMES = [
    b'{"vulnerabilities": %s, "vulnerability_type": "all"}',
    b'{"imageDigest": "a", "evaluations": %s}',
    b'[{"sha256:a": {"shop": [{"detail": {"result": {"result": %s}}}]}}]',
    b'{"metadata": {}, "securityEvaluation": %s}',
    b'{"image": "a", "resources": [], "scan_started": %s}',
    b'{"image_name": "a", "cves_counts": {}, "cves": %s}',
    b'{"LayerCount": 1, "Vulnerabilities": %s}',
    b'{"Layer": {"Name": "a", "Features": %s}}',
    b'{"manifest_hash": "a", "package_vulnerabilities": {}, "enrichments": {"enricher=clair.cvss": %s}}',
    b'{"generated_at": "a", "scanner": {}, "severity": "High", "vulnerabilities": %s}',
    b'{"version": "1", "scan": {"type": "container_scanning"}, "vulnerabilities": %s}',
    b'{"imageName": "a", "vatUrl": "b", "findings": %s}',
    b'{"total_rows": 1, "rows": [{"vulnerable_component": "a", "cves": %s}]}',
    b'{"artifacts": [{"general": {}, "issues": %s}]}',
    b'[{"scan_id": "a", "component_id": "b", "vulnerabilities": %s}]',
    b'{"docker_cis_version": "1", "items": %s}',
    b'{"error_message": "", "report": %s}',
    b'[{"Computer Name": "a", "Comply - Compliance Findings": %s}]',
    b'{"scanOriginResource": {}, "status": {}, "result": %s}',
]


@pytest.mark.parametrize("frame", _FRAMES)
@pytest.mark.parametrize("inside", [b"[" * 100_000 + b"]" * 100_000, b"NaN", b'["\\ud800"]', b"7"])
def test_too_deep_or_no_value_at_all(frame: bytes, inside: bytes) -> None:
    with pytest.raises(ParseError):
        read_by(_MEMBERS, Document("a.json", frame % inside))
