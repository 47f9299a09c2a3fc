"""Values of the plan's tables come back: each kind, and the key of system.yaml that says it from then on."""

import shutil
from pathlib import Path

import pytest
from lxml import etree

from generator.strict_yaml import load
from generator.workspace.folder import Workspace
from generator.workspace.merge_edits import Absorbed
from tests.word_editing import W, edited
from tests.workspace.returned_workbooks import back, now, told

PLAN = "ssp/System-Security-Plan.docx"
OURS = """# The shop, as the plan has it.
system:
  id: shop
  name: Shop
  description: Sells toys.
  service-model: saas      # since 2024
  impact-level: moderate
boundary: {description: One cluster.}
parties:
  # who owns it
  - id: kim
    name: Kim Example
    roles: [system-owner]
    phone: "555-0100"
  - {id: lee, name: Lee Example, roles: [information-system-security-officer], title: ISSO}
external-services:
  - name: Example Mail
    purpose: Sends letters.
    connection:
      number: 2
      nature-of-agreement: sla
      data-types: [names, addresses]   # of buyers
plan:
  package-id: FR0000000001
  # laws that apply
  laws: [{number: 15 U.S.C. 6501, title: Privacy of children, date: 1998-10-21}]
  leveraged-authorizations:
    - id: cloud
      name: Cloud
      provider: Example Cloud
      impact-level: high
      package-id: FR9
      services: [compute]
  revisions:
    - {date: 2026-01-02, version: "1.0", description: First, author: Kim}
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("values") / "shop"
    root.mkdir()
    (root / "system.yaml").write_text(OURS)
    (root.parent / "built.docx").write_bytes(now(root, PLAN) or b"")
    return root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "shop"


def change(root: Path, values: dict[str, str], name: str = "plan.docx") -> Absorbed:
    def type_in(tree: etree._Element) -> None:
        for title, text in values.items():
            controls = [
                each
                for each in tree.iter(f"{W}sdt")
                if (alias := each.find(f"{W}sdtPr/{W}alias")) is not None and alias.get(f"{W}val") == title[:64]
            ]
            assert len(controls) == 1, title
            texts = list(controls[0].iter(f"{W}t"))
            texts[0].text = text
            for other in texts[1:]:
                other.text = ""

    return back(root, edited((root.parent / "built.docx").read_bytes(), type_in), name)


TYPED = {
    "Table 3.1, FedRAMP Package ID": "FR0000000002",
    "Table 3.1, Service Model": "PaaS",
    "Table 3.1, Fully Operational as of": "06/30/2025",
    "Table 3.1, Deployment Model": "Public Cloud",
    "Table 3.1, Authorization Path": "Agency Authorization",
    "Table 4.1, Name": "Kim Sample",
    "Table 4.1, Title": "Head: Shops",
    "Table 4.1, Phone Number": "555-0199",
    "Table 4.1, Email Address": "kim@shop.example",
    "Table 5.1, Title": "Officer",
    "Table 7.1, row 1, # (1, 2 or 3)": "3",
    "Table 7.1, row 1, Nature of Agreement": "Contract",
    "Table 7.1, row 1, Still Supported? Y or N": "Y",
    "Table 7.1, row 1, Data Categorization": "Low",
    "Table 7.1, row 1, Other Compliance Programs": "SOC 2, ISO 27001",
    "Table 7.1, row 1, Description": "Sends letters # and parcels",
    "Table 7.1, row 1, Hosting Environment": "yes",
    "Table 7.1, row 1, Risk/ Impact/ Mitigation": "No personal data.",
    "Table 7.1, row 1, Data Types": "names",
    "Table L.1, row 1, Title": "Online privacy of children",
    "Table L.1, row 1, Date": "10/22/1998",
    "Table 6.1, row 1, CSO Service": "compute, storage",
    "Table 6.1, row 1, Nature of Agreement": "License agreement",
    "Document Revision History, row 1, Description": "First issue",
}


def test_twenty_four_values_go_to_their_keys_and_the_next_plan_says_them(root: Path) -> None:
    merge = change(root, TYPED)
    assert told(merge) == ""
    assert {value.what for value in merge.values} == set(TYPED)
    text = (root / "system.yaml").read_text()
    for comment in ("# The shop, as", "# since 2024", "# who owns it", "# of buyers", "# laws that apply"):
        assert comment in text
    assert "  service-model: paas      # since 2024\n" in text
    assert '    phone: "555-0199"\n' in text
    says = load(text, "x").value
    assert isinstance(says, dict)
    assert says["parties"][0] == {
        "id": "kim",
        "name": "Kim Sample",
        "roles": ["system-owner"],
        "phone": "555-0199",
        "title": "Head: Shops",
        "email": "kim@shop.example",
    }
    assert says["external-services"] == [
        {
            "name": "Example Mail",
            "purpose": "Sends letters # and parcels",
            "connection": {
                "number": 3,
                "nature-of-agreement": "contract",
                "data-types": ["names"],
                "supported": True,
                "categorization": "low",
                "compliance": ["SOC 2", "ISO 27001"],
                "hosting": "yes",
                "risk": "No personal data.",
            },
        }
    ]
    assert says["plan"]["laws"] == [{"number": "15 U.S.C. 6501", "title": "Online privacy of children", "date": "1998-10-22"}]
    assert says["plan"]["operational-since"] == "2025-06-30"
    assert says["plan"]["leveraged-authorizations"][0]["services"] == ["compute", "storage"]
    assert (root / merge.backups[0]).read_text() == OURS
    (root.parent / "built.docx").write_bytes(now(root, PLAN) or b"")
    again = change(root, {}, "again.docx")
    assert (again.values, again.remarks) == ((), ())


def test_what_is_no_value_of_its_key_is_told_and_nothing_is_written(root: Path) -> None:
    wrong = {
        "Table 3.1, Service Model": "Mainframe",
        "Table 3.1, Fully Operational as of": "soon",
        "Table 7.1, row 1, # (1, 2 or 3)": "9",
        "Table 7.1, row 1, Still Supported? Y or N": "perhaps",
        "Table 3.1, FedRAMP Package ID": "",
    }
    merge = change(root, wrong)
    assert merge.values == ()
    assert (root / "system.yaml").read_text() == OURS
    for title, text in wrong.items():
        assert f"{title} says {text!r}: " in told(merge)


def test_values_of_several_keys_are_told_as_before(root: Path) -> None:
    merge = change(
        root, {"Table 7.1, row 1, System/ Service/ API/ CLI Name": "Other Mail", "Table 4.1, Address": "1 Main Street"}
    )
    assert merge.values == ()
    assert "change parties (role system-owner), address, as the next build takes it from there" in told(merge)
    assert "change external-services, as the next build takes it from there" in told(merge)


def test_a_key_that_changed_since_is_a_conflict_and_a_row_that_moved_is_found(root: Path) -> None:
    moved = OURS.replace("external-services:\n", "external-services:\n  - {name: Another, purpose: Prints.}\n")
    (root / "system.yaml").write_text(moved.replace("saas ", "iaas "))
    merge = change(root, {"Table 3.1, Service Model": "PaaS", "Table 7.1, row 1, Description": "Sends parcels."})
    (conflict,) = merge.value_conflicts
    assert (conflict.base, conflict.typed, conflict.now) == ("SaaS", "PaaS", "IaaS")
    assert [value.key for value in merge.values] == ["external-services.2.purpose"]
    assert (
        "  - {name: Another, purpose: Prints.}\n  - name: Example Mail\n    purpose: Sends parcels.\n"
        in (root / "system.yaml").read_text()
    )


def test_a_row_that_is_gone_is_told(root: Path) -> None:
    data = OURS[: OURS.index("external-services:")] + OURS[OURS.index("plan:") :]
    (root / "system.yaml").write_text(data)
    merge = change(root, {"Table 7.1, row 1, Description": "Sends parcels."})
    assert merge.values == ()
    assert "'Sends parcels.': the document no longer has such a row" in told(merge)


def test_a_workspace_that_changes_under_the_merge_is_left_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.workspace import merge_edits
    from generator.workspace.yaml_writer import EditedMeanwhileError

    original = merge_edits.plan_values

    def slow(*arguments: object) -> object:
        plan = original(*arguments)  # type: ignore[arg-type] # as given
        (root / "system.yaml").write_text(OURS + "# mine\n")
        return plan

    monkeypatch.setattr(merge_edits, "plan_values", slow)
    with pytest.raises(EditedMeanwhileError, match="# mine"):
        change(root, {"Table 3.1, FedRAMP Package ID": "FR0000000002"})
    assert (root / "system.yaml").read_text() == OURS + "# mine\n"
    assert Workspace.open(root)
