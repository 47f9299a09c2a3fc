"""What the goldens of OpenVEX and CSAF show only in passing, said in words."""

import json
from pathlib import Path

import pytest
from replacing import replace
from scan_reading import EVIDENCE, read

from generator.model.scan import Disposition, ScanSnapshot, Severity, TargetKind, TargetResult
from generator.parsers.document import Document
from generator.parsers.scans import openvex_json, purl

_DATA = Path(__file__).parent / "testdata"


def _snapshot(member: str, name: str) -> ScanSnapshot:
    return read("a.json", (_DATA / member / f"{name}.json").read_bytes())[1]


@pytest.mark.parametrize("member", ["openvex-json", "csaf-json"])
@pytest.mark.parametrize("name", ["empty", "one", "many"])
def test_statements_are_no_scan(member: str, name: str) -> None:
    snapshot = _snapshot(member, name)
    assert not snapshot.assessed
    assert "Shop Security" in str(snapshot.not_assessed_because)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("affected", Disposition.OPEN),
        ("not_affected", Disposition.NOT_AFFECTED),
        ("fixed", Disposition.RESOLVED),
        ("under_investigation", Disposition.MANUAL),
        ("new word", Disposition.MANUAL),
        (None, Disposition.MANUAL),
    ],
)
def test_only_affected_is_open(status: str | None, expected: Disposition) -> None:
    statement = {"vulnerability": "CVE-2026-1", "products": ["pkg:npm/a@1"], "status": status}
    raw = json.dumps({"@context": "https://openvex.dev/ns", "statements": [statement]}).encode()
    (sighting,) = read("a.json", raw)[1].results
    assert (sighting.disposition, sighting.native_status) == (expected, status or "")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("first_affected", Disposition.OPEN),
        ("known_affected", Disposition.OPEN),
        ("last_affected", Disposition.OPEN),
        ("known_not_affected", Disposition.NOT_AFFECTED),
        ("first_fixed", Disposition.RESOLVED),
        ("fixed", Disposition.RESOLVED),
        ("under_investigation", Disposition.MANUAL),
        ("unknown", Disposition.MANUAL),
    ],
)
def test_statuses_of_csaf(status: str, expected: Disposition) -> None:
    content = {
        "document": {"csaf_version": "2.0"},
        "vulnerabilities": [{"cve": "CVE-2026-1", "product_status": {status: ["P"]}}],
    }
    (sighting,) = read("a.json", json.dumps(content).encode())[1].results
    assert sighting.disposition is expected


def test_a_product_that_is_an_image_is_the_target_and_its_parts_are_packages() -> None:
    snapshot = _snapshot("openvex-json", "one")
    (target,) = snapshot.targets
    assert (target.kind, target.digests) == (TargetKind.IMAGE, ("sha256:" + "5" * 64,))
    assert target.name == "registry.shop.example/shop/cart:4@sha256:" + "5" * 64
    assert [package.name for package in snapshot.results[0].packages] == ["libz"]


def test_a_product_that_is_no_image_waits_for_a_person() -> None:
    raw = b'{"@context": "https://openvex.dev/ns", "statements": [{"vulnerability": "a", "products": ["pkg:npm/ui@1"]}]}'
    snapshot = openvex_json.parse(Document("a.json", raw), EVIDENCE)
    assert [target.named for target in snapshot.targets] == [False]
    said = openvex_json.parse(Document("a.json", raw), replace(EVIDENCE, target="shop/cart:4"))
    assert [target.name for target in said.targets] == ["shop/cart:4"]


def _csaf(target: str) -> dict[str, TargetResult]:
    found = [one for one in _snapshot("csaf-json", "many").results if one.target.startswith(target)]
    return {f"{one.identifier} {one.disposition}": one for one in found}


def test_severity_is_the_vendors_word_for_the_product_else_its_score() -> None:
    image = _csaf("registry.")["CVE-2026-55001 open"]
    assert (image.severity, image.native_severity) == (Severity.HIGH, "Important")
    other = _csaf("(target")["CVE-2026-55001 open"]
    assert (other.severity, other.native_severity) == (Severity.HIGH, "HIGH")


def test_a_component_of_an_image_is_a_package_and_an_image_on_a_platform_the_target() -> None:
    image = _csaf("registry.")["CVE-2026-55001 open"]
    assert [package.name for package in image.packages] == ["libz"]
    assert image.entries == 2


def test_a_recommended_product_is_counted_and_no_statement() -> None:
    dropped = dict(_snapshot("csaf-json", "many").tally.dropped)
    assert dropped["product that is recommended, not one that is affected"] == 1


def test_an_unknown_version_is_read_and_named() -> None:
    snapshot = _snapshot("csaf-json", "old_version")
    assert snapshot.tally.results == 1
    assert "CSAF 1.2" in str(snapshot.not_assessed_because)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pkg:npm/%40shop/ui@1.0", ("@shop/ui", "1.0")),
        ("pkg:npm/@shop/ui@1.0", ("@shop/ui", "1.0")),
        ("pkg:maven/org.shop/core@2?type=jar#a/b", ("org.shop:core", "2")),
        ("pkg:golang/shop.example/a/b@v1.0.0", ("shop.example/a/b", "v1.0.0")),
        ("pkg:deb/debian/libz@1%3A1.3?arch=amd64&distro=debian-12", ("libz", "1:1.3")),
        ("pkg:pypi/web-kit", ("web-kit", None)),
        ("pkg:PyPI/Web_Kit@1", ("web-kit", "1")),
        ("pkg://npm/%40shop/ui@1.0", ("@shop/ui", "1.0")),
    ],
)
def test_package_urls(text: str, expected: tuple[str, str | None]) -> None:
    found = purl.parse(text)
    assert found
    package = found.package()
    assert (package.name, package.version, package.purl) == (*expected, text)
    assert found.image() is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pkg:oci/cart@sha256:" + "5" * 64, "cart@sha256:" + "5" * 64),
        ("pkg:oci/cart?repository_url=registry.shop.example/shop/cart&tag=4", "registry.shop.example/shop/cart:4"),
        ("pkg:docker/shop/cart@4?repository_url=registry.shop.example", "registry.shop.example/shop/cart:4"),
        ("pkg:docker/shop/cart@4", "shop/cart:4"),
        ("pkg:oci/cart?repository_url=registry.shop.example&tag=4", "registry.shop.example/cart:4"),
    ],
)
def test_package_urls_of_images(text: str, expected: str) -> None:
    found = purl.parse(text)
    image = found.image() if found else None
    assert image is not None
    assert image.name == expected


@pytest.mark.parametrize("text", ["pkg:", "pkg:npm", "pkg:npm/", "pkg:npm/@", "pkg:npm/a@1?checksum"])
def test_a_package_url_that_breaks_the_rules_is_kept_as_it_stands(text: str) -> None:
    found = purl.parse(text)
    assert found
    assert found.parts is None
    assert found.image() is None
    package = found.package()
    assert (package.name, package.version, package.purl) == (text, None, text)


@pytest.mark.parametrize("text", [None, "", "npm/a@1", "https://shop.example"])
def test_what_is_no_package_url(text: str | None) -> None:
    assert purl.parse(text) is None
