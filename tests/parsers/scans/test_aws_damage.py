"""Damaged files of the AWS formats and Prowler: an error that names the place, or a count; never anything else."""

import pytest
from scan_reading import read_by

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_MEMBERS = [parser for parser in SCANS if parser.name.startswith(("asff", "aws", "prowler"))]


@pytest.mark.parametrize(
    "content",
    [
        b'{"Findings": [{"ProductArn": "a", "GeneratorId": "b", "Resources": %s}]}',
        b'{"findings": [{"findingArn": "a", "resources": %s}]}',
        b'{"EvaluationResults": [{"EvaluationResultIdentifier": %s}]}',
        b'{"imageScanStatus": {}, "imageId": %s}',
        b'[{"metadata": {"product": {"name": "Prowler"}}, "finding_info": %s}]',
    ],
)
@pytest.mark.parametrize("inside", [b"[" * 100_000 + b"]" * 100_000, b"NaN", b'{"a": "\\ud800"}'])
def test_too_deep_or_no_value_at_all(content: bytes, inside: bytes) -> None:
    with pytest.raises(ParseError):
        read_by(_MEMBERS, Document("a.json", content % inside))
