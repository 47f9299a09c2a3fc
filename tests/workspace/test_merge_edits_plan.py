"""From a built System Security Plan over an edited file back: no word lost, and values told with their key."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from prerequisites import needs, shared

from generator.cli.main import main
from generator.errors import ConfigError
from generator.pipeline.narrative_status import report
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.workspace.folder import Workspace
from generator.workspace.merge_edits import Absorbed, absorb
from tests.office_text import dump_text
from tests.word_editing import W, content, control, edited, elements, paragraph, type_into

AS_OF = date(2026, 3, 1)
DOCUMENT = "ssp/System-Security-Plan.docx"
OFFICIAL = shared("reference/fedramp/templates/FedRAMP-SSP-Template.docx")
SYSTEM = """
system: {id: shop, name: Shop, description: Sells toys., service-model: saas, impact-level: low, baseline: li-saas}
boundary: {description: One cluster.}
plan:
  network: "One network.\\n\\nNo other."
  package-id: FR0000000001
  laws: [{number: 15 U.S.C. 6501, title: Privacy of children}]
"""


def built(workspace: Workspace) -> Published:
    return build(workspace, workspace.root.parent / "out", AS_OF, lambda *_: None)


def made(root: Path) -> Workspace:
    root.mkdir(parents=True)
    (root / "system.yaml").write_text(SYSTEM)
    return Workspace.open(root)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace, and beside it its package."""
    root = tmp_path_factory.mktemp("plan") / "shop"
    built(made(root))
    return root


@pytest.fixture
def workspace(first: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(first.parent, tmp_path, dirs_exist_ok=True)
    return Workspace.open(tmp_path / "shop")


def document(workspace: Workspace) -> Path:
    return workspace.root.parent / "out/shop" / DOCUMENT


def back(workspace: Workspace, change: Callable[[etree._Element], None]) -> Absorbed:
    file = document(workspace)
    file.write_bytes(edited(file.read_bytes(), change))
    return absorb(file, Workspace.open(workspace.root), AS_OF)


def told(found: Absorbed) -> list[str]:
    return [f"{one.place}: {one.text}" for one in found.remarks]


def field(root: etree._Element, title: str) -> etree._Element:
    (found,) = (
        one
        for one in root.iter(f"{W}sdt")
        if (alias := one.find(f"{W}sdtPr/{W}alias")) is not None and alias.get(f"{W}val") == title
    )
    return found


def say(root: etree._Element, title: str, text: str) -> None:
    for one in field(root, title).iter(f"{W}t"):
        one.text = text


def test_what_was_typed_comes_back_and_the_next_build_has_it_everywhere(workspace: Workspace) -> None:
    def change(root: etree._Element) -> None:
        content(root, "narrative:plan/network").append(elements(paragraph("A third sentence."))[0])
        type_into(root, "narrative:plan/data-flow", paragraph("From shop to ") + paragraph("desk", "<w:b/>"))
        type_into(root, "narrative:plan/purpose", paragraph("For the agency."))

    found = back(workspace, change)
    assert [(one.file, one.new, one.conflicts) for one in found.changes] == [
        ("narratives/plan/purpose.md", True, ()),
        ("narratives/plan/network.md", True, ()),
        ("narratives/plan/data-flow.md", True, ()),
    ]
    assert found.remarks == ()
    read = {path.name: path.read_text() for path in (workspace.root / "narratives/plan").iterdir()}
    assert read == {
        "purpose.md": "For the agency.\n",
        "network.md": "One network.\n\nNo other.\n\nA third sentence.\n",
        "data-flow.md": "From shop to\n\n**desk**\n",
    }

    again = Workspace.open(workspace.root)
    package = built(again).package
    text = dump_text(document(again).read_bytes())
    assert "A third sentence." in text
    assert "For the agency." in text
    assert "This plan is written for" not in text
    plan = json.loads((document(again).parents[1] / "oscal/system-security-plan.json").read_text())
    told_by_oscal = plan["system-security-plan"]["system-characteristics"]["network-architecture"]["description"]
    assert told_by_oscal == "One network.\n\nNo other.\n\nA third sentence."
    (doubt,) = [gap for gap in package.gaps if gap.place == "plan.network"]
    assert doubt.reason == "it is not used, since narratives/plan/network.md says it otherwise"

    nothing = absorb(document(again), again, AS_OF)
    assert (nothing.changes, nothing.remarks) == ((), ())


def test_where_both_sides_changed_it_both_stand_there(workspace: Workspace) -> None:
    system = workspace.root / "system.yaml"
    system.write_text(system.read_text().replace("One cluster.", "Two clusters."))
    found = back(workspace, lambda root: type_into(root, "narrative:plan/boundary", paragraph("One cluster in Ashburn.")))
    assert [one.conflicts for one in found.changes] == [("the text",)]
    assert (workspace.root / "narratives/plan/boundary.md").read_text() == (
        "<<<<<<< boundary.description in system.yaml\nTwo clusters.\n=======\nOne cluster in Ashburn.\n"
        ">>>>>>> System-Security-Plan.docx\n"
    )
    with pytest.raises(ConfigError, match="a conflict of two texts is not resolved yet"):
        built(Workspace.open(workspace.root))


def test_a_changed_value_is_told_with_its_key_and_nothing_else_happens(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(root: etree._Element) -> None:
        say(root, "Table 3.1, FedRAMP Package ID", "FR0000000002")
        say(root, "Table 3.1, Deployment Model", "Public Cloud")
        say(root, "Table L.1, row 1, Title", "Another act")

    found = back(workspace, change)
    assert found.changes == ()
    assert told(found) == [
        "Table 3.1, FedRAMP Package ID: the document says 'FR0000000002', it was built with 'FR0000000001': change "
        "plan.package-id, as the next build takes it from there",
        "Table 3.1, Deployment Model: the document says 'Public Cloud', nothing was stated when it was built: change "
        "system.deployment-model, as the next build takes it from there",
        "Table L.1, row 1, Title: the document says 'Another act', it was built with 'Privacy of children': change plan.laws, "
        "as the next build takes it from there",
    ]
    assert main(["absorb", str(document(workspace)), "--workspace", str(workspace.root)]) == 0
    assert "was absorbed before" in capsys.readouterr().out


def test_words_outside_of_the_fields_are_told(workspace: Workspace) -> None:
    def change(root: etree._Element) -> None:
        heading = next(one for one in root.iter(f"{W}p") if "".join(one.itertext()) == "Separation of Duties")
        heading.addnext(elements(paragraph("Nobody does everything."))[0])
        boxes = [one for one in root.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag") is None]
        for state in boxes[0].iter("{http://schemas.microsoft.com/office/word/2010/wordml}checked"):
            state.set("{http://schemas.microsoft.com/office/word/2010/wordml}val", "1")

    assert told(back(workspace, change)) == [
        ": a box was ticked that is not taken over: 'Level 1: AAL1, IAL1, FAL1 Low/LI-SaaS'",
        "Separation of Duties: typed outside of the fields, and not taken over: 'Nobody does everything.'",
    ]


def test_of_appendix_q_every_typed_word_is_told(workspace: Workspace) -> None:
    file = document(workspace).with_name("Appendix-Q-Cryptographic-Modules.docx")
    unchanged = absorb(file, workspace, AS_OF)
    assert (unchanged.changes, unchanged.remarks) == ((), ())

    def change(root: etree._Element) -> None:
        next(root.iter(f"{W}tbl")).addnext(elements(paragraph("Module Alder, certificate 1234."))[0])

    file.write_bytes(edited(file.read_bytes(), change))
    (told_once,) = told(absorb(file, workspace, AS_OF))
    assert "typed outside of the fields, and not taken over: 'Module Alder, certificate 1234.'" in told_once


def test_a_place_that_was_deleted_keeps_its_text(workspace: Workspace) -> None:
    def change(root: etree._Element) -> None:
        one = control(root, "narrative:plan/network")
        one.getparent().remove(one)
        for mark in list(root.iter(f"{W}bookmarkStart")):
            if "narrative_plan_network" in mark.get(f"{W}name", ""):
                mark.getparent().remove(mark)

    found = back(workspace, change)
    assert found.changes == ()
    assert told(found) == ["Network (Section 8.2): its field was deleted from the file; the text in narratives/ was kept"]


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("networks.md", "One.", "no place of the plan is called `networks`"),
        ("network.md", "---\nrole: isso\n---\nOne.", "`role` is a key for controls, and this is a text of the plan"),
        ("network.md", "## Part a\nOne.", "plan/network has no parts: leave the heading out"),
        ("network.md", "---\napprover: [Ada]\n---\nOne.", "approver"),
    ],
)
def test_a_mistake_in_a_text_is_named(tmp_path: Path, name: str, text: str, what: str) -> None:
    workspace = made(tmp_path / "shop")
    (workspace.root / "narratives/plan").mkdir(parents=True)
    (workspace.root / "narratives/plan" / name).write_text(text)
    with pytest.raises(ConfigError) as error:
        report(workspace, AS_OF, lambda *_: None)
    assert what in str(error.value)
    assert f"narratives/plan/{name}" in str(error.value)


def test_who_approved_a_text_stands_below_it_until_it_changes(tmp_path: Path) -> None:
    workspace = made(tmp_path / "shop")
    (workspace.root / "narratives/plan").mkdir(parents=True)
    file = workspace.root / "narratives/plan/data-flow.md"
    file.write_text("---\napprover: Ada\ndate: 2026-02-01\n---\n\nFrom shop to desk.\n")
    built(workspace)
    assert "Approved by Ada on 2026-02-01." in dump_text(document(workspace).read_bytes())
    found = back(workspace, lambda root: type_into(root, "narrative:plan/data-flow", paragraph("To the door.")))
    assert [one.withdrawn for one in found.changes] == [True]
    assert file.read_text() == (
        "---\n# Withdrawn, since the text changed with System-Security-Plan.docx:\n# approver: Ada\n# date: 2026-02-01\n---\n\n"
        "To the door.\n"
    )


@needs(OFFICIAL)
def test_the_same_in_the_official_form(tmp_path: Path) -> None:
    workspace = made(tmp_path / "shop")
    shutil.copyfile(OFFICIAL, workspace.root / "form.docx")
    (workspace.root / "system.yaml").write_text(SYSTEM + "templates: {ssp: form.docx}\n")
    built(Workspace.open(workspace.root))

    def change(root: etree._Element) -> None:
        type_into(root, "narrative:plan/system-description", paragraph("Sells toys and games."))
        say(root, "Table 3.1, Service Model", "PaaS")

    found = back(workspace, change)
    assert [one.file for one in found.changes] == ["narratives/plan/system-description.md"]
    assert told(found) == [
        "Table 3.1, Service Model: the document says 'PaaS', it was built with 'LI-SaaS': change system.service-model, as the "
        "next build takes it from there"
    ]
