"""Damaged files of the Kubernetes configuration scanners: an error that names the place, or a count; never anything else."""

import pytest
from scan_reading import read_by

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_MEMBERS = [parser for parser in SCANS if parser.name.startswith(("kube", "polaris", "popeye"))]


@pytest.mark.parametrize(
    "content",
    [
        b'{"summaryDetails": {}, "results": [{"controls": [{"controlID": %s}]}]}',
        b'{"Controls": [], "Totals": %s}',
        b'{"Checks": [], "Reports": [{"Check": "a", "Object": %s}]}',
        b'{"nodes": [], "services": [], "vulnerabilities": %s}',
        b'{"AuditResultName": "a", "OverrideReason": [%s]}',
        b'{"PolarisOutputVersion": "1.0", "Results": [{"Results": %s}]}',
        b'{"popeye": {"score": 1, "sections": [{"issues": %s}]}}',
    ],
)
@pytest.mark.parametrize("inside", [b"[" * 100_000 + b"]" * 100_000, b"NaN", b'{"a": "\\ud800"}'])
def test_too_deep_or_no_value_at_all(content: bytes, inside: bytes) -> None:
    with pytest.raises(ParseError):
        read_by(_MEMBERS, Document("a.json", content % inside))
