"""Discrepancies in SARIF: the whole file, as code scanning reads it."""

from datetime import date
from pathlib import Path

import approved_texts

from generator.cli.check_sarif import sarif
from generator.model.discrepancy import Discrepancy, DiscrepancySubject, DiscrepancyWaiver
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId, Sha256
from generator.model.scan import Severity
from generator.version import VERSION

_FILE = "evidence/manifests/web shop.yaml"
_WAIVER = DiscrepancyWaiver(
    check="pod-security-baseline",
    subject="batch/*",
    reason="Ends with the quarter",
    owner="Ada",
    expires=date(2026, 12, 31),
    place="line 4",
)


def _discrepancy(
    check: str, severity: Severity, *names: str, lines: tuple[int, ...] = (), waiver: DiscrepancyWaiver | None = None
) -> Discrepancy:
    sources = tuple(EvidenceSource(path=_FILE, place=f"line {line}", sha256=Sha256("0" * 64)) for line in lines)
    subjects = tuple(
        DiscrepancySubject(
            check=check,
            name=name,
            title=f"Of {name}",
            reason="is not as asked",
            detail="It is not as asked.",
            controls=(ControlId("cm-6"),),
            severity=severity,
            next_step="Mend it.",
            sources=sources,
        )
        for name in names
    )
    return Discrepancy(
        check=check,
        cause="of one file",
        title=f"{len(names)} not as asked",
        detail="They are not as asked.",
        severity=severity,
        next_step="Mend them",
        subjects=subjects,
        waiver=waiver,
    )


def test_the_whole_file(tmp_path: Path) -> None:
    workspace = tmp_path / "systems" / "shop"
    manifest = workspace / _FILE
    manifest.parent.mkdir(parents=True)
    manifest.write_text("kind: Pod\n" * 9)
    rows = [
        _discrepancy("running-not-drawn", Severity.LOW, "web/cart", "web/pay", lines=(3, 7)),
        _discrepancy("running-not-drawn", Severity.HIGH, "web/mail"),
        _discrepancy("network-default-deny", Severity.MODERATE, "batch/nightly", lines=(2,), waiver=_WAIVER),
        _discrepancy("image-known-exploited", Severity.CRITICAL, "registry.example/cart:1", lines=(9,)),
    ]
    made = sarif(rows, workspace, tmp_path).decode()
    lines = made.replace(f'"{VERSION}"', '"VERSION"').splitlines()
    approved_texts.compare(Path(__file__), "test_the_whole_file", lines, "results")
    elsewhere = sarif(rows, workspace, tmp_path / "other").decode()
    assert elsewhere == made.replace("systems/shop/", "")
