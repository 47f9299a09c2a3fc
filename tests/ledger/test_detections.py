"""Which records of scanners are one weakness."""

from datetime import date

from replacing import replace

from generator.ledger.asset_states import Detector
from generator.ledger.detections import MergedWeakness, combined, detectors, merged
from generator.model.facts import AffectedAsset, Weakness
from generator.model.identifiers import AssetId, cwe_ids
from generator.model.scan import AffectedPackage, ResultKind, Severity
from tests.ledger.weaknesses_made import weakness

CART, WEB = AssetId("reg.example/cart:1"), AssetId("reg.example/web:1")
FIRST, SECOND = date(2026, 1, 5), date(2026, 1, 9)


def asset(asset_id: AssetId, day: date | None, *packages: str) -> AffectedAsset:
    return AffectedAsset(
        asset_id=asset_id,
        first_seen=day,
        last_seen=day,
        packages=tuple(AffectedPackage(name=name, version="1.0") for name in packages),
        entries=1,
        sources=(),
    )


def record(
    scanner: str, identifier: str, *assets: AffectedAsset, cves: tuple[str, ...] = ("CVE-1",), **more: object
) -> Weakness:
    return replace(weakness(cves=cves), scanner=scanner, identifier=identifier, assets=assets, **more)


def names(*records: Weakness) -> list[tuple[str, list[str]]]:
    return [(row.name, [each.identifier for each in row.records]) for row in merged(records)]


def test_records_of_exactly_one_and_the_same_cve_are_one_weakness() -> None:
    assert names(record("Trivy", "CVE-1"), record("Grype", "GHSA-aa"), record("Grype", "CVE-2", cves=("CVE-2",))) == [
        ("CVE-1", ["GHSA-aa", "CVE-1"]),
        ("CVE-2", ["CVE-2"]),
    ]


def test_a_plugin_with_several_cves_stays_by_itself() -> None:
    plugin = record("Nessus", "1001", cves=("CVE-1", "CVE-2"))
    assert names(plugin, record("Trivy", "CVE-1"), record("Trivy", "CVE-2", cves=("CVE-2",))) == [
        ("CVE-1", ["CVE-1"]),
        ("CVE-2", ["CVE-2"]),
        ("1001", ["1001"]),
    ]


def test_an_alias_stands_for_a_cve_only_where_it_names_one_vulnerability() -> None:
    known = record("Trivy", "CVE-1", aliases=("GHSA-aa", "RHSA-2026:1"))
    assert names(known, record("Grype", "ghsa-AA", cves=())) == [("CVE-1", ["ghsa-AA", "CVE-1"])]
    assert names(known, record("Grype", "RHSA-2026:1", cves=())) == [("CVE-1", ["CVE-1"]), ("RHSA-2026:1", ["RHSA-2026:1"])]
    other = record("Trivy", "CVE-2", cves=("CVE-2",), aliases=("GHSA-aa",))
    assert ("GHSA-aa", ["GHSA-aa"]) in names(known, other, record("Grype", "GHSA-aa", cves=()))


def test_one_alias_without_any_cve_is_one_weakness_of_both_scanners() -> None:
    assert names(record("A", "GHSA-aa", cves=()), record("B", "7", cves=(), aliases=("GHSA-aa",))) == [
        ("GHSA-AA", ["GHSA-aa", "7"])
    ]


def test_settings_and_secrets_are_never_put_together() -> None:
    rows = [record(name, name, kind=ResultKind.MISCONFIGURATION) for name in ("A", "B")]
    assert names(*rows) == [("A", ["A"]), ("B", ["B"])]


def test_the_earliest_detection_on_an_asset_counts_for_that_asset_only() -> None:
    (both,) = merged(
        [
            record("Trivy", "CVE-1", asset(CART, SECOND, "zlib"), asset(WEB, SECOND)),
            record("Grype", "CVE-1", asset(CART, FIRST, "libssl", "zlib")),
        ]
    )
    cart, web = both.assets
    assert (cart.first_seen, cart.last_seen, web.first_seen) == (FIRST, SECOND, SECOND)
    assert [package.name for package in cart.packages] == ["libssl", "zlib"]
    assert cart.entries == 2
    assert [row.scanner for row in both.on(CART)] == ["Grype", "Trivy"], "who saw it first stands first"
    assert both.keys_on(WEB) == {("trivy", "CVE-1")}
    assert [row.scanner for row in both.of([web])] == ["Trivy"]


def test_an_undated_record_does_not_hide_a_date() -> None:
    (both,) = merged([record("A", "CVE-1", asset(CART, None)), record("B", "CVE-1", asset(CART, SECOND))])
    assert both.assets[0].first_seen == SECOND
    assert [row.scanner for row in both.on(CART)] == ["B", "A"]


def test_together_they_say_what_either_says() -> None:
    low = record("A", "CVE-1", severity=Severity.LOW, description="text", known_exploited=SECOND, aliases=("GHSA-aa",))
    low = replace(low, cwes=cwe_ids([20, 400]))
    high = record(
        "B", "42", severity=Severity.HIGH, title="42", known_exploited=FIRST, fixed_versions=("2",), cwes=cwe_ids([79, 20])
    )
    both = combined((low, high))
    assert (both.scanner, both.severity, both.known_exploited) == ("B", Severity.HIGH, FIRST)
    assert (both.title, both.description, both.fixed_versions) == ("t", "text", ("2",))
    assert both.aliases == ("GHSA-aa",), "a number is no name"
    assert both.cwes == combined((high, low)).cwes == ("CWE-20", "CWE-79", "CWE-400")
    third = record("C", "RHSA-2026:1", severity=Severity.LOW)
    named = combined([record("A", "GHSA-zz", severity=Severity.HIGH), third])
    assert (named.identifier, named.aliases) == ("GHSA-zz", ("RHSA-2026:1",)), "no alias is the id itself"
    assert combined((low,)) is low


def test_detectors_name_their_assets_where_they_do_not_see_all() -> None:
    seen = {CART: [("Trivy", "CVE-1"), ("Grype", "GHSA-aa")], WEB: [("Trivy", "CVE-1")]}
    assert detectors(seen, ("Trivy", "CVE-1")) == (
        Detector(scanner="Trivy", identifier="CVE-1"),
        Detector(scanner="Grype", identifier="GHSA-aa", assets=(CART,)),
    )
    assert [row.scanner for row in detectors(seen)] == ["Grype", "Trivy"]


def test_one_record_is_taken_as_it_is() -> None:
    alone = record("Trivy", "CVE-1", asset(CART, FIRST))
    row = MergedWeakness(name="CVE-1", records=(alone,))
    assert row.assets is alone.assets
    assert row.of(row.assets) == (alone,)
