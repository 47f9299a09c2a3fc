"""A plan that is confirmed once: in the rows of its items, a month later, against an edit of a row, and when it runs out."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml
from fewer_documents import only_documents
from msgspec import structs
from replacing import replace
from three_months import CART, CLOSED, OPEN, WEB, Months, edit, pods, rows, trivy

from generator.ledger import columns as c
from generator.ledger.work_package_decisions import FILE, read_confirmed_plans
from generator.oscal.package import AuthorizationPackage
from generator.oscal.types import Risk
from generator.pipeline.publish import Published
from generator.pipeline.release_gate import unconfirmed
from generator.pipeline.stages import build, rendered
from generator.renderers.poam import emass_rows
from generator.renderers.poam import rows as poam_rows
from generator.renderers.poam.work_packages_yaml import WORK_PACKAGES_YAML
from generator.workspace.folder import Workspace
from generator.workspace.prior_package import WORKBOOK

TO_CONFIRM = "workbooks/work-packages-to-confirm.yaml"
FIRST, SECOND = "2026-09-20", "2026-10-20"


def scanned(months: Months, day: str, *identifiers: str) -> None:
    pods(months.root, day, [CART, WEB])
    trivy(months.root, day, CART, dict.fromkeys(identifiers, "MEDIUM"))
    trivy(months.root, day, WEB, {})


def built(months: Months, day: str) -> tuple[Published, Mapping[str, Mapping[str, object]]]:
    with only_documents(WORKBOOK, TO_CONFIRM):
        done = build(Workspace.open(months.root), months.root.parent / "out", date.fromisoformat(day), lambda *_: None)
    return done, {str(row["Weakness Source Identifier"]): row for row in rows(done, OPEN, 9).values()}


def package(months: Months, day: str) -> AuthorizationPackage:
    with only_documents(WORKBOOK):
        return rendered(Workspace.open(months.root), date.fromisoformat(day), lambda *_: None).package


def confirm(months: Months, text: str, *days: str, confirmed: str = FIRST) -> None:
    """What a person makes of the file of the package."""
    (entry,) = yaml.safe_load(text)
    entry |= {
        "owner": "Shop Team", "by": "A. Lovelace", "confirmed": date.fromisoformat(confirmed),
        "milestones": [{"day": date.fromisoformat(day), "step": f"Step {day}"} for day in days],
    }  # fmt: skip
    (months.root / "decisions").mkdir(exist_ok=True)
    (months.root / FILE).write_text(yaml.safe_dump([entry]))


@pytest.fixture
def first_month(tmp_path: Path) -> tuple[Months, Published, str]:
    months = Months(tmp_path, None)
    scanned(months, FIRST, "CVE-2026-0001", "CVE-2026-0002")
    done, items = built(months, FIRST)
    assert all("Draft: plan and dates are to be confirmed." in str(item["plan"]) for item in items.values())
    return months, done, (done.folder / TO_CONFIRM).read_text()


def test_it_is_confirmed_once_for_all_its_items(first_month: tuple[Months, Published, str]) -> None:
    months, _, text = first_month
    assert text.count("libtoy 1.0 updated to 1.1") == 2
    assert len(unconfirmed(package(months, FIRST))) == 2
    confirm(months, text, "2026-10-01", "2026-11-15")
    done, items = built(months, FIRST)
    assert not (done.folder / TO_CONFIRM).exists(), "nothing is left to confirm"
    assert len(items) == 2
    for item in items.values():
        plan = str(item["plan"])
        assert "(owner: Shop Team; shared by 2 items): rebuild reg.example/shop/cart:1.4 with libtoy" in plan
        assert "Milestones:\n1) 2026-10-01: Step 2026-10-01\n2) 2026-11-15: Step 2026-11-15\n" in plan
        assert "confirmed by A. Lovelace on 2026-09-20." in plan
        assert "Draft" not in plan
    final = package(months, FIRST)
    assert unconfirmed(final) == []
    for row in poam_rows.view(final).open:
        steps = list(emass_rows._steps(row, closed=False))
        assert [(step.due.isoformat(), step.description) for step in steps] == [
            ("2026-10-01", "Step 2026-10-01"), ("2026-11-15", "Step 2026-11-15"),
        ]  # fmt: skip


def test_the_next_month_keeps_it_also_where_the_image_was_not_scanned(first_month: tuple[Months, Published, str]) -> None:
    months, _, text = first_month
    confirm(months, text, "2026-12-10")
    done, _ = built(months, FIRST)
    months.accept(done)
    pods(months.root, SECOND, [CART, WEB])
    _, items = built(months, SECOND)
    assert ["1) 2026-12-10: Step 2026-12-10" in str(item["plan"]) for item in items.values()] == [True, True]

    trivy(months.root, SECOND, CART, {"CVE-2026-0002": "MEDIUM", "CVE-2026-0003": "MEDIUM"})
    done, items = built(months, SECOND)
    assert "Draft" in str(items["CVE-2026-0003"]["plan"]), "it was detected after the plan was confirmed"
    assert "A plan is confirmed that does not cover this item" in (done.folder / TO_CONFIRM).read_text()
    assert "1) 2026-12-10" in str(items["CVE-2026-0002"]["plan"])


def test_what_is_remediated_keeps_who_did_what(first_month: tuple[Months, Published, str]) -> None:
    months, _, text = first_month
    confirm(months, text, "2026-10-10")
    done, _ = built(months, FIRST)
    months.accept(done)
    scanned(months, SECOND, "CVE-2026-0002")
    done, _ = built(months, SECOND)
    (closed,) = (row for name, row in rows(done, CLOSED, 3).items() if name)
    assert str(closed["plan"]).startswith("Work package W-")
    assert str(closed["plan"]).endswith(": rebuild reg.example/shop/cart:1.4 with libtoy 1.0 updated to 1.1.")


def test_an_edit_of_a_row_wins_and_is_told(first_month: tuple[Months, Published, str]) -> None:
    months, _, text = first_month
    confirm(months, text, "2026-12-10")
    done, items = built(months, FIRST)
    name = str(items["CVE-2026-0001"]["POAM ID"])
    folder = months.accept(done)
    edit(folder, {(name, "Remediation Plan"): "Replaced by another service.\n1) 2026-12-01: switched over"})
    scanned(months, SECOND, "CVE-2026-0001", "CVE-2026-0002")
    _, items = built(months, SECOND)
    assert str(items["CVE-2026-0001"]["plan"]).startswith("Replaced by another service.")
    assert "1) 2026-12-10: Step" in str(items["CVE-2026-0002"]["plan"])
    made = package(months, SECOND)
    (gap,) = (gap for gap in made.gaps if gap.path == FILE)
    assert gap.reason.startswith("a plan that was written for the item itself counts instead of that of W-")
    assert name in gap.reason
    assert unconfirmed(made) == []

    edit(folder, {(name, "Remediation Plan"): None})
    _, items = built(months, SECOND)
    assert "1) 2026-12-10: Step" in str(items["CVE-2026-0001"]["plan"]), "an emptied cell leaves it to the plan again"


def test_past_due_it_needs_a_milestone_to_come_and_the_date_stays(first_month: tuple[Months, Published, str]) -> None:
    months, _, text = first_month
    confirm(months, text, "2026-10-10")
    done, items = built(months, FIRST)
    due = items["CVE-2026-0001"][c.DUE]
    months.accept(done)
    scanned(months, "2027-01-10", "CVE-2026-0001", "CVE-2026-0002")
    made = package(months, "2027-01-10")
    assert len(unconfirmed(made)) == 2
    confirm(months, text, "2026-10-10", "2027-02-01", confirmed="2027-01-09")
    made = package(months, "2027-01-10")
    assert unconfirmed(made) == []
    _, items = built(months, "2027-01-10")
    assert items["CVE-2026-0001"][c.DUE] == due
    plan = str(items["CVE-2026-0001"]["plan"])
    assert "2) 2027-02-01: Step 2027-02-01" in plan
    assert "a new milestone is required" not in plan


def test_a_blank_entry_is_refused_and_text_of_evidence_stays_a_comment(first_month: tuple[Months, Published, str]) -> None:
    months, _, text = first_month
    with pytest.raises(Exception, match="owner"):
        read_confirmed_plans(text)
    made = package(months, FIRST)
    poam = made.bundle.poam
    hostile = "x with y\n- work-package: W-EVIL\n  owner: me"

    def renamed(risk: Risk) -> Risk:
        remediations = (
            structs.replace(row, props=tuple(structs.replace(prop, remarks=hostile) for prop in row.props))
            for row in risk.remediations
        )
        return structs.replace(risk, remediations=tuple(remediations))

    bundle = replace(made.bundle, poam=structs.replace(poam, risks=tuple(renamed(risk) for risk in poam.risks)))
    data = WORK_PACKAGES_YAML.render(replace(made, bundle=bundle), None).data
    assert [entry["work-package"] for entry in yaml.safe_load(data)] != []
    assert all(entry["work-package"] != "W-EVIL" for entry in yaml.safe_load(data))
