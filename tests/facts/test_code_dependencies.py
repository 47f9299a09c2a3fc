"""Dependencies of a lock file that a scanner objects to are items of the images that are built from its code and have them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import msgspec
import pytest
from checks.image_evidence import CART, PODS, container, running
from checks.image_evidence import scan as image_scan
from facts.images_made import COMMIT, OTHER, REPOSITORY, RUNNING, stored
from ledger.months import carried, ledger

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.evidence import DatedBy, EvidenceFile
from generator.model.facts import SystemFacts
from generator.model.identifiers import Sha256
from generator.model.scan import PackageList, ScanSnapshot, TargetResult
from generator.parsers.document import Document
from generator.parsers.registry import read as read_evidence
from generator.workspace.system_yaml import read

LABELS = {"org.opencontainers.image.source": REPOSITORY, "org.opencontainers.image.revision": COMMIT}
WEB = "registry.example/shop/web:1"


def _audit(*names: str, day: int = 18, path: str = "evidence/scans/npm.json", target: str = REPOSITORY) -> ScanSnapshot:
    """npm's report of a lock file with these vulnerable packages."""
    vulnerabilities = {
        name: {
            "name": name,
            "severity": "high",
            "via": [
                {"source": 1000 + number, "name": name, "title": "A flaw", "url": f"https://advisories.example/{name}-2026"}
            ],
            "range": "<2",
            "nodes": [f"node_modules/{name}"],
            "fixAvailable": True,
        }
        for number, name in enumerate(names)
    }
    raw = json.dumps({"auditReportVersion": 2, "vulnerabilities": vulnerabilities, "metadata": {"vulnerabilities": {}}})
    evidence = EvidenceFile(
        path=path,
        sha256=Sha256(path.encode().hex().ljust(64, "0")[:62] + f"{day:02}"),
        size=1,
        media_type="application/json",
        collected=datetime(2026, 11, day, tzinfo=UTC),
        dated_by=DatedBy.SIDECAR,
        target=target,
    )
    _, snapshot = read_evidence(Document(path, raw.encode()), evidence)
    assert isinstance(snapshot, ScanSnapshot)
    return snapshot


def _facts(*snapshots: object, day: date = date(2026, 11, 20)) -> SystemFacts:
    return facts_of(History.of(snapshots), read("", folder="x"), day)  # type: ignore[arg-type]


def _items(facts: SystemFacts) -> dict[str, list[str]]:
    """Packages with the images they are on."""
    return {
        package.name: sorted(asset.asset_id for asset in weakness.assets)
        for weakness in facts.weaknesses
        for package in weakness.assets[0].packages
    }


def _listed(*names: str, image: str = CART, digest: str = RUNNING) -> ScanSnapshot:
    return image_scan(
        target=image,
        digests=(digest,),
        packages=PackageList(count=len(names), names=tuple(sorted(names))),
        path=f"evidence/scans/sbom-{digest[7]}.json",
    )


def test_the_only_image_of_a_repository_has_its_dependencies() -> None:
    facts = _facts(PODS, stored(labels=LABELS), _audit("left-pad"))
    assert _items(facts) == {"left-pad": [CART]}
    assert facts.accounting.open == 1
    assert facts.accounting.source_code == 0


def test_a_look_at_code_is_no_scan_of_the_image() -> None:
    facts = _facts(PODS, stored(labels=LABELS), _audit("left-pad"))
    assert [image.scans for image in facts.images] == [()]
    assert [(asset, code) for asset, code, _ in facts.object_scans] == [(CART, REPOSITORY)]


@pytest.mark.parametrize("labels", [{}, LABELS | {"org.opencontainers.image.source": "https://git.example/shop/pay"}])
def test_an_image_of_another_repository_or_of_none_has_them_not(labels: dict[str, str]) -> None:
    facts = _facts(PODS, stored(labels=labels), _audit("left-pad"))
    assert not facts.weaknesses
    assert facts.accounting.source_code == 1


def test_a_list_of_packages_of_the_digest_says_what_is_in_the_image() -> None:
    facts = _facts(
        PODS, stored(labels=LABELS), _audit("left-pad", "typing_extensions", "jest"), _listed("left-pad", "typing-extensions")
    )
    assert _items(facts) == {"left-pad": [CART], "typing_extensions": [CART]}
    assert facts.accounting.source_code == 1


def test_a_list_of_another_digest_says_nothing() -> None:
    facts = _facts(PODS, stored(labels=LABELS), _audit("left-pad"), _listed("curl", digest=OTHER))
    assert _items(facts) == {"left-pad": [CART]}


def test_of_several_images_of_a_repository_those_that_list_the_package() -> None:
    both = running(container(), container(WEB, OTHER))
    held = (stored(labels=LABELS), stored(labels=LABELS, digest=OTHER, name=WEB))
    assert not _facts(both, *held, _audit("left-pad")).weaknesses
    listed = _facts(both, *held, _audit("left-pad"), _listed("left-pad", image=WEB, digest=OTHER))
    assert _items(listed) == {"left-pad": [WEB]}


def test_each_lock_file_of_a_day_counts_and_an_older_report_does_not() -> None:
    reports = (
        _audit("left-pad"),
        _audit("ms", path="evidence/scans/ui.json"),
        _audit("old", day=3, path="evidence/scans/a.json"),
    )
    assert sorted(_items(_facts(PODS, stored(labels=LABELS), *reports))) == ["left-pad", "ms"]


def test_a_scan_of_code_alone_does_not_replace_one_of_dependencies() -> None:
    code = _audit("left-pad", day=19, path="evidence/scans/z.json")
    code = replace(code, results=tuple(_without_package(code.results)))
    assert list(_items(_facts(PODS, stored(labels=LABELS), _audit("ms"), code))) == ["ms"]


def _without_package(results: Sequence[TargetResult]) -> list[TargetResult]:
    return [msgspec.structs.replace(result, packages=()) for result in results]


def test_an_item_closes_when_the_same_scanner_finds_it_no_more() -> None:
    before = ledger(_facts(PODS, stored(labels=LABELS), _audit("left-pad")))
    (item,) = before.items
    assert item.closed is None
    later = date(2026, 12, 20)
    gone = _audit(day=19, path="evidence/scans/next.json")
    after = ledger(
        _facts(PODS, stored(labels=LABELS), _audit("left-pad"), gone, day=later), carried(before, date(2026, 11, 20))
    )
    (closed,) = after.items
    assert closed.closed is not None


def test_an_item_stays_open_while_the_code_is_not_scanned_again() -> None:
    before = ledger(_facts(PODS, stored(labels=LABELS), _audit("left-pad")))
    after = ledger(_facts(PODS, stored(labels=LABELS), image_scan()), carried(before, date(2026, 11, 20)))
    assert [item.closed for item in after.items] == [None]
