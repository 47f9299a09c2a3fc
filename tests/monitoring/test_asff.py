"""Findings for AWS Security Hub: by the service's own model, and as our own reader reads them."""

import json

import pytest

from generator.model.evidence import EvidenceFile
from generator.model.monitoring import AlertKind
from generator.monitoring.asff import AT_ONCE, AwsAccount, findings
from generator.parsers.document import Document
from generator.parsers.registry import recognize
from tests.monitoring.runs_made import alert, run

FILE = EvidenceFile(path="a", sha256="0" * 64, size=1, media_type="application/json")
GOV = AwsAccount(number="123456789012", region="us-gov-west-1")


def test_the_services_own_model_takes_them() -> None:
    loaders = pytest.importorskip("botocore.loaders", reason="needs botocore: pip install botocore")
    model = pytest.importorskip("botocore.model")
    validate = pytest.importorskip("botocore.validate")
    service = model.ServiceModel(loaders.Loader().load_service_model("securityhub", "service-2"))
    shape = service.operation_model("BatchImportFindings").input_shape
    made = run(*(alert(kind) for kind in AlertKind))
    for batch in findings(made, GOV, [alert(image="gone:1", why="x" * 3000, workloads=("w" * 900,))]):
        report = validate.ParamValidator().validate({"Findings": list(batch)}, shape)
        assert not report.has_errors(), report.generate_report()


def test_each_alert_is_a_finding_with_a_stable_id_and_the_right_partition() -> None:
    (batch,) = findings(run(alert(), alert(AlertKind.LATE)), GOV, [alert(image="gone:1")])
    again, _ = findings(run(alert()), GOV)[0][0], None
    assert batch[0]["Id"] == again["Id"]
    assert len({one["Id"] for one in batch}) == 3
    assert batch[0]["ProductArn"] == "arn:aws-us-gov:securityhub:us-gov-west-1:123456789012:product/123456789012/default"
    assert [one["RecordState"] for one in batch] == ["ACTIVE", "ACTIVE", "ARCHIVED"]
    assert batch[1]["Vulnerabilities"] == [{"Id": "CVE-2026-0001"}]
    assert (batch[1]["CreatedAt"], batch[1]["UpdatedAt"]) == ("2026-11-18T00:00:00Z", "2026-11-20T04:30:00Z")
    assert AwsAccount(number="1", region="eu-west-1").partition == "aws"
    assert AwsAccount(number="1", region="cn-north-1").partition == "aws-cn"


def test_texts_fit_and_batches_are_what_an_import_takes() -> None:
    long = alert(AlertKind.LATE, why="x" * 3000, image="i" * 900)
    batches = findings(run(*(alert(image=f"i{number}") for number in range(AT_ONCE + 1)), long), GOV)
    assert [len(batch) for batch in batches] == [100, 2]
    one = batches[1][1]
    assert len(str(one["Title"])) == 256
    assert len(str(one["Description"])) == 1024
    assert findings(run(), GOV) == ()


def test_our_own_reader_knows_them() -> None:
    (batch,) = findings(run(alert(), alert(AlertKind.LATE)), GOV)
    raw = json.dumps(batch).encode()
    parser = recognize(Document("asff.json", raw))
    assert parser.name == "asff-json"
    found = parser.parse(
        Document("asff.json", raw), EvidenceFile(path="a", sha256="0" * 64, size=1, media_type="application/json")
    )
    assert found.tally.results == 2  # type: ignore[union-attr]
