"""What keeps a delivery from being final is done page by page, by people who edit no file, in forms as the pages have them."""

import json
from datetime import date
from pathlib import Path

import pytest
from fork_server import COMMAND, ForkServer

from generator.cli.guided import guided
from generator.cli.main import main
from generator.ledger.columns import CONTACT, MILESTONES
from generator.ledger.item_plans import read_item_plans
from generator.review.jobs import JobRunner
from generator.review.writes import shown_hash
from generator.strict_yaml import load
from generator.workspace.yaml_writer import read_yaml
from tests.review.review_client import sample_copy
from tests.writer_at_work import WriterAtWork, words

DAY = date(2026, 11, 20)
IMAGE = "registry.example/shop/cart"
DIGEST = f"sha256:{7:064x}"
ANSWERS = (
    "Shop",
    "Example Provider",
    "Sells parcels.",
    "low",
    "saas",
    "operational",
    "fedramp-rev5",
    "registry.example",
    "",
    "",
    "",
)


def pods() -> bytes:
    container = {"name": "main", "image": f"{IMAGE}:1.0"}
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "cart-x", "namespace": "shop", "uid": f"{1:036x}"},
        "spec": {"containers": [container]},
        "status": {"phase": "Running", "containerStatuses": [{**container, "imageID": f"{IMAGE}@{DIGEST}"}]},
    }
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": [pod]}).encode()


def report(day: str) -> bytes:
    """One weakness with a fix, and one without."""
    found = [
        {"VulnerabilityID": "CVE-2099-0001", "PkgName": "libssl", "InstalledVersion": "3.0.1", "FixedVersion": "3.0.2"},
        {"VulnerabilityID": "CVE-2099-0002", "PkgName": "zlib", "InstalledVersion": "1.2"},
    ]
    return json.dumps(
        {
            "SchemaVersion": 2,
            "CreatedAt": f"{day}T05:00:00Z",
            "ArtifactName": f"{IMAGE}:1.0",
            "ArtifactType": "container_image",
            "Metadata": {"RepoDigests": [f"{IMAGE}@{DIGEST}"]},
            "Results": [
                {"Target": "debian", "Type": "debian", "Vulnerabilities": [{**row, "Severity": "HIGH"} for row in found]}
            ],
        }
    ).encode()


@pytest.fixture
def writer(tmp_path: Path, processes: ForkServer):
    root, answers = tmp_path / "shop", iter(ANSWERS)
    main(["init", str(root)])
    guided(root, lambda _question: next(answers))
    made = WriterAtWork(root, DAY, "Ada Lovelace", JobRunner(processes.command(COMMAND, ())))
    yield made
    made.close()


def test_from_the_first_question_to_a_final_delivery(writer: WriterAtWork) -> None:
    writer.upload("evidence/cluster", {"pods.json": pods()}, below="prod")
    writer.upload("evidence/scans", {"trivy-cart.json": report("2026-11-18")}, below="2026-11-18")
    writer.decide("system.evidence", {"glob": "evidence/*", "collected": "2026-11-18", "by": "Ada Lovelace"})
    code, printed = writer.run("/deliveries?for=conmon", "/deliveries/export", command="export-final")
    assert code == 2, printed
    assert "nothing was published" in printed
    assert {"/inventory", "/poam/plans"} <= set(writer.stops().values())
    listed = words(writer.open("/deliveries?for=conmon").xpath("//details[contains(summary, 'Keeps it from being final')]")[0])
    assert all(text in listed for text in writer.stops())

    page = writer.open("/inventory?assets=blank")
    blank = [name.split("::", 1) for name in page.xpath("//td[@class='blank']//input/@name")]
    said = {"Virtual": "Yes", "Public": "No", "Authenticated Scan": "Yes"}
    writer.send("/inventory", "/inventory/save", {f"{column}::{asset}": said.get(column, "Stated") for column, asset in blank})
    step = {"day 0": "2026-12-10", "step 0": "Deployed and scanned again"}
    chosen = writer.boxes("/poam/plans", "work-package")
    writer.send("/poam/plans", "/poam/plans/confirm", {"owner": "Shop Team", **step}, check={"work-package": chosen})
    chosen = writer.boxes("/poam/plans", "item")
    plan = {"plan": "The vendor is asked each month.", "contact": "Shop Team", **step}
    writer.send("/poam/plans", "/poam/plans/items", plan, check={"item": chosen})
    plans = writer.root / "decisions/item-plans.yaml"
    plans.write_text(plans.read_text().replace("- poam-id", "# asked by mail\n- poam-id", 1))
    later = {"plan": "The vendor is asked each week.", "day 0": "2026-12-17", "step 0": "Scanned once more"}
    form = {**later, "item": chosen[0], "shown": shown_hash(read_yaml(writer.root, "decisions/item-plans.yaml"))}
    writer.client.post("/poam/plans/items", form, status=303)
    entries = {each.poam_id: each for each in read_item_plans(plans.read_text())}
    again = entries[chosen[0]]
    assert "# asked by mail" in plans.read_text()
    assert (again.cells[MILESTONES].count("\n"), again.cells[CONTACT], len(entries)) == (1, "Shop Team", len(chosen))
    if candidates := writer.boxes("/poam/candidates", "candidate"):
        page, reason = "/poam/candidates", {"reason": "Corrected in December."}
        writer.send(page, page, reason, check={"candidate": candidates}, button={"decision": "refused"})
    assert not [page for page in writer.stops().values() if not page.startswith(("/controls", "/plan"))]

    code, printed = writer.run("/deliveries?for=conmon", "/deliveries/export", command="export")
    assert code in (0, 1), printed
    documents = writer.boxes("/deliveries?for=conmon", "document")
    assert any(each.startswith("workbooks/Appendix-O-POAM.xlsx::") for each in documents)
    writer.send("/deliveries?for=conmon", "/deliveries/approve", {"role": "ISSO"}, check={"document": documents})
    code, printed = writer.run("/deliveries?for=conmon", "/deliveries/export", command="export-final")
    assert code in (0, 1), printed
    code, printed = writer.run("/deliveries?for=conmon", "/deliveries/verify", {"for": "conmon"})
    assert (code, "Verified" in printed) == (0, True), printed
    page = writer.open("/deliveries?for=conmon")
    assert not page.xpath("//input[@name='document']")
    assert "final by Ada Lovelace, ISSO, 2026-11-20" in words(page)
    written = sorted(path.name for path in (writer.root / "decisions").glob("*.yaml"))
    assert written[:2] == ["artifacts.yaml", "assets.yaml"]
    assert {"item-plans.yaml", "work-packages.yaml"} <= {*written}


def test_a_document_that_changed_is_not_approved_for_what_it_was(writer: WriterAtWork) -> None:
    bag = writer.root / f"output/shop-conmon-{DAY}/data/index"
    bag.mkdir(parents=True)
    row = {"title": "POA&M", "path": "workbooks/a.xlsx", "kind": "document", "sha256": "a" * 64, "status": "draft"}
    (bag / "artifacts.json").write_text(json.dumps({"artifacts": [row, {**row, "path": "b", "kind": "evidence"}]}))
    page = writer.open("/deliveries?for=conmon")
    assert page.xpath("//input[@name='document']/@value") == [f"workbooks/a.xlsx::{'a' * 64}"]
    (bag / "artifacts.json").write_text(json.dumps({"artifacts": [{**row, "sha256": "b" * 64}]}))
    form = {"for": "conmon", "role": "ISSO", "shown": "none", "document": f"workbooks/a.xlsx::{'a' * 64}"}
    answer = writer.client.post("/deliveries/approve", form, status=422)
    assert "another one than the page showed" in answer.text
    assert not (writer.root / "decisions/artifacts.yaml").exists()
    (bag / "artifacts.json").write_text("[")
    assert "no index of a delivery" in words(writer.open("/deliveries?for=conmon"))


def test_a_family_is_reviewed_and_approved_at_once_by_two_people(tmp_path: Path) -> None:
    writer = WriterAtWork(sample_copy(tmp_path), DAY, "Ada Lovelace")
    page, family = writer.open("/controls/SC-12"), "/controls?family=SC"
    name = page.xpath("//textarea/@name")[0]
    writer.send(
        "/controls/SC-12", "/controls/SC-12/save", {name: "Keys are made and kept by the cloud's key service."}, page=page
    )
    waiting = [each for each in writer.boxes(family, "statement") if each.startswith(("SC-12::", "SC-39::"))]
    sign = {"check": {"statement": waiting}, "page": writer.open(family)}
    writer.send(family, "/controls/sign", button={"as": "reviewed-by"}, **sign)
    stale = writer.client.post("/controls/sign", {"as": "reviewed-by", "statement": waiting[0]}, status=422)
    assert "is another one than the page showed" in stale.text
    waiting = [each for each in writer.boxes(family, "statement") if each.startswith(("SC-12::", "SC-39::"))]
    same = writer.client.post("/controls/sign", {"as": "approver", "statement": waiting[0]}, status=422)
    assert "the same person cannot both review and approve" in same.text
    writer.is_now("Grace Hopper")
    writer.send(family, "/controls/sign", check={"statement": waiting}, button={"as": "approver"})
    for each in waiting:
        control = each.partition("::")[0]
        head = (writer.root / f"narratives/{control}.md").read_text().split("---")[1]
        assert (load(head, "x").value["reviewed-by"], load(head, "x").value["approver"]) == ("Ada Lovelace", "Grace Hopper")
        assert "Approved by Grace Hopper on 2026-11-20" in words(writer.open(f"/controls/{control}"))


def test_a_draft_from_evidence_is_put_into_the_field_and_written_by_a_person(tmp_path: Path) -> None:
    writer = WriterAtWork(sample_copy(tmp_path), DAY, "Ada Lovelace")
    drafted = next(
        control
        for family in ("CA", "PL", "SC")
        for control in writer.open(f"/controls?family={family}&state=not-written").xpath("//tbody/tr/td[2]/a/text()")
        if writer.open(f"/controls/{control}").xpath("//a[starts-with(@href, '?draft=')]")
    )
    page = writer.open(f"/controls/{drafted}")
    link = page.xpath("//a[starts-with(@href, '?draft=')]/@href")[0].partition("#")[0]
    letter = link.removeprefix("?draft=")
    filled = writer.open(f"/controls/{drafted}{link}")
    (text,) = filled.xpath("//textarea[@name=$name]/text()", name=f"part {letter}")
    assert "](evidence/" in text
    assert not (writer.root / f"narratives/{drafted}.md").exists()
    writer.send(f"/controls/{drafted}", f"/controls/{drafted}/save", page=filled)
    assert text.strip() in (writer.root / f"narratives/{drafted}.md").read_text()


def test_a_text_of_the_plan_is_written_reviewed_and_approved(tmp_path: Path) -> None:
    writer = WriterAtWork(sample_copy(tmp_path), DAY, "Ada Lovelace")
    writer.send("/plan/purpose", "/plan/purpose/save", {"text": "The plan says how **parcels** are protected."})
    assert "1 running text is not approved" in writer.stops()
    assert writer.open("/plan/purpose").xpath("//div[@class='preview']//strong/text()") == ["parcels"]
    writer.send("/plan/purpose", "/plan/purpose/sign", button={"as": "reviewed-by"})
    writer.is_now("Grace Hopper")
    writer.send("/plan/purpose", "/plan/purpose/sign", button={"as": "approver"})
    assert "1 running text is not approved" not in writer.stops()
    file = writer.root / "narratives/plan/purpose.md"
    assert "approves-evidence" not in file.read_text()
    writer.send("/plan/purpose", "/plan/purpose/save", {"text": "It changed."})
    assert file.read_text().endswith("It changed.\n")
    assert "1 running text is not approved" in writer.stops()
    assert writer.client.http.get("/plan/nothing").status_code == 404


def test_letters_go_beside_the_decisions_and_no_file_that_decides(tmp_path: Path) -> None:
    writer = WriterAtWork(sample_copy(tmp_path), DAY, "Ada Lovelace")
    writer.upload("decisions", {"letter.pdf": b"%PDF-1.7"})
    assert (writer.root / "decisions/letter.pdf").read_bytes() == b"%PDF-1.7"
    form = {"folder": "decisions", "below": ""}
    answer = writer.client.post("/evidence/upload", form, status=422, files={"file": ("verdicts.yaml", b"[]")})
    assert "would be read as decisions" in answer.text
