"""What the goldens of Trivy's formats show only in passing, said in words."""

import json
from pathlib import Path

import msgspec
import pytest
from scan_reading import EVIDENCE, read

from generator.errors import ParseError
from generator.model.scan import Disposition, ResultKind, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import trivy_json
from tests.bench.findings import report

_DATA = Path(__file__).parent / "testdata"


def _raw(member: str, name: str) -> bytes:
    return (_DATA / member / f"{name}.json").read_bytes()


@pytest.mark.parametrize("member", ["trivy-json", "trivy-k8s-json"])
def test_secrets_stay_in_the_parser(member: str) -> None:
    raw = _raw(member, "many")
    assert b"tok-very-secret" in raw
    _, snapshot = read("many.json", raw)
    assert any(sighting.kind is ResultKind.SECRET for sighting in snapshot.results)
    assert b"tok-very-secret" not in msgspec.json.encode(snapshot)


def test_dispositions() -> None:
    _, snapshot = read("many.json", _raw("trivy-json", "many"))
    found = {sighting.identifier: sighting.disposition for sighting in snapshot.results if sighting.identifier != "MIT"}
    assert found["CVE-2026-20001"] is Disposition.OPEN
    assert found["CVE-2026-20002"] is Disposition.NOT_AFFECTED
    assert found["CVE-2026-20005"] is Disposition.SUPPRESSED
    assert found["DS-0026"] is Disposition.PASSED
    assert found["DS-0027"] is Disposition.SUPPRESSED


def test_a_word_nobody_knows_is_unknown_and_counted() -> None:
    _, snapshot = read("many.json", _raw("trivy-json", "many"))
    odd = next(sighting for sighting in snapshot.results if sighting.native_severity == "SPECTACULAR")
    assert odd.severity is Severity.UNKNOWN


def test_an_archive_is_named_by_the_image_inside() -> None:
    _, snapshot = read("many.json", _raw("trivy-json", "many"))
    (target,) = snapshot.targets
    assert (target.name, target.kind) == ("registry.shop.example/pay:7", TargetKind.IMAGE)
    assert (target.os_name, target.end_of_life) == ("alpine 3.15.11", True)


@pytest.mark.parametrize(("written", "said"), [(b"true", True), (b"false", False), (b"null", None)])
def test_the_end_of_life_is_unknown_where_trivy_does_not_say_it(written: bytes, said: bool | None) -> None:
    text = _raw("trivy-json", "many")
    assert text.count(b'"EOSL": true') == 1
    _, snapshot = read("many.json", text.replace(b'"EOSL": true', b'"EOSL": ' + written))
    assert [target.end_of_life for target in snapshot.targets] == [said]


def test_null_is_trivys_only_where_its_name_says_so() -> None:
    name, snapshot = read("evidence/scans/trivy/cart.json", b"null\n")
    assert (name, snapshot.assessed, snapshot.tally.results) == ("trivy-json", False, 0)
    with pytest.raises(StopIteration):
        read("evidence/scans/nobody/cart.json", b"null\n")


@pytest.mark.parametrize("name", ["nothing_scanned", "nothing_scanned_with_system"])
def test_no_results_is_not_clean(name: str) -> None:
    _, snapshot = read("a.json", _raw("trivy-json", name))
    assert not snapshot.assessed
    assert "no results" in str(snapshot.not_assessed_because)


def test_an_image_without_findings_is_clean() -> None:
    _, snapshot = read("a.json", _raw("trivy-json", "empty"))
    assert snapshot.assessed
    assert snapshot.targets[0].digests == ("sha256:" + "2" * 64,)


def test_two_images_of_a_workload_are_not_mixed() -> None:
    _, snapshot = read("a.json", _raw("trivy-k8s-json", "many"))
    by_name = {(target.name, target.workload): target for target in snapshot.targets}
    orders = by_name["registry.shop.example/shop/orders:2", "shop/StatefulSet/orders"]
    proxy = by_name["shop/proxy:3", "shop/StatefulSet/orders"]
    assert orders.digests == ("sha256:" + "6" * 64,)
    assert (proxy.digests, proxy.end_of_life) == ((), True)


def test_a_resource_that_failed_is_named_and_no_target() -> None:
    _, snapshot = read("a.json", _raw("trivy-k8s-json", "many"))
    assert snapshot.assessed
    assert "shop/Deployment/private (image pull failed)" in str(snapshot.not_assessed_because)
    assert not any(target.workload == "shop/Deployment/private" for target in snapshot.targets)


def test_the_same_image_in_two_workloads_is_two_results_and_one_sighting() -> None:
    _, snapshot = read("a.json", _raw("trivy-k8s-json", "many"))
    (proxy,) = (sighting for sighting in snapshot.results if sighting.target == "shop/proxy:3")
    assert proxy.entries == 2
    assert snapshot.tally.duplicates == 0


def test_a_title_of_its_own_costs_no_other_text_its_sharing() -> None:
    """Where the title names the package, images have another one each for the same vulnerability."""
    reports = [json.dumps(report("registry.example/shop", image, 45, 45)).encode() for image in (0, 1)]
    first, second = (read("shop.json", written)[1].results for written in reports)
    before = {each.identifier: each for each in first}
    titled_anew = [each for each in second if each.title != before[each.identifier].title]
    assert titled_anew
    for each in titled_anew:
        assert each.title is not None
        assert each.title.startswith(f"{each.packages[0].name}: ")
        assert each.description is before[each.identifier].description
    assert read("shop.json", reports[0])[1].results == first


def test_scores_of_a_wrong_shape_are_named_where_they_stand() -> None:
    """What is kept of scores knows no place: of each entry that repeats them its own is named."""
    written = json.loads(json.dumps(report("registry.example/shop", 0, 3, 3)))
    entries = written["Results"][0]["Vulnerabilities"]
    for entry in entries[1:]:
        entry["CVSS"] = {"nvd": {"V3Score": [1]}}
    document = Document("shop.json", json.dumps(written).encode())
    for index in (1, 2):
        with pytest.raises(ParseError) as caught:
            trivy_json.parse(document, EVIDENCE)
        assert caught.value.where == f"/Results/0/Vulnerabilities/{index}/CVSS"
        del entries[index]["CVSS"]
        document = Document("shop.json", json.dumps(written).encode())
    assert trivy_json.parse(document, EVIDENCE).results
