"""Three months without a line of YAML: a merge, a denied deviation, a late vendor, a reopened item, an approver who left.

The files differ by what the forms said, and by nothing else.
"""

import difflib
import json
import re
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fork_server import COMMAND, ForkServer
from review_client import HOST, SAMPLE, ReviewClient, entered, sample_copy

from generator.ledger.item import LedgerItem
from generator.review.access import Doorkeeper
from generator.review.assessment import AssessmentCache
from generator.review.bench import Workbench
from generator.review.jobs import JobRunner
from generator.review.people import Person

SECONDS = 600  # a bound, not a measure
CVE = "CVE-2099-0002"
QUEUE = SAMPLE / "evidence/scans/2026-10/trivy-message-queue.json"
PARTS = ("## Part a\n\nStaff connect through the agency's gateway.\n", "## Part a\n\nStaff connect through two gateways.\n")


class Office:
    """The workbench over some months, and how many forms were sent."""

    def __init__(self, root: Path, jobs: JobRunner) -> None:
        self.day, self.forms, self.root = date(2026, 11, 20), 0, root
        self.bench = Workbench(
            root=root,
            door=Doorkeeper(hosts=frozenset({HOST})),
            assessments=AssessmentCache(root, lambda: self.day, lambda: datetime(2027, 1, 20, tzinfo=UTC)),
            as_of=lambda: self.day,
            now=lambda: datetime(2027, 1, 20, tzinfo=UTC),
            person=Person(name="Grace Hopper"),
            jobs=jobs,
        )
        self.client: ReviewClient = entered(self.bench)

    def send(self, path: str, values: Mapping[str, str], *, opened: str = "", **more: object) -> None:
        self.forms += 1
        shown = {"shown": self.client.shown(opened)} if opened else {}
        self.client.post(path, {**shown, **values}, **more)

    def sign(self, control: str, person: str, what: str) -> None:
        self.send("/you/name", {"name": person})
        self.send(f"/controls/{control}/sign", {"as": what}, opened=f"/controls/{control}")

    def decide(self, key: str, entry: str, values: Mapping[str, str]) -> None:
        self.send(f"/decisions/{key}/{entry}/save", values, opened=f"/decisions/{key}/{entry}")

    def scan(self, day: date, *, vulnerable: bool) -> None:
        report = json.loads(QUEUE.read_bytes())
        report["CreatedAt"] = f"{day.isoformat()}T05:00:00Z"
        for result in report["Results"] if not vulnerable else ():
            result["Vulnerabilities"] = []
        files = {"file": ("trivy-message-queue.json", json.dumps(report).encode())}
        self.send("/evidence/upload", {"folder": "evidence/scans", "below": day.isoformat()}, files=files)
        statement = {
            "glob": f"evidence/scans/{day.isoformat()}/*",
            "database-updated": f"{day.isoformat()}T00:40:00Z",
            "configuration": "decisions/trivy.yaml",
        }
        self.decide("system.evidence", "new", statement)

    def items(self) -> tuple[LedgerItem, ...]:
        return self.bench.assessments.current().tracked.ledger.items

    def hand_in(self) -> None:
        self.send("/package/run", {"command": "build"})
        end = time.monotonic() + SECONDS
        while (state := self.bench.jobs.state()) is not None and state.running and time.monotonic() < end:
            time.sleep(0.2)
        assert state is not None
        assert state.code in (0, 1), state.lines
        self.send("/package/accept", {"confirm": "parcel-tracker", "draft": "yes"})

    def page(self, path: str) -> str:
        return " ".join(re.sub(r"<[^>]*>", " ", self.client.get(path)).split())


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] not in ("output", "previous")
    }


@pytest.fixture
def office(tmp_path: Path, processes: ForkServer):
    made = Office(sample_copy(tmp_path), JobRunner(processes.command(COMMAND, ())))
    yield made
    made.bench.jobs.close()


def test_three_months(office: Office) -> None:  # noqa: PLR0915 - three months, one after the other
    before = files_of(office.root)
    item = next(each for each in office.items() if each.cve == CVE and "message-queue" in str(each.assets))
    vendor = {
        "poam-id": item.poam_id,
        "type": "vendor-dependency",
        "status": "pending",
        "rationale": "The vendor has no fixed version yet.",
        "product": "Message queue",
        "checked-in": "2026-11-15",
        "evidence": "decisions/assessor-validation.md",
    }
    office.decide("deviations", "new", vendor)
    office.send("/controls/AC-17/save", {"part a": PARTS[0].partition("\n\n")[2]}, opened="/controls/AC-17")
    office.sign("AC-17", "Grace Hopper", "reviewed-by")
    office.sign("AC-17", "Ada Lovelace", "approver")
    office.hand_in()

    office.day = date(2026, 12, 20)
    assert f"Answer of the vendor of Message queue about {item.poam_id}" in office.page("/requests")
    assert "late by 5 days" in office.page("/requests")
    office.decide("deviations", "0", {**vendor, "checked-in": "2026-12-20"})
    assert "late by 5 days" not in office.page("/requests")
    other = next(
        each.poam_id
        for each in office.items()
        if each.closed is None and each.poam_id != item.poam_id and not each.configuration
    )
    asked = {
        "poam-id": other,
        "type": "false-positive",
        "status": "pending",
        "rationale": "Never loaded.",
        "submitted": "2026-12-20",
    }
    office.decide("deviations", "new", asked)
    assert f"False positive of {other}" in office.page("/meeting")
    denied = {**asked, "status": "denied", "approver": "Ruth Castellane", "decided": "2026-12-20"}
    office.decide("deviations", "1", denied)
    assert f"False positive of {other}" not in office.page("/meeting")
    narrative = office.root / "narratives/AC-17.md"
    merged = narrative.read_text().replace(
        PARTS[0].partition("\n\n")[2].strip(),
        f"<<<<<<< narratives/AC-17.md\n{PARTS[0].partition(chr(10) * 2)[2].strip()}\n=======\n"
        f"{PARTS[1].partition(chr(10) * 2)[2].strip()}\n>>>>>>> Appendix-A.docx",
    )
    narrative.write_text(merged)
    assert "1 text is there in two versions" in office.page("/")
    office.send("/conflicts/AC-17/resolve", {"choice 0": "theirs"}, opened="/conflicts/AC-17")
    assert "two gateways" in office.page("/controls/AC-17")
    office.scan(date(2026, 12, 19), vulnerable=False)
    closed = {each.poam_id: each.closed for each in office.items()}
    assert closed[item.poam_id] is not None
    office.hand_in()

    office.day = date(2027, 1, 20)
    office.scan(date(2027, 1, 19), vulnerable=True)
    shown = office.page("/meeting")
    assert "compared with the package of 2026-12-20" in shown
    again = [each for each in office.items() if each.closed is None and each.cve == CVE and "message-queue" in str(each.assets)]
    assert [each.replaces or each.poam_id for each in again] == [item.poam_id]
    office.send(
        "/controls/AC-17/save",
        {"part a": "Staff connect through two gateways, with a hardware token."},
        opened="/controls/AC-17",
    )
    assert "Written, not reviewed" in office.page("/controls/AC-17")
    office.sign("AC-17", "Grace Hopper", "reviewed-by")
    office.sign("AC-17", "Linnea Frost", "approver")
    assert "Approved by Linnea Frost on 2027-01-20" in office.page("/controls/AC-17")
    office.hand_in()

    after = files_of(office.root)
    assert {name for name in before if after.get(name) != before[name]} == {"system.yaml"}
    lines = difflib.ndiff(before["system.yaml"].decode().splitlines(), after["system.yaml"].decode().splitlines())
    changed = [line for line in lines if line[0] != " "]
    assert [line[0] for line in changed] == ["+"] * 6
    assert sorted(after.keys() - before.keys()) == [
        "decisions/deviations.yaml",
        "evidence/scans/2026-12-19/trivy-message-queue.json",
        "evidence/scans/2027-01-19/trivy-message-queue.json",
        "narratives/AC-17.md",
    ]
    assert sorted(path.name for path in (office.root / "previous").iterdir()) == ["2026-11-20", "2026-12-20", "2027-01-20"]
    assert after["decisions/deviations.yaml"].decode() == (
        f"- type: vendor-dependency\n  status: pending\n  poam-id: {item.poam_id}\n"
        "  rationale: The vendor has no fixed version yet.\n"
        "  evidence: decisions/assessor-validation.md\n  product: Message queue\n  checked-in: 2026-12-20\n"
        f"- type: false-positive\n  status: denied\n  poam-id: {other}\n  rationale: Never loaded.\n"
        "  submitted: 2026-12-20\n  approver: Ruth Castellane\n  decided: 2026-12-20\n"
    )
    assert office.forms == 25
