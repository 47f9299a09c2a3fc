"""Web addresses as targets: the site, without what may be a session's secret, and found in the inventory by its host."""

import pytest
from scan_reading import EVIDENCE

from generator.facts.asset_index import AssetIndex
from generator.model.asset import AssetKind, MatchedBy, SystemAsset
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId
from generator.model.scan import TargetKind
from generator.parsers.scans.web_targets import WebTargets, site, within_site

_SOURCE = EvidenceSource("ab" * 32, "evidence/cluster/ingress.json", "")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://Shop.example:443/basket?id=1", "https://shop.example"),
        ("http://shop.example:80", "http://shop.example"),
        ("http://shop.example:8080/", "http://shop.example:8080"),
        ("https://user:secret@shop.example/", "https://shop.example"),
        ("shop.example", "shop.example"),
        (" /http://shop.example/ ", "http://shop.example"),
        ("", ""),
    ],
)
def test_the_site_of_an_address(address: str, name: str) -> None:
    assert site(address) == name


@pytest.mark.parametrize(
    ("address", "rest"),
    [
        ("https://shop.example/basket?session=abc", "/basket"),
        ("https://shop.example/a;jsessionid=abc#x", "/a"),
        ("https://shop.example", "/"),
        ("https://pay.example/x?token=abc", "https://pay.example/x"),
        ("/basket?id=1", "/basket"),
    ],
)
def test_the_rest_keeps_no_secret(address: str, rest: str) -> None:
    assert within_site(address, WebTargets(EVIDENCE).target("https://shop.example/")) == rest


def test_a_site_is_found_by_its_host() -> None:
    asset = SystemAsset(asset_id=AssetId("web:shop"), kind=AssetKind.WEB, names=("shop.example",), where="", sources=(_SOURCE,))
    target = WebTargets(EVIDENCE).target("https://shop.example:8443/x")
    assert target.kind is TargetKind.UNKNOWN
    assert AssetIndex.of((), (asset,)).find(target) == (("web:shop", MatchedBy.NAME),)


def test_one_record_for_each_site() -> None:
    sites = WebTargets(EVIDENCE)
    first = sites.target("https://shop.example/a", others=["192.0.2.7", "shop.example"], authenticated=True)
    assert sites.target("https://shop.example/b") is first
    assert (first.other_names, first.authenticated) == (("192.0.2.7",), True)
    assert sites.target("shop.example").kind is TargetKind.HOST
    assert not sites.target("").named
