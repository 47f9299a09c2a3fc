"""Three months of a system by people who edit no file: `python -m tests.bench.three_months EVIDENCE FOLDER [PURPOSE [MONTHS]]`.

`atopack init --guided` on a terminal, then the workbench alone: evidence is dropped in, each thing that keeps the package from
being final is done on the page that *To do* names, the delivery is exported, its documents are approved, and the final one is
exported, verified and handed in. In the second and third month new evidence comes. What people had to do is printed for each
month, with seconds. EVIDENCE is a folder with `evidence/` and `diagrams/`; FOLDER is made.
"""

import json
import re
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from generator.review.pages.evidence import FOLDERS
from tests.writer_at_work import WriterAtWork, guided_workspace, words

WRITER, REVIEWER, APPROVER, OWNER = "Ada Lovelace", "Grace Hopper", "Katherine Johnson", "Dorothy Vaughan"
MONTHS = (date(2026, 11, 20), date(2026, 12, 18), date(2027, 1, 20))
LEVEL = "low"
_ANSWERS = (
    "Walked System",
    "Example Provider",
    "Keeps records of parcels for agencies.",
    LEVEL,
    "saas",
    "operational",
    "fedramp-rev5",
    "registry.parceltrack.example, ghcr.io",
    "",
    OWNER,
    "owner@example.com",
    REVIEWER,
    "isso@example.com",
)
_CELLS = {"Virtual": "Yes", "Public": "No", "Authenticated Scan": "Yes", "End-of-Life": "2029-06-30"}
_PLAN = ("/controls", "/plan")
"""What a monthly delivery has nothing of."""
_FOLDERS = tuple(folder for folder in FOLDERS if folder.startswith("evidence/") or folder == "diagrams")


class Months:
    """The steps of a month, each on the page where a person does it."""

    def __init__(self, evidence: Path, root: Path, purpose: str) -> None:
        self.evidence, self.purpose, self.plan = evidence, purpose, purpose != "conmon"
        self.monthly = _of_every_month(evidence)
        guided_workspace(root, _ANSWERS)
        self.writer = WriterAtWork(root, MONTHS[0], WRITER)

    def month(self, number: int) -> None:
        self.writer.day, self.writer.work = MONTHS[number], type(self.writer.work)()
        start, processor = time.monotonic(), time.process_time()
        self.bring(number)
        for turn in range(8):
            stops = {text: page for text, page in self.writer.stops().items() if self.plan or not page.startswith(_PLAN)}
            print(f"  turn {turn}: {'; '.join(stops) or 'nothing stops it'}", flush=True)
            if not stops:
                break
            for page in dict.fromkeys(href.partition("?")[0].partition("#")[0] for href in stops.values()):
                self.at(page)
        self.hand_over()
        done = ", ".join(f"{count} {what}" for what, count in self.writer.work.items())
        print(
            f"{self.writer.day}: {done}; {time.monotonic() - start:.0f} s, {time.process_time() - processor:.0f} s of processor"
        )

    def bring(self, number: int) -> None:
        """The evidence of the month: in the first all of it, later the scans of that day."""
        day = self.writer.day - timedelta(days=2)
        for folder in _FOLDERS:
            files = {path: path.read_bytes() for path in sorted((self.evidence / folder).rglob("*")) if path.is_file()}
            for parent in sorted({path.parent for path in files}):
                below = parent.relative_to(self.evidence / folder).as_posix()
                names = {path.name: data for path, data in files.items() if path.parent == parent}
                if number == 0:
                    self.writer.upload(folder, names, below="" if below == "." else below)
                elif self.monthly in (parent, *parent.parents):
                    again = {name: _later(data, day) for name, data in names.items()}
                    place = Path(day.isoformat()) / parent.relative_to(self.monthly)
                    self.writer.upload(folder, again, below=place.as_posix())
        first = [f"{top}/*" for top in ("evidence", "diagrams") if any((self.evidence / top).glob("**/*"))]
        globs = first if number == 0 else [f"{self._folder_of_the_month()}/{day.isoformat()}/*"]
        for glob in globs:
            self.writer.decide("system.evidence", {"glob": glob, "collected": day.isoformat(), "by": WRITER})

    def _folder_of_the_month(self) -> str:
        place = self.monthly.relative_to(self.evidence).as_posix()
        return next(folder for folder in _FOLDERS if place == folder or place.startswith(f"{folder}/"))

    def at(self, page: str) -> None:
        """Do what a page asks for."""
        {
            "/inventory": self.cells,
            "/poam/candidates": self.candidates,
            "/poam/plans": self.plans,
            "/controls": self.controls,
            "/plan": self.texts,
            "/evidence": self.named,
        }[page]()

    def named(self) -> None:
        rows = self.writer.open("/evidence").xpath("//h2[@id='gaps']/following::table[1]//tr")
        raise AssertionError([words(row) for row in rows if "not there" in words(row)][:5])

    def cells(self) -> None:
        """Paste a table into the grid: blank cells only."""
        page = self.writer.open("/inventory?assets=blank")
        blank = [tuple(name.split("::", 1)) for name in page.xpath("//td[@class='blank']//input/@name")]
        headers = list(dict.fromkeys(header for header, _ in blank))
        lines = [
            (asset, *(_CELLS.get(each, "Stated") if (each, asset) in blank else "" for each in headers))
            for asset in dict.fromkeys(asset for _, asset in blank)
        ]
        self.writer.work["cells"] += len(blank)
        self.writer.send("/inventory", "/inventory/paste", {"table": "\n".join(map("\t".join, [("Asset", *headers), *lines]))})

    def candidates(self) -> None:
        """Each requirement in one entry."""
        chosen = [box for box in self.writer.boxes("/poam/candidates", "candidate") if box.endswith("::*")]
        self.writer.send(
            "/poam/candidates",
            "/poam/candidates",
            {"reason": "It is corrected with the release of next month."},
            check={"candidate": chosen},
            button={"decision": "accepted"},
        )

    def plans(self) -> None:
        step = {"day 0": (self.writer.day + timedelta(days=21)).isoformat(), "step 0": "Rebuilt, deployed and scanned again"}
        page = self.writer.open("/poam/plans")
        if chosen := page.xpath("//input[@name='work-package']/@value"):
            boxes = {"work-package": chosen}
            self.writer.send("/poam/plans", "/poam/plans/confirm", {"owner": OWNER, **step}, check=boxes, page=page)
        page = self.writer.open("/poam/plans")
        if chosen := page.xpath("//input[@name='item']/@value"):
            values = {"plan": "The configuration is corrected.", "contact": OWNER, **step}
            self.writer.send("/poam/plans", "/poam/plans/items", values, check={"item": chosen}, page=page)

    def controls(self) -> None:
        """Write what is not written, family by family; then one person reviews, and another approves."""
        self.writer.is_now(WRITER)
        page = self.writer.open("/controls?state=not-written")
        for control in page.xpath("//h2[@id='list']/following::tbody[1]/tr/td[2]/a/text()"):
            self.control(control)
        families = self.writer.open("/controls").xpath("//tbody/tr/td/a[starts-with(@href, '/controls?family=')]/@href")
        for person, what in ((REVIEWER, "reviewed-by"), (APPROVER, "approver")):
            self.writer.is_now(person)
            for family in families:
                page = self.writer.open(family)
                if chosen := page.xpath("//input[@name='statement']/@value"):
                    self.writer.send(family, "/controls/sign", check={"statement": chosen}, button={"as": what}, page=page)

    def control(self, control: str) -> None:
        page = self.writer.open(f"/controls/{control}")
        form = next(form for form in page.forms if form.get("action") == f"/controls/{control}/save")
        values = {}
        for area in form.xpath(".//textarea"):
            if not (area.text or "").strip():
                draft = area.xpath("ancestor::section//details[summary='Draft of the plan from evidence']/p[1]")
                values[area.get("name")] = words(draft[0]) if draft else f"The platform team does what {control} asks for."
        values |= {name: "As the policy of the provider says" for name in form.fields if name.startswith("parameter ")}
        values["role"] = "Platform team"
        self.writer.send(
            f"/controls/{control}",
            f"/controls/{control}/save",
            values,
            check={"status": ["implemented"], "origination": ["sp-system"]},
            page=page,
        )

    def texts(self) -> None:
        for place in self.writer.open("/plan").xpath("//tbody//a/@href"):
            self.writer.is_now(WRITER)
            self.writer.send(place, f"{place}/save", {"text": "The system keeps records of parcels for agencies."})
            for person, what in ((REVIEWER, "reviewed-by"), (APPROVER, "approver")):
                self.writer.is_now(person)
                self.writer.send(place, f"{place}/sign", button={"as": what})

    def hand_over(self) -> None:
        """Draft, approval of its documents, final delivery, verification, package, acceptance."""
        page, wanted = f"/deliveries?for={self.purpose}", {"for": self.purpose}
        self.export(page, "export")
        self.writer.is_now(APPROVER)
        chosen = self.writer.boxes(page, "document")
        if chosen:
            self.writer.send(page, "/deliveries/approve", {"role": "ISSO"}, check={"document": chosen})
        self.export(page, "export-final")
        code, printed = self.writer.run(page, "/deliveries/verify", wanted)
        assert code == 0, printed
        last = "build-final" if self.purpose == "fedramp" else "build"
        code, printed = self.writer.run("/package", "/package/run", command=last)
        assert code in (0, 1), printed
        self.writer.send(
            "/package",
            "/package/accept",
            {"confirm": self.writer.root.name},
            check={} if last == "build-final" else {"draft": ["yes"]},
        )
        print(f"  {len(chosen)} documents approved, delivered and verified", flush=True)

    def export(self, page: str, command: str) -> None:
        code, printed = self.writer.run(page, "/deliveries/export", command=command)
        if "secret-waivers.yaml" in printed and code not in (0, 1):
            why = {"cut": "secrets", "reason": "A delivery holds no secrets.", "by": WRITER}
            self.writer.decide("redactions", {"files": "evidence/*", **why})
            code, printed = self.writer.run(page, "/deliveries/export", command=command)
        assert code in (0, 1), printed


def _of_every_month(evidence: Path) -> Path:
    """The folder that comes again each month: the newest scans where there are any, else what was exported from the cluster."""
    scans, cluster = evidence / "evidence/scans", evidence / "evidence/cluster"
    if not any(path.is_file() for path in scans.rglob("*")):
        return cluster
    return max((path for path in scans.iterdir() if path.is_dir()), default=scans)


def _later(data: bytes, day: date) -> bytes:
    """A file of an earlier month as if it were of another day, a scan with one finding less; what is no JSON as it is."""
    text = re.sub(rb"2026-11-\d\d(?=T)", day.isoformat().encode(), data)
    try:
        report = json.loads(text)
    except ValueError:
        return text
    for result in report.get("Results", ()) if isinstance(report, dict) else ():
        result["Vulnerabilities"] = (result.get("Vulnerabilities") or [])[1:]
    return json.dumps(report).encode()


def main() -> None:
    """Walk, and say what it took."""
    evidence, root, purpose = Path(sys.argv[1]), Path(sys.argv[2]), (*sys.argv[3:], "fedramp")[0]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else len(MONTHS)
    months = Months(evidence, root, purpose)
    try:
        for number in range(count):
            months.month(number)
    finally:
        months.writer.close()


if __name__ == "__main__":
    main()
