"""A conclusion of the cross-check from evidence to the plan: asked, accepted a month later, dated by the first evidence."""

from datetime import date
from pathlib import Path

import pytest
from replacing import replace
from three_months import OPEN, Months, pods, rows

from generator.errors import ConfigError
from generator.model.candidate import CandidateState
from generator.pipeline.release_gate import refuse_draft
from generator.pipeline.stages import rendered
from generator.workspace.folder import Workspace
from tests.ledger.candidates_made import candidate

PIPELINE = """on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: docker build -t reg.example/shop/cart:1.4 .
      - run: docker push reg.example/shop/cart:1.4
"""
ENTRY = """- check: pipeline-image-scan
  subject: "*"
  decision: accepted
  by: A. Lovelace
  decided: 2026-10-18
  reason: the scanner is bought and not yet installed
"""


def month(months: Months, day: str) -> None:
    pods(months.root, day, ["reg.example/shop/cart:1.4"])
    folder = months.root / f"evidence/pipelines/{day}/.github/workflows"
    folder.mkdir(parents=True)
    (folder / "build.yml").write_text(PIPELINE)


def test_accepted_a_month_later_it_is_dated_by_the_first_evidence(tmp_path: Path) -> None:
    months = Months(tmp_path, None, whole=True)
    month(months, "2026-09-20")
    built = months.build("2026-09-20")
    assert rows(built, OPEN, 9) == {}
    page = (built.folder / "report/candidates.csv").read_text("utf-8-sig")
    assert "pipeline-image-scan" in page
    assert "undecided" in page
    months.accept(built)

    (months.root / "decisions").mkdir()
    (months.root / "decisions/candidates.yaml").write_text(ENTRY)
    (item,) = rows(months.build("2026-10-20"), OPEN, 9).values()
    assert item["Weakness Detector Source"] == "CSP self-assessment"
    assert item["Weakness Source Identifier"] is None
    assert item["Weakness Name"] == "Container image pushed without a scan that blocks it: reg.example/shop/cart"
    assert str(item["Original Detection Date"]).startswith("2026-09-20")
    assert "A. Lovelace" in str(item["Comments"])


def test_no_package_is_final_while_one_is_undecided(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text("system: {id: shop, name: Shop, impact-level: low}\n")
    package = rendered(Workspace.open(tmp_path), date(2026, 11, 20), lambda *_: None).package
    refuse_draft(package, plan=False)
    refused = replace(package, candidates=(candidate("cart", state=CandidateState.REFUSED),))
    refuse_draft(refused, plan=False)
    with pytest.raises(ConfigError, match="1 candidate for the POA&M is neither accepted nor refused") as caught:
        refuse_draft(replace(package, candidates=(candidate("cart"),)), plan=False)
    assert "image-never-scanned: cart" in caught.value.what
    several = tuple(candidate(f"cart-{number}", weakness="Image not scanned") for number in range(5))
    with pytest.raises(ConfigError, match="5 candidates for the POA&M are") as caught:
        refuse_draft(replace(package, candidates=several), plan=False)
    assert "image-never-scanned: Image not scanned (5): cart-0, cart-1, cart-2 and 2 more" in caught.value.what
    assert "decisions/candidates.yaml" in caught.value.next_step
