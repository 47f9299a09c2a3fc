"""What goes wrong when Prisma Cloud's reports are read carelessly, said in words."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from scan_reading import read, snapshot_of

from generator.model.scan import Disposition, ResultKind, Severity, TargetKind

_DATA = Path(__file__).parent / "testdata"


def test_a_fix_that_exists_closes_nothing() -> None:
    (tar,) = snapshot_of("prisma-json", "one.json").results
    assert (tar.disposition, tar.native_status) == (Disposition.OPEN, "fixed in 1.35, 1.36")
    assert tar.packages[0].fixed_version == "1.35, 1.36"
    assert tar.first_seen == date(2026, 2, 1)


def test_vendors_words_for_severity_are_none_of_them_lost() -> None:
    many = {one.identifier: one for one in snapshot_of("prisma-json", "many.json").results}
    assert many["CVE-2026-50011"].severity is Severity.MODERATE
    assert many["PRISMA-2026-0013"].severity is Severity.UNKNOWN
    assert (many["CVE-2026-50012"].severity, many["CVE-2026-50012"].disposition) == (
        Severity.INFORMATIONAL,
        Disposition.NOT_AFFECTED,
    )


def test_failed_checks_are_findings_even_without_an_id() -> None:
    many = snapshot_of("prisma-json", "many.json")
    checks = {one.identifier for one in many.results if one.kind is ResultKind.MISCONFIGURATION}
    assert checks == {"404", "Sensitive information in environment variables"}
    assert dict(many.tally.dropped) == {"empty entry": 2, "no identifier": 2}


def test_more_counted_than_listed_is_said() -> None:
    many = snapshot_of("prisma-json", "many.json")
    assert many.assessed
    assert " and lists 6 of them" in str(many.not_assessed_because)
    counted = snapshot_of("prisma-json", "counted_only.json")
    assert not counted.assessed
    assert "counts 7 vulnerabilities of shop/cart:1 and lists none" in str(counted.not_assessed_because)


def test_an_image_that_shows_no_look_is_no_clean_target() -> None:
    many = snapshot_of("prisma-json", "many.json")
    assert [target.name for target in many.targets] == ["shop/cart:1"]
    assert "sha256:3333" in str(many.not_assessed_because)
    alone = {"results": [json.loads((_DATA / "prisma-json" / "many.json").read_bytes())["results"][2]]}
    _, snapshot = read("a.json", json.dumps(alone).encode())
    assert not snapshot.assessed
    assert len(snapshot.targets) == 1


def test_an_image_id_is_no_registry_digest() -> None:
    (image,) = snapshot_of("prisma-json", "empty.json").targets
    assert image.image_id == "sha256:" + "1" * 64
    assert image.digests == ("sha256:" + "2" * 64,)


def test_two_columns_of_one_name_and_the_build_machine_are_not_mixed_up() -> None:
    snapshot = snapshot_of("prisma-csv", "one.csv")
    (image,) = snapshot.targets
    assert (image.name, image.kind, image.image_id) == (
        "registry.shop.example/shop/cart:1.1.2",
        TargetKind.IMAGE,
        "sha256:" + "1" * 64,
    )
    assert snapshot.taken == datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)
    (tar,) = snapshot.results
    assert tar.severity is Severity.CRITICAL


def test_one_row_with_several_packages_is_one_result_with_all_of_them() -> None:
    snapshot = snapshot_of("prisma-csv", "one.csv")
    assert (snapshot.tally.results, snapshot.tally.unique) == (1, 1)
    assert [(package.name, package.version) for package in snapshot.results[0].packages] == [
        ("libtar1", "1.34"),
        ("tar-tools", "1.34"),
    ]


def test_a_row_without_a_cve_is_a_check() -> None:
    many = {one.identifier: one for one in snapshot_of("prisma-csv", "many.csv").results}
    assert many["60522"].kind is ResultKind.MISCONFIGURATION
    assert (many["60522"].entries, many["60522"].cvss) == (2, ())
    assert many["60522"].title.startswith("(CIS_Linux_2.0.0")


def test_hosts_are_hosts() -> None:
    assert {target.kind for target in snapshot_of("prisma-csv", "many.csv").targets} == {TargetKind.HOST}


def test_an_export_without_rows_is_not_clean() -> None:
    assert not snapshot_of("prisma-csv", "empty.csv").assessed


def test_a_file_cut_in_its_last_row_is_no_whole_one() -> None:
    raw = (_DATA / "prisma-csv" / "many.csv").read_bytes()
    _, snapshot = read("a.csv", raw[: raw.index(b"node-2.shop.example") + 40])
    assert dict(snapshot.tally.dropped)["cut off"] == 1
    assert "ends inside its last entry" in (snapshot.not_assessed_because or "")


@pytest.mark.parametrize("name", ["jenkins.json", "repository.json"])
def test_the_variants_hold_the_same_entries(name: str) -> None:
    snapshot = snapshot_of("prisma-json", name)
    assert (snapshot.tally.results, snapshot.assessed) == (1, True)


@pytest.mark.parametrize(
    "content",
    [
        {"results": []},
        {"results": {}},
        {"results": [{"id": "sha256:1", "vulnerabilities": []}]},
        {"repository": "shop", "vulnerabilities": []},
        {"repository": "shop", "vulnerabilities": [{"id": "CVE-1"}]},
        [{"entityInfo": {}, "vulnerabilities": []}],
    ],
    ids=range(6),
)
def test_what_only_looks_like_it_is_left_alone(content: object) -> None:
    with pytest.raises(StopIteration):
        read("prisma_twistlock/a.json", json.dumps(content).encode())
