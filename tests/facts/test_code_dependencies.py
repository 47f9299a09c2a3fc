"""Dependencies of a lock file that a scanner objects to are items of the images that are built from its code and have them."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

import msgspec
import pytest
from checks.image_evidence import CART, PODS, container, running
from checks.image_evidence import scan as image_scan
from facts.images_made import COMMIT, OTHER, REPOSITORY, RUNNING, stored
from ledger.months import carried, ledger
from replacing import replace

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.ledger.item import LedgerItem
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


def test_without_a_list_of_its_packages_nothing_shows_that_an_image_has_a_dependency() -> None:
    facts = _facts(PODS, stored(labels=LABELS), _audit("left-pad"))
    assert not facts.weaknesses
    assert facts.accounting.source_code == 1


def test_an_image_that_lists_the_package_has_the_dependency() -> None:
    facts = _facts(PODS, stored(labels=LABELS), _audit("left-pad"), _listed("left-pad"))
    assert _items(facts) == {"left-pad": [CART]}
    assert facts.accounting.open == 1
    assert facts.accounting.source_code == 0


def test_a_look_at_code_is_no_scan_of_the_image() -> None:
    facts = _facts(PODS, stored(labels=LABELS), _audit("left-pad"), _listed("left-pad"))
    assert [[scan.scanner.name for scan in image.scans] for image in facts.images] == [[_listed().scanner.name]]
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
    facts = _facts(PODS, stored(labels=LABELS), _audit("left-pad"), _listed("left-pad", digest=OTHER))
    assert not facts.weaknesses


def _stating(snapshot: ScanSnapshot, *, version: str | None = None, fixed: str | None = None) -> ScanSnapshot:
    """The report, as one whose tool states versions."""
    rows = [
        msgspec.structs.replace(
            row, packages=tuple(msgspec.structs.replace(each, version=version, fixed_version=fixed) for each in row.packages)
        )
        for row in snapshot.results
    ]
    return replace(snapshot, results=tuple(rows))


@pytest.mark.parametrize(
    ("stated", "listed", "has"),
    [
        ({"version": "1.0.0"}, ("1.0.0",), True),
        ({"version": "v1.0.0"}, ("1.0.0",), True),
        ({"version": "1.0.0"}, ("1.0.0", "2.0.0"), True),
        ({"version": "1.0.0"}, ("2.0.0",), False),
        ({"version": "1.0.0"}, (), True),
        ({"fixed": "2.0.0"}, ("2.0.0",), False),
        ({"fixed": "2.0.0"}, ("1.0.0", "2.0.0"), True),
        ({}, ("1.0.0",), True),
    ],
)
def test_an_image_with_another_version_has_the_dependency_not(
    stated: dict[str, str], listed: tuple[str, ...], *, has: bool
) -> None:
    packages = PackageList(count=1, names=("left-pad",), releases=tuple(("left-pad", version) for version in listed))
    facts = _facts(PODS, stored(labels=LABELS), _stating(_audit("left-pad"), **stated), replace(_listed(), packages=packages))
    assert bool(facts.weaknesses) is has


def test_of_several_images_of_a_repository_those_that_list_the_package() -> None:
    both = running(container(), container(WEB, OTHER))
    held = (stored(labels=LABELS), stored(labels=LABELS, digest=OTHER, name=WEB))
    assert not _facts(both, *held, _audit("left-pad")).weaknesses
    listed = _facts(both, *held, _audit("left-pad"), _listed("left-pad", image=WEB, digest=OTHER))
    assert _items(listed) == {"left-pad": [WEB]}


def test_each_lock_file_of_a_day_counts_and_an_older_report_does_not() -> None:
    reports = (
        _listed("left-pad", "ms", "old"),
        _audit("left-pad"),
        _audit("ms", path="evidence/scans/ui.json"),
        _audit("old", day=3, path="evidence/scans/a.json"),
    )
    assert sorted(_items(_facts(PODS, stored(labels=LABELS), *reports))) == ["left-pad", "ms"]


def test_a_scan_of_code_alone_does_not_replace_one_of_dependencies() -> None:
    code = _audit("left-pad", day=19, path="evidence/scans/z.json")
    code = replace(code, results=tuple(_without_package(code.results)))
    assert list(_items(_facts(PODS, stored(labels=LABELS), _audit("ms"), code, _listed("ms")))) == ["ms"]


def _without_package(results: Sequence[TargetResult]) -> list[TargetResult]:
    return [msgspec.structs.replace(result, packages=()) for result in results]


def _months(*then: object, day: date = date(2026, 12, 20)) -> tuple[LedgerItem, ...]:
    """The items of a month after that in which an item was opened."""
    before = ledger(_facts(PODS, stored(labels=LABELS), _audit("left-pad"), _listed("left-pad")))
    assert [item.closed for item in before.items] == [None]
    return ledger(_facts(*then, day=day), carried(before, date(2026, 11, 20))).items


CLEAN = _audit(day=19, path="evidence/scans/next.json")
REBUILT = (running(container(CART, OTHER)), stored(labels=LABELS, digest=OTHER, name=CART))


def test_an_item_closes_when_the_image_is_built_again_and_the_same_scanner_finds_it_no_more() -> None:
    (item,) = _months(*REBUILT, _audit("left-pad"), CLEAN, _listed("left-pad", digest=OTHER))
    assert item.closed is not None


def test_a_correction_of_the_code_corrects_no_image_that_was_built_before() -> None:
    (item,) = _months(PODS, stored(labels=LABELS), _audit("left-pad"), CLEAN, _listed("left-pad"))
    assert item.closed is None
    assert item.open_because
    assert "the digest that runs is the one that had it" in item.open_because[0]


def test_an_item_stays_open_on_a_new_digest_of_which_no_packages_are_listed() -> None:
    (item,) = _months(*REBUILT, _audit("left-pad"), CLEAN)
    assert item.closed is None


def test_an_item_stays_open_while_the_code_is_not_scanned_again() -> None:
    (item,) = _months(PODS, stored(labels=LABELS), image_scan())
    assert item.closed is None
