"""compliance-trestle's `xlsx-to-oscal-poam`, which knows the layout of template v2.1, reads our workbook.

It takes every row below the header: ours, and the three rows of guidance of the template, which must stay. Runs where `TRESTLE`
names the program: its exact pins would bind ours, so it lives in an environment of its own.
"""

import json
from pathlib import Path

from prerequisites import needs_program
from trestle_program import trestle

from generator.renderers.poam.rows import view
from generator.renderers.poam.xlsx import POAM_XLSX
from tests.documents.office_made import official
from tests.renderers.test_poam_months import package

GUIDANCE = 3


@needs_program("trestle")
def test_it_reads_each_of_our_items(tmp_path: Path) -> None:
    found = package()
    (tmp_path / "poam.xlsx").write_bytes(POAM_XLSX.render(found, official("FedRAMP-POAM-Template-v2.1.xlsx")).data)
    (tmp_path / "task.ini").write_text(
        "[task.xlsx-to-oscal-poam]\nxlsx-file = poam.xlsx\noutput-dir = out\ntitle = Toy Shop\nversion = 1\n"
    )
    assert trestle(tmp_path, "init", "--local").returncode == 0
    done = trestle(tmp_path, "task", "xlsx-to-oscal-poam", "-c", "task.ini")
    assert done.returncode == 0, done.stdout + done.stderr
    plan = json.loads((tmp_path / "out/plan-of-action-and-milestones.json").read_text())["plan-of-action-and-milestones"]
    ids = [prop["value"] for item in plan["poam-items"] for prop in item["props"] if prop["name"].lower() == "poam-id"]
    ours = [row.poam_id for row in view(found).open]
    assert ids[-len(ours) :] == ours
    assert len(plan["poam-items"]) == len(ours) + GUIDANCE
    assert not [line for line in done.stderr.splitlines() if any(poam_id in line for poam_id in ours)]
