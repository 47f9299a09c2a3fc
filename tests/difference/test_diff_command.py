"""`atopack diff` over packages that were built, and the drafts that follow from it."""

import json
import shutil
from pathlib import Path

import pytest
from three_months import CART, NEW_CART, WEB, Months, pods, trivy

from generator.cli.main import main
from generator.difference.comparison import difference
from generator.difference.ongoing import ongoing, read_statements
from generator.difference.sides import read_side
from generator.difference.significant import sort_changes
from generator.errors import ConfigError
from tests.renderers.cr26_schemas import needs_schemas, validator


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """(workspace, older package as it was accepted, newer package as it was built)."""
    months = Months(tmp_path_factory.mktemp("two"), None, whole=True)
    pods(months.root, "2026-01-20", [CART])
    trivy(months.root, "2026-01-20", CART, {"CVE-1": "HIGH", "CVE-2": "LOW"})
    old = months.accept(months.build("2026-01-31"))
    pods(months.root, "2026-02-20", [NEW_CART, WEB])
    trivy(months.root, "2026-02-20", NEW_CART, {"CVE-1": "HIGH"})
    trivy(months.root, "2026-02-20", WEB, {"CVE-3": "HIGH"})
    return months.root, old, months.build("2026-02-28").folder


def test_it_is_told_in_words(two: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    _, old, new = two
    assert main(["diff", str(old), str(new)]) == 0
    text = capsys.readouterr().out
    assert "POA&M      1 opened, 1 closed, 1 became late, 1 changed." in text
    assert "Now also on reg.example/shop/cart:1.5." in text
    assert "Image version changed (1)\n  reg.example/shop/cart  (1.4 → 1.5)" in text
    assert "Image came (1)\n  reg.example/shop/web  (2.0)" in text


def test_it_is_one_json_object(two: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    _, old, new = two
    assert main(["diff", str(old), str(new), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["old"]["as_of"] == "2026-01-31"
    assert {key: len(rows) for key, rows in found["items"].items()} == {
        "opened": 1, "closed": 1, "became_late": 1, "no_longer_late": 0, "changed": 1, "lost": 0,
    }  # fmt: skip
    assert {
        "kind": "image came",
        "subject": "reg.example/shop/web",
        "detail": "2.0",
        "key": "image came: reg.example/shop/web",
        "first_collected": False,
    } in found["changes"]


def test_a_package_and_itself_do_not_differ(two: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(two[2]), str(two[2])]) == 0
    text = capsys.readouterr().out
    assert "no item changed" in text
    assert "nothing came, went or changed" in text


def test_without_a_plan_items_are_compared_and_the_rest_is_said_not_to_be(two: tuple[Path, Path, Path], tmp_path: Path) -> None:
    bare = tmp_path / "old"
    shutil.copytree(two[1], bare)
    (bare / "oscal/system-security-plan.json").unlink()
    found = difference(read_side(bare), read_side(two[2]))
    assert len(found.items.opened) == 1
    assert found.changes == () or all("flow" in one.kind for one in found.changes)
    assert any("no security plan" in one for one in found.not_compared)


def test_an_entry_of_the_plan_that_cannot_be_read_is_not_compared(two: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "package"
    shutil.copytree(two[1], folder)
    path = folder / "oscal/system-security-plan.json"
    plan = json.loads(path.read_text())
    plan["system-security-plan"]["system-implementation"]["components"].append("text")
    number = len(plan["system-security-plan"]["system-implementation"]["components"]) - 1
    path.write_text(json.dumps(plan))
    found = difference(read_side(folder), read_side(two[2]))
    assert found.changes == difference(read_side(two[1]), read_side(two[2])).changes
    place = f"/system-security-plan/system-implementation/components/{number}"
    assert any(place in one and "allowed is an object" in one for one in found.not_compared)


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        ("oscal/plan-of-action-and-milestones.json", "no OSCAL plan that can be read"),
        ("oscal/system-security-plan.json", "cannot be read"),
        ("cr26/accepted-vulnerabilities.json", "cannot be read"),
    ],
)
def test_a_broken_file_is_named(two: tuple[Path, Path, Path], tmp_path: Path, broken: str, what: str) -> None:
    folder = tmp_path / "package"
    shutil.copytree(two[1], folder)
    (folder / broken).write_text('{"a": [')
    with pytest.raises(ConfigError, match=what) as caught:
        read_side(folder)
    assert broken in caught.value.where


def test_links_and_other_folders_are_refused(
    two: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "package"
    shutil.copytree(two[1], folder)
    (folder / "oscal/system-security-plan.json").unlink()
    (folder / "oscal/system-security-plan.json").symlink_to("/etc/hostname")
    with pytest.raises(ConfigError, match="a link"):
        read_side(folder)
    assert main(["diff", str(tmp_path), str(two[2])]) == 2
    assert "there is no oscal/plan-of-action" in capsys.readouterr().err
    assert main(["diff", str(two[2]), str(two[1])]) == 2
    assert "name the older one first" in capsys.readouterr().err


@needs_schemas
def test_the_drafts_are_valid_by_fedramps_schemas(
    two: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, old, new = two
    workspace = tmp_path / "ws"
    shutil.copytree(root, workspace)
    (workspace / "decisions").mkdir(exist_ok=True)
    (workspace / "decisions/significant-changes.yaml").write_text(
        '- changes: ["*web*"]\n  type: transformative\n  description: A web page.\n'
    )
    drafts = tmp_path / "drafts"
    assert main(["diff", str(old), str(new), "--drafts", str(drafts), "--workspace", str(workspace)]) == 0
    told = capsys.readouterr().out
    assert "the notification lacks explanation" in told
    report = json.loads((drafts / "ongoing-certification-report.json").read_bytes())
    assert [str(error) for error in validator("ongoing-certification-report").iter_errors(report)] == []
    assert report["transformativeChanges"] == ["A web page."]
    change = json.loads((drafts / "significant-change-01.json").read_bytes())
    assert [str(error) for error in validator("significant-change-notifications").iter_errors(change)] == []
    assert "image version changed: reg.example/shop/cart" in (drafts / "significant-changes.yaml").read_text()
    assert "not stated yet" in (drafts / "significant-changes.html").read_text()
    assert main(["diff", str(old), str(new), "--drafts", str(drafts), "--workspace", str(workspace)]) == 2
    assert "in use" in capsys.readouterr().err


@needs_schemas
def test_the_quarterly_report_takes_over_what_people_say_and_names_what_nobody_does(two: tuple[Path, Path, Path]) -> None:
    found = difference(read_side(two[1]), read_side(two[2]))
    judge = validator("ongoing-certification-report")
    bare = ongoing(found, sort_changes(found.changes, None), read_statements(None), "https://a.example/cpo")
    text = (
        "planned-through: 2026-06-01\nplanned: [A queue.]\nrecommendations: []\nagencies: [Parcels]\n"
        "incidents: [{summary: A door was open., occurred: 2026-02-01, resolved: 2026-02-02, lessons: [Two people look.]}]\n"
    )
    said = ongoing(
        found,
        sort_changes(found.changes, '- changes: ["*"]\n  type: routine\n'),
        read_statements(text),
        "https://a.example/cpo",
    )
    import msgspec

    for one in (bare, said):
        assert [str(error) for error in judge.iter_errors(json.loads(msgspec.json.encode(one.report)))] == []
    assert [row.split("`")[1] for row in bare.missing[:4]] == ["planned", "recommendations", "agencies", "incidents"]
    assert said.missing == ()
    assert bare.report.reportable_incidents.incidents is None
    assert said.report.planned_certification_data_changes.planning_horizon_through == "2026-06-01"
    assert bare.report.planned_certification_data_changes.planning_horizon_through == "2026-05-28"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("planned-through: 2026-03-01\n", "three months"),
        ("agencys: []\n", "agencys"),
        ("incidents: [{occurred: 2026-02-01}]\n", "summary"),
    ],
)
def test_what_is_wrong_in_the_file_of_the_quarter_is_refused(two: tuple[Path, Path, Path], text: str, what: str) -> None:
    found = difference(read_side(two[1]), read_side(two[2]))
    with pytest.raises(ConfigError, match=what):
        ongoing(found, sort_changes(found.changes, None), read_statements(text), "u")


def test_what_came_out_of_evidence_cannot_move_the_cursor(
    two: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = tmp_path / "new"
    shutil.copytree(two[2], evil)
    file = evil / "oscal/system-security-plan.json"
    file.write_text(
        file.read_text()
        .replace("Toy Shop", "Toy Shop")
        .replace("reg.example/shop/web:2.0", "reg.example/shop/\\u001b[2Jweb:2.0")
    )
    assert main(["diff", str(two[1]), str(evil)]) == 0
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("detail", "contradicted"),
    [
        ({"currentRating": 4, "isInternetReachable": True, "isLikelyExploitable": True}, True),
        ({"currentRating": 5, "isInternetReachable": False, "isLikelyExploitable": True}, True),
        ({"currentRating": 4, "isInternetReachable": False, "isLikelyExploitable": True}, False),
        ({"currentRating": 5, "isInternetReachable": True, "isLikelyExploitable": False}, False),
        ({"currentRating": 5, "isLikelyExploitable": True}, False),
    ],
)
def test_no_incidents_is_contradicted_by_an_evaluation_that_makes_one(
    two: tuple[Path, Path, Path], tmp_path: Path, detail: dict[str, object], contradicted: bool
) -> None:
    new = shutil.copytree(two[2], tmp_path / "new")
    (new / "cr26").mkdir(exist_ok=True)
    rows = {"vulnerabilities": [{"providerTrackingId": "V-9", **detail}]}
    (new / "cr26/vulnerability-detail-report.json").write_text(json.dumps(rows))
    found = difference(read_side(two[1]), read_side(new))
    attested = ongoing(found, sort_changes(found.changes, None), read_statements("incidents: []\n"), "u")
    assert ("V-9" in attested.contradicted) is contradicted
    assert any("V-9" in row for row in attested.missing) is contradicted
    named = ongoing(found, sort_changes(found.changes, None), read_statements("incidents: [{summary: One.}]\n"), "u")
    assert named.contradicted == ""
