"""Every page over the sample, and every change as the file that a careful person would have written."""

import re
from html import unescape
from pathlib import Path

import pytest
from review_client import SAMPLE, ReviewClient, entered, sample_copy, workbench

from generator.model.progress import AnswerProgress
from generator.review.people import Person
from generator.review.registry import PAGES

GRACE = Person(name="Grace Hopper")


@pytest.fixture(scope="module")
def shown() -> ReviewClient:
    """For pages alone."""
    return entered(workbench(SAMPLE, read_only=True))


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> ReviewClient:
    """For changes; each test looks at files of its own."""
    return entered(workbench(sample_copy(tmp_path_factory.mktemp("review"))))


def test_every_page_is_shown(shown: ReviewClient) -> None:
    for page in (page for page in PAGES if "{text}" not in page.path):  # of conflicts: the sample has none
        names = {"id": "V-70F25D89C7", "control": "CM-8", "group": "system", "key": "waivers", "index": "0", "place": "purpose"}
        path = page.path.format(**names, text="PE-3", indicator="KSI-SVC-SIN")
        text = shown.get(path)
        assert f"<title>{page.title.replace('&', '&amp;')} · parcel-tracker</title>" in text
        assert "None" not in re.sub(r"<[^>]*>", "", text).replace("None was", ""), path


@pytest.mark.parametrize("control", ["AC-17", "PE-6", "SC-12", "AC-2(1)"])
def test_a_control_that_nothing_is_written_about_has_a_page(shown: ReviewClient, control: str) -> None:
    assert '<textarea class="markdown"' in shown.get(f"/controls/{control}")


def test_pages_that_are_not_there(shown: ReviewClient) -> None:
    for path in ("/decisions/x", "/decisions/waivers/7", "/decisions/waivers/-1", "/controls/XX-1", "/poam/V-0", "/system/x"):
        assert shown.http.get(path).status_code == 404, path


def test_to_do_counts_what_the_other_pages_list(shown: ReviewClient) -> None:
    text = shown.get("/")
    assert "8 mandatory cells are blank" in text
    assert "8 mandatory cells are blank" in shown.get("/inventory").replace('<p class="lead">', "")
    parts = shown.bench.assessments.current().parts
    empty = sum(part.state in (AnswerProgress.MISSING, AnswerProgress.GENERATED) for part in parts)
    assert empty > 500
    assert f"{empty:,} control parts are not written" in text


def test_a_decision_is_added_behind_the_others_and_the_rest_stays(copied: ReviewClient) -> None:
    file = copied.bench.root / "decisions/waivers.yaml"
    before = file.read_text()
    copied.post(
        "/decisions/waivers/new/save",
        {
            "shown": copied.shown("/decisions/waivers/new"),
            "check": "resource-limits",
            "subject": "parcel-ops/Deployment/debug-shell",
            "reason": "removed with the next release: see ticket 12",
            "owner": "Dayo Okafor",
            "expires": "2026-12-15",
        },
    )
    added = file.read_text().removeprefix(before)
    assert file.read_text().startswith(before)
    assert added == (
        "- check: resource-limits\n"
        "  subject: parcel-ops/Deployment/debug-shell\n"
        "  reason: 'removed with the next release: see ticket 12'\n"
        "  owner: Dayo Okafor\n"
        "  expires: 2026-12-15\n"
    )
    assert "1 decision written (resource-limits, parcel-ops/Deployment/debug-shell)" in copied.get("/decisions/waivers")
    changed = {
        "shown": copied.shown("/decisions/waivers/2"),
        "check": "resource-limits",
        "subject": "parcel-ops/Deployment/debug-shell",
    }
    copied.post(
        "/decisions/waivers/2/save", {**changed, "reason": "gone soon", "owner": "Dayo Okafor", "expires": "2026-12-15"}
    )
    assert file.read_text() == before + added.replace("'removed with the next release: see ticket 12'", "'gone soon'")
    copied.post("/decisions/waivers/2/remove", {"shown": copied.shown("/decisions/waivers/2")})
    assert file.read_text() == before


def test_a_form_leads_back_to_the_page_that_opened_it_and_to_no_other_site(copied: ReviewClient) -> None:
    opened = "/decisions/sampling.classes/new?back="
    assert 'name="back" value="/poam/V-1"' in copied.get(f"{opened}/poam/V-1")
    form = copied.get(f"{opened}//evil.example").partition('action="/decisions/')[2]
    assert 'name="back"' not in form
    for back, then in (("/poam", "/poam"), ("https://evil.example", "/decisions/sampling.classes")):
        form = {"shown": copied.shown(opened), "assets": f"node-x{len(back)}", "number": "1", "back": back}
        assert copied.post("/decisions/sampling.classes/new/save", form).headers["location"] == then


def test_what_cannot_be_written_is_refused_and_nothing_changes(copied: ReviewClient) -> None:
    file = copied.bench.root / "decisions/waivers.yaml"
    before = file.read_bytes()
    form = {
        "shown": copied.shown("/decisions/waivers/new"),
        "check": "x",
        "subject": "y",
        "reason": "",
        "owner": "z",
        "expires": "soon",
    }
    answer = copied.post("/decisions/waivers/new/save", form, status=422)
    assert "reason: required" in answer.text
    assert "expires: no date" in answer.text
    assert file.read_bytes() == before


def test_a_file_that_was_edited_meanwhile_is_not_written_over(copied: ReviewClient) -> None:
    file = copied.bench.root / "decisions/sampling.yaml"
    shown = copied.shown("/decisions/sampling.classes/new")
    file.write_text(file.read_text() + "# a note of somebody else\n")
    mine = {"shown": shown, "assets": "node-c", "number": "1"}
    answer = copied.post("/decisions/sampling.classes/new/save", mine, status=409)
    assert "a note of somebody else" in answer.text
    assert "node-c" in answer.text
    assert "node-c" not in file.read_text()


def test_two_browsers_lose_nothing(copied: ReviewClient) -> None:
    other = entered(copied.bench)
    form = {
        "what": "pipeline-tools",
        "by": "Larkspur Assessments",
        "validated": "2026-11-01",
        "file": "decisions/assessor-validation.md",
    }
    mine, theirs = copied.shown("/decisions/validations/new"), other.shown("/decisions/validations/new")
    copied.post("/decisions/validations/new/save", {"shown": mine, **form})
    other.post("/decisions/validations/new/save", {"shown": theirs, **form, "validated": "2026-11-02"}, status=409)
    text = (copied.bench.root / "decisions/validations.yaml").read_text()
    assert ("2026-11-01" in text, "2026-11-02" in text) == (True, False)


def test_cells_of_the_grid_go_to_their_keys(copied: ReviewClient) -> None:
    asset = "registry.parceltrack.example/parcel/label-printer:1.9.0"
    shown = copied.shown("/inventory")
    copied.post("/inventory/save", {"shown": shown, f"OS Name and Version::{asset}": "Debian 12.8"})
    text = (copied.bench.root / "decisions/assets.yaml").read_text()
    assert "Debian 12.8" in text
    assert text.startswith((SAMPLE / "decisions/assets.yaml").read_text()[:200])
    table = f"Asset\tAuthenticated Scan\n{asset}\tYes\n"
    copied.post("/inventory/paste", {"shown": copied.shown("/inventory"), "table": table})
    assert "5 mandatory cells" not in copied.get("/")
    assert "6 mandatory cells are blank" in copied.get("/")
    copied.post("/inventory/paste", {"shown": copied.shown("/inventory"), "table": "Asset\tColor\nx\tred\n"}, status=422)
    unknown = {"shown": copied.shown("/inventory"), "table": "Asset\tFunction\nno-such-asset\tx\n"}
    assert "no-such-asset" in copied.post("/inventory/paste", unknown, status=422).text


def test_a_text_withdraws_its_approval_and_three_people_sign(copied: ReviewClient) -> None:
    page, file = "/controls/SC-39", copied.bench.root / "narratives/SC-39.md"
    text = "Each container runs in its own namespaces ([pods](evidence/cluster/prod/pods.json)).\n\n- a list"
    copied.post(f"{page}/save", {"shown": copied.shown(page), "part ": text})
    assert file.read_text().endswith(f"---\n\n{text}\n")
    copied.post(f"{page}/sign", {"shown": copied.shown(page), "as": "approver"}, status=422)
    copied.post(f"{page}/sign", {"shown": copied.shown(page), "as": "reviewed-by"})
    assert "same person" in copied.post(f"{page}/sign", {"shown": copied.shown(page), "as": "approver"}, status=422).text
    other = entered(copied.bench)
    other.post("/you/name", {"name": GRACE.name})
    other.post(f"{page}/sign", {"shown": other.shown(page), "as": "approver"})
    assert "reviewed-by: Ada Lovelace\napprover: Grace Hopper\ndate: 2026-11-20\napproves: " in file.read_text()
    assert "approved" in copied.get(page)
    copied.post(f"{page}/save", {"shown": copied.shown(page), "part ": f"{text}\n- another"})
    assert "# approver: Grace Hopper" in file.read_text()
    assert "Withdrawn, since the text changed in the workbench" in file.read_text()


def test_other_parts_stay_as_they_are(copied: ReviewClient) -> None:
    page, file = "/controls/AC-2", copied.bench.root / "narratives/AC-2.md"
    before = file.read_text()
    copied.post(f"{page}/save", {"shown": copied.shown(page), "part b": "The agency names the managers."})
    after = file.read_text()
    assert "## Part b\n\nThe agency names the managers.\n\n## Part g" in after
    assert (
        before.partition("## Part a")[2].partition("## Part b")[0] == after.partition("## Part a")[2].partition("## Part b")[0]
    )
    bad = {"shown": copied.shown(page), "part a": "![picture](x.png)"}
    assert "picture" in copied.post(f"{page}/save", bad, status=422).text
    assert file.read_text() == after


def test_values_of_system_yaml(copied: ReviewClient) -> None:
    page, file = "/system/system", copied.bench.root / "system.yaml"
    before = file.read_text()
    copied.post(f"{page}/save", {"shown": copied.shown(page), "short-name": "PTR"})
    assert file.read_text() == before.replace("short-name: PT\n", "short-name: PTR\n")
    wrong = {"shown": copied.shown(page), "impact-level": "severe"}
    assert "not one of low, moderate, high" in copied.post(f"{page}/save", wrong, status=422).text


def test_files_are_added_and_none_is_written_over(copied: ReviewClient) -> None:
    root = copied.bench.root
    form = {"folder": "evidence/scans", "below": "2026-12"}
    copied.post("/evidence/upload", form, files=[("files", ("new.json", b"{}")), ("files", ("other.txt", b"x"))])
    assert (root / "evidence/scans/2026-12/new.json").read_bytes() == b"{}"
    answer = copied.post("/evidence/upload", form, status=422, files=[("files", ("new.json", b"[]"))])
    assert "was not written over" in answer.text
    assert (root / "evidence/scans/2026-12/new.json").read_bytes() == b"{}"
    for folder, below, name in (
        ("evidence/scans", "../..", "x.json"),
        ("decisions", "", "x.yaml"),
        ("evidence/scans", "", "../x.json"),
        ("evidence/scans", "", ".hidden"),
        ("evidence/scans", "a//b", "x"),
    ):
        copied.post("/evidence/upload", {"folder": folder, "below": below}, status=422, files=[("files", (name, b"x"))])
    assert not list(root.rglob(".*.new"))


def test_a_scan_gets_its_target(copied: ReviewClient) -> None:
    shown = copied.shown("/evidence")
    copied.post(
        "/evidence/state", {"shown": shown, "path": "evidence/scans/2026-12/new.json", "target": "node-a.parceltrack.example"}
    )
    text = (copied.bench.root / "system.yaml").read_text()
    assert "  - glob: evidence/scans/2026-12/new.json\n    target: node-a.parceltrack.example\n" in text


def test_shapes_are_matched_by_hand(copied: ReviewClient) -> None:
    page = copied.get("/diagram")
    (name,) = re.findall(r'name="typed::([^"]+)"', page)
    copied.post("/diagram/decide", {f"shape::{name}": "-"})
    assert name in (copied.bench.root / "decisions/diagram-mapping.yaml").read_text()
    assert "0 drawn shapes are not matched" in copied.get("/diagram")


def test_a_wrong_file_is_named_and_can_be_corrected(copied: ReviewClient) -> None:
    file = copied.bench.root / "decisions/waivers.yaml"
    before = file.read_text()
    file.write_text(before + "- check: [\n")
    text = copied.get("/")
    assert "Correct a file" in text
    assert "decisions/waivers.yaml" in text
    file.write_text(before)
    assert "<h1>To do</h1>" in copied.get("/")


def test_names_from_outside_are_text(tmp_path: Path) -> None:
    root = sample_copy(tmp_path)
    nasty = "<script>alert(1)</script>\"'>\N{RIGHT-TO-LEFT OVERRIDE}"
    (root / "decisions/waivers.yaml").write_text(
        f"- check: host-sharing\n  subject: |-\n    {nasty}\n  reason: r\n  owner: o\n  expires: 2027-01-01\n"
    )
    client = entered(workbench(root, person=Person(name=nasty)))
    for path in ("/", "/decisions/waivers", "/decisions/waivers/0", "/you", "/controls/SC-39"):
        text = client.get(path)
        assert "<script>alert" not in text
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text


def test_a_request_is_written_in_fields_and_removed_with_the_comments_that_were_shown(copied: ReviewClient) -> None:
    file = copied.bench.root / "decisions/deviations.yaml"
    opened = "/decisions/deviations/new"
    page = copied.get(opened)
    assert 'name="request.attack-vector.value"' in page
    form = {
        "shown": copied.shown(opened),
        "poam-id": "V-70F25D89C7",
        "type": "risk-adjustment",
        "status": "pending",
        "adjusted-rating": "Low",
        "rationale": "Reached from one host.",
        "request.attack-vector.value": "Local",
        "request.attack-vector.why": "One jump host.",
        "request.information": "",
    }
    copied.post(f"{opened}/save", form)
    assert "  request:\n    attack-vector:\n      value: Local\n      why: One jump host.\n" in file.read_text()
    file.write_text(file.read_text().replace("value: Local", "value: Local # as the scan says"))
    place = "/decisions/deviations/0"
    shown = {**form, "shown": copied.shown(place), "request.attack-vector.why": "Two jump hosts."}
    copied.post(f"{place}/save", shown)
    assert "      value: Local # as the scan says\n      why: Two jump hosts.\n" in file.read_text()
    assert "# as the scan says" in copied.get(place)
    copied.post(f"{place}/remove", {"shown": copied.shown(place)}, status=422)
    copied.post(f"{place}/remove", {"shown": copied.shown(place), "comments": "yes"})
    assert "V-70F25D89C7" not in file.read_text()


def test_a_decision_that_keeps_all_from_being_assessed_is_corrected_on_its_page(copied: ReviewClient) -> None:
    file = copied.bench.root / "decisions/waivers.yaml"
    before = file.read_text()
    day = re.search(r"expires: (\S+)", before)
    assert day is not None
    file.write_text(before.replace(day[0], "expires: soon", 1))
    assert "expires" in copied.get("/poam").partition("<h1>Correct a file</h1>")[2]
    page = unescape(copied.get("/decisions/waivers/0"))
    fields = dict(re.findall(r'name="([^"]+)" type="[^"]+"[^>]* value="([^"]*)"', page.partition("</header>")[2]))
    reason = re.search(r'name="reason"[^>]*>([^<]*)<', page)
    assert reason is not None
    assert fields["expires"] == "soon"
    form = {**fields, "shown": copied.shown("/decisions/waivers/0"), "reason": reason[1], "expires": day[1]}
    copied.post("/decisions/waivers/0/save", form)
    assert file.read_text() == before
    assert "Correct a file" not in copied.get("/poam")
