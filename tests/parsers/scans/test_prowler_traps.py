"""What the goldens of Prowler's formats show only in passing, said in words."""

from pathlib import Path

import pytest
from scan_reading import read, snapshot_of

from generator.errors import ParseError
from generator.model.scan import Disposition, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_MANY = [("prowler-json", "many.json"), ("prowler-ocsf-json", "many.json"), ("prowler-csv", "many.csv")]


@pytest.mark.parametrize(("member", "name"), _MANY)
def test_the_same_check_reads_the_same_from_every_format(member: str, name: str) -> None:
    found = {(one.identifier, one.target): one for one in snapshot_of(member, name).results}
    tidy = found["s3_tidy", "arn:aws-us-gov:s3:::shop-orders"]
    assert (tidy.disposition, tidy.entries, tidy.severity) == (Disposition.OPEN, 2, Severity.MODERATE)
    assert found["s3_tidy", "arn:aws-us-gov:s3:::shop-logs"].disposition is Disposition.PASSED
    assert (tidy.title, tidy.solution) == ("Buckets are tidy", "Tidy the bucket.")


@pytest.mark.parametrize(("member", "name"), _MANY)
def test_muted_and_manual_are_not_open(member: str, name: str) -> None:
    snapshot = snapshot_of(member, name)
    open_ = {one.identifier for one in snapshot.results if one.disposition is Disposition.OPEN}
    assert not open_ & {"s3_named", "iam_contact"}
    assert {one.disposition for one in snapshot.results if one.identifier == "s3_named"} == {Disposition.SUPPRESSED}


@pytest.mark.parametrize(("member", "name"), [("prowler-json", "many.json"), ("prowler-csv", "many.csv")])
def test_a_status_that_nobody_knows_stays_open(member: str, name: str) -> None:
    (odd,) = (one for one in snapshot_of(member, name).results if one.identifier == "iam_odd")
    assert (odd.disposition, odd.severity, odd.native_severity) == (Disposition.OPEN, Severity.UNKNOWN, "spectacular")


@pytest.mark.parametrize(
    ("member", "name"), [("prowler-json", "empty.json"), ("prowler-ocsf-json", "empty.json"), ("prowler-csv", "empty.csv")]
)
def test_a_report_without_a_verdict_is_not_clean(member: str, name: str) -> None:
    snapshot = snapshot_of(member, name)
    assert not snapshot.assessed
    assert snapshot.not_assessed_because


def test_version_2_in_lines_and_in_csv() -> None:
    lines = {one.identifier: one.disposition for one in snapshot_of("prowler-json", "version_2.json").results}
    assert lines == {
        "1.01": Disposition.OPEN,
        "1.02": Disposition.PASSED,
        "1.03": Disposition.MANUAL,
        "1.04": Disposition.SUPPRESSED,
    }
    table = {one.identifier: one.target for one in snapshot_of("prowler-csv", "version_2.csv").results}
    assert table == {"7.96": "111122223333/shop-orders", "1.17": "111122223333"}


def test_version_3_of_ocsf_has_no_status_code() -> None:
    found = [one.disposition for one in snapshot_of("prowler-ocsf-json", "version_3.json").results]
    assert found == [Disposition.OPEN, Disposition.PASSED, Disposition.MANUAL]


def test_a_pod_is_known_by_its_name_which_outlives_its_id() -> None:
    snapshot = snapshot_of("prowler-ocsf-json", "many.json")
    (pod,) = (target for target in snapshot.targets if target.kind is TargetKind.WORKLOAD)
    assert pod.name == "shop/cart-0"


def test_a_cell_of_two_lines_with_a_delimiter_is_one_cell() -> None:
    snapshot = snapshot_of("prowler-csv", "many.csv")
    (odd,) = (one for one in snapshot.results if one.identifier == "iam_odd")
    assert odd.description.startswith("Two lines;\nand a delimiter.")
    assert snapshot.scanner.version == "5.4.0"


def test_a_row_of_shifted_cells_is_refused_with_its_line() -> None:
    raw = (_DATA / "prowler-csv" / "one.csv").read_bytes().rstrip(b"\n") + b";more;and more\n"
    with pytest.raises(ParseError, match="line 2"):
        read("a.csv", raw)


def test_its_compliance_tables_are_not_its_checks() -> None:
    raw = b"PROVIDER;ACCOUNTID;REGION;REQUIREMENTS_ID;STATUS;STATUSEXTENDED;RESOURCEID;CHECKID\naws;1;r;2;FAIL;b;c;d\n"
    document = Document("evidence/scans/prowler/compliance.csv", raw)
    assert not [parser.name for parser in SCANS if parser.name.startswith("prowler") and parser.recognizes(document)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_of_csv_make_no_difference(encoding: str) -> None:
    text = (_DATA / "prowler-csv" / "many.csv").read_text(encoding="utf-8")
    assert read("a.csv", text.encode(encoding)) == read("a.csv", text.encode())
