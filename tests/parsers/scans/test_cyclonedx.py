"""What the goldens of CycloneDX show only in passing, said in words."""

import json
from pathlib import Path

import pytest
from scan_reading import EVIDENCE, read

from generator.errors import ParseError
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetKind, TargetResult
from generator.parsers.document import Document
from generator.parsers.scans import cyclonedx_xml

_DATA = Path(__file__).parent / "testdata"


def _snapshot(member: str, name: str) -> ScanSnapshot:
    suffix = member.rpartition("-")[2]
    return read(f"a.{suffix}", (_DATA / member / f"{name}.{suffix}").read_bytes())[1]


def _found(member: str, name: str) -> dict[str, TargetResult]:
    return {sighting.identifier: sighting for sighting in _snapshot(member, name).results}


def _rated(*ratings: object, **more: object) -> TargetResult:
    bom = {
        "bomFormat": "CycloneDX",
        "components": [{"name": "a"}],
        "vulnerabilities": [{"id": "x", "ratings": ratings, **more}],
    }
    return read("a.json", json.dumps(bom).encode())[1].results[0]


@pytest.mark.parametrize("member", ["cyclonedx-json", "cyclonedx-xml"])
def test_an_inventory_without_vulnerabilities_is_no_clean_scan(member: str) -> None:
    snapshot = _snapshot(member, "empty")
    assert not snapshot.assessed
    assert "inventory of 2 components" in str(snapshot.not_assessed_because)


def test_an_empty_list_of_vulnerabilities_is_no_clean_scan_either() -> None:
    raw = b'{"bomFormat": "CycloneDX", "components": [{"name": "a"}], "vulnerabilities": []}'
    assert not read("a.json", raw)[1].assessed


def test_triage_is_open_beside_an_inventory_and_not_in_a_statement() -> None:
    assert _found("cyclonedx-json", "one")["CVE-2026-53001"].disposition is Disposition.OPEN
    vex = _snapshot("cyclonedx-json", "vex")
    assert vex.results[0].disposition is Disposition.MANUAL
    assert not vex.assessed


def test_states() -> None:
    found = {name[-5:]: one.disposition for name, one in _found("cyclonedx-json", "many").items()}
    assert found["53001"] is found["53008"] is Disposition.OPEN
    assert found["53005"] is found["53006"] is found["53009"] is Disposition.NOT_AFFECTED
    assert found["53007"] is Disposition.RESOLVED


def test_every_affected_component_is_an_entry_and_nested_ones_are_found() -> None:
    sighting = _found("cyclonedx-json", "many")["CVE-2026-53001"]
    assert [package.name for package in sighting.packages] == ["@shop/ui", "org.shop:pay-core"]
    assert sighting.entries == 3


def test_a_link_into_another_bom_is_taken_at_its_word() -> None:
    (package,) = _found("cyclonedx-json", "many")["CVE-2026-53010"].packages
    assert (package.name, package.version, package.purl) == ("org.shop:other", "1.0", "pkg:maven/org.shop/other@1.0")


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([{"score": 9.8, "method": "CVSSv31", "severity": "critical"}, {"severity": "low"}], (Severity.LOW, "low")),
        ([{"severity": "low", "method": "OWASP"}, {"severity": "high", "method": "CVSSv3"}], (Severity.HIGH, "high")),
        (
            [{"source": {"name": "a"}, "severity": "low"}, {"source": {"name": "NVD"}, "severity": "high"}],
            (Severity.HIGH, "high"),
        ),
        ([{"severity": "unknown"}, {"severity": "high", "method": "other"}], (Severity.HIGH, "high")),
        ([{"score": 9.9, "method": "CVSSv2"}], (Severity.HIGH, "9.9")),
        ([{"score": 9.9, "method": "CVSSv4"}], (Severity.CRITICAL, "9.9")),
        ([{"score": 0, "method": "CVSSv31"}], (Severity.UNKNOWN, "")),
        ([{"score": 9.9, "method": "SSVC"}], (Severity.UNKNOWN, "")),
        ([{"severity": "none"}], (Severity.INFORMATIONAL, "none")),
        ([{"severity": "spectacular"}], (Severity.UNKNOWN, "spectacular")),
        ([], (Severity.UNKNOWN, "")),
    ],
)
def test_which_of_several_ratings_leads(ratings: list[object], expected: tuple[Severity, str]) -> None:
    sighting = _rated(*ratings)
    assert (sighting.severity, sighting.native_severity) == expected


def test_the_publishers_rating_leads_over_nvds() -> None:
    both = [{"source": {"name": "nvd"}, "severity": "critical"}, {"source": {"name": "debian"}, "severity": "low"}]
    assert _rated(*both, source={"name": "debian:distro:debian:12"}).severity is Severity.LOW


def test_a_writer_of_the_format_is_no_scanner() -> None:
    assert _snapshot("cyclonedx-json", "many").scanner.name == "Trivy"
    checkov = _snapshot("cyclonedx-json", "checkov")
    assert (checkov.scanner.name, checkov.results[0].kind) == ("Checkov", ResultKind.MISCONFIGURATION)


@pytest.mark.parametrize("member", ["cyclonedx-json", "cyclonedx-xml"])
def test_an_image_by_its_registrys_digest(member: str) -> None:
    (target,) = _snapshot(member, "many").targets
    assert target.kind is TargetKind.IMAGE
    assert target.digests == ("sha256:" + ("8" if member == "cyclonedx-json" else "5") * 64,)


def test_a_version_that_is_a_digest_is_not_taken_for_the_registrys() -> None:
    (target,) = _snapshot("cyclonedx-json", "empty").targets
    assert (target.name, target.digests) == ("registry.shop.example/shop/cart", ())


def test_a_tag_that_is_kept_apart_is_part_of_the_reference() -> None:
    (target,) = _snapshot("cyclonedx-json", "one").targets
    assert target.name == "registry.shop.example/shop/cart:4"


def test_the_extension_belongs_to_the_component_it_stands_in() -> None:
    found = _found("cyclonedx-xml", "extension")
    assert [package.name for package in found["CVE-2026-53001"].packages] == ["libz"]
    assert [package.name for package in found["CVE-2026-53003"].packages] == ["ui"]
    assert found["CVE-2026-53003"].severity is Severity.CRITICAL
    assert found["CVE-2026-53001"].cvss[0].score == 4.3


def test_a_tool_inside_the_file_is_no_component() -> None:
    packages = {package.name for one in _snapshot("cyclonedx-xml", "many").results for package in one.packages}
    assert packages == {"app", "org.shop:core", "libdeep"}


_XML = b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6">%s</bom>'


def test_entities_are_refused_and_a_doctype_is_not() -> None:
    entities = Document("a.xml", b'<!DOCTYPE bom [<!ENTITY a "b">]>' + _XML % b"<components/>")
    with pytest.raises(ParseError, match="entities"):
        cyclonedx_xml.parse(entities, EVIDENCE)
    name, snapshot = read("a.xml", b'<!DOCTYPE bom SYSTEM "bom.dtd">' + _XML % b"<components/>")
    assert (name, snapshot.assessed) == ("cyclonedx-xml", False)


@pytest.mark.parametrize("name", [b"component", b"vulnerability", b"metadata"])
def test_deep_nesting_ends(name: bytes) -> None:
    raw = _XML % (b"<%s>" % name * 20_000 + b"</%s>" % name * 20_000)
    _, snapshot = read("a.xml", raw)
    assert not snapshot.assessed or snapshot.tally.results


def test_deep_nesting_in_json_is_an_error() -> None:
    raw = b'{"bomFormat": "CycloneDX", "components": [' + b'{"components": [' * 50_000 + b"]}" * 50_000 + b"]}"
    with pytest.raises(ParseError):
        read("a.json", raw)


def test_both_forms_of_one_bom_are_read_alike() -> None:
    xml = _XML % (
        b'<components><component type="library" bom-ref="z"><name>libz</name><version>1</version></component></components>'
        b"<vulnerabilities><vulnerability><id>CVE-2026-1</id><ratings><rating><score>7.5</score><severity>high</severity>"
        b"<method>CVSSv31</method></rating></ratings><affects><target><ref>z</ref></target></affects></vulnerability></vulnerabilities>"
    )
    plain = {
        "bomFormat": "CycloneDX",
        "components": [{"type": "library", "bom-ref": "z", "name": "libz", "version": "1"}],
        "vulnerabilities": [
            {
                "id": "CVE-2026-1",
                "ratings": [{"score": 7.5, "severity": "high", "method": "CVSSv31"}],
                "affects": [{"ref": "z"}],
            }
        ],
    }
    assert read("a.xml", xml)[1] == read("a.json", json.dumps(plain).encode())[1]
