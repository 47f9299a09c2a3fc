"""Damaged files of Snyk, Sysdig and Prisma Cloud: an error with its place, or a count that adds up; never anything else."""

import pytest
from scan_reading import read

from generator.errors import ParseError

_FRAMES = [
    b'{"vulnerabilities": %s, "ok": false, "dependencyCount": 1}',
    b'{"vulnerabilities": [{"id": "a", "CVSSv3": %s}], "ok": false, "dependencyCount": 1}',
    b'{"vulnerabilities": [], "ok": true, "dependencyCount": 1, "applications": %s}',
    b'{"vulnerabilities": [], "ok": true, "dependencyCount": 1, "filtered": %s}',
    b'[{"infrastructureAsCodeIssues": %s}]',
    b'{"jsonapi": {}, "data": [{"attributes": {"effective_severity_level": "low", "problems": %s}}]}',
    b'{"scanner": {"name": "sysdig-cli-scanner"}, "result": {"packages": %s}}',
    b'{"scanner": {"name": "sysdig-cli-scanner"}, "result": {"packages": {"a": %s}}}',
    b'{"scanner": {"name": "sysdig-cli-scanner"}, "result": {"packages": {}, "vulnerabilities": %s}}',
    b'{"data": [{"vulnName": "a", "vulnSeverity": "b", "packageName": "c", "imageId": %s}]}',
    b'{"panels": [{"data": [{"vuln_id": "a", "vuln_severity": "b", "scan_package_name": %s}]}], "schedule": 1, "zones": 1}',
    b'{"results": [{"vulnerabilityDistribution": {}, "vulnerabilities": %s}]}',
    b'{"repository": "a", "vulnerabilityDistribution": {}, "vulnerabilities": [], "compliances": %s}',
    b'[{"entityInfo": %s, "results": []}]',
]


@pytest.mark.parametrize("frame", _FRAMES)
@pytest.mark.parametrize("inside", [b"[" * 100_000 + b"]" * 100_000, b"NaN", b'["\\ud800"]'])
def test_too_deep_or_no_value_at_all(frame: bytes, inside: bytes) -> None:
    with pytest.raises(ParseError):
        read("a.json", frame % inside)
