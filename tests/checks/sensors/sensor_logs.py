"""Small invented files of what sensors saw, read as a build reads them."""

import hashlib
import json

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import asff_json, falco_json
from tests.checks.cluster_evidence import TAKEN

SEEN = "Shell in a container"
LOST = "Falco internal: syscall event drop"


def evidence(name: str, data: bytes) -> EvidenceFile:
    """Where the file lies."""
    sha = hashlib.sha256(data).hexdigest()
    return EvidenceFile(
        path=f"evidence/scans/{name}", sha256=sha, size=len(data), media_type="application/json", collected=TAKEN
    )


def log(*rules: str, host: str = "one", days: tuple[str, ...] = ("2026-11-19",)) -> ScanSnapshot:
    """A log of Falco of one node."""
    events = [
        {"output": f"{rule} seen", "priority": "Warning", "rule": rule, "time": f"{day}T07:00:00Z", "hostname": host}
        for rule in rules
        for day in days
    ]
    data = "\n".join(json.dumps(each) for each in events).encode()
    name = f"falco-{host}.jsonl"
    return falco_json.parse(Document(name, data), evidence(name, data))


def arrived(about: str = "one", generator: str = "falco", day: str = "2026-11-19") -> ScanSnapshot:
    """A finding in Security Hub."""
    finding = {
        "SchemaVersion": "2018-10-08",
        "Id": "f-1",
        "ProductArn": "arn:aws:securityhub:us-gov-west-1:123456789012:product/123456789012/default",
        "GeneratorId": generator,
        "Types": ["Unusual Behaviors/Container"],
        "CreatedAt": f"{day}T07:00:05Z",
        "UpdatedAt": f"{day}T07:00:05Z",
        "Severity": {"Label": "MEDIUM"},
        "Title": SEEN,
        "Resources": [{"Type": "Other", "Id": about}],
    }
    data = json.dumps({"Findings": [finding]}).encode()
    return asff_json.parse(Document("asff.json", data), evidence("asff.json", data))
