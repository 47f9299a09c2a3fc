"""Findings in code belong to a repository and are shown with the images built from it; a person makes items of them."""

from datetime import UTC, datetime

import pytest
from checks.image_evidence import CART, PODS
from facts.images_made import COMMIT, REPOSITORY, facts, stored

from generator.facts.code_scans import code_scans, of_repository
from generator.model.evidence import DatedBy, EvidenceFile
from generator.model.identifiers import Sha256
from generator.model.scan import ScanSnapshot, Severity
from generator.parsers.document import Document
from generator.parsers.registry import read as read_evidence
from generator.workspace.scan_statements import become

LABELS = {"org.opencontainers.image.source": REPOSITORY, "org.opencontainers.image.revision": COMMIT}
_ISSUE = '{"rule_id": "G304", "severity": "%s", "details": "A path", "file": "a.go", "line": "%d"%s}'
_SILENCED = ', "suppressions": [{"kind": "inSource"}]'


def _scan(*issues: str, target: str | None = REPOSITORY, path: str = "evidence/scans/gosec.json") -> ScanSnapshot:
    raw = f'{{"Issues": [{", ".join(issues)}], "Stats": {{"files": 1, "lines": 1, "nosec": 0, "found": 1}}}}'
    evidence = EvidenceFile(
        path=path,
        sha256=Sha256("cd" * 32),
        size=1,
        media_type="application/json",
        collected=datetime(2026, 11, 19, tzinfo=UTC),
        dated_by=DatedBy.SIDECAR,
        target=target,
    )
    _, snapshot = read_evidence(Document(path, raw.encode()), evidence)
    assert isinstance(snapshot, ScanSnapshot)
    return snapshot


def test_open_findings_of_a_repository_by_severity() -> None:
    (found,) = code_scans(
        [_scan(_ISSUE % ("HIGH", 1, ""), (_ISSUE % ("LOW", 2, "")).replace("G304", "G104"), _ISSUE % ("HIGH", 3, _SILENCED))]
    )
    assert found.open == ((Severity.HIGH, 1), (Severity.LOW, 1))
    assert found.sentence == "Its code was scanned by gosec on 2026-11-19: 2 open weaknesses (1 high, 1 low)."
    assert code_scans([_scan(_ISSUE % ("HIGH", 1, ""), target=None)]) == ()


def test_the_newest_scan_of_a_scanner_counts() -> None:
    clean = _scan(path="evidence/scans/z.json")
    (found,) = code_scans([clean, _scan(_ISSUE % ("HIGH", 1, ""))])
    assert found.sentence == "Its code was scanned by gosec on 2026-11-19: no open weakness."


@pytest.mark.parametrize(
    ("named", "same"),
    [
        ("https://git.example/shop/cart", True),
        ("https://git.example/shop/cart.git", True),
        ("git+https://git.example/Shop/cart@refs/heads/main", False),
        ("git@git.example:shop/cart.git", True),
        ("shop/cart", True),
        ("cart", False),
        ("shop/cart-api", False),
        ("https://other.example/shop/cart", False),
        ("", False),
    ],
)
def test_names_of_one_repository(named: str, same: bool) -> None:
    scans = code_scans([_scan(_ISSUE % ("HIGH", 1, ""), target=named)]) if named else ()
    assert bool(of_repository(scans, REPOSITORY)) is same


def test_the_commit_of_an_image_shows_the_scans_of_its_code() -> None:
    scan = _scan(_ISSUE % ("HIGH", 1, ""))
    made = facts(PODS, stored(labels=LABELS), scan)
    (chain,) = [chain for chain in made.chains if chain.asset_id == CART or chain.links]
    commit = next(link for link in chain.links if link.id == "commit")
    assert commit.text.endswith("Its code was scanned by gosec on 2026-11-19: 1 open weakness (1 high).")
    assert scan.evidence.path in {source.path for source in commit.sources}
    assert not made.weaknesses


def test_a_scan_of_other_code_is_not_shown() -> None:
    made = facts(PODS, stored(labels=LABELS), _scan(_ISSUE % ("HIGH", 1, ""), target="https://git.example/shop/pay"))
    assert all("Its code was scanned" not in link.text for chain in made.chains for link in chain.links)


def test_a_person_who_states_the_image_makes_items_of_the_findings() -> None:
    made = facts(PODS, become(_scan(_ISSUE % ("HIGH", 1, ""), target=CART)))
    (weakness,) = made.weaknesses
    assert weakness.identifier == "G304"
    assert [asset.asset_id for asset in weakness.assets] == [image.asset_id for image in made.running_images]
