"""Five months of one system's ledger, word by word: two scanners, a new version, deviations, an image that went and came back.

What single rules do is tested beside; here stands what they make together, down to the sentences.
"""

from pathlib import Path

import golden

from generator.ledger.deviation_decisions import read_deviations
from generator.ledger.poam_ledger import Before
from tests.ledger.months import CART, WEB, carried, facts, ledger, month
from tests.ledger.test_several_scanners import Seen, seen

_NEXT = CART.replace("1.4", "1.5")
_DECIDED = """\
- scanner: trivy
  identifier: CVE-2
  type: vendor-dependency
  status: pending
  product: openssl
  checked-in: 2026-02-10
  evidence: decisions/ticket.pdf
- scanner: trivy
  identifier: CVE-3
  type: false-positive
  status: approved
  rationale: Never loaded.
  approver: A. Lovelace
  approver-role: authorizing-official
  decided: 2026-02-18
  evidence: decisions/letter.pdf
- scanner: grype
  identifier: GHSA-7
  type: operational-requirement
  status: pending
  rationale: Nothing else reads the format.
- scanner: trivy
  identifier: CVE-9
  type: risk-adjustment
  status: denied
  adjusted-rating: Low
  rationale: Behind a proxy.
"""
_MONTHS: tuple[tuple[Seen, tuple[str, ...]], ...] = (
    ({"Trivy": {CART: ["CVE-1", "CVE-2", "CVE-3"], WEB: ["CVE-1"]}, "Grype": {CART: ["GHSA-1", "GHSA-7"]}}, (CART, WEB)),
    ({"Trivy": {CART: ["CVE-1", "CVE-2", "CVE-3", "CVE-9"], WEB: []}, "Grype": {CART: ["GHSA-1", "GHSA-7"]}}, (CART, WEB)),
    ({"Trivy": {_NEXT: ["CVE-2"], WEB: ["CVE-1"]}}, (_NEXT, WEB)),
    ({"Trivy": {_NEXT: ["CVE-2"]}, "Grype": {_NEXT: ["GHSA-7"]}}, (_NEXT,)),
    ({"Trivy": {_NEXT: [], WEB: ["CVE-1"]}, "Grype": {_NEXT: []}}, (_NEXT, WEB)),
)


def test_five_months() -> None:
    told: list[dict[str, object]] = []
    before: Before | None = None
    for number, (what, running) in enumerate(_MONTHS):
        decided = read_deviations(_DECIDED, as_of=month(number), checksum=lambda _: "ab" * 32) if number else ()
        made = ledger(facts(number, seen(number, what, running=running)), before, decided=decided)
        told.append({"as-of": month(number), "items": made.items, "notices": made.notices, "looks": made.looks})
        before = carried(made, month(number))
    golden.check(told, Path(__file__).parent / "five_months.expected.json")
