"""LI-SaaS: who attests to the controls that are not described, in Appendix A and as what keeps a package from being final."""

import json
from collections import defaultdict
from datetime import date
from pathlib import Path

from fewer_documents import only_documents
from prerequisites import needs, shared

from generator.frameworks.base import oscal_id
from generator.frameworks.rev5.li_saas import ATTESTED, FEDERAL, NOT_OF_SAAS
from generator.pipeline.publish import Published
from generator.pipeline.release_gate import unapproved
from generator.pipeline.stages import build
from generator.renderers.appendix_a.tailoring import tailored
from generator.workspace.folder import Workspace
from tests.office_text import dump_text

PROFILE = shared("reference/oscal/fedramp-rev5/FedRAMP_rev5_LI-SaaS-baseline_profile.json")
NAME = "ssp/Appendix-A-Security-Controls.docx"


def _built(root: Path, baseline: str) -> Published:
    (root / "narratives").mkdir(parents=True)
    (root / "system.yaml").write_text(f"system: {{id: shop, name: Shop, impact-level: low, baseline: {baseline}}}\n")
    (root / "narratives/AC-1.md").write_text("---\napprover: Ada\ndate: 2026-02-01\n---\n## Part a\nThere is a policy.\n")
    (root / "narratives/AU-1.md").write_text("## Part a\nThere is a policy.\n")
    with only_documents(NAME):
        return build(Workspace.open(root), root.parent / f"out-{baseline}", date(2026, 11, 20), lambda *_: None)


def test_attestations_are_told_with_who_made_them(tmp_path: Path) -> None:
    built = _built(tmp_path / "shop", "li-saas")
    rows = {row.id: row for row in tailored(built.package)}
    assert (rows["AC-1"].text, rows["AC-1"].outstanding) == ("Attested by Ada on 2026-02-01.", False)
    assert (rows["AU-1"].text, rows["AU-1"].outstanding) == ("Written, not approved by a named person.", True)
    assert (rows["SR-12"].text, rows["SR-12"].outstanding) == ("Not attested yet.", True)
    assert (rows["AC-18"].criterion, rows["AC-18"].text) == ("Not of SaaS (NSO)", "No response is required.")
    assert "AC-7" not in rows, "it is described"
    assert not [gap for gap in built.package.gaps if gap.path.startswith("narratives/")], "their texts are used"
    shown = dump_text((built.folder / NAME).read_bytes())
    assert "76 controls are attested: 1 by a named person, 75 not yet." in shown
    assert "AC-1" not in unapproved(built.package)["AC"]
    assert "AU-1" in unapproved(built.package)["AU"]


def test_other_baselines_have_no_such_section(tmp_path: Path) -> None:
    built = _built(tmp_path / "shop", "low")
    assert tailored(built.package) == ()
    assert "are attested" not in dump_text((built.folder / NAME).read_bytes())


@needs(PROFILE)
def test_the_table_is_fedramps_profile() -> None:
    methods = defaultdict(set)
    for alter in json.loads(PROFILE.read_text())["profile"]["modify"]["alters"]:
        for added in alter.get("adds", ()):
            for prop in added.get("props", ()):
                if prop["name"] == "method":
                    methods[prop["value"]].add(alter["control-id"])
    for method, rows in (("ATTEST", ATTESTED), ("NSO", NOT_OF_SAAS), ("FED", FEDERAL)):
        assert {oscal_id(row.id) for row in rows} == methods[method]
